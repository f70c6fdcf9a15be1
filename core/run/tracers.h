// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>

#include <sys/types.h>

namespace zocalo::run {

/// The processes that speak for those that they trace (zocalo-ptracer): ours. A process is known by its number and by
/// when it was started: the number of one that has ended may be another's. Those that are gone are forgotten whenever
/// one comes.
class Tracers
{
public:
    /// The process with that number, which is there, is or becomes a tracer.
    void add(pid_t pid);
    bool contains(pid_t pid) const;
    qsizetype size() const { return m_starts.size(); }

private:
    QHash<pid_t, quint64> m_starts; ///< 0: it could not be told
};

} // namespace zocalo::run
