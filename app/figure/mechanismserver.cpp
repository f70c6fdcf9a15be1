// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The right side of the mechanism: the server's process and its doors.
#include "app/figure/mechanism.h"

#include "app/figure/callstate.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

void Mechanism::drawServer()
{
    drawBorder(m_list, m_grid.rightWall(), m_grid.top(), m_grid.bottom());
    if (!m_scene.cast.server())
        return;
    drawServerHead();
    if (m_scene.isTcp())
        drawServerDoors();
    else
        drawSharedDoor();
    drawSharing();
}

void Mechanism::drawServerHead()
{
    const world::Process &server = *m_scene.cast.server();
    const QRectF card = m_grid.serverCard();
    const double left = card.left() + 22;
    const double right = card.right() - 16;
    m_list.beginNode(NodeKind::Process, server.id, m_scene.names.process(server.id));
    const QString pid = tr("PID %1").arg(m_scene.names.pid(server.id));
    TextStyle mono;
    mono.face = Face::Mono;
    mono.size = 20;
    mono.weight = 500;
    const double pidWidth = textWidth(pid, mono) + 2;
    word(m_scene.names.process(server.id), {left, card.top() + 8, right - left - pidWidth - 8, 40}, 29, 700);
    code(pid, {right - pidWidth, card.top() + 8, pidWidth, 40}, 20, 500, Tone::Secondary,
         Qt::AlignRight | Qt::AlignVCenter);
    const CallState state(m_scene.world, server);
    double textLeft = left;
    if (state.mark()) {
        drawCallMark(m_list, *state.mark(), {left + 10, card.top() + 62}, 20);
        textLeft += 30;
        const CallMark mark = *state.mark();
        if (mark == CallMark::Made)
            m_legend << LegendEntry::CallMade;
        else if (mark == CallMark::Next)
            m_legend << LegendEntry::CallNext;
        else if (mark == CallMark::Asleep)
            m_legend << LegendEntry::Asleep;
    }
    word(state.sentence(), {textLeft, card.top() + 48, right - textLeft, 52}, 20, 600,
         state.ended() ? Colour(Tone::Danger) : Colour(Tone::Ink), Qt::AlignLeft | Qt::AlignTop, 2);
    m_list.endNode();
}

void Mechanism::drawServerDoors()
{
    for (int i = 0; i < m_scene.clientCount(); ++i)
        drawServerDoor(i);
    drawAcceptInvitation();
    drawListener();
}

void Mechanism::drawServerDoor(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    if (!part.accepted)
        return;
    const world::Socket &socket = *part.accepted;
    Door door = m_grid.serverDoor(index);
    door.sender = part.sender;
    door.glyphs = {part.sender};
    door.dead = socket.closed;
    door.open = socket.closed ? 0 : 1;
    m_list.beginNode(NodeKind::Socket, socket.id, m_scene.names.owner(socket),
                     m_scene.names.endpoint(socket.remote, m_scene.protocol));
    drawDoor(m_list, door);
    const double y = m_grid.rowY(index);
    const bool focus = m_scene.focus == socket.id;
    const QString remote = focus && !m_grid.compact() ? m_scene.names.endpoint(socket.remote, m_scene.protocol)
                                                      : m_scene.names.port(socket.remote, m_scene.protocol);
    const QString state = QString::fromLatin1(kernel::stateName(socket.state));
    const double height = m_grid.compact() ? 60 : 118;
    const QRectF place(m_grid.textLeft(), y - height / 2, m_grid.textRight() - m_grid.textLeft(), height);
    if (socket.closed) {
        const QString closed = socket.inKernelTable ? MechanismWords::closedIn(state) : MechanismWords::closed();
        drawDoorText(socket, place, {closed, MechanismWords::remote(remote)});
    } else if (m_grid.compact()) {
        drawDoorText(socket, place, {m_scene.names.owner(socket), state + QLatin1Char(' ') + remote});
    } else {
        drawDoorText(socket, place, {m_scene.names.owner(socket), state, MechanismWords::remote(remote)});
    }
    m_list.endNode();
}

