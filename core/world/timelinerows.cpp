// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/timelinerows.h"

#include <algorithm>

namespace zocalo::world {

using kernel::Protocol;

Protocol momentProtocol(const World &last, history::SocketId socket, history::ProcessId process)
{
    if (const Socket *own = socket != 0 ? last.socket(socket) : nullptr)
        return own->protocol;
    const Process *known = last.process(process);
    if (known && known->group == QLatin1String("tcp"))
        return Protocol::Tcp;
    if (known && known->group == QLatin1String("udp"))
        return Protocol::Udp;
    const auto &sockets = last.sockets();
    const auto first =
        std::find_if(sockets.begin(), sockets.end(), [=](const Socket &one) { return one.creator == process; });
    return first != sockets.end() ? (*first).protocol : Protocol::Other;
}

QList<Protocol> timelineRows(const World &last)
{
    QList<Protocol> rows;
    for (const Socket &socket : last.sockets()) {
        if (!rows.contains(socket.protocol))
            rows.append(socket.protocol);
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

} // namespace zocalo::world
