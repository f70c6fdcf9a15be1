// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The calls that wait until something can be done on one of many descriptors. Recorded if one of these is a socket.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/epollmemory.h"
#include "core/tap/memory.h"
#include "core/tap/real.h"
#include "core/tap/session.h"
#include "core/tap/socketinfo.h"

#include <algorithm>

#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>

using zocalo::tap::CallWatch;
using zocalo::tap::cookieOf;
using zocalo::tap::isReadable;
using zocalo::tap::real;
using zocalo::trace::Call;

namespace {

constexpr nfds_t kMostLooked = 4096; // descriptors of one call that are looked at

/// The first of them that is a socket; -1: none.
int firstSocket(const pollfd *fds, nfds_t count)
{
    if (!zocalo::tap::ring() || !isReadable(fds, count * sizeof(pollfd)))
        return -1;
    for (nfds_t i = 0; i < std::min(count, kMostLooked); ++i) {
        if (fds[i].fd >= 0 && cookieOf(fds[i].fd) != 0)
            return fds[i].fd;
    }
    return -1;
}

/// The first of them of which something was told; -1: none.
int firstReady(const pollfd *fds, nfds_t count)
{
    for (nfds_t i = 0; i < std::min(count, kMostLooked); ++i) {
        if (fds[i].revents != 0)
            return fds[i].fd;
    }
    return -1;
}

/// The C library declares poll()'s array as one that is only written. The kernel reads it too, and so does the tap: a
/// pointer of which the compiler does not know where it comes from.
pollfd *asRead(pollfd *fds)
{
    __asm__("" : "+r"(fds));
    return fds;
}

template <typename Wait>
int watchPoll(Call call, pollfd *fds, nfds_t count, void *caller, Wait wait)
{
    const int socket = firstSocket(asRead(fds), count);
    if (socket < 0)
        return wait();
    CallWatch watch(call, -1, socket, caller);
    if (!watch)
        return wait();
    watch.record().requested = count;
    watch.record().value = socket;
    watch.enter();
    const int result = wait();
    watch.returned(result);
    watch.record().value = result > 0 ? firstReady(fds, count) : -1;
    return watch.leave(result);
}

bool isIn(const fd_set *set, int fd) { return set && FD_ISSET(fd, set); }

template <typename Wait>
int watchSelect(Call call, int count, fd_set *read, fd_set *write, fd_set *except, void *caller, Wait wait)
{
    const int most = std::min(count, FD_SETSIZE);
    int socket = -1;
    const bool mayLook = zocalo::tap::ring() && (!read || isReadable(read, sizeof *read)) &&
                         (!write || isReadable(write, sizeof *write)) &&
                         (!except || isReadable(except, sizeof *except));
    for (int fd = 0; mayLook && fd < most && socket < 0; ++fd) {
        if ((isIn(read, fd) || isIn(write, fd) || isIn(except, fd)) && cookieOf(fd) != 0)
            socket = fd;
    }
    if (socket < 0)
        return wait();
    CallWatch watch(call, -1, socket, caller);
    if (!watch)
        return wait();
    watch.record().requested = static_cast<std::uint64_t>(count);
    watch.record().value = socket;
    watch.enter();
    const int result = wait();
    watch.returned(result);
    watch.record().value = -1;
    for (int fd = 0; result > 0 && fd < most && watch.record().value < 0; ++fd) {
        if (isIn(read, fd) || isIn(write, fd) || isIn(except, fd))
            watch.record().value = fd;
    }
    return watch.leave(result);
}

template <typename Wait>
int watchEpoll(Call call, int epoll, int room, void *caller, Wait wait)
{
    if (!zocalo::tap::ring() || !zocalo::tap::epollHasSocket(epoll))
        return wait();
    CallWatch watch(call, epoll, -1, caller);
    if (!watch)
        return wait();
    watch.record().requested = static_cast<std::uint64_t>(room);
    watch.enter();
    const int result = wait();
    watch.returned(result);
    return watch.leave(result);
}

} // namespace

