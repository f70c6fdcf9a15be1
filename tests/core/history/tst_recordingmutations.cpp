// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/landings.h"
#include "core/world/timeline.h"
#include "tests/core/history/recordings.h"
#include "tests/core/trace/soak.h"
#include "tests/support/historybuilder.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>

using namespace zocalo;
using namespace zocalo::history;

namespace {

/// How far a mutated file got.
struct Tally
{
    int refused = 0;
    int damaged = 0;
    int whole = 0;
};

void writeFile(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) && file.write(bytes) == bytes.size());
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Reads it as the program does: every event is folded, and every message asked for.
void read(const QString &path, Tally &tally)
{
    auto reader = RecordingReader::open(path);
    if (!reader) {
        ++tally.refused;
        return;
    }
    world::Timeline timeline;
    for (auto batch = reader.value()->next(500); !batch.isEmpty(); batch = reader.value()->next(500)) {
        for (const Event &event : std::as_const(batch))
            timeline.append(event);
    }
    world::landings(timeline.world(timeline.stepCount() - 1));
    ++(reader.value()->damage() ? tally.whole : tally.damaged);
}

/// Changes some bytes: single ones, runs, pieces copied from elsewhere, the end cut off.
void mutate(QByteArray &bytes, QRandomGenerator &random)
{
    const int changes = 1 + random.bounded(6);
    for (int i = 0; i < changes && bytes.size() > 200; ++i) {
        // The header decides whether it is looked at, so it is spared mostly.
        const bool inHeader = random.bounded(20) == 0;
        const qsizetype at = inHeader ? random.bounded(100) : random.bounded(100, int(bytes.size()));
        const qsizetype length = std::min<qsizetype>(1 + random.bounded(16), bytes.size() - at);
        switch (random.bounded(6)) {
        case 0:
            bytes[at] = char(bytes[at] ^ (1 << random.bounded(8)));
            break;
        case 1:
            bytes[at] = char(random.bounded(256));
            break;
        case 2:
            bytes.replace(at, length, QByteArray(length, random.bounded(2) == 0 ? '\0' : '\xff'));
            break;
        case 3:
            bytes.replace(at, length, bytes.mid(random.bounded(int(bytes.size() - length)), length));
            break;
        case 4: // the beginning of a page: how its tree goes on
            bytes[at / 4096 * 4096 + (at < 4096 ? 100 : 0) + random.bounded(12)] = char(random.bounded(256));
            break;
        default:
            if (random.bounded(10) == 0)
                bytes.truncate(at);
        }
    }
}

/// A statement that puts something wild into one column of one table, with a schema that stays as it should.
QByteArray wildStatement(QRandomGenerator &random)
{
    static const QList<QPair<QByteArray, QList<QByteArray>>> columns = {
        {"call", {"returned",   "id",         "process",     "thread",         "call",         "fd",       "socket",
                  "result",     "error",      "new_socket",  "address",        "address_back", "enter_ns", "took_ns",
                  "requested",  "sent_total", "sent",        "received_total", "received",     "local",    "peer",
                  "local_back", "peer_back",  "domain",      "type",           "protocol",     "flags",    "value",
                  "level",      "option",     "domain_back", "type_back",      "value_back",   "serial",   "caller",
                  "pid",        "observed_by"}},
        {"socket_row",
         {"socket", "protocol", "state", "inode", "local", "remote", "receive_queue", "send_queue", "drops", "place",
          "bytes_sent", "bytes_received"}},
        {"snapshot", {"begin_ns", "end_ns", "exact", "whole"}},
        {"process", {"pid", "name", "half", "letter", "role", "ordinal", "started", "ended", "signal"}},
        {"became", {"at", "process", "name", "pid", "parent", "outside"}},
        {"sockets_held", {"at", "process", "complete"}},
        {"held_socket", {"at", "place", "fd", "socket", "domain", "type", "protocol", "listening", "local", "peer"}},
        {"destroyed", {"at", "socket", "protocol", "state", "local", "receive_queue"}},
        {"odd_record", {"at", "record"}},
        {"recording", {"value"}},
        {"next_call", {"process", "call", "socket"}},
        {"asleep", {"process", "id"}},
        {"step", {"kind", "name"}},
        {"source", {"at", "at_ns", "id", "path", "text"}},
        {"call_line", {"entered", "source", "line"}},
        {"segment", {"at", "at_ns", "seen_ns", "length", "bytes"}},
        {"unseen", {"at", "at_ns", "pid", "name", "why", "program"}},
    };
    static const QList<QByteArray> values = {"0",
                                             "1",
                                             "-1",
                                             "2",
                                             "17",
                                             "4095",
                                             "65535",
                                             "4294967295",
                                             "4294967296",
                                             "2147483647",
                                             "-2147483648",
                                             "9223372036854775807",
                                             "-9223372036854775807",
                                             "1.5",
                                             "NULL",
                                             "'x'",
                                             "'recv'",
                                             "'send'",
                                             "'accept'",
                                             "'connect'",
                                             "'close'",
                                             "'dup2'",
                                             "'socket'",
                                             "'sendto'",
                                             "'EAGAIN'",
                                             "'127.0.0.1:9000'",
                                             "'[::1]:1'",
                                             "'0.0.0.0:0'",
                                             "zeroblob(24)",
                                             "zeroblob(4096)",
                                             "x'ff'",
                                             "'tcp'",
                                             "'udp'",
                                             "'LISTEN'",
                                             "'server'",
                                             "'io_uring'",
                                             "(SELECT socket FROM call ORDER BY random() LIMIT 1)",
                                             "abs(random() % 60)"};
    const auto &[table, names] = columns.at(random.bounded(int(columns.size())));
    const QByteArray &name = names.at(random.bounded(int(names.size())));
    const QByteArray &value = values.at(random.bounded(int(values.size())));
    const QByteArray some = random.bounded(2) == 0 ? " WHERE abs(random() % 20) = 0" : "";
    return "UPDATE " + table + " SET " + name + " = " + value + some;
}

} // namespace

