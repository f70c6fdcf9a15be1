// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// How connections end, and what stays behind.
#include "tests/system/semantics/stage.h"

#include <QTest>

#include <cerrno>
#include <csignal>

using namespace zocalo;
using kernel::SocketRow;
using kernel::State;
using testing::Deed;
using testing::Stage;

namespace {

/// A client and a server that have a connection.
struct Couple
{
    Stage stage{{"S", "A"}};
    int listener = -1;
    int server = -1;
    int client = -1;
    history::SocketId serverSocket = 0;
    history::SocketId clientSocket = 0;

    explicit Couple(bool reuseAddress = false)
    {
        listener = stage.act("S", "socket tcp").fd();
        if (reuseAddress) {
            stage.act("S", QStringLiteral("setsockopt %1 reuseaddr 1").arg(listener));
        }
        stage.act("S", QStringLiteral("bind %1 127.0.0.1:0").arg(listener));
        stage.act("S", QStringLiteral("listen %1 5").arg(listener));
        client = stage.connected("A", stage.local("S", listener));
        const Deed accepted = stage.act("S", QStringLiteral("accept %1").arg(listener));
        server = accepted.fd();
        serverSocket = accepted.socket;
        const world::Socket *own = stage.socketAt("A", client);
        clientSocket = own ? own->id : 0;
    }
    /// Closes the one end, and the other once the FIN is acknowledged. An acknowledgement that waits for its timer can
    /// come after the other end's own FIN, be answered, and the RST that answers this in turn ends TIME-WAIT (RFC 1337,
    /// 2): seen once in some hundred runs on a busy machine.
    void closeServerFirst()
    {
        onServer("close %1");
        QTRY_VERIFY((stage.look(), stage.rowsIn(State::FinWait1).isEmpty()));
        onClient("close %1");
    }
    void closeClientFirst()
    {
        onClient("close %1");
        QTRY_VERIFY((stage.look(), stage.rowsIn(State::FinWait1).isEmpty()));
        QCOMPARE(serverState(), State::CloseWait);
        onServer("close %1");
    }
    Deed onServer(const char *command) { return stage.act("S", QString::fromLatin1(command).arg(server)); }
    Deed onClient(const char *command) { return stage.act("A", QString::fromLatin1(command).arg(client)); }
    State serverState() { return stage.row(serverSocket).state; }
    State clientState() { return stage.row(clientSocket).state; }
};

} // namespace

class TestSemanticsClosing : public QObject
{
    Q_OBJECT

private slots:
    void closeWithUnreadData_resetsTheOtherEnd();
    void cleanClose_isEndOfFileThenOneSendThenEpipe();
    void lingerTimeOfZero_resetsTheOtherEnd_data();
    void lingerTimeOfZero_resetsTheOtherEnd();
    void portInTimeWait_isBoundAgainOnlyIfBothReuse_data();
    void portInTimeWait_isBoundAgainOnlyIfBothReuse();
    void portWhoseClientClosedFirst_needsNothing();
    void halfClose_letsTheReplyArrive();
    void timeWait_isARowOfItsOwnWithoutAFile();
    void duplicatedDescriptor_endsTheStreamAtTheLastClose();
    void processKilled_closesItsSocketsByTheKernel();
};

// 12
void TestSemanticsClosing::closeWithUnreadData_resetsTheOtherEnd()
{
    Couple couple;
    couple.onClient("send %1 6869");
    QCOMPARE(couple.stage.row(couple.serverSocket).receiveQueue, 2U);
    QCOMPARE(couple.onServer("close %1").result, 0);
    QCOMPARE(couple.stage.row(couple.clientSocket).cookie, quint64(0)); // it has no connection any more
    QCOMPARE(couple.onClient("recv %1 10").error, ECONNRESET);
    QCOMPARE(couple.stage.socket(couple.clientSocket)->state, State::Close);
    QCOMPARE(couple.stage.socket(couple.clientSocket)->lastError, ECONNRESET);
    QCOMPARE(couple.stage.world().messageNamed("A1")->outcome, world::Outcome::Discarded);
    QCOMPARE(couple.stage.contradictions(), QStringList());
}

void TestSemanticsClosing::lingerTimeOfZero_resetsTheOtherEnd_data()
{
    QTest::addColumn<bool>("onListener");
    QTest::addColumn<int>("seconds");
    QTest::addColumn<bool>("resets");
    QTest::newRow("its own") << false << 0 << true;
    QTest::newRow("the listening socket's") << true << 0 << true;
    QTest::newRow("a time to wait") << false << 5 << false;
}

