// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Entries of calls, and what the director adds.
#include "core/world/fold.h"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace zocalo::world {

using kernel::Protocol;
using kernel::State;
using trace::Call;
using trace::Record;

namespace {

constexpr qsizetype kPredictionsKept = 1024;

} // namespace

void Fold::operator()(const history::NextCall &next)
{
    Process *process = processOf(next.process);
    if (!process || process->activity == Activity::Ended)
        return;
    process->next = next.call;
    process->nextSocket = next.socket;
}

void Fold::operator()(const history::StepNamed &named) { d.moment.stepName = named.name; }

void Fold::operator()(const history::SourceSeen &seen) { d.sources.insert(seen.id, seen); }

void Fold::operator()(const history::Unseen &part)
{
    if (d.unseen.size() < history::kMostUnseen)
        d.unseen.append(part);
}

void Fold::operator()(const history::Held &) { d.moment.hold = true; }

void Fold::operator()(const history::CallAsleep &asleep)
{
    const auto call = d.calls.find(asleep.id);
    Process *process = processOf(asleep.process);
    if (call == d.calls.end() || !process)
        return;
    call->asleep = true;
    if (call->message != 0 && d.messages.find(call->message))
        d.messages.edit(call->message).sendSlept = true;
    for (OpenCall &open : process->openCalls)
        open.asleep = open.asleep || open.id == asleep.id;
    showActivity(*process);
}

Moment &Fold::startMoment(MomentKind kind, const Process &process)
{
    ++d.moments;
    d.segments.clear();
    d.momentNs = m_timeNs;
    d.tableAge = TableAge::Old;
    d.moment = Moment{};
    d.moment.kind = kind;
    d.moment.process = process.id;
    d.moment.group = process.group;
    return d.moment;
}

void Fold::showActivity(Process &process)
{
    if (process.openCalls.isEmpty())
        process.activity = Activity::Paused;
    else if (std::all_of(process.openCalls.cbegin(), process.openCalls.cend(),
                         [](const OpenCall &c) { return c.asleep; }))
        process.activity = Activity::Asleep;
    else
        process.activity = Activity::InCall;
}

// The socket that a record tells of becomes known at the latest now. 0: none that can be followed.
SocketId Fold::meet(SocketId id, const Record &record, ProcessId process)
{
    return meet(id, protocolOf(record.domain, record.type, record.protocol), record.domain, process);
}

SocketId Fold::meet(SocketId id, Protocol protocol, quint16 domain, ProcessId process)
{
    if (id == 0 || d.sockets.contains(id))
        return id;
    if (protocol == Protocol::Other)
        return 0;
    Socket &socket = d.sockets.add(id, protocol);
    socket.creator = process;
    socket.domain = domain;
    socket.state = State::Close;
    socket.knownSince = static_cast<qint64>(d.sequence) - 1;
    if (Process *maker = processOf(process); maker && maker->helps)
        endHelp(*maker);
    return id;
}

/// From the structure that setsockopt() was given.
Linger Fold::lingerOf(const QByteArray &value)
{
    linger given{};
    if (value.size() < qsizetype(sizeof given))
        return Linger::Unknown;
    std::memcpy(&given, value.constData(), sizeof given);
    return given.l_onoff != 0 && given.l_linger == 0 ? Linger::Aborts : Linger::Off;
}

void Fold::operator()(const history::CallEntered &entered)
{
    Process *process = processOf(entered.process);
    if (!process || process->activity == Activity::Ended || entered.id == 0 || d.calls.contains(entered.id))
        return;
    const Record &record = entered.record;
    EnteredCall call{record, entered.process, meet(record.socket, record, entered.process), 0, d.sequence, false};
    if (record.call == Call::Setsockopt && record.level == SOL_SOCKET && record.option == SO_LINGER)
        call.linger = lingerOf(entered.payload);
    if (call.socket != 0 && record.fd >= 0)
        giveDescriptor(call.socket, entered.process, record.fd);
    if (call.socket != 0 && record.local.isValid() && record.newSocket == 0)
        learnAddresses(call.socket, record.local, record.peer, d.sequence);
    if (record.call == Call::Connect && call.socket != 0)
        d.connectedAt.insert(call.socket, d.sequence);
    if (trace::isReceive(record.call))
        ++d.openReceives[call.socket];
    if (process->next == record.call) {
        process->next = Call::Unknown;
        process->nextSocket = 0;
    }
    castByCall(*process, call);
    process->place = {record.source, record.line, record.call, entered.id};
    process->openCalls.append({entered.id, record.call, record.tid, record.fd, call.socket, false});
    showActivity(*process);

    Moment &moment = startMoment(MomentKind::Entered, *process);
    moment.call = entered.id;
    moment.name = record.call;
    moment.flags = record.flags;
    moment.fd = record.fd;
    moment.socket = call.socket;
    moment.address = record.address;
    // Several datagrams of one call: which bytes are whose cannot be told.
    const bool isStream = call.socket != 0 && d.sockets.find(call.socket)->protocol == Protocol::Tcp;
    const bool isOne = record.call != Call::Sendmmsg || record.value <= 1 || isStream;
    // A datagram may be empty. Of a stream no bytes are nothing: no segment is made for them (tcp_sendmsg_locked()).
    const bool isAny = !isStream || record.requested > 0 || record.payloadTotal > 0;
    if (trace::isSend(record.call) && call.socket != 0 && isOne && isAny) {
        call.message = startMessage(*process, entered, call.socket);
        moment.messages.append(call.message);
    }
    d.calls.insert(entered.id, call);
}

