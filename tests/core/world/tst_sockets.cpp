// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/timeline.h"
#include "tests/support/historybuilder.h"

#include <QRandomGenerator>
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

World fold(const QList<history::Event> &events)
{
    World world;
    for (const history::Event &event : events)
        world.apply(event);
    return world;
}

World fold(const HistoryBuilder &build) { return fold(build.events()); }

SocketId listening(HistoryBuilder &build, ProcessId server, const QString &address = "127.0.0.1:9000")
{
    const SocketId listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, address);
    build.listen(listener, 5);
    return listener;
}

/// Through its first descriptor.
history::HeldSocket heldBy(const HistoryBuilder &build, SocketId id)
{
    const World world = fold(build);
    history::HeldSocket held;
    held.fd = world.socket(id)->owners.first().fd;
    held.socket = id;
    held.domain = AF_INET;
    held.type = SOCK_STREAM;
    return held;
}

/// execve(2).
void becomeProgram(HistoryBuilder &build, ProcessId process, const QString &name)
{
    history::ProcessStarted started;
    started.process = process;
    started.name = name;
    build.append(started);
}

} // namespace

/// Sockets and processes: who owns what, in which state.
class TestSockets : public QObject
{
    Q_OBJECT

private slots:
    // fork(2): nobody has the child's descriptors before it. A child of one that has none changes nothing to be seen.
    void fork_isAStepWhereThereAreSocketsToInherit()
    {
        HistoryBuilder build;
        const ProcessId parent = build.start("p");
        build.fork(parent, "poor");
        const SocketId socket = build.socket(parent, Protocol::Tcp);
        const ProcessId child = build.fork(parent, "p#2");
        build.append(history::SocketsHeld{child, true, {heldBy(build, socket)}});
        Timeline timeline;
        for (const history::Event &event : build.events())
            timeline.append(event);
        QCOMPARE(timeline.stepCount(), 3);
        QCOMPARE(timeline.world(1).socket(socket)->owners, (QList<Owner>{{parent, 3}}));
        QCOMPARE(timeline.world(2).socket(socket)->owners, (QList<Owner>{{parent, 3}, {child, 3}}));
        QCOMPARE(timeline.world(2).moment().kind, MomentKind::ProcessStarted);
        QCOMPARE(timeline.world(2).moment().parent, parent);
    }

    // What a client's child sends on its socket is that client's; once it makes a socket it is a client itself.
    void childOfAClient_hasItsLetterUntilItMakesASocket()
    {
        HistoryBuilder build;
        const ProcessId server = build.start("srv");
        listening(build, server);
        const ProcessId client = build.start("cli");
        const SocketId socket = build.socket(client, Protocol::Tcp);
        build.connect(socket, "127.0.0.1:9000");
        build.send(socket, "one");
        const ProcessId child = build.fork(client, "cli#2");
        build.as(child);
        build.send(socket, "two");
        World world = fold(build);
        QCOMPARE(world.process(child)->letter, QStringLiteral("A"));
        QCOMPARE(world.messages().last().name, QStringLiteral("A2"));
        const SocketId own = build.socket(child, Protocol::Tcp);
        build.connect(own, "127.0.0.1:9000");
        build.send(own, "three");
        world = fold(build);
        QCOMPARE(world.process(child)->letter, QStringLiteral("B"));
        QCOMPARE(world.messages().last().name, QStringLiteral("B1"));
        QCOMPARE(world.process(client)->letter, QStringLiteral("A"));
    }

