// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Returns of calls: what each has done.
#include "core/world/fold.h"

#include <linux/close_range.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace zocalo::world {

using kernel::Protocol;
using kernel::State;
using trace::Call;
using trace::Record;

void Fold::operator()(const history::CallReturned &returned)
{
    const auto found = d.calls.constFind(returned.id);
    Process *process = processOf(returned.process);
    if (found == d.calls.cend() || !process || found->process != returned.process)
        return;
    const EnteredCall call = d.calls.take(returned.id);
    const Record &record = returned.record;
    if (trace::isReceive(call.entry.call))
        --d.openReceives[call.socket];
    process->openCalls.removeIf([&](const OpenCall &open) { return open.id == returned.id; });
    showActivity(*process);
    process->lastCall = call.entry.call;
    process->lastResult = record.result;
    process->lastError = record.error;
    process->lastCallSocket = record.newSocket != 0 ? record.newSocket : call.socket;

    Moment &moment = startMoment(MomentKind::Returned, *process);
    moment.call = returned.id;
    moment.name = call.entry.call;
    moment.flags = call.entry.flags;
    moment.fd = call.entry.fd;
    moment.socket = call.socket;
    const bool isSend = trace::isSend(moment.name) && moment.name != Call::Sendmmsg && moment.name != Call::Sendfile;
    const bool isReceive = trace::isReceive(moment.name) && moment.name != Call::Recvmmsg;
    if (isSend || isReceive || moment.name == Call::Shutdown)
        moment.requested = call.entry.requested;
    moment.result = record.result;
    moment.error = record.error;
    moment.address = record.address.isValid() ? record.address : call.entry.address;
    if (moment.name == Call::Getsockopt && record.result == 0 && call.entry.level == SOL_SOCKET &&
        call.entry.option == SO_ERROR)
        moment.pendingError = record.value;
    if (call.socket != 0) {
        Socket &socket = d.sockets.edit(call.socket);
        socket.lastError = record.error;
        socket.lastErrorCall = record.error != 0 ? call.entry.call : Call::Unknown;
        d.touchedNs.insert(call.socket, m_timeNs);
        learnState(call, record);
    }
    afterCall(call, record, returned.payload, returned.id);
    notePassing(call, record);
}

void Fold::afterCall(const EnteredCall &call, const Record &record, const QByteArray &payload, CallId id)
{
    const bool failed = record.result < 0;
    m_enteredAt = call.at;
    switch (call.entry.call) {
    case Call::Socket:
        if (!failed && meet(record.newSocket, record, call.process) != 0)
            takeDescriptor(record.newSocket, call.process, record.result);
        return;
    case Call::Dup2:
    case Call::Dup3:
    case Call::Dup:
    case Call::Fcntl: // recorded for F_DUPFD alone
        if (!failed)
            afterDup(call, record);
        return;
    case Call::CloseRange:
        if (!failed)
            afterCloseRange(call);
        return;
    default:
        break;
    }
    if (call.socket == 0)
        return;
    if (trace::isSend(call.entry.call)) {
        if (call.message != 0)
            afterSend(call, record);
    } else if (trace::isReceive(call.entry.call)) {
        afterReceive(call, record, payload, id);
    } else if (call.entry.call == Call::Connect || (call.entry.call == Call::Bind && !failed)) {
        afterBindOrConnect(call, record);
    } else if (call.entry.call == Call::Close) {
        afterClose(call);
    } else if (failed) {
        return;
    } else if (trace::isAccept(call.entry.call)) {
        afterAccept(call, record);
    } else if (call.entry.call == Call::Splice) { // bytes that no program sees: option 1, into the socket
        Socket &socket = d.sockets.edit(call.socket);
        (call.entry.option == 1 ? socket.bytesSent : socket.bytesReceived) += static_cast<quint64>(record.result);
    } else if (call.entry.call == Call::Listen) {
        Socket &socket = d.sockets.edit(call.socket);
        socket.listening = true;
        enterState(call.socket, State::Listen);
        socket.backlog = static_cast<int>(std::min<quint64>(call.entry.requested, 1U << 30));
        if (record.local.isValid())
            learnAddresses(call.socket, record.local, {}, call.at);
    } else if (call.entry.call == Call::Shutdown) {
        afterShutdown(call);
    } else if (call.entry.call == Call::Setsockopt) {
        afterOption(call);
    } else if (call.entry.call == Call::Getsockname) {
        learnAddresses(call.socket, record.address, d.sockets.find(call.socket)->remote, call.at);
    } else if (call.entry.call == Call::Getpeername) {
        learnAddresses(call.socket, d.sockets.find(call.socket)->local, record.address, call.at);
    }
}

