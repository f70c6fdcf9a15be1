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
using test::HistoryBuilder;

namespace {

/// A UDP server on 127.0.0.1:9001 and two clients.
struct Udp
{
    HistoryBuilder build;
    ProcessId server = 0;
    ProcessId clientA = 0;
    ProcessId clientB = 0;
    SocketId socket = 0;
    SocketId a = 0;
    SocketId b = 0;
    QString address = "127.0.0.1:9001";

    explicit Udp(bool tables = false)
    {
        build.setSnapshots(tables);
        server = build.start("udp.server", Role::Server, "S", "udp");
        clientA = build.start("udp.A", Role::Client, "A", "udp");
        clientB = build.start("udp.B", Role::Client, "B", "udp");
        socket = build.socket(server, Protocol::Udp);
        build.bind(socket, address);
        a = build.socket(clientA, Protocol::Udp);
        b = build.socket(clientB, Protocol::Udp);
    }

    /// recvmmsg(2) gave so many datagrams with these bytes, one behind the other.
    void receiveMany(int datagrams, const QByteArray &bytes)
    {
        trace::Record record;
        record.call = trace::Call::Recvmmsg;
        record.fd = build.fdOf(socket);
        record.socket = socket;
        record.requested = 4096;
        build.append(history::CallEntered{9000, server, record, {}});
        record.phase = trace::Phase::Return;
        record.result = datagrams;
        record.payloadTotal = record.payloadKept = static_cast<quint32>(bytes.size());
        build.append(history::CallReturned{9000, server, record, bytes});
    }

    World world() const
    {
        World world;
        for (const history::Event &event : build.events())
            world.apply(event);
        return world;
    }
    Message message(const char *name) const { return *world().messageNamed(QLatin1String(name)); }
};

} // namespace

/// UDP messages, followed by their content and the address that comes with them.
class TestDatagrams : public QObject
{
    Q_OBJECT

private slots:
    void unboundSender_getsItsAddressWhenTheSendReturns()
    {
        Udp run;
        const CallId send = run.build.enterSend(run.a, "hola", run.address);
        QVERIFY(!run.message("udp.A1").from.isValid());
        QCOMPARE(run.message("udp.A1").predicted, QList<SocketId>{run.socket});
        run.build.finish(send);
        QCOMPARE(run.message("udp.A1").from.addressString(), std::string("127.0.0.1"));
        QCOMPARE(run.message("udp.A1").from.port, run.world().socket(run.a)->local.port);
    }

    void oneQueue_keepsTheOrder()
    {
        Udp run(true);
        run.build.sendto(run.b, "b", run.address);
        run.build.sendto(run.a, "a", run.address);
        run.build.sendto(run.b, "bb", run.address);
        QStringList names;
        const World world = run.world();
        for (const QueuedBytes &bytes : world.socket(run.socket)->receiveQueue)
            names.append(world.message(bytes.message)->name);
        QCOMPARE(names, (QStringList{"B1", "A1", "B2"}));
        run.build.recvfrom(run.socket);
        QCOMPARE(run.world().socket(run.socket)->receiveQueue.size(), 2);
        QCOMPARE(run.world().moment().messages, QList<MessageId>{1});
        QCOMPARE(run.message("udp.B1").outcome, Outcome::Received);
        QCOMPARE(run.message("udp.B1").agrees, std::optional(true));
    }

