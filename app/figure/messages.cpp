// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <QCoreApplication>
#include <QStringDecoder>

#include <algorithm>
#include <cmath>

namespace zocalo::figure {

namespace {

constexpr double CellWidth = 22;  ///< a byte in a queue
constexpr double LeastCell = 16;  ///< where there is little room
constexpr double NameTabPad = 16; ///< around a name in its tab
constexpr int WantedCells = 6;    ///< of one message that a queue asks room for
constexpr int MaxCells = 20;      ///< that are shown where there is room; the others are told by "…"

QPainterPath rounded(const QRectF &rect, double radius)
{
    QPainterPath path;
    path.addRoundedRect(rect, radius, radius);
    return path;
}

TextStyle nameStyle(double size)
{
    TextStyle style;
    style.size = size;
    style.weight = 700;
    style.colour = Tone::PaperInk;
    style.align = Qt::AlignCenter;
    style.lineHeight = 1;
    return style;
}

double nameSize(double envelopeHeight) { return std::clamp(std::round(0.44 * envelopeHeight), 18.0, 30.0); }

/// What a queue's cells show of a message: its characters, as long as they are printable.
QStringList characters(const QueueEntry &entry, int maxCells = MaxCells)
{
    QStringList cells;
    QStringDecoder decoder(QStringDecoder::Utf8);
    const QString text = decoder(entry.bytes);
    for (const QChar &letter : text) {
        if (letter.isLowSurrogate() && !cells.isEmpty())
            cells.last() += letter;
        else if (letter == QLatin1Char('\n'))
            cells.append(QStringLiteral("↵"));
        else
            cells.append(letter.isPrint() ? QString(letter) : QStringLiteral("·"));
    }
    if (decoder.hasError() || (cells.isEmpty() && entry.size > 0))
        cells = {QStringLiteral("…")};
    if (cells.size() > maxCells)
        cells = maxCells < 2 ? QStringList() : cells.mid(0, maxCells - 1) << QStringLiteral("…");
    return cells;
}

double tabWidth(const QueueEntry &entry) { return textWidth(entry.name, nameStyle(MinTextSize)) + NameTabPad; }

double entryWidth(const QueueEntry &entry, int maxCells, double cell)
{
    return tabWidth(entry) + cell * static_cast<double>(characters(entry, maxCells).size());
}

double entriesWidth(const QList<QueueEntry> &entries, int maxCells, double cell = CellWidth)
{
    double width = 0;
    for (const QueueEntry &entry : entries)
        width += entryWidth(entry, maxCells, cell);
    return width;
}

void drawByteEntry(DisplayList &list, const QRectF &rect, const QueueEntry &entry, int maxCells, double cellWidth)
{
    const Colour edge(Tone::SenderText, entry.sender);
    const double tab = tabWidth(entry);
    list.box(rect, 4, {Tone::SenderTint, entry.sender});
    const QRectF tabRect(rect.topLeft(), QSizeF(tab, rect.height()));
    list.box(tabRect, 4, Tone::Paper, edge, 2);
    list.add(layoutText(entry.name, tabRect.adjusted(3, 0, -3, 0), nameStyle(MinTextSize)));
    TextStyle letter;
    letter.face = Face::Mono;
    letter.weight = 700;
    letter.size = 19;
    letter.align = Qt::AlignCenter;
    letter.lineHeight = 1;
    const QStringList cells = characters(entry, maxCells);
    for (qsizetype i = 0; i < cells.size(); ++i) {
        const QRectF cell(rect.left() + tab + cellWidth * static_cast<double>(i), rect.top(), cellWidth, rect.height());
        if (i > 0)
            list.line(cell.topLeft() + QPointF(0, 5), cell.bottomLeft() - QPointF(0, 5), edge, 1);
        if (cells.at(i) != QLatin1String(" "))
            list.add(layoutText(cells.at(i), cell.adjusted(1, 0, -1, 0), letter));
    }
    list.box(rect, 4, {}, edge, 2);
}

constexpr double MoreWidth = 52; ///< "+6 more"

/// Where the datagrams stand in a queue: in lines, one under the other, in each the older nearer to the door.
struct DatagramGrid
{
    QRectF box;
    double height = 0;
    double cell = 0; ///< a column's width
    int rows = 1;
    int capacity = 0;
    static constexpr double Gap = 4;
    static constexpr double RowGap = 4;
    static constexpr double Pad = 5;
    static constexpr double LeastHeight = 34;
    static constexpr double LeastEnvelope = 28;

