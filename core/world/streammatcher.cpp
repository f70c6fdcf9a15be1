// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/streammatcher.h"

#include "core/world/queues.h"

#include <algorithm>

namespace zocalo::world {

namespace {

// Streams that are equal for so many receives are left to the addresses.
constexpr qsizetype kLongestLog = 256;

} // namespace

quint64 StreamMatcher::sent(SocketId sender, MessageId message, quint64 size)
{
    Sender &stream = m_senders[sender];
    const quint64 offset = stream.written;
    stream.written += size;
    stream.segments.append({message, 0});
    m_busy.insert(sender);
    return offset;
}

void StreamMatcher::resized(Ledger &ledger, MessageId message, quint64 given, quint64 size)
{
    const SocketId sender = ledger.message(message).senderSocket;
    Sender &stream = m_senders[sender];
    stream.written -= given - size;
    for (const Segment &segment : std::as_const(stream.segments)) {
        if (segment.message > message)
            ledger.moveStart(segment.message, given - size);
    }
    prune(ledger, sender);
}

void StreamMatcher::prune(const Ledger &ledger, SocketId sender)
{
    QList<Segment> &segments = m_senders[sender].segments;
    const auto isDone = [&](const Segment &segment) {
        const Message &message = ledger.message(segment.message);
        return segment.settled >= message.size && (message.size > 0 || message.sendReturned);
    };
    while (!segments.isEmpty() && isDone(segments.first()))
        dropFirst(segments);
    if (segments.isEmpty())
        m_busy.remove(sender);
}

// Are these receives, one after the other, the next bytes of that stream? `live`: after everything that was delivered;
// otherwise after what is settled.
bool StreamMatcher::fits(const Ledger &ledger, SocketId sender, std::span<const Reception> log, bool live) const
{
    const QList<Segment> &list = segments(sender);
    qsizetype at = 0;
    quint64 used = 0;
    for (const Reception &reception : log) {
        quint64 offset = 0;
        while (offset < reception.size) {
            if (at >= list.size())
                return false;
            const Message &message = ledger.message(list.at(at).message);
            const quint64 start = (live ? message.receivedBytes : list.at(at).settled) + used;
            if (start >= message.size) {
                ++at;
                used = 0;
                continue;
            }
            const quint64 size = std::min(message.size - start, reception.size - offset);
            if (!sameBytes(message.payload, start, reception.bytes, offset, size))
                return false;
            offset += size;
            used += size;
        }
    }
    return true;
}

// The first message of the stream that has bytes which are not settled.
MessageId StreamMatcher::headOf(const Ledger &ledger, SocketId sender) const
{
    const QList<Segment> &list = segments(sender);
    for (const Segment &segment : list) {
        if (segment.settled < ledger.message(segment.message).size)
            return segment.message;
    }
    return 0;
}

// Where senders may be that are not seen, equal bytes prove nothing (an echo, for one): then a stream is only looked
// for at the other end of the connection, or where the ends are not known yet (a SYN that carries data).
bool StreamMatcher::mayComeFrom(const Ledger &ledger, const Socket &sender, const Reception &reception)
{
    if (sender.id == reception.socket)
        return sameEndpoint(sender.local, sender.remote);
    const Socket &receiver = ledger.socket(reception.socket);
    const auto isKnown = [](const Socket &socket) { return socket.local.port != 0 && socket.remote.port != 0; };
    return !reception.mayBeUnseen || !isKnown(sender) || !isKnown(receiver) || sender.peerSocket == receiver.id ||
           (sameEndpoint(sender.local, receiver.remote) && sameEndpoint(sender.remote, receiver.local));
}

QList<SocketId> StreamMatcher::candidatesFor(const Ledger &ledger, const Reception &reception) const
{
    QList<SocketId> result;
    for (SocketId sender : m_busy) {
        if (m_senders.value(sender).receiver != 0 || !mayComeFrom(ledger, ledger.socket(sender), reception))
            continue;
        if (fits(ledger, sender, std::span(&reception, 1), false))
            result.append(sender);
    }
    return result;
}

QList<MessageId> StreamMatcher::received(Ledger &ledger, const Reception &reception)
{
    m_given.clear();
    const SocketId id = reception.socket;
    const QList<Piece> queue = piecesOfQueue(ledger, reception);
    const QList<MessageId> leftQueue = ledger.dequeue(id, reception.size);
    auto known = m_receivers.constFind(id);
    if (known == m_receivers.cend()) {
        known = m_receivers.insert(id, {});
        m_receivers[id].candidates = candidatesFor(ledger, reception);
        m_unsettled.append(id);
    }
    if (known->settled) {
        const SocketId partner = known->partner;
        if (!queue.isEmpty())
            givePieces(ledger, reception, queue);
        else if (partner != 0 && fits(ledger, partner, std::span(&reception, 1), true))
            take(ledger, partner, reception, Evidence::Bytes);
        else
            takePieces(ledger, reception);
    } else {
        Receiver &receiver = m_receivers[id];
        receiver.log.append(reception);
        narrow(ledger, id);
        if (queue.isEmpty()) {
            resolve(ledger, id);
        } else if (isNextOf(ledger, queue, receiver.candidates)) {
            receiver.candidates = {queue.first().sender};
            resolve(ledger, id);
        } else {
            receiver.log.removeLast();
            giveUp(ledger, id);
            givePieces(ledger, reception, queue);
        }
    }
    // The bytes stand over what the queue was thought to hold.
    for (MessageId message : leftQueue) {
        if (!ledger.message(message).receivedBy.contains(reception.call))
            ledger.retract(message);
    }
    return std::exchange(m_given, {});
}

MessageId StreamMatcher::receivedUrgent(Ledger &ledger, const Reception &reception)
{
    const SocketId peer = ledger.socket(reception.socket).peerSocket;
    const auto sender = m_senders.find(peer);
    if (sender == m_senders.end())
        return 0;
    for (Segment &segment : sender->segments) {
        const Message &message = ledger.message(segment.message);
        const bool isLast = segment.settled + 1 == message.size && message.receivedBytes == segment.settled;
        if (!isLast || !ledger.notes(segment.message).urgent ||
            !sameBytes(message.payload, segment.settled, reception.bytes, 0, 1))
            continue;
        const MessageId id = segment.message;
        ledger.removeFromQueue(id);
        ledger.deliver(id, 1, reception, Evidence::Bytes);
        segment.settled += 1;
        prune(ledger, peer);
        return id;
    }
    return 0;
}

// Whose stream is it, and is that certain? Nobody, as long as only addresses of others could tell.
std::pair<SocketId, bool> StreamMatcher::choose(const Ledger &ledger, SocketId receiver) const
{
    const QList<SocketId> candidates = m_receivers.value(receiver).candidates;
    if (candidates.size() == 1)
        return {candidates.first(), true};
    QList<SocketId> here;
    QList<SocketId> free;
    for (SocketId sender : candidates) {
        const Message &head = ledger.message(headOf(ledger, sender));
        const bool inKernel = head.evidence == Evidence::KernelQueue;
        if (inKernel && head.landed == receiver)
            here.append(sender);
        else if (!inKernel)
            free.append(sender);
    }
    if (here.size() == 1)
        return {here.first(), true};
    if (here.isEmpty() && free.size() == 1)
        return {free.first(), true};
    const SocketId peer = ledger.socket(receiver).peerSocket;
    return {candidates.contains(peer) ? peer : 0, false};
}

// Only those remain whose next bytes are what was received; others may have been used up meanwhile.
void StreamMatcher::narrow(const Ledger &ledger, SocketId id)
{
    Receiver &receiver = m_receivers[id];
    receiver.candidates.removeIf([&](SocketId sender) {
        return !fits(ledger, sender, std::span(receiver.log.constData(), receiver.log.size()), false);
    });
}

void StreamMatcher::resolve(Ledger &ledger, SocketId id)
{
    if (m_receivers[id].settled)
        return;
    narrow(ledger, id);
    if (m_receivers[id].candidates.isEmpty()) {
        giveUp(ledger, id);
        return;
    }
    const auto [chosen, certain] = choose(ledger, id);
    if (chosen == 0)
        return;
    if (m_receivers[id].partner != chosen)
        undo(ledger, id);
    for (SocketId other : std::as_const(m_unsettled)) {
        if (other == id || m_receivers[other].partner != chosen)
            continue;
        if (!certain)
            return;
        undo(ledger, other);
    }
    m_receivers[id].partner = chosen;
    while (m_receivers[id].done < m_receivers[id].log.size()) {
        const Reception reception = m_receivers[id].log.at(m_receivers[id].done++);
        take(ledger, chosen, reception, certain ? Evidence::Bytes : Evidence::SameBytes);
    }
    if (certain || m_receivers[id].log.size() > kLongestLog)
        settle(ledger, id, chosen, certain);
}

void StreamMatcher::settle(Ledger &ledger, SocketId id, SocketId sender, bool certain)
{
    Receiver &receiver = m_receivers[id];
    for (const Delivered &delivered : std::as_const(receiver.tentative)) {
        for (Segment &segment : m_senders[sender].segments) {
            if (segment.message == delivered.message)
                segment.settled += delivered.size;
        }
        if (certain)
            ledger.confirm(delivered.message);
    }
    receiver.settled = true;
    receiver.partner = sender;
    receiver.candidates.clear();
    receiver.log.clear();
    receiver.tentative.clear();
    m_unsettled.removeOne(id);
    m_senders[sender].receiver = id;
    prune(ledger, sender);
    const QList<SocketId> others = m_unsettled;
    for (SocketId other : others) {
        if (m_receivers[other].candidates.removeOne(sender))
            resolve(ledger, other);
    }
}

void StreamMatcher::undo(Ledger &ledger, SocketId id)
{
    Receiver &receiver = m_receivers[id];
    while (!receiver.tentative.isEmpty()) {
        const Delivered last = receiver.tentative.takeLast();
        ledger.takeBack(last.message, last.size, last.call);
    }
    receiver.done = 0;
    receiver.partner = 0;
}

// No stream is this socket's as a whole. What was delivered so far stays; the rest is looked for piece by piece.
void StreamMatcher::giveUp(Ledger &ledger, SocketId id)
{
    const QList<Reception> rest = m_receivers[id].log.mid(m_receivers[id].done);
    if (const SocketId partner = m_receivers[id].partner) {
        settle(ledger, id, partner, false);
    } else {
        m_receivers[id].settled = true;
        m_receivers[id].log.clear();
        m_unsettled.removeOne(id);
    }
    for (const Reception &reception : rest)
        takePieces(ledger, reception);
}

void StreamMatcher::give(Ledger &ledger, MessageId message, quint64 size, const Reception &reception, Evidence evidence)
{
    ledger.deliver(message, size, reception, evidence);
    m_given.append(message);
}

void StreamMatcher::take(Ledger &ledger, SocketId sender, const Reception &reception, Evidence evidence)
{
    quint64 left = reception.size;
    Receiver &receiver = m_receivers[reception.socket];
    for (Segment &segment : m_senders[sender].segments) {
        if (left == 0)
            break;
        const Message &message = ledger.message(segment.message);
        const quint64 size = std::min(left, message.size - std::min(message.receivedBytes, message.size));
        if (size == 0)
            continue;
        give(ledger, segment.message, size, reception, evidence);
        left -= size;
        if (receiver.settled)
            segment.settled += size;
        else
            receiver.tentative.append({segment.message, size, reception.call});
    }
    prune(ledger, sender);
}

// The next piece of a receive must be the next bytes of some message, up to its end or that of the receive. The
// messages at the heads of their streams come first; one behind them can be it too, where bytes went astray or were
// received by calls that were not recorded.
StreamMatcher::Piece StreamMatcher::nextPiece(const Ledger &ledger, const Reception &reception, quint64 offset,
                                              const QList<Piece> &before) const
{
    const SocketId partner = m_receivers.value(reception.socket).partner;
    const SocketId own = partner != 0 ? partner : ledger.socket(reception.socket).peerSocket;
    QList<Piece> heads;
    QList<Piece> behind;
    QList<Piece> likely; // waits here by the kernel's word, or was begun here
    for (SocketId sender : m_busy) {
        if (!mayComeFrom(ledger, ledger.socket(sender), reception))
            continue;
        bool isHead = true;
        const QList<Segment> &list = segments(sender);
        for (const Segment &segment : list) {
            const Message &message = ledger.message(segment.message);
            quint64 start = segment.settled;
            for (const Piece &piece : before)
                start += piece.message == segment.message ? piece.size : 0;
            if (start >= message.size)
                continue;
            const bool wasHead = std::exchange(isHead, false);
            const quint64 size = std::min(message.size - start, reception.size - offset);
            const bool known = start < static_cast<quint64>(message.payload.size()) &&
                               offset < static_cast<quint64>(reception.bytes.size());
            if (message.receivedBytes != segment.settled || !(known || (wasHead && sender == partner)) ||
                !sameBytes(message.payload, start, reception.bytes, offset, size))
                continue;
            const Piece piece{sender, segment.message, size, Evidence::Bytes};
            if (wasHead && sender == partner)
                return piece;
            const bool here = message.landed == reception.socket || (start > 0 && start != segment.settled);
            (here ? likely : wasHead ? heads : behind).append(piece);
        }
    }
    for (QList<Piece> *options : {&likely, &heads, &behind}) {
        if (options->isEmpty())
            continue;
        if (options->size() == 1)
            return options->first();
        std::sort(options->begin(), options->end(),
                  [](const Piece &a, const Piece &b) { return a.message < b.message; });
        for (Piece &piece : *options) {
            piece.evidence = Evidence::SameBytes;
            if (piece.sender == own)
                return piece;
        }
        return options == &likely ? options->first() : Piece{};
    }
    return {};
}

// What the kernel's table showed to wait here, if these are its bytes; otherwise nothing.
QList<StreamMatcher::Piece> StreamMatcher::piecesOfQueue(const Ledger &ledger, const Reception &reception) const
{
    QList<Piece> pieces;
    quint64 offset = 0;
    for (const QueuedBytes &bytes : ledger.socket(reception.socket).receiveQueue) {
        const Message &message = ledger.message(bytes.message);
        const quint64 size = std::min(bytes.size, reception.size - offset);
        const bool isNext = bytes.offset == message.receivedBytes &&
                            settledOf(message.senderSocket, bytes.message) == message.receivedBytes;
        if (!isNext || !sameBytes(message.payload, bytes.offset, reception.bytes, offset, size))
            return {};
        pieces.append({message.senderSocket, bytes.message, size, Evidence::Bytes});
        offset += size;
        if (offset == reception.size)
            return pieces;
    }
    return {};
}

// Is what waited here the next of one of these streams, without a gap? It need not be, if bytes go astray.
bool StreamMatcher::isNextOf(const Ledger &ledger, const QList<Piece> &pieces, const QList<SocketId> &senders) const
{
    const SocketId sender = pieces.first().sender;
    if (!senders.contains(sender))
        return false;
    qsizetype at = 0;
    const QList<Segment> &list = segments(sender);
    for (const Segment &segment : list) {
        if (at == pieces.size())
            break;
        if (segment.settled >= ledger.message(segment.message).size)
            continue;
        if (segment.message != pieces.at(at).message)
            return false;
        ++at;
    }
    return at == pieces.size();
}

quint64 StreamMatcher::settledOf(SocketId sender, MessageId message) const
{
    const QList<Segment> &list = segments(sender);
    for (const Segment &segment : list) {
        if (segment.message == message)
            return segment.settled;
    }
    return 0;
}

// All of a receive or nothing: pieces that happen to fit beside bytes of unknown origin prove little.
void StreamMatcher::takePieces(Ledger &ledger, const Reception &reception)
{
    QList<Piece> pieces;
    quint64 offset = 0;
    while (offset < reception.size) {
        const Piece piece = nextPiece(ledger, reception, offset, pieces);
        if (piece.message == 0)
            break;
        pieces.append(piece);
        offset += piece.size;
    }
    if (offset < reception.size) {
        ledger.countUnmatched(reception.socket, reception.size);
        return;
    }
    givePieces(ledger, reception, pieces);
}

void StreamMatcher::givePieces(Ledger &ledger, const Reception &reception, const QList<Piece> &pieces)
{
    for (const Piece &piece : pieces) {
        give(ledger, piece.message, piece.size, reception, piece.evidence);
        QList<Segment> &segments = m_senders[piece.sender].segments;
        for (Segment &segment : segments)
            segment.settled += segment.message == piece.message ? piece.size : 0;
        segments.removeIf([&](const Segment &segment) {
            return segment.message == piece.message && segment.settled >= ledger.message(piece.message).size;
        });
        prune(ledger, piece.sender);
    }
}

} // namespace zocalo::world
