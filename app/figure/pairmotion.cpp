// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What moves: the message on its way through the layers, bytes that are read, a connection that is made or accepted.
#include "app/figure/pair.h"
#include "app/figure/pairwords.h"
#include "app/figure/sendqueue.h"

#include <QLineF>

#include <algorithm>
#include <array>

namespace zocalo::figure {

namespace {

constexpr double WayLine = 8;        ///< width of the way gone
constexpr double Head = 3 * WayLine; ///< length of an arrowhead
constexpr double ConnectEdge = 0.15; ///< part of the time in which a connection's first segment comes to the network
constexpr double Dwell = 0.07;       ///< part of the time that a message stands at a station

/// How far `value` has come from `from` over `length`, 0…1.
double ramp(double value, double from, double length) { return std::clamp((value - from) / length, 0.0, 1.0); }

double smooth(double t) { return t * t * (3 - 2 * t); }

QPointF pointAt(const QPainterPath &path, double along)
{
    return path.pointAtPercent(path.percentAtLength(std::clamp(along, 0.0, path.length())));
}

/// Where on its way a message is at a time, and which part of each header it has.
struct Place
{
    double along = 0;
    double transport = 0;
    double network = 0;
    int leg = 0; ///< how many stations lie behind it
};

constexpr double MovingPart = 1 - 4 * Dwell; ///< the rest of the time: it stands at four stations

/// Which part of the time passes until it has its header at the sender's transport layer (`station` 1), or has come to
/// the receiver's and still has it (4).
double timeTo(size_t station, const std::array<double, 6> &stops)
{
    const double gone = (stops.at(station) - stops.front()) / (stops.back() - stops.front());
    return MovingPart * gone + Dwell * (station == 1 ? 1 : 3);
}

/// It moves from station to station and stands at each while a header is put on or taken off.
Place placeAt(double t, const std::array<double, 6> &stops)
{
    constexpr int Stations = 4;
    const double whole = stops.back() - stops.front();
    Place place;
    place.along = stops.front();
    for (size_t leg = 0; leg + 1 < stops.size(); ++leg) {
        const double part = MovingPart * (stops[leg + 1] - stops[leg]) / whole;
        place.along = stops[leg] + (stops[leg + 1] - stops[leg]) * smooth(ramp(t, 0, part));
        place.leg = static_cast<int>(leg);
        if (t <= part || leg == Stations)
            return place;
        t -= part;
        double &header = leg == 0 || leg == 3 ? place.transport : place.network;
        header = leg < 2 ? ramp(t, 0, Dwell) : 1 - ramp(t, 0, Dwell);
        if (t < Dwell)
            return place;
        t -= Dwell;
    }
    return place;
}

} // namespace

QPainterPath Pair::wayDown() const
{
    const double from = m_grid.axis(sender());
    const double to = m_grid.axis(receiver());
    QPainterPath way({from, m_grid.slotTop()});
    way.lineTo(from, m_grid.packet());
    way.lineTo(to, m_grid.packet());
    way.lineTo(to, queueBox(receiver()).center().y());
    return way;
}

QPainterPath Pair::wayUp() const
{
    const double x = m_grid.axis(receiver());
    const QRectF box = queueBox(receiver());
    QPainterPath way({x, box.top() - (m_message ? 10 : 0)});
    way.lineTo(x, m_grid.slotTop());
    return way;
}

bool Pair::isTaken() const { return m_message && m_message->size > 0 && m_message->receivedBytes >= m_message->size; }

bool Pair::isAwaited() const
{
    const world::Process *who = process(receiver());
    const world::Socket *own = socket(receiver());
    return who && own && std::any_of(who->openCalls.begin(), who->openCalls.end(), [&](const world::OpenCall &open) {
               return trace::isReceive(open.call) && open.socket == own->id;
           });
}

bool Pair::isHandedOver() const
{
    return m_message && m_message->sendReturned && m_message->landed == 0 && isAwaited();
}

Pair::Reach Pair::reach() const
{
    if (!m_message || m_scene.motion != MechanismMotion::Sending || isTaken())
        return Reach::Queue;
    const Arrival arrival = m_scene.arrival();
    if (arrival == Arrival::Dropped)
        return Reach::Transport;
    if (arrival == Arrival::InQueue || isAwaited())
        return Reach::Queue;
    if (const world::Socket *own = socket(sender()); own && SendQueue(m_scene.world, *own).isShown())
        return Reach::SendQueue;
    return isUnclaimed() ? Reach::Transport : Reach::Unknown;
}

bool Pair::isUnclaimed() const
{
    const world::Message *later = m_scene.moving ? m_scene.input.next->message(m_message->id) : m_message;
    if (later->outcome == world::Outcome::Dropped)
        return false;
    if (later->outcome == world::Outcome::Refused)
        return true;
    const world::Socket *own = socket(receiver());
    return later->predicted.isEmpty() && own && own->closed && (m_scene.isTcp() || own->local.port == later->to.port);
}

void Pair::drawMotion()
{
    m_list.setLayer(Layer::Moving);
    const double before = m_seen.before();
    m_crossed = before + (m_ladder.count() - before) * (m_scene.moving ? m_scene.progress : 1);
    drawMoving();
    drawLadder();
    m_list.setLayer(Layer::Still);
}

void Pair::drawLadder()
{
    if (m_ladder.isEmpty())
        return;
    m_legend << LegendEntry::Seen;
    const QRectF room = m_grid.ladder();
    m_ladder.draw(m_list, {room.left(), room.center().y() - m_ladder.height() / 2}, m_crossed);
}

void Pair::drawMoving()
{
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
        if (m_message)
            drawSending();
        break;
    case MechanismMotion::Receiving:
        if (m_message)
            drawReceiving();
        break;
    }
}

