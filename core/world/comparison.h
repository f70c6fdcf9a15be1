// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callslist.h"
#include "core/world/timeline.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>

#include <optional>

namespace zocalo::world {

/// One point in which two runs differ.
struct RunDifference
{
    enum class What : quint8 {
        OnlyNow,    ///< a call that the other run has not
        OnlyBefore, ///< a call that this run has not
        Result,     ///< the same call came out otherwise: another errno, another number, other bytes
        State,      ///< a socket's state after the same call
        Waiting,    ///< connections in a listening socket's accept queue
        Unread,     ///< bytes in a socket's receive queue
        Drops,      ///< datagrams that the kernel counts as dropped at a socket
        Outcome,    ///< what became of a message
    };
    What what = What::Result;
    int step = -1;       ///< of this run; OnlyBefore: where the call would stand
    int beforeStep = -1; ///< of the other run; OnlyNow: where the call would stand
    QString process;     ///< whose call it is, or whose socket
    std::optional<CallLine> now;
    std::optional<CallLine> before;
    SocketId socket = 0; ///< in this run
    int fd = -1;         ///< of the socket, in `process`; -1: it has none
    kernel::State stateNow = kernel::State::Unknown;
    kernel::State stateBefore = kernel::State::Unknown;
    quint64 numberNow = 0;
    quint64 numberBefore = 0;
    QString message; ///< Outcome: its full name
    Outcome outcomeNow = Outcome::Unknown;
    Outcome outcomeBefore = Outcome::Unknown;
};

/// Compares a run with an earlier one of the same processes, call by call: the calls of each process are put beside
/// each other (longest common subsequence of what they call), and what is the same in every run but for its numbers
/// (PIDs, ports, cookies) is no difference. As far as both have gone: what one of them has not come to yet is none.
class Comparison
{
public:
    /// Both must outlive it only while it is made.
    Comparison(const Timeline &before, const Timeline &now);

    /// In the order of this run's steps.
    const QList<RunDifference> &differences() const { return m_differences; }
    /// The step of the earlier run that stands beside `step` of this one: that of the last call before it that both
    /// have; 0 if there is none.
    int beforeStep(int step) const;

    /// So many differences are told at most.
    static constexpr int Most = 200;

private:
    struct Call;
    struct Run;
    struct Pair
    {
        int now = -1; ///< index in Run::calls; -1: the other run alone has it
        int before = -1;
    };

    static Run read(const Timeline &timeline);
    static QList<Pair> aligned(const Run &before, const QList<int> &beforeCalls, const Run &now,
                               const QList<int> &nowCalls);
    void compareCalls(const Run &before, const Run &now, const QList<Pair> &pairs, bool bothEnded);
    void compareWorlds(const Timeline &before, const Timeline &now);
    void compareSocket(const Socket &socket, const World &before, const World &now, int beforeStep, int step);
    void compareMessage(const Message &message, const World &before, const World &now, int beforeStep, int step,
                        bool decided);
    static bool hasEnded(const Timeline &timeline);
    void add(const RunDifference &difference);

    QList<RunDifference> m_differences;
    QList<std::pair<int, int>> m_steps;    ///< of this run and the earlier one, of the calls that both have, in order
    QHash<SocketId, SocketId> m_sockets;   ///< of this run → of the earlier one
    QHash<quint64, QList<quint64>> m_told; ///< by socket and property: the pairs of values that were told
    QSet<MessageId> m_toldMessages;
    bool m_bothEnded = false;             ///< whatever is not known of a message will not be known any more
    QHash<QString, MessageId> m_messages; ///< of the earlier run, by full name
};

} // namespace zocalo::world
