// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/socketrow.h"

#include <QList>
#include <QString>

namespace zocalo::panels {

/// The command for a terminal that shows these rows of the kernel's table: ss(8) with a filter for their ports. Ports
/// are named as seldom as can be: a server's stands for all its connections. Other sockets on the same ports are shown
/// as well. Without rows: all sockets.
QString ssCommand(const QList<const kernel::SocketRow *> &rows);

} // namespace zocalo::panels
