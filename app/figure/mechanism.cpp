// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/mechanism.h"

#include "app/figure/callstate.h"
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
      m_grid(m_scene, m_list.logicalSize(), m_table.width(), m_table.height())
{
}

void Mechanism::draw()
{
    Frame::drawGround(m_list);
    drawTitle();
    drawColumns();
    drawCard(m_list, m_grid.serverCard(), Tone::Ink);
    drawFocusBehind();
    drawLoopback();
    drawLanes();
    m_table.draw(m_list, m_grid.table());
    drawQueues();
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
    double right = width - Frame::Margin;
    const QString address = m_scene.commonAddress();
    if (!address.isEmpty()) {
        TextStyle small;
        small.size = 21;
        small.weight = 500;
        const double wide = textWidth(MechanismWords::allAddresses(address), small) + 2;
        word(MechanismWords::allAddresses(address), {right - wide, TitleTop, wide, TitleHeight}, 21, 500,
             Tone::Secondary, Qt::AlignRight | Qt::AlignVCenter);
        right -= wide + 32;
    }
    m_list.beginNode(NodeKind::Headline, static_cast<quint64>(m_scene.protocol), title);
    const double titleWidth = textWidth(title, style) + 2;
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

void Mechanism::drawColumns()
{
    const double left = m_grid.leftWall();
    const double right = m_grid.rightWall();
    const QRectF network = m_grid.network();
    m_list.fillRect({left, m_grid.top(), right - left, m_grid.bottom() - m_grid.top()}, Tone::Lane);
    m_list.fillRect(network, Tone::LaneDeep);
    const auto head = [&](const QString &text, double from, double to) {
        word(text, {from - 14, m_grid.top() + 4, to - from + 28, MechanismGrid::HeadHeight}, 22, 600, Tone::Secondary,
             Qt::AlignCenter);
    };
    head(MechanismWords::application(), Frame::Margin, left);
    head(MechanismWords::transport(), left, network.left());
    head(MechanismWords::network(), network.left(), network.right());
    head(MechanismWords::transport(), network.right(), right);
    head(MechanismWords::application(), right, m_list.logicalSize().width() - Frame::Margin);
}

void Mechanism::drawLoopback()
{
    const QRectF tube = m_grid.loopback();
    m_list.box(tube, 36, Tone::Panel, Tone::Wire, 2.5);
    const QRectF words(tube.left() + 6, tube.top() + 8, tube.width() - 12, 28);
    word(MechanismWords::loopback(), words, 21, 600, Tone::Secondary, Qt::AlignCenter);
    // UDP clients may be bound to the wildcard: then the server's own address is what their datagrams go to.
    QString address = m_scene.commonAddress();
    const world::Socket *server = m_scene.cast.serverSocket();
    if (address.isEmpty() && server && server->local.port != 0 && !server->local.isWildcard())
        address = QString::fromStdString(server->local.addressString());
    if (!address.isEmpty())
        code(address, words.translated(0, 26), 19, 500, Tone::Secondary, Qt::AlignCenter);
}

void Mechanism::drawDeduction()
{
    bool anyLane = m_scene.motion == MechanismMotion::Connecting;
    for (int i = 0; i < m_scene.clientCount(); ++i)
        anyLane = anyLane || peerFor(i);
    if (!anyLane)
        return;
    m_legend << LegendEntry::Deduced;
    const bool named = m_scene.motion == MechanismMotion::Sending || m_scene.motion == MechanismMotion::Connecting;
    const trace::Call usual = m_scene.isTcp() ? trace::Call::Send : trace::Call::Sendto;
    const QString call = callText(named ? m_scene.moment.name : usual);
    const double left = m_grid.labelLeft();
    double right = m_grid.rightWall() - 70;
    if (m_scene.isTcp())
        right = std::min(acceptBox().left(), acceptBox().right() - AcceptLabelWidth) - 24;
    if (!m_scene.reply)
        right = std::min(right, m_grid.table().right());
    const double y = m_grid.bandTop() + (m_grid.compact() ? 20 : 26);
    drawBracketUp(m_list, left, right, y, 16);
    TextStyle style;
    style.size = 23;
    style.weight = 600;
    style.calls = true;
    style.maxLines = 2;
    style.align = Qt::AlignHCenter | Qt::AlignTop;
    const double wide = right - left;
    const double height = textHeight(MechanismWords::deduced(call), wide, style);
    m_list.add(layoutText(MechanismWords::deduced(call), {left, y + 8, wide, height}, style));
    word(MechanismWords::observed(), {left, y + 8 + height + 2, wide, 26}, 20, 400, Tone::Secondary, Qt::AlignCenter);
}

void Mechanism::drawFoot()
{
    m_legend << LegendEntry::Border;
    QList<LegendEntry> legend(m_legend.begin(), m_legend.end());
    std::sort(legend.begin(), legend.end());
    const Narrator narrator(m_scene.input);
    const QString caption = narrator.caption();
    Frame::drawFoot(m_list, caption, legend,
                    m_scene.input.stable ? tr("PIDs and ports as the lesson names them") : QString(), 31);
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
        return part.hasSent && server && !server->closed ? server : nullptr;
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
    TextStyle style;
    style.size = MinTextSize;
    style.weight = 500;
    style.face = Face::Mono;
    const double room = place.width() - 2;
    const Colour colour = mark == CallMark::Failed ? Tone::Danger : Tone::Call;
    if (textWidth(text, style) + markSize + 8 > room) {
        // Where there is little room: without the mark; of an error its name, with the mark.
        if (mark != CallMark::Failed && textWidth(text, style) <= room)
            return code(text, place, MinTextSize, 500, colour);
        const QString result = text.section(QLatin1Char(' '), -1);
        if (result != text)
            return callLine(result, mark, place, size);
    }
    drawCallMark(m_list, mark, {place.left() + markSize / 2, place.center().y()}, markSize);
    code(text, place.adjusted(markSize + 8, 0, 0, 0), size, 500, colour);
    if (mark == CallMark::Made)
        m_legend << LegendEntry::CallMade;
    if (mark == CallMark::Next)
        m_legend << LegendEntry::CallNext;
    if (mark == CallMark::Asleep)
        m_legend << LegendEntry::Asleep;
}

} // namespace zocalo::figure
