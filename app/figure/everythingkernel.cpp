// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The panel with the kernel's socket table.
#include "app/figure/everything.h"

#include "app/figure/kerneltable.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"

#include <algorithm>
#include <array>

namespace zocalo::figure {

namespace {

constexpr double HeadTop = 50;
constexpr double KernelHeadHeight = 32;
constexpr double KernelRowHeight = 29;
constexpr double NoteHeight = 52;
constexpr double TextSize = 18;
constexpr std::array Shown{KernelColumn::Owner, KernelColumn::Local, KernelColumn::Remote, KernelColumn::State,
                           KernelColumn::ReceiveQueue};
constexpr size_t Columns = Shown.size();

} // namespace

void Everything::drawKernel(const QRectF &place)
{
    m_list.beginNode(NodeKind::Table, 1, KernelTable::title());
    drawPanel(place, KernelTable::title(), m_input.now.kernelExact() ? tr("as read at this step") : QString());
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

    const auto mono = [](int weight) {
        TextStyle style;
        style.face = Face::Mono;
        style.size = TextSize;
        style.weight = weight;
        return style;
    };
    // "4100/fd 4" is as wide as the widest owner; the rest of the columns are of known width.
    double owner = textWidth(QStringLiteral("41000/fd 4"), mono(700));
    for (const kernel::SocketRow *row : rows)
        owner = std::max(owner, textWidth(table.text(*row, KernelColumn::Owner), mono(700)));
    const double port = textWidth(QStringLiteral("*:40000"), mono(700)) + 9;
    const double state = textWidth(QStringLiteral("ESTABLISHED"), mono(700)) + 8;
    std::array<double, Columns + 1> at{};
    at.at(0) = place.left() + 16;
    at.at(1) = at.at(0) + owner + 14;
    at.at(2) = at.at(1) + port;
    at.at(3) = at.at(2) + port;
    at.at(4) = at.at(3) + state;
    at.at(5) = place.right() - 14;
    double y = place.top() + HeadTop;
    m_list.fillRect({place.left() + 1.5, y, place.width() - 3, KernelHeadHeight}, Tone::LaneDeep);
    for (size_t i = 0; i < Columns; ++i)
        word(KernelTable::heading(Shown.at(i)), {at.at(i), y, at.at(i + 1) - at.at(i), KernelHeadHeight}, 18, 600,
             Tone::Secondary, i + 1 == Columns ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    y += KernelHeadHeight;
    auto protocol = kernel::Protocol::Other;
    for (const kernel::SocketRow *row : rows) {
        const world::Socket *socket = m_input.now.socketOfRow(row->cookie);
        const world::SocketId id = socket ? socket->id : row->cookie;
        if (row->protocol != protocol) {
            protocol = row->protocol;
            word(protocol == kernel::Protocol::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP"),
                 {at.at(0), y, 200, KernelRowHeight}, 18, 700, Tone::Secondary);
            y += KernelRowHeight;
        }
        const bool active = table.focus() != 0 && id == table.focus();
        m_list.beginNode(NodeKind::Row, id, table.text(*row, KernelColumn::Owner));
        if (active)
            m_list.box({place.left() + 6, y + 1, place.width() - 12, KernelRowHeight - 2}, 6, Tone::Match,
                       Tone::MatchBorder, 3);
        const int weight = active ? 700 : 500;
        for (size_t i = 0; i < Columns; ++i)
            code(table.text(*row, Shown.at(i)), {at.at(i), y, at.at(i + 1) - at.at(i), KernelRowHeight}, TextSize,
                 weight, Tone::Ink,
                 i + 1 == Columns ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
        m_list.endNode();
        y += KernelRowHeight;
    }
    if (hidden > 0)
        word(MechanismWords::moreRows(static_cast<int>(hidden)), {at.at(0), y, 300, KernelRowHeight}, 18, 500,
             Tone::Secondary);
    word(KernelTable::note(), {at.at(0), place.bottom() - NoteHeight - 4, place.width() - 32, NoteHeight}, 18, 400,
         Tone::Secondary, Qt::AlignLeft | Qt::AlignVCenter, 2);
    m_list.endNode();
}

} // namespace zocalo::figure
