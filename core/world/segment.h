// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/packet.h"

#include <QHash>
#include <QList>
#include <QPair>

namespace zocalo::world {

/// A packet that was seen on the network, with its numbers counted as people count them.
struct Segment
{
    kernel::Packet packet;
    qint64 seenNs = 0;
    /// TCP: from the sender's first number of the connection, which is 0; as in the header where that was not seen.
    quint32 sequence = 0;
    quint32 ack = 0;
};

/// The first sequence number of each direction of each connection, learnt from its SYN (RFC 9293, 3.4).
class SequenceNumbers
{
public:
    /// Learns from the packet, and counts its numbers.
    Segment count(const kernel::Packet &packet, qint64 seenNs);

private:
    /// No more than so many are kept: what is captured comes from anybody.
    static constexpr qsizetype kMostDirections = 10'000;
    using Direction = QPair<QByteArray, QByteArray>; ///< from, to
    QHash<Direction, quint32> m_first;
};

} // namespace zocalo::world
