// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/snapshotcursor.h"

#include "core/history/recordingvalues.h"

namespace zocalo::history {
namespace {

enum SnapshotColumn { At, AtNs, BeginNs, EndNs, Exact, Whole };
enum RowColumn {
    Snapshot,
    Place,
    Socket,
    Protocol,
    State,
    Inode,
    Uid,
    Local,
    Remote,
    ReceiveQueue,
    SendQueue,
    Drops,
    BytesSent,
    BytesReceived
};

} // namespace

bool SnapshotCursor::open(UntrustedDatabase &database)
{
    return Cursor::open(database, "SELECT * FROM snapshot ORDER BY at") &&
           m_rowCursor.open(database, "SELECT * FROM socket_row ORDER BY snapshot, place", Cursor::Order::Groups);
}

bool SnapshotCursor::read(qint64 originNs, Event &event)
{
    Row present = row();
    KernelSnapshot snapshot;
    event.timeNs = present.moment(AtNs, originNs);
    snapshot.beginNs = present.moment(BeginNs, originNs);
    snapshot.endNs = present.moment(EndNs, originNs);
    snapshot.exact = present.flag(Exact);
    const bool isWhole = present.flag(Whole);
    QList<Change> changes;
    if (!present.isGood() || !readChanges(changes))
        return false;
    m_ownRows = 0;
    if (isWhole) {
        m_rows.clear();
        for (const Change &change : std::as_const(changes)) {
            if (change.isGone)
                return false;
            m_rows.append(change.row);
        }
        m_ownRows = m_rows.size();
    } else if (!changes.isEmpty() && !merge(changes)) {
        return false;
    }
    snapshot.rows = m_rows;
    event.data = std::move(snapshot);
    return true;
}

kernel::SocketRow SnapshotCursor::socketIn(Row &row)
{
    kernel::SocketRow socket;
    socket.cookie = row.bits(Socket);
    socket.protocol = row.named<kernel::Protocol>(Protocol, protocolFromName);
    socket.state = row.named<kernel::State>(State, stateFromColumn);
    socket.inode = row.number<quint32>(Inode);
    socket.uid = row.number<quint32>(Uid);
    socket.local = row.address(Local);
    socket.remote = row.address(Remote);
    socket.receiveQueue = row.number<quint32>(ReceiveQueue);
    socket.sendQueue = row.number<quint32>(SendQueue);
    socket.drops = row.number<quint32>(Drops);
    socket.counted = !row.isNull(BytesSent);
    if (socket.counted) {
        socket.bytesSent = row.bits(BytesSent);
        socket.bytesReceived = row.bits(BytesReceived);
    }
    return socket;
}

bool SnapshotCursor::readChanges(QList<Change> &changes)
{
    while (m_rowCursor.at() == at()) {
        Row row = m_rowCursor.row();
        Change change;
        if (row.integer(Place, 0, kMostRows) != changes.size())
            return false;
        change.row.cookie = row.bits(Socket);
        change.isGone = row.isNull(Protocol);
        if (!change.isGone)
            change.row = socketIn(row);
        changes.append(change);
        if (!row.isGood() || changes.size() > kMostRows || !m_rowCursor.advance())
            return false;
    }
    // A row of no snapshot would stand here for ever.
    return m_rowCursor.at() == 0 || m_rowCursor.at() > at();
}

// Both are sorted by cookie: the writer sees to it.
bool SnapshotCursor::merge(const QList<Change> &changes)
{
    QList<kernel::SocketRow> merged;
    merged.reserve(m_rows.size() + changes.size());
    qsizetype before = 0;
    for (const Change &change : changes) {
        while (before < m_rows.size() && m_rows.at(before).cookie < change.row.cookie)
            merged.append(m_rows.at(before++));
        if (before < m_rows.size() && m_rows.at(before).cookie == change.row.cookie)
            ++before;
        else if (change.isGone)
            return false;
        if (!change.isGone)
            merged.append(change.row);
    }
    merged.append(m_rows.mid(before));
    m_rows = merged;
    m_ownRows = m_rows.size();
    return m_rows.size() <= kMostRows;
}

} // namespace zocalo::history
