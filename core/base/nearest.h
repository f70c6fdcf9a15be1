// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringList>

namespace zocalo {

/// How many single slips (a letter added, left out, changed, or two neighbours swapped) lead from `a` to `b`: the
/// distance of Damerau and Levenshtein in its "optimal string alignment" form. Upper and lower case are alike. Only the
/// first 64 characters of each count, so that the cost is bounded.
int editDistance(const QString &a, const QString &b);

/// The word of `known` that `word` was probably meant to be; empty if none is near (more than a third of the letters
/// wrong, or the only one). Of several equally near ones the first.
QString nearest(const QString &word, const QStringList &known);

} // namespace zocalo
