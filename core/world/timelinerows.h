// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/world.h"

namespace zocalo::world {

/// The protocol that a moment counts to on a timeline: its socket's; of a moment without a socket that of its process's
/// half of a twin, or of the first socket that the process made. Other: none of these is known. `last`: the run's
/// newest world; `socket`: 0 if there is none.
kernel::Protocol momentProtocol(const World &last, history::SocketId socket, history::ProcessId process);

/// The protocols of a run's sockets, in order: a timeline's rows. A moment of another one stands in the first row.
QList<kernel::Protocol> timelineRows(const World &last);

} // namespace zocalo::world
