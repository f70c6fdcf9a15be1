// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/selectionobstacle.h"

#include "app/text/actiontext.h"

#include <algorithm>

namespace zocalo::view {

using figure::Thing;
using kernel::Protocol;
using lesson::ActionKind;
using lesson::Obstacle;
using text::ActionText;
using world::Process;
using world::Role;
using world::Socket;

SelectionObstacle::SelectionObstacle(const Thing &selected, const world::World &world)
    : m_world(world), m_process(figure::processOf(selected, world))
{
    if (selected.kind == Thing::Kind::Socket) {
        m_socket = world.socket(selected.id);
    } else if (const world::Message *const message = selected.kind == Thing::Kind::Message
                                                         ? world.message(static_cast<world::MessageId>(selected.id))
                                                         : nullptr) {
        m_socket = world.socket(message->landed != 0 ? message->landed : message->senderSocket);
    }
}

QString SelectionObstacle::reason(ActionKind kind) const
{
    if (!m_process || (!m_socket && m_process->role == Role::Other)) {
        return tr("what is selected is of no process of the lesson");
    }
    if (m_process->activity == world::Activity::Ended) {
        return ActionText::obstacle(Obstacle::ProcessDead, kind);
    }
    if (kind == ActionKind::AddClient || kind == ActionKind::Connect || kind == ActionKind::SecondConnection ||
        !m_socket) {
        return byProcess(kind, *m_process);
    }
    return onSocket(kind, *m_socket);
}

QString SelectionObstacle::onSocket(ActionKind kind, const Socket &socket) const
{
    if (socket.closed || (socket.owners.isEmpty() && socket.listener == 0)) {
        return tr("the socket is closed");
    }
    const bool isUdp = socket.protocol == Protocol::Udp;
    switch (kind) {
    case ActionKind::Accept:
        return isUdp ? tr("UDP has no connections") : tr("this socket does not listen");
    case ActionKind::Shutdown:
        return isUdp              ? tr("UDP has no connections")
               : socket.listening ? tr("a listening socket has no connection of its own")
                                  : ActionText::obstacle(Obstacle::NotAccepted, kind);
    case ActionKind::Send:
        return isUdp ? tr("no client has a socket yet") : tr("a listening socket carries no messages");
    case ActionKind::Receive:
        return tr("a listening socket carries no messages");
    default:
        return ActionText::obstacle(Obstacle::NoSuchAction, kind);
    }
}

QString SelectionObstacle::byProcess(ActionKind kind, const Process &process) const
{
    const bool isServer = process.role == Role::Server;
    const bool hasTcp = hasOpen(process, Protocol::Tcp);
    const bool hasUdp = hasOpen(process, Protocol::Udp);
    switch (kind) {
    case ActionKind::AddClient:
        return tr("there is no server");
    case ActionKind::Connect:
        return tr("a server does not connect: its clients do");
    case ActionKind::SecondConnection:
        return isServer ? tr("a server does not connect: its clients do") : tr("UDP has no connections");
    case ActionKind::Kill:
        return tr("there is no process");
    default:
        break;
    }
    if (!hasTcp && !hasUdp) {
        return tr("it has no open socket");
    }
    switch (kind) {
    case ActionKind::Accept:
        return !hasTcp    ? tr("UDP has no connections")
               : isServer ? tr("none of its sockets listens")
                          : tr("a client has no socket that listens");
    case ActionKind::Shutdown:
        return hasTcp ? tr("it has no connection yet") : tr("UDP has no connections");
    case ActionKind::Send:
        return hasTcp ? tr("it has no connection yet") : tr("no client has a socket yet");
    default:
        return tr("it has no connection yet");
    }
}

bool SelectionObstacle::hasOpen(const Process &process, Protocol protocol) const
{
    const auto owns = [&process](const world::Owner &owner) { return owner.process == process.id; };
    const auto &sockets = m_world.sockets();
    return std::any_of(sockets.begin(), sockets.end(), [&](const Socket &socket) {
        return !socket.closed && socket.protocol == protocol &&
               std::any_of(socket.owners.begin(), socket.owners.end(), owns);
    });
}

} // namespace zocalo::view
