// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What moves in the mechanism: the message with its headers, bytes that are read, a child that is accepted.
#include "app/figure/mechanism.h"

#include "app/figure/mechanismwords.h"

#include <QLineF>

#include <algorithm>
#include <cmath>

namespace zocalo::figure {

namespace {

constexpr double Beyond = 1e9;   ///< a way gone to its end
constexpr double MoreWidth = 36; ///< the number of messages that a call took and that are not drawn
constexpr double RowPause = 0.1; ///< part of the time in which a message passes through its row
/// Parts of the time between which a message stands in the network layer, with both its headers.
constexpr double NetworkFrom = 0.36;
constexpr double NetworkTo = 0.54;

/// Parts of the time of a connect() whose segments were seen: until the first comes to the network, while it crosses,
/// and until it has come to the listening socket.
constexpr double ConnectComes = 0.15;
constexpr double ConnectCrosses = 0.25;
constexpr double ConnectArrives = 0.6;

QPointF pointAt(const QPainterPath &path, double along)
{
    return path.pointAtPercent(path.percentAtLength(std::clamp(along, 0.0, path.length())));
}

/// How far `value` has come from `from` over `length`, 0…1.
double ramp(double value, double from, double length) { return std::clamp((value - from) / length, 0.0, 1.0); }

} // namespace

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
        if (client >= 0 && m_grid.shows(client) && !m_scene.cast.clients().at(client).accepted) {
            drawToGo(m_list, wayOfAccept(*child, client), m_scene.senderOf(child->id), 0, 1, true, 7);
            m_legend << LegendEntry::ChildToGo;
        }
    }
    m_list.setLayer(Layer::Moving);
    m_crossed = m_ladder.count() * (m_scene.moving ? m_scene.progress : 1);
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
    // Over the ways: what was seen stands in place of what would be deduced.
    drawLadder(m_crossed);
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

/// Outlines where it has been: with the transport's header, then with the network's, too. They appear when the message
/// is clear of them.
void Mechanism::drawTraces(const QPainterPath &in, double gone)
{
    const Packet segment = packet(1, 0);
    const Packet datagram = packet(1, 1);
    const QPointF start = pointAt(in, 0);
    const QRectF network = m_grid.network();
    const double side = m_scene.reply ? 1 : -1;
    const double edge = m_scene.reply ? network.right() : network.left();
    const double clear = datagram.size().width() / 2 + 6;
    if (m_scene.moving || gone == Beyond)
        m_legend << LegendEntry::WasHere;
    const auto trace = [&](const Packet &what, double x) {
        if (gone > std::abs(x - start.x()) + what.size().width() / 2 + clear)
            drawPacketTrace(m_list, what, {x, start.y()});
    };
    // A packet with a long name is wider than the network's column: clear of that, too.
    const double over = std::max(8.0, clear - network.width() / 2 + 2);
    trace(segment, edge + side * (segment.size().width() / 2 + over));
    if (m_ladder.isEmpty())
        trace(datagram, network.center().x());
}

void Mechanism::drawSent(const QPainterPath &in, const QPainterPath &out, int colour, double width)
{
    drawGone(m_list, in, colour, 0, 1, width);
    drawTraces(in, Beyond);
    const Arrival arrival = m_scene.arrival();
    if (arrival == Arrival::Nowhere || out.isEmpty())
        return;
    const double head = 3 * width / out.length();
    const QPointF end = pointAt(out, out.length());
    drawGone(m_list, out, colour, 0, 1 - head, width);
    if (arrival != Arrival::Dropped) {
        drawArrowhead(m_list, end, QLineF(pointAt(out, out.length() * (1 - head)), end).angle(),
                      {Tone::SenderText, colour}, 3 * width);
        return;
    }
    drawCallMark(m_list, CallMark::Failed, pointAt(out, out.length() - 20), 34);
    m_legend << LegendEntry::Lost;
}

