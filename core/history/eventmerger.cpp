// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/eventmerger.h"

#include "core/history/recordingschema.h"
#include "core/history/recordingvalues.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace zocalo::history {
namespace {

constexpr std::size_t kMostProcesses = 100'000;
/// Calls that are open at the same time.
constexpr std::size_t kMostOpen = 1'000'000;
constexpr int kMostClients = 100'000;
constexpr int kMostLessonBytes = 1024 * 1024;
constexpr int kMostCommandBytes = 256 * 1024;
constexpr int kMostPathBytes = 16 * 1024;
/// A byte that is no character becomes three.
constexpr int kMostTextBytes = 3 * int(kMostSourceBytes);

QStringList listFrom(const QString &json)
{
    QStringList list;
    for (const QJsonValue value : QJsonDocument::fromJson(json.toUtf8()).array())
        list.append(value.toString());
    return list;
}

} // namespace

Status EventMerger::open(const QString &path, RecordingInfo &info)
{
    if (const Status opened = m_database.open(path); !opened)
        return opened;
    const bool isReadable = readInfo(info) && readProcesses() && m_calls.open(m_database) &&
                            m_odd.open(m_database, "SELECT * FROM odd_record ORDER BY at") &&
                            m_snapshots.open(m_database) && m_held.open(m_database) &&
                            m_simple[0].cursor.open(m_database, "SELECT * FROM step ORDER BY at") &&
                            m_simple[1].cursor.open(m_database, "SELECT * FROM next_call ORDER BY at") &&
                            m_simple[2].cursor.open(m_database, "SELECT * FROM asleep ORDER BY at") &&
                            m_simple[3].cursor.open(m_database, "SELECT * FROM became ORDER BY at") &&
                            m_simple[4].cursor.open(m_database, "SELECT * FROM destroyed ORDER BY at") &&
                            (m_database.format() < kFormatWithSegments ||
                             m_simple[5].cursor.open(m_database, "SELECT * FROM segment ORDER BY at")) &&
                            (m_database.format() < kFormatWithLines ||
                             m_simple[6].cursor.open(m_database, "SELECT * FROM source ORDER BY at")) &&
                            (m_database.format() < kFormatWithUnseen ||
                             m_simple[7].cursor.open(m_database, "SELECT * FROM unseen ORDER BY at"));
    return isReadable ? Status() : Error{ErrorCode::RecordingDamaged, path, QStringLiteral("0"), 0};
}

bool EventMerger::readInfo(RecordingInfo &info)
{
    Statement facts;
    if (m_database.prepare(facts, "SELECT key, value FROM recording ORDER BY key") != SQLITE_OK)
        return false;
    for (;;) {
        const int result = m_database.step(facts);
        if (result != SQLITE_ROW)
            return result == SQLITE_DONE;
        Row row(facts);
        const std::string_view key = row.text(0);
        if (key == "program")
            info.program = row.string(1);
        else if (key == "created")
            info.created = row.string(1);
        else if (key == "lesson")
            info.lesson = row.string(1);
        else if (key == "lesson_source")
            info.lessonSource = row.string(1, kMostLessonBytes).toUtf8();
        else if (key == "kind")
            info.kind = row.string(1);
        else if (key == "clients")
            info.clients = int(row.integer(1, 0, kMostClients));
        else if (key == "choices")
            info.choices = row.string(1);
        else if (key == "laboratory")
            info.isLaboratory = row.flag(1);
        else if (key == "language")
            info.language = row.string(1);
        else if (key == "command")
            info.command = listFrom(row.string(1, kMostCommandBytes));
        else if (key == "origin_ns")
            m_originNs = row.integer(1, 0, Row::kLongest);
        else if (key == "events")
            info.events = quint64(row.integer(1, 0, Row::kMostPosition));
        else if (key == "ended")
            info.isEnded = row.flag(1);
        if (!row.isGood())
            return false;
    }
}

