// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace zocalo::history {

/// What a file is written in, by the ending of its name.
enum class SourceKind : quint8 {
    Other, ///< none of those whose texts are read
    Python,
    C,
    Cpp,
};

/// Texts of other kinds are not kept (core/run/sourcefiles.h).
SourceKind sourceKindOf(const QString &path);

} // namespace zocalo::history
