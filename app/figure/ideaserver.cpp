// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The server's side of a half: its card, its doors and their queues. UDP's door is in ideashared.cpp.
#include "app/figure/callstate.h"
#include "app/figure/holders.h"
#include "app/figure/ideahalf.h"
#include "app/figure/ideastyles.h"
#include "app/figure/mechanismwords.h"
#include "core/world/backlog.h"

#include <algorithm>

namespace zocalo::figure {

void IdeaHalf::drawServerCard()
{
    const world::Process *server = m_cast.server();
    if (!server)
        return;
    const bool gone = m_cast.isServerGone();
    const world::Process &who = *speaker();
    const CallState state(m_world, who);
    QString sentence = state.sentence();
    if (who.id != server->id) {
        sentence = MechanismWords::saidOf(m_names.pid(who.id), sentence);
        // It has two lines, which must break somewhere.
        if (textWidth(sentence, wordStyle(18)) > 1.7 * m_place.serverHeader().width())
            sentence = MechanismWords::saidOf(m_names.pid(who.id), state.brief());
    }
    m_list.beginNode(NodeKind::Process, server->id, m_names.process(server->id), sentence);
    const QRectF card = m_place.serverCard();
    if (server->outside)
        drawOutsideCard(m_list, card, gone ? Tone::Wire : Tone::Ink, 4, 14);
    else
        m_list.box(card, 14, gone ? Tone::Lane : Tone::Panel, gone ? Tone::Wire : Tone::Ink, 4);
    const bool compact = m_place.compactServer();
    const double left = m_place.serverHeader().left();
    const double width = m_place.serverHeader().width();
    double y = m_place.serverHeader().top();
    m_list.add(layoutText(m_names.heading(server->id), QRectF(left, y, width, compact ? 30 : 38),
                          titleStyle(compact ? 25 : 30)));
    y += compact ? 30 : 38;
    const world::Socket *socket = m_cast.serverSocket();
    const QList<const world::Socket *> &own = m_cast.serverSockets();
    const auto &clients = m_cast.clients();
    // Of what is closed it has no port any more; connections may outlive the listening socket.
    const bool isOpen =
        std::any_of(own.begin(), own.end(), [](const world::Socket *other) { return !other->closed; }) ||
        std::any_of(clients.begin(), clients.end(),
                    [](const ClientPart &client) { return client.accepted && !client.accepted->closed; });
    const bool bound = socket && socket->local.port != 0 && isOpen &&
                       std::all_of(own.begin(), own.end(),
                                   [=](const world::Socket *other) { return other->local.port == socket->local.port; });
    const QString pid = m_names.pidLine(server->id);
    const QString port = bound ? QString::number(m_names.portNumber(socket->local.port, m_cast.protocol())) : QString();
    //: %1 is a number, %2 is "PID 4100"
    QString numbers = bound ? tr("port %1 · %2").arg(port, pid) : pid;
    // PIDs have up to seven digits (man 5 proc, pid_max), and some digits are wider than others.
    const bool isLong = textWidth(numbers, wordStyle(20)) > width;
    if (bound && textWidth(numbers, wordStyle(18)) > width)
        numbers = QStringLiteral(":%1 · %2").arg(port, pid);
    m_list.add(
        layoutText(numbers, QRectF(left, y, width, 25), wordStyle(compact || isLong ? 18 : 20, Tone::Secondary)));
    y += compact ? 25 : 29;
    const double mark = state.mark() ? 28 : 0;
    if (state.mark()) {
        drawCallMark(m_list, *state.mark(), {left + 10, y + 12}, 20);
        noteMark(*state.mark());
    }
    TextStyle words = wordStyle(compact ? 18 : 20).lines(2);
    words.align = Qt::AlignLeft | Qt::AlignTop;
    words.lineHeight = 1.2;
    m_list.add(layoutText(sentence, QRectF(left + mark, y, width - mark, 48), words));
    m_list.endNode();
}

void IdeaHalf::drawMarkAt(world::SocketId socket, const QPointF &left)
{
    if (!m_cast.server() || socket == 0)
        return;
    const world::Process *who = speaker();
    // Of several processes another one may be asleep on it.
    for (const world::Process *worker : m_cast.workers()) {
        const bool isAway = who->openCalls.isEmpty() || who->openCalls.last().socket != socket;
        if (isAway && !worker->openCalls.isEmpty() && worker->openCalls.last().socket == socket)
            who = worker;
    }
    const CallState state(m_world, *who);
    if (!state.mark() || state.socket() != socket)
        return;
    const TextStyle style = wordStyle(18);
    const double width = textWidth(state.call(), style);
    // Without its name it would say nothing; the server's card names it, too.
    if (left.x() + 24 + width > m_place.labelEnd())
        return;
    drawCallMark(m_list, *state.mark(), left + QPointF(9, 0), 18);
    m_list.add(layoutText(state.call(), QRectF(left.x() + 24, left.y() - 12, width + 1, 24), style));
}

void IdeaHalf::drawServerDoors()
{
    if (!m_cast.serverSocket())
        return;
    if (!m_cast.isTcp()) {
        for (qsizetype i = 0; i < m_shared.size(); ++i)
            drawShared(static_cast<int>(i));
        return;
    }
    if (m_place.crowd())
        drawSmallDoors();
    for (int row = 0; row < m_cast.clients().size(); ++row) {
        if (m_place.isActive(row))
            drawAccepted(row);
    }
    drawListener();
}

void IdeaHalf::drawAccepted(int row)
{
    const ClientPart &client = m_cast.clients().at(row);
    if (!client.accepted)
        return;
    const world::Socket &socket = *client.accepted;
    const double y = m_place.doorY(row);
    if (!socket.closed)
        drawAcceptedQueue(row, socket);
    m_list.beginNode(NodeKind::Socket, socket.id, socketForApart(row), describe(socket));
    Door door;
    door.foot = m_place.serverFoot(y);
    door.size = m_place.serverDoor();
    door.sender = client.sender;
    door.glyphs = {client.sender};
    door.dead = socket.closed && !socket.mayBePassedOn;
    door.open = socket.closed ? 0 : 1;
    showHolders(door, socket, m_legend);
    drawDoor(m_list, door);
    drawAcceptedWords(row, socket);
    m_list.endNode();
}

void IdeaHalf::drawAcceptedWords(int row, const world::Socket &socket)
{
    const ClientPart &client = m_cast.clients().at(row);
    const bool compact = m_place.compactServer();
    const double left = m_place.labelLeft();
    const double width = m_place.labelEnd() - left;
    const double y = m_place.doorY(row);
    const QList<const world::Message *> read = readOn(socket);
    const qsizetype shown = readShown(read.size());
    const QRectF firstChip = shown > 0 ? readPlace(*read.at(read.size() - shown)) : QRectF();
    const double more = shown < read.size() ? ReadMore : 0;
    const double chip = compact && shown > 0 ? m_place.labelRight() - firstChip.left() + more + 8 : 0;
    TextStyle name = titleStyle(compact ? 20 : 25);
    name.weight = 600;
    const double nameTop = y + (compact ? -27 : -53);
    const bool fits = textWidth(socketForApart(row), name) <= width - chip;
    m_list.add(layoutText(fits ? socketForApart(row) : socketFor(row),
                          QRectF(left, nameTop, width - chip, compact ? 27 : 32), name));
    QString second = tr("accept() no. %1").arg(socket.acceptOrdinal);
    if (socket.closed)
        second = socket.mayBePassedOn ? MechanismWords::passedOn() : tr("closed");
    else if (isConnectionOver(socket))
        second = tr("no connection any more");
    else if (socket.endOfFileRead)
        second = tr("end of file read");
    const QRectF secondSlot(left, y + (compact ? 1 : -21), width - (compact ? 24 : 0), compact ? 24 : 26);
    const TextStyle secondStyle = wordStyle(compact ? 18 : 20, Tone::Secondary);
    m_list.add(layoutText(second, secondSlot, secondStyle));
    // The last messages that were read here are in the process now.
    if (more > 0)
        m_list.add(layoutText(QStringLiteral("…"),
                              QRectF(firstChip.left() - more, firstChip.top(), more, firstChip.height()),
                              wordStyle(18, Tone::Secondary)));
    for (qsizetype i = read.size() - shown; i < read.size(); ++i) {
        m_list.beginNode(NodeKind::Message, read.at(i)->id, read.at(i)->name);
        drawEnvelope(m_list, readPlace(*read.at(i)), client.sender, read.at(i)->name);
        m_list.endNode();
    }
    if (compact) {
        drawMarkAt(socket.id, {left + textWidth(second, secondStyle) + 14, y + 13});
        return;
    }
    const double chips = shown > 0 ? readPlace(*read.last()).right() + 12 - left : 0;
    drawMarkAt(socket.id, {left + chips, y + 28});
}

void IdeaHalf::drawListener()
{
    const world::Socket &socket = *m_cast.serverSocket();
    const bool compact = m_place.compactServer();
    const double y = m_place.listenerY();
    if (socket.listening && !socket.closed)
        drawAcceptQueue();
    m_list.beginNode(socket.listening ? NodeKind::Listener : NodeKind::Socket, socket.id,
                     socket.listening ? tr("listening socket") : tr("the server's socket"), describe(socket));
    Door door;
    door.kind = socket.listening ? DoorKind::Listening : DoorKind::Tcp;
    door.foot = m_place.serverFoot(y);
    door.size = m_place.serverDoor();
    door.dead = socket.closed;
    door.open = socket.closed ? 0 : 1;
    showHolders(door, socket, m_legend);
    drawDoor(m_list, door);
    if (socket.listening)
        m_legend << LegendEntry::Listening;
    const double left = m_place.labelLeft();
    const double width = m_place.labelEnd() - left;
    TextStyle name = titleStyle(compact ? 20 : 23);
    name.weight = 600;
    const double top = y - (compact ? 40 : 56);
    const double nameHeight = compact ? 25 : 29;
    QString what = socket.listening ? tr("listening socket") : tr("the server's socket");
    if (m_cast.serverSockets().size() > 1 && !socket.closed && socket.local.port != 0)
        what += QLatin1Char(' ') + m_names.port(socket.local, socket.protocol);
    m_list.add(layoutText(what, QRectF(left, top, width, nameHeight), name));
    QString words = tr("only receives new connections");
    if (holdersOf(socket) > 1)
        words = MechanismWords::doorsIn(holdersOf(socket));
    if (socket.closed)
        words = tr("closed");
    else if (!socket.listening)
        words = socket.local.port == 0 ? tr("no port yet") : tr("does not listen yet");
    TextStyle small = wordStyle(compact ? 18 : 20, Tone::Secondary).lines(2);
    small.align = Qt::AlignLeft | Qt::AlignTop;
    small.lineHeight = 1.2;
    m_list.add(layoutText(words, QRectF(left, top + nameHeight, width, 48), small));
    if (!compact)
        drawMarkAt(socket.id, {left, top + nameHeight + 48 + 14});
    m_list.endNode();
}

void IdeaHalf::drawAcceptQueue()
{
    const world::Socket &listener = *m_cast.serverSocket();
    const QRectF box = m_place.acceptQueue();
    const bool isUnknown = listener.acceptQueue.isEmpty() && world::Backlog(m_world, listener).isNotObserved();
    m_list.beginNode(NodeKind::AcceptQueue, listener.id, tr("accept queue"),
                     isUnknown
                         ? MechanismWords::notObserved()
                         : tr("%n connection(s) waiting", nullptr, static_cast<int>(listener.acceptQueue.size())));
    drawQueueBox(m_list, box);
    if (isUnknown)
        drawUnseen(box, listener);
    m_list.add(layoutText(tr("accept queue"), QRectF(box.left() - 6, box.top() - 27, box.width() + 12, 26),
                          wordStyle(m_place.compactServer() ? 18 : 20).aligned(Qt::AlignCenter)));
    // Where not all have room, how many more there are has.
    constexpr double RoomForMore = 40;
    int places = m_place.acceptSlots();
    const bool tooMany = listener.acceptQueue.size() > places;
    if (tooMany && places > 1 && m_place.acceptSlot(places - 1).left() - box.left() < RoomForMore)
        --places;
    int index = 0;
    for (const world::SocketId id : listener.acceptQueue) {
        const world::Socket *child = m_world.socket(id);
        const int client = m_cast.clientOfSocket(id);
        if (!child || client < 0)
            continue;
        if (index >= places)
            break;
        const QRectF slot = m_place.acceptSlot(index++);
        if (m_motion.kind == Motion::Kind::Accept && m_motion.socket == id)
            continue;
        m_list.beginNode(NodeKind::Child, id,
                         tr("connection of %1, without a descriptor").arg(m_cast.clients().at(client).process->letter),
                         describe(*child));
        drawChild(client, slot, *child);
        m_list.endNode();
        m_legend << LegendEntry::Ghost;
    }
    const qsizetype rest = listener.acceptQueue.size() - index;
    if (rest > 0) {
        TextStyle more = titleStyle(20).aligned(Qt::AlignCenter);
        const double right = m_place.acceptSlot(index - 1).left();
        m_list.add(layoutText(QStringLiteral("+%1").arg(rest),
                              QRectF(box.left(), box.top(), right - box.left(), box.height()), more));
    }
    m_list.endNode();
}

void IdeaHalf::drawChild(int client, const QRectF &slot, const world::Socket &child)
{
    const QList<QueueEntry> entries = waiting(child);
    // Bytes may wait for it already: the first one's name on a tab, or how many there are.
    QString tab = entries.isEmpty() ? unseen(child) : entries.first().name;
    Door door;
    door.foot = {slot.center().x(), slot.bottom()};
    door.size = slot.size();
    door.sender = colourOf(client);
    door.ghost = true;
    if (tab.isEmpty())
        door.glyphs = {door.sender};
    drawDoor(m_list, door);
    if (tab.isEmpty())
        return;
    drawGlyph(m_list, door.sender, {slot.center().x(), slot.top() + (slot.height() - 20) / 2 + 2}, 0.19 * slot.width());
    TextStyle style = titleStyle(18).aligned(Qt::AlignCenter);
    style.lineHeight = 1;
    const QRectF label(slot.left() - 4, slot.bottom() - 20, slot.width() + 8, 22);
    if (entries.size() > 1)
        tab += QStringLiteral("+");
    const bool fits = textWidth(tab, style) <= label.width() - 2;
    // The end of the stream is no message.
    const auto messages =
        std::count_if(entries.begin(), entries.end(), [](const QueueEntry &entry) { return entry.message != 0; });
    if (!fits)
        tab = messages == 0 ? QStringLiteral("+") : QStringLiteral("×%1").arg(messages);
    if (messages > 0)
        m_list.beginNode(NodeKind::Message, entries.first().message, entries.first().name,
                         QString::fromUtf8(entries.first().bytes));
    m_list.box(label, 3, Tone::Panel, {Tone::SenderText, door.sender}, 1.8);
    m_list.add(layoutText(tab, label.adjusted(1, 0, -1, 0), style));
    if (messages > 0)
        m_list.endNode();
}

void IdeaHalf::drawCount()
{
    const int count = m_cast.socketCount();
    if (m_cast.isServerGone() || count == 0)
        return;
    const bool compact = m_place.compactServer();
    const double left = m_place.serverCount().left();
    const double width = m_place.serverCount().width();
    const world::Socket *socket = m_cast.serverSocket();
    const bool listens = socket && socket->listening && !socket->closed;
    QString sum;
    const QList<const world::Socket *> &own = m_cast.serverSockets();
    const auto listening =
        std::count_if(own.begin(), own.end(), [](const world::Socket *each) { return each->listening; });
    if (m_cast.isTcp() && m_cast.waitingCount() > 0)
        sum = tr("%1 with fd + %2 still without").arg(count - m_cast.waitingCount()).arg(m_cast.waitingCount());
    else if (!m_cast.isTcp())
        sum = sumOfShared();
    else if (m_cast.overCount() > 0)
        sum = tr("%n of them without a connection", nullptr, m_cast.overCount());
    else if (listens && own.size() == 1)
        sum = tr("%n connected + 1 listening", nullptr, m_cast.connectedCount());
    else if (listens && listening == own.size())
        sum = tr("%1 connected + %2 listening").arg(m_cast.connectedCount()).arg(listening);
    m_list.beginNode(NodeKind::Count, 0, tr("%n socket(s)", nullptr, count), sum);
    m_list.add(layoutText(sum, QRectF(left, m_place.countTop(), width, 26), wordStyle(20, Tone::Secondary)));
    m_list.add(layoutText(tr("%n socket(s)", nullptr, count),
                          QRectF(left, m_place.countTop() + 24, width, compact ? 36 : 44),
                          titleStyle(compact ? 29 : 36)));
    m_list.endNode();
}

} // namespace zocalo::figure
