// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The kernel's receive queues: which messages wait where. Numbers decide, and only where they leave no choice.
#include "core/world/fold.h"

#include <algorithm>

namespace zocalo::world {

using kernel::Protocol;
using kernel::SocketRow;
using kernel::State;

QList<Fold::Arrival> Fold::streamArrivals(const history::KernelSnapshot &snapshot)
{
    QList<Arrival> arrivals;
    for (const SocketRow &row : snapshot.rows) {
        const Socket *socket = d.sockets.find(row.cookie);
        if (!socket || row.protocol != Protocol::Tcp || row.state == State::Listen || socket->closed ||
            mayHaveMoved(*socket, snapshot))
            continue;
        quint64 known = 0;
        for (const QueuedBytes &bytes : socket->receiveQueue)
            known += bytes.size;
        const quint64 unread = unreadBytes(row);
        if (unread > known) {
            arrivals.append({row.cookie, unread - known, 0, true, false});
        } else if (unread < known && (snapshot.exact || isOutside(*socket)) && d.openReceives.value(row.cookie) == 0) {
            // Somebody read them by a call that was not recorded.
            const QList<MessageId> gone = m_ledger.dequeue(row.cookie, known - unread);
            for (MessageId id : gone)
                m_ledger.judge(id);
        }
    }
    return arrivals;
}

// A message held at the entry of its send was not given to the kernel yet. A table that is not exact may show it.
bool Fold::mayBeUnderWay(const Message &message, bool exact) const
{
    if (message.sendReturned || !exact)
        return true;
    return d.calls.value(message.sentBy).asleep;
}

quint64 Fold::unplaced(const StreamMatcher::Segment &segment) const
{
    const Message &message = *d.messages.find(segment.message);
    const quint64 placed = message.receivedBytes + m_ledger.queued(message);
    return message.size > placed ? message.size - placed : 0;
}

// Can the bytes that arrived be the next ones of this sender: one or more whole messages, or part of one that is still
// being sent or waits in the sender's own queue?
bool Fold::couldSend(SocketId sender, const Arrival &arrival, bool exact) const
{
    const Socket &from = *d.sockets.find(sender);
    if (sender == arrival.socket && !sameEndpoint(from.local, from.remote))
        return false;
    const auto isSenders = [&](const SocketRow &row) { return row.cookie == sender && row.sendQueue > 0; };
    const bool holdsBack = std::any_of(d.kernelRows.cbegin(), d.kernelRows.cend(), isSenders);
    quint64 sum = 0;
    const QList<StreamMatcher::Segment> segments = d.streams.segments(sender);
    for (const StreamMatcher::Segment &segment : segments) {
        const Message &message = *d.messages.find(segment.message);
        const quint64 size = unplaced(segment);
        if (size == 0)
            continue;
        if (!mayBeUnderWay(message, exact) || (message.landed != 0 && message.landed != arrival.socket))
            return false;
        sum += size;
        if (sum == arrival.bytes)
            return true;
        if (sum > arrival.bytes)
            return !message.sendReturned || holdsBack;
    }
    return false;
}

// Returns the sockets where it could not be told whose bytes arrived.
QSet<SocketId> Fold::placeStreams(const history::KernelSnapshot &snapshot)
{
    QList<Arrival> arrivals = streamArrivals(snapshot);
    if (arrivals.isEmpty())
        return {};
    QSet<SocketId> senders = d.streams.busy();
    const auto onlySender = [&](const Arrival &arrival) -> SocketId {
        SocketId only = 0;
        for (SocketId sender : std::as_const(senders)) {
            if (!couldSend(sender, arrival, snapshot.exact))
                continue;
            if (only != 0)
                return 0;
            only = sender;
        }
        return only;
    };
    bool progress = true;
    while (progress) {
        progress = false;
        for (qsizetype i = 0; i < arrivals.size(); ++i) {
            const SocketId sender = onlySender(arrivals.at(i));
            const auto competes = [&](const Arrival &other) {
                return other.socket != arrivals.at(i).socket && onlySender(other) == sender;
            };
            // If another socket can have got this sender's bytes only, neither is certain.
            if (sender == 0 || std::any_of(arrivals.cbegin(), arrivals.cend(), competes))
                continue;
            placeBytes(arrivals.at(i), sender);
            senders.remove(sender);
            arrivals.removeAt(i);
            progress = true;
            break;
        }
    }
    QSet<SocketId> undecided;
    for (const Arrival &arrival : std::as_const(arrivals)) {
        const auto mayBeIts = [&](SocketId sender) { return couldSend(sender, arrival, snapshot.exact); };
        if (std::any_of(senders.cbegin(), senders.cend(), mayBeIts))
            undecided.insert(arrival.socket);
    }
    return undecided;
}

void Fold::placeBytes(const Arrival &arrival, SocketId sender)
{
    quint64 left = arrival.bytes;
    const QList<StreamMatcher::Segment> segments = d.streams.segments(sender);
    for (const StreamMatcher::Segment &segment : segments) {
        const quint64 size = std::min(left, unplaced(segment));
        if (size == 0)
            continue;
        const Message &message = *d.messages.find(segment.message);
        const quint64 offset = message.receivedBytes + m_ledger.queued(message);
        m_ledger.enqueue(arrival.socket, segment.message, offset, size);
        left -= size;
    }
}

QList<Fold::Arrival> Fold::datagramArrivals(const history::KernelSnapshot &snapshot) const
{
    QList<Arrival> arrivals;
    for (const SocketRow &row : snapshot.rows) {
        const Socket *socket = row.protocol == Protocol::Udp ? d.sockets.find(row.cookie) : nullptr;
        if (!socket)
            continue;
        Arrival arrival;
        arrival.socket = row.cookie;
        arrival.drops = row.drops > socket->kernelDrops ? row.drops - socket->kernelDrops : 0;
        arrival.grew = row.receiveQueue > socket->kernelReceiveQueue;
        arrival.empty = row.receiveQueue == 0 && snapshot.exact && d.openReceives.value(row.cookie) == 0;
        arrivals.append(arrival);
    }
    return arrivals;
}

bool Fold::isFloating(MessageId id) const
{
    const MessageNotes &notes = d.messages.notes(id);
    return d.messages.find(id)->landed == 0 && notes.droppedAt == 0 && !notes.refused;
}

// Datagrams that the table before this one cannot have shown yet.
QList<MessageId> Fold::freshDatagrams(bool exact) const
{
    QList<MessageId> fresh;
    for (auto it = d.floating.crbegin(); it != d.floating.crend(); ++it) {
        if (d.messages.notes(*it).returnedNs <= d.tableBeginNs)
            break;
        fresh.prepend(*it);
    }
    if (exact)
        return fresh;
    for (const EnteredCall &call : d.calls) {
        if (call.message != 0 && d.messages.find(call.message)->protocol == Protocol::Udp)
            fresh.append(call.message);
    }
    return fresh;
}

// The queue's memory tells that it grew, not by how many datagrams: so one datagram and one queue, or nothing.
void Fold::placeDatagrams(const QList<Arrival> &arrivals, bool exact)
{
    d.floating.removeIf([&](MessageId id) { return !isFloating(id); });
    const QList<MessageId> fresh = freshDatagrams(exact);
    SocketId grown = 0;
    int count = 0;
    for (const Arrival &arrival : arrivals) {
        if (arrival.empty && !d.sockets.find(arrival.socket)->receiveQueue.isEmpty()) {
            const QList<QueuedBytes> gone = std::exchange(d.sockets.edit(arrival.socket).receiveQueue, {});
            for (const QueuedBytes &bytes : gone)
                m_ledger.judge(bytes.message);
        }
        if (arrival.grew) {
            grown = arrival.socket;
            ++count;
        }
    }
    const bool placed = count == 1 && fresh.size() == 1 && d.messages.find(fresh.first())->sendReturned &&
                        !d.sockets.find(grown)->closed;
    if (placed) {
        m_ledger.enqueue(grown, fresh.first(), 0, d.messages.find(fresh.first())->size);
        castByArrival(grown, d.messages.find(fresh.first())->senderProcess);
        d.floating.removeOne(fresh.first());
    }
    for (const Arrival &arrival : arrivals)
        tellDrops(arrival, fresh, exact);
}

// Which datagrams did the socket's drop counter count? All that were sent to it and not seen since, if they are as
// many; or the only one that was sent since the last table.
void Fold::tellDrops(const Arrival &arrival, const QList<MessageId> &fresh, bool exact)
{
    const int untold = static_cast<int>(d.sockets.find(arrival.socket)->kernelDrops) - m_ledger.dropsAt(arrival.socket);
    if (untold <= 0)
        return;
    QList<MessageId> lost;
    const auto isSentHere = [&](MessageId id) {
        return d.messages.find(id)->predicted == QList<SocketId>{arrival.socket};
    };
    for (MessageId id : std::as_const(d.floating)) {
        if (isFloating(id) && isSentHere(id))
            lost.append(id);
    }
    for (MessageId id : fresh) {
        if (!d.messages.find(id)->sendReturned && isSentHere(id))
            return; // it may be the one, or not have been sent yet
    }
    const bool onlyOne =
        exact && fresh.size() == 1 && arrival.drops == 1 && !arrival.grew && lost.contains(fresh.first());
    if (onlyOne)
        lost = fresh;
    else if (static_cast<int>(lost.size()) != untold)
        return;
    for (MessageId id : std::as_const(lost)) {
        m_ledger.setDropped(id, arrival.socket);
        d.floating.removeOne(id);
    }
}

} // namespace zocalo::world
