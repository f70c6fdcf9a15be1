// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/code/program.h"
#include "core/code/sourcecode.h"

namespace zocalo::code {

/// The program in C (POSIX), one call a line, built by `cc FILE` and run by `./a.out [PORT…]`. It prints what it
/// receives, and ends with status 1 when a call fails that did not fail in the run.
SourceCode cSource(const Program &program, const CodeWords &words);

} // namespace zocalo::code
