// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/leftout.h"

#include "app/figure/names.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

bool stands(const DisplayList &list, world::SocketId socket)
{
    return std::any_of(list.nodes().begin(), list.nodes().end(), [=](const Node &node) {
        return node.id == socket &&
               (node.kind == NodeKind::Socket || node.kind == NodeKind::Listener || node.kind == NodeKind::Child);
    });
}

/// What accept() gave stands in its client's row, or is counted there: if its server is drawn, and has that client.
bool isInARow(const DisplayList &list, const world::World &world, const world::Socket &socket)
{
    if (socket.acceptOrdinal == 0 && socket.listener == 0)
        return false;
    const world::Socket *listener = world.socket(socket.listener);
    const world::Socket *peer = world.socket(socket.peerSocket);
    const world::Process *client = peer ? world.process(peer->creator) : nullptr;
    return client && client->role == world::Role::Client &&
           list.node(NodeKind::Process, listener ? listener->creator : socket.creator);
}

} // namespace

LeftOut::LeftOut(const DisplayList &list, const FigureInput &input) : m_input(input)
{
    for (const world::Socket &socket : input.now.sockets()) {
        const world::Process *maker = input.now.process(socket.creator);
        // Also of a program of which nobody knows yet what it is.
        const bool counts =
            maker && (maker->role == world::Role::Server || (maker->role == world::Role::Other && maker->isProgram));
        if (!counts || maker->activity == world::Activity::Ended || socket.closed || socket.owners.isEmpty())
            continue;
        if (isInARow(list, input.now, socket))
            continue;
        // The half of a twin that is not drawn is told of by itself.
        if (!maker->group.isEmpty() && !list.node(NodeKind::Process, maker->id))
            continue;
        if (!stands(list, socket.id))
            m_sockets.append(&socket);
    }
}

QString LeftOut::note() const
{
    if (m_sockets.isEmpty())
        return {};
    const QString what = tr("not drawn: %n more socket(s)", nullptr, static_cast<int>(m_sockets.size()));
    const QString owner = m_sockets.size() == 1 ? Names(m_input).owner(*m_sockets.first()) : QString();
    //: %1 says how many sockets are not drawn, %2 is the only one's process and descriptor
    return owner.isEmpty() ? what : tr("%1 (%2)").arg(what, owner);
}

} // namespace zocalo::figure
