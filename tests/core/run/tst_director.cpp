// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/director.h"
#include "tests/support/keepingpacer.h"
#include "tests/support/scripts.h"
#include "tests/support/sockets.h"

#include <QTest>

#include <csignal>

using namespace zocalo;
using history::CallAsleep;
using history::CallEntered;
using history::CallReturned;
using history::KernelSnapshot;
using history::NextCall;
using history::ProcessEnded;
using history::ProcessStarted;
using history::StepNamed;
using kernel::SocketRow;
using kernel::State;
using lesson::Director;
using lesson::Script;
using testing::KeepingPacer;
using trace::Call;

namespace {

/// "server e:accept", "A r:send=4": the calls in the order of the history.
QStringList callsOf(const KeepingPacer &pacer)
{
    const auto processes = pacer.all<ProcessStarted>();
    const auto name = [](Call call) { return QString::fromLatin1(trace::callName(call).data()); };
    QStringList calls;
    for (const history::Event &event : pacer.events()) {
        if (const auto *entered = std::get_if<CallEntered>(&event.data)) {
            calls.append(processes[entered->process].name + QStringLiteral(" e:") + name(entered->record.call));
        } else if (const auto *returned = std::get_if<CallReturned>(&event.data)) {
            calls.append(processes[returned->process].name + QStringLiteral(" r:") + name(returned->record.call) +
                         QLatin1Char('=') + QString::number(returned->record.result));
        }
    }
    return calls;
}

/// The events after the n-th moment whose index in callsOf() is `call`, up to the next call.
QList<history::Event> eventsOfCall(const KeepingPacer &pacer, qsizetype call)
{
    QList<history::Event> events;
    qsizetype index = -1;
    for (const history::Event &event : pacer.events()) {
        if (std::holds_alternative<CallEntered>(event.data) || std::holds_alternative<CallReturned>(event.data)) {
            ++index;
        }
        if (index == call) {
            events.append(event);
        }
    }
    return events;
}

KernelSnapshot tableAt(const KeepingPacer &pacer, const QString &call)
{
    for (const history::Event &event : eventsOfCall(pacer, callsOf(pacer).indexOf(call))) {
        if (const auto *table = std::get_if<KernelSnapshot>(&event.data)) {
            return *table;
        }
    }
    return {};
}

bool isThere(qint64 pid) { return ::kill(static_cast<pid_t>(pid), 0) == 0; }

} // namespace

class TestDirector : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void tcpScript_isPlayedInOrder();
    void dataBeforeAccept_waitsInAChildWithoutInode();
    void tables_areExactAtEveryMoment();
    void blockedReceive_returnsAsAMomentOfItsOwn();
    void nextCalls_areToldBeforeTheyAreMade();
    void names_standAtTheirMoments();
    void hold_comesBeforeItsCall();
    void spanish_isSentInSpanish();
    void pacerStops_leavesNoProcess();
    void portTaken_isPortInUse();
    void callThatFails_isCallFailed();
    void unknownSocket_isAFaultOfTheLesson();
    void callThatNeverReturns_isATimeout();
    void processKilledWhileHeld_isProcessDied();
    void processKilledWhileAsleep_isProcessDied();
    void processKilledWhileTheUserWaits_isNoticed();
    void socketOfOneProcess_isFreeOnceAllHaveEnded();
    void manyRuns_giveTheSameHistory();
};

void TestDirector::initTestCase() { qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR); }

void TestDirector::tcpScript_isPlayedInOrder()
{
    KeepingPacer pacer;
    const Status status = Director(testing::tcpScript(), QStringLiteral("en")).play(pacer);
    QVERIFY2(status.ok(), qPrintable(status.error().subject + QLatin1Char(' ') + status.error().detail));
    const QStringList expected{"server e:socket", "server r:socket=3", "server e:bind",  "server r:bind=0",
                               "server e:listen", "server r:listen=0", "A e:socket",     "A r:socket=3",
                               "A e:connect",     "A r:connect=0",     "A e:send",       "A r:send=4",
                               "server e:accept", "server r:accept=4", "server e:recv",  "server r:recv=4",
                               "server e:send",   "server r:send=6",   "A e:recv",       "A r:recv=6",
                               "A e:close",       "A r:close=0",       "server e:recv",  "server r:recv=0",
                               "server e:close",  "server r:close=0",  "server e:close", "server r:close=0"};
    QCOMPARE(callsOf(pacer), expected);
    // Quick calls (two sockets, bind, listen, three closes) make one moment, the seven others two.
    QCOMPARE(pacer.moments(), 7 + 2 * 7);
    QCOMPARE(pacer.all<ProcessEnded>(), (QList<ProcessEnded>{{0, 0, 0}, {1, 0, 0}}));
    const auto entered = pacer.all<CallEntered>();
    for (qsizetype i = 0; i < entered.size(); ++i) {
        QCOMPARE(entered[i].id, history::CallId(i + 1));
    }
}

