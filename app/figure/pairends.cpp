// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The two processes, their doors, what the kernel keeps of them, and their receive queues.
#include "app/figure/callstate.h"
#include "app/figure/holders.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/pair.h"
#include "app/figure/pairwords.h"
#include "app/figure/sendqueue.h"
#include "app/figure/textlayout.h"

#include <algorithm>
#include <numeric>

namespace zocalo::figure {

namespace {

constexpr double EmptyQueue = 150;
constexpr double WidestQueue = 196; ///< beside it stand the listening socket's words

quint64 sizeOf(const QList<QueueEntry> &entries)
{
    return std::accumulate(entries.begin(), entries.end(), quint64(0),
                           [](quint64 sum, const QueueEntry &entry) { return sum + entry.size; });
}

} // namespace

void Pair::drawEnd(End end)
{
    const world::Process *who = process(end);
    if (!who)
        return;
    m_list.beginNode(NodeKind::Process, who->id, m_scene.names.process(who->id),
                     CallState(m_scene.world, *who).sentence());
    const QRectF card = m_grid.card(end);
    const bool gone = who->activity == world::Activity::Ended;
    const Colour own = end == End::Client ? Colour(Tone::Sender, colour()) : Colour(Tone::Ink);
    drawOpenCard(m_list, card, gone ? Colour(Tone::Wire) : own, gone ? Tone::Lane : Tone::Panel);
    drawCardWords(end);
    drawCall(end);
    drawState(end);
    m_list.endNode();
    drawTuple(end);
    if (end == End::Server)
        drawListener();
    drawQueueOf(end);
    if (isChild(end))
        drawChild();
    else
        drawDoorOf(end);
}

void Pair::drawCardWords(End end)
{
    const world::Process &who = *process(end);
    const QRectF card = m_grid.card(end);
    TextStyle style;
    style.size = full() ? 32 : 36;
    style.weight = 700;
    style.align = Qt::AlignCenter;
    const QString name =
        end == End::Client ? PairWords::clientProcess(client()->process->letter) : PairWords::serverProcess();
    const double y = card.top() + (full() ? 8 : 16);
    const double room = card.width() - 32;
    if (end == End::Client) {
        const double wide = std::min(textWidth(name, style), room - 44);
        const double left = card.center().x() - (wide + 44) / 2;
        drawGlyph(m_list, colour(), {left + 15, y + 22}, 14);
        m_list.add(layoutText(name, {left + 40, y, wide + 4, 44}, style));
    } else {
        m_list.add(layoutText(name, {card.left() + 16, y, room, 44}, style));
    }
    if (full())
        code(who.isProgram ? m_scene.names.programLine(who.id) : PairWords::pid(m_scene.names.pid(who.id)),
             {card.left() + 16, card.top() + 50, room, 28}, 22, 500, Tone::Secondary, Qt::AlignCenter);
}

/// What hands the message over: an observed call.
QString Pair::sendingCall(const world::Process &who) const
{
    trace::Call call = m_scene.isTcp() ? trace::Call::Send : trace::Call::Sendto;
    if (m_scene.moment.process == who.id && m_scene.motion == MechanismMotion::Sending)
        call = m_scene.moment.name;
    else if (trace::isSend(who.lastCall))
        call = who.lastCall;
    const QString text = PairWords::sending(call, *m_message);
    return m_message->sendReturned ? PairWords::withResult(text, static_cast<qint64>(m_message->size)) : text;
}

/// What takes the message, or will take it: then `toCome` is set.
QString Pair::receivingCall(const world::Process &who, bool &toCome) const
{
    const bool receives = m_scene.moment.process == who.id && m_scene.motion == MechanismMotion::Receiving;
    const bool open = !who.openCalls.isEmpty() && trace::isReceive(who.openCalls.last().call);
    toCome = !receives && !open && !isTaken();
    trace::Call call = m_scene.isTcp() ? trace::Call::Recv : trace::Call::Recvfrom;
    if (receives)
        call = m_scene.moment.name;
    else if (open)
        call = who.openCalls.last().call;
    else if (isTaken() && trace::isReceive(who.lastCall))
        call = who.lastCall;
    else if (trace::isReceive(who.next))
        call = who.next;
    return receives && m_scene.returned ? PairWords::withResult(callText(call), m_scene.moment.result) : callText(call);
}

/// The call that hands the message over or takes it, with its number; without a message, the last call.
void Pair::drawCall(End end)
{
    const world::Process &who = *process(end);
    const bool sends = end == sender();
    // No call will take what is lost.
    const bool isOfMessage = m_message && (sends || mayBeReceived());
    bool toCome = false;
    QString text = MechanismWords::lastCall(who);
    if (isOfMessage)
        text = sends ? sendingCall(who) : receivingCall(who, toCome);
    if (text.isEmpty())
        return;
    const QRectF card = m_grid.card(end);
    const bool failed = !isOfMessage && MechanismWords::lastCallMark(who) == CallMark::Failed;
    const double number = isOfMessage ? 54 : 0;
    TextStyle style;
    style.size = isOfMessage ? 31 : 26;
    style.weight = 700;
    style.face = Face::Mono;
    style.colour = failed ? Tone::Danger : Tone::Call;
    while (style.size > MinTextSize && textWidth(text, style) + number > card.width() - 32)
        style.size -= 1;
    const double wide = textWidth(text, style) + number;
    const double left = card.center().x() - wide / 2;
    const double middle = m_grid.callLine();
    if (isOfMessage)
        figure::drawStation(m_list, toCome ? StationKind::ToCome : StationKind::Call, sends ? 1 : 6,
                            {left + 20, middle});
    if (toCome)
        m_legend << LegendEntry::ToGo;
    m_list.add(layoutText(text, {left + number, middle - 22, wide - number + 2, 44}, style));
}

/// What the process does, under its call.
void Pair::drawState(End end)
{
    const world::Process &who = *process(end);
    const bool open = !who.openCalls.isEmpty();
    const bool failed = who.activity != world::Activity::Ended && !open && who.lastResult < 0;
    const QRectF card = m_grid.card(end);
    const QRectF place(card.left() + 12, m_grid.stateLine() - 14, card.width() - 24, 28);
    TextStyle style;
    style.size = 20;
    style.weight = 500;
    style.colour = failed ? Tone::Danger : Tone::Secondary;
    style.calls = true;
    style.align = Qt::AlignCenter;
    const Text state = layoutText(CallState(m_scene.world, who).sentence(), place, style);
    m_list.add(state);
    if (open && who.openCalls.last().asleep && !state.runs.isEmpty()) {
        drawCallMark(m_list, CallMark::Asleep, {state.bounds.left() - 18, place.center().y()}, 22);
        m_legend << LegendEntry::Asleep;
    }
}

void Pair::drawDoorOf(End end)
{
    const world::Socket *own = socket(end);
    const bool appears = m_scene.moving && m_scene.motion == MechanismMotion::Accepting && isChild(end);
    if (!own || appears)
        return;
    m_list.beginNode(NodeKind::Socket, own->id, PairWords::socket(), m_scene.names.endpoint(own->local, own->protocol));
    Door door;
    door.kind = m_scene.isTcp() ? DoorKind::Tcp : DoorKind::Udp;
    door.foot = m_grid.doorFoot(end);
    door.size = m_grid.doorSize();
    door.sender = end == End::Client ? colour() : ServerSender;
    door.dead = own->closed;
    showHolders(door, *own, m_legend);
    door.open = own->closed ? 0 : 1;
    drawDoor(m_list, door);
    m_list.endNode();
    drawSocketWords(end);
}

void Pair::drawSocketWords(End end)
{
    const world::Socket &own = *socket(end);
    const QRectF place = m_grid.socketWords(end);
    const Qt::Alignment align = (end == End::Client ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    const QString owner = full() ? m_scene.names.owner(own, process(end)->id) : QString();
    const QString second = own.closed ? PairWords::closed() : owner;
    const bool two = !second.isEmpty();
    word(PairWords::socket(), {place.left(), place.top() + (two ? 0 : 16), place.width(), 36}, 29, 600, Tone::Ink,
         align);
    if (two)
        code(second, {place.left(), place.top() + 36, place.width(), 28}, 20, 500, Tone::Secondary, align);
}

void Pair::drawListener()
{
    const world::Socket *listener = m_scene.isTcp() ? m_scene.cast.serverSocket() : nullptr;
    const world::Process *const who = process(End::Server);
    if (!listener || (who != m_scene.cast.server() && !holds(*who, *listener)))
        return;
    const bool listens = m_scene.listener != nullptr;
    const QPointF foot = m_grid.listenerFoot();
    m_list.beginNode(listens ? NodeKind::Listener : NodeKind::Socket, listener->id,
                     listens ? MechanismWords::listeningSocket() : PairWords::socket(),
                     m_scene.names.endpoint(listener->local, listener->protocol));
    if (m_scene.focus == listener->id)
        drawFocus(m_list, QRectF(foot.x() - 42, foot.y() - m_grid.listenerSize().height() - 8, 84,
                                 m_grid.listenerSize().height() + 16));
    Door door;
    door.kind = listens ? DoorKind::Listening : DoorKind::Tcp;
    door.foot = foot;
    door.size = m_grid.listenerSize();
    door.dead = listener->closed;
    showHolders(door, *listener, m_legend);
    door.open = listener->closed ? 0 : 1;
    drawDoor(m_list, door);
    m_list.endNode();
    const double half = 64;
    const QString name = listener->closed ? PairWords::closed()
                         : listens        ? MechanismWords::listeningSocket()
                                          : PairWords::socket();
    word(name, {foot.x() - half, foot.y() - m_grid.listenerSize().height() - 56, 2 * half - 4, 48}, 20, 600, Tone::Ink,
         Qt::AlignHCenter | Qt::AlignBottom, 2);
    if (listener->closed)
        return;
    QRectF place(foot.x() - 32, foot.y() + 4, m_grid.right() - foot.x() + 28, 26);
    if (full()) {
        QStringList parts{m_scene.names.owner(*listener, who->id)};
        if (listener->local.port)
            parts << m_scene.names.port(listener->local, listener->protocol);
        TextStyle style;
        style.size = 19;
        style.face = Face::Mono;
        const QString line = parts.join(QLatin1Char(' '));
        if (textWidth(line, style) <= place.width())
            parts = {line};
        for (const QString &part : parts) {
            code(part, place, 19, 500, Tone::Secondary);
            place.translate(0, 26);
        }
    }
    if (listens)
        word(MechanismWords::onlyConnections(), place.adjusted(0, 0, 0, 24), 19, 500, Tone::Secondary,
             Qt::AlignLeft | Qt::AlignTop, 2);
}

void Pair::drawChild()
{
    const world::Socket &child = *socket(End::Server);
    const QString words = PairWords::waitsForAccept();
    const QPointF foot = m_grid.childFoot();
    const QSizeF size = m_grid.childSize();
    m_legend << LegendEntry::Ghost;
    m_list.beginNode(NodeKind::Child, child.id, words, m_scene.names.endpoint(child.remote, child.protocol));
    if (m_scene.focus == child.id && m_scene.motion != MechanismMotion::Sending)
        drawFocus(m_list, {foot.x() - size.width() / 2 - 10, foot.y() - size.height() - 1, size.width() + 20,
                           size.height() + 9});
    if (!m_scene.moving || m_scene.motion != MechanismMotion::Accepting) {
        Door door;
        door.foot = foot;
        door.size = size;
        door.sender = colour();
        door.glyphs = {colour()};
        door.ghost = true;
        drawDoor(m_list, door);
    }
    m_list.endNode();
    const QRectF place(m_grid.card(End::Server).left() + 16, m_grid.border() - 66, 270, 56);
    word(words, place, 20, 600, Tone::Ink, Qt::AlignRight | Qt::AlignVCenter, 2);
}

void Pair::drawTuple(End end)
{
    const world::Socket *own = socket(end);
    if (!own || own->closed)
        return;
    const QRectF box = m_grid.tuple(end);
    const Qt::Alignment side = (end == End::Client ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    if (!full()) {
        if (own->local.port != 0)
            word(PairWords::port(m_scene.names.portNumber(own->local.port, own->protocol)), box, 23, 600, Tone::Ink,
                 side);
        return;
    }
    const auto address = [&](const world::Endpoint &endpoint, const QString &otherwise) {
        return endpoint.port ? m_scene.names.endpoint(endpoint, own->protocol) : otherwise;
    };
    const QString none = m_scene.isTcp() ? PairWords::noAddress() : PairWords::noFixedRemote();
    const QString names[] = {PairWords::local(), PairWords::remote()};
    const QString values[] = {address(own->local, PairWords::noAddress()), address(own->remote, none)};
    TextStyle smallest;
    smallest.size = MinTextSize;
    smallest.weight = 700;
    smallest.face = Face::Mono;
    // The longest addresses leave no room for the names: local stands above, remote below, as everywhere.
    const double room = box.width() - 100;
    const bool named = textWidth(values[0], smallest) <= room && textWidth(values[1], smallest) <= room;
    m_list.box(box, 8, Tone::Panel, Tone::Wire, 2);
    for (const int line : {0, 1}) {
        const double y = box.top() + 4 + 30 * line;
        const bool ofClient = (line == 0) == (end == End::Client);
        if (named)
            word(names[line], {box.left() + 14, y, 78, 30}, 20, 500, Tone::Secondary);
        const double left = box.left() + (named ? 92 : 14);
        code(values[line], {left, y, box.right() - 8 - left, 30}, 20.5, 700,
             ofClient ? Colour(Tone::SenderText, colour()) : Colour(Tone::Ink));
    }
}

QRectF Pair::queueBox(End end) const
{
    const world::Socket *own = socket(end);
    const QList<QueueEntry> entries = own ? m_scene.waiting(*own) : QList<QueueEntry>();
    double width = byteQueueWidth(entries) + 12;
    if (!m_scene.isTcp())
        width = std::accumulate(entries.begin(), entries.end(), 10.0, [](double sum, const QueueEntry &entry) {
            return sum + envelopeSize(entry.name, 40).width() + 6;
        });
    if (entries.isEmpty())
        width = EmptyQueue;
    const bool beside = m_message && end == sender();
    return m_grid.queue(end, std::min(width, WidestQueue), beside);
}

void Pair::drawQueueOf(End end)
{
    const world::Socket *own = socket(end);
    if (!own || own->closed || (m_scene.isTcp() && own->remote.port == 0))
        return;
    const QList<QueueEntry> entries = m_scene.waiting(*own);
    const bool receives = end == receiver();
    if (entries.isEmpty() && !receives)
        return drawSendQueueOf(end);
    const QRectF box = queueBox(end);
    const bool moved = m_scene.motion == MechanismMotion::Sending || m_scene.motion == MechanismMotion::Receiving;
    m_list.beginNode(NodeKind::Queue, own->id, MechanismWords::receiveQueueOf(m_scene.world, *own, sizeOf(entries)));
    if (m_message && receives && moved && reach() == Reach::Queue)
        drawFocus(m_list, box.adjusted(-10, -10, 10, 10));
    if (m_scene.isTcp())
        drawByteQueue(m_list, box, entries, end == End::Server);
    else
        drawDatagramQueue(m_list, box, entries, end == End::Server);
    const Qt::Alignment side = (end == End::Client ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    const QRectF words = m_grid.queueWords(end, box);
    word(MechanismWords::receiveQueue(), {words.left(), words.top() - 2, words.width(), 32}, 23, 600, Tone::Ink, side);
    word(MechanismWords::queueSize(m_scene.world, *own, sizeOf(entries)),
         {words.left(), words.top() + 30, words.width(), 28}, 20, 500, Tone::Secondary, side);
    m_list.endNode();
}

/// Where an end that sends has nothing to read, at the inner side of its way.
void Pair::drawSendQueueOf(End end)
{
    const SendQueue queue(m_scene.world, *socket(end));
    if (!queue.isShown())
        return;
    const QRectF box = m_grid.queue(end, queue.width() + 12, true);
    queue.draw(m_list, box, end == End::Client ? colour() : ServerSender);
    const Qt::Alignment side = (end == End::Client ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter;
    word(SendQueue::name(), m_grid.queueWords(end, box), 23, 600, Tone::Ink, side);
}

} // namespace zocalo::figure
