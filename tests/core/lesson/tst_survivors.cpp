// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "tests/support/turns.h"

#include <QTest>

#include <cerrno>
#include <csignal>

using namespace zocalo;
using kernel::State;
using lesson::Action;
using lesson::ActionKind;
using lesson::Director;
using lesson::Kind;
using lesson::Obstacle;
using namespace testing;

/// The user kills processes and lets calls fall asleep: the others go on.
class TestSurvivors : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void killedClient_leavesTheOthersAlone();
    void killedServer_leavesItsClientsWithErrors();
    void killedFromOutside_isSeenToo();
    void leaveToWait_sleepsAndWakes();
    void sleeper_canBeToldSomethingElse();
    void sleeper_canBeKilled();
    void actionInMidCall_letsTheCallEndFirst();

private:
    /// Plays the lesson with these turns; the user acts where the run holds, unless the pacer says from which moment.
    void play(ActingPacer &pacer, Kind kind = Kind::Tcp, int clients = 2) const
    {
        const Status status = Director(m_lesson, clients, kind, QStringLiteral("en")).play(pacer);
        QVERIFY2(status.ok(), qPrintable(status.error().subject + QLatin1Char(' ') + status.error().detail));
    }

    lesson::Lesson m_lesson;
};

void TestSurvivors::initTestCase()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
    QVERIFY(lesson.ok());
    m_lesson = lesson.value();
}

void TestSurvivors::killedClient_leavesTheOthersAlone()
{
    world::SocketId accepted = 0;
    ActingPacer pacer(turns({
        [&](const World &w) {
            accepted = acceptedOf(w, "tcp.A")->id;
            return act(w, ActionKind::Kill, "tcp.A");
        },
        [&](const World &w) {
            [&] {
                const Process &dead = process(w, "tcp.A");
                QCOMPARE(dead.activity, world::Activity::Ended);
                QCOMPARE(dead.signal, SIGKILL);
                QVERIFY(!isThere(dead.pid));
                QVERIFY(isThere(process(w, "tcp.B").pid));
                QVERIFY(isThere(process(w, "tcp.server").pid));
                QVERIFY(!openSocket(w, "tcp.A"));
                QCOMPARE(w.socket(accepted)->state, State::CloseWait); // the kernel sent its FIN
            }();
            return act(w, ActionKind::Receive, "tcp.server", w.socket(accepted));
        },
        [&](const World &w) {
            [&] { QVERIFY(w.socket(accepted)->endOfFileRead); }();
            return send(w, "tcp.B", openSocket(w, "tcp.B"), "I am here");
        },
        [](const World &w) { return act(w, ActionKind::Kill, "tcp.A"); },
    }));
    play(pacer);
    QCOMPARE(pacer.world().messages().last().evidence, world::Evidence::KernelQueue);
    QCOMPARE(pacer.refusals().size(), 1);
    QCOMPARE(pacer.refusals().first().second, Obstacle::ProcessDead);
}

void TestSurvivors::killedServer_leavesItsClientsWithErrors()
{
    ActingPacer pacer(turns({
        [](const World &w) { return act(w, ActionKind::Kill, "tcp.server"); },
        [](const World &w) { return act(w, ActionKind::Receive, "tcp.A", openSocket(w, "tcp.A")); },
        [](const World &w) {
            [&] { QVERIFY(openSocket(w, "tcp.A")->endOfFileRead); }();
            return act(w, ActionKind::AddClient, "tcp.server");
        },
        [](const World &w) -> std::optional<Action> {
            [&] { QCOMPARE(openSocket(w, "tcp.C")->lastError, ECONNREFUSED); }();
            return std::nullopt;
        },
    }));
    play(pacer);
    QVERIFY(pacer.refusals().isEmpty());
}

void TestSurvivors::killedFromOutside_isSeenToo()
{
    qint64 pid = 0;
    ActingPacer pacer(turns({
        [&](const World &w) {
            pid = process(w, "tcp.B").pid;
            return send(w, "tcp.A", openSocket(w, "tcp.A"), "x");
        },
        [&](const World &w) {
            ::kill(static_cast<pid_t>(pid), SIGKILL);
            return send(w, "tcp.B", openSocket(w, "tcp.B"), "nobody says this");
        },
        [&](const World &w) -> std::optional<Action> {
            [&] { QCOMPARE(process(w, "tcp.B").signal, SIGKILL); }();
            return std::nullopt;
        },
    }));
    play(pacer);
    QVERIFY(!pacer.world().messageNamed(QStringLiteral("tcp.B3")) ||
            pacer.world().messageNamed(QStringLiteral("tcp.B3"))->outcome != world::Outcome::Received);
}

