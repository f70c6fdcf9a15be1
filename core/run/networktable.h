// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/socketrow.h"

#include <QList>

namespace zocalo::run {

/// A network namespace: the kernel's cookie of it, or one of these two.
inline constexpr quint64 kOurNetwork = 0;
inline constexpr quint64 kUnknownNetwork = ~quint64{0};

/// The sockets of one network namespace.
struct NetworkTable
{
    quint64 network = kOurNetwork;
    QList<kernel::SocketRow> rows;
};

} // namespace zocalo::run
