// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/sscommand.h"

#include <QHash>
#include <QSet>
#include <QStringList>

#include <algorithm>

namespace zocalo::panels {

namespace {

using Rows = QList<const kernel::SocketRow *>;

/// The port that the most of these rows have at either end.
quint16 commonest(const Rows &rows)
{
    QHash<quint16, int> counts;
    for (const kernel::SocketRow *row : rows) {
        for (const quint16 port : QSet<quint16>{row->local.port, row->remote.port}) {
            if (port != 0)
                ++counts[port];
        }
    }
    quint16 best = 0;
    for (auto it = counts.cbegin(); it != counts.cend(); ++it) {
        // Of equals the lowest, so that the command is the same each time.
        if (best == 0 || *it > counts.value(best) || (*it == counts.value(best) && it.key() < best))
            best = it.key();
    }
    return best;
}

} // namespace

QString ssCommand(const Rows &rows)
{
    QStringList conditions;
    Rows left = rows;
    while (const quint16 port = commonest(left)) {
        const bool isRemote =
            std::any_of(left.begin(), left.end(), [port](const auto *row) { return row->remote.port == port; });
        conditions << QStringLiteral("sport = :%1").arg(port);
        if (isRemote)
            conditions << QStringLiteral("dport = :%1").arg(port);
        left.removeIf([port](const auto *row) { return row->local.port == port || row->remote.port == port; });
    }
    const QString all = QStringLiteral("ss -tunape");
    return conditions.isEmpty() ? all : all + QStringLiteral(" '( %1 )'").arg(conditions.join(QStringLiteral(" or ")));
}

} // namespace zocalo::panels
