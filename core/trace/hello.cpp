// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/hello.h"

#include <cerrno>
#include <cstddef>
#include <cstring>

#include <sys/socket.h>
#include <unistd.h>

namespace zocalo::trace {

namespace {

constexpr int kMaxDescriptors = 8; // room to receive, and close, more than the one that is right

/// Takes the descriptors out of a message: the only one, or -1 after closing whatever came.
int onlyDescriptor(msghdr &message)
{
    int found = -1;
    int count = 0;
    for (cmsghdr *part = CMSG_FIRSTHDR(&message); part; part = CMSG_NXTHDR(&message, part)) {
        if (part->cmsg_level != SOL_SOCKET || part->cmsg_type != SCM_RIGHTS)
            continue;
        const std::size_t carried = (part->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < carried; ++i) {
            int descriptor = -1;
            std::memcpy(&descriptor, CMSG_DATA(part) + i * sizeof(int), sizeof descriptor);
            if (count++ == 0)
                found = descriptor;
            else
                ::close(descriptor);
        }
    }
    if (count == 1)
        return found;
    if (found >= 0)
        ::close(found);
    return -1;
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

int receiveHello(int connection, ReceivedHello &hello)
{
    hello = {};
    ucred sender{};
    socklen_t length = sizeof sender;
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &sender, &length) != 0)
        return errno;
    if (sender.uid != geteuid())
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
    const int memfd = onlyDescriptor(message);
    if (got == 0 && memfd < 0)
        return ECONNRESET;
    const auto size = static_cast<std::size_t>(got);
    const bool isWhole = size >= sizeof hello.hello && size == lengthOf(hello.hello) &&
                         (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
    if (memfd < 0 || !isWhole || !isHello(hello.hello)) {
        if (memfd >= 0)
            ::close(memfd);
        return EPROTO;
    }
    hello.sockets.resize(hello.hello.socketCount);
    std::erase_if(hello.sockets, [](const HelloSocket &socket) { return !isPlausible(socket); });
    hello.hello.name[sizeof hello.hello.name - 1] = '\0';
    hello.memfd = memfd;
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
