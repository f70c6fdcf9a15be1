// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/agreement.h"

#include "core/world/worlddata.h"

#include <algorithm>

namespace zocalo::world {

using kernel::Protocol;
using kernel::SocketRow;
using kernel::State;
using trace::Call;

namespace {

bool isConnect(Call call) { return call == Call::Connect; }

} // namespace

bool isOfConnection(State state)
{
    return state != State::Listen && state != State::Close && state != State::Unknown && state != State::SynSent;
}

bool hasFinished(State state)
{
    return state == State::CloseWait || state == State::LastAck || state == State::Closing || state == State::TimeWait;
}

quint64 unreadBytes(const SocketRow &row)
{
    return hasFinished(row.state) && row.receiveQueue > 0 ? row.receiveQueue - 1 : row.receiveQueue;
}

Agreement::Agreement(const WorldData &data, const history::KernelSnapshot &snapshot, const QList<SocketRow> &before)
    : d(data), m_snapshot(snapshot), m_before(before)
{
    for (const EnteredCall &call : d.calls) {
        if (call.asleep)
            m_asleep[call.socket].append(call.entry.call);
    }
}

bool Agreement::isAsleepIn(SocketId socket, bool (*isKind)(Call)) const
{
    const auto calls = m_asleep.constFind(socket);
    return calls != m_asleep.cend() && std::any_of(calls->cbegin(), calls->cend(), isKind);
}

Disagreement &Agreement::add(Difference difference, SocketId socket, Reason reason)
{
    Disagreement &added = m_found.emplaceBack();
    added.difference = difference;
    added.socket = socket;
    added.reason = reason;
    return added;
}

void Agreement::compareBefore()
{
    if (!m_snapshot.exact)
        return;
    QSet<SocketId> listed;
    for (const SocketRow &row : m_snapshot.rows) {
        listed.insert(row.cookie);
        if (const Socket *socket = d.sockets.find(row.cookie)) {
            compareOwner(*socket, row);
            compareState(*socket, row);
            compareAddresses(*socket, row);
            compareUnreadBefore(*socket, row);
        } else {
            compareUnknown(row);
        }
    }
    for (SocketId id : d.listed) {
        if (!listed.contains(id))
            compareMissing(*d.sockets.find(id));
    }
    // What a call has just bound must be there at once.
    const Socket *socket = d.sockets.find(d.moment.socket);
    if (socket && !listed.contains(socket->id) && !d.listed.contains(socket->id))
        compareMissing(*socket);
}

/// A table that was read while processes worked is older than the calls that have been folded in since: of it only
/// that can be held against the calls what no later call explains, bytes that the kernel had counted already.
void Agreement::compareAfter(const QSet<SocketId> &undecided)
{
    if (!m_snapshot.exact) {
        for (const SocketRow &row : m_snapshot.rows) {
            const Socket *socket = d.sockets.find(row.cookie);
            // Of a stranger's socket no call is ever seen.
            const auto owner = socket ? d.processIndex.constFind(socket->creator) : d.processIndex.cend();
            if (owner != d.processIndex.cend() && d.processes.at(*owner).outside)
                continue;
            if (socket && !socket->closed && row.counted && isOfConnection(row.state))
                compareCounters(*socket, row);
        }
        return;
    }
    for (const SocketRow &row : m_snapshot.rows) {
        const Socket *socket = d.sockets.find(row.cookie);
        if (!socket || socket->closed)
            continue;
        if (row.state == State::Listen)
            compareAcceptQueue(*socket, row);
        else if (row.protocol == Protocol::Udp)
            compareDatagrams(*socket, row);
        else
            compareStream(*socket, row, undecided.contains(row.cookie));
        if (row.counted && isOfConnection(row.state))
            compareCounters(*socket, row);
    }
}

// Without a file it is a child of a listener, or what is left of a connection: those become known by the table alone.
void Agreement::compareUnknown(const SocketRow &row)
{
    if (row.inode == 0)
        return;
    Reason reason = Reason::None;
    const QList<SocketId> onPort = d.sockets.onPort(row.protocol, row.local.port);
    for (SocketId id : onPort) {
        if (isAsleepIn(id, &trace::isAccept))
            reason = Reason::CallUnderWay;
    }
    add(Difference::UnknownSocket, row.cookie, reason).kernelEndpoint = row.local;
}

// A row in TIME_WAIT is the small socket that stands for the connection from then on (tcp_time_wait() in
// net/ipv4/tcp_minisocks.c): never with a file, also while a descriptor still holds the real one.
void Agreement::compareOwner(const Socket &socket, const SocketRow &row)
{
    if (row.state == State::TimeWait || socket.owners.isEmpty() == (row.inode == 0))
        return;
    Reason reason = Reason::None;
    if (socket.owners.isEmpty() && !socket.closed && isAsleepIn(socket.listener, &trace::isAccept))
        reason = Reason::CallUnderWay;
    Disagreement &added = add(Difference::Owner, socket.id, reason);
    added.worldNumber = static_cast<quint64>(socket.owners.size());
    added.kernelNumber = row.inode;
}

void Agreement::compareState(const Socket &socket, const SocketRow &row)
{
    if (row.state == socket.state || row.state == State::Unknown)
        return;
    const bool isTcp = row.protocol == Protocol::Tcp;
    if (isTcp ? mayBecome(socket, row.state) : isAsleepIn(socket.id, &isConnect))
        return;
    Disagreement &added = add(Difference::State, socket.id, Reason::None);
    added.worldState = socket.state;
    added.kernelState = row.state;
}

// A call that sleeps in the kernel may have bound the socket, or given it a peer: its return will tell.
void Agreement::compareAddresses(const Socket &socket, const SocketRow &row)
{
    if (m_asleep.contains(socket.id) &&
        (socket.local.port == 0 || socket.local.isWildcard() || socket.remote.port == 0))
        return;
    const auto compare = [&](Difference difference, const Endpoint &ours, const Endpoint &kernels) {
        if (sameEndpoint(ours, kernels) || (ours.port == 0 && kernels.port == 0))
            return;
        Disagreement &added = add(difference, socket.id, Reason::None);
        added.worldEndpoint = ours;
        added.kernelEndpoint = kernels;
    };
    if (row.local.port != 0)
        compare(Difference::LocalAddress, socket.local, row.local);
    if (row.state != State::Listen && !(row.protocol == Protocol::Tcp && row.state == State::Close))
        compare(Difference::RemoteAddress, socket.remote, row.remote);
}

// The queue of a stream shrinks, and its end is taken out of it, by receive calls only.
void Agreement::compareUnreadBefore(const Socket &socket, const SocketRow &row)
{
    const bool readSince = d.touchedNs.value(socket.id) >= d.tableBeginNs || isAsleepIn(socket.id, &trace::isReceive);
    if (row.protocol != Protocol::Tcp || !isOfConnection(row.state) || socket.closed || readSince ||
        row.receiveQueue >= socket.kernelReceiveQueue)
        return;
    Disagreement &added = add(Difference::ReceiveQueue, socket.id, Reason::None);
    added.worldNumber = socket.kernelReceiveQueue;
    added.kernelNumber = row.receiveQueue;
}

void Agreement::compareMissing(const Socket &socket)
{
    if (socket.closed || socket.local.port == 0)
        return;
    const bool isTcp = socket.protocol == Protocol::Tcp;
    // A socket that is bound and does not listen yet is not told by every kernel.
    if (isTcp && (socket.state == State::Close || mayBecome(socket, State::Close)))
        return;
    // A datagram socket loses the port that connect() chose for it once its association is dissolved.
    if (!isTcp && socket.owners.isEmpty())
        return;
    Disagreement &added = add(Difference::MissingSocket, socket.id, Reason::None);
    added.worldState = socket.state;
    added.worldEndpoint = socket.local;
}

void Agreement::compareAcceptQueue(const Socket &listener, const SocketRow &row)
{
    const auto known = static_cast<quint64>(listener.acceptQueue.size());
    if (known == row.receiveQueue)
        return;
    Reason reason = Reason::None;
    if (isAsleepIn(listener.id, &trace::isAccept))
        reason = Reason::CallUnderWay;
    else if (listener.reusePort)
        reason = Reason::Undecided;
    Disagreement &added = add(Difference::AcceptQueue, listener.id, reason);
    added.worldNumber = known;
    added.kernelNumber = row.receiveQueue;
}

void Agreement::compareStream(const Socket &socket, const SocketRow &row, bool undecided)
{
    quint64 known = 0;
    for (const QueuedBytes &bytes : socket.receiveQueue)
        known += bytes.size;
    const quint64 unread = unreadBytes(row);
    if (known == unread || !isOfConnection(row.state))
        return;
    Reason reason = Reason::None;
    if (isAsleepIn(socket.id, &trace::isReceive))
        reason = Reason::CallUnderWay;
    else if (undecided)
        reason = Reason::Undecided;
    else if (unread > known && peerOf(socket) == nullptr)
        reason = Reason::Stranger;
    Disagreement &added = add(Difference::ReceiveQueue, socket.id, reason);
    added.worldNumber = known;
    added.kernelNumber = unread;
}

void Agreement::compareDatagrams(const Socket &socket, const SocketRow &row)
{
    if (socket.receiveQueue.isEmpty() == (row.receiveQueue == 0))
        return;
    Reason reason = Reason::None;
    if (isAsleepIn(socket.id, &trace::isReceive))
        reason = Reason::CallUnderWay;
    else if (socket.receiveQueue.isEmpty() && !d.floating.isEmpty())
        reason = Reason::Undecided;
    Disagreement &added = add(Difference::ReceiveQueue, socket.id, reason);
    added.worldNumber = static_cast<quint64>(socket.receiveQueue.size());
    added.kernelNumber = row.receiveQueue;
}

void Agreement::compareCounters(const Socket &socket, const SocketRow &row)
{
    // A call that has not returned may have moved some already.
    const auto isBusy = [this, &socket](bool (*isKind)(Call)) {
        if (m_snapshot.exact)
            return isAsleepIn(socket.id, isKind);
        return std::any_of(d.calls.cbegin(), d.calls.cend(), [&](const EnteredCall &call) {
            return call.socket == socket.id && (isKind(call.entry.call) || call.entry.call == Call::Splice);
        });
    };
    const quint64 received = socket.bytesReceived + unreadBytes(row);
    quint64 counted = row.bytesReceived - (hasFinished(row.state) && row.bytesReceived > 0 ? 1 : 0);
    // The kernel reads state and queue first, and the counters after them (inet_sk_diag_fill() in
    // net/ipv4/inet_diag.c): of a connection that works meanwhile, what comes in between is in the counters alone.
    if (!m_snapshot.exact && received < counted)
        counted = std::min(counted, receivedBefore(row.cookie));
    const bool isReceived = m_snapshot.exact ? received == counted : received >= counted;
    if (!isReceived && !isBusy(&trace::isReceive)) {
        Disagreement &added = add(Difference::ReceivedBytes, socket.id, Reason::None);
        added.worldNumber = received;
        added.kernelNumber = counted;
    }
    // What waits in the send queue may have gone out already, unacknowledged, or not yet.
    const bool isSent =
        row.bytesSent <= socket.bytesSent && (!m_snapshot.exact || socket.bytesSent - row.bytesSent <= row.sendQueue);
    if (!isSent && !isBusy(&trace::isSend)) {
        Disagreement &added = add(Difference::SentBytes, socket.id, Reason::None);
        added.worldNumber = socket.bytesSent;
        added.kernelNumber = row.bytesSent;
    }
}

/// How many bytes the table before has counted as received there; 0 where it does not have the socket.
quint64 Agreement::receivedBefore(SocketId socket)
{
    if (m_receivedBefore.isEmpty()) {
        for (const SocketRow &row : m_before)
            m_receivedBefore.insert(row.cookie, row.bytesReceived);
    }
    return m_receivedBefore.value(socket);
}

const Socket *Agreement::peerOf(const Socket &socket) const { return d.sockets.find(socket.peerSocket); }

bool Agreement::peerHasFinished(const Socket &socket) const
{
    const Socket *peer = peerOf(socket);
    if (!peer || peer->closed || peer->destroyed)
        return true;
    return peer->state == State::FinWait1 || peer->state == State::FinWait2 || hasFinished(peer->state) ||
           peer->state == State::Close;
}

// The other end sends a reset if it is closed while it has not read all that came, or will not read what comes after;
// if it was never accepted; and if SO_LINGER asks for it (RFC 1122, section 4.2.2.13; inet_csk_listen_stop).
bool Agreement::peerMayReset(const Socket &socket) const
{
    const Socket *peer = peerOf(socket);
    if (!peer)
        return true;
    if (!peer->closed && peer->state != State::Close)
        return false;
    const bool neverAccepted = peer->listener != 0 && peer->acceptOrdinal == 0;
    return neverAccepted || peer->linger != Linger::Off || socket.bytesSent > peer->bytesReceived ||
           isAsleepIn(socket.id, &trace::isSend);
}

// RFC 9293, section 3.3.2: what segments and timers do, without any call.
bool Agreement::mayBecome(const Socket &socket, State to) const
{
    switch (socket.state) {
    case State::Close:
        return isAsleepIn(socket.id, &isConnect) && (to == State::SynSent || to == State::Established ||
                                                     (to == State::CloseWait && peerHasFinished(socket)));
    case State::SynSent:
    case State::SynRecv:
    case State::NewSynRecv:
        return to == State::SynRecv || to == State::Established || to == State::Close ||
               (to == State::CloseWait && peerHasFinished(socket));
    case State::Established:
        return (to == State::CloseWait && peerHasFinished(socket)) || (to == State::Close && peerMayReset(socket));
    case State::FinWait1:
        return to == State::FinWait2 || to == State::Close ||
               ((to == State::Closing || to == State::TimeWait) && peerHasFinished(socket));
    case State::FinWait2:
        return to == State::Close || (to == State::TimeWait && peerHasFinished(socket));
    case State::Closing:
        return to == State::TimeWait || to == State::Close;
    case State::CloseWait:
        return to == State::Close && peerMayReset(socket);
    case State::LastAck:
    case State::TimeWait:
        return to == State::Close;
    case State::Unknown: // closed, by a FIN or a RST
        return socket.closed;
    case State::Listen:
        break;
    }
    return false;
}

} // namespace zocalo::world
