// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/world.h"

#include <QStringList>

namespace zocalo::testing {

/// The differences without an explanation between the world and the table that it was given last, for people.
inline QStringList contradictionsNow(const world::World &world)
{
    QStringList found;
    for (const world::Disagreement &each : world.disagreements()) {
        if (each.isExplained()) {
            continue;
        }
        const world::Socket *const socket = world.socket(each.socket);
        found.append(QStringLiteral("difference %1 at socket %2 (%3): states %4, %5; numbers %6, %7; addresses %8")
                         .arg(static_cast<int>(each.difference))
                         .arg(each.socket)
                         .arg(socket ? QString::fromStdString(socket->local.toString()) : QString())
                         .arg(QLatin1String(kernel::stateName(each.worldState)),
                              QLatin1String(kernel::stateName(each.kernelState)))
                         .arg(each.worldNumber)
                         .arg(each.kernelNumber)
                         .arg(QString::fromStdString(each.worldEndpoint.toString()) + QLatin1Char(' ') +
                              QString::fromStdString(each.kernelEndpoint.toString())));
    }
    return found;
}

} // namespace zocalo::testing