void Mechanism::drawDoorText(const world::Socket &socket, const QRectF &place, const QStringList &lines)
{
    const bool compact = m_grid.compact() && m_scene.isTcp();
    double y = place.top();
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const double height = i == 0 ? (compact ? 30 : 36) : (compact ? 26 : 27);
        const double size = i == 0 ? (compact ? 22 : 27) : (compact ? 18 : 20);
        const QRectF line(place.left(), y, place.width(), height);
        if (i == 0 && socket.closed)
            word(lines.at(i), line, 22, 600, Tone::Secondary);
        else
            code(lines.at(i), line, size, i == 0 ? 700 : 500, i == 0 ? Tone::Ink : Tone::Secondary);
        y += height;
    }
    const world::Process &server = *m_scene.cast.server();
    QString call;
    CallMark mark = CallMark::Made;
    for (const world::OpenCall &open : server.openCalls) {
        if (open.socket == socket.id) {
            call = callText(open.call);
            mark = open.asleep ? CallMark::Asleep : CallMark::Made;
        }
    }
    if (call.isEmpty() && socket.lastError != 0) {
        call = MechanismWords::callResult(socket.lastErrorCall, -1, socket.lastError);
        mark = CallMark::Failed;
    } else if (call.isEmpty() && server.lastCallSocket == socket.id && server.openCalls.isEmpty()) {
        call = MechanismWords::callResult(server.lastCall, server.lastResult, server.lastError);
    }
    QRectF line(place.left(), y, place.width(), 27);
    TextStyle mono;
    mono.face = Face::Mono;
    mono.size = 22;
    mono.weight = 700;
    const double used = std::max(140.0, textWidth(lines.first(), mono) + 12);
    if (compact)
        line = {place.left() + used, place.top(), place.width() - used, 30};
    else if (socket.listening && !socket.closed)
        line.translate(94, -27); // beside "LISTEN"
    callLine(call, mark, line, compact ? 18 : 20);
}

void Mechanism::drawListener()
{
    const world::Socket *socket = m_scene.cast.serverSocket();
    if (!socket)
        return;
    Door door = m_grid.listenerDoor();
    if (!socket->listening)
        door.kind = DoorKind::Tcp;
    door.dead = socket->closed;
    door.open = socket->closed ? 0 : 1;
    m_list.beginNode(NodeKind::Listener, socket->id, m_scene.names.owner(*socket), MechanismWords::listeningSocket());
    drawDoor(m_list, door);
    const bool compact = m_grid.compact();
    const double left = m_grid.rightWall() + door.size.width() / 2 + 14;
    const QRectF place(left, m_grid.bandTop() + (compact ? 2 : 8), m_grid.textRight() - left, 120);
    QStringList lines;
    const QString owner = m_scene.names.owner(*socket);
    lines << (socket->closed ? MechanismWords::closed() : owner);
    if (socket->listening && !socket->closed)
        lines << QStringLiteral("LISTEN");
    else if (socket->local.port != 0)
        lines << MechanismWords::local(m_scene.names.port(socket->local, m_scene.protocol));
    else
        lines << MechanismWords::noAddress();
    drawDoorText(*socket, place, lines);
    if (socket->listening && !socket->closed) {
        const double y = place.top() + (compact ? 56 : 64);
        word(MechanismWords::listeningSocket() + QLatin1String(":\n") + MechanismWords::onlyConnections(),
             {place.left(), y, place.width(), 48}, compact ? 18 : 19, 500, Tone::Secondary,
             Qt::AlignLeft | Qt::AlignTop, 2);
    }
    m_list.endNode();
}

