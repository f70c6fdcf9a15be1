// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/networktable.h"
#include "core/trace/record.h"

#include <QList>
#include <QPair>
#include <QSet>

namespace zocalo::run {

/// Tells which rows of the kernel's table belong to a run.
///
/// Ours are: the sockets that the records name, by cookie; the children that wait in an accept queue, which nobody
/// named yet: their two addresses are the reverse of a connected socket's of ours, or they have the address of a
/// listening socket of ours; and what is left of a connection of
/// ours after its close (TIME-WAIT, FIN-WAIT-2), which the kernel keeps under another cookie: the same two addresses,
/// and no inode.
class OurSockets
{
public:
    /// Learns the sockets that a record names.
    void note(const trace::Record &record);
    /// Learns a socket that a process was found to hold.
    void note(quint64 cookie, quint16 domain);
    /// True if a socket of ours may be in the table of IPv6.
    bool hasIpv6() const { return m_ipv6; }
    /// The rows that are ours, by cookie, each once; remembers their addresses for later.
    /// `network` is the namespace of the table: each has a loopback of its own.
    QList<kernel::SocketRow> pick(const QList<kernel::SocketRow> &table, quint64 network = kOurNetwork);
    /// True if a record named the socket, or pick() gave it out.
    bool knows(quint64 cookie) const { return m_cookies.contains(cookie) || m_picked.contains(cookie); }

private:
    using Ends = QPair<trace::Endpoint, trace::Endpoint>;
    using Connection = QPair<quint64, Ends>; ///< on the loopback of that network; 0: between hosts
    static Connection connectionOf(const kernel::SocketRow &row, quint64 network);

    QSet<quint64> m_cookies;
    QSet<quint64> m_picked; ///< those that no record has named (yet)
    QSet<Connection> m_connections;
    bool m_ipv6 = false;
};

} // namespace zocalo::run
