// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The calls that few programs make, as everycall makes the others; then some by their numbers.
#include "tests/programs/calllog.h"

#include <csignal>
#include <cstdlib>
#include <initializer_list>

#include <fcntl.h>
#include <linux/close_range.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

struct Pair
{
    int a = -1;
    int b = -1;
};

Pair makePair(int type)
{
    int ends[2] = {-1, -1};
    errno = kUntouched;
    const int made = socketpair(AF_UNIX, type, 0, ends);
    log("socketpair", ends[0], made);
    return {ends[0], ends[1]};
}

void aside(const char *what, long result)
{
    std::printf("# %s %ld\n", what, result);
    errno = kUntouched;
}

void sendMany(Pair pair)
{
    iovec out[] = {{g_out, 5}, {g_out + 5, 20}};
    mmsghdr messages[2] = {};
    messages[0].msg_hdr.msg_iov = &out[0];
    messages[0].msg_hdr.msg_iovlen = 1;
    messages[1].msg_hdr.msg_iov = &out[1];
    messages[1].msg_hdr.msg_iovlen = 1;
    sent("sendmmsg", pair.a, 25, sendmmsg(pair.a, messages, 2, 0));
    iovec in[] = {{g_in, 5}, {g_in + 5, 100}};
    messages[0].msg_hdr.msg_iov = &in[0];
    messages[1].msg_hdr.msg_iov = &in[1];
    const int got = recvmmsg(pair.b, messages, 2, MSG_DONTWAIT, nullptr);
    log("recvmmsg", pair.b, got, g_in, 25);
    const int none = recvmmsg(pair.b, messages, 2, MSG_DONTWAIT, nullptr); // EAGAIN
    log("recvmmsg", pair.b, none);
}

void moveBytes(Pair pair)
{
    char name[] = "/tmp/zocalo-test-XXXXXX";
    const int file = mkstemp(name);
    unlink(name);
    aside("file", write(file, g_out, 300));
    off_t from = 100;
    log("sendfile", pair.a, sendfile(pair.a, file, &from, 200));
    received("read", pair.b, read(pair.b, g_in, sizeof g_in));
    from = 0;
    log("sendfile", pair.a, sendfile(pair.a, -1, &from, 200)); // EBADF
    int tube[2] = {-1, -1};
    aside("pipe", pipe(tube));
    aside("pipe", write(tube[1], g_out, 50));
    log("splice", pair.a, splice(tube[0], nullptr, pair.a, nullptr, 50, 0));
    log("splice", pair.b, splice(pair.b, nullptr, tube[1], nullptr, 50, 0));
    aside("pipe", read(tube[0], g_in, sizeof g_in));
    pollfd none{tube[0], POLLIN, 0};
    aside("poll", poll(&none, 1, 0));
    aside("fcntl", fcntl(tube[0], F_GETFL) == O_RDONLY ? 1 : 0);
    for (const int fd : {file, tube[0], tube[1]})
        aside("close", close(fd));
}

