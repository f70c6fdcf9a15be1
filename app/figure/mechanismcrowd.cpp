// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The mechanism of more than eight clients: one of them is drawn as ever, the others have a name each, and their
// sockets stand together.
#include "app/figure/mechanism.h"

#include "app/figure/mechanismshapes.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"
#include "core/world/backlog.h"

#include <QSet>

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr int WithGlyph = 16;     ///< so many have their glyph beside the name
constexpr int NamedOneByOne = 50; ///< of more, tens
constexpr int GroupSize = 10;
constexpr double ChipGap = 5;
constexpr double MaxChipHeight = 38;
constexpr double ChipsHead = 54;
constexpr double RestLane = 12;
constexpr QSizeF RestDoor(58, 84);
constexpr double PileStep = 7; ///< from one door of the pile to the next

/// Some doors, one behind the other.
void drawPile(DisplayList &list, DoorKind kind, const QPointF &foot, qsizetype count)
{
    Door door;
    door.kind = kind;
    door.size = RestDoor;
    for (qsizetype i = std::min<qsizetype>(count, 3) - 1; i >= 0; --i) {
        door.foot = foot + QPointF(PileStep, -PileStep) * static_cast<double>(i);
        drawDoor(list, door);
    }
}

/// Chips in rows: `columns` of them over the width of `area`.
QRectF chipAt(const QRectF &area, int index, int columns, double height)
{
    const double width = (area.width() - ChipGap * (columns - 1)) / columns;
    return {area.left() + (index % columns) * (width + ChipGap), area.top() + (index / columns) * (height + ChipGap),
            width, height};
}

int rowsOf(int count, int columns) { return (count + columns - 1) / columns; }

} // namespace

QList<int> Mechanism::restWithPeer() const
{
    QList<int> rest;
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        if (!m_grid.shows(i) && peerFor(i))
            rest << i;
    }
    return rest;
}

void Mechanism::drawCrowd()
{
    drawChips();
    drawRestDoors();
}

void Mechanism::drawChip(const QRectF &rect, const QString &text, int sender, bool active, bool glyph)
{
    if (active)
        m_list.box(rect, 6, {Tone::SenderTint, sender}, {Tone::Sender, sender}, 3);
    else
        m_list.box(rect, 6, Tone::Panel, Tone::Wire, 1.8);
    if (glyph) {
        const QPainterPath path = glyphPath(sender, {rect.left() + 16, rect.center().y()}, 8);
        m_list.fill(path, active ? Colour(Tone::Sender, sender) : Colour(Tone::Wire));
    }
    word(text, rect.adjusted(glyph ? 28 : 1, 0, glyph ? -4 : -1, 0), MinTextSize, active ? 700 : 500,
         active ? Colour(Tone::SenderText, sender) : Colour(Tone::Secondary), Qt::AlignCenter);
}