bool EventMerger::readProcesses()
{
    Statement processes;
    if (m_database.prepare(processes, "SELECT * FROM process ORDER BY id") != SQLITE_OK)
        return false;
    for (;;) {
        const int result = m_database.step(processes);
        if (result != SQLITE_ROW) {
            std::stable_sort(m_processEvents.begin(), m_processEvents.end(),
                             [](const auto &a, const auto &b) { return a.first < b.first; });
            return result == SQLITE_DONE;
        }
        Row row(processes);
        if (m_pids.size() >= qsizetype(kMostProcesses) || !readProcess(row))
            return false;
    }
}

// What `process` and `became` have in common.
ProcessStarted EventMerger::started(Row &row, int idColumn, int nameColumn)
{
    ProcessStarted started;
    started.process = row.number<quint32>(idColumn);
    started.name = row.string(nameColumn);
    started.pid = row.integer(nameColumn + 1, 0, std::numeric_limits<quint32>::max());
    started.group = row.string(nameColumn + 2);
    started.letter = row.string(nameColumn + 3);
    started.role = row.named<Role>(nameColumn + 4, roleFromName);
    started.ordinal = int(row.integer(nameColumn + 5, 0, int(kMostProcesses)));
    started.parent = row.isNull(nameColumn + 6) ? -1 : qint64(row.number<quint32>(nameColumn + 6));
    started.outside = row.flag(nameColumn + 7);
    return started;
}

bool EventMerger::readProcess(Row &row)
{
    enum Column { Id, Name, Started = 9, StartedNs, Ended, EndedNs, ExitCode, Signal };
    const ProcessStarted started = EventMerger::started(row, Id, Name);
    const quint64 position = row.position(Started);
    m_processEvents.push_back({position, {row.moment(StartedNs, m_originNs), started}});
    m_pids.insert(started.process, started.pid);
    if (!row.isNull(Ended)) {
        ProcessEnded ended{started.process, row.number<int>(ExitCode), row.number<int>(Signal)};
        if (row.position(Ended) <= position)
            return false;
        m_processEvents.push_back({row.position(Ended), {row.moment(EndedNs, m_originNs), ended}});
    }
    return row.isGood();
}

bool EventMerger::isOver() const
{
    return m_calls.at() == 0 && m_returns.empty() && m_snapshots.at() == 0 && m_held.at() == 0 &&
           m_nextProcessEvent == m_processEvents.size() &&
           std::all_of(std::begin(m_simple), std::end(m_simple),
                       [](const Simple &table) { return table.cursor.at() == 0; });
}

EventMerger::Got EventMerger::next(Event &event)
{
    if (isOver())
        return Got::End;
    ++m_position;
    m_lastBytes = qint64(sizeof(Event));
    // A whole record that nobody has taken belongs to no call.
    if (take(event) && (m_odd.at() == 0 || m_odd.at() > m_position))
        return Got::Event;
    --m_position;
    return Got::Damage;
}

// Exactly one table has the event of this position: one that has none, or two that have it, end the reading.
bool EventMerger::take(Event &event)
{
    if (m_calls.at() == m_position)
        return takeCall(event);
    if (!m_returns.empty() && m_returns.begin()->first == m_position)
        return takeReturn(event);
    if (m_snapshots.at() == m_position) {
        const bool isRead = m_snapshots.read(m_originNs, event);
        m_lastBytes += m_snapshots.ownRows() * qint64(sizeof(kernel::SocketRow));
        return isRead && m_snapshots.advance();
    }
    if (m_held.at() == m_position) {
        const bool isRead = m_held.read(m_originNs, event);
        if (isRead)
            m_lastBytes += std::get<SocketsHeld>(event.data).sockets.size() * qint64(sizeof(HeldSocket));
        return isRead && m_held.advance();
    }
    for (Simple &table : m_simple) {
        if (table.cursor.at() == m_position)
            return takeSimple(table, event);
    }
    if (m_nextProcessEvent < m_processEvents.size() && m_processEvents[m_nextProcessEvent].first == m_position) {
        event = m_processEvents[m_nextProcessEvent++].second;
        return true;
    }
    return false;
}

