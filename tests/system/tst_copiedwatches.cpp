// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The programs that the code panel gives to copy, of programs of the user's that were watched: run by themselves they
// make the same calls, on the same sockets, and receive the same.
#include "core/code/recordedprogram.h"
#include "core/run/run.h"
#include "tests/support/copiedprogram.h"
#include "tests/support/sockets.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <climits>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <linux/close_range.h>
#include <unistd.h>

using namespace zocalo;
using code::ProgramCall;
using run::Run;
using trace::Call;

namespace {

constexpr qint64 kPatienceMs = 60'000;
constexpr Run::Patience kTurn{1000};

/// What a program did, while it was watched, from its beginning to its end.
struct Watched
{
    QString process;
    QList<world::CallLine> calls;
    int exitCode = -1;

    QList<QByteArray> received() const
    {
        QList<QByteArray> payloads;
        for (const world::CallLine &line : calls) {
            if (trace::isReceive(line.entry.call) && code::isWritten(line))
                payloads.append(line.payload);
        }
        return payloads;
    }
};

Watched watch(const QStringList &command)
{
    QList<history::Event> events;
    Run run(run::HelperPaths::find().value(), [&events](const history::Event &event) { events.append(event); });
    run::Program program{command.first(), command.mid(1)};
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    program.streams[0] = program.streams[1] = nothing;
    const Result<history::ProcessId> started = run.startProgram(program);
    ::close(nothing);
    QElapsedTimer clock;
    clock.start();
    while (started.ok() && run.isAlive() && !clock.hasExpired(kPatienceMs) && run.pass(kTurn)) {
    }
    if (started.ok() && !run.hasEnded(started.value())) // it would wait for ever
        ::kill(static_cast<pid_t>(run.pid(started.value())), SIGKILL);
    Watched watched;
    for (const history::Event &event : std::as_const(events)) {
        if (const auto *first = std::get_if<history::ProcessStarted>(&event.data); first && watched.process.isEmpty())
            watched.process = first->name;
    }
    watched.calls = world::callsList(events);
    if (const auto ending = started.ok() ? run.ending(started.value()) : std::nullopt)
        watched.exitCode = ending->signal == 0 ? ending->exitCode : -1;
    return watched;
}

/// Without what the kernel chooses anew in each run.
QStringList told(const code::Program &program)
{
    QStringList lines;
    for (const ProgramCall &call : program.calls) {
        const std::string_view name = trace::callName(call.call);
        lines.append(QStringLiteral("%1 = %2(%3, %4)%5")
                         .arg(call.as, QString::fromLatin1(name.data(), qsizetype(name.size())), call.on,
                              QString::fromUtf8(call.payload), call.fails ? QStringLiteral(" fails") : QString()));
    }
    return lines;
}

QString freePort()
{
    const testing::TestSocket free(AF_INET, SOCK_STREAM);
    return free.bindToLoopback() ? QString::number(free.local().port) : QString();
}

} // namespace

class TestCopiedWatches : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        // The programs look at the descriptors that they have, and this one may have been given more than three.
        QCOMPARE(::close_range(3, UINT_MAX, CLOSE_RANGE_CLOEXEC), 0);
    }
    void watchedProgram_isMadeAgain_data();
    void watchedProgram_isMadeAgain();
};

void TestCopiedWatches::watchedProgram_isMadeAgain_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<code::Language>("language");
    for (const char *kind : {"copies", "descriptors", "options"}) {
        QTest::addRow("%s in Python", kind) << kind << code::Language::Python;
        QTest::addRow("%s in C", kind) << kind << code::Language::C;
    }
}

void TestCopiedWatches::watchedProgram_isMadeAgain()
{
    QFETCH(QString, kind);
    QFETCH(code::Language, language);
    if (test::python().isEmpty())
        QSKIP("python3 is not installed");
    const Watched first = watch({test::python(), QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/servers.py"), kind});
    QCOMPARE(first.exitCode, 0);
    const code::Program program = code::recordedProgram(first.calls, first.process);
    QVERIFY(!program.calls.isEmpty());

    const QTemporaryDir folder;
    const QStringList command = test::commandOf(program, language, folder);
    QVERIFY(!command.isEmpty());
    QCOMPARE(program.ports.size(), 1);
    const Watched second = watch(command + QStringList{freePort()});
    const QStringList before = told(program);
    QStringList now = told(code::recordedProgram(second.calls, second.process));
    QCOMPARE(second.exitCode, 0);
    // What a program leaves open Python closes at its end.
    while (now.size() > before.size() && now.last().contains(QLatin1String("close(")))
        now.removeLast();
    QCOMPARE(now, before);
    QCOMPARE(second.received(), first.received());
}

QTEST_GUILESS_MAIN(TestCopiedWatches)
#include "tst_copiedwatches.moc"
