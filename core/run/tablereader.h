// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/connectionquery.h"
#include "core/kernel/sockettable.h"
#include "core/trace/record.h"

#include <QList>
#include <QSet>

#include <optional>

namespace zocalo::run {

/// Reads the kernel's table for a run, of the network that we are in. Where most of it is somebody else's, only those
/// places are asked for at which sockets of ours, their other ends and their children can be: the table of listening
/// sockets, that of UDP, and the connections that the last reading had, by their ends.
///
/// What is ours is in such a reading as it is in the whole table, or the whole is read after all:
/// - a socket that a record has named and whose place is not known: it is new, or has been called since;
/// - a socket that is bound and no more, which the kernel cannot be asked for alone;
/// - a socket that was there and now is not, though the kernel has not told that it freed it;
/// - a listening socket with more children in its queue than were found, or whose queue is full.
/// And at every hundredth reading, for what nothing tells of: a connection of somebody's whose handshake is not done.
class TableReader
{
public:
    /// How many rows the table has at least, beyond twice what would be asked for, before less than the whole is read.
    static constexpr qsizetype kWorthAsking = 500;

    explicit TableReader(qsizetype worthAsking = kWorthAsking) : m_worthAsking(worthAsking) {}

    /// A record names these sockets (0: none), or a process was found to hold them.
    void note(quint64 cookie);
    void note(const trace::Record &record);
    /// The kernel has freed that socket.
    void forget(quint64 cookie);
    /// The table. Errors: KernelTable, TooManyFiles.
    Result<QList<kernel::SocketRow>> read(kernel::SocketTable::Families families);
    /// Those of the rows of the last reading that are the run's. A reading that is not learned from is followed by one
    /// of the whole.
    void learn(const QList<kernel::SocketRow> &ours);
    /// The last reading was of the whole table.
    bool wasWhole() const { return m_wasWhole; }
    /// The last reading was not of the whole table, and what was noted since says that it should have been.
    bool isOutdated() const { return !m_wasWhole && !m_unplaced.isEmpty(); }

    /// All sockets that were noted are freed.
    bool isAllFreed() const { return m_named.isEmpty(); }

private:
    std::optional<QList<kernel::SocketRow>> readPlaces(kernel::SocketTable::Families families);
    bool isComplete(const QList<kernel::SocketRow> &rows) const;

    kernel::SocketTable m_table;
    kernel::ConnectionQuery m_query;
    qsizetype m_worthAsking;
    QSet<quint64> m_named;           ///< by records; not freed
    QSet<quint64> m_placed;          ///< those of them that the last reading had, where they can be asked for
    QSet<quint64> m_unplaced;        ///< named by a record since the last reading of the whole, and not placed
    QList<kernel::SocketRow> m_ours; ///< of the last reading
    QList<kernel::Ends> m_places;    ///< of the connections in m_ours, as both of their sockets have them
    bool m_isLearned = false;        ///< learn() was called for the last reading
    bool m_isNamedAnew = false;      ///< m_named has more since learn()
    bool m_hasBoundOnly = false;     ///< in m_ours
    bool m_hasLeftOver = false;      ///< a socket was freed before it had a place
    bool m_wasWhole = true;
    int m_sinceWhole = 0; ///< readings
    qsizetype m_wholeSize = 0;
};

} // namespace zocalo::run
