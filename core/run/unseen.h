// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QtGlobal>

namespace zocalo::run {

/// Something of a watched run that is not seen: it is told, once for each process, instead of being guessed.
struct Unseen
{
    enum class Why : quint8 {
        Static,     ///< it was started by a program that the tap is in, and loads nothing itself (Go's, too)
        WithoutTap, ///< the same, and was given an environment without the tap
        Privileged, ///< the same, and is setuid, setgid or has capabilities
        Foreign,    ///< the same, and is of another processor or word size
        IoUring,    ///< its calls are seen, but it has an io_uring, and may make others through it. io_uring(7)
    };

    qint64 pid = 0;
    QString name;
    Why why = Why::Static;
    /// The process that was started to be watched, and that this one comes from; where ptrace watches it, its tracer.
    qint64 program = 0;
};

} // namespace zocalo::run
