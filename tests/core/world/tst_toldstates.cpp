// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/statehistory.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <cerrno>
#include <sys/socket.h>

using namespace zocalo;
using namespace zocalo::world;
using kernel::Protocol;
using kernel::State;
using test::HistoryBuilder;
using trace::Call;

namespace {

/// A client and a server of which no table is read, as of programs that nothing holds up.
struct Pair
{
    HistoryBuilder build;
    ProcessId server = build.start("server");
    ProcessId client = build.start("client");
    SocketId listener = 0;
    SocketId socket = 0;
    CallId made = 1'000'000; ///< number of the last call that `tell` made

    Pair()
    {
        listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        socket = build.socket(client, Protocol::Tcp);
    }
    /// A call of the client on its socket, with this result.
    void tell(trace::Record record, qint64 result, int error = 0, int value = 0)
    {
        record.fd = build.fdOf(socket);
        record.socket = socket;
        build.append(history::CallEntered{++made, client, record, {}});
        record.phase = trace::Phase::Return;
        record.result = result;
        record.error = error;
        record.value = value;
        build.append(history::CallReturned{made, client, record, {}});
    }
    void tell(Call call, qint64 result, int error = 0)
    {
        trace::Record record;
        record.call = call;
        record.requested = 10;
        tell(record, result, error);
    }
    void tellError(int error)
    {
        trace::Record record;
        record.call = Call::Getsockopt;
        record.level = SOL_SOCKET;
        record.option = SO_ERROR;
        tell(record, 0, 0, error);
    }
    /// Connects, and the call does not wait for the handshake.
    void connectAtOnce()
    {
        m_atOnce = build.enterConnect(socket, "127.0.0.1:9000");
        build.finish(m_atOnce);
    }
    Timeline timeline() const
    {
        Timeline timeline;
        for (history::Event event : build.events()) {
            auto *returned = std::get_if<history::CallReturned>(&event.data);
            if (returned && m_atOnce != 0 && returned->id == m_atOnce) {
                returned->record.result = -1;
                returned->record.error = EINPROGRESS;
            }
            timeline.append(event);
        }
        return timeline;
    }
    StateHistory historyOf(SocketId id) const
    {
        const Timeline all = timeline();
        return stateHistory(all, all.stepCount() - 1, id);
    }
    QList<State> statesOf(SocketId id) const
    {
        QList<State> states;
        for (const StatePassage &each : historyOf(id).passages)
            states.append(each.to);
        return states;
    }

private:
    CallId m_atOnce = 0;
};

} // namespace

