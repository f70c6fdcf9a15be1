// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The byte stream and its two queues.
#include "tests/system/semantics/stage.h"

#include <QTest>

using namespace zocalo;
using kernel::State;
using testing::Deed;
using testing::Stage;

namespace {

/// A client connected to a server that has accepted it.
struct Stream
{
    Stage stage{{"S", "A"}};
    int server = -1;
    int client = -1;
    history::SocketId serverSocket = 0;
    history::SocketId clientSocket = 0;

    Stream()
    {
        const int listener = stage.listening("S");
        client = stage.connected("A", stage.local("S", listener));
        const Deed accepted = stage.act("S", QStringLiteral("accept %1").arg(listener));
        server = accepted.fd();
        serverSocket = accepted.socket;
        clientSocket = stage.socketAt("A", client) ? stage.socketAt("A", client)->id : 0;
    }
    Deed send(const QByteArray &bytes, const QString &flags = {})
    {
        return stage.act("A", QStringLiteral("send %1 %2 %3").arg(client).arg(testing::hex(bytes), flags));
    }
    Deed receive(int most) { return stage.act("S", QStringLiteral("recv %1 %2").arg(server).arg(most)); }
    /// Sends without waiting until the kernel takes no more; returns how many bytes it took.
    quint64 sendAll(const QByteArray &bytes)
    {
        quint64 taken = 0;
        for (Deed sent = send(bytes, QStringLiteral("dontwait")); sent.result >= 0;
             sent = send(bytes, QStringLiteral("dontwait"))) {
            taken += static_cast<quint64>(sent.result);
        }
        return taken;
    }
    quint32 unread() { return stage.row(serverSocket).receiveQueue; }
    quint32 unsent() { return stage.row(clientSocket).sendQueue; }
};

} // namespace

class TestSemanticsQueues : public QObject
{
    Q_OBJECT

private slots:
    void twoSends_areOneRecv();
    void oneSend_isTwoRecvs();
    void dataIsInTheReceiversQueue_whenSendReturns();
    void smallSegment_mayWaitForAnAcknowledgement();
    void blockedSender_hasItsBytesInBothQueues();
};

// 11
void TestSemanticsQueues::twoSends_areOneRecv()
{
    Stream stream;
    stream.send("hola");
    stream.send("adios");
    QCOMPARE(stream.unread(), 9U);
    QCOMPARE(stream.stage.socket(stream.serverSocket)->receiveQueue.size(), 2);
    QCOMPARE(stream.receive(64).payload, QByteArray("holaadios"));
    const world::World &world = stream.stage.world();
    QCOMPARE(world.messageNamed("A1")->receivedBy, world.messageNamed("A2")->receivedBy);
    QCOMPARE(world.messageNamed("A1")->outcome, world::Outcome::Received);
    QCOMPARE(world.moment().messages.size(), 2);
    QCOMPARE(stream.unread(), 0U);
    QCOMPARE(stream.stage.contradictions(), QStringList());
}

// 11
void TestSemanticsQueues::oneSend_isTwoRecvs()
{
    Stream stream;
    stream.send("hola, mundo");
    QCOMPARE(stream.receive(4).payload, QByteArray("hola"));
    QCOMPARE(stream.unread(), 7U);
    QCOMPARE(stream.stage.world().messageNamed("A1")->outcome, world::Outcome::PartlyReceived);
    QCOMPARE(stream.receive(64).payload, QByteArray(", mundo"));
    QCOMPARE(stream.stage.world().messageNamed("A1")->receivedBy.size(), 2);
    QCOMPARE(stream.stage.world().messageNamed("A1")->outcome, world::Outcome::Received);
    QCOMPARE(stream.stage.contradictions(), QStringList());
}

