// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/code/program.h"
#include "core/code/sourcecode.h"

namespace zocalo::code {

/// The program in Python 3, one call a line, run by `python3 FILE [PORT…]`. It prints what it receives.
SourceCode pythonSource(const Program &program, const CodeWords &words);

} // namespace zocalo::code
