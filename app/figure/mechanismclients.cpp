// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The left side of the mechanism: client processes, their doors and queues.
#include "app/figure/mechanism.h"

#include "app/figure/callstate.h"
#include "app/figure/holders.h"
#include "app/figure/hostplate.h"
#include "app/figure/mechanismwords.h"
#include "app/figure/pairwords.h"
#include "app/figure/sendqueue.h"
#include "app/figure/textlayout.h"
#include "core/world/backlog.h"

#include <cerrno>
#include <numeric>

namespace zocalo::figure {

namespace {

constexpr double MarkRoom = 26; ///< a call's mark and the gap after it

} // namespace

void Mechanism::drawClients()
{
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        const ClientPart &part = m_scene.cast.clients().at(i);
        const bool joined = part.joined && !m_grid.crowd();
        if (!m_grid.shows(i) || joined)
            continue;
        const bool ended = part.process->activity == world::Activity::Ended;
        m_list.beginNode(NodeKind::Process, part.process->id, m_scene.names.process(part.process->id));
        // One process with several connections has one card, and a door in it for each.
        const int last = m_grid.crowd() ? i : m_scene.cast.lastJoined(i);
        const QRectF card = m_grid.clientCard(i).united(m_grid.clientCard(last));
        const Colour edge = ended ? Colour(Tone::Wire) : Colour(Tone::Sender, part.sender);
        part.process->outside ? drawOutsideCard(m_list, card, edge) : drawCard(m_list, card, edge);
        m_list.endNode();
        if (m_grid.namesHosts())
            HostPlate(m_scene.names.host(part.process->id))
                .draw(m_list, m_grid.clientCard(i).topLeft() + QPointF(8, 1));
    }
    drawBorder(m_list, m_grid.leftWall(), m_grid.top(), m_grid.bottom());
    for (int i = 0; i < m_scene.clientCount(); ++i) {
        if (m_grid.shows(i))
            drawClient(i);
    }
    if (m_grid.crowd())
        drawCrowd();
    drawLabelHead();
}

/// With small rows there is no room for "local" at each port: a head says it for all.
void Mechanism::drawLabelHead()
{
    const auto hasAddress = [](const ClientPart &part) { return part.socket && part.socket->local.port != 0; };
    const QList<ClientPart> &clients = m_scene.cast.clients();
    if (!m_grid.compact() || m_scene.reply || clients.isEmpty() || !hasAddress(clients.first()))
        return;
    TextStyle mono;
    mono.size = MinTextSize;
    mono.weight = 700;
    mono.face = Face::Mono;
    const QString owner = m_scene.names.owner(*clients.first().socket);
    const double left = m_grid.labelLeft();
    const double y = m_grid.rowY(0) - 66;
    const double port = left + (owner.isEmpty() ? 84 : textWidth(owner, mono) + 12);
    if (!owner.isEmpty())
        word(MechanismWords::ownerColumn(), {left, y, port - left, 23}, 18, 500, Tone::Secondary);
    word(MechanismWords::localPort(), {port, y, m_grid.network().left() - port - 6, 23}, 18, 500, Tone::Secondary);
}

void Mechanism::drawClient(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    if (!part.joined || m_grid.crowd())
        drawClientText(index);
    if (!part.socket)
        return;
    const world::Socket &socket = *part.socket;
    Door door = m_grid.clientDoor(index);
    door.sender = part.sender;
    door.dead = socket.closed;
    showHolders(door, socket, m_legend);
    door.open = socket.closed ? 0 : 1;
    m_list.beginNode(NodeKind::Socket, socket.id, m_scene.names.owner(socket),
                     m_scene.names.endpoint(socket.local, m_scene.protocol));
    drawDoor(m_list, door);
    m_list.endNode();
    drawClientLabels(index);
}

