// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/callslist.h"
#include "tests/core/history/recordings.h"
#include "tests/support/historybuilder.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

#include <sys/stat.h>

using namespace zocalo;
using namespace zocalo::history;

namespace {

/// Executes SQL in a file as somebody would who wishes ill; empty, or what SQLite says.
QString tamper(const QString &path, const QString &sql)
{
    sqlite3 *database = nullptr;
    sqlite3_open(QFile::encodeName(path).constData(), &database);
    sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 0, nullptr);
    char *message = nullptr;
    sqlite3_exec(database, sql.toUtf8().constData(), nullptr, nullptr, &message);
    const QString error = QString::fromUtf8(message);
    sqlite3_free(message);
    sqlite3_close(database);
    return error;
}

struct Found
{
    ErrorCode opened = ErrorCode::None;
    QString detail;
    QList<Event> events;
    ErrorCode damage = ErrorCode::None;
};

Found lookInto(const QString &path)
{
    Found found;
    auto reader = RecordingReader::open(path);
    if (!reader) {
        found.opened = reader.error().code;
        found.detail = reader.error().detail;
        return found;
    }
    found.events = reader.value()->readAll();
    found.damage = reader.value()->damage().error().code;
    found.detail = reader.value()->damage().error().detail;
    return found;
}

} // namespace

