// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/world.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <cerrno>
#include <netinet/in.h>
#include <sys/socket.h>

using namespace zocalo;
using namespace zocalo::world;
using kernel::Protocol;
using kernel::State;
using test::HistoryBuilder;

namespace {

/// A server with two clients, A and B, connected and accepted.
struct Pair
{
    HistoryBuilder build;
    ProcessId server = 0;
    ProcessId clientA = 0;
    ProcessId clientB = 0;
    SocketId listener = 0;
    SocketId a = 0;
    SocketId b = 0;
    SocketId serverA = 0;
    SocketId serverB = 0;

    explicit Pair(bool tables = false)
    {
        build.setSnapshots(tables);
        server = build.start("server", Role::Server, "S");
        clientA = build.start("A", Role::Client, "A");
        clientB = build.start("B", Role::Client, "B");
        listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "0.0.0.0:9000");
        build.listen(listener);
        a = build.socket(clientA, Protocol::Tcp);
        build.connect(a, "127.0.0.1:9000");
        serverA = build.accept(listener);
        b = build.socket(clientB, Protocol::Tcp);
        build.connect(b, "127.0.0.1:9000");
        serverB = build.accept(listener);
    }

    World world() const
    {
        World world;
        for (const history::Event &event : build.events())
            world.apply(event);
        return world;
    }
};

QString seen(const World &world, const char *name)
{
    const Message *message = world.messageNamed(QLatin1String(name));
    if (!message)
        return QStringLiteral("none");
    const QString verdict = !message->agrees ? "?" : *message->agrees ? "agrees" : "disagrees";
    return QStringLiteral("%1 of %2 in %3, outcome %4, %5")
        .arg(message->receivedBytes)
        .arg(message->size)
        .arg(message->landed)
        .arg(int(message->outcome))
        .arg(verdict);
}

/// A table taken while processes work: the server's end for A has received so much, of which none waits.
history::KernelSnapshot countedTable(Pair &run, quint64 received, State state = State::Established)
{
    run.build.snapshot(false);
    auto table = std::get<history::KernelSnapshot>(run.build.events().last().data);
    table.rows.removeIf([&run](const kernel::SocketRow &row) { return row.cookie != run.serverA; });
    kernel::SocketRow &row = table.rows.first();
    row.counted = true;
    row.bytesReceived = received;
    row.state = state;
    return table;
}

} // namespace

#define COMPARE_MESSAGE(world, name, bytes, total, socket, result, verdict)                                            \
    QCOMPARE(seen(world, name), QStringLiteral("%1 of %2 in %3, outcome %4, %5")                                       \
                                    .arg(bytes)                                                                        \
                                    .arg(total)                                                                        \
                                    .arg(socket)                                                                       \
                                    .arg(int(result))                                                                  \
                                    .arg(QStringLiteral(verdict)))