bool EventMerger::takeCall(Event &event)
{
    CallCursor::Return back;
    if (!m_calls.read(m_originNs, m_pids, event, back))
        return false;
    auto &entered = std::get<CallEntered>(event.data);
    if (!takeOdd(entered.record, entered.payload) || entered.record.phase != trace::Phase::Entry)
        return false;
    m_lastBytes += entered.payload.size();
    if (back.position != 0 &&
        (m_returns.size() >= kMostOpen || !m_returns.emplace(back.position, std::move(back)).second))
        return false;
    return m_calls.advance();
}

bool EventMerger::takeReturn(Event &event)
{
    CallCursor::Return &back = m_returns.begin()->second;
    if (!takeOdd(back.data.record, back.data.payload) || back.data.record.phase != trace::Phase::Return)
        return false;
    m_lastBytes += back.data.payload.size();
    event.timeNs = back.timeNs;
    event.data = std::move(back.data);
    m_returns.erase(m_returns.begin());
    return true;
}

// A record of which the columns do not tell all is kept as a whole besides.
bool EventMerger::takeOdd(trace::Record &record, const QByteArray &payload)
{
    if (m_odd.at() == m_position) {
        Row row = m_odd.row();
        const QByteArray bytes = row.blob(1, int(sizeof record));
        const std::optional<trace::Record> whole =
            recordFromBytes({bytes.constData(), static_cast<std::size_t>(bytes.size())});
        if (!row.isGood() || !whole || !m_odd.advance())
            return false;
        record = *whole;
    }
    return trace::isPlausible(record) && record.payloadKept == quint32(payload.size());
}

bool EventMerger::takeSimple(Simple &table, Event &event)
{
    Row row = table.cursor.row();
    event.timeNs = row.moment(1, m_originNs);
    switch (table.kind) {
    case Simple::Kind::Step: {
        const std::string_view kind = row.text(2);
        const QString name = row.string(3);
        m_lastBytes += name.size() * qint64(sizeof(QChar));
        if (kind == "hold")
            event.data = Held{name};
        else if (kind == "name")
            event.data = StepNamed{name};
        else
            return false;
        break;
    }
    case Simple::Kind::NextCall:
        event.data = NextCall{row.number<quint32>(2), row.call(3, true), row.bits(4)};
        break;
    case Simple::Kind::Became:
        event.data = started(row, 2, 3);
        if (!m_pids.contains(std::get<ProcessStarted>(event.data).process))
            return false;
        break;
    case Simple::Kind::Destroyed:
        event.data = SocketDestroyed{SnapshotCursor::socketIn(row)};
        break;
    case Simple::Kind::Segment: {
        SegmentSeen segment;
        segment.seenNs = row.moment(2, m_originNs);
        segment.length = row.number<quint32>(3);
        segment.bytes = row.blob(4, SegmentSeen::kMostKept);
        m_lastBytes += segment.bytes.size();
        if (segment.bytes.isEmpty())
            event.data = SegmentsLost{segment.length};
        else
            event.data = segment;
        break;
    }
    case Simple::Kind::Source: {
        SourceSeen seen{static_cast<quint16>(row.integer(2, 1, std::numeric_limits<quint16>::max())),
                        row.string(3, kMostPathBytes),
                        {}};
        if (!row.isNull(4))
            seen.text = row.string(4, kMostTextBytes);
        m_lastBytes += (seen.path.size() + seen.text.size()) * qint64(sizeof(QChar));
        event.data = std::move(seen);
        break;
    }
    case Simple::Kind::Unseen: {
        constexpr qint64 kMostPid = std::numeric_limits<quint32>::max();
        Unseen part{row.integer(2, 0, kMostPid), row.string(3), row.named<Unseen::Why>(4, unseenFromName),
                    row.integer(5, 0, kMostPid)};
        m_lastBytes += part.name.size() * qint64(sizeof(QChar));
        event.data = std::move(part);
        break;
    }
    case Simple::Kind::Asleep:
        event.data = CallAsleep{row.bits(3), row.number<quint32>(2)};
        break;
    }
    return row.isGood() && table.cursor.advance();
}

} // namespace zocalo::history
