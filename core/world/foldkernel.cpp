// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The kernel's own table: states, addresses, the accept queue.
#include "core/world/fold.h"

#include "core/world/world.h"

#include <algorithm>
#include <utility>

namespace zocalo::world {

using kernel::Protocol;
using kernel::SocketRow;
using kernel::State;

namespace {

/// Nothing that was kept of the segment's data differs from what was kept of the message at the same place.
bool isSameContent(const Segment &segment, QByteArrayView data, const Message &message)
{
    const bool isTcp = message.protocol == Protocol::Tcp;
    // The numbers of a stream go round: the difference is what counts. The stream begins behind the SYN.
    const qsizetype before =
        isTcp ? static_cast<qint32>(segment.sequence - static_cast<quint32>(message.streamOffset + 1)) : 0;
    const QByteArrayView seen = data.sliced(std::clamp<qsizetype>(-before, 0, data.size()));
    const QByteArrayView sent =
        QByteArrayView(message.payload).sliced(std::clamp<qsizetype>(before, 0, message.payload.size()));
    const qsizetype both = std::min(seen.size(), sent.size());
    return seen.first(both) == sent.first(both);
}

} // namespace

void Fold::operator()(const history::KernelSnapshot &snapshot)
{
    const QList<SocketRow> before = std::exchange(d.kernelRows, snapshot.rows);
    d.kernelExact = snapshot.exact;
    // While a table was read that nobody waited for, calls were recorded: it may have been begun before this moment.
    d.tableAge = snapshot.exact ? TableAge::Exact : snapshot.beginNs >= d.momentNs ? TableAge::Since : TableAge::Old;
    Agreement agreement(d, snapshot, before);
    agreement.compareBefore();
    const QList<Arrival> datagrams = datagramArrivals(snapshot);
    QSet<SocketId> listed;
    for (const SocketRow &row : snapshot.rows) {
        listed.insert(row.cookie);
        if (d.sockets.contains(row.cookie))
            readRow(row, snapshot);
        else if (!meetRemnant(row, snapshot))
            meetChild(row);
    }
    missRemnants(listed);
    for (const SocketRow &row : snapshot.rows) {
        if (row.state == State::Listen && d.sockets.contains(row.cookie))
            shortenAcceptQueue(row, listed);
    }
    missAbsent(listed, snapshot.exact);
    const QSet<SocketId> undecided = placeStreams(snapshot);
    placeDatagrams(datagrams, snapshot.exact);
    agreement.compareAfter(undecided);
    // A hole in what was observed stays in each table to come: it counts once.
    const auto isOld = [this, &snapshot](const Disagreement &found) {
        return !snapshot.exact &&
               std::any_of(d.disagreements.cbegin(), d.disagreements.cend(), [&found](const Disagreement &old) {
                   return old.socket == found.socket && old.difference == found.difference;
               });
    };
    for (const Disagreement &found : agreement.found())
        d.contradictions += found.isExplained() || isOld(found) ? 0 : 1;
    d.disagreements = agreement.found();
    d.tableBeginNs = snapshot.beginNs;
}

// Told a moment after the last close, by a worker of the kernel's: nothing else is concluded from it, but where the
// close itself could not be seen.
void Fold::operator()(const history::SocketDestroyed &destroyed)
{
    const SocketId id = destroyed.row.cookie;
    if (!d.sockets.contains(id))
        return;
    if (isOutside(*d.sockets.find(id)) && !d.sockets.find(id)->closed) {
        closeSocket(id, 0);
        enterState(id, State::Close, true);
    }
    d.sockets.edit(id).destroyed = true;
}

void Fold::operator()(const history::SegmentSeen &seen)
{
    const auto packet = kernel::decodePacket(seen.bytes, seen.length);
    if (!packet)
        return;
    d.sawSegments = true;
    const Segment segment = d.sequenceNumbers.count(*packet, seen.seenNs);
    if (d.segments.size() < World::kMostSegments)
        d.segments.append(segment);
    noteCarrier(segment, seen.bytes.mid(packet->payloadOffset, packet->payload));
}

// The messages that a segment has bytes of: by their place in the stream; a datagram is the first of its size that was
// not seen yet. In both cases what is known of the bytes has to be the same: the numbers alone may be those of an
// earlier connection between the same ends, or of another datagram. Only the last messages are asked: what is on its
// way was sent just now.
void Fold::noteCarrier(const Segment &segment, QByteArrayView data)
{
    constexpr qsizetype kAsked = 64;
    const PagedList<Message> &messages = d.messages.all();
    for (qsizetype i = std::max<qsizetype>(0, messages.size() - kAsked); i < messages.size(); ++i) {
        const Message &message = messages.at(i);
        const bool isTcp = message.protocol == Protocol::Tcp;
        const qsizetype most = isTcp ? Message::kMostCarriers : 1;
        if (message.carriers.size() >= most || !carries(segment, message) || !isSameContent(segment, data, message))
            continue;
        d.messages.edit(message.id).carriers.append(segment);
        if (!isTcp)
            return;
    }
}

void Fold::operator()(const history::SegmentsLost &lost) { d.segmentsLost += lost.packets; }

// A table that was read while others worked may be older than what a call has told since.
bool Fold::mayHaveMoved(const Socket &socket, const history::KernelSnapshot &snapshot) const
{
    return !snapshot.exact && (d.openReceives.value(socket.id) > 0 || d.touchedNs.value(socket.id) >= snapshot.beginNs);
}

void Fold::readRow(const SocketRow &row, const history::KernelSnapshot &snapshot)
{
    const bool stale = mayHaveMoved(*d.sockets.find(row.cookie), snapshot);
    Socket &socket = d.sockets.edit(row.cookie);
    socket.inKernelTable = true;
    socket.kernelReceiveQueue = row.receiveQueue;
    // A listening socket's is its backlog, and UDP's an artefact (net/ipv4/tcp_diag.c, net/ipv4/udp_diag.c).
    socket.kernelSendQueue = row.protocol == Protocol::Tcp && row.state != State::Listen ? row.sendQueue : 0;
    socket.kernelDrops = row.drops;
    if (stale || (socket.closed && row.inode != 0))
        return;
    if (row.state != State::Unknown)
        enterState(row.cookie, row.state, true);
    if (socket.state == State::Listen)
        socket.listening = true;
    learnAddresses(row.cookie, row.local, row.remote, 0);
}

// What is left of a connection has its addresses, and a cookie of its own (inet_timewait_sock). Also where a descriptor
// still holds the socket itself, which the kernel lists no more.
bool Fold::meetRemnant(const SocketRow &row, const history::KernelSnapshot &snapshot)
{
    if (row.protocol != Protocol::Tcp || row.inode != 0 || row.cookie == 0 || row.remote.port == 0)
        return false;
    const SocketId id = d.sockets.lastConnected(row.local, row.remote);
    const Socket *socket = d.sockets.find(id);
    if (!socket || (row.state != State::TimeWait && row.state != State::FinWait2))
        return false;
    const auto isIt = [id](const SocketRow &other) { return other.cookie == id; };
    if (!socket->closed &&
        (row.state != State::TimeWait || std::any_of(snapshot.rows.cbegin(), snapshot.rows.cend(), isIt)))
        return false;
    if (!socket->closed && socket->listener != 0 && socket->owners.isEmpty())
        closeUnseen(id);
    d.remnants.insert(row.cookie, id);
    d.sockets.edit(id).remnant = row.cookie;
    enterState(id, row.state, true);
    return true;
}

// No socket in an accept queue comes to TIME-WAIT: somebody has accepted it and closed it whose calls are not seen, and
// may have read what was there.
void Fold::closeUnseen(SocketId id)
{
    const QList<QueuedBytes> gone = std::exchange(d.sockets.edit(id).receiveQueue, {});
    for (const QueuedBytes &bytes : gone)
        m_ledger.judge(bytes.message);
    d.sockets.edit(d.sockets.find(id)->listener).acceptQueue.removeAll(id);
    d.sockets.edit(id).closed = true;
    d.sockets.retire(id);
}

void Fold::missRemnants(const QSet<SocketId> &listed)
{
    for (auto it = d.remnants.begin(); it != d.remnants.end();) {
        if (listed.contains(it.key())) {
            ++it;
            continue;
        }
        if (d.sockets.find(*it)->remnant == it.key()) {
            d.sockets.edit(*it).remnant = 0;
            enterState(*it, State::Close, true);
        }
        it = d.remnants.erase(it);
    }
}

// An established socket on a listener's port that has no file: the handshake has made it, accept() has not taken it.
void Fold::meetChild(const SocketRow &row)
{
    const bool isChild = row.protocol == Protocol::Tcp && row.inode == 0 && row.cookie != 0 &&
                         (row.state == State::Established || row.state == State::CloseWait);
    const SocketId listener = isChild ? listenerOf(row) : 0;
    if (listener == 0)
        return;
    Socket &child = d.sockets.add(row.cookie, Protocol::Tcp);
    child.listener = listener;
    child.domain = d.sockets.find(listener)->domain;
    child.creator = d.sockets.find(listener)->creator;
    child.inKernelTable = true;
    child.kernelReceiveQueue = row.receiveQueue;
    child.knownSince = static_cast<qint64>(d.sequence) - 1;
    enterState(row.cookie, row.state, true);
    learnAddresses(row.cookie, row.local, row.remote, 0);
    // Children of one table come in no order: the order of their connect() calls is theirs.
    const quint64 connected = d.connectedAt.value(d.sockets.find(row.cookie)->peerSocket);
    QList<SocketId> &queue = d.sockets.edit(listener).acceptQueue;
    auto place = queue.end();
    while (connected != 0 && place != queue.begin() &&
           d.connectedAt.value(d.sockets.find(*(place - 1))->peerSocket) > connected)
        --place;
    queue.insert(place, row.cookie);
}

// The listener for this very address before the one for any address. Of a reuse-port group it cannot be told.
SocketId Fold::listenerOf(const SocketRow &row) const
{
    SocketId exact = 0;
    SocketId any = 0;
    int exacts = 0;
    int anys = 0;
    const QList<SocketId> onPort = d.sockets.onPort(Protocol::Tcp, row.local.port);
    for (SocketId id : onPort) {
        const Socket &socket = *d.sockets.find(id);
        if (!socket.listening)
            continue;
        if (sameAddress(socket.local, row.local)) {
            exact = id;
            ++exacts;
        } else if (socket.local.isWildcard()) {
            any = id;
            ++anys;
        }
    }
    if (exacts > 0)
        return exacts == 1 ? exact : 0;
    return anys == 1 ? any : 0;
}

// A child that was reset before accept() leaves the table of connections, but stays in the queue until it is taken:
// only the queue's own length tells whether it is gone.
void Fold::shortenAcceptQueue(const SocketRow &row, const QSet<SocketId> &listed)
{
    const QList<SocketId> queue = d.sockets.find(row.cookie)->acceptQueue;
    auto excess = static_cast<qsizetype>(queue.size()) - static_cast<qsizetype>(row.receiveQueue);
    for (SocketId child : queue) {
        if (listed.contains(child))
            continue;
        enterState(child, State::Close, true);
        if (excess-- <= 0 || !d.kernelExact)
            continue;
        d.sockets.edit(row.cookie).acceptQueue.removeAll(child);
        m_ledger.discardQueue(child);
        d.sockets.edit(child).closed = true;
        d.sockets.retire(child);
    }
}

void Fold::missAbsent(const QSet<SocketId> &listed, bool exact)
{
    for (SocketId id : std::as_const(d.listed)) {
        if (listed.contains(id))
            continue;
        Socket &socket = d.sockets.edit(id);
        socket.inKernelTable = false;
        socket.mayBePassedOn = false;
        if (exact && socket.protocol == Protocol::Tcp && socket.remnant == 0)
            enterState(id, State::Close, true);
    }
    d.listed.clear();
    for (SocketId id : listed) {
        if (d.sockets.contains(id))
            d.listed.insert(id);
    }
}

} // namespace zocalo::world
