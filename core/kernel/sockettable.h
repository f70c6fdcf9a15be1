// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/kernel/socketrow.h"

#include <QList>

#include <cstddef>
#include <functional>
#include <vector>

namespace zocalo::kernel {

/// The kernel's table of internet sockets, asked over NETLINK_SOCK_DIAG (man 7 sock_diag). No privilege is needed: it
/// shows every TCP and UDP socket of this network namespace, whoever owns it.
///
/// One netlink socket is opened at the first reading, closed on exec, and used again. Not for use by two threads at
/// once.
class SocketTable
{
    Q_DISABLE_COPY_MOVE(SocketTable)

public:
    /// Says which rows a reader wants to keep.
    using Filter = std::function<bool(const SocketRow &)>;

    SocketTable();
    /// Asks this NETLINK_SOCK_DIAG socket, of whatever network namespace it is, and owns it. Somebody else may have it
    /// too, ask with it and read the answers away: it is never waited for, and if it does not answer as it should it
    /// can be asked again.
    explicit SocketTable(int given);
    ~SocketTable();

    /// Which sockets are asked for. Each dump makes the kernel go through all its buckets (about 0.1 ms), whatever is
    /// in them, so who has no IPv6 sockets need not ask for them.
    enum class Families { Ipv4, Both };
    /// Of TCP: everything, or the sockets in LISTEN alone, which the kernel has in a table of their own.
    enum class Tcp { All, Listening };

    /// Asks with this socket of NETLINK_SOCK_DIAG, which belongs to another network namespace, and owns it from now on.
    void adopt(int fd);

    /// All TCP and UDP sockets, in all states (but see `tcp`), that `wanted` keeps (all, if it is empty), in the
    /// kernel's order. One dump for each protocol and family, one after the other: the table is exact if nobody works
    /// meanwhile.
    ///
    /// Errors: KernelTable (errnoValue: why, EPROTO for an answer that makes no sense), TooManyFiles.
    Result<QList<SocketRow>> read(const Filter &wanted = {}, Families families = Families::Both, Tcp tcp = Tcp::All);

private:
    Status open();
    void abandon();
    Status dump(int family, Protocol protocol, quint32 states, const Filter &wanted, QList<SocketRow> &rows);
    Status receive(Protocol protocol, const Filter &wanted, QList<SocketRow> &rows);
    Result<bool> take(std::size_t size, Protocol protocol, const Filter &wanted, QList<SocketRow> &rows) const;

    int m_fd = -1;
    bool m_adopted = false; ///< where it looks, no other can be opened
    bool m_isGiven = false;
    quint32 m_sequence = 0;
    std::vector<std::byte> m_buffer;
};

} // namespace zocalo::kernel