void Mechanism::drawSending(double t)
{
    const bool goesOn = this->goesOn();
    const QPainterPath in = wayToTable(m_scene.client);
    const QPainterPath out = goesOn ? wayFromTable(m_scene.client) : QPainterPath();
    const int colour = m_scene.reply ? ServerSender : m_scene.cast.clients().at(m_scene.client).sender;
    const double width = m_grid.compact() ? 6 : 8;
    m_legend << LegendEntry::Gone;
    const bool takenAlready = m_scene.moving && m_scene.motion == MechanismMotion::Sending &&
                              m_scene.message->landed != 0 && !m_scene.isQueued(*m_scene.message);
    if (m_scene.returned || takenAlready)
        return drawSent(in, out, colour, width);
    m_legend << LegendEntry::ToGo;
    if (m_scene.moving && !m_ladder.isEmpty())
        return drawSendingSeen(t, in, out, colour, width);
    const double start = packet(0, 0).size().width() / 2 + 8;
    const double level = in.length() - start - (goesOn ? 0 : 40);
    const double network = std::abs(m_grid.network().center().x() - in.elementAt(0).x) - start;
    const double after = level - network;
    // When it comes to the row; what time is left then is for the way on.
    const double split =
        goesOn ? NetworkTo + (1 - NetworkTo - RowPause) * after / std::max(1.0, after + out.length()) : 1;
    if (t <= split) {
        const double along = start + ramp(t, 0, NetworkFrom) * network + ramp(t, NetworkTo, split - NetworkTo) * after;
        drawGone(m_list, in, colour, 0, along / in.length(), width);
        drawToGo(m_list, in, colour, along / in.length(), 1, !goesOn, width);
        if (goesOn)
            drawToGo(m_list, out, colour, 0, 1, true, width);
        drawTraces(in, along);
        drawPacketAt(along, in.elementAt(0).x, true);
        return;
    }
    drawGone(m_list, in, colour, 0, 1, width);
    drawTraces(in, Beyond);
    const double along = ramp(t, split + RowPause, 1 - split - RowPause) * out.length();
    drawGone(m_list, out, colour, 0, along / out.length(), width);
    drawToGo(m_list, out, colour, along / out.length(), 1, true, width);
    drawPacketAt(along, 0, false);
}

void Mechanism::drawSendingSeen(double t, const QPainterPath &in, const QPainterPath &out, int colour, double width)
{
    const int data = m_seen.untilData(!m_scene.reply);
    const double rest = m_ladder.count() - data;
    // When the message comes to the network, leaves it, and is in the queue; then what is left comes, as
    // acknowledgements.
    const double comes = 0.3;
    const double leaves = data > 0 ? NetworkTo : comes;
    const double arrives = rest > 0 ? 0.84 : 1;
    const double side = m_scene.reply ? -1 : 1;
    const QRectF room = ladderRoom();
    const double clear = packet(1, 0).size().width() / 2 + 6;
    const double first = in.elementAt(0).x;
    const double start = packet(0, 0).size().width() / 2 + 8;
    const double before = side * ((m_scene.reply ? room.right() : room.left()) - first) - clear;
    const double behind = side * ((m_scene.reply ? room.left() : room.right()) - first) + clear;
    m_crossed = data * ramp(t, comes, leaves - comes) + rest * ramp(t, arrives, 1 - arrives);
    const double on = ramp(t, leaves, arrives - leaves) * (in.length() - behind + out.length());
    const bool isBefore = t < leaves;
    const double along = isBefore ? start + ramp(t, 0, comes) * (before - start) : std::min(in.length(), behind + on);
    // While it crosses, the segments that carry it are it.
    const bool crosses = isBefore && t >= comes && data > 0;
    const double gone = crosses ? before + clear : along;
    drawGone(m_list, in, colour, 0, gone / in.length(), width);
    drawToGo(m_list, in, colour, gone / in.length(), 1, out.isEmpty(), width);
    drawTraces(in, crosses ? Beyond : along);
    const double beyond = isBefore ? 0 : std::max(0.0, behind + on - in.length());
    if (!out.isEmpty()) {
        drawGone(m_list, out, colour, 0, beyond / out.length(), width);
        drawToGo(m_list, out, colour, beyond / out.length(), 1, true, width);
    }
    if (crosses)
        return;
    if (beyond > 0)
        drawPacketAt(beyond, 0, false);
    else
        drawPacketAt(along, first, true);
}

QPointF Mechanism::landing() const
{
    if (m_scene.reply && m_scene.client >= 0) {
        const QRectF card = m_grid.clientCard(m_scene.client);
        const double right = m_grid.clientTextRight(m_scene.client) - 2;
        const double half = m_scene.message ? envelopeSize(m_scene.message->name, takenHeight()).width() / 2 : 26;
        // In the line of the PID, which is as long in every step; a call's result is not. The name above has taller
        // letters than the call below.
        return {right - half,
                m_grid.compact() ? card.top() + 20 : m_grid.clientLine(m_scene.client, 1).center().y() + 3};
    }
    const double right = m_grid.textRight();
    if (!m_scene.isTcp())
        return {m_grid.textLeft() + 40, m_grid.sharedDoor().foot.y() + 76};
    const double y = m_grid.rowY(std::max(0, m_scene.client));
    // Where rows are small in their second line, under the state.
    return m_grid.compact() ? QPointF(right - 30, y + 15) : QPointF(right - 40, y - 34);
}

