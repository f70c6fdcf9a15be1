// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QtGlobal>

namespace zocalo::run {

/// Why a program is watched the way it is.
enum class WatchReason : quint8 {
    Dynamic,     ///< it loads the C library, and with it the tap
    Static,      ///< nothing is loaded into it
    Go,          ///< makes its system calls by itself, whether it loads the C library or not
    Privileged,  ///< setuid, setgid or with capabilities: the kernel ignores what would be preloaded. ld.so(8)
    Foreign,     ///< of another processor or word size
    Forbidden,   ///< it would take ptrace, which is not allowed here
    Asked,       ///< ptrace was asked for
    NotRunnable, ///< not there, or no program: starting it will tell
};

/// How a program's calls can be observed.
enum class WatchMethod : quint8 {
    Tap,    ///< preloaded
    Ptrace, ///< zocalo-ptracer
    None,   ///< it runs, unobserved
};

/// What a program is, read from its file before it is started.
struct ProgramKind
{
    WatchMethod method = WatchMethod::None;
    WatchReason reason = WatchReason::NotRunnable;
    QString file; ///< the program that decides: of a script, its interpreter

    /// Looks at `program` as a shell would find it from `folder`: a path, or a name in PATH. The interpreters of
    /// scripts
    /// ("#!", at most four deep, as the kernel has it: execve(2)) are followed.
    static ProgramKind of(const QString &program, const QString &folder = {});
};

} // namespace zocalo::run
