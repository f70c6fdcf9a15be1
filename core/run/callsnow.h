// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/trace/record.h"

#include <QHash>
#include <QPair>

namespace zocalo::run {

/// What the last record of each thread was: a place at the gate tells a number of a call, not which one it is.
class CallsNow
{
public:
    struct Call
    {
        history::ProcessId process = 0; ///< who makes it; not the ring's owner, where a vfork child does
        trace::Call name = trace::Call::Unknown;
        trace::Phase phase = trace::Phase::Entry;
        quint64 serial = 0;
    };

    void note(history::ProcessId ring, history::ProcessId writer, const trace::Record &record);
    /// Threads of that ring are gone.
    void forget(history::ProcessId ring);
    /// The call in which a thread that is held is; nullptr if its record was not collected yet.
    const Call *of(history::ProcessId ring, quint32 tid, quint64 serial, trace::Phase phase) const;

private:
    QHash<QPair<history::ProcessId, quint32>, Call> m_calls;
};

} // namespace zocalo::run
