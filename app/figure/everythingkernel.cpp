// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The panel with the kernel's socket table.
#include "app/figure/everything.h"

#include "app/figure/kerneltable.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace zocalo::figure {

namespace {

constexpr double HeadTop = 50;
constexpr double KernelHeadHeight = 32;
constexpr double KernelRowHeight = 29;
constexpr double NoteHeight = 78;
constexpr double TextSize = 18;
constexpr double ColumnGap = 7; ///< between two columns
constexpr std::array Shown{KernelColumn::Owner, KernelColumn::Local,        KernelColumn::Remote,
                           KernelColumn::State, KernelColumn::ReceiveQueue, KernelColumn::SendQueue};

TextStyle kernelCell(int weight)
{
    TextStyle style;
    style.face = Face::Mono;
    style.size = TextSize;
    style.weight = weight;
    return style;
}

bool countsBytes(KernelColumn column)
{
    return column == KernelColumn::ReceiveQueue || column == KernelColumn::SendQueue;
}

struct ShownColumn
{
    KernelColumn column;
    double left = 0;
    double width = 0;
    Qt::Alignment align() const { return (countsBytes(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter; }
};

/// The columns, each as wide as what stands in it, and what is to spare between them. With the longest PIDs there is no
/// room for the last one.
QList<ShownColumn> columnsOf(const KernelTable &table, const QList<const kernel::SocketRow *> &rows,
                             const QRectF &place)
{
    TextStyle heading;
    heading.size = TextSize;
    heading.weight = 600;
    QList<ShownColumn> columns;
    double wide = 0;
    for (const KernelColumn column : Shown) {
        double width = textWidth(KernelTable::heading(column), heading);
        for (const kernel::SocketRow *row : rows)
            width = std::max(width, textWidth(table.text(*row, column), kernelCell(700)));
        columns.append({column, 0, std::ceil(width) + 1});
        wide += columns.last().width;
    }
    if (wide + ColumnGap * static_cast<double>(columns.size() - 1) > place.width())
        wide -= columns.takeLast().width;
    const double gap = std::max(ColumnGap, (place.width() - wide) / static_cast<double>(columns.size() - 1));
    double left = place.left();
    for (ShownColumn &column : columns) {
        column.left = left;
        left += column.width + gap;
    }
    return columns;
}

} // namespace

void Everything::drawKernel(const QRectF &place)
{
    m_list.beginNode(NodeKind::Table, 1, KernelTable::title());
    const world::TableAge age = m_input.now.tableAge();
    const bool hasBegun = m_input.now.moment().kind != world::MomentKind::Start;
    const QString before = !m_input.now.kernelRows().isEmpty() ? tr("read before")
                           : hasBegun                          ? tr("not read")
                                                               : QString();
    drawPanel(place, KernelTable::title(),
              age == world::TableAge::Exact ? tr("as read at this step")
              : age == world::TableAge::Old ? before
                                            : QString());
    const KernelTable table(m_input);
    QList<const kernel::SocketRow *> rows = table.rows();
    const auto wanted = [&](const kernel::SocketRow *row) { return table.isWanted(*row); };
    const double bottom = place.bottom() - NoteHeight - 4;
    const auto fit = static_cast<qsizetype>((bottom - place.top() - HeadTop - KernelHeadHeight) / KernelRowHeight);
    const bool both = !rows.isEmpty() && rows.first()->protocol != rows.last()->protocol;
    qsizetype hidden = 0;
    while (rows.size() + (both ? 2 : 1) + (hidden > 0 ? 1 : 0) > fit) {
        const auto spare = std::find_if(rows.rbegin(), rows.rend(), [&](auto *row) { return !wanted(row); });
        if (spare == rows.rend())
            break;
        rows.erase(std::next(spare).base());
        ++hidden;
    }

    const QList<ShownColumn> columns = columnsOf(table, rows, place.adjusted(14, 0, -12, 0));
    const double left = columns.first().left;
    double y = place.top() + HeadTop;
    m_list.fillRect({place.left() + 1.5, y, place.width() - 3, KernelHeadHeight}, Tone::LaneDeep);
    for (const ShownColumn &column : columns)
        word(KernelTable::heading(column.column), {column.left, y, column.width, KernelHeadHeight}, TextSize, 600,
             Tone::Secondary, column.align());
    y += KernelHeadHeight;
    auto protocol = kernel::Protocol::Other;
    for (const kernel::SocketRow *row : rows) {
        const world::Socket *socket = m_input.now.socketOfRow(row->cookie);
        const world::SocketId id = socket ? socket->id : row->cookie;
        if (row->protocol != protocol) {
            protocol = row->protocol;
            word(protocol == kernel::Protocol::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP"),
                 {left, y, 200, KernelRowHeight}, 18, 700, Tone::Secondary);
            y += KernelRowHeight;
        }
        const bool active = table.focus() != 0 && id == table.focus();
        m_list.beginNode(NodeKind::Row, id, table.text(*row, KernelColumn::Owner));
        if (active)
            m_list.box({place.left() + 6, y + 1, place.width() - 12, KernelRowHeight - 2}, 6, Tone::Match,
                       Tone::MatchBorder, 3);
        const int weight = active ? 700 : 500;
        for (const ShownColumn &column : columns)
            code(table.text(*row, column.column), {column.left, y, column.width, KernelRowHeight}, TextSize, weight,
                 Tone::Ink, column.align());
        m_list.endNode();
        y += KernelRowHeight;
    }
    if (hidden > 0)
        word(MechanismWords::moreRows(static_cast<int>(hidden)), {left, y, 300, KernelRowHeight}, 18, 500,
             Tone::Secondary);
    word(KernelTable::note(columns.last().column == KernelColumn::SendQueue),
         {left, place.bottom() - NoteHeight - 4, place.width() - 32, NoteHeight}, 18, 400, Tone::Secondary,
         Qt::AlignLeft | Qt::AlignVCenter, 3);
    m_list.endNode();
}

} // namespace zocalo::figure