/// A chip for each process, whatever the number of its connections.
void Mechanism::drawChips()
{
    QList<const ClientPart *> clients;
    int active = -1;
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        const ClientPart &part = m_scene.cast.clients().at(i);
        if (!part.joined)
            clients << &part;
        if (i == m_scene.client)
            active = static_cast<int>(clients.size()) - 1;
    }
    const auto count = static_cast<int>(clients.size());
    const QRectF place = m_grid.chips();
    const int ended = m_scene.cast.endedCount();
    word(ended == 0 ? MechanismWords::clientsEachAProcess(count) : MechanismWords::clientsEnded(ended, count),
         {place.topLeft(), QSizeF(place.width(), ChipsHead - 8)}, 18, 600, Tone::Ink, Qt::AlignLeft | Qt::AlignVCenter,
         2);
    const QRectF area = place.adjusted(0, ChipsHead, 0, 0);
    const auto letter = [&](int index) { return m_scene.names.letter(clients.at(index)->process->id); };
    const auto chip = [&](const QRectF &rect, int index) {
        const world::Process &process = *clients.at(index)->process;
        m_list.beginNode(NodeKind::Process, process.id, m_scene.names.process(process.id));
        drawChip(rect, letter(index), clients.at(index)->sender, index == active, count <= WithGlyph);
        m_list.endNode();
    };
    if (count <= NamedOneByOne) {
        const int columns = count <= WithGlyph ? 3 : 5;
        const double height = std::min(MaxChipHeight, area.height() / rowsOf(count, columns) - ChipGap);
        for (int i = 0; i < count; ++i)
            chip(chipAt(area, i, columns, height), i);
        return;
    }
    // Tens; the one that the step is about is opened under them.
    const int groups = rowsOf(count, GroupSize);
    const int groupRows = rowsOf(groups, 2);
    const int openColumns = count > 99 ? 4 : 5;
    const int lines = groupRows + 1 + rowsOf(GroupSize, openColumns);
    const double height = std::min(MaxChipHeight, area.height() / lines - ChipGap);
    for (int group = 0; group < groups; ++group) {
        const int first = group * GroupSize;
        const int last = std::min(count, first + GroupSize) - 1;
        const bool open = active >= first && active <= last;
        drawChip(chipAt(area, group, 2, height), QStringLiteral("%1–%2").arg(letter(first), letter(last)),
                 open ? clients.at(active)->sender : ServerSender, open, false);
        if (!open)
            continue;
        QRectF opened = area;
        opened.setTop(area.top() + groupRows * (height + ChipGap) + height / 2);
        for (int i = first; i <= last; ++i)
            chip(chipAt(opened, i - first, openColumns, height), i);
    }
}

void Mechanism::drawRestDoors()
{
    qsizetype doors = 0;
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        const world::Socket *socket = m_scene.cast.clients().at(i).socket;
        doors += !m_grid.shows(i) && socket && !socket->closed;
    }
    if (doors == 0)
        return;
    const double y = m_grid.rowY(MechanismGrid::Rest);
    drawPile(m_list, m_scene.isTcp() ? DoorKind::Tcp : DoorKind::Udp, {m_grid.leftWall(), y + RestDoor.height() / 2},
             doors);
    const double left = m_grid.labelLeft() + 2 * PileStep;
    const double room = m_grid.network().left() - left - 6;
    // A reply's way comes from above.
    word(MechanismWords::moreSockets(static_cast<int>(doors)), {left, m_scene.reply ? y + 14 : y - 42, room, 27}, 19,
         600);
    if (m_scene.cast.processCount() == m_scene.clientCount())
        word(MechanismWords::oneInEachProcess(), {left, m_scene.reply ? y + 42 : y + 14, room, 48}, 18, 400,
             Tone::Secondary, Qt::AlignLeft | Qt::AlignTop, 2);
}

void Mechanism::drawServerRest()
{
    QList<int> descriptors;
    QSet<world::ProcessId> processes;
    quint64 waiting = 0;
    bool isKnown = true;
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        const world::Socket *socket = m_scene.cast.clients().at(i).accepted;
        if (m_grid.shows(i) || !socket || socket->closed)
            continue;
        if (!socket->owners.isEmpty()) {
            descriptors << socket->owners.first().fd;
            processes << socket->owners.first().process;
        }
        for (const world::QueuedBytes &part : socket->receiveQueue)
            waiting += part.size;
        const world::Backlog backlog(m_scene.world, *socket);
        waiting += backlog.unexplained();
        isKnown = isKnown && !backlog.isNotObserved();
    }
    if (descriptors.isEmpty())
        return;
    const int count = static_cast<int>(descriptors.size());
    const double y = m_grid.rowY(MechanismGrid::Rest);
    m_list.beginNode(NodeKind::Count, 1, MechanismWords::moreSockets(count));
    const QRectF box = m_grid.serverQueue(MechanismGrid::Rest);
    if (!m_scene.reply || waiting > 0) {
        drawQueueBox(m_list, box.translated(-PileStep, -PileStep));
        drawQueueBox(m_list, box);
        word(MechanismWords::receiveQueues(count), {box.left() - 24, box.top() - 32, box.width() + 32, 24}, 18, 500,
             Tone::Secondary, Qt::AlignRight | Qt::AlignVCenter);
        word(waiting > 0 || isKnown ? MechanismWords::bytes(waiting) : MechanismWords::notObserved(),
             {box.left(), box.bottom(), box.width(), 23}, 18, 600, waiting > 0 ? Tone::Ink : Tone::Secondary,
             Qt::AlignRight | Qt::AlignVCenter);
    }
    drawPile(m_list, DoorKind::Tcp, {m_grid.rightWall(), y + RestDoor.height() / 2}, count);
    const QRectF place(m_grid.textLeft(), y - 46, m_grid.textRight() - m_grid.textLeft(), 32);
    word(MechanismWords::moreSockets(count), place, 22, 700);
    TextStyle mono;
    mono.face = Face::Mono;
    mono.size = 20;
    mono.weight = 500;
    const QString told = QStringLiteral("fd ") + MechanismWords::ranges(descriptors);
    // Each process numbers its own.
    const bool fits = processes.size() == 1 && textWidth(told, mono) <= place.width();
    if (fits)
        code(told, place.translated(0, 32), 20, 500, Tone::Secondary);
    word(MechanismWords::oneForEachConnection(), place.translated(0, fits ? 60 : 32), 18, 500, Tone::Secondary);
    m_list.endNode();
}

