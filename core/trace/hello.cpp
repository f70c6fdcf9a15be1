// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/hello.h"

#include <cerrno>
#include <cstddef>
#include <cstring>

#include <linux/netlink.h>
#include <sys/socket.h>
#include <unistd.h>

namespace zocalo::trace {

namespace {

constexpr int kMaxDescriptors = 8; // room to receive, and close, more than the one that is right

/// Takes the descriptors out of a message: one or two, else none after closing whatever came.
bool takeDescriptors(msghdr &message, ReceivedHello &hello)
{
    int found[2] = {-1, -1};
    std::size_t count = 0;
    for (cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t carried = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < carried; ++i, ++count) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(part) + i * sizeof(int), sizeof descriptor);
            if (count < 2)
                found[count] = descriptor;
            else
                ::close(descriptor);
        }
    }
    hello.memfd = found[0];
    hello.netlink = found[1];
    return count == 1 || count == 2;
}

void closeDescriptors(ReceivedHello &hello)
{
    for (int *descriptor : {&hello.memfd, &hello.netlink}) {
        if (*descriptor >= 0)
            ::close(*descriptor);
        *descriptor = -1;
    }
}

/// Whatever else a sender passes for a netlink socket is closed: it would be asked, and could answer anything.
bool isSocketTable(int descriptor)
{
    int domain = 0;
    int protocol = -1;
    socklen_t length = sizeof domain;
    return getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &domain, &length) == 0 && domain == AF_NETLINK &&
           getsockopt(descriptor, SOL_SOCKET, SO_PROTOCOL, &protocol, &length) == 0 && protocol == NETLINK_SOCK_DIAG;
}

bool isPlausible(const HelloSocket &socket)
{
    return socket.cookie != 0 && socket.fd >= 0 && socket.local.hasKnownFamily() && socket.peer.hasKnownFamily();
}

/// The length that a hello says its message has.
std::size_t lengthOf(const Hello &hello) { return sizeof hello + hello.socketCount * sizeof(HelloSocket); }

bool isHello(const Hello &hello)
{
    return hello.magic == kHelloMagic && hello.version == kHelloVersion &&
           (hello.reason == HelloReason::Start || hello.reason == HelloReason::Fork);
}

} // namespace

bool isSameToken(const Token &a, const Token &b)
{
    unsigned difference = 0;
    for (std::size_t i = 0; i < sizeof a.bytes; ++i)
        difference |= static_cast<unsigned>(a.bytes[i] ^ b.bytes[i]);
    return difference == 0;
}

int receiveHello(int connection, ReceivedHello &hello, const Token *token)
{
    hello = {};
    ucred sender{};
    socklen_t length = sizeof sender;
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &sender, &length) != 0)
        return errno;
    const bool isUser = sender.uid == geteuid();
    if (!isUser && !token)
        return EPERM;
    hello.sockets.resize(kMaxHelloSockets);
    iovec pieces[] = {{&hello.hello, sizeof hello.hello},
                      {hello.sockets.data(), hello.sockets.size() * sizeof(HelloSocket)}};
    alignas(cmsghdr) char control[CMSG_SPACE(kMaxDescriptors * sizeof(int))];
    msghdr message{};
    message.msg_iov = pieces;
    message.msg_iovlen = 2;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    const ssize_t got = recvmsg(connection, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (got < 0)
        return errno;
    const bool isCarrying = takeDescriptors(message, hello);
    if (got == 0 && hello.memfd < 0)
        return ECONNRESET;
    const auto size = static_cast<std::size_t>(got);
    const bool isWhole = size >= sizeof hello.hello && size == lengthOf(hello.hello) &&
                         (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
    if (!isCarrying || !isWhole || !isHello(hello.hello)) {
        closeDescriptors(hello);
        return EPROTO;
    }
    if (!isUser && !isSameToken(hello.hello.token, *token)) {
        closeDescriptors(hello);
        return EPERM;
    }
    if (hello.netlink >= 0 && !isSocketTable(hello.netlink)) {
        ::close(hello.netlink);
        hello.netlink = -1;
    }
    hello.sockets.resize(hello.hello.socketCount);
    std::erase_if(hello.sockets, [](const HelloSocket &socket) { return !isPlausible(socket); });
    hello.hello.name[sizeof hello.hello.name - 1] = '\0';
    hello.hello.host[sizeof hello.hello.host - 1] = '\0';
    hello.pid = sender.pid;
    return 0;
}

int sendReply(int connection, HelloVerdict verdict)
{
    HelloReply reply;
    reply.verdict = verdict;
    reply.collectorPid = static_cast<std::uint32_t>(getpid());
    return send(connection, &reply, sizeof reply, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof reply ? 0 : errno;
}

} // namespace zocalo::trace
