// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/callstext.h"
#include "core/world/comparison.h"

#include <QStringList>

namespace zocalo::test {

/// Differences of two runs as a failed test tells them, a line each.
inline QString told(const QList<world::RunDifference> &differences)
{
    QStringList lines;
    for (const world::RunDifference &each : differences) {
        // One by one: what was sent may have a percent sign in it.
        lines.append(QStringLiteral("step ") + QString::number(each.step) + QStringLiteral(" what ") +
                     QString::number(int(each.what)) + u' ' + each.process + u' ' +
                     (each.now ? world::callText(*each.now) : QString()) + QStringLiteral(" | ") +
                     (each.before ? world::callText(*each.before) : QString()) + QStringLiteral(" | ") +
                     QString::number(each.numberNow) + u' ' + QString::number(each.numberBefore));
    }
    return lines.join(u'\n');
}

} // namespace zocalo::test
