// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/ptracer/syscalls.h"

#include <algorithm>
#include <array>

#include <sys/syscall.h>

namespace zocalo::ptracer {

namespace {

using trace::Call;

// A library call and a system call of one name are not always the same thing: send() is the system call sendto without
// an address. CallReader tells those apart.
constexpr auto kWatched = std::to_array<Syscall>({
    {SYS_socket, Call::Socket},
    {SYS_socketpair, Call::Socketpair},
    {SYS_bind, Call::Bind},
    {SYS_listen, Call::Listen},
    {SYS_accept, Call::Accept},
    {SYS_accept4, Call::Accept4},
    {SYS_connect, Call::Connect},
    {SYS_shutdown, Call::Shutdown},
    {SYS_setsockopt, Call::Setsockopt},
    {SYS_getsockopt, Call::Getsockopt},
    {SYS_getsockname, Call::Getsockname},
    {SYS_getpeername, Call::Getpeername},
    {SYS_sendto, Call::Sendto},
    {SYS_sendmsg, Call::Sendmsg},
    {SYS_recvfrom, Call::Recvfrom},
    {SYS_recvmsg, Call::Recvmsg},
    {SYS_read, Call::Read},
    {SYS_write, Call::Write},
    {SYS_readv, Call::Readv},
    {SYS_writev, Call::Writev},
    {SYS_close, Call::Close},
    {SYS_dup, Call::Dup},
#ifdef SYS_dup2 // newer architectures have dup3 alone
    {SYS_dup2, Call::Dup2},
#endif
    {SYS_dup3, Call::Dup3},
    {SYS_fcntl, Call::Fcntl},
    {SYS_sendmmsg, Call::Sendmmsg},
    {SYS_recvmmsg, Call::Recvmmsg},
    {SYS_sendfile, Call::Sendfile},
    {SYS_splice, Call::Splice},
#ifdef SYS_poll // newer architectures have the ones with a mask alone
    {SYS_poll, Call::Poll},
    {SYS_select, Call::Select},
    {SYS_epoll_wait, Call::EpollWait},
#endif
    {SYS_ppoll, Call::Ppoll},
    {SYS_pselect6, Call::Pselect},
    {SYS_epoll_pwait, Call::EpollPwait},
#ifdef SYS_epoll_pwait2 // Linux 5.11
    {SYS_epoll_pwait2, Call::EpollPwait},
#endif
    {SYS_close_range, Call::CloseRange},
#ifdef SYS_io_uring_setup // Linux 5.1
    {SYS_io_uring_setup, Call::IoUringSetup},
#endif
});

} // namespace

std::span<const Syscall> watchedSyscalls() { return kWatched; }

Call callOf(long number)
{
    const auto found = std::ranges::find(kWatched, number, &Syscall::number);
    return found == kWatched.end() ? Call::Unknown : found->call;
}

} // namespace zocalo::ptracer
