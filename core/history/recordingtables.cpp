// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/recordingtables.h"

#include "core/history/recordingschema.h"
#include "core/history/recordingvalues.h"

#include <QDateTime>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace zocalo::history {
namespace {

/// Pages that the log beside the file holds before they are moved into it.
constexpr int kLogPages = 4000;

int execute(sqlite3 *database, const QByteArray &sql)
{
    return sqlite3_exec(database, sql.constData(), nullptr, nullptr, nullptr);
}

/// Up to the first that fails.
int executeAll(sqlite3 *database, const QList<QByteArray> &statements)
{
    int result = SQLITE_OK;
    for (const QByteArray &sql : statements) {
        result = result == SQLITE_OK ? execute(database, sql) : result;
    }
    return result;
}

/// Sorted by cookie, each of them once: then only changes need to be written.
bool isSorted(const QList<kernel::SocketRow> &rows)
{
    return std::adjacent_find(rows.begin(), rows.end(),
                              [](const auto &a, const auto &b) { return a.cookie >= b.cookie; }) == rows.end();
}

} // namespace

// Whoever adds a kind of event adds it here, in EventMerger and in docs/recording.md.
static_assert(std::variant_size_v<EventData> == 15);

struct RecordingTables::Keeper
{
    RecordingTables &tables;
    qint64 timeNs;

    int operator()(const ProcessStarted &started) { return tables.writeStarted(timeNs, started); }
    int operator()(const ProcessEnded &ended) { return tables.writeEnded(timeNs, ended); }
    int operator()(const NextCall &next) { return tables.writeNext(timeNs, next); }
    int operator()(const CallAsleep &asleep) { return tables.writeAsleep(timeNs, asleep); }
    int operator()(const KernelSnapshot &snapshot) { return tables.writeSnapshot(timeNs, snapshot); }
    int operator()(const SocketDestroyed &destroyed) { return tables.writeDestroyed(timeNs, destroyed); }
    int operator()(const StepNamed &named) { return tables.writeStep(timeNs, "name", named.name); }
    int operator()(const Held &held) { return tables.writeStep(timeNs, "hold", held.name); }
    int operator()(const SocketsHeld &held) { return tables.writeSocketsHeld(timeNs, held); }
    int operator()(const SegmentSeen &segment) { return tables.writeSegment(timeNs, segment); }
    int operator()(const SegmentsLost &lost) { return tables.writeLost(timeNs, lost); }
    int operator()(const SourceSeen &seen) { return tables.writeSource(timeNs, seen); }
    int operator()(const Unseen &part) { return tables.writeUnseen(timeNs, part); }
    int operator()(const CallEntered &entered)
    {
        tables.keepEntry(timeNs, entered);
        return SQLITE_OK;
    }
    int operator()(const CallReturned &returned)
    {
        tables.keepReturn(timeNs, returned);
        return SQLITE_OK;
    }
};

RecordingTables::~RecordingTables()
{
    finalize();
    sqlite3_close(m_database);
}

void RecordingTables::finalize()
{
    for (Statement *statement :
         {&m_begin,      &m_commit,     &m_rollback,   &m_fact,   &m_insertProcess, &m_became,
          &m_endProcess, &m_insertCall, &m_updateCall, &m_odd,    &m_snapshot,      &m_row,
          &m_destroyed,  &m_step,       &m_next,       &m_asleep, &m_held,          &m_heldSocket,
          &m_segment,    &m_source,     &m_callLine,   &m_unseen})
        statement->finalize();
}

Status RecordingTables::failure(int result) const
{
    int number = result == SQLITE_FULL ? ENOSPC : m_database == nullptr ? 0 : sqlite3_system_errno(m_database);
    if (number == 0)
        number = result == SQLITE_NOMEM ? ENOMEM : result == SQLITE_READONLY ? EROFS : EIO;
    return Error{m_isMade ? ErrorCode::RecordingStuck : ErrorCode::FileUnwritable, m_path, {}, number};
}

