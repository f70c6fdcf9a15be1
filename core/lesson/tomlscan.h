// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace zocalo::lesson {

/// Where a line of a TOML text has more than `limit` dots outside strings and comments; -1 if none has.
///
/// Each such dot may make a table within a table, and the TOML library takes tables apart by recursion: a key of a
/// hundred thousand parts would exhaust the stack. Strings are told from keys as TOML 1.0 does; up to the place where a
/// text stops being TOML that is exact, and beyond it the library does not read.
qsizetype excessiveDot(const QByteArray &text, int limit);

} // namespace zocalo::lesson