// socket(7), SO_LINGER; tcp_close() in net/ipv4/tcp.c. An accepted socket has its listener's.
void TestSemanticsClosing::lingerTimeOfZero_resetsTheOtherEnd()
{
    QFETCH(bool, onListener);
    QFETCH(int, seconds);
    QFETCH(bool, resets);
    Stage stage({"S", "A"});
    const int listener = stage.listening("S");
    const QString option = QStringLiteral("setsockopt %1 linger %2");
    if (onListener) {
        QCOMPARE(stage.act("S", option.arg(listener).arg(seconds)).result, 0);
    }
    const int client = stage.connected("A", stage.local("S", listener));
    const history::SocketId clientSocket = stage.socketAt("A", client)->id;
    const Deed accepted = stage.act("S", QStringLiteral("accept %1").arg(listener));
    if (!onListener) {
        QCOMPARE(stage.act("S", option.arg(accepted.fd()).arg(seconds)).result, 0);
    }
    QCOMPARE(stage.act("S", QStringLiteral("close %1").arg(accepted.fd())).result, 0);
    QCOMPARE(stage.socket(accepted.socket)->state, resets ? State::Close : State::FinWait2);
    QCOMPARE(stage.row(clientSocket).cookie, resets ? quint64(0) : clientSocket);
    QCOMPARE(stage.socket(clientSocket)->state, resets ? State::Close : State::CloseWait);
    const Deed read = stage.act("A", QStringLiteral("recv %1 10").arg(client));
    QCOMPARE(read.error, resets ? ECONNRESET : 0);
    QCOMPARE(stage.contradictions(), QStringList());
}

// 12
void TestSemanticsClosing::cleanClose_isEndOfFileThenOneSendThenEpipe()
{
    Couple couple;
    QCOMPARE(couple.onServer("close %1").result, 0);
    QCOMPARE(couple.clientState(), State::CloseWait);
    QCOMPARE(couple.stage.socket(couple.clientSocket)->state, State::CloseWait);
    const Deed end = couple.onClient("recv %1 10");
    QCOMPARE(end.result, 0);
    QCOMPARE(end.error, 0);
    QVERIFY(couple.stage.socket(couple.clientSocket)->endOfFileRead);
    QCOMPARE(couple.onClient("send %1 6869").result, 2);
    QCOMPARE(couple.onClient("send %1 6869").error, EPIPE);
    QCOMPARE(couple.stage.socket(couple.clientSocket)->state, State::Close);
    QCOMPARE(couple.stage.contradictions(), QStringList());
}

void TestSemanticsClosing::portInTimeWait_isBoundAgainOnlyIfBothReuse_data()
{
    QTest::addColumn<bool>("old");
    QTest::addColumn<bool>("anew");
    QTest::addColumn<int>("error");
    QTest::newRow("neither") << false << false << EADDRINUSE;
    QTest::newRow("the new one alone") << false << true << EADDRINUSE;
    QTest::newRow("the old one alone") << true << false << EADDRINUSE;
    QTest::newRow("both") << true << true << 0;
}

// 13
void TestSemanticsClosing::portInTimeWait_isBoundAgainOnlyIfBothReuse()
{
    QFETCH(bool, old);
    QFETCH(bool, anew);
    QFETCH(int, error);
    Couple couple(old);
    const QString address = couple.stage.local("S", couple.listener);
    couple.closeServerFirst(); // TIME-WAIT is on its port
    couple.stage.act("S", QStringLiteral("close %1").arg(couple.listener));
    // The last acknowledgement may come a little later on a busy machine.
    QTRY_VERIFY((couple.stage.rowsIn(State::TimeWait).size() == 1 ||
                 (couple.stage.look(), couple.stage.rowsIn(State::TimeWait).size() == 1)));
    QCOMPARE(couple.stage.rowsIn(State::TimeWait).first().local.toString(), address.toStdString());
    QCOMPARE(couple.stage.socket(couple.serverSocket)->state, State::TimeWait);
    const int fd = couple.stage.act("S", "socket tcp").fd();
    if (anew) {
        couple.stage.act("S", QStringLiteral("setsockopt %1 reuseaddr 1").arg(fd));
    }
    QCOMPARE(couple.stage.act("S", QStringLiteral("bind %1 %2").arg(fd).arg(address)).error, error);
    QCOMPARE(couple.stage.contradictions(), QStringList());
}

// 13
void TestSemanticsClosing::portWhoseClientClosedFirst_needsNothing()
{
    Couple couple;
    const QString address = couple.stage.local("S", couple.listener);
    couple.closeClientFirst();
    couple.stage.act("S", QStringLiteral("close %1").arg(couple.listener));
    QCOMPARE(couple.stage.rowsIn(State::TimeWait).size(), 1); // on the client's port
    QCOMPARE(couple.stage.rowsIn(State::TimeWait).first().remote.toString(), address.toStdString());
    QCOMPARE(couple.stage.socket(couple.clientSocket)->state, State::TimeWait);
    const int fd = couple.stage.act("S", "socket tcp").fd();
    QCOMPARE(couple.stage.act("S", QStringLiteral("bind %1 %2").arg(fd).arg(address)).error, 0);
    QCOMPARE(couple.stage.contradictions(), QStringList());
}

