// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

/// Which thread this is, without asking the kernel at every call.
namespace zocalo::tap {

struct ThreadIds
{
    std::uint32_t tid = 0;
    std::uint32_t pid = 0;
};

/// The ids of whoever runs here, also in a child of fork, vfork or clone.
ThreadIds threadIds();

} // namespace zocalo::tap
