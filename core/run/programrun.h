// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/run.h"
#include "core/run/watchlimits.h"

#include <atomic>

namespace zocalo::run {

/// One program of the user's under observation, from its start to its end and to that of all that it starts: freely,
/// without a window. Everything happens on the thread that calls play(), but stop().
class ProgramRun
{
    Q_DISABLE_COPY_MOVE(ProgramRun)

public:
    ProgramRun(HelperPaths helpers, Run::Sink sink) : m_run(std::move(helpers), std::move(sink)) {}

    /// Starts the program, gives what it and its children do as events, with the kernel's table from time to time, and
    /// returns when all of them have ended, or soon after stop(). Errors: as Run::startProgram() and Run::pass().
    Status play(const Program &program);
    /// Ends play(), after a moment in which an end that comes now is still seen: what still runs goes on unobserved.
    /// From any thread, or a signal handler.
    void stop();
    /// The same if the program itself has ended, and only what it has started is left. From a signal handler, too.
    void stopIfEnded();

    /// How the program ended; nothing if play() did not see its end.
    std::optional<Ending> ending() const { return m_run.ending(0); }
    /// The tap has entered the program. If not, nothing of what it did was seen.
    bool wasSeen() const { return m_run.isJoined(0); }
    /// What of the program, and of what it has started, was not seen; that nothing of it was, wasSeen() tells.
    const QList<Unseen> &unseen() const { return m_unseen; }
    /// How a program would be watched, and why so.
    static ProgramKind kindOf(const Program &program) { return Run::kindOf(program); }

private:
    std::atomic<bool> m_stopped{false};
    std::atomic<bool> m_isEnded{false}; ///< the program itself
    WatchLimits m_limits;
    QList<Unseen> m_unseen;
    Run m_run;
};

} // namespace zocalo::run
