// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/childprocess.h"

#include <QList>

#include <optional>

#include <sys/types.h>

namespace zocalo::run {

/// The parent of a process (/proc/PID/stat); 0 if it cannot be told.
pid_t parentOf(pid_t pid);
/// When that process was started, in clock ticks since the machine was; with its number, it tells it from all others.
/// 0: it is gone. proc_pid_stat(5)
quint64 startOf(pid_t pid);

/// The children that one of its threads has made, and that are there (/proc/PID/task/TID/children); none where the
/// kernel does not tell.
QList<pid_t> childrenOf(pid_t pid, pid_t tid);

/// It has ended, and nobody has waited for it yet.
bool isZombie(pid_t pid);

/// It is on its way to its end: what it has open may be closed already, though it has not ended (proc_pid_stat(5),
/// flags).
bool isDying(pid_t pid);

/// The process that traces another by ptrace(2) (/proc/PID/status); 0 if nobody does, or it cannot be told.
pid_t tracerOf(pid_t pid);

/// What a status of wait(2) says.
Ending endingFrom(int status);

/// How a process ended that is not our child, asked as soon as its `pidFd` was readable: from /proc while it is a
/// zombie, else from the kernel's memory of it (PIDFD_GET_INFO, Linux 6.15). Nothing if neither knows.
std::optional<Ending> endingOf(pid_t pid, int pidFd);

} // namespace zocalo::run
