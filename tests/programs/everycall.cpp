// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Makes every call that is observed, with success and with failure, and prints for each what it saw of it:
// "name fd result errno checksum". What is not observed (pipes, closed descriptors) it does too, and prints after '#'.
#include "tests/programs/calllog.h"

#include <csignal>
#include <cstring>
#include <initializer_list>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

sockaddr_in loopback()
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

sockaddr *raw(sockaddr_in &address) { return reinterpret_cast<sockaddr *>(&address); }

/// Where nothing can be read or written.
void *nowhere() { return mmap(nullptr, 4096, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0); }

int boundSocket(int type, sockaddr_in &address)
{
    errno = kUntouched;
    const int fd = static_cast<int>(log("socket", -1, socket(AF_INET, type, 0)));
    address = loopback();
    log("bind", fd, bind(fd, raw(address), sizeof address));
    socklen_t length = sizeof address;
    log("getsockname", fd, getsockname(fd, raw(address), &length));
    return fd;
}

void exchange(int from, int to)
{
    sent("send", from, 4, send(from, g_out, 4, 0));
    g_length = 64;
    received("recv", to, recv(to, g_in, g_length, MSG_PEEK));
    received("recv", to, recv(to, g_in, g_length, 0));
    sent("write", from, 100, write(from, g_out, 100));
    received("read", to, read(to, g_in, g_length));
    received("recvfrom", to, recvfrom(to, g_in, g_length, 0, nullptr, nullptr));
    iovec out[] = {{g_out, 3}, {nullptr, 0}, {g_out + 3, 90}};
    sent("writev", from, 93, writev(from, out, 3));
    iovec in[] = {{g_in, 10}, {g_in + 10, 200}};
    received("readv", to, readv(to, in, 2));
    msghdr message{};
    message.msg_iov = out;
    message.msg_iovlen = 3;
    sent("sendmsg", from, 93, sendmsg(from, &message, 0));
    msghdr answer{};
    answer.msg_iov = in;
    answer.msg_iovlen = 2;
    received("recvmsg", to, recvmsg(to, &answer, 0));
}

void talkTcp()
{
    sockaddr_in address;
    const int listener = boundSocket(SOCK_STREAM, address);
    const int yes = 1;
    log("setsockopt", listener, setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes));
    log("bind", listener, bind(listener, raw(address), sizeof address)); // EINVAL: it has one
    log("listen", listener, listen(listener, 5));
    const int client = static_cast<int>(log("socket", -1, socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)));
    log("connect", client, connect(client, raw(address), sizeof address));
    sockaddr_in who{};
    socklen_t length = sizeof who;
    const int accepted = static_cast<int>(log("accept", listener, accept(listener, raw(who), &length)));
    log("getpeername", client, getpeername(client, raw(who), &length));
    int type = 0;
    length = sizeof type;
    log("getsockopt", client, getsockopt(client, SOL_SOCKET, SO_TYPE, &type, &length));
    exchange(client, accepted);
    sent("send", client, 10000, send(client, g_out, 10000, 0));
    received("recv", accepted, recv(accepted, g_in, 10000, MSG_WAITALL));
    sent("sendto", client, 6, sendto(client, g_out, 6, 0, nullptr, 0));
    log("recv", accepted, recv(accepted, nullptr, 6, MSG_TRUNC)); // thrown away unseen
    // Bad pointers are the kernel's to refuse.
    void *bad = nowhere();
    log("send", client, send(client, bad, 100, 0));
    log("sendmsg", client, sendmsg(client, static_cast<msghdr *>(bad), 0));
    log("recvmsg", client, recvmsg(client, static_cast<msghdr *>(bad), MSG_DONTWAIT));
    log("connect", client, connect(client, static_cast<sockaddr *>(bad), sizeof address));
    log("setsockopt", client, setsockopt(client, SOL_SOCKET, SO_REUSEADDR, bad, sizeof yes));
    iovec badPiece[] = {{g_out, 5}, {bad, 5}};
    const int flags = MSG_DONTWAIT;
    log("recv", accepted, recv(accepted, g_in, 10, flags)); // EAGAIN
    errno = kUntouched;
    log("shutdown", client, shutdown(client, SHUT_WR));
    received("recv", accepted, recv(accepted, g_in, 64, 0));       // end of file
    sent("send", client, 4, send(client, g_out, 4, MSG_NOSIGNAL)); // EPIPE
    sent("writev", accepted, 5, writev(accepted, badPiece, 2));    // EFAULT, whatever was readable
    sent("write", accepted, 5, write(accepted, g_out, 5));
    received("read", client, read(client, g_in, 64));
    log("accept4", listener, accept4(listener, nullptr, nullptr, 0x7fffffff)); // EINVAL
    const linger never{0, 0};
    log("setsockopt", client, setsockopt(client, SOL_SOCKET, SO_LINGER, &never, sizeof never));
    log("setsockopt", client, setsockopt(client, SOL_SOCKET, SO_LINGER, bad, sizeof never));
    log("setsockopt", client, setsockopt(client, IPPROTO_TCP, TCP_CONGESTION, "reno", 5)); // may be a key there
    log("close", accepted, close(accepted));
    log("close", client, close(client));
    log("close", listener, close(listener));
}