void TestDirector::dataBeforeAccept_waitsInAChildWithoutInode()
{
    KeepingPacer pacer;
    QVERIFY(Director(testing::tcpScript(), QStringLiteral("en")).play(pacer).ok());
    const auto returned = pacer.all<CallReturned>();
    const auto accept = std::find_if(returned.begin(), returned.end(),
                                     [](const CallReturned &call) { return call.record.call == Call::Accept; });
    QVERIFY(accept != returned.end());
    const quint64 child = accept->record.newSocket;
    const quint64 listener = accept->record.socket;

    // Before accept(): the kernel's row of the child, found though nobody has named its cookie yet.
    for (const SocketRow &row : tableAt(pacer, QStringLiteral("A r:send=4")).rows) {
        if (row.cookie == child) {
            QCOMPARE(row.inode, 0U);
            QCOMPARE(row.state, State::Established);
            QCOMPARE(row.receiveQueue, 4U);
        } else if (row.cookie == listener) {
            QCOMPARE(row.receiveQueue, 1U);
        }
    }
    const auto has = [child](const KernelSnapshot &table) {
        return std::any_of(table.rows.begin(), table.rows.end(),
                           [child](const SocketRow &row) { return row.cookie == child; });
    };
    QVERIFY(!has(tableAt(pacer, QStringLiteral("A e:connect"))));
    QVERIFY(has(tableAt(pacer, QStringLiteral("A r:connect=0"))));
    QVERIFY(has(tableAt(pacer, QStringLiteral("A r:send=4"))));
    // After it: an inode, and the data still there, as recv() was not let go yet.
    const QList<SocketRow> after = tableAt(pacer, QStringLiteral("server e:recv")).rows;
    const auto row =
        std::find_if(after.begin(), after.end(), [child](const SocketRow &each) { return each.cookie == child; });
    QVERIFY(row != after.end());
    QVERIFY(row->inode != 0);
    QCOMPARE(row->receiveQueue, 4U);
}

void TestDirector::tables_areExactAtEveryMoment()
{
    for (const Script &script : {testing::tcpScript(), testing::udpScript()}) {
        KeepingPacer pacer;
        QVERIFY(Director(script, QStringLiteral("en")).play(pacer).ok());
        const auto tables = pacer.all<KernelSnapshot>();
        // And one after the end, and one of each call that fell asleep.
        QCOMPARE(tables.size(), pacer.moments() + 1 + pacer.all<history::CallAsleep>().size());
        for (const KernelSnapshot &table : tables) {
            QVERIFY(table.exact);
            QVERIFY(table.beginNs <= table.endNs);
        }
    }
}

void TestDirector::blockedReceive_returnsAsAMomentOfItsOwn()
{
    KeepingPacer pacer;
    QVERIFY(Director(testing::udpScript(), QStringLiteral("en")).play(pacer).ok());
    const QStringList calls = callsOf(pacer);
    const QStringList expected{"server e:recvfrom", "A e:sendto",        "A r:sendto=5", "server r:recvfrom=5",
                               "server e:sendto",   "server r:sendto=3", "A e:recvfrom", "A r:recvfrom=3"};
    QCOMPARE(calls.mid(calls.indexOf(QStringLiteral("server e:recvfrom")), expected.size()), expected);

    const auto asleep = pacer.all<CallAsleep>();
    QCOMPARE(asleep.size(), 1);
    const auto returned = pacer.all<CallReturned>();
    const auto receive = std::find_if(returned.begin(), returned.end(),
                                      [&](const CallReturned &call) { return call.id == asleep.first().id; });
    QVERIFY(receive != returned.end());
    QCOMPARE(receive->payload, QByteArray("hello"));
    // A receiver asleep in its call has no queue to show: what was sent has gone straight through.
    const QList<SocketRow> rows = tableAt(pacer, QStringLiteral("A r:sendto=5")).rows;
    QVERIFY(std::any_of(rows.begin(), rows.end(), [&](const SocketRow &row) {
        return row.cookie == receive->record.socket && row.receiveQueue == 0;
    }));
}

