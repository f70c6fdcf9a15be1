// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/code/program.h"
#include "core/world/callslist.h"

namespace zocalo::code {

/// The calls that a process was seen to make, as a program: whoever told it to make them. `calls` are those of the
/// whole run (world::callsList), for an address is another's port. Calls that a program of a few lines does not need
/// (getsockname, setsockopt…) and payloads beyond what was kept are left out.
Program recordedProgram(const QList<world::CallLine> &calls, const QString &process);

} // namespace zocalo::code
