// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/lesson/lesson.h"
#include "core/lesson/pacer.h"

#include <QString>

namespace zocalo::lesson {

/// Plays a lesson as a run: starts its processes, tells each what to call, one call after the other, and stops the run
/// at every recorded moment until the pacer lets it go on.
///
/// At each moment every process is held at the gate, asleep in the kernel inside a call, or waiting to be told: so the
/// kernel's table that is recorded with it is exact. A call that was told to block is left open once its thread was
/// seen asleep; its return is a moment of its own, whenever it comes. Calls that cannot wait and move nothing (socket,
/// bind, listen, close, shutdown…) make one moment, at their return.
class Director
{
public:
    Director(const Lesson &lesson, int clients, Kind kind, QString language);
    Director(Script script, QString language);

    /// Plays it from beginning to end on the calling thread, which the run's processes cannot outlive (run/run.h).
    /// Everything recorded was given to the pacer when it returns, whatever it returns; no process is left.
    ///
    /// Errors: TapMissing, PeerMissing, ProcessNotStarted, TooManyFiles, SharedMemory, TapSilent, KernelTable,
    /// PortInUse (subject: process; detail: address), CallFailed (process, call, errno), ProcessDied (process, how),
    /// Timeout (process, call: 5 s without progress), LessonFaulty (subject: the lesson's path; detail: "line:1: …", a
    /// call that needs a socket or an address that nothing before it gives), Stopped (the pacer said so).
    Status play(Pacer &pacer) const;

private:
    Script m_script;
    QString m_path;
    QString m_language;
};

} // namespace zocalo::lesson
