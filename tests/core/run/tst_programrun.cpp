// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/filedescriptor.h"
#include "core/run/programname.h"
#include "core/run/programrun.h"
#include "core/world/world.h"

#include <QDir>
#include <QElapsedTimer>
#include <QStandardPaths>
#include <QTest>

#include <fcntl.h>
#include <linux/io_uring.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

using namespace zocalo;
using history::CallEntered;
using history::Event;
using history::ProcessEnded;
using history::ProcessStarted;
using run::HelperPaths;
using run::Program;
using run::ProgramRun;
using run::Run;
using run::Unseen;
using trace::Call;

namespace {

constexpr int kPatienceMs = 20000;

QString testProgram(const char *name) { return QStringLiteral(ZOCALO_PROGRAM_DIR "/") + QLatin1String(name); }
QString script(const char *name) { return QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/") + QLatin1String(name); }

/// A pipe, to read what a program writes.
class Output
{
public:
    Output()
    {
        if (::pipe2(m_ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) {
            qFatal("no pipe");
        }
        ::fcntl(m_ends[1], F_SETFL, 0);
    }
    ~Output()
    {
        ::close(m_ends[0]);
        ::close(m_ends[1]);
    }
    int end() const { return m_ends[1]; }
    const QByteArray &text()
    {
        std::array<char, 4096> buffer;
        for (ssize_t size = 0; (size = ::read(m_ends[0], buffer.data(), buffer.size())) > 0;) {
            m_text.append(buffer.data(), size);
        }
        return m_text;
    }

private:
    std::array<int, 2> m_ends{-1, -1};
    QByteArray m_text;
};

/// What a run gave, and the world it adds up to.
struct Kept
{
    QList<Event> events;
    world::World world;
    void add(const Event &event)
    {
        events.append(event);
        world.apply(event);
    }
    template <typename T>
    QList<T> all() const
    {
        QList<T> found;
        for (const Event &event : events) {
            if (const T *data = std::get_if<T>(&event.data)) {
                found.append(*data);
            }
        }
        return found;
    }
    QStringList names() const
    {
        QStringList names;
        for (const world::Process &process : world.processes()) {
            names.append(process.name);
        }
        return names;
    }
};

} // namespace

class TestProgramRun : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR); }
    void name_isWhatAPersonSays_data();
    void name_isWhatAPersonSays();
    void program_keepsItsFolderOutputAndStatus();
    void programMissing_isNotStarted();
    void signalled_isTold();
    void family_isFollowed();
    void forked_sharesItsSockets();
    void studentsServer_isCast();
    void bytesOfUnobservedCalls_areTold_data();
    void bytesOfUnobservedCalls_areTold();
    void manyPrograms_leaveNoDescriptor();
    void ioUring_isTold_data();
    void ioUring_isTold();
    void destroyed_letsTheProgramRunOn();
};

void TestProgramRun::name_isWhatAPersonSays_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("name");
    QTest::newRow("program") << "/usr/bin/curl -s x"
                             << "curl";
    QTest::newRow("python") << "python3 server.py 9000"
                            << "server.py";
    QTest::newRow("version") << "/opt/python3.11 -u lab/server.py"
                             << "server.py";
    QTest::newRow("option with value") << "python3 -W ignore server.py"
                                       << "server.py";
    QTest::newRow("module") << "python3 -m http.server 80"
                            << "http.server";
    QTest::newRow("code") << "python3 -c pass"
                          << "python3";
    QTest::newRow("prompt") << "python3"
                            << "python3";
    QTest::newRow("jar") << "java -cp a:b -jar chat.jar"
                         << "chat.jar";
    QTest::newRow("class") << "java -cp a:b Chat 9"
                           << "Chat";
    QTest::newRow("shell") << "-bash"
                           << "bash";
    QTest::newRow("shell script") << "/bin/sh ./run.sh"
                                  << "run.sh";
    QTest::newRow("nothing") << ""
                             << "";
}

void TestProgramRun::name_isWhatAPersonSays()
{
    QFETCH(QString, line);
    QFETCH(QString, name);
    const QByteArray bytes = line.toUtf8();
    QCOMPARE(run::programName(bytes.isEmpty() ? QList<QByteArray>() : bytes.split(' ')), name);
}

