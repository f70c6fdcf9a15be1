// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/narrator.h"
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
    void pendingError_isNamed();
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

QTEST_GUILESS_MAIN(TestCaptions)
#include "tst_captions.moc"
