// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/segment.h"

namespace zocalo::world {

using kernel::Packet;

namespace {

QByteArray keyOfEnd(const trace::Endpoint &endpoint) { return QByteArray::fromStdString(endpoint.toString()); }

} // namespace

Segment SequenceNumbers::count(const Packet &packet, qint64 seenNs)
{
    Segment segment{packet, seenNs, packet.sequence, packet.ack};
    if (packet.protocol != kernel::PacketProtocol::Tcp)
        return segment;
    const Direction there{keyOfEnd(packet.from), keyOfEnd(packet.to)};
    const Direction back{there.second, there.first};
    if (packet.has(Packet::Syn) && (m_first.size() < kMostDirections || m_first.contains(there)))
        m_first.insert(there, packet.sequence);
    // Unsigned: the numbers go round.
    if (const auto first = m_first.constFind(there); first != m_first.cend())
        segment.sequence = packet.sequence - *first;
    if (const auto first = m_first.constFind(back); first != m_first.cend() && packet.has(Packet::Ack))
        segment.ack = packet.ack - *first;
    return segment;
}

} // namespace zocalo::world
