// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/kernel/packet.h"

#include <netinet/in.h>

/// Packets for tests, as the capture of a laboratory would give them.
namespace zocalo::test {

inline void putNumber(QByteArray &bytes, quint32 number, int size)
{
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
        bytes.append(static_cast<char>(number >> shift));
}

inline QByteArray ipPacket(quint8 protocol, const trace::Endpoint &from, const trace::Endpoint &to,
                           const QByteArray &inner)
{
    QByteArray bytes = QByteArray::fromHex("4500");
    putNumber(bytes, static_cast<quint32>(20 + inner.size()), 2);
    bytes += QByteArray::fromHex("0000400040");
    bytes.append(static_cast<char>(protocol));
    bytes += QByteArray::fromHex("0000");
    for (const trace::Endpoint &end : {from, to})
        bytes.append(reinterpret_cast<const char *>(end.address.data()), 4);
    return bytes + inner;
}

struct TcpNumbers
{
    quint8 flags = 0;
    quint32 sequence = 0;
    quint32 ack = 0;
};

inline history::SegmentSeen tcpSegment(const trace::Endpoint &from, const trace::Endpoint &to,
                                       const TcpNumbers &numbers, const QByteArray &data = {})
{
    QByteArray header;
    putNumber(header, from.port, 2);
    putNumber(header, to.port, 2);
    putNumber(header, numbers.sequence, 4);
    putNumber(header, numbers.ack, 4);
    header.append('\x50');
    header.append(static_cast<char>(numbers.flags));
    header += QByteArray::fromHex("ffff00000000");
    const QByteArray bytes = ipPacket(IPPROTO_TCP, from, to, header + data);
    static qint64 now = 0;
    return {++now, static_cast<quint32>(bytes.size()), bytes};
}

inline QByteArray udpPacket(const trace::Endpoint &from, const trace::Endpoint &to, const QByteArray &data)
{
    QByteArray header;
    putNumber(header, from.port, 2);
    putNumber(header, to.port, 2);
    putNumber(header, static_cast<quint32>(8 + data.size()), 2);
    putNumber(header, 0, 2);
    return ipPacket(IPPROTO_UDP, from, to, header + data);
}

inline history::SegmentSeen udpSegment(const trace::Endpoint &from, const trace::Endpoint &to, const QByteArray &data)
{
    const QByteArray bytes = udpPacket(from, to, data);
    static qint64 now = 1'000'000;
    return {++now, static_cast<quint32>(bytes.size()), bytes};
}

/// Port unreachable, from the host at `to`, about a datagram from `from`.
inline history::SegmentSeen unreachable(const trace::Endpoint &from, const trace::Endpoint &to, const QByteArray &data)
{
    const QByteArray bytes =
        ipPacket(IPPROTO_ICMP, to, from, QByteArray::fromHex("0303000000000000") + udpPacket(from, to, data));
    static qint64 now = 2'000'000;
    return {++now, static_cast<quint32>(bytes.size()), bytes};
}

} // namespace zocalo::test