ZOCALO_TAP_CALL int poll(pollfd *fds, nfds_t count, int timeout)
{
    return watchPoll(Call::Poll, fds, count, ZOCALO_TAP_CALLER, [=] { return real().poll(fds, count, timeout); });
}

ZOCALO_TAP_CALL int __poll_chk(pollfd *fds, nfds_t count, int timeout, size_t room)
{
    return watchPoll(Call::Poll, fds, count, ZOCALO_TAP_CALLER,
                     [=] { return real().pollChecked(fds, count, timeout, room); });
}

ZOCALO_TAP_CALL int ppoll(pollfd *fds, nfds_t count, const timespec *timeout, const sigset_t *mask)
{
    return watchPoll(Call::Ppoll, fds, count, ZOCALO_TAP_CALLER,
                     [=] { return real().ppoll(fds, count, timeout, mask); });
}

ZOCALO_TAP_CALL int __ppoll_chk(pollfd *fds, nfds_t count, const timespec *timeout, const sigset_t *mask, size_t room)
{
    return watchPoll(Call::Ppoll, fds, count, ZOCALO_TAP_CALLER,
                     [=] { return real().ppollChecked(fds, count, timeout, mask, room); });
}

ZOCALO_TAP_CALL int select(int count, fd_set *__restrict read, fd_set *__restrict write, fd_set *__restrict except,
                           timeval *__restrict timeout)
{
    return watchSelect(Call::Select, count, read, write, except, ZOCALO_TAP_CALLER,
                       [=] { return real().select(count, read, write, except, timeout); });
}

ZOCALO_TAP_CALL int pselect(int count, fd_set *__restrict read, fd_set *__restrict write, fd_set *__restrict except,
                            const timespec *__restrict timeout, const sigset_t *__restrict mask)
{
    return watchSelect(Call::Pselect, count, read, write, except, ZOCALO_TAP_CALLER,
                       [=] { return real().pselect(count, read, write, except, timeout, mask); });
}

ZOCALO_TAP_CALL int epoll_create(int size) __THROW
{
    const int epoll = real().epollCreate(size);
    zocalo::tap::rememberEpoll(epoll, false);
    return epoll;
}

ZOCALO_TAP_CALL int epoll_create1(int flags) __THROW
{
    const int epoll = real().epollCreate1(flags);
    zocalo::tap::rememberEpoll(epoll, false);
    return epoll;
}

ZOCALO_TAP_CALL int epoll_ctl(int epoll, int operation, int fd, epoll_event *event) __THROW
{
    const int result = real().epollCtl(epoll, operation, fd, event);
    if (result == 0 && operation == EPOLL_CTL_ADD && zocalo::tap::ring() && cookieOf(fd) != 0)
        zocalo::tap::rememberEpoll(epoll, true);
    return result;
}

ZOCALO_TAP_CALL int epoll_wait(int epoll, epoll_event *events, int room, int timeout)
{
    return watchEpoll(Call::EpollWait, epoll, room, ZOCALO_TAP_CALLER,
                      [=] { return real().epollWait(epoll, events, room, timeout); });
}

ZOCALO_TAP_CALL int epoll_pwait(int epoll, epoll_event *events, int room, int timeout, const sigset_t *mask)
{
    return watchEpoll(Call::EpollPwait, epoll, room, ZOCALO_TAP_CALLER,
                      [=] { return real().epollPwait(epoll, events, room, timeout, mask); });
}

ZOCALO_TAP_CALL int epoll_pwait2(int epoll, epoll_event *events, int room, const timespec *timeout,
                                 const sigset_t *mask)
{
    return watchEpoll(Call::EpollPwait, epoll, room, ZOCALO_TAP_CALLER,
                      [=] { return real().epollPwait2(epoll, events, room, timeout, mask); });
}
