// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/run/filedescriptor.h"

namespace zocalo::run {

/// A terminal that a program is started on (pty(7)): what it prints comes at once, line by line, as on a screen. It
/// shows nothing of what is typed and changes no line's end; a line is handed over when it is whole.
struct PseudoTerminal
{
    FileDescriptor ours;   ///< non-blocking; reading it ends (EIO) once nobody has the other end
    FileDescriptor theirs; ///< for the program; to be closed here once it was started

    /// Error: TooManyFiles (errnoValue).
    Status open();
};

/// Keys that mean something on it.
inline constexpr char kEndOfInput = 4; ///< Ctrl-D
inline constexpr char kInterrupt = 3;  ///< Ctrl-C
/// No longer line is taken. termios(3), "Canonical and noncanonical mode".
inline constexpr int kLongestTerminalLine = 4095;

} // namespace zocalo::run
