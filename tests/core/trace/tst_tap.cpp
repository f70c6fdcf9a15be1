// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/trace/watcher.h"

#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>
#include <QtTest>

#include <algorithm>
#include <map>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace zocalo;
using namespace zocalo::trace;
using zocalo::test::Seen;
using zocalo::test::Watcher;

namespace {

QString programPath(const char *name) { return QStringLiteral(ZOCALO_PROGRAM_DIR "/") + QLatin1String(name); }

QProcessEnvironment tapped(const std::string &listener)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LD_PRELOAD"), QStringLiteral(ZOCALO_HELPER_DIR "/libzocalo-tap.so"));
    if (!listener.empty())
        environment.insert(QString::fromLatin1(kTapVariable), QString::fromStdString(listener));
    return environment;
}

struct Ran
{
    QByteArray output;
    int exitCode = -1;
};

Ran run(const QString &program, const QProcessEnvironment &environment, const QStringList &arguments = {})
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    process.start(program, arguments);
    if (!process.waitForFinished(60000))
        process.kill();
    process.waitForFinished();
    return {process.readAllStandardOutput(), process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1};
}

unsigned checksum(const std::string &bytes)
{
    unsigned sum = 0;
    for (const char byte : bytes)
        sum = sum * 31 + static_cast<unsigned char>(byte);
    return sum;
}

/// What everycall prints of a call, made from its two records.
QByteArray line(const Seen &entry, const Seen &back)
{
    const int error = back.record.error != 0 ? back.record.error : 77;
    const std::string &payload = isSend(entry.record.call) ? entry.payload : back.payload;
    return QByteArray::fromStdString(std::string(callName(back.record.call))) + ' ' +
           QByteArray::number(back.record.fd) + ' ' + QByteArray::number(qint64{back.record.result}) + ' ' +
           QByteArray::number(error) + ' ' + QByteArray::number(checksum(payload));
}

QByteArrayList lines(const std::vector<Seen> &seen)
{
    QByteArrayList all;
    for (std::size_t i = 0; i + 1 < seen.size(); i += 2)
        all.append(line(seen[i], seen[i + 1]));
    return all;
}

/// The return of the n-th such call.
Record returnOf(const std::vector<Seen> &seen, Call call, int n = 0)
{
    for (const Seen &each : seen) {
        if (each.record.call == call && each.record.phase == Phase::Return && n-- == 0)
            return each.record;
    }
    return {};
}

Record entryOf(const std::vector<Seen> &seen, Call call, int n = 0)
{
    for (const Seen &each : seen) {
        if (each.record.call == call && each.record.phase == Phase::Entry && n-- == 0)
            return each.record;
    }
    return {};
}

const QString kPeer = QStringLiteral(ZOCALO_HELPER_DIR "/zocalo-peer");

} // namespace

class TestTap : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyCall_isRecordedAsMade_data();
    void everyCall_isRecordedAsMade();
    void everyCall_isTheSameWithoutRun_data();
    void everyCall_isTheSameWithoutRun();
    void records_agreeWithOneAnother();
    void addresses_areToldWhereTheyBelong();
    void fewDescriptors_areAllTheProgramsOwn();
    void family_keepsItsSockets();
    void everybody_isToldApart_data();
    void everybody_isToldApart();
    void newPort_isTold();
    void exchangedDescriptor_isAnotherSocket();
    void cancelledThread_unwindsThroughTheTap();
    void manyCalls_nothingLost();
};

void TestTap::everyCall_isRecordedAsMade_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("plain") << programPath("everycall");
    QTest::newRow("fortified") << programPath("everycall-fortified");
    QTest::newRow("rare") << programPath("rarecalls");
    QTest::newRow("rare, fortified") << programPath("rarecalls-fortified");
}

