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

/// At the process's lower edge, half over it; in sight.
QRectF placeOfControl(const QRectF &process, double width, const QSizeF &picture)
{
    QRectF place(0, 0, width, GoOnHeight);
    place.moveCenter({process.center().x(), process.bottom()});
    place.moveLeft(std::clamp(place.left(), GoOnGap, std::max(GoOnGap, picture.width() - width - GoOnGap)));
    place.moveTop(std::min(place.top(), picture.height() - GoOnHeight - GoOnGap));
    return place;
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
    for (const Mark &mark : marks) {
        const QRectF process = figure::rectOf(list, {figure::Thing::Kind::Process, mark.process});
        if (process.isEmpty())
            continue;
        // Where many stand close together there is room for the triangle alone.
        const double whole = 2 * GoOnPadding + GoOnArrow + GoOnGap + textRoom;
        const bool hasText = process.width() >= whole;
        const QRectF place = placeOfControl(process, hasText ? whole : 2 * GoOnPadding + GoOnArrow, list.logicalSize());
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
