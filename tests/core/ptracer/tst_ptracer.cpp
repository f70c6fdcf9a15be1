// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/trace/watcher.h"

#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>
#include <QtTest>

#include <algorithm>
#include <array>
#include <csignal>
#include <map>

#include <sys/socket.h>

using namespace zocalo;
using namespace zocalo::trace;
using zocalo::test::Seen;
using zocalo::test::Watcher;

namespace {

const QString kPtracer = QStringLiteral(ZOCALO_HELPER_DIR "/zocalo-ptracer");

QString programPath(const QString &name) { return QStringLiteral(ZOCALO_PROGRAM_DIR "/") + name; }

struct Ran
{
    QByteArray output;
    QByteArray errors;
    int exitCode = -1;
    int signal = 0;
};

Ran result(QProcess &process)
{
    if (!process.waitForFinished(60000))
        process.kill();
    process.waitForFinished();
    Ran ran{process.readAllStandardOutput(), process.readAllStandardError(), process.exitCode(), 0};
    if (process.exitStatus() == QProcess::CrashExit) {
        ran.signal = process.exitCode(); // QProcess gives the signal's number there
        ran.exitCode = -1;
    }
    return ran;
}

void startTraced(QProcess &process, const std::string &listener, const QStringList &command)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QString::fromLatin1(kTapVariable), QString::fromStdString(listener));
    process.setProcessEnvironment(environment);
    process.start(kPtracer, command);
}

Ran traced(const std::string &listener, const QStringList &command)
{
    QProcess process;
    startTraced(process, listener, command);
    return result(process);
}

Ran alone(const QString &program)
{
    QProcess process;
    process.start(program, QStringList());
    return result(process);
}

unsigned checksum(const std::string &bytes)
{
    unsigned sum = 0;
    for (const char byte : bytes)
        sum = sum * 31 + static_cast<unsigned char>(byte);
    return sum;
}

/// What tells of the process alone is no call (trace::isSocketCall()).
std::vector<Seen> callsOnly(std::vector<Seen> seen)
{
    std::erase_if(seen, [](const Seen &each) { return !isSocketCall(each.record.call); });
    return seen;
}

/// A call as it was recorded: its two halves, in the order of the returns.
struct Made
{
    Seen entry;
    Seen back;
};

std::vector<Made> calls(const std::vector<Seen> &seen)
{
    std::map<std::pair<std::size_t, std::uint64_t>, Seen> entries;
    std::vector<Made> made;
    for (const Seen &each : callsOnly(seen)) {
        const std::pair key{each.ring, each.record.serial};
        if (each.record.phase == Phase::Entry)
            entries[key] = each;
        else
            made.push_back({entries[key], each});
    }
    return made;
}

/// The system calls have no send and recv: without an address they are these.
QByteArray systemName(QByteArray line)
{
    for (const char *name : {"send", "recv"}) {
        const QByteArray longer = QByteArray(name) + (name[0] == 's' ? "to " : "from ");
        if (line.startsWith(longer))
            line.replace(0, longer.size(), QByteArray(name) + ' ');
    }
    return line;
}

QByteArrayList linesOf(const QByteArray &output)
{
    QByteArrayList list = output.split('\n');
    list.removeIf([](const QByteArray &text) { return text.isEmpty() || text.startsWith('#'); });
    std::ranges::transform(list, list.begin(), systemName);
    return list;
}

/// What everycall prints of a call.
QByteArray everycallLine(const Made &made)
{
    const Record &back = made.back.record;
    const std::string &payload = isSend(back.call) ? made.entry.payload : made.back.payload;
    return systemName(QByteArray::fromStdString(std::string(callName(back.call))) + ' ' + QByteArray::number(back.fd) +
                      ' ' + QByteArray::number(qint64{back.result}) + ' ' +
                      QByteArray::number(back.error != 0 ? back.error : 77) + ' ' +
                      QByteArray::number(checksum(payload)));
}

/// What interrupted prints of a call.
QByteArray interruptedLine(const Made &made)
{
    const Record &back = made.back.record;
    return QByteArray::fromStdString(std::string(callName(back.call))) + ' ' + QByteArray::number(back.fd) + ' ' +
           QByteArray::number(qint64{back.result}) + ' ' + QByteArray::number(back.error);
}

} // namespace

class TestPtracer : public QObject
{
    Q_OBJECT

private slots:
    void everyCall_isRecordedAsMade_data();
    void everyCall_isRecordedAsMade();
    void wait_tellsOnWhatItWaitsAndWhatIsReady();
    void interruptedCall_isOneCall_data();
    void interruptedCall_isOneCall();
    void family_eachProcessHasItsRing();
    void program_isTheSameWatchedAndNot_data();
    void program_isTheSameWatchedAndNot();
    void missingProgram_isTold();
    void held_goesOnWhenReleased();
    void readerGone_programEndsWell();
    void killedTracer_leavesNobody();
};

