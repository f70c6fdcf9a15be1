// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Pictures of programs of the user's, which do what no lesson does: they claim nothing that was not observed.
#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QTest>

#include <algorithm>

using namespace zocalo;
using namespace zocalo::test::mechanism;
using kernel::Protocol;
using lesson::Detail;
using lesson::Kind;
using test::HistoryBuilder;
using test::Role;
using world::MomentKind;

namespace {

/// A server that serves TCP and UDP at the same port, and a client with a socket of either, its connection accepted.
struct BothProtocols
{
    HistoryBuilder build;
    history::SocketId listener = 0, door = 0, stream = 0, accepted = 0, datagram = 0;

    BothProtocols()
    {
        build.setSnapshots(true);
        const auto server = build.start("server", Role::Server, "S");
        const auto client = build.start("client", Role::Client, "A");
        listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        door = build.socket(server, Protocol::Udp);
        build.bind(door, "127.0.0.1:9000");
        stream = build.socket(client, Protocol::Tcp);
        build.connect(stream, "127.0.0.1:9000");
        accepted = build.accept(listener);
        datagram = build.socket(client, Protocol::Udp);
    }
};

bool hasYellow(const DisplayList &list)
{
    return std::any_of(list.items().begin(), list.items().end(), [](const figure::Item &item) {
        const auto *shape = std::get_if<figure::Shape>(&item.data);
        return shape && shape->fill == figure::Colour(figure::Tone::Match);
    });
}

QStringList faultsOf(const DisplayList &list) { return test::geometryFaults(list) + test::overlapFaults(list); }

} // namespace

class TestWatchedPrograms : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void otherProtocol_doesNotMoveInThePicture_data();
    void otherProtocol_doesNotMoveInThePicture();
    void childrenThatNobodyLookedAt_areNotToldEmpty_data();
    void childrenThatNobodyLookedAt_areNotToldEmpty();
    void bytesThatNoMessageExplains_areTheKernelsNumber_data();
    void bytesThatNoMessageExplains_areTheKernelsNumber();
    void datagramsThatNobodySaw_areNotToldEmpty();
    void wildcard_isNoAddressOfADatagram();
    void dataForAnUnseenChild_doesNotGoToTheListener_data();
    void dataForAnUnseenChild_doesNotGoToTheListener();
    void resetSocket_isNoRowThatWasObserved();
    void endOfAStream_isNotCountedAsAMessage();
    void messageThatIsReadBeforeItsSendReturns_isInOnePlace_data();
    void messageThatIsReadBeforeItsSendReturns_isInOnePlace();
};

void TestWatchedPrograms::otherProtocol_doesNotMoveInThePicture_data()
{
    QTest::addColumn<int>("detail");
    QTest::addColumn<int>("drawn");
    QTest::addRow("datagrams, mechanism of TCP") << int(Detail::Mechanism) << int(Kind::Tcp);
    QTest::addRow("datagrams, idea of TCP") << int(Detail::Idea) << int(Kind::Tcp);
    QTest::addRow("a stream, mechanism of UDP") << int(Detail::Mechanism) << int(Kind::Udp);
    QTest::addRow("a stream, idea of UDP") << int(Detail::Idea) << int(Kind::Udp);
}

