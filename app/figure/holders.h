// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/frame.h"
#include "app/figure/shapes.h"
#include "core/world/model.h"

#include <QSet>

namespace zocalo::figure {

/// How many processes have a descriptor of the socket: its maker, those that fork() gave one (fork(2)), and those that
/// were passed one (unix(7), SCM_RIGHTS).
int holdersOf(const world::Socket &socket);

/// One socket, a door for each process that has it; more than one are explained in the legend.
void showHolders(Door &door, const world::Socket &socket, QSet<LegendEntry> &legend);

} // namespace zocalo::figure
