// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string_view>

namespace zocalo::trace {

/// The calls that are recorded, by the name the program used (the C library's, without underscores and `_chk`).
/// The numbers are part of the record format: append only.
enum class Call : std::uint16_t {
    Unknown = 0,
    Socket = 1,
    Bind = 2,
    Listen = 3,
    Accept = 4,
    Accept4 = 5,
    Connect = 6,
    Send = 7,
    Sendto = 8,
    Sendmsg = 9,
    Sendmmsg = 10,
    Recv = 11,
    Recvfrom = 12,
    Recvmsg = 13,
    Recvmmsg = 14,
    Read = 15,
    Write = 16,
    Readv = 17,
    Writev = 18,
    Shutdown = 19,
    Close = 20,
    Dup = 21,
    Dup2 = 22,
    Dup3 = 23,
    Fcntl = 24,
    Setsockopt = 25,
    Getsockopt = 26,
    Getsockname = 27,
    Getpeername = 28,
    Socketpair = 29,
    Poll = 30,
    Ppoll = 31,
    Select = 32,
    EpollWait = 33,
    EpollPwait = 34,
    Sendfile = 35,
    Splice = 36,
    CloseRange = 37,
    Pselect = 38,
    Ioctl = 39,
    /// No socket call, and never given out as one: tells where among a process's calls it made a child (a Return alone;
    /// the result is the child's pid, or 0 where the function does not tell it).
    Fork = 40,
    /// The same: the process has set up an io_uring, through which it may make calls that nobody sees (the result is
    /// its descriptor). io_uring(7)
    IoUringSetup = 41,
    /// The same: a process has ended before this (the result is its pid, or 0 where that is not told; `value` its
    /// status in the form of wait(2)). Told by who waited for it, or by its tracer.
    Wait = 42,
    Last = 42,
};

/// False for what tells of the process alone: a Return without an Entry, never held and never given out as a call.
constexpr bool isSocketCall(Call call)
{
    return call != Call::Fork && call != Call::IoUringSetup && call != Call::Wait;
}

/// "accept4", "recvfrom", …; "unknown" for anything out of range.
std::string_view callName(Call call);
/// The call of that name, or Call::Unknown.
Call callFromName(std::string_view name);
/// True for the calls that hand bytes to a socket (send, sendto, sendmsg, sendmmsg, write, writev, sendfile).
bool isSend(Call call);
/// True for the calls that take bytes from a socket (recv, recvfrom, recvmsg, recvmmsg, read, readv).
bool isReceive(Call call);
/// True for accept and accept4.
bool isAccept(Call call);

/// "ECONNREFUSED" for 111, …; "E999" for a number without a name; empty for 0.
std::string_view errnoName(int error);

} // namespace zocalo::trace
