// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The right side of the mechanism: the server's process and its doors.
#include "app/figure/mechanism.h"

#include "app/figure/callstate.h"
#include "app/figure/holders.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/textlayout.h"
#include "core/world/backlog.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

/// What a message that is read takes at the right of its door's words: the widest name ("120-1") and its margins.
constexpr double TakenRoom = 94;

/// The largest size in which whose socket it is leaves a message that is read its room: PIDs have up to seven digits
/// (man 5 proc, pid_max).
double ownerSize(const QString &owner, double width)
{
    TextStyle style;
    style.face = Face::Mono;
    style.weight = 700;
    for (const double size : {27.0, 24.0, 22.0, 20.0}) {
        style.size = size;
        if (textWidth(owner, style) <= width - TakenRoom)
            return size;
    }
    return MinTextSize;
}

TextStyle numberStyle()
{
    TextStyle mono;
    mono.face = Face::Mono;
    mono.size = 20;
    mono.weight = 500;
    return mono;
}

} // namespace

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

/// Which process it is, in the room beside its name.
QString Mechanism::serverNumber(double room) const
{
    const world::Process &server = *m_scene.cast.server();
    const TextStyle mono = numberStyle();
    QString pid = m_scene.names.pidLine(server.id);
    // Where a descriptor beside a door tells the PID, too, rather the program's whole name than a cut one and the PID.
    const QList<const world::Socket *> &own = m_scene.cast.serverSockets();
    const bool isToldBelow = std::any_of(own.begin(), own.end(), [&](const world::Socket *socket) {
        return !socket->owners.isEmpty() && socket->owners.first().process == server.id;
    });
    if (isToldBelow && textWidth(pid, mono) > room && !m_scene.names.program(server.id).isEmpty())
        pid = m_scene.names.program(server.id, 14);
    for (int letters = 11; letters > 2 && textWidth(pid, mono) > room; --letters)
        pid = m_scene.names.pidLine(server.id, letters);
    return pid;
}

void Mechanism::drawServerHead()
{
    const world::Process &server = *m_scene.cast.server();
    const QRectF card = m_grid.serverCard();
    const double left = card.left() + 22;
    const double right = card.right() - 16;
    m_list.beginNode(NodeKind::Process, server.id, m_scene.names.process(server.id));
    TextStyle heading;
    heading.size = 24; // it may be written smaller than 28, but should not have to be much
    heading.weight = 700;
    const double room = right - left - 10 - textWidth(m_scene.names.heading(server.id), heading);
    const QString pid = serverNumber(room);
    const double pidWidth = textWidth(pid, numberStyle()) + 2;
    word(m_scene.names.heading(server.id), {left, card.top() + 5, right - left - pidWidth - 8, 36}, 28, 700);
    code(pid, {right - pidWidth, card.top() + 5, pidWidth, 36}, 20, 500, Tone::Secondary,
         Qt::AlignRight | Qt::AlignVCenter);
    const world::Process &speaker = *m_scene.cast.speaker(m_scene.moment);
    const CallState state(m_scene.world, speaker);
    const QString sentence = speaker.id == server.id
                                 ? state.sentence()
                                 : MechanismWords::saidOf(m_scene.names.pid(speaker.id), state.sentence());
    double textLeft = left;
    if (state.mark()) {
        drawCallMark(m_list, *state.mark(), {left + 10, card.top() + 55}, 20);
        textLeft += 30;
        explainMark(*state.mark());
    }
    TextStyle words;
    words.size = 20;
    words.weight = 600;
    words.calls = true;
    const bool two = textWidth(sentence, words) > right - textLeft;
    word(sentence, {textLeft, card.top() + 42, right - textLeft, two ? 50.0 : 26.0}, 20, 600,
         state.ended() ? Colour(Tone::Danger) : Colour(Tone::Ink), Qt::AlignLeft | Qt::AlignTop, 2);
    // Under it, what the last call gave: the longest telling that finds room.
    TextStyle small;
    small.size = MinTextSize;
    small.weight = 500;
    small.calls = true;
    for (const QString &told : MechanismWords::lastCallTold(m_scene.world, speaker)) {
        if (state.ended() || textWidth(told, small) > right - left)
            continue;
        word(told, {left, card.top() + (two ? 93 : 72), right - left, 24}, MinTextSize, 500, Tone::Secondary);
        break;
    }
    m_list.endNode();
}

