// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/kernel/socketrow.h"

#include <QList>

#include <cstddef>
#include <vector>

namespace zocalo::kernel {

/// Tells of the TCP and UDP sockets that the kernel frees, by the multicast groups of NETLINK_SOCK_DIAG (SKNLGRP_…,
/// linux/sock_diag.h). No privilege is needed. They alone show the closes that nobody calls: at the end of a process,
/// and at exec. There are no such messages of sockets that are made.
class DestroyedSockets
{
    Q_DISABLE_COPY_MOVE(DestroyedSockets)

public:
    DestroyedSockets();
    ~DestroyedSockets();

    /// Listens from now on. Errors: KernelTable (errnoValue), TooManyFiles.
    Status open();
    /// Listens with this socket, which belongs to another network namespace and is bound already, and owns it from now
    /// on.
    void adopt(int fd);
    /// What poll() shall watch; -1 before open().
    int fd() const { return m_fd; }
    /// What was told since the last time, in the kernel's order; never waits.
    QList<SocketRow> read();
    /// How often the kernel had to leave some out because nobody read for too long.
    int overruns() const { return m_overruns; }

private:
    void take(std::size_t size, QList<SocketRow> &rows) const;

    int m_fd = -1;
    int m_overruns = 0;
    std::vector<std::byte> m_buffer;
};

} // namespace zocalo::kernel
