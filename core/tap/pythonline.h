// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/record.h"

#include <cstdint>

namespace zocalo::tap {

/// A line of a program's source.
struct SourceLine
{
    std::uint32_t line = 0;
    std::uint16_t length = 0; ///< of the path; 0: not known
    char path[trace::kSourceLimit];
};

/// Looks for a Python interpreter in this process: one that is loaded later is not found. Before the program begins,
/// and where memory may be taken.
void seekPython();

/// There is one, of whatever version: then the calls come from its own code, not from the program's.
bool isPythonHere();

/// The line of Python that this thread is at, in CPython 3.9 to 3.13: the innermost that is not of a library, where
/// such a line has led to the call without asyncio's event loop between them; else the library's own. False, and
/// nothing is claimed: another interpreter, a build with another layout, no Python at all, a path that is too long, an
/// interpreter that is ending.
///
/// Only looks: the interpreter is asked for this thread's state (a function that needs no lock), and its frames are
/// read. Nothing of the layout is believed before it was seen to fit by reads that cannot fault, and what was not seen
/// before is always read so.
bool pythonLine(SourceLine &line);

} // namespace zocalo::tap
