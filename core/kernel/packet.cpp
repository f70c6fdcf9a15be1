// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/packet.h"

#include <netinet/in.h>
#include <netinet/ip_icmp.h>

#include <algorithm>

namespace zocalo::kernel {
namespace {

constexpr qsizetype kIpHeader = 20;
constexpr qsizetype kTcpHeader = 20;
constexpr qsizetype kUdpHeader = 8;
constexpr qsizetype kIcmpHeader = 8;
constexpr qsizetype kQuotedBytes = 8; ///< of the packet that an ICMP error quotes, behind its IPv4 header
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

/// The packet that an error message is about: its IPv4 header and the first eight bytes behind that, in which the ports
/// are (RFC 792). Nothing where they are not whole.
std::optional<Packet::Quoted> quotedIn(QByteArrayView data)
{
    const Header ip{data};
    if (data.size() < kIpHeader || ip.byte(0) >> 4 != 4)
        return std::nullopt;
    const qsizetype ipSize = (ip.byte(0) & 0x0f) * 4;
    const bool isTcp = ip.byte(9) == IPPROTO_TCP;
    if (ipSize < kIpHeader || data.size() < ipSize + kQuotedBytes || (!isTcp && ip.byte(9) != IPPROTO_UDP))
        return std::nullopt;
    Packet::Quoted quoted{isTcp ? PacketProtocol::Tcp : PacketProtocol::Udp, endpointAt(ip, 12), endpointAt(ip, 16)};
    quoted.from.port = ip.word(ipSize);
    quoted.to.port = ip.word(ipSize + 2);
    return quoted;
}

bool isError(quint8 icmpType)
{
    return icmpType == ICMP_DEST_UNREACH || icmpType == ICMP_SOURCE_QUENCH || icmpType == ICMP_REDIRECT ||
           icmpType == ICMP_TIME_EXCEEDED || icmpType == ICMP_PARAMETERPROB;
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
        if (isError(packet.icmpType))
            packet.quoted = quotedIn(inner.bytes.sliced(headerSize, room - headerSize));
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