void waitForSome(Pair pair)
{
    int tube[2] = {-1, -1};
    aside("pipe", pipe(tube));
    pollfd fds[] = {{-1, POLLIN, 0}, {tube[0], POLLIN, 0}, {pair.b, POLLIN, 0}};
    log("poll", -1, poll(fds, 3, 0)); // nothing yet
    sent("send", pair.a, 10, send(pair.a, g_out, 10, 0));
    log("poll", -1, poll(fds, 3, 1000));
    const timespec second{1, 0};
    log("ppoll", -1, ppoll(fds, 3, &second, nullptr));
    fd_set set;
    FD_ZERO(&set);
    FD_SET(tube[0], &set);
    FD_SET(pair.b, &set);
    timeval wait{1, 0};
    log("select", -1, select(pair.b + 1, &set, nullptr, nullptr, &wait));
    FD_SET(pair.b, &set);
    log("pselect", -1, pselect(pair.b + 1, nullptr, &set, nullptr, &second, nullptr));
    FD_ZERO(&set);
    FD_SET(tube[0], &set);
    wait = {0, 0};
    aside("select", select(tube[0] + 1, &set, nullptr, nullptr, &wait));
    const int epoll = epoll_create1(0);
    epoll_event event{EPOLLIN, {}};
    epoll_event events[4];
    event.data.fd = tube[0];
    aside("epoll_ctl", epoll_ctl(epoll, EPOLL_CTL_ADD, tube[0], &event));
    aside("epoll_wait", epoll_wait(epoll, events, 4, 0)); // no socket in it
    event.data.fd = pair.b;
    aside("epoll_ctl", epoll_ctl(epoll, EPOLL_CTL_ADD, pair.b, &event));
    log("epoll_wait", epoll, epoll_wait(epoll, events, 4, 1000));
    log("epoll_pwait", epoll, epoll_pwait(epoll, events, 4, 1000, nullptr));
    log("epoll_wait", epoll, epoll_wait(epoll, events, 0, 0)); // EINVAL
    const int copy = fcntl(epoll, F_DUPFD, 90);                // a number that was never seen
    aside("fcntl", copy);
    log("epoll_wait", copy, epoll_wait(copy, events, 4, 1000));
    received("read", pair.b, read(pair.b, g_in, sizeof g_in));
    for (const int fd : {tube[0], tube[1], epoll, copy})
        aside("close", close(fd));
}

void duplicate(Pair pair)
{
    log("fcntl", pair.a, fcntl(pair.a, F_DUPFD, 100));
    log("fcntl", pair.a, fcntl(pair.a, F_DUPFD_CLOEXEC, 100));
    aside("fcntl", fcntl(pair.a, F_SETFL, 0));
    log("close_range", 100, close_range(100, 100, 0));
    log("close_range", 101, close_range(101, ~0U, CLOSE_RANGE_CLOEXEC));
    log("close_range", 101, close_range(101, 200, 0));
    aside("close_range", close_range(150, 200, 0)); // nothing there
}

void byNumber()
{
    errno = kUntouched;
    const int fd = static_cast<int>(log("socket", -1, syscall(SYS_socket, AF_INET, SOCK_DGRAM, 0)));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    log("bind", fd, syscall(SYS_bind, fd, &address, length));
    log("getsockname", fd, syscall(SYS_getsockname, fd, &address, &length));
    sent("sendto", fd, 30, syscall(SYS_sendto, fd, g_out, 30L, 0, &address, length));
    received("recvfrom", fd, syscall(SYS_recvfrom, fd, g_in, 100L, 0, &address, &length));
    log("connect", fd, syscall(SYS_connect, fd, &address, length));
    sent("send", fd, 8, syscall(SYS_sendto, fd, g_out, 8L, 0, nullptr, 0));
    received("recv", fd, syscall(SYS_recvfrom, fd, g_in, 100L, 0, nullptr, nullptr));
    sent("write", fd, 7, syscall(SYS_write, fd, g_out, 7L));
    received("read", fd, syscall(SYS_read, fd, g_in, 100L));
    const int copy = static_cast<int>(log("dup", fd, syscall(SYS_dup, fd)));
    log("close", copy, syscall(SYS_close, copy));
    log("close", fd, syscall(SYS_close, fd));
    aside("close", syscall(SYS_close, fd));
    aside("getpid", syscall(SYS_getpid) == getpid() ? 1 : 0);
}

} // namespace

int main()
{
    std::signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof g_out; ++i)
        g_out[i] = static_cast<char>('a' + i % 23);
    const Pair datagrams = makePair(SOCK_DGRAM);
    sendMany(datagrams);
    const Pair stream = makePair(SOCK_STREAM);
    moveBytes(stream);
    waitForSome(stream);
    duplicate(stream);
    byNumber();
    for (const int fd : {datagrams.a, datagrams.b, stream.a, stream.b})
        log("close", fd, close(fd));
    return 42;
}
