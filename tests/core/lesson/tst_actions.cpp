// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/actions.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <csignal>

#include <sys/socket.h>

using namespace zocalo;
using history::ProcessId;
using history::SocketId;
using kernel::Protocol;
using lesson::Action;
using lesson::ActionKind;
using lesson::Obstacle;
using test::HistoryBuilder;

namespace {

constexpr int kMaxClients = 3;

world::World worldOf(const HistoryBuilder &build)
{
    world::World world;
    for (const history::Event &event : build.events()) {
        world.apply(event);
    }
    return world;
}

/// A server and client A on TCP; the steps of a test go on from there.
struct Tcp
{
    HistoryBuilder build;
    ProcessId server = 0;
    ProcessId client = 0;
    SocketId listener = 0;
    SocketId socket = 0;
    SocketId accepted = 0;

    Tcp()
    {
        build.setSnapshots(true);
        server = build.start(QStringLiteral("tcp.server"), history::Role::Server, QStringLiteral("S"), group());
        client = build.start(QStringLiteral("tcp.A"), history::Role::Client, QStringLiteral("A"), group());
    }
    static QString group() { return QStringLiteral("tcp"); }
    void listens()
    {
        listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, QStringLiteral("127.0.0.1:9000"));
        build.listen(listener);
    }
    void connects()
    {
        listens();
        socket = build.socket(client, Protocol::Tcp);
        build.connect(socket, QStringLiteral("127.0.0.1:9000"));
    }
    void accepts()
    {
        connects();
        accepted = build.accept(listener);
    }
    Obstacle obstacle(ActionKind kind, ProcessId process, SocketId on = 0) const
    {
        Action action{kind, process, on};
        action.text = QStringLiteral("hola");
        return lesson::obstacleTo(worldOf(build), action, kMaxClients);
    }
};

/// The same on UDP.
struct Udp
{
    HistoryBuilder build;
    ProcessId server = 0;
    ProcessId client = 0;
    SocketId door = 0;
    SocketId socket = 0;

    Udp()
    {
        build.setSnapshots(true);
        const auto group = QStringLiteral("udp");
        server = build.start(QStringLiteral("udp.server"), history::Role::Server, QStringLiteral("S"), group);
        client = build.start(QStringLiteral("udp.A"), history::Role::Client, QStringLiteral("A"), group);
    }
    void binds()
    {
        door = build.socket(server, Protocol::Udp);
        build.bind(door, QStringLiteral("127.0.0.1:9001"));
    }
    void opens()
    {
        binds();
        socket = build.socket(client, Protocol::Udp);
    }
    Obstacle obstacle(ActionKind kind, ProcessId process, SocketId on = 0, SocketId target = 0) const
    {
        Action action{kind, process, on, target};
        action.text = QStringLiteral("hola");
        return lesson::obstacleTo(worldOf(build), action, kMaxClients);
    }
};

} // namespace

class TestActions : public QObject
{
    Q_OBJECT

private slots:
    void nothingOpen_nobodyCanConnect();
    void listening_clientsCanComeAndConnect();
    void connectedAndNotAccepted_acceptIsPossibleAndTheChildWaits();
    void emptyQueues_wouldWait();
    void leaveToWait_setsOnlyWaitingAside();
    void bytesWaiting_canBeReceived();
    void ownDirectionEnded_isNotEndedAgain();
    void otherEndClosed_endOfFileCanBeRead();
    void connectedTwice_isEnough();
    void listenerClosed_connectIsStillTried();
    void tooManyClients_areRefused();
    void deadProcess_canDoNothing();
    void asleepInTheCall_isNotCalledAgain();
    void udp_serverNeedsAnAddressToSendTo();
    void udp_oneSocketForEachClient();
    void texts_data();
    void texts();
    void strangers_haveNoActions();
    void choices_areThoseOfTheThing();
};

