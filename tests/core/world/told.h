// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/world.h"

#include <QStringList>

namespace zocalo::test {

/// What can be told of a world, so that two can be compared.
inline QString told(const world::World &world)
{
    QStringList lines;
    const world::Moment &moment = world.moment();
    lines << QStringLiteral("%1 %2 %3 %4 %5 rows %6")
                 .arg(static_cast<int>(moment.kind))
                 .arg(moment.call)
                 .arg(moment.stepName)
                 .arg(moment.hold)
                 .arg(world.momentCount())
                 .arg(world.kernelRows().size());
    for (const world::Process &process : world.processes())
        lines << QStringLiteral("%1 %2 %3 %4")
                     .arg(process.name)
                     .arg(static_cast<int>(process.activity))
                     .arg(process.openCalls.size())
                     .arg(static_cast<int>(process.next));
    for (const world::Socket &socket : world.sockets())
        lines << QStringLiteral("%1 %2 %3 %4 %5 %6")
                     .arg(socket.id)
                     .arg(static_cast<int>(socket.state))
                     .arg(socket.closed)
                     .arg(socket.receiveQueue.size())
                     .arg(socket.acceptQueue.size())
                     .arg(socket.owners.size());
    for (const world::Message &message : world.messages())
        lines << QStringLiteral("%1 %2 %3 %4")
                     .arg(message.fullName())
                     .arg(static_cast<int>(message.outcome))
                     .arg(message.landed)
                     .arg(message.receivedBytes);
    return lines.join(QLatin1Char('\n'));
}

} // namespace zocalo::test
