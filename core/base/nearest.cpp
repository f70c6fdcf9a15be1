// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/base/nearest.h"

#include <algorithm>
#include <array>

namespace zocalo {

namespace {
constexpr int kLongest = 64;
}

int editDistance(const QString &a, const QString &b)
{
    const QString from = a.left(kLongest).toLower();
    const QString to = b.left(kLongest).toLower();
    using Row = std::array<int, kLongest + 1>;
    Row beforeLast{};
    Row last{};
    Row row{};
    for (int column = 0; column <= to.size(); ++column)
        row[column] = column;
    for (int line = 1; line <= from.size(); ++line) {
        beforeLast = last;
        last = row;
        row[0] = line;
        for (int column = 1; column <= to.size(); ++column) {
            const bool same = from[line - 1] == to[column - 1];
            row[column] = std::min({last[column] + 1, row[column - 1] + 1, last[column - 1] + (same ? 0 : 1)});
            const bool swapped =
                line > 1 && column > 1 && from[line - 1] == to[column - 2] && from[line - 2] == to[column - 1];
            if (swapped)
                row[column] = std::min(row[column], beforeLast[column - 2] + 1);
        }
    }
    return row[to.size()];
}

QString nearest(const QString &word, const QStringList &known)
{
    QString best;
    int bestDistance = 0;
    for (const QString &candidate : known) {
        const int distance = editDistance(word, candidate);
        const int length = static_cast<int>(std::max(word.size(), candidate.size()));
        const bool isNear = distance < length && distance <= std::max(1, length / 3);
        if (isNear && (best.isEmpty() || distance < bestDistance)) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

} // namespace zocalo
