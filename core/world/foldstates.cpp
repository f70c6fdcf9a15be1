// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a call's result tells of the state of a TCP socket, where no table was read at that time.
#include "core/world/fold.h"

#include <sys/socket.h>

#include <cerrno>
#include <numeric>

namespace zocalo::world {

using kernel::Protocol;
using kernel::State;
using trace::Call;
using trace::Record;

namespace {

bool isConnection(State state)
{
    return state == State::SynRecv || state == State::Established || state == State::FinWait1 ||
           state == State::FinWait2 || state == State::CloseWait || state == State::Closing || state == State::LastAck;
}

/// After connect() has returned EINPROGRESS: bytes were taken or given, which needs a connection, but for those that go
/// with the SYN itself (RFC 7413). A receive of 0 bytes tells nothing: one after a failed attempt gives 0 too, as soon
/// as its error was told (tcp_recvmsg_locked() in net/ipv4/tcp.c). getpeername() fails in SYN-SENT (inet_getname()).
bool needsConnection(const Record &entry, const Record &record)
{
    if (entry.call == Call::Connect)
        return record.error == EISCONN;
    if (trace::isSend(entry.call))
        return record.result >= 0 && (entry.flags & MSG_FASTOPEN) == 0;
    if (trace::isReceive(entry.call))
        return record.result > 0 && (entry.flags & MSG_ERRQUEUE) == 0;
    return entry.call == Call::Getpeername && record.result == 0;
}

/// The error of the connection that a call has told of, 0: none. Each of them is told once (socket(7), SO_ERROR).
int toldError(const Record &entry, const Record &record)
{
    if (entry.call == Call::Getsockopt)
        return record.result == 0 && entry.level == SOL_SOCKET && entry.option == SO_ERROR ? record.value : 0;
    return trace::isSend(entry.call) || trace::isReceive(entry.call) ? record.error : 0;
}

} // namespace

void Fold::learnState(const EnteredCall &call, const Record &record)
{
    const Socket *socket = d.sockets.find(call.socket);
    if (!socket || socket->protocol != Protocol::Tcp)
        return;
    if (needsConnection(call.entry, record))
        believeConnected(call.socket);
    switch (toldError(call.entry, record)) {
    case ECONNRESET: // a RST, and not the answer to a SYN, of which ECONNREFUSED tells (tcp_reset())
        believeConnected(call.socket);
        [[fallthrough]];
    case ETIMEDOUT:
        believeBroken(call.socket);
        break;
    case EPIPE: // before it has sent a FIN itself: a RST after the other end's FIN, or one that was told of already
        if (socket->state == State::Established || socket->state == State::CloseWait)
            believeBroken(call.socket);
        break;
    case ECONNREFUSED:
    case EHOSTUNREACH:
    case ENETUNREACH: // of a connection that is there they are no end (tcp_v4_err())
        if (socket->state == State::SynSent)
            believeBroken(call.socket);
        break;
    default:
        break;
    }
}

void Fold::believeConnected(SocketId id)
{
    const Socket *socket = d.sockets.find(id);
    if (!socket || socket->protocol != Protocol::Tcp || socket->state != State::SynSent)
        return;
    enterState(id, State::Established);
    d.touchedNs.insert(id, m_timeNs); // no table that was begun before denies it
}

void Fold::believeBroken(SocketId id)
{
    const Socket *socket = d.sockets.find(id);
    if (!socket || (!isConnection(socket->state) && socket->state != State::SynSent))
        return;
    enterState(id, State::Close);
    d.touchedNs.insert(id, m_timeNs);
}

// On one machine a FIN has come when the call that sent it has returned: who calls close() after that is the second to
// close, though no table was read in between. Unless it could not be sent, or was not.
void Fold::sendFin(SocketId id)
{
    const Socket &socket = *d.sockets.find(id);
    const Socket *peer = d.sockets.find(socket.peerSocket);
    const bool hasSent = peer && (peer->state == State::FinWait1 || peer->state == State::FinWait2);
    const bool isBefore =
        hasSent && peer->id != id && !peer->states.isEmpty() && quint64(peer->states.last().event) < m_enteredAt;
    // A FIN stands behind the bytes that find no room, and with bytes unread close() sends none.
    const quint64 waiting = std::accumulate(socket.receiveQueue.begin(), socket.receiveQueue.end(), quint64(0),
                                            [](quint64 sum, const QueuedBytes &part) { return sum + part.size; });
    const bool hasFin = isBefore && socket.state == State::Established &&
                        peer->bytesSent <= socket.bytesReceived + waiting && socket.bytesSent <= peer->bytesReceived;
    if (hasFin)
        enterState(id, State::CloseWait);
    enterState(id, d.sockets.find(id)->state == State::Established ? State::FinWait1 : State::LastAck);
}

// `resets`: there were bytes unread. Then the other end gets a reset, and nothing more is waited for (RFC 1122, section
// 4.2.2.13); and so with a linger time of 0, as long as not both have sent a FIN (tcp_need_reset()).
void Fold::leaveConnection(SocketId id, bool resets)
{
    const Socket &socket = *d.sockets.find(id);
    if (socket.protocol != Protocol::Tcp || socket.listening || socket.state == State::SynSent) {
        enterState(id, State::Close);
        return;
    }
    const bool isOpen = socket.state == State::Established || socket.state == State::CloseWait;
    const bool hasSentFin = socket.state == State::FinWait1 || socket.state == State::FinWait2;
    if (resets || (socket.linger == Linger::Aborts && (isOpen || hasSentFin))) {
        const SocketId peer = socket.peerSocket;
        enterState(id, State::Close);
        if (const Socket *other = d.sockets.find(peer); other && isConnection(other->state))
            believeBroken(peer);
    } else if (isOpen && socket.linger == Linger::Unknown) {
        enterState(id, State::Unknown); // a FIN or a RST: with a linger time of 0 (socket(7)), which is not known
    } else if (isOpen) {
        sendFin(id);
    }
}

} // namespace zocalo::world