void TestActions::nothingOpen_nobodyCanConnect()
{
    const Tcp run;
    QCOMPARE(run.obstacle(ActionKind::AddClient, run.server), Obstacle::NoServerSocket);
    QCOMPARE(run.obstacle(ActionKind::Connect, run.client), Obstacle::NoServerSocket);
    QCOMPARE(run.obstacle(ActionKind::SecondConnection, run.client), Obstacle::NotConnected);
    QCOMPARE(run.obstacle(ActionKind::Kill, run.client), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Accept, run.server), Obstacle::NoSuchAction);
    QCOMPARE(run.obstacle(ActionKind::Kill, 17), Obstacle::NoSuchAction);
}

void TestActions::listening_clientsCanComeAndConnect()
{
    Tcp run;
    run.listens();
    QCOMPARE(run.obstacle(ActionKind::AddClient, run.server), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Connect, run.client), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Accept, run.server, run.listener), Obstacle::NothingWaiting);
    QCOMPARE(run.obstacle(ActionKind::Send, run.server, run.listener), Obstacle::NoSuchAction);
    QCOMPARE(run.obstacle(ActionKind::Close, run.server, run.listener), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Close, run.client, run.listener), Obstacle::NoSuchAction);
    const SocketId unconnected = run.build.socket(run.client, Protocol::Tcp);
    QCOMPARE(run.obstacle(ActionKind::Connect, run.client), Obstacle::None);
    for (const ActionKind kind : {ActionKind::Send, ActionKind::Receive, ActionKind::Shutdown}) {
        QCOMPARE(run.obstacle(kind, run.client, unconnected), Obstacle::NotConnected);
    }
}

void TestActions::connectedAndNotAccepted_acceptIsPossibleAndTheChildWaits()
{
    Tcp run;
    run.connects();
    const world::World world = worldOf(run.build);
    QCOMPARE(world.socket(run.listener)->acceptQueue.size(), 1);
    const SocketId child = world.socket(run.listener)->acceptQueue.first();
    QCOMPARE(run.obstacle(ActionKind::Accept, run.server, run.listener), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.server, child), Obstacle::NotAccepted);
    QCOMPARE(run.obstacle(ActionKind::Send, run.client, run.socket), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Connect, run.client), Obstacle::AlreadyConnected);
    QCOMPARE(run.obstacle(ActionKind::SecondConnection, run.client), Obstacle::None);
}

void TestActions::emptyQueues_wouldWait()
{
    Tcp run;
    run.accepts();
    QCOMPARE(run.obstacle(ActionKind::Accept, run.server, run.listener), Obstacle::NothingWaiting);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.server, run.accepted), Obstacle::QueueEmpty);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.client, run.socket), Obstacle::QueueEmpty);
    QVERIFY(lesson::wouldWait(Obstacle::QueueEmpty));
    QVERIFY(lesson::wouldWait(Obstacle::NothingWaiting));
    QVERIFY(!lesson::wouldWait(Obstacle::NotConnected));
}

void TestActions::leaveToWait_setsOnlyWaitingAside()
{
    Tcp run;
    run.accepts();
    const world::World world = worldOf(run.build);
    Action action{ActionKind::Receive, run.server, run.accepted};
    action.mayWait = true;
    QCOMPARE(lesson::obstacleTo(world, action, kMaxClients), Obstacle::None);
    action = {ActionKind::Accept, run.server, run.listener};
    action.mayWait = true;
    QCOMPARE(lesson::obstacleTo(world, action, kMaxClients), Obstacle::None);
    action = {ActionKind::Connect, run.client};
    action.mayWait = true;
    QCOMPARE(lesson::obstacleTo(world, action, kMaxClients), Obstacle::AlreadyConnected);
}

void TestActions::bytesWaiting_canBeReceived()
{
    Tcp run;
    run.accepts();
    run.build.send(run.socket, "hola");
    QCOMPARE(run.obstacle(ActionKind::Receive, run.server, run.accepted), Obstacle::None);
    run.build.recv(run.accepted);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.server, run.accepted), Obstacle::QueueEmpty);
}

