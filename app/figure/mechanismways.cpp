// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Ways and what moves on them: lanes, the message with its headers, bytes that are read, a child that is accepted.
#include "app/figure/mechanism.h"

#include "app/figure/mechanismwords.h"

#include <QLineF>

#include <algorithm>
#include <cmath>

namespace zocalo::figure {

namespace {

constexpr double RowPause = 0.1; ///< part of the time in which a message passes through its row

QPointF pointAt(const QPainterPath &path, double along)
{
    return path.pointAtPercent(path.percentAtLength(std::clamp(along, 0.0, path.length())));
}

/// From one point to another that lies beside it: level at both ends.
void curveTo(QPainterPath &path, const QPointF &to)
{
    const QPointF from = path.currentPosition();
    const double middle = (from.x() + to.x()) / 2;
    path.cubicTo({middle, from.y()}, {middle, to.y()}, to);
}

/// Straight lines through the points, with rounded corners.
QPainterPath rounded(const QList<QPointF> &points, double radius)
{
    QPainterPath path(points.first());
    for (qsizetype i = 1; i + 1 < points.size(); ++i) {
        const QLineF in(points.at(i), points.at(i - 1));
        const QLineF out(points.at(i), points.at(i + 1));
        const double r = std::min({radius, in.length() / 2, out.length() / 2});
        path.lineTo(in.length() > 0 ? in.pointAt(r / in.length()) : points.at(i));
        path.quadTo(points.at(i), out.length() > 0 ? out.pointAt(r / out.length()) : points.at(i));
    }
    path.lineTo(points.last());
    return path;
}

double ramp(double value, double from, double length) { return std::clamp((value - from) / length, 0.0, 1.0); }

} // namespace

QPainterPath Mechanism::wayToTable(int client) const
{
    const QRectF row = rowFor(client);
    const int clients = m_scene.clientCount();
    // Lanes that end at one row lie side by side there.
    const double shift = m_scene.isTcp() || m_scene.reply
                             ? 0
                             : (client - (clients - 1) / 2.0) * std::min(7.0, 26.0 / std::max(1, clients - 1));
    if (m_scene.reply) {
        const double doorWidth = m_scene.isTcp() ? m_grid.serverDoor(client).size.width() : 86;
        QPainterPath path({m_grid.rightWall() - doorWidth / 2 + 3, m_grid.replyY(client)});
        path.lineTo(m_grid.network().left() - 2, m_grid.replyY(client));
        curveTo(path, {m_grid.table().right(), row.center().y()});
        return path;
    }
    QPainterPath path({m_grid.leftWall() + m_grid.clientDoor(client).size.width() / 2 - 3, m_grid.rowY(client)});
    path.lineTo(m_grid.network().right() + 2, m_grid.rowY(client));
    curveTo(path, {m_grid.table().left(), row.center().y() + shift});
    return path;
}

QPainterPath Mechanism::wayFromTable(int client) const
{
    const QRectF row = rowFor(client);
    if (m_scene.reply) {
        QPainterPath path({m_grid.table().left(), row.center().y()});
        const QRectF queue = m_grid.clientQueue(client);
        curveTo(path, {queue.right(), queue.center().y()});
        return path;
    }
    const QPointF start(m_grid.table().right(), row.center().y());
    const ClientPart &part = m_scene.cast.clients().at(client);
    if (!m_scene.isTcp()) {
        const world::Socket *socket = m_scene.cast.serverSocket();
        const QList<QueueEntry> entries = socket ? m_scene.waiting(*socket) : QList<QueueEntry>();
        qsizetype place = entries.size();
        for (qsizetype i = 0; m_scene.message && i < entries.size(); ++i) {
            if (entries.at(i).message == m_scene.message->id)
                place = i;
        }
        const double x = m_grid.sharedSlot(std::min<qsizetype>(place, m_grid.sharedSlots() - 1));
        const double top = m_grid.sharedQueue().top();
        if (x > start.x() + 24)
            return rounded({start, {x, start.y()}, {x, top}}, 36);
        const double channel = start.x() + 34;
        return rounded({start, {channel, start.y()}, {channel, top - 46}, {x, top - 46}, {x, top}}, 26);
    }
    if (part.accepted && !part.accepted->closed) {
        QPainterPath path(start);
        const QRectF queue = m_grid.serverQueue(client);
        curveTo(path, {queue.left(), queue.center().y()});
        return path;
    }
    const QList<world::SocketId> waiting = m_scene.listener ? m_scene.listener->acceptQueue : QList<world::SocketId>();
    const qsizetype place = part.child ? waiting.indexOf(part.child->id) : -1;
    const double channel = m_grid.channelX();
    QPointF end(acceptBox().center().x(), acceptBox().top());
    if (place >= 0) {
        const QRectF slot = acceptSlot(place);
        const QRectF bytes = part.child ? childQueue(slot, *part.child) : slot;
        const bool roomy = slot.width() > 2 * childDoor(slot).width() + 60;
        const double inside = std::clamp(channel, bytes.left() + 20, std::max(bytes.left() + 20, bytes.right() - 20));
        end = roomy ? QPointF(inside, bytes.top()) : QPointF(slot.center().x(), slot.top() + 6);
    }
    if (end.x() > start.x() + 14)
        return rounded({start, {end.x(), start.y()}, end}, 22);
    return rounded({start, {channel, start.y()}, {channel, acceptBox().top() - 16}, {end.x(), acceptBox().top() - 16}, end},
                   16);
}

void Mechanism::drawLanes()
{
    const bool wide = !m_grid.compact();
    const auto lane = [&](int client, bool active) {
        const ClientPart &part = m_scene.cast.clients().at(client);
        const world::Socket *peer = peerFor(client);
        if (!peer)
            return;
        m_list.beginNode(NodeKind::Lane, part.socket->id, m_scene.names.process(part.process->id));
        const int sender = wide || active ? part.sender : ServerSender;
        const double width = wide ? 22 : (active ? 19 : 10);
        drawLane(m_list, wayToTable(client), sender, width);
        // Children that are not meant have no way on: their glyph in the accept queue tells where they are.
        const bool child = m_scene.isTcp() && !m_scene.reply && peer == part.child;
        if (!child || active || m_scene.focus == peer->id) {
            if (m_scene.isTcp() || m_scene.reply || active)
                drawLane(m_list, wayFromTable(client), sender, width);
        }
        m_list.endNode();
    };
    const bool oneActive = m_scene.motion != MechanismMotion::None && m_scene.client >= 0;
    if (!m_scene.isTcp() && !m_scene.reply) {
        for (int i = 0; i < m_scene.clientCount(); ++i) {
            if (peerFor(i)) {
                drawLane(m_list, wayFromTable(i), ServerSender, wide ? 22 : 16);
                break;
            }
        }
    }
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        if (!oneActive || i != m_scene.client)
            lane(i, false);
    }
    if (oneActive)
        lane(m_scene.client, true);
}