/// There and back: neither the message nor its way nor where it lands is of the protocol that is drawn.
void TestWatchedPrograms::otherProtocol_doesNotMoveInThePicture()
{
    QFETCH(int, detail);
    QFETCH(int, drawn);
    BothProtocols run;
    const bool drawsTcp = Kind(drawn) == Kind::Tcp;
    const qsizetype before = timelineOf(run.build.events()).stepCount();
    if (drawsTcp) {
        run.build.sendto(run.datagram, "dgram", "127.0.0.1:9000");
        run.build.recvfrom(run.door);
        run.build.sendto(run.door, "back", QString::fromStdString(run.build.local(run.datagram).toString()));
        run.build.recvfrom(run.datagram);
    } else {
        run.build.send(run.stream, "bytes");
        run.build.recv(run.accepted);
        run.build.send(run.accepted, "back");
        run.build.recv(run.stream);
    }
    const world::Timeline timeline = timelineOf(run.build.events());
    QCOMPARE(timeline.stepCount(), before + 8);
    for (int step = int(before); step < timeline.stepCount(); ++step) {
        for (const double progress : {0.0, 0.4, 0.8}) {
            const DisplayList list = pictureOf(timeline, step, progress, Kind(drawn), Detail(detail));
            QVERIFY(!list.node(NodeKind::Message, timeline.world(step).messages().last().id));
            QVERIFY(!hasYellow(list));
            QVERIFY(!containsText(list, QStringLiteral("the message was here")));
            QVERIFY(!containsText(list, QStringLiteral("path travelled")));
            QVERIFY(!containsText(list, QStringLiteral("still to go")));
            if (step + 1 < timeline.stepCount())
                QVERIFY(list.sameStill(pictureOf(timeline, step, 0, Kind(drawn), Detail(detail))));
            QVERIFY(containsText(list, QStringLiteral("which is not drawn here")));
            QCOMPARE(faultsOf(list), QStringList());
        }
    }
}

void TestWatchedPrograms::childrenThatNobodyLookedAt_areNotToldEmpty_data()
{
    QTest::addColumn<int>("children");
    QTest::addRow("with room for words") << 2;
    QTest::addRow("in little room") << 4;
}

/// The table was read when they had come to the accept queue, and not since: what they hold by now nobody knows.
void TestWatchedPrograms::childrenThatNobodyLookedAt_areNotToldEmpty()
{
    QFETCH(int, children);
    Crowd crowd(children);
    crowd.build.snapshot();
    crowd.build.setSnapshots(false);
    const auto pictures = [&] {
        const world::Timeline timeline = timelineOf(crowd.build.events());
        const int last = int(timeline.stepCount()) - 1;
        return std::pair(pictureOf(timeline, last, 0, Kind::Tcp, Detail::Mechanism),
                         pictureOf(timeline, last, 0, Kind::Tcp, Detail::Idea));
    };
    const auto seen = pictures();
    QCOMPARE(countOf(seen.first, NodeKind::Child), children);
    QVERIFY(containsText(seen.first, QStringLiteral("0 bytes")));
    QVERIFY(!textsOf(seen.second).contains(QStringLiteral("?")));
    crowd.build.send(crowd.sockets.first(), "hola");
    const auto since = pictures();
    QCOMPARE(countOf(since.first, NodeKind::Child), children);
    QVERIFY(!containsText(since.first, QStringLiteral("0 B")) && !containsText(since.first, QStringLiteral("0 bytes")));
    QCOMPARE(textsOf(since.first).count(children > 2 ? QStringLiteral("?") : QStringLiteral("not observed")), children);
    QCOMPARE(textsOf(since.second).count(QStringLiteral("?")), children);
    QCOMPARE(faultsOf(since.first), QStringList());
    QCOMPARE(faultsOf(since.second), QStringList());
}

void TestWatchedPrograms::bytesThatNoMessageExplains_areTheKernelsNumber_data()
{
    QTest::addColumn<bool>("accepted");
    QTest::addColumn<bool>("exact");
    QTest::addRow("a child") << false << true;
    QTest::addRow("a child, the processes went on") << false << false;
    QTest::addRow("a connection") << true << true;
    QTest::addRow("a connection, the processes went on") << true << false;
}

