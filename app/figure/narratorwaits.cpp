// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a figure says of a call that takes something: what waits for it, where that was seen, and what the calls alone
// tell where it was not.
#include "app/figure/narrator.h"

#include "app/figure/callstate.h"
#include "app/figure/cast.h"
#include "app/figure/holders.h"
#include "core/world/backlog.h"

#include <sys/socket.h>

namespace zocalo::figure {

using kernel::Protocol;
using world::Backlog;
using world::Moment;

/// Nobody was held for it: what is true is that the table said so.
QString Narrator::ofEmptyQueue(const Moment &moment) const
{
    return tr("%1 calls %2. Its queue was empty when the kernel's table was read after that.")
        .arg(nameOf(moment.process), callText(moment.name));
}

QString Narrator::ofAccepting(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const world::Socket *listener = m_world.socket(moment.socket);
    if (!listener) {
        return tr("%1 calls %2.").arg(who, callText(moment.name));
    }
    const Backlog backlog(m_world, *listener);
    const int count = int(backlog.count());
    if (backlog.isSeen()) {
        return count == 0
                   ? tr("%1 calls accept(): no connection waits in the queue of its listening socket yet.").arg(who)
                   : tr("%1 calls accept(): %n connections wait in the queue of its listening socket.", nullptr, count)
                         .arg(who);
    }
    if (count == 0 && backlog.wasEmpty()) {
        return ofEmptyQueue(moment);
    }
    return count == 0
               ? tr("%1 calls accept() on its listening socket. Whether a connection waits there was not observed.")
                     .arg(who)
               : tr("%1 calls accept(): as the calls tell, %n connections were made to its listening socket, and not "
                    "accepted yet.",
                    nullptr, count)
                     .arg(who);
}

QString Narrator::ofReceiving(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const QString call = callText(moment.name);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!socket) {
        return tr("%1 calls %2.").arg(who, call);
    }
    if (socket->protocol == Protocol::Udp) {
        return ofReceivingDatagram(moment, *socket);
    }
    const Backlog backlog(m_world, *socket);
    const int bytes = int(backlog.count());
    if (bytes == 0 && backlog.wasEmpty()) {
        return ofEmptyQueue(moment);
    }
    const world::Process *process = m_world.process(moment.process);
    const QString other = process && process->role == world::Role::Server ? otherEndApart(*socket) : QString();
    const bool readsStream = moment.name != trace::Call::Recvmmsg && (moment.flags & (MSG_OOB | MSG_ERRQUEUE)) == 0;
    if (bytes == 0 && backlog.isSeen() && readsStream && isEndWaiting(*socket)) {
        return other.isEmpty()
                   ? tr("%1 calls %2: no byte waits, only the end of the stream, so it will return 0.").arg(who, call)
                   : tr("%1 calls %2 on its socket for %3: no byte waits there, only the end of the stream, so it will "
                        "return 0.")
                         .arg(who, call, other);
    }
    if (other.isEmpty()) {
        if (backlog.isSeen()) {
            return bytes == 0 ? tr("%1 calls %2: no byte waits.").arg(who, call)
                              : tr("%1 calls %2: %n bytes wait in its receive queue.", nullptr, bytes).arg(who, call);
        }
        return bytes == 0 ? tr("%1 calls %2. Whether a byte waits for it was not observed.").arg(who, call)
                          : tr("%1 calls %2: as the calls tell, %n bytes were sent to its socket, and not read yet.",
                               nullptr, bytes)
                                .arg(who, call);
    }
    if (backlog.isSeen()) {
        return bytes == 0
                   ? tr("%1 calls %2 on its socket for %3: no byte waits there.").arg(who, call, other)
                   : tr("%1 calls %2 on its socket for %3: %n bytes wait there.", nullptr, bytes).arg(who, call, other);
    }
    return bytes == 0
               ? tr("%1 calls %2 on its socket for %3. Whether a byte waits there was not observed.")
                     .arg(who, call, other)
               : tr("%1 calls %2 on its socket for %3: as the calls tell, %n bytes were sent to it, and not read yet.",
                    nullptr, bytes)
                     .arg(who, call, other);
}

