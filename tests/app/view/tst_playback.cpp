// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/endingruns.h"
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
    void everyPress_isAStep();
    void pauseInMidMovement_goesOnFromThere();
    void holdPassed_endsWithEverythingClosed();
    void runDestroyedInTheMiddle_leavesNoProcess();
    void processKilled_endsTheRunAndKeepsTheSteps();
    void action_isPlayedAndTheRunWaitsForTheNext();
    void actionInMidMovement_arrivesAndActs();
    void actionInThePast_isNotDone();
    void impossibleAction_isRefused();
    void killFromOutsideInFreePlay_isShownByItself();
    void endingRun_isNotWaitedForAndTheNextOneStartsAfterIt();

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
    QCOMPARE(playback.progress(), 0.0);
    // And the second press is a second step.
    QTRY_COMPARE(playback.state(), Playback::State::Moving);
    QCOMPARE(playback.step(), 1);
}

void TestPlayback::everyPress_isAStep()
{
    play::LiveRun run(m_lesson, 1, lesson::Kind::Udp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setSpeed(8);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    // Faster than the run can follow.
    for (int press = 0; press < 9; ++press)
        playback.stepForward();
    QTRY_COMPARE(playback.step(), 9);
    QTRY_COMPARE(playback.state(), Playback::State::Still);
    QCOMPARE(playback.step(), 9);
    QCOMPARE(playback.lastStep(), 9);
    // Over recorded steps at once, too.
    playback.toStart();
    for (int press = 0; press < 5; ++press)
        playback.stepForward();
    QTRY_COMPARE(playback.step(), 5);
    QTRY_COMPARE(playback.state(), Playback::State::Still);
    QCOMPARE(playback.step(), 5);
    // Whoever goes back means it.
    playback.toEnd();
    playback.stepForward();
    playback.stepForward();
    playback.stepBack();
    QTRY_VERIFY(run.isWaiting());
    QVERIFY(playback.step() < 10);
    QCOMPARE(playback.state(), Playback::State::Still);
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

void TestPlayback::action_isPlayedAndTheRunWaitsForTheNext()
{
    play::LiveRun run(m_lesson, 2, lesson::Kind::Tcp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    const world::Process *const client = playback.now().processNamed(QStringLiteral("tcp.A"));
    const world::Socket *own = nullptr;
    while (!own || own->state != kernel::State::Established) {
        const int step = playback.step();
        playback.stepForward();
        QTRY_VERIFY(playback.step() > step && run.isWaiting());
        for (const world::Socket &socket : playback.now().sockets()) {
            own = socket.creator == client->id ? &socket : own;
        }
    }
    QVERIFY(playback.canAct());
    lesson::Action action{lesson::ActionKind::Send, client->id, own->id};
    action.text = QStringLiteral("words of my own");
    const int before = playback.step();
    playback.act(action);
    QVERIFY(run.isFreePlay());
    QTRY_VERIFY(run.isIdle() && playback.state() == Playback::State::Still);
    QCOMPARE(playback.step(), before + 2); // entry and return: the connect() had returned
    QCOMPARE(playback.now().messages().last().payload, QByteArray("words of my own"));
    QVERIFY(!playback.isPlaying());
    // Nothing of the script is left, and nothing happens by itself.
    playback.play();
    playback.stepForward();
    QCOMPARE(playback.state(), Playback::State::Still);
    QCOMPARE(playback.lastStep(), before + 2);
    QVERIFY(!run.isFinished());
}

void TestPlayback::actionInMidMovement_arrivesAndActs()
{
    play::LiveRun run(m_lesson, 2, lesson::Kind::Tcp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setSpeed(0.25);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    playback.play();
    QTRY_VERIFY(playback.progress() > 0);
    const world::ProcessId client = playback.now().processNamed(QStringLiteral("tcp.B"))->id;
    playback.act({lesson::ActionKind::Kill, client});
    QCOMPARE(playback.step(), 1);
    playback.setReducedMotion(true);
    QTRY_VERIFY(run.isIdle() && playback.state() == Playback::State::Still);
    QCOMPARE(playback.now().moment().kind, world::MomentKind::ProcessEnded);
    QCOMPARE(playback.now().process(client)->signal, SIGKILL);
}

void TestPlayback::actionInThePast_isNotDone()
{
    play::LiveRun run(m_lesson, 1, lesson::Kind::Udp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    playback.stepForward();
    QTRY_COMPARE(playback.step(), 1);
    QTRY_VERIFY(run.isWaiting());
    playback.stepBack();
    QVERIFY(!playback.canAct());
    playback.act({lesson::ActionKind::Kill, 0});
    QVERIFY(!run.isFreePlay());
    QVERIFY(exists(playback.now().processes().first().pid));
    playback.toEnd();
    QVERIFY(playback.canAct());
}

void TestPlayback::impossibleAction_isRefused()
{
    play::LiveRun run(m_lesson, 1, lesson::Kind::Tcp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    QSignalSpy refused(&run, &play::LiveRun::actionRefused);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    playback.act({lesson::ActionKind::Kill, 99});
    QTRY_VERIFY(run.isIdle() && playback.state() == Playback::State::Still);
    QCOMPARE(refused.count(), 1);
    QCOMPARE(refused.first().at(1).value<lesson::Obstacle>(), lesson::Obstacle::NoSuchAction);
}

void TestPlayback::killFromOutsideInFreePlay_isShownByItself()
{
    play::LiveRun run(m_lesson, 2, lesson::Kind::Tcp, QStringLiteral("en"));
    Playback playback;
    playback.setRun(&run);
    playback.setReducedMotion(true);
    run.start();
    QTRY_VERIFY(run.isWaiting());
    playback.act({lesson::ActionKind::Kill, playback.now().processNamed(QStringLiteral("tcp.B"))->id});
    QTRY_VERIFY(run.isIdle() && playback.state() == Playback::State::Still);
    const world::Process client = *playback.now().processNamed(QStringLiteral("tcp.A"));
    kill(pid_t(client.pid), SIGKILL);
    QTRY_COMPARE(playback.now().process(client.id)->activity, world::Activity::Ended);
    QTRY_VERIFY(run.isIdle() && playback.state() == Playback::State::Still);
    QVERIFY(!run.isFinished());
}

void TestPlayback::endingRun_isNotWaitedForAndTheNextOneStartsAfterIt()
{
    play::EndingRuns ending;
    auto first = std::make_unique<play::LiveRun>(m_lesson, 2, lesson::Kind::Twin, QStringLiteral("en"));
    Playback playback;
    playback.setRun(first.get());
    ending.startAfterwards(first.get());
    QVERIFY(first->isStarted()); // there was none to wait for
    QTRY_VERIFY(first->isWaiting());
    QList<qint64> pids;
    for (const world::Process &process : playback.now().processes()) {
        pids.append(process.pid);
    }
    QCOMPARE(pids.size(), 6);
    playback.setRun(nullptr);
    ending.take(std::move(first));
    QVERIFY(!ending.isEmpty()); // its processes are on their way out: nothing was waited for
    play::LiveRun dropped(m_lesson, 1, lesson::Kind::Udp, QStringLiteral("en"));
    ending.startAfterwards(&dropped);
    play::LiveRun next(m_lesson, 1, lesson::Kind::Tcp, QStringLiteral("en"));
    ending.startAfterwards(&next);
    QVERIFY(!next.isStarted());
    QTRY_VERIFY(next.isStarted());
    for (const qint64 pid : pids) {
        QVERIFY(!exists(pid));
    }
    QVERIFY(ending.isEmpty());
    QVERIFY(!dropped.isStarted()); // the later one took its place
    QTRY_VERIFY(next.isWaiting());
    ending.take(std::make_unique<play::LiveRun>(m_lesson, 1, lesson::Kind::Udp, QStringLiteral("en")));
    ending.take(nullptr);
    QVERIFY(ending.isEmpty()); // of a run that never started nothing is left
}

QTEST_GUILESS_MAIN(TestPlayback)
#include "tst_playback.moc"
