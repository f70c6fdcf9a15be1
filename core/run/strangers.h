// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/networktable.h"
#include "core/trace/record.h"

#include <QList>
#include <QSet>

#include <set>
#include <utility>

namespace zocalo::run {

/// The sockets at the other end of watched programs' that nobody watches: of a browser, of a program in another
/// terminal. Found in the kernel's table; /proc tells whose they are, where that may be looked into.
///
/// A socket is a stranger's if it is the other end of a connection of ours, or the one socket at the address that a
/// datagram of ours went to or came from; if no record has named it; and if it is not a child in a listener's queue of
/// ours. Who is the other end is looked for in the namespace of our socket only: each has a loopback, and often a
/// 10.0.0.1, of its own. Of several that it may be none is told.
class Strangers
{
public:
    /// A socket that was not told yet.
    struct Found
    {
        kernel::SocketRow row;
        qint64 pid = 0;         ///< 0: not to be found out
        bool listening = false; ///< not the other end itself, but where it came in
    };

    /// Learns the addresses that datagrams of a process in that network come from and go to.
    void note(const trace::Record &record, quint64 network);
    /// The sockets of strangers in a table, each told once; `ours` are the rows of the sockets that are ours, in the
    /// same table.
    QList<Found> find(const NetworkTable &table, const QList<kernel::SocketRow> &ours);
    bool knows(quint64 cookie) const { return m_known.contains(cookie); }

private:
    void findConnected(const NetworkTable &table, const QList<kernel::SocketRow> &ours, QList<Found> &found);
    void findAtPeers(const NetworkTable &table, const QList<kernel::SocketRow> &ours, QList<Found> &found);

    QSet<quint64> m_known;
    std::set<std::pair<quint64, trace::Endpoint>> m_datagramPeers; ///< by network
};

} // namespace zocalo::run
