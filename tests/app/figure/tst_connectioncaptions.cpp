// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/oneprocessnarrator.h"
#include "app/figure/pairnarrator.h"
#include "tests/app/figure/captions.h"

using namespace zocalo;
using namespace zocalo::test::captions;
using test::HistoryBuilder;

/// What a figure says of how connections of watched programs begin and end.
class TestConnectionCaptions : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { text::setLanguage(QStringLiteral("en")); }
    void close_tellsOfTheOtherEnd();
    void sendAfterAShutdownOfItsOwn_goesNowhere();
    void closeOfOneDescriptorOfTwo_endsNothing();
    void closeOfWhatIsPassedOn_endsNothing();
    void connectWithoutAnAddress_asksForNoConnection();
    void connectOfADatagramSocket_asksForNoConnection();
    void acceptWithoutAnAddress_isToldByItsSocket();
    void shutdown_isToldByItsWay();
    void readOfZeroAfterShutdown_isNotTheOthersEnd();
    void endOfFile_isToldByTheCallThatReadIt();
    void endThatWaits_isToldBeforeItIsRead();
    void socketsForOneClient_areToldApart();
    void closeOfAConnection_isLeftToTheKernel();
};

void TestConnectionCaptions::close_tellsOfTheOtherEnd()
{
    Connection quiet;
    quiet.build.close(quiet.accepted);
    QCOMPARE(captionNow(quiet.build), QStringLiteral("Server closes its socket for Client A."));
    Connection many;
    many.build.connect(many.build.socket(many.build.start("cl2.py"), Protocol::Tcp), Address);
    many.build.accept(many.listener);
    many.build.close(many.accepted);
    QCOMPARE(captionNow(many.build),
             QStringLiteral("Server closes its socket for Client A. The other connections do not notice."));
    Connection aborted;
    const linger never{1, 0};
    aborted.build.setOption(aborted.accepted, SOL_SOCKET, SO_LINGER,
                            QByteArray(reinterpret_cast<const char *>(&never), sizeof never));
    aborted.build.setSnapshots(false); // the history's kernel closes it with a FIN
    aborted.build.close(aborted.accepted);
    QCOMPARE(
        captionNow(aborted.build),
        QStringLiteral("Server closes its socket for Client A with SO_LINGER {1, 0}: the other end gets a reset. The "
                       "reset is deduced, not observed."));
    QCOMPARE(captionOf<figure::PairNarrator>(aborted.build), captionNow(aborted.build));
    const auto reset = QStringLiteral("bytes unread: the other end gets a reset. The reset is deduced, not "
                                      "observed.");
    Connection unread;
    unread.build.send(unread.client, "hola");
    unread.build.close(unread.accepted);
    QCOMPARE(captionNow(unread.build), QStringLiteral("Server closes its socket for Client A with ") + reset);
    QCOMPARE(captionOf<figure::PairNarrator>(unread.build),
             QStringLiteral("Server closes its socket for Client A with ") + reset);
    Connection other;
    other.build.send(other.accepted, "hola");
    other.build.close(other.client);
    QCOMPARE(captionNow(other.build), QStringLiteral("Client A closes its socket with ") + reset);
}

void TestConnectionCaptions::closeOfWhatIsPassedOn_endsNothing()
{
    Connection run;
    run.build.send(run.client, "hola");
    const world::World before = worldOf(run.build);
    history::KernelSnapshot table;
    for (const kernel::SocketRow &row : before.kernelRows())
        table.rows.append(row);
    run.build.setSnapshots(false);
    run.build.close(run.accepted);
    table.beginNs = table.endNs = std::numeric_limits<qint64>::max() / 2; // read since
    run.build.append(table);
    QVERIFY2(captionNow(run.build).contains(QLatin1String("The kernel's table still has the socket open")),
             qPrintable(captionNow(run.build)));
}

void TestConnectionCaptions::sendAfterAShutdownOfItsOwn_goesNowhere()
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

void TestConnectionCaptions::closeOfOneDescriptorOfTwo_endsNothing()
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

void TestConnectionCaptions::connectWithoutAnAddress_asksForNoConnection()
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

void TestConnectionCaptions::connectOfADatagramSocket_asksForNoConnection()
{
    HistoryBuilder build;
    build.start("srv.py");
    build.enterConnect(build.socket(build.start("cl.py"), Protocol::Udp), Address);
    QCOMPARE(captionNow(build), QStringLiteral("Client A calls connect(): 127.0.0.1:9000 is to be the other end of its "
                                               "UDP socket."));
}

void TestConnectionCaptions::acceptWithoutAnAddress_isToldByItsSocket()
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

void TestConnectionCaptions::shutdown_isToldByItsWay()
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

void TestConnectionCaptions::readOfZeroAfterShutdown_isNotTheOthersEnd()
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

void TestConnectionCaptions::endOfFile_isToldByTheCallThatReadIt()
{
    Connection run;
    run.build.close(run.accepted);
    tell(run.build, run.client, recordOf(run.build, run.client, trace::Call::Read));
    QCOMPARE(captionNow(run.build),
             QStringLiteral("read() returns 0: end of file. Server has closed its side and sends no more."));
}

void TestConnectionCaptions::endThatWaits_isToldBeforeItIsRead()
{
    Connection run;
    run.build.send(run.client, "hola");
    run.build.shutdown(run.client, SHUT_WR);
    auto reading = run.build.enterReceive(run.accepted);
    run.build.snapshot();
    QCOMPARE(captionNow(run.build), QStringLiteral("Server calls recv() on its socket for Client A: 4 bytes wait "
                                                   "there."));
    run.build.finish(reading);
    reading = run.build.enterReceive(run.accepted);
    run.build.snapshot();
    QCOMPARE(captionNow(run.build), QStringLiteral("Server calls recv() on its socket for Client A: no byte waits "
                                                   "there, only the end of the stream, so it will return 0."));
    QCOMPARE(run.build.finish(reading), 0);
    Connection other;
    other.build.close(other.accepted);
    other.build.enterReceive(other.client);
    other.build.snapshot();
    QCOMPARE(captionNow(other.build), QStringLiteral("Client A calls recv(): no byte waits, only the end of the "
                                                     "stream, so it will return 0."));
}

void TestConnectionCaptions::socketsForOneClient_areToldApart()
{
    Connection run;
    const auto second = run.build.socket(run.build.ownerOf(run.client), Protocol::Tcp);
    run.build.connect(second, Address);
    const auto accepted = run.build.accept(run.listener);
    run.build.enterReceive(accepted);
    run.build.snapshot();
    QCOMPARE(captionNow(run.build), QStringLiteral("Server calls recv() on its socket for Client A (127.0.0.1:40002): "
                                                   "no byte waits there."));
}

void TestConnectionCaptions::closeOfAConnection_isLeftToTheKernel()
{
    Connection run;
    run.build.close(run.client);
    const QString caption = captionOf<figure::OneProcessNarrator>(run.build);
    QVERIFY2(caption.endsWith(QStringLiteral("how its connection ends is left to the kernel.")), qPrintable(caption));
    const auto fresh = run.build.socket(run.build.ownerOf(run.client), Protocol::Tcp);
    run.build.close(fresh);
    QVERIFY(captionOf<figure::OneProcessNarrator>(run.build).endsWith(QStringLiteral("the kernel takes it away.")));
}

QTEST_GUILESS_MAIN(TestConnectionCaptions)
#include "tst_connectioncaptions.moc"
