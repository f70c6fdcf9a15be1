// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/mechanism.h"

#include "app/figure/callstate.h"
#include "app/figure/footnotes.h"
#include "app/figure/hostplate.h"
#include "app/figure/leftout.h"
#include "app/figure/mechanismshapes.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/narrator.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double TitleTop = 12;
constexpr double TitleHeight = 64;

} // namespace

DisplayList Mechanism::build(const FigureInput &input)
{
    Mechanism figure(input);
    figure.draw();
    return figure.m_list;
}

Mechanism::Mechanism(const FigureInput &input)
    : m_scene(input), m_table(m_scene), m_list(input.size),
      m_grid(m_scene, m_list.logicalSize(), m_table.width(), m_table.height()), m_seen(m_scene),
      m_ladder(m_seen.lane(), m_scene.names, SegmentLadder::Form::Narrow, ladderRoom().size(),
               m_scene.clientCount() > 1)
{
}

void Mechanism::draw()
{
    Frame::drawGround(m_list);
    drawTitle();
    drawColumns();
    if (m_scene.cast.server() && m_scene.cast.server()->outside)
        drawOutsideCard(m_list, m_grid.serverCard(), Tone::Ink);
    else
        drawCard(m_list, m_grid.serverCard(), Tone::Ink);
    drawFocusBehind();
    drawLoopback();
    drawLanes();
    m_table.draw(m_list, m_grid.table());
    drawQueues();
    drawSegments();
    drawDeduction();
    drawClients();
    drawServer();
    drawMotion();
    drawFoot();
}

void Mechanism::drawTitle()
{
    const Narrator narrator(m_scene.input);
    const double width = m_list.logicalSize().width();
    const QString title = narrator.title(m_scene.protocol);
    TextStyle style;
    style.size = 42;
    style.weight = 700;
    const double right = width - Frame::Margin - drawTitleNotes();
    m_list.beginNode(NodeKind::Headline, static_cast<quint64>(m_scene.protocol), title);
    // A lesson's title may be longer than there is room for at this size.
    style.minSize = MinTextSize;
    style.maxLines = narrator.hasOwnHeadline() ? 2 : 1;
    style.lineHeight = 1.05;
    const double titleWidth = std::min(textWidth(title, style) + 2, right - Frame::Margin - 24);
    m_list.add(layoutText(title, {Frame::Margin, TitleTop, titleWidth, TitleHeight}, style));
    m_list.endNode();
    if (m_scene.input.kind != lesson::Kind::Twin)
        return;
    const auto other = m_scene.isTcp() ? kernel::Protocol::Udp : kernel::Protocol::Tcp;
    const QString text = MechanismWords::otherHalf(m_scene.input, other);
    TextStyle small;
    small.size = 21;
    small.weight = 600;
    const double chipWidth = textWidth(text, small) + 78;
    const QRectF chip(right - chipWidth, TitleTop + 10, chipWidth, TitleHeight - 20);
    m_list.beginNode(NodeKind::Label, 0, text);
    m_list.box(chip, 8, Tone::Lane, Tone::Wire, 2);
    Door door;
    door.kind = other == kernel::Protocol::Udp ? DoorKind::Udp : DoorKind::Tcp;
    door.size = {24, 33};
    door.foot = {chip.left() + 30, chip.bottom() - 6};
    drawDoor(m_list, door);
    word(text, {chip.left() + 54, chip.top(), chipWidth - 68, chip.height()}, 21, 600);
    m_list.endNode();
}

/// What holds for all numbers shown, at the right; returns the width that it takes, with the gap after it.
double Mechanism::drawTitleNotes()
{
    const double right = m_list.logicalSize().width() - Frame::Margin;
    QStringList notes;
    const QString address = m_scene.commonAddress();
    const QString datagrams = m_scene.datagramAddress();
    if (!address.isEmpty())
        notes << MechanismWords::allAddresses(address);
    else if (!datagrams.isEmpty())
        notes << MechanismWords::datagramAddresses(datagrams);
    if (const QString hosts = HostPlate::note(m_scene.names); !hosts.isEmpty())
        notes << hosts;
    if (m_scene.input.stable)
        notes << tr("PIDs and ports as the lesson names them");
    if (m_scene.input.detail == lesson::Detail::Everything)
        notes << tr("the side panels need a larger picture");
    const double line = notes.size() > 1 ? (notes.size() > 2 ? 22 : 27) : TitleHeight;
    double widest = 0;
    double y = TitleTop + (TitleHeight - line * static_cast<double>(notes.size())) / 2;
    for (const QString &note : notes) {
        TextStyle style;
        style.size = notes.size() > 2 ? 18 : 19;
        style.weight = 500;
        style.colour = Tone::Secondary;
        style.align = Qt::AlignRight | Qt::AlignVCenter;
        const double wide = textWidth(note, style) + 2;
        m_list.add(layoutText(note, {right - wide, y, wide, line}, style));
        widest = std::max(widest, wide);
        y += line;
    }
    return widest > 0 ? widest + 32 : 0;
}