void TestSurvivors::leaveToWait_sleepsAndWakes()
{
    ActingPacer pacer(turns({
        [](const World &w) {
            Action action = act(w, ActionKind::Receive, "tcp.server", acceptedOf(w, "tcp.A"));
            action.mayWait = true;
            return action;
        },
        [](const World &w) {
            [&] { QCOMPARE(process(w, "tcp.server").activity, world::Activity::Asleep); }();
            return send(w, "tcp.A", openSocket(w, "tcp.A"), "wake up");
        },
        [](const World &w) -> std::optional<Action> {
            [&] {
                QCOMPARE(process(w, "tcp.server").activity, world::Activity::Paused);
                QCOMPARE(w.messages().last().outcome, world::Outcome::Received);
            }();
            return std::nullopt;
        },
    }));
    play(pacer);
    QVERIFY(pacer.refusals().isEmpty());
}

void TestSurvivors::sleeper_canBeToldSomethingElse()
{
    ActingPacer pacer(turns({
        [](const World &w) {
            Action action = act(w, ActionKind::Accept, "tcp.server", w.socket(acceptedOf(w, "tcp.A")->listener));
            action.mayWait = true;
            return action;
        },
        [](const World &w) { return send(w, "tcp.server", acceptedOf(w, "tcp.B"), "while I wait"); },
        [](const World &w) {
            [&] {
                QCOMPARE(process(w, "tcp.server").activity, world::Activity::Asleep);
                // Where it lands is not asked: Nagle's algorithm may keep it until the answer before it is
                // acknowledged.
                QCOMPARE(w.moment().result, 12);
            }();
            return act(w, ActionKind::SecondConnection, "tcp.B");
        },
        [](const World &w) -> std::optional<Action> {
            [&] {
                QCOMPARE(process(w, "tcp.server").activity, world::Activity::Paused);
                QCOMPARE(acceptedOf(w, "tcp.B")->acceptOrdinal, 3);
            }();
            return std::nullopt;
        },
    }));
    play(pacer);
    QVERIFY(pacer.refusals().isEmpty());
}

void TestSurvivors::sleeper_canBeKilled()
{
    ActingPacer pacer(turns({
        [](const World &w) {
            Action action = act(w, ActionKind::Receive, "tcp.A", openSocket(w, "tcp.A"));
            action.mayWait = true;
            return action;
        },
        [](const World &w) { return act(w, ActionKind::Kill, "tcp.A"); },
        [](const World &w) { return send(w, "tcp.B", openSocket(w, "tcp.B"), "on it goes"); },
    }));
    play(pacer);
    QVERIFY(process(pacer.world(), "tcp.A").openCalls.isEmpty());
    QCOMPARE(pacer.world().messages().last().evidence, world::Evidence::KernelQueue);
}

void TestSurvivors::actionInMidCall_letsTheCallEndFirst()
{
    // From every moment of the lesson: what is being called returns, and nothing else of the script is done.
    for (int from = 0; from < 24; ++from) {
        qsizetype events = 0;
        ActingPacer *seen = nullptr;
        world::CallId open = 0;
        ActingPacer pacer(turns({
                              [&](const World &w) {
                                  events = seen->events().size();
                                  const bool inCall = w.moment().kind == world::MomentKind::Entered;
                                  open = inCall ? w.moment().call : 0;
                                  return act(w, ActionKind::Kill, "tcp.B");
                              },
                          }),
                          from);
        seen = &pacer;
        play(pacer);
        QVERIFY(events > 0);
        QCOMPARE(callsSince(pacer, events), QStringList());
        QCOMPARE(process(pacer.world(), "tcp.B").signal, SIGKILL);
        QVERIFY(process(pacer.world(), "tcp.A").openCalls.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestSurvivors)
#include "tst_survivors.moc"
