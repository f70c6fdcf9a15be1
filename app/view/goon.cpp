// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/goon.h"

#include "app/figure/textlayout.h"
#include "app/figure/thing.h"

#include <algorithm>

namespace zocalo::view {

using figure::DisplayList;
using figure::Tone;

namespace {

constexpr double GoOnHeight = 38;
constexpr double GoOnPadding = 14;
constexpr double GoOnArrow = 20; ///< room of the triangle
constexpr double GoOnGap = 8;

/// Where a control would stand, and how much of the picture that says something it would cover there.
struct Stand
{
    QRectF place;
    double covered = 0; ///< square logical units
};

/// What is to stay in sight: texts, doors, queues and what is in them, and the other controls.
QList<QRectF> worthSeeing(const DisplayList &list)
{
    QList<QRectF> result;
    for (const figure::Item &item : list.items()) {
        if (const auto *text = std::get_if<figure::Text>(&item.data))
            result.append(text->bounds);
    }
    for (const figure::Node &node : list.nodes()) {
        if ((node.kind >= figure::NodeKind::Socket && node.kind <= figure::NodeKind::Message) ||
            node.kind == figure::NodeKind::GoOn)
            result.append(node.rect);
    }
    return result;
}

/// How much of what is to stay in sight a place covers, once it is within the picture.
Stand standAt(const QPointF &center, const QSizeF &size, const QSizeF &picture, const QList<QRectF> &seen)
{
    Stand stand{QRectF(center - QPointF(size.width() / 2, size.height() / 2), size), 0};
    stand.place.moveLeft(
        std::clamp(stand.place.left(), GoOnGap, std::max(GoOnGap, picture.width() - size.width() - GoOnGap)));
    stand.place.moveTop(std::min(stand.place.top(), picture.height() - GoOnHeight - GoOnGap));
    for (const QRectF &each : seen) {
        const QRectF common = each & stand.place;
        stand.covered += common.width() * common.height();
    }
    return stand;
}

/// Anywhere in the process, then around it.
Stand freeStand(const QRectF &process, const Stand &usual, const QSizeF &picture, const QList<QRectF> &seen)
{
    constexpr double Step = 12;
    const QSizeF size = usual.place.size();
    const double across = size.width() / 2 + GoOnGap;
    const double down = size.height() / 2 + GoOnGap;
    Stand best = usual;
    for (const double out : {-1.0, 1.0}) {
        const QRectF area = process.adjusted(-out * across, -out * down, out * across, out * down);
        for (double y = area.bottom(); y >= area.top() && best.covered >= 1; y -= Step) {
            for (double x = area.right(); x >= area.left() && best.covered >= 1; x -= Step) {
                const Stand stand = standAt({x, y}, size, picture, seen);
                if (stand.covered < best.covered)
                    best = stand;
            }
        }
    }
    return best;
}

/// On the edges of the process, in its corners and beside it, the place that covers least; of equal ones the first.
Stand bestStand(const QRectF &process, double width, const QSizeF &picture, const QList<QRectF> &seen)
{
    const QSizeF size(width, GoOnHeight);
    const double left = process.left() + GoOnGap + width / 2;
    const double right = process.right() - GoOnGap - width / 2;
    const double inside = GoOnGap + GoOnHeight / 2;
    const QList<QPointF> centers{
        {process.center().x(), process.bottom()},
        {right, process.bottom()},
        {left, process.bottom()},
        {right, process.top() + inside},
        {right, process.bottom() - inside},
        {left, process.bottom() - inside},
        {process.center().x(), process.center().y()},
        {right, process.center().y()},
        {process.center().x(), process.top()},
        {right, process.top()},
        {right, process.bottom() + inside},
        {process.center().x(), process.bottom() + inside},
        {process.left() - width / 2 - 2, process.center().y()},
        {process.right() + width / 2 + 2, process.center().y()},
    };
    std::optional<Stand> best;
    for (const QPointF &center : centers) {
        const Stand stand = standAt(center, size, picture, seen);
        if (!best || stand.covered < best->covered)
            best = stand;
    }
    return *best;
}

} // namespace

void GoOn::add(DisplayList &list, const QList<Mark> &marks)
{
    figure::TextStyle style;
    style.size = 22;
    style.weight = 600;
    style.align = Qt::AlignLeft | Qt::AlignVCenter;
    const QString text = tr("Go on");
    const double textRoom = figure::textWidth(text, style) + 2;
    list.setLayer(figure::Layer::Moving); // comes after all the rest
    list.setOpacity(1);
    QList<QRectF> seen = worthSeeing(list);
    for (const Mark &mark : marks) {
        const QRectF process = figure::rectOf(list, {figure::Thing::Kind::Process, mark.process});
        if (process.isEmpty())
            continue;
        // Where there is no room for words the triangle stands alone.
        const double whole = 2 * GoOnPadding + GoOnArrow + GoOnGap + textRoom;
        Stand stand = bestStand(process, whole, list.logicalSize(), seen);
        const bool hasText = process.width() >= whole && stand.covered < 1;
        if (!hasText)
            stand = freeStand(process, bestStand(process, 2 * GoOnPadding + GoOnArrow, list.logicalSize(), seen),
                              list.logicalSize(), seen);
        const QRectF place = stand.place;
        seen.append(place);
        list.beginNode(figure::NodeKind::GoOn, mark.process, tr("Let %1 go on").arg(mark.name));
        list.box(place, GoOnHeight / 2, Tone::Match, mark.isNext ? Tone::Ink : Tone::MatchBorder,
                 mark.isNext ? 4 : 2.5);
        const double left = place.left() + GoOnPadding;
        QPainterPath arrow({left, place.center().y() - GoOnArrow / 2});
        arrow.lineTo(left + GoOnArrow * 0.85, place.center().y());
        arrow.lineTo(left, place.center().y() + GoOnArrow / 2);
        arrow.closeSubpath();
        list.fill(arrow, Tone::Ink);
        if (hasText) {
            style.colour = Tone::Ink;
            list.add(
                figure::layoutText(text, {left + GoOnArrow + GoOnGap, place.top(), textRoom, place.height()}, style));
        }
        list.endNode();
    }
}

std::optional<world::ProcessId> GoOn::at(const DisplayList &list, const QPointF &point)
{
    for (const int index : list.nodesAt(point)) {
        const figure::Node &node = list.nodes().at(index);
        if (node.kind == figure::NodeKind::GoOn)
            return static_cast<world::ProcessId>(node.id);
    }
    return std::nullopt;
}

} // namespace zocalo::view