Packet Mechanism::packet(double transport, double network) const
{
    Packet packet;
    packet.transport = m_scene.isTcp() ? QStringLiteral("TCP") : QStringLiteral("UDP");
    packet.transportPart = transport;
    packet.networkPart = network;
    packet.height = m_grid.compact() ? 34 : 48;
    if (m_scene.message) {
        packet.sender = m_scene.senderOf(*m_scene.message);
        packet.name = m_scene.message->name;
    }
    return packet;
}

void Mechanism::drawMotion()
{
    if (m_scene.motion != MechanismMotion::Accepting || !m_scene.moving) {
        // Round dots for the child that awaits accept().
        const world::Socket *child = m_scene.oldestChild();
        const int client = child ? m_scene.cast.clientOfSocket(child->id) : -1;
        if (client >= 0 && !m_scene.cast.clients().at(client).accepted) {
            drawToGo(m_list, wayOfAccept(*child, client), m_scene.senderOf(child->id), 0, 1, true, 7);
            m_legend << LegendEntry::ToGo;
        }
    }
    m_list.setLayer(Layer::Moving);
    switch (m_scene.motion) {
    case MechanismMotion::None:
        break;
    case MechanismMotion::Connecting:
        drawConnecting();
        break;
    case MechanismMotion::Accepting:
        drawAccepting();
        break;
    case MechanismMotion::Sending:
        if (m_scene.client >= 0)
            drawSending(m_scene.progress);
        break;
    case MechanismMotion::Receiving:
        drawReceiving();
        break;
    }
    m_list.setLayer(Layer::Still);
}