void Mechanism::drawServerDoors()
{
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        if (m_grid.shows(i))
            drawServerDoor(i);
    }
    if (m_grid.crowd())
        drawServerRest();
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
    door.dead = socket.closed && !socket.mayBePassedOn;
    door.open = socket.closed ? 0 : 1;
    showHolders(door, socket, m_legend);
    m_list.beginNode(NodeKind::Socket, socket.id, m_scene.names.owner(socket),
                     m_scene.names.endpoint(socket.remote, m_scene.protocol));
    drawDoor(m_list, door);
    const double y = m_grid.rowY(index);
    const bool focus = m_scene.focus == socket.id;
    const QString remote = (focus || m_grid.namesHosts()) && !m_grid.compact()
                               ? m_scene.names.endpoint(socket.remote, m_scene.protocol)
                               : m_scene.names.port(socket.remote, m_scene.protocol);
    // Without what was seen at this step, it is not said that the other end has changed nothing.
    const bool isKnown = world::isStateKnown(m_scene.world, socket);
    const QString state = isKnown ? QString::fromLatin1(kernel::stateName(socket.state)) : QString();
    const double height = m_grid.compact() ? 54 : 116;
    const QRectF place(m_grid.textLeft(), y - height / 2, m_grid.textRight() - m_grid.textLeft(), height);
    if (socket.closed) {
        const QString closed = socket.mayBePassedOn              ? MechanismWords::passedOn()
                               : socket.inKernelTable && isKnown ? MechanismWords::closedIn(state)
                                                                 : MechanismWords::closed();
        drawDoorText(socket, place, {closed, MechanismWords::remote(remote)});
    } else if (m_grid.compact()) {
        drawDoorText(socket, place, {m_scene.names.owners(socket), MechanismWords::remote(remote), state});
    } else {
        drawDoorText(socket, place, {m_scene.names.owners(socket), state, MechanismWords::remote(remote)});
    }
    m_list.endNode();
}

/// `lines`: whose it is, then what is told of it. With small rows the third stands beside the first, and what was read
/// beside the second.
void Mechanism::drawDoorText(const world::Socket &socket, const QRectF &place, const QStringList &lines)
{
    const bool compact = m_grid.compact() && m_scene.isTcp();
    const double size = compact ? (lines.first().size() > 10 ? 20 : 22) : ownerSize(lines.first(), place.width());
    const double small = compact ? 18 : 20;
    const double high = compact ? 29 : 35;
    const double low = compact ? 25 : 27;
    const QRectF first(place.left(), place.top(), place.width(), high);
    if (socket.closed)
        word(lines.first(), first, 22, 600, Tone::Secondary);
    else
        code(lines.first(), first, size, 700);
    TextStyle mono;
    mono.face = Face::Mono;
    const auto beside = [&](const QRectF &line, const QString &text, double textSize, int weight) {
        mono.size = textSize;
        mono.weight = weight;
        return line.adjusted(std::max(compact ? 0.0 : 140.0, textWidth(text, mono) + 14), 0, 0, 0);
    };
    const QRectF second(place.left(), place.top() + high, place.width(), low);
    code(lines.at(1), second, small, 500, Tone::Secondary);
    if (compact) {
        const QRectF rest = beside(first, lines.first(), size, 700);
        if (!drawSocketCall(socket, rest, small) && lines.size() > 2)
            code(lines.at(2), rest.adjusted(0, 2, 0, 2), small, 500, Tone::Secondary);
        const bool taking = m_scene.motion == MechanismMotion::Receiving && m_scene.focus == socket.id;
        if (!taking) // what is being read stands there
            drawRead(socket, beside(second, lines.at(1), small, 500), small);
        return;
    }
    double y = second.bottom();
    for (qsizetype i = 2; i < lines.size(); ++i) {
        code(lines.at(i), {place.left(), y, place.width(), low}, small, 500, Tone::Secondary);
        y += low;
    }
    const QRectF last(place.left(), y, place.width(), low);
    if (!drawSocketCall(socket, last, small))
        drawRead(socket, last, small);
}

bool Mechanism::drawSocketCall(const world::Socket &socket, const QRectF &place, double size)
{
    QString call;
    CallMark mark = CallMark::Made;
    const world::ProcessId named = socket.owners.isEmpty() ? 0 : socket.owners.first().process;
    for (const world::Process *process : m_scene.cast.serverProcesses()) {
        for (const world::OpenCall &open : process->openCalls) {
            if (open.socket == socket.id) {
                call = callText(open.call);
                // The door is named by another process than the one that calls.
                if (process->id != named && holdersOf(socket) > 1)
                    call = MechanismWords::saidOf(m_scene.names.pid(process->id), call);
                mark = open.asleep ? CallMark::Asleep : CallMark::Made;
            }
        }
    }
    if (call.isEmpty() && standingError(m_scene.world, socket) != 0) {
        call = MechanismWords::callResult(socket.lastErrorCall, -1, socket.lastError);
        mark = CallMark::Failed;
    }
    if (call.isEmpty())
        return false;
    callLine(call, mark, place, size);
    return true;
}