void TestTap::everyCall_isRecordedAsMade()
{
    QFETCH(QString, program);
    Watcher watcher;
    const Ran ran = run(program, tapped(watcher.name()));
    QCOMPARE(ran.exitCode, 42);
    const std::vector<Seen> seen = watcher.finish();
    QByteArrayList expected = ran.output.split('\n');
    expected.removeIf([](const QByteArray &text) { return text.isEmpty() || text.startsWith('#'); });
    const QByteArrayList recorded = lines(seen);
    for (qsizetype i = 0; i < std::min(expected.size(), recorded.size()); ++i) {
        QVERIFY2(recorded[i] == expected[i],
                 "call " + QByteArray::number(i) + ": program: " + expected[i] + "; record: " + recorded[i]);
    }
    QCOMPARE(recorded.size(), expected.size());
    QCOMPARE(watcher.hellos().size(), std::size_t{1});
    QCOMPARE(QByteArray(watcher.hellos().front().name), program.section(QLatin1Char('/'), -1).toLatin1());
    if (program.endsWith(QLatin1String("everycall-fortified"))) { // else it has tested nothing new
        QFile file(program);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray binary = file.readAll();
        QVERIFY(binary.contains("__recv_chk") && binary.contains("__recvfrom_chk") && binary.contains("__read_chk"));
    }
}

void TestTap::everyCall_isTheSameWithoutRun_data()
{
    QTest::addColumn<QString>("how");
    QTest::newRow("watched") << QStringLiteral("watched");
    QTest::newRow("no listener named") << QStringLiteral("unnamed");
    QTest::newRow("nobody listens") << QStringLiteral("nobody");
    QTest::newRow("refused") << QStringLiteral("refused");
    QTest::newRow("name too long") << QStringLiteral("long");
}

void TestTap::everyCall_isTheSameWithoutRun()
{
    QFETCH(QString, how);
    const Ran alone = run(programPath("everycall"), QProcessEnvironment::systemEnvironment());
    QCOMPARE(alone.exitCode, 42);
    Watcher watcher(GateMode::Free, how == QLatin1String("refused") ? HelloVerdict::Refused : HelloVerdict::Go);
    std::string listener = watcher.name();
    if (how == QLatin1String("unnamed"))
        listener.clear();
    else if (how == QLatin1String("nobody"))
        listener = "@zocalo-test-nobody";
    else if (how == QLatin1String("long"))
        listener.append(200, 'x');
    const Ran ran = run(programPath("everycall"), tapped(listener));
    QCOMPARE(ran.exitCode, alone.exitCode);
    QCOMPARE(ran.output, alone.output);
    QCOMPARE(watcher.finish().empty(), how != QLatin1String("watched"));
}

void TestTap::records_agreeWithOneAnother()
{
    Watcher watcher;
    run(programPath("everycall"), tapped(watcher.name()));
    const std::vector<Seen> seen = watcher.finish();
    QVERIFY(seen.size() > 100 && seen.size() % 2 == 0);
    const Hello hello = watcher.hellos().front();
    std::uint64_t lastTime = 0;
    for (std::size_t i = 0; i < seen.size(); ++i) {
        const Record &record = seen[i].record;
        QCOMPARE(record.phase, i % 2 == 0 ? Phase::Entry : Phase::Return);
        QCOMPARE(record.serial, static_cast<std::uint64_t>(i / 2 + 1));
        QCOMPARE(record.call, seen[i / 2 * 2].record.call);
        QVERIFY(record.timeNs >= lastTime);
        lastTime = record.timeNs;
        QCOMPARE(record.pid, hello.pid);
        QCOMPARE(record.tid, hello.pid);
        QCOMPARE(record.observedBy, std::uint8_t{1});
        QVERIFY(record.caller != 0);
        QCOMPARE(std::size_t{record.payloadKept}, seen[i].payload.size());
    }
}

