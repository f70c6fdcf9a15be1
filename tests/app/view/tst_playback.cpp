// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/liverun.h"
#include "app/play/playback.h"
#include "core/lesson/lessonlibrary.h"

#include <QSignalSpy>
#include <QTest>

#include <csignal>

using namespace zocalo;
using play::Playback;

/// Playback over live runs of the bundled lesson, with real processes.
class TestPlayback : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void start_waitsAtTheFirstMoment();
    void stepForward_movesOneStepAndHoldsTheProcesses();
    void play_goesOnToTheHoldAndStops();
    void stepBack_leavesTheRunWhereItIs();
    void stepForwardWhileMoving_arrivesAtOnce();
    void pauseInMidMovement_goesOnFromThere();
    void holdPassed_endsWithEverythingClosed();
    void runDestroyedInTheMiddle_leavesNoProcess();
    void processKilled_endsTheRunAndKeepsTheSteps();

private:
    static bool exists(qint64 pid) { return kill(pid_t(pid), 0) == 0; }
    static bool openSockets(const world::World &world);

    lesson::Lesson m_lesson;
};

void TestPlayback::initTestCase()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
    QVERIFY(lesson.ok());
    m_lesson = lesson.value();
}

bool TestPlayback::openSockets(const world::World &world)
{
    for (const world::Socket &socket : world.sockets()) {
        if (!socket.closed && !socket.owners.isEmpty()) {
            return true;
        }
    }
    return false;
}

void TestPlayback::start_waitsAtTheFirstMoment()
{
    play::LiveRun run(m_lesson, 2, lesson::Kind::Twin, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    QCOMPARE(playback.step(), 0);
    QCOMPARE(playback.state(), Playback::State::Still);
    QCOMPARE(playback.now().processes().size(), 6);
    for (const world::Process &process : playback.now().processes()) {
        QVERIFY(exists(process.pid));
    }
}

void TestPlayback::stepForward_movesOneStepAndHoldsTheProcesses()
{
    play::LiveRun run(m_lesson, 1, lesson::Kind::Tcp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    for (int step = 1; step <= 5; ++step) {
        playback.stepForward();
        QTRY_COMPARE(playback.step(), step);
    }
    QTRY_VERIFY(run.isWaiting());
    const int recorded = playback.lastStep();
    QSignalSpy grown(&playback, &Playback::grown);
    QVERIFY(!grown.wait(50)); // nothing may happen while nobody asks for it
    QCOMPARE(playback.lastStep(), recorded);
    QCOMPARE(recorded, 5);
}

void TestPlayback::play_goesOnToTheHoldAndStops()
{
    play::LiveRun run(m_lesson, 1, lesson::Kind::Tcp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    playback.setSpeed(8);
    run.start();
    playback.play();
    QTRY_VERIFY_WITH_TIMEOUT(playback.isHolding(), 60000);
    QVERIFY(!playback.isPlaying());
    QVERIFY(openSockets(playback.now()));
    for (const world::Socket &socket : playback.now().sockets()) {
        QVERIFY(!socket.closed);
    }
    QVERIFY(!run.isFinished());
}

void TestPlayback::stepBack_leavesTheRunWhereItIs()
{
    play::LiveRun run(m_lesson, 1, lesson::Kind::Udp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    for (int step = 1; step <= 4; ++step) {
        playback.stepForward();
        QTRY_COMPARE(playback.step(), step);
    }
    QTRY_VERIFY(run.isWaiting());
    const int last = playback.lastStep();
    playback.stepBack();
    QCOMPARE(playback.step(), 3);
    playback.toStart();
    QCOMPARE(playback.step(), 0);
    QCOMPARE(playback.now().sockets().size(), 0);
    QCOMPARE(playback.lastStep(), last);
    playback.toEnd();
    QCOMPARE(playback.step(), last);
}

void TestPlayback::stepForwardWhileMoving_arrivesAtOnce()
{
    play::LiveRun run(m_lesson, 1, lesson::Kind::Udp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setSpeed(0.25);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    playback.stepForward();
    QTRY_COMPARE(playback.state(), Playback::State::Moving);
    QVERIFY(playback.next());
    playback.stepForward();
    QCOMPARE(playback.step(), 1);
    QCOMPARE(playback.state(), Playback::State::Still);
    QCOMPARE(playback.progress(), 0.0);
}

void TestPlayback::pauseInMidMovement_goesOnFromThere()
{
    play::LiveRun run(m_lesson, 1, lesson::Kind::Udp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setSpeed(0.25);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    playback.play();
    QTRY_VERIFY(playback.progress() > 0);
    playback.pause();
    const double progress = playback.progress();
    QVERIFY(progress < 1);
    QCOMPARE(playback.step(), 0);
    QVERIFY(playback.next());
    playback.play();
    QVERIFY(playback.progress() >= progress);
    QTRY_COMPARE(playback.step(), 1);
}

void TestPlayback::holdPassed_endsWithEverythingClosed()
{
    play::LiveRun run(m_lesson, 2, lesson::Kind::Twin, QStringLiteral("es"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    playback.setSpeed(8);
    run.start();
    playback.play();
    QTRY_VERIFY_WITH_TIMEOUT(playback.isHolding(), 120000);
    playback.play();
    QTRY_VERIFY_WITH_TIMEOUT(run.isFinished() && playback.state() == Playback::State::Still, 60000);
    QCOMPARE(run.error().code, ErrorCode::None);
    QVERIFY(!openSockets(playback.timeline().world(playback.lastStep())));
    for (const world::Process &process : playback.now().processes()) {
        QVERIFY(!exists(process.pid));
    }
}

void TestPlayback::runDestroyedInTheMiddle_leavesNoProcess()
{
    QList<qint64> pids;
    {
        Playback playback;
        play::LiveRun run(m_lesson, 3, lesson::Kind::Twin, QStringLiteral("en"));
        playback.setRun(&run);
        run.start();
        QTRY_VERIFY(run.isWaiting());
        playback.stepForward();
        for (const world::Process &process : playback.now().processes()) {
            pids << process.pid;
        }
        playback.setRun(nullptr);
    }
    QCOMPARE(pids.size(), 8);
    for (const qint64 pid : pids) {
        QVERIFY(!exists(pid));
    }
}

void TestPlayback::processKilled_endsTheRunAndKeepsTheSteps()
{
    play::LiveRun run(m_lesson, 2, lesson::Kind::Tcp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    for (int step = 1; step <= 3; ++step) {
        playback.stepForward();
        QTRY_COMPARE(playback.step(), step);
    }
    QTRY_VERIFY(run.isWaiting());
    const world::Process *server = playback.now().processNamed(QStringLiteral("tcp.server"));
    QVERIFY(server || !playback.now().processes().isEmpty());
    const qint64 pid = server ? server->pid : playback.now().processes().first().pid;
    kill(pid_t(pid), SIGKILL);
    QTRY_VERIFY(run.isFinished());
    QCOMPARE(run.error().code, ErrorCode::ProcessDied);
    QVERIFY(playback.lastStep() >= 3);
    const world::World &end = playback.timeline().world(playback.lastStep());
    bool dead = false;
    for (const world::Process &process : end.processes()) {
        dead = dead || (process.activity == world::Activity::Ended && process.signal == SIGKILL);
    }
    QVERIFY(dead);
}

QTEST_GUILESS_MAIN(TestPlayback)
#include "tst_playback.moc"
