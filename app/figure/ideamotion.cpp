// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What moves in a half: a message on its way, a message taken up by a read, a child that accept() takes.
#include "app/figure/ideahalf.h"

#include "app/figure/narrator.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

QRectF between(const QRectF &from, const QRectF &to, double t)
{
    return {from.topLeft() + (to.topLeft() - from.topLeft()) * t, from.size() + (to.size() - from.size()) * t};
}

/// The same, but going under the row of what was read before, and up to its place from below.
QRectF underneath(const QRectF &from, const QRectF &to, double t)
{
    constexpr double Under = 10;
    const double low = to.bottom() + Under + to.height() / 2;
    QPainterPath way(from.center());
    way.cubicTo({from.center().x() + 40, low}, {to.center().x(), low}, to.center());
    QRectF rect = between(from, to, t);
    rect.moveCenter(way.pointAtPercent(std::clamp(t, 0.0, 1.0)));
    return rect;
}

QRectF centred(const QPointF &centre, const QSizeF &size)
{
    return {centre.x() - size.width() / 2, centre.y() - size.height() / 2, size.width(), size.height()};
}

QPointF pointAt(const QPainterPath &path, double part)
{
    return path.pointAtPercent(path.percentAtLength(std::clamp(part, 0.0, 1.0) * path.length()));
}

} // namespace

QPainterPath IdeaHalf::wayOf(const Motion &motion) const
{
    const ClientPart &client = m_cast.clients().at(motion.client);
    if (motion.toClient)
        return m_cast.isTcp()
                   ? m_place.tcpReply(motion.client)
                   : m_place.udpReply(motion.client, sharedIndex(m_world.message(motion.message)->senderSocket));
    const bool waits = client.child && client.child->id == motion.socket;
    const QPainterPath lane = !m_cast.isTcp() ? m_place.udpLane(motion.client, sharedIndex(motion.socket))
                              : waits         ? m_place.acceptLane(motion.client)
                                              : m_place.tcpLane(motion.client);
    return showsQueue(motion.client) ? beyond(lane, m_place.clientQueue(motion.client)) : lane;
}

/// The part of a lane that is not under the box of the client's own queue, which stands on its beginning.
QPainterPath IdeaHalf::beyond(const QPainterPath &lane, const QRectF &box)
{
    constexpr int Parts = 120;
    int first = 0;
    while (first < Parts / 2 && pointAt(lane, double(first) / Parts).x() < box.right())
        ++first;
    QPainterPath rest(pointAt(lane, double(first) / Parts));
    for (int part = first + 1; part <= Parts; ++part)
        rest.lineTo(pointAt(lane, double(part) / Parts));
    return rest;
}

QRectF IdeaHalf::queuePlace(const world::Message &message) const
{
    const QSizeF size = envelopeSize(message.name, 40);
    const int client = std::max(0, m_cast.clientOf(message));
    if (message.isReply)
        return centred(m_place.clientQueue(client).center(), size);
    if (!m_cast.isTcp()) {
        const QRectF box = m_place.sharedQueue(sharedIndex(message.landed));
        return centred({box.right() - 8 - size.width() / 2, box.center().y()}, size);
    }
    return centred(m_place.queue(client).center(), size);
}

QRectF IdeaHalf::lastReadRect(const world::Message &message) const
{
    const double left = m_place.labelLeftShared();
    if (severalShared())
        return {QPointF(left, m_place.sharedY(sharedIndex(message.landed)) + 32), envelopeSize(message.name, 30)};
    const double top = m_place.middleY() + m_place.sharedDoor().height() / 2 + 92;
    return {QPointF(left, top), envelopeSize(message.name, 60)};
}

const world::Moment &IdeaHalf::shownMoment() const
{
    const bool isNext = m_input.next && m_input.progress > 0 && !isOvertaken(m_world, m_input.next);
    return isNext ? m_input.next->moment() : m_world.moment();
}

const world::Process *IdeaHalf::speaker() const { return m_cast.speaker(shownMoment()); }

const world::Process &IdeaHalf::speaker(const ClientPart &client) const
{
    return m_cast.speaker(client, shownMoment());
}

