// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/segment.h"

#include "core/world/addresses.h"
#include "core/world/model.h"

namespace zocalo::world {

using kernel::Packet;

namespace {

QByteArray keyOfEnd(const trace::Endpoint &endpoint) { return QByteArray::fromStdString(endpoint.toString()); }

/// A socket that is bound to any address sends from one of its host's.
bool isAt(const trace::Endpoint &seen, const trace::Endpoint &told)
{
    return seen.port == told.port && (told.isWildcard() || sameAddress(seen, told));
}

} // namespace

bool carries(const Segment &segment, const Message &message)
{
    const Packet &packet = segment.packet;
    const bool isTcp = packet.protocol == kernel::PacketProtocol::Tcp;
    const auto protocol = isTcp ? kernel::Protocol::Tcp : kernel::Protocol::Udp;
    if (packet.protocol == kernel::PacketProtocol::Icmp || message.protocol != protocol || packet.payload == 0 ||
        !isAt(packet.to, destinationOf(message.to)))
        return false;
    // The source of an unbound sender may be known later only.
    if (message.from.port != 0 && !isAt(packet.from, message.from))
        return false;
    if (!isTcp)
        return packet.payload == message.size;
    // The stream begins behind the SYN. The numbers go round: the difference is what counts.
    const auto before = static_cast<qint32>(segment.sequence - static_cast<quint32>(message.streamOffset + 1));
    return segment.isCounted && before + qint64(packet.payload) > 0 && before < qint64(message.size);
}

Segment SequenceNumbers::count(const Packet &packet, qint64 seenNs)
{
    Segment segment{packet, seenNs, packet.sequence, packet.ack};
    if (packet.protocol != kernel::PacketProtocol::Tcp)
        return segment;
    const Direction there{keyOfEnd(packet.from), keyOfEnd(packet.to)};
    const Direction back{there.second, there.first};
    // A SYN with another number begins another connection.
    const auto known = m_numbers.constFind(there);
    const bool isNew = packet.has(Packet::Syn) && (known == m_numbers.cend() || known->first != packet.sequence);
    if (isNew && (m_numbers.size() < kMostDirections || known != m_numbers.cend()))
        m_numbers.insert(there, {packet.sequence, 0});
    // Unsigned: the numbers go round.
    if (const auto own = m_numbers.find(there); own != m_numbers.end()) {
        segment.isCounted = true;
        segment.sequence = packet.sequence - own->first;
        const quint32 carried = packet.payload + (packet.has(Packet::Syn) ? 1 : 0) + (packet.has(Packet::Fin) ? 1 : 0);
        const quint32 end = segment.sequence + carried;
        const bool getsFurther = static_cast<qint32>(end - own->next) > 0;
        segment.isAgain = carried > 0 && !getsFurther;
        if (getsFurther)
            own->next = end;
    }
    if (const auto other = m_numbers.constFind(back); other != m_numbers.cend() && packet.has(Packet::Ack))
        segment.ack = packet.ack - other->first;
    return segment;
}

} // namespace zocalo::world
