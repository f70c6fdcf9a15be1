// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/ledger.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <span>

namespace zocalo::world {

/// Follows TCP messages by their bytes: which sender's stream is it that a socket receives?
///
/// Each socket's received bytes are compared with the streams of all senders that still have bytes to be received. One
/// stream fits: they are paired, and from then on each receive is checked against the next bytes of it. Several fit
/// (equal messages): they stay candidates until a later receive, or the kernel's queue, tells them apart; meanwhile the
/// one at the other end of the connection is taken, as SameBytes. What fits no stream as a whole is looked for piece by
/// piece in all streams, so that bytes that come out of a wrong socket are found. Addresses decide only between equal
/// bytes.
class StreamMatcher
{
public:
    /// Bytes of a message that was not received to the end, in the order of its sender's stream.
    struct Segment
    {
        MessageId message = 0;
        quint64 settled = 0; ///< first bytes of it of which it is certain that they were received
    };

    /// A send was entered; returns where in the sender's stream the message starts.
    quint64 sent(SocketId sender, MessageId message, quint64 size);
    /// The send took `size` bytes instead of the `given` ones.
    void resized(Ledger &ledger, MessageId message, quint64 given, quint64 size);
    /// A receive returned bytes; returns the messages that they are of, oldest first.
    QList<MessageId> received(Ledger &ledger, const Reception &reception);

    /// The same of one byte of out-of-band data (man 7 tcp, MSG_OOB): the last one of a message of which nothing else
    /// is left. 0: there is none.
    MessageId receivedUrgent(Ledger &ledger, const Reception &reception);

    /// Senders with bytes that were not received.
    const QSet<SocketId> &busy() const { return m_busy; }
    const QList<Segment> &segments(SocketId sender) const
    {
        static const QList<Segment> none;
        const auto found = m_senders.constFind(sender);
        return found == m_senders.cend() ? none : found->segments;
    }

private:
    struct Sender
    {
        QList<Segment> segments;
        quint64 written = 0;
        SocketId receiver = 0; ///< paired with it
    };
    struct Delivered
    {
        MessageId message = 0;
        quint64 size = 0;
        CallId call = 0;
    };
    struct Receiver
    {
        bool settled = false;
        SocketId partner = 0;       ///< whose stream it is; until settled: probably
        QList<SocketId> candidates; ///< until it is settled
        QList<Reception> log;       ///< everything received until then
        qsizetype done = 0;         ///< how many of them were delivered from the partner
        QList<Delivered> tentative; ///< what was delivered until then
    };
    /// One piece of a receive: the next bytes of a message.
    struct Piece
    {
        SocketId sender = 0;
        MessageId message = 0;
        quint64 size = 0;
        Evidence evidence = Evidence::Bytes;
    };

    bool fits(const Ledger &ledger, SocketId sender, std::span<const Reception> log, bool live) const;
    MessageId headOf(const Ledger &ledger, SocketId sender) const;
    static bool mayComeFrom(const Ledger &ledger, const Socket &sender, const Reception &reception);
    QList<SocketId> candidatesFor(const Ledger &ledger, const Reception &reception) const;
    std::pair<SocketId, bool> choose(const Ledger &ledger, SocketId receiver) const;
    void narrow(const Ledger &ledger, SocketId receiver);
    void resolve(Ledger &ledger, SocketId receiver);
    void settle(Ledger &ledger, SocketId receiver, SocketId sender, bool certain);
    void undo(Ledger &ledger, SocketId receiver);
    void giveUp(Ledger &ledger, SocketId receiver);
    void give(Ledger &ledger, MessageId message, quint64 size, const Reception &reception, Evidence evidence);
    void take(Ledger &ledger, SocketId sender, const Reception &reception, Evidence evidence);
    QList<Piece> piecesOfQueue(const Ledger &ledger, const Reception &reception) const;
    bool isNextOf(const Ledger &ledger, const QList<Piece> &pieces, const QList<SocketId> &senders) const;
    quint64 settledOf(SocketId sender, MessageId message) const;
    void givePieces(Ledger &ledger, const Reception &reception, const QList<Piece> &pieces);
    void takePieces(Ledger &ledger, const Reception &reception);
    Piece nextPiece(const Ledger &ledger, const Reception &reception, quint64 offset, const QList<Piece> &before) const;
    void prune(const Ledger &ledger, SocketId sender);

    QHash<SocketId, Sender> m_senders;
    QHash<SocketId, Receiver> m_receivers;
    QSet<SocketId> m_busy;
    QList<SocketId> m_unsettled; ///< receivers that wait for a decision
    QList<MessageId> m_given;    ///< by the receive that is being looked at
};

} // namespace zocalo::world