const world::Message *IdeaHalf::lastReadByServer() const
{
    const QList<const world::Message *> read = readOn(*m_cast.serverSocket());
    return read.isEmpty() ? nullptr : read.last();
}

QRectF IdeaHalf::readPlace(const world::Message &message) const
{
    const QSizeF size = envelopeSize(message.name, m_place.chipHeight());
    const int client = std::max(0, m_cast.clientOf(message));
    if (message.isReply) {
        const QRectF line = m_place.clientLine(client, IdeaGeometry::CardLine::Reply);
        const QSizeF small = envelopeSize(message.name, 25);
        // In a compact card clear of its edge and of the frame around its door.
        const QPointF clear = m_place.compact() ? QPointF(-4, 1.5) : QPointF();
        const double y = line.center().y() - small.height() / 2;
        // After its word; elsewhere at the end of a line that says something else.
        TextStyle word;
        word.size = 18;
        return {
            QPointF(m_place.roomy() ? line.left() + textWidth(receivedWord(), word) + 8 : line.right() - small.width(),
                    y) +
                clear,
            small};
    }
    if (!m_cast.isTcp())
        return lastReadRect(message);
    const double y = m_place.doorY(client);
    // The two that were read on this socket stand side by side; of more, the last one, after "…".
    const ClientPart &part = m_cast.clients().at(client);
    const QList<const world::Message *> read = part.accepted ? readOn(*part.accepted) : QList<const world::Message *>();
    constexpr double Gap = 6;
    QList<const world::Message *> shown = read.mid(read.size() - readShown(read.size()));
    const double more = shown.size() < read.size() ? ReadMore : 0;
    const auto isIt = [&](const world::Message *other) { return other->id == message.id; };
    if (std::none_of(shown.begin(), shown.end(), isIt))
        shown.append(&message); // on its way there
    const qsizetype place = std::find_if(shown.begin(), shown.end(), isIt) - shown.begin();
    const auto widthOf = [&](qsizetype from, qsizetype to) {
        double width = 0;
        for (qsizetype i = from; i < to; ++i)
            width += envelopeSize(shown.at(i)->name, m_place.chipHeight()).width() + Gap;
        return width;
    };
    if (!m_place.compactServer())
        return {QPointF(m_place.labelLeft() + more + widthOf(0, place), y + 11), size};
    return {QPointF(m_place.labelRight() + Gap - widthOf(place, shown.size()), y - 27), size};
}

void IdeaHalf::drawWay()
{
    if (m_way.kind == Motion::Kind::None)
        return drawInVain();
    const world::Message &message = *m_world.message(m_way.message);
    const QPainterPath way = wayOf(m_way);
    const int colour = m_cast.clients().at(m_way.client).sender;
    const double length = way.length();
    m_list.setLayer(Layer::Moving);
    if (isLost()) {
        drawLost(message, way, colour);
    } else if (m_way.kind == Motion::Kind::Arrive) {
        const double head = 24 / length;
        drawGone(m_list, way, colour, 0, 1 - head, m_place.compact() ? 6 : 8);
        drawToGo(m_list, way, colour, 1, 1, false);
        const QPointF tip = pointAt(way, 1);
        drawArrowhead(m_list, tip, QLineF(pointAt(way, 1 - head), tip).angle(), {Tone::SenderText, colour},
                      m_place.compact() ? 18 : 24);
        // The outline stays: it stands clear of the queue above it.
        const double most = m_way.toClient && m_place.crowd() ? 18 : travelHeight();
        const QSizeF size = envelopeSize(message.name, std::min(m_place.envelopeHeight() * 0.7, most));
        const double spot = std::min(0.4, (size.width() / 2 + 30) / length);
        drawEnvelopeTrace(m_list, centred(pointAt(way, spot), size), senderOf(message));
        m_legend << LegendEntry::WasHere;
    } else {
        drawTravel(message, way, colour);
    }
    m_list.setLayer(Layer::Still);
    // The legend does not depend on how far it got.
    m_legend << LegendEntry::Gone;
    if (m_way.kind == Motion::Kind::Travel)
        m_legend << LegendEntry::ToGo;
}

