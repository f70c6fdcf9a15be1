// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/frame.h"

#include "app/figure/pairshapes.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double LegendFromBottom = 33;    ///< the legend's middle, over the picture's lower edge
constexpr double SecondRowFromBottom = 21; ///< where the legend has two rows
constexpr double RowPitch = 28;
constexpr double NarrowLegendTop = 90; ///< from the foot's top to the middle of its first row
constexpr double NarrowPitch = 26;
constexpr double SymbolGap = 12;
constexpr double EntryGap = 36;
constexpr double LeastGap = 24;

TextStyle legendStyle(double size)
{
    TextStyle style;
    style.size = size;
    style.weight = 500;
    style.colour = Tone::Secondary;
    style.calls = true;
    return style;
}

double symbolWidth(LegendEntry entry)
{
    switch (entry) {
    case LegendEntry::CallMade:
    case LegendEntry::CallNext:
    case LegendEntry::Asleep:
    case LegendEntry::Lost:
        return 22;
    case LegendEntry::Ghost:
    case LegendEntry::TcpSocket:
    case LegendEntry::UdpSocket:
    case LegendEntry::Listening:
    case LegendEntry::Shared:
    case LegendEntry::SharedUdp:
        return 22;
    case LegendEntry::Reply:
    case LegendEntry::WasHere:
        return 34;
    case LegendEntry::ChildToGo:
        return 66;
    case LegendEntry::StationCall:
    case LegendEntry::StationStep:
        return 32;
    default:
        return 52;
    }
}

Door smallDoor(const QPointF &middle, DoorKind kind)
{
    Door door;
    door.kind = kind;
    door.foot = middle + QPointF(0, 12.5);
    door.size = {18, 25};
    return door;
}

void drawSymbol(DisplayList &list, LegendEntry entry, const QPointF &left)
{
    QPainterPath path(left);
    path.lineTo(left + QPointF(symbolWidth(entry), 0));
    const QPointF middle = left + QPointF(symbolWidth(entry) / 2, 0);
    switch (entry) {
    case LegendEntry::TcpSocket:
        drawDoor(list, smallDoor(middle, DoorKind::Tcp));
        break;
    case LegendEntry::UdpSocket:
        drawDoor(list, smallDoor(middle, DoorKind::Udp));
        break;
    case LegendEntry::Listening:
        drawDoor(list, smallDoor(middle, DoorKind::Listening));
        break;
    case LegendEntry::Shared:
    case LegendEntry::SharedUdp: {
        Door door = smallDoor(middle - QPointF(2, 0), entry == LegendEntry::Shared ? DoorKind::Tcp : DoorKind::Udp);
        door.processes = 2;
        drawDoor(list, door);
        break;
    }
    case LegendEntry::Reply:
        drawEnvelope(list, QRectF(left.x(), left.y() - 12, 34, 24), ServerSender, QStringLiteral("S"));
        break;
    case LegendEntry::Gone:
        list.stroke(path, Tone::Secondary, 6);
        break;
    case LegendEntry::ToGo: {
        QPainterPath dots(left + QPointF(3, 0));
        dots.lineTo(left + QPointF(49, 0));
        list.stroke(dots, Tone::Secondary, 6, LineStyle::RoundDots);
        break;
    }
    case LegendEntry::ChildToGo: {
        Door door;
        door.foot = left + QPointF(8, 11);
        door.size = {16, 22};
        door.ghost = true;
        drawDoor(list, door);
        QPainterPath dots(left + QPointF(25, 0));
        dots.lineTo(left + QPointF(63, 0));
        list.stroke(dots, Tone::Secondary, 6, LineStyle::RoundDots);
        break;
    }
    case LegendEntry::WasHere:
        drawEnvelopeTrace(list, {left.x(), left.y() - 12, 34, 24}, ServerSender);
        break;
    case LegendEntry::Lost:
        drawCallMark(list, CallMark::Failed, middle, 22);
        break;
    case LegendEntry::Deduced:
        // As the lanes of the picture: in a sender's colour.
        drawLane(list, path, 0, 18);
        break;
    case LegendEntry::Seen:
        list.line(left, left + QPointF(40, 0), Tone::Secondary, 4);
        drawArrowhead(list, left + QPointF(52, 0), 0, Tone::Secondary, 16);
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
        Door door = smallDoor(middle, DoorKind::Tcp);
        door.ghost = true;
        drawDoor(list, door);
        break;
    }
    case LegendEntry::StationCall:
        drawStation(list, StationKind::Call, 1, middle, 16);
        break;
    case LegendEntry::StationStep:
        drawStation(list, StationKind::Step, 2, middle, 16);
        break;
    }
}

} // namespace