void TestActions::ownDirectionEnded_isNotEndedAgain()
{
    Tcp run;
    run.accepts();
    QCOMPARE(run.obstacle(ActionKind::Shutdown, run.client, run.socket), Obstacle::None);
    run.build.shutdown(run.socket, SHUT_WR);
    QCOMPARE(run.obstacle(ActionKind::Shutdown, run.client, run.socket), Obstacle::AlreadyShutDown);
    // EPIPE is the kernel's to say.
    QCOMPARE(run.obstacle(ActionKind::Send, run.client, run.socket), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.server, run.accepted), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.client, run.socket), Obstacle::QueueEmpty);
}

void TestActions::otherEndClosed_endOfFileCanBeRead()
{
    Tcp run;
    run.accepts();
    run.build.close(run.socket);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.server, run.accepted), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::Send, run.client, run.socket), Obstacle::NoSuchAction);
    QCOMPARE(run.obstacle(ActionKind::Connect, run.client), Obstacle::None);
}

void TestActions::connectedTwice_isEnough()
{
    Tcp run;
    run.accepts();
    const SocketId second = run.build.socket(run.client, Protocol::Tcp);
    run.build.connect(second, QStringLiteral("127.0.0.1:9000"));
    QCOMPARE(run.obstacle(ActionKind::SecondConnection, run.client), Obstacle::TwoConnections);
    run.build.close(run.socket);
    QCOMPARE(run.obstacle(ActionKind::SecondConnection, run.client), Obstacle::None);
}

void TestActions::listenerClosed_connectIsStillTried()
{
    Tcp run;
    run.listens();
    run.build.close(run.listener);
    QCOMPARE(run.obstacle(ActionKind::Connect, run.client), Obstacle::None); // ECONNREFUSED
    run.build.end(run.server, 0, SIGKILL);
    QCOMPARE(run.obstacle(ActionKind::Connect, run.client), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::AddClient, run.server), Obstacle::None);
}

void TestActions::tooManyClients_areRefused()
{
    Tcp run;
    run.listens();
    for (int i = 1; i < kMaxClients; ++i) {
        QCOMPARE(run.obstacle(ActionKind::AddClient, run.server), Obstacle::None);
        const QString letter(QChar(u'A' + i));
        run.build.start(QStringLiteral("tcp.") + letter, history::Role::Client, letter, Tcp::group(), i);
    }
    QCOMPARE(run.obstacle(ActionKind::AddClient, run.server), Obstacle::TooManyClients);
}

void TestActions::deadProcess_canDoNothing()
{
    Tcp run;
    run.accepts();
    run.build.end(run.client, 0, SIGKILL);
    QCOMPARE(run.obstacle(ActionKind::Kill, run.client), Obstacle::ProcessDead);
    QCOMPARE(run.obstacle(ActionKind::Connect, run.client), Obstacle::ProcessDead);
    QCOMPARE(run.obstacle(ActionKind::Send, run.client, run.socket), Obstacle::ProcessDead);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.server, run.accepted), Obstacle::None);
}

void TestActions::asleepInTheCall_isNotCalledAgain()
{
    Tcp run;
    run.accepts();
    run.build.asleep(run.build.enterAccept(run.listener));
    run.build.asleep(run.build.enterReceive(run.accepted));
    QCOMPARE(run.obstacle(ActionKind::Accept, run.server, run.listener), Obstacle::AlreadyAsleep);
    QCOMPARE(run.obstacle(ActionKind::Receive, run.server, run.accepted), Obstacle::AlreadyAsleep);
    QCOMPARE(run.obstacle(ActionKind::Send, run.server, run.accepted), Obstacle::None);
}