void Fold::takeDescriptor(SocketId id, ProcessId process, qint64 fd)
{
    d.moment.newSocket = id;
    d.moment.newFd = static_cast<int>(fd);
    giveDescriptor(id, process, static_cast<int>(fd));
}

void Fold::giveDescriptor(SocketId id, ProcessId process, int fd)
{
    const bool wasClosed = d.sockets.find(id)->closed;
    if (const SocketId lost = d.sockets.own(id, process, fd))
        closeSocket(lost, 0);
    if (wasClosed && !d.sockets.find(id)->closed)
        reopenSocket(id);
}

// It had been passed on, which no call that is recorded tells of (unix(7), SCM_RIGHTS): the descriptor that was closed
// was not its last one. What was concluded from that is taken back.
void Fold::reopenSocket(SocketId id)
{
    Socket &socket = d.sockets.edit(id);
    socket.closedBySignal = 0;
    socket.mayBePassedOn = false;
    const auto isConcluded = [](const StateChange &change) {
        return !change.observed && (change.state == State::FinWait1 || change.state == State::LastAck ||
                                    change.state == State::Close || change.state == State::Unknown);
    };
    if (socket.states.size() > 1 && isConcluded(socket.states.last())) {
        socket.states.removeLast();
        socket.state = socket.states.last().state;
    }
    predictLate(id);
}

// The child was made by the handshake; accept() gives it a descriptor, and the cookie stays.
void Fold::afterAccept(const EnteredCall &call, const Record &record)
{
    if (meet(record.newSocket, record, call.process) == 0)
        return;
    const SocketId id = record.newSocket;
    if (const SocketId listener = d.sockets.find(id)->listener)
        d.sockets.edit(listener).acceptQueue.removeAll(id);
    d.sockets.edit(call.socket).acceptQueue.removeAll(id);
    takeDescriptor(id, call.process, record.result);
    Socket &child = d.sockets.edit(id);
    child.creator = call.process;
    child.listener = call.socket;
    child.linger = d.sockets.find(call.socket)->linger; // as all of the listening socket's options (sk_clone_lock)
    child.acceptOrdinal = ++d.acceptCounts[call.socket];
    // One that was reset while it waited is given all the same, closed.
    if (child.states.isEmpty() && (child.state == State::Close || child.state == State::Unknown))
        enterState(id, State::Established);
    const Endpoint local = record.local.isValid() ? record.local : child.local;
    const Endpoint peer = record.peer.isValid() ? record.peer : record.address;
    learnAddresses(id, local, peer.isValid() ? peer : child.remote, call.at);
    believeConnected(d.sockets.find(id)->peerSocket); // the handshake was complete (accept(2))
    d.touchedNs.insert(id, m_timeNs);
}

