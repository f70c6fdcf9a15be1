// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/ledger.h"

#include "core/world/queues.h"

#include <algorithm>
#include <cstring>

namespace zocalo::world {

bool sameBytes(const QByteArray &a, quint64 aOffset, const QByteArray &b, quint64 bOffset, quint64 size)
{
    const auto aSize = static_cast<quint64>(a.size());
    const auto bSize = static_cast<quint64>(b.size());
    if (aOffset >= aSize || bOffset >= bSize)
        return true;
    const quint64 known = std::min({size, aSize - aOffset, bSize - bOffset});
    return std::memcmp(a.constData() + aOffset, b.constData() + bOffset, known) == 0;
}

void Ledger::deliver(MessageId id, quint64 size, const Reception &reception, Evidence evidence)
{
    if (message(id).landed != reception.socket)
        removeFromQueue(id);
    Message &m = m_messages.edit(id);
    const bool elsewhere = m.receivedBytes > 0 && m.landed != reception.socket;
    m.receivedBytes += size;
    if (m.receivedBy.isEmpty() || m.receivedBy.last() != reception.call)
        m.receivedBy.append(reception.call);
    // Parts of one message in two sockets: the one that no rule allows is what has to be told.
    if (!elsewhere || m.predicted.contains(m.landed)) {
        m.landed = reception.socket;
        m.receiverProcess = reception.process;
        m.receiverFd = reception.fd;
        m.evidence = evidence;
    }
    MessageNotes &n = m_messages.editNotes(id);
    n.refused = n.discarded = false;
    m_messages.setDroppedAt(id, 0);
    judge(id);
}

void Ledger::takeBack(MessageId id, quint64 size, CallId call)
{
    Message &m = m_messages.edit(id);
    m.receivedBytes -= std::min(size, m.receivedBytes);
    m.receivedBy.removeAll(call);
    if (m.receivedBy.isEmpty()) {
        m.landed = 0;
        m.receiverProcess = 0;
        m.receiverFd = -1;
        m.evidence = Evidence::None;
    }
    judge(id);
}

void Ledger::confirm(MessageId id)
{
    Message &m = m_messages.edit(id);
    if (m.evidence == Evidence::SameBytes)
        m.evidence = Evidence::Bytes;
    judge(id);
}

void Ledger::countUnmatched(SocketId id, quint64 size) { m_sockets.edit(id).unmatchedBytes += size; }

void Ledger::enqueue(SocketId id, MessageId messageId, quint64 offset, quint64 size)
{
    m_sockets.edit(id).receiveQueue.append({messageId, offset, size});
    Message &m = m_messages.edit(messageId);
    if (m.landed == 0) {
        m.landed = id;
        m.evidence = Evidence::KernelQueue;
    }
    judge(messageId);
}

QList<MessageId> Ledger::dequeue(SocketId id, quint64 size)
{
    QList<MessageId> result;
    if (socket(id).receiveQueue.isEmpty())
        return result;
    QList<QueuedBytes> &queue = m_sockets.edit(id).receiveQueue;
    while (size > 0 && !queue.isEmpty()) {
        QueuedBytes &first = queue.first();
        const quint64 taken = std::min(size, first.size);
        result.append(first.message);
        first.offset += taken;
        first.size -= taken;
        size -= taken;
        if (first.size == 0)
            dropFirst(queue);
    }
    return result;
}

void Ledger::removeFromQueue(MessageId id)
{
    const SocketId landed = message(id).landed;
    if (landed == 0 || socket(landed).receiveQueue.isEmpty())
        return;
    m_sockets.edit(landed).receiveQueue.removeIf([id](const QueuedBytes &bytes) { return bytes.message == id; });
}

bool Ledger::isQueued(const Message &m) const
{
    if (m.landed == 0)
        return false;
    const QList<QueuedBytes> &queue = socket(m.landed).receiveQueue;
    return std::any_of(queue.cbegin(), queue.cend(), [&](const QueuedBytes &bytes) { return bytes.message == m.id; });
}

quint64 Ledger::queued(const Message &m) const
{
    quint64 sum = 0;
    if (m.landed != 0) {
        for (const QueuedBytes &bytes : socket(m.landed).receiveQueue)
            sum += bytes.message == m.id ? bytes.size : 0;
    }
    return sum;
}

void Ledger::retract(MessageId id)
{
    removeFromQueue(id);
    Message &m = m_messages.edit(id);
    if (m.receivedBytes == 0 && m.evidence == Evidence::KernelQueue) {
        m.landed = 0;
        m.evidence = Evidence::None;
    }
    judge(id);
}

void Ledger::discardQueue(SocketId id)
{
    if (socket(id).receiveQueue.isEmpty())
        return;
    const QList<QueuedBytes> queue = std::exchange(m_sockets.edit(id).receiveQueue, {});
    for (const QueuedBytes &bytes : queue) {
        m_messages.editNotes(bytes.message).discarded = true;
        judge(bytes.message);
    }
}

void Ledger::setRefused(MessageId id)
{
    m_messages.editNotes(id).refused = true;
    judge(id);
}

void Ledger::setDropped(MessageId id, SocketId at)
{
    m_messages.setDroppedAt(id, at);
    judge(id);
}

void Ledger::judge(MessageId id)
{
    Message &m = m_messages.edit(id);
    const MessageNotes &n = notes(id);
    const bool isDatagram = m.protocol == kernel::Protocol::Udp;
    if (n.refused)
        m.outcome = Outcome::Refused;
    else if (!m.receivedBy.isEmpty() && (isDatagram || m.receivedBytes >= m.size))
        m.outcome = Outcome::Received;
    else if (n.discarded)
        m.outcome = Outcome::Discarded;
    else if (!m.receivedBy.isEmpty())
        m.outcome = Outcome::PartlyReceived;
    else if (n.droppedAt != 0)
        m.outcome = Outcome::Dropped;
    else if (isQueued(m))
        m.outcome = Outcome::Queued;
    else if (!m.sendReturned && !n.abandoned)
        m.outcome = Outcome::Sending;
    else
        m.outcome = Outcome::Unknown;
    m.agrees.reset();
    // A connection that was reset before accept() gives a socket that tells no addresses: it was in no prediction.
    const auto canTell = [&] { return isDatagram || !m.predicted.isEmpty() || socket(m.landed).remote.port != 0; };
    if (m.landed != 0 && m.evidence != Evidence::SameBytes && canTell())
        m.agrees = m.predicted.contains(m.landed);
}

} // namespace zocalo::world