QString Frame::legendText(LegendEntry entry)
{
    switch (entry) {
    case LegendEntry::TcpSocket:
        return tr("TCP socket");
    case LegendEntry::UdpSocket:
        return tr("UDP socket");
    case LegendEntry::Listening:
        return tr("listening socket");
    case LegendEntry::Shared:
    case LegendEntry::SharedUdp:
        return tr("one socket of several processes");
    case LegendEntry::Reply:
        return tr("reply of the server");
    case LegendEntry::Gone:
        return tr("path travelled");
    case LegendEntry::ToGo:
        return tr("still to go");
    case LegendEntry::ChildToGo:
        return tr("a socket, still to go");
    case LegendEntry::WasHere:
        return tr("the message was here");
    case LegendEntry::Lost:
        return tr("dropped");
    case LegendEntry::Deduced:
        return tr("deduced, not observed");
    case LegendEntry::Seen:
        return tr("seen on the network");
    case LegendEntry::Border:
        return tr("user space / kernel boundary");
    case LegendEntry::CallMade:
        return tr("call made");
    case LegendEntry::CallNext:
        return tr("not called yet: the process is paused");
    case LegendEntry::Asleep:
        return tr("asleep in the call");
    case LegendEntry::Ghost:
        return tr("socket without descriptor");
    case LegendEntry::StationCall:
        return tr("call observed");
    case LegendEntry::StationStep:
        return tr("step deduced");
    }
    return {};
}

void Frame::drawGround(DisplayList &list) { list.fillRect(QRectF(QPointF(), list.logicalSize()), Tone::Background); }

double Frame::rowWidth(const QList<LegendEntry> &row, double size, double gap)
{
    double sum = -gap;
    for (const LegendEntry entry : row)
        sum += symbolWidth(entry) + SymbolGap + textWidth(legendText(entry), legendStyle(size)) + gap;
    return sum;
}

void Frame::drawLegendRow(DisplayList &list, const QList<LegendEntry> &row, double y, double size, double gap)
{
    const TextStyle style = legendStyle(size);
    double x = Margin;
    for (const LegendEntry entry : row) {
        list.beginNode(NodeKind::Legend, static_cast<quint64>(entry), legendText(entry));
        drawSymbol(list, entry, {x, y});
        x += symbolWidth(entry) + SymbolGap;
        const double textWide = textWidth(legendText(entry), style);
        list.add(layoutText(legendText(entry), QRectF(x, y - 13, textWide + 1, 26), style));
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
    if (isNarrow(list)) {
        drawNarrowLegend(list, legend, note, top + NarrowLegendTop);
        drawCaption(list, caption, NarrowLegendTop - 20, captionSize);
        return;
    }
    double right = width - Margin;
    TextStyle small;
    small.size = 18;
    small.colour = Tone::Secondary;
    small.align = Qt::AlignRight | Qt::AlignVCenter;
    const double noteWidth = note.isEmpty() ? 0 : textWidth(note, small) + 1;
    const double room = right - Margin - (note.isEmpty() ? 0 : noteWidth + EntryGap);

    // One row as long as that is calm, else two: things in the first, lines and marks in the second.
    double size = 20;
    double gap = EntryGap;
    QList<LegendEntry> first = legend;
    QList<LegendEntry> second;
    if (rowWidth(legend, size, LeastGap) > room) {
        while (!first.isEmpty() && (first.last() >= LegendEntry::Gone || rowWidth(first, size, gap) > right - Margin))
            second.prepend(first.takeLast());
        const auto tooLong = [&] { return rowWidth(second, size, gap) > room; };
        for (; tooLong() && gap > LeastGap; gap -= 2) {
        }
        for (; tooLong() && size > MinTextSize; size -= 1) {
        }
        while (!second.isEmpty() && tooLong())
            first.append(second.takeFirst());
    } else {
        while (rowWidth(legend, size, gap) > room)
            gap -= 2;
    }
    const double last = height - (second.isEmpty() ? LegendFromBottom : SecondRowFromBottom);
    drawLegendRow(list, first, second.isEmpty() ? last : last - RowPitch, size, gap);
    drawLegendRow(list, second, last, size, gap);
    if (!note.isEmpty())
        list.add(layoutText(note, QRectF(right - noteWidth, last - 15, noteWidth, 30), small));

    drawCaption(list, caption, second.isEmpty() ? 74 : 66, captionSize);
}

void Frame::drawCaption(DisplayList &list, const QString &caption, double height, double captionSize)
{
    TextStyle style;
    style.size = captionSize;
    style.weight = 600;
    style.maxLines = 2;
    style.minSize = 22;
    style.lineHeight = 1.22;
    style.calls = true;
    list.beginNode(NodeKind::Caption, 0, caption);
    const double width = list.logicalSize().width() - 2 * Margin;
    list.add(layoutText(caption, QRectF(Margin, footTop(list) + 6, width, height), style));
    list.endNode();
}

void Frame::drawNarrowLegend(DisplayList &list, const QList<LegendEntry> &legend, const QString &note, double top)
{
    const double right = list.logicalSize().width() - Margin;
    double y = top;
    QList<LegendEntry> row;
    for (const LegendEntry entry : legend) {
        if (!row.isEmpty() && Margin + rowWidth(row + QList{entry}, MinTextSize, LeastGap) > right) {
            drawLegendRow(list, row, y, MinTextSize, LeastGap);
            row.clear();
            y += NarrowPitch;
        }
        row.append(entry);
    }
    drawLegendRow(list, row, y, MinTextSize, LeastGap);
    if (note.isEmpty())
        return;
    TextStyle small;
    small.size = MinTextSize;
    small.colour = Tone::Secondary;
    const double wide = textWidth(note, small) + 1;
    double left = Margin + (row.isEmpty() ? 0 : rowWidth(row, MinTextSize, LeastGap) + LeastGap);
    if (left + wide > right && !row.isEmpty()) {
        left = Margin;
        y += NarrowPitch;
    }
    list.add(layoutText(note, QRectF(left, y - 13, right - left, 26), small));
}

} // namespace zocalo::figure
