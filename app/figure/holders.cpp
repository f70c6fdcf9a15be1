// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/holders.h"

namespace zocalo::figure {

int holdersOf(const world::Socket &socket)
{
    QSet<world::ProcessId> processes;
    for (const world::Owner &owner : socket.owners)
        processes.insert(owner.process);
    return static_cast<int>(processes.size());
}

void showHolders(Door &door, const world::Socket &socket, QSet<LegendEntry> &legend)
{
    door.processes = holdersOf(socket);
    if (door.processes > 1)
        legend << LegendEntry::Shared;
}

} // namespace zocalo::figure
