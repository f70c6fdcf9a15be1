// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/ideahalf.h"

#include "app/figure/callstate.h"
#include "app/figure/hostplate.h"
#include "app/figure/lanesegments.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/sendqueue.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

double smoothstep(double t)
{
    t = std::clamp(t, 0.0, 1.0);
    return t * t * (3 - 2 * t);
}

} // namespace

IdeaHalf::IdeaHalf(DisplayList &list, const FigureInput &input, kernel::Protocol protocol, const QRectF &area)
    : m_list(list), m_input(input), m_world(input.now), m_cast(input.now, protocol, input.next), m_names(input),
      m_shared(findShared())
{
    m_way = findWay();
    m_motion = findMotion();
    m_focus = focus();
    m_active = activeClient();
    m_place = IdeaGeometry(area, static_cast<int>(m_cast.clients().size()), m_cast.isTcp(), m_active,
                           static_cast<int>(m_shared.size()), !m_names.hosts().isEmpty());
}

void IdeaHalf::draw()
{
    drawColumns();
    drawServerCard();
    drawClients();
    if (m_place.crowd())
        drawCrowdLanes(); // they run behind what the step is about
    drawFocusBox();
    for (const double wall : {m_place.wallLeft(), m_place.wallRight()})
        drawBorder(m_list, wall, m_place.area().top(), m_place.area().bottom());
    m_legend << LegendEntry::Border;
    drawLanes();
    if (m_place.crowd())
        drawTicks();
    for (int row = 0; row < m_cast.clients().size(); ++row) {
        if (!m_place.isActive(row))
            continue;
        drawClientDoor(row);
        drawClientPort(row);
        drawClientQueue(row);
        drawClientSendQueue(row);
        drawClientError(row);
    }
    drawServerDoors();
    drawCount();
    drawClientCount();
    drawNameOfMessage();
    drawWay();
    drawAcceptWay();
    drawMotion();
}

Motion IdeaHalf::findWay() const
{
    const world::Moment &moment = m_world.moment();
    const bool entered = moment.kind == world::MomentKind::Entered;
    if (!trace::isSend(moment.name) || !m_cast.takesPart(m_world, moment) || moment.messages.isEmpty())
        return {};
    const world::Message *message = m_world.message(moment.messages.first());
    if (!message || (!entered && moment.result < 0))
        return {};
    Motion way;
    way.kind = entered ? Motion::Kind::Travel : Motion::Kind::Arrive;
    way.message = message->id;
    way.socket = Cast::target(*message, m_input.next);
    way.client = m_cast.clientOf(*message);
    way.toClient = message->isReply;
    const bool returns = isOvertaken(m_world, m_input.next) ||
                         (m_input.next && m_input.next->moment().kind == world::MomentKind::Returned &&
                          m_input.next->moment().call == moment.call);
    way.progress = entered ? (returns ? smoothstep(m_input.progress) : 0) : 1;
    // Where nobody knows where it goes, no way is drawn; nor to a socket that is not.
    if (way.socket == 0 || way.client < 0 || !drawsServerSocket(way.toClient ? message->senderSocket : way.socket))
        way.kind = Motion::Kind::None;
    return way;
}

Motion IdeaHalf::findMotion() const
{
    if (!m_input.next || m_input.progress <= 0)
        return {};
    const world::Moment &moment = m_input.next->moment();
    if (moment.kind != world::MomentKind::Returned || !m_cast.takesPart(*m_input.next, moment) ||
        isOvertaken(m_world, m_input.next)) // it is on its way still
        return {};
    Motion motion;
    motion.progress = smoothstep(m_input.progress);
    if (trace::isReceive(moment.name) && moment.result > 0 && !moment.messages.isEmpty()) {
        motion.kind = Motion::Kind::Lift;
        motion.messages = moment.messages;
        motion.socket = moment.socket;
        const world::Message *message = m_world.message(moment.messages.first());
        motion.client = message ? m_cast.clientOf(*message) : -1;
        motion.toClient = m_cast.server() && !m_cast.isOfServer(moment.process);
    } else if (trace::isAccept(moment.name) && moment.newSocket != 0) {
        motion.kind = Motion::Kind::Accept;
        motion.socket = moment.newSocket;
        motion.client = m_cast.clientOfSocket(moment.newSocket);
    }
    if (motion.client < 0)
        motion.kind = Motion::Kind::None;
    return motion;
}

