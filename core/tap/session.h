// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/ringwriter.h"

/// This process's part in a run: it joins at load and after fork, by a hello to the socket that the environment names
/// (docs/record-format.md). Without one, or if it fails, every call passes untouched.
namespace zocalo::tap {

/// The ring to write to, or null if calls are to pass unrecorded. Joins the run if nobody has yet: libraries loaded
/// before the tap may make calls before its own constructor ran.
trace::RingWriter *ring();

/// The lines of the program's source that make the calls are to be told (trace::kLinesVariable).
bool areLinesWanted();

} // namespace zocalo::tap
