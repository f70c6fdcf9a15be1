// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Programs of the user's, held at their calls and let go on one by one: real ones, with real sockets.
#include "core/run/clock.h"
#include "core/run/gatekeeper.h"
#include "core/world/world.h"
#include "tests/support/interpreter.h"

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <functional>

using namespace zocalo;
using history::ProcessId;
using run::GateKeeper;
using run::HeldThread;
using run::Pace;
using run::Program;
using run::Run;
using trace::Call;
using trace::Phase;

namespace {

constexpr int kPatienceMs = 60000;

Program nested(const char *how) { return {QStringLiteral(ZOCALO_PROGRAM_DIR "/nested"), {QLatin1String(how)}}; }

/// A run of python programs that are held, and what each has written.
class Stage
{
public:
    explicit Stage(Pace pace, qint64 pauseNs = 0)
        : m_python(test::python()), m_run(run::HelperPaths::find().value(),
                                          [this](const history::Event &event) {
                                              world.apply(event);
                                              events.append(event);
                                          }),
          gate(m_run)
    {
        gate.setPace(pace, pauseNs);
    }
    ~Stage()
    {
        for (const int fd : std::as_const(m_outputs)) {
            ::close(fd);
        }
    }
    Q_DISABLE_COPY_MOVE(Stage)

    ProcessId start(const char *script, const QStringList &arguments, bool underPtrace = false)
    {
        Program program{m_python};
        program.arguments =
            QStringList{QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/") + QLatin1String(script)} + arguments;
        program.underPtrace = underPtrace;
        return start(program);
    }
    ProcessId start(Program program)
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            qFatal("no pipe");
        }
        ::fcntl(ends[0], F_SETFL, O_NONBLOCK);
        program.streams[1] = ends[1];
        const Result<ProcessId> started = m_run.startProgram(program);
        ::close(ends[1]);
        if (!started) {
            qFatal("no program");
        }
        m_outputs.insert(started.value(), ends[0]);
        return started.value();
    }
    /// What it has written until now, without the line's end.
    QString output(ProcessId process)
    {
        std::array<char, 4096> buffer{};
        for (ssize_t size = 0; (size = ::read(m_outputs.value(process), buffer.data(), buffer.size())) > 0;) {
            m_texts[process].append(buffer.data(), size);
        }
        return QString::fromUtf8(m_texts.value(process)).trimmed();
    }
    /// Turns until that is so; false if it never is.
    bool until(const std::function<bool()> &isSo)
    {
        QElapsedTimer clock;
        clock.start();
        while (!isSo()) {
            if (clock.hasExpired(kPatienceMs) || !m_run.pass(Run::Patience(1000))) {
                return false;
            }
            gate.turn();
        }
        return true;
    }
    /// Lets that process alone go on until it is held there.
    bool goTo(ProcessId process, Call call, Phase phase)
    {
        return until([&] {
            const HeldThread *const held = heldOf(process);
            const bool isThere = held && held->call == call && held->phase == phase;
            if (held && !isThere) {
                gate.letGo(*held);
            }
            return isThere;
        });
    }
    const HeldThread *heldOf(ProcessId process) const
    {
        const auto &held = gate.held();
        const auto found =
            std::find_if(held.begin(), held.end(), [process](const auto &each) { return each.process == process; });
        return found == held.end() ? nullptr : &*found;
    }
    bool awaitEnds()
    {
        return until([this] { return !m_run.isAlive(); });
    }
    Run &run() { return m_run; }

private:
    QString m_python;
    QHash<ProcessId, int> m_outputs;
    QHash<ProcessId, QByteArray> m_texts;

public:
    world::World world;
    QList<history::Event> events;

private:
    Run m_run;

public:
    GateKeeper gate;
};

} // namespace

class TestGateKeeper : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
        QVERIFY(!test::python().isEmpty());
        // Without it the C library asks a name service for it, over a socket at which the program is held, too.
        qputenv("HOME", QDir::tempPath().toLocal8Bit());
    }
    void whoGoesFirst_isAcceptedFirst_data();
    void whoGoesFirst_isAcceptedFirst();
    void free_letsAllRunOn();
    void gone_letsAllRunOn();
    void letGoTwice_isOneStep();
    void callInSignalHandler_isHeldInsideAnother();
    void callNobodyCanBeToldOf_isNotHeld();
    void slow_goesOnByItself();
    void timeOutOfAnother_runsOut();
    void alarmOfTheHeld_rings();
};

void TestGateKeeper::whoGoesFirst_isAcceptedFirst_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<bool>("underPtrace");
    QTest::newRow("A") << 0 << false;
    QTest::newRow("B") << 1 << false;
    QTest::newRow("B, by ptrace") << 1 << true;
}

