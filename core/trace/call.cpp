// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/call.h"

#include <array>
#include <cstdio>
#include <cstring>

namespace zocalo::trace {

namespace {

constexpr auto kNames = std::to_array<std::string_view>({
    "unknown", "socket",         "bind",        "listen",      "accept",      "accept4",     "connect",  "send",
    "sendto",  "sendmsg",        "sendmmsg",    "recv",        "recvfrom",    "recvmsg",     "recvmmsg", "read",
    "write",   "readv",          "writev",      "shutdown",    "close",       "dup",         "dup2",     "dup3",
    "fcntl",   "setsockopt",     "getsockopt",  "getsockname", "getpeername", "socketpair",  "poll",     "ppoll",
    "select",  "epoll_wait",     "epoll_pwait", "sendfile",    "splice",      "close_range", "pselect",  "ioctl",
    "fork",    "io_uring_setup", "wait",
});
static_assert(kNames.size() == static_cast<std::size_t>(Call::Last) + 1);

} // namespace

std::string_view callName(Call call)
{
    const auto index = static_cast<std::size_t>(call);
    return kNames[index < kNames.size() ? index : 0];
}

Call callFromName(std::string_view name)
{
    for (std::size_t i = 1; i < kNames.size(); ++i) {
        if (kNames[i] == name)
            return static_cast<Call>(i);
    }
    return Call::Unknown;
}

bool isSend(Call call)
{
    switch (call) {
    case Call::Send:
    case Call::Sendto:
    case Call::Sendmsg:
    case Call::Sendmmsg:
    case Call::Write:
    case Call::Writev:
    case Call::Sendfile:
        return true;
    default:
        return false;
    }
}

bool isReceive(Call call)
{
    switch (call) {
    case Call::Recv:
    case Call::Recvfrom:
    case Call::Recvmsg:
    case Call::Recvmmsg:
    case Call::Read:
    case Call::Readv:
        return true;
    default:
        return false;
    }
}

bool isAccept(Call call) { return call == Call::Accept || call == Call::Accept4; }

std::string_view errnoName(int error)
{
    if (error == 0)
        return {};
    if (const char *name = strerrorname_np(error))
        return name;
    thread_local std::array<char, 16> unnamed;
    const int length = std::snprintf(unnamed.data(), unnamed.size(), "E%d", error);
    return {unnamed.data(), static_cast<std::size_t>(length)};
}

} // namespace zocalo::trace
