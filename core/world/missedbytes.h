// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

#include <QHash>
#include <QList>
#include <QMap>

namespace zocalo::world {

/// Bytes that the kernel has counted (TCP_INFO) in TCP sockets of watched programs, and that no recorded call has
/// moved: a call was missed, such as those that the C library makes inside itself. Keeps only counters, of sockets that
/// live, so that it can go along with a run of any length.
///
/// What went out is compared with each table of the kernel's and when the socket is freed; what came in with each table
/// alone, for what nobody has read is thrown away at the end. Never told of: a socket that was not followed from its
/// making on, a call that has not returned.
class MissedBytes
{
public:
    /// What was missed in the sockets that one process made; who made the calls, nobody knows.
    struct Missed
    {
        qint64 pid = 0;
        QString name;
        int sockets = 0;
        quint64 sent = 0;      ///< bytes that went out
        quint64 received = 0;  ///< bytes that came in and were taken
        bool byPtrace = false; ///< the calls on them that were seen, ptrace has seen
        bool operator==(const Missed &) const = default;
    };

    /// The events of a run, one after the other.
    void take(const history::Event &event);
    /// Of all events until now, by process.
    QList<Missed> missed() const;

private:
    struct Counted
    {
        history::ProcessId process = 0;
        bool byPtrace = false;
        int openSends = 0;
        int openReceives = 0;
        quint64 sent = 0; ///< by calls that have returned
        quint64 received = 0;
        quint64 receivedBefore = 0; ///< by the table before
        quint64 missedSent = 0;
        quint64 missedReceived = 0;
    };
    struct Moving
    {
        history::SocketId socket = 0;
        history::ProcessId process = 0;
        trace::Call call = trace::Call::Unknown;
        bool sends = false;
        bool counts = false; ///< its bytes leave the queue
        quint64 requested = 0;
    };

    void enter(const history::CallEntered &entered);
    void leave(const history::CallReturned &returned);
    void meet(history::SocketId socket, const trace::Record &record, history::ProcessId process);
    void compare(const history::KernelSnapshot &table);
    void settle(const kernel::SocketRow &row);
    void addTo(QMap<history::ProcessId, Missed> &sums, const Counted &counted) const;

    QHash<history::SocketId, Counted> m_sockets;
    QHash<history::CallId, Moving> m_calls;
    QHash<history::ProcessId, Missed> m_names; ///< pid and name alone
    /// Calls on them may come after the word that they were freed, but not after the next table.
    QList<kernel::SocketRow> m_freed;
    QMap<history::ProcessId, Missed> m_settled;
};

} // namespace zocalo::world
