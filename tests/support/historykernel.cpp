// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The small loopback inside HistoryBuilder: what a call does when it is carried out.
#include "tests/support/historybuilder.h"

#include "tests/support/endpoints.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>

namespace zocalo::test {

using kernel::Protocol;
using kernel::State;
using trace::Call;
using trace::Endpoint;

namespace {

// The source of what an unbound socket sends over loopback: always 127.0.0.1, whichever 127.x.y.z is reached.
Endpoint withSource(Endpoint local, const Endpoint &to)
{
    const Endpoint any4 = Endpoint::fromString("127.0.0.1:0");
    if (local.isWildcard())
        local.address = to.family == AF_INET && to.address[0] == 127 ? any4.address : to.address;
    if (to.family == AF_INET)
        local.family = AF_INET;
    return local;
}

} // namespace

bool HistoryBuilder::canCarryOut(CallId call) const
{
    const Open open = m_open.value(call);
    const Kernel socket = m_sockets.value(open.socket);
    if (trace::isAccept(open.entry.call))
        return !socket.acceptQueue.isEmpty();
    if (trace::isReceive(open.entry.call))
        return !socket.queue.isEmpty() || socket.finished || socket.pendingError != 0;
    return true;
}

void HistoryBuilder::carryOut(CallId call)
{
    Open &open = m_open[call];
    if (open.done)
        return;
    const bool moves = trace::isSend(open.entry.call) || trace::isReceive(open.entry.call);
    if (moves && m_sockets[open.socket].pendingError != 0) {
        open.result = -1;
        open.error = std::exchange(m_sockets[open.socket].pendingError, 0);
    } else if (open.entry.call == Call::Connect)
        carryOutConnect(open);
    else if (trace::isAccept(open.entry.call))
        carryOutAccept(open);
    else if (trace::isSend(open.entry.call))
        carryOutSend(call, open);
    else if (trace::isReceive(open.entry.call))
        carryOutReceive(call, open);
    open.done = true;
}

void HistoryBuilder::autobind(Kernel &socket, const Endpoint &to)
{
    if (socket.local.port != 0)
        return;
    socket.local = to.family == AF_INET6 ? Endpoint::fromString("[::]:0") : Endpoint::fromString("0.0.0.0:0");
    socket.local.port = ++m_lastPort;
    socket.bound = ++m_bindings;
}

void HistoryBuilder::carryOutConnect(Open &open)
{
    const Endpoint to = open.entry.address;
    const SocketId id = open.socket;
    autobind(m_sockets[id], to);
    m_sockets[id].local = withSource(m_sockets[id].local, to);
    if (m_sockets[id].protocol == Protocol::Udp) {
        m_sockets[id].remote = to;
        m_sockets[id].state = State::Established;
        return;
    }
    SocketId listener = 0;
    for (SocketId other : std::as_const(m_order)) {
        const Kernel &socket = m_sockets[other];
        if (socket.state != State::Listen || socket.gone || socket.local.port != to.port)
            continue;
        if (sameAddress(socket.local, to) || (listener == 0 && socket.local.isWildcard()))
            listener = other;
    }
    if (listener == 0) {
        open.result = -1;
        open.error = ECONNREFUSED;
        return;
    }
    const SocketId child = ++m_lastCookie;
    Kernel accepted;
    accepted.state = State::Established;
    accepted.domain = m_sockets[listener].domain;
    accepted.local = to;
    accepted.remote = m_sockets[id].local;
    accepted.listener = listener;
    accepted.peer = id;
    m_sockets.insert(child, accepted);
    m_order.append(child);
    m_sockets[listener].acceptQueue.append(child);
    m_sockets[id].remote = to;
    m_sockets[id].state = State::Established;
    m_sockets[id].peer = child;
}

void HistoryBuilder::carryOutAccept(Open &open)
{
    const int fd = freeFd(open.process);
    const SocketId child = m_sockets[open.socket].acceptQueue.takeFirst();
    Kernel &accepted = m_sockets[child];
    accepted.inode = ++m_lastInode;
    accepted.owners.append({open.process, fd});
    open.newSocket = child;
    open.address = accepted.remote;
    open.result = fd;
}

// Linux's choice for a datagram, written once more and independently of core/world: a socket for this very address
// before one for any address; among those, one connected to the sender before one that is not.
SocketId HistoryBuilder::route(const Kernel &sender, const Endpoint &to) const
{
    const Endpoint from = withSource(sender.local, to);
    SocketId best = 0;
    int bestScore = 0;
    for (SocketId id : m_order) {
        const Kernel &socket = m_sockets[id];
        if (socket.gone || socket.protocol != Protocol::Udp || socket.local.port != to.port ||
            (socket.v6Only && to.family == AF_INET))
            continue;
        if (!sameAddress(socket.local, to) && !socket.local.isWildcard())
            continue;
        if (socket.remote.port != 0 && !same(socket.remote, from))
            continue;
        const int score = (socket.local.isWildcard() ? 0 : 100) + (socket.remote.port != 0 ? 10 : 0) +
                          (socket.domain == AF_INET ? 2 : 1);
        if (score > bestScore || (score == bestScore && best != 0 && socket.bound > m_sockets[best].bound)) {
            best = id;
            bestScore = score;
        }
    }
    return best;
}

void HistoryBuilder::carryOutSend(CallId call, Open &open)
{
    const SocketId id = open.socket;
    Truth truth;
    truth.sentBy = call;
    QByteArray bytes = open.bytes;
    const bool isStream = m_sockets[id].protocol == Protocol::Tcp;
    const Endpoint to = open.entry.address.isValid() ? open.entry.address : m_sockets[id].remote;
    SocketId target = m_sockets[id].peer;
    if (isStream) {
        bytes = bytes.left(static_cast<qsizetype>(std::min<quint64>(m_takeOnly, static_cast<quint64>(bytes.size()))));
        m_takeOnly = ~0ULL;
        if (target == 0 || m_sockets[target].gone) {
            open.result = -1;
            open.error = EPIPE;
            m_truth.insert(call, truth);
            return;
        }
    } else {
        autobind(m_sockets[id], to);
        target = route(m_sockets[id], to);
        if (target == 0 && m_sockets[id].remote.port != 0)
            m_sockets[id].pendingError = ECONNREFUSED; // the ICMP answer to a connected socket
    }
    if (m_divert != 0) {
        truth.diverted = target != m_divert;
        target = std::exchange(m_divert, 0);
    }
    if (!isStream && std::exchange(m_lose, false))
        target = 0;
    const Endpoint from = withSource(m_sockets[id].local, to);
    if (target != 0 && !isStream && m_sockets[target].queue.size() >= m_sockets[target].limit) {
        ++m_sockets[target].drops;
        target = 0;
    }
    if (target != 0 && !(isStream && bytes.isEmpty()))
        m_sockets[target].queue.append({call, from, bytes});
    truth.socket = target;
    truth.size = static_cast<quint64>(bytes.size());
    open.result = bytes.size();
    m_truth.insert(call, truth);
}

void HistoryBuilder::carryOutReceive(CallId call, Open &open)
{
    Kernel &socket = m_sockets[open.socket];
    const auto most = static_cast<qsizetype>(open.entry.requested);
    if (socket.queue.isEmpty()) {
        socket.endRead = socket.finished;
        open.result = 0;
        return;
    }
    const auto take = [&](Chunk &chunk, qsizetype size) {
        open.taken += chunk.bytes.left(size);
        m_truth[chunk.sentBy].receivedBy.append(call);
        m_truth[chunk.sentBy].received += static_cast<quint64>(size);
    };
    if (socket.protocol == Protocol::Udp) {
        Chunk chunk = socket.queue.takeFirst();
        take(chunk, std::min(most, chunk.bytes.size()));
        if (open.entry.call == Call::Recvfrom)
            open.address = chunk.from;
    } else {
        while (!socket.queue.isEmpty() && open.taken.size() < most) {
            Chunk &chunk = socket.queue.first();
            const qsizetype size = std::min(most - open.taken.size(), chunk.bytes.size());
            take(chunk, size);
            chunk.bytes.remove(0, size);
            if (chunk.bytes.isEmpty())
                socket.queue.removeFirst();
        }
    }
    open.takenTotal = static_cast<quint32>(open.taken.size());
    open.result = open.taken.size();
}

void HistoryBuilder::release(SocketId id, ProcessId process, int fd)
{
    m_sockets[id].owners.removeAll({process, fd});
    if (!m_sockets[id].owners.isEmpty())
        return;
    m_sockets[id].gone = true;
    m_sockets[id].inode = 0;
    m_sockets[id].queue.clear();
    for (SocketId child : m_sockets[id].acceptQueue) {
        m_sockets[child].gone = true;
        m_sockets[child].state = State::Close;
    }
    const SocketId peer = m_sockets[id].peer;
    const bool wasOpen = m_sockets[id].state == State::Established || m_sockets[id].state == State::FinWait2;
    if (m_sockets[id].protocol == Protocol::Tcp && peer != 0 && !m_sockets[peer].gone && wasOpen) {
        m_sockets[peer].finished = m_sockets[peer].finished || m_sockets[peer].state == State::Established;
        if (m_sockets[peer].state == State::Established)
            m_sockets[peer].state = State::CloseWait;
        m_sockets[id].state = State::FinWait2;
    } else {
        m_sockets[id].state = State::Close;
        if (peer != 0)
            m_sockets[peer].state = m_sockets[peer].gone ? State::Close : m_sockets[peer].state;
    }
}

} // namespace zocalo::test
