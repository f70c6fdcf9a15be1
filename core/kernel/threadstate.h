// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/call.h"

#include <QList>

#include <sys/types.h>

namespace zocalo::kernel {

/// What /proc tells of a thread at one moment.
enum class ThreadState : quint8 {
    Gone,    ///< there is no such thread (any more)
    Working, ///< running, ready to run, stopped, or asleep in something that is not a system call asked about
    Asleep,  ///< asleep and interruptible, inside one of the system calls asked about
};

/// Whether thread `tid` of `pid` sleeps in the kernel inside one of the system calls `numbers` (SYS_…): state S in
/// /proc/PID/task/TID/stat, and that number in /proc/PID/task/TID/syscall (man 5 proc), read before and after. Where
/// the latter may not be read (another user's process), sleeping at all counts.
ThreadState threadState(pid_t pid, pid_t tid, const QList<long> &numbers);

/// The system calls that a thread inside that library call may sleep in; empty for calls that never wait.
QList<long> blockingSyscalls(trace::Call call);

/// The threads of a process, in the order of their ids; empty if it has ended.
QList<pid_t> threadsOf(pid_t pid);

} // namespace zocalo::kernel
