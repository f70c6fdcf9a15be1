// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/frame.h"

#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double LegendFromBottom = 33; ///< the legend's middle, over the picture's lower edge
constexpr double SymbolGap = 12;
constexpr double EntryGap = 36;

double symbolWidth(LegendEntry entry)
{
    switch (entry) {
    case LegendEntry::CallMade:
    case LegendEntry::CallNext:
    case LegendEntry::Asleep:
        return 22;
    case LegendEntry::Ghost:
        return 22;
    default:
        return 52;
    }
}

void drawSymbol(DisplayList &list, LegendEntry entry, const QPointF &left)
{
    QPainterPath path(left);
    path.lineTo(left + QPointF(symbolWidth(entry), 0));
    const QPointF middle = left + QPointF(symbolWidth(entry) / 2, 0);
    switch (entry) {
    case LegendEntry::Gone:
        list.stroke(path, Tone::Secondary, 6);
        break;
    case LegendEntry::ToGo: {
        QPainterPath dots(left + QPointF(3, 0));
        dots.lineTo(left + QPointF(49, 0));
        list.stroke(dots, Tone::Secondary, 6, LineStyle::RoundDots);
        break;
    }
    case LegendEntry::Deduced:
        list.stroke(path, Tone::Wire, 18);
        list.stroke(path, Tone::Lane, 13);
        break;
    case LegendEntry::Border:
        list.line(left - QPointF(0, 3), left + QPointF(52, -3), Tone::Secondary, 2.2);
        list.line(left + QPointF(0, 3), left + QPointF(52, 3), Tone::Secondary, 2.2);
        break;
    case LegendEntry::CallMade:
        drawCallMark(list, CallMark::Made, middle, 20);
        break;
    case LegendEntry::CallNext:
        drawCallMark(list, CallMark::Next, middle, 20);
        break;
    case LegendEntry::Asleep:
        drawCallMark(list, CallMark::Asleep, middle, 22);
        break;
    case LegendEntry::Ghost: {
        Door door;
        door.foot = middle + QPointF(0, 14);
        door.size = {20, 28};
        door.ghost = true;
        drawDoor(list, door);
        break;
    }
    }
}

} // namespace

QString Frame::legendText(LegendEntry entry)
{
    switch (entry) {
    case LegendEntry::Gone:
        return tr("way gone");
    case LegendEntry::ToGo:
        return tr("still to go");
    case LegendEntry::Deduced:
        return tr("deduced, not observed");
    case LegendEntry::Border:
        return tr("user space / kernel border");
    case LegendEntry::CallMade:
        return tr("call made");
    case LegendEntry::CallNext:
        return tr("not called yet");
    case LegendEntry::Asleep:
        return tr("asleep in the call");
    case LegendEntry::Ghost:
        return tr("socket without descriptor");
    }
    return {};
}

void Frame::drawGround(DisplayList &list) { list.fillRect(QRectF(QPointF(), list.logicalSize()), Tone::Background); }

void Frame::drawLegend(DisplayList &list, const QList<LegendEntry> &legend, double right)
{
    TextStyle style;
    style.size = 20;
    style.weight = 500;
    style.colour = Tone::Secondary;
    style.calls = true;
    double gap = EntryGap;
    const auto width = [&] {
        double sum = -gap;
        for (const LegendEntry entry : legend)
            sum += symbolWidth(entry) + SymbolGap + textWidth(legendText(entry), style) + gap;
        return sum;
    };
    while (width() > right - Margin && (style.size > MinTextSize || gap > 18)) {
        if (style.size > MinTextSize)
            style.size -= 1;
        else
            gap -= 2;
    }
    const double y = list.logicalSize().height() - LegendFromBottom;
    double x = Margin;
    for (const LegendEntry entry : legend) {
        list.beginNode(NodeKind::Legend, static_cast<quint64>(entry), legendText(entry));
        drawSymbol(list, entry, {x, y});
        x += symbolWidth(entry) + SymbolGap;
        const double textWide = textWidth(legendText(entry), style);
        list.add(layoutText(legendText(entry), QRectF(x, y - 15, textWide + 1, 30), style));
        list.endNode();
        x += textWide + gap;
    }
}

void Frame::drawFoot(DisplayList &list, const QString &caption, const QList<LegendEntry> &legend, const QString &note,
                     double captionSize)
{
    const double width = list.logicalSize().width();
    const double height = list.logicalSize().height();
    const double top = footTop(list);
    list.line({24, top}, {width - 24, top}, Tone::Wire, 1.5);
    TextStyle style;
    style.size = captionSize;
    style.weight = 600;
    style.maxLines = 2;
    style.minSize = 22;
    style.lineHeight = 1.22;
    list.beginNode(NodeKind::Caption, 0, caption);
    list.add(layoutText(caption, QRectF(Margin, top + 6, width - 2 * Margin, 74), style));
    list.endNode();
    double right = width - Margin;
    if (!note.isEmpty()) {
        TextStyle small;
        small.size = 18;
        small.colour = Tone::Secondary;
        small.align = Qt::AlignRight | Qt::AlignVCenter;
        const double noteWidth = textWidth(note, small) + 1;
        const double y = height - LegendFromBottom;
        list.add(layoutText(note, QRectF(right - noteWidth, y - 15, noteWidth, 30), small));
        right -= noteWidth + EntryGap;
    }
    drawLegend(list, legend, right);
}

} // namespace zocalo::figure