// Two clients, one accept: the user says who is first.
void TestGateKeeper::whoGoesFirst_isAcceptedFirst()
{
    QFETCH(int, first);
    QFETCH(bool, underPtrace);
    Stage stage(Pace::Step);
    const ProcessId server = stage.start("echoserver.py", {QStringLiteral("2")}, underPtrace);
    run::Program asked{test::python()};
    asked.underPtrace = underPtrace;
    if (Run::kindOf(asked).reason == run::WatchReason::Forbidden) {
        QSKIP("ptrace is not allowed here");
    }
    QVERIFY(stage.goTo(server, Call::Accept4, Phase::Entry));
    const QString port = stage.output(server);
    QVERIFY(port.toInt() > 0);
    std::array<ProcessId, 2> clients{};
    for (ProcessId &client : clients) {
        client = stage.start("echoclient.py", {port, QStringLiteral("word")}, underPtrace);
        QVERIFY(stage.goTo(client, Call::Connect, Phase::Entry));
    }
    // All three are held, and nothing happens by itself.
    QCOMPARE(stage.gate.held().size(), 3);
    const ProcessId winner = clients.at(std::size_t(first));
    QVERIFY(stage.goTo(winner, Call::Connect, Phase::Return));
    QVERIFY(stage.goTo(clients.at(std::size_t(1 - first)), Call::Connect, Phase::Return));
    QVERIFY(stage.goTo(server, Call::Accept4, Phase::Return));
    const auto accepted = std::find_if(stage.world.sockets().begin(), stage.world.sockets().end(),
                                       [](const world::Socket &socket) { return socket.acceptOrdinal == 1; });
    QVERIFY(accepted != stage.world.sockets().end());
    const world::Socket *const peer = stage.world.socket(accepted->peerSocket);
    QVERIFY(peer);
    QCOMPARE(peer->creator, winner);
    stage.gate.setPace(Pace::Free, 0);
    QVERIFY(stage.awaitEnds());
    for (const ProcessId client : clients) {
        QCOMPARE(stage.output(client), QStringLiteral("WORD"));
        QCOMPARE(stage.run().ending(client)->exitCode, 0);
    }
}

void TestGateKeeper::free_letsAllRunOn()
{
    Stage stage(Pace::Step);
    const ProcessId server = stage.start("echoserver.py", {QStringLiteral("0")});
    QVERIFY(stage.until([&] { return stage.heldOf(server) != nullptr; }));
    QCOMPARE(stage.heldOf(server)->call, Call::Socket);
    QCOMPARE(stage.heldOf(server)->phase, Phase::Entry);
    QCOMPARE(stage.heldOf(server)->siblings, 0);
    stage.gate.setPace(Pace::Free, 0);
    QVERIFY(stage.awaitEnds());
    QCOMPARE(stage.run().ending(server)->exitCode, 0);
    stage.gate.turn();
    QVERIFY(stage.gate.held().isEmpty());
}

void TestGateKeeper::gone_letsAllRunOn()
{
    pid_t pid = 0;
    {
        Stage stage(Pace::Step);
        const ProcessId server = stage.start("echoserver.py", {QStringLiteral("0")});
        pid = static_cast<pid_t>(stage.run().pid(server));
        QVERIFY(stage.until([&] { return stage.heldOf(server) != nullptr; }));
    }
    int status = -1;
    QVERIFY(QTest::qWaitFor([&] { return ::waitpid(pid, &status, WNOHANG) == pid; }, kPatienceMs));
    // Its output is a pipe that nobody reads any more: python tells that by this status.
    QVERIFY2(WIFEXITED(status), qPrintable(QString::number(status)));
}

// A double click, or a click on a row that has just moved on.
void TestGateKeeper::letGoTwice_isOneStep()
{
    Stage stage(Pace::Step);
    const ProcessId process = stage.start(nested("handler"));
    QVERIFY(stage.goTo(process, Call::Socket, Phase::Entry));
    const HeldThread shown = *stage.heldOf(process);
    QVERIFY(stage.gate.letGo(shown));
    QVERIFY(!stage.gate.letGo(shown)); // it may be at its next stop by now
    QVERIFY(stage.until([&] { return stage.heldOf(process) && stage.heldOf(process)->phase == Phase::Return; }));
    QVERIFY(!stage.gate.letGo(shown));
    QVERIFY(!stage.gate.turn());
    QCOMPARE(stage.heldOf(process)->call, Call::Socket);
    QCOMPARE(stage.heldOf(process)->serial, shown.serial);
    QVERIFY(stage.gate.letGo(*stage.heldOf(process)));
    stage.gate.setPace(Pace::Free, 0);
    QVERIFY(stage.awaitEnds());
}