// 14
void TestSemanticsClosing::halfClose_letsTheReplyArrive()
{
    Couple couple;
    couple.onClient("send %1 6869");
    QCOMPARE(couple.onClient("shutdown %1 wr").result, 0);
    // The acknowledgement of the FIN may be delayed: until then it is FIN-WAIT-1.
    QTRY_VERIFY((couple.stage.look(), couple.clientState() == State::FinWait2));
    QCOMPARE(couple.serverState(), State::CloseWait);
    QCOMPARE(couple.stage.socket(couple.clientSocket)->state, State::FinWait2);
    QCOMPARE(couple.stage.socket(couple.serverSocket)->state, State::CloseWait);
    QCOMPARE(couple.stage.row(couple.serverSocket).receiveQueue, 3U); // the end of the stream counts as one
    QCOMPARE(couple.onServer("recv %1 10").payload, QByteArray("hi"));
    QCOMPARE(couple.onServer("recv %1 10").result, 0);
    QCOMPARE(couple.onServer("send %1 627965").result, 3);
    QCOMPARE(couple.onClient("recv %1 10").payload, QByteArray("bye"));
    QCOMPARE(couple.stage.world().messageNamed("S1")->outcome, world::Outcome::Received);
    QCOMPARE(couple.onClient("send %1 6869").error, EPIPE);
    QCOMPARE(couple.stage.contradictions(), QStringList());
}

// 14
void TestSemanticsClosing::timeWait_isARowOfItsOwnWithoutAFile()
{
    Couple couple;
    couple.closeClientFirst();
    const QList<SocketRow> left = couple.stage.rowsIn(State::TimeWait);
    QCOMPARE(left.size(), 1);
    QCOMPARE(left.first().inode, 0U);
    // Another object of the kernel's: some versions give it the socket's cookie, some one of its own.
    const bool isNew = left.first().cookie != couple.clientSocket;
    const world::Socket *client = couple.stage.socket(couple.clientSocket);
    QVERIFY(client->closed && client->owners.isEmpty());
    QCOMPARE(client->remnant, isNew ? left.first().cookie : quint64(0));
    QCOMPARE(client->state, State::TimeWait);
    QCOMPARE(couple.stage.world().socketOfRow(left.first().cookie), client);
    QCOMPARE(couple.stage.socket(couple.serverSocket)->state, State::Close);
    QCOMPARE(couple.stage.contradictions(), QStringList());
}

// 15
void TestSemanticsClosing::duplicatedDescriptor_endsTheStreamAtTheLastClose()
{
    Couple couple;
    const int copy = couple.onClient("dup %1").fd();
    QVERIFY(copy > couple.client);
    QCOMPARE(couple.stage.socket(couple.clientSocket)->owners.size(), 2);
    couple.onClient("close %1");
    QCOMPARE(couple.clientState(), State::Established);
    QCOMPARE(couple.serverState(), State::Established);
    QCOMPARE(couple.stage.socket(couple.clientSocket)->owners.size(), 1);
    QVERIFY(!couple.stage.socket(couple.clientSocket)->closed);
    QCOMPARE(couple.stage.act("A", QStringLiteral("close %1").arg(copy)).result, 0);
    QCOMPARE(couple.serverState(), State::CloseWait);
    QVERIFY(couple.stage.socket(couple.clientSocket)->closed);
    QCOMPARE(couple.stage.contradictions(), QStringList());
}

// Implicit closes: no call was made, the kernel tells of the end.
void TestSemanticsClosing::processKilled_closesItsSocketsByTheKernel()
{
    Couple couple;
    const int datagram = couple.stage.datagrams("A");
    const history::SocketId udp = couple.stage.socketAt("A", datagram)->id;
    couple.stage.kill("A");
    QCOMPARE(couple.serverState(), State::CloseWait);
    QCOMPARE(couple.stage.row(udp).cookie, quint64(0));
    const world::Socket *client = couple.stage.socket(couple.clientSocket);
    QVERIFY(client->closed);
    QCOMPARE(client->closedBySignal, SIGKILL);
    QTRY_VERIFY2(couple.stage.tellsDestroyed(udp), "the kernel has not told of the end of the socket");
    QCOMPARE(couple.stage.contradictions(), QStringList());
}

QTEST_GUILESS_MAIN(TestSemanticsClosing)
#include "tst_semantics_closing.moc"
