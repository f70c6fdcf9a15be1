// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a figure says of a send: where the message goes, and where its bytes wait.
#include "app/figure/narrator.h"

#include "app/figure/callstate.h"
#include "app/figure/cast.h"
#include "app/figure/holders.h"
#include "app/figure/sendqueue.h"
#include "core/world/addresses.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace zocalo::figure {

using kernel::Protocol;
using world::Moment;

namespace {

/// How much of a message was read, or was seen in that receive queue.
quint64 seenBytes(const world::Message &message, const world::Socket &socket)
{
    quint64 bytes = message.receivedBytes;
    for (const world::QueuedBytes &part : socket.receiveQueue) {
        bytes += part.message == message.id ? part.size : 0;
    }
    return bytes;
}

/// As far as its calls and the kernel's table tell. The other end is not known.
bool hasConnection(const world::Socket &socket, quint32 flags)
{
    if (socket.remote.port == 0) {
        return (flags & MSG_FASTOPEN) != 0; // which makes one
    }
    // EPIPE also tells of a shutdown() of one's own.
    const bool isOpen = socket.state == kernel::State::Established || socket.state == kernel::State::CloseWait;
    return socket.state != kernel::State::Close && socket.lastError != ECONNRESET &&
           !(socket.lastError == EPIPE && isOpen);
}

/// Its process has called shutdown(SHUT_WR): a send fails with EPIPE. send(2)
bool hasShutDown(const world::Socket &socket)
{
    using kernel::State;
    constexpr State AfterFin[] = {State::FinWait1, State::FinWait2, State::Closing, State::LastAck, State::TimeWait};
    return socket.protocol == Protocol::Tcp && !socket.closed &&
           std::find(std::begin(AfterFin), std::end(AfterFin), socket.state) != std::end(AfterFin);
}

} // namespace

QString Narrator::ofSending(const Moment &moment) const
{
    const world::Message *message = moment.messages.isEmpty() ? nullptr : m_world.message(moment.messages.first());
    if (!message) {
        return tr("%1 calls %2.").arg(nameOf(moment.process), callText(moment.name));
    }
    const QString who = nameOf(moment.process);
    const world::Socket *socket = m_world.socket(moment.socket);
    const world::Process *process = m_world.process(moment.process);
    if (socket && process && process->activity == world::Activity::Asleep && SendQueue(m_world, *socket).isShown()) {
        return ofBlocked(*message, moment, *socket);
    }
    if (socket && hasShutDown(*socket)) {
        return tr("%1 calls %2 for %3 after a shutdown() of its own: the kernel takes no more bytes of it.")
            .arg(who, callText(moment.name), message->name);
    }
    if (socket && socket->listening && socket->protocol == Protocol::Tcp) {
        return tr("%1 calls %2 on its listening socket, which has no other end: nothing can be sent through it.")
            .arg(who, callText(moment.name));
    }
    const world::Socket *const other = socket ? m_world.socket(socket->peerSocket) : nullptr;
    if (reachesNobody(*message) && other && other->closed && !other->mayBePassedOn &&
        message->protocol == Protocol::Tcp) {
        return tr("%1 sends %2 to %3: the socket at that end is closed, and no process can read it.")
            .arg(who, message->name, addressOf(message->to, moment));
    }
    if (reachesNobody(*message)) {
        return message->to.isValid()
                   ? tr("%1 sends %2 to %3: as far as was observed, no socket is there to take it.")
                         .arg(who, message->name, addressOf(message->to, moment))
                   : tr("%1 sends %2: as far as was observed, no socket is there to take it.").arg(who, message->name);
    }
    if (message->protocol == Protocol::Udp && !message->to.isValid()) { // EDESTADDRREQ will come of it
        return tr("%1 calls %2.").arg(who, callText(moment.name));
    }
    if (message->protocol == Protocol::Udp) {
        const Cast cast(m_world, Protocol::Udp);
        if (cast.serverSockets().size() > 1) {
            return ofSendingToOneOf(*message, moment, cast);
        }
        if (message->isReply) {
            return tr("%1 sends %2 through the same socket as always: the address %3 says to whom.")
                .arg(who, message->name, addressOf(message->to, moment));
        }
        // Nothing is known of who has that address, or it is another socket of the sender's.
        const world::Socket *taker =
            message->predicted.isEmpty() ? nullptr : m_world.socket(message->predicted.first());
        const bool isOnlyOne = message->predicted.size() == 1 && message->rule == world::Rule::Udp2Tuple;
        if (!taker || taker->creator == moment.process || !isOnlyOne) {
            return tr("%1 sends %2 to %3.").arg(who, message->name, addressOf(message->to, moment));
        }
        return tr("%1 sends %2 to %3: the one socket that all senders share.")
            .arg(who, message->name, addressOf(message->to, moment));
    }
    if (socket && socket->state == kernel::State::SynSent && m_world.tableAge() != world::TableAge::Exact) {
        return tr("%1 sends %2: whether its connection with %3 is there yet was not observed.")
            .arg(who, message->name, addressOf(message->to, moment));
    }
    const world::Socket *peer = socket ? m_world.socket(socket->peerSocket) : nullptr;
    // Where one program has both ends, it is no other's.
    if (message->isReply && peer && peer->creator != moment.process) {
        const QString to = otherEnd(*socket);
        if (const int holders = holdersOf(*peer); holders > 1) {
            return tr("%1 sends %2 through its socket for %3: it goes to the socket at %4, from which %n processes may "
                      "read.",
                      nullptr, holders)
                .arg(who, message->name, to, addressOf(message->to, moment));
        }
        return tr("%1 sends %2 through its socket for %3: it reaches %3 (%4) and nobody else.")
            .arg(who, message->name, to, addressOf(message->to, moment));
    }
    const world::Socket *target = message->predicted.isEmpty() ? nullptr : m_world.socket(message->predicted.first());
    if (target && target->owners.isEmpty() && target->listener && !target->closed) {
        return tr("%1 sends %2 from %3: its connection already has a socket, although accept() has not opened it yet.")
            .arg(who, message->name, addressOf(message->from, moment));
    }
    return tr("%1 sends %2 from %3: it goes to the socket of its own connection, and to no other.")
        .arg(who, message->name, addressOf(message->from, moment));
}