/// Who has sent them did not say so by a call that was seen.
void TestWatchedPrograms::bytesThatNoMessageExplains_areTheKernelsNumber()
{
    QFETCH(bool, accepted);
    QFETCH(bool, exact);
    Crowd crowd(1);
    crowd.build.snapshot();
    crowd.build.setSnapshots(false);
    if (accepted)
        crowd.build.accept(crowd.listener);
    const qsizetype sent = crowd.build.events().size();
    crowd.build.send(crowd.sockets.first(), "hola");
    const qsizetype end = crowd.build.events().size();
    crowd.build.snapshot(exact);
    QList<history::Event> events = crowd.build.events();
    events.remove(sent, end - sent);
    const world::Timeline timeline = timelineOf(events);
    const int last = int(timeline.stepCount()) - 1;
    QVERIFY(timeline.world(last).messages().isEmpty());
    QVERIFY(timeline.world(last).tableAge() != world::TableAge::Old);
    const DisplayList mechanism = pictureOf(timeline, last, 0, Kind::Tcp, Detail::Mechanism);
    QVERIFY(hasText(mechanism, QStringLiteral("4 bytes")) && !hasText(mechanism, QStringLiteral("0 bytes")));
    const DisplayList idea = pictureOf(timeline, last, 0, Kind::Tcp, Detail::Idea);
    QVERIFY(hasText(idea, QStringLiteral("4 B")));
    QCOMPARE(faultsOf(mechanism), QStringList());
    QCOMPARE(faultsOf(idea), QStringList());
}

void TestWatchedPrograms::datagramsThatNobodySaw_areNotToldEmpty()
{
    BothProtocols run;
    const world::Timeline before = timelineOf(run.build.events());
    const auto last = [](const world::Timeline &timeline, Detail detail) {
        return pictureOf(timeline, int(timeline.stepCount()) - 1, 0, Kind::Udp, detail);
    };
    QVERIFY(!hasText(last(before, Detail::Mechanism), QStringLiteral("not observed")));
    run.build.setSnapshots(false);
    const qsizetype sent = run.build.events().size();
    run.build.sendto(run.datagram, "hola", "127.0.0.1:9000");
    const qsizetype end = run.build.events().size();
    run.build.snapshot();
    QList<history::Event> events = run.build.events();
    events.remove(sent, end - sent);
    const world::Timeline seen = timelineOf(events);
    QVERIFY(containsText(last(seen, Detail::Mechanism), QStringLiteral("of which datagrams was not observed")));
    for (const world::Timeline &timeline : {seen, timelineOf(run.build.events().first(end))}) {
        const DisplayList mechanism = last(timeline, Detail::Mechanism);
        QVERIFY(hasText(mechanism, QStringLiteral("not observed")));
        QVERIFY(!containsText(mechanism, QStringLiteral(": 0 bytes")));
        QVERIFY(hasText(last(timeline, Detail::Idea), QStringLiteral("?")));
        QCOMPARE(faultsOf(mechanism), QStringList());
    }
}

/// A server that is bound to it, and a client of which the kernel gives the same until it is connected.
void TestWatchedPrograms::wildcard_isNoAddressOfADatagram()
{
    HistoryBuilder build;
    const auto client = build.start("client", Role::Client, "A");
    const auto server = build.start("server", Role::Server, "S");
    const auto door = build.socket(server, Protocol::Udp);
    build.bind(door, "0.0.0.0:9000");
    build.snapshot();
    const int bound = int(timelineOf(build.events()).stepCount()) - 1;
    const auto own = build.socket(client, Protocol::Udp);
    build.sendto(own, "hola", "127.0.0.1:9000");
    build.snapshot();
    build.recvfrom(door);
    const world::Timeline timeline = timelineOf(build.events());
    for (const Kind kind : {Kind::Udp, Kind::Pair}) {
        for (int step = bound; step < timeline.stepCount(); ++step) {
            const DisplayList list = pictureOf(timeline, step, 0, kind, Detail::Mechanism);
            const QStringList texts = textsOf(list);
            for (const QString &text : texts) // an address of a socket has a port
                QVERIFY2(!text.endsWith(QLatin1String("0.0.0.0")), qPrintable(text));
            const bool sent = kind == Kind::Udp && !timeline.world(step).messages().isEmpty();
            QCOMPARE(hasText(list, QStringLiteral("addresses of the datagrams: 127.0.0.1")), sent);
            QCOMPARE(faultsOf(list), QStringList());
        }
    }
}

