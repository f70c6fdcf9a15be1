// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>

/// The function that libFuzzer calls with one input, and the replay of the corpus with each of its files.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size);

namespace zocalo::fuzz {

/// An input that is taken apart from its front. What is asked for beyond its end is zero.
class Input
{
public:
    Input(const std::uint8_t *data, std::size_t size) : m_data(data), m_left(size) {}

    std::size_t left() const { return m_left; }
    const std::uint8_t *rest() const { return m_data; }

    template <typename Number>
    Number number()
    {
        Number value{};
        copyTo(&value, sizeof value);
        return value;
    }
    /// The next bytes, as many as there are of them.
    std::size_t copyTo(void *target, std::size_t length)
    {
        const std::size_t taken = std::min(length, m_left);
        if (taken > 0)
            std::memcpy(target, m_data, taken);
        m_data += taken;
        m_left -= taken;
        return taken;
    }

private:
    const std::uint8_t *m_data;
    std::size_t m_left;
};

} // namespace zocalo::fuzz