    DatagramGrid(const QRectF &boxOf, const QList<QueueEntry> &entries) : box(boxOf)
    {
        const bool big = box.width() > 300;
        // In a low box it is at least as high as its label needs.
        const double least = std::min(box.height() - 8, LeastEnvelope);
        height = std::clamp(box.height() - (box.height() > 90 ? 12 : 26), least, big ? 50.0 : 40.0);
        fill(entries);
        const int most = static_cast<int>((box.height() - 10 + RowGap) / (LeastHeight + RowGap));
        while (capacity < entries.size() && rows < most) {
            ++rows;
            height = std::min(height, (box.height() - 10 + RowGap) / rows - RowGap);
            fill(entries);
        }
    }

    void fill(const QList<QueueEntry> &entries)
    {
        cell = 0;
        for (const QueueEntry &entry : entries)
            cell = std::max(cell, envelopeSize(entry.name, height).width());
        const auto columns = [this](double room) { return static_cast<int>((room + Gap) / (cell + Gap)); };
        const double room = box.width() - 2 * Pad;
        capacity = cell > 0 ? rows * columns(room) : 0;
        if (capacity < entries.size())
            capacity = rows * columns(room - MoreWidth);
    }

    QRectF place(int index, const QSizeF &size, bool doorAtRight) const
    {
        const int line = std::max(1, capacity / rows); // how many it has
        const double column = (index % line) * (cell + Gap);
        const double x = doorAtRight ? box.right() - Pad - column - cell : box.left() + Pad + column;
        const double top = box.center().y() - (rows * (height + RowGap) - RowGap) / 2;
        return {x + (cell - size.width()) / 2, top + (index / line) * (height + RowGap), size.width(), size.height()};
    }
};

} // namespace

QSizeF envelopeSize(const QString &name, double height)
{
    const double label = textWidth(name, nameStyle(nameSize(height))) + 14;
    // A small one is hardly more than its label.
    return {std::max(1.3 * height, label / (height < 30 ? 0.85 : 0.7)), height};
}

void drawEnvelope(DisplayList &list, const QRectF &rect, int sender, const QString &name)
{
    if (list.layer() == Layer::Moving) // a key takes longer than most of what stands still
        list.beginSprite(
            QStringLiteral("envelope %1 %2 %3 %4").arg(sender).arg(rect.width()).arg(rect.height()).arg(name),
            rect.topLeft());
    const QPainterPath body = rounded(rect, 4);
    list.fill(body, {Tone::Sender, sender});
    const QPainterPath pattern = patternPath(sender, body);
    if (!pattern.isEmpty())
        list.fill(pattern, {Tone::SenderPattern, sender});
    const Colour edge = sender == ServerSender ? Colour(Tone::Ink) : Colour(Tone::SenderEdge, sender);
    list.add(Shape{body, {}, edge, 1.8});
    QPainterPath flap(rect.topLeft() + QPointF(1, 1));
    flap.lineTo(rect.center().x(), rect.top() + 0.43 * rect.height());
    flap.lineTo(rect.topRight() + QPointF(-1, 1));
    list.stroke(flap, sender == ServerSender ? Colour(Tone::Panel) : edge, 1.8);
    const double size = nameSize(rect.height());
    const double width = std::max(0.62 * rect.width(), textWidth(name, nameStyle(size)) + 10);
    const double height = std::max(0.52 * rect.height(), size + 2);
    const QRectF label(rect.center().x() - width / 2, rect.bottom() - 3 - height, width, height);
    list.box(label, 3, Tone::Paper);
    list.add(layoutText(name, label, nameStyle(size)));
    if (list.layer() == Layer::Moving)
        list.endSprite();
}

void drawEnvelopeTrace(DisplayList &list, const QRectF &rect, int sender, const QString &name)
{
    const Colour edge = sender < 0 ? Colour(Tone::Wire) : Colour(Tone::Sender, sender);
    list.add(Shape{rounded(rect, 4), name.isEmpty() ? Colour(Tone::Panel) : Colour(Tone::SenderTint, sender), edge,
                   name.isEmpty() ? 2 : 1.5});
    QPainterPath flap(rect.topLeft() + QPointF(1, 1));
    flap.lineTo(rect.center().x(), rect.top() + 0.43 * rect.height());
    flap.lineTo(rect.topRight() + QPointF(-1, 1));
    list.stroke(flap, edge, name.isEmpty() ? 2 : 1.5);
    if (name.isEmpty())
        return;
    TextStyle style = nameStyle(nameSize(rect.height()));
    style.weight = 600;
    style.colour = {Tone::SenderText, sender};
    const double height = std::max(0.52 * rect.height(), style.size + 2);
    const double width = textWidth(name, style) + 8;
    const QRectF label(rect.center().x() - width / 2, rect.bottom() - 3 - height, width, height);
    list.fillRect(label, {Tone::SenderTint, sender});
    list.add(layoutText(name, label, style));
}

void drawTornEnvelope(DisplayList &list, const QRectF &rect, int sender, const QString &name)
{
    drawEnvelopeTrace(list, rect, sender);
    const double edge = rect.left() + 0.6 * rect.width();
    const double tooth = 0.06 * rect.width();
    QPainterPath left(rect.topLeft());
    constexpr int Teeth = 6;
    for (int i = 0; i <= Teeth; ++i)
        left.lineTo(edge + (i % 2 == 0 ? tooth : -tooth), rect.top() + rect.height() * i / Teeth);
    left.lineTo(rect.bottomLeft());
    left.closeSubpath();
    const QPainterPath body = rounded(rect, 4).intersected(left);
    list.fill(body, {Tone::Sender, sender});
    const QPainterPath pattern = patternPath(sender, body);
    if (!pattern.isEmpty())
        list.fill(pattern, {Tone::SenderPattern, sender});
    list.stroke(body, sender == ServerSender ? Colour(Tone::Ink) : Colour(Tone::SenderEdge, sender), 1.8);
    const double size = nameSize(rect.height());
    const double width = textWidth(name, nameStyle(size)) + 8;
    const double height = std::max(0.52 * rect.height(), size + 2);
    const QRectF label(rect.left() + 3, rect.bottom() - 3 - height, width, height);
    list.box(label, 3, Tone::Paper);
    list.add(layoutText(name, label, nameStyle(size)));
}

void drawHeaderCell(DisplayList &list, const QRectF &rect, const QString &name)
{
    list.box(rect, 3, Tone::LaneDeep, Tone::Wire, 1.5);
    TextStyle style = nameStyle(19);
    style.colour = Tone::Ink;
    style.weight = 600;
    list.add(layoutText(name, rect.adjusted(3, 0, -3, 0), style));
}

void drawQueueBox(DisplayList &list, const QRectF &box, bool shared)
{
    list.box(box, shared ? 8 : 6, shared ? Tone::LaneDeep : Tone::Panel, Tone::Secondary, shared ? 3 : 2.5);
}

int drawDatagramQueue(DisplayList &list, const QRectF &box, const QList<QueueEntry> &entries, bool doorAtRight)
{
    drawQueueBox(list, box, true);
    const DatagramGrid grid(box, entries);
    int shown = 0;
    for (; shown < std::min<qsizetype>(grid.capacity, entries.size()); ++shown) {
        const QueueEntry &entry = entries.at(shown);
        list.beginNode(NodeKind::Message, entry.message, entry.name);
        drawEnvelope(list, grid.place(shown, envelopeSize(entry.name, grid.height), doorAtRight), entry.sender,
                     entry.name);
        list.endNode();
    }
    if (shown < entries.size()) {
        TextStyle more = nameStyle(MinTextSize).lines(2);
        more.colour = Tone::Ink;
        more.lineHeight = 1.1;
        const QRectF rest(doorAtRight ? box.left() + 3 : box.right() - 3 - MoreWidth, box.top(), MoreWidth,
                          box.height());
        //: in a queue: so many more than are shown; two lines
        list.add(layoutText(
            QCoreApplication::translate("zocalo::figure::Queue", "+%1\nmore").arg(entries.size() - shown), rest, more));
    }
    return shown;
}

double byteQueueWidth(const QList<QueueEntry> &entries) { return entriesWidth(entries, WantedCells); }

void drawByteQueue(DisplayList &list, const QRectF &box, const QList<QueueEntry> &entries, bool doorAtRight)
{
    drawQueueBox(list, box);
    const double pad = box.height() < 34 ? 4 : 6;
    const double room = box.width() - 2 * pad;
    // Where there is little room the cells are narrower; where there is none for all bytes, each message shows fewer of
    // them; in the end its name stands for them.
    double cell = CellWidth;
    while (cell > LeastCell && entriesWidth(entries, MaxCells, cell) > room)
        cell -= 1;
    int maxCells = MaxCells;
    while (maxCells > 0 && entriesWidth(entries, maxCells, cell) > room)
        --maxCells;
    double x = doorAtRight ? box.right() - pad : box.left() + pad;
    double used = 0;
    for (const QueueEntry &entry : entries) {
        const double width = entryWidth(entry, maxCells, cell);
        used += width;
        if (used > room + 0.01)
            return;
        const QRectF rect(doorAtRight ? x - width : x, box.top() + pad, width, box.height() - 2 * pad);
        list.beginNode(NodeKind::Message, entry.message, entry.name, QString::fromUtf8(entry.bytes));
        drawByteEntry(list, rect, entry, maxCells, cell);
        list.endNode();
        x += doorAtRight ? -width : width;
    }
}

} // namespace zocalo::figure