void Mechanism::drawRead(const world::Socket &socket, const QRectF &place, double size)
{
    const QStringList read = m_scene.readFrom(socket.id);
    TextStyle style;
    style.size = MinTextSize;
    style.weight = 600;
    QString text = read.isEmpty() && socket.bytesReceived > 0 ? MechanismWords::readUnsent(socket.bytesReceived)
                                                              : MechanismWords::read(read, socket.closed);
    if (!read.isEmpty() && textWidth(text, style) > place.width() - 2)
        text = MechanismWords::readMany(read.size(), read.last());
    else if (read.isEmpty() && socket.bytesReceived == 0 && textWidth(text, style) > place.width() - 2)
        text = MechanismWords::read({}, true); // without "yet"
    // Nothing was read: that several processes may read from it says more.
    if (const int holders = holdersOf(socket); m_scene.isTcp() && holders > 1 && socket.bytesReceived == 0)
        text = MechanismWords::doorsIn(holders);
    if (textWidth(text, style) > place.width() - 2)
        return;
    word(text, place, size, read.isEmpty() ? 400 : 600, read.isEmpty() ? Tone::Secondary : Tone::Ink);
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
    showHolders(door, *socket, m_legend);
    m_list.beginNode(NodeKind::Listener, socket->id, m_scene.names.owner(*socket), MechanismWords::listeningSocket());
    drawDoor(m_list, door);
    const bool compact = m_grid.compact();
    const double left = m_grid.listenerTextLeft();
    drawListenerText(*socket, {left, m_grid.bandTop() + (compact ? 6 : 10), m_grid.textRight() - left, 90});
    m_list.endNode();
}

void Mechanism::drawListenerText(const world::Socket &socket, const QRectF &place)
{
    if (!socket.listening || socket.closed) {
        const QString address = socket.local.port != 0
                                    ? MechanismWords::local(m_scene.names.port(socket.local, m_scene.protocol))
                                    : MechanismWords::noAddress();
        code(socket.closed ? MechanismWords::closed() : m_scene.names.owner(socket),
             {place.topLeft(), QSizeF(place.width(), 34)}, 24, 700);
        code(address, {place.left(), place.top() + 34, place.width(), 27}, 20, 500, Tone::Secondary);
        drawSocketCall(socket, {place.left(), place.top() + 61, place.width(), 27}, 19);
        return;
    }
    const QString owner = m_scene.names.owner(socket);
    const double size = owner.size() > 10 ? 20 : (m_grid.compact() ? 22 : 25);
    const double high = m_grid.compact() ? 29 : 34;
    code(owner, {place.topLeft(), QSizeF(place.width(), high)}, size, 700);
    TextStyle mono;
    mono.face = Face::Mono;
    mono.weight = 700;
    mono.size = size;
    const double used = textWidth(owner, mono) + 14;
    const int holders = holdersOf(socket);
    if (holders < 2)
        drawSocketCall(socket, {place.left() + used, place.top(), place.width() - used, high}, 19);
    const double y = place.top() + high;
    mono.size = MinTextSize;
    const double state = textWidth(QStringLiteral("LISTEN"), mono) + 12;
    code(QStringLiteral("LISTEN"), {place.left(), y, state, 25}, MinTextSize, 700, Tone::Secondary);
    const QRectF last(place.left(), y + 25, place.width(), 25);
    if (holders < 2) {
        word(MechanismWords::listeningSocket(), {place.left() + state, y, place.width() - state, 25}, 19, 600);
        word(MechanismWords::onlyConnections(), last, 18, 500, Tone::Secondary);
        return;
    }
    word(MechanismWords::inProcesses(holders), {place.left() + state, y, place.width() - state, 25}, 19, 600);
    if (!drawSocketCall(socket, last, 18))
        word(MechanismWords::onlyConnections(), last, 18, 500, Tone::Secondary);
}

