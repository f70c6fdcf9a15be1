// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/untrusteddatabase.h"

#include "core/history/recordingschema.h"

#include <QFile>
#include <QFileInfo>
#include <QtEndian>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace zocalo::history {
namespace {

/// Of SQLite's file format (https://www.sqlite.org/fileformat2.html, "The Database Header").
constexpr int kHeaderBytes = 100;
constexpr char kMagic[] = "SQLite format 3"; // and the 0 that ends it
constexpr int kUserVersionAt = 60;
constexpr int kApplicationIdAt = 68;

/// The longest value, and the longest row.
constexpr int kMostValueBytes = 4 * 1024 * 1024;
/// A log is moved into its file long before it grows to this.
constexpr qint64 kMostLogBytes = qint64{512} * 1024 * 1024;
/// Steps of SQLite's machine: the way to the next row takes a few dozens of them.
constexpr int kTickSteps = 1000;
constexpr int kMostTicks = 2000;

qint64 sizeOf(const QByteArray &file)
{
    struct stat facts
    {
    };
    return ::stat(file.constData(), &facts) == 0 ? qint64{facts.st_size} : -1;
}

/// What SQLite is told to forbid, and to do, whatever the file says.
constexpr std::pair<int, int> kConfiguration[] = {
    {SQLITE_DBCONFIG_DEFENSIVE, 1},   {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},  {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
    {SQLITE_DBCONFIG_ENABLE_VIEW, 0}, {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
    {SQLITE_DBCONFIG_DQS_DML, 0},     {SQLITE_DBCONFIG_DQS_DDL, 0},         {SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1}};
constexpr std::pair<int, int> kLimits[] = {{SQLITE_LIMIT_LENGTH, kMostValueBytes},
                                           {SQLITE_LIMIT_SQL_LENGTH, 16 * 1024},
                                           {SQLITE_LIMIT_COLUMN, 64},
                                           {SQLITE_LIMIT_EXPR_DEPTH, 20},
                                           {SQLITE_LIMIT_COMPOUND_SELECT, 2},
                                           {SQLITE_LIMIT_VDBE_OP, 25'000},
                                           {SQLITE_LIMIT_FUNCTION_ARG, 8},
                                           {SQLITE_LIMIT_ATTACHED, 0},
                                           {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
                                           {SQLITE_LIMIT_VARIABLE_NUMBER, 8},
                                           {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
                                           {SQLITE_LIMIT_WORKER_THREADS, 0}};

} // namespace

Status UntrustedDatabase::open(const QString &path)
{
    m_path = path;
    if (const Status file = checkFile(); !file)
        return file;
    return openFile();
}

// Before SQLite sees the file: is it one of ours at all, and of a version that we know?
Status UntrustedDatabase::checkFile()
{
    const QByteArray file = QFile::encodeName(m_path);
    const int opened = ::open(file.constData(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (opened < 0) {
        const int number = errno;
        return Error{number == ENOENT ? ErrorCode::FileMissing : ErrorCode::FileUnreadable, m_path, {}, number};
    }
    struct stat facts
    {
    };
    std::array<char, kHeaderBytes> header{};
    const bool isFile = ::fstat(opened, &facts) == 0 && S_ISREG(facts.st_mode);
    const bool isFolder = S_ISDIR(facts.st_mode);
    const ssize_t got = isFile ? ::pread(opened, header.data(), header.size(), 0) : 0;
    const int number = got < 0 ? errno : EISDIR;
    ::close(opened);
    if (got < 0 || isFolder)
        return Error{ErrorCode::FileUnreadable, m_path, {}, number};
    if (got != kHeaderBytes || std::memcmp(header.data(), kMagic, sizeof kMagic) != 0 ||
        qFromBigEndian<quint32>(header.data() + kApplicationIdAt) != kApplicationId)
        return Error{ErrorCode::NotARecording, m_path, {}, 0};
    const auto format = qFromBigEndian<quint32>(header.data() + kUserVersionAt);
    if (format > kFormat)
        return Error{ErrorCode::RecordingNewer, m_path, QString::number(format), 0};
    m_format = format;
    return format > 0 ? Status() : Error{ErrorCode::NotARecording, m_path, {}, 0};
}

// A recording that was closed is one file, and is told to be unchangeable: SQLite then looks at nothing else. One that
// was cut off, or is still growing, has a log beside it that must be read too, without a write.
Status UntrustedDatabase::openFile()
{
    const QByteArray file = QFile::encodeName(QFileInfo(m_path).absoluteFilePath());
    const qint64 log = sizeOf(file + "-wal");
    if (log > kMostLogBytes)
        return Error{ErrorCode::RecordingDamaged, m_path, QStringLiteral("0"), 0};
    const bool hasIndex = sizeOf(file + "-shm") >= 0;
    const char *const how = log <= 0 ? "?immutable=1" : hasIndex ? "?readonly_shm=1" : "";
    // Without an index beside it SQLite would make one, unless it need not share the log with anybody.
    const char *const system = log > 0 && !hasIndex ? "unix-none" : nullptr;
    const QByteArray uri = "file:" + file.toPercentEncoding("/") + how;
    int result = sqlite3_open_v2(uri.constData(), &m_database,
                                 SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, system);
    if (result == SQLITE_OK) {
        restrain();
        if (system != nullptr)
            result = sqlite3_exec(m_database, "PRAGMA locking_mode = EXCLUSIVE", nullptr, nullptr, nullptr);
    }
    if (result == SQLITE_OK)
        result = checkSchema();
    switch (result & 0xff) {
    case SQLITE_OK:
        return {};
    case SQLITE_NOTADB:
    case SQLITE_MISMATCH:
        return Error{ErrorCode::NotARecording, m_path, {}, 0};
    case SQLITE_INTERRUPT:
        return Error{m_cancelled ? ErrorCode::Stopped : ErrorCode::RecordingDamaged, m_path, QStringLiteral("0"), 0};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_IOERR:
    case SQLITE_NOMEM:
        return Error{ErrorCode::FileUnreadable, m_path, {}, sqlite3_system_errno(m_database)};
    default:
        return Error{ErrorCode::RecordingDamaged, m_path, QStringLiteral("0"), 0};
    }
}

void UntrustedDatabase::restrain()
{
    for (const auto &[option, value] : kConfiguration)
        sqlite3_db_config(m_database, option, value, nullptr);
    for (const auto &[limit, value] : kLimits)
        sqlite3_limit(m_database, limit, value);
    sqlite3_progress_handler(m_database, kTickSteps, &UntrustedDatabase::tick, this);
    sqlite3_busy_timeout(m_database, 1000);
    for (const char *pragma : {"PRAGMA query_only = ON", "PRAGMA cell_size_check = ON", "PRAGMA mmap_size = 0",
                               "PRAGMA cache_size = -4096", "PRAGMA temp_store = MEMORY"})
        sqlite3_exec(m_database, pragma, nullptr, nullptr, nullptr);
}

// The file has exactly what we would have made: what is not there cannot run.
int UntrustedDatabase::checkSchema()
{
    Statement schema;
    if (const int result = prepare(schema, "SELECT type, name, tbl_name, sql FROM sqlite_schema"); result != SQLITE_OK)
        return result;
    const QList<TableSpec> tables = recordingTables(m_format);
    qsizetype found = 0;
    for (;;) {
        const int result = step(schema);
        if (result == SQLITE_DONE)
            return found == tables.size() ? SQLITE_OK : SQLITE_MISMATCH;
        if (result != SQLITE_ROW)
            return result;
        if (found == tables.size() || schema.bytes(0) != "table" || schema.bytes(1) != tables.at(found).name ||
            schema.bytes(2) != tables.at(found).name || schema.bytes(3) != tables.at(found).sql)
            return SQLITE_MISMATCH;
        ++found;
    }
}

int UntrustedDatabase::tick(void *self)
{
    auto &database = *static_cast<UntrustedDatabase *>(self);
    return database.m_cancelled || ++database.m_ticks > kMostTicks ? 1 : 0;
}

} // namespace zocalo::history
