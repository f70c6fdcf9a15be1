// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/strangers.h"

#include "core/kernel/socketholders.h"

#include <sys/socket.h>

#include <algorithm>
#include <map>
#include <utility>

namespace zocalo::run {

using kernel::Protocol;
using kernel::SocketRow;
using kernel::State;
using trace::Endpoint;

namespace {

constexpr std::size_t kMostDatagramPeers = 4096;

using Way = std::pair<Endpoint, Endpoint>; ///< from, to

/// An IPv6 socket may have an IPv4 peer: the same connection, written in another way.
Way wayOf(const SocketRow &row) { return {row.local.unmapped(), row.remote.unmapped()}; }

bool isAt(const SocketRow &listener, const Endpoint &local)
{
    return listener.local.port == local.port &&
           (listener.local.isWildcard() || listener.local.unmapped() == local.unmapped());
}

/// The listening socket at that address; nullptr if none is in the table.
const SocketRow *listenerAt(const QList<SocketRow> &table, const Endpoint &local)
{
    const auto found = std::find_if(table.begin(), table.end(), [&local](const SocketRow &row) {
        return row.state == State::Listen && row.inode != 0 && isAt(row, local);
    });
    return found == table.end() ? nullptr : &*found;
}

} // namespace

void Strangers::note(const trace::Record &record)
{
    if (record.type != SOCK_DGRAM || m_datagramPeers.size() >= kMostDatagramPeers) {
        return;
    }
    for (const Endpoint &address : {record.address, record.peer}) {
        if (address.port != 0 && (address.family == AF_INET || address.family == AF_INET6)) {
            m_datagramPeers.insert(address.unmapped());
        }
    }
}

QList<Strangers::Found> Strangers::find(const QList<SocketRow> &table, const QList<SocketRow> &ours)
{
    QSet<quint64> own;
    std::map<Way, bool> ends; // of the other ends of our connections
    for (const SocketRow &row : ours) {
        own.insert(row.cookie);
        if (row.protocol == Protocol::Tcp && row.remote.port != 0 && row.state != State::TimeWait) {
            const Way way = wayOf(row);
            ends.insert({{way.second, way.first}, true});
        }
    }
    const auto isMet = [&](const SocketRow &row) {
        // A connection that nobody has accepted is its listener's, whoever that is.
        const bool isChild = row.inode == 0 && (row.state == State::Established || row.state == State::CloseWait);
        if (row.cookie == 0 || (own.contains(row.cookie) && !isChild) || m_known.contains(row.cookie)) {
            return false;
        }
        if (row.protocol == Protocol::Tcp) {
            return row.state != State::TimeWait && row.remote.port != 0 && ends.contains(wayOf(row));
        }
        // Somebody else's socket at an address that our datagrams know.
        return std::any_of(m_datagramPeers.begin(), m_datagramPeers.end(),
                           [&row](const Endpoint &peer) { return isAt(row, peer); });
    };
    QList<Found> found;
    for (const SocketRow &row : table) {
        if (!isMet(row)) {
            continue;
        }
        const SocketRow *const listener = row.protocol == Protocol::Tcp ? listenerAt(table, row.local) : nullptr;
        if (listener != nullptr && own.contains(listener->cookie)) {
            continue; // ours: accept() has not given it yet, or its record is on the way
        }
        if (listener != nullptr && !m_known.contains(listener->cookie)) {
            m_known.insert(listener->cookie);
            found.append({*listener, 0, true});
        }
        // Without a file it waits in that queue, and nobody holds it yet.
        if (row.inode != 0) {
            m_known.insert(row.cookie);
            found.append({row, 0, false});
        }
    }
    if (found.isEmpty()) {
        return found;
    }
    const QHash<quint32, kernel::SocketHolder> holders = kernel::socketHolders();
    for (Found &each : found) {
        each.pid = holders.value(each.row.inode).pid;
    }
    return found;
}

} // namespace zocalo::run