/// What was seen in no queue: dropped before it, or gone nobody knows where.
void IdeaHalf::drawLost(const world::Message &message, const QPainterPath &way, int colour)
{
    constexpr double KnownPart = 0.2; // it left the process
    constexpr double CrossSize = 34;
    const QSizeF size = envelopeSize(message.name, m_place.envelopeHeight());
    const double length = way.length();
    const bool dropped = message.outcome == world::Outcome::Dropped;
    const double end = dropped ? (length - CrossSize) / length : KnownPart;
    drawGone(m_list, way, colour, 0, end, m_place.compact() ? 6 : 8);
    if (!dropped)
        return;
    const QPointF at = pointAt(way, end - (CrossSize / 2 + 12 + size.width() / 2) / length);
    m_list.beginNode(NodeKind::Message, message.id, message.name, QString::fromUtf8(message.payload));
    drawEnvelope(m_list, centred(at, size), senderOf(message), message.name);
    m_list.endNode();
    drawCallMark(m_list, CallMark::Failed, pointAt(way, end), CrossSize);
    m_legend << LegendEntry::Lost;
}

/// A datagram for which there is no socket: it leaves its own, and no way is drawn to where nobody is.
void IdeaHalf::drawInVain()
{
    constexpr double KnownPart = 0.2;
    const world::Moment &moment = m_world.moment();
    const bool entered = moment.kind == world::MomentKind::Entered;
    const bool isSend = trace::isSend(moment.name) && m_cast.takesPart(m_world, moment) && !moment.messages.isEmpty();
    if (m_cast.isTcp() || !isSend || (!entered && moment.result < 0) || m_cast.serverSockets().isEmpty())
        return;
    const world::Message *message = m_world.message(moment.messages.first());
    const int row = message ? m_cast.clientOf(*message) : -1;
    const world::Socket *own = row < 0 ? nullptr : m_cast.clients().at(row).socket;
    if (!own || message->isReply || message->senderSocket != own->id || !Narrator(m_input).reachesNobody(*message))
        return;
    QPainterPath way = m_place.udpLane(row, 0);
    if (showsQueue(row))
        way = beyond(way, m_place.clientQueue(row));
    const double length = way.length();
    const QSizeF size = envelopeSize(message->name, m_place.envelopeHeight());
    const double start = clearOf(clientErrorTag(row).united(shownPort(row)), way, size);
    m_list.setLayer(Layer::Moving);
    if (entered) {
        m_list.beginNode(NodeKind::Message, message->id, message->name, QString::fromUtf8(message->payload));
        drawEnvelope(m_list, centred(pointAt(way, start / length), size), senderOf(*message), message->name);
        m_list.endNode();
    } else {
        drawGone(m_list, way, m_cast.clients().at(row).sender, 0, KnownPart, m_place.compact() ? 6 : 8);
        drawEnvelopeTrace(m_list, centred(pointAt(way, start / length), size * 0.7), senderOf(*message));
        m_legend << LegendEntry::Gone << LegendEntry::WasHere;
    }
    m_list.setLayer(Layer::Still);
}

double IdeaHalf::clearOf(const QRectF &plate, const QPainterPath &way, const QSizeF &size) const
{
    const double length = way.length();
    double start = size.width() / 2 + 12;
    while (start < length / 2 && plate.adjusted(-3, -3, 3, 3).intersects(centred(pointAt(way, start / length), size)))
        start += 4;
    return start;
}

double IdeaHalf::travelHeight() const
{
    if (!m_way.toClient || !m_place.compact())
        return m_place.envelopeHeight();
    return std::min(m_place.crowd() ? 34.0 : 26.0, m_place.envelopeHeight());
}

void IdeaHalf::drawTravel(const world::Message &message, const QPainterPath &way, int colour)
{
    const QSizeF size = envelopeSize(message.name, travelHeight());
    const double length = way.length();
    const double half = size.width() / 2;
    // From just outside its door, and clear of the port's plate under it, to the queue's edge.
    const double start = clearOf(m_way.toClient ? QRectF() : shownPort(m_way.client), way, size);
    const double end = length - half * 0.4;
    const double at = start + (end - start) * m_way.progress;
    const double width = m_place.compact() ? 6 : 8;
    drawGone(m_list, way, colour, 0, at / length, width);
    const double ahead = at + half + width;
    if (ahead < length - 8)
        drawToGo(m_list, way, colour, ahead / length, 1, true, width);
    m_list.beginNode(NodeKind::Message, message.id, message.name, QString::fromUtf8(message.payload));
    drawEnvelope(m_list, centred(pointAt(way, at / length), size), senderOf(message), message.name);
    m_list.endNode();
}

