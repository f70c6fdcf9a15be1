// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/pair.h"

#include "app/figure/footnotes.h"
#include "app/figure/leftout.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/pairnarrator.h"
#include "app/figure/pairwords.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double SceneGap = 14; ///< between the scene and the foot
constexpr double LaneWidth = 31;
constexpr double QueueGap = 10; ///< between a receive queue and the end of the way to it

} // namespace

DisplayList Pair::build(const FigureInput &input)
{
    Pair figure(input);
    figure.draw();
    return figure.m_list;
}

Pair::Pair(const FigureInput &input)
    : m_scene(input), m_list(input.size), m_grid(m_list.logicalSize(), Frame::footTop(m_list) - SceneGap)
{
    findMessage();
    findClient();
    m_seen = m_message ? LaneSegments(m_scene, *m_message) : LaneSegments(m_scene);
    m_seen.keep(m_client);
    m_ladder = SegmentLadder(m_seen.lane(), m_scene.names, SegmentLadder::Form::Wide, m_grid.ladder().size());
}

void Pair::findMessage()
{
    m_message = m_scene.message;
    if (m_message || m_scene.motion != MechanismMotion::Receiving)
        return;
    // A receive call that was entered will take what has waited longest.
    const world::Socket *socket = m_scene.world.socket(m_scene.moment.socket);
    if (socket && !socket->receiveQueue.isEmpty())
        m_message = m_scene.world.message(socket->receiveQueue.first().message);
}

// With more than one client: whom the step is about; where it is about none, who called last.
void Pair::findClient()
{
    const QList<ClientPart> &clients = m_scene.cast.clients();
    m_client = m_message ? m_scene.cast.clientOf(*m_message) : m_scene.client;
    if (m_client >= 0 || clients.isEmpty())
        return;
    if (m_message) { // told in words only
        m_message = m_scene.message = nullptr;
        m_scene.motion = MechanismMotion::None;
    }
    const auto last =
        std::max_element(clients.begin(), clients.end(), [](const ClientPart &one, const ClientPart &other) {
            return one.process->place.id < other.process->place.id;
        });
    m_client = static_cast<int>(last - clients.begin());
}

void Pair::draw()
{
    Frame::drawGround(m_list);
    drawTitle();
    drawLayers();
    drawLoopback();
    drawLane();
    for (const End end : {End::Client, End::Server})
        drawEnd(end);
    drawStations();
    drawDeduction();
    drawMotion();
    drawFoot();
}

void Pair::drawTitle()
{
    TextStyle style;
    style.size = 54;
    style.weight = 700;
    const double width = textWidth(PairWords::title(), style) + 2;
    m_list.beginNode(NodeKind::Headline, 0, PairWords::title());
    m_list.add(layoutText(PairWords::title(), {m_grid.left(), 12, width, 72}, style));
    m_list.endNode();
    const double left = m_grid.left() + width + 44;
    word(notShown(), {left, 18, m_list.logicalSize().width() - Frame::Margin - left, 68}, 32, 400, Tone::Secondary);
}

/// What the one client's one connection leaves out: other processes, or else its other connections.
QString Pair::notShown() const
{
    const QList<ClientPart> &clients = m_scene.cast.clients();
    const auto isJoined = [](const ClientPart &part) { return part.joined; };
    const qsizetype joined = std::count_if(clients.begin(), clients.end(), isJoined);
    if (clients.size() - joined > 1)
        return PairWords::others(clients.size() - joined - 1);
    return joined > 0 ? PairWords::otherSockets(joined) : PairWords::subtitle();
}

void Pair::drawLayers()
{
    const double left = m_grid.left();
    const double width = m_grid.right() - left;
    m_list.fillRect({left, m_grid.border(), width, m_grid.network() - m_grid.border()}, Tone::Lane);
    m_list.fillRect({left, m_grid.network(), width, m_grid.bottom() - m_grid.network()}, Tone::LaneDeep);
    const auto name = [&](const QString &text, double from, double to) {
        word(text, m_grid.layerName(from, to), 28, 600, Tone::Ink, Qt::AlignLeft | Qt::AlignVCenter, 2);
    };
    name(PairWords::applicationLayer(), m_grid.top(), m_grid.border());
    name(PairWords::transportLayer(), m_grid.border(), m_grid.network());
    name(PairWords::networkLayer(), m_grid.network(), m_grid.bottom());
    const auto bracket = [&](const QString &text, double from, double to) {
        drawBracketLeft(m_list, m_grid.bracket(), from, to);
        word(text, m_grid.bracketText(from, to), 28, 600, Tone::Ink, Qt::AlignLeft | Qt::AlignVCenter, 4);
    };
    bracket(PairWords::byApplication(), m_grid.top(), m_grid.border() - 10);
    bracket(PairWords::bySystem(), m_grid.border() + 10, m_grid.bottom());
    for (const double dy : {-3.0, 3.0})
        m_list.line({left, m_grid.border() + dy}, {m_grid.right(), m_grid.border() + dy}, Tone::Secondary, 2.2);
}