void Mechanism::drawPacketAt(double along, double first, bool toTable)
{
    const QPainterPath way = toTable ? wayToTable(m_scene.client) : wayFromTable(m_scene.client);
    const QPointF at = pointAt(way, along);
    m_list.beginNode(NodeKind::Message, m_scene.message->id, m_scene.message->name,
                     QString::fromUtf8(m_scene.message->payload));
    if (!toTable) {
        const Packet bare = packet(0, 0);
        const QSizeF size = envelopeSize(bare.name, bare.height - 8);
        drawEnvelope(m_list, {at.x() - size.width() / 2, at.y() - size.height() / 2, size.width(), size.height()},
                     bare.sender, bare.name);
    } else {
        // The first part of the way is level: what has been gone tells which layer it is in.
        const QRectF network = m_grid.network();
        const double toNetwork = std::abs((m_scene.reply ? network.right() : network.left()) - first);
        const double afterNetwork = toNetwork + network.width();
        const double transport = ramp(along, toNetwork - 170, 60);
        const double onNetwork = ramp(along, toNetwork + 10, 60) * (1 - ramp(along, afterNetwork - 10, 40));
        drawPacket(m_list, packet(transport, onNetwork), at);
    }
    m_list.endNode();
}

void Mechanism::drawSending(double t)
{
    const QPainterPath in = wayToTable(m_scene.client);
    const bool arrives = m_scene.focus != 0;
    const QPainterPath out = arrives ? wayFromTable(m_scene.client) : QPainterPath();
    const int colour = m_scene.reply ? ServerSender : m_scene.cast.clients().at(m_scene.client).sender;
    const double width = m_grid.compact() ? 6 : 8;
    const double start = packet(0, 0).size().width() / 2 + 8;
    const double first = in.elementAt(0).x;
    const double whole = in.length() - start + out.length();
    const double split = (1 - RowPause) * (in.length() - start) / std::max(1.0, whole);
    const bool alreadyThere = m_scene.message->landed != 0 && (m_scene.returned || m_scene.moving);
    const bool still = m_scene.returned || (m_scene.moving && alreadyThere && !m_scene.isQueued(*m_scene.message));
    const QRectF network = m_grid.network();
    // Outlines where it has been: with the transport's header, then with the network's.
    const auto traces = [&](double gone) {
        const Packet segment = packet(1, 0);
        const Packet datagram = packet(1, 1);
        const double side = m_scene.reply ? 1 : -1;
        const double edge = m_scene.reply ? network.right() : network.left();
        const QPointF atTransport(edge + side * (segment.size().width() / 2 + 8), pointAt(in, 0).y());
        const QPointF atNetwork(network.center().x(), pointAt(in, 0).y());
        const double clear = datagram.size().width() / 2 + 6;
        if (gone > std::abs(atTransport.x() - first) + segment.size().width() / 2 + clear)
            drawPacketTrace(m_list, segment, atTransport);
        if (gone > std::abs(atNetwork.x() - first) + datagram.size().width() / 2 + clear)
            drawPacketTrace(m_list, datagram, atNetwork);
    };
    m_legend << LegendEntry::Gone;
    if (still) {
        drawGone(m_list, in, colour, 0, 1, width);
        if (arrives) {
            const double head = 3 * width / out.length();
            drawGone(m_list, out, colour, 0, 1 - head, width);
            drawArrowhead(m_list, pointAt(out, out.length()),
                          QLineF(pointAt(out, out.length() * (1 - head)), pointAt(out, out.length())).angle(),
                          {Tone::SenderText, colour}, 3 * width);
        }
        traces(in.length());
        return;
    }
    m_legend << LegendEntry::ToGo;
    const bool before = !arrives || t <= split;
    if (before) {
        const double along = start + (arrives ? t / std::max(0.01, split) : t) * (in.length() - start - (arrives ? 0 : 40));
        drawGone(m_list, in, colour, 0, along / in.length(), width);
        drawToGo(m_list, in, colour, along / in.length(), 1, !arrives, width);
        if (arrives)
            drawToGo(m_list, out, colour, 0, 1, true, width);
        traces(along);
        drawPacketAt(along, first, true);
        return;
    }
    drawGone(m_list, in, colour, 0, 1, width);
    traces(in.length());
    const double along = ramp(t, split + RowPause, 1 - split - RowPause) * out.length();
    drawGone(m_list, out, colour, 0, along / out.length(), width);
    drawToGo(m_list, out, colour, along / out.length(), 1, true, width);
    drawPacketAt(along, 0, false);
}

