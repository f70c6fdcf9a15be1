// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/timeline.h"

#include <QSet>

namespace zocalo::world {

/// One half of a twin as a run of its own: of the events of the whole run those of its processes and of its protocol's
/// sockets, unchanged and in their order.
class Half
{
public:
    /// `group`: "tcp" or "udp", the half's processes.
    explicit Half(const QString &group);

    /// True if a run has both halves.
    static bool isTwin(const Timeline &run);

    /// Takes the next event of the whole run; what of it belongs to this half, if any does. `index` is its place.
    std::optional<history::Event> take(const history::Event &event, qsizetype index);
    /// How many events of the whole run were taken.
    qsizetype taken() const { return m_taken; }
    /// The event of the whole run that the half's event was.
    qsizetype wholeEvent(qsizetype index) const { return m_events.at(index); }

    /// The half's own step that stands at a step of the whole run: its last one until then.
    static int stepAt(const Half &half, const Timeline &own, const Timeline &whole, int wholeStep);

private:
    bool has(history::ProcessId process) const { return m_processes.contains(process); }

    QString m_group;
    kernel::Protocol m_protocol;
    QSet<history::ProcessId> m_processes;
    QList<qsizetype> m_events; ///< of the whole run
    qsizetype m_taken = 0;
    bool m_wasLast = false; ///< the last moment of the whole run was one of this half
};

} // namespace zocalo::world