// A socket's first state is no change: it is where it began.
void Fold::enterState(SocketId id, State state, bool observed)
{
    Socket &socket = d.sockets.edit(id);
    if (socket.state == state) {
        if (observed && !socket.states.isEmpty())
            socket.states.last().observed = true;
        return;
    }
    const CallId cause = socket.state == State::Close ? openConnect(id) : 0;
    socket.state = state;
    if (socket.protocol == Protocol::Tcp)
        socket.states.append(
            {state, cause != 0 ? cause : d.moment.call, observed, static_cast<qint64>(d.sequence) - 1});
}

// While a connect() sleeps others make calls: what becomes of its socket then is its own doing.
CallId Fold::openConnect(SocketId id) const
{
    for (auto call = d.calls.cbegin(); call != d.calls.cend(); ++call) {
        if (call->socket == id && call->entry.call == Call::Connect)
            return call.key();
    }
    return 0;
}

MessageId Fold::startMessage(const Process &sender, const history::CallEntered &entered, SocketId socketId)
{
    const Socket &socket = *d.sockets.find(socketId);
    const Record &record = entered.record;
    Message &message = d.messages.add(sender);
    message.protocol = socket.protocol;
    message.senderSocket = socketId;
    message.senderFd = record.fd;
    message.sentBy = entered.id;
    message.sentWith = entered.record.call;
    message.payload = entered.payload;
    message.size = std::max<quint64>(record.payloadTotal, record.requested);
    const bool isDatagram = socket.protocol == Protocol::Udp;
    message.to = isDatagram && record.address.isValid() ? record.address : socket.remote;
    if (socket.local.port != 0)
        message.from = sourceOf(socket.local, message.to);
    const Prediction prediction = predict(message);
    message.rule = prediction.rule;
    message.predicted = prediction.sockets;
    const MessageId id = message.id;
    MessageNotes &notes = d.messages.editNotes(id);
    notes.enteredAt = d.sequence;
    notes.sourceKnown = socket.local.port != 0;
    notes.urgent = !isDatagram && (record.flags & MSG_OOB) != 0;
    if (prediction.sockets.isEmpty())
        d.messages.setUnpredicted(id, true);
    if (isDatagram)
        d.datagrams.sent(message);
    else
        message.streamOffset = d.streams.sent(socketId, id, message.size);
    return id;
}

Prediction Fold::predict(const Message &message) const
{
    PredictionMemory &memory = d.predictions;
    if (memory.epoch != d.sockets.epoch() || memory.known.size() > kPredictionsKept) {
        memory.known.clear();
        memory.epoch = d.sockets.epoch();
    }
    const PredictionMemory::Key key{message.protocol, {message.from, message.to}};
    const auto known = memory.known.constFind(key);
    if (known != memory.known.cend())
        return *known;
    const QList<PortHolder> holders = d.sockets.holders(message.protocol, message.from, message.to);
    return *memory.known.insert(key, message.protocol == Protocol::Udp
                                         ? predictDatagram(holders, message.from, message.to)
                                         : predictSegment(holders, message.from, message.to));
}

// The source of an unbound sender is known only now. What happened beside the call may have changed the choice while
// it ran: then both are allowed.
void Fold::predictAtReturn(MessageId id)
{
    const Prediction now = predict(*d.messages.find(id));
    Message &message = d.messages.edit(id);
    if (now.sockets.isEmpty() || now.sockets == message.predicted)
        return;
    const bool wasEmpty = message.predicted.isEmpty();
    if (wasEmpty)
        d.messages.setUnpredicted(id, false);
    if (wasEmpty || !d.messages.notes(id).sourceKnown) {
        message.rule = now.rule;
        message.predicted = now.sockets;
        return;
    }
    for (SocketId socket : now.sockets) {
        if (!message.predicted.contains(socket))
            message.predicted.append(socket);
    }
}

// Whoever sent it may have another connection since (connect(2), AF_UNSPEC).
bool Fold::isOtherEndOf(const Message &message, const Socket &socket) const
{
    const Socket &sender = *d.sockets.find(message.senderSocket);
    if (message.from.port == 0 || message.from.isWildcard() || sameEndpoint(sender.local, message.from))
        return sender.peerSocket == socket.id;
    return sameEndpoint(socket.remote, message.from) && sameEndpoint(socket.local, message.to);
}

// A socket's address became known after messages were sent to it: the rule would have named it, had we known.
void Fold::predictLate(SocketId id)
{
    const Socket &socket = *d.sockets.find(id);
    const QList<MessageId> waiting = d.messages.unpredicted(socket.protocol, socket.local.port);
    for (MessageId messageId : waiting) {
        const Message &message = *d.messages.find(messageId);
        const quint64 returnedAt = d.messages.notes(messageId).returnedAt;
        if (socket.protocol == Protocol::Tcp) {
            if (!isOtherEndOf(message, socket))
                continue;
        } else if (returnedAt != 0 && d.sockets.boundSince(id) >= returnedAt) {
            continue;
        } else if (!predict(message).sockets.contains(id)) {
            continue;
        }
        d.messages.setUnpredicted(messageId, false);
        d.messages.edit(messageId).predicted = {id};
        m_ledger.judge(messageId);
    }
}

void Fold::learnAddresses(SocketId id, const Endpoint &local, const Endpoint &remote, quint64 since)
{
    const Socket *socket = d.sockets.find(id);
    if (socket->local == local && socket->remote == remote)
        return;
    d.sockets.setAddresses(id, local, remote, since);
    predictLate(id);
}

} // namespace zocalo::world
