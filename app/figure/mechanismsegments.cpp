// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// In a laboratory: the segments that were seen on the network with the step: in the network lane, and those that have
// no place there under the demultiplexing table.
#include "app/figure/mechanism.h"

#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"

#include <algorithm>
#include <array>

namespace zocalo::figure {

namespace {

constexpr double SegmentTitle = 34;
constexpr double SegmentRow = 27;
constexpr double SegmentPad = 14;
constexpr double SegmentGlyph = 10.9; ///< of a letter of a row, at most
constexpr double LeastSegmentWidth = 420;
constexpr double LadderEnd = 22;
constexpr double LadderSide = 4; ///< between the ladder and the loopback's edge

} // namespace

QString MechanismWords::segmentFlags(const kernel::Packet &packet)
{
    using kernel::Packet;
    if (packet.protocol == kernel::PacketProtocol::Udp)
        return QStringLiteral("UDP");
    if (packet.protocol == kernel::PacketProtocol::Icmp)
        return QStringLiteral("ICMP %1/%2").arg(packet.icmpType).arg(packet.icmpCode);
    QStringList flags;
    for (const auto &[flag, name] : {std::pair{Packet::Syn, "SYN"},
                                     {Packet::Fin, "FIN"},
                                     {Packet::Rst, "RST"},
                                     {Packet::Psh, "PSH"},
                                     {Packet::Ack, "ACK"}}) {
        if (packet.has(flag))
            flags << QLatin1String(name);
    }
    return flags.join(QLatin1Char(' '));
}

QStringList MechanismWords::segmentNumberParts(const world::Segment &segment)
{
    if (segment.packet.protocol != kernel::PacketProtocol::Tcp)
        return {};
    QStringList parts{QStringLiteral("seq %1").arg(segment.sequence)};
    if (segment.packet.has(kernel::Packet::Ack))
        parts << QStringLiteral("ack %1").arg(segment.ack);
    return parts;
}

QString MechanismWords::segmentNumbers(const world::Segment &segment)
{
    return segmentNumberParts(segment).join(QLatin1Char(' '));
}

QString MechanismWords::segment(const world::Segment &segment)
{
    QStringList parts{segmentFlags(segment.packet), segmentNumbers(segment)};
    if (segment.packet.payload > 0)
        parts << bytesInShort(segment.packet.payload);
    if (segment.isAgain)
        parts << QStringLiteral("(%1)").arg(retransmission());
    parts.removeAll(QString());
    return parts.join(QLatin1Char(' '));
}

QRectF Mechanism::segmentPlace() const
{
    const QRectF table = m_grid.table();
    const double lowest = m_grid.bottom() - 10;
    if (!m_scene.isTcp()) // the one queue stands under the table, and its words under it
        return {table.left(), lowest - SegmentTitle - 2 * SegmentRow - 10, table.width(),
                SegmentTitle + 2 * SegmentRow + 10};
    const double right = std::min(table.right(), acceptBox().left() - 30);
    const double top = table.bottom() + 14;
    return {table.left(), top, right - table.left(), lowest - top};
}

/// Where they may stand in the loopback or the bridge, clear of its name.
QRectF Mechanism::ladderRoom() const
{
    const QRectF tube = m_grid.loopback();
    const bool nameBelow = m_grid.compact() || m_grid.crowd();
    // Clear of its round end, too.
    return tube.adjusted(LadderSide, nameBelow ? LadderEnd : 72, -LadderSide, nameBelow ? -72 : -LadderEnd);
}

/// In the network layer, where they were seen; around the lane of the client whose they are.
void Mechanism::drawLadder(double gone)
{
    if (m_ladder.isEmpty())
        return;
    m_legend << LegendEntry::Seen;
    const QRectF room = ladderRoom();
    const int client = m_seen.client(m_scene);
    double middle = room.center().y();
    if (client >= 0)
        middle = m_scene.reply ? m_grid.replyY(client) : m_grid.rowY(client);
    const double half = m_ladder.height() / 2;
    middle = std::clamp(middle, room.top() + half, std::max(room.top() + half, room.bottom() - half));
    m_ladder.draw(m_list, {room.left(), middle - half}, gone);
}

void Mechanism::drawSegments()
{
    const QList<world::Segment> &segments = m_seen.beside();
    const QRectF place = segmentPlace();
    const int room = static_cast<int>((place.height() - SegmentTitle - 8) / SegmentRow);
    if (segments.isEmpty() || m_scene.moving || m_grid.crowd() || room < 1 || place.width() < LeastSegmentWidth)
        return;
    const auto count = static_cast<int>(segments.size());
    const int shown = count <= room ? count : room - 1;
    const QRectF box(place.topLeft(), QSizeF(place.width(), SegmentTitle + SegmentRow * std::min(count, room) + 8));
    const QString title = m_seen.isEmpty() ? MechanismWords::segmentsSeen() : MechanismWords::alsoSeen();
    m_list.beginNode(NodeKind::Label, 0, title);
    m_list.box(box, 8, Tone::Panel, Tone::Ink, 2.2);
    word(title, {box.left() + SegmentPad, box.top() + 3, box.width() - 2 * SegmentPad, SegmentTitle - 4}, 20, 600);
    double y = box.top() + SegmentTitle;
    for (int i = 0; i < shown; ++i, y += SegmentRow)
        drawSegment(segments.at(i), {box.left() + SegmentPad, y, box.width() - 2 * SegmentPad, SegmentRow});
    if (shown < count)
        word(MechanismWords::moreSegments(count - shown),
             {box.left() + SegmentPad, y, box.width() - 2 * SegmentPad, SegmentRow}, 18, 500, Tone::Secondary);
    m_list.endNode();
}

void Mechanism::drawSegment(const world::Segment &segment, const QRectF &row)
{
    // The last column is left out where it finds no room; the next to last, too.
    const std::array<QString, 4> texts{
        segmentWay(m_scene.names, segment.packet), MechanismWords::segmentFlags(segment.packet),
        MechanismWords::segmentNumbers(segment),
        segment.packet.payload > 0 ? MechanismWords::bytesInShort(segment.packet.payload) : QString()};
    const std::array<double, 4> widths{16 * SegmentGlyph, 8 * SegmentGlyph, 12 * SegmentGlyph, 4 * SegmentGlyph};
    double x = row.left();
    for (std::size_t i = 0; i < texts.size(); ++i) {
        TextStyle style;
        style.face = Face::Mono;
        style.size = MinTextSize;
        style.weight = i == 1 ? 700 : 500;
        const double width = std::max(widths.at(i), textWidth(texts.at(i), style) + 8);
        if (x + textWidth(texts.at(i), style) + 1 > row.right())
            return;
        code(texts.at(i), {x, row.top(), std::min(width, row.right() - x), row.height()}, MinTextSize, style.weight,
             i == 1 ? Colour(Tone::Ink) : Colour(Tone::Secondary));
        x += width;
    }
}

} // namespace zocalo::figure
