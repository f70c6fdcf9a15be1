// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/real.h"

#include <atomic>
#include <cerrno>

#include <dlfcn.h>

namespace zocalo::tap {

namespace {

Real g_real;
std::atomic<bool> g_isResolved{false};

template <typename Function>
void find(Function &function, const char *name)
{
    function = reinterpret_cast<Function>(dlsym(RTLD_NEXT, name));
}

/// May run twice at the same time: both write the same.
void resolve()
{
    const int savedErrno = errno;
    find(g_real.socket, "socket");
    find(g_real.socketpair, "socketpair");
    find(g_real.bind, "bind");
    find(g_real.listen, "listen");
    find(g_real.accept, "accept");
    find(g_real.accept4, "accept4");
    find(g_real.connect, "connect");
    find(g_real.shutdown, "shutdown");
    find(g_real.setsockopt, "setsockopt");
    find(g_real.getsockopt, "getsockopt");
    find(g_real.getsockname, "getsockname");
    find(g_real.getpeername, "getpeername");
    find(g_real.send, "send");
    find(g_real.sendto, "sendto");
    find(g_real.sendmsg, "sendmsg");
    find(g_real.recv, "recv");
    find(g_real.recvfrom, "recvfrom");
    find(g_real.recvmsg, "recvmsg");
    find(g_real.read, "read");
    find(g_real.write, "write");
    find(g_real.readv, "readv");
    find(g_real.writev, "writev");
    find(g_real.close, "close");
    find(g_real.dup, "dup");
    find(g_real.dup2, "dup2");
    find(g_real.dup3, "dup3");
    find(g_real.fclose, "fclose");
    find(g_real.freopen, "freopen");
    find(g_real.freopen64, "freopen64");
    find(g_real.fork, "fork");
    find(g_real.plainFork, "_Fork");
    find(g_real.spawn, "posix_spawn");
    find(g_real.spawnp, "posix_spawnp");
    find(g_real.popen, "popen");
    find(g_real.pclose, "pclose");
    find(g_real.system, "system");
    find(g_real.wait, "wait");
    find(g_real.waitpid, "waitpid");
    find(g_real.wait3, "wait3");
    find(g_real.wait4, "wait4");
    find(g_real.waitid, "waitid");
    find(g_real.clone, "clone");
    find(g_real.sendmmsg, "sendmmsg");
    find(g_real.recvmmsg, "recvmmsg");
    find(g_real.sendfile, "sendfile");
    find(g_real.splice, "splice");
    find(g_real.closeRange, "close_range");
    find(g_real.closefrom, "closefrom");
    find(g_real.fcntl, "fcntl");
    find(g_real.poll, "poll");
    find(g_real.ppoll, "ppoll");
    find(g_real.select, "select");
    find(g_real.pselect, "pselect");
    find(g_real.epollCreate, "epoll_create");
    find(g_real.epollCreate1, "epoll_create1");
    find(g_real.epollCtl, "epoll_ctl");
    find(g_real.epollWait, "epoll_wait");
    find(g_real.epollPwait, "epoll_pwait");
    find(g_real.epollPwait2, "epoll_pwait2");
    find(g_real.syscall, "syscall");
    find(g_real.pollChecked, "__poll_chk");
    find(g_real.ppollChecked, "__ppoll_chk");
    find(g_real.readChecked, "__read_chk");
    find(g_real.recvChecked, "__recv_chk");
    find(g_real.recvfromChecked, "__recvfrom_chk");
    g_isResolved.store(true, std::memory_order_release);
    errno = savedErrno;
}

} // namespace

const Real &real()
{
    if (!g_isResolved.load(std::memory_order_acquire))
        resolve();
    return g_real;
}

} // namespace zocalo::tap
