// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/code/program.h"
#include "core/world/callslist.h"

namespace zocalo::code {

/// The calls that a process was seen to make, as a program: whoever told it to make them. `calls` are those of the
/// whole run (world::callsList), for an address is another's port. Calls that a program of a few lines does not need
/// (getsockname, poll…) and options that a lesson could not set are left out. A message of which only the beginning was
/// kept is sent in its whole length: the beginning, over and over (ProgramCall::total).
Program recordedProgram(const QList<world::CallLine> &calls, const QString &process);

/// True if that call is one of the calls of such a program.
bool isWritten(const world::CallLine &line);

} // namespace zocalo::code
