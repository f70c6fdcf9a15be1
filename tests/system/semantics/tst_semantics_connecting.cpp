// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What the handshake does, and what accept() does after it.
#include "tests/system/semantics/stage.h"

#include <QTest>

#include <cerrno>

using namespace zocalo;
using kernel::SocketRow;
using kernel::State;
using testing::Deed;
using testing::Stage;

class TestSemanticsConnecting : public QObject
{
    Q_OBJECT

private slots:
    void dataBeforeAccept_waitsInAChildWithoutAFile();
    void backlogOfN_admitsOneMoreAndTheRestWaitInSynSent();
    void acceptQueue_isFirstInFirstOut();
    void resetBeforeAccept_isAcceptedAndFailsAtTheFirstRecv();
    void listenerForBothFamilies_takesIpv4();
};

// 6 and 19
void TestSemanticsConnecting::dataBeforeAccept_waitsInAChildWithoutAFile()
{
    Stage stage({"S", "A"});
    const int listener = stage.listening("S");
    const history::SocketId listening = stage.socketAt("S", listener)->id;
    const int a = stage.connected("A", stage.local("S", listener)); // returns without accept()
    QVERIFY(a >= 0);
    QCOMPARE(stage.act("A", QStringLiteral("send %1 %2").arg(a).arg(testing::hex("nineteen bytes here"))).result, 19);
    const history::SocketId child = stage.socketAt("A", a)->peerSocket;
    QVERIFY(child != 0);
    const SocketRow before = stage.row(child);
    QCOMPARE(before.state, State::Established);
    QCOMPARE(before.inode, 0U);
    QCOMPARE(before.receiveQueue, 19U);
    QCOMPARE(stage.row(listening).receiveQueue, 1U);
    QCOMPARE(stage.socket(listening)->acceptQueue, QList<history::SocketId>{child});
    QVERIFY(stage.socket(child)->owners.isEmpty());
    QCOMPARE(stage.world().messageNamed("A1")->landed, child);
    const Deed accepted = stage.act("S", QStringLiteral("accept %1").arg(listener));
    QCOMPARE(accepted.socket, child); // the same cookie
    QVERIFY(stage.row(child).inode != 0);
    QCOMPARE(stage.row(child).receiveQueue, 19U);
    QCOMPARE(stage.row(listening).receiveQueue, 0U);
    QVERIFY(stage.socket(listening)->acceptQueue.isEmpty());
    QCOMPARE(stage.socket(child)->owners.size(), 1);
    QCOMPARE(stage.act("S", QStringLiteral("recv %1 64").arg(accepted.fd())).payload,
             QByteArray("nineteen bytes here"));
    QCOMPARE(stage.world().messageNamed("A1")->outcome, world::Outcome::Received);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 7
void TestSemanticsConnecting::backlogOfN_admitsOneMoreAndTheRestWaitInSynSent()
{
    Stage stage({"S", "A", "B", "C"});
    const int listener = stage.listening("S", "127.0.0.1:0", 1);
    const history::SocketId listening = stage.socketAt("S", listener)->id;
    const QString address = stage.local("S", listener);
    QVERIFY(stage.connected("A", address) >= 0);
    QVERIFY(stage.connected("B", address) >= 0);
    QCOMPARE(stage.row(listening).receiveQueue, 2U);
    QCOMPARE(stage.row(listening).sendQueue, 1U);
    const int c = stage.act("C", "socket tcp").fd();
    const Deed waiting = stage.act("C", QStringLiteral("connect %1 %2").arg(c).arg(address));
    QVERIFY(!waiting.returned);
    QCOMPARE(stage.row(waiting.socket).state, State::SynSent);
    QCOMPARE(stage.socket(waiting.socket)->state, State::SynSent);
    QCOMPARE(stage.row(listening).receiveQueue, 2U);
    QVERIFY(stage.act("S", QStringLiteral("accept %1").arg(listener)).result >= 0);
    // Its SYN is sent again after a second.
    QCOMPARE(stage.await(waiting.id).result, 0);
    QCOMPARE(stage.row(waiting.socket).state, State::Established);
    QCOMPARE(stage.socket(waiting.socket)->state, State::Established);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 23
void TestSemanticsConnecting::acceptQueue_isFirstInFirstOut()
{
    Stage stage({"S", "A", "B", "C"});
    const int listener = stage.listening("S");
    const history::SocketId listening = stage.socketAt("S", listener)->id;
    QList<history::SocketId> children;
    for (const QString &client : {QStringLiteral("B"), QStringLiteral("A"), QStringLiteral("C")}) {
        const int fd = stage.connected(client, stage.local("S", listener));
        children << stage.socketAt(client, fd)->peerSocket;
    }
    QCOMPARE(stage.row(listening).receiveQueue, 3U);
    QCOMPARE(stage.socket(listening)->acceptQueue, children);
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(stage.act("S", QStringLiteral("accept %1").arg(listener)).socket, children.at(i));
        QCOMPARE(stage.socket(listening)->acceptQueue, children.mid(i + 1));
        QCOMPARE(stage.row(listening).receiveQueue, quint32(2 - i));
    }
    QCOMPARE(stage.contradictions(), QStringList());
}

// 23
void TestSemanticsConnecting::resetBeforeAccept_isAcceptedAndFailsAtTheFirstRecv()
{
    Stage stage({"S", "A"});
    const int listener = stage.listening("S");
    const history::SocketId listening = stage.socketAt("S", listener)->id;
    const int a = stage.connected("A", stage.local("S", listener));
    const history::SocketId child = stage.socketAt("A", a)->peerSocket;
    QCOMPARE(stage.act("A", QStringLiteral("setsockopt %1 linger 0").arg(a)).result, 0);
    QCOMPARE(stage.act("A", QStringLiteral("close %1").arg(a)).result, 0); // with a reset
    QCOMPARE(stage.row(child).cookie, quint64(0));
    QCOMPARE(stage.row(listening).receiveQueue, 1U); // and still in the queue
    QCOMPARE(stage.socket(listening)->acceptQueue, QList<history::SocketId>{child});
    QCOMPARE(stage.socket(child)->state, State::Close);
    const Deed accepted = stage.act("S", QStringLiteral("accept %1").arg(listener));
    QVERIFY(accepted.result >= 0);
    QCOMPARE(accepted.socket, child);
    QCOMPARE(stage.socket(child)->state, State::Close); // accept() does not bring it to life again
    QCOMPARE(stage.act("S", QStringLiteral("recv %1 10").arg(accepted.fd())).error, ECONNRESET);
    QCOMPARE(stage.socket(child)->lastError, ECONNRESET);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 20
void TestSemanticsConnecting::listenerForBothFamilies_takesIpv4()
{
    Stage stage({"S", "A"});
    const int listener = stage.act("S", "socket tcp6").fd();
    QCOMPARE(stage.act("S", QStringLiteral("bind %1 [::]:0").arg(listener)).result, 0);
    QCOMPARE(stage.act("S", QStringLiteral("listen %1 5").arg(listener)).result, 0);
    const history::SocketId listening = stage.socketAt("S", listener)->id;
    const quint16 port = stage.socket(listening)->local.port;
    const int a = stage.connected("A", QStringLiteral("127.0.0.1:%1").arg(port));
    QVERIFY(a >= 0);
    QCOMPARE(stage.row(listening).receiveQueue, 1U);
    const Deed accepted = stage.act("S", QStringLiteral("accept %1").arg(listener));
    QVERIFY(accepted.result >= 0);
    QCOMPARE(stage.row(accepted.socket).local.unmapped().addressString(), std::string("127.0.0.1"));
    stage.act("A", QStringLiteral("send %1 7634").arg(a));
    QCOMPARE(stage.row(accepted.socket).receiveQueue, 2U);
    QCOMPARE(stage.act("S", QStringLiteral("recv %1 10").arg(accepted.fd())).payload, QByteArray("v4"));
    QCOMPARE(stage.world().messageNamed("A1")->landed, accepted.socket);
    QCOMPARE(stage.world().messageNamed("A1")->agrees, std::optional(true));
    QCOMPARE(stage.contradictions(), QStringList());
}

QTEST_GUILESS_MAIN(TestSemanticsConnecting)
#include "tst_semantics_connecting.moc"
