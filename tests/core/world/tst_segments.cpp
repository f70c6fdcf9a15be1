// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/segment.h"
#include "core/world/world.h"
#include "tests/support/historybuilder.h"
#include "tests/support/packets.h"

#include <QTest>

using namespace zocalo;
using kernel::Packet;
using world::Segment;

namespace {

constexpr quint32 FirstNumber = 0xfffffffe; // the numbers go round within the first bytes

world::World worldOf(const test::HistoryBuilder &builder)
{
    world::World world;
    for (const history::Event &event : builder.events())
        world.apply(event);
    return world;
}

/// A client that is connected over TCP with a server, its SYN seen.
struct Connection
{
    test::HistoryBuilder builder;
    history::SocketId client = 0;
    trace::Endpoint from;
    trace::Endpoint to;

    Connection()
    {
        const auto server = builder.start(QStringLiteral("server"), history::Role::Server);
        const auto process = builder.start(QStringLiteral("A"), history::Role::Client, QStringLiteral("A"));
        const auto listener = builder.socket(server, kernel::Protocol::Tcp);
        builder.bind(listener, QStringLiteral("127.0.0.1:9000"));
        builder.listen(listener);
        client = builder.socket(process, kernel::Protocol::Tcp);
        builder.connect(client, QStringLiteral("127.0.0.1:9000"));
        from = builder.local(client);
        to = builder.local(listener);
        builder.append(test::tcpSegment(from, to, {Packet::Syn, FirstNumber}));
    }
    /// `at`: of the first byte in the stream, from 0.
    void see(quint32 at, const QByteArray &data)
    {
        builder.append(test::tcpSegment(from, to, {Packet::Ack, FirstNumber + 1 + at}, data));
    }
};

} // namespace

/// Segments that were seen on the network: what of them comes again, and whose bytes they have.
class TestSegments : public QObject
{
    Q_OBJECT

private slots:
    void whatComesAgain_isToldFromWhatIsNew();
    void streamBytes_areOfTheirMessages();
    void datagram_isOfTheFirstOfItsSize();
    void datagram_isNotOfAnotherOfItsSize();
    void otherBytesAtThePlace_areOfNoMessage();
    void otherDirection_isOfNoMessage();
    void carriers_areBounded();
};

void TestSegments::whatComesAgain_isToldFromWhatIsNew()
{
    const trace::Endpoint a = trace::Endpoint::fromString("10.0.0.2:50001");
    const trace::Endpoint b = trace::Endpoint::fromString("10.0.0.1:9000");
    world::SequenceNumbers numbers;
    const auto isAgain = [&](quint8 flags, quint32 at, const QByteArray &data) {
        const auto seen = test::tcpSegment(a, b, {flags, FirstNumber + at}, data);
        return numbers.count(*kernel::decodePacket(seen.bytes, seen.length), 0).isAgain;
    };
    QVERIFY(!isAgain(Packet::Syn, 0, {}));
    QVERIFY(isAgain(Packet::Syn, 0, {}));
    QVERIFY(!isAgain(Packet::Ack, 1, {}));
    QVERIFY(!isAgain(Packet::Ack, 1, "hello"));
    QVERIFY(!isAgain(Packet::Ack, 6, {})); // carries nothing
    QVERIFY(isAgain(Packet::Ack, 1, "hello"));
    QVERIFY(isAgain(Packet::Ack, 3, "l"));
    QVERIFY(!isAgain(Packet::Ack, 3, "llo!")); // some of it is new
    QVERIFY(!isAgain(Packet::Fin | Packet::Ack, 7, {}));
    QVERIFY(isAgain(Packet::Fin | Packet::Ack, 7, {}));
    // Another connection between the same ends.
    QVERIFY(!isAgain(Packet::Syn, 1000, {}));
    QVERIFY(!isAgain(Packet::Ack, 1001, "hello"));
}

void TestSegments::streamBytes_areOfTheirMessages()
{
    Connection connection;
    connection.builder.send(connection.client, "hello");
    connection.builder.send(connection.client, "you");
    connection.see(0, "he");
    connection.see(2, "lloyou");
    connection.see(2, "lloyou");
    const world::World world = worldOf(connection.builder);
    QCOMPARE(world.messages().size(), 2);
    QCOMPARE(world.messages().at(0).carriers.size(), 3);
    QCOMPARE(world.messages().at(1).carriers.size(), 2);
    QCOMPARE(world.messages().at(1).carriers.first().sequence, 3U);
    QVERIFY(world.messages().at(1).carriers.last().isAgain);
}

