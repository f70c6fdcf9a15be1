// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What is so of a socket or a message, whoever plays which part.
#include "app/figure/cast.h"

#include <algorithm>
#include <cerrno>
#include <numeric>

namespace zocalo::figure {

quint64 waitingBytes(const world::Socket &socket)
{
    return std::accumulate(socket.receiveQueue.begin(), socket.receiveQueue.end(), quint64(0),
                           [](quint64 sum, const world::QueuedBytes &part) { return sum + part.size; });
}

bool isOvertaken(const world::World &world, const world::World *next)
{
    const world::Moment &sent = world.moment();
    if (!next || sent.kind != world::MomentKind::Entered || !trace::isSend(sent.name))
        return false;
    const world::Moment &taken = next->moment();
    return taken.kind == world::MomentKind::Returned && trace::isReceive(taken.name) && taken.result > 0 &&
           std::any_of(taken.messages.begin(), taken.messages.end(),
                       [&sent](world::MessageId id) { return sent.messages.contains(id); });
}

bool isEndYetToBeRead(const world::World &world, const world::Socket &closed)
{
    const world::Socket *peer = world.socket(closed.peerSocket);
    // With bytes unread it is a reset, and what waited is known of a queue only that was looked at just before.
    if (world.tableAge() != world::TableAge::Exact || !closed.closed || !peer || peer->closed || peer->endOfFileRead ||
        waitingBytes(closed) > 0)
        return false;
    return !isClosedUnread(world, closed) && !isAborted(closed);
}

bool isEndWaiting(const world::Socket &socket)
{
    return socket.protocol == kernel::Protocol::Tcp && socket.state == kernel::State::CloseWait &&
           !socket.endOfFileRead && !socket.closed;
}

bool isHeldElsewhere(const world::World &world, const world::Socket &socket)
{
    const auto &rows = world.kernelRows();
    return socket.closed && world.tableAge() != world::TableAge::Old &&
           std::any_of(rows.begin(), rows.end(),
                       [&socket](const kernel::SocketRow &row) { return row.cookie == socket.id && row.inode != 0; });
}

bool isConnectionOver(const world::Socket &socket)
{
    return socket.protocol == kernel::Protocol::Tcp && !socket.closed && socket.remote.port != 0 &&
           socket.state == kernel::State::Close;
}

int standingError(const world::World &world, const world::Socket &socket)
{
    const world::Moment &moment = world.moment();
    const bool isNow = moment.kind == world::MomentKind::Returned && moment.socket == socket.id;
    return socket.lastError == EAGAIN && !isNow ? 0 : socket.lastError;
}

bool isTruncated(const world::Message &message)
{
    return message.protocol == kernel::Protocol::Udp && message.outcome == world::Outcome::Received &&
           message.receivedBytes < message.size;
}

bool isAborted(const world::Socket &socket)
{
    return socket.closed && socket.linger == world::Linger::Aborts && socket.state == kernel::State::Close;
}

bool isClosedUnread(const world::World &world, const world::Socket &socket)
{
    const auto &messages = world.messages();
    return socket.closed && std::any_of(messages.begin(), messages.end(), [&](const world::Message &message) {
               return message.landed == socket.id && message.outcome == world::Outcome::Discarded;
           });
}

} // namespace zocalo::figure
