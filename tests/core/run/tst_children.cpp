// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The processes that watched programs make: those that are seen, and those that cannot be.
#include "core/run/programrun.h"
#include "core/world/world.h"

#include <QTest>

using namespace zocalo;
using history::Event;
using history::ProcessStarted;
using run::HelperPaths;
using run::ProgramRun;
using run::Unseen;

namespace {

QString testProgram(const char *name) { return QStringLiteral(ZOCALO_PROGRAM_DIR "/") + QLatin1String(name); }

} // namespace

class TestChildren : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR); }
    void childOfOneThatEndsAtOnce_isSeen_data();
    void childOfOneThatEndsAtOnce_isSeen();
    void childThatCannotBeWatched_isTold_data();
    void childThatCannotBeWatched_isTold();
    void numberThatIsUsedAgain_isAnotherProcess();
    void socketLeftToAChild_isNotClosed_data();
    void socketLeftToAChild_isNotClosed();
    void childThatWasWaitedFor_hasNothingAnyMore_data();
    void childThatWasWaitedFor_hasNothingAnyMore();
};

void TestChildren::childOfOneThatEndsAtOnce_isSeen_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<bool>("underPtrace");
    const QString forks = testProgram("detached");
    const QString executes = forks + QStringLiteral(" & exit");
    QTest::newRow("fork") << forks << false;
    QTest::newRow("fork and exec") << executes << false;
    QTest::newRow("fork, by ptrace") << forks << true;
    QTest::newRow("fork and exec, by ptrace") << executes << true;
}

void TestChildren::childOfOneThatEndsAtOnce_isSeen()
{
    QFETCH(QString, command);
    QFETCH(bool, underPtrace);
    const int runs = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 200 : 25;
    run::Program program{QStringLiteral("sh"), {QStringLiteral("-c"), command}};
    program.underPtrace = underPtrace;
    for (int i = 0; i < runs; ++i) {
        QStringList calls;
        ProgramRun run(HelperPaths::find().value(), [&](const Event &event) {
            if (const auto *entered = std::get_if<history::CallEntered>(&event.data)) {
                const std::string_view name = trace::callName(entered->record.call);
                calls.append(QString::fromLatin1(name.data(), qsizetype(name.size())));
            }
        });
        QVERIFY(run.play(program).ok());
        QCOMPARE(calls, (QStringList{QStringLiteral("socket"), QStringLiteral("listen"), QStringLiteral("close")}));
    }
}

void TestChildren::childThatCannotBeWatched_isTold_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("reason");
    const QString isStatic = testProgram("waiting-static");
    QTest::newRow("static child") << isStatic + QStringLiteral("; true") << QStringLiteral("waiting-static")
                                  << static_cast<int>(Unseen::Why::Static);
    QTest::newRow("becomes static") << QStringLiteral("exec ") + isStatic << QStringLiteral("waiting-static")
                                    << static_cast<int>(Unseen::Why::Static);
    QTest::newRow("empty environment") << QStringLiteral("env -i ") + testProgram("waiting") + QStringLiteral("; true")
                                       << QStringLiteral("waiting") << static_cast<int>(Unseen::Why::WithoutTap);
    const QString retitled = testProgram("retitled");
    QTest::newRow("writes over its environment") << retitled + QStringLiteral(" title; true") << QString() << -1;
    QTest::newRow("lets nobody look into it") << retitled + QStringLiteral(" private; true") << QString() << -1;
    QTest::newRow("as usual") << testProgram("waiting") + QStringLiteral("; true") << QString() << -1;
}

void TestChildren::childThatCannotBeWatched_isTold()
{
    QFETCH(QString, command);
    QFETCH(QString, name);
    QFETCH(int, reason);
    qint64 pid = 0;
    ProgramRun run(HelperPaths::find().value(), [&](const Event &event) {
        const auto *const started = std::get_if<ProcessStarted>(&event.data);
        pid = started != nullptr && started->process == 0 ? started->pid : pid;
    });
    QVERIFY(run.play({QStringLiteral("sh"), {QStringLiteral("-c"), command}}).ok());
    QCOMPARE(run.unseen().size(), name.isEmpty() ? 0 : 1);
    for (const Unseen &part : run.unseen()) {
        QCOMPARE(part.name, name);
        QCOMPARE(static_cast<int>(part.why), reason);
        QCOMPARE(part.program, pid);
    }
}

