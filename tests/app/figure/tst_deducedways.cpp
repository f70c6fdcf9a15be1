// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QTest>

#include <sys/socket.h>

using namespace zocalo;
using namespace zocalo::test::mechanism;
using kernel::Protocol;
using lesson::Kind;
using trace::Call;
using world::MomentKind;

namespace {

/// A server that listens or is bound at port 9000, and a client with a socket, connected where it is TCP.
struct Ends
{
    test::HistoryBuilder build;
    history::SocketId bound = 0;
    history::SocketId own = 0;

    explicit Ends(Protocol protocol)
    {
        build.setSnapshots(true);
        const auto server = build.start("server", history::Role::Server, "S");
        const auto client = build.start("A", history::Role::Client, "A");
        bound = build.socket(server, protocol);
        build.bind(bound, "127.0.0.1:9000");
        if (protocol == Protocol::Tcp)
            build.listen(bound);
        own = build.socket(client, protocol);
        if (protocol == Protocol::Tcp)
            build.connect(own, "127.0.0.1:9000");
    }
    world::Timeline timeline() const { return timelineOf(build.events()); }
};

QString allTextOf(const DisplayList &list) { return textsOf(list).join(QLatin1Char('\n')); }

bool saysItAllHappensInside(const DisplayList &list)
{
    return allTextOf(list).contains(QLatin1String("on loopback it all happens inside"));
}

QString faultsOf(const DisplayList &list)
{
    return (test::geometryFaults(list) + test::overlapFaults(list)).join(QLatin1Char('\n'));
}

} // namespace

/// Ways that nobody saw are drawn as deduced, and what is told of them holds.
class TestDeducedWays : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void unseenMessage_hasItsWayDeduced_data();
    void unseenMessage_hasItsWayDeduced();
    void readAfterClose_hasItsWayDeduced();
    void sendThatSlept_didNotDoItAll();
    void heldBackBytes_crossLater();
    void whereNothingMoves_noCallDidIt();
};

void TestDeducedWays::unseenMessage_hasItsWayDeduced_data()
{
    QTest::addColumn<Protocol>("protocol");
    QTest::addColumn<int>("kind");
    QTest::addRow("tcp mechanism") << Protocol::Tcp << int(Kind::Tcp);
    QTest::addRow("tcp pair") << Protocol::Tcp << int(Kind::Pair);
    QTest::addRow("udp mechanism") << Protocol::Udp << int(Kind::Udp);
    QTest::addRow("udp pair") << Protocol::Udp << int(Kind::Pair);
}

/// The other end is closed: what became of the message behind its send nobody saw.
void TestDeducedWays::unseenMessage_hasItsWayDeduced()
{
    QFETCH(Protocol, protocol);
    QFETCH(int, kind);
    const bool isTcp = protocol == Protocol::Tcp;
    Ends ends(protocol);
    ends.build.close(isTcp ? ends.build.accept(ends.bound) : ends.bound);
    if (isTcp)
        ends.build.send(ends.own, "hola");
    else
        ends.build.sendto(ends.own, "hola", "127.0.0.1:9000");
    // The kernel takes the first send after the other end's close(): only then comes the reset.
    QList<history::Event> events = ends.build.events();
    for (history::Event &event : events) {
        auto *returned = std::get_if<history::CallReturned>(&event.data);
        if (returned && returned->record.call == Call::Send) {
            returned->record.result = 4;
            returned->record.error = 0;
        }
    }
    const world::Timeline timeline = timelineOf(events);
    const int entered = stepWith(timeline, MomentKind::Entered, isTcp ? Call::Send : Call::Sendto);
    QCOMPARE(timeline.world(entered + 1).messages().last().landed, world::SocketId(0));
    const auto pictureOf = [&](int step, double progress) { return pictureAt(timeline, step, progress, Kind(kind)); };
    for (const double progress : {0.0, 0.3, 0.7, 1.0}) {
        const DisplayList list = progress < 1 ? pictureOf(entered, progress) : pictureOf(entered + 1, 0);
        QCOMPARE(countOf(list, NodeKind::Lane), 1);
        QVERIFY(allTextOf(list).contains(QLatin1String("deduced, not observed: ")));
        QCOMPARE(faultsOf(list), QString());
        if (Kind(kind) == Kind::Pair) {
            QCOMPARE(hasText(list, QStringLiteral("no open socket takes it")), progress == 1.0);
            continue;
        }
        QVERIFY(hasText(list, QStringLiteral("deduced, not observed"))); // in the legend
        const QRectF lane = list.node(NodeKind::Lane, ends.own)->rect;
        const QRectF bracket = bracketOf(list);
        QVERIFY(qAbs(bracket.left() - lane.left()) < 12 && bracket.right() > lane.right() - 12);
    }
    QVERIFY(pictureOf(entered, 0.2).sameStill(pictureOf(entered, 0.8)));
}

