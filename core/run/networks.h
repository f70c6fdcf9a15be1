// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/sockettable.h"
#include "core/run/networktable.h"
#include "core/trace/hello.h"

#include <QList>
#include <QString>

#include <map>
#include <memory>

namespace zocalo::run {

/// The network namespaces, other than ours, that processes of a run are in: of containers, of a network emulator's
/// hosts. The table of each is asked through a netlink socket that a process of it has handed over, so no privilege is
/// needed.
///
/// A host is called as its processes say (uname(2)), where that is another name than ours; else as `ip netns` calls its
/// namespace; else by a number.
class Networks
{
public:
    /// Where a process is.
    struct Place
    {
        quint64 network = kOurNetwork;
        QString host; ///< empty: ours, or not known
    };
    /// Where a process is that says hello. Its socket stays the caller's.
    Place placeOf(const trace::ReceivedHello &hello);
    /// Adds the tables of all of them. One that does not answer has none, and is asked again half a second later:
    /// whoever has handed over its socket may ask with it at the same time, or read the answer away.
    void read(QList<NetworkTable> &tables);
    bool isEmpty() const { return m_networks.empty(); }

private:
    struct Network
    {
        QString host;
        std::unique_ptr<kernel::SocketTable> table;
        qint64 askedAgainNs = 0; ///< CLOCK_MONOTONIC; it is left alone until then
    };
    QString nameFor(const trace::ReceivedHello &hello) const;

    std::map<quint64, Network> m_networks; ///< by the kernel's cookie of the namespace
};

} // namespace zocalo::run