QPainterPath Mechanism::restToRow(const QRectF &row) const
{
    if (m_scene.reply) {
        const double y = m_grid.replyY(MechanismGrid::Rest);
        const double door = m_scene.isTcp() ? RestDoor.width() : m_grid.sharedDoor().size.width();
        QPainterPath path({m_grid.rightWall() - door / 2 + 3, y});
        path.lineTo(m_grid.network().left() - 2, y);
        curveTo(path, {m_grid.table().right(), row.center().y()});
        return path;
    }
    const double y = m_grid.rowY(MechanismGrid::Rest);
    QPainterPath path({m_grid.leftWall() + RestDoor.width() / 2 - 3, y});
    path.lineTo(m_grid.network().right() + 2, y);
    curveTo(path, {m_grid.table().left(), row.center().y() + (m_scene.isTcp() ? 0 : 9)});
    return path;
}

QPainterPath Mechanism::restFromRow(const QRectF &row) const
{
    if (m_scene.reply) {
        QPainterPath path({m_grid.table().left(), row.center().y()});
        curveTo(path, {m_grid.leftWall() + RestDoor.width() / 2 + 2 * PileStep, m_grid.rowY(MechanismGrid::Rest)});
        return path;
    }
    const QRectF queue = m_grid.serverQueue(MechanismGrid::Rest);
    QPainterPath path({m_grid.table().right(), row.center().y()});
    curveTo(path, {queue.left() - MechanismGrid::FocusRoom, queue.center().y()});
    path.lineTo(queue.left() - PileStep, queue.center().y());
    return path;
}

/// One way for all others, which parts before the table: to the rows that are shown, and to the line of the rest.
void Mechanism::drawRestLanes()
{
    const QList<int> rest = restWithPeer();
    if (rest.isEmpty())
        return;
    QList<QPainterPath> ways;
    QList<double> seen;
    QList<double> seenOut;
    for (const int client : rest) {
        const QRectF row = rowFor(client);
        if (!seen.contains(row.top())) {
            seen << row.top();
            ways << restToRow(row);
        }
        const bool child = m_scene.isTcp() && !m_scene.cast.clients().at(client).accepted;
        const bool goesOn = m_scene.reply || (m_scene.isTcp() && !child);
        if (goesOn && !seenOut.contains(row.top())) {
            seenOut << row.top();
            ways << restFromRow(row);
        }
    }
    m_list.beginNode(NodeKind::Lane, m_scene.cast.clients().at(rest.first()).socket->id,
                     MechanismWords::moreSockets(static_cast<int>(rest.size())));
    for (const QPainterPath &way : ways) {
        m_list.stroke(way, Tone::Wire, RestLane);
        addDeduced(way, RestLane);
    }
    for (const QPainterPath &way : ways)
        m_list.stroke(way, Tone::Panel, RestLane - 6);
    m_list.endNode();
}

} // namespace zocalo::figure
