// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/pairnarrator.h"
#include "tests/app/figure/captions.h"

using namespace zocalo;
using namespace zocalo::test::captions;
using test::HistoryBuilder;

/// What a figure says of what watched programs do: sentences that a run could prove false.
class TestCaptions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { text::setLanguage(QStringLiteral("en")); }
    void sendToAClosedPeer_reachesNobody();
    void sendWithoutAConnection_reachesNobody();
    void sendOnAListeningSocket_hasNoOtherEnd();
    void datagramToAPortWithoutASocket_reachesNobody();
    void datagramToAnotherMachine_claimsNothing();
    void endOfAChild_isNotTheServers();
    void cutDatagram_isToldByWhatWasGiven();
    void cutDatagramWithItsWholeLength_isToldByWhatWasGiven();
    void emptyQueueThatIsNotWaitedFor_isTold();
    void partOfAMessage_isToldByItsPlace();
    void closeWithDatagramsUnread_tellsOfThem();
    void askedAddress_isTold();
    void pendingError_isNamed();
    void truncation_isToldByWhatWasGiven();
    void sendByAServerToOneNotObserved_reachesNobodyByName();
    void socketOfAnotherKind_isNotToldAsTcp();
    void addressThatIsBeingGiven_mayBeThere();
    void bytesThatAreOfNoKnownMessage_claimNothing();
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
    QCOMPARE(captionNow(run.build), QStringLiteral("Client A sends A2 to 127.0.0.1:9000: the socket at that end is "
                                                   "closed, and no process can read it."));
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
    build.connect(socket, "127.0.0.2:9000");
    QCOMPARE(captionNow(build),
             QStringLiteral("connect() in Client A fails with ECONNREFUSED: nobody listens at 127.0.0.2:9000."));
}

void TestCaptions::sendOnAListeningSocket_hasNoOtherEnd()
{
    HistoryBuilder build;
    const auto door = build.socket(build.start("srv.py"), Protocol::Tcp);
    build.bind(door, Address);
    build.listen(door);
    build.finish(build.enterSend(door, "hola"));
    QCOMPARE(captionNow(build),
             QStringLiteral("send() in srv.py fails with EPIPE: a listening socket has no other end."));
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
    QCOMPARE(captionNow(build), QStringLiteral("send() in Client A fails with ECONNREFUSED, the answer to an earlier "
                                               "datagram that reached nobody. A4 was not sent."));
    build.setOption(client, SOL_SOCKET, SO_RCVBUF, 4096);
    QCOMPARE(captionNow(build),
             QStringLiteral("setsockopt() asks for 4096 bytes as SO_RCVBUF of the socket of Client A: the kernel "
                            "doubles that, and has a least."));
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

void TestCaptions::endOfAChild_isNotTheServers()
{
    Connection run;
    const auto second = run.build.start("srv.py#2");
    const auto door = run.build.socket(second, Protocol::Udp);
    run.build.bind(door, "127.0.0.1:9001");
    run.build.end(second);
    QCOMPARE(captionNow(run.build), QStringLiteral("srv.py#2 (PID 4102) has ended, with exit status 0."));
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

void TestCaptions::partOfAMessage_isToldByItsPlace()
{
    Connection run;
    run.build.send(run.client, "1234567");
    run.build.recv(run.accepted, 3);
    QCOMPARE(captionNow(run.build), QStringLiteral("recv() gives Server the first 3 bytes of A1, which has 7."));
    run.build.recv(run.accepted, 1);
    QCOMPARE(captionNow(run.build), QStringLiteral("recv() gives Server 1 of the 7 bytes of A1."));
    run.build.recv(run.accepted, 3);
    QCOMPARE(captionNow(run.build), QStringLiteral("recv() gives Server the last 3 bytes of A1, which has 7."));
}

void TestCaptions::closeWithDatagramsUnread_tellsOfThem()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start("srv.py");
    const auto client = build.socket(build.start("cl.py"), Protocol::Udp);
    for (const bool isRead : {false, true}) {
        const auto door = build.socket(server, Protocol::Udp);
        build.bind(door, Address);
        for (const char *text : {"one", "two"}) {
            build.sendto(client, text, Address);
            if (isRead)
                build.recvfrom(door);
        }
        build.close(door);
        QCOMPARE(captionNow(build), isRead ? QStringLiteral("Server closes its socket.")
                                           : QStringLiteral("Server closes its socket: 2 datagrams were in its queue, "
                                                            "and nobody will read them."));
    }
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
             QStringLiteral("recv() gives Server the first 4 of the 10 bytes of A1: the rest is lost. With MSG_TRUNC "
                            "the call returns the whole length, 10."));
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

// The kernel gives a port to a socket that sends unbound, and the return of that send tells of it: here after the
// answer.
void TestCaptions::addressThatIsBeingGiven_mayBeThere()
{
    HistoryBuilder build;
    const auto door = build.socket(build.start("srv.py"), Protocol::Udp);
    build.bind(door, Address);
    const auto client = build.socket(build.start("cl.py"), Protocol::Udp);
    const auto asking = build.enterSend(client, "who?", Address);
    build.carryOut(asking);
    build.recvfrom(door);
    const QString back = QString::fromStdString(build.local(client).toString());
    build.enterSend(door, "me", back);
    QVERIFY2(!captionNow(build).contains(NobodyThere, Qt::CaseInsensitive), qPrintable(captionNow(build)));
    build.finish(asking);
    build.close(client);
    build.enterSend(door, "still there?", back);
    QVERIFY2(captionNow(build).contains(NobodyThere, Qt::CaseInsensitive), qPrintable(captionNow(build)));
}

void TestCaptions::bytesThatAreOfNoKnownMessage_claimNothing()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto door = build.socket(build.start("srv.py"), Protocol::Udp);
    build.bind(door, Address);
    const auto client = build.socket(build.start("cl.py"), Protocol::Udp);
    build.sendto(client, "hello", Address);
    build.recvfrom(door);
    // A second copy of a datagram to a group: it was sent by a call that was observed.
    trace::Record twice = recordOf(build, door, trace::Call::Recvfrom);
    twice.address = build.local(client);
    tell(build, door, twice, 5);
    QCOMPARE(captionNow(build),
             QStringLiteral("recvfrom() gives Server 5 bytes: of which message they are was not observed."));
    twice.address = trace::Endpoint::fromString("127.0.0.1:4711");
    tell(build, door, twice, 5);
    QCOMPARE(captionNow(build),
             QStringLiteral("recvfrom() gives Server 5 bytes: no call that was observed has sent them."));
    // Without an address it may be of that call.
    tell(build, door, recordOf(build, door, trace::Call::Recv), 5);
    QCOMPARE(captionNow(build),
             QStringLiteral("recv() gives Server 5 bytes: of which message they are was not observed."));
    tell(build, door, recordOf(build, door, trace::Call::Recvmmsg), 3);
    QCOMPARE(captionNow(build),
             QStringLiteral("recvmmsg() gives Server 3 datagrams: which messages they are is not told apart."));
    build.sendto(client, "one", Address);
    build.sendto(client, "two", Address);
    trace::Record both = recordOf(build, door, trace::Call::Recvmmsg);
    both.payloadTotal = both.payloadKept = 6;
    tell(build, door, both, 2, 0, "onetwo");
    QCOMPARE(captionNow(build),
             QStringLiteral("recvmmsg() gives Server 2 datagrams at once, which stay apart: A2, A3."));
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
