// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/destroyedsockets.h"

#include "core/kernel/diagnosticrow.h"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace zocalo::kernel {
namespace {

constexpr std::size_t kEventBufferSize = 16 * 1024;
/// A crowd of processes that end at once frees thousands of sockets in a moment.
constexpr int kWaiting = 4 * 1024 * 1024;

constexpr quint32 group(int number) { return 1U << (number - 1); }

} // namespace

DestroyedSockets::DestroyedSockets() = default;

DestroyedSockets::~DestroyedSockets()
{
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

Status DestroyedSockets::open()
{
    if (m_fd >= 0) {
        return {};
    }
    const auto failure = [](int number) {
        const bool files = number == EMFILE || number == ENFILE;
        return Error{files ? ErrorCode::TooManyFiles : ErrorCode::KernelTable, QStringLiteral("netlink"), {}, number};
    };
    const int fd = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
    if (fd < 0) {
        return failure(errno);
    }
    ::setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &kWaiting, sizeof kWaiting);
    sockaddr_nl address{};
    address.nl_family = AF_NETLINK;
    address.nl_groups = group(SKNLGRP_INET_TCP_DESTROY) | group(SKNLGRP_INET_UDP_DESTROY) |
                        group(SKNLGRP_INET6_TCP_DESTROY) | group(SKNLGRP_INET6_UDP_DESTROY);
    if (::bind(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address) != 0) {
        const int number = errno;
        ::close(fd);
        return failure(number);
    }
    m_fd = fd;
    m_buffer.resize(kEventBufferSize);
    return {};
}

void DestroyedSockets::adopt(int fd)
{
    if (m_fd >= 0) {
        ::close(m_fd);
    }
    m_fd = fd;
    m_buffer.resize(kEventBufferSize);
}

QList<SocketRow> DestroyedSockets::read()
{
    QList<SocketRow> rows;
    while (m_fd >= 0) {
        const ssize_t size = ::recv(m_fd, m_buffer.data(), m_buffer.size(), 0);
        if (size >= 0) {
            take(static_cast<std::size_t>(size), rows);
        } else if (errno == ENOBUFS) {
            ++m_overruns;
        } else if (errno != EINTR) {
            break;
        }
    }
    return rows;
}

void DestroyedSockets::take(std::size_t left, QList<SocketRow> &rows) const
{
    const std::byte *data = m_buffer.data();
    while (left >= sizeof(nlmsghdr)) {
        nlmsghdr header;
        std::memcpy(&header, data, sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > left) {
            return;
        }
        const std::size_t bodySize = header.nlmsg_len - sizeof header;
        if (header.nlmsg_type == SOCK_DIAG_BY_FAMILY && bodySize >= sizeof(inet_diag_msg)) {
            SocketRow row = diagnosticRow(data + sizeof header, bodySize, Protocol::Other);
            rows.append(row);
        }
        const std::size_t step = NLMSG_ALIGN(header.nlmsg_len);
        if (step >= left) {
            return;
        }
        data += step;
        left -= step;
    }
}

} // namespace zocalo::kernel
