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

/// Another process may have this thread's variables too, and descriptors of its own (vfork, clone), or it cannot be
/// told.
bool isMemoryShared();

} // namespace zocalo::tap
