// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/sockettable.h"

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

/// The kernel fills at most 32 kB of a dump at a time (netlink_dump); twice that leaves room.
constexpr std::size_t kBufferSize = 64 * 1024;
/// A dump that lasts longer than this is given up.
constexpr timeval kPatience{2, 0};
/// Messages of somebody else's that are passed over.
constexpr int kMostStrange = 100;
/// Messages that are read away at a time after a dump that went wrong.
constexpr int kMostLeftOver = 1000;
/// More rows than any machine has sockets that a figure could be about.
constexpr qsizetype kMostRows = 1'000'000;
/// Bound sockets that neither listen nor are connected are among them, since Linux 6.8.
constexpr quint32 kAllStates = 0xffffffff;

Error tableError(int number)
{
    const bool files = number == EMFILE || number == ENFILE;
    return {files ? ErrorCode::TooManyFiles : ErrorCode::KernelTable, QStringLiteral("netlink"), {}, number};
}

} // namespace

SocketTable::SocketTable() = default;

SocketTable::SocketTable(int given) : m_fd(given), m_isGiven(true) { m_buffer.resize(kBufferSize); }

SocketTable::~SocketTable()
{
    if (m_fd >= 0) {
        ::close(m_fd);
    }
}

Status SocketTable::open()
{
    if (m_fd >= 0) {
        return {};
    }
    if (m_adopted || m_isGiven) {
        return tableError(ENOTCONN);
    }
    m_fd = ::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (m_fd < 0) {
        return tableError(errno);
    }
    ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    m_buffer.resize(kBufferSize);
    return {};
}

void SocketTable::adopt(int fd)
{
    if (m_fd >= 0) {
        ::close(m_fd);
    }
    m_fd = fd;
    m_adopted = true;
    ::setsockopt(m_fd, SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    m_buffer.resize(kBufferSize);
}

Result<QList<SocketRow>> SocketTable::read(const Filter &wanted, Families families, Tcp tcp)
{
    if (const Status opened = open(); !opened) {
        return opened.error();
    }
    QList<SocketRow> rows;
    for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp}) {
        for (const int family : {AF_INET, AF_INET6}) {
            if (family == AF_INET6 && families == Families::Ipv4) {
                continue;
            }
            const bool some = protocol == Protocol::Tcp && tcp == Tcp::Listening;
            const quint32 states = some ? 1U << static_cast<quint32>(State::Listen) : kAllStates;
            if (const Status dumped = dump(family, protocol, states, wanted, rows); !dumped) {
                abandon();
                return dumped.error();
            }
        }
    }
    return rows;
}

/// What was left of a broken dump must not be taken for the next one's answer, nor be in its way.
void SocketTable::abandon()
{
    if (!m_isGiven) {
        ::close(m_fd);
        m_fd = -1;
        return;
    }
    // No other can be had. The kernel begins no dump before the last is read.
    for (int i = 0; i < kMostLeftOver; ++i) {
        if (::recv(m_fd, m_buffer.data(), m_buffer.size(), MSG_DONTWAIT) < 0 && errno != EINTR) {
            return;
        }
    }
}

Status SocketTable::dump(int family, Protocol protocol, quint32 states, const Filter &wanted, QList<SocketRow> &rows)
{
    struct
    {
        nlmsghdr header;
        inet_diag_req_v2 request;
    } message{};
    message.header.nlmsg_len = sizeof message;
    message.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    message.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    message.header.nlmsg_seq = ++m_sequence;
    message.request.sdiag_family = static_cast<__u8>(family);
    message.request.sdiag_protocol = protocol == Protocol::Tcp ? IPPROTO_TCP : IPPROTO_UDP;
    message.request.idiag_states = states;
    // The counters of TCP, the drops of UDP: what is not used costs as well.
    message.request.idiag_ext = 1 << ((protocol == Protocol::Tcp ? INET_DIAG_INFO : INET_DIAG_SKMEMINFO) - 1);

    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    ssize_t sent = 0;
    do {
        sent = ::sendto(m_fd, &message, sizeof message, m_isGiven ? MSG_DONTWAIT : 0,
                        reinterpret_cast<sockaddr *>(&kernel), sizeof kernel);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? Status(tableError(errno)) : receive(protocol, wanted, rows);
}

Status SocketTable::receive(Protocol protocol, const Filter &wanted, QList<SocketRow> &rows)
{
    int strange = 0;
    for (;;) {
        // MSG_TRUNC: the true length is told even if it does not fit.
        sockaddr_nl sender{};
        socklen_t length = sizeof sender;
        const ssize_t size =
            ::recvfrom(m_fd, m_buffer.data(), m_buffer.size(), MSG_TRUNC | (m_isGiven ? MSG_DONTWAIT : 0),
                       reinterpret_cast<sockaddr *>(&sender), &length);
        if (size >= 0 && sender.nl_pid != 0) { // not the kernel's
            if (++strange > kMostStrange) {
                return tableError(EPROTO);
            }
            continue;
        }
        if (size < 0 && errno == EINTR) {
            continue;
        }
        if (size < 0) {
            return tableError(errno == EAGAIN ? ETIMEDOUT : errno);
        }
        if (static_cast<std::size_t>(size) > m_buffer.size()) {
            return tableError(EMSGSIZE);
        }
        const Result<bool> finished = take(static_cast<std::size_t>(size), protocol, wanted, rows);
        if (!finished) {
            return finished.error();
        }
        if (finished.value()) {
            return {};
        }
    }
}

Result<bool> SocketTable::take(std::size_t left, Protocol protocol, const Filter &wanted, QList<SocketRow> &rows) const
{
    const std::byte *data = m_buffer.data();
    while (left >= sizeof(nlmsghdr)) {
        nlmsghdr header;
        std::memcpy(&header, data, sizeof header);
        if (header.nlmsg_len < sizeof header || header.nlmsg_len > left) {
            return tableError(EPROTO);
        }
        const std::byte *body = data + sizeof header;
        const std::size_t bodySize = header.nlmsg_len - sizeof header;
        const bool ours = header.nlmsg_seq == m_sequence;
        if (ours && header.nlmsg_type == NLMSG_DONE) {
            return true;
        }
        if (ours && header.nlmsg_type == NLMSG_ERROR) {
            nlmsgerr error{};
            std::memcpy(&error, body, qMin(bodySize, sizeof error));
            return tableError(error.error != 0 ? -error.error : EPROTO);
        }
        if (ours && header.nlmsg_type == SOCK_DIAG_BY_FAMILY && bodySize >= sizeof(inet_diag_msg)) {
            const SocketRow row = diagnosticRow(body, bodySize, protocol);
            if (!wanted || wanted(row)) {
                rows.append(row);
            }
            if (rows.size() > kMostRows) {
                return tableError(E2BIG);
            }
        }
        const std::size_t step = NLMSG_ALIGN(header.nlmsg_len);
        if (step >= left) {
            break;
        }
        data += step;
        left -= step;
    }
    return false;
}

} // namespace zocalo::kernel
