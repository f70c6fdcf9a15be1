// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/history/recordings.h"
#include "tests/support/historybuilder.h"
#include "tests/support/questions.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <sqlite3.h>
#include <sys/socket.h>

using namespace zocalo;
using namespace zocalo::history;
using zocalo::test::ask;
using zocalo::test::firstDifference;
using zocalo::test::writeRecording;

namespace {

bool hasSegments(const QList<Event> &events)
{
    return std::any_of(events.begin(), events.end(),
                       [](const Event &event) { return std::holds_alternative<history::SegmentSeen>(event.data); });
}

QList<Event> readAll(const QString &path, RecordingInfo *info = nullptr)
{
    auto reader = RecordingReader::open(path);
    if (!reader) {
        qWarning() << int(reader.error().code) << reader.error().detail;
        return {};
    }
    if (info)
        *info = reader.value()->info();
    const QList<Event> events = reader.value()->readAll();
    if (!reader.value()->damage())
        qWarning() << "damage" << reader.value()->damage().error().detail;
    return events;
}

} // namespace

/// What is written is what is read, whatever it is.
class TestRecording : public QObject
{
    Q_OBJECT

private slots:
    void lessonRuns_comeBackAsTheyWere_data()
    {
        QTest::addColumn<QList<Event>>("events");
        QTest::newRow("twin") << test::twinRun(3).events;
        QTest::newRow("pair over TCP") << test::pairRun(kernel::Protocol::Tcp);
        QTest::newRow("pair over UDP") << test::pairRun(kernel::Protocol::Udp);
        QTest::newRow("every kind of event") << test::everyKindOfEvent(test::twinRun(1).events);
        QTest::newRow("nothing") << QList<Event>();
    }
    void lessonRuns_comeBackAsTheyWere()
    {
        QFETCH(QList<Event>, events);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        RecordingInfo info = hasSegments(events) ? test::watchedInfo() : RecordingInfo(); // it has all tables
        info.isLaboratory = hasSegments(events);
        QVERIFY(writeRecording(path, events, info));
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("run.zocalo")});
        QCOMPARE(firstDifference(readAll(path), events), -1);
    }

    void laboratory_comesBackWithoutTheTablesOfLines()
    {
        QList<Event> events = test::everyKindOfEvent(test::twinRun(1).events);
        events.removeIf([](const Event &event) {
            return std::holds_alternative<SourceSeen>(event.data) || std::holds_alternative<Unseen>(event.data);
        });
        QVERIFY(hasSegments(events));
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        RecordingInfo info;
        info.isLaboratory = true;
        QVERIFY(writeRecording(path, events, info));
        QCOMPARE(firstDifference(readAll(path), events), -1);
    }

    /// As an older program wrote it: without the table of what was not seen.
    void formatOfBefore_isReadAsItWas()
    {
        QList<Event> events = test::withLines(test::twinRun(1).events, QStringLiteral("import socket\n"));
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QVERIFY(writeRecording(path, events, test::watchedInfo()));
        sqlite3 *database = nullptr;
        QCOMPARE(sqlite3_open(QFile::encodeName(path).constData(), &database), SQLITE_OK);
        QCOMPARE(sqlite3_exec(database, "DROP TABLE unseen; PRAGMA user_version = 3", nullptr, nullptr, nullptr),
                 SQLITE_OK);
        sqlite3_close(database);
        QCOMPARE(firstDifference(readAll(path), events), -1);
    }

    /// All reasons have a name in the file.
    void everyReasonOfTheUnseen_comesBack()
    {
        using Why = Unseen::Why;
        QList<Event> events = test::twinRun(1).events;
        for (const Why why :
             {Why::Static, Why::WithoutTap, Why::Privileged, Why::Foreign, Why::IoUring, Why::NeverJoined})
            events.append({events.last().timeNs + 1, Unseen{4242, QStringLiteral("x"), why, 4241}});
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QVERIFY(writeRecording(path, events, test::watchedInfo()));
        QCOMPARE(firstDifference(readAll(path), events), -1);
    }

    void info_comesBack()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        RecordingInfo info;
        info.program = QStringLiteral("0.1.0");
        info.lesson = QStringLiteral("ñandú");
        info.lessonSource = "id = \"ñandú\"\n";
        info.kind = QStringLiteral("twin");
        info.clients = 3;
        info.language = QStringLiteral("es");
        info.command = {QStringLiteral("python3"), QStringLiteral("my server.py"), QString()};
        const QList<Event> events = test::twinRun(1).events;
        QVERIFY(writeRecording(path, events, info));
        RecordingInfo read;
        readAll(path, &read);
        QCOMPARE(read.program, info.program);
        QCOMPARE(read.lesson, info.lesson);
        QCOMPARE(read.lessonSource, info.lessonSource);
        QCOMPARE(read.kind, info.kind);
        QCOMPARE(read.clients, 3);
        QCOMPARE(read.language, info.language);
        QCOMPARE(read.command, info.command);
        QCOMPARE(read.events, quint64(events.size()));
        QVERIFY(!read.created.isEmpty());
        QVERIFY(read.isEnded);
    }

    void callsThatReturnLater_comeBackInTheirOrder()
    {
        // Each event in a transaction of its own: rows are written at the entry and completed at the return.
        const QList<Event> events = test::twinRun(2).events;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        auto writer = RecordingWriter::create(path, {});
        QVERIFY(writer.ok());
        for (const Event &event : events) {
            writer.value()->append(event);
            QVERIFY(writer.value()->flush().ok());
        }
        QVERIFY(writer.value()->finish().ok());
        QCOMPARE(firstDifference(readAll(path), events), -1);
    }

    void wildRecords_comeBackToTheLastBit()
    {
        test::HistoryBuilder build;
        const ProcessId process = build.start(QStringLiteral("wild"));
        QList<Event> events = build.events();
        trace::Record record;
        record.timeNs = ~quint64(0);
        record.serial = ~quint64(0);
        record.socket = ~quint64(0);
        record.requested = ~quint64(0);
        record.newSocket = 7;
        record.result = -5;
        record.pid = 1;
        record.tid = ~quint32(0);
        record.caller = ~quint64(0);
        record.fd = -77;
        record.address.family = AF_UNIX;
        record.address.address.fill(0xee);
        record.local.family = AF_INET6;
        record.local.scope = 3;
        record.local.port = 0xffff;
        record.peer = trace::Endpoint::fromString("[::ffff:1.2.3.4]:80");
        record.payloadTotal = ~quint32(0);
        record.payloadKept = 4096;
        record.call = trace::Call::Recvmmsg;
        record.source = 9;
        record.line = ~quint32(0);
        events.append({5, CallEntered{1, process, record, QByteArray(4096, '\0')}});
        record.phase = trace::Phase::Return;
        record.error = 4095;
        record.observedBy = 2;
        record.flags = ~quint32(0);
        record.fd = 12;
        record.payloadKept = 0;
        events.append({6, CallReturned{1, process, record, {}}});
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QVERIFY(writeRecording(path, events));
        QCOMPARE(firstDifference(readAll(path), events), -1);
    }

    /// Which line of which file made each call, and the file's text.
    void linesOfTheSource_comeBack()
    {
        const QString text = QString::fromUtf8("import socket\n# año\ns = socket.socket()\n");
        const QList<Event> events = test::withLines(test::pairRun(kernel::Protocol::Tcp), text);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QVERIFY(writeRecording(path, events, test::watchedInfo()));
        QCOMPARE(firstDifference(readAll(path), events), -1);
    }

    /// What has nothing new is written as the programs before wrote it, which read no newer format.
    void formatIsTheOldestThatHoldsAll()
    {
        QTemporaryDir folder;
        const auto formatOf = [&](const RecordingInfo &info) {
            const QString path = folder.filePath(QStringLiteral("run.zocalo"));
            QFile::remove(path);
            writeRecording(path, test::pairRun(kernel::Protocol::Tcp), info);
            QFile file(path);
            // The header's user version: https://www.sqlite.org/fileformat2.html
            return file.open(QIODevice::ReadOnly) ? int(file.read(64).at(63)) : -1;
        };
        RecordingInfo laboratory;
        laboratory.isLaboratory = true;
        QCOMPARE(formatOf({}), 1);
        QCOMPARE(formatOf(laboratory), 2);
        QCOMPARE(formatOf(test::watchedInfo()), 4);
    }

    void processThatBecomesAnother_comesBack()
    {
        test::HistoryBuilder build;
        const ProcessId process = build.start(QStringLiteral("shell"));
        QList<Event> events = build.events();
        auto again = std::get<ProcessStarted>(events.first().data);
        again.name = QStringLiteral("server");
        events.append({events.first().timeNs + 5, again});
        events.append({events.first().timeNs + 9, ProcessEnded{process, 3, 0}});
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QVERIFY(writeRecording(path, events));
        QCOMPARE(firstDifference(readAll(path), events), -1);
    }

    void whatMakesNoSense_isLeftOut()
    {
        const QList<Event> sense = test::twinRun(1).events;
        QList<Event> events = sense;
        const auto returned = std::find_if(sense.begin(), sense.end(), [](const Event &event) {
            return std::holds_alternative<CallReturned>(event.data);
        });
        events.append(*returned); // a second time
        CallReturned unknown = std::get<CallReturned>(returned->data);
        unknown.id = 999'999;
        events.append({1, unknown});
        events.append({1, ProcessEnded{77, 0, 0}});
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QVERIFY(writeRecording(path, events));
        QCOMPARE(firstDifference(readAll(path), sense), -1);
    }

    void kernelTables_areWrittenAsChanges()
    {
        kernel::SocketRow row;
        row.protocol = kernel::Protocol::Tcp;
        row.state = kernel::State::NewSynRecv;
        QList<kernel::SocketRow> rows;
        for (int i = 1; i <= 100; ++i) {
            row.cookie = quint64(i);
            rows.append(row);
        }
        QList<Event> events;
        const auto table = [&events](const QList<kernel::SocketRow> &now) {
            events.append({qint64(events.size()), KernelSnapshot{1, 2, true, now}});
        };
        table(rows);
        table(rows); // nothing has changed
        rows[50].receiveQueue = 5;
        table(rows);
        rows.removeAt(20);
        row.cookie = 200;
        rows.append(row);
        table(rows);
        table({});
        table({rows.at(3), rows.at(1)}); // in another order
        table({rows.at(1), rows.at(1)}); // one of them twice
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QVERIFY(writeRecording(path, events));
        QCOMPARE(firstDifference(readAll(path), events), -1);
        QString error;
        const QString sql = QStringLiteral("SELECT count(*) FROM socket_row GROUP BY snapshot ORDER BY snapshot");
        QCOMPARE(ask(path, sql, &error), (QStringList{"100", "1", "2", "100", "2", "2"}));
    }

    void existingFile_isLeftAsItIs()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("precious") == 8);
        file.close();
        const auto writer = RecordingWriter::create(path, {});
        QVERIFY(!writer.ok());
        QCOMPARE(writer.error().code, ErrorCode::FileExists);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("precious"));
    }

    void unwritablePlace_leavesNothing()
    {
        const auto writer = RecordingWriter::create(QStringLiteral("/proc/run.zocalo"), {});
        QVERIFY(!writer.ok());
        QCOMPARE(writer.error().code, ErrorCode::FileUnwritable);
    }

    void growingRecording_canBeRead()
    {
        const QList<Event> events = test::twinRun(1).events;
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        auto writer = RecordingWriter::create(path, {});
        QVERIFY(writer.ok());
        for (qsizetype i = 0; i < events.size(); ++i) {
            writer.value()->append(events.at(i));
            if (i % 7 == 0) {
                QVERIFY(writer.value()->flush().ok());
                RecordingInfo info;
                QCOMPARE(firstDifference(readAll(path, &info), events.mid(0, i + 1)), -1);
                QVERIFY(!info.isEnded);
            }
        }
    }

    void questionsOfTheManual_areAnswered_data()
    {
        QTest::addColumn<QString>("page");
        QTest::newRow("English") << QStringLiteral("recording.md");
        QTest::newRow("Spanish") << QStringLiteral("recording.es.md");
    }
    void questionsOfTheManual_areAnswered()
    {
        QFETCH(QString, page);
        const QStringList questions = test::questionsIn(QStringLiteral(ZOCALO_SOURCE_DIR "/docs/") + page);
        QCOMPARE(questions.size(), 3);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        test::HistoryBuilder build;
        const test::TwinRun run = test::twinRun(3);
        QVERIFY(writeRecording(path, run.events));
        for (const QString &question : std::as_const(questions)) {
            QString error;
            const QStringList rows = ask(path, question, &error);
            QVERIFY2(error.isEmpty(), qPrintable(error));
            if (question.contains(QLatin1String("received_total > 0")))
                QVERIFY(rows.filter(QStringLiteral("tcp.server recv")).size() >= 3);
            if (question.contains(QLatin1String("took_ns")))
                QVERIFY(rows.filter(QStringLiteral("accept")).size() >= 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestRecording)
#include "tst_recording.moc"