QPointF Mechanism::landing() const
{
    if (m_scene.reply && m_scene.client >= 0) {
        const QRectF card = m_grid.clientCard(m_scene.client);
        const double right = m_grid.leftWall() - m_grid.clientDoor(m_scene.client).size.width() / 2 - 8;
        return m_grid.compact() ? QPointF(right - 24, card.top() + 20) : QPointF(right - 26, card.top() + 58);
    }
    const double right = m_grid.textRight();
    if (!m_scene.isTcp())
        return {m_grid.textLeft() + 40, m_grid.sharedDoor().foot.y() + 76};
    const double y = m_grid.rowY(std::max(0, m_scene.client));
    return m_grid.compact() ? QPointF(right - 30, y + 12) : QPointF(right - 40, y - 34);
}

QPainterPath Mechanism::wayUp(const QPointF &to) const
{
    if (m_scene.reply) {
        const QRectF queue = m_grid.clientQueue(std::max(0, m_scene.client));
        QPainterPath path({queue.left(), queue.center().y()});
        path.lineTo(m_grid.leftWall() - 26, queue.center().y());
        path.lineTo(to);
        return path;
    }
    const QRectF queue = m_scene.isTcp() ? m_grid.serverQueue(std::max(0, m_scene.client)) : m_grid.sharedQueue();
    const double half = m_scene.isTcp() ? m_grid.serverDoor(0).size.width() / 2 : 43;
    QPainterPath path({queue.right(), queue.center().y()});
    path.lineTo(m_grid.rightWall() + half + 4, queue.center().y());
    path.lineTo(to);
    return path;
}

void Mechanism::drawReceiving()
{
    if (m_scene.client < 0 && m_scene.isTcp())
        return;
    const QPointF to = landing();
    const QPainterPath way = wayUp(to);
    // The dots and the line pass through the door only: beyond it there are words.
    const QPainterPath::Element turn = way.elementAt(1);
    QPainterPath through(pointAt(way, 0));
    through.lineTo(turn.x, turn.y);
    const int colour = m_scene.message ? m_scene.senderOf(*m_scene.message) : ServerSender;
    const double width = m_grid.compact() ? 6 : 8;
    const world::Socket *socket = m_scene.world.socket(m_scene.moment.socket);
    if (!m_scene.moving && !m_scene.returned) {
        const QList<QueueEntry> entries = socket ? m_scene.waiting(*socket) : QList<QueueEntry>();
        if (!entries.isEmpty()) {
            drawToGo(m_list, through, entries.first().sender, 0, 1, true, width);
            m_legend << LegendEntry::ToGo;
        }
        return;
    }
    if (!m_scene.message)
        return;
    double t = m_scene.returned ? 1 : m_scene.progress;
    if (m_scene.moving && !m_scene.isQueued(*m_scene.message)) {
        // The receiver slept in its call: the message goes all the way within this step.
        if (t < 0.5)
            return drawSending(2 * t);
        t = ramp(t, 0.5, 0.5);
    }
    drawGone(m_list, through, colour, 0, std::min(1.0, t * way.length() / through.length()), width);
    m_legend << LegendEntry::Gone;
    const QPointF at = pointAt(way, t * way.length());
    // Only a call that gives an address tells who sent it.
    if (m_scene.returned && !m_scene.isTcp() && !m_scene.reply && m_scene.moment.address.port != 0) {
        const QRectF text(to.x() + 52, to.y() - 24, m_grid.serverCard().right() - 12 - to.x() - 52, 48);
        word(MechanismWords::from(m_scene.names.endpoint(m_scene.moment.address, m_scene.protocol)), text, 20, 600);
    }
    double shift = 0;
    // One call may take several messages: the last of them are drawn, the others counted.
    const QList<world::MessageId> &ids = m_scene.moment.messages;
    const qsizetype shown = ids.size() > 2 || m_scene.reply ? 1 : ids.size();
    for (qsizetype i = ids.size() - 1; i >= ids.size() - shown; --i) {
        const world::Message *message = m_scene.world.message(ids.at(i));
        if (!message)
            continue;
        const QSizeF size = envelopeSize(message->name, m_grid.compact() ? 32 : (m_scene.reply ? 34 : 46));
        m_list.beginNode(NodeKind::Message, message->id, message->name, QString::fromUtf8(message->payload));
        drawEnvelope(m_list, {at.x() - size.width() / 2 - shift, at.y() - size.height() / 2, size.width(), size.height()},
                     m_scene.senderOf(*message), message->name);
        m_list.endNode();
        shift += i > ids.size() - shown ? size.width() + 6 : size.width() / 2;
    }
    if (shown < ids.size())
        word(QStringLiteral("+%1").arg(ids.size() - shown), {at.x() - shift - 36, at.y() - 13, 34, 26}, 19, 700, Tone::Ink,
             Qt::AlignRight | Qt::AlignVCenter);
}