void TestTap::addresses_areToldWhereTheyBelong()
{
    Watcher watcher;
    run(programPath("everycall"), tapped(watcher.name()));
    const std::vector<Seen> seen = watcher.finish();

    const Record made = returnOf(seen, Call::Socket);
    QVERIFY(made.newSocket != 0 && made.socket == 0);
    QCOMPARE(made.domain, std::uint16_t{AF_INET});
    QCOMPARE(made.type, std::uint16_t{SOCK_STREAM});
    QCOMPARE(made.protocol, std::uint16_t{IPPROTO_TCP});
    QCOMPARE(entryOf(seen, Call::Socket, 1).flags, std::uint32_t{SOCK_CLOEXEC});

    QCOMPARE(entryOf(seen, Call::Bind).address.toString(), std::string("127.0.0.1:0"));
    const Endpoint bound = returnOf(seen, Call::Bind).local;
    QCOMPARE(bound.addressString(), std::string("127.0.0.1"));
    QVERIFY(bound.port != 0);
    QCOMPARE(returnOf(seen, Call::Bind).socket, made.newSocket);
    QCOMPARE(returnOf(seen, Call::Getsockname).address, bound);
    QCOMPARE(returnOf(seen, Call::Listen).local, bound);
    QCOMPARE(entryOf(seen, Call::Listen).requested, 5U);

    const Record connected = returnOf(seen, Call::Connect);
    QCOMPARE(entryOf(seen, Call::Connect).address, bound);
    QCOMPARE(connected.peer, bound);
    const Record accepted = returnOf(seen, Call::Accept);
    QCOMPARE(accepted.socket, made.newSocket);
    QVERIFY(accepted.newSocket != 0 && accepted.newSocket != accepted.socket);
    QCOMPARE(accepted.address, connected.local);
    QCOMPARE(accepted.peer, connected.local);
    QCOMPARE(accepted.local, bound);
    QCOMPARE(entryOf(seen, Call::Recv).socket, accepted.newSocket);
    QCOMPARE(entryOf(seen, Call::Send).socket, connected.socket);

    // UDP: the fourth sendto is the first on a socket that nobody bound.
    const Record firstDatagram = returnOf(seen, Call::Sendto, 1);
    QCOMPARE(firstDatagram.type, std::uint16_t{SOCK_DGRAM});
    QVERIFY(firstDatagram.local.port != 0);
    const Record datagramSeen = returnOf(seen, Call::Recvfrom, 1);
    QCOMPARE(datagramSeen.address.port, firstDatagram.local.port);
    QCOMPARE(datagramSeen.address.addressString(), std::string("127.0.0.1"));
    QCOMPARE(entryOf(seen, Call::Sendto, 2).address, datagramSeen.address);

    const Record option = entryOf(seen, Call::Setsockopt);
    QCOMPARE(option.level, SOL_SOCKET);
    QCOMPARE(option.option, SO_REUSEADDR);
    QCOMPARE(option.value, 1);
    QCOMPARE(returnOf(seen, Call::Getsockopt).value, SOCK_STREAM);
    // A value that is no int; and one at a bad address, of which nothing can be kept.
    const Record linger = entryOf(seen, Call::Setsockopt, 2);
    QCOMPARE(linger.option, SO_LINGER);
    QCOMPARE(linger.payloadTotal, 8U);
    QCOMPARE(linger.payloadKept, 8U);
    const Record unreadable = entryOf(seen, Call::Setsockopt, 3);
    QCOMPARE(unreadable.option, SO_LINGER);
    QCOMPARE(unreadable.payloadTotal, 8U);
    QCOMPARE(unreadable.payloadKept, 0U);
    QCOMPARE(returnOf(seen, Call::Setsockopt, 3).error, EFAULT);
    const Record untold = entryOf(seen, Call::Setsockopt, 4);
    QCOMPARE(untold.option, TCP_CONGESTION);
    QCOMPARE(untold.payloadTotal, 5U);
    QCOMPARE(untold.payloadKept, 0U);

    // MSG_TRUNC: the true length of a datagram, and what was kept.
    const auto truncated = std::find_if(seen.begin(), seen.end(), [](const Seen &each) {
        return each.record.phase == Phase::Return && each.record.result == 50 && each.record.call == Call::Recv;
    });
    QVERIFY(truncated != seen.end());
    QCOMPARE(truncated->record.payloadTotal, 50U);
    QCOMPARE(truncated->record.payloadKept, 8U);
    const auto large = std::find_if(seen.begin(), seen.end(), [](const Seen &each) {
        return each.record.call == Call::Send && each.record.payloadTotal == 10000;
    });
    QVERIFY(large != seen.end());
    QCOMPARE(large->record.payloadKept, kPayloadLimit);
    QCOMPARE(large->record.requested, 10000U);

    const Record twin = returnOf(seen, Call::Socketpair);
    QVERIFY(twin.newSocket != 0 && twin.socket != 0 && twin.newSocket != twin.socket);
    QCOMPARE(twin.domain, std::uint16_t{AF_UNIX});
    QCOMPARE(entryOf(seen, Call::Dup).socket, twin.newSocket);
}

