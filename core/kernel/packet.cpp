// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/packet.h"

#include <netinet/in.h>

#include <algorithm>

namespace zocalo::kernel {
namespace {

constexpr qsizetype kIpHeader = 20;
constexpr qsizetype kTcpHeader = 20;
constexpr qsizetype kUdpHeader = 8;
constexpr qsizetype kIcmpHeader = 8;
constexpr quint8 kKnownFlags = 0x3f;

/// Numbers of a header, the most significant byte first. The caller sees to the bounds.
struct Header
{
    QByteArrayView bytes;

    quint8 byte(qsizetype at) const { return static_cast<quint8>(bytes.at(at)); }
    quint16 word(qsizetype at) const { return static_cast<quint16>(byte(at) << 8 | byte(at + 1)); }
    quint32 number(qsizetype at) const { return static_cast<quint32>(word(at)) << 16 | word(at + 2); }
};

trace::Endpoint endpointAt(const Header &header, qsizetype address)
{
    trace::Endpoint endpoint;
    endpoint.family = AF_INET;
    for (std::size_t i = 0; i < 4; ++i)
        endpoint.address.at(i) = header.byte(address + static_cast<qsizetype>(i));
    return endpoint;
}

} // namespace

std::optional<Packet> decodePacket(QByteArrayView bytes, quint32 length)
{
    const Header ip{bytes};
    if (bytes.size() < kIpHeader || ip.byte(0) >> 4 != 4)
        return std::nullopt;
    const qsizetype ipSize = (ip.byte(0) & 0x0f) * 4;
    // What is behind the packet's own length is padding of the link.
    const qsizetype total = std::min<qsizetype>(ip.word(2), length);
    if (ipSize < kIpHeader || total < ipSize || bytes.size() < ipSize)
        return std::nullopt;
    // The later fragments of a packet have no header but IP's.
    if ((ip.word(6) & 0x1fff) != 0)
        return std::nullopt;
    Packet packet;
    packet.from = endpointAt(ip, 12);
    packet.to = endpointAt(ip, 16);
    const Header inner{bytes.sliced(ipSize)};
    const qsizetype room = std::min<qsizetype>(inner.bytes.size(), total - ipSize);
    qsizetype headerSize = 0;
    switch (ip.byte(9)) {
    case IPPROTO_TCP:
        if (room < kTcpHeader)
            return std::nullopt;
        packet.protocol = PacketProtocol::Tcp;
        headerSize = (inner.byte(12) >> 4) * 4;
        if (headerSize < kTcpHeader)
            return std::nullopt;
        packet.sequence = inner.number(4);
        packet.ack = inner.number(8);
        packet.flags = inner.byte(13) & kKnownFlags;
        break;
    case IPPROTO_UDP:
        if (room < kUdpHeader)
            return std::nullopt;
        packet.protocol = PacketProtocol::Udp;
        headerSize = kUdpHeader;
        break;
    case IPPROTO_ICMP:
        if (room < kIcmpHeader)
            return std::nullopt;
        packet.protocol = PacketProtocol::Icmp;
        packet.icmpType = inner.byte(0);
        packet.icmpCode = inner.byte(1);
        headerSize = kIcmpHeader;
        break;
    default:
        return std::nullopt;
    }
    if (total - ipSize < headerSize)
        return std::nullopt;
    if (packet.protocol != PacketProtocol::Icmp) {
        packet.from.port = inner.word(0);
        packet.to.port = inner.word(2);
    }
    packet.payload = static_cast<quint32>(total - ipSize - headerSize);
    packet.payloadOffset = static_cast<int>(ipSize + headerSize);
    return packet;
}

} // namespace zocalo::kernel
