// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/backlog.h"

#include "core/world/addresses.h"

#include <algorithm>

namespace zocalo::world {

using kernel::Protocol;
using kernel::State;

namespace {

/// When it came into that state, as an index in the history; -1 if it never did.
qint64 cameInto(const Socket &socket, State state)
{
    const auto found = std::find_if(socket.states.cbegin(), socket.states.cend(),
                                    [state](const StateChange &change) { return change.state == state; });
    return found == socket.states.cend() ? -1 : found->event;
}

/// connect() has connected it to that listening socket's address, and nothing is known of its other end.
bool isLeftTo(const Socket &listener, const Socket &socket)
{
    if (socket.protocol != Protocol::Tcp || socket.closed || socket.listener != 0 || socket.peerSocket != 0 ||
        socket.remote.port != listener.local.port || listener.local.port == 0)
        return false;
    if (!listener.local.isWildcard() && !sameAddress(listener.local, socket.remote))
        return false;
    return cameInto(socket, State::Established) > cameInto(listener, State::Listen);
}

} // namespace

const kernel::SocketRow *rowOf(const World &world, SocketId socket)
{
    const QList<kernel::SocketRow> &rows = world.kernelRows();
    const auto found =
        std::find_if(rows.cbegin(), rows.cend(), [socket](const auto &row) { return row.cookie == socket; });
    return found == rows.cend() ? nullptr : &*found;
}

bool isStateKnown(const World &world, const Socket &socket)
{
    if (world.tableAge() == TableAge::Exact || (world.tableAge() == TableAge::Since && socket.inKernelTable))
        return true;
    if (socket.protocol != Protocol::Tcp || socket.state == State::Listen || socket.remote.port == 0)
        return true;
    const Moment &moment = world.moment();
    const bool isOwn = moment.kind == MomentKind::Returned && moment.result >= 0;
    if (isOwn && (moment.newSocket == socket.id || (moment.socket == socket.id && moment.name == trace::Call::Connect)))
        return true;
    const Socket *peer = world.socket(socket.peerSocket);
    return peer && !peer->closed && !socket.closed && socket.state == State::Established &&
           peer->state == State::Established;
}

Backlog::Backlog(const World &world, const Socket &socket)
    : m_isSeen(world.tableAge() == TableAge::Exact), m_isFresh(socket.local.port == 0)
{
    if (world.tableAge() == TableAge::Since) {
        const kernel::SocketRow *row = rowOf(world, socket.id);
        m_wasEmpty = row && (socket.listening ? row->receiveQueue : unreadBytes(*row)) == 0;
    }
    if (socket.listening)
        countConnections(world, socket);
    else if (socket.protocol == Protocol::Udp)
        countDatagrams(world, socket);
    else
        countBytes(world, socket);
}

void Backlog::countConnections(const World &world, const Socket &listener)
{
    m_count = static_cast<quint64>(listener.acceptQueue.size());
    if (m_isSeen) {
        if (const kernel::SocketRow *row = rowOf(world, listener.id))
            m_count = std::max<quint64>(m_count, row->receiveQueue);
        return;
    }
    const PagedList<Socket> &sockets = world.sockets();
    // Of several at one port the calls do not tell to which a connection went (socket(7), SO_REUSEPORT).
    if (std::any_of(sockets.begin(), sockets.end(), [&listener](const Socket &other) {
            return other.id != listener.id && other.listening && !other.closed &&
                   other.local.port == listener.local.port;
        }))
        return;
    m_count += static_cast<quint64>(std::count_if(
        sockets.begin(), sockets.end(), [&listener](const Socket &socket) { return isLeftTo(listener, socket); }));
}

void Backlog::countDatagrams(const World &world, const Socket &socket)
{
    m_count = static_cast<quint64>(socket.receiveQueue.size());
    if (m_isSeen) {
        const kernel::SocketRow *row = rowOf(world, socket.id);
        m_isUnknown = m_count == 0 && row && row->receiveQueue > 0;
        return;
    }
    const QList<MessageId> &floating = world.floating();
    m_count += static_cast<quint64>(std::count_if(floating.cbegin(), floating.cend(), [&](MessageId id) {
        const Message *message = world.message(id);
        return message && message->outcome == Outcome::Unknown && message->predicted == QList<SocketId>{socket.id};
    }));
}

void Backlog::countBytes(const World &world, const Socket &socket)
{
    for (const QueuedBytes &part : socket.receiveQueue)
        m_count += part.size;
    const kernel::SocketRow *row = world.tableAge() == TableAge::Old ? nullptr : rowOf(world, socket.id);
    if (row)
        m_unexplained = std::max(m_count, unreadBytes(*row)) - m_count;
    if (m_isSeen) {
        m_count += m_unexplained;
        return;
    }
    const Socket *peer = world.socket(socket.peerSocket);
    if (peer && peer->bytesSent > socket.bytesReceived)
        m_count = std::max(m_count, peer->bytesSent - socket.bytesReceived);
}

} // namespace zocalo::world