    // execve(2): what has FD_CLOEXEC is closed then, and not in the step before it.
    void exec_isAStepWhereThereAreSocketsToLose()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("sh");
        becomeProgram(build, process, "env"); // it has none yet
        const SocketId socket = build.socket(process, Protocol::Tcp);
        becomeProgram(build, process, "other");
        build.append(history::SocketsHeld{process, true, {}});
        Timeline timeline;
        for (const history::Event &event : build.events())
            timeline.append(event);
        QCOMPARE(timeline.stepCount(), 3);
        QVERIFY(!timeline.world(1).socket(socket)->closed);
        QVERIFY(timeline.world(2).socket(socket)->closed);
        QCOMPARE(timeline.world(2).moment().kind, MomentKind::ProcessStarted);
        QVERIFY(!timeline.world(2).moment().parent);
    }

    void freshSocket_hasNoAddress()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p");
        const SocketId socket = build.socket(process, Protocol::Tcp);
        const World world = fold(build);
        QCOMPARE(world.socket(socket)->state, State::Close);
        QVERIFY(!world.socket(socket)->local.isValid());
        QCOMPARE(world.socket(socket)->owners, (QList<Owner>{{process, 3}}));
        QCOMPARE(world.socketAt(process, 3), world.socket(socket));
        QCOMPARE(world.socketAt(process, 4), nullptr);
        QCOMPARE(world.moment().newSocket, socket);
        QCOMPARE(world.moment().newFd, 3);
    }

    void sameNumber_isAnotherSocketInAnotherProcess()
    {
        HistoryBuilder build;
        const ProcessId a = build.start("a");
        const ProcessId b = build.start("b");
        const SocketId first = build.socket(a, Protocol::Tcp);
        const SocketId second = build.socket(b, Protocol::Tcp);
        const World world = fold(build);
        QCOMPARE(world.socketAt(a, 3)->id, first);
        QCOMPARE(world.socketAt(b, 3)->id, second);
    }

    void dup_closesOnlyWithItsLastDescriptor()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p");
        const SocketId socket = build.socket(process, Protocol::Udp);
        const int copy = build.dup(socket);
        QCOMPARE(fold(build).socket(socket)->owners, (QList<Owner>{{process, 3}, {process, copy}}));
        build.close(process, 3);
        QVERIFY(!fold(build).socket(socket)->closed);
        QCOMPARE(fold(build).socketAt(process, copy)->id, socket);
        build.close(process, copy);
        const World world = fold(build);
        QVERIFY(world.socket(socket)->closed);
        QVERIFY(world.socket(socket)->owners.isEmpty());
        QCOMPARE(world.socket(socket)->lastOwner, std::optional(Owner{process, copy}));
    }

    void reusedDescriptor_isTheNewSocket()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p");
        const SocketId old = build.socket(process, Protocol::Udp);
        build.close(old);
        const SocketId fresh = build.socket(process, Protocol::Tcp);
        const World world = fold(build);
        QCOMPARE(world.socketAt(process, 3)->id, fresh);
        QVERIFY(world.socket(old)->closed);
        QVERIFY(!world.socket(fresh)->closed);
    }

    void unobservedClose_isNoticedWhenTheNumberMeansAnother()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p");
        const SocketId old = build.socket(process, Protocol::Udp);
        const qsizetype before = build.events().size();
        build.close(old);
        const qsizetype after = build.events().size();
        const SocketId fresh = build.socket(process, Protocol::Udp);
        const World world = fold(build.events().mid(0, before) + build.events().mid(after));
        QVERIFY(world.socket(old)->closed);
        QCOMPARE(world.socketAt(process, 3)->id, fresh);
    }

    void children_waitInTheOrderOfTheirConnects()
    {
        HistoryBuilder build;
        const SocketId listener = listening(build, build.start("server"), "0.0.0.0:9000");
        QList<SocketId> clients;
        for (int i = 0; i < 3; ++i) {
            clients.append(build.socket(build.start(QString("client%1").arg(i)), Protocol::Tcp));
            build.connect(clients.last(), "127.0.0.1:9000");
        }
        build.snapshot();
        const World world = fold(build);
        QCOMPARE(world.socket(listener)->acceptQueue.size(), 3);
        QCOMPARE(world.socket(listener)->backlog, 5);
        for (int i = 0; i < 3; ++i) {
            const Socket *child = world.socket(world.socket(listener)->acceptQueue.at(i));
            QCOMPARE(child->peerSocket, clients.at(i));
            QCOMPARE(world.socket(clients.at(i))->peerSocket, child->id);
            QCOMPARE(child->local.toString(), std::string("127.0.0.1:9000"));
            QCOMPARE(child->state, State::Established);
        }
    }

    void accept_opensTheDoorOfTheSameSocket()
    {
        HistoryBuilder build;
        build.setSnapshots(true);
        const ProcessId server = build.start("server");
        const SocketId listener = listening(build, server);
        const SocketId client = build.socket(build.start("client"), Protocol::Tcp);
        build.connect(client, "127.0.0.1:9000");
        const SocketId waiting = fold(build).socket(listener)->acceptQueue.value(0);
        const SocketId accepted = build.accept(listener);
        QCOMPARE(accepted, waiting);
        const World world = fold(build);
        QVERIFY(world.socket(listener)->acceptQueue.isEmpty());
        QCOMPARE(world.socket(accepted)->owners, (QList<Owner>{{server, 4}}));
        QCOMPARE(world.socket(accepted)->acceptOrdinal, 1);
        QCOMPARE(world.socket(accepted)->listener, listener);
        QCOMPARE(world.moment().newSocket, accepted);
        QCOMPARE(world.moment().newFd, 4);
        QCOMPARE(world.moment().address, world.socket(client)->local);
    }

    void listenerClosed_resetsItsChildren()
    {
        HistoryBuilder build;
        build.setSnapshots(true);
        const SocketId listener = listening(build, build.start("server"));
        const SocketId client = build.socket(build.start("client", Role::Client, "A"), Protocol::Tcp);
        build.connect(client, "127.0.0.1:9000");
        build.send(client, "hola");
        const SocketId child = fold(build).socket(listener)->acceptQueue.value(0);
        build.close(listener);
        const World world = fold(build);
        QVERIFY(world.socket(child)->closed);
        QVERIFY(world.socket(listener)->acceptQueue.isEmpty());
        QCOMPARE(world.messageNamed("A1")->outcome, Outcome::Discarded);
    }

    void refusedConnect_isDataAtItsSocket()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p");
        const SocketId socket = build.socket(process, Protocol::Tcp);
        build.connect(socket, "127.0.0.1:9");
        const World world = fold(build);
        QCOMPARE(world.socket(socket)->lastError, ECONNREFUSED);
        QCOMPARE(world.socket(socket)->lastErrorCall, Call::Connect);
        QCOMPARE(world.socket(socket)->state, State::Close);
        QCOMPARE(world.process(process)->lastError, ECONNREFUSED);
        QCOMPARE(world.moment().error, ECONNREFUSED);
    }

    void addressInUse_leavesTheSocketUnbound()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p");
        const SocketId first = build.socket(process, Protocol::Tcp);
        const SocketId second = build.socket(process, Protocol::Tcp);
        build.bind(first, "127.0.0.1:9000");
        QCOMPARE(build.bind(second, "127.0.0.1:9000"), EADDRINUSE);
        QVERIFY(!fold(build).socket(second)->local.isValid());
        QCOMPARE(fold(build).socket(second)->lastErrorCall, Call::Bind);
    }

    void kernelTable_correctsStates()
    {
        HistoryBuilder build;
        build.setSnapshots(true);
        const SocketId listener = listening(build, build.start("server"));
        const SocketId client = build.socket(build.start("client"), Protocol::Tcp);
        build.connect(client, "127.0.0.1:9000");
        const SocketId accepted = build.accept(listener);
        build.shutdown(client, SHUT_WR);
        QCOMPARE(fold(build).socket(client)->state, State::FinWait2);
        QCOMPARE(fold(build).socket(accepted)->state, State::CloseWait);
        build.close(accepted);
        build.close(client);
        const World world = fold(build);
        QCOMPARE(world.socket(client)->state, State::Close);
        QVERIFY(!world.socket(client)->inKernelTable);
        QVERIFY(world.socket(listener)->inKernelTable);
    }

    void activity_followsTheCalls()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p");
        const SocketId socket = build.socket(process, Protocol::Udp);
        build.next(process, Call::Recvfrom, socket);
        QCOMPARE(fold(build).process(process)->next, Call::Recvfrom);
        QCOMPARE(fold(build).process(process)->activity, Activity::Paused);
        const CallId call = build.enterReceive(socket, 100, true);
        QCOMPARE(fold(build).process(process)->activity, Activity::InCall);
        QCOMPARE(fold(build).process(process)->next, Call::Unknown);
        build.asleep(call);
        QCOMPARE(fold(build).process(process)->activity, Activity::Asleep);
        QVERIFY(fold(build).process(process)->openCalls.first().asleep);
        build.finish(call);
        QCOMPARE(fold(build).process(process)->activity, Activity::Paused);
        QCOMPARE(fold(build).process(process)->lastCall, Call::Recvfrom);
    }

    void briefCall_isOneStep()
    {
        HistoryBuilder build;
        const ProcessId process = build.start("p");
        const SocketId socket = build.socket(process, Protocol::Udp);
        Timeline timeline;
        for (const history::Event &event : build.events())
            timeline.append(event);
        QCOMPARE(timeline.stepCount(), 2); // nothing yet; socket() returned
        const qsizetype known = build.events().size();
        build.bind(socket, "127.0.0.1:9001");
        timeline.append(build.events().at(known)); // the entry belongs to the step to come
        QCOMPARE(timeline.stepCount(), 2);
        build.next(process, Call::Sendto, socket);
        timeline.append(build.events().last());
        QCOMPARE(timeline.world(1).moment().name, Call::Socket);
        QCOMPARE(timeline.world(1).process(process)->next, Call::Sendto);
        QCOMPARE(timeline.world(1).process(process)->activity, Activity::Paused);
        timeline.append(build.events().at(known + 1));
        QCOMPARE(timeline.stepCount(), 3);
        QCOMPARE(timeline.world(2).moment().name, Call::Bind);
        QVERIFY(timeline.world(2).socket(socket)->local.isValid());
        QVERIFY(!timeline.world(1).socket(socket)->local.isValid());
    }

    void lastProcessOfTheSameName_keepsMessageNamesUnique()
    {
        HistoryBuilder build;
        const SocketId receiver = build.socket(build.start("server", Role::Server, "S"), Protocol::Udp);
        build.bind(receiver, "127.0.0.1:9001");
        for (const char *letter : {"A", "A", "A1", ""}) {
            const ProcessId process = build.start("client-7", Role::Client, letter);
            build.sendto(build.socket(process, Protocol::Udp), "x", "127.0.0.1:9001");
        }
        QStringList names;
        const World world = fold(build);
        for (const Message &message : world.messages())
            names.append(message.name);
        QCOMPARE(names, (QStringList{"A1", "A2", "A1-1", "client-7-1"}));
    }

    void boundReceiver_isAServer();
    void datagramThatArrives_makesAServer();
    void boundSender_isAClient();
    void damagedHistory_isSurvived();
};

