// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/run/programrun.h"

#include <QStringList>

namespace zocalo::cli {

/// Runs a program of the user's in this terminal, as if zocalo were not there: keys such as Ctrl-C are the program's to
/// answer, and zocalo goes on until it has ended.
class WatchedProgram
{
    Q_DISABLE_COPY_MOVE(WatchedProgram)

public:
    /// `command` is the program and its arguments; not empty.
    WatchedProgram(QStringList command, run::HelperPaths helpers, run::Run::Sink sink);
    ~WatchedProgram();

    /// Its standard output goes to our standard error: ours is for the command's own result.
    void setOutputToError() { m_program.outputToError = true; }
    /// It is watched by ptrace, even if the tap can enter it.
    void setUnderPtrace() { m_program.underPtrace = true; }

    /// The lines of its source that make the calls are not looked for.
    void setWithoutLines() { m_program.withoutLines = true; }

    /// Runs it until it, and all that it has started, have ended, or until we are asked to end. What a user must know
    /// (how it is watched, that nothing was seen) is complained of. Errors: as run::ProgramRun::play().
    Status play();
    /// The signal that asked us to end, if one did: the program may run on, unobserved.
    int signal() const;
    /// The exit status to pass on; ends this process by the signal that ended the program, if one did.
    int passOn() const;
    /// Ends this process by that signal, without a core dump.
    static int endBy(int number);

private:
    run::Program m_program;
    run::ProgramRun m_run;
};

} // namespace zocalo::cli
