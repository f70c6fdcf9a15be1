// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/shapes.h"

#include <QPolygonF>

#include <algorithm>

namespace zocalo::figure {

namespace {

/// The outline: an arch for TCP, nearly a rectangle for UDP.
QPainterPath outline(const Door &door)
{
    const QRectF rect = door.rect();
    QPainterPath path;
    if (door.kind == DoorKind::Udp) {
        path.addRoundedRect(rect, 6, 6);
        return path;
    }
    path.moveTo(rect.bottomLeft());
    path.lineTo(rect.left(), rect.top() + rect.width() / 2);
    path.arcTo(QRectF(rect.topLeft(), QSizeF(rect.width(), rect.width())), 180, -180);
    path.lineTo(rect.bottomRight());
    path.closeSubpath();
    return path;
}

Colour frameColour(const Door &door)
{
    if (door.dead)
        return Tone::Wire;
    if (door.kind == DoorKind::Listening)
        return Tone::Listening;
    if (door.ghost)
        return {Tone::SenderText, door.sender};
    if (door.sender == QuietSender)
        return Tone::Wire;
    return door.sender < 0 ? Colour(Tone::Secondary) : Colour(Tone::Sender, door.sender);
}

Colour fillColour(const Door &door)
{
    if (door.dead)
        return Tone::Lane;
    if (door.kind == DoorKind::Listening)
        return Tone::ListeningTint;
    if (door.ghost)
        return {Tone::SenderTint, door.sender};
    return Tone::Panel;
}

/// The leaf, hinged at the left: narrow when open, as wide as the door when shut.
void drawLeaf(DisplayList &list, const Door &door)
{
    const QRectF rect = door.rect();
    const double w = rect.width();
    const double h = rect.height();
    const double open = std::clamp(door.open, 0.0, 1.0);
    const double left = rect.left() + 0.0714 * w;
    const double width = w * (0.857 + open * (0.28 - 0.857));
    const bool arched = door.kind == DoorKind::Tcp;
    const double top = rect.top() + h * (arched ? 0.31 : 0.075);
    QPainterPath leaf;
    leaf.addPolygon(QPolygonF() << QPointF(left, top) << QPointF(left + width, top + 0.084 * h * open)
                                << QPointF(left + width, rect.bottom() - 2) << QPointF(left, rect.bottom() - 2));
    leaf.closeSubpath();
    if (arched && open < 1) {
        // A shut leaf fills the arch, too.
        QPainterPath inside;
        inside.addRect(QRectF(left, rect.top(), width, h - 2));
        const double inset = 0.0714 * w;
        QPainterPath arch;
        const QRectF inner = rect.adjusted(inset, inset, -inset, 0);
        arch.moveTo(inner.bottomLeft());
        arch.lineTo(inner.left(), inner.top() + inner.width() / 2);
        arch.arcTo(QRectF(inner.topLeft(), QSizeF(inner.width(), inner.width())), 180, -180);
        arch.lineTo(inner.bottomRight());
        arch.closeSubpath();
        if (open < 0.5)
            leaf = inside.intersected(arch);
    }
    const Colour colour = door.dead ? Colour(Tone::Shut) : frameColour(door);
    list.fill(leaf, colour);
    QPainterPath knob;
    const double r = std::max(2.0, 0.038 * w);
    knob.addEllipse(QPointF(left + 0.74 * width, rect.top() + h * (arched ? 0.712 : 0.59)), r, r);
    list.fill(knob, Tone::Panel);
}

void drawGlyphs(DisplayList &list, const Door &door)
{
    const QRectF rect = door.rect();
    const qsizetype count = door.glyphs.size();
    if (count == 0)
        return;
    const bool centred = door.ghost || door.open < 0.5;
    const double x = rect.left() + (centred ? 0.5 : 0.66) * rect.width();
    if (count == 1) {
        drawGlyph(list, door.glyphs.first(), {x, rect.bottom() - 0.42 * rect.height()}, 0.1786 * rect.width());
        return;
    }
    // Several senders share the door: one under the other, in two columns from five on.
    const int columns = count > 4 ? 2 : 1;
    const qsizetype rows = (count + columns - 1) / columns;
    const double radius = std::min(0.117 * rect.width(), 0.36 * rect.height() / static_cast<double>(rows));
    const double step = 0.78 * rect.height() / static_cast<double>(rows);
    const double top = rect.top() + 0.11 * rect.height() + step / 2;
    for (qsizetype i = 0; i < count; ++i) {
        const double dx = columns == 1 ? 0 : (i % 2 == 0 ? -1.0 : 1.0) * 0.14 * rect.width();
        const qsizetype row = i / columns;
        drawGlyph(list, door.glyphs.at(i), {x + dx, top + step * static_cast<double>(row)}, radius);
    }
}

} // namespace

void drawDoor(DisplayList &list, const Door &door)
{
    const double width = door.ghost ? 2.5 : 1.5 + 0.036 * door.size.width();
    constexpr int MostBehind = 2;
    for (int behind = std::min(door.processes - 1, MostBehind); behind > 0; --behind) {
        const QPointF shift(0.055 * behind * door.size.width(), -0.05 * behind * door.size.width());
        list.add(Shape{outline(door).translated(shift), fillColour(door), frameColour(door), width});
    }
    list.add(Shape{outline(door), fillColour(door), frameColour(door), width});
    if (door.kind == DoorKind::Listening) {
        const QRectF rect = door.rect();
        drawWaves(list, {rect.center().x(), rect.bottom() - 0.49 * rect.height()}, 0.27 * rect.width(),
                  frameColour(door));
        return;
    }
    if (!door.ghost)
        drawLeaf(list, door);
    if (door.open >= 0.5 || door.ghost)
        drawGlyphs(list, door);
}

} // namespace zocalo::figure