// Whatever its port: a program that asks the kernel for one tells it to its clients by other ways.
void TestSockets::boundReceiver_isAServer()
{
    HistoryBuilder build;
    const ProcessId server = build.start("srv.py");
    const ProcessId client = build.start("cl.py");
    const SocketId door = build.socket(server, Protocol::Udp);
    build.bind(door, "127.0.0.1:0");
    QCOMPARE(fold(build).process(server)->role, Role::Other);
    const auto receiving = build.enterReceive(door, 100, true);
    QCOMPARE(fold(build).process(server)->role, Role::Server);
    const SocketId own = build.socket(client, Protocol::Udp);
    build.sendto(own, "hola", QString::fromStdString(build.local(door).toString()));
    build.finish(receiving);
    build.sendto(door, "HOLA", QString::fromStdString(build.local(own).toString()));
    build.recvfrom(own);
    // A child of the client's that reads what the client's socket gets is none.
    const ProcessId child = build.start("cl.py#2");
    trace::Record record;
    record.call = trace::Call::Recvfrom;
    record.fd = build.fdOf(own);
    record.socket = own;
    build.append(history::CallEntered{1000, child, record, {}});
    const World world = fold(build);
    QCOMPARE(world.process(server)->role, Role::Server);
    QCOMPARE(world.process(client)->role, Role::Client);
    QCOMPARE(world.process(child)->role, Role::Other);
    QVERIFY(world.messages().at(1).isReply);
}

