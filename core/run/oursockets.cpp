// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/oursockets.h"

#include <QHash>
#include <QMultiHash>

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

namespace zocalo::trace {

/// For QSet. The port and the low bytes of the address tell enough.
static size_t qHash(const Endpoint &endpoint, size_t seed = 0)
{
    quint32 address = 0;
    std::memcpy(&address, endpoint.address.data(), sizeof address);
    return ::qHashMulti(seed, endpoint.port, endpoint.family, address);
}

} // namespace zocalo::trace

namespace zocalo::run {

using kernel::Protocol;
using kernel::SocketRow;

void OurSockets::note(const trace::Record &record)
{
    for (const quint64 cookie : {record.socket, record.newSocket}) {
        note(cookie, record.domain);
    }
}

void OurSockets::note(quint64 cookie, quint16 domain)
{
    if (cookie == 0) {
        return;
    }
    m_cookies.insert(cookie);
    // A domain of 0 was not asked for: then it may be any.
    m_ipv6 = m_ipv6 || domain == AF_INET6 || domain == 0;
}

// The kernel lists them by hash. A socket that changes its hash table while the tables are read (to TIME_WAIT) may be
// in both: the later row is the newer.
static void sortByCookie(QList<SocketRow> &rows)
{
    std::stable_sort(rows.begin(), rows.end(), [](const auto &a, const auto &b) { return a.cookie < b.cookie; });
    const auto kept =
        std::unique(rows.rbegin(), rows.rend(), [](const auto &a, const auto &b) { return a.cookie == b.cookie; });
    rows.erase(rows.begin(), kept.base());
}

OurSockets::Connection OurSockets::connectionOf(const SocketRow &row, quint64 network)
{
    // An IPv6 socket may have an IPv4 peer: the same connection, written in another way.
    return {row.local.isLoopback() ? network : 0, {row.local.unmapped(), row.remote.unmapped()}};
}

QList<SocketRow> OurSockets::pick(const QList<SocketRow> &table, quint64 network)
{
    for (const SocketRow &row : table) {
        if (row.protocol == Protocol::Tcp && row.remote.port != 0 && m_cookies.contains(row.cookie)) {
            const Connection connection = connectionOf(row, network);
            m_connections.insert(connection);
            m_connections.insert({connection.first, {connection.second.second, connection.second.first}});
        }
    }
    QMultiHash<quint16, trace::Endpoint> listening;
    for (const SocketRow &row : table) {
        if (row.state == kernel::State::Listen && m_cookies.contains(row.cookie)) {
            listening.insert(row.local.port, row.local.unmapped());
        }
    }
    const auto isChild = [&listening](const SocketRow &row) {
        const auto [first, last] = listening.equal_range(row.local.port);
        const trace::Endpoint local = row.local.unmapped();
        return row.remote.port != 0 && std::any_of(first, last, [&local](const trace::Endpoint &listener) {
                   return listener.isWildcard() || listener == local;
               });
    };
    QList<SocketRow> ours;
    for (const SocketRow &row : table) {
        const bool named = m_cookies.contains(row.cookie);
        const bool mayBeNameless = row.protocol == Protocol::Tcp && row.inode == 0;
        const bool nameless = mayBeNameless && (m_connections.contains(connectionOf(row, network)) || isChild(row));
        if (named || nameless) {
            ours.append(row);
            if (!named) {
                m_picked.insert(row.cookie);
            }
        }
    }
    sortByCookie(ours);
    return ours;
}

} // namespace zocalo::run
