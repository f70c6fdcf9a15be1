// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/narrator.h"
#include "app/figure/oneprocessnarrator.h"
#include "app/figure/pairnarrator.h"
#include "app/text/language.h"
#include "core/world/timeline.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <cerrno>
#include <sys/socket.h>

using namespace zocalo;
using history::SocketId;
using kernel::Protocol;
using test::HistoryBuilder;

namespace {

constexpr auto Address = "127.0.0.1:9000";
const QString NobodyThere = QStringLiteral("As far as was observed, no socket is there to take");

/// A server and a client of the user's, connected over TCP.
struct Connection
{
    Connection()
    {
        build.setSnapshots(true);
        const auto server = build.start("srv.py");
        const auto program = build.start("cl.py");
        listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, Address);
        build.listen(listener);
        client = build.socket(program, Protocol::Tcp);
        build.connect(client, Address);
        accepted = build.accept(listener);
    }

    HistoryBuilder build;
    SocketId listener = 0;
    SocketId client = 0;
    SocketId accepted = 0;
};

figure::FigureInput inputOf(const world::World &world)
{
    figure::FigureInput input{world};
    input.kind = lesson::Kind::Pair;
    return input;
}

/// What is said of the moment that the history has come to.
template <class Teller = figure::Narrator>
QString captionOf(const HistoryBuilder &build)
{
    world::World world;
    for (const history::Event &event : build.events())
        world.apply(event);
    return Teller(inputOf(world)).caption().replace(QChar(QChar::Nbsp), QLatin1Char(' '));
}

world::World worldOf(const HistoryBuilder &build)
{
    world::World world;
    for (const history::Event &event : build.events())
        world.apply(event);
    return world;
}

/// A call on that socket, as it is entered.
trace::Record recordOf(const HistoryBuilder &build, SocketId socket, trace::Call call)
{
    trace::Record record;
    record.call = call;
    record.fd = build.fdOf(socket);
    record.socket = socket;
    record.requested = 1024;
    return record;
}

/// That call is made, and returns with that.
void tell(HistoryBuilder &build, SocketId socket, trace::Record record, qint64 result = 0, int error = 0)
{
    const auto process = build.ownerOf(socket);
    build.append(history::CallEntered{1000, process, record, {}});
    record.phase = trace::Phase::Return;
    record.result = result;
    record.error = error;
    build.append(history::CallReturned{1000, process, record, {}});
}

QString captionNow(const HistoryBuilder &build) { return captionOf(build); }

} // namespace

/// What a figure says of what watched programs do: sentences that a run could prove false.
class TestCaptions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { text::setLanguage(QStringLiteral("en")); }
    void sendToAClosedPeer_reachesNobody();
    void sendWithoutAConnection_reachesNobody();
    void datagramToAPortWithoutASocket_reachesNobody();
    void datagramToAnotherMachine_claimsNothing();
    void close_tellsOfTheOtherEnd();
    void sendAfterAShutdownOfItsOwn_goesNowhere();
    void closeOfOneDescriptorOfTwo_endsNothing();
    void endOfAChild_isNotTheServers();
    void cutDatagram_isToldByWhatWasGiven();
    void cutDatagramWithItsWholeLength_isToldByWhatWasGiven();
    void emptyQueueThatIsNotWaitedFor_isTold();
    void askedAddress_isTold();
    void pendingError_isNamed();
    void connectWithoutAnAddress_asksForNoConnection();
    void connectOfADatagramSocket_asksForNoConnection();
    void acceptWithoutAnAddress_isToldByItsSocket();
    void shutdown_isToldByItsWay();
    void readOfZeroAfterShutdown_isNotTheOthersEnd();
    void endOfFile_isToldByTheCallThatReadIt();
    void truncation_isToldByWhatWasGiven();
    void sendByAServerToOneNotObserved_reachesNobodyByName();
    void closeOfAConnection_isLeftToTheKernel();
    void socketOfAnotherKind_isNotToldAsTcp();
};

void TestCaptions::sendToAClosedPeer_reachesNobody()
{
    Connection run;
    run.build.enterSend(run.client, "first");
    QCOMPARE(captionNow(run.build),
             QStringLiteral("Client A sends A1 from 127.0.0.1:40001: it goes to the socket of its own connection, and "
                            "to no other."));
    run.build.close(run.accepted);
    const auto sending = run.build.enterSend(run.client, "again");
    QCOMPARE(captionNow(run.build), QStringLiteral("Client A sends A2 to 127.0.0.1:9000: as far as was observed, no "
                                                   "socket is there to take it."));
    QCOMPARE(run.build.finish(sending), -1);
    QCOMPARE(captionNow(run.build),
             QStringLiteral("send() in Client A fails with EPIPE. As far as was observed, no socket is there to take "
                            "A2."));
}