/// What calls tell of the states of TCP where no table was read.
class TestToldStates : public QObject
{
    Q_OBJECT

private slots:
    void attempt_isUnderWayUntilACallNeedsTheConnection()
    {
        Pair pair;
        pair.connectAtOnce();
        pair.tellError(0);
        pair.tell(Call::Recv, -1, EAGAIN);
        pair.tell(Call::Recv, 0); // so it does after an attempt that failed, too
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent}));
        pair.build.send(pair.socket, "hi");
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established}));
        QCOMPARE(pair.historyOf(pair.socket).passages.last().by, Passage::SynAckReceived);
        QVERIFY(!pair.historyOf(pair.socket).passages.last().observed);
        pair.build.close(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established, State::FinWait1}));
    }

    void attempt_acceptProvesIt()
    {
        Pair pair;
        pair.connectAtOnce();
        pair.build.accept(pair.listener);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established}));
    }

    void attempt_addressOfTheOtherEndProvesIt()
    {
        Pair pair;
        pair.connectAtOnce();
        pair.tell(Call::Getpeername, 0);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established}));
    }

    void attempt_errorOfTheSocketEndsIt()
    {
        Pair pair;
        pair.connectAtOnce();
        pair.tellError(ECONNREFUSED);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Close}));
        QCOMPARE(pair.historyOf(pair.socket).passages.last().by, Passage::ResetReceived);
        pair.build.close(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Close}));

        Pair late;
        late.connectAtOnce();
        late.tellError(ETIMEDOUT);
        QCOMPARE(late.historyOf(late.socket).passages.last().by, Passage::TimeOut);
    }

    // Closed before anything told of the connection, which the kernel then shows.
    void attempt_whatIsLeftOfItTellsThatItWorked()
    {
        Pair pair;
        pair.connectAtOnce();
        const trace::Endpoint local = pair.build.local(pair.socket);
        const trace::Endpoint remote = pair.build.local(pair.listener);
        pair.build.close(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Close}));
        QVERIFY(!pair.historyOf(pair.socket).passages.last().observed);
        history::KernelSnapshot table;
        kernel::SocketRow row;
        row.protocol = Protocol::Tcp;
        row.state = State::TimeWait;
        row.cookie = 4711;
        row.local = local;
        row.remote = remote;
        table.rows = {row};
        pair.build.append(table);
        const StateHistory history = pair.historyOf(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket),
                 (QList<State>{State::SynSent, State::Established, State::FinWait1, State::TimeWait}));
        QCOMPARE(history.passages.at(2).by, Passage::CloseAsked);
        QCOMPARE(history.passages.at(2).cause.name, Call::Close);
    }

    // RFC 9293, figure 12: no table was read between the two calls.
    void close_afterTheOtherEnds_isTheSecond()
    {
        Pair pair;
        pair.build.connect(pair.socket, "127.0.0.1:9000");
        const auto accepted = pair.build.accept(pair.listener);
        pair.build.close(accepted);
        pair.build.close(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket),
                 (QList<State>{State::SynSent, State::Established, State::CloseWait, State::LastAck}));
        QCOMPARE(pair.statesOf(accepted).last(), State::FinWait1);
        const StateHistory history = pair.historyOf(pair.socket);
        QCOMPARE(history.passages.at(2).by, Passage::FinReceived);
        QCOMPARE(history.passages.at(2).cause.process, pair.server);
        QCOMPARE(history.passages.at(3).by, Passage::CloseAsked);
        QCOMPARE(history.passages.at(3).cause.process, pair.client);
        QVERIFY(!history.passages.at(2).observed && !history.passages.at(3).observed);
    }

    // Which FIN came first is not known of two calls at the same time.
    void close_whileTheOtherEndCloses_isNotOrdered()
    {
        Pair pair;
        pair.build.connect(pair.socket, "127.0.0.1:9000");
        const auto accepted = pair.build.accept(pair.listener);
        trace::Record record;
        record.call = Call::Close;
        record.fd = pair.build.fdOf(pair.socket);
        record.socket = pair.socket;
        pair.build.append(history::CallEntered{++pair.made, pair.client, record, {}});
        pair.build.close(accepted);
        record.phase = trace::Phase::Return;
        pair.build.append(history::CallReturned{pair.made, pair.client, record, {}});
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established, State::FinWait1}));
    }

    void reset_isToldByTheCallThatFails_data()
    {
        QTest::addColumn<QList<int>>("errors");
        QTest::newRow("ECONNRESET") << QList<int>{ECONNRESET};
        QTest::newRow("and EPIPE after it") << QList<int>{ECONNRESET, EPIPE};
        QTest::newRow("EPIPE") << QList<int>{EPIPE};
    }

    void reset_isToldByTheCallThatFails()
    {
        QFETCH(QList<int>, errors);
        Pair pair;
        pair.build.connect(pair.socket, "127.0.0.1:9000");
        for (const int error : errors)
            pair.tell(Call::Send, -1, error);
        pair.tell(Call::Recv, 0); // no FIN has come: there is no connection any more
        pair.build.close(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established, State::Close}));
        QCOMPARE(pair.historyOf(pair.socket).passages.last().by, Passage::ResetReceived);
    }

    void brokenPipe_afterAFinOfItsOwnIsNoReset()
    {
        Pair pair;
        pair.build.connect(pair.socket, "127.0.0.1:9000");
        pair.build.shutdown(pair.socket, SHUT_WR);
        pair.tell(Call::Send, -1, EPIPE);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established, State::FinWait1}));
    }

    void reset_comesFromAnEndThatIsClosedWithBytesUnread()
    {
        Pair pair;
        pair.build.setSnapshots(true);
        pair.build.connect(pair.socket, "127.0.0.1:9000");
        const SocketId accepted = pair.build.accept(pair.listener);
        pair.build.send(pair.socket, "first");
        pair.build.setSnapshots(false);
        pair.build.close(accepted);
        pair.build.close(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established, State::Close}));
        const StatePassage last = pair.historyOf(pair.socket).passages.last();
        QCOMPARE(last.by, Passage::ResetReceived);
        QCOMPARE(last.cause.name, Call::Close);
        QCOMPARE(last.cause.process, pair.server);
    }

    void linger_tellsHowItIsClosed_data()
    {
        QTest::addColumn<int>("onoff");
        QTest::addColumn<int>("seconds");
        QTest::addColumn<State>("left");
        QTest::addColumn<Passage>("by");
        QTest::newRow("time 0") << 1 << 0 << State::Close << Passage::ResetSent;
        QTest::newRow("5 s") << 1 << 5 << State::FinWait1 << Passage::CloseAsked;
        QTest::newRow("off") << 0 << 0 << State::FinWait1 << Passage::CloseAsked;
    }

    void linger_tellsHowItIsClosed()
    {
        QFETCH(int, onoff);
        QFETCH(int, seconds);
        QFETCH(State, left);
        QFETCH(Passage, by);
        const linger given{onoff, seconds};
        Pair pair;
        pair.build.connect(pair.socket, "127.0.0.1:9000");
        pair.build.setOption(pair.socket, SOL_SOCKET, SO_LINGER, 1); // of which the value is not known
        pair.build.setOption(pair.socket, SOL_SOCKET, SO_LINGER,
                             QByteArray(reinterpret_cast<const char *>(&given), sizeof given));
        pair.build.close(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established, left}));
        QCOMPARE(pair.historyOf(pair.socket).passages.last().by, by);
    }

    void linger_leavesOpenHowItWasClosed()
    {
        Pair pair;
        pair.build.connect(pair.socket, "127.0.0.1:9000");
        pair.build.setOption(pair.socket, SOL_SOCKET, SO_LINGER, 0);
        pair.build.close(pair.socket);
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established, State::Unknown}));
        QCOMPARE(pair.historyOf(pair.socket).passages.last().by, Passage::CloseUntold);
        QCOMPARE(pair.historyOf(pair.socket).passages.last().cause.name, Call::Close);
        pair.build.append(history::KernelSnapshot{}); // and nothing is left of it
        QCOMPARE(pair.statesOf(pair.socket), (QList<State>{State::SynSent, State::Established, State::Unknown}));
    }
};

QTEST_GUILESS_MAIN(TestToldStates)
#include "tst_toldstates.moc"