/// The call sleeps: what the kernel has taken fills the queues at both ends.
QString Narrator::ofBlocked(const world::Message &message, const Moment &moment, const world::Socket &socket) const
{
    const QString asleep = tr("%1 is asleep in %2: %3 does not all fit.")
                               .arg(nameOf(moment.process), callText(moment.name), quoted(message));
    const QString held = tr("%n bytes", nullptr, int(SendQueue(m_world, socket).bytes()));
    const world::Socket *peer = m_world.socket(socket.peerSocket);
    if (!peer) {
        //: %1 is a sentence, %2 is "4096 bytes"
        return tr("%1 In the kernel: %2 in the send queue.").arg(asleep, held);
    }
    const QString unread = tr("%n bytes", nullptr, int(waitingBytes(*peer)));
    // What has arrived stays in the send queue until it is acknowledged: the two numbers are no sum.
    //: %1 is a sentence, %2 is "4096 bytes", %3 "2048 bytes"
    return tr("%1 The send queue keeps %2 until they are acknowledged; at the other end there are %3 unread. "
              "Some may be in both.")
        .arg(asleep, held, unread);
}

/// A send on TCP has returned: how much of the message the kernel took, and what it still keeps.
QString Narrator::ofTaken(const Moment &moment, const world::Message &message) const
{
    const QString call = callText(moment.name);
    const QString taken =
        quint64(moment.result) < moment.requested
            ? tr("%1 has returned: the kernel took %2 of the %n bytes of %3.", nullptr, int(moment.requested))
                  .arg(call, QString::number(moment.result), message.name)
            : tr("%1 has returned: the kernel has taken all of %2.").arg(call, quoted(message));
    const world::Socket *from = m_world.socket(moment.socket);
    const SendQueue queue = SendQueue(m_world, from ? *from : world::Socket{});
    if (!queue.isShown()) {
        return taken;
    }
    //: %1 is a sentence
    return tr("%1 The send queue keeps %n bytes until they are acknowledged: some may be at the other end already.",
              nullptr, int(queue.bytes()))
        .arg(taken);
}

/// The server has several UDP sockets: how many of them have the address decides what can be said.
QString Narrator::ofSendingToOneOf(const world::Message &message, const Moment &moment, const Cast &cast) const
{
    const QString sends =
        tr("%1 sends %2 to %3.").arg(nameOf(moment.process), message.name, addressOf(message.to, moment));
    const auto &own = cast.serverSockets();
    const auto there = std::count_if(own.begin(), own.end(), [&](const world::Socket *socket) {
        return !socket->closed && socket->local.port == message.to.port;
    });
    if (message.isReply || there < 2) {
        return sends;
    }
    const QString shared = cast.isPortShared() ? tr("%n sockets have that port.", nullptr, int(there))
                                               : tr("%n sockets of the server have that port.", nullptr, int(there));
    //: two sentences
    return tr("%1 %2").arg(sends, shared);
}

/// A send failed because nobody is there: of a datagram it may be an earlier one that the error tells of (udp(7)).
QString Narrator::ofSendInVain(const Moment &moment) const
{
    const world::Message *message = moment.messages.isEmpty() ? nullptr : m_world.message(moment.messages.first());
    const bool tellsOfIt = moment.error == ECONNRESET || moment.error == EPIPE || moment.error == ECONNREFUSED;
    if (!message || !tellsOfIt) {
        return {};
    }
    if (message->protocol == Protocol::Udp && moment.error == ECONNREFUSED) { // an error that waited: udp(7), ip(7)
        return tr("%1 in %2 fails with %3, the answer to an earlier datagram that reached nobody. %4 was not sent.")
            .arg(callText(moment.name), nameOf(moment.process), errnoText(moment.error), message->name);
    }
    const world::Socket *const socket = m_world.socket(message->senderSocket);
    if (socket && socket->listening && socket->protocol == Protocol::Tcp) {
        return tr("%1 in %2 fails with %3: a listening socket has no other end.")
            .arg(callText(moment.name), nameOf(moment.process), errnoText(moment.error));
    }
    if (!reachesNobody(*message)) {
        return {};
    }
    return tr("%1 in %2 fails with %3. As far as was observed, no socket is there to take %4.")
        .arg(callText(moment.name), nameOf(moment.process), errnoText(moment.error), message->name);
}

