// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/cli/program.h"

#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo::testing;

/// Two runs compared, and drawn side by side, as a user asks for it.
class TestCompareCommand : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        m_one = m_folder.filePath(QStringLiteral("one.zocalo"));
        m_other = m_folder.filePath(QStringLiteral("other.zocalo"));
        QCOMPARE(runProgram(zocaloProgram(), {"record", "backlog", "-o", m_one}).status, 0);
        QCOMPARE(runProgram(zocaloProgram(), {"record", "backlog", "--set", "backlog=4", "-o", m_other}).status, 0);
    }

    void sameRun_printsNothingAndGives0()
    {
        const Outcome outcome = runProgram(zocaloProgram(), {"compare", m_one, m_one});
        QCOMPARE(outcome.status, 0);
        QCOMPARE(outcome.out + outcome.err, QString());
    }

    void runsOfOneLesson_areTheSameButForTheirNumbers()
    {
        // Other PIDs, other ports, other cookies.
        const Outcome outcome = runProgram(zocaloProgram(), {"compare", m_one, "backlog"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.out + outcome.err));
    }

    void differences_arePrintedAndGive1()
    {
        const Outcome outcome = runProgram(zocaloProgram(), {"compare", m_one, m_other, "--lang", "en"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.out.startsWith(QStringLiteral("< one.zocalo · ")), qPrintable(outcome.out));
        QVERIFY2(outcome.out.contains(QStringLiteral("< listen(3, 1) = 0\n> listen(3, 4) = 0\n")),
                 qPrintable(outcome.out));
        const Outcome spanish = runProgram(zocaloProgram(), {"compare", m_one, m_other, "--lang", "es"});
        QVERIFY2(spanish.out.contains(QStringLiteral("\nPaso ")), qPrintable(spanish.out));
    }

    void jsonLines_haveEachDifference()
    {
        const Outcome outcome = runProgram(zocaloProgram(), {"compare", m_one, m_other, "--format", "jsonl"});
        QCOMPARE(outcome.status, 1);
        const QStringList lines = outcome.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
        QVERIFY(lines.size() >= 4);
        for (qsizetype i = 0; i < lines.size(); ++i) {
            const QJsonObject object = QJsonDocument::fromJson(lines.at(i).toUtf8()).object();
            QCOMPARE(object.value(QStringLiteral("difference")).toInt(), i + 1);
            for (const char *field : {"what", "only_in", "process", "fd", "message", "a", "b"})
                QVERIFY2(object.contains(QLatin1String(field)), field);
        }
        const QJsonObject first = QJsonDocument::fromJson(lines.first().toUtf8()).object();
        QCOMPARE(first.value(QStringLiteral("what")).toString(), QStringLiteral("result"));
        QCOMPARE(first.value(QStringLiteral("a")).toObject().value(QStringLiteral("value")).toString(),
                 QStringLiteral("listen(3, 1) = 0"));
        QVERIFY(first.value(QStringLiteral("b")).toObject().value(QStringLiteral("call")).isObject());
    }

    void moreClients_areProcessesThatOneRunHasAlone()
    {
        const Outcome outcome =
            runProgram(zocaloProgram(), {"compare", "accept-opens-no-port", "--clients", "3", "--format", "jsonl"});
        QCOMPARE(outcome.status, 1);
        QStringList alone;
        for (const QString &line : outcome.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            const QJsonObject object = QJsonDocument::fromJson(line.toUtf8()).object();
            if (object.value(QStringLiteral("what")) == QLatin1String("process"))
                alone << object.value(QStringLiteral("process")).toString() +
                             object.value(QStringLiteral("only_in")).toString();
        }
        QVERIFY2(alone == QStringList{QStringLiteral("Cb")}, qPrintable(outcome.out)); // it has two by itself
    }

    void clientsWithNumbers_areThoseWithLetters()
    {
        const Outcome outcome = runProgram(zocaloProgram(), {"compare", "accept-vs-recvfrom", "accept-vs-recvfrom",
                                                             "--clients", "20", "--format", "jsonl"});
        QCOMPARE(outcome.status, 1);
        QStringList alone;
        for (const QString &line : outcome.out.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            const QJsonObject object = QJsonDocument::fromJson(line.toUtf8()).object();
            QVERIFY2(object.value(QStringLiteral("only_in")) != QLatin1String("a"), qPrintable(line));
            if (object.value(QStringLiteral("only_in")) == QLatin1String("b"))
                QCOMPARE(object.value(QStringLiteral("a")).toObject().value(QStringLiteral("so_far")),
                         QJsonValue(false));
            if (object.value(QStringLiteral("what")) == QLatin1String("process"))
                alone << object.value(QStringLiteral("process")).toString();
        }
        QCOMPARE(alone.size(), 2 * 17);
        QVERIFY2(!alone.contains(QStringLiteral("tcp.3")) && alone.contains(QStringLiteral("udp.4")),
                 qPrintable(alone.join(u' ')));
    }

    void twin_isComparedHalfWithHalf()
    {
        const Outcome outcome = runProgram(zocaloProgram(), {"compare", "accept-vs-recvfrom", "--lang", "en"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.out.contains(QStringLiteral("· listen()\n< listen(3, 5) = 0\n> no such call\n")),
                 qPrintable(outcome.out));
    }

    void trouble_gives2_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no run") << QStringList{"compare"};
        QTest::newRow("too many") << QStringList{"compare", m_one, m_other, m_one};
        QTest::newRow("no such file") << QStringList{"compare", m_one, "none.zocalo"};
        QTest::newRow("no such lesson") << QStringList{"compare", m_one, "nonsense"};
        QTest::newRow("one protocol alone") << QStringList{"compare", m_one};
        QTest::newRow("no such format") << QStringList{"compare", m_one, m_other, "--format", "csv"};
        QTest::newRow("settings of a recording") << QStringList{"compare", m_one, m_other, "--clients", "2"};
    }
    void trouble_gives2()
    {
        QFETCH(QStringList, words);
        const Outcome outcome = runProgram(zocaloProgram(), words);
        QVERIFY(!outcome.crashed);
        QCOMPARE(outcome.status, 2);
        QCOMPARE(outcome.err.count(QLatin1Char('\n')), 1);
        QCOMPARE(outcome.out, QString());
    }

    void figure_hasBothRuns_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("recordings") << QStringList{m_one, "--beside", m_other};
        QTest::newRow("a step") << QStringList{m_one, "--beside", m_other, "--step", "last"};
        QTest::newRow("mechanism") << QStringList{m_one, "--beside", m_other, "--detail", "mechanism"};
        QTest::newRow("halves") << QStringList{"accept-vs-recvfrom", "--beside", "udp", "--step", "tcp.B2"};
        QTest::newRow("one over the other") << QStringList{m_one, "--beside", m_other, "--size", "900x1600"};
    }
    void figure_hasBothRuns()
    {
        QFETCH(QStringList, words);
        const QString picture = m_folder.filePath(QStringLiteral("both.png"));
        const QString drawing = m_folder.filePath(QStringLiteral("both.svg"));
        const Outcome outcome = runProgram(
            zocaloProgram(), QStringList{"figure"} + words + QStringList{"-o", picture, "-o", drawing, "--lang", "en"});
        QVERIFY2(outcome.status == 0, qPrintable(outcome.err));
        QVERIFY(!QImage(picture).isNull());
        QFile file(drawing);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY(text.contains(QStringLiteral("<desc")));
        if (words.size() == 3) // at the first difference, which both descriptions tell
            QCOMPARE(text.count(QStringLiteral("First difference")), 4); // title and description, of both
        QFile::remove(picture);
        QFile::remove(drawing);
    }

private:
    QTemporaryDir m_folder;
    QString m_one;
    QString m_other;
};

QTEST_GUILESS_MAIN(TestCompareCommand)
#include "tst_comparecommand.moc"
