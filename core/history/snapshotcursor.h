// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/cursor.h"

namespace zocalo::history {

/// The tables `snapshot` and `socket_row` together: each snapshot whole.
class SnapshotCursor : public Cursor
{
public:
    bool open(UntrustedDatabase &database);
    /// Reads the present snapshot. False: it cannot be what it says.
    bool read(qint64 originNs, Event &event);
    /// The socket in a row of `socket_row` or of `destroyed`, which have the same columns for it.
    static kernel::SocketRow socketIn(Row &row);
    /// How many rows the last one has of its own, which it does not share with the one before.
    qsizetype ownRows() const { return m_ownRows; }

    /// More sockets no kernel's table of a run has.
    static constexpr qsizetype kMostRows = 200'000;

private:
    struct Change
    {
        kernel::SocketRow row;
        bool isGone = false;
    };
    bool readChanges(QList<Change> &changes);
    bool merge(const QList<Change> &changes);

    Cursor m_rowCursor;
    QList<kernel::SocketRow> m_rows;
    qsizetype m_ownRows = 0;
};

} // namespace zocalo::history