bool Narrator::reachesNobody(const world::Message &message) const
{
    const world::Socket *own = m_world.socket(message.senderSocket);
    if (!own || message.landed != 0) {
        return false;
    }
    if (message.protocol == Protocol::Tcp) {
        if (const world::Socket *peer = m_world.socket(own->peerSocket)) {
            return peer->closed;
        }
        return !hasConnection(*own, m_world.moment().flags);
    }
    // The kernel gives a port to a socket that sends before it is bound: it is told by the return of that send
    // (udp(7)).
    const auto &messages = m_world.messages();
    if (std::any_of(messages.begin(), messages.end(), [&](const world::Message &other) {
            const world::Socket *sender = m_world.socket(other.senderSocket);
            return other.id != message.id && !other.sendReturned && other.protocol == Protocol::Udp && sender &&
                   !sender->closed && sender->local.port == 0;
        })) {
        return false;
    }
    // Where something is not seen, a socket may be there that the table of the run's sockets does not have.
    if (!m_world.unseen().isEmpty() || own->unmatchedBytes > 0) {
        return false;
    }
    const bool isHere = world::destinationOf(message.to).isLoopback() || !m_input.hosts.isEmpty();
    const auto &rows = m_world.kernelRows();
    return isHere && message.predicted.isEmpty() &&
           std::none_of(rows.begin(), rows.end(), [&message](const kernel::SocketRow &row) {
               return row.protocol == Protocol::Udp && row.local.port == message.to.port;
           });
}

QString Narrator::ofSent(const Moment &moment) const
{
    const world::Message *message = moment.messages.isEmpty() ? nullptr : m_world.message(moment.messages.first());
    if (!message) {
        return tr("%1 returned in %2.").arg(callText(moment.name), nameOf(moment.process));
    }
    if (moment.result >= 0 && quint64(moment.result) < moment.requested && message->protocol == Protocol::Tcp) {
        return ofTaken(moment, *message);
    }
    if (reachesNobody(*message)) {
        return tr("%1 was sent. As far as was observed, no socket is there to take it.").arg(quoted(*message));
    }
    const world::Socket *landed = m_world.socket(message->landed);
    if (!landed) {
        return message->outcome == world::Outcome::Dropped
                   ? tr("%1 was dropped: the memory of the receive queue is full. %2 was told nothing of it.")
                         .arg(quoted(*message), nameOf(moment.process))
                   : tr("%1 was sent. It was not seen in any receive queue.").arg(quoted(*message));
    }
    if (m_world.tableAge() != world::TableAge::Exact && message->receivedBytes == 0) {
        return tr("%1 was sent, and was seen in the receive queue at %2.")
            .arg(quoted(*message), addressOf(landed->local, moment));
    }
    const world::Socket *from = m_world.socket(moment.socket);
    if (from && seenBytes(*message, *landed) < message->size && SendQueue(m_world, *from).isShown()) {
        return ofTaken(moment, *message);
    }
    // A datagram is read by one call, be it cut, or empty.
    const bool isRead = message->protocol == Protocol::Udp ? message->outcome == world::Outcome::Received
                                                           : message->receivedBytes >= message->size;
    if (isRead && (message->size > 0 || message->protocol == Protocol::Udp)) {
        return tr("%1 was sent, and has been received already.").arg(quoted(*message));
    }
    if (message->protocol == Protocol::Udp && !message->isReply &&
        Cast(m_world, Protocol::Udp).serverSockets().size() > 1) {
        return tr("%1 was seen in the receive queue of %2, at place %n. Nothing has read it yet.", nullptr,
                  int(landed->receiveQueue.size()))
            .arg(quoted(*message), m_names.owner(*landed));
    }
    if (message->protocol == Protocol::Udp && !message->isReply) {
        return tr("%1 waits in the one receive queue, at place %n. Nothing has read it yet.", nullptr,
                  int(landed->receiveQueue.size()))
            .arg(quoted(*message));
    }
    if (message->protocol == Protocol::Udp) {
        const QString receiver = landed->owners.isEmpty() ? QString() : nameOf(landed->owners.first().process);
        return tr("%1 waits in the receive queue of %2, at %3.")
            .arg(quoted(*message), receiver, addressOf(landed->local, moment));
    }
    if (landed->owners.isEmpty() && landed->listener) {
        return tr("%1 waits in the kernel, in a socket without a descriptor: %2 is connected, but accept() has not "
                  "been "
                  "called for it.")
            .arg(quoted(*message), nameOf(moment.process));
    }
    return tr("%1 waits in the receive queue of the socket whose 4-tuple matches: local %2, remote %3.")
        .arg(quoted(*message), addressOf(landed->local, moment), addressOf(landed->remote, moment));
}

} // namespace zocalo::figure
