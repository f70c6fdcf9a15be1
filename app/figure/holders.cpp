// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/holders.h"

#include <algorithm>

namespace zocalo::figure {

int holdersOf(const world::Socket &socket)
{
    QSet<world::ProcessId> processes;
    for (const world::Owner &owner : socket.owners)
        processes.insert(owner.process);
    return static_cast<int>(processes.size());
}

const world::Process *helpedBy(const world::World &world, const world::Process &process)
{
    const world::SocketId on = process.openCalls.isEmpty() ? process.lastCallSocket : process.openCalls.last().socket;
    const world::Socket *socket = process.isProgram && !process.outside ? world.socket(on) : nullptr;
    if (!socket || socket->creator == process.id)
        return nullptr;
    const world::Process *maker = world.process(socket->creator);
    if (!maker || maker->role != world::Role::Client)
        return nullptr;
    const auto &sockets = world.sockets();
    const bool madeOne = std::any_of(sockets.begin(), sockets.end(), [&](const world::Socket &each) {
        return each.creator == process.id && each.protocol == socket->protocol;
    });
    return madeOne ? nullptr : maker;
}

void showHolders(Door &door, const world::Socket &socket, QSet<LegendEntry> &legend)
{
    door.processes = holdersOf(socket);
    if (door.processes > 1)
        legend << (door.kind == DoorKind::Udp ? LegendEntry::SharedUdp : LegendEntry::Shared);
}

} // namespace zocalo::figure