void TestActions::udp_serverNeedsAnAddressToSendTo()
{
    Udp run;
    run.opens();
    QCOMPARE(run.obstacle(ActionKind::SendTo, run.client, run.socket, run.door), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::SendTo, run.server, run.door, run.socket), Obstacle::NoAddress);
    QCOMPARE(run.obstacle(ActionKind::ReceiveFrom, run.server, run.door), Obstacle::QueueEmpty);
    run.build.sendto(run.socket, "hola", QStringLiteral("127.0.0.1:9001"));
    QCOMPARE(run.obstacle(ActionKind::SendTo, run.server, run.door, run.socket), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::ReceiveFrom, run.server, run.door), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::SendTo, run.client, run.socket, run.socket), Obstacle::NoSuchAction);
    QCOMPARE(run.obstacle(ActionKind::Shutdown, run.client, run.socket), Obstacle::NoSuchAction);
}

void TestActions::udp_oneSocketForEachClient()
{
    Udp run;
    QCOMPARE(run.obstacle(ActionKind::AddClient, run.server), Obstacle::NoServerSocket);
    run.binds();
    QCOMPARE(run.obstacle(ActionKind::OpenSocket, run.client), Obstacle::None);
    QCOMPARE(run.obstacle(ActionKind::AddClient, run.server), Obstacle::None);
    run.socket = run.build.socket(run.client, Protocol::Udp);
    QCOMPARE(run.obstacle(ActionKind::OpenSocket, run.client), Obstacle::AlreadyOpen);
    run.build.close(run.socket);
    QCOMPARE(run.obstacle(ActionKind::OpenSocket, run.client), Obstacle::None);
}

void TestActions::texts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Obstacle>("obstacle");
    QTest::newRow("empty") << QString() << Obstacle::TextEmpty;
    QTest::newRow("one") << QStringLiteral("x") << Obstacle::None;
    QTest::newRow("longest") << QString(lesson::kMaxActionText, u'x') << Obstacle::None;
    QTest::newRow("longer") << QString(lesson::kMaxActionText + 1, u'x') << Obstacle::TextTooLong;
    QTest::newRow("longest of two bytes") << QString(lesson::kMaxActionText / 2, u'ñ') << Obstacle::None;
    QTest::newRow("longer of two bytes") << QString(lesson::kMaxActionText / 2 + 1, u'ñ') << Obstacle::TextTooLong;
}

void TestActions::texts()
{
    QFETCH(QString, text);
    QFETCH(Obstacle, obstacle);
    Tcp run;
    run.accepts();
    Action action{ActionKind::Send, run.client, run.socket};
    action.text = text;
    QCOMPARE(lesson::obstacleTo(worldOf(run.build), action, kMaxClients), obstacle);
}

void TestActions::strangers_haveNoActions()
{
    HistoryBuilder build;
    build.start(QStringLiteral("somebody"));
    QVERIFY(lesson::possibleActions(worldOf(build), kMaxClients).isEmpty());
}

void TestActions::choices_areThoseOfTheThing()
{
    Tcp run;
    run.accepts();
    const QList<lesson::Choice> all = lesson::possibleActions(worldOf(run.build), kMaxClients);
    const auto kinds = [&all](ProcessId process, SocketId socket) {
        QList<ActionKind> found;
        for (const lesson::Choice &choice : lesson::choicesOf(all, process, socket)) {
            found.append(choice.action.kind);
        }
        return found;
    };
    QCOMPARE(kinds(run.server, 0), (QList<ActionKind>{ActionKind::AddClient, ActionKind::Kill}));
    QCOMPARE(kinds(run.client, 0),
             (QList<ActionKind>{ActionKind::Connect, ActionKind::SecondConnection, ActionKind::Kill}));
    QCOMPARE(kinds(run.server, run.listener), (QList<ActionKind>{ActionKind::Accept, ActionKind::Close}));
    QCOMPARE(kinds(run.server, run.accepted),
             (QList<ActionKind>{ActionKind::Send, ActionKind::Receive, ActionKind::Shutdown, ActionKind::Close}));
}

QTEST_GUILESS_MAIN(TestActions)
#include "tst_actions.moc"