void Mechanism::drawColumns()
{
    const double left = m_grid.leftWall();
    const double right = m_grid.rightWall();
    const QRectF network = m_grid.network();
    m_list.fillRect({left, m_grid.top(), right - left, m_grid.bottom() - m_grid.top()}, Tone::Lane);
    m_list.fillRect(network, Tone::LaneDeep);
    const auto head = [&](const QString &text, double from, double to) {
        word(text, {from + 2, m_grid.top() + 4, to - from - 4, MechanismGrid::HeadHeight}, 20, 600, Tone::Secondary,
             Qt::AlignCenter);
    };
    head(MechanismWords::application(), Frame::Margin, left);
    head(MechanismWords::transport(), left, network.left());
    head(MechanismWords::network(), network.left(), network.right());
    head(MechanismWords::transport(), network.right(), right);
    double end = m_list.logicalSize().width() - Frame::Margin;
    if (m_grid.namesHosts() && m_scene.cast.server()) {
        const HostPlate plate(m_scene.names.host(m_scene.cast.server()->id));
        plate.draw(m_list, m_grid.serverCard().topRight() - QPointF(8, -1), true);
        end -= plate.width() + 16;
    }
    head(MechanismWords::application(), right, end);
}

void Mechanism::drawLoopback()
{
    const QRectF tube = m_grid.loopback();
    m_list.box(tube, 36, Tone::Panel, Tone::Wire, 2.5);
    // At its top, for replies to the last client run low; where rows stand close the first of them is near the top.
    const double top = m_grid.compact() || m_grid.crowd() ? tube.bottom() - 66 : tube.top() + 12;
    const QRectF words(tube.left() + 6, top, tube.width() - 12, 28);
    word(m_scene.names.hostsAreNetworks() ? MechanismWords::bridge() : MechanismWords::loopback(), words, 21, 600,
         Tone::Secondary, Qt::AlignCenter);
    // UDP clients may be bound to the wildcard: then the server's own address is what their datagrams go to.
    QString address = m_scene.commonAddress();
    const world::Socket *server = m_scene.cast.serverSocket();
    if (address.isEmpty() && !m_scene.isTcp() && server && server->local.port != 0 && !server->local.isWildcard())
        address = QString::fromStdString(server->local.addressString());
    const bool isNetwork = m_scene.names.hostsAreNetworks();
    if (m_grid.namesHosts()) // what they are all of
        address = isNetwork ? QStringLiteral("10.0.0.0/8") : QStringLiteral("127.0.0.0/8");
    if (!address.isEmpty())
        code(address, words.translated(0, 26), 19, 500, Tone::Secondary, Qt::AlignCenter);
}

/// The call inside which something was carried over last: the one that sent the last message, or the connect() before.
trace::Call Mechanism::lastCarrier() const
{
    trace::Call call = m_scene.isTcp() ? trace::Call::Connect : trace::Call::Sendto;
    for (const world::Message &message : m_scene.input.now.messages()) {
        const bool isCarried = message.outcome != world::Outcome::Refused && !message.predicted.isEmpty();
        if (message.protocol == m_scene.protocol && message.sentWith != trace::Call::Unknown && isCarried)
            call = message.sentWith;
    }
    return call;
}

void Mechanism::drawDeduction()
{
    QRectF span = m_deduced;
    if (m_scene.motion == MechanismMotion::Connecting && m_scene.client >= 0)
        span |= wayToTable(m_scene.client).boundingRect() | wayFromTable(m_scene.client).boundingRect();
    if (span.width() <= 0)
        return;
    m_legend << LegendEntry::Deduced;
    const bool named = (m_scene.motion == MechanismMotion::Sending || m_scene.motion == MechanismMotion::Connecting) &&
                       m_scene.client >= 0;
    // Where nothing moves, no one call is the one.
    const QString call = named                                     ? callText(m_scene.moment.name)
                         : m_scene.motion == MechanismMotion::None ? QString()
                                                                   : callText(lastCarrier());
    const QString deduced = MechanismWords::deduced(m_scene, call);
    const QString observed = MechanismWords::observed(m_scene);
    const double y = m_grid.bracketY();
    drawBracketDown(m_list, span.left(), span.right(), y, 12);
    TextStyle style;
    style.size = 23;
    style.weight = 600;
    style.calls = true;
    // Where the lanes are shorter than the words, these start together.
    const bool centred = textWidth(deduced, style) <= span.width();
    const Qt::Alignment align = centred ? Qt::AlignCenter : Qt::AlignLeft | Qt::AlignVCenter;
    const double wide = centred ? span.width() : m_grid.rightWall() - 12 - span.left();
    word(deduced, {span.left(), y - 66, wide, 34}, 23, 600, Tone::Ink, align);
    word(observed, {span.left(), y - 33, wide, 27}, 20, 400, Tone::Secondary, align);
}

