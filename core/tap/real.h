// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <cstdio>
#include <cstdlib>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <spawn.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

namespace zocalo::tap {

/// The functions that the tap stands in front of, as the next library (the C library) has them.
struct Real
{
    decltype(&::socket) socket;
    decltype(&::socketpair) socketpair;
    decltype(&::bind) bind;
    decltype(&::listen) listen;
    decltype(&::accept) accept;
    decltype(&::accept4) accept4;
    decltype(&::connect) connect;
    decltype(&::shutdown) shutdown;
    decltype(&::setsockopt) setsockopt;
    decltype(&::getsockopt) getsockopt;
    decltype(&::getsockname) getsockname;
    decltype(&::getpeername) getpeername;
    decltype(&::send) send;
    decltype(&::sendto) sendto;
    decltype(&::sendmsg) sendmsg;
    decltype(&::recv) recv;
    decltype(&::recvfrom) recvfrom;
    decltype(&::recvmsg) recvmsg;
    decltype(&::read) read;
    decltype(&::write) write;
    decltype(&::readv) readv;
    decltype(&::writev) writev;
    decltype(&::close) close;
    decltype(&::dup) dup;
    decltype(&::dup2) dup2;
    decltype(&::dup3) dup3;
    decltype(&::fclose) fclose;
    decltype(&::freopen) freopen;
    decltype(&::freopen64) freopen64;
    decltype(&::fork) fork;
    decltype(&::fork) plainFork; ///< _Fork(), since glibc 2.34
    decltype(&::posix_spawn) spawn;
    decltype(&::posix_spawnp) spawnp;
    decltype(&::popen) popen;
    decltype(&::pclose) pclose;
    decltype(&::system) system;
    decltype(&::wait) wait;
    decltype(&::waitpid) waitpid;
    decltype(&::wait3) wait3;
    decltype(&::wait4) wait4;
    decltype(&::waitid) waitid;
    decltype(&::clone) clone;
    decltype(&::sendmmsg) sendmmsg;
    int (*recvmmsg)(int, ::mmsghdr *, unsigned, int, ::timespec *);
    decltype(&::sendfile) sendfile;
    decltype(&::splice) splice;
    int (*closeRange)(unsigned, unsigned, int);
    void (*closefrom)(int);
    int (*fcntl)(int, int, ...);
    decltype(&::poll) poll;
    decltype(&::ppoll) ppoll;
    decltype(&::select) select;
    decltype(&::pselect) pselect;
    decltype(&::epoll_create) epollCreate;
    decltype(&::epoll_create1) epollCreate1;
    decltype(&::epoll_ctl) epollCtl;
    decltype(&::epoll_wait) epollWait;
    decltype(&::epoll_pwait) epollPwait;
    int (*epollPwait2)(int, ::epoll_event *, int, const ::timespec *, const ::sigset_t *);
    long (*syscall)(long, ...);
    // What a program compiled with _FORTIFY_SOURCE calls.
    ssize_t (*readChecked)(int, void *, size_t, size_t);
    ssize_t (*recvChecked)(int, void *, size_t, size_t, int);
    ssize_t (*recvfromChecked)(int, void *, size_t, size_t, int, ::sockaddr *, socklen_t *);
    int (*pollChecked)(::pollfd *, ::nfds_t, int, size_t);
    int (*ppollChecked)(::pollfd *, ::nfds_t, const ::timespec *, const ::sigset_t *, size_t);
};

/// Looks the functions up, the first time.
const Real &real();

} // namespace zocalo::tap