void TestDirector::nextCalls_areToldBeforeTheyAreMade()
{
    KeepingPacer pacer;
    QVERIFY(Director(testing::tcpScript(), QStringLiteral("en")).play(pacer).ok());
    QList<Call> next(2, Call::Unknown);
    QList<history::SocketId> sockets(2, 0);
    for (const history::Event &event : pacer.events()) {
        if (const auto *told = std::get_if<NextCall>(&event.data)) {
            next[told->process] = told->call;
            sockets[told->process] = told->socket;
        } else if (const auto *entered = std::get_if<CallEntered>(&event.data)) {
            QCOMPARE(entered->record.call, next[entered->process]);
            QCOMPARE(entered->record.socket, sockets[entered->process]);
        }
    }
    QCOMPARE(next, (QList<Call>{Call::Unknown, Call::Unknown}));
}

void TestDirector::names_standAtTheirMoments()
{
    KeepingPacer tcp;
    QVERIFY(Director(testing::tcpScript(), QStringLiteral("en")).play(tcp).ok());
    const auto at = [](const KeepingPacer &pacer, const char *call) {
        QStringList names;
        for (const history::Event &event : eventsOfCall(pacer, callsOf(pacer).indexOf(QString::fromLatin1(call)))) {
            if (const auto *named = std::get_if<StepNamed>(&event.data)) {
                names.append(named->name);
            }
        }
        return names;
    };
    QCOMPARE(at(tcp, "A e:send"), QStringList("a1-sent"));
    QCOMPARE(tcp.all<StepNamed>().size(), 1);

    KeepingPacer udp;
    QVERIFY(Director(testing::udpScript(), QStringLiteral("en")).play(udp).ok());
    QCOMPARE(at(udp, "server r:recvfrom=5"), QStringList("read"));
    QCOMPARE(udp.all<StepNamed>().size(), 1);
}

void TestDirector::hold_comesBeforeItsCall()
{
    QStringList before;
    KeepingPacer *seen = nullptr;
    KeepingPacer pacer([&](bool hold) {
        if (hold) {
            before = callsOf(*seen);
        }
        return true;
    });
    seen = &pacer;
    QVERIFY(Director(testing::tcpScript(), QStringLiteral("en")).play(pacer).ok());
    QCOMPARE(pacer.holds(), 1);
    QCOMPARE(pacer.all<history::Held>().size(), 1);
    QCOMPARE(before.last(), QStringLiteral("A r:close=0"));
}

void TestDirector::spanish_isSentInSpanish()
{
    KeepingPacer pacer;
    QVERIFY(Director(testing::udpScript(), QStringLiteral("es")).play(pacer).ok());
    QList<QByteArray> sent;
    for (const CallEntered &call : pacer.all<CallEntered>()) {
        if (trace::isSend(call.record.call)) {
            sent.append(call.payload);
        }
    }
    QCOMPARE(sent, (QList<QByteArray>{"hola", "adi\xc3\xb3s"}));
}

void TestDirector::pacerStops_leavesNoProcess()
{
    KeepingPacer *seen = nullptr;
    KeepingPacer pacer([&](bool) { return seen->moments() < 5; });
    seen = &pacer;
    const Status status = Director(testing::tcpScript(), QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::Stopped);
    QCOMPARE(pacer.moments(), 5);
    const auto started = pacer.all<ProcessStarted>();
    QCOMPARE(started.size(), 2);
    for (const ProcessStarted &process : started) {
        QVERIFY(!isThere(process.pid));
    }
}

void TestDirector::portTaken_isPortInUse()
{
    const testing::TestSocket taker(AF_INET, SOCK_STREAM);
    QVERIFY(taker.bindToLoopback());
    QCOMPARE(::listen(taker.fd(), 1), 0);
    const std::string address = taker.local().toString();
    KeepingPacer pacer;
    const Status status = Director(testing::tcpScript(address.c_str()), QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::PortInUse);
    QCOMPARE(status.error().subject, QStringLiteral("server"));
    QCOMPARE(status.error().detail, QString::fromStdString(address));
    QCOMPARE(callsOf(pacer).last(), QStringLiteral("server r:bind=-1"));
}

void TestDirector::callThatFails_isCallFailed()
{
    Script script = testing::tcpScript();
    script.calls.removeAt(2); // no listen(): nobody is there to connect to
    KeepingPacer pacer;
    const Status status = Director(script, QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::CallFailed);
    QCOMPARE(status.error().subject, QStringLiteral("A"));
    QCOMPARE(status.error().detail, QStringLiteral("connect"));
    QCOMPARE(status.error().errnoValue, ECONNREFUSED);
}

