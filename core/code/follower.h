// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/code/program.h"
#include "core/lesson/lesson.h"
#include "core/world/timeline.h"

#include <QHash>

namespace zocalo::code {

/// How far a process has come in its program.
enum class Reached {
    Nothing,  ///< no call, or it has ended
    Before,   ///< it is held just before the call
    Inside,   ///< it has entered the call, which has not returned
    Returned, ///< the call has returned: that is what the step is about
    LeftOut,  ///< it is inside a call that the program leaves out
};

/// The program of a process, and where a step finds it.
struct Followed
{
    Program program;
    int call = -1; ///< index in Program::calls; -1: none
    Reached reached = Reached::Nothing;
};

/// What a run is known by, beside its events.
struct RunPlan
{
    lesson::Script script;          ///< what the processes are told; empty: they are only watched
    QString language;               ///< of the script's texts in this run
    QHash<QString, int> usualPorts; ///< Lesson::stablePorts
};

/// The program of a process: what its script says, as long as it has been doing that; otherwise the calls that it was
/// seen to make in the whole run.
Followed follow(const RunPlan &plan, const world::Timeline &timeline, int step, const QString &process);

} // namespace zocalo::code
