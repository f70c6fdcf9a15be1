// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a figure says of how a connection begins and ends.
#include "app/figure/callstate.h"
#include "app/figure/cast.h"
#include "app/figure/holders.h"
#include "app/figure/narrator.h"

#include <algorithm>
#include <sys/socket.h>

namespace zocalo::figure {

using kernel::Protocol;
using world::Moment;

/// AF_UNSPEC, no address, dissolves an association (connect(2)).
QString Narrator::ofConnecting(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!moment.address.isValid()) {
        return tr("%1 calls connect() without an address (AF_UNSPEC): its socket is to lose its other end.").arg(who);
    }
    return socket && socket->protocol == Protocol::Udp
               ? tr("%1 calls connect(): %2 is to be the other end of its UDP socket.")
                     .arg(who, addressOf(moment.address, moment))
               : tr("%1 calls connect(): it asks for a connection with %2.")
                     .arg(who, addressOf(moment.address, moment));
}

QString Narrator::ofConnect(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!socket) {
        return {};
    }
    if (socket->remote.port == 0) {
        return tr("connect() without an address (AF_UNSPEC): the socket of %1 has no other end any more.").arg(who);
    }
    if (socket->protocol == Protocol::Udp) {
        return tr("connect() on a UDP socket sends nothing: it only notes %1 as the other end of %2.")
            .arg(addressOf(moment.address, moment), who);
    }
    const world::Socket *child = m_world.socket(socket->peerSocket);
    const bool isExact = m_world.tableAge() == world::TableAge::Exact;
    if (child && child->owners.isEmpty() && child->listener && isExact) {
        return tr("%1 is connected from %2. The socket for it already exists in the server's kernel, and waits in the "
                  "accept queue until accept().")
            .arg(who, addressOf(socket->local, moment));
    }
    return tr("%1 is connected from %2.").arg(who, addressOf(socket->local, moment));
}

QString Narrator::ofAccept(const Moment &moment) const
{
    const world::Socket *made = m_world.socket(moment.newSocket);
    const QString who = made ? otherEnd(*made) : QString();
    const QString fd = QString::number(moment.newFd);
    // Who does not ask accept() for the address gets none from it; the socket has it all the same.
    const world::Endpoint from = moment.address.isValid() || !made ? moment.address : made->remote;
    if (from.port == 0) {
        return who.isEmpty()
                   ? tr("accept() gives a new socket, fd %1, for one connection. The listening socket goes on "
                        "listening.")
                         .arg(fd)
                   : tr("accept() gives a new socket, fd %1, for %2 alone. The listening socket goes on listening.")
                         .arg(fd, who);
    }
    if (who.isEmpty()) {
        return tr("accept() gives a new socket, fd %1, for the connection from %2. The listening socket goes on "
                  "listening.")
            .arg(fd, addressOf(from, moment));
    }
    return tr("accept() gives a new socket, fd %1, for %2 alone (%3). The listening socket goes on listening.")
        .arg(fd, who, addressOf(from, moment));
}

/// Who has closed the other end. Of a program's socket several processes may have descriptors, and one that has ended
/// has closed nothing itself: then nobody is named.
QString Narrator::whoClosed(const world::Socket &socket) const
{
    const world::Socket *peer = m_world.socket(socket.peerSocket);
    const world::Process *maker = peer ? m_world.process(peer->creator) : nullptr;
    if (!maker || !maker->isProgram) {
        return otherEnd(socket);
    }
    if (!peer->closed) {
        const bool hasSentFin = peer->state == kernel::State::FinWait1 || peer->state == kernel::State::FinWait2 ||
                                peer->state == kernel::State::LastAck;
        return holdersOf(*peer) == 1 && hasSentFin ? nameOf(peer->owners.first().process) : QString();
    }
    const world::Process *last = peer->lastOwner ? m_world.process(peer->lastOwner->process) : nullptr;
    return last && last->activity != world::Activity::Ended ? nameOf(last->id) : QString();
}

/// A receive on TCP has returned 0. That is no end of the other end's where the socket was shut down for reading, or
/// has lost its connection (shutdown(2), tcp_recvmsg_locked() in net/ipv4/tcp.c).
QString Narrator::ofEndOfFile(const Moment &moment) const
{
    const QString call = callText(moment.name);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (socket && socket->readShut) {
        return tr("%1 returns 0: %2 has shut its own socket down for reading.").arg(call, nameOf(moment.process));
    }
    if (socket && socket->state == kernel::State::Close) {
        return tr("%1 returns 0: the socket has no connection any more.").arg(call);
    }
    const QString other = socket ? whoClosed(*socket) : QString();
    return other.isEmpty()
               ? tr("%1 returns 0: end of file. The other end sends no more.").arg(call)
               : tr("%1 returns 0: end of file. %2 has closed its side and sends no more.").arg(call, other);
}

/// That a close resets the connection follows from TCP's rules; the segment itself is seen in a laboratory only.
QString Narrator::ofReset(const QString &closed) const
{
    const auto &seen = m_world.segments();
    const bool isSeen = std::any_of(seen.begin(), seen.end(), [](const world::Segment &segment) {
        return segment.packet.has(kernel::Packet::Rst);
    });
    //: %1 is a sentence that ends with "the other end gets a reset."
    return isSeen ? closed : tr("%1 The reset is deduced, not observed.").arg(closed);
}