void TestCaptions::sendWithoutAConnection_reachesNobody()
{
    HistoryBuilder build;
    build.start("srv.py");
    const auto socket = build.socket(build.start("cl.py"), Protocol::Tcp);
    const auto sending = build.enterSend(socket, "hola");
    QCOMPARE(captionNow(build),
             QStringLiteral("Client A sends A1: as far as was observed, no socket is there to take it."));
    build.finish(sending);
    QVERIFY2(captionNow(build).contains(NobodyThere), qPrintable(captionNow(build)));
}

void TestCaptions::datagramToAPortWithoutASocket_reachesNobody()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto door = build.socket(build.start("srv.py"), Protocol::Udp);
    build.bind(door, Address);
    const auto client = build.socket(build.start("cl.py"), Protocol::Udp);
    build.sendto(client, "first", Address);
    build.recvfrom(door);
    build.close(door);
    const auto sending = build.enterSend(client, "again", Address);
    QCOMPARE(captionNow(build), QStringLiteral("Client A sends A2 to 127.0.0.1:9000: as far as was observed, no "
                                               "socket is there to take it."));
    build.finish(sending);
    QCOMPARE(captionNow(build), QStringLiteral("A2 = \"again\" was sent. As far as was observed, no socket is there to "
                                               "take it."));
    // Connected, it is told of it by the call after that.
    build.connect(client, Address);
    build.send(client, "once more");
    build.send(client, "and more");
    QCOMPARE(captionNow(build), QStringLiteral("send() in Client A fails with ECONNREFUSED. As far as was observed, no "
                                               "socket is there to take A4."));
}

void TestCaptions::datagramToAnotherMachine_claimsNothing()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    build.start("srv.py");
    const auto client = build.socket(build.start("cl.py"), Protocol::Udp);
    build.enterSend(client, "hola", "192.0.2.1:9000");
    QCOMPARE(captionNow(build), QStringLiteral("Client A sends A1 to 192.0.2.1:9000."));
}

void TestCaptions::close_tellsOfTheOtherEnd()
{
    Connection quiet;
    quiet.build.close(quiet.accepted);
    QCOMPARE(captionNow(quiet.build),
             QStringLiteral("Server closes the socket of Client A. The other connections do not notice."));
    Connection aborted;
    const linger never{1, 0};
    aborted.build.setOption(aborted.accepted, SOL_SOCKET, SO_LINGER,
                            QByteArray(reinterpret_cast<const char *>(&never), sizeof never));
    aborted.build.setSnapshots(false); // the history's kernel closes it with a FIN
    aborted.build.close(aborted.accepted);
    QCOMPARE(captionNow(aborted.build),
             QStringLiteral("Server closes the socket of Client A with SO_LINGER {1, 0}: the other end gets a reset."));
    QCOMPARE(captionOf<figure::PairNarrator>(aborted.build), captionNow(aborted.build));
    const auto reset = QStringLiteral("bytes unread: the other end gets a reset.");
    Connection unread;
    unread.build.send(unread.client, "hola");
    unread.build.close(unread.accepted);
    QCOMPARE(captionNow(unread.build), QStringLiteral("Server closes the socket of Client A with ") + reset);
    QCOMPARE(captionOf<figure::PairNarrator>(unread.build),
             QStringLiteral("Server closes the socket of Client A with ") + reset);
    Connection other;
    other.build.send(other.accepted, "hola");
    other.build.close(other.client);
    QCOMPARE(captionNow(other.build), QStringLiteral("Client A closes its socket with ") + reset);
}

void TestCaptions::sendAfterAShutdownOfItsOwn_goesNowhere()
{
    Connection run;
    run.build.shutdown(run.client, SHUT_WR);
    run.build.enterSend(run.client, "hola", {});
    QCOMPARE(captionNow(run.build), QStringLiteral("Client A calls send() for A1 after a shutdown() of its own: the "
                                                   "kernel takes no more bytes of it."));
    Connection reading;
    reading.build.shutdown(reading.client, SHUT_RD);
    reading.build.enterSend(reading.client, "hola", {});
    QVERIFY(captionNow(reading.build).contains(QLatin1String("its own connection")));
}