void Fold::afterBindOrConnect(const EnteredCall &call, const Record &record)
{
    const Socket &known = *d.sockets.find(call.socket);
    Endpoint local = record.local.isValid() ? record.local : known.local;
    if (call.entry.call == Call::Bind) {
        if (!record.local.isValid())
            local = call.entry.address;
        learnAddresses(call.socket, local, known.remote, call.at);
        return;
    }
    const bool isTcp = known.protocol == Protocol::Tcp;
    const bool underWay = record.error == EINPROGRESS || record.error == EALREADY || record.error == EINTR;
    const Endpoint given = record.peer.isValid() ? record.peer : call.entry.address;
    if (record.result == 0) {
        // AF_UNSPEC dissolves the association of a UDP socket, and resets a TCP socket's connection (connect(2)).
        const bool dissolved = !given.isValid();
        if (isTcp)
            d.sockets.edit(call.socket).readShut = false;
        enterState(call.socket, dissolved ? State::Close : State::Established);
        learnAddresses(call.socket, local, given, call.at);
    } else if (isTcp && underWay) {
        enterState(call.socket, State::SynSent);
        learnAddresses(call.socket, local, given, call.at);
        // Another process may have accepted it before this return was recorded.
        const Socket *peer = d.sockets.find(d.sockets.find(call.socket)->peerSocket);
        if (peer && peer->acceptOrdinal > 0)
            believeConnected(call.socket);
    } else if (isTcp && record.error != EISCONN && known.state != State::Listen) {
        // These are told of a SYN that went out (tcp(7)); others come before one does.
        if (record.error == ECONNREFUSED || record.error == ETIMEDOUT || record.error == EHOSTUNREACH)
            enterState(call.socket, State::SynSent);
        enterState(call.socket, State::Close);
        learnAddresses(call.socket, local, {}, call.at);
    }
}

void Fold::afterSend(const EnteredCall &call, const Record &record)
{
    const MessageId id = call.message;
    const bool failed = record.result < 0;
    const bool isDatagram = d.sockets.find(call.socket)->protocol == Protocol::Udp;
    if (isDatagram && record.local.isValid())
        learnAddresses(call.socket, record.local, record.peer, call.at);
    if (record.error == ECONNREFUSED && isDatagram)
        blameForRefusal(call.socket);
    Message &message = d.messages.edit(id);
    MessageNotes &notes = d.messages.editNotes(id);
    message.sendReturned = true;
    notes.returnedAt = d.sequence;
    notes.returnedNs = m_timeNs;
    d.moment.messages.append(id);
    const quint64 given = message.size;
    const bool counts = call.entry.call == Call::Sendmmsg; // its result is a number of messages
    const quint64 result = failed ? 0 : counts ? given : static_cast<quint64>(record.result);
    // What was received must have been sent, whatever a damaged record says.
    message.size = std::min(given, std::max(result, message.receivedBytes));
    d.sockets.edit(call.socket).bytesSent += message.size;
    if (isDatagram) {
        if (failed && message.receivedBy.isEmpty()) {
            d.datagrams.withdraw(message);
        } else {
            const Endpoint &local = d.sockets.find(call.socket)->local;
            const Endpoint source = sourceOf(local, message.to);
            // Where the address is not known otherwise, what the receive call gave back stays.
            if (source.port != 0 && (!source.isWildcard() || message.from.port != source.port))
                message.from = source;
            predictAtReturn(id);
            d.datagrams.returned(m_ledger, id);
            if (message.landed == 0)
                d.floating.append(id);
        }
    } else {
        message.payload.truncate(static_cast<qsizetype>(message.size));
        if (message.predicted.isEmpty())
            predictAtReturn(id);
        if (message.size != given || message.size == 0)
            d.streams.resized(m_ledger, id, given, message.size);
    }
    if (failed && message.receivedBy.isEmpty())
        m_ledger.setRefused(id);
    else
        m_ledger.judge(id);
}

// ECONNREFUSED on a UDP socket tells of a datagram sent before (an ICMP answer, udp(7)): which one is certain only if
// there is one that was not seen since.
void Fold::blameForRefusal(SocketId sender)
{
    QList<MessageId> suspects;
    for (MessageId id : std::as_const(d.floating)) {
        const Message &message = *d.messages.find(id);
        if (message.senderSocket == sender && isFloating(id))
            suspects.append(id);
    }
    if (suspects.size() != 1)
        return;
    d.floating.removeOne(suspects.first());
    m_ledger.setRefused(suspects.first());
}

