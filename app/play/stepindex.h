// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/timeline.h"

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSet>

namespace zocalo::play {

/// What calls are for, as chapters and filters tell them apart.
enum class CallGroup : quint8 { Any, Open, Connect, Send, Receive, Close, Other };
CallGroup groupOf(trace::Call call);

/// Which moments of a run are wanted: all that is set must hold.
struct StepFilter
{
    int process = -1;                                    ///< ProcessId; -1: any
    kernel::Protocol protocol = kernel::Protocol::Other; ///< Other: any
    CallGroup group = CallGroup::Any;
    QByteArray text;              ///< in the bytes that the call sent or received; empty: any
    history::SocketId socket = 0; ///< on this socket, or made it; 0: any
    QSet<history::CallId> calls;  ///< these calls only; empty: any
    bool isActive() const { return *this != StepFilter(); }
    bool operator==(const StepFilter &) const = default;
};

/// The moment of a step, without its world.
struct StepMoment
{
    world::MomentKind kind = world::MomentKind::Start;
    trace::Call call = trace::Call::Unknown;
    history::ProcessId process = 0;
    history::CallId id = 0;
    history::SocketId socket = 0; ///< the call's; of socket() the one made
    history::SocketId newSocket = 0;
    bool failed = false;
    kernel::Protocol protocol = kernel::Protocol::Other;
};

/// A stretch of a run in which the calls have one purpose.
struct Chapter
{
    enum class Kind : quint8 { Open, Connect, Send, Reply, Close };
    int first = 0; ///< its first step; it ends where the next one begins
    Kind kind = Kind::Open;
    quint64 calls = 0; ///< bit n: a call with the number n is in it
};

/// What a timeline shows of a run that may still grow: the moments of its steps from the events alone, the chapters
/// that follow from the calls, and which steps a filter lets through.
class StepIndex
{
public:
    /// `timeline` must outlive it.
    explicit StepIndex(const world::Timeline &timeline);

    /// Takes in what was recorded since. `fresh`: the timeline holds another run now.
    void update(bool fresh = false);
    int stepCount() const { return m_stepCount; }
    /// 0 ≤ step < stepCount().
    StepMoment at(int step) const;
    /// Of the run's processes, as they are now; nullptr if there is none of that id.
    const world::Process *process(history::ProcessId id) const;
    const QList<world::Process> &processes() const { return m_processes; }

    const QList<Chapter> &chapters() const { return m_chapters; }
    /// Index of the chapter that a step is in; -1 if there is none.
    int chapterAt(int step) const;

    const StepFilter &filter() const { return m_filter; }
    void setFilter(const StepFilter &filter);
    /// Step 0 never does, unless there is no filter.
    bool matches(int step) const { return m_matches.isEmpty() || m_matches.at(step); }
    int matchCount() const { return m_matchCount; }
    /// The nearest step before (`by` < 0) or after it that matches; -1 if there is none.
    int nextMatch(int step, int by) const;

private:
    kernel::Protocol protocolOf(history::SocketId socket, history::ProcessId process) const;
    bool isWanted(int step) const;
    void addToChapters(int step);
    bool isServer(history::ProcessId id) const;
    bool isEndOfStream(int step, const StepMoment &moment) const;

    const world::Timeline &m_timeline;
    int m_stepCount = 0;
    QList<world::Process> m_processes;
    QHash<history::ProcessId, qsizetype> m_processIndex;
    mutable QHash<history::SocketId, kernel::Protocol> m_protocols;
    mutable QHash<history::ProcessId, kernel::Protocol> m_processProtocols;
    QSet<history::ProcessId> m_listeners; ///< have called listen() or accept()
    QList<Chapter> m_chapters;
    StepFilter m_filter;
    QList<bool> m_matches; ///< of each step; empty without a filter
    int m_matchCount = 0;
};

} // namespace zocalo::play