/// A stranger's file gives a clear error or the part that can be read: never a crash, a hang or a write.
class TestHostileRecording : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_path = m_folder->filePath(QStringLiteral("run.zocalo"));
        m_events = test::twinRun(2).events;
        QVERIFY(test::writeRecording(m_path, m_events));
    }

    void otherFiles_areNotRecordings_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("a text") << QByteArray("hello\n");
        QTest::newRow("a long text") << QByteArray(10'000, 'x');
        QTest::newRow("the beginning of a database") << QByteArray("SQLite format 3\0", 16);
        QTest::newRow("zeroes") << QByteArray(8192, '\0');
    }
    void otherFiles_areNotRecordings()
    {
        QFETCH(QByteArray, content);
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(content), content.size());
        file.close();
        QCOMPARE(lookInto(m_path).opened, ErrorCode::NotARecording);
    }

    void whatIsNoFile_isRefusedAtOnce()
    {
        QCOMPARE(lookInto(m_folder->filePath(QStringLiteral("missing.zocalo"))).opened, ErrorCode::FileMissing);
        QCOMPARE(lookInto(m_folder->path()).opened, ErrorCode::FileUnreadable);
        // A pipe that nobody writes to would wait for ever.
        const QString pipe = m_folder->filePath(QStringLiteral("pipe.zocalo"));
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QCOMPARE(lookInto(pipe).opened, ErrorCode::NotARecording);
    }

    void otherDatabase_isNotARecording()
    {
        const QString path = m_folder->filePath(QStringLiteral("other.zocalo"));
        QCOMPARE(tamper(path, QStringLiteral("CREATE TABLE call (x)")), QString());
        QCOMPARE(lookInto(path).opened, ErrorCode::NotARecording);
    }

    void newerFormat_isRefusedWithItsNumber()
    {
        QCOMPARE(tamper(m_path, QStringLiteral("PRAGMA user_version = 5")), QString());
        const Found found = lookInto(m_path);
        QCOMPARE(found.opened, ErrorCode::RecordingNewer);
        QCOMPARE(found.detail, QStringLiteral("5"));
    }

    void formatWithSegmentsWithoutTheirTable_isNotARecording()
    {
        QCOMPARE(tamper(m_path, QStringLiteral("PRAGMA user_version = 2")), QString());
        QCOMPARE(lookInto(m_path).opened, ErrorCode::NotARecording);
    }

    void formatWithLinesWithoutTheirTables_isNotARecording()
    {
        QCOMPARE(tamper(m_path, QStringLiteral("PRAGMA user_version = 3")), QString());
        QCOMPARE(lookInto(m_path).opened, ErrorCode::NotARecording);
    }

    void formatWithTheUnseenWithoutTheirTable_isNotARecording()
    {
        QVERIFY(QFile::remove(m_path) && test::writeRecording(m_path, m_events, test::watchedInfo()));
        QCOMPARE(lookInto(m_path).opened, ErrorCode::None);
        QCOMPARE(tamper(m_path, QStringLiteral("DROP TABLE unseen")), QString());
        QCOMPARE(lookInto(m_path).opened, ErrorCode::NotARecording);
    }

    void otherSchema_isNotARecording_data()
    {
        QTest::addColumn<QString>("sql");
        QTest::newRow("a view that never ends")
            << QStringLiteral("CREATE VIEW v AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                              "SELECT * FROM n");
        QTest::newRow("a view instead of a table") << QStringLiteral(
            "DROP TABLE step; CREATE VIEW step AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i "
            "+ 1 FROM n) SELECT i AS at, 0 AS at_ns, 'name' AS kind, 'x' AS name FROM n");
        QTest::newRow("a trigger") << QStringLiteral(
            "CREATE TRIGGER t AFTER INSERT ON step BEGIN DELETE FROM call; END");
        QTest::newRow("an index") << QStringLiteral("CREATE INDEX i ON call (returned)");
        QTest::newRow("an index of an expression")
            << QStringLiteral("CREATE INDEX i ON call (abs(returned)) WHERE returned > 3");
        QTest::newRow("one table less") << QStringLiteral("DROP TABLE asleep");
        QTest::newRow("one table more") << QStringLiteral("CREATE TABLE more (x)");
        QTest::newRow("one column more") << QStringLiteral("ALTER TABLE step ADD COLUMN x");
        QTest::newRow("a generated column")
            << QStringLiteral("DROP TABLE asleep; CREATE TABLE asleep (at INTEGER PRIMARY KEY, at_ns INTEGER, process "
                              "INTEGER, id AS (at * 2))");
        QTest::newRow("a virtual table") << QStringLiteral("CREATE VIRTUAL TABLE f USING fts5 (x)");
        QTest::newRow("a schema that is no SQL") << QStringLiteral(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'CREATE nonsense' WHERE name "
            "= 'step'");
        QTest::newRow("two tables on one page") << QStringLiteral(
            "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = 2, name = 'calls' WHERE "
            "name = 'step'");
    }
    void otherSchema_isNotARecording()
    {
        QFETCH(QString, sql);
        QCOMPARE(tamper(m_path, sql), QString());
        const Found found = lookInto(m_path);
        QVERIFY(found.opened == ErrorCode::NotARecording || found.opened == ErrorCode::RecordingDamaged);
        QVERIFY(found.events.isEmpty());
    }

    void sharedPages_areNoticed()
    {
        QCOMPARE(
            tamper(m_path, QStringLiteral("PRAGMA writable_schema = ON; UPDATE sqlite_schema SET rootpage = (SELECT "
                                          "rootpage FROM sqlite_schema WHERE name = 'call') WHERE name = 'step'")),
            QString());
        QVERIFY(lookInto(m_path).damage != ErrorCode::None || lookInto(m_path).opened != ErrorCode::None);
    }

    void wrongValues_endTheReading_data()
    {
        QTest::addColumn<QString>("sql");
        const char *const statements[] = {
            "UPDATE call SET fd = 'three' WHERE entered > 100",
            "UPDATE call SET fd = 1e300 WHERE entered > 100",
            "UPDATE call SET fd = 99999999999 WHERE entered > 100",
            "UPDATE call SET thread = -1 WHERE entered > 100",
            "UPDATE call SET process = 77 WHERE entered > 100",
            "UPDATE call SET call = 'nonsense' WHERE entered > 100",
            "UPDATE call SET call = zeroblob(3000000) WHERE entered > 100",
            "UPDATE call SET address = 'nowhere' WHERE entered > 100",
            "UPDATE call SET address = zeroblob(23) WHERE entered > 100",
            "UPDATE call SET sent = zeroblob(4097) WHERE entered > 100",
            "UPDATE call SET sent = zeroblob(50000000) WHERE entered > 100",
            "UPDATE call SET sent = 'text' WHERE entered > 100",
            "UPDATE call SET sent_total = -1 WHERE entered > 100",
            "UPDATE call SET error = 'ENOTHING' WHERE entered > 100",
            "UPDATE call SET error = 'EPIPE', result = 5 WHERE entered > 100",
            "UPDATE call SET enter_ns = 9223372036854775807 WHERE entered > 100",
            "UPDATE call SET took_ns = -9223372036854775807 WHERE entered > 100",
            "UPDATE call SET returned = 1 WHERE entered > 100",
            "UPDATE call SET returned = returned + 1000000 WHERE entered > 100",
            "UPDATE call SET observed_by = 'nobody' WHERE entered > 100",
            "UPDATE call SET serial = 0 WHERE entered > 100",
            "DELETE FROM call WHERE entered > 100",
            "DELETE FROM snapshot WHERE at > 100",
            "UPDATE snapshot SET exact = 2 WHERE at > 100",
            "UPDATE socket_row SET state = 'ASLEEP' WHERE snapshot > 100",
            "UPDATE socket_row SET place = place + 1000 WHERE snapshot > 100",
            "INSERT INTO socket_row (snapshot, place, socket) VALUES (3, 0, 5)",
            "UPDATE process SET ended = 1",
            "UPDATE process SET role = 'king'",
            "UPDATE process SET ordinal = 2147483647",
            "UPDATE process SET name = zeroblob(2000)",
            "UPDATE step SET kind = 'jump'",
            "UPDATE step SET name = hex(zeroblob(1000000))",
            "INSERT INTO odd_record VALUES ((SELECT max(at) FROM snapshot), zeroblob(184))",
            "INSERT INTO odd_record VALUES ((SELECT max(returned) FROM call), zeroblob(183))",
            "INSERT INTO step VALUES (-5, 0, 'name', 'x')",
            "INSERT INTO step VALUES (50, 0, 'name', 'x')",
            "INSERT INTO step VALUES (9223372036854775807, 0, 'name', 'x')",
            "INSERT INTO recording VALUES ('origin_ns', 'x') ON CONFLICT DO UPDATE SET value = excluded.value",
            "INSERT INTO recording VALUES ('lesson_source', zeroblob(3000000))",
        };
        for (const char *sql : statements)
            QTest::newRow(sql) << QString::fromLatin1(sql);
    }
    void wrongValues_endTheReading()
    {
        QFETCH(QString, sql);
        QCOMPARE(tamper(m_path, sql), QString());
        const Found found = lookInto(m_path);
        QVERIFY(found.opened == ErrorCode::RecordingDamaged || found.damage == ErrorCode::RecordingDamaged);
        QVERIFY(found.events.size() < m_events.size());
        // What was read before is as it was.
        QCOMPARE(test::firstDifference(found.events, m_events.mid(0, found.events.size())), -1);
    }

    void wrongLines_endTheReading_data()
    {
        QTest::addColumn<QString>("sql");
        const char *const statements[] = {
            "UPDATE source SET id = 0",
            "UPDATE source SET id = -1",
            "UPDATE source SET id = 65536",
            "UPDATE source SET id = 'one'",
            "UPDATE source SET path = hex(zeroblob(9000))",
            "UPDATE source SET path = zeroblob(10)",
            "UPDATE source SET text = hex(zeroblob(400000))",
            "UPDATE source SET text = zeroblob(3000000)",
            "UPDATE source SET at_ns = 9223372036854775807",
            "UPDATE source SET at = at + 1000000 WHERE id = 2",
            "DELETE FROM source WHERE id = 2",
            "UPDATE call_line SET source = -1 WHERE entered > 100",
            "UPDATE call_line SET source = 65536 WHERE entered > 100",
            "UPDATE call_line SET source = 'x' WHERE entered > 100",
            "UPDATE call_line SET line = -1 WHERE entered > 100",
            "UPDATE call_line SET line = 4294967296 WHERE entered > 100",
            "UPDATE call_line SET line = zeroblob(100) WHERE entered > 100",
            "INSERT INTO call_line VALUES (4, 1, 1)", // of no call
            "INSERT INTO call_line VALUES (-4, 1, 1)",
        };
        for (const char *sql : statements)
            QTest::newRow(sql) << QString::fromLatin1(sql);
    }
    void wrongLines_endTheReading()
    {
        QFETCH(QString, sql);
        m_events = test::withLines(m_events, QStringLiteral("import socket\n"));
        QVERIFY(QFile::remove(m_path) && test::writeRecording(m_path, m_events, test::watchedInfo()));
        QCOMPARE(lookInto(m_path).events.size(), m_events.size());
        QCOMPARE(tamper(m_path, sql), QString());
        const Found found = lookInto(m_path);
        QVERIFY(found.opened == ErrorCode::RecordingDamaged || found.damage == ErrorCode::RecordingDamaged);
        QVERIFY(found.events.size() < m_events.size());
        QCOMPARE(test::firstDifference(found.events, m_events.mid(0, found.events.size())), -1);
    }

    void wrongUnseen_endsTheReading_data()
    {
        QTest::addColumn<QString>("sql");
        const char *const statements[] = {
            "UPDATE unseen SET pid = -1",
            "UPDATE unseen SET pid = 4294967296",
            "UPDATE unseen SET pid = 'x'",
            "UPDATE unseen SET name = hex(zeroblob(600))",
            "UPDATE unseen SET name = zeroblob(10)",
            "UPDATE unseen SET why = 'because'",
            "UPDATE unseen SET why = 1",
            "UPDATE unseen SET program = -1",
            "UPDATE unseen SET program = 4294967296",
            "UPDATE unseen SET at_ns = 9223372036854775807",
            "UPDATE unseen SET at = at + 1000000",
        };
        for (const char *sql : statements)
            QTest::newRow(sql) << QString::fromLatin1(sql);
    }
    void wrongUnseen_endsTheReading()
    {
        QFETCH(QString, sql);
        m_events.append({m_events.last().timeNs, Unseen{4242, QStringLiteral("x"), Unseen::Why::Static, 4241}});
        QVERIFY(QFile::remove(m_path) && test::writeRecording(m_path, m_events, test::watchedInfo()));
        QCOMPARE(lookInto(m_path).events.size(), m_events.size());
        QCOMPARE(tamper(m_path, sql), QString());
        const Found found = lookInto(m_path);
        QVERIFY(found.opened == ErrorCode::RecordingDamaged || found.damage == ErrorCode::RecordingDamaged);
        QVERIFY(found.events.size() < m_events.size());
        QCOMPARE(test::firstDifference(found.events, m_events.mid(0, found.events.size())), -1);
    }

    /// Lines of a file that was never told of, or that it does not have, are kept as numbers and claim nothing.
    void linesOfNoFile_claimNothing()
    {
        m_events = test::withLines(m_events, QStringLiteral("import socket\n"));
        QVERIFY(QFile::remove(m_path) && test::writeRecording(m_path, m_events, test::watchedInfo()));
        QCOMPARE(tamper(m_path, QStringLiteral("UPDATE call_line SET source = 7, line = 4294967295")), QString());
        const Found found = lookInto(m_path);
        QCOMPARE(found.damage, ErrorCode::None);
        const QList<world::CallLine> calls = world::callsList(found.events);
        QVERIFY(!calls.isEmpty());
        for (const world::CallLine &call : calls)
            QCOMPARE(call.caller, QString());
    }

    void truncatedFile_givesWhatCanBeRead()
    {
        const qint64 size = QFileInfo(m_path).size();
        for (qint64 left = size - 1; left > 100; left -= 1000) {
            QVERIFY(QFile::resize(m_path, left));
            const Found found = lookInto(m_path);
            QVERIFY(found.opened != ErrorCode::None || found.damage != ErrorCode::None ||
                    found.events.size() == m_events.size());
            QCOMPARE(test::firstDifference(found.events, m_events.mid(0, found.events.size())), -1);
        }
    }

    void nonsenseBesideIt_isNotTouched_data()
    {
        QTest::addColumn<QString>("ending");
        for (const char *ending : {"-wal", "-shm", "-journal"})
            QTest::newRow(ending) << QString::fromLatin1(ending);
    }
    void nonsenseBesideIt_isNotTouched()
    {
        QFETCH(QString, ending);
        QFile beside(m_path + ending);
        const QByteArray nonsense(70'000, 'z');
        QVERIFY(beside.open(QIODevice::WriteOnly) && beside.write(nonsense) == nonsense.size());
        beside.close();
        const QStringList files = QDir(m_folder->path()).entryList(QDir::Files);
        const Found found = lookInto(m_path);
        QVERIFY(found.opened != ErrorCode::None || test::firstDifference(found.events, m_events) == -1);
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files), files);
        QVERIFY(beside.open(QIODevice::ReadOnly));
        QCOMPARE(beside.readAll(), nonsense);
    }

    void cancelledReading_ends()
    {
        auto reader = RecordingReader::open(m_path);
        QVERIFY(reader.ok());
        QCOMPARE(reader.value()->next(10).size(), 10);
        reader.value()->cancel();
        QVERIFY(reader.value()->next(10).isEmpty());
        QCOMPARE(reader.value()->damage().error().code, ErrorCode::Stopped);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    QList<Event> m_events;
};

QTEST_GUILESS_MAIN(TestHostileRecording)
#include "tst_hostilerecording.moc"