void TestProgramRun::program_keepsItsFolderOutputAndStatus()
{
    Kept kept;
    Output output;
    ProgramRun programRun(HelperPaths::find().value(), [&](const Event &event) { kept.add(event); });
    Program program{QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("pwd; exit 5")}, QStringLiteral("/")};
    program.streams[1] = output.end();
    QVERIFY(programRun.play(program).ok());
    QCOMPARE(output.text(), QByteArray("/\n"));
    QVERIFY(programRun.wasSeen());
    QCOMPARE(programRun.ending()->exitCode, 5);
    QCOMPARE(kept.all<ProcessEnded>().first(), (ProcessEnded{0, 5, 0}));
    QCOMPARE(kept.names().first(), QStringLiteral("sh"));
    QCOMPARE(kept.all<ProcessStarted>().first().role, history::Role::Other);
}

void TestProgramRun::programMissing_isNotStarted()
{
    ProgramRun programRun(HelperPaths::find().value(), [](const Event &) {});
    const Status status = programRun.play({QStringLiteral("no-such-program")});
    QCOMPARE(status.error().code, ErrorCode::ProcessNotStarted);
    QCOMPARE(status.error().subject, QStringLiteral("no-such-program"));
    QCOMPARE(status.error().errnoValue, ENOENT);
}

void TestProgramRun::signalled_isTold()
{
    Kept kept;
    ProgramRun programRun(HelperPaths::find().value(), [&](const Event &event) { kept.add(event); });
    QVERIFY(programRun.play({QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("kill -TERM $$")}}).ok());
    QCOMPARE(programRun.ending()->signal, SIGTERM);
    QCOMPARE(kept.all<ProcessEnded>().first(), (ProcessEnded{0, 0, SIGTERM}));
}

// fork, vfork and exec: who made which call is told apart, whoever's ring it was written into.
void TestProgramRun::family_isFollowed()
{
    Kept kept;
    Output output;
    ProgramRun programRun(HelperPaths::find().value(), [&](const Event &event) { kept.add(event); });
    Program program{testProgram("family")};
    program.streams[1] = output.end();
    QVERIFY(programRun.play(program).ok());
    QCOMPARE(programRun.ending()->exitCode, 3);
    QCOMPARE(kept.names(),
             (QStringList{QStringLiteral("family"), QStringLiteral("family#2"), QStringLiteral("family#3")}));
    const QByteArray pids = "fork " + QByteArray::number(kept.world.processes().at(1).pid) + "\nvfork " +
                            QByteArray::number(kept.world.processes().at(2).pid) + '\n';
    QCOMPARE(output.text(), pids);
    for (const CallEntered &entered : kept.all<CallEntered>()) {
        const history::ProcessId maker = entered.record.call == Call::Shutdown ? 1
                                         : entered.record.call == Call::Listen ? 2
                                                                               : 0;
        QCOMPARE(entered.process, maker);
        QVERIFY(entered.record.call != Call::Fork);
    }
    QCOMPARE(kept.all<ProcessEnded>().size(), 3);
    // exec: given again, and what was closed by it is.
    QCOMPARE(kept.all<ProcessStarted>().size(), 4);
    QCOMPARE(kept.all<ProcessStarted>().last().process, history::ProcessId(0));
    const history::SocketsHeld held = kept.all<history::SocketsHeld>().last();
    QCOMPARE(held.process, history::ProcessId(0));
    QVERIFY(held.complete);
    QCOMPARE(held.sockets.size(), 1);
    QVERIFY(held.sockets.first().local.port != 0);
    QVERIFY(kept.world.processes().first().openCalls.isEmpty());
}

void TestProgramRun::forked_sharesItsSockets()
{
    Kept kept;
    bool forkedOwns = false;
    bool vforkedOwns = false;
    ProgramRun programRun(HelperPaths::find().value(), [&](const Event &event) {
        kept.add(event);
        for (const world::Socket &socket : kept.world.sockets()) {
            for (const world::Owner &owner : socket.owners) {
                const bool shared = owner.process == 0;
                forkedOwns = forkedOwns || (shared && socket.owners.contains(world::Owner{1, owner.fd}));
                vforkedOwns = vforkedOwns || (shared && socket.owners.contains(world::Owner{2, owner.fd}));
            }
        }
    });
    Output output;
    Program program{testProgram("family")};
    program.streams[1] = output.end();
    QVERIFY(programRun.play(program).ok());
    QVERIFY(forkedOwns);
    QVERIFY(vforkedOwns);
    for (const world::Socket &socket : kept.world.sockets()) {
        QVERIFY(socket.closed);
    }
}

