// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"

#include <QByteArrayView>
#include <QtGlobal>

#include <optional>

namespace zocalo::kernel {

/// What carries the data of a packet.
enum class PacketProtocol : quint8 { Tcp, Udp, Icmp };

/// The headers of a captured packet: IPv4 (RFC 791), and TCP (RFC 9293, 3.1), UDP (RFC 768) or ICMP (RFC 792).
struct Packet
{
    /// TCP's control bits.
    enum Flag : quint8 { Fin = 0x01, Syn = 0x02, Rst = 0x04, Psh = 0x08, Ack = 0x10, Urg = 0x20 };

    PacketProtocol protocol = PacketProtocol::Tcp;
    trace::Endpoint from; ///< ICMP: without a port
    trace::Endpoint to;
    quint8 flags = 0;      ///< TCP
    quint32 sequence = 0;  ///< TCP, as it stands in the header
    quint32 ack = 0;       ///< TCP, of use with the flag
    quint32 payload = 0;   ///< bytes of data that the packet carries, kept or not
    quint8 icmpType = 0;   ///< ICMP
    quint8 icmpCode = 0;   ///< ICMP
    int payloadOffset = 0; ///< of the first byte of data, from the beginning of the IPv4 header

    /// What an error message of ICMP quotes: the headers of the packet that it is about.
    struct Quoted
    {
        PacketProtocol protocol = PacketProtocol::Udp;
        trace::Endpoint from;
        trace::Endpoint to;
    };
    std::optional<Quoted> quoted; ///< ICMP, where it quotes TCP or UDP

    bool has(Flag flag) const { return (flags & flag) != 0; }
};

/// Reads the headers of a packet that comes from anybody: nothing where they are not whole or make no sense.
/// `length`: of the whole packet, of which `bytes` may be the beginning alone.
std::optional<Packet> decodePacket(QByteArrayView bytes, quint32 length);

} // namespace zocalo::kernel