QPainterPath Mechanism::wayOfAccept(const world::Socket &child, int client) const
{
    const qsizetype place = m_scene.listener ? m_scene.listener->acceptQueue.indexOf(child.id) : -1;
    const QRectF door = childDoor(acceptSlot(std::max<qsizetype>(0, place)));
    const QPointF start(door.center().x(), place < 0 ? acceptBox().top() : door.top() - 2);
    const double y = m_grid.rowY(client);
    const double x = m_grid.acceptWayX();
    const double up = acceptBox().top() - 14;
    return rounded({start, {start.x(), up}, {x, up}, {x, y}, {m_grid.rightWall() - 6, y}}, 12);
}

void Mechanism::drawAccepting()
{
    if (m_scene.client < 0 || m_scene.focus == 0)
        return;
    const world::Socket *child = m_scene.world.socket(m_scene.focus);
    if (!child)
        return;
    const int sender = m_scene.senderOf(child->id);
    const QPainterPath way = wayOfAccept(*child, m_scene.client);
    m_legend << LegendEntry::Gone;
    if (m_scene.returned) {
        // Up to the door's edge: the door stands open where the way ends.
        const double end = way.length() - m_grid.serverDoor(0).size.width() / 2 + 6;
        drawGone(m_list, way, sender, 0, (end - 12) / way.length(), 7);
        drawArrowhead(m_list, pointAt(way, end), 0, {Tone::SenderText, sender}, 20);
        return;
    }
    if (!m_scene.moving)
        return;
    // It moves in the first 60 %, then its door opens.
    const double t = ramp(m_scene.progress, 0, 0.6);
    drawGone(m_list, way, sender, 0, t, 7);
    if (t < 1)
        drawToGo(m_list, way, sender, t, 1, true, 7);
    const QRectF from = childDoor(acceptSlot(std::max<qsizetype>(0, m_scene.listener->acceptQueue.indexOf(child->id))));
    Door door = m_grid.serverDoor(m_scene.client);
    const double grow = t;
    const QSizeF size = from.size() + (door.size - from.size()) * grow;
    const QPointF at = pointAt(way, t * way.length());
    const QPointF foot = QPointF(at.x(), at.y() + size.height() / 2) * (1 - grow) + door.foot * grow;
    door.size = size;
    door.foot = foot;
    door.sender = sender;
    door.glyphs = {sender};
    door.ghost = t < 1;
    door.open = ramp(m_scene.progress, 0.6, 0.4);
    drawDoor(m_list, door);
}

void Mechanism::drawConnecting()
{
    if (!m_scene.moving || m_scene.client < 0 || peerFor(m_scene.client))
        return;
    const QPainterPath in = wayToTable(m_scene.client);
    const QPainterPath out = wayFromTable(m_scene.client);
    const double gone = m_scene.progress * (in.length() + out.length());
    const int sender = m_scene.cast.clients().at(m_scene.client).sender;
    const double width = m_grid.compact() ? 19 : 22;
    drawLane(m_list, subPath(in, 0, gone / in.length()), sender, width);
    if (gone > in.length())
        drawLane(m_list, subPath(out, 0, (gone - in.length()) / out.length()), sender, width);
}

} // namespace zocalo::figure
