// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"
#include "core/trace/hello.h"

#include <cstddef>
#include <cstdint>

/// What the kernel says of a socket, asked without going through the calls that are watched.
namespace zocalo::tap {

/// What never changes in a socket's life.
struct SocketKind
{
    std::uint16_t domain = 0;
    std::uint16_t type = 0;
    std::uint16_t protocol = 0;
};

/// SO_COOKIE of `fd`, or 0 if it is no socket. socket(7).
std::uint64_t cookieOf(int fd);
/// The kind of the socket with that cookie. `isFirst`: this process has not asked about it lately, so tell everything.
/// The memory of it is of fixed size: a socket may be first again.
SocketKind kindOf(int fd, std::uint64_t cookie, bool &isFirst);
/// Whether that socket was seen with a port of its own, and has not been connected or bound since (setNamed): what it
/// sends leaves its names as they are.
bool isNamed(std::uint64_t cookie);
void setNamed(std::uint64_t cookie, bool isNamed);
/// Forgets which sockets were seen (a new ring starts).
void forgetSockets();

/// The sockets among this process's descriptors, at most `room` of them; `more`: there are others. Never more than
/// a few thousand descriptors are looked at.
std::size_t heldSockets(trace::HelloSocket *sockets, std::size_t room, bool &more);

/// The first socket among the descriptors from `first` to `last`; -1: none.
int firstSocketIn(unsigned first, unsigned last);

trace::Endpoint localOf(int fd);
trace::Endpoint peerOf(int fd);

} // namespace zocalo::tap
