// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/messagebook.h"
#include "core/world/socketbook.h"

namespace zocalo::world {

/// What one receive call took, as it was recorded.
struct Reception
{
    CallId call = 0;
    ProcessId process = 0;
    int fd = -1;
    SocketId socket = 0;
    QByteArray bytes;      ///< kept bytes
    quint64 size = 0;      ///< bytes taken
    quint64 requested = 0; ///< bytes asked for
    quint64 fullSize = 0;  ///< UDP with MSG_TRUNC: the datagram's true length; else equal to size
    Endpoint from;         ///< the address that the call gave back; invalid if none
    quint64 at = 0;        ///< when it returned, counted in events
    /// Of a program of the user's: what it reads may have been sent by somebody, or by a call, that is not seen.
    bool mayBeUnseen = false;
};

/// Compares `size` bytes where both were kept: `a` from `aOffset` on with `b` from `bOffset` on. Bytes that were not
/// kept may be anything.
bool sameBytes(const QByteArray &a, quint64 aOffset, const QByteArray &b, quint64 bOffset, quint64 size);

/// Writes down where bytes were seen: the one place that changes receive queues and what a message says of its landing.
/// The matchers and the reader of the kernel's table decide; this keeps the two sides of the book equal.
class Ledger
{
public:
    Ledger(SocketBook &sockets, MessageBook &messages) : m_sockets(sockets), m_messages(messages) {}

    const Message &message(MessageId id) const { return *m_messages.find(id); }
    const MessageNotes &notes(MessageId id) const { return m_messages.notes(id); }
    const Socket &socket(SocketId id) const { return *m_sockets.find(id); }
    const SocketBook &sockets() const { return m_sockets; }

    /// The next `size` bytes of the message were received by that call.
    void deliver(MessageId id, quint64 size, const Reception &reception, Evidence evidence);
    /// They were not: the matching was mistaken.
    void takeBack(MessageId id, quint64 size, CallId call);
    /// What was delivered as SameBytes has become certain.
    void confirm(MessageId id);
    /// Bytes that were received and belong to no recorded send.
    void countUnmatched(SocketId id, quint64 size);

    /// The kernel's table shows these bytes waiting in a socket.
    void enqueue(SocketId id, MessageId message, quint64 offset, quint64 size);
    /// The first `size` bytes left a stream socket's queue; returns the messages that they were thought to be of.
    QList<MessageId> dequeue(SocketId id, quint64 size);
    /// The whole message left the queue it was thought to be in.
    void removeFromQueue(MessageId id);
    /// Bytes that wait somewhere, according to the kernel's table.
    quint64 queued(const Message &message) const;
    bool isQueued(const Message &message) const;
    /// It is not where it was thought to be.
    void retract(MessageId id);
    /// The socket was closed: what waits in it is lost.
    void discardQueue(SocketId id);

    void setRefused(MessageId id);
    void setDropped(MessageId id, SocketId at);
    int dropsAt(SocketId id) const { return m_messages.dropsAt(id); }
    /// The message starts so many bytes earlier in its stream: a send before it took less than it was given.
    void moveStart(MessageId id, quint64 by) { m_messages.edit(id).streamOffset -= by; }
    /// Works out `outcome` and `agrees` again.
    void judge(MessageId id);

private:
    SocketBook &m_sockets;
    MessageBook &m_messages;
};

} // namespace zocalo::world