void Pair::drawMessage(const QPointF &centre, double transportPart, double networkPart)
{
    LayeredMessage message;
    message.transport = transport();
    message.transportPart = transportPart;
    message.networkPart = networkPart;
    message.sender = m_scene.senderOf(*m_message);
    message.name = m_message->name;
    m_list.beginNode(NodeKind::Message, m_message->id, m_message->name, QString::fromUtf8(m_message->payload));
    drawLayered(m_list, message, centre);
    m_list.endNode();
}

void Pair::drawWayGone(double from, double to)
{
    const QPainterPath way = wayDown();
    const double length = way.length();
    if (m_ladder.isEmpty())
        return drawGone(m_list, way, colour(), from / length, to / length, WayLine);
    const double edge = m_grid.loopback().top() - m_grid.slotTop();
    const double level = std::abs(m_grid.axis(End::Server) - m_grid.axis(End::Client));
    const double behind = edge + level + 2 * (m_grid.packet() - m_grid.loopback().top());
    if (from < edge)
        drawGone(m_list, way, colour(), from / length, std::min(to, edge) / length, WayLine);
    if (to > behind)
        drawGone(m_list, way, colour(), std::max(from, behind) / length, to / length, WayLine);
}

/// What carries the message crosses while it is between its two stations there; the rest while it goes up.
double Pair::crossedAt(double along) const
{
    const double down = m_grid.packet() - m_grid.slotTop();
    const double level = std::abs(m_grid.axis(End::Server) - m_grid.axis(End::Client));
    const int data = m_seen.untilData(sender() == End::Client);
    const bool ends = reach() == Reach::Transport;
    const double up = ends ? m_grid.packet() - m_grid.segment() : wayDown().length() - down - level;
    return data * ramp(along, down, level) + (m_ladder.count() - data) * ramp(along, down + level, up);
}

