// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/event.h"
#include "core/history/recordinginfo.h"
#include "core/history/statement.h"

#include <QHash>
#include <QSet>
#include <QVariant>

#include <array>
#include <optional>
#include <span>
#include <vector>

namespace zocalo::history {

/// Puts events into the tables of a recording that is being written: positions, rows, what changed. On one thread.
class RecordingTables
{
    Q_DISABLE_COPY_MOVE(RecordingTables)

public:
    RecordingTables() = default;
    /// Closes the file as it is.
    ~RecordingTables();

    /// See RecordingWriter::create().
    Status create(const QString &path, const RecordingInfo &info);
    /// Writes these events, all of them or none. Once it has failed, nothing more is written.
    /// Errors: RecordingStuck.
    Status write(std::span<const Event> events);
    /// Marks the recording as ended, and makes one file of it. Errors: RecordingStuck.
    Status close();

private:
    /// A call whose row is not written yet, or that has not returned.
    struct CallRow
    {
        quint64 entered = 0;
        qint64 enterNs = 0;
        CallEntered entry;
        quint64 returned = 0; ///< 0: it has not
        qint64 exitNs = 0;
        trace::Record back;
        QByteArray received;
    };
    /// The parameters of a statement that are a call's return, in the order of m_updateCall.
    using ReturnColumns = std::array<int, 14>;
    /// Puts an event to be written into the present transaction.
    struct Keeper;

    Status makeFile();
    int makeTables(const RecordingInfo &info);
    int writeFacts(const RecordingInfo &info);
    int prepare();
    int writeAll(std::span<const Event> events);
    int writeFact(const char *key, const QVariant &value);
    int writeStarted(qint64 timeNs, const ProcessStarted &started);
    int writeEnded(qint64 timeNs, const ProcessEnded &ended);
    int writeSocketsHeld(qint64 timeNs, const SocketsHeld &held);
    int writeSource(qint64 timeNs, const SourceSeen &seen);
    int writeUnseen(qint64 timeNs, const Unseen &part);
    int writeLine(const CallRow &row);
    int writeNext(qint64 timeNs, const NextCall &next);
    int writeAsleep(qint64 timeNs, const CallAsleep &asleep);
    int writeSegment(qint64 timeNs, const SegmentSeen &segment);
    int writeLost(qint64 timeNs, const SegmentsLost &lost);
    int writeStep(qint64 timeNs, const char *kind, const QString &name);
    int writeSnapshot(qint64 timeNs, const KernelSnapshot &snapshot);
    int writeRow(quint64 snapshot, int place, const kernel::SocketRow &row);
    void bindRow(Statement &statement, const kernel::SocketRow &row);
    int writeDestroyed(qint64 timeNs, const SocketDestroyed &destroyed);
    int writeGone(quint64 snapshot, int place, SocketId socket);
    void finalize();
    void keepEntry(qint64 timeNs, const CallEntered &entered);
    void keepReturn(qint64 timeNs, const CallReturned &returned);
    int writeCalls();
    int insertCall(const CallRow &row);
    int updateCall(const CallRow &row);
    void bindReturn(Statement &statement, const CallRow &row, const ReturnColumns &columns);
    void bindAddress(Statement &statement, int index, const trace::Endpoint &endpoint);
    int writeOdd(const CallRow &row, bool entry, bool back);
    Status failure(int result) const;

    QString m_path;
    sqlite3 *m_database = nullptr;
    quint32 m_format = 0;
    bool m_isMade = false;
    Status m_failure;
    quint64 m_position = 0; ///< of the last event
    std::optional<qint64> m_originNs;
    QHash<ProcessId, qint64> m_processes; ///< their pids
    QSet<ProcessId> m_ended;
    QHash<CallId, CallRow> m_open;      ///< entered, not returned
    std::vector<CallRow> m_fresh;       ///< of the present transaction, in the order of their entries
    QHash<CallId, qsizetype> m_indexes; ///< in m_fresh
    std::vector<CallRow> m_returns;     ///< of the present transaction, of calls entered before it
    bool m_hasSnapshot = false;
    QList<kernel::SocketRow> m_rows; ///< of the last snapshot

    Statement m_begin, m_commit, m_rollback, m_fact, m_insertProcess, m_became, m_endProcess, m_insertCall,
        m_updateCall, m_odd, m_snapshot, m_row, m_destroyed, m_step, m_next, m_asleep, m_held, m_heldSocket, m_segment,
        m_source, m_callLine, m_unseen;
};

} // namespace zocalo::history