void Pair::drawLoopback()
{
    const QRectF tube = m_grid.loopback();
    // Round, but clear of the corners of a packet at its end.
    m_list.box(tube, 30, Tone::Panel, Tone::Wire, 2.5);
    const QString address = m_scene.commonAddress();
    const QRectF place(tube.center().x() - 200, tube.top() - 36, 400, 32);
    const QString text = m_scene.names.hostsAreNetworks() ? MechanismWords::bridge() : MechanismWords::loopback();
    if (!full() || address.isEmpty())
        return word(text, place, 22, 500, Tone::Secondary, Qt::AlignCenter);
    code(QStringLiteral("%1 %2").arg(text, address), place, 22, 500, Tone::Secondary, Qt::AlignCenter);
}

const ClientPart *Pair::client() const { return m_client < 0 ? nullptr : &m_scene.cast.clients().at(m_client); }

bool Pair::holds(const world::Process &process, const world::Socket &socket)
{
    return std::any_of(socket.owners.begin(), socket.owners.end(),
                       [&process](const world::Owner &owner) { return owner.process == process.id; });
}

const world::Process *Pair::process(End end) const
{
    if (end == End::Client)
        return client() ? &m_scene.cast.speaker(*client(), m_scene.moment) : nullptr;
    const world::Process *server = m_scene.cast.server();
    const world::Socket *own = socket(end);
    // Who sent or took the message that is drawn.
    const world::ProcessId moved = !m_message                     ? 0
                                   : m_message->isReply           ? m_message->senderProcess
                                   : m_message->receivedBytes > 0 ? m_message->receiverProcess
                                                                  : 0;
    if (moved != 0 && server && moved != server->id && m_scene.cast.isOfServer(moved))
        return m_scene.world.process(moved);
    // The child whose call it is, though others have the socket, too.
    const world::Process *speaker = m_scene.cast.speaker(m_scene.moment);
    if (speaker && speaker != server && own && (holds(*speaker, *own) || speaker->lastCallSocket == own->id))
        return speaker;
    if (!server || !own || own->owners.isEmpty() || holds(*server, *own))
        return server;
    return m_scene.world.process(own->owners.first().process); // the child that serves this connection
}

const world::Socket *Pair::socket(End end) const
{
    if (!client())
        return end == End::Server && !m_scene.isTcp() ? m_scene.cast.serverSocket() : nullptr;
    if (end == End::Client)
        return client()->socket;
    if (!m_scene.isTcp())
        return m_scene.cast.serverSocket();
    return client()->accepted ? client()->accepted : client()->child;
}

bool Pair::isChild(End end) const
{
    return end == End::Server && m_scene.isTcp() && client() && !client()->accepted && client()->child;
}

bool Pair::hasLane() const
{
    const world::Socket *own = socket(End::Client);
    const world::Socket *other = socket(End::Server);
    if (!own || own->closed || !other || other->closed)
        return false;
    return m_scene.isTcp() || client()->hasSent;
}

int Pair::colour() const { return client() ? client()->sender : 0; }

QString Pair::transport() const { return m_scene.isTcp() ? QStringLiteral("TCP") : QStringLiteral("UDP"); }

void Pair::drawLane()
{
    if (!hasWay())
        return;
    const auto y = [&](End end) {
        const world::Socket *own = socket(end);
        // Without a socket it ends where its way does.
        if (m_message && end == receiver() && (!own || own->closed))
            return queueBox(end).bottom() + QueueGap;
        return isChild(end) ? m_grid.childFoot().y() : m_grid.doorFoot(end).y();
    };
    const world::Socket *own = socket(End::Client);
    m_list.beginNode(NodeKind::Lane, own ? own->id : 0, PairWords::deducedWay());
    if (m_ladder.isEmpty()) {
        QPainterPath lane({m_grid.axis(End::Client), y(End::Client)});
        lane.lineTo(m_grid.axis(End::Client), m_grid.packet());
        lane.lineTo(m_grid.axis(End::Server), m_grid.packet());
        lane.lineTo(m_grid.axis(End::Server), y(End::Server));
        figure::drawLane(m_list, lane, colour(), LaneWidth);
    } else {
        // Between them it was seen.
        for (const End end : {End::Client, End::Server}) {
            QPainterPath lane({m_grid.axis(end), y(end)});
            lane.lineTo(m_grid.axis(end), m_grid.loopback().top());
            figure::drawLane(m_list, lane, colour(), LaneWidth);
        }
    }
    m_list.endNode();
}