/// TCP messages, followed by their bytes.
class TestStreams : public QObject
{
    Q_OBJECT

private slots:
    void twoSends_oneReceive()
    {
        Pair run;
        const CallId first = run.build.send(run.a, "HOLA");
        run.build.send(run.a, "MUNDO");
        const CallId receive = run.build.recv(run.serverA);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 4, 4, run.serverA, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "A2", 5, 5, run.serverA, Outcome::Received, "agrees");
        QCOMPARE(world.messageNamed("A1")->sentBy, first);
        QCOMPARE(world.messageNamed("A1")->receivedBy, QList<CallId>{receive});
        QCOMPARE(world.messageNamed("A2")->streamOffset, quint64(4));
        QCOMPARE(world.moment().messages, (QList<MessageId>{1, 2}));
        QCOMPARE(world.messageNamed("A1")->receiverProcess, run.server);
        QCOMPARE(world.messageNamed("A1")->receiverFd, run.build.fdOf(run.serverA));
    }

    void oneSend_twoReceives()
    {
        Pair run;
        run.build.send(run.a, "HOLAMUNDO");
        const CallId first = run.build.recv(run.serverA, 4);
        COMPARE_MESSAGE(run.world(), "A1", 4, 9, run.serverA, Outcome::PartlyReceived, "agrees");
        const CallId second = run.build.recv(run.serverA, 100);
        COMPARE_MESSAGE(run.world(), "A1", 9, 9, run.serverA, Outcome::Received, "agrees");
        QCOMPARE(run.world().messageNamed("A1")->receivedBy, (QList<CallId>{first, second}));
    }

    void receive_mayReturnBeforeItsSend()
    {
        Pair run;
        const CallId send = run.build.enterSend(run.a, "hola");
        run.build.carryOut(send);
        run.build.recv(run.serverA);
        COMPARE_MESSAGE(run.world(), "A1", 4, 4, run.serverA, Outcome::Received, "agrees");
        run.build.finish(send);
        COMPARE_MESSAGE(run.world(), "A1", 4, 4, run.serverA, Outcome::Received, "agrees");
    }

    void partialSend_countsWhatItTook()
    {
        Pair run;
        run.build.takeOnly(3);
        run.build.send(run.a, "HOLA");
        run.build.send(run.a, "A");
        run.build.recv(run.serverA);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 3, 3, run.serverA, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "A2", 1, 1, run.serverA, Outcome::Received, "agrees");
        QCOMPARE(world.messageNamed("A2")->streamOffset, quint64(3));
        QCOMPARE(world.messageNamed("A1")->payload, QByteArray("HOL"));
    }

    void longMessage_isComparedByWhatWasKept()
    {
        Pair run;
        run.build.send(run.a, QByteArray(10000, 'x') + "end");
        run.build.send(run.b, QByteArray(9000, 'x') + "END");
        for (int i = 0; i < 3; ++i) {
            run.build.recv(run.serverA, 4000);
            run.build.recv(run.serverB, 4000);
        }
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 10003, 10003, run.serverA, Outcome::Received, "agrees"); // 2003 more: not B1
        COMPARE_MESSAGE(world, "B1", 9003, 9003, run.serverB, Outcome::Received, "agrees");
    }

    void twoThreadsOnOneSocket_mayBeCarriedOutInTheOtherOrder()
    {
        Pair run;
        const CallId first = run.build.enterSend(run.a, "first");
        const CallId second = run.build.enterSend(run.a, "second");
        run.build.finish(second);
        run.build.finish(first);
        run.build.recv(run.serverA);
        run.build.send(run.a, "third");
        run.build.recv(run.serverA);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 5, 5, run.serverA, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "A2", 6, 6, run.serverA, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "A3", 5, 5, run.serverA, Outcome::Received, "agrees");
        QCOMPARE(world.socket(run.serverA)->unmatchedBytes, quint64(0));
    }

    void reply_isTheServers()
    {
        Pair run;
        run.build.send(run.serverB, "hola, B");
        run.build.recv(run.b);
        const World world = run.world();
        COMPARE_MESSAGE(world, "S1", 7, 7, run.b, Outcome::Received, "agrees");
        QVERIFY(world.messageNamed("S1")->isReply);
        QCOMPARE(world.messageNamed("S1")->from, Endpoint::fromString("127.0.0.1:9000"));
    }

    void wrongSocket_disagrees()
    {
        Pair run;
        run.build.divertNext(run.serverB);
        run.build.send(run.a, "for A");
        run.build.recv(run.serverB);
        COMPARE_MESSAGE(run.world(), "A1", 5, 5, run.serverB, Outcome::Received, "disagrees");
    }

    void wrongSocketLater_disagreesAndTheRestStillAgrees()
    {
        Pair run;
        run.build.send(run.a, "a one ");
        run.build.recv(run.serverA);
        run.build.send(run.b, "b one ");
        run.build.divertNext(run.serverB);
        run.build.send(run.a, "a two ");
        run.build.recv(run.serverB);
        run.build.send(run.a, "a three");
        run.build.recv(run.serverA);
        run.build.send(run.b, "b two");
        run.build.recv(run.serverB);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 6, 6, run.serverA, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "A2", 6, 6, run.serverB, Outcome::Received, "disagrees");
        COMPARE_MESSAGE(world, "A3", 7, 7, run.serverA, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "B1", 6, 6, run.serverB, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "B2", 5, 5, run.serverB, Outcome::Received, "agrees");
    }

    void wrongQueue_disagreesBeforeItIsRead()
    {
        Pair run(true);
        run.build.divertNext(run.serverB);
        run.build.send(run.a, "for A");
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 0, 5, run.serverB, Outcome::Queued, "disagrees");
        QCOMPARE(world.messageNamed("A1")->evidence, Evidence::KernelQueue);
        QVERIFY(world.socket(run.serverA)->receiveQueue.isEmpty());
    }

    void equalMessages_areNotJudgedUntilBytesTell()
    {
        Pair run;
        run.build.send(run.a, "hola");
        run.build.send(run.b, "hola");
        run.build.recv(run.serverA);
        COMPARE_MESSAGE(run.world(), "A1", 4, 4, run.serverA, Outcome::Received, "?");
        QCOMPARE(run.world().messageNamed("A1")->evidence, Evidence::SameBytes);
        run.build.recv(run.serverB);
        run.build.send(run.a, "soy A");
        run.build.recv(run.serverA);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 4, 4, run.serverA, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "B1", 4, 4, run.serverB, Outcome::Received, "agrees");
    }

    void equalMessagesCrossed_areFoundOutByWhatFollows()
    {
        Pair run;
        for (const char *text : {"hola", "soy A"}) {
            run.build.divertNext(run.serverB);
            run.build.send(run.a, text);
        }
        for (const char *text : {"hola", "soy B"}) {
            run.build.divertNext(run.serverA);
            run.build.send(run.b, text);
        }
        run.build.recv(run.serverA, 4);
        run.build.recv(run.serverB, 4);
        run.build.recv(run.serverA);
        run.build.recv(run.serverB);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 4, 4, run.serverB, Outcome::Received, "disagrees");
        COMPARE_MESSAGE(world, "A2", 5, 5, run.serverB, Outcome::Received, "disagrees");
        COMPARE_MESSAGE(world, "B1", 4, 4, run.serverA, Outcome::Received, "disagrees");
    }

    void equalMessages_theKernelsQueueTells()
    {
        Pair run(true);
        run.build.send(run.a, "hola");
        run.build.send(run.b, "hola");
        run.build.recv(run.serverB);
        run.build.recv(run.serverA);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 4, 4, run.serverA, Outcome::Received, "agrees");
        COMPARE_MESSAGE(world, "B1", 4, 4, run.serverB, Outcome::Received, "agrees");
    }

    void twoArrivalsAtOnce_areNotGuessed()
    {
        Pair run;
        run.build.send(run.a, "12345");
        run.build.send(run.b, "abcde");
        run.build.snapshot();
        COMPARE_MESSAGE(run.world(), "A1", 0, 5, 0, Outcome::Unknown, "?");
        run.build.send(run.b, "more");
        run.build.snapshot();
        COMPARE_MESSAGE(run.world(), "A1", 0, 5, run.serverA, Outcome::Queued, "agrees"); // 5 and 9: now they differ
        COMPARE_MESSAGE(run.world(), "B2", 0, 4, run.serverB, Outcome::Queued, "agrees");
    }

    void sendHeldAtItsEntry_isInNoQueue()
    {
        Pair run;
        run.build.enterSend(run.a, "hola");
        run.build.snapshot();
        COMPARE_MESSAGE(run.world(), "A1", 0, 4, 0, Outcome::Sending, "?");
        QVERIFY(run.world().socket(run.serverA)->receiveQueue.isEmpty());
    }

    void sendToNobody_isRefused()
    {
        Pair run;
        run.build.close(run.serverA);
        run.build.send(run.a, "hola");
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 0, 0, 0, Outcome::Refused, "?");
        QVERIFY(world.messageNamed("A1")->predicted.isEmpty());
        QCOMPARE(world.socket(run.a)->lastError, EPIPE);
    }

    void closedUnread_isDiscarded()
    {
        Pair run(true);
        run.build.send(run.a, "hola");
        run.build.close(run.serverA);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 0, 4, run.serverA, Outcome::Discarded, "agrees");
        QVERIFY(world.socket(run.serverA)->closed);
        QVERIFY(world.socket(run.serverA)->receiveQueue.isEmpty());
    }

    void senderDiesInsideSend_isNotSendingForEver()
    {
        Pair run;
        run.build.enterSend(run.a, "hola");
        run.build.end(run.clientA, 0, 9);
        const World world = run.world();
        COMPARE_MESSAGE(world, "A1", 0, 4, 0, Outcome::Unknown, "?");
        QCOMPARE(world.socket(run.a)->closedBySignal, 9);
        QCOMPARE(world.process(run.clientA)->activity, Activity::Ended);
        QVERIFY(world.process(run.clientA)->openCalls.isEmpty());
        QCOMPARE(world.moment().kind, MomentKind::ProcessEnded);
    }

    void endOfFile_isRead()
    {
        Pair run(true);
        run.build.close(run.a);
        run.build.recv(run.serverA);
        const World world = run.world();
        QVERIFY(world.socket(run.serverA)->endOfFileRead);
        QVERIFY(world.moment().endOfFile);
        QCOMPARE(world.socket(run.serverA)->state, State::CloseWait);
    }

    void endOfStream_countsNoByteOfTheQueue()
    {
        Pair run(true);
        run.build.send(run.a, "hola");
        run.build.close(run.a);
        const World world = run.world();
        QCOMPARE(world.socket(run.serverA)->kernelReceiveQueue, 5U); // with the FIN
        QCOMPARE(world.socket(run.serverA)->receiveQueue, (QList<QueuedBytes>{{1, 0, 4}}));
    }

    void unobservedSend_isAHole()
    {
        Pair run(true);
        run.build.send(run.a, "seen");
        const qsizetype before = run.build.events().size();
        run.build.send(run.a, "never");
        QList<history::Event> events = run.build.events().mid(0, before);
        run.build.recv(run.serverA, 4);
        run.build.recv(run.serverA, 5);
        for (const history::Event &event : run.build.events().mid(before)) {
            const auto *entered = std::get_if<history::CallEntered>(&event.data);
            const auto *returned = std::get_if<history::CallReturned>(&event.data);
            const bool isSend =
                (entered && trace::isSend(entered->record.call)) || (returned && trace::isSend(returned->record.call));
            if (!isSend)
                events.append(event);
        }
        World world;
        for (const history::Event &event : events)
            world.apply(event);
        COMPARE_MESSAGE(world, "A1", 4, 4, run.serverA, Outcome::Received, "agrees");
        QCOMPARE(world.socket(run.serverA)->unmatchedBytes, quint64(5));
        QCOMPARE(world.messages().size(), 1);
    }

    void unobservedReceive_skipsItsMessage()
    {
        Pair run(true);
        run.build.send(run.a, "first");
        run.build.recv(run.serverA);
        run.build.send(run.a, "second");
        const qsizetype before = run.build.events().size();
        run.build.recv(run.serverA);
        const QList<history::Event> hidden = run.build.events().mid(before);
        run.build.send(run.a, "third");
        run.build.recv(run.serverA);
        World world;
        for (qsizetype i = 0; i < run.build.events().size(); ++i) {
            const bool isCall = !std::holds_alternative<history::KernelSnapshot>(run.build.events().at(i).data);
            if (i < before || i >= before + hidden.size() || !isCall)
                world.apply(run.build.events().at(i));
        }
        COMPARE_MESSAGE(world, "A2", 0, 6, run.serverA, Outcome::Unknown, "agrees");
        COMPARE_MESSAGE(world, "A3", 5, 5, run.serverA, Outcome::Received, "agrees");
    }

    void mixedQueueOfOneReceive_isTakenInOrder()
    {
        Pair run(true);
        run.build.send(run.a, "abc");
        run.build.send(run.a, "defg");
        run.build.recv(run.serverA, 5);
        const World world = run.world();
        QCOMPARE(world.socket(run.serverA)->receiveQueue, (QList<QueuedBytes>{{2, 2, 2}}));
        COMPARE_MESSAGE(world, "A2", 2, 4, run.serverA, Outcome::PartlyReceived, "agrees");
    }

    // The row's state and queue are older than its counters.
    void countedBetweenQueueAndCounters_isNoContradiction()
    {
        Pair run;
        run.build.send(run.a, "hello");
        run.build.recv(run.serverA);
        World world = run.world();
        World other = run.world();
        world.apply({1'000'000, countedTable(run, 5)});
        world.apply({2'000'000, countedTable(run, 6)}); // a FIN
        QCOMPARE(world.contradictions(), 0);
        world.apply({3'000'000, countedTable(run, 6, State::CloseWait)});
        QCOMPARE(world.contradictions(), 0);
        other.apply({1'000'000, countedTable(run, 12)}); // the first table that has the socket
        QCOMPARE(other.contradictions(), 0);
    }

    void bytesThatNoCallTook_areAContradictionInTheNextTable()
    {
        Pair run;
        run.build.send(run.a, "hello");
        run.build.recv(run.serverA);
        World world = run.world();
        world.apply({1'000'000, countedTable(run, 7)});
        QCOMPARE(world.contradictions(), 0);
        world.apply({2'000'000, countedTable(run, 9)});
        QCOMPARE(world.contradictions(), 1);
        QCOMPARE(world.disagreements().size(), 1);
        const Disagreement &found = world.disagreements().first();
        QVERIFY(found.difference == Difference::ReceivedBytes);
        QCOMPARE(found.worldNumber, quint64(5));
        QCOMPARE(found.kernelNumber, quint64(7));
    }

    // connect() with AF_UNSPEC resets the connection; accept() gives its socket all the same, without a peer.
    void resetBeforeAccept_leavesNoVerdict()
    {
        HistoryBuilder build;
        const auto listener = build.socket(build.start("server", Role::Server, "S"), Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const auto process = build.start("A", Role::Client, "A");
        const auto client = build.socket(process, Protocol::Tcp);
        build.connect(client, "127.0.0.1:9000");
        build.send(client, "lost");
        trace::Record dissolve;
        dissolve.call = trace::Call::Connect;
        dissolve.fd = build.fdOf(client);
        dissolve.socket = client;
        build.append(history::CallEntered{1000, process, dissolve, {}});
        dissolve.phase = trace::Phase::Return;
        build.append(history::CallReturned{1000, process, dissolve, {}});
        const auto child = build.accept(listener);
        build.recv(child);
        World world;
        const auto forget = [child](trace::Record &record) {
            if (record.socket == child || record.newSocket == child)
                record.peer = record.address = {};
        };
        for (history::Event event : build.events()) {
            if (auto *entered = std::get_if<history::CallEntered>(&event.data))
                forget(entered->record);
            if (auto *returned = std::get_if<history::CallReturned>(&event.data))
                forget(returned->record);
            world.apply(event);
        }
        QVERIFY(world.socket(client)->state == State::Close);
        COMPARE_MESSAGE(world, "A1", 4, 4, child, Outcome::Received, "?");
    }
};

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