void TestTap::fewDescriptors_areAllTheProgramsOwn()
{
    Watcher watcher;
    QProcess peer;
    peer.setProcessEnvironment(tapped(watcher.name()));
    peer.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), QStringLiteral("ulimit -n 8; exec \"$0\""), kPeer});
    QByteArray expected;
    for (int i = 3; i < 8; ++i) {
        peer.write("x socket tcp\n");
        expected += "x ok " + QByteArray::number(i) + '\n';
        QTRY_VERIFY(peer.bytesAvailable() == expected.size());
    }
    peer.write("y socket udp\n");
    expected += "y error EMFILE\n";
    QTRY_COMPARE(peer.bytesAvailable(), expected.size());
    QCOMPARE(peer.readAllStandardOutput(), expected);
    peer.write("exit\n");
    QVERIFY(peer.waitForFinished());
    const std::vector<Seen> seen = watcher.finish();
    QCOMPARE(watcher.hellos().size(), std::size_t{2}); // the shell, and the peer after exec
    QCOMPARE(watcher.hellos()[0].pid, watcher.hellos()[1].pid);
    QCOMPARE(seen.size(), std::size_t{12});
    QCOMPARE(seen.back().record.error, EMFILE);
    QCOMPARE(seen.back().ring, std::size_t{1});
}

void TestTap::family_keepsItsSockets()
{
    Watcher watcher;
    const Ran ran = run(programPath("family"), tapped(watcher.name()));
    QCOMPARE(ran.exitCode, 3);
    const std::vector<Seen> seen = watcher.finish();
    const auto hellos = watcher.hellos();
    QCOMPARE(hellos.size(), std::size_t{3});
    QVERIFY(hellos[0].reason == HelloReason::Start);
    QVERIFY(hellos[1].reason == HelloReason::Fork);
    QCOMPARE(hellos[1].parentPid, hellos[0].pid);
    QVERIFY(hellos[2].reason == HelloReason::Start);
    QCOMPARE(hellos[2].pid, hellos[0].pid);

    const std::uint64_t gone = returnOf(seen, Call::Socket, 0).newSocket;
    const std::uint64_t kept = returnOf(seen, Call::Socket, 1).newSocket;
    const Endpoint bound = returnOf(seen, Call::Bind).local;

    const Record forked = entryOf(seen, Call::Shutdown);
    QCOMPARE(forked.pid, hellos[1].pid);
    QCOMPARE(forked.socket, kept);
    QCOMPARE(forked.local, bound); // new to this process, so everything is told
    const Record borrowed = entryOf(seen, Call::Listen);
    QVERIFY(borrowed.pid != hellos[0].pid && borrowed.pid != hellos[1].pid);
    QCOMPARE(borrowed.pid, borrowed.tid);
    QCOMPARE(borrowed.socket, gone);
    const Record afterExec = entryOf(seen, Call::Getsockname);
    QCOMPARE(afterExec.socket, kept);
    QCOMPARE(afterExec.local, bound);
    QCOMPARE(entryOf(seen, Call::Getsockname, 1).pid, 0U); // the other was closed by exec
    for (const Seen &each : seen) {
        const std::size_t ring = each.record.call == Call::Shutdown ? 1 : each.record.call == Call::Getsockname ? 2 : 0;
        QCOMPARE(each.ring, ring);
    }
    const QByteArray expected =
        "fork " + QByteArray::number(hellos[1].pid) + "\nvfork " + QByteArray::number(borrowed.pid) + '\n';
    QCOMPARE(ran.output, expected);
}

// Whoever's memory and variables they run with.
void TestTap::everybody_isToldApart_data()
{
    QTest::addColumn<QString>("program");
    QTest::newRow("through the tap's vfork") << QStringLiteral("borrowers");
    QTest::newRow("through a vfork of its own") << QStringLiteral("borrowers-own");
}