world::SocketId IdeaHalf::focus() const
{
    if (m_way.kind != Motion::Kind::None)
        return m_way.socket;
    const world::Moment &moment = m_world.moment();
    if (!m_cast.takesPart(m_world, moment) || moment.kind == world::MomentKind::Start)
        return 0;
    const bool failed =
        moment.kind == world::MomentKind::Returned && moment.result < 0 && !isInProgress(moment.name, moment.error);
    if (failed)
        return 0;
    if (trace::isReceive(moment.name)) {
        const world::Socket *socket = m_world.socket(moment.socket);
        const bool waits = socket && !socket->receiveQueue.isEmpty();
        return waits || moment.kind == world::MomentKind::Returned ? moment.socket : 0;
    }
    if (trace::isAccept(moment.name)) {
        const world::Socket *listener = m_world.socket(moment.socket);
        if (moment.kind == world::MomentKind::Returned)
            return moment.newSocket;
        return listener && !listener->acceptQueue.isEmpty() ? moment.socket : 0;
    }
    if (moment.name == trace::Call::Connect && moment.kind == world::MomentKind::Returned) {
        const int client = m_cast.clientOfSocket(moment.socket);
        const world::Socket *child = client < 0 ? nullptr : m_cast.clients().at(client).child;
        return child ? child->id : 0;
    }
    return 0;
}

int IdeaHalf::activeClient() const
{
    if (m_way.kind != Motion::Kind::None)
        return m_way.client;
    const world::Moment &moment = m_world.moment();
    if (!m_cast.contains(moment.process))
        return -1;
    if (const int row = m_cast.clientOfProcess(moment.process, moment.socket); row >= 0)
        return row;
    if (!m_cast.takesPart(m_world, moment))
        return -1;
    if (moment.newSocket != 0)
        return m_cast.clientOfSocket(moment.newSocket);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (socket && trace::isAccept(moment.name))
        return m_cast.clientOfSocket(socket->acceptQueue.value(0));
    const world::Message *message = moment.messages.isEmpty() ? nullptr : m_world.message(moment.messages.first());
    return message ? m_cast.clientOf(*message) : m_cast.clientOfSocket(moment.socket);
}

QList<const world::Socket *> IdeaHalf::findShared() const
{
    QList<const world::Socket *> shown = m_cast.isTcp() ? QList<const world::Socket *>() : m_cast.serverSockets();
    // The step's own is always among them.
    while (shown.size() > IdeaGeometry::MostShared)
        shown.removeAt(shown.last() == m_cast.serverSocket() ? shown.size() - 2 : shown.size() - 1);
    return shown;
}

int IdeaHalf::sharedIndex(world::SocketId socket) const
{
    for (qsizetype i = 0; i < m_shared.size(); ++i) {
        if (m_shared.at(i)->id == socket)
            return static_cast<int>(i);
    }
    return 0;
}

bool IdeaHalf::drawsServerSocket(world::SocketId id) const
{
    const world::Socket *socket = m_world.socket(id);
    if (!m_cast.isTcp()) {
        return m_shared.size() == 1 || std::any_of(m_shared.begin(), m_shared.end(),
                                                   [=](const world::Socket *shown) { return shown->id == id; });
    }
    // A child in the accept queue of another listening socket than the one that is drawn.
    const bool waits = socket && socket->listener != 0 && socket->acceptOrdinal == 0;
    return !waits || !m_cast.serverSocket() || socket->listener == m_cast.serverSocket()->id;
}

bool IdeaHalf::isMoving(world::MessageId message) const
{
    return (m_way.kind == Motion::Kind::Travel && m_way.message == message) || isLifted(message);
}

bool IdeaHalf::isBlocked(const world::Message &message) const
{
    const world::Socket *socket = m_world.socket(message.senderSocket);
    return !message.sendReturned && socket && SendQueue(m_world, *socket).isShown();
}

