// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace zocalo {

/// `text`, in which what cannot be seen (control characters, a terminal's escape, the ends of lines, characters that
/// turn the direction of writing) is replaced by U+FFFD. For names that come from a file or from a program: they are
/// shown in lines of their own and printed on terminals.
QString printable(QString text);

} // namespace zocalo