void TestTap::everybody_isToldApart()
{
    QFETCH(QString, program);
    Watcher watcher;
    const Ran ran = run(programPath(qPrintable(program)), tapped(watcher.name()));
    QCOMPARE(ran.exitCode, 0);
    QByteArrayList recorded;
    for (const Seen &each : watcher.finish()) {
        if (each.record.call == Call::Setsockopt) {
            recorded.append(QByteArray::number(each.record.value) + ' ' + QByteArray::number(each.record.pid) + ' ' +
                            QByteArray::number(each.record.tid));
        }
    }
    QByteArrayList expected;
    for (const QByteArray &text : ran.output.split('\n')) {
        if (!text.isEmpty())
            expected << text << text; // entry and return
    }
    // The rings of those that have one of their own are read in any order.
    std::sort(recorded.begin(), recorded.end());
    std::sort(expected.begin(), expected.end());
    QVERIFY(expected.size() > 50);
    QCOMPARE(recorded, expected);
}

// What a datagram socket is called is told when it changes, not with every call.
void TestTap::newPort_isTold()
{
    Watcher watcher;
    const Ran ran = run(programPath("renamed"), tapped(watcher.name()));
    QCOMPARE(ran.exitCode, 0);
    QByteArray told;
    int port = 0;
    for (const Seen &each : watcher.finish()) {
        if (each.record.call == Call::Getsockname && each.record.phase == Phase::Entry)
            told += QByteArray::number(port) + '\n';
        else if (each.record.phase == Phase::Return && each.record.local.isValid())
            port = each.record.local.port;
    }
    QCOMPARE(told, ran.output);
    QCOMPARE(told.count('\n'), 6);
}

// Which socket a descriptor is, is not asked for at every call.
void TestTap::exchangedDescriptor_isAnotherSocket()
{
    Watcher watcher;
    const Ran ran = run(programPath("exchanging"), tapped(watcher.name()));
    QCOMPARE(ran.exitCode, 0);
    QByteArray told;
    for (const Seen &each : watcher.finish()) {
        QVERIFY2(each.record.call != Call::Read, "what was read is no socket");
        if (each.record.call == Call::Send && each.record.phase == Phase::Entry)
            told += QByteArray::number(quint64{each.record.socket}) + '\n';
    }
    QCOMPARE(told, ran.output);
    QCOMPARE(told.count('\n'), 20 * (2 * 15 - 3 + 3));
}

void TestTap::cancelledThread_unwindsThroughTheTap()
{
    Watcher watcher;
    const Ran ran = run(programPath("cancelled"), tapped(watcher.name()));
    QCOMPARE(ran.exitCode, 0);
    QCOMPARE(ran.output, QByteArray("cleaned up\ncancelled\n"));
    const std::vector<Seen> seen = watcher.finish();
    QCOMPARE(entryOf(seen, Call::Recv).requested, 1U);
    QCOMPARE(returnOf(seen, Call::Recv).serial, 0U); // it never returned
    QCOMPARE(returnOf(seen, Call::Send).result, 1);
}

void TestTap::manyCalls_nothingLost()
{
    Watcher watcher;
    QProcess peer;
    peer.setProcessEnvironment(tapped(watcher.name()));
    peer.start(kPeer, QStringList());
    constexpr int kCalls = 10000; // several laps of the ring
    QByteArray commands = "s socket udp\n";
    for (int i = 0; i < kCalls; ++i)
        commands += "c setsockopt 3 reuseaddr " + QByteArray::number(i % 2) + '\n';
    peer.write(commands);
    QByteArray replies;
    QTRY_VERIFY_WITH_TIMEOUT((replies += peer.readAllStandardOutput()).count('\n') == kCalls + 1, 60000);
    peer.write("exit\n");
    QVERIFY(peer.waitForFinished());
    const std::vector<Seen> seen = watcher.finish();
    const auto good = replies.count(" ok ") - 1;
    QCOMPARE(static_cast<qsizetype>(seen.size()), 2 + 2 * good);
    QCOMPARE(watcher.counters().lost, 0U);
    std::map<std::uint64_t, int> phases;
    for (const Seen &each : seen)
        phases[each.record.serial] += static_cast<int>(each.record.phase);
    QVERIFY(std::all_of(phases.begin(), phases.end(), [](const auto &call) { return call.second == 3; }));
}

// What was open when the test was started would take the first descriptors of its programs.
void TestTap::initTestCase() { QCOMPARE(::close_range(3, ~0U, CLOSE_RANGE_CLOEXEC), 0); }

QTEST_GUILESS_MAIN(TestTap)
#include "tst_tap.moc"
