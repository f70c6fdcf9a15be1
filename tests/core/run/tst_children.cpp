// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The processes that watched programs make: those that are seen, and those that cannot be.
#include "core/run/programrun.h"

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

QTEST_GUILESS_MAIN(TestChildren)
#include "tst_children.moc"
