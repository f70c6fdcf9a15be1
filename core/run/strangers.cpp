// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/strangers.h"

#include "core/kernel/socketholders.h"

#include <QHash>

#include <ifaddrs.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>

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

/// How closely a socket is at an address, of its protocol's rules: the closest gets what comes there.
enum class Nearness { None, OtherWildcard, Wildcard, Bound };

Nearness nearness(const SocketRow &row, const Endpoint &address)
{
    if (row.local.port != address.port) {
        return Nearness::None;
    }
    if (!row.local.isWildcard()) {
        return row.local.unmapped() == address.unmapped() ? Nearness::Bound : Nearness::None;
    }
    if (row.local.family == address.unmapped().family) {
        return Nearness::Wildcard;
    }
    // ipv6(7): the wildcard of IPv6 takes IPv4, too, unless IPV6_V6ONLY was set.
    return row.local.family == AF_INET6 ? Nearness::OtherWildcard : Nearness::None;
}

/// The listening socket at that address; nullptr if none is in the table.
const SocketRow *listenerAt(const QList<SocketRow> &table, const Endpoint &local)
{
    const SocketRow *nearest = nullptr;
    for (const SocketRow &row : table) {
        const bool isListener = row.state == State::Listen && row.inode != 0;
        const Nearness here = isListener ? nearness(row, local) : Nearness::None;
        if (here != Nearness::None && (nearest == nullptr || here > nearness(*nearest, local))) {
            nearest = &row;
        }
    }
    return nearest;
}

/// An address of this machine, as its network's namespace has it. Of another namespace only what its sockets are bound
/// to is known.
bool isLocal(const Endpoint &address, const NetworkTable &table)
{
    const auto isSame = [&address](Endpoint other) {
        other.port = address.port;
        return other.unmapped() == address.unmapped();
    };
    if (address.isLoopback() ||
        std::any_of(table.rows.begin(), table.rows.end(), [&](const SocketRow &row) { return isSame(row.local); })) {
        return true;
    }
    ifaddrs *interfaces = nullptr;
    if (table.network != kOurNetwork || ::getifaddrs(&interfaces) != 0) {
        return false;
    }
    bool isFound = false;
    for (const ifaddrs *each = interfaces; each != nullptr && !isFound; each = each->ifa_next) {
        if (each->ifa_addr != nullptr) {
            const bool isIpv6 = each->ifa_addr->sa_family == AF_INET6;
            isFound =
                isSame(Endpoint::fromSockaddr(each->ifa_addr, isIpv6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in)));
        }
    }
    ::freeifaddrs(interfaces);
    return isFound;
}

/// A connected UDP socket talks with its peer alone, and its peer with it before any other: connect(2), udp(7).
bool isConnectedToOneOf(const QList<SocketRow> &ours, const SocketRow &row)
{
    return std::any_of(ours.begin(), ours.end(), [&row](const SocketRow &own) {
        return own.protocol == Protocol::Udp && nearness(own, row.remote) != Nearness::None;
    });
}

/// Of the sockets on its port, those that what comes to that address may reach: more than one if nobody knows which.
QList<const SocketRow *> reachedAt(const Endpoint &address, const QList<const SocketRow *> &onPort,
                                   const QList<SocketRow> &ours)
{
    QList<const SocketRow *> connected;
    QList<const SocketRow *> nearest;
    Nearness most = Nearness::OtherWildcard;
    for (const SocketRow *const row : onPort) {
        const Nearness here = nearness(*row, address);
        if (row->remote.port != 0) {
            if (here == Nearness::Bound && isConnectedToOneOf(ours, *row)) {
                connected.append(row);
            }
            continue;
        }
        if (here > most) {
            most = here;
            nearest.clear();
        }
        if (here == most) {
            nearest.append(row);
        }
    }
    return connected.isEmpty() ? nearest : connected;
}

} // namespace

void Strangers::note(const trace::Record &record, quint64 network)
{
    if (record.type != SOCK_DGRAM || m_datagramPeers.size() >= kMostDatagramPeers) {
        return;
    }
    for (const Endpoint &address : {record.address, record.peer}) {
        if (address.port != 0 && (address.family == AF_INET || address.family == AF_INET6)) {
            m_datagramPeers.insert({network, address.unmapped()});
        }
    }
}

/// The other ends of our connections, and where they came in.
void Strangers::findConnected(const NetworkTable &table, const QList<SocketRow> &ours, QList<Found> &found)
{
    QSet<quint64> own;
    std::set<Way> ends;
    for (const SocketRow &row : ours) {
        own.insert(row.cookie);
        if (row.protocol == Protocol::Tcp && row.remote.port != 0 && row.state != State::TimeWait) {
            const Way way = wayOf(row);
            ends.insert({way.second, way.first});
        }
    }
    const auto isMet = [&](const SocketRow &row) {
        // A connection that nobody has accepted is its listener's, whoever that is.
        const bool isChild = row.inode == 0 && (row.state == State::Established || row.state == State::CloseWait);
        return row.protocol == Protocol::Tcp && row.cookie != 0 && (!own.contains(row.cookie) || isChild) &&
               !m_known.contains(row.cookie) && row.state != State::TimeWait && row.remote.port != 0 &&
               ends.contains(wayOf(row));
    };
    for (const SocketRow &row : table.rows) {
        if (!isMet(row)) {
            continue;
        }
        const SocketRow *const listener = listenerAt(table.rows, row.local);
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
}

/// The sockets at the addresses that our datagrams know, if they are somebody else's.
void Strangers::findAtPeers(const NetworkTable &table, const QList<SocketRow> &ours, QList<Found> &found)
{
    QHash<quint16, QList<const SocketRow *>> onPorts;
    for (const SocketRow &row : table.rows) {
        if (row.protocol == Protocol::Udp && row.cookie != 0) {
            onPorts[row.local.port].append(&row);
        }
    }
    QSet<quint64> own;
    for (const SocketRow &row : ours) {
        own.insert(row.cookie);
    }
    const auto from = m_datagramPeers.lower_bound({table.network, Endpoint()});
    for (auto peer = from; peer != m_datagramPeers.end() && peer->first == table.network; ++peer) {
        const Endpoint &address = peer->second;
        const QList<const SocketRow *> reached = reachedAt(address, onPorts.value(address.port), ours);
        for (const SocketRow *const row : reached) {
            const bool isCertain = row->remote.port != 0 || reached.size() == 1;
            const bool isNew = !own.contains(row->cookie) && !m_known.contains(row->cookie);
            if (isCertain && isNew && (!row->local.isWildcard() || isLocal(address, table))) {
                m_known.insert(row->cookie);
                found.append({*row, 0, false});
            }
        }
    }
}

QList<Strangers::Found> Strangers::find(const NetworkTable &table, const QList<SocketRow> &ours)
{
    QList<Found> found;
    findConnected(table, ours, found);
    findAtPeers(table, ours, found);
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