/// The sender has closed its socket since.
void TestDeducedWays::readAfterClose_hasItsWayDeduced()
{
    Ends ends(Protocol::Tcp);
    const auto accepted = ends.build.accept(ends.bound);
    ends.build.send(ends.own, "hola");
    ends.build.close(ends.own);
    ends.build.recv(accepted);
    const world::Timeline timeline = ends.timeline();
    for (int step = timeline.stepCount() - 2; step < timeline.stepCount(); ++step) {
        const DisplayList list = pictureAt(timeline, step, 0, Kind::Pair);
        QCOMPARE(countOf(list, NodeKind::Lane), 1);
        QVERIFY(allTextOf(list).contains(QLatin1String("deduced, not observed: ")));
        QCOMPARE(faultsOf(list), QString());
    }
}

void TestDeducedWays::sendThatSlept_didNotDoItAll()
{
    Ends ends(Protocol::Tcp);
    const auto accepted = ends.build.accept(ends.bound);
    const auto send = ends.build.enterSend(ends.own, "hola");
    ends.build.asleep(send);
    ends.build.finish(send);
    ends.build.recv(accepted);
    const world::Timeline timeline = ends.timeline();
    const int entered = stepWith(timeline, MomentKind::Entered, Call::Send);
    for (const Kind kind : {Kind::Tcp, Kind::Pair}) {
        QVERIFY(saysItAllHappensInside(pictureAt(timeline, entered - 1, 0, kind)));
        for (int step = entered; step < timeline.stepCount(); ++step) {
            const DisplayList list = pictureAt(timeline, step, 0, kind);
            QVERIFY(!saysItAllHappensInside(list));
            QVERIFY(hasText(list, QStringLiteral("deduced, not observed: the way within the kernel")));
            QVERIFY(hasText(list, QStringLiteral("observed: the calls and the kernel's socket table")));
        }
    }
}

/// A send that never slept, and whose bytes the other end has no room for.
void TestDeducedWays::heldBackBytes_crossLater()
{
    Ends ends(Protocol::Tcp);
    ends.build.accept(ends.bound);
    ends.build.setSnapshots(false);
    ends.build.send(ends.own, "hola");
    ends.build.snapshot();
    QList<history::Event> events = ends.build.events();
    auto *table = std::get_if<history::KernelSnapshot>(&events.last().data);
    QVERIFY(table);
    for (kernel::SocketRow &row : table->rows) {
        if (row.state != kernel::State::Listen)
            row.receiveQueue = 0;
        if (row.cookie == ends.own)
            row.sendQueue = 4;
    }
    const world::Timeline timeline = timelineOf(events);
    for (const Kind kind : {Kind::Tcp, Kind::Pair}) {
        const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1, 0, kind);
        QCOMPARE(countOf(list, NodeKind::SendQueue), 1);
        QVERIFY(!saysItAllHappensInside(list));
    }
}

void TestDeducedWays::whereNothingMoves_noCallDidIt()
{
    Ends ends(Protocol::Tcp);
    ends.build.accept(ends.bound);
    ends.build.send(ends.own, "hola");
    const world::Timeline sent = ends.timeline();
    QVERIFY(saysItAllHappensInside(pictureAt(sent, sent.stepCount() - 1, 0, Kind::Tcp)));
    ends.build.setOption(ends.own, SOL_SOCKET, SO_RCVBUF, 4096);
    const world::Timeline set = ends.timeline();
    const DisplayList list = pictureAt(set, set.stepCount() - 1, 0, Kind::Tcp);
    QVERIFY(!saysItAllHappensInside(list));
    QVERIFY(allTextOf(list).contains(QLatin1String("deduced, not observed: the way within the kernel")));
}

QTEST_MAIN(TestDeducedWays)
#include "tst_deducedways.moc"