QString Narrator::ofClose(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!socket) {
        return tr("%1 closes a descriptor.").arg(who);
    }
    if (!socket->closed && !socket->owners.isEmpty()) { // dup(), fork()
        return tr("%1 closes fd %2. As far as was observed, another descriptor keeps the socket open.")
            .arg(who, QString::number(moment.fd));
    }
    if (isHeldElsewhere(m_world, *socket)) {
        return tr("%1 closes fd %2. The kernel's table still has the socket open: something else holds it.")
            .arg(who, QString::number(moment.fd));
    }
    if (socket->closed && socket->mayBePassedOn) {
        return tr("%1 closes fd %2. Whether the socket is still open was not observed: it may have been passed on.")
            .arg(who, QString::number(moment.fd));
    }
    if (socket->listening && listensElsewhere(*socket)) {
        return tr("%1 closes its listening socket. Another one listens at the same port.").arg(who);
    }
    if (socket->listening) {
        return tr("%1 closes its listening socket: nobody can connect any more.").arg(who);
    }
    const QString other = socket->listener ? otherEndApart(*socket) : QString();
    const world::Socket *peer = m_world.socket(socket->peerSocket);
    if (socket->protocol == Protocol::Tcp && peer && !peer->closed && isClosedUnread(m_world, *socket)) {
        // RFC 2525, 2.17
        return ofReset(
            other.isEmpty()
                ? tr("%1 closes its socket with bytes unread: the other end gets a reset.").arg(who)
                : tr("%1 closes its socket for %2 with bytes unread: the other end gets a reset.").arg(who, other));
    }
    if (socket->protocol == Protocol::Tcp && peer && !peer->closed && isAborted(*socket)) {
        //: the names of constants of C and of the operating system stay
        return ofReset(
            other.isEmpty()
                ? tr("%1 closes its socket with SO_LINGER {1, 0}: the other end gets a reset.").arg(who)
                : tr("%1 closes its socket for %2 with SO_LINGER {1, 0}: the other end gets a reset.").arg(who, other));
    }
    if (socket->protocol == Protocol::Tcp && socket->listener) {
        if (other.isEmpty()) {
            return tr("%1 closes the socket of that connection.").arg(who);
        }
        return areOthersOpen(*socket)
                   ? tr("%1 closes its socket for %2. The other connections do not notice.").arg(who, other)
                   : tr("%1 closes its socket for %2.").arg(who, other);
    }
    if (const int lost = unreadDatagrams(*socket); lost > 0) {
        return tr("%1 closes its socket: %n datagrams were in its queue, and nobody will read them.", nullptr, lost)
            .arg(who);
    }
    return socket->protocol == Protocol::Tcp && isEndYetToBeRead(m_world, *socket)
               ? tr("%1 closes its socket: whoever reads at the other end gets end of file.").arg(who)
               : tr("%1 closes its socket.").arg(who);
}

/// UDP: how many it was closed with that were seen to arrive in its queue.
int Narrator::unreadDatagrams(const world::Socket &closed) const
{
    const auto &messages = m_world.messages();
    return closed.protocol != Protocol::Udp || !closed.closed
               ? 0
               : int(std::count_if(messages.begin(), messages.end(), [&closed](const world::Message &message) {
                     return message.landed == closed.id && message.outcome == world::Outcome::Discarded;
                 }));
}

QString Narrator::ofShutdown(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    if (moment.requested == SHUT_RD) {
        return tr("%1 calls shutdown(): it will read no more from this socket, but can still send.").arg(who);
    }
    return moment.requested == SHUT_WR
               ? tr("%1 calls shutdown(): it will send no more on this socket, but can still receive.").arg(who)
               : tr("%1 calls shutdown(): it will neither send nor receive on this socket any more.").arg(who);
}

/// All that has that port, by the table that was read at this moment, is the rest of connections.
bool Narrator::isPortLeftOver(const Moment &moment) const
{
    const world::Socket *own = m_world.socket(moment.socket);
    if (m_world.tableAge() != world::TableAge::Exact || !own || own->protocol != Protocol::Tcp) {
        return false;
    }
    // One that is bound, and does not listen, is in no table.
    const auto &sockets = m_world.sockets();
    if (std::any_of(sockets.begin(), sockets.end(), [&](const world::Socket &other) {
            return other.id != own->id && other.protocol == Protocol::Tcp && !other.closed &&
                   other.local.port == moment.address.port;
        })) {
        return false;
    }
    int left = 0;
    for (const kernel::SocketRow &row : m_world.kernelRows()) {
        const bool isSame =
            row.local.address == moment.address.address || row.local.isWildcard() || moment.address.isWildcard();
        const bool hasPort =
            row.protocol == Protocol::Tcp && row.cookie != own->id && row.local.port == moment.address.port && isSame;
        if (hasPort && row.state != kernel::State::TimeWait) {
            return false;
        }
        left += hasPort ? 1 : 0;
    }
    return left > 0;
}

QString Narrator::otherEndApart(const world::Socket &socket) const
{
    const QString name = otherEnd(socket);
    const auto &sockets = m_world.sockets();
    const bool isOneOfSeveral = std::any_of(sockets.begin(), sockets.end(), [&](const world::Socket &other) {
        return other.id != socket.id && !other.closed && other.listener != 0 && other.listener == socket.listener &&
               otherEnd(other) == name;
    });
    return name.isEmpty() || !isOneOfSeveral
               ? name
               : QStringLiteral("%1 (%2)").arg(name, m_names.endpoint(socket.remote, socket.protocol));
}

/// Connections of the same listening socket.
bool Narrator::areOthersOpen(const world::Socket &accepted) const
{
    const auto &sockets = m_world.sockets();
    return std::any_of(sockets.begin(), sockets.end(), [&accepted](const world::Socket &socket) {
        return socket.id != accepted.id && socket.listener == accepted.listener && !socket.closed &&
               !isConnectionOver(socket);
    });
}

} // namespace zocalo::figure