void talkUdp()
{
    sockaddr_in address;
    const int server = boundSocket(SOCK_DGRAM, address);
    const int client = static_cast<int>(log("socket", -1, socket(AF_INET, SOCK_DGRAM, 0)));
    sent("sendto", client, 7, sendto(client, g_out, 7, 0, raw(address), sizeof address));
    sockaddr_in who{};
    socklen_t length = sizeof who;
    g_length = sizeof g_in;
    received("recvfrom", server, recvfrom(server, g_in, g_length, 0, raw(who), &length));
    sent("sendto", server, 0, sendto(server, g_out, 0, 0, raw(who), length)); // empty
    received("recv", client, recv(client, g_in, 64, 0));
    log("connect", client, connect(client, raw(address), sizeof address));
    sent("send", client, 50, send(client, g_out, 50, 0));
    const long whole = recv(server, g_in, 8, MSG_TRUNC); // 50, of which 8 are there
    log("recv", server, whole, g_in, 8);
    sent("send", client, 20, send(client, g_out, 20, 0));
    g_length = 8;
    received("recv", server, recv(server, g_in, g_length, 0)); // the rest is gone
    log("listen", server, listen(server, 1));                  // EOPNOTSUPP
    log("close", server, close(server));
    sent("send", client, 3, send(client, g_out, 3, 0));
    received("recv", client, recv(client, g_in, 64, 0)); // ECONNREFUSED
    errno = kUntouched;
    log("close", client, close(client));
}

void duplicate()
{
    int pair[2] = {-1, -1};
    errno = kUntouched;
    const int made = socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
    log("socketpair", pair[0], made);
    const int copy = static_cast<int>(log("dup", pair[0], dup(pair[0])));
    log("dup2", pair[0], dup2(pair[0], 50));
    log("dup3", pair[0], dup3(pair[0], 51, O_CLOEXEC));
    log("dup3", pair[0], dup3(pair[0], pair[0], 0)); // EINVAL
    int tube[2] = {-1, -1};
    if (pipe(tube) == 0) {
        log("dup2", tube[0], dup2(tube[0], 51)); // closes a socket
        errno = kUntouched;
        std::printf("# pipe %zd\n", write(tube[1], "x", 1));
        char byte = 0;
        std::printf("# pipe %zd\n", read(tube[0], &byte, 1));
        std::printf("# dup %d\n", dup2(tube[0], 52) == 52);
        close(tube[0]);
        close(tube[1]);
        close(51);
        close(52);
    }
    errno = kUntouched;
    sent("write", 50, 9, write(50, g_out, 9));
    received("read", pair[1], read(pair[1], g_in, 64));
    for (const int fd : {copy, 50, pair[0], pair[1]})
        log("close", fd, close(fd));
    log("socketpair", -1, socketpair(AF_INET, SOCK_STREAM, 0, pair)); // EOPNOTSUPP
    log("socket", -1, socket(AF_INET, 0x0fff0000, 0));                // EINVAL
}

void logAside(const char *what, long result)
{
    const int error = errno;
    std::printf("# %s %ld %d\n", what, result, error);
    errno = kUntouched;
}

void useNoSocket()
{
    logAside("closed", close(200));
    logAside("nothing", send(-1, g_out, 1, 0));
    logAside("memory", read(-1, g_in, 1));
}

} // namespace

int main()
{
    std::signal(SIGPIPE, SIG_IGN);
    for (size_t i = 0; i < sizeof g_out; ++i)
        g_out[i] = static_cast<char>('a' + i % 23);
    talkTcp();
    talkUdp();
    duplicate();
    useNoSocket();
    return 42;
}
