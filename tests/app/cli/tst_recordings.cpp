// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/cli/program.h"
#include "tests/support/questions.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo::testing;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Runs a shell's words in a mount namespace of its own, with a file system of that size at "$1"; "$2" is zocalo. What
/// is mounted goes away with it.
Outcome onSmallDisk(const QString &size, const QString &words)
{
    const QTemporaryDir place;
    return runProgram(QStringLiteral("unshare"),
                      {"-rm", "sh", "-c",
                       QStringLiteral("mount -t tmpfs -o size=%1 zocalo-test \"$1\" && ").arg(size) + words, "sh",
                       place.path(), zocaloProgram()});
}

bool canMount() { return onSmallDisk(QStringLiteral("16k"), QStringLiteral("true")).status == 0; }

} // namespace

/// The commands that make recordings and read them, as a user runs them.
class TestRecordings : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_path = m_folder.filePath(QStringLiteral("run.zocalo"));
        const Outcome outcome = runProgram(
            zocaloProgram(), {"record", "accept-vs-recvfrom", "--clients", "2", "-o", m_path, "--lang", "en"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QCOMPARE(outcome.out + outcome.err, QString());
        QCOMPARE(QDir(m_folder.path()).entryList(QDir::Files), QStringList{QStringLiteral("run.zocalo")});
    }

    void calls_areThoseOfTheRun()
    {
        for (const char *format : {"text", "jsonl", "csv"}) {
            const Outcome once = runProgram(zocaloProgram(), {"calls", m_path, "--format", format});
            QCOMPARE(once.status, 0);
            QVERIFY(once.out.contains(QLatin1String("recvfrom")) && once.out.contains(QLatin1String("tcp.server")));
            QCOMPARE(runProgram(zocaloProgram(), {"calls", m_path, "--format", format}).out, once.out);
        }
    }

    void landings_agree()
    {
        const Outcome outcome = runProgram(zocaloProgram(), {"landings", m_path, "--format", "jsonl"});
        QCOMPARE(outcome.status, 0);
        QVERIFY(outcome.out.count(QLatin1String("\"agrees\":true")) >= 4);
        QVERIFY(!outcome.out.contains(QLatin1String("\"agrees\":false")));
    }

    void figure_isDrawnOfAnyStep()
    {
        for (const char *step : {"0", "last", "udp.A1"}) {
            const QString picture = m_folder.filePath(QStringLiteral("step.svg"));
            const Outcome outcome = runProgram(zocaloProgram(), {"figure", m_path, "--step", step, "-o", picture});
            QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
            QVERIFY(contentOf(picture).contains("<svg"));
            QFile::remove(picture);
        }
    }

    // Not the whole run's step under the half's headline.
    void figureOfAHalf_isThatOfTheHalf()
    {
        const QString picture = m_folder.filePath(QStringLiteral("half.svg"));
        const auto textOf = [&](const QStringList &words) {
            QFile::remove(picture);
            const Outcome outcome =
                runProgram(zocaloProgram(),
                           QStringList{"figure"} + words + QStringList{"--lang", "en", "--stable", "-o", picture});
            return outcome.status == 0 ? contentOf(picture) : outcome.err.toUtf8();
        };
        const QByteArray udp = textOf({m_path, "--kind", "udp"});
        QVERIFY2(udp.contains("the one receive queue"), udp.left(600).constData());
        QVERIFY2(!udp.contains("not drawn here"), udp.left(2000).constData());
        // As of a run that was of that kind from the beginning.
        for (const char *kind : {"udp", "tcp"})
            QCOMPARE(textOf({m_path, "--kind", kind, "--step", "7"}),
                     textOf({"accept-vs-recvfrom", "--clients", "2", "--kind", kind, "--step", "7"}));
        // A pair's picture is of the first client, and so is its still.
        const QByteArray pair = textOf({m_path, "--kind", "pair"});
        QVERIFY2(pair.contains("A2"), pair.left(2000).constData());
    }

    void stepBeyondTheEnd_isToldWhichThereAre()
    {
        const Outcome outcome = runProgram(zocaloProgram(), {"figure", m_path, "--step", "99999", "--lang", "en", "-o",
                                                             m_folder.filePath(QStringLiteral("none.svg"))});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(QLatin1String("no step 99999: it has the steps 0 to ")), qPrintable(outcome.err));
    }

    void kindThatIsNotThere_isRefused()
    {
        const QString path = m_folder.filePath(QStringLiteral("nothing.zocalo"));
        QCOMPARE(runProgram(zocaloProgram(), {"record", "-o", path, "--", "true"}).status, 0);
        const Outcome refused = runProgram(zocaloProgram(), {"calls", path, "--kind", "tcp", "--lang", "en"});
        QCOMPARE(refused.status, 1);
        QVERIFY2(refused.err.contains(QLatin1String("There is no TCP socket in this run")), qPrintable(refused.err));
        QCOMPARE(refused.out, QString());
    }

    void strangersNames_writeNoLinesOfTheirOwn()
    {
        const QString path = m_folder.filePath(QStringLiteral("names.zocalo"));
        QVERIFY(QFile::copy(m_path, path));
        const QString error = zocalo::test::change(
            path, QStringLiteral("UPDATE process SET name = 'a' || char(27) || '[31mred' || char(10) || 'fake line' "
                                 "WHERE name = 'tcp.server'"));
        QVERIFY2(error.isEmpty(), qPrintable(error));
        for (const char *command : {"calls", "landings"}) {
            const Outcome outcome = runProgram(zocaloProgram(), {command, path});
            QCOMPARE(outcome.status, 0);
            QVERIFY(outcome.out.contains(QStringLiteral("[31mred%1fake line").arg(QChar(QChar::ReplacementCharacter))));
            QVERIFY(!outcome.out.contains(QChar(27)));
        }
    }

    void recordingWithoutItsEnd_isToldSo()
    {
        const QString path = m_folder.filePath(QStringLiteral("cut.zocalo"));
        QVERIFY(QFile::copy(m_path, path));
        const QString error = zocalo::test::change(path, QStringLiteral("DELETE FROM recording WHERE key = 'ended'"));
        QVERIFY2(error.isEmpty(), qPrintable(error));
        const Outcome cut = runProgram(zocaloProgram(), {"calls", path, "--lang", "en"});
        QCOMPARE(cut.status, 0);
        QVERIFY2(cut.err.contains(QLatin1String("was not brought to its end")), qPrintable(cut.err));
        QCOMPARE(cut.out, runProgram(zocaloProgram(), {"calls", m_path}).out);
    }

    void questionsOfTheManual_areAnsweredByARealRun_data()
    {
        QTest::addColumn<QString>("page");
        QTest::newRow("English") << QStringLiteral("recording.md");
        QTest::newRow("Spanish") << QStringLiteral("recording.es.md");
    }
    void questionsOfTheManual_areAnsweredByARealRun()
    {
        QFETCH(QString, page);
        const QStringList questions = zocalo::test::questionsIn(QStringLiteral(ZOCALO_SOURCE_DIR "/docs/") + page);
        QCOMPARE(questions.size(), 3);
        QString error;
        const QStringList landed = zocalo::test::ask(m_path, questions.at(0), &error);
        QVERIFY2(error.isEmpty(), qPrintable(error));
        // Name, call, descriptor, socket, address, bytes: on TCP a socket for each client, on UDP one for both.
        QSet<QString> sockets[2];
        for (const QString &row : landed) {
            if (row.startsWith(QLatin1String("tcp.server ")) || row.startsWith(QLatin1String("udp.server ")))
                sockets[row.startsWith(QLatin1String("udp")) ? 1 : 0].insert(row.split(QLatin1Char(' ')).at(3));
        }
        QCOMPARE(sockets[0].size(), 2);
        QCOMPARE(sockets[1].size(), 1);

        const QString refused = m_folder.filePath(page + QStringLiteral(".zocalo"));
        QCOMPARE(runProgram(zocaloProgram(), {"record", "udp-connect", "-o", refused}).status, 0);
        const QStringList failed = zocalo::test::ask(refused, questions.at(1), &error);
        QVERIFY2(error.isEmpty(), qPrintable(error));
        QVERIFY(!failed.filter(QStringLiteral("ECONNREFUSED")).isEmpty());

        const QStringList waited = zocalo::test::ask(m_path, questions.at(2), &error);
        QVERIFY2(error.isEmpty(), qPrintable(error));
        QVERIFY(!waited.filter(QStringLiteral("tcp.server accept 2 ")).isEmpty()); // two calls of it
        QVERIFY(!waited.filter(QStringLiteral("LISTEN")).isEmpty());               // and how full its queue got
    }

    void newerFormat_isRefusedWithWords()
    {
        const QString newer = m_folder.filePath(QStringLiteral("newer.zocalo"));
        QVERIFY(QFile::copy(m_path, newer));
        QFile file(newer);
        QVERIFY(file.open(QIODevice::ReadWrite) && file.seek(63)); // the last byte of user_version
        QVERIFY(file.putChar(99));
        file.close();
        const Outcome english = runProgram(zocaloProgram(), {"calls", newer, "--lang", "en"});
        QCOMPARE(english.status, 1);
        QVERIFY2(english.err.contains(QLatin1String("newer zocalo")) && english.err.contains(QLatin1String("99")),
                 qPrintable(english.err));
        const Outcome spanish = runProgram(zocaloProgram(), {"open", newer, "--lang", "es"});
        QCOMPARE(spanish.status, 1);
        QVERIFY2(spanish.err.contains(QString::fromUtf8("más nuev")), qPrintable(spanish.err));
        QVERIFY(spanish.out.isEmpty() && english.out.isEmpty());
    }

    void fullDisk_isToldAndWhatCameBeforeOpens_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QString>("words");
        QTest::newRow("English") << QStringLiteral("en") << QStringLiteral("no space left on the disk");
        QTest::newRow("Spanish") << QStringLiteral("es") << QStringLiteral("no queda espacio en el disco");
    }
    void fullDisk_isToldAndWhatCameBeforeOpens()
    {
        QFETCH(QString, language);
        QFETCH(QString, words);
        if (!canMount())
            QSKIP("this system lets nobody mount a small disk in a namespace");
        const Outcome outcome = onSmallDisk(
            QStringLiteral("300k"), QStringLiteral("\"$2\" record accept-vs-recvfrom --clients 12 -o \"$1/run.zocalo\" "
                                                   "--lang %1; echo status $?; \"$2\" calls \"$1/run.zocalo\"")
                                        .arg(language));
        QVERIFY2(outcome.err.contains(words), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(QLatin1Char('\n')), 2); // and that what was recorded has no end
        QVERIFY(outcome.out.startsWith(QLatin1String("status 1\n")));
        QVERIFY2(outcome.out.contains(QLatin1String("bind")), qPrintable(outcome.out));
        QCOMPARE(outcome.status, 0);
    }

    void fullDiskAtOnce_leavesNothing()
    {
        if (!canMount())
            QSKIP("this system lets nobody mount a small disk in a namespace");
        const Outcome outcome = onSmallDisk(
            QStringLiteral("16k"),
            QStringLiteral("\"$2\" record what-a-socket-is -o \"$1/run.zocalo\" --lang en; echo status $?; ls \"$1\""));
        QVERIFY2(outcome.err.contains(QLatin1String("no space left on the disk")), qPrintable(outcome.err));
        QCOMPARE(outcome.out, QStringLiteral("status 1\n"));
    }

    void fullDisk_letsAProgramGoOn()
    {
        if (!canMount())
            QSKIP("this system lets nobody mount a small disk in a namespace");
        const QString program = QStringLiteral(
            "use IO::Socket::INET; my $l = IO::Socket::INET->new(Listen => 1, LocalAddr => q(127.0.0.1)); "
            "my $c = IO::Socket::INET->new(PeerAddr => q(127.0.0.1), PeerPort => $l->sockport); "
            "my $s = $l->accept; my $b; for (1..5000) { syswrite($c, q(hello)); sysread($s, $b, 5); } print qq(to the "
            "end\n);");
        const Outcome outcome = onSmallDisk(
            QStringLiteral("400k"), QStringLiteral("\"$2\" record -o \"$1/run.zocalo\" --lang en -- perl -e '%1'; "
                                                   "echo status $?; \"$2\" calls \"$1/run.zocalo\" | wc -l")
                                        .arg(program));
        QVERIFY2(outcome.err.contains(QLatin1String("no space left on the disk")), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(QLatin1Char('\n')), 2); // and that what was recorded has no end
        QVERIFY2(outcome.out.startsWith(QLatin1String("to the end\nstatus 1\n")), qPrintable(outcome.out));
        QVERIFY2(outcome.out.split(QLatin1Char('\n')).value(2).toInt() > 100, qPrintable(outcome.out));
    }

    void existingFile_isLeft()
    {
        const QByteArray before = contentOf(m_path);
        const Outcome outcome =
            runProgram(zocaloProgram(), {"record", "what-a-socket-is", "-o", m_path, "--lang", "en"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(QLatin1String("already")), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(QLatin1Char('\n')), 1);
        QCOMPARE(contentOf(m_path), before);
    }

    void wrongWords_areRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("status");
        QTest::newRow("no output") << QStringList{"record", "what-a-socket-is"} << 2;
        QTest::newRow("another ending") << QStringList{"record", "what-a-socket-is", "-o", "run.txt"} << 2;
        QTest::newRow("no lesson") << QStringList{"record", "-o", "run.zocalo"} << 2;
        QTest::newRow("unknown lesson") << QStringList{"record", "nonsense", "-o", m_folder.filePath("x.zocalo")} << 1;
        QTest::newRow("no recording") << QStringList{"calls", "missing.zocalo"} << 1;
        QTest::newRow("no such place") << QStringList{"record", "what-a-socket-is", "-o", "/proc/no/run.zocalo"} << 1;
        QTest::newRow("clients of a recording") << QStringList{"calls", m_path, "--clients", "3"} << 1;
    }
    void wrongWords_areRefused()
    {
        QFETCH(QStringList, words);
        QFETCH(int, status);
        const Outcome outcome = runProgram(zocaloProgram(), words);
        QCOMPARE(outcome.status, status);
        QCOMPARE(outcome.err.count(QLatin1Char('\n')), 1);
        QVERIFY(!QFileInfo::exists(m_folder.filePath(QStringLiteral("x.zocalo"))));
    }

private:
    QTemporaryDir m_folder;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestRecordings)
#include "tst_recordings.moc"