void Pair::drawJourney(double t)
{
    const QPainterPath way = wayDown();
    const double from = m_grid.axis(sender());
    const double to = m_grid.axis(receiver());
    const double top = m_grid.slotTop();
    const double level = std::abs(to - from);
    const double down = m_grid.packet() - top;
    // From its place in the process, over the four stations, to its place in the queue.
    const std::array<double, 6> stops{m_grid.slot() - top,
                                      m_grid.segment() - top,
                                      down,
                                      down + level,
                                      down + level + (m_grid.packet() - m_grid.segment()),
                                      way.length()};
    const Reach reach = this->reach();
    const size_t last = reach == Reach::Queue ? 5 : reach == Reach::Transport ? 4 : 1;
    const bool arrived = t >= 1 && last == 5;
    // What comes to the receiver needs the same time for it, wherever it ends there.
    const Place place = placeAt(last == 1   ? t * timeTo(1, stops)
                                : last == 4 ? std::min(t, timeTo(4, stops))
                                            : t,
                                stops);
    const double queue = way.length() - queueBox(receiver()).height() / 2 - 10;
    m_legend << LegendEntry::Gone << LegendEntry::WasHere;
    drawWayGone(0, arrived ? queue - Head : place.along);
    if (arrived)
        drawArrowhead(m_list, pointAt(way, queue), 90, {Tone::SenderText, colour()}, Head);
    else if (last == 5 || reach == Reach::SendQueue)
        drawWayToGo(place.along, queue, true);
    else
        drawWayToGo(place.along, stops.at(last), false);
    LayeredMessage trace;
    trace.transport = transport();
    trace.transportPart = 1;
    trace.sender = m_scene.senderOf(*m_message);
    trace.name = m_message->name;
    for (int station = 1; station <= 4; ++station) {
        trace.networkPart = station == 2 || station == 3 ? 1 : 0;
        // Where it was seen, that stands there.
        if (trace.networkPart > 0 && !m_ladder.isEmpty())
            continue;
        // An outline is left once the message is clear of it.
        const double clear = station == 2 ? trace.size().width() + 16 : trace.height + 10;
        if (arrived || place.along > stops.at(static_cast<size_t>(station)) + clear)
            drawLayeredTrace(m_list, trace, pointAt(way, stops.at(static_cast<size_t>(station))));
    }
    if (arrived)
        return;
    const QPointF at = pointAt(way, place.along);
    if (t >= 1 && reach == Reach::Unknown)
        return drawLayeredTrace(m_list, trace, pointAt(way, stops.at(last))); // where it is, nobody saw
    const bool isSeen = m_scene.moving && !m_ladder.isEmpty();
    if (isSeen && last > 1)
        m_crossed = crossedAt(place.along);
    // In the loopback what was seen stands for it.
    if (!isSeen || at.y() < m_grid.loopback().top() - trace.height / 2 - 2)
        drawMessage(at, place.transport, place.network);
}

/// A cross at the end of its way, and why.
void Pair::drawLost()
{
    constexpr double Cross = 30;
    const QRectF queue = queueBox(receiver());
    const double x = m_grid.axis(receiver());
    drawCallMark(m_list, CallMark::Failed, {x, queue.bottom() + Cross / 2 + 2}, Cross);
    m_legend << LegendEntry::Lost;
    if (isUnclaimed())
        word(PairWords::noOpenSocket(), {x - 116, queue.top() - 8, 232, queue.height() + 4}, 21, 600, Tone::Ink,
             Qt::AlignHCenter | Qt::AlignBottom, 2);
}

void Pair::drawWayToGo(double from, double end, bool arrow)
{
    const QPainterPath way = wayDown();
    const double length = way.length();
    if (from >= end)
        return;
    m_legend << LegendEntry::ToGo;
    if (m_ladder.isEmpty())
        return drawToGo(m_list, way, colour(), from / length, end / length, arrow, WayLine);
    const double edge = m_grid.loopback().top() - m_grid.slotTop();
    const double level = std::abs(m_grid.axis(End::Server) - m_grid.axis(End::Client));
    const double behind = edge + level + 2 * (m_grid.packet() - m_grid.loopback().top());
    if (from < edge)
        drawToGo(m_list, way, colour(), from / length, std::min(edge, end) / length, false, WayLine);
    if (end > behind)
        drawToGo(m_list, way, colour(), std::max(from, behind) / length, end / length, arrow, WayLine);
}

