// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/frame.h"
#include "app/figure/shapes.h"
#include "core/world/world.h"

#include <QSet>

namespace zocalo::figure {

/// How many processes have a descriptor of the socket: its maker, those that fork() gave one (fork(2)), and those that
/// were passed one (unix(7), SCM_RIGHTS).
int holdersOf(const world::Socket &socket);

/// The client whose socket this process calls on, where it made none of that protocol itself: a child of a client that
/// forked. Null: it is no such process.
const world::Process *helpedBy(const world::World &world, const world::Process &process);

/// One socket, a door for each process that has it; more than one are explained in the legend.
void showHolders(Door &door, const world::Socket &socket, QSet<LegendEntry> &legend);

} // namespace zocalo::figure