void TestProgramRun::studentsServer_isCast()
{
    if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
        QSKIP("python3 is not installed");
    }
    Kept kept;
    Run run(HelperPaths::find().value(), [&](const Event &event) { kept.add(event); });
    Output output;
    Program server{QStringLiteral("python3"), {script("echoserver.py"), QStringLiteral("2")}};
    server.streams[1] = output.end();
    const Result<history::ProcessId> started = run.startProgram(server);
    QVERIFY(started.ok());
    QElapsedTimer clock;
    clock.start();
    while (!output.text().endsWith('\n') && !clock.hasExpired(kPatienceMs)) {
        QVERIFY(run.pass(Run::Patience(2000)).ok());
    }
    const QString port = QString::fromLatin1(output.text().trimmed());
    for (const char *word : {"one", "two"}) {
        Output reply;
        Program client{QStringLiteral("python3"), {script("echoclient.py"), port, QLatin1String(word)}};
        client.streams[1] = reply.end();
        const history::ProcessId id = run.startProgram(client).value();
        while (!run.hasEnded(id) && !clock.hasExpired(kPatienceMs)) {
            QVERIFY(run.pass(Run::Patience(2000)).ok());
        }
        QCOMPARE(run.ending(id)->exitCode, 0);
        QCOMPARE(reply.text(), QByteArray(word).toUpper() + '\n');
    }
    while (run.isAlive() && !clock.hasExpired(kPatienceMs)) {
        QVERIFY(run.pass(Run::Patience(2000)).ok());
    }
    QVERIFY(!run.isAlive());
    const world::Process *const serving = kept.world.processNamed(QStringLiteral("echoserver.py"));
    const world::Process *const first = kept.world.processNamed(QStringLiteral("echoclient.py"));
    const world::Process *const second = kept.world.processNamed(QStringLiteral("echoclient.py#2"));
    QVERIFY2(serving && first && second, qPrintable(kept.names().join(QLatin1Char(32))));
    QCOMPARE(serving->role, world::Role::Server);
    QCOMPARE(serving->letter, QStringLiteral("S"));
    QCOMPARE(first->role, world::Role::Client);
    QCOMPARE(first->letter, QStringLiteral("A"));
    QCOMPARE(second->letter, QStringLiteral("B"));
    QCOMPARE(second->ordinal, 1);
    QStringList names;
    for (const world::Message &message : kept.world.messages()) {
        names.append(message.name);
        QCOMPARE(message.outcome, world::Outcome::Received);
        QVERIFY(message.agrees == std::optional(true));
        QCOMPARE(message.isReply, message.senderProcess == serving->id);
    }
    QCOMPARE(names,
             (QStringList{QStringLiteral("A1"), QStringLiteral("S1"), QStringLiteral("B1"), QStringLiteral("S2")}));
}

void TestProgramRun::bytesOfUnobservedCalls_areTold_data()
{
    QTest::addColumn<QString>("how");
    QTest::addColumn<bool>("underPtrace");
    QTest::addColumn<bool>("isTold");
    QTest::newRow("fprintf, by the tap") << QStringLiteral("unseen") << false << true;
    QTest::newRow("fprintf, by ptrace") << QStringLiteral("unseen") << true << false;
    QTest::newRow("send alone") << QStringLiteral("seen") << false << false;
}

void TestProgramRun::bytesOfUnobservedCalls_areTold()
{
    QFETCH(QString, how);
    QFETCH(bool, underPtrace);
    QFETCH(bool, isTold);
    QList<world::Disagreement> found;
    int tables = 0;
    Kept kept;
    ProgramRun run(HelperPaths::find().value(), [&](const Event &event) {
        kept.add(event);
        if (std::holds_alternative<history::KernelSnapshot>(event.data)) {
            ++tables;
            found += kept.world.disagreements();
        }
    });
    Program program{testProgram("hidden"), {how}};
    program.underPtrace = underPtrace;
    QVERIFY(run.play(program).ok());
    QVERIFY(tables > 0);
    QCOMPARE(kept.world.contradictions(), isTold ? 1 : 0);
    QCOMPARE(!found.isEmpty(), isTold);
    for (const world::Disagreement &each : found) {
        QVERIFY(each.difference == world::Difference::SentBytes);
        QCOMPARE(each.worldNumber, quint64{10});
        QCOMPARE(each.kernelNumber, quint64{37});
    }
}

