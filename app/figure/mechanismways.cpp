// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The ways of the mechanism: lanes, and the paths on which something moves.
#include "app/figure/mechanism.h"

#include "app/figure/mechanismwords.h"

#include <QLineF>
#include <QtMath>

#include <algorithm>
#include <cmath>

namespace zocalo::figure {

namespace {

constexpr double ClearOfTable = 16; ///< where a way ends before it

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

} // namespace

bool Mechanism::endsBeforeTable(int client) const
{
    // A table of this very moment has seen that there is none: then the listening socket is looked up, and answers with
    // a reset (tcp_v4_rcv() in net/ipv4/tcp_ipv4.c).
    if (m_scene.world.tableAge() == world::TableAge::Exact)
        return false;
    return m_scene.isTcp() && !m_scene.reply && m_scene.isSending() && client == m_scene.client && !peerFor(client);
}

QPainterPath Mechanism::wayToTable(int client) const
{
    const QRectF row = rowFor(client);
    const int clients = m_scene.clientCount();
    // Lanes that end at one row lie side by side there.
    double shift = (client - (clients - 1) / 2.0) * std::min(7.0, 26.0 / std::max(1, clients - 1));
    if (m_grid.crowd())
        shift = -7;
    if (m_scene.isTcp() || m_scene.reply)
        shift = 0;
    if (m_scene.reply) {
        const double doorWidth = m_scene.isTcp() ? m_grid.serverDoor(client).size.width() : 86;
        QPainterPath path({m_grid.rightWall() - doorWidth / 2 + 3, m_grid.replyY(client)});
        path.lineTo(m_grid.network().left() - 2, m_grid.replyY(client));
        curveTo(path, {m_grid.table().right(), row.center().y()});
        return path;
    }
    QPainterPath path({m_grid.leftWall() + m_grid.clientDoor(client).size.width() / 2 - 3, m_grid.rowY(client)});
    if (endsBeforeTable(client)) {
        path.lineTo(m_grid.table().left() - ClearOfTable, m_grid.rowY(client));
        return path;
    }
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
        // Level where it enters the yellow frame, clear of its neighbours' frames.
        curveTo(path, {queue.left() - MechanismGrid::FocusRoom, queue.center().y()});
        path.lineTo(queue.left(), queue.center().y());
        return path;
    }
    return wayToAcceptQueue(client, start);
}

QPainterPath Mechanism::wayToAcceptQueue(int client, const QPointF &start) const
{
    const ClientPart &part = m_scene.cast.clients().at(client);
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
    // Straight down where that is before the queues.
    if (end.x() > start.x() + 14 && end.x() < m_grid.serverQueue(client).left() - 8)
        return rounded({start, {end.x(), start.y()}, end}, 22);
    return rounded(
        {start, {channel, start.y()}, {channel, acceptBox().top() - 16}, {end.x(), acceptBox().top() - 16}, end}, 16);
}

void Mechanism::addDeduced(const QPainterPath &lane, double width)
{
    QRectF covered = lane.boundingRect();
    // Where it ends upright, its half width counts, too.
    if (std::abs(std::cos(qDegreesToRadians(lane.angleAtPercent(1)))) < 0.1)
        covered.adjust(0, 0, width / 2, 0);
    m_deduced |= covered;
}

void Mechanism::drawLanes()
{
    const bool wide = !m_grid.compact();
    const auto lane = [&](int client, bool active) {
        const ClientPart &part = m_scene.cast.clients().at(client);
        const world::Socket *peer = peerFor(client);
        // What was sent has its way, whether there is a socket for it or not.
        const bool isSent = active && m_scene.isSending();
        if (!part.socket || (!peer && !isSent))
            return;
        m_list.beginNode(NodeKind::Lane, part.socket->id, m_scene.names.process(part.process->id));
        const int sender = wide || active ? part.sender : ServerSender;
        const double width = wide ? 22 : (active ? 19 : 10);
        const auto way = [&](const QPainterPath &path) {
            drawLane(m_list, path, sender, width);
            addDeduced(path, width);
        };
        way(wayToTable(client));
        if (!peer) {
            if (goesOn())
                way(wayFromTable(client));
            m_list.endNode();
            return;
        }
        // Children that are not meant have no way on: their glyph in the accept queue tells where they are.
        const bool child = m_scene.isTcp() && !m_scene.reply && peer == part.child;
        if (!child || active || m_scene.focus == peer->id) {
            if (m_scene.isTcp() || m_scene.reply || active)
                way(wayFromTable(client));
        }
        m_list.endNode();
    };
    const bool oneActive = m_scene.motion != MechanismMotion::None && m_scene.client >= 0;
    if (!m_scene.isTcp() && !m_scene.reply) {
        for (int i = 0; i < m_scene.clientCount(); ++i) {
            if (peerFor(i)) {
                m_list.beginNode(NodeKind::Lane, m_scene.cast.serverSocket()->id, MechanismWords::oneReceiveQueue());
                drawLane(m_list, wayFromTable(i), ServerSender, wide ? 22 : 16);
                addDeduced(wayFromTable(i), wide ? 22 : 16);
                m_list.endNode();
                break;
            }
        }
    }
    if (m_grid.crowd())
        drawRestLanes();
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        if (m_grid.shows(i) && (!oneActive || i != m_scene.client))
            lane(i, false);
    }
    if (oneActive)
        lane(m_scene.client, true);
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

QPainterPath Mechanism::wayOfAccept(const world::Socket &child, int client) const
{
    const qsizetype place = m_scene.listener ? m_scene.listener->acceptQueue.indexOf(child.id) : -1;
    if (place < 0) {
        // It has left: the way starts at the queue's side, for its name stands over it.
        const double x = m_grid.acceptWayX();
        const double from = m_grid.acceptNeckY();
        const double to = m_grid.rowY(client);
        return rounded({{acceptBox().right(), from}, {x, from}, {x, to}, {m_grid.rightWall() - 6, to}}, 12);
    }
    const QRectF door = childDoor(acceptSlot(place));
    const QPointF start(door.center().x(), door.top() - 2);
    const double y = m_grid.rowY(client);
    const double x = m_grid.acceptWayX();
    const double up = acceptBox().top() - 14;
    return rounded({start, {start.x(), up}, {x, up}, {x, y}, {m_grid.rightWall() - 6, y}}, 12);
}

} // namespace zocalo::figure
