// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/shapes.h"

#include <QLineF>
#include <QPolygonF>
#include <QTransform>

#include <algorithm>
#include <cmath>

namespace zocalo::figure {

namespace {

/// A regular polygon, its first corner at `startDegrees` (0 = right, anticlockwise).
QPainterPath polygon(int corners, const QPointF &centre, double radius, double startDegrees)
{
    QPolygonF points;
    for (int i = 0; i < corners; ++i) {
        const QLineF ray = QLineF::fromPolar(radius, startDegrees + 360.0 * i / corners);
        points << centre + ray.p2();
    }
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

QPainterPath trianglePath(const QPointF &centre, double radius, double up)
{
    QPolygonF points;
    points << centre + QPointF(0, -1.12 * radius * up) << centre + QPointF(1.12 * radius, 0.88 * radius * up)
           << centre + QPointF(-1.12 * radius, 0.88 * radius * up);
    QPainterPath path;
    path.addPolygon(points);
    path.closeSubpath();
    return path;
}

QPainterPath crossPath(const QPointF &centre, double radius)
{
    const double arm = 1.05 * radius;
    const double half = 0.38 * radius;
    QPainterPath path;
    path.addRect(QRectF(centre.x() - arm, centre.y() - half, 2 * arm, 2 * half));
    QPainterPath upright;
    upright.addRect(QRectF(centre.x() - half, centre.y() - arm, 2 * half, 2 * arm));
    return path.united(upright);
}

/// Bars of `width` every `step` over `area`, turned by `degrees`.
QPainterPath bars(const QRectF &area, double degrees, double step, double width)
{
    const double reach = QLineF(area.topLeft(), area.bottomRight()).length();
    QPainterPath path;
    for (double at = -reach; at < reach; at += step)
        path.addRect(QRectF(-reach, at, 2 * reach, width));
    QTransform turn;
    turn.translate(area.center().x(), area.center().y());
    turn.rotate(degrees);
    return turn.map(path);
}

QPainterPath dots(const QRectF &area, double step, double radius)
{
    QPainterPath path;
    bool shifted = false;
    for (double y = area.top() + step / 2; y < area.bottom() + step; y += step, shifted = !shifted) {
        for (double x = area.left() + (shifted ? step : step / 2); x < area.right() + step; x += step)
            path.addEllipse(QPointF(x, y), radius, radius);
    }
    return path;
}

} // namespace

QPainterPath glyphPath(int sender, const QPointF &centre, double radius)
{
    QPainterPath path;
    if (sender < 0)
        return path;
    switch (sender % SenderCount) {
    case 0:
        path.addEllipse(centre, radius, radius);
        return path;
    case 1:
        return trianglePath(centre, radius, 1);
    case 2: {
        const double half = 0.92 * radius;
        path.addRect(QRectF(centre.x() - half, centre.y() - half, 2 * half, 2 * half));
        return path;
    }
    case 3:
        return polygon(4, centre, 1.22 * radius, 90);
    case 4:
        return polygon(5, centre + QPointF(0, 0.06 * radius), 1.12 * radius, 90);
    case 5:
        return polygon(6, centre, 1.1 * radius, 0);
    case 6:
        return trianglePath(centre, radius, -1);
    default:
        return crossPath(centre, radius);
    }
}

void drawGlyph(DisplayList &list, int sender, const QPointF &centre, double radius)
{
    if (sender >= 0)
        list.fill(glyphPath(sender, centre, radius), {Tone::Sender, sender});
}

QPainterPath patternPath(int sender, const QPainterPath &path)
{
    if (sender < 0)
        return {};
    const QRectF area = path.boundingRect();
    QPainterPath pattern;
    switch (sender % SenderCount) {
    case 1:
        pattern = bars(area, -45, 9, 3.2);
        break;
    case 2:
        pattern = dots(area, 9, 2);
        break;
    case 3:
        pattern = bars(area, 45, 9, 3.2);
        break;
    case 4:
        pattern = bars(area, 0, 9, 3.2);
        break;
    case 5:
        pattern = bars(area, 90, 9, 3.2);
        break;
    case 6:
        pattern = bars(area, -45, 14, 2.4).united(bars(area, 45, 14, 2.4));
        break;
    case 7:
        pattern = bars(area, 0, 14, 2.4).united(bars(area, 90, 14, 2.4));
        break;
    default:
        return {};
    }
    return pattern.intersected(path);
}

QPainterPath subPath(const QPainterPath &path, double from, double to)
{
    from = std::clamp(from, 0.0, 1.0);
    to = std::clamp(to, 0.0, 1.0);
    // Straight pieces, an eighth of a unit off the curve at most: QPainterPath's own points along a path are measured
    // from its beginning each time.
    constexpr double Finer = 4;
    const QList<QPolygonF> pieces = path.toSubpathPolygons(QTransform::fromScale(Finer, Finer));
    if (pieces.isEmpty() || to <= from)
        return {};
    const QPolygonF &points = pieces.first();
    double length = 0;
    for (qsizetype i = 1; i < points.size(); ++i)
        length += QLineF(points.at(i - 1), points.at(i)).length();
    const double first = from * length;
    const double last = to * length;
    QPainterPath part;
    double gone = 0;
    for (qsizetype i = 1; i < points.size(); ++i) {
        const QLineF piece(points.at(i - 1), points.at(i));
        const double end = gone + piece.length();
        if (end >= first && gone <= last && piece.length() > 0) {
            if (part.elementCount() == 0)
                part.moveTo(piece.pointAt((std::max(first, gone) - gone) / piece.length()) / Finer);
            part.lineTo(piece.pointAt((std::min(last, end) - gone) / piece.length()) / Finer);
        }
        gone = end;
    }
    return part;
}

void drawArrowhead(DisplayList &list, const QPointF &tip, double direction, Colour colour, double length)
{
    const auto corner = [&](double back, double side) {
        const QPointF along = QLineF::fromPolar(-back, direction).p2();
        const QPointF across = QLineF::fromPolar(side, direction + 90).p2();
        return tip + along + across;
    };
    QPainterPath path(tip);
    path.lineTo(corner(length, 0.55 * length));
    path.lineTo(corner(length, -0.55 * length));
    path.closeSubpath();
    list.fill(path, colour);
}

void drawLane(DisplayList &list, const QPainterPath &path, int sender, double width)
{
    const bool server = sender < 0;
    list.stroke(path, server ? Colour(Tone::Wire) : Colour(Tone::Sender, sender), width);
    list.stroke(path, server ? Colour(Tone::Panel) : Colour(Tone::SenderTint, sender), width - 7);
}

void drawGone(DisplayList &list, const QPainterPath &path, int sender, double from, double to, double width)
{
    const QPainterPath part = subPath(path, from, to);
    if (!part.isEmpty())
        list.stroke(part, {Tone::SenderText, sender}, width);
}

void drawToGo(DisplayList &list, const QPainterPath &path, int sender, double from, double to, bool arrow, double width)
{
    const double length = path.length();
    const double head = arrow ? 3 * width : 0;
    if (length <= 0 || (to - from) * length < head + width / 2)
        return;
    const Colour colour(Tone::SenderText, sender);
    const QPainterPath part = subPath(path, from, to - head / length);
    if (part.length() > width)
        list.stroke(part, colour, width, LineStyle::RoundDots);
    if (arrow) {
        const QPointF tip = path.pointAtPercent(path.percentAtLength(to * length));
        const QPointF back = path.pointAtPercent(path.percentAtLength(std::max(0.0, to * length - head)));
        drawArrowhead(list, tip, QLineF(back, tip).angle(), colour, head);
    }
}

void drawFocus(DisplayList &list, const QRectF &rect) { list.box(rect, 12, Tone::Match, Tone::MatchBorder, 4); }

void drawBorder(DisplayList &list, double x, double top, double bottom, Colour ground)
{
    list.line({x, top}, {x, bottom}, ground, 9);
    list.line({x - 3, top}, {x - 3, bottom}, Tone::Secondary, 2.2);
    list.line({x + 3, top}, {x + 3, bottom}, Tone::Secondary, 2.2);
}

void drawOutsideCard(DisplayList &list, const QRectF &rect, Colour edge, double width, double radius)
{
    constexpr double Dash = 4; // of the width
    QPainterPath outline;
    outline.addRoundedRect(rect, radius, radius);
    QPainterPathStroker pen;
    pen.setWidth(width);
    pen.setCapStyle(Qt::FlatCap);
    pen.setDashPattern({Dash, Dash * 0.8});
    list.box(rect, radius, Tone::Background);
    list.fill(pen.createStroke(outline), edge); // as a shape: a display list knows no other broken lines
}

void drawCard(DisplayList &list, const QRectF &rect, Colour edge, double width, double radius)
{
    list.box(rect, radius, Tone::Panel, edge, width);
}

void drawWaves(DisplayList &list, const QPointF &centre, double radius, Colour colour)
{
    QPainterPath core;
    core.addEllipse(centre, 0.2 * radius, 0.2 * radius);
    list.fill(core, colour);
    for (const double part : {0.58, 1.0}) {
        const double r = part * radius;
        const QRectF circle(centre.x() - r, centre.y() - r, 2 * r, 2 * r);
        for (const double start : {-45.0, 135.0}) {
            QPainterPath arc;
            arc.arcMoveTo(circle, start);
            arc.arcTo(circle, start, 90);
            Shape shape{arc, {}, colour, std::max(2.0, 0.14 * radius)};
            shape.cap = Qt::RoundCap;
            list.add(shape);
        }
    }
}

void drawCallMark(DisplayList &list, CallMark mark, const QPointF &centre, double size)
{
    const double half = size / 2;
    switch (mark) {
    case CallMark::Next:
    case CallMark::Made: {
        // A flag with a point: a call goes into the kernel.
        QPainterPath path(centre + QPointF(-half, -0.72 * half));
        path.lineTo(centre + QPointF(0.2 * half, -0.72 * half));
        path.lineTo(centre + QPointF(half, 0));
        path.lineTo(centre + QPointF(0.2 * half, 0.72 * half));
        path.lineTo(centre + QPointF(-half, 0.72 * half));
        path.closeSubpath();
        const bool made = mark == CallMark::Made;
        list.add(Shape{path, made ? Tone::Call : Tone::Panel, Tone::Call, 0.12 * size});
        return;
    }
    case CallMark::Asleep: {
        QPainterPath disc;
        disc.addEllipse(centre, 0.9 * half, 0.9 * half);
        QPainterPath bite;
        bite.addEllipse(centre + QPointF(0.5 * half, -0.28 * half), 0.75 * half, 0.75 * half);
        list.fill(disc.subtracted(bite), Tone::Secondary);
        return;
    }
    case CallMark::Failed: {
        const double arm = 0.7 * half;
        QPainterPath path(centre + QPointF(-arm, -arm));
        path.lineTo(centre + QPointF(arm, arm));
        path.moveTo(centre + QPointF(-arm, arm));
        path.lineTo(centre + QPointF(arm, -arm));
        list.add(Shape{path, {}, Tone::Danger, 0.2 * size, LineStyle::Solid, Qt::RoundCap});
        return;
    }
    }
}

} // namespace zocalo::figure
