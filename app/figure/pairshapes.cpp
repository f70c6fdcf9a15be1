// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/pairshapes.h"

#include "app/figure/textlayout.h"

namespace zocalo::figure {

namespace {

constexpr double Edge = 4;
constexpr double HeaderGap = 2;
constexpr double TransportWidth = 62;
constexpr double NetworkWidth = 58;

/// Calls `draw(rect, name, part)` for each header, and returns where the envelope stands.
template <typename Draw>
QRectF placeParts(const LayeredMessage &message, const QRectF &rect, Draw draw)
{
    double x = rect.left() + Edge;
    const auto header = [&](const QString &name, double width, double part) {
        if (part <= 0)
            return;
        draw(QRectF(x, rect.top() + Edge, width * part, rect.height() - 2 * Edge), name, part);
        x += (width + HeaderGap) * part;
    };
    header(QStringLiteral("IP"), NetworkWidth, message.networkPart);
    header(message.transport, TransportWidth, message.transportPart);
    return {QPointF(x, rect.top() + Edge), QPointF(rect.right() - Edge, rect.bottom() - Edge)};
}

QRectF around(const LayeredMessage &message, const QPointF &centre)
{
    const QSizeF size = message.size();
    return {centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()};
}

TextStyle cellStyle(Colour colour)
{
    TextStyle style;
    style.size = 23;
    style.weight = 600;
    style.colour = colour;
    style.align = Qt::AlignCenter;
    style.lineHeight = 1;
    return style;
}

} // namespace

QSizeF LayeredMessage::size() const
{
    const double headers = (TransportWidth + HeaderGap) * transportPart + (NetworkWidth + HeaderGap) * networkPart;
    return {envelopeSize(name, height - 2 * Edge).width() + headers + 2 * Edge, height};
}

void drawLayered(DisplayList &list, const LayeredMessage &message, const QPointF &centre)
{
    const QRectF rect = around(message, centre);
    const bool bare = message.transportPart <= 0 && message.networkPart <= 0;
    if (!bare) {
        const Colour edge = message.sender < 0 ? Colour(Tone::Ink) : Colour(Tone::SenderText, message.sender);
        list.box(rect, 7, Tone::Panel, edge, 3);
    }
    const QRectF envelope = placeParts(message, rect, [&](const QRectF &header, const QString &name, double part) {
        list.box(header, 3, Tone::LaneDeep, Tone::Wire, 1.5);
        // A header that is being put on shows its name once there is room for it.
        if (part >= 0.99)
            list.add(layoutText(name, header.adjusted(2, 0, -2, 0), cellStyle(Tone::Ink)));
    });
    drawEnvelope(list, envelope, message.sender, message.name);
}

void drawLayeredTrace(DisplayList &list, const LayeredMessage &message, const QPointF &centre)
{
    const QRectF rect = around(message, centre);
    const bool server = message.sender < 0;
    const Colour edge = server ? Colour(Tone::Wire) : Colour(Tone::Sender, message.sender);
    list.box(rect, 7, Tone::Panel, edge, 1.5);
    TextStyle style = cellStyle(Tone::Secondary);
    style.weight = 400;
    const QRectF envelope = placeParts(message, rect, [&](const QRectF &header, const QString &name, double) {
        list.box(header, 3, {}, Tone::Rule, 1.5);
        list.add(layoutText(name, header.adjusted(2, 0, -2, 0), style));
    });
    drawEnvelopeTrace(list, envelope, message.sender, message.name);
}

void drawStation(DisplayList &list, StationKind kind, int number, const QPointF &centre, double radius)
{
    QPainterPath disc;
    disc.addEllipse(centre, radius, radius);
    const bool filled = kind == StationKind::Call;
    const bool toCome = kind == StationKind::ToCome;
    Shape shape{disc, filled ? Tone::Ink : Tone::Panel, Tone::Ink, toCome ? 3.2 : 2.6};
    shape.line = toCome ? LineStyle::RoundDots : LineStyle::Solid;
    list.add(shape);
    if (number == 0)
        return;
    TextStyle style;
    style.size = std::max(MinTextSize, 1.15 * radius);
    style.weight = 700;
    style.colour = filled ? Tone::Panel : Tone::Ink;
    style.align = Qt::AlignCenter;
    style.lineHeight = 1;
    list.add(layoutText(QString::number(number),
                        {centre.x() - radius + 3, centre.y() - radius + 3, 2 * radius - 6, 2 * radius - 6}, style));
}

void drawOpenCard(DisplayList &list, const QRectF &rect, Colour edge, Colour fill)
{
    constexpr double Radius = 14;
    QPainterPath outline(rect.bottomLeft() - QPointF(0, 4));
    outline.lineTo(rect.left(), rect.top() + Radius);
    outline.quadTo(rect.topLeft(), rect.topLeft() + QPointF(Radius, 0));
    outline.lineTo(rect.right() - Radius, rect.top());
    outline.quadTo(rect.topRight(), rect.topRight() + QPointF(0, Radius));
    outline.lineTo(rect.bottomRight() - QPointF(0, 4));
    list.add(Shape{outline, fill, edge, 4});
}

void drawBracketLeft(DisplayList &list, double x, double top, double bottom)
{
    QPainterPath path({x, top});
    path.lineTo(x + 16, top);
    path.lineTo(x + 16, bottom);
    path.lineTo(x, bottom);
    list.stroke(path, Tone::Ink, 3);
}

} // namespace zocalo::figure