bool IdeaHalf::isLifted(world::MessageId message) const
{
    return m_motion.kind == Motion::Kind::Lift && m_motion.messages.contains(message);
}

int IdeaHalf::senderOf(const world::Message &message) const
{
    const int row = message.isReply ? -1 : m_cast.clientOf(message);
    return row < 0 ? ServerSender : colourOf(row);
}

int IdeaHalf::colourOf(int row) const { return m_place.isActive(row) ? m_cast.clients().at(row).sender : QuietSender; }

QString IdeaHalf::socketFor(int row) const
{
    const QString &letter = m_cast.clients().at(row).process->letter;
    const bool isNumber = !letter.isEmpty() && letter.front().isDigit();
    return isNumber ? tr("socket for client %1").arg(letter) : tr("socket for %1").arg(letter);
}

QString IdeaHalf::socketForApart(int row) const
{
    const ClientPart &client = m_cast.clients().at(row);
    const auto &all = m_cast.clients();
    const auto ofIts = std::count_if(all.begin(), all.end(),
                                     [&client](const ClientPart &part) { return part.process == client.process; });
    return ofIts < 2 || !client.accepted
               ? socketFor(row)
               : socketFor(row) + QLatin1Char(' ') + m_names.port(client.accepted->remote, client.accepted->protocol);
}

QList<QueueEntry> IdeaHalf::waiting(const world::Socket &socket) const
{
    QList<QueueEntry> entries;
    for (const world::QueuedBytes &bytes : socket.receiveQueue) {
        const world::Message *message = m_world.message(bytes.message);
        if (!message || isLifted(bytes.message) || (isMoving(bytes.message) && !isBlocked(*message)))
            continue;
        const QByteArray kept =
            message->payload.mid(static_cast<qsizetype>(bytes.offset), static_cast<qsizetype>(bytes.size));
        entries.append({message->id, message->name, senderOf(*message), kept, bytes.size});
    }
    if (isEndWaiting(socket))
        entries.append(
            {0, MechanismWords::endOfStream(), colourOf(std::max(0, m_cast.clientOfSocket(socket.id))), {}, 0});
    return entries;
}

QList<const world::Message *> IdeaHalf::readOn(const world::Socket &socket) const
{
    QList<const world::Message *> read;
    for (const world::Message &message : m_world.messages()) {
        if (message.landed == socket.id && !message.receivedBy.isEmpty())
            read.append(&message);
    }
    std::stable_sort(read.begin(), read.end(), [](const world::Message *a, const world::Message *b) {
        return a->receivedBy.last() < b->receivedBy.last();
    });
    return read;
}

bool IdeaHalf::isGone(const world::Process *process) const
{
    return !process || process->activity == world::Activity::Ended;
}

QString IdeaHalf::describe(const world::Socket &socket) const
{
    const QString local = m_names.endpoint(socket.local, socket.protocol);
    const QString remote = m_names.endpoint(socket.remote, socket.protocol);
    if (socket.closed)
        return tr("closed");
    if (socket.local.port == 0)
        return tr("no port yet");
    if (socket.remote.port == 0)
        return tr("local %1, no fixed remote").arg(local);
    return tr("local %1, remote %2").arg(local, remote);
}

void IdeaHalf::noteMark(CallMark mark)
{
    if (mark == CallMark::Next)
        m_legend << LegendEntry::CallNext;
    else if (mark == CallMark::Made)
        m_legend << LegendEntry::CallMade;
    else if (mark == CallMark::Asleep)
        m_legend << LegendEntry::Asleep;
}