void TestPtracer::everyCall_isRecordedAsMade_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<int>("least");
    QTest::newRow("dynamic") << QStringLiteral("everycall") << 50;
    QTest::newRow("static") << QStringLiteral("everycall-static") << 50;
    QTest::newRow("rare, static") << QStringLiteral("rarecalls-static") << 35;
}

void TestPtracer::everyCall_isRecordedAsMade()
{
    QFETCH(QString, program);
    QFETCH(int, least);
    Watcher watcher;
    const Ran ran = traced(watcher.name(), {programPath(program)});
    QCOMPARE(ran.exitCode, 42);
    const std::vector<Made> made = calls(watcher.finish());
    const QByteArrayList expected = linesOf(ran.output);
    QVERIFY(expected.size() > least);
    for (qsizetype i = 0; i < std::min<qsizetype>(expected.size(), std::ssize(made)); ++i) {
        const QByteArray recorded = everycallLine(made[static_cast<std::size_t>(i)]);
        QVERIFY2(recorded == expected[i],
                 "call " + QByteArray::number(i) + ": program: " + expected[i] + "; record: " + recorded);
    }
    QCOMPARE(std::ssize(made), expected.size());
    for (const Made &each : made) {
        QCOMPARE(int{each.back.record.observedBy}, 2);
        QVERIFY(isPlausible(each.entry.record) && isPlausible(each.back.record));
        QVERIFY(each.entry.record.timeNs <= each.back.record.timeNs);
    }
    QCOMPARE(watcher.hellos().size(), std::size_t{1});
    QCOMPARE(QString::fromLatin1(watcher.hellos().front().name), program);
}

// As the tap tells it: how many, the first socket among them; at the return the first that is ready.
void TestPtracer::wait_tellsOnWhatItWaitsAndWhatIsReady()
{
    Watcher watcher;
    QCOMPARE(traced(watcher.name(), {programPath(QStringLiteral("rarecalls-static"))}).exitCode, 42);
    int seen = 0;
    for (const Made &each : calls(watcher.finish())) {
        const Record &entry = each.entry.record;
        const Record &back = each.back.record;
        const bool isPoll = entry.call == Call::Poll || entry.call == Call::Ppoll;
        if (!isPoll && entry.call != Call::Select && entry.call != Call::Pselect)
            continue;
        ++seen;
        QCOMPARE(entry.fd, -1);
        QVERIFY(entry.value >= 0 && entry.socket != 0 && entry.domain == AF_UNIX);
        QCOMPARE(entry.requested, isPoll ? std::uint64_t{3} : static_cast<std::uint64_t>(entry.value) + 1);
        QCOMPARE(back.value, back.result > 0 ? entry.value : -1);
    }
    QCOMPARE(seen, 5);
}

void TestPtracer::interruptedCall_isOneCall_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("dynamic") << QStringLiteral("interrupted");
    QTest::newRow("static") << QStringLiteral("interrupted-static");
}

void TestPtracer::interruptedCall_isOneCall()
{
    QFETCH(QString, program);
    Watcher watcher;
    const Ran ran = traced(watcher.name(), {programPath(program)});
    QCOMPARE(ran.signal, SIGTERM);
    QByteArrayList recorded;
    for (const Made &each : calls(watcher.finish()))
        recorded.append(interruptedLine(each));
    // The program prints -1 for the first descriptor, which it did not have yet.
    QByteArrayList expected = linesOf(ran.output);
    QVERIFY(!expected.isEmpty() && !recorded.isEmpty());
    QVERIFY(recorded.takeFirst().startsWith("socketpair "));
    expected.removeFirst();
    QCOMPARE(recorded, expected);
    QVERIFY(expected.join().contains(QByteArray::number(EINTR)));
}

void TestPtracer::family_eachProcessHasItsRing()
{
    Watcher watcher;
    const Ran ran = traced(watcher.name(), {programPath(QStringLiteral("family"))});
    QCOMPARE(ran.exitCode, 3);
    const std::vector<Seen> seen = watcher.finish();
    const std::vector<Hello> hellos = watcher.hellos();
    // The program, its child by fork, its child by vfork, and the program anew after exec.
    QCOMPARE(hellos.size(), std::size_t{4});
    QCOMPARE(hellos[0].reason, HelloReason::Start);
    QCOMPARE(hellos[1].reason, HelloReason::Fork);
    QCOMPARE(hellos[2].reason, HelloReason::Fork);
    QCOMPARE(hellos[3].reason, HelloReason::Start);
    QCOMPARE(hellos[3].pid, hellos[0].pid);
    QCOMPARE(hellos[1].parentPid, hellos[0].pid);
    // What each holds as it begins: of the two sockets one is closed by exec (FD_CLOEXEC).
    const std::array<int, 4> held{0, 2, 2, 1};
    for (std::size_t i = 0; i < held.size(); ++i) {
        QCOMPARE(int(hellos[i].socketCount), held[i]);
        QCOMPARE(int(hellos[i].moreSockets), 0);
    }
    std::map<std::size_t, QByteArrayList> names;
    for (const Made &each : calls(seen))
        names[each.back.ring].append(callName(each.back.record.call).data());
    QCOMPARE(names[1], (QByteArrayList{"shutdown"}));
    QCOMPARE(names[2], (QByteArrayList{"listen"}));
    QCOMPARE(names[3], (QByteArrayList{"getsockname"}));
    for (const Seen &each : seen)
        QCOMPARE(each.record.pid, hellos[each.ring].pid);
    // Each end is told, in the ring of who has ended: that of the program is the last one's.
    std::map<std::size_t, std::int64_t> ends;
    for (const Seen &each : seen) {
        if (each.record.call == Call::Wait)
            ends[each.ring] = each.record.result;
    }
    QCOMPARE(ends, (std::map<std::size_t, std::int64_t>{{1, hellos[1].pid}, {2, hellos[2].pid}, {3, hellos[3].pid}}));
    // One socket, whoever holds it: the child's and the later program's are the one that was bound.
    const auto socketOf = [&seen](Call call) {
        return std::ranges::find_if(seen, [call](const Seen &each) { return each.record.call == call; })->record.socket;
    };
    QVERIFY(socketOf(Call::Bind) != 0);
    QCOMPARE(socketOf(Call::Shutdown), socketOf(Call::Bind));
    QCOMPARE(socketOf(Call::Getsockname), socketOf(Call::Bind));
}

