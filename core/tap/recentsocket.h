// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/tap/socketinfo.h"

#include <cstdint>

/// Which socket a descriptor is, is asked of the kernel at every call: a descriptor can become something else without
/// this process's library being told (docs/decisions/0023). But not again at once where only a socket will do: what a
/// thread was told is taken for true for some microseconds, unless a call that may take a descriptor away or give one
/// was seen meanwhile. No longer than what passes anyway between the answer and the call that it is asked for.
namespace zocalo::tap {

/// A socket as it was told.
struct RecentSocket
{
    std::uint64_t cookie = 0;
    SocketKind kind;
};

/// Lives while a call runs that may close a descriptor, or give one to a socket: nothing that was told before or
/// meanwhile is true after it.
class DescriptorChange
{
public:
    DescriptorChange();
    ~DescriptorChange();
    DescriptorChange(const DescriptorChange &) = delete;
    DescriptorChange &operator=(const DescriptorChange &) = delete;
};

/// That has happened just now.
inline void noteDescriptorChange() { const DescriptorChange change; }
/// From now on it may happen at any time without being seen.
void distrustDescriptors();

/// How often that has happened so far: to be asked for before the kernel is.
std::uint64_t descriptorChanges();

/// What this thread was told last was of `fd`: it is worth the time that recallSocket() wants to know.
bool isRecent(int fd);
/// The socket that `fd` is at `nowNs`, if it was told so short a time before. False: ask the kernel.
bool recallSocket(int fd, std::uint64_t nowNs, RecentSocket &socket);
/// The kernel has told this thread, after `nowNs` or as good as then, that `fd` is this socket; `changes`: see
/// descriptorChanges().
void rememberSocket(int fd, std::uint64_t nowNs, std::uint64_t changes, const RecentSocket &socket);

} // namespace zocalo::tap