void TestCaptions::closeOfOneDescriptorOfTwo_endsNothing()
{
    Connection run;
    const auto server = run.build.ownerOf(run.listener);
    for (const SocketId socket : {run.listener, run.accepted}) {
        const int first = run.build.fdOf(socket);
        run.build.dup(socket);
        run.build.close(server, first);
        const auto stays = QStringLiteral("Server closes fd %1. As far as was observed, another descriptor keeps the "
                                          "socket open.")
                               .arg(first);
        QCOMPARE(captionNow(run.build), stays);
        QCOMPARE(captionOf<figure::PairNarrator>(run.build), stays);
    }
}

void TestCaptions::endOfAChild_isNotTheServers()
{
    Connection run;
    const auto second = run.build.start("srv.py#2");
    const auto door = run.build.socket(second, Protocol::Udp);
    run.build.bind(door, "127.0.0.1:9001");
    run.build.end(second);
    QCOMPARE(captionNow(run.build), QStringLiteral("srv.py#2 has ended, with exit status 0."));
    run.build.end(run.build.ownerOf(run.listener));
    QCOMPARE(captionNow(run.build), QStringLiteral("Server has ended, with exit status 0."));
}

void TestCaptions::cutDatagram_isToldByWhatWasGiven()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto door = build.socket(build.start("srv.py"), Protocol::Udp);
    build.bind(door, Address);
    const auto client = build.socket(build.start("cl.py"), Protocol::Udp);
    build.sendto(client, "hello world 0", Address);
    build.recvfrom(door, 4);
    const auto cut = QStringLiteral("recvfrom() gives Server the first 4 of the 13 bytes of A1: the rest is lost. They "
                                    "are from 127.0.0.1:40001, which is Client A.");
    QCOMPARE(captionNow(build), cut);
    QCOMPARE(captionOf<figure::PairNarrator>(build), cut);
    build.sendto(client, "hello world 1", Address);
    build.recv(door, 4);
    QCOMPARE(captionNow(build),
             QStringLiteral("recv() gives Server the first 4 of the 13 bytes of A2: the rest is lost."));
    // Its sender's call may return after that.
    const auto sending = build.enterSend(client, "hello world 2", Address);
    build.carryOut(sending);
    build.recv(door, 4);
    build.finish(sending);
    QCOMPARE(captionNow(build), QStringLiteral("A3 = \"hello world 2\" was sent, and has been received already."));
    build.sendto(client, "all", Address);
    build.recv(door, 4);
    QCOMPARE(captionNow(build), QStringLiteral("recv() gives Server A4 = \"all\" and does not tell who sent it: it was "
                                               "Client A."));
}

/// recv(2): with MSG_TRUNC the result is the length of the datagram, and not how much of it was given.
void TestCaptions::cutDatagramWithItsWholeLength_isToldByWhatWasGiven()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto door = build.socket(build.start("srv.py"), Protocol::Udp);
    build.bind(door, Address);
    build.sendto(build.socket(build.start("cl.py"), Protocol::Udp), "0123456789", Address);
    const history::CallId call = build.recv(door, 4);
    world::World world;
    for (history::Event event : build.events()) {
        if (auto *const entry = std::get_if<history::CallEntered>(&event.data); entry && entry->id == call)
            entry->record.flags = MSG_TRUNC;
        if (auto *const end = std::get_if<history::CallReturned>(&event.data); end && end->id == call)
            end->record.result = 10;
        world.apply(event);
    }
    QCOMPARE(figure::Narrator(inputOf(world)).caption().replace(QChar(QChar::Nbsp), QLatin1Char(' ')),
             QStringLiteral("recv() gives Server the first 4 of the 10 bytes of A1: the rest is lost."));
}

/// EAGAIN is not the end, and not an error that has to be looked up.
void TestCaptions::emptyQueueThatIsNotWaitedFor_isTold()
{
    Connection run;
    trace::Record record;
    record.call = trace::Call::Recv;
    record.fd = run.build.fdOf(run.client);
    record.socket = run.client;
    record.flags = MSG_DONTWAIT;
    record.requested = 1024;
    const auto process = run.build.ownerOf(run.client);
    run.build.append(history::CallEntered{1000, process, record, {}});
    record.phase = trace::Phase::Return;
    record.result = -1;
    record.error = EAGAIN;
    run.build.append(history::CallReturned{1000, process, record, {}});
    QCOMPARE(captionNow(run.build),
             QStringLiteral("recv() in Client A fails with EAGAIN: there is nothing to read, and "
                            "with MSG_DONTWAIT it does not wait."));
}