double Mechanism::takenHeight() const
{
    if (m_grid.compact())
        return m_scene.reply || !m_scene.isTcp() ? 32 : 26;
    return m_scene.reply ? m_grid.clientLine(std::max(0, m_scene.client), 1).height() + 2 : 46;
}

double Mechanism::besideTaken(int client) const
{
    if (m_scene.motion != MechanismMotion::Receiving || !m_scene.reply || !m_scene.message || m_scene.client != client)
        return m_grid.clientTextRight(client);
    const double half = envelopeSize(m_scene.message->name, takenHeight()).width() / 2;
    return landing().x() - half - (m_scene.moment.messages.size() > 1 ? MoreWidth : 0) - 6;
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
    const double width = m_grid.compact() ? 6 : 8;
    if (!m_scene.moving && !m_scene.returned) {
        const world::Socket *socket = m_scene.world.socket(m_scene.moment.socket);
        const QList<QueueEntry> entries = socket ? m_scene.waiting(*socket) : QList<QueueEntry>();
        if (!entries.isEmpty() && entries.first().message != 0) {
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
        if (t < 0.5 && m_scene.client >= 0)
            return drawSending(2 * t);
        t = ramp(t, 0.5, 0.5);
        m_crossed = m_ladder.count();
    }
    drawGone(m_list, through, m_scene.senderOf(*m_scene.message), 0, std::min(1.0, t * way.length() / through.length()),
             width);
    m_legend << LegendEntry::Gone;
    // Only a call that gives an address tells who sent it.
    if (m_scene.returned && !m_scene.isTcp() && !m_scene.reply && m_scene.moment.address.port != 0) {
        const QRectF text(to.x() + 52, to.y() - 24, m_grid.serverCard().right() - 12 - to.x() - 52, 48);
        word(MechanismWords::from(m_scene.names.endpoint(m_scene.moment.address, m_scene.protocol)), text, 20, 600);
    }
    drawTaken(pointAt(way, t * way.length()));
}

void Mechanism::drawTaken(const QPointF &at)
{
    // One call may take several messages: the last of them are drawn, the others counted.
    const QList<world::MessageId> &ids = m_scene.moment.messages;
    // Beside the words of a connection's door there is room for one.
    const bool besideWords = m_scene.isTcp() && !m_scene.reply;
    const qsizetype shown = ids.size() > 2 || m_scene.reply || besideWords ? 1 : ids.size();
    const double height = takenHeight();
    double shift = 0;
    for (qsizetype i = ids.size() - 1; i >= ids.size() - shown; --i) {
        const world::Message *message = m_scene.world.message(ids.at(i));
        if (!message)
            continue;
        const QSizeF size = envelopeSize(message->name, height);
        m_list.beginNode(NodeKind::Message, message->id, message->name, QString::fromUtf8(message->payload));
        drawEnvelope(m_list,
                     {at.x() - size.width() / 2 - shift, at.y() - size.height() / 2, size.width(), size.height()},
                     m_scene.senderOf(*message), message->name);
        m_list.endNode();
        shift += i > ids.size() - shown ? size.width() + 6 : size.width() / 2;
    }
    if (shown == ids.size())
        return;
    const QString more = QStringLiteral("+%1").arg(ids.size() - shown);
    if (besideWords && !m_grid.compact())
        word(more, {at.x() - 30, at.y() + height / 2, 60, 22}, 19, 700, Tone::Ink, Qt::AlignCenter);
    else
        word(more, {at.x() - shift - MoreWidth, at.y() - 13, MoreWidth - 2, 26}, 19, 700, Tone::Ink,
             Qt::AlignRight | Qt::AlignVCenter);
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
    const double whole = in.length() + out.length();
    double gone = m_scene.progress * whole;
    if (!m_ladder.isEmpty()) {
        // To the network, across with the first segment, to the end; then come the answer and what follows it.
        const double t = m_scene.progress;
        const double edge = std::abs(ladderRoom().left() - in.elementAt(0).x);
        const double behind = edge + ladderRoom().width();
        m_crossed = ramp(t, ConnectComes, ConnectCrosses) +
                    (m_ladder.count() - 1) * ramp(t, ConnectArrives, 1 - ConnectArrives);
        const double crossed = ConnectComes + ConnectCrosses;
        gone = t < crossed ? edge * ramp(t, 0, ConnectComes)
                           : behind + (whole - behind) * ramp(t, crossed, ConnectArrives - crossed);
    }
    const int sender = m_scene.cast.clients().at(m_scene.client).sender;
    const double width = m_grid.compact() ? 19 : 22;
    drawLane(m_list, subPath(in, 0, gone / in.length()), sender, width);
    if (gone > in.length())
        drawLane(m_list, subPath(out, 0, (gone - in.length()) / out.length()), sender, width);
}

} // namespace zocalo::figure
