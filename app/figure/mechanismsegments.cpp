// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// In a laboratory: the segments that were seen on the network with the step, under the demultiplexing table.
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

QString MechanismWords::segmentNumbers(const world::Segment &segment)
{
    if (segment.packet.protocol != kernel::PacketProtocol::Tcp)
        return {};
    const QString sequence = QStringLiteral("seq %1").arg(segment.sequence);
    return segment.packet.has(kernel::Packet::Ack) ? sequence + QStringLiteral(" ack %1").arg(segment.ack) : sequence;
}

QString MechanismWords::segment(const world::Segment &segment)
{
    QStringList parts{segmentFlags(segment.packet), segmentNumbers(segment)};
    if (segment.packet.payload > 0)
        parts << bytesInShort(segment.packet.payload);
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

/// Who sent it to whom: hosts by their names, what else there is by its address; and the sender's port, by which
/// several connections are told apart.
QString Mechanism::segmentWay(const kernel::Packet &packet) const
{
    const auto protocol =
        packet.protocol == kernel::PacketProtocol::Udp ? kernel::Protocol::Udp : kernel::Protocol::Tcp;
    const auto end = [&](const trace::Endpoint &endpoint) {
        const QString host = m_scene.names.hostAt(QString::fromStdString(endpoint.addressString()));
        const QString port = endpoint.port == 0 ? QString() : m_scene.names.port(endpoint, protocol);
        return host.isEmpty() && endpoint.port == 0 ? QString::fromStdString(endpoint.addressString()) : host + port;
    };
    return end(packet.from) + QStringLiteral(" → ") + end(packet.to);
}

void Mechanism::drawSegments()
{
    const QList<world::Segment> &segments = m_scene.world.segments();
    const QRectF place = segmentPlace();
    const int room = static_cast<int>((place.height() - SegmentTitle - 8) / SegmentRow);
    if (segments.isEmpty() || m_scene.moving || m_grid.crowd() || room < 1 || place.width() < LeastSegmentWidth)
        return;
    const auto count = static_cast<int>(segments.size());
    const int shown = count <= room ? count : room - 1;
    const QRectF box(place.topLeft(), QSizeF(place.width(), SegmentTitle + SegmentRow * std::min(count, room) + 8));
    m_list.beginNode(NodeKind::Label, 0, MechanismWords::segmentsSeen());
    m_list.box(box, 8, Tone::Panel, Tone::Ink, 2.2);
    word(MechanismWords::segmentsSeen(),
         {box.left() + SegmentPad, box.top() + 3, box.width() - 2 * SegmentPad, SegmentTitle - 4}, 20, 600);
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
    const std::array<QString, 4> texts{segmentWay(segment.packet), MechanismWords::segmentFlags(segment.packet),
                                       MechanismWords::segmentNumbers(segment),
                                       segment.packet.payload > 0 ? MechanismWords::bytesInShort(segment.packet.payload)
                                                                  : QString()};
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
