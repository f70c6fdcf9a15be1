// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace zocalo::code {

/// An option of SOL_SOCKET whose value is a structure of two numbers. socket(7)
struct PairOption
{
    int option;            ///< SO_LINGER
    const char *name;      ///< "SO_LINGER"
    const char *structure; ///< in C: "struct linger"
    const char *numbers;   ///< in Python, for struct.pack(): "ii"
    qsizetype bytes;       ///< of the structure
};

/// nullptr: it is none of these.
const PairOption *pairOption(int level, int option);
const PairOption *pairOption(const QString &name);

} // namespace zocalo::code
