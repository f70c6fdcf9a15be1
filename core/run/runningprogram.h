// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

#include <sys/types.h>

namespace zocalo::run {

/// Which program a process runs, so that it can be told later whether exec() has put another in its place. What a
/// program writes over its command line and its environment (setproctitle(3)) changes nothing.
class RunningProgram
{
public:
    /// None: every process runs another one.
    RunningProgram() = default;
    /// What that process runs now.
    static RunningProgram of(pid_t pid);

    /// False also if the process is gone.
    bool isReplacedIn(pid_t pid) const;

private:
    QByteArray m_auxiliary; ///< /proc/PID/auxv: addresses that are drawn anew at each exec; empty: it may not be read
    QByteArray m_name;      ///< /proc/PID/comm, which everybody may read
};

} // namespace zocalo::run