void TestWatchedPrograms::dataForAnUnseenChild_doesNotGoToTheListener_data()
{
    QTest::addColumn<int>("clients");
    QTest::addRow("one client") << 1;
    QTest::addRow("three clients, of which one is accepted") << 3;
    QTest::addRow("six clients, of which one is accepted") << 6;
}

/// It is connected, but no table was read since: only a SYN goes to the listening socket.
void TestWatchedPrograms::dataForAnUnseenChild_doesNotGoToTheListener()
{
    QFETCH(int, clients);
    Crowd crowd(0);
    HistoryBuilder &build = crowd.build;
    build.setSnapshots(false);
    history::SocketId own = 0;
    QList<history::ProcessId> processes;
    for (int i = 0; i < clients; ++i) {
        const QString letter(QChar(u'A' + i));
        processes << build.start("tcp." + letter, Role::Client, letter, "tcp", i);
    }
    for (int i = 0; i < clients; ++i) {
        own = build.socket(processes.at(i), Protocol::Tcp);
        build.connect(own, "127.0.0.1:9000");
        if (i == 0 && clients > 1) {
            build.accept(crowd.listener);
            build.snapshot();
        }
    }
    const qsizetype entered = timelineOf(build.events()).stepCount();
    build.send(own, "hola");
    const world::Timeline timeline = timelineOf(build.events());
    QCOMPARE(timeline.stepCount(), entered + 2);
    for (int step = int(entered); step < timeline.stepCount(); ++step) {
        for (const double progress : {0.0, 0.3, 0.6, 0.95}) {
            const DisplayList list = pictureOf(timeline, step, progress, Kind::Tcp, Detail::Mechanism);
            const figure::Node *lane = list.node(NodeKind::Lane, own);
            QVERIFY(lane && lane->rect.right() < list.node(NodeKind::Table, 0)->rect.left());
            QVERIFY(rowsOf(list).yellow.isEmpty());
            QVERIFY(containsText(list, QStringLiteral(": not observed")) && !hasText(list, QStringLiteral("none yet")));
            QCOMPARE(faultsOf(list), QStringList());
        }
    }
}

/// Its process has it open, but the kernel's table, which listed it before, does not any more.
void TestWatchedPrograms::resetSocket_isNoRowThatWasObserved()
{
    for (const bool lookedAt : {true, false}) {
        Crowd crowd(1);
        crowd.build.accept(crowd.listener);
        const auto own = crowd.sockets.first();
        crowd.build.setSnapshots(false);
        crowd.build.snapshot();
        QList<history::Event> events = crowd.build.events();
        auto &table = std::get<history::KernelSnapshot>(events.last().data);
        table.rows.removeIf([own](const kernel::SocketRow &row) { return row.cookie == own; });
        const history::Event without = events.last();
        crowd.build.enterReceive(own);
        events << crowd.build.events().last();
        if (lookedAt)
            events << without;
        const world::Timeline timeline = timelineOf(events);
        const int last = int(timeline.stepCount()) - 1;
        QCOMPARE(timeline.world(last).moment().name, trace::Call::Recv);
        QVERIFY(!timeline.world(last).socket(own)->closed);
        const DisplayList list = pictureOf(timeline, last, 0, Kind::Tcp, Detail::Mechanism);
        QCOMPARE(rowsOf(list).all, QList<quint64>());
        QCOMPARE(faultsOf(list), QStringList());
    }
}