void IdeaHalf::drawColumns()
{
    const QRectF area = m_place.area();
    const QRectF kernel = m_place.kernel();
    m_list.fillRect(kernel, Tone::Lane);
    TextStyle style;
    style.size = 21;
    style.weight = 600;
    style.colour = Tone::Secondary;
    const double y = area.top() + 8;
    const QRectF left(area.left() + 28, y, kernel.left() - area.left() - 40, 28);
    m_list.add(layoutText(tr("application"), left, style));
    m_list.add(layoutText(tr("kernel: transport and network"), QRectF(kernel.left() + 12, y, kernel.width() - 24, 28),
                          style.aligned(Qt::AlignCenter)));
    const QRectF right(kernel.right() + 12, y, m_place.serverCard().right() - kernel.right() - 12, 28);
    double taken = 0;
    if (namesHosts() && m_cast.server()) {
        const HostPlate plate(m_names.host(m_cast.server()->id));
        plate.draw(m_list, m_place.serverCard().topRight() - QPointF(12, -1), true);
        taken = plate.width() + 24;
    }
    // Beside a host's name there may be no room: the word stands at the other side, too.
    const QRectF place = right.adjusted(0, 0, -taken, 0);
    if (textWidth(tr("application"), style) < place.width())
        m_list.add(layoutText(tr("application"), place, style.aligned(Qt::AlignRight | Qt::AlignVCenter)));
    style.size = 19;
    style.weight = 500;
    style.lineHeight = 1.15;
    // In a wide figure the accept queue stands beside it.
    const double width =
        (m_cast.isTcp() && m_place.wide() ? m_place.acceptQueue().left() : kernel.right()) - kernel.left() - 16;
    const int seen = segmentsSeen();
    QString note = seen == 0 ? tr("deduced: the way through here\nobserved: calls and the kernel's table")
                             : tr("deduced: the way through here\nobserved: calls, table, %n packets", nullptr, seen);
    if (m_place.crowd())
        note.replace(QLatin1Char('\n'), QStringLiteral(" · "));
    // In half of the width there is no room for it: the plates name the hosts.
    const QString hosts = m_place.crowd() || m_input.narrow ? QString() : HostPlate::note(m_names);
    if (!hosts.isEmpty())
        note += QLatin1Char('\n') + hosts;
    const double height = m_place.crowd() ? 28 : hosts.isEmpty() ? 52 : 76;
    m_list.add(layoutText(note, QRectF(kernel.left() + 8, area.bottom() - 10 - height, width, height),
                          style.aligned(Qt::AlignHCenter | Qt::AlignBottom).lines(m_place.crowd() ? 1 : 3)));
}

/// In a laboratory: how many packets of this protocol were seen with the step, or will be by the end of the movement.
int IdeaHalf::segmentsSeen() const
{
    const bool moves = m_input.next && m_input.progress > 0;
    const QList<world::Segment> &segments = moves ? m_input.next->segments() : m_input.now.segments();
    return static_cast<int>(std::count_if(segments.begin(), segments.end(), [this](const world::Segment &segment) {
        return conversationProtocol(segment.packet) == m_cast.protocol();
    }));
}

bool IdeaHalf::isLost() const
{
    const world::Message *const sent = m_way.kind == Motion::Kind::Arrive ? m_world.message(m_way.message) : nullptr;
    if (!sent || sent->landed != 0)
        return false;
    if (sent->outcome == world::Outcome::Dropped || sent->outcome == world::Outcome::Refused)
        return true;
    // A receive that slept has it in its hands: it is in no queue any more, and known once the call returns.
    const auto awaits = [this](const world::OpenCall &call) {
        return trace::isReceive(call.call) && call.socket == m_way.socket;
    };
    return std::none_of(m_world.processes().begin(), m_world.processes().end(), [&](const world::Process &process) {
        return std::any_of(process.openCalls.begin(), process.openCalls.end(), awaits);
    });
}