/// Mutated recordings are opened without a crash, a hang or a write.
class TestRecordingMutations : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const QString path = m_folder.filePath(QStringLiteral("whole.zocalo"));
        history::RecordingInfo info = test::watchedInfo();
        info.isLaboratory = true;
        const QString text = QStringLiteral("import socket\n").repeated(100);
        QVERIFY(
            test::writeRecording(path, test::everyKindOfEvent(test::withLines(test::twinRun(2).events, text)), info));
        m_whole = readFile(path);
        const QString growing = m_folder.filePath(QStringLiteral("growing.zocalo"));
        auto writer = RecordingWriter::create(growing, info);
        QVERIFY(writer.ok());
        const QList<Event> events = test::everyKindOfEvent(test::twinRun(1).events);
        for (const Event &event : events)
            writer.value()->append(event);
        QVERIFY(writer.value()->flush().ok());
        m_growing = readFile(growing);
        m_log = readFile(growing + QLatin1String("-wal"));
        QVERIFY(!m_log.isEmpty());
        // Which numbers it drew stands in the test's output.
        m_seed = qEnvironmentVariableIntValue("ZOCALO_SEED");
        m_seed = m_seed != 0 ? m_seed : int(QRandomGenerator::global()->bounded(1, 1'000'000));
        qInfo() << "ZOCALO_SEED" << m_seed;
    }

    void mutatedBytes_areReadWithoutCrash()
    {
        QRandomGenerator random{quint32(m_seed)};
        const QString path = m_folder.filePath(QStringLiteral("mutated.zocalo"));
        Tally tally;
        const int count = test::rounds(400, 70'000);
        for (int i = 0; i < count; ++i) {
            QByteArray bytes = m_whole;
            mutate(bytes, random);
            writeFile(path, bytes);
            read(path, tally);
        }
        qInfo() << count << "files: refused" << tally.refused << "damaged" << tally.damaged << "whole" << tally.whole;
        QVERIFY(tally.refused > 0 && tally.damaged > 0);
    }

    void mutatedLogs_areReadWithoutCrash()
    {
        QRandomGenerator random{quint32(m_seed) + 1};
        const QString path = m_folder.filePath(QStringLiteral("cut.zocalo"));
        Tally tally;
        const int count = test::rounds(100, 15'000);
        for (int i = 0; i < count; ++i) {
            QByteArray bytes = m_growing;
            QByteArray log = m_log;
            mutate(random.bounded(3) == 0 ? bytes : log, random);
            writeFile(path, bytes);
            writeFile(path + QLatin1String("-wal"), log);
            read(path, tally);
        }
        qInfo() << count << "files: refused" << tally.refused << "damaged" << tally.damaged << "whole" << tally.whole;
        QVERIFY(tally.whole > 0);
    }

    void wildValues_areReadWithoutCrash()
    {
        QRandomGenerator random{quint32(m_seed) + 2};
        const QString path = m_folder.filePath(QStringLiteral("wild.zocalo"));
        Tally tally;
        const int count = test::rounds(100, 15'000);
        for (int i = 0; i < count; ++i) {
            writeFile(path, m_whole);
            sqlite3 *database = nullptr;
            QCOMPARE(sqlite3_open(QFile::encodeName(path).constData(), &database), SQLITE_OK);
            sqlite3_exec(database, "PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF", nullptr, nullptr, nullptr);
            const int statements = 1 + random.bounded(3);
            for (int j = 0; j < statements; ++j) // some break a rule of their table, and change nothing
                sqlite3_exec(database, wildStatement(random).constData(), nullptr, nullptr, nullptr);
            sqlite3_close(database);
            read(path, tally);
        }
        qInfo() << count << "files: refused" << tally.refused << "damaged" << tally.damaged << "whole" << tally.whole;
        QVERIFY(tally.damaged > 0 && tally.whole > 0);
    }

private:
    QTemporaryDir m_folder;
    QByteArray m_whole;
    QByteArray m_growing;
    QByteArray m_log;
    int m_seed = 0;
};

QTEST_GUILESS_MAIN(TestRecordingMutations)
#include "tst_recordingmutations.moc"
