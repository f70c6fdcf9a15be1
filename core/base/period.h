// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace zocalo {

/// How long the shortest beginning is, of at most so many bytes, of which all the bytes are a repetition, the last one
/// perhaps in part: 3 of "abcabcab". At least twice; without such a beginning 0.
qsizetype periodOf(const QByteArray &bytes, qsizetype most);

} // namespace zocalo