void IdeaHalf::drawFocusBox()
{
    if (m_focus == 0 || isLost())
        return; // yellow is where a message lands
    const int row = m_cast.clientOfSocket(m_focus);
    const ClientPart *client = row < 0 ? nullptr : &m_cast.clients().at(row);
    const QSizeF door = m_cast.isTcp() ? m_place.serverDoor() : m_place.sharedDoor();
    const double right = m_place.wallRight() + door.width() / 2 + 11;
    const world::Socket *server = m_cast.serverSocket();
    if (client && client->socket && client->socket->id == m_focus) {
        const QSizeF own = m_place.clientDoor();
        const double half = std::min(own.height() / 2 + 12, m_place.rowHeight(row) / 2 - 2);
        const double left = m_place.wallLeft() - own.width() / 2 - 5;
        drawFocus(m_list, QRectF(QPointF(left, m_place.rowY(row) - half),
                                 QPointF(m_place.clientQueue(row).right() + 12, m_place.rowY(row) + half)));
    } else if (client && client->accepted && client->accepted->id == m_focus) {
        const double half = std::min(door.height() / 2 + 9, m_place.doorSlot(row) / 2 - 1);
        // In a compact figure only the first row has its queue's name over it.
        const bool first = m_place.compactServer() && row == 0;
        const double top = first ? m_place.queue(0).top() - 26 : m_place.doorY(row) - half;
        drawFocus(m_list,
                  QRectF(QPointF(m_place.queue(row).left() - 14, top), QPointF(right, m_place.doorY(row) + half)));
    } else if (m_cast.isTcp() && server &&
               (server->id == m_focus || (client && client->child && drawsServerSocket(client->child->id)))) {
        // A message for a waiting child lands in the child, not in the listening socket.
        const QRectF box = m_place.acceptQueue();
        const double end = server->id == m_focus ? right : box.right() + 7;
        drawFocus(m_list, QRectF(QPointF(box.left() - 12, box.top() - 32), QPointF(end, box.bottom() + 8)));
    } else if (!m_cast.isTcp() && m_cast.serverIndexOf(m_focus) >= 0 && drawsServerSocket(m_focus)) {
        const int index = sharedIndex(m_focus);
        const QRectF box = m_place.sharedQueue(index);
        const double y = m_place.sharedY(index);
        const double half = std::max(door.height() / 2, box.height() / 2 + 34) + (severalShared() ? 0 : 8);
        const double low = y + std::max(door.height(), box.height()) / 2 + (severalShared() ? 6 : 14);
        const bool drops = m_shared.at(index)->kernelDrops > 0;
        const double bottom = drops ? m_place.drops(index).bottom() + (severalShared() ? 2 : 6) : low;
        drawFocus(m_list, QRectF(QPointF(box.left() - 14, y - half), QPointF(right, bottom)));
    }
}

double IdeaHalf::laneWidth() const { return m_cast.isTcp() ? m_place.laneWidth() : m_place.sharedLaneWidth(); }

QList<QPainterPath> IdeaHalf::lanesOf(int row) const
{
    const ClientPart &client = m_cast.clients().at(row);
    QList<QPainterPath> lanes;
    if (!client.socket || client.socket->closed)
        return lanes;
    if (!m_cast.isTcp()) {
        for (qsizetype i = 0; i < m_shared.size(); ++i) {
            if (!m_shared.at(i)->closed && m_cast.goesTo(client, *m_shared.at(i)))
                lanes << m_place.udpLane(row, static_cast<int>(i));
        }
    } else if (client.accepted) {
        if (!client.accepted->closed)
            lanes << m_place.tcpLane(row);
    } else if (client.child && drawsServerSocket(client.child->id)) {
        lanes << m_place.acceptLane(row);
    }
    return lanes;
}

void IdeaHalf::drawLanes()
{
    for (int row = 0; row < m_cast.clients().size(); ++row) {
        const QList<QPainterPath> lanes = m_place.isActive(row) ? lanesOf(row) : QList<QPainterPath>();
        const ClientPart &client = m_cast.clients().at(row);
        for (const QPainterPath &lane : lanes) {
            m_list.beginNode(NodeKind::Lane, client.socket->id,
                             tr("way of %1, deduced").arg(m_names.process(client.process->id)));
            drawLane(m_list, lane, client.sender, laneWidth());
            m_list.endNode();
            m_legend << LegendEntry::Deduced;
        }
    }
    if (m_way.kind != Motion::Kind::None && m_way.toClient)
        drawLane(m_list, wayOf(m_way), m_cast.clients().at(m_way.client).sender, m_place.replyLaneWidth());
}

} // namespace zocalo::figure