void TestProgramRun::ioUring_isTold_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<bool>("underPtrace");
    QTest::addColumn<bool>("isTold");
    const QString program = testProgram("iouring");
    const QString raw = QStringLiteral("raw");
    QTest::newRow("its own system call") << QStringList{program, raw} << false << true;
    QTest::newRow("behind many descriptors") << QStringList{program, raw, QStringLiteral("300")} << false << true;
    QTest::newRow("syscall()") << QStringList{program, QStringLiteral("library")} << false << true;
    QTest::newRow("of a child") << QStringList{QStringLiteral("sh"), QStringLiteral("-c"), program + " raw; true"}
                                << false << true;
    QTest::newRow("by ptrace") << QStringList{program, QStringLiteral("library")} << true << true;
    QTest::newRow("static") << QStringList{testProgram("iouring-static"), QStringLiteral("library")} << false << true;
    QTest::newRow("none") << QStringList{testProgram("waiting")} << false << false;
}

void TestProgramRun::ioUring_isTold()
{
    QFETCH(QStringList, command);
    QFETCH(bool, underPtrace);
    QFETCH(bool, isTold);
    io_uring_params parameters{};
    const run::FileDescriptor ring(static_cast<int>(::syscall(SYS_io_uring_setup, 4, &parameters)));
    if (!ring) {
        QSKIP(QByteArray("io_uring is not allowed here: ").append(std::strerror(errno)).constData());
    }
    Kept kept;
    ProgramRun run(HelperPaths::find().value(), [&](const Event &event) { kept.add(event); });
    Program program{command.takeFirst(), command};
    program.underPtrace = underPtrace;
    QVERIFY(run.play(program).ok());
    QVERIFY(run.wasSeen());
    QCOMPARE(run.ending()->exitCode, 0);
    for (const CallEntered &entered : kept.all<CallEntered>()) {
        QVERIFY(entered.record.call != Call::IoUringSetup);
    }
    QCOMPARE(run.unseen().size(), isTold ? 1 : 0);
    for (const Unseen &part : run.unseen()) {
        QVERIFY(part.why == Unseen::Why::IoUring);
        QVERIFY2(part.name.startsWith(QLatin1String("iouring")), qPrintable(part.name));
        QVERIFY(part.program > 0);
    }
}

void TestProgramRun::manyPrograms_leaveNoDescriptor()
{
    const auto descriptors = [] { return QDir(QStringLiteral("/proc/self/fd")).entryList().size(); };
    Run run(HelperPaths::find().value(), [](const Event &) {});
    const auto play = [&run](const QString &command) {
        const auto started = run.startProgram({QStringLiteral("sh"), {QStringLiteral("-c"), command}});
        QVERIFY(started.ok());
        while (run.isAlive()) {
            QVERIFY(run.pass(Run::Patience(2000)).ok());
        }
        QVERIFY(run.isJoined(started.value()));
    };
    play(QStringLiteral("true"));
    const qsizetype before = descriptors();
    const int processes = run.processCount();
    play(QStringLiteral("for i in $(seq 50); do true; /bin/true; done"));
    QVERIFY(run.processCount() > processes + 50);
    QCOMPARE(descriptors(), before);
}

void TestProgramRun::destroyed_letsTheProgramRunOn()
{
    Output output;
    pid_t pid = 0;
    int hold[2];
    QCOMPARE(::pipe2(hold, O_CLOEXEC), 0);
    {
        Run run(HelperPaths::find().value(), [](const Event &) {});
        Program program{QStringLiteral("sh"), {QStringLiteral("-c"), QStringLiteral("read line; echo $line")}};
        program.streams = {hold[0], output.end(), -1};
        pid = static_cast<pid_t>(run.pid(run.startProgram(program).value()));
        QElapsedTimer clock;
        clock.start();
        while (!run.isJoined(0) && !clock.hasExpired(kPatienceMs)) {
            QVERIFY(run.pass(Run::Patience(2000)).ok());
        }
        QVERIFY(run.isJoined(0));
    }
    QCOMPARE(::write(hold[1], "on\n", 3), 3);
    QTRY_COMPARE(output.text(), QByteArray("on\n"));
    int status = 0;
    QCOMPARE(::waitpid(pid, &status, 0), pid);
    QCOMPARE(status, 0);
    ::close(hold[0]);
    ::close(hold[1]);
}

QTEST_GUILESS_MAIN(TestProgramRun)
#include "tst_programrun.moc"
