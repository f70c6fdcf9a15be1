// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/cli/program.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo::testing;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

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
