// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callline.h"
#include "core/world/eventlog.h"

#include <QHash>
#include <QList>

namespace zocalo::world {

/// Every call of a whole history, in causal order of the entries, in little memory: about 40 bytes a call, for a line
/// is made when it is asked for. The log must not grow or go meanwhile.
class CallLines
{
public:
    explicit CallLines(const EventLog &events);
    qsizetype size() const { return m_calls.size(); }
    /// 0 ≤ index < size().
    CallLine at(qsizetype index) const;

private:
    /// What the events of a call do not tell by themselves.
    struct Known
    {
        qsizetype entry = -1;    ///< index of the event
        qsizetype returned = -1; ///< index of the event; -1: it has not
        history::SocketId socket = 0;
        quint32 ends = 0; ///< in m_ends
        quint32 name = 0; ///< in m_names
    };
    /// The part of a line that is of the socket.
    struct Ends
    {
        QString protocol;
        trace::Endpoint local;
        trace::Endpoint peer;
        bool operator==(const Ends &other) const = default;
    };

    void enter(const World &world, const history::CallEntered &entered, qsizetype event);
    void leave(const World &world, const history::CallReturned &returned, qsizetype event);
    quint32 endsOf(const CallLine &line);
    quint32 nameOf(history::ProcessId process, const QString &name);

    const EventLog &m_events;
    QList<Known> m_calls;
    QList<Ends> m_ends;
    QList<QString> m_names;
    QHash<quint16, QString> m_paths; ///< of source files

    // Of use while the log is read.
    QHash<history::CallId, qsizetype> m_index;
    QHash<history::SocketId, quint32> m_lastEnds;
    QHash<history::ProcessId, quint32> m_lastNames;
};

} // namespace zocalo::world
