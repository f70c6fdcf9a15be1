// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/ledger.h"

#include <QHash>
#include <QList>

namespace zocalo::world {

/// Follows UDP datagrams by what they are: their content, and the source address that the receive call gave back. Equal
/// datagrams of one sender are taken in the order they were sent; of equal ones of several senders, where the call gave
/// no address back, the oldest, until a later receive shows that it must have been another.
class DatagramMatcher
{
public:
    /// A send was entered.
    void sent(const Message &message);
    /// The send returned, so its sender's address is known at the latest now: what it was taken for before may have
    /// come from elsewhere.
    void returned(Ledger &ledger, MessageId id);
    /// The send failed: nothing is under way.
    void withdraw(const Message &message);
    /// A receive returned; returns the message that it is of, or 0 if no recorded send accounts for it.
    MessageId received(Ledger &ledger, const Reception &reception);
    /// One call took `count` datagrams, of which only all the bytes together are known (recvmmsg(2)). Returns the
    /// messages in their order if there is one way to divide the bytes among those that may wait there; else none.
    QList<MessageId> receivedMany(Ledger &ledger, const Reception &reception, int count);

private:
    /// How well a message stands for what was received; the lower the rank, the better.
    struct Option
    {
        MessageId message = 0;
        int rank = 0;
        bool toThisSocket = false; ///< the rule allows this socket for it
    };
    /// A receive that could have been of another message.
    struct Doubtful
    {
        Reception reception;
        MessageId message = 0; ///< what it was taken for; 0: nothing any more
    };

    QList<QList<MessageId>> waitingFor(const Ledger &ledger, const Reception &reception) const;
    QList<Option> optionsFor(const Ledger &ledger, const Reception &reception) const;
    static Evidence evidenceAmong(const QList<Option> &options, bool toThisSocket);
    static bool isElsewhere(const Ledger &ledger, const Message &message, const Reception &reception);
    bool isOption(const Ledger &ledger, MessageId message, const Reception &reception) const;
    void doubt(const Reception &reception, MessageId message);
    MessageId freeUp(Ledger &ledger, const Reception &reception);
    bool isWrong(const Ledger &ledger, const Doubtful &doubtful) const;
    void release(Ledger &ledger, qsizetype index);
    bool moveAway(Ledger &ledger, qsizetype index, QList<qsizetype> &visited);
    void give(Ledger &ledger, MessageId message, const Reception &reception, Evidence evidence);
    void forget(const Message &message);

    QHash<QByteArray, QList<MessageId>> m_pending; ///< by kept content
    QList<Doubtful> m_doubtful;                    ///< the latest ones
};

} // namespace zocalo::world
