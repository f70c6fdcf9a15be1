// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/recordingreader.h"
#include "core/world/timeline.h"
#include "tests/core/trace/soak.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo;

namespace {

/// A talk with itself over TCP of so many rounds, four calls each.
QString talk(int rounds)
{
    return QStringLiteral("use IO::Socket::INET; "
                          "my $l = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1'); "
                          "my $c = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $l->sockport); "
                          "my $s = $l->accept; my $b; "
                          "for (1..%1) { syswrite($c, 'hello'); sysread($s, $b, 5); syswrite($s, 'world'); "
                          "sysread($c, $b, 5); }")
        .arg(rounds);
}

constexpr int Patience = 10;

/// What a killed run left.
struct Left
{
    bool isThere = false;
    bool isOpened = false;
    bool isDamaged = false;
    bool isEnded = false;
    int steps = 0;
};

Left lookInto(const QString &path)
{
    Left left;
    left.isThere = QFileInfo::exists(path);
    const auto reader = history::RecordingReader::open(path);
    if (!reader)
        return left;
    left.isOpened = true;
    left.isEnded = reader.value()->info().isEnded;
    world::Timeline timeline;
    const QList<history::Event> events = reader.value()->readAll();
    for (const history::Event &event : events)
        timeline.append(event);
    left.isDamaged = !reader.value()->damage();
    left.steps = timeline.stepCount();
    return left;
}

} // namespace

/// Runs that are being recorded and die of kill -9: the window's, and those of `zocalo record`.
class TestKilledRuns : public QObject
{
    Q_OBJECT

private slots:
    void killedAtAnyMoment_hasWhatWasShown_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("arguments"); // FILE stands for the recording
        QTest::addColumn<bool>("tells");            // how many steps it has shown
        QTest::newRow("a lesson as the window plays it")
            << QStringLiteral(ZOCALO_KEPTRUN) << QStringList{"accept-vs-recvfrom", "FILE"} << true;
        QTest::newRow("zocalo record, a lesson")
            << QStringLiteral(ZOCALO_BIN_DIR "/zocalo")
            << QStringList{"record", "accept-vs-recvfrom", "--clients", "12", "-o", "FILE"} << false;
        QTest::newRow("zocalo record, a program")
            << QStringLiteral(ZOCALO_BIN_DIR "/zocalo")
            << QStringList{"record", "-o", "FILE", "--", "perl", "-e", talk(20'000)} << false;
    }
    void killedAtAnyMoment_hasWhatWasShown()
    {
        QFETCH(QString, program);
        QFETCH(QStringList, arguments);
        QFETCH(bool, tells);
        auto &random = *QRandomGenerator::global();
        int duration = 0;
        int cut = 0;
        int opened = 0;
        const int rounds = test::rounds(4, 80);
        int round = 0;
        // Goes on until some run was killed in its middle: on a machine with other work a run may be quicker than the
        // first one was.
        for (; round <= rounds || ((opened < 2 || cut == 0) && round < Patience * rounds); ++round) {
            const QTemporaryDir folder;
            const QString path = folder.filePath(QStringLiteral("run.zocalo"));
            QStringList words = arguments;
            words.replaceInStrings(QStringLiteral("FILE"), path);
            QProcess run;
            QElapsedTimer clock;
            clock.start();
            run.start(program, words);
            QVERIFY(run.waitForStarted());
            // The first one to its end: how long it takes.
            run.waitForFinished(round == 0 ? 120'000 : random.bounded(std::max(1, duration)));
            if (run.state() == QProcess::NotRunning) {
                QCOMPARE(run.exitCode(), 0);
                duration = static_cast<int>(clock.elapsed());
            }
            run.kill();
            QVERIFY(run.state() == QProcess::NotRunning || run.waitForFinished());
            int shown = 0;
            while (run.canReadLine())
                shown = run.readLine().trimmed().toInt();
            const Left left = lookInto(path);
            if (!left.isOpened && shown == 0 && (round > 0 || !left.isThere))
                continue; // it was killed before there was anything to keep
            QVERIFY2(left.isOpened, qPrintable(QString::number(shown)));
            QVERIFY(!left.isDamaged);
            QVERIFY2(left.steps >= shown, qPrintable(QStringLiteral("%1 of %2").arg(left.steps).arg(shown)));
            QVERIFY(round > 0 || (left.isEnded && left.steps > 50 && (shown > 50) == tells));
            ++opened;
            cut += left.isEnded ? 0 : 1;
        }
        qInfo() << opened << "of" << round << "had begun to be recorded," << cut << "were cut off";
        QVERIFY(opened > 1 && cut > 0);
    }
};

QTEST_GUILESS_MAIN(TestKilledRuns)
#include "tst_killedruns.moc"
