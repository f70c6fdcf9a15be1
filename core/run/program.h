// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

#include <array>

namespace zocalo::run {

/// A program of the user's, to be started and watched.
struct Program
{
    QString file; ///< a path, or a name that is looked for in PATH
    QStringList arguments{};
    QString folder{}; ///< where it starts; empty: where we are
    QString name{};   ///< what it is called in the run; empty: told from its command line
    /// Its standard input, output and error; -1: ours. See Launch::streams.
    std::array<int, 3> streams{-1, -1, -1};
    bool outputToError = false; ///< its standard output is our standard error
    bool withoutLines = false;  ///< the lines of its source that make the calls are not looked for
    bool underPtrace = false;   ///< by ptrace even if the tap can enter it: sees more, and is slower
};

} // namespace zocalo::run