void TestCaptions::askedAddress_isTold()
{
    for (const auto call : {trace::Call::Getsockname, trace::Call::Getpeername}) {
        Connection run;
        const bool own = call == trace::Call::Getsockname;
        trace::Record record;
        record.call = call;
        record.fd = run.build.fdOf(run.client);
        record.socket = run.client;
        const auto process = run.build.ownerOf(run.client);
        run.build.append(history::CallEntered{1000, process, record, {}});
        record.phase = trace::Phase::Return;
        record.address = decltype(record.address)::fromString(own ? "127.0.0.1:40001" : Address);
        run.build.append(history::CallReturned{1000, process, record, {}});
        QCOMPARE(captionNow(run.build),
                 own ? QStringLiteral("getsockname() tells Client A the local address of its socket: 127.0.0.1:40001.")
                     : QStringLiteral("getpeername() tells Client A the address of the other end: 127.0.0.1:9000."));
    }
}

void TestCaptions::pendingError_isNamed()
{
    for (const int error : {ECONNREFUSED, 0}) {
        Connection run;
        trace::Record record;
        record.call = trace::Call::Getsockopt;
        record.fd = run.build.fdOf(run.client);
        record.socket = run.client;
        record.level = SOL_SOCKET;
        record.option = SO_ERROR;
        const auto process = run.build.ownerOf(run.client);
        run.build.append(history::CallEntered{1000, process, record, {}});
        record.phase = trace::Phase::Return;
        record.value = error;
        run.build.append(history::CallReturned{1000, process, record, {}});
        QCOMPARE(captionNow(run.build),
                 QStringLiteral("Client A asks with getsockopt() for the error of its socket (SO_ERROR): %1")
                     .arg(error == 0 ? QStringLiteral("there is none.") : QStringLiteral("it is ECONNREFUSED.")));
    }
}

void TestCaptions::connectWithoutAnAddress_asksForNoConnection()
{
    Connection run;
    trace::Record record = recordOf(run.build, run.client, trace::Call::Connect);
    const auto process = run.build.ownerOf(run.client);
    run.build.append(history::CallEntered{1000, process, record, {}});
    QCOMPARE(captionNow(run.build), QStringLiteral("Client A calls connect() without an address (AF_UNSPEC): its "
                                                   "socket is to lose its other end."));
    QVERIFY(!captionOf<figure::PairNarrator>(run.build).contains(QStringLiteral("asks")));
    record.phase = trace::Phase::Return;
    run.build.append(history::CallReturned{1000, process, record, {}});
    const auto gone = QStringLiteral("connect() without an address (AF_UNSPEC): the socket of Client A has no other "
                                     "end any more.");
    QCOMPARE(captionNow(run.build), gone);
    QCOMPARE(captionOf<figure::PairNarrator>(run.build), gone);
    QCOMPARE(worldOf(run.build).socket(run.client)->state, kernel::State::Close);
}

void TestCaptions::connectOfADatagramSocket_asksForNoConnection()
{
    HistoryBuilder build;
    build.start("srv.py");
    build.enterConnect(build.socket(build.start("cl.py"), Protocol::Udp), Address);
    QCOMPARE(captionNow(build), QStringLiteral("Client A calls connect(): 127.0.0.1:9000 is to be the other end of its "
                                               "UDP socket."));
}

void TestCaptions::acceptWithoutAnAddress_isToldByItsSocket()
{
    const Connection run;
    world::World world;
    for (history::Event event : run.build.events()) { // accept(fd, NULL, NULL)
        if (auto *returned = std::get_if<history::CallReturned>(&event.data))
            returned->record.address = {};
        world.apply(event);
    }
    QVERIFY2(figure::Narrator(inputOf(world)).caption().contains(QStringLiteral("alone (127.0.0.1:40001).")),
             qPrintable(figure::Narrator(inputOf(world)).caption()));
}

void TestCaptions::shutdown_isToldByItsWay()
{
    const std::pair<int, QString> ways[] = {
        {SHUT_RD, QStringLiteral("it will read no more from this socket, but can still send.")},
        {SHUT_WR, QStringLiteral("it will send no more on this socket, but can still receive.")},
        {SHUT_RDWR, QStringLiteral("it will neither send nor receive on this socket any more.")}};
    for (const auto &[how, words] : ways) {
        Connection run;
        run.build.shutdown(run.client, how);
        QCOMPARE(captionNow(run.build), QStringLiteral("Client A calls shutdown(): ") + words);
    }
}