/// Two children, one after the other, that have the same number: both are told.
void TestChildren::numberThatIsUsedAgain_isAnotherProcess()
{
    constexpr int kNotAllowed = 77;
    ProgramRun run(HelperPaths::find().value(), [](const Event &) {});
    QVERIFY(run.play({testProgram("samenumber"), {testProgram("waiting-static")}}).ok());
    if (run.ending()->exitCode == kNotAllowed) {
        QSKIP("the kernel does not let us choose a process's number here");
    }
    QCOMPARE(run.ending()->exitCode, 0);
    QCOMPARE(run.unseen().size(), 2);
    QCOMPARE(run.unseen().first().pid, run.unseen().last().pid);
}

/// What was there each time that the program itself had closed its socket.
static QList<world::World> worldsAtClose(const QString &program, const QString &way, int &exitCode)
{
    QList<world::World> found;
    world::World now;
    ProgramRun run(HelperPaths::find().value(), [&](const Event &event) {
        now.apply(event);
        const auto *const returned = std::get_if<history::CallReturned>(&event.data);
        if (returned != nullptr && returned->process == 0 && returned->record.call == trace::Call::Close)
            found.append(now);
    });
    exitCode = run.play({program, {way}}).ok() && run.ending() ? run.ending()->exitCode : -1;
    return found;
}

void TestChildren::socketLeftToAChild_isNotClosed_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<bool>("isStatic");
    for (const char *way : {"fork", "_Fork", "SYS_fork", "SYS_clone", "clone", "vfork", "spawn", "popen"})
        QTest::addRow("%s", way) << QString::fromLatin1(way) << false;
    for (const char *way : {"fork", "SYS_clone", "clone"})
        QTest::addRow("%s, by ptrace", way) << QString::fromLatin1(way) << true;
}

/// However a child is made, it has its parent's sockets from then on, and not from its own first word on: what its
/// parent closes after that is not the end of a socket.
void TestChildren::socketLeftToAChild_isNotClosed()
{
    QFETCH(QString, way);
    QFETCH(bool, isStatic);
    int exitCode = 0;
    const QList<world::World> closes = worldsAtClose(testProgram(isStatic ? "makers-static" : "makers"), way, exitCode);
    QCOMPARE(exitCode, 0);
    QCOMPARE(closes.size(), 5);
    for (const world::World &world : closes) {
        const world::Socket &socket = world.sockets().at(world.sockets().size() - 1);
        QVERIFY(!socket.closed);
        QVERIFY(!socket.owners.isEmpty());
        QVERIFY(socket.owners.first().process != 0);
    }
}

void TestChildren::childThatWasWaitedFor_hasNothingAnyMore_data()
{
    QTest::addColumn<bool>("isStatic");
    QTest::newRow("by the tap") << false;
    QTest::newRow("by ptrace") << true;
}

/// wait(2) gives a process that has ended: the descriptor that is closed after that is the last one.
void TestChildren::childThatWasWaitedFor_hasNothingAnyMore()
{
    QFETCH(bool, isStatic);
    const int runs = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 100 : 4;
    for (int i = 0; i < runs; ++i) {
        int exitCode = 0;
        const QList<world::World> closes =
            worldsAtClose(testProgram(isStatic ? "makers-static" : "makers"), QStringLiteral("ends"), exitCode);
        QCOMPARE(exitCode, 0);
        QCOMPARE(closes.size(), 5);
        for (const world::World &world : closes) {
            QVERIFY(world.sockets().at(world.sockets().size() - 1).closed);
            const world::Process &child = world.processes().at(world.processes().size() - 1);
            QCOMPARE(child.activity, world::Activity::Ended);
            QCOMPARE(child.exitCode, 3);
        }
    }
}

QTEST_GUILESS_MAIN(TestChildren)
#include "tst_children.moc"
