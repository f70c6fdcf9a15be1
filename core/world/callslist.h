// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callline.h"
#include "core/world/eventlog.h"

#include <QList>

#include <atomic>
#include <functional>
#include <memory>

namespace zocalo::world {

/// Every call of a history, in causal order of the entries.
QList<CallLine> callsList(const QList<history::Event> &events);
/// Once `cancelled` is true it stops somewhere.
QList<CallLine> callsList(const EventLog &events, const std::atomic_bool *cancelled = nullptr);

/// Reads the calls of a log that grows: what was read is not read again.
class CallsReader
{
public:
    CallsReader();
    ~CallsReader();
    CallsReader(const CallsReader &other);
    CallsReader &operator=(CallsReader other) noexcept;

    /// Reads on through the same log. Of more than Most calls the first ones, and what came back to them until one more
    /// was entered. Valid until the next call.
    const QList<CallLine> &read(const EventLog &events);

    /// Who shows calls as a program shows no more of them; and a call takes most of a kilobyte here.
    static constexpr qsizetype Most = 20'000;

private:
    class Writer;
    friend QList<CallLine> callsList(const QList<history::Event> &events);
    friend QList<CallLine> callsList(const EventLog &events, const std::atomic_bool *cancelled);

    std::unique_ptr<Writer> m_writer;
    qsizetype m_next = 0; ///< index of the event to be read
};

/// The last calls among the first `end` events that are `wanted` by the outline of their entry or return, `most` of
/// them, the oldest first; those that have not returned by then only if they `wait`. Without the process's name, the
/// protocol and the socket's addresses, which only a world knows. Reads back no further than it must.
QList<CallLine> lastCalls(const EventLog &events, qsizetype end, qsizetype most,
                          const std::function<bool(const EventLog::Outline &)> &wanted,
                          const std::function<bool(history::CallId)> &waits);

} // namespace zocalo::world