void Fold::afterReceive(const EnteredCall &call, const Record &record, const QByteArray &payload, CallId id)
{
    Socket &socket = d.sockets.edit(call.socket);
    const bool isDatagram = socket.protocol == Protocol::Udp;
    if (record.error == ECONNREFUSED && isDatagram)
        blameForRefusal(call.socket);
    const quint32 flags = call.entry.flags;
    if (record.result < 0 || (flags & (MSG_PEEK | MSG_ERRQUEUE)) != 0)
        return;
    if ((flags & MSG_OOB) != 0) {
        if (!isDatagram && record.result == 1)
            afterUrgent(call, record, payload, id);
        return;
    }
    if (!isDatagram && record.result == 0) {
        if (call.entry.requested == 0)
            return;
        d.moment.endOfFile = true;
        if (socket.readShut && socket.state == State::Established) // no FIN is needed for that (shutdown(2))
            return;
        socket.endOfFileRead = true;
        if (socket.state == State::Established)
            enterState(call.socket, State::CloseWait);
        return;
    }
    Reception reception{id, call.process,   call.entry.fd, call.socket, payload, 0, call.entry.requested,
                        0,  record.address, d.sequence};
    const bool counts = call.entry.call == Call::Recvmmsg; // its result is a number of messages
    reception.fullSize = counts ? record.payloadTotal : static_cast<quint64>(record.result);
    reception.size = counts ? reception.fullSize : std::min<quint64>(reception.fullSize, call.entry.requested);
    reception.mayBeUnseen = processOf(call.process)->isProgram;
    socket.bytesReceived += reception.size;
    if (counts && isDatagram && record.result != 1) { // recvmmsg(2)
        for (MessageId many : d.datagrams.receivedMany(m_ledger, reception, static_cast<int>(record.result))) {
            d.floating.removeOne(many);
            d.moment.messages.append(many);
        }
        return;
    }
    if (!isDatagram) {
        d.moment.messages = d.streams.received(m_ledger, reception);
        return;
    }
    const MessageId messageId = d.datagrams.received(m_ledger, reception);
    if (messageId == 0)
        return;
    d.floating.removeOne(messageId);
    if (record.address.isValid())
        d.messages.edit(messageId).from = record.address;
    d.moment.messages.append(messageId);
}

// One byte, beside the stream: what was sent before it may still wait.
void Fold::afterUrgent(const EnteredCall &call, const Record &record, const QByteArray &payload, CallId id)
{
    d.sockets.edit(call.socket).bytesReceived += 1;
    const Reception reception{id, call.process,   call.entry.fd, call.socket, payload, 1, call.entry.requested,
                              1,  record.address, d.sequence};
    if (const MessageId message = d.streams.receivedUrgent(m_ledger, reception))
        d.moment.messages.append(message);
}

void Fold::afterClose(const EnteredCall &call)
{
    // Another thread may have got the same number for a new socket before this return was recorded.
    if (d.sockets.at(call.process, call.entry.fd) != call.socket)
        return;
    if (const SocketId lost = d.sockets.release(call.process, call.entry.fd)) {
        closeSocket(lost, 0);
        if (d.passing.contains(call.process))
            d.sockets.edit(lost).mayBePassedOn = true;
    }
}

// A descriptor in a message is not recorded; that one may be is what such a call tells. Python asks for the addresses
// of what it closes.
void Fold::notePassing(const EnteredCall &call, const Record &record)
{
    const Call name = call.entry.call;
    const Socket *socket = d.sockets.find(call.socket);
    const bool isOther = !socket || (socket->protocol != Protocol::Tcp && socket->protocol != Protocol::Udp);
    if (name == Call::Sendmsg && record.result >= 0 && isOther)
        d.passing.insert(call.process);
    else if (name != Call::Close && name != Call::Getsockname && name != Call::Getpeername)
        d.passing.remove(call.process);
}