void Mechanism::drawClientText(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    const world::Process &process = m_scene.cast.speaker(part, m_scene.moment);
    const bool ended = process.activity == world::Activity::Ended;
    const bool compact = m_grid.compact();
    // What did not wait has not failed: how far the connection is, its state tells.
    const bool connects = compact && part.socket && isInProgress(process.lastCall, process.lastError) &&
                          world::isStateKnown(m_scene.world, *part.socket);
    const QString call =
        connects ? QString::fromLatin1(kernel::stateName(part.socket->state)) : MechanismWords::lastCall(process);
    // The call and its result have a line each.
    const bool splits = !compact;
    const QRectF name = m_grid.clientLine(index, 0);
    drawGlyph(m_list, part.sender, {name.left() + 11, name.center().y()}, compact ? 9 : 12);
    word(m_scene.names.process(part.process->id), name.adjusted(30, 0, 0, 0), compact ? 20 : 24, 600,
         ended ? Colour(Tone::Secondary) : Colour(Tone::Ink));
    if (!compact)
        drawClientPid(index);
    const QRectF place = m_grid.clientLine(index, compact ? 1 : 2);
    if (ended) {
        const CallState state(m_scene.world, process);
        TextStyle least;
        least.size = MinTextSize;
        least.weight = 600;
        const bool fits = textWidth(state.sentence(), least) <= place.width();
        word(fits ? state.sentence() : state.brief(), place, 19, 600, Tone::Danger);
        return;
    }
    if (process.outside) {
        word(CallState(m_scene.world, process).brief(), place, 19, 500, Tone::Secondary);
        return;
    }
    CallMark mark = MechanismWords::lastCallMark(process);
    const world::Socket *called = m_scene.world.socket(process.lastCallSocket);
    // There was nothing to read then; it says nothing of now.
    if (mark == CallMark::Failed && called && process.lastError == EAGAIN && standingError(m_scene.world, *called) == 0)
        mark = CallMark::Made;
    if (splits) {
        const QString arrow = QStringLiteral(" → ");
        callLine(call.section(arrow, 0, 0), mark, place, 19);
        const double indent = mark == CallMark::Failed ? 0 : MarkRoom;
        if (call.contains(arrow))
            word(QStringLiteral("→ ") + call.section(arrow, 1),
                 place.translated(indent, place.height()).adjusted(0, 0, -indent, 0), 19, 500,
                 mark == CallMark::Failed ? Tone::Danger : Tone::Call);
    } else {
        callLine(call, mark, place, 19);
    }
}

/// The descriptors beside the doors tell the PID, too: where a message lies in its line, it is left out rather than
/// cut.
void Mechanism::drawClientPid(int index)
{
    QRectF place = m_grid.clientLine(index, 1);
    place.setRight(besideTaken(index));
    const world::ProcessId id = m_scene.cast.speaker(m_scene.cast.clients().at(index), m_scene.moment).id;
    QString pid = m_scene.names.pidLine(id);
    TextStyle least;
    least.size = MinTextSize;
    least.weight = 500;
    least.face = Face::Mono;
    // The door tells the PID, too; but of the client's own process.
    const bool isOwn = id == m_scene.cast.clients().at(index).process->id;
    const QString program = isOwn ? m_scene.names.program(id) : PairWords::pid(m_scene.names.pid(id));
    if (!program.isEmpty() && textWidth(pid, least) > place.width())
        pid = program;
    if (besideTaken(index) == m_grid.clientTextRight(index) || textWidth(pid, least) <= place.width())
        code(pid, place, 19, 500, Tone::Secondary);
}

