// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/diagnosticrow.h"

#include <linux/inet_diag.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace zocalo::kernel {
namespace {

trace::Endpoint endpointOf(int family, const __be32 (&address)[4], __be16 port, quint32 scope)
{
    trace::Endpoint endpoint;
    endpoint.family = static_cast<std::uint16_t>(family);
    endpoint.port = ntohs(port);
    endpoint.scope = family == AF_INET6 ? scope : 0;
    std::memcpy(endpoint.address.data(), address, family == AF_INET6 ? 16 : 4);
    return endpoint;
}

void takeDrops(const std::byte *data, std::size_t size, SocketRow &row)
{
    constexpr std::size_t offset = SK_MEMINFO_DROPS * sizeof(quint32);
    if (row.protocol == Protocol::Udp && size >= offset + sizeof(quint32)) {
        std::memcpy(&row.drops, data + offset, sizeof row.drops);
    }
}

void takeCounters(const std::byte *data, std::size_t size, SocketRow &row)
{
    // Kernels before 4.19 do not count what was sent.
    if (row.protocol != Protocol::Tcp || size < offsetof(tcp_info, tcpi_bytes_retrans) + sizeof(quint64)) {
        return;
    }
    tcp_info info{};
    std::memcpy(&info, data, std::min(size, sizeof info));
    row.counted = true;
    row.bytesSent = info.tcpi_bytes_sent - info.tcpi_bytes_retrans;
    row.bytesReceived = info.tcpi_bytes_received;
}

void takeAttributes(const std::byte *data, std::size_t size, SocketRow &row)
{
    while (size >= sizeof(rtattr)) {
        rtattr attribute;
        std::memcpy(&attribute, data, sizeof attribute);
        if (attribute.rta_len < sizeof attribute || attribute.rta_len > size) {
            return;
        }
        const std::byte *const content = data + RTA_LENGTH(0);
        const std::size_t contentSize = attribute.rta_len - RTA_LENGTH(0);
        if (attribute.rta_type == INET_DIAG_PROTOCOL && contentSize >= 1 && row.protocol == Protocol::Other) {
            const auto number = static_cast<quint8>(content[0]);
            row.protocol = number == IPPROTO_TCP   ? Protocol::Tcp
                           : number == IPPROTO_UDP ? Protocol::Udp
                                                   : Protocol::Other;
        } else if (attribute.rta_type == INET_DIAG_SKMEMINFO) {
            takeDrops(content, contentSize, row);
        } else if (attribute.rta_type == INET_DIAG_INFO) {
            takeCounters(content, contentSize, row);
        }
        const std::size_t step = RTA_ALIGN(attribute.rta_len);
        if (step >= size) {
            return;
        }
        data += step;
        size -= step;
    }
}

} // namespace

SocketRow diagnosticRow(const std::byte *data, std::size_t size, Protocol protocol)
{
    inet_diag_msg message;
    std::memcpy(&message, data, sizeof message);
    SocketRow row;
    row.protocol = protocol;
    row.state = message.idiag_state <= static_cast<quint8>(State::NewSynRecv) ? static_cast<State>(message.idiag_state)
                                                                              : State::Unknown;
    row.cookie = (static_cast<quint64>(message.id.idiag_cookie[1]) << 32) | message.id.idiag_cookie[0];
    row.inode = message.idiag_inode;
    row.uid = message.idiag_uid;
    row.local = endpointOf(message.idiag_family, message.id.idiag_src, message.id.idiag_sport, message.id.idiag_if);
    row.remote = endpointOf(message.idiag_family, message.id.idiag_dst, message.id.idiag_dport, message.id.idiag_if);
    row.receiveQueue = message.idiag_rqueue;
    row.sendQueue = message.idiag_wqueue;
    takeAttributes(data + sizeof message, size - sizeof message, row);
    return row;
}

} // namespace zocalo::kernel
