// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

/// Whether an epoll instance waits for a socket: asking the kernel each time would cost more than the wait.
namespace zocalo::tap {

/// The instance with that number was just made (`hasSocket` false), or a socket was added to it. Never forgotten when
/// a descriptor is closed: a vfork child closes its own, in its parent's memory.
void rememberEpoll(int epoll, bool hasSocket);

/// An instance that is not remembered (inherited, or its number is a copy) is looked up in /proc, once.
bool epollHasSocket(int epoll);

} // namespace zocalo::tap
