// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The clients' side of a half: their cards, their doors, and the queues where replies wait.
#include "app/figure/callstate.h"
#include "app/figure/holders.h"
#include "app/figure/hostplate.h"
#include "app/figure/ideahalf.h"

#include <algorithm>

namespace zocalo::figure {

void IdeaHalf::drawClients()
{
    if (m_place.crowd())
        drawChips();
    for (int row = 0; row < m_cast.clients().size(); ++row) {
        if (m_place.isActive(row) && (m_place.crowd() || !m_cast.clients().at(row).joined))
            drawClient(row);
    }
}

void IdeaHalf::drawClient(int row)
{
    const ClientPart &client = m_cast.clients().at(row);
    const bool gone = isGone(client.process);
    m_list.beginNode(NodeKind::Process, client.process->id, m_names.process(client.process->id),
                     CallState(m_world, speaker(client)).sentence());
    // One process with several connections has one card, and a door in it for each.
    const int last = m_place.crowd() ? row : m_cast.lastJoined(row);
    const QRectF card = m_place.clientCard(row).united(m_place.clientCard(last));
    const Colour edge = gone ? Colour(Tone::Wire) : Colour(Tone::Sender, client.sender);
    if (client.process->outside)
        drawOutsideCard(m_list, card, edge);
    else
        m_list.box(card, 12, gone ? Tone::Lane : Tone::Panel, edge, m_place.compact() ? 3 : 3.5);
    drawHost(row, card);
    drawClientWords(row);
    for (int joined = row + 1; joined <= last; ++joined)
        drawClientReplies(joined);
    m_list.endNode();
}

bool IdeaHalf::namesHosts() const { return !m_place.compact() && !m_names.hosts().isEmpty(); }

void IdeaHalf::drawHost(int row, const QRectF &card)
{
    if (namesHosts())
        HostPlate(m_names.host(m_cast.clients().at(row).process->id)).draw(m_list, card.topLeft() + QPointF(8, 1));
}

void IdeaHalf::drawClientWords(int row)
{
    const ClientPart &client = m_cast.clients().at(row);
    using Line = IdeaGeometry::CardLine;
    const double glyph = m_place.compact() ? 11 : 12;
    const QRectF nameLine = m_place.clientLine(row, Line::Name);
    TextStyle name;
    name.size = m_place.compact() ? 22 : 25;
    name.weight = 600;
    drawGlyph(m_list, client.sender, {nameLine.left() + glyph, nameLine.center().y()}, glyph);

    const QList<const world::Message *> read = client.socket ? readOn(*client.socket) : QList<const world::Message *>();
    const bool beside = m_place.compact() && !read.isEmpty();
    const double taken = beside ? nameLine.right() - readPlace(*read.last()).left() + 6 : 0;
    m_list.add(layoutText(m_names.process(client.process->id), nameLine.adjusted(2 * glyph + 9, 0, -taken, 0), name));
    TextStyle small;
    small.size = 18;
    small.colour = Tone::Secondary;
    if (!m_place.compact()) {
        QRectF place = m_place.clientLine(row, Line::Pid);
        QString pid = m_names.pidLine(speaker(client).id);
        const QRectF chip = read.isEmpty() ? QRectF() : readPlace(*read.last());
        if (chip.intersects(place) && textWidth(pid, small) > chip.left() - 4 - place.left()) {
            pid = QString::number(m_names.pid(speaker(client).id)); // what was read last stands beside it
            place.setRight(chip.left() - 4);
        }
        m_list.add(layoutText(pid, place, small));
    }
    drawClientReplies(row);
    drawClientCall(row);
}

/// What it read last from this connection.
void IdeaHalf::drawClientReplies(int row)
{
    const world::Socket *socket = m_cast.clients().at(row).socket;
    const QList<const world::Message *> read = socket ? readOn(*socket) : QList<const world::Message *>();
    if (read.isEmpty())
        return;
    TextStyle small;
    small.size = 18;
    small.colour = Tone::Secondary;
    if (m_place.roomy())
        m_list.add(layoutText(receivedWord(), m_place.clientLine(row, IdeaGeometry::CardLine::Reply), small));
    m_list.beginNode(NodeKind::Message, read.last()->id, read.last()->name);
    drawEnvelope(m_list, readPlace(*read.last()), ServerSender, read.last()->name);
    m_list.endNode();
    m_legend << LegendEntry::Reply;
}

QString IdeaHalf::receivedWord() const { return tr("received"); }

TextStyle IdeaHalf::callStyle() const
{
    TextStyle style;
    style.size = m_place.compact() ? 19 : 20;
    style.colour = Tone::Secondary;
    style.calls = true;
    return style;
}

void IdeaHalf::drawClientCall(int row)
{
    const world::Process &process = speaker(m_cast.clients().at(row));
    const CallState state(m_world, process);
    if (!state.ended() && !state.mark() && !process.outside)
        return;
    TextStyle style = callStyle();
    if (process.signal != 0 || process.exitCode > 0) {
        style.colour = Tone::Danger;
        style.weight = 600;
    }
    QRectF line = m_place.clientLine(row, IdeaGeometry::CardLine::Call);
    if (state.mark()) {
        drawCallMark(m_list, *state.mark(), {line.left() + 9, line.center().y()}, 18);
        noteMark(*state.mark());
        line.setLeft(line.left() + 24);
    }
    m_list.add(layoutText(state.brief(), line, style));
}

void IdeaHalf::drawClientDoor(int row)
{
    const ClientPart &client = m_cast.clients().at(row);
    if (!client.socket)
        return;
    m_list.beginNode(NodeKind::Socket, client.socket->id, tr("socket of %1").arg(m_names.process(client.process->id)),
                     describe(*client.socket));
    Door door;
    door.kind = m_cast.isTcp() ? DoorKind::Tcp : DoorKind::Udp;
    door.foot = m_place.clientFoot(row);
    door.size = m_place.clientDoor();
    door.sender = client.sender;
    door.dead = client.socket->closed;
    showHolders(door, *client.socket, m_legend);
    door.open = client.socket->closed ? 0 : 1;
    drawDoor(m_list, door);
    m_list.endNode();
    m_legend << (m_cast.isTcp() ? LegendEntry::TcpSocket : LegendEntry::UdpSocket);
}

QString IdeaHalf::portOf(int row) const
{
    const world::Socket *socket = m_cast.clients().at(row).socket;
    if (!socket || socket->closed || socket->local.port == 0)
        return {};
    // Where there is little room, only that of the client the step is about.
    if (m_place.compact() && (row != m_active || socket->lastError != 0))
        return {};
    return namesHosts() || isPortTwice(*socket) ? m_names.endpoint(socket->local, socket->protocol)
                                                : m_names.port(socket->local, socket->protocol);
}

/// Another client has the same port at another address: the number alone does not say what differs.
bool IdeaHalf::isPortTwice(const world::Socket &own) const
{
    const auto &parts = m_cast.clients();
    return std::any_of(parts.begin(), parts.end(), [&own](const ClientPart &part) {
        return part.socket && !part.socket->closed && part.socket->local.port == own.local.port &&
               !(part.socket->local == own.local);
    });
}

TextStyle IdeaHalf::portStyle()
{
    TextStyle style;
    style.size = 18;
    style.weight = 600;
    style.align = Qt::AlignCenter;
    style.lineHeight = 1;
    return style;
}

QRectF IdeaHalf::shownPort(int row) const
{
    const QString port = portOf(row);
    return port.isEmpty() ? QRectF() : portPlate(row, textWidth(port, portStyle()) + 12);
}

void IdeaHalf::drawClientPort(int row)
{
    const QRectF plate = shownPort(row);
    if (plate.isNull())
        return;
    m_list.box(plate, 4, Tone::Panel, Tone::Wire, 1.5);
    m_list.add(layoutText(portOf(row), plate.adjusted(2, 0, -2, 0), portStyle()));
}

QRectF IdeaHalf::portPlate(int row, double width) const
{
    if (!m_place.compact())
        return m_place.portPlate(row, width);
    const CallState state(m_world, speaker(m_cast.clients().at(row)));
    const double call = state.brief().isEmpty() ? 0 : 24 + textWidth(state.brief(), callStyle());
    if (call + 8 + width <= m_place.clientLine(row, IdeaGeometry::CardLine::Call).width())
        return m_place.portPlateInCard(row, width);
    return m_place.portPlateAtLane(row, width, m_cast.isTcp(), showsQueue(row));
}

void IdeaHalf::drawClientCount()
{
    // Those that have ended are still drawn, and are none.
    const int count = m_cast.processCount() - m_cast.endedCount();
    // A client of one half and its namesake of the other are two processes.
    const bool both = m_input.kind == lesson::Kind::Twin && !m_place.crowd() && !m_input.narrow;
    const bool others = both && !m_cast.isTcp() && count > 0;
    TextStyle style;
    style.size = 22;
    style.weight = 600;
    m_list.add(
        layoutText(others ? tr("%n other client(s)", nullptr, count) : tr("%n client process(es)", nullptr, count),
                   m_place.clientCount(), style));
}

QString IdeaHalf::clientError(const world::Socket &socket) const
{
    if (standingError(m_world, socket) == 0)
        return {};
    if (!isInProgress(socket.lastErrorCall, socket.lastError))
        return errnoText(socket.lastError);
    // A connection that is being made has not failed: its state says how far it is.
    return socket.state == kernel::State::SynSent ? QString::fromLatin1(kernel::stateName(socket.state)) : QString();
}

TextStyle IdeaHalf::errorStyle(bool goesOn)
{
    TextStyle style;
    style.size = 19;
    style.weight = 700;
    style.colour = goesOn ? Tone::Secondary : Tone::Danger;
    style.align = Qt::AlignCenter;
    return style;
}

/// Beside the door, or beside the queue that stands there: ways may run behind it.
QRectF IdeaHalf::clientErrorTag(int row) const
{
    const world::Socket *socket = m_cast.clients().at(row).socket;
    const QString name = socket ? clientError(*socket) : QString();
    const double left = showsQueue(row) ? m_place.clientQueue(row).right() + 8
                                        : m_place.wallLeft() + m_place.clientDoor().width() / 2 + 8;
    return name.isEmpty() ? QRectF()
                          : QRectF(left, m_place.rowY(row) - 16, textWidth(name, errorStyle(false)) + 20, 32);
}

void IdeaHalf::drawClientError(int row)
{
    const QRectF tag = clientErrorTag(row);
    if (tag.isNull())
        return;
    const world::Socket &socket = *m_cast.clients().at(row).socket;
    const bool goesOn = isInProgress(socket.lastErrorCall, socket.lastError);
    m_list.box(tag, 5, goesOn ? Tone::Panel : Tone::DangerTint, goesOn ? Tone::Wire : Tone::Danger, 2);
    m_list.add(layoutText(clientError(socket), tag.adjusted(6, 0, -6, 0), errorStyle(goesOn)));
}

} // namespace zocalo::figure
