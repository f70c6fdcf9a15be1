// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What the laboratory saw on the network of a socket, and of a message.
#include "app/figure/mechanismwords.h"
#include "app/panels/truthtext.h"
#include "app/text/watchtext.h"

namespace zocalo::panels {

namespace {

constexpr qsizetype MostSegments = 8; ///< the latest ones
/// Of a run that is longer the card would take too long; a laboratory's lesson is never.
constexpr qsizetype MostEventsForSegments = 100'000;

} // namespace

void TruthText::addSegments(Truth &truth, const std::function<QString(const world::Segment &)> &told) const
{
    const bool isLast = m_step + 1 >= m_timeline.stepCount();
    const qsizetype end = isLast ? m_timeline.events().size() : m_timeline.momentEvent(m_step + 1);
    if (end > MostEventsForSegments)
        return;
    QStringList texts;
    world::SequenceNumbers numbers;
    for (qsizetype i = 0; i < end; ++i) {
        if (m_timeline.events().outline(i).kind != world::EventLog::Outline::Kind::Other)
            continue;
        const history::Event event = m_timeline.events().at(i);
        const auto *seen = std::get_if<history::SegmentSeen>(&event.data);
        const auto packet = seen ? kernel::decodePacket(seen->bytes, seen->length) : std::nullopt;
        const QString text = packet ? told(numbers.count(*packet, seen->seenNs)) : QString();
        if (!text.isEmpty())
            texts.append(text);
    }
    if (!texts.isEmpty())
        truth.facts.append(
            {tr("seen on the network"),
             texts.mid(std::max<qsizetype>(0, texts.size() - MostSegments)).join(QStringLiteral(" · "))});
    if (const quint64 lost = m_timeline.world(m_step).segmentsLost(); lost > 0)
        truth.facts.append({tr("not seen on the network"), text::WatchText::packetsLost(lost)});
}

void TruthText::addSegmentsOf(Truth &truth, const world::Socket &socket) const
{
    if (socket.local.port == 0)
        return;
    const bool isTcp = socket.protocol == kernel::Protocol::Tcp;
    addSegments(truth, [&](const world::Segment &segment) {
        const kernel::Packet &packet = segment.packet;
        const bool fits = (packet.protocol == kernel::PacketProtocol::Tcp) == isTcp;
        // A UDP socket that is not connected has no other end of its own; a listening one has no segments.
        const auto isEnd = [&](const trace::Endpoint &own, const trace::Endpoint &other) {
            return fits && own == socket.local && (other == socket.remote || (!isTcp && socket.remote.port == 0));
        };
        if (isEnd(packet.from, packet.to))
            return QStringLiteral("→ ") + figure::MechanismWords::segment(segment);
        return isEnd(packet.to, packet.from) ? QStringLiteral("← ") + figure::MechanismWords::segment(segment)
                                             : QString();
    });
}

void TruthText::addSegmentsOf(Truth &truth, const world::Message &message) const
{
    const bool isTcp = message.protocol == kernel::Protocol::Tcp;
    addSegments(truth, [&](const world::Segment &segment) {
        const kernel::Packet &packet = segment.packet;
        if ((packet.protocol == kernel::PacketProtocol::Tcp) != isTcp || packet.payload == 0 ||
            packet.from != message.from || packet.to != message.to)
            return QString();
        // TCP: by the position of its bytes in the stream, which begins behind the SYN's number. UDP: by its length.
        const quint64 first = segment.sequence - quint64{1};
        const bool carries =
            isTcp ? first < message.streamOffset + message.size && message.streamOffset < first + packet.payload
                  : packet.payload == message.size;
        return carries ? figure::MechanismWords::segment(segment) : QString();
    });
}

} // namespace zocalo::panels