void TestSockets::datagramThatArrives_makesAServer()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const ProcessId server = build.start("srv.py");
    const SocketId door = build.socket(server, Protocol::Udp);
    build.bind(door, "127.0.0.1:0");
    const SocketId own = build.socket(build.start("cl.py"), Protocol::Udp);
    build.sendto(own, "hola", QString::fromStdString(build.local(door).toString()));
    const World world = fold(build);
    QCOMPARE(world.socket(door)->receiveQueue.size(), 1);
    QCOMPARE(world.process(server)->role, Role::Server);
}

void TestSockets::boundSender_isAClient()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const SocketId door = build.socket(build.start("srv.py"), Protocol::Udp);
    build.bind(door, "127.0.0.1:9000");
    const ProcessId client = build.start("cl.py");
    const SocketId own = build.socket(client, Protocol::Udp);
    build.bind(own, "127.0.0.1:0");
    build.sendto(own, "hola", "127.0.0.1:9000");
    build.recvfrom(door);
    build.sendto(door, "HOLA", QString::fromStdString(build.local(own).toString()));
    build.recvfrom(own);
    QCOMPARE(fold(build).process(client)->role, Role::Client);
}

// Events in any order, twice or not at all: nothing makes sense any more, but nothing breaks, and the lists stay sound.
void TestSockets::damagedHistory_isSurvived()
{
    const QList<history::Event> whole = test::twinRun(4).events;
    const int rounds = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 2000 : 60;
    for (int round = 0; round < rounds; ++round) {
        QRandomGenerator random(static_cast<quint32>(round));
        QList<history::Event> events = whole;
        for (int i = 0; i < 40; ++i) {
            const auto a = random.bounded(static_cast<int>(events.size()));
            const auto b = random.bounded(static_cast<int>(events.size()));
            if (random.bounded(3) == 0)
                events.removeAt(a);
            else if (random.bounded(2) == 0)
                events.swapItemsAt(a, b);
            else
                events.insert(a, events.at(b));
        }
        Timeline timeline;
        for (history::Event &event : events) {
            if (auto *returned = std::get_if<history::CallReturned>(&event.data); returned && random.bounded(20) == 0)
                returned->record.result = static_cast<qint64>(random.generate64());
            timeline.append(event);
        }
        const World &world = timeline.world(timeline.stepCount() - 1);
        for (const Message &message : world.messages()) {
            QVERIFY(message.landed == 0 || world.socket(message.landed));
            QVERIFY(message.receivedBytes <= message.size);
            QVERIFY(!message.agrees || message.landed != 0);
        }
        for (const Socket &socket : world.sockets()) {
            for (const QueuedBytes &bytes : socket.receiveQueue)
                QVERIFY(world.message(bytes.message));
            for (SocketId child : socket.acceptQueue)
                QVERIFY(world.socket(child));
            for (const Owner &owner : socket.owners)
                QCOMPARE(world.socketAt(owner.process, owner.fd), &socket);
        }
    }
}

QTEST_GUILESS_MAIN(TestSockets)
#include "tst_sockets.moc"