void Mechanism::drawClientLabels(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    const world::Socket &socket = *part.socket;
    const bool compact = m_grid.compact();
    const double y = m_grid.rowY(index);
    const double left = m_grid.labelLeft();
    const double room = m_grid.network().left() - left - 6;
    const double half = compact ? (m_scene.reply ? 19 : 17) : (m_scene.reply ? 26 : 24);
    const double line = compact ? 23 : 25;
    const QList<QueueEntry> entries = m_scene.waiting(socket);
    const quint64 size = std::accumulate(entries.begin(), entries.end(), quint64(0),
                                         [](quint64 sum, const QueueEntry &entry) { return sum + entry.size; });
    const QString owner = m_scene.names.owner(socket);
    TextStyle mono;
    mono.size = 18;
    mono.weight = 700;
    mono.face = Face::Mono;
    const double used = owner.isEmpty() ? 84 : textWidth(owner, mono) + 12;
    const QString waiting = MechanismWords::bytes(size);
    TextStyle sans = mono;
    sans.weight = 600;
    sans.face = Face::Sans;
    // So much may wait that its number needs the whole line: the table names the socket, too.
    if (compact && size > 0 && used + textWidth(waiting, sans) > m_grid.clientQueue(index).width())
        return word(waiting, {left, y - half - line, room, line}, 18, 600);
    if (owner.isEmpty())
        word(MechanismWords::closed(), {left, y - half - line, room, line}, 19, 600, Tone::Secondary);
    else
        code(owner, {left, y - half - line, room, line}, compact ? 18 : 20, 700);
    const bool unbound = socket.local.port == 0;
    const QString address = unbound ? QString() : m_scene.names.port(socket.local, m_scene.protocol);
    if (compact) {
        // One line: whose it is, and its port; where bytes wait, their number instead, and where no connection was made
        // yet, the state.
        const QRectF rest(left + used, y - half - line, room - used, line);
        const QString state =
            socket.state == kernel::State::SynSent && socket.inKernelTable && world::isStateKnown(m_scene.world, socket)
                ? QString::fromLatin1(kernel::stateName(socket.state))
                : QString();
        mono.weight = 500;
        if (size > 0)
            word(waiting, rest, 18, 600);
        else if (!state.isEmpty() && textWidth(state, mono) <= rest.width())
            code(state, rest, 18, 500, Tone::Secondary);
        else if (!unbound && (!m_scene.reply || used + textWidth(address, mono) <= m_grid.clientQueue(index).width()))
            code(address, rest, 18, 500, Tone::Secondary);
        return;
    }
    if (unbound)
        word(MechanismWords::noAddress(), {left, y + half, room, line}, 18, 400, Tone::Secondary);
    else
        code(MechanismWords::local(address), {left, y + half, room, line}, 18, 700);
    const QRectF last(left, y + half + line - 2, room, line);
    if (m_scene.reply) {
        if (!socket.closed)
            word(MechanismWords::queueSize(m_scene.world, socket, size), last, 18, 600,
                 entries.isEmpty() ? Tone::Secondary : Tone::Ink);
        return;
    }
    drawSendQueue(index, last);
    if (index + 1 < m_scene.clientCount() && SendQueue(m_scene.world, socket).isShown())
        return;
    const bool plain = socket.state == kernel::State::Established || socket.state == kernel::State::Unknown;
    if (!m_scene.isTcp())
        word(socket.remote.port == 0 ? MechanismWords::noFixedRemote()
                                     : MechanismWords::remote(m_scene.names.port(socket.remote, m_scene.protocol)),
             last, 18, 400, Tone::Secondary);
    else if (!plain && (socket.remote.port != 0 || socket.closed) && socket.inKernelTable &&
             world::isStateKnown(m_scene.world, socket))
        code(QString::fromLatin1(kernel::stateName(socket.state)), last, 18, 500, Tone::Secondary);
    else if (socket.remote.port != 0)
        code(MechanismWords::remote(m_scene.names.port(socket.remote, m_scene.protocol)), last, 18, 500,
             Tone::Secondary);
}

/// Under the last of the words beside the client's door; where the next client follows, in its place.
void Mechanism::drawSendQueue(int index, const QRectF &last)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    const SendQueue queue(m_scene.world, *part.socket);
    if (!queue.isShown())
        return;
    if (index + 1 < m_scene.clientCount()) {
        TextStyle style;
        style.size = 18;
        style.weight = 600;
        const bool fits = textWidth(queue.inShort(), style) <= last.width();
        m_list.beginNode(NodeKind::SendQueue, part.socket->id, queue.described());
        word(fits ? queue.inShort() : queue.asColumn(), last, style.size, style.weight);
        m_list.endNode();
        return;
    }
    const QRectF name(last.left(), last.bottom() + 6, last.width(), 25);
    word(SendQueue::name(), name, 18, 500, Tone::Secondary);
    queue.draw(m_list, {name.left(), name.bottom() + 2, std::min(queue.width(), last.width()), 40}, part.sender);
}

void Mechanism::drawClientQueue(int index)
{
    const ClientPart &part = m_scene.cast.clients().at(index);
    if (!part.socket || part.socket->closed)
        return;
    const QList<QueueEntry> entries = m_scene.waiting(*part.socket);
    const bool hasEnd = m_scene.isTcp() ? peerFor(index) != nullptr : part.hasSent;
    const bool wanted = m_scene.reply && (hasEnd || m_scene.focus == part.socket->id);
    if (entries.isEmpty() && !wanted)
        return;
    const QRectF box = m_grid.clientQueue(index);
    m_list.beginNode(NodeKind::Queue, part.socket->id, MechanismWords::receiveQueue());
    if (m_scene.isTcp())
        drawByteQueue(m_list, box, entries, false);
    else
        drawDatagrams(box, entries, false);
    m_list.endNode();
}

} // namespace zocalo::figure
