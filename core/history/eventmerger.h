// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/callcursor.h"
#include "core/history/event.h"
#include "core/history/heldcursor.h"
#include "core/history/recordinginfo.h"
#include "core/history/snapshotcursor.h"
#include "core/history/untrusteddatabase.h"

#include <atomic>
#include <map>
#include <utility>
#include <vector>

namespace zocalo::history {

/// The events of a recording in the order of their positions, taken out of its tables one by one.
class EventMerger
{
    Q_DISABLE_COPY_MOVE(EventMerger)

public:
    enum class Got { Event, End, Damage };

    explicit EventMerger(const std::atomic<bool> &cancelled) : m_database(cancelled) {}

    /// Opens the recording and reads what it says of itself. Errors: those of RecordingReader::open().
    Status open(const QString &path, RecordingInfo &info);
    /// The next event. Damage: there is none that could be it, or it cannot be what it says; nothing comes after it.
    Got next(Event &event);
    /// How many events were given.
    quint64 position() const { return m_position; }
    /// Roughly, how many bytes of memory the last event takes.
    qint64 lastBytes() const { return m_lastBytes; }

private:
    /// A table whose rows are events of one kind each.
    struct Simple
    {
        enum class Kind { Step, NextCall, Asleep, Became, Destroyed, Segment, Source, Unseen } kind;
        Cursor cursor;
    };

    bool readInfo(RecordingInfo &info);
    bool readProcesses();
    bool readProcess(Row &row);
    static ProcessStarted started(Row &row, int idColumn, int nameColumn);
    bool take(Event &event);
    bool takeCall(Event &event);
    bool takeReturn(Event &event);
    bool takeOdd(trace::Record &record, const QByteArray &payload);
    bool takeSimple(Simple &table, Event &event);
    bool isOver() const;

    UntrustedDatabase m_database; ///< must be destroyed last
    qint64 m_originNs = 0;
    quint64 m_position = 0;
    qint64 m_lastBytes = 0;
    std::vector<std::pair<quint64, Event>> m_processEvents; ///< in the order of their positions
    std::size_t m_nextProcessEvent = 0;
    QHash<ProcessId, qint64> m_pids;
    CallCursor m_calls;
    Cursor m_odd;
    SnapshotCursor m_snapshots;
    HeldCursor m_held;
    Simple m_simple[8]{{Simple::Kind::Step, {}},   {Simple::Kind::NextCall, {}},  {Simple::Kind::Asleep, {}},
                       {Simple::Kind::Became, {}}, {Simple::Kind::Destroyed, {}}, {Simple::Kind::Segment, {}},
                       {Simple::Kind::Source, {}}, {Simple::Kind::Unseen, {}}};
    std::map<quint64, CallCursor::Return> m_returns; ///< of calls that were given, not yet given themselves
};

} // namespace zocalo::history
