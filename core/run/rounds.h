// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/clock.h"

#include <algorithm>

namespace zocalo::run {

/// When to look again at what can only be polled: with a least time between two looks, and so that looking takes no
/// more than a twentieth of a processor. On one thread.
class Rounds
{
public:
    explicit Rounds(qint64 leastNs) : m_leastNs(leastNs) {}

    /// Whether it is time; then the look is made, and end() called.
    bool begin()
    {
        if (monotonicNs() < m_nextNs) {
            return false;
        }
        m_beganNs = threadNs();
        return true;
    }
    void end() { m_nextNs = monotonicNs() + std::max(m_leastNs, Share * (threadNs() - m_beganNs)); }

private:
    static constexpr qint64 Share = 20;

    qint64 m_leastNs;
    qint64 m_nextNs = 0;
    qint64 m_beganNs = 0;
};

} // namespace zocalo::run