    // send() of nothing, as of an echo server at the end of file: no segment goes out.
    void emptySendOfAStream_isNoMessage()
    {
        HistoryBuilder build;
        const SocketId listener = build.socket(build.start("server"), Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const SocketId client = build.socket(build.start("client", Role::Client, "A"), Protocol::Tcp);
        build.connect(client, "127.0.0.1:9000");
        build.send(client, "");
        build.send(client, "hi");
        World world;
        for (const history::Event &event : build.events())
            world.apply(event);
        QCOMPARE(world.messages().size(), 1);
        QCOMPARE(world.messages().first().size, 2U);
        QCOMPARE(world.messages().first().name, QStringLiteral("A1"));
    }

    void emptyDatagram_isAMessageAndNotEndOfFile()
    {
        Udp run(true);
        run.build.sendto(run.a, "", run.address);
        QCOMPARE(run.message("udp.A1").outcome, Outcome::Queued);
        run.build.recvfrom(run.socket);
        QCOMPARE(run.message("udp.A1").outcome, Outcome::Received);
        QVERIFY(!run.world().moment().endOfFile);
        QVERIFY(!run.world().socket(run.socket)->endOfFileRead);
    }

    void tooSmallBuffer_losesTheRest()
    {
        Udp run;
        run.build.sendto(run.a, "0123456789", run.address);
        run.build.recvfrom(run.socket, 4);
        const Message message = run.message("udp.A1");
        QCOMPARE(message.outcome, Outcome::Received);
        QCOMPARE(message.receivedBytes, quint64(4));
        QCOMPARE(message.agrees, std::optional(true));
        QCOMPARE(run.world().socket(run.socket)->unmatchedBytes, quint64(0));
    }

    void equalContent_theReturnedAddressTells()
    {
        Udp run;
        run.build.sendto(run.a, "hola", run.address);
        run.build.sendto(run.b, "hola", run.address);
        const CallId first = run.build.recvfrom(run.socket);
        const CallId second = run.build.recvfrom(run.socket);
        QCOMPARE(run.message("udp.A1").receivedBy, QList<CallId>{first});
        QCOMPARE(run.message("udp.B1").receivedBy, QList<CallId>{second});
        QCOMPARE(run.message("udp.A1").evidence, Evidence::Bytes);
    }

    void equalContentWithoutAddress_isSetRightByALaterOne()
    {
        Udp run;
        const CallId a = run.build.enterSend(run.a, "hola", run.address);
        run.build.sendto(run.b, "hola", run.address); // carried out first, though entered second
        run.build.finish(a);
        const CallId first = run.build.recv(run.socket);
        const CallId second = run.build.recvfrom(run.socket);
        QCOMPARE(run.message("udp.B1").receivedBy, QList<CallId>{first});
        QCOMPARE(run.message("udp.A1").receivedBy, QList<CallId>{second});
    }

    void equalContentToTwoSockets_isNotJudged()
    {
        Udp run;
        const SocketId other = run.build.socket(run.server, Protocol::Udp);
        run.build.bind(other, "127.0.0.1:9002");
        run.build.sendto(run.a, "hola", "127.0.0.1:9002");
        run.build.sendto(run.a, "hola", run.address);
        run.build.recvfrom(run.socket);
        QCOMPARE(run.message("udp.A2").landed, run.socket);
        QCOMPARE(run.message("udp.A2").evidence, Evidence::SameBytes);
        QVERIFY(!run.message("udp.A2").agrees.has_value());
        QCOMPARE(run.message("udp.A1").landed, SocketId(0));
    }

    void wrongSocket_disagrees()
    {
        Udp run;
        const SocketId other = run.build.socket(run.server, Protocol::Udp);
        run.build.bind(other, "127.0.0.1:9002");
        run.build.divertNext(other);
        run.build.sendto(run.a, "hola", run.address);
        run.build.recvfrom(other);
        const Message message = run.message("udp.A1");
        QCOMPARE(message.landed, other);
        QCOMPARE(message.predicted, QList<SocketId>{run.socket});
        QCOMPARE(message.agrees, std::optional(false));
    }

    void connectedSocket_takesItsPeersDatagrams()
    {
        Udp run(true);
        const SocketId mine = run.build.socket(run.server, Protocol::Udp);
        run.build.bind(run.a, "127.0.0.1:40100");
        run.build.setOption(mine, SOL_SOCKET, SO_REUSEPORT, 1);
        run.build.setOption(run.socket, SOL_SOCKET, SO_REUSEPORT, 1);
        run.build.bind(mine, run.address);
        run.build.connect(mine, "127.0.0.1:40100");
        run.build.sendto(run.a, "to mine", run.address);
        run.build.sendto(run.b, "to the other", run.address);
        QCOMPARE(run.message("udp.A1").rule, Rule::UdpConnected);
        QCOMPARE(run.message("udp.A1").predicted, QList<SocketId>{mine});
        QCOMPARE(run.message("udp.A1").landed, mine);
        QCOMPARE(run.message("udp.A1").agrees, std::optional(true));
        QCOMPARE(run.message("udp.B1").rule, Rule::Udp2Tuple);
        QCOMPARE(run.message("udp.B1").landed, run.socket);
    }

    void unboundSenderToItsConnectedPeer_isPredictedAtTheReturn()
    {
        Udp run;
        const SocketId mine = run.build.socket(run.server, Protocol::Udp);
        run.build.bind(mine, "127.0.0.1:9002");
        run.build.connect(mine, "127.0.0.1:40001"); // the port that the sender will be given
        const CallId send = run.build.enterSend(run.a, "hola", "127.0.0.1:9002");
        QVERIFY(run.message("udp.A1").predicted.isEmpty());
        run.build.finish(send);
        QCOMPARE(run.world().socket(run.a)->local.port, quint16(40001));
        QCOMPARE(run.message("udp.A1").predicted, QList<SocketId>{mine});
        QCOMPARE(run.message("udp.A1").rule, Rule::UdpConnected);
    }

    void groupByHash_isPredictedAsAGroup()
    {
        Udp run;
        const SocketId second = run.build.socket(run.server, Protocol::Udp);
        run.build.setOption(run.socket, SOL_SOCKET, SO_REUSEPORT, 1);
        run.build.setOption(second, SOL_SOCKET, SO_REUSEPORT, 1);
        run.build.bind(second, run.address);
        run.build.divertNext(run.socket); // as the hash wills
        run.build.sendto(run.a, "hola", run.address);
        run.build.recvfrom(run.socket);
        const Message message = run.message("udp.A1");
        QCOMPARE(message.rule, Rule::ReusePort);
        QCOMPARE(message.predicted, (QList<SocketId>{run.socket, second}));
        QCOMPARE(message.agrees, std::optional(true));
    }

    void dualStackSocket_takesIPv4()
    {
        Udp run;
        const SocketId dual = run.build.socket(run.server, Protocol::Udp, AF_INET6);
        run.build.bind(dual, "[::]:9005");
        run.build.sendto(run.a, "hola", "127.0.0.1:9005");
        run.build.recvfrom(dual);
        QCOMPARE(run.message("udp.A1").predicted, QList<SocketId>{dual});
        QCOMPARE(run.message("udp.A1").agrees, std::optional(true));
    }

    void fullQueue_dropsTheDatagramJustSent()
    {
        Udp run(true);
        run.build.setQueueLimit(run.socket, 1);
        run.build.sendto(run.a, "fits", run.address);
        run.build.sendto(run.b, "does not", run.address);
        QCOMPARE(run.message("udp.A1").outcome, Outcome::Queued);
        QCOMPARE(run.message("udp.B1").outcome, Outcome::Dropped);
        QVERIFY(!run.message("udp.B1").agrees.has_value());
        QCOMPARE(run.world().socket(run.socket)->kernelDrops, 1U);
    }

    void dropsCountedLate_areToldOnceTheyFit()
    {
        Udp run;
        run.build.setQueueLimit(run.socket, 6);
        for (int i = 0; i < 50; ++i)
            run.build.sendto(run.a, QByteArray::number(i), run.address);
        run.build.snapshot();
        QCOMPARE(run.message("udp.A50").outcome, Outcome::Unknown); // 44 of 50: which ones is not known yet
        for (int i = 0; i < 6; ++i)
            run.build.recvfrom(run.socket);
        run.build.snapshot();
        const World world = run.world();
        int dropped = 0;
        for (const Message &message : world.messages())
            dropped += message.outcome == Outcome::Dropped ? 1 : 0;
        QCOMPARE(dropped, 44);
        QCOMPARE(world.messageNamed("udp.A6")->outcome, Outcome::Received);
        QCOMPARE(world.messageNamed("udp.A7")->outcome, Outcome::Dropped);
    }

    void nobodyThere_landsNowhere()
    {
        Udp run(true);
        run.build.sendto(run.a, "hola", "127.0.0.1:9999");
        const Message message = run.message("udp.A1");
        QCOMPARE(message.outcome, Outcome::Unknown);
        QCOMPARE(message.rule, Rule::Udp2Tuple);
        QVERIFY(message.predicted.isEmpty());
        QVERIFY(!message.agrees.has_value());
    }

    void connectedToNobody_isToldByTheNextCall()
    {
        Udp run(true);
        run.build.connect(run.a, "127.0.0.1:9999");
        run.build.send(run.a, "first");
        QCOMPARE(run.message("udp.A1").outcome, Outcome::Unknown);
        run.build.send(run.a, "second");
        QCOMPARE(run.message("udp.A1").outcome, Outcome::Refused);
        QCOMPARE(run.message("udp.A2").outcome, Outcome::Refused);
        QCOMPARE(run.message("udp.A2").size, quint64(0));
        run.build.send(run.a, "third");
        run.build.recv(run.a);
        QCOMPARE(run.message("udp.A3").outcome, Outcome::Refused);
        QCOMPARE(run.message("udp.A3").size, quint64(5));
        QCOMPARE(run.world().socket(run.a)->lastError, ECONNREFUSED);
    }

    void socketBoundAfterwards_isNotBlamed()
    {
        Udp run;
        run.build.sendto(run.a, "hola", "127.0.0.1:9002");
        const SocketId late = run.build.socket(run.server, Protocol::Udp);
        run.build.bind(late, "127.0.0.1:9002");
        run.build.sendto(run.a, "hola", "127.0.0.1:9002");
        run.build.recvfrom(late);
        QVERIFY(run.message("udp.A1").predicted.isEmpty());
        QCOMPARE(run.message("udp.A1").landed, SocketId(0));
        QCOMPARE(run.message("udp.A2").landed, late);
        QCOMPARE(run.message("udp.A2").agrees, std::optional(true));
    }

    void severalAtOnce_areDividedByTheirBytes()
    {
        Udp run;
        run.build.sendto(run.a, "hola", run.address);
        run.build.sendto(run.b, "yes", run.address);
        run.build.sendto(run.a, "hola", run.address);
        run.build.sendto(run.b, "later", run.address);
        run.receiveMany(3, "holayeshola");
        for (const char *name : {"udp.A1", "udp.B1", "udp.A2"}) {
            QCOMPARE(run.message(name).outcome, Outcome::Received);
            QCOMPARE(run.message(name).landed, run.socket);
            QCOMPARE(run.message(name).receivedBy, QList<CallId>{9000});
            QCOMPARE(run.message(name).agrees, std::optional(true));
        }
        QVERIFY(run.message("udp.B2").receivedBy.isEmpty());
        const World world = run.world();
        QStringList names;
        for (MessageId id : world.moment().messages)
            names << world.message(id)->name;
        QCOMPARE(names, QStringList({"A1", "B1", "A2"}));
    }

    void severalAtOnce_thatTwoWaysDivide_areNotToldApart()
    {
        Udp run;
        run.build.sendto(run.a, "ab", run.address);
        run.build.sendto(run.a, "c", run.address);
        run.build.sendto(run.b, "a", run.address);
        run.build.sendto(run.b, "bc", run.address);
        run.receiveMany(2, "abc");
        for (const char *name : {"udp.A1", "udp.A2", "udp.B1", "udp.B2"})
            QVERIFY(run.message(name).receivedBy.isEmpty());
    }

    void severalAtOnce_ofWhichOneIsUnknown_areNotToldApart()
    {
        Udp run;
        run.build.sendto(run.a, "hola", run.address);
        run.receiveMany(2, "holafrom elsewhere");
        QVERIFY(run.message("udp.A1").receivedBy.isEmpty());
        QVERIFY(run.world().moment().messages.isEmpty());
    }

    // All that fit, in every order: looking for a way to divide them must not go on for ever.
    void severalAtOnce_ofManyKinds_endSoon()
    {
        Udp run;
        QByteArray all;
        for (int i = 0; i < 200; ++i) {
            run.build.sendto(run.a, QByteArray(1 + i % 20, 'a'), run.address);
            all += QByteArray(1 + i % 20, 'a');
        }
        run.receiveMany(199, all);
        QVERIFY(run.message("udp.A1").receivedBy.isEmpty());
    }

    void closedUnread_isDiscarded()
    {
        Udp run(true);
        run.build.sendto(run.a, "hola", run.address);
        run.build.end(run.server, 0, 15);
        QCOMPARE(run.message("udp.A1").outcome, Outcome::Discarded);
        QCOMPARE(run.message("udp.A1").landed, run.socket);
        QCOMPARE(run.world().socket(run.socket)->closedBySignal, 15);
    }

    void lostWithoutATrace_isUnknown()
    {
        Udp run(true);
        run.build.loseNext();
        run.build.sendto(run.a, "one", run.address);
        run.build.sendto(run.a, "two", run.address);
        run.build.recvfrom(run.socket);
        QCOMPARE(run.message("udp.A1").outcome, Outcome::Unknown);
        QCOMPARE(run.message("udp.A1").landed, SocketId(0));
        QCOMPARE(run.message("udp.A2").outcome, Outcome::Received);
    }
};

QTEST_GUILESS_MAIN(TestDatagrams)
#include "tst_datagrams.moc"
