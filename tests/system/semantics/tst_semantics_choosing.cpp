// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// How Linux chooses the socket: by addresses, by options, by protocol.
#include "tests/system/semantics/stage.h"

#include <QSet>
#include <QTest>

#include <cerrno>

using namespace zocalo;
using kernel::SocketRow;
using kernel::State;
using testing::Deed;
using testing::Stage;

class TestSemanticsChoosing : public QObject
{
    Q_OBJECT

private slots:
    void sameSourcePortFromTwoAddresses_areTwoConnections();
    void fourTupleTwice_isRefused();
    void reusePortGroup_keepsEachSenderAtOneSocket();
    void reuseAddress_givesAllToTheLastBound();
    void reusePortListenerClosed_resetsItsOwnQueueOnly();
    void connectedDatagramSocket_winsForItsPeer();
    void specificAddress_winsOverTheWildcard_data();
    void specificAddress_winsOverTheWildcard();
    void samePortNumber_servesBothProtocols();
    void socketConnectedToItself_receivesItsOwnBytes();
    void acceptedSockets_shareTheListenersPort();
    void broadcast_reachesEveryMatch();
};

// 1
void TestSemanticsChoosing::sameSourcePortFromTwoAddresses_areTwoConnections()
{
    Stage stage({"S", "A", "B"});
    const int listener = stage.listening("S", "0.0.0.0:0");
    const quint16 port = stage.socketAt("S", listener)->local.port;
    const int a = stage.act("A", "socket tcp").fd();
    QCOMPARE(stage.act("A", QStringLiteral("bind %1 127.0.0.2:0").arg(a)).result, 0);
    const quint16 source = stage.socketAt("A", a)->local.port;
    const int b = stage.act("B", "socket tcp").fd();
    QCOMPARE(stage.act("B", QStringLiteral("bind %1 127.0.0.3:%2").arg(b).arg(source)).result, 0);
    QCOMPARE(stage.act("A", QStringLiteral("connect %1 127.0.0.1:%2").arg(a).arg(port)).result, 0);
    QCOMPARE(stage.act("B", QStringLiteral("connect %1 127.0.0.1:%2").arg(b).arg(port)).result, 0);
    const Deed first = stage.act("S", QStringLiteral("accept %1").arg(listener));
    const Deed second = stage.act("S", QStringLiteral("accept %1").arg(listener));
    QVERIFY(first.socket != 0 && second.socket != 0 && first.socket != second.socket);
    QCOMPARE(stage.row(first.socket).remote.port, source);
    QCOMPARE(stage.row(second.socket).remote.port, source);
    QVERIFY(stage.row(first.socket).remote != stage.row(second.socket).remote);
    stage.act("B", QStringLiteral("send %1 6f6e65").arg(b));
    QCOMPARE(stage.row(second.socket).receiveQueue, 3U);
    QCOMPARE(stage.row(first.socket).receiveQueue, 0U);
    QCOMPARE(stage.world().messageNamed("B1")->landed, second.socket);
    QCOMPARE(stage.world().messageNamed("B1")->rule, world::Rule::Tcp4Tuple);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 1
void TestSemanticsChoosing::fourTupleTwice_isRefused()
{
    Stage stage({"S", "A"});
    const int listener = stage.listening("S");
    const QString server = stage.local("S", listener);
    QList<int> fds;
    for (int i = 0; i < 2; ++i) {
        fds << stage.act("A", "socket tcp").fd();
        QCOMPARE(stage.act("A", QStringLiteral("setsockopt %1 reuseaddr 1").arg(fds.last())).result, 0);
    }
    QCOMPARE(stage.act("A", QStringLiteral("bind %1 127.0.0.1:0").arg(fds[0])).result, 0);
    const QString source = stage.local("A", fds[0]);
    QCOMPARE(stage.act("A", QStringLiteral("bind %1 %2").arg(fds[1]).arg(source)).result, 0);
    QCOMPARE(stage.act("A", QStringLiteral("connect %1 %2").arg(fds[0]).arg(server)).result, 0);
    QCOMPARE(stage.act("A", QStringLiteral("connect %1 %2").arg(fds[1]).arg(server)).error, EADDRNOTAVAIL);
    QCOMPARE(stage.rowsIn(State::Established).size(), 2); // the one connection, both its ends
    QCOMPARE(stage.socketAt("A", fds[1])->state, State::Close);
    QCOMPARE(stage.socketAt("A", fds[1])->lastError, EADDRNOTAVAIL);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 2
void TestSemanticsChoosing::reusePortGroup_keepsEachSenderAtOneSocket()
{
    Stage stage({"S", "A"});
    const int first = stage.datagrams("S", "127.0.0.1:0", {"reuseport"});
    const QString address = stage.local("S", first);
    const int second = stage.datagrams("S", address, {"reuseport"});
    const QList<int> doors{first, second};
    QSet<history::SocketId> reached;
    for (int sender = 0; sender < 24; ++sender) {
        const int fd = stage.datagrams("A");
        QSet<history::SocketId> ofThis;
        for (int i = 0; i < 2; ++i) {
            stage.act("A", QStringLiteral("sendto %1 %2 61").arg(fd).arg(address));
            const world::Message &message = stage.world().messages().last();
            QCOMPARE(message.rule, world::Rule::ReusePort);
            QCOMPARE(message.predicted.size(), 2);
            QVERIFY(message.landed != 0);
            QVERIFY(stage.row(message.landed).receiveQueue > 0);
            ofThis.insert(message.landed);
            const bool isFirst = message.landed == stage.socketAt("S", first)->id;
            const Deed read = stage.act("S", QStringLiteral("recvfrom %1 10").arg(isFirst ? first : second));
            QCOMPARE(read.payload, QByteArray("a"));
        }
        QCOMPARE(ofThis.size(), 1);
        reached += ofThis;
    }
    QCOMPARE(reached.size(), 2); // by chance in 1 of 8,388,608 runs it is one
    QCOMPARE(stage.contradictions(), QStringList());
}

// 2
void TestSemanticsChoosing::reuseAddress_givesAllToTheLastBound()
{
    Stage stage({"S", "A", "B"});
    const int first = stage.datagrams("S", "127.0.0.1:0", {"reuseaddr"});
    const QString address = stage.local("S", first);
    const int second = stage.datagrams("S", address, {"reuseaddr"});
    const history::SocketId last = stage.socketAt("S", second)->id;
    for (const QString &client : {QStringLiteral("A"), QStringLiteral("B")}) {
        const int fd = stage.datagrams(client);
        QCOMPARE(stage.act(client, QStringLiteral("sendto %1 %2 61").arg(fd).arg(address)).result, 1);
        QCOMPARE(stage.world().messages().last().landed, last);
        QCOMPARE(stage.world().messages().last().agrees, std::optional(true));
    }
    QCOMPARE(stage.row(stage.socketAt("S", first)->id).receiveQueue, 0U);
    QVERIFY(stage.row(last).receiveQueue > 0);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 2
void TestSemanticsChoosing::reusePortListenerClosed_resetsItsOwnQueueOnly()
{
    Stage stage({"S", "A"});
    QList<int> listeners;
    QString address = QStringLiteral("127.0.0.1:0");
    for (int i = 0; i < 2; ++i) {
        listeners << stage.act("S", "socket tcp").fd();
        stage.act("S", QStringLiteral("setsockopt %1 reuseport 1").arg(listeners.last()));
        QCOMPARE(stage.act("S", QStringLiteral("bind %1 %2").arg(listeners.last()).arg(address)).result, 0);
        QCOMPARE(stage.act("S", QStringLiteral("listen %1 40").arg(listeners.last())).result, 0);
        address = stage.local("S", listeners.last());
    }
    constexpr int Clients = 24;
    for (int i = 0; i < Clients; ++i) {
        QVERIFY(stage.connected("A", address) >= 0);
    }
    const auto queued = [&](int listener) {
        return static_cast<int>(stage.row(stage.socketAt("S", listener)->id).receiveQueue);
    };
    const int lost = queued(listeners[0]);
    const int kept = queued(listeners[1]);
    QCOMPARE(lost + kept, Clients);
    QVERIFY(lost > 0 && kept > 0);
    QCOMPARE(stage.rowsIn(State::Established).size(), 2 * Clients);
    QCOMPARE(stage.act("S", QStringLiteral("close %1").arg(listeners[0])).result, 0);
    QCOMPARE(stage.rowsIn(State::Established).size(), 2 * kept); // both ends of the others are gone
    QCOMPARE(queued(listeners[1]), kept);
    int reset = 0;
    for (const world::Socket &socket : stage.world().sockets()) {
        reset += !socket.listening && !socket.owners.isEmpty() && socket.state == State::Close;
    }
    QCOMPARE(reset, lost);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 3
void TestSemanticsChoosing::connectedDatagramSocket_winsForItsPeer()
{
    Stage stage({"S", "A", "B"});
    const int a = stage.datagrams("A");
    const int b = stage.datagrams("B");
    const int common = stage.datagrams("S", "127.0.0.1:0", {"reuseaddr"});
    const QString address = stage.local("S", common);
    const int own = stage.datagrams("S", address, {"reuseaddr"});
    QCOMPARE(stage.act("S", QStringLiteral("connect %1 %2").arg(own).arg(stage.local("A", a))).result, 0);
    const history::SocketId connected = stage.socketAt("S", own)->id;
    QCOMPARE(stage.row(connected).state, State::Established);
    stage.act("A", QStringLiteral("sendto %1 %2 61").arg(a).arg(address));
    QCOMPARE(stage.world().messageNamed("A1")->landed, connected);
    QCOMPARE(stage.world().messageNamed("A1")->rule, world::Rule::UdpConnected);
    stage.act("B", QStringLiteral("sendto %1 %2 62").arg(b).arg(address));
    QCOMPARE(stage.world().messageNamed("B1")->landed, stage.socketAt("S", common)->id);
    QCOMPARE(stage.world().messageNamed("B1")->agrees, std::optional(true));
    QVERIFY(stage.row(connected).receiveQueue > 0);
    QCOMPARE(stage.contradictions(), QStringList());
}

void TestSemanticsChoosing::specificAddress_winsOverTheWildcard_data()
{
    QTest::addColumn<bool>("specificFirst");
    QTest::newRow("specific first") << true;
    QTest::newRow("wildcard first") << false;
}

// 4
void TestSemanticsChoosing::specificAddress_winsOverTheWildcard()
{
    QFETCH(bool, specificFirst);
    Stage stage({"S", "A"});
    const QString specific = QStringLiteral("127.0.0.1");
    const QString any = QStringLiteral("0.0.0.0");
    // UDP
    const QStringList order = specificFirst ? QStringList{specific, any} : QStringList{any, specific};
    const int one = stage.datagrams("S", order[0] + ":0", {"reuseaddr"});
    const quint16 port = stage.socketAt("S", one)->local.port;
    const int two = stage.datagrams("S", QStringLiteral("%1:%2").arg(order[1]).arg(port), {"reuseaddr"});
    const history::SocketId wanted = stage.socketAt("S", specificFirst ? one : two)->id;
    const history::SocketId other = stage.socketAt("S", specificFirst ? two : one)->id;
    const int a = stage.datagrams("A");
    stage.act("A", QStringLiteral("sendto %1 127.0.0.1:%2 61").arg(a).arg(port));
    QCOMPARE(stage.world().messageNamed("A1")->landed, wanted);
    QCOMPARE(stage.world().messageNamed("A1")->agrees, std::optional(true));
    QCOMPARE(stage.row(other).receiveQueue, 0U);
    // TCP
    QHash<QString, history::SocketId> listeners;
    quint16 tcpPort = 0;
    for (const QString &address : order) {
        const int fd = stage.act("S", "socket tcp").fd();
        stage.act("S", QStringLiteral("setsockopt %1 reuseport 1").arg(fd));
        QCOMPARE(stage.act("S", QStringLiteral("bind %1 %2:%3").arg(fd).arg(address).arg(tcpPort)).result, 0);
        QCOMPARE(stage.act("S", QStringLiteral("listen %1 5").arg(fd)).result, 0);
        tcpPort = stage.socketAt("S", fd)->local.port;
        listeners.insert(address, stage.socketAt("S", fd)->id);
    }
    QVERIFY(stage.connected("A", QStringLiteral("127.0.0.1:%1").arg(tcpPort)) >= 0);
    QCOMPARE(stage.row(listeners.value(specific)).receiveQueue, 1U);
    QCOMPARE(stage.row(listeners.value(any)).receiveQueue, 0U);
    QCOMPARE(stage.socket(listeners.value(specific))->acceptQueue.size(), 1);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 5
void TestSemanticsChoosing::samePortNumber_servesBothProtocols()
{
    Stage stage({"S", "A"});
    const int listener = stage.listening("S");
    const QString address = stage.local("S", listener);
    const int door = stage.datagrams("S", address);
    QVERIFY(door >= 0);
    const int stream = stage.connected("A", address);
    const int datagram = stage.datagrams("A");
    stage.act("A", QStringLiteral("send %1 746370").arg(stream));
    stage.act("A", QStringLiteral("sendto %1 %2 756470").arg(datagram).arg(address));
    QVERIFY(stage.row(stage.socketAt("S", door)->id).receiveQueue > 0);
    QCOMPARE(stage.act("S", QStringLiteral("recvfrom %1 10").arg(door)).payload, QByteArray("udp"));
    const Deed accepted = stage.act("S", QStringLiteral("accept %1").arg(listener));
    QCOMPARE(stage.row(accepted.socket).receiveQueue, 3U);
    QCOMPARE(stage.act("S", QStringLiteral("recv %1 10").arg(accepted.fd())).payload, QByteArray("tcp"));
    QCOMPARE(stage.world().messageNamed("A1")->landed, accepted.socket);
    QCOMPARE(stage.world().messageNamed("A2")->landed, stage.socketAt("S", door)->id);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 17
void TestSemanticsChoosing::socketConnectedToItself_receivesItsOwnBytes()
{
    Stage stage({"A"});
    const int fd = stage.act("A", "socket tcp").fd();
    stage.act("A", QStringLiteral("bind %1 127.0.0.1:0").arg(fd));
    QCOMPARE(stage.act("A", QStringLiteral("connect %1 %2").arg(fd).arg(stage.local("A", fd))).result, 0);
    const history::SocketId id = stage.socketAt("A", fd)->id;
    QCOMPARE(stage.row(id).state, State::Established);
    QCOMPARE(stage.row(id).local, stage.row(id).remote);
    QCOMPARE(stage.socket(id)->peerSocket, id);
    stage.act("A", QStringLiteral("send %1 796f").arg(fd));
    QCOMPARE(stage.row(id).receiveQueue, 2U);
    QCOMPARE(stage.act("A", QStringLiteral("recv %1 10").arg(fd)).payload, QByteArray("yo"));
    QCOMPARE(stage.world().messageNamed("A1")->landed, id);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 18
void TestSemanticsChoosing::acceptedSockets_shareTheListenersPort()
{
    Stage stage({"S", "A", "B"});
    const int listener = stage.listening("S", "0.0.0.0:0");
    const quint16 port = stage.socketAt("S", listener)->local.port;
    for (const QString &client : {QStringLiteral("A"), QStringLiteral("B")}) {
        QVERIFY(stage.connected(client, QStringLiteral("127.0.0.1:%1").arg(port)) >= 0);
        const Deed accepted = stage.act("S", QStringLiteral("accept %1").arg(listener));
        QCOMPARE(stage.row(accepted.socket).local.port, port);
        QCOMPARE(stage.socket(accepted.socket)->local.port, port);
        // The address is the one that the client reached, not the listener's.
        QCOMPARE(stage.row(accepted.socket).local.addressString(), std::string("127.0.0.1"));
    }
    QCOMPARE(stage.contradictions(), QStringList());
}

// 22
void TestSemanticsChoosing::broadcast_reachesEveryMatch()
{
    Stage stage({"S", "A"});
    const int one = stage.datagrams("S", "0.0.0.0:0", {"reuseaddr"});
    const quint16 port = stage.socketAt("S", one)->local.port;
    const int two = stage.datagrams("S", QStringLiteral("0.0.0.0:%1").arg(port), {"reuseaddr"});
    const int a = stage.datagrams("A", "127.0.0.1:0");
    const QString send = QStringLiteral("sendto %1 127.255.255.255:%2 61").arg(a).arg(port);
    QCOMPARE(stage.act("A", send).error, EACCES); // not without SO_BROADCAST
    QCOMPARE(stage.act("A", QStringLiteral("setsockopt %1 broadcast 1").arg(a)).result, 0);
    QCOMPARE(stage.act("A", send).result, 1);
    QVERIFY(stage.row(stage.socketAt("S", one)->id).receiveQueue > 0);
    QVERIFY(stage.row(stage.socketAt("S", two)->id).receiveQueue > 0);
    QCOMPARE(stage.act("S", QStringLiteral("recvfrom %1 10").arg(one)).payload, QByteArray("a"));
    QCOMPARE(stage.world().messages().last().outcome, world::Outcome::Received);
    QCOMPARE(stage.act("S", QStringLiteral("recvfrom %1 10").arg(two)).payload, QByteArray("a"));
}

QTEST_GUILESS_MAIN(TestSemanticsChoosing)
#include "tst_semantics_choosing.moc"