void Pair::drawStations()
{
    if (!m_message)
        return;
    m_legend << LegendEntry::StationCall << LegendEntry::StationStep;
    const kernel::Protocol protocol = m_scene.protocol;
    const QString ports = full() && m_message->from.port != 0
                              ? QStringLiteral("%1 → %2").arg(m_scene.names.port(m_message->from, protocol),
                                                              m_scene.names.port(m_message->to, protocol))
                              : QString();
    const QStringList segment{PairWords::segment(m_scene.isTcp()), ports};
    // What was seen there names itself.
    const QStringList packet{m_ladder.isEmpty() ? PairWords::packet() : QString(), QString()};
    const QString ip = QStringLiteral("IP");
    const double inTube = m_grid.loopback().top() + 20;
    drawStation(sender(), m_grid.segment(), 2, PairWords::headerAdded(transport()), segment, m_grid.segment());
    // Nobody knows that it came further.
    if (reach() == Reach::Unknown && m_ladder.isEmpty())
        return;
    drawStation(sender(), m_grid.packet(), 3, PairWords::headerAdded(ip), packet, inTube);
    drawStation(receiver(), m_grid.packet(), 4, PairWords::headerRemoved(ip), packet, inTube);
    if (reach() != Reach::Unknown)
        drawStation(receiver(), m_grid.segment(), 5, PairWords::headerRemoved(transport()), segment, m_grid.segment());
}

/// A deduced step: outside its number and what it does, inside the name of what passes there.
void Pair::drawStation(End end, double y, int number, const QString &words, const QStringList &label, double labelY)
{
    // What is lost there does not get so far that its header is removed.
    if (number < 5 || reach() != Reach::Transport) {
        figure::drawStation(m_list, StationKind::Step, number, m_grid.stationNumber(end, y));
        word(words, m_grid.stationWords(end, y), 22, 500, Tone::Ink, Qt::AlignLeft | Qt::AlignVCenter, 3);
    }
    constexpr double Wide = 250;
    const bool inLoopback = labelY != y;
    LayeredMessage message;
    message.transport = transport();
    message.transportPart = 1;
    message.networkPart = inLoopback ? 1 : 0;
    message.name = m_message->name;
    const double gap = message.size().width() / 2 + 16;
    const bool atLeft = end == End::Server;
    const double x = atLeft ? m_grid.axis(end) - gap - Wide : m_grid.axis(end) + gap;
    const Qt::Alignment align = (atLeft ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
    const bool two = !label.last().isEmpty();
    if (label.first().isEmpty())
        return;
    word(label.first(), {x, labelY - (two ? 30 : 16), Wide, 32}, 23, 600, Tone::Ink, align);
    if (two)
        code(label.last(), {x, labelY + 2, Wide, 28}, 20, 500, Tone::Secondary, align);
}

void Pair::drawDeduction()
{
    if (!hasWay())
        return;
    const trace::Call usual = m_scene.isTcp() ? trace::Call::Send : trace::Call::Sendto;
    const bool named = m_scene.motion == MechanismMotion::Sending || m_scene.motion == MechanismMotion::Connecting;
    TextStyle style;
    style.size = 24;
    style.weight = 600;
    style.calls = true;
    style.align = Qt::AlignCenter;
    const QRectF place = m_grid.deduction();
    const QString words = MechanismWords::deduced(m_scene, callText(named ? m_scene.moment.name : usual));
    const QString observed = MechanismWords::observed(m_scene);
    const Text text = layoutText(words, {place.left() + 60, place.top(), place.width() - 60, 34}, style);
    m_list.add(text);
    // A piece of the lane before the words says what they mean.
    QPainterPath sample({text.bounds.left() - 68, text.bounds.center().y()});
    sample.lineTo(text.bounds.left() - 16, text.bounds.center().y());
    figure::drawLane(m_list, sample, colour(), 19);
    word(observed, {place.left(), place.top() + 33, place.width(), 28}, 20, 400, Tone::Secondary, Qt::AlignCenter);
}

void Pair::drawFoot()
{
    m_legend << LegendEntry::Border;
    QList<LegendEntry> legend(m_legend.begin(), m_legend.end());
    std::sort(legend.begin(), legend.end());
    const PairNarrator narrator(m_scene.input);
    const QString caption = narrator.caption();
    FootNotes notes(m_scene.input);
    notes.add(LeftOut(m_list, m_scene.input).note());
    if (m_scene.input.stable)
        notes.add(PairWords::stable());
    Frame::drawFoot(m_list, caption, legend, notes.text(), full() ? 34 : 36);
    m_list.setTitle(caption);
    m_list.setDescription(narrator.description());
}

void Pair::word(const QString &text, const QRectF &place, double size, int weight, Colour ink, Qt::Alignment align,
                int lines)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = ink;
    style.align = align;
    style.calls = true;
    style.maxLines = lines;
    m_list.add(layoutText(text, place, style));
}

void Pair::code(const QString &text, const QRectF &place, double size, int weight, Colour ink, Qt::Alignment align)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = ink;
    style.face = Face::Mono;
    style.align = align;
    m_list.add(layoutText(text, place, style));
}

} // namespace zocalo::figure
