// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The left side of the mechanism: client processes, their doors and queues.
#include "app/figure/mechanism.h"

#include "app/figure/callstate.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"

namespace zocalo::figure {

void Mechanism::drawClients()
{
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        const ClientPart &part = m_scene.cast.clients().at(i);
        const bool ended = part.process->activity == world::Activity::Ended;
        m_list.beginNode(NodeKind::Process, part.process->id, m_scene.names.process(part.process->id));
        drawCard(m_list, m_grid.clientCard(i), ended ? Colour(Tone::Wire) : Colour(Tone::Sender, part.sender));
        m_list.endNode();
    }
    drawBorder(m_list, m_grid.leftWall(), m_grid.top(), m_grid.bottom());
    for (int i = 0; i < m_scene.clientCount(); ++i)
        drawClient(i);
}

void Mechanism::drawClient(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    drawClientText(index, m_grid.clientCard(index));
    if (!part.socket)
        return;
    const world::Socket &socket = *part.socket;
    Door door = m_grid.clientDoor(index);
    door.sender = part.sender;
    door.dead = socket.closed;
    door.open = socket.closed ? 0 : 1;
    m_list.beginNode(NodeKind::Socket, socket.id, m_scene.names.owner(socket),
                     m_scene.names.endpoint(socket.local, m_scene.protocol));
    drawDoor(m_list, door);
    m_list.endNode();
    drawClientLabels(index);
}

void Mechanism::drawClientText(int index, const QRectF &card)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    const world::Process &process = *part.process;
    const bool ended = process.activity == world::Activity::Ended;
    const bool compact = m_grid.compact();
    const double left = card.left() + 14;
    const double right = m_grid.leftWall() - m_grid.clientDoor(index).size.width() / 2 - 6;
    const double line = compact ? card.height() / 2 - 3 : 33;
    double top = card.top() + (compact ? 4 : 8);
    drawGlyph(m_list, part.sender, {left + 11, top + line / 2}, compact ? 9 : 12);
    word(m_scene.names.process(process.id), {left + 30, top, right - left - 30, line}, compact ? 20 : 24, 600,
         ended ? Colour(Tone::Secondary) : Colour(Tone::Ink));
    top += line;
    if (!compact) {
        code(tr("PID %1").arg(m_scene.names.pid(process.id)), {left, top, right - left, line}, 19, 500,
             Tone::Secondary);
        top += line;
    }
    const QRectF place(left, top, right - left, line);
    if (ended) {
        word(CallState(m_scene.world, process).sentence(), place, 19, 600, Tone::Danger);
        return;
    }
    callLine(MechanismWords::lastCall(process), MechanismWords::lastCallMark(process), place, 19);
}

void Mechanism::drawClientLabels(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    const world::Socket &socket = *part.socket;
    const bool compact = m_grid.compact();
    const double y = m_grid.rowY(index);
    const double left = m_grid.leftWall() + 34;
    const double room = m_grid.network().left() - left - 6;
    const double half = compact ? 12 : (m_scene.reply ? 26 : 24);
    const double line = compact ? 23 : 25;
    const QString owner = m_scene.names.owner(socket);
    if (owner.isEmpty())
        word(MechanismWords::closed(), {left, y - half - line, room, line}, 19, 600, Tone::Secondary);
    else
        code(owner, {left, y - half - line, room, line}, compact ? 18 : 20, 700);
    const bool unbound = socket.local.port == 0;
    const QString address = unbound ? QString() : m_scene.names.port(socket.local, m_scene.protocol);
    if (unbound)
        word(MechanismWords::noAddress(), {left, y + half, room, line}, 18, 400, Tone::Secondary);
    else
        code(MechanismWords::local(address), {left, y + half, room, line}, 18, 700);
    if (compact)
        return;
    const QRectF last(left, y + half + line - 2, room, line);
    const bool plain = socket.state == kernel::State::Established || socket.state == kernel::State::Unknown;
    if (!m_scene.isTcp())
        word(socket.remote.port == 0 ? MechanismWords::noFixedRemote()
                                     : MechanismWords::remote(m_scene.names.port(socket.remote, m_scene.protocol)),
             last, 18, 400, Tone::Secondary);
    else if (!plain && (socket.remote.port != 0 || socket.closed) && socket.inKernelTable)
        code(QString::fromLatin1(kernel::stateName(socket.state)), last, 18, 500, Tone::Secondary);
    else if (socket.remote.port != 0)
        code(MechanismWords::remote(m_scene.names.port(socket.remote, m_scene.protocol)), last, 18, 500,
             Tone::Secondary);
}

void Mechanism::drawClientQueue(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    if (!part.socket || part.socket->closed)
        return;
    const QList<QueueEntry> entries = m_scene.waiting(*part.socket);
    const bool wanted = m_scene.reply && (m_scene.isTcp() ? peerFor(index) != nullptr : part.hasSent);
    if (entries.isEmpty() && !wanted)
        return;
    const QRectF box = m_grid.clientQueue(index);
    m_list.beginNode(NodeKind::Queue, part.socket->id, MechanismWords::receiveQueue());
    if (m_scene.isTcp())
        drawByteQueue(m_list, box, entries, false);
    else
        drawDatagramQueue(m_list, box, entries, false);
    m_list.endNode();
}

} // namespace zocalo::figure
