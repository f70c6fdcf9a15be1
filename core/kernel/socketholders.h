// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QString>

namespace zocalo::kernel {

/// A process that holds a socket open.
struct SocketHolder
{
    qint64 pid = 0;
    int fd = -1;
    QString name; ///< as /proc/PID/comm tells it
};

/// Which process holds which socket, by inode, from /proc/PID/fd (man 5 proc): of a socket that several hold, the
/// first. Only of processes that we may look into, so commonly our own user's. Takes some 2 µs a descriptor.
QHash<quint32, SocketHolder> socketHolders();

} // namespace zocalo::kernel