void TestSegments::datagram_isOfTheFirstOfItsSize()
{
    test::HistoryBuilder builder;
    const auto process = builder.start(QStringLiteral("A"), history::Role::Client, QStringLiteral("A"));
    const auto server = builder.start(QStringLiteral("server"), history::Role::Server);
    const auto receiver = builder.socket(server, kernel::Protocol::Udp);
    builder.bind(receiver, QStringLiteral("127.0.0.1:9000"));
    const auto sender = builder.socket(process, kernel::Protocol::Udp);
    for (const char *const bytes : {"hi", "hello", "ok"})
        builder.sendto(sender, bytes, QStringLiteral("127.0.0.1:9000"));
    trace::Endpoint from = trace::Endpoint::fromString("127.0.0.1:1"); // it was bound to any address, on sending
    from.port = builder.local(sender).port;
    builder.append(test::udpSegment(from, builder.local(receiver), "hi"));
    const world::World one = worldOf(builder);
    QCOMPARE(one.messages().at(0).carriers.size(), 1);
    QVERIFY(one.messages().at(2).carriers.isEmpty());
    builder.append(test::udpSegment(from, builder.local(receiver), "ok"));
    const world::World both = worldOf(builder);
    QCOMPARE(both.messages().at(0).carriers.size(), 1);
    QCOMPARE(both.messages().at(1).carriers.size(), 0);
    QCOMPARE(both.messages().at(2).carriers.size(), 1);
}

/// Of the first nothing was seen: the second is not it.
void TestSegments::datagram_isNotOfAnotherOfItsSize()
{
    test::HistoryBuilder builder;
    const auto process = builder.start(QStringLiteral("A"), history::Role::Client, QStringLiteral("A"));
    const auto server = builder.start(QStringLiteral("server"), history::Role::Server);
    const auto receiver = builder.socket(server, kernel::Protocol::Udp);
    builder.bind(receiver, QStringLiteral("127.0.0.1:9000"));
    const auto sender = builder.socket(process, kernel::Protocol::Udp);
    for (const char *const bytes : {"hi", "ok"})
        builder.sendto(sender, bytes, QStringLiteral("127.0.0.1:9000"));
    trace::Endpoint from = trace::Endpoint::fromString("127.0.0.1:1");
    from.port = builder.local(sender).port;
    builder.append(test::udpSegment(from, builder.local(receiver), "ok"));
    const world::World world = worldOf(builder);
    QVERIFY(world.messages().at(0).carriers.isEmpty());
    QCOMPARE(world.messages().at(1).carriers.size(), 1);
}

/// As of an earlier connection between the same ends.
void TestSegments::otherBytesAtThePlace_areOfNoMessage()
{
    Connection connection;
    connection.builder.send(connection.client, "hello");
    connection.builder.send(connection.client, "you");
    connection.see(0, "HELLO");
    connection.see(5, "YOU");
    connection.see(2, "LLO");
    connection.see(2, "l");
    const world::World world = worldOf(connection.builder);
    QCOMPARE(world.messages().at(0).carriers.size(), 1);
    QCOMPARE(world.messages().at(0).carriers.first().packet.payload, 1U);
    QVERIFY(world.messages().at(1).carriers.isEmpty());
}

void TestSegments::otherDirection_isOfNoMessage()
{
    Connection connection;
    connection.builder.send(connection.client, "hello");
    connection.builder.append(test::tcpSegment(connection.to, connection.from, {Packet::Syn, FirstNumber}));
    connection.builder.append(
        test::tcpSegment(connection.to, connection.from, {Packet::Ack, FirstNumber + 1}, "HELLO"));
    trace::Endpoint other = connection.from;
    ++other.port;
    connection.builder.append(test::tcpSegment(other, connection.to, {Packet::Syn, FirstNumber}));
    connection.builder.append(test::tcpSegment(other, connection.to, {Packet::Ack, FirstNumber + 1}, "hello"));
    QVERIFY(worldOf(connection.builder).messages().first().carriers.isEmpty());
}

void TestSegments::carriers_areBounded()
{
    Connection connection;
    connection.builder.send(connection.client, "hello");
    for (int i = 0; i < 3 * world::Message::kMostCarriers; ++i)
        connection.see(0, "hello");
    QCOMPARE(worldOf(connection.builder).messages().first().carriers.size(), world::Message::kMostCarriers);
}

QTEST_GUILESS_MAIN(TestSegments)
#include "tst_segments.moc"
