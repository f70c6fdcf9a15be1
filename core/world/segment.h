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
    bool isCounted = false; ///< TCP: the sender's first number was seen
    bool isAgain = false;   ///< TCP: all that it carries (SYN, data, FIN) was seen before: a retransmission
};

struct Message;

/// True if the segment goes the message's way and has bytes of it: TCP by their place in the stream, UDP by the number
/// of bytes.
bool carries(const Segment &segment, const Message &message);

/// The first sequence number of each direction of each connection, learnt from its SYN (RFC 9293, 3.4), and how far it
/// was seen to get.
class SequenceNumbers
{
public:
    /// Learns from the packet, and counts its numbers.
    Segment count(const kernel::Packet &packet, qint64 seenNs);

private:
    /// No more than so many are kept: what is captured comes from anybody.
    static constexpr qsizetype kMostDirections = 10'000;
    using Direction = QPair<QByteArray, QByteArray>; ///< from, to
    struct Numbers
    {
        quint32 first = 0; ///< as in the header
        quint32 next = 0;  ///< behind the last that was seen, counted from the first
    };
    QHash<Direction, Numbers> m_numbers;
};

} // namespace zocalo::world
