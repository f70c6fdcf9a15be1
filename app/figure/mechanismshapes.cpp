// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/mechanismshapes.h"

#include "app/figure/textlayout.h"

#include <QLatin1String>

namespace zocalo::figure {

namespace {

constexpr double Edge = 4;
constexpr double HeaderGap = 2;
constexpr double TransportHeaderWidth = 50;
constexpr double NetworkHeaderWidth = 36;

/// Calls `draw(rect, name, part)` for each header, and returns where the envelope stands.
template <typename Draw>
QRectF placeParts(const Packet &packet, const QRectF &rect, Draw draw)
{
    double x = rect.left() + Edge;
    const double top = rect.top() + Edge;
    const double height = rect.height() - 2 * Edge;
    const auto header = [&](const QString &name, double width, double part) {
        if (part <= 0)
            return;
        draw(QRectF(x, top, width * part, height), name, part);
        x += (width + HeaderGap) * part;
    };
    header(QStringLiteral("IP"), NetworkHeaderWidth, packet.networkPart);
    header(packet.transport, TransportHeaderWidth, packet.transportPart);
    return {QPointF(x, top), QPointF(rect.right() - Edge, top + height)};
}

QRectF around(const Packet &packet, const QPointF &centre)
{
    const QSizeF size = packet.size();
    return {centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()};
}

} // namespace

QSizeF Packet::size() const
{
    const double headers =
        (TransportHeaderWidth + HeaderGap) * transportPart + (NetworkHeaderWidth + HeaderGap) * networkPart;
    return {envelopeSize(name, height - 2 * Edge).width() + headers + 2 * Edge, height};
}

void drawPacket(DisplayList &list, const Packet &packet, const QPointF &centre)
{
    const QRectF rect = around(packet, centre);
    const Colour edge = packet.sender < 0 ? Colour(Tone::Ink) : Colour(Tone::SenderText, packet.sender);
    list.box(rect, 6, Tone::Panel, edge, 2.5);
    const QRectF envelope = placeParts(packet, rect, [&](const QRectF &header, const QString &name, double part) {
        // A header that is being put on shows its name once there is room for it.
        if (part >= 0.99)
            drawHeaderCell(list, header, name);
        else
            list.box(header, 3, Tone::LaneDeep, Tone::Wire, 1.5);
    });
    drawEnvelope(list, envelope, packet.sender, packet.name);
}

void drawPacketTrace(DisplayList &list, const Packet &packet, const QPointF &centre)
{
    const QRectF rect = around(packet, centre);
    const Colour edge = packet.sender < 0 ? Colour(Tone::Wire) : Colour(Tone::Sender, packet.sender);
    list.box(rect, 6, Tone::Panel, edge, 1.5);
    TextStyle style;
    style.size = 19;
    style.colour = Tone::Secondary;
    style.align = Qt::AlignCenter;
    style.lineHeight = 1;
    const QRectF envelope = placeParts(packet, rect, [&](const QRectF &header, const QString &name, double) {
        list.box(header, 3, {}, Tone::Rule, 1.5);
        list.add(layoutText(name, header.adjusted(1, 0, -1, 0), style));
    });
    drawEnvelopeTrace(list, envelope, packet.sender, packet.name);
}

void curveTo(QPainterPath &path, const QPointF &to)
{
    const QPointF from = path.currentPosition();
    const double middle = (from.x() + to.x()) / 2;
    path.cubicTo({middle, from.y()}, {middle, to.y()}, to);
}

void drawBracketDown(DisplayList &list, double left, double right, double y, double depth)
{
    QPainterPath path({left, y + depth});
    path.lineTo(left, y);
    path.lineTo(right, y);
    path.lineTo(right, y + depth);
    list.stroke(path, Tone::Secondary, 2.4);
}

} // namespace zocalo::figure
