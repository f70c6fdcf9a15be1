// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/socketinfo.h"

#include "core/trace/rawsyscall.h"

#include <atomic>

#include <sys/socket.h>

namespace zocalo::tap {

namespace {

using trace::asArgument;
using trace::rawSyscall;

/// One word a socket: low half of the cookie, domain (8 bits), type (8), protocol (16). One word, so that threads need
/// no lock. Cookies count up, so neighbours have places of their own.
constexpr std::size_t kRemembered = 4096;
std::atomic<std::uint64_t> g_seen[kRemembered];

int intOption(int fd, int option)
{
    int value = 0;
    socklen_t length = sizeof value;
    const long failure = rawSyscall(SYS_getsockopt, fd, SOL_SOCKET, option, asArgument(&value), asArgument(&length));
    return failure == 0 ? value : 0;
}

trace::Endpoint nameOf(long number, int fd)
{
    sockaddr_storage address;
    socklen_t length = sizeof address;
    if (rawSyscall(number, fd, asArgument(&address), asArgument(&length)) != 0)
        return {};
    return trace::Endpoint::fromSockaddr(reinterpret_cast<const sockaddr *>(&address), length);
}

} // namespace

std::uint64_t cookieOf(int fd)
{
    std::uint64_t cookie = 0;
    socklen_t length = sizeof cookie;
    if (rawSyscall(SYS_getsockopt, fd, SOL_SOCKET, SO_COOKIE, asArgument(&cookie), asArgument(&length)) != 0)
        return 0;
    return cookie;
}

SocketKind kindOf(int fd, std::uint64_t cookie, bool &isFirst)
{
    std::atomic<std::uint64_t> &place = g_seen[cookie % kRemembered];
    const std::uint64_t seen = place.load(std::memory_order_relaxed);
    isFirst = seen >> 32 != (cookie & 0xffffffffU);
    if (!isFirst) {
        return {static_cast<std::uint16_t>(seen >> 24 & 0xff), static_cast<std::uint16_t>(seen >> 16 & 0xff),
                static_cast<std::uint16_t>(seen & 0xffff)};
    }
    const SocketKind kind{static_cast<std::uint16_t>(intOption(fd, SO_DOMAIN)),
                          static_cast<std::uint16_t>(intOption(fd, SO_TYPE)),
                          static_cast<std::uint16_t>(intOption(fd, SO_PROTOCOL))};
    place.store(cookie << 32 | std::uint64_t{kind.domain & 0xffU} << 24 | std::uint64_t{kind.type & 0xffU} << 16 |
                    kind.protocol,
                std::memory_order_relaxed);
    return kind;
}

void forgetSockets()
{
    for (std::atomic<std::uint64_t> &place : g_seen)
        place.store(0, std::memory_order_relaxed);
}

trace::Endpoint localOf(int fd) { return nameOf(SYS_getsockname, fd); }

trace::Endpoint peerOf(int fd) { return nameOf(SYS_getpeername, fd); }

} // namespace zocalo::tap