void Pair::drawRise(double t, bool message)
{
    const QPainterPath way = wayUp();
    const double from = queueBox(receiver()).center().y();
    const double y = from + (m_grid.slot() - from) * t;
    if (t <= 0) {
        // Without a descriptor there is no door to the process yet.
        if (isChild(receiver()))
            return;
        m_legend << LegendEntry::ToGo;
        drawToGo(m_list, way, colour(), 0, 1, true, WayLine);
        return;
    }
    m_legend << LegendEntry::Gone;
    const double gone = std::max(0.0, way.elementAt(0).y - y) / way.length();
    drawGone(m_list, way, colour(), 0, gone, WayLine);
    if (message)
        drawMessage({m_grid.axis(receiver()), y});
}

void Pair::drawSending()
{
    // The legend does not depend on how far it got.
    m_legend << LegendEntry::Gone;
    if (!m_scene.returned) {
        m_legend << LegendEntry::ToGo;
        return drawJourney(std::min(smooth(m_scene.progress), 0.9999));
    }
    if (isTaken()) {
        drawJourney(1);
        return drawRise(1, true);
    }
    if (isHandedOver()) {
        // It is in no queue: the call that was asleep has it in its hands.
        drawJourney(1);
        return drawRise(0.45, true);
    }
    drawJourney(1);
    if (reach() == Reach::Queue)
        drawRise(0, false);
    else if (reach() == Reach::Transport)
        drawLost();
}

void Pair::drawReceiving()
{
    drawJourney(1);
    const double start = isHandedOver() || !m_scene.isQueued(*m_message) ? 0.45 : 0;
    m_legend << LegendEntry::Gone;
    if (m_scene.returned)
        return drawRise(1, true);
    if (!m_scene.moving)
        return drawRise(0, false);
    m_legend << LegendEntry::ToGo;
    drawRise(std::max(0.001, start + (1 - start) * smooth(m_scene.progress)), true);
}

void Pair::drawAccepting()
{
    if (!m_scene.moving || !isChild(End::Server))
        return;
    // It rises to the border in the first 60 %, then its door opens.
    const double t = smooth(ramp(m_scene.progress, 0, 0.6));
    Door door;
    door.size = m_grid.childSize() * (1 - t) + m_grid.doorSize() * t;
    door.foot = m_grid.childFoot() * (1 - t) + m_grid.doorFoot(End::Server) * t;
    door.sender = t < 1 ? colour() : ServerSender;
    door.ghost = t < 1;
    door.open = ramp(m_scene.progress, 0.6, 0.4);
    if (t < 1)
        door.glyphs = {colour()};
    drawDoor(m_list, door);
}

void Pair::drawConnecting()
{
    if (!m_scene.moving || hasLane() || !socket(End::Client))
        return;
    const double client = m_grid.axis(End::Client);
    const double server = m_grid.axis(End::Server);
    QPainterPath way({client, m_grid.doorFoot(End::Client).y()});
    way.lineTo(client, m_grid.packet());
    way.lineTo(server, m_grid.packet());
    way.lineTo(server, m_grid.childFoot().y());
    if (m_ladder.isEmpty())
        return figure::drawLane(m_list, subPath(way, 0, m_scene.progress), colour(), 31);
    // Down, across as it was seen, and up as soon as the first has come.
    const double edge = m_grid.loopback().top();
    QPainterPath down({client, m_grid.doorFoot(End::Client).y()});
    down.lineTo(client, edge);
    QPainterPath up({server, edge});
    up.lineTo(server, m_grid.childFoot().y());
    const double first = ConnectEdge + (1 - ConnectEdge) / m_ladder.count();
    m_crossed = m_ladder.count() * ramp(m_scene.progress, ConnectEdge, 1 - ConnectEdge);
    figure::drawLane(m_list, subPath(down, 0, ramp(m_scene.progress, 0, ConnectEdge)), colour(), 31);
    if (m_scene.progress > first)
        figure::drawLane(m_list, subPath(up, 0, ramp(m_scene.progress, first, ConnectEdge)), colour(), 31);
}

} // namespace zocalo::figure