Status RecordingTables::create(const QString &path, const RecordingInfo &info)
{
    m_path = path;
    // Whoever reads only the older format can read all that has nothing new in it.
    m_format = !info.command.isEmpty() ? kFormatWithUnseen : info.isLaboratory ? kFormatWithSegments : kFormatPlain;
    if (const Status made = makeFile(); !made)
        return made;
    // An absolute path: SQLite gives some words a meaning of their own.
    const QByteArray file = QFile::encodeName(QFileInfo(path).absoluteFilePath());
    int result = sqlite3_open_v2(file.constData(), &m_database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    if (result == SQLITE_OK)
        result = makeTables(info);
    if (result == SQLITE_OK)
        result = prepare();
    m_isMade = result == SQLITE_OK;
    if (m_isMade)
        return {};
    const Status failed = failure(result);
    finalize(); // what is prepared keeps a database from being closed
    sqlite3_close(m_database);
    m_database = nullptr;
    for (const char *ending : {"", "-wal", "-shm"})
        ::unlink((file + ending).constData());
    return failed;
}

Status RecordingTables::makeFile()
{
    const QByteArray file = QFile::encodeName(m_path);
    const int made = ::open(file.constData(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666);
    if (made < 0) {
        const int number = errno;
        return Error{number == EEXIST ? ErrorCode::FileExists : ErrorCode::FileUnwritable, m_path, {}, number};
    }
    ::close(made);
    // What a recording of that name left beside it is of a file that is no more.
    for (const char *ending : {"-wal", "-shm", "-journal"})
        ::unlink((file + ending).constData());
    return {};
}

int RecordingTables::makeTables(const RecordingInfo &info)
{
    sqlite3_busy_timeout(m_database, 2000);
    QList<QByteArray> statements{
        "PRAGMA page_size = 4096",
        "PRAGMA application_id = " + QByteArray::number(kApplicationId),
        "PRAGMA user_version = " + QByteArray::number(m_format),
        "BEGIN",
    };
    for (const TableSpec &table : recordingTables(m_format))
        statements.append(table.sql);
    int result = executeAll(m_database, statements);
    if (result == SQLITE_OK)
        result = m_fact.prepare(m_database, "INSERT OR REPLACE INTO recording VALUES (?, ?)");
    if (result == SQLITE_OK)
        result = writeFacts(info);
    if (result != SQLITE_OK)
        return result;
    return executeAll(m_database, {"COMMIT", "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
                                   "PRAGMA wal_autocheckpoint = " + QByteArray::number(kLogPages)});
}

int RecordingTables::writeFacts(const RecordingInfo &info)
{
    const QString created =
        info.created.isEmpty() ? QDateTime::currentDateTimeUtc().toString(Qt::ISODate) : info.created;
    const QByteArray command =
        info.command.isEmpty() ? QByteArray()
                               : QJsonDocument(QJsonArray::fromStringList(info.command)).toJson(QJsonDocument::Compact);
    const std::pair<const char *, QVariant> facts[] = {
        {"program", info.program},   {"created", created},
        {"lesson", info.lesson},     {"lesson_source", QString::fromUtf8(info.lessonSource)},
        {"kind", info.kind},         {"clients", info.clients > 0 ? QVariant(info.clients) : QVariant(QString())},
        {"language", info.language}, {"command", QString::fromUtf8(command)},
        {"choices", info.choices},
    };
    if (info.isLaboratory) {
        if (const int result = writeFact("laboratory", 1); result != SQLITE_OK)
            return result;
    }
    for (const auto &[key, value] : facts) {
        if (value.typeId() == QMetaType::QString && value.toString().isEmpty())
            continue;
        if (const int result = writeFact(key, value); result != SQLITE_OK)
            return result;
    }
    return SQLITE_OK;
}

int RecordingTables::prepare()
{
    QByteArray parameters = "?";
    for (int i = 1; i < int(CallColumn::Count); ++i)
        parameters += ",?";
    const QByteArray insertCall = "INSERT INTO call VALUES (" + parameters + ")";
    const std::pair<Statement *, const char *> statements[] = {
        {&m_begin, "BEGIN IMMEDIATE"},
        {&m_commit, "COMMIT"},
        {&m_rollback, "ROLLBACK"},
        {&m_insertProcess, "INSERT INTO process (name, pid, half, letter, role, ordinal, parent, outside, started, "
                           "started_ns, id) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&m_became,
         "INSERT INTO became (name, pid, half, letter, role, ordinal, parent, outside, at, at_ns, process) VALUES "
         "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&m_endProcess, "UPDATE process SET ended = ?, ended_ns = ?, exit_code = ?, signal = ? WHERE id = ?"},
        {&m_insertCall, insertCall.constData()},
        {&m_updateCall,
         "UPDATE call SET returned = ?, result = ?, error = ?, new_socket = ?, address_back = ?, took_ns = ?, "
         "received_total = ?, received = ?, local_back = ?, peer_back = ?, domain_back = ?, type_back = ?, "
         "protocol_back = ?, value_back = ? WHERE entered = ?"},
        {&m_odd, "INSERT INTO odd_record VALUES (?, ?)"},
        {&m_snapshot, "INSERT INTO snapshot VALUES (?, ?, ?, ?, ?, ?)"},
        {&m_row, "INSERT INTO socket_row VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&m_destroyed, "INSERT INTO destroyed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
        {&m_step, "INSERT INTO step VALUES (?, ?, ?, ?)"},
        {&m_next, "INSERT INTO next_call VALUES (?, ?, ?, ?, ?)"},
        {&m_asleep, "INSERT INTO asleep VALUES (?, ?, ?, ?)"},
        {&m_held, "INSERT INTO sockets_held VALUES (?, ?, ?, ?)"},
        {&m_heldSocket, "INSERT INTO held_socket VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"},
    };
    if (m_format >= kFormatWithLines) {
        int result = m_source.prepare(m_database, "INSERT INTO source VALUES (?, ?, ?, ?, ?)");
        if (result == SQLITE_OK)
            result = m_callLine.prepare(m_database, "INSERT INTO call_line VALUES (?, ?, ?)");
        if (result != SQLITE_OK)
            return result;
    }
    if (m_format >= kFormatWithUnseen) {
        const int result = m_unseen.prepare(m_database, "INSERT INTO unseen VALUES (?, ?, ?, ?, ?, ?)");
        if (result != SQLITE_OK)
            return result;
    }
    if (m_format >= kFormatWithSegments) {
        const int result = m_segment.prepare(m_database, "INSERT INTO segment VALUES (?, ?, ?, ?, ?)");
        if (result != SQLITE_OK)
            return result;
    }
    for (const auto &[statement, sql] : statements) {
        if (const int result = statement->prepare(m_database, sql); result != SQLITE_OK)
            return result;
    }
    return SQLITE_OK;
}

int RecordingTables::writeFact(const char *key, const QVariant &value)
{
    m_fact.bindCopy(0, QString::fromLatin1(key));
    if (value.typeId() == QMetaType::QString)
        m_fact.bindCopy(1, value.toString());
    else
        m_fact.bind(1, value.toLongLong());
    return m_fact.run();
}

Status RecordingTables::write(std::span<const Event> events)
{
    if (!m_failure || events.empty())
        return m_failure;
    int result = m_begin.run();
    if (result == SQLITE_OK) {
        result = writeAll(events);
        if (result == SQLITE_OK)
            result = m_commit.run();
        if (result != SQLITE_OK) {
            m_failure = failure(result);
            m_rollback.run();
        }
    } else {
        m_failure = failure(result);
    }
    return m_failure;
}

int RecordingTables::writeAll(std::span<const Event> events)
{
    if (!m_originNs) {
        m_originNs = events.front().timeNs;
        if (const int result = writeFact("origin_ns", *m_originNs); result != SQLITE_OK)
            return result;
    }
    for (const Event &event : events) {
        if (const int result = std::visit(Keeper{*this, event.timeNs - *m_originNs}, event.data); result != SQLITE_OK)
            return result;
    }
    const int result = writeCalls();
    return result == SQLITE_OK ? writeFact("events", static_cast<qlonglong>(m_position)) : result;
}

Status RecordingTables::close()
{
    if (m_database == nullptr)
        return m_failure;
    int result = m_failure ? writeFact("ended", 1) : SQLITE_OK;
    finalize();
    // Also moves the log into the file, and removes it.
    if (result == SQLITE_OK && m_failure)
        result = execute(m_database, "PRAGMA journal_mode = DELETE");
    if (result != SQLITE_OK)
        m_failure = failure(result);
    sqlite3_close(m_database);
    m_database = nullptr;
    return m_failure;
}

// --- Processes, steps
// -------------------------------------------------------------------------------------------------

int RecordingTables::writeStarted(qint64 timeNs, const ProcessStarted &started)
{
    // A process that is started again has become another program.
    Statement &statement = m_processes.contains(started.process) ? m_became : m_insertProcess;
    m_processes.insert(started.process, started.pid);
    const std::string_view role = roleName(started.role);
    statement.bindCopy(0, started.name);
    statement.bind(1, started.pid);
    statement.bindCopy(2, started.group);
    statement.bindCopy(3, started.letter);
    statement.bindText(4, role.data(), qsizetype(role.size()));
    statement.bind(5, started.ordinal);
    if (started.parent >= 0)
        statement.bind(6, started.parent);
    else
        statement.bindNull(6);
    statement.bind(7, started.outside ? 1 : 0);
    statement.bindUnsigned(8, ++m_position);
    statement.bind(9, timeNs);
    statement.bind(10, started.process);
    return statement.run();
}

int RecordingTables::writeEnded(qint64 timeNs, const ProcessEnded &ended)
{
    if (!m_processes.contains(ended.process) || m_ended.contains(ended.process))
        return SQLITE_OK;
    m_ended.insert(ended.process);
    m_endProcess.bindUnsigned(0, ++m_position);
    m_endProcess.bind(1, timeNs);
    m_endProcess.bind(2, ended.exitCode);
    m_endProcess.bind(3, ended.signal);
    m_endProcess.bind(4, ended.process);
    return m_endProcess.run();
}

int RecordingTables::writeNext(qint64 timeNs, const NextCall &next)
{
    m_next.bindUnsigned(0, ++m_position);
    m_next.bind(1, timeNs);
    m_next.bind(2, next.process);
    if (const std::string_view name = trace::callName(next.call); next.call != trace::Call::Unknown)
        m_next.bindText(3, name.data(), qsizetype(name.size()));
    else
        m_next.bindNull(3);
    m_next.bindUnsigned(4, next.socket);
    return m_next.run();
}

int RecordingTables::writeAsleep(qint64 timeNs, const CallAsleep &asleep)
{
    m_asleep.bindUnsigned(0, ++m_position);
    m_asleep.bind(1, timeNs);
    m_asleep.bind(2, asleep.process);
    m_asleep.bindUnsigned(3, asleep.id);
    return m_asleep.run();
}

int RecordingTables::writeStep(qint64 timeNs, const char *kind, const QString &name)
{
    m_step.bindUnsigned(0, ++m_position);
    m_step.bind(1, timeNs);
    m_step.bindText(2, kind, qsizetype(qstrlen(kind)));
    m_step.bindCopy(3, name);
    return m_step.run();
}

int RecordingTables::writeSegment(qint64 timeNs, const SegmentSeen &segment)
{
    if (m_format < kFormatWithSegments)
        return SQLITE_OK; // of a run without a laboratory there are none
    m_segment.bindUnsigned(0, ++m_position);
    m_segment.bind(1, timeNs);
    m_segment.bind(2, segment.seenNs - *m_originNs);
    m_segment.bind(3, segment.length);
    m_segment.bindCopiedBytes(4, segment.bytes.left(SegmentSeen::kMostKept));
    return m_segment.run();
}

/// A row without bytes, which no packet has: what reads it as one finds none.
int RecordingTables::writeLost(qint64 timeNs, const SegmentsLost &lost)
{
    return writeSegment(timeNs, {timeNs + *m_originNs, lost.packets, {}});
}

// --- The kernel's table
// -----------------------------------------------------------------------------------------------

int RecordingTables::writeSnapshot(qint64 timeNs, const KernelSnapshot &snapshot)
{
    const bool isWhole = !m_hasSnapshot || !isSorted(snapshot.rows) || !isSorted(m_rows);
    const quint64 at = ++m_position;
    m_snapshot.bindUnsigned(0, at);
    m_snapshot.bind(1, timeNs);
    m_snapshot.bind(2, snapshot.beginNs - *m_originNs);
    m_snapshot.bind(3, snapshot.endNs - *m_originNs);
    m_snapshot.bind(4, snapshot.exact ? 1 : 0);
    m_snapshot.bind(5, isWhole ? 1 : 0);
    int result = m_snapshot.run();
    int place = 0;
    qsizetype before = 0;
    for (const kernel::SocketRow &row : snapshot.rows) {
        while (!isWhole && result == SQLITE_OK && before < m_rows.size() && m_rows.at(before).cookie < row.cookie)
            result = writeGone(at, place++, m_rows.at(before++).cookie);
        const bool isKnown = !isWhole && before < m_rows.size() && m_rows.at(before).cookie == row.cookie;
        const bool isSame = isKnown && m_rows.at(before) == row;
        before += isKnown ? 1 : 0;
        if (result == SQLITE_OK && !isSame)
            result = writeRow(at, place++, row);
    }
    while (!isWhole && result == SQLITE_OK && before < m_rows.size())
        result = writeGone(at, place++, m_rows.at(before++).cookie);
    m_rows = snapshot.rows;
    m_hasSnapshot = true;
    return result;
}

int RecordingTables::writeRow(quint64 snapshot, int place, const kernel::SocketRow &row)
{
    m_row.bindUnsigned(0, snapshot);
    m_row.bind(1, place);
    bindRow(m_row, row);
    return m_row.run();
}

// The columns of a socket are the same in both of the tables that have them.
void RecordingTables::bindRow(Statement &statement, const kernel::SocketRow &row)
{
    const std::string_view protocol = protocolName(row.protocol);
    const std::string_view state = stateColumn(row.state);
    statement.bindUnsigned(2, row.cookie);
    statement.bindText(3, protocol.data(), qsizetype(protocol.size()));
    statement.bindText(4, state.data(), qsizetype(state.size()));
    statement.bind(5, row.inode);
    statement.bind(6, row.uid);
    bindAddress(statement, 7, row.local);
    bindAddress(statement, 8, row.remote);
    statement.bind(9, row.receiveQueue);
    statement.bind(10, row.sendQueue);
    statement.bind(11, row.drops);
    if (row.counted) {
        statement.bindUnsigned(12, row.bytesSent);
        statement.bindUnsigned(13, row.bytesReceived);
    } else {
        statement.bindNull(12);
        statement.bindNull(13);
    }
}

int RecordingTables::writeDestroyed(qint64 timeNs, const SocketDestroyed &destroyed)
{
    m_destroyed.bindUnsigned(0, ++m_position);
    m_destroyed.bind(1, timeNs);
    bindRow(m_destroyed, destroyed.row);
    return m_destroyed.run();
}

int RecordingTables::writeGone(quint64 snapshot, int place, SocketId socket)
{
    m_row.bindUnsigned(0, snapshot);
    m_row.bind(1, place);
    m_row.bindUnsigned(2, socket);
    for (int column = 3; column < 14; ++column)
        m_row.bindNull(column);
    return m_row.run();
}

} // namespace zocalo::history