void Mechanism::drawFoot()
{
    m_legend << LegendEntry::Border;
    const QList<ClientPart> &clients = m_scene.cast.clients();
    const bool anyClientSocket =
        std::any_of(clients.begin(), clients.end(), [](const ClientPart &part) { return part.socket != nullptr; });
    if (anyClientSocket || (m_scene.cast.serverSocket() && !m_scene.listener))
        m_legend << (m_scene.isTcp() ? LegendEntry::TcpSocket : LegendEntry::UdpSocket);
    if (m_scene.listener)
        m_legend << LegendEntry::Listening;
    QList<LegendEntry> legend(m_legend.begin(), m_legend.end());
    std::sort(legend.begin(), legend.end());
    const Narrator narrator(m_scene.input);
    const QString caption = narrator.caption();
    FootNotes notes(m_scene.input);
    notes.add(LeftOut(m_list, m_scene.input).note());
    Frame::drawFoot(m_list, caption, legend, notes.text(), 31);
    m_list.setTitle(caption);
    m_list.setDescription(narrator.description());
}

QRectF Mechanism::rowFor(int client) const
{
    const ClientPart &part = m_scene.cast.clients().at(client);
    if (m_scene.reply)
        return m_table.row(part.socket ? part.socket->id : 0, m_grid.table());
    if (!m_scene.isTcp())
        return m_table.row(m_scene.cast.serverSocket() ? m_scene.cast.serverSocket()->id : 0, m_grid.table());
    const world::Socket *peer = peerFor(client);
    // What is left of a connection is still its exact match; without it there is none, and the listening socket takes
    // only what begins a connection.
    if (!peer && part.accepted) {
        return m_table.lists(part.accepted->id) ? m_table.row(part.accepted->id, m_grid.table())
                                                : m_table.exactHead(m_grid.table());
    }
    if (!peer && m_scene.listener)
        return m_table.row(m_scene.listener->id, m_grid.table());
    return m_table.row(peer ? peer->id : 0, m_grid.table());
}

const world::Socket *Mechanism::peerFor(int client) const
{
    const ClientPart &part = m_scene.cast.clients().at(client);
    if (!part.socket || part.socket->closed)
        return nullptr;
    if (!m_scene.isTcp()) {
        const world::Socket *server = m_scene.cast.serverSocket();
        return server && !server->closed && m_scene.cast.goesTo(part, *server) ? server : nullptr;
    }
    if (part.accepted && !part.accepted->closed)
        return part.accepted;
    return part.child;
}

void Mechanism::word(const QString &text, const QRectF &place, double size, int weight, Colour colour,
                     Qt::Alignment align, int lines)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = colour;
    style.align = align;
    style.calls = true;
    style.maxLines = lines;
    m_list.add(layoutText(text, place, style));
}

void Mechanism::code(const QString &text, const QRectF &place, double size, int weight, Colour colour,
                     Qt::Alignment align)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = colour;
    style.face = Face::Mono;
    style.align = align;
    m_list.add(layoutText(text, place, style));
}

void Mechanism::callLine(const QString &text, CallMark mark, const QRectF &place, double size)
{
    if (text.isEmpty())
        return;
    const double markSize = std::min(18.0, size);
    const QString arrow = QStringLiteral(" → ");
    TextStyle style;
    style.size = MinTextSize;
    style.weight = 500;
    style.calls = true;
    const Colour colour = mark == CallMark::Failed ? Tone::Danger : Tone::Call;
    if (textWidth(text, style) + markSize + 8 > place.width() - 2) {
        // Where there is little room: without the mark; of an error its name, with the mark.
        if (mark != CallMark::Failed && textWidth(text, style) <= place.width() - 2)
            return word(text, place, MinTextSize, 500, colour);
        if (text.contains(arrow))
            return callLine(text.section(arrow, 1), mark, place, size);
    }
    drawCallMark(m_list, mark, {place.left() + markSize / 2, place.center().y()}, markSize);
    word(text, place.adjusted(markSize + 8, 0, 0, 0), size, 500, colour);
    explainMark(mark);
}

/// An error's mark stands beside its name: it needs no legend.
void Mechanism::explainMark(CallMark mark)
{
    if (mark == CallMark::Made)
        m_legend << LegendEntry::CallMade;
    if (mark == CallMark::Next)
        m_legend << LegendEntry::CallNext;
    if (mark == CallMark::Asleep)
        m_legend << LegendEntry::Asleep;
}

} // namespace zocalo::figure
