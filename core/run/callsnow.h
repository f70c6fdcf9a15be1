// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/trace/ringreader.h"

#include <QHash>
#include <QPair>

#include <functional>

namespace zocalo::run {

/// What the calls are at which threads may be held: a place at the gate tells a number of a call, not which one it is.
/// A thread may be held at several, one inside the other: a signal handler that makes calls runs while its thread waits
/// at the gate, too.
class CallsNow
{
public:
    struct Call
    {
        history::ProcessId process = 0; ///< who makes it; not the ring's owner, where a vfork child does
        trace::Call name = trace::Call::Unknown;
        trace::HeldThread hold; ///< where its thread waits, if it is held there
    };
    /// The threads that wait at the gate of that ring.
    using Gate = std::function<std::vector<trace::HeldThread>(history::ProcessId ring)>;

    /// `gate` is asked which calls somebody still waits at, when there are many.
    explicit CallsNow(Gate gate) : m_gate(std::move(gate)) {}

    void note(history::ProcessId ring, history::ProcessId writer, const trace::Record &record);
    /// Threads of that ring are gone.
    void forget(history::ProcessId ring);
    /// The call at which a thread is held; nullptr if its record was not collected yet.
    const Call *of(history::ProcessId ring, const trace::HeldThread &hold) const;

private:
    void forgetPassed();

    Gate m_gate;
    QHash<QPair<history::ProcessId, quint64>, Call> m_calls; ///< by ring and serial
    qsizetype m_enough = 0;                                  ///< so many, and those that are past are forgotten
};

} // namespace zocalo::run
