// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/action.h"
#include "core/world/world.h"

#include <QList>

namespace zocalo::lesson {

/// An action, and what stands in its way.
struct Choice
{
    Action action;
    Obstacle obstacle = Obstacle::None;
    bool operator==(const Choice &) const = default;
};

/// Every action that makes sense in a world, possible now or not, in the order of the processes and, within each, of
/// its sockets. What the kernel would answer with an errno is possible: errors are part of the lesson. `maxClients`:
/// how many clients a server may have.
QList<Choice> possibleActions(const world::World &world, int maxClients);

/// The choices that a process has itself (socket 0), or that concern one socket of it.
QList<Choice> choicesOf(const QList<Choice> &choices, world::ProcessId process, world::SocketId socket);

/// What stands in the way of this very action, with its text and its leave to wait.
Obstacle obstacleTo(const world::World &world, const Action &action, int maxClients);

/// True for the obstacles that Action::mayWait sets aside: the call would fall asleep.
bool wouldWait(Obstacle obstacle);

/// The server that a client talks to: that of its group. nullptr if there is none.
const world::Process *serverOf(const world::World &world, const world::Process &client);
/// The socket that a server is reached at: the listening one, or the bound UDP socket; a closed one only if there is no
/// other. nullptr if it never had one.
const world::Socket *doorOf(const world::World &world, const world::Process &server);
/// How many clients a server has had, dead ones included.
int clientCount(const world::World &world, const world::Process &server);

} // namespace zocalo::lesson