void IdeaHalf::drawAcceptWay()
{
    const world::Moment &moment = m_world.moment();
    const world::Socket *listener = m_cast.serverSocket();
    if (!listener || !trace::isAccept(moment.name) || moment.socket != listener->id)
        return;
    const bool entered = moment.kind == world::MomentKind::Entered;
    const world::SocketId child = entered ? listener->acceptQueue.value(0) : moment.newSocket;
    const int row = m_cast.clientOfSocket(child);
    if (row < 0 || (!entered && moment.kind != world::MomentKind::Returned))
        return;
    // It would run over the queues of rows that stand between.
    for (int below = row + 1; below < m_cast.clients().size() && !m_place.crowd(); ++below) {
        if (m_cast.clients().at(below).accepted)
            return;
    }
    const int colour = colourOf(row);
    const QPainterPath way = m_place.acceptWay(row);
    const double width = m_place.compact() ? 5 : 7;
    m_legend << (entered ? LegendEntry::ToGo : LegendEntry::Gone);
    if (entered && m_motion.kind != Motion::Kind::None)
        return;
    m_list.setLayer(Layer::Moving);
    if (entered) {
        drawToGo(m_list, way, colour, 0, 1, true, width);
    } else {
        const double head = 3 * width / way.length();
        drawGone(m_list, way, colour, 0, 1 - head, width);
        drawArrowhead(m_list, way.currentPosition(), 0, {Tone::SenderText, colour}, 3 * width);
    }
    m_list.setLayer(Layer::Still);
}

void IdeaHalf::drawMotion()
{
    m_list.setLayer(Layer::Moving);
    if (m_motion.kind == Motion::Kind::Lift)
        drawLift();
    else if (m_motion.kind == Motion::Kind::Accept)
        drawAccepting();
    m_list.setLayer(Layer::Still);
}

void IdeaHalf::drawLift()
{
    double shift = 0;
    for (const world::MessageId id : m_motion.messages) {
        const world::Message *message = m_world.message(id);
        if (!message)
            continue;
        const QRectF from = queuePlace(*message);
        drawEnvelopeTrace(m_list, from.translated(-shift, 0), senderOf(*message));
        const QRectF to = readPlace(*message).translated(shift, 0);
        m_list.beginNode(NodeKind::Message, id, message->name);
        const bool besideOthers = m_cast.isTcp() && !message->isReply && !m_place.compactServer();
        const QRectF start = from.translated(-shift, 0);
        drawEnvelope(m_list,
                     besideOthers ? underneath(start, to, m_motion.progress) : between(start, to, m_motion.progress),
                     senderOf(*message), message->name);
        m_list.endNode();
        shift += from.width() + 6;
    }
}

void IdeaHalf::drawAccepting()
{
    const qsizetype index = m_cast.serverSocket()->acceptQueue.indexOf(m_motion.socket);
    const QRectF from = m_place.acceptSlot(static_cast<int>(std::max<qsizetype>(0, index)));
    const QSizeF size = m_place.serverDoor();
    const QPointF foot = m_place.serverFoot(m_place.doorY(m_motion.client));
    const QRectF to(foot.x() - size.width() / 2, foot.y() - size.height(), size.width(), size.height());
    // It moves in the first two thirds, then its door opens.
    const double t = std::min(1.0, m_motion.progress * 1.5);
    const QRectF rect = between(from, to, t);
    Door door;
    door.foot = {rect.center().x(), rect.bottom()};
    door.size = rect.size();
    door.sender = colourOf(m_motion.client);
    door.ghost = t < 1;
    door.open = std::clamp((m_motion.progress - 2.0 / 3) * 3, 0.0, 1.0);
    door.glyphs = {door.sender};
    m_list.beginNode(NodeKind::Child, m_motion.socket, {});
    drawDoor(m_list, door);
    m_list.endNode();
}

} // namespace zocalo::figure
