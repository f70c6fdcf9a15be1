// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/tablereader.h"

#include <algorithm>
#include <cstring>

namespace zocalo::kernel {

/// For QSet. Ports tell most connections of a machine apart.
static size_t qHash(const Ends &ends, size_t seed = 0)
{
    quint32 addresses[2];
    std::memcpy(&addresses[0], ends.local.address.data(), sizeof addresses[0]);
    std::memcpy(&addresses[1], ends.remote.address.data(), sizeof addresses[1]);
    return ::qHash((quint64{ends.local.port} << 16 | ends.remote.port) ^ (quint64{addresses[0]} << 32) ^ addresses[1],
                   seed);
}

} // namespace zocalo::kernel

namespace zocalo::run {

using kernel::Ends;
using kernel::Protocol;
using kernel::SocketRow;
using kernel::State;

namespace {

constexpr int kWholeEvery = 100;

bool isConnection(const SocketRow &row) { return row.protocol == Protocol::Tcp && row.remote.port != 0; }

bool isListening(const SocketRow &row) { return row.state == State::Listen; }

/// Bound, neither listening nor connected (Linux lists such sockets since 6.8).
bool isBoundOnly(const SocketRow &row)
{
    return row.protocol == Protocol::Tcp && row.remote.port == 0 && !isListening(row);
}

/// As a child is that waits in an accept queue. What is left of a closed connection has no file either.
bool isWaitingChild(const SocketRow &row)
{
    return isConnection(row) && row.inode == 0 && (row.state == State::Established || row.state == State::CloseWait);
}

} // namespace

void TableReader::note(quint64 cookie)
{
    if (cookie == 0) {
        return;
    }
    if (!m_placed.contains(cookie)) {
        m_named.insert(cookie);
        m_unplaced.insert(cookie);
        m_isNamedAnew = true;
    }
}

void TableReader::note(const trace::Record &record)
{
    note(record.socket);
    note(record.newSocket);
}

void TableReader::forget(quint64 cookie)
{
    m_named.remove(cookie);
    m_placed.remove(cookie);
    // It came and went between two readings: what is left of its connection is at a place that is not known.
    m_hasLeftOver = m_unplaced.remove(cookie) || m_hasLeftOver;
}

Result<QList<SocketRow>> TableReader::read(kernel::SocketTable::Families families)
{
    const qsizetype least = 2 * m_places.size() + m_worthAsking;
    const bool isKnown = m_isLearned && !m_hasBoundOnly && !m_hasLeftOver && m_unplaced.isEmpty();
    m_isLearned = false;
    if (isKnown && m_wholeSize >= least && ++m_sinceWhole < kWholeEvery) {
        if (std::optional<QList<SocketRow>> rows = readPlaces(families)) {
            m_wasWhole = false;
            return std::move(*rows);
        }
    }
    m_unplaced.clear();
    m_hasLeftOver = false;
    m_wasWhole = true;
    m_sinceWhole = 0;
    Result<QList<SocketRow>> rows = m_table.read({}, families);
    m_wholeSize = rows ? rows.value().size() : 0;
    return rows;
}

std::optional<QList<SocketRow>> TableReader::readPlaces(kernel::SocketTable::Families families)
{
    const auto rest = m_table.read({}, families, kernel::SocketTable::Tcp::Listening);
    const auto connections = m_query.ask(m_places);
    if (!rest || !connections) {
        return std::nullopt; // the whole table, or its failure, will tell
    }
    QList<SocketRow> rows = rest.value() + connections.value();
    return isComplete(rows) ? std::optional(std::move(rows)) : std::nullopt;
}

bool TableReader::isComplete(const QList<SocketRow> &rows) const
{
    qsizetype placed = 0;
    qint64 waiting = 0; // children in the accept queues of ours
    QList<trace::Endpoint> queues;
    for (const SocketRow &row : rows) {
        if (!m_placed.contains(row.cookie)) {
            continue;
        }
        ++placed;
        if (isListening(row) && row.receiveQueue > 0) {
            if (row.receiveQueue > row.sendQueue) {
                return false; // it is full: others may wait before it
            }
            waiting += row.receiveQueue;
            queues.append(row.local.unmapped());
        }
    }
    if (placed < m_placed.size() || waiting == 0) {
        return placed == m_placed.size();
    }
    return waiting <= std::count_if(rows.begin(), rows.end(), [&queues](const SocketRow &row) {
               return isWaitingChild(row) && std::any_of(queues.begin(), queues.end(), [&row](const auto &listener) {
                          return listener.port == row.local.port &&
                                 (listener.isWildcard() || listener == row.local.unmapped());
                      });
           });
}

void TableReader::learn(const QList<SocketRow> &ours)
{
    m_isLearned = true;
    const bool isSame = std::equal(ours.begin(), ours.end(), m_ours.begin(), m_ours.end(),
                                   [](const SocketRow &now, const SocketRow &before) {
                                       return now.cookie == before.cookie && now.local == before.local &&
                                              now.remote == before.remote && isListening(now) == isListening(before);
                                   });
    m_ours = ours;
    if (isSame && !m_isNamedAnew) {
        return;
    }
    m_isNamedAnew = false;
    m_hasBoundOnly = false;
    m_placed.clear();
    QSet<Ends> seen;
    m_places.clear();
    const auto add = [this, &seen](const Ends &ends) {
        if (!seen.contains(ends)) {
            seen.insert(ends);
            m_places.append(ends);
        }
    };
    for (const SocketRow &row : ours) {
        m_hasBoundOnly = m_hasBoundOnly || isBoundOnly(row);
        if (m_named.contains(row.cookie)) {
            m_placed.insert(row.cookie);
            m_unplaced.remove(row.cookie);
        }
        if (isConnection(row)) {
            const Ends ends{row.local.unmapped(), row.remote.unmapped()};
            add(ends);
            add({ends.remote, ends.local});
        }
    }
}

} // namespace zocalo::run