/// A client that has gone before it was accepted: nothing of it waits to be read but the end.
void TestWatchedPrograms::endOfAStream_isNotCountedAsAMessage()
{
    for (int clients = 1; clients <= 6; ++clients) {
        HistoryBuilder build;
        build.setSnapshots(true);
        const auto listener = build.socket(build.start("server.py"), Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        history::SocketId last = 0;
        for (int i = 0; i < clients; ++i) {
            last = build.socket(build.start(QStringLiteral("client.py#%1").arg(i + 1)), Protocol::Tcp);
            build.connect(last, "127.0.0.1:9000");
        }
        build.close(last);
        const world::Timeline timeline = timelineOf(build.events());
        const world::World &world = timeline.world(timeline.stepCount() - 1);
        QCOMPARE(world.socket(build.peerOf(last))->state, kernel::State::CloseWait);
        const DisplayList list = pictureOf(timeline, timeline.stepCount() - 1, 0, Kind::Tcp, Detail::Idea);
        QVERIFY(list.node(NodeKind::Child, build.peerOf(last)));
        QVERIFY2(!containsText(list, QStringLiteral("×")), qPrintable(textsOf(list).join(QLatin1Char('|'))));
    }
}

void TestWatchedPrograms::messageThatIsReadBeforeItsSendReturns_isInOnePlace_data()
{
    QTest::addColumn<bool>("isTcp");
    QTest::addColumn<bool>("back");
    QTest::addRow("TCP") << true << false;
    QTest::addRow("UDP") << false << false;
    QTest::addRow("TCP, back") << true << true;
    QTest::addRow("UDP, back") << false << true;
}

/// The receiver runs as soon as the bytes are there, often before the sender has come back from its call.
void TestWatchedPrograms::messageThatIsReadBeforeItsSendReturns_isInOnePlace()
{
    QFETCH(bool, isTcp);
    QFETCH(bool, back);
    BothProtocols run;
    auto &build = run.build;
    build.setSnapshots(false);
    if (!isTcp && back) {
        build.sendto(run.datagram, "hola", "127.0.0.1:9000");
        build.recvfrom(run.door);
    }
    const auto from = isTcp ? (back ? run.accepted : run.stream) : (back ? run.door : run.datagram);
    const auto to = isTcp ? (back ? run.stream : run.accepted) : (back ? run.datagram : run.door);
    const QString address = isTcp  ? QString()
                            : back ? QString::fromStdString(build.local(run.datagram).toString())
                                   : QStringLiteral("127.0.0.1:9000");
    const auto send = build.enterSend(from, "hola", address);
    build.carryOut(send);
    const auto receive = build.enterReceive(to, 1024, !isTcp);
    build.finish(receive);
    build.finish(send);
    // As it is recorded where the receiver waits already: its entry comes before the send's.
    QList<history::Event> events = build.events();
    const auto isOf = [](history::CallId call) {
        return [call](const history::Event &event) {
            const auto *enters = std::get_if<history::CallEntered>(&event.data);
            return enters && enters->id == call;
        };
    };
    const auto sends = std::find_if(events.begin(), events.end(), isOf(send));
    const auto receives = std::find_if(events.begin(), events.end(), isOf(receive));
    QVERIFY(sends < receives);
    std::rotate(sends, receives, receives + 1);
    const world::Timeline waited = timelineOf(events);
    int step = 0;
    while (!(waited.world(step).moment().call == send && waited.world(step).moment().kind == MomentKind::Entered))
        ++step;
    const auto message = waited.world(step).moment().messages.first();
    QVERIFY(waited.world(step + 1).moment().messages.contains(message));
    for (const Detail detail : {Detail::Idea, Detail::Mechanism}) {
        double last = back ? 1e9 : -1e9;
        for (const double progress : {0.1, 0.33, 0.5, 0.9}) {
            const DisplayList list = pictureOf(waited, step, progress, isTcp ? Kind::Tcp : Kind::Udp, detail);
            QCOMPARE(std::count_if(list.nodes().begin(), list.nodes().end(),
                                   [&](const figure::Node &node) {
                                       return node.kind == NodeKind::Message && node.id == message;
                                   }),
                     1);
            const double x = list.node(NodeKind::Message, message)->rect.center().x();
            QVERIFY(back ? x < last : x > last); // all of its way, from its sender
            last = x;
        }
    }
}

QTEST_MAIN(TestWatchedPrograms)

#include "tst_watchedprograms.moc"
