// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/// A tap's part of a hello, or what somebody sends in its place.
namespace zocalo::test {

/// Sends one message with those descriptors (at most 20), without waiting. False: it did not go as a whole.
inline bool sendWith(int socket, const void *bytes, std::size_t length, const std::vector<int> &descriptors)
{
    constexpr std::size_t Most = 20;
    iovec piece{const_cast<void *>(bytes), length};
    alignas(cmsghdr) char control[CMSG_SPACE(Most * sizeof(int))] = {};
    msghdr message{};
    message.msg_iov = &piece;
    message.msg_iovlen = 1;
    if (!descriptors.empty() && descriptors.size() <= Most) {
        message.msg_control = control;
        message.msg_controllen = CMSG_SPACE(descriptors.size() * sizeof(int));
        cmsghdr *rights = CMSG_FIRSTHDR(&message);
        rights->cmsg_level = SOL_SOCKET;
        rights->cmsg_type = SCM_RIGHTS;
        rights->cmsg_len = CMSG_LEN(descriptors.size() * sizeof(int));
        std::memcpy(CMSG_DATA(rights), descriptors.data(), descriptors.size() * sizeof(int));
    }
    return ::sendmsg(socket, &message, MSG_DONTWAIT) == static_cast<ssize_t>(length);
}

/// A connection to the listener of that name ("@name"), the caller's to close; -1 if there is none.
inline int connectTo(std::string_view listener)
{
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    if (listener.size() > sizeof address.sun_path)
        return -1;
    std::memcpy(address.sun_path, listener.data(), listener.size());
    address.sun_path[0] = '\0';
    const int connection = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + listener.size());
    if (::connect(connection, reinterpret_cast<const sockaddr *>(&address), length) == 0)
        return connection;
    ::close(connection);
    return -1;
}

} // namespace zocalo::test