// 16
void TestSemanticsQueues::dataIsInTheReceiversQueue_whenSendReturns()
{
    const int times = qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1 ? 2000 : 60;
    Stream stream;
    // Without it a small segment may wait for an acknowledgement (next test).
    QCOMPARE(stream.stage.act("A", QStringLiteral("setsockopt %1 nodelay 1").arg(stream.client)).result, 0);
    int atOnce = 0;
    for (int i = 1; i <= times; ++i) {
        QCOMPARE(stream.send("x").result, 1);
        // As a rule send() itself carries the segment over; on a busy machine the kernel may leave that to its thread
        // ksoftirqd (invoke_softirq() of kernel/softirq.c), which comes a little later.
        atOnce += stream.unread() == quint32(i) ? 1 : 0;
        QTRY_VERIFY((stream.unread() == quint32(i) || (stream.stage.look(), stream.unread() == quint32(i))));
        QCOMPARE(stream.stage.world().messages().last().landed, stream.serverSocket);
        QCOMPARE(stream.stage.world().messages().last().evidence, world::Evidence::KernelQueue);
    }
    QVERIFY2(atOnce > times / 2, qPrintable(QString::number(atOnce)));
    QCOMPARE(stream.stage.contradictions(), QStringList());
}

// 16, and RFC 896: a small segment is kept back while another is not acknowledged, and the acknowledgement may be
// delayed (RFC 1122, 4.2.3.2). The first sixteen or so are acknowledged at once (net/ipv4/tcp_input.c,
// TCP_MAX_QUICKACKS).
void TestSemanticsQueues::smallSegment_mayWaitForAnAcknowledgement()
{
    Stream stream;
    quint32 sent = 0;
    do {
        QCOMPARE(stream.send("x").result, 1);
        ++sent;
    } while (stream.unread() == sent && sent < 200);
    QVERIFY(sent < 200);
    QCOMPARE(stream.unread(), sent - 1);
    QVERIFY(stream.unsent() > 0);
    const world::MessageId last = stream.stage.world().messages().last().id;
    QCOMPARE(stream.stage.world().message(last)->landed, quint64(0)); // nobody has seen it arrive
    QCOMPARE(stream.stage.contradictions(), QStringList());
    QTRY_VERIFY((stream.stage.look(), stream.unread() == sent));
    QCOMPARE(stream.stage.world().message(last)->landed, stream.serverSocket);
    QCOMPARE(stream.stage.world().message(last)->evidence, world::Evidence::KernelQueue);
    QCOMPARE(stream.stage.contradictions(), QStringList());
}

// 21
void TestSemanticsQueues::blockedSender_hasItsBytesInBothQueues()
{
    Stream stream;
    const QByteArray much(400'000, 'm');
    quint64 taken = stream.sendAll(much);
    // A busy kernel acknowledges a little later, and then there is room again: full is what stays full when all is
    // acknowledged that will be. The last bytes one at a time: one byte may fit where many do not.
    for (quint64 more = taken; more > 0; taken += more) {
        more = stream.sendAll("m");
        QTRY_COMPARE((stream.stage.look(), quint64(stream.unread()) + stream.unsent()), taken + more);
    }
    QVERIFY(taken > 0);
    const Deed blocked = stream.send("one too many");
    QVERIFY(!blocked.returned);
    QCOMPARE(stream.stage.world().processNamed("A")->activity, world::Activity::Asleep);
    // What is not acknowledged yet counts at both ends; the acknowledgement needs nobody to go on.
    QTRY_COMPARE((stream.stage.look(), quint64(stream.unread()) + stream.unsent()), taken);
    QVERIFY(stream.unread() > 0 && stream.unsent() > 0);
    quint64 shown = 0;
    for (const world::QueuedBytes &bytes : stream.stage.socket(stream.serverSocket)->receiveQueue) {
        shown += bytes.size;
    }
    QCOMPARE(shown, quint64(stream.unread()));
    while (!stream.stage.deed(blocked.id).returned) {
        QVERIFY(stream.receive(1'000'000).result > 0);
    }
    QCOMPARE(stream.stage.deed(blocked.id).result, 12);
    QCOMPARE(stream.stage.contradictions(), QStringList());
}

QTEST_GUILESS_MAIN(TestSemanticsQueues)
#include "tst_semantics_queues.moc"