void TestPtracer::program_isTheSameWatchedAndNot_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<bool>("reader");
    QTest::newRow("watched") << QStringLiteral("everycall") << true;
    QTest::newRow("nobody listens") << QStringLiteral("everycall") << false;
    QTest::newRow("interrupted") << QStringLiteral("interrupted") << true;
}

void TestPtracer::program_isTheSameWatchedAndNot()
{
    QFETCH(QString, program);
    QFETCH(bool, reader);
    Watcher watcher;
    const Ran with = traced(reader ? watcher.name() : "@zocalo-test-nobody", {programPath(program)});
    const Ran without = alone(programPath(program));
    QCOMPARE(with.output, without.output);
    QCOMPARE(with.errors, without.errors);
    QCOMPARE(with.exitCode, without.exitCode);
    QCOMPARE(with.signal, without.signal);
}

void TestPtracer::missingProgram_isTold()
{
    Watcher watcher;
    const Ran missing = traced(watcher.name(), {QStringLiteral("no-such-program-here")});
    QCOMPARE(missing.exitCode, 127);
    QVERIFY(missing.errors.contains("no-such-program-here: No such file or directory"));
    const Ran folder = traced(watcher.name(), {QStringLiteral("/")});
    QCOMPARE(folder.exitCode, 126);
    QVERIFY(watcher.hellos().empty());
}

void TestPtracer::held_goesOnWhenReleased()
{
    Watcher watcher(GateMode::Hold);
    QProcess process;
    startTraced(process, watcher.name(), {programPath(QStringLiteral("everycall-static"))});
    QVERIFY(process.waitForStarted());
    std::size_t released = 0;
    std::size_t most = 0;
    while (process.state() == QProcess::Running && released < 100000) {
        // Held means held: what is seen is never more than one ahead of what was let go. (Looked at when a thread is
        // held: its record is written by then, and will be read.)
        const std::vector<HeldThread> held = watcher.held();
        const std::size_t seen = held.empty() ? 0 : watcher.waitForCount(released + 1).size();
        most = std::max(most, seen - std::min(seen, released));
        for (const HeldThread &thread : held)
            released += watcher.release(static_cast<pid_t>(thread.tid)) ? 1 : 0;
        process.waitForFinished(0);
    }
    QCOMPARE(result(process).exitCode, 42);
    QCOMPARE(callsOnly(watcher.finish()).size(), released);
    QCOMPARE(most, std::size_t{1});
}

void TestPtracer::readerGone_programEndsWell()
{
    // The reader goes while the program is held: it must go on, and its calls must still be passed on.
    auto watcher = std::make_unique<Watcher>(GateMode::Hold);
    QProcess process;
    startTraced(process, watcher->name(), {programPath(QStringLiteral("everycall"))});
    QVERIFY(!watcher->waitForCount(1).empty());
    watcher.reset(); // frees whoever is held, and reads no more
    const Ran ran = result(process);
    QCOMPARE(ran.exitCode, 42);
    QCOMPARE(ran.output, alone(programPath(QStringLiteral("everycall"))).output);
}

void TestPtracer::killedTracer_leavesNobody()
{
    Watcher watcher(GateMode::Hold);
    QProcess process;
    startTraced(process, watcher.name(), {programPath(QStringLiteral("everycall"))});
    QVERIFY(!watcher.waitForCount(1).empty());
    const pid_t program = static_cast<pid_t>(watcher.hellos().front().pid);
    process.kill();
    process.waitForFinished();
    // Its parent being gone, it is nobody's to wait for but init's.
    QTRY_VERIFY(::kill(program, 0) != 0 || QFile::symLinkTarget(QStringLiteral("/proc/%1/exe").arg(program)).isEmpty());
}

QTEST_GUILESS_MAIN(TestPtracer)
#include "tst_ptracer.moc"