void TestDirector::unknownSocket_isAFaultOfTheLesson()
{
    Script script = testing::tcpScript();
    script.calls[4].address = QStringLiteral("@server.door");
    script.calls[4].line = 17;
    KeepingPacer pacer;
    const Status status = Director(script, QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::LessonFaulty);
    QVERIFY(status.error().detail.startsWith(QStringLiteral("17:1")));
}

void TestDirector::callThatNeverReturns_isATimeout()
{
    Script script = testing::udpScript();
    script.calls[3].blocks = false; // recvfrom() falls asleep, and the script does not expect it
    KeepingPacer pacer;
    const Status status = Director(script, QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::Timeout);
    QCOMPARE(status.error().subject, QStringLiteral("server"));
    QCOMPARE(status.error().detail, QStringLiteral("recvfrom"));
}

void TestDirector::processKilledWhileHeld_isProcessDied()
{
    KeepingPacer *seen = nullptr;
    KeepingPacer pacer([&](bool) {
        if (seen->moments() == 6) {
            ::kill(static_cast<pid_t>(seen->all<ProcessStarted>().at(1).pid), SIGKILL);
        }
        return true;
    });
    seen = &pacer;
    const Status status = Director(testing::tcpScript(), QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::ProcessDied);
    QCOMPARE(status.error().subject, QStringLiteral("A"));
    QCOMPARE(status.error().detail, QStringLiteral("signal 9"));
    QCOMPARE(pacer.all<ProcessEnded>(), (QList<ProcessEnded>{{1, 0, SIGKILL}}));
    QVERIFY(std::holds_alternative<KernelSnapshot>(pacer.events().last().data));
    QVERIFY(!isThere(pacer.all<ProcessStarted>().at(0).pid));
}

void TestDirector::processKilledWhileAsleep_isProcessDied()
{
    KeepingPacer *seen = nullptr;
    KeepingPacer pacer([&](bool) {
        if (!seen->all<CallAsleep>().isEmpty() && seen->all<ProcessEnded>().isEmpty()) {
            ::kill(static_cast<pid_t>(seen->all<ProcessStarted>().at(0).pid), SIGKILL);
        }
        return true;
    });
    seen = &pacer;
    const Status status = Director(testing::udpScript(), QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::ProcessDied);
    QCOMPARE(status.error().subject, QStringLiteral("server"));
}

void TestDirector::processKilledWhileTheUserWaits_isNoticed()
{
    /// Kills a process at the first moment, and then never lets the run go on.
    class WaitingPacer : public KeepingPacer
    {
    public:
        Answer mayGoOn(bool hold) override
        {
            if (KeepingPacer::mayGoOn(hold) == Answer::Stop || moments() == 0) {
                return Answer::GoOn;
            }
            if (moments() == 1) {
                ::kill(static_cast<pid_t>(all<ProcessStarted>().at(0).pid), SIGKILL);
            }
            return Answer::Wait;
        }
    };
    WaitingPacer pacer;
    const Status status = Director(testing::tcpScript(), QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::ProcessDied);
    QCOMPARE(status.error().subject, QStringLiteral("server"));
    QCOMPARE(callsOf(pacer).size(), 2); // socket(), and nothing after it
}

void TestDirector::socketOfOneProcess_isFreeOnceAllHaveEnded()
{
    KeepingPacer pacer;
    QVERIFY(Director(testing::udpScript(), QStringLiteral("en")).play(pacer).ok());
    QVERIFY(pacer.all<KernelSnapshot>().last().rows.isEmpty());
    for (const ProcessStarted &process : pacer.all<ProcessStarted>()) {
        QVERIFY(!isThere(process.pid));
    }
}

void TestDirector::manyRuns_giveTheSameHistory()
{
    const int runs = qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1 ? 300 : 10;
    for (const Script &script : {testing::tcpScript(), testing::udpScript()}) {
        QStringList first;
        for (int i = 0; i < runs; ++i) {
            KeepingPacer pacer;
            QVERIFY(Director(script, QStringLiteral("en")).play(pacer).ok());
            first = i == 0 ? callsOf(pacer) : first;
            QCOMPARE(callsOf(pacer), first);
        }
    }
}

QTEST_GUILESS_MAIN(TestDirector)
#include "tst_director.moc"
