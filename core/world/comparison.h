// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callline.h"
#include "core/world/timeline.h"

#include <QHash>
#include <QList>
#include <QSet>
#include <QString>
#include <QStringList>

#include <atomic>
#include <optional>
#include <utility>

namespace zocalo::world {

class ComparedNames;
struct ComparedCall;
struct ComparedRun;

/// One point in which two runs differ.
struct RunDifference
{
    enum class What : quint8 {
        OnlyNow,           ///< a call that the other run has not
        OnlyBefore,        ///< a call that this run has not
        Result,            ///< the same call came out otherwise: another errno, another number, other bytes; or another
                           ///< call was made for the same purpose
        State,             ///< a socket's state after the same call
        Waiting,           ///< connections in a listening socket's accept queue
        Unread,            ///< bytes in a socket's receive queue
        Drops,             ///< datagrams that the kernel counts as dropped at a socket
        Outcome,           ///< what became of a message
        ProcessOnlyNow,    ///< a process that the other run has not: none of its calls is compared
        ProcessOnlyBefore, ///< a process that this run has not
        Order,             ///< the same call with the same outcome, at another place among those of its process
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
    quint64 numberNow = 0; ///< ProcessOnlyNow: how many calls it made
    quint64 numberBefore = 0;
    /// Waiting, Unread, Drops, Outcome: the kernel's table of that very step was read. Otherwise a number is what was
    /// seen before it, and it is no less at the step; and a queued message was in its queue when it was last seen. Two
    /// values that may be equal, as far as was seen, are no difference.
    bool isSeenNow = true;
    bool isSeenBefore = true;
    QString message; ///< Outcome: its full name
    Outcome outcomeNow = Outcome::Unknown;
    Outcome outcomeBefore = Outcome::Unknown;
    /// What one run alone has: false while the other one may still come to it, at a later place.
    bool isFinal = true;

    bool isOnlyNow() const { return what == What::OnlyNow || what == What::ProcessOnlyNow; }
    bool isOnlyBefore() const { return what == What::OnlyBefore || what == What::ProcessOnlyBefore; }
};

/// Compares a run with another one of the same processes (an earlier one, mostly), call by call: the calls of each
/// process are put beside each other (longest common subsequence of what they call), and what is the same in every run
/// but for its numbers (PIDs, ports, cookies) is no difference. As far as both have gone: what one of them has not come
/// to yet is none. What is its like there it is by comparednames.h.
class Comparison
{
public:
    enum class Side { Before, Now };
    /// Whether more may come to the runs: a process that one of them has not may then be started yet.
    enum class Runs { MayGoOn, AreOver };

    /// Both must outlive it only while it is made. Where `cancelled` becomes true meanwhile it is of no use.
    Comparison(const Timeline &before, const Timeline &now, const std::atomic_bool *cancelled = nullptr,
               Runs runs = Runs::MayGoOn);

    /// Where a run stands beside the other one.
    struct Place
    {
        int step = 0;
        bool isLike = true; ///< that moment is the like of the other run's; else the run waits there: it has no such
    };

    /// In the order of this run's steps.
    const QList<RunDifference> &differences() const { return m_differences; }
    /// There are more of them than are told.
    bool isCut() const { return m_isCut; }
    /// How many calls both have: only those were compared.
    qsizetype commonCalls() const { return m_steps.size(); }
    /// One run has what is not told, for the other one may only not have come to it.
    bool isPartial() const { return m_isPartial; }
    /// Of that the processes of the run on `side`, by name.
    const QStringList &processesAhead(Side side) const { return m_ahead[int(side)]; }
    /// Where the other run stands beside a step of the run on `side`: at the like of that moment, or where the last
    /// moment before it that both have left it; at 0 if there is none.
    Place beside(Side side, int step) const;
    /// beside() a step of this run.
    int beforeStep(int step) const { return beside(Side::Now, step).step; }
    /// The like in the other run of a socket, a process or a message of the run on `side`; nothing if it has none.
    SocketId socketBeside(Side side, SocketId socket) const { return m_sockets[int(side)].value(socket, 0); }
    std::optional<ProcessId> processBeside(Side side, ProcessId process) const;
    MessageId messageBeside(Side side, MessageId message) const { return m_messages[int(side)].value(message, 0); }

    /// So many differences are told at most.
    static constexpr int Most = 1000;

private:
    void compareProcesses(const ComparedRun &before, const ComparedRun &now, Runs runs);
    void tellAlone(Side side, const ComparedRun &mine, const ComparedRun &others, Runs runs);
    void compareCalls(const ComparedRun &before, const ComparedRun &now, const QString &key);
    void comparePair(const ComparedCall &before, const ComparedCall &now, bool inOrder, bool bothEnded);
    void tellCall(Side side, const ComparedCall &call, bool isFinal);
    void pairMoments(const ComparedCall &before, const ComparedCall &now);
    void pairSockets(SocketId before, SocketId now);
    void pairProcesses(const World &before, const World &now, const ComparedNames &names);
    void pairMessages(const World &before, const World &now, const ComparedNames &names);
    bool isTold(const ComparedCall &before, const ComparedCall &now);
    void sortPlaces();
    void compareWorlds(const Timeline &before, const Timeline &now);
    void compareSocket(const Socket &socket, const World &before, const World &now, int beforeStep, int step);
    void compareMessage(const Message &message, const World &before, const World &now, int beforeStep, int step,
                        bool decided);
    bool isCancelled() const { return m_cancelled && m_cancelled->load(std::memory_order_relaxed); }
    void add(const RunDifference &difference);
    void sortDifferences();

    const std::atomic_bool *m_cancelled;
    QList<RunDifference> m_differences;
    bool m_isCut = false;
    bool m_isPartial = false;
    QStringList m_ahead[2];             ///< by side
    QList<std::pair<int, int>> m_steps; ///< of this run and the other one, of the calls that returned in both, in order
    // By side: from that run to the other one.
    QHash<int, int> m_likes[2];             ///< steps
    QList<std::pair<int, int>> m_places[2]; ///< the same, in order
    QHash<SocketId, SocketId> m_sockets[2];
    QHash<ProcessId, ProcessId> m_processes[2];
    QHash<MessageId, MessageId> m_messages[2];
    QHash<quint64, QList<quint64>> m_told; ///< by socket and property: the pairs of values that were told
    QSet<QString> m_toldCalls;             ///< by process and both names: send() there, sendto() here
    QSet<MessageId> m_toldMessages;
    bool m_bothEnded = false; ///< whatever is not known of a message will not be known any more
};

} // namespace zocalo::world