void TestCaptions::readOfZeroAfterShutdown_isNotTheOthersEnd()
{
    Connection run;
    run.build.setSnapshots(false);
    run.build.shutdown(run.client, SHUT_RD);
    tell(run.build, run.client, recordOf(run.build, run.client, trace::Call::Recv));
    QCOMPARE(captionNow(run.build), QStringLiteral("recv() returns 0: Client A has shut its own socket down for "
                                                   "reading."));
    const world::World world = worldOf(run.build);
    QCOMPARE(world.socket(run.client)->state, kernel::State::Established);
    QVERIFY(!world.socket(run.client)->endOfFileRead);
}

void TestCaptions::endOfFile_isToldByTheCallThatReadIt()
{
    Connection run;
    run.build.close(run.accepted);
    tell(run.build, run.client, recordOf(run.build, run.client, trace::Call::Read));
    QCOMPARE(captionNow(run.build),
             QStringLiteral("read() returns 0: end of file. Server has closed its side and sends no more."));
}

void TestCaptions::truncation_isToldByWhatWasGiven()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto door = build.socket(build.start("srv.py"), Protocol::Udp);
    build.bind(door, Address);
    build.sendto(build.socket(build.start("cl.py"), Protocol::Udp), "hello world", Address);
    trace::Record peek = recordOf(build, door, trace::Call::Recv);
    peek.flags = MSG_PEEK | MSG_TRUNC;
    peek.requested = 4;
    tell(build, door, peek, 11);
    QCOMPARE(captionNow(build), QStringLiteral("recv() with MSG_PEEK shows Server 4 bytes, and leaves them in the "
                                               "queue."));
    Connection run;
    run.build.send(run.client, "hola");
    trace::Record thrown = recordOf(run.build, run.accepted, trace::Call::Recv);
    thrown.flags = MSG_TRUNC;
    thrown.requested = 2;
    tell(run.build, run.accepted, thrown, 2);
    QCOMPARE(captionNow(run.build),
             QStringLiteral("recv() with MSG_TRUNC throws 2 bytes away: Server does not get them."));
}

void TestCaptions::sendByAServerToOneNotObserved_reachesNobodyByName()
{
    Connection run;
    const auto server = run.build.ownerOf(run.listener);
    const auto own = run.build.socket(server, Protocol::Tcp);
    trace::Record connecting = recordOf(run.build, own, trace::Call::Connect);
    connecting.address = trace::Endpoint::fromString("192.0.2.1:9000");
    run.build.setSnapshots(false);
    tell(run.build, own, connecting, -1, EINPROGRESS);
    run.build.enterSend(own, "hola");
    QCOMPARE(captionNow(run.build), QStringLiteral("Server sends S1: whether its connection with 192.0.2.1:9000 is "
                                                   "there yet was not observed."));
}

void TestCaptions::closeOfAConnection_isLeftToTheKernel()
{
    Connection run;
    run.build.close(run.client);
    const QString caption = captionOf<figure::OneProcessNarrator>(run.build);
    QVERIFY2(caption.endsWith(QStringLiteral("how its connection ends is left to the kernel.")), qPrintable(caption));
    const auto fresh = run.build.socket(run.build.ownerOf(run.client), Protocol::Tcp);
    run.build.close(fresh);
    QVERIFY(captionOf<figure::OneProcessNarrator>(run.build).endsWith(QStringLiteral("the kernel takes it away.")));
}

void TestCaptions::socketOfAnotherKind_isNotToldAsTcp()
{
    using trace::Call;
    const QString none = QStringLiteral("Client A called %1(): the result is 3.");
    for (const auto &[call, name] :
         {std::pair(Call::Socket, "socket"), std::pair(Call::Bind, "bind"), std::pair(Call::Listen, "listen"),
          std::pair(Call::Accept, "accept"), std::pair(Call::Connect, "connect"), std::pair(Call::Send, "send"),
          std::pair(Call::Recv, "recv")}) {
        Connection run;
        trace::Record record; // of a UNIX socket there is neither cookie nor address
        record.call = call;
        record.fd = 9;
        tell(run.build, run.client, record, 3);
        QCOMPARE(captionNow(run.build), none.arg(QLatin1String(name)));
        if (call != Call::Listen)
            QCOMPARE(captionOf<figure::PairNarrator>(run.build), none.arg(QLatin1String(name)));
    }
}

QTEST_GUILESS_MAIN(TestCaptions)
#include "tst_captions.moc"