/// Bytes that are not known to be of a message: of a stranger, or of one of several that it could be.
/// Who is named as the sender: an address is that of a socket, and which of its processes sent is not in it.
world::ProcessId Narrator::senderAt(const world::Message &message) const
{
    const world::Socket *socket = m_world.socket(message.senderSocket);
    const bool isMakers = socket && std::any_of(socket->owners.begin(), socket->owners.end(),
                                                [&](const auto &owner) { return owner.process == socket->creator; });
    return isMakers && holdersOf(*socket) > 1 ? socket->creator : message.senderProcess;
}

bool Narrator::listensElsewhere(const world::Socket &closed) const
{
    const auto &sockets = m_world.sockets();
    return std::any_of(sockets.begin(), sockets.end(), [&](const world::Socket &other) {
        return other.id != closed.id && other.listening && !other.closed && other.protocol == closed.protocol &&
               other.local.port == closed.local.port;
    });
}

// recvmmsg(2)
QString Narrator::ofReceivedMany(const Moment &moment) const
{
    constexpr qsizetype Named = 8;
    QStringList names;
    for (const world::MessageId id : moment.messages) {
        const world::Message *message = m_world.message(id);
        if (message && names.size() < Named)
            names << message->name;
    }
    if (moment.messages.size() > Named) {
        names << QStringLiteral("…");
    }
    return tr("%1 gives %2 %n datagrams at once, which stay apart: %3.", nullptr, int(moment.messages.size()))
        .arg(callText(moment.name), nameOf(moment.process), names.join(QStringLiteral(", ")));
}

QString Narrator::ofReceivedUnknown(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const QString call = callText(moment.name);
    const int result = int(moment.result);
    if (moment.name == trace::Call::Recvmmsg) { // recvmmsg(2): its result is a number of messages
        return tr("%1 gives %2 %n datagrams: which messages they are is not told apart.", nullptr, result)
            .arg(call, who);
    }
    if (result == 0 && moment.requested == 0) {
        return tr("%1 asks for 0 bytes in %2, and gets none.").arg(call, who);
    }
    const world::Socket *own = m_world.socket(moment.socket);
    const auto &sockets = m_world.sockets();
    const bool isOfOurs = std::any_of(sockets.begin(), sockets.end(), [&](const world::Socket &socket) {
        const world::Process *creator = m_world.process(socket.creator);
        const bool sends = own && own->protocol == Protocol::Tcp
                               ? socket.id == own->peerSocket
                               : socket.protocol == Protocol::Udp && moment.address.port != 0 &&
                                     socket.local.port == moment.address.port;
        return sends && creator && !creator->outside;
    });
    const auto &messages = m_world.messages();
    const bool mayBeOfOurs = own && own->protocol == Protocol::Udp && moment.address.port == 0 &&
                             std::any_of(messages.begin(), messages.end(), [own](const world::Message &message) {
                                 return message.protocol == Protocol::Udp && message.to.port == own->local.port;
                             });
    return isOfOurs || mayBeOfOurs
               ? tr("%1 gives %2 %n bytes: of which message they are was not observed.", nullptr, result).arg(call, who)
               : tr("%1 gives %2 %n bytes: no call that was observed has sent them.", nullptr, result).arg(call, who);
}

QString Narrator::ofReceivingDatagram(const Moment &moment, const world::Socket &socket) const
{
    const QString who = nameOf(moment.process);
    const QString call = callText(moment.name);
    const Backlog backlog(m_world, socket);
    const int count = int(backlog.count());
    if (backlog.isUnknown()) {
        return tr("%1 calls %2: its queue is not empty, but what waits there was not observed.").arg(who, call);
    }
    if (backlog.isSeen()) {
        return count == 0
                   ? tr("%1 calls %2: no datagram waits yet.").arg(who, call)
                   : tr("%1 calls %2: %n datagrams wait in its queue, and the oldest comes first.", nullptr, count)
                         .arg(who, call);
    }
    if (count == 0 && backlog.wasEmpty()) {
        return ofEmptyQueue(moment);
    }
    return count == 0 ? tr("%1 calls %2. Whether a datagram waits for it was not observed.").arg(who, call)
                      : tr("%1 calls %2: as the calls tell, %n datagrams were sent to its address, and not read yet.",
                           nullptr, count)
                            .arg(who, call);
}

} // namespace zocalo::figure