void Mechanism::drawSharedDoor()
{
    const world::Socket *socket = m_scene.cast.serverSocket();
    if (!socket)
        return;
    Door door = m_grid.sharedDoor();
    door.dead = socket->closed;
    door.open = socket->closed ? 0 : 1;
    showHolders(door, *socket, m_legend);
    m_list.beginNode(NodeKind::Socket, socket->id, m_scene.names.owner(*socket),
                     m_scene.names.endpoint(socket->local, m_scene.protocol));
    drawDoor(m_list, door);
    const QRectF rect = door.rect();
    const QRectF place(m_grid.textLeft(), rect.top(), m_grid.textRight() - m_grid.textLeft(), 130);
    const bool focus = m_scene.focus == socket->id;
    const QString local = socket->local.port == 0
                              ? MechanismWords::noAddress()
                              : MechanismWords::local(focus ? m_scene.names.endpoint(socket->local, m_scene.protocol)
                                                            : m_scene.names.port(socket->local, m_scene.protocol));
    const QString remote = socket->remote.port == 0
                               ? MechanismWords::noFixedRemote()
                               : MechanismWords::remote(m_scene.names.port(socket->remote, m_scene.protocol));
    if (socket->closed) {
        drawDoorText(*socket, place, {MechanismWords::closed(), local});
    } else {
        drawDoorText(*socket, place, {m_scene.names.owners(*socket), local, remote});
        const int holders = holdersOf(*socket);
        if (holders > 1)
            word(MechanismWords::doorsIn(holders), {place.left(), place.top() + 120, place.width(), 25}, 18, 500,
                 Tone::Secondary);
    }
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
        const int own = m_scene.cast.socketCount();
        const QString count = own == 1 ? MechanismWords::oneForAll(port) : MechanismWords::oneOf(own, port);
        m_list.beginNode(NodeKind::Count, 0, count);
        word(count, {left, card.bottom() - 56, card.right() - 12 - left, 40}, 22, 700);
        m_list.endNode();
        return;
    }
    const int children = m_scene.listener ? static_cast<int>(m_scene.listener->acceptQueue.size()) : 0;
    const int connected = static_cast<int>(
        std::count_if(m_scene.world.sockets().begin(), m_scene.world.sockets().end(), [&](const world::Socket &each) {
            return each.acceptOrdinal > 0 && !each.closed && !isConnectionOver(each) && each.listener == socket->id;
        }));
    // Of sockets that share a port with those of another server, which are not drawn, this would not be their number.
    if (!m_scene.listener || connected + children == 0 || m_scene.isOneOfSeveral(*m_scene.listener))
        return;
    const QString text = MechanismWords::sharePort(connected + children + 1, port);
    m_list.beginNode(NodeKind::Count, 0, text);
    const double top = card.bottom() - (children > 0 ? 76 : 58);
    const double indent = m_grid.listenerDoor().rect().right() + 14;
    TextStyle style;
    style.size = m_grid.compact() ? 19 : 20;
    style.weight = 700;
    // The bracket ends beside it; over it, where it is too long for that.
    const bool isLong = textWidth(text, style) > m_grid.textRight() - indent;
    const double end = isLong ? card.right() - 14 : m_grid.textRight();
    word(text, {indent, top, end - indent, 26}, style.size, style.weight);
    word(MechanismWords::shares(connected, children), {indent, top + 25, card.right() - 16 - indent, 46}, 18, 500,
         Tone::Secondary, Qt::AlignLeft | Qt::AlignTop, 2);
    m_list.endNode();
    // A bracket inside the process, well away from the ways of data.
    const double x = card.right() - 9;
    double first = m_grid.listenerDoor().rect().top();
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        const world::Socket *accepted = m_scene.cast.clients().at(i).accepted;
        if (accepted && !accepted->closed && !isConnectionOver(*accepted))
            first = std::min(first, m_grid.serverDoor(i).rect().top());
    }
    QPainterPath bracket(QPointF(x - 8, first));
    bracket.lineTo(x, first);
    const double last = isLong ? top - 4 : top + 13;
    bracket.lineTo(x, last);
    bracket.lineTo(x - 8, last);
    m_list.stroke(bracket, Tone::Secondary, 2.2);
}

void Mechanism::drawAcceptInvitation()
{
    const world::Socket *child = m_scene.oldestChild();
    const int client = child ? m_scene.cast.clientOfSocket(child->id) : -1;
    if (client < 0 || !m_grid.shows(client) || m_scene.cast.clients().at(client).accepted)
        return;
    const QList<const world::Process *> processes = m_scene.cast.serverProcesses();
    const bool called = std::any_of(processes.begin(), processes.end(), [](const world::Process *process) {
        return std::any_of(process->openCalls.begin(), process->openCalls.end(),
                           [](const world::OpenCall &open) { return trace::isAccept(open.call); });
    });
    const double height = m_grid.compact() ? 66 : 104;
    const double left = m_grid.textLeft();
    const double y = m_grid.rowY(client);
    word(MechanismWords::accepting(m_scene.cast.clients().at(client).process->letter, called),
         {left, y - height / 2, m_grid.textRight() - left, height}, m_grid.compact() ? 18 : 21, 500, Tone::Ink,
         Qt::AlignLeft | Qt::AlignVCenter, 3);
}

} // namespace zocalo::figure