void Mechanism::drawSharedDoor()
{
    const world::Socket *socket = m_scene.cast.serverSocket();
    if (!socket)
        return;
    Door door = m_grid.sharedDoor();
    door.dead = socket->closed;
    door.open = socket->closed ? 0 : 1;
    m_list.beginNode(NodeKind::Socket, socket->id, m_scene.names.owner(*socket),
                     m_scene.names.endpoint(socket->local, m_scene.protocol));
    drawDoor(m_list, door);
    const QRectF rect = door.rect();
    const QRectF place(m_grid.textLeft(), rect.top() - 4, m_grid.textRight() - m_grid.textLeft(), 130);
    const bool focus = m_scene.focus == socket->id;
    const QString local = socket->local.port == 0
                              ? MechanismWords::noAddress()
                              : MechanismWords::local(focus ? m_scene.names.endpoint(socket->local, m_scene.protocol)
                                                            : m_scene.names.port(socket->local, m_scene.protocol));
    const QString remote = socket->remote.port == 0
                               ? MechanismWords::noFixedRemote()
                               : MechanismWords::remote(m_scene.names.port(socket->remote, m_scene.protocol));
    if (socket->closed)
        drawDoorText(*socket, place, {MechanismWords::closed(), local});
    else
        drawDoorText(*socket, place, {m_scene.names.owner(*socket), local, remote});
    m_list.endNode();
}

void Mechanism::drawSharing()
{
    const world::Socket *socket = m_scene.cast.serverSocket();
    if (!socket || socket->closed || socket->local.port == 0)
        return;
    const QString port = m_scene.names.port(socket->local, m_scene.protocol);
    const QRectF card = m_grid.serverCard();
    const double left = m_scene.isTcp() ? m_grid.rightWall() + 12 : m_grid.textLeft();
    if (!m_scene.isTcp()) {
        m_list.beginNode(NodeKind::Count, 0, MechanismWords::oneForAll(port));
        word(MechanismWords::oneForAll(port), {left, card.bottom() - 56, card.right() - 12 - left, 40}, 22, 700);
        m_list.endNode();
        return;
    }
    const int children = m_scene.listener ? static_cast<int>(m_scene.listener->acceptQueue.size()) : 0;
    const int connected = m_scene.cast.connectedCount();
    if (!m_scene.listener || connected + children == 0)
        return;
    const QString text = MechanismWords::sharePort(connected + children + 1, port);
    m_list.beginNode(NodeKind::Count, 0, text);
    const double top = card.bottom() - 54;
    word(text, {left, top, m_grid.textRight() - left, 26}, m_grid.compact() ? 19 : 21, 700);
    word(MechanismWords::shares(connected, children), {left, top + 24, card.right() - 5 - left, 22}, 18, 500,
         Tone::Secondary);
    m_list.endNode();
    // A bracket inside the process, well away from the ways of data.
    const double x = card.right() - 9;
    double first = m_grid.listenerDoor().rect().top();
    for (int i = m_scene.clientCount() - 1; i >= 0; --i) {
        if (m_scene.cast.clients().at(i).accepted && !m_scene.cast.clients().at(i).accepted->closed)
            first = m_grid.serverDoor(i).rect().top();
    }
    QPainterPath bracket(QPointF(x - 8, first));
    bracket.lineTo(x, first);
    bracket.lineTo(x, top + 13);
    bracket.lineTo(x - 8, top + 13);
    m_list.stroke(bracket, Tone::Secondary, 2.2);
}

void Mechanism::drawAcceptInvitation()
{
    const world::Socket *child = m_scene.oldestChild();
    const int client = child ? m_scene.cast.clientOfSocket(child->id) : -1;
    if (client < 0 || m_scene.cast.clients().at(client).accepted)
        return;
    const world::Process &server = *m_scene.cast.server();
    const bool called = std::any_of(server.openCalls.begin(), server.openCalls.end(),
                                    [](const world::OpenCall &open) { return trace::isAccept(open.call); });
    const double height = m_grid.compact() ? 66 : 104;
    const double left = m_grid.textLeft();
    const double y = m_grid.rowY(client);
    word(MechanismWords::accepting(m_scene.cast.clients().at(client).process->letter, called),
         {left, y - height / 2, m_grid.textRight() - left, height}, m_grid.compact() ? 18 : 21, 500, Tone::Ink,
         Qt::AlignLeft | Qt::AlignVCenter, 3);
}

} // namespace zocalo::figure