// `value`: the last descriptor. With CLOSE_RANGE_CLOEXEC they are closed by exec only.
void Fold::afterCloseRange(const EnteredCall &call)
{
    if ((call.entry.flags & CLOSE_RANGE_CLOEXEC) != 0)
        return;
    for (SocketId lost : d.sockets.releaseRange(call.process, call.entry.fd, call.entry.value))
        closeSocket(lost, 0);
}

void Fold::closeSocket(SocketId id, int signal)
{
    if (isOutside(*d.sockets.find(id))) {
        // Its holder may have read what was there: nobody saw it.
        const QList<QueuedBytes> gone = std::exchange(d.sockets.edit(id).receiveQueue, {});
        for (const QueuedBytes &bytes : gone)
            m_ledger.judge(bytes.message);
    }
    const bool resets = !d.sockets.find(id)->receiveQueue.isEmpty();
    m_ledger.discardQueue(id);
    Socket &socket = d.sockets.edit(id);
    socket.closed = true;
    socket.closedBySignal = signal;
    socket.owners.clear();
    leaveConnection(id, resets);
    // The kernel resets children that nobody accepted (inet_csk_listen_stop).
    const QList<SocketId> children = std::exchange(socket.acceptQueue, {});
    d.sockets.retire(id);
    for (SocketId child : children) {
        // Somebody has answered through it: it had been accepted, by a call that was not seen.
        const Socket *peer = d.sockets.find(d.sockets.find(child)->peerSocket);
        if (peer && (peer->bytesReceived > 0 || peer->endOfFileRead)) {
            closeUnseen(child);
            continue;
        }
        m_ledger.discardQueue(child);
        d.sockets.edit(child).closed = true;
        enterState(child, State::Close);
        d.sockets.retire(child);
    }
}

// `value` is the target of dup2 and dup3, which is closed if it was open; `socket` is 0 if the source is none.
void Fold::afterDup(const EnteredCall &call, const Record &record)
{
    const bool hasTarget = call.entry.call == Call::Dup2 || call.entry.call == Call::Dup3;
    if (call.socket == 0) {
        if (!hasTarget)
            return;
        if (const SocketId lost = d.sockets.release(call.process, call.entry.value))
            closeSocket(lost, 0);
        return;
    }
    if (record.result == call.entry.fd)
        return;
    takeDescriptor(call.socket, call.process, record.result);
    d.moment.newSocket = 0;
}

void Fold::afterOption(const EnteredCall &call)
{
    Socket &socket = d.sockets.edit(call.socket);
    const Record &entry = call.entry;
    d.moment.level = entry.level;
    d.moment.option = entry.option;
    const bool isStructure = entry.level == SOL_SOCKET &&
                             (entry.option == SO_LINGER || entry.option == SO_RCVTIMEO || entry.option == SO_SNDTIMEO);
    if (entry.payloadTotal == 0 && !isStructure)
        d.moment.optionValue = entry.value;
    if (entry.level == SOL_SOCKET && entry.option == SO_REUSEPORT)
        socket.reusePort = entry.value != 0;
    else if (entry.level == SOL_SOCKET && entry.option == SO_LINGER)
        socket.linger = call.linger;
    else if (entry.level == IPPROTO_IPV6 && entry.option == IPV6_V6ONLY)
        socket.v6Only = entry.value != 0;
    d.sockets.ruleChanged();
}

void Fold::afterShutdown(const EnteredCall &call)
{
    const Socket &socket = *d.sockets.find(call.socket);
    if (socket.protocol != Protocol::Tcp)
        return;
    if (call.entry.requested != SHUT_WR)
        d.sockets.edit(call.socket).readShut = true;
    if (socket.state == State::Listen && call.entry.requested != SHUT_WR) { // it stops listening (inet_shutdown)
        d.sockets.edit(call.socket).listening = false;
        enterState(call.socket, State::Close);
    }
    if (call.entry.requested == SHUT_RD)
        return;
    if (socket.state == State::Established || socket.state == State::CloseWait)
        sendFin(call.socket);
}

} // namespace zocalo::world