// Both are held at once; when the handler has returned, the call that it interrupted is still held, and is told.
void TestGateKeeper::callInSignalHandler_isHeldInsideAnother()
{
    Stage stage(Pace::Step);
    const ProcessId process = stage.start(nested("handler"));
    QVERIFY(stage.goTo(process, Call::Bind, Phase::Entry));
    const HeldThread outer = *stage.heldOf(process);
    QCOMPARE(::kill(static_cast<pid_t>(stage.run().pid(process)), SIGUSR1), 0);
    QVERIFY(stage.until([&] { return stage.gate.held().size() == 2; }));
    QVERIFY(stage.gate.held().contains(outer));
    for (const Phase phase : {Phase::Entry, Phase::Return}) {
        const auto isInner = [&](const HeldThread &held) {
            return held.call == Call::Getsockname && held.phase == phase;
        };
        QVERIFY(stage.until([&] { return std::any_of(stage.gate.held().begin(), stage.gate.held().end(), isInner); }));
        QVERIFY(stage.gate.letGo(*std::find_if(stage.gate.held().begin(), stage.gate.held().end(), isInner)));
    }
    QVERIFY(stage.until([&] { return stage.gate.held() == QList<HeldThread>{outer}; }));
    QVERIFY(stage.gate.letGo(outer));
    QVERIFY(stage.until([&] { return stage.heldOf(process) && stage.heldOf(process)->phase == Phase::Return; }));
    QVERIFY(stage.gate.letGo(*stage.heldOf(process)));
    QVERIFY(stage.awaitEnds());
    QCOMPARE(stage.run().ending(process)->exitCode, 0);
}

// Whose calls cannot be told whose they are would wait for ever: nobody could let it go.
void TestGateKeeper::callNobodyCanBeToldOf_isNotHeld()
{
    Stage stage(Pace::Step);
    const ProcessId process = stage.start(nested("orphan"));
    QVERIFY(stage.goTo(process, Call::Socket, Phase::Return));
    QVERIFY(stage.gate.letGo(*stage.heldOf(process)));
    QVERIFY(stage.awaitEnds());
    QCOMPARE(stage.run().ending(process)->exitCode, 0);
}

void TestGateKeeper::slow_goesOnByItself()
{
    constexpr qint64 kPauseNs = 10'000'000;
    Stage stage(Pace::Slow, kPauseNs);
    const ProcessId server = stage.start("echoserver.py", {QStringLiteral("0")});
    QVERIFY(stage.awaitEnds());
    QCOMPARE(stage.run().ending(server)->exitCode, 0);
    QList<qint64> moments;
    for (const history::Event &event : std::as_const(stage.events)) {
        if (std::holds_alternative<history::CallEntered>(event.data) ||
            std::holds_alternative<history::CallReturned>(event.data)) {
            moments.append(event.timeNs);
        }
    }
    QVERIFY(moments.size() > 4);
    for (qsizetype i = 1; i < moments.size(); ++i) {
        QVERIFY(moments.at(i) - moments.at(i - 1) >= kPauseNs);
    }
}

// The server is held, and the client does not wait for it any longer than it would anyway.
void TestGateKeeper::timeOutOfAnother_runsOut()
{
    Stage stage(Pace::Step);
    const ProcessId server = stage.start("echoserver.py", {QStringLiteral("1")});
    QVERIFY(stage.goTo(server, Call::Accept4, Phase::Entry));
    const ProcessId client = stage.start("impatient.py", {stage.output(server), QStringLiteral("0.3")});
    QVERIFY(stage.goTo(client, Call::Poll, Phase::Return)); // before its send: there is room at once
    QVERIFY(stage.goTo(client, Call::Send, Phase::Return));
    QVERIFY(stage.goTo(client, Call::Poll, Phase::Entry));
    QVERIFY(stage.goTo(client, Call::Poll, Phase::Return));
    QVERIFY(stage.heldOf(server));
    const world::Process *const waited = stage.world.process(client);
    QVERIFY(waited);
    QCOMPARE(waited->lastCall, Call::Poll);
    QCOMPARE(waited->lastResult, 0); // nothing came in its time: poll(2)
    stage.gate.setPace(Pace::Free, 0);
    QVERIFY(stage.awaitEnds());
    QCOMPARE(stage.output(client), QStringLiteral("timed out"));
}

// A timer of the process that is held itself.
void TestGateKeeper::alarmOfTheHeld_rings()
{
    Stage stage(Pace::Step);
    const ProcessId process = stage.start("alarmed.py", {QStringLiteral("1")});
    QVERIFY(stage.until([&] { return stage.heldOf(process) != nullptr || stage.run().hasEnded(process); }));
    QVERIFY(stage.awaitEnds());
    QCOMPARE(stage.run().ending(process)->signal, SIGALRM);
    stage.gate.turn();
    QVERIFY(stage.gate.held().isEmpty());
}

QTEST_GUILESS_MAIN(TestGateKeeper)
#include "tst_gatekeeper.moc"
