// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/figure/mechanismwords.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QTest>
#include <QTranslator>

#include <algorithm>
#include <cerrno>
#include <cmath>

using namespace zocalo;
using namespace zocalo::test::mechanism;

class MechanismTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void messageToAChild_meetsTheRowWithoutDescriptor();
    void messageToAConnection_meetsItsOwnRowOnly();
    void reply_meetsTheClientsRow();
    void datagram_meetsTheOneRow();
    void connect_meetsTheListener();
    void messageOnItsWay_standsInOnePlace();
    void headers_arePutOnAndTakenOff();
    void traces_areNamedAndNotTheMessage();
    void bracket_spansWhatIsDeduced();
    void whatWasRead_isNamedAtItsSocket();
    void lastCall_isToldWithItsUnit();
    void acceptQueue_isJoinedToItsListener();
    void kernelMemory_isToldApartFromTheData();
    void otherHalf_isCounted();
    void unacceptedChildren_areAllTold();
    void failedCall_isNamedAtItsSocket();
    void killedProcess_isToldAsEnded();
    void droppedDatagram_isNotDrawnAsArrived();
    void sleepingReceiver_isToldAndGetsTheMessageInOneStep();
    void stillItems_stayTheSameThroughATransition();
    void everythingClosed_showsNoLane();
    void endOfTheStream_waitsInTheQueue();
    void descriptorsOfOneSocket_areAllInTheTables();
};

void MechanismTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void MechanismTest::messageToAChild_meetsTheRowWithoutDescriptor()
{
    const test::TwinRun run = test::twinRun(3);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("tcp-child-waits"));
    QVERIFY(step > 0);
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
    const Rows rows = rowsOf(list);
    QCOMPARE(rows.all.size(), 4);
    QCOMPARE(rows.all.last(), run.tcpListener);
    QCOMPARE(rows.yellow, QList<quint64>{run.tcpAccepted.last()});
    QVERIFY(list.node(NodeKind::Child, run.tcpAccepted.last()));
    QVERIFY(!list.node(NodeKind::Socket, run.tcpAccepted.last()));
    QVERIFY(hasText(list, QStringLiteral("no fd")));
}

void MechanismTest::messageToAConnection_meetsItsOwnRowOnly()
{
    const test::TwinRun run = test::twinRun(3);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("tcp-b2-sent"));
    QVERIFY(step > 0);
    for (const double progress : {0.0, 0.5})
        QCOMPARE(rowsOf(pictureAt(timeline, step, progress, lesson::Kind::Tcp)).yellow,
                 QList<quint64>{run.tcpAccepted.at(1)});
}

void MechanismTest::reply_meetsTheClientsRow()
{
    const test::TwinRun run = test::twinRun(3);
    const world::Timeline timeline = timelineOf(run.events);
    int replies = 0;
    for (int step = 0; step < timeline.stepCount(); ++step) {
        const world::World &world = timeline.world(step);
        const world::Moment &moment = world.moment();
        if (!trace::isSend(moment.name) || moment.messages.isEmpty())
            continue;
        const world::Message *message = world.message(moment.messages.first());
        if (!message->isReply || message->landed == 0)
            continue;
        ++replies;
        const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
        const Rows rows = rowsOf(list);
        QCOMPARE(rows.yellow, QList<quint64>{message->landed});
        QCOMPARE(rows.all.size(), 3);
        // The table stands between the network and the clients.
        QVERIFY(list.node(NodeKind::Table, 0)->rect.right() < list.logicalSize().width() * 0.6);
    }
    QCOMPARE(replies, 6);
}

void MechanismTest::datagram_meetsTheOneRow()
{
    const test::TwinRun run = test::twinRun(5);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("udp-queue"));
    QVERIFY(step > 0);
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
    const Rows rows = rowsOf(list);
    QCOMPARE(rows.all, QList<quint64>{run.udpServer});
    QCOMPARE(rows.yellow, rows.all);
    // Each datagram with its size and its sender's port.
    QCOMPARE(countOf(list, NodeKind::Message), 5);
    QCOMPARE(textsOf(list).count(QStringLiteral("11 bytes")), 5);
    for (const world::Message &message : timeline.world(step).messages()) {
        if (message.group == QLatin1String("udp"))
            QVERIFY(hasText(list, QStringLiteral(":%1").arg(message.from.port)));
    }
}

void MechanismTest::connect_meetsTheListener()
{
    const test::TwinRun run = test::twinRun(3);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = stepWith(timeline, world::MomentKind::Entered, trace::Call::Connect);
    QVERIFY(step > 0);
    QCOMPARE(rowsOf(pictureAt(timeline, step, 0, lesson::Kind::Twin)).yellow, QList<quint64>{run.tcpListener});
    QCOMPARE(rowsOf(pictureAt(timeline, step + 1, 0, lesson::Kind::Twin)).yellow,
             QList<quint64>{run.tcpAccepted.first()});
}

void MechanismTest::messageOnItsWay_standsInOnePlace()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    int travelling = 0;
    for (int step = 0; step + 1 < timeline.stepCount(); ++step) {
        const world::World &world = timeline.world(step);
        for (const double progress : {0.0, 0.2, 0.7, 0.95}) {
            const DisplayList list = pictureAt(timeline, step, progress, lesson::Kind::Twin);
            for (const world::Message &message : world.messages()) {
                const auto drawn =
                    std::count_if(list.nodes().begin(), list.nodes().end(), [&](const figure::Node &node) {
                        return node.kind == NodeKind::Message && node.id == message.id;
                    });
                QVERIFY2(drawn <= 1, qPrintable(QStringLiteral("step %1: %2").arg(step).arg(message.fullName())));
                if (message.outcome == world::Outcome::Sending && world.moment().messages.contains(message.id)) {
                    QCOMPARE(drawn, 1);
                    ++travelling;
                }
            }
        }
    }
    QVERIFY(travelling > 40);
}

void MechanismTest::headers_arePutOnAndTakenOff()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    const int step = timeline.stepNamed(QStringLiteral("tcp-b2-sent"));
    const auto moving = [&](double progress, const QString &text) {
        const DisplayList list = pictureAt(timeline, step, progress, lesson::Kind::Tcp);
        return std::count_if(list.items().begin(), list.items().end(), [&](const figure::Item &item) {
            const auto *what = std::get_if<figure::Text>(&item.data);
            return what && item.layer == figure::Layer::Moving && what->plain() == text && item.node >= 0 &&
                   list.nodes().at(item.node).kind == NodeKind::Message;
        });
    };
    QCOMPARE(moving(0, QStringLiteral("TCP")), 0);
    QCOMPARE(moving(0, QStringLiteral("IP")), 0);
    int withBoth = 0;
    int transportOnly = 0;
    for (double progress = 0.02; progress < 0.8; progress += 0.02) {
        const auto transport = moving(progress, QStringLiteral("TCP"));
        const auto network = moving(progress, QStringLiteral("IP"));
        QVERIFY(network <= transport); // IP carries TCP, never the other way about
        withBoth += network == 1;
        transportOnly += transport == 1 && network == 0;
    }
    QVERIFY(withBoth > 2);
    QVERIFY(transportOnly > 2);
    QCOMPARE(moving(0.97, QStringLiteral("TCP")), 0);
}

void MechanismTest::traces_areNamedAndNotTheMessage()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    const int step = timeline.stepNamed(QStringLiteral("tcp-b2-sent"));
    const auto told = [&](int at, double progress) {
        return textsOf(pictureAt(timeline, at, progress, lesson::Kind::Tcp)).count(QStringLiteral("B2"));
    };
    QCOMPARE(told(step, 0), 1);
    // Sent: in the queue, and in the two places where it was.
    QCOMPARE(told(step + 1, 0), 3);
    const DisplayList sent = pictureAt(timeline, step + 1, 0, lesson::Kind::Tcp);
    QCOMPARE(countOf(sent, NodeKind::Message), 1);
    QVERIFY(hasText(sent, QStringLiteral("the message was here")));
    QVERIFY(!hasText(pictureAt(timeline, step, 0, lesson::Kind::Tcp), QStringLiteral("the message was here")));
}

void MechanismTest::bracket_spansWhatIsDeduced()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    int compared = 0;
    for (int step = 0; step < timeline.stepCount(); ++step) {
        const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
        const QRectF bracket = bracketOf(list);
        const QRectF lanes = lanesOf(list);
        // What connect() asks for has no lane yet.
        if (lanes.isNull() || timeline.world(step).moment().name == trace::Call::Connect)
            continue;
        ++compared;
        // Lanes' rectangles have half a line's width at either end.
        const double slack = 13;
        QVERIFY2(std::abs(bracket.left() - lanes.left()) < slack && std::abs(bracket.right() - lanes.right()) < slack,
                 qPrintable(QStringLiteral("step %1: %2–%3, not %4–%5")
                                .arg(step)
                                .arg(bracket.left())
                                .arg(bracket.right())
                                .arg(lanes.left())
                                .arg(lanes.right())));
    }
    QVERIFY(compared > 60);
}

void MechanismTest::whatWasRead_isNamedAtItsSocket()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    const DisplayList before =
        pictureAt(timeline, timeline.stepNamed(QStringLiteral("tcp-child-waits")), 0, lesson::Kind::Tcp);
    QVERIFY(hasText(before, QStringLiteral("read: nothing yet")));
    const DisplayList after =
        pictureAt(timeline, timeline.stepNamed(QStringLiteral("tcp-b2-sent")), 0, lesson::Kind::Tcp);
    QVERIFY(hasText(after, QStringLiteral("read: A1")));
    QVERIFY(hasText(after, QStringLiteral("read: B1")));
    Crowd crowd(1);
    const history::SocketId accepted = crowd.build.accept(crowd.listener);
    for (int turn = 0; turn < 12; ++turn)
        crowd.build.send(crowd.sockets.first(), "hola");
    crowd.build.recv(accepted, 8);
    const world::Timeline two = timelineOf(crowd.build.events());
    QVERIFY(hasText(pictureAt(two, two.stepCount() - 1, 0, lesson::Kind::Tcp), QStringLiteral("read: A1, A2")));
    // Too many to be named one by one.
    crowd.build.recv(accepted, 40);
    const world::Timeline all = timelineOf(crowd.build.events());
    QVERIFY(hasText(pictureAt(all, all.stepCount() - 1, 0, lesson::Kind::Tcp), QStringLiteral("read: 12, last: A12")));
}

void MechanismTest::lastCall_isToldWithItsUnit()
{
    using figure::MechanismWords;
    QCOMPARE(MechanismWords::callResult(trace::Call::Send, 4, 0), QStringLiteral("send() → 4 bytes"));
    QCOMPARE(MechanismWords::callResult(trace::Call::Accept, 5, 0), QStringLiteral("accept() → fd 5"));
    QCOMPARE(MechanismWords::callResult(trace::Call::Bind, 0, 0), QStringLiteral("bind() → 0"));
    QCOMPARE(MechanismWords::callResult(trace::Call::Connect, -1, ECONNREFUSED),
             QStringLiteral("connect() → ECONNREFUSED"));
    const world::Timeline &timeline = test::twinTimeline(3);
    const DisplayList list =
        pictureAt(timeline, timeline.stepNamed(QStringLiteral("tcp-b2-sent")), 0, lesson::Kind::Tcp);
    QCOMPARE(textsOf(list).filter(QStringLiteral("last call: ")).size(), 1);
    QVERIFY(hasText(list, QStringLiteral("last call: send() → 21 bytes (fd 4)")));
}

void MechanismTest::acceptQueue_isJoinedToItsListener()
{
    const test::TwinRun run = test::twinRun(3);
    const world::Timeline timeline = timelineOf(run.events);
    for (const int step : {timeline.stepNamed(QStringLiteral("tcp-child-waits")), timeline.stepCount() / 2}) {
        const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Tcp);
        const figure::Node *queue = list.node(NodeKind::AcceptQueue, run.tcpListener);
        const figure::Node *listener = list.node(NodeKind::Listener, run.tcpListener);
        QVERIFY(queue && listener);
        QVERIFY(queue->rect.right() > listener->rect.left() - 2);
    }
}

void MechanismTest::kernelMemory_isToldApartFromTheData()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    const int step = timeline.stepNamed(QStringLiteral("udp-queue"));
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Udp);
    const QStringList told = textsOf(list).filter(QStringLiteral("the kernel counts"));
    QCOMPARE(told.size(), 1);
    QVERIFY2(told.first().contains(QStringLiteral("33 bytes of data")), qPrintable(told.first()));
}

void MechanismTest::otherHalf_isCounted()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    const DisplayList tcp =
        pictureAt(timeline, timeline.stepNamed(QStringLiteral("tcp-b2-sent")), 0, lesson::Kind::Twin);
    QVERIFY(textsOf(tcp).filter(QStringLiteral("UDP · 1 ")).size() == 1);
    const DisplayList udp = pictureAt(timeline, timeline.stepNamed(QStringLiteral("udp-queue")), 0, lesson::Kind::Twin);
    QVERIFY(textsOf(udp).filter(QStringLiteral("TCP · 4 ")).size() == 1);
    const DisplayList alone =
        pictureAt(timeline, timeline.stepNamed(QStringLiteral("udp-queue")), 0, lesson::Kind::Udp);
    QVERIFY(textsOf(alone).filter(QStringLiteral("TCP · ")).isEmpty());
}

void MechanismTest::unacceptedChildren_areAllTold()
{
    for (const int clients : {1, 3, 8}) {
        Crowd crowd(clients);
        crowd.build.send(crowd.sockets.last(), "hola");
        const world::Timeline timeline = timelineOf(crowd.build.events());
        const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Tcp);
        QCOMPARE(countOf(list, NodeKind::Child), clients);
        QVERIFY(hasText(list, QStringLiteral("accept queue: %1").arg(clients)));
        QCOMPARE(countOf(list, NodeKind::Lane), clients);
    }
}

void MechanismTest::failedCall_isNamedAtItsSocket()
{
    test::HistoryBuilder build;
    build.start("tcp.server", history::Role::Server, "S", "tcp");
    const history::ProcessId client = build.start("tcp.A", history::Role::Client, "A", "tcp", 0);
    const history::SocketId socket = build.socket(client, kernel::Protocol::Tcp);
    QVERIFY(build.connect(socket, "127.0.0.1:9000") != 0);
    const world::Timeline timeline = timelineOf(build.events());
    const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Tcp);
    QCOMPARE(textsOf(list).filter(QStringLiteral("ECONNREFUSED")).size(), 2); // at the client, and in the caption
    QCOMPARE(countOf(list, NodeKind::Lane), 0);
    QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
}

void MechanismTest::killedProcess_isToldAsEnded()
{
    Crowd crowd(2);
    crowd.build.accept(crowd.listener);
    crowd.build.end(crowd.clients.first(), 0, 9);
    crowd.build.end(crowd.server, 1, 0);
    const world::Timeline timeline = timelineOf(crowd.build.events());
    const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Tcp);
    QVERIFY(hasText(list, QStringLiteral("killed by signal 9")));
    QVERIFY(hasText(list, QStringLiteral("ended with exit status 1")));
    QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
}

void MechanismTest::droppedDatagram_isNotDrawnAsArrived()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const history::ProcessId server = build.start("udp.server", history::Role::Server, "S", "udp");
    const history::ProcessId client = build.start("udp.A", history::Role::Client, "A", "udp", 0);
    const history::SocketId shared = build.socket(server, kernel::Protocol::Udp);
    build.bind(shared, "127.0.0.1:9001");
    const history::SocketId own = build.socket(client, kernel::Protocol::Udp);
    build.setQueueLimit(shared, 1);
    build.sendto(own, "one", "127.0.0.1:9001");
    build.sendto(own, "two", "127.0.0.1:9001");
    build.setQueueLimit(shared, 9);
    build.loseNext();
    build.sendto(own, "three", "127.0.0.1:9001");
    const world::Timeline timeline = timelineOf(build.events());
    for (int step = 0; step < timeline.stepCount(); step += test::kStepStride) {
        const world::World &world = timeline.world(step);
        const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Udp);
        QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
        if (world.moment().kind != world::MomentKind::Returned)
            continue;
        for (const world::Message &message : world.messages())
            QCOMPARE(list.node(NodeKind::Message, message.id) != nullptr, message.landed != 0);
    }
    const DisplayList last = pictureAt(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Udp);
    QVERIFY(hasText(last, QStringLiteral("1 datagrams dropped")));
    // No way out of the table for what was seen nowhere.
    const figure::Node *table = last.node(NodeKind::Table, 0);
    QVERIFY(table);
    for (const figure::Item &item : last.items()) {
        if (item.layer == figure::Layer::Moving)
            QVERIFY(item.bounds().left() < table->rect.left() + 1);
    }
}

void MechanismTest::sleepingReceiver_isToldAndGetsTheMessageInOneStep()
{
    Crowd crowd(2);
    const history::SocketId accepted = crowd.build.accept(crowd.listener);
    const history::CallId receive = crowd.build.enterReceive(accepted);
    crowd.build.asleep(receive);
    const history::CallId send = crowd.build.enterSend(crowd.sockets.first(), "hola");
    crowd.build.carryOut(send);
    crowd.build.finish(receive);
    crowd.build.finish(send);
    const world::Timeline timeline = timelineOf(crowd.build.events());
    const int step = stepWith(timeline, world::MomentKind::Entered, trace::Call::Recv);
    QVERIFY(step > 0);
    const DisplayList asleep = pictureAt(timeline, step, 0, lesson::Kind::Tcp);
    QVERIFY(hasText(asleep, QStringLiteral("asleep in recv()")));
    for (int after = step; after < timeline.stepCount(); ++after) {
        for (const double progress : {0.0, 0.3, 0.7}) {
            const DisplayList list = pictureAt(timeline, after, progress, lesson::Kind::Tcp);
            QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
            QVERIFY(countOf(list, NodeKind::Message) <= 1);
        }
    }
    const int sent = stepWith(timeline, world::MomentKind::Entered, trace::Call::Send);
    QCOMPARE(timeline.world(sent + 1).moment().name, trace::Call::Recv);
    for (const double progress : {0.1, 0.4, 0.6, 0.9})
        QCOMPARE(countOf(pictureAt(timeline, sent, progress, lesson::Kind::Tcp), NodeKind::Message), 1);
}

void MechanismTest::stillItems_stayTheSameThroughATransition()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    for (int step = 0; step + 1 < timeline.stepCount(); ++step) {
        const DisplayList early = pictureAt(timeline, step, 0.2, lesson::Kind::Twin);
        const DisplayList late = pictureAt(timeline, step, 0.8, lesson::Kind::Twin);
        QVERIFY2(early.sameStill(late), qPrintable(QString::number(step)));
    }
}

void MechanismTest::everythingClosed_showsNoLane()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    for (const lesson::Kind kind : {lesson::Kind::Tcp, lesson::Kind::Udp}) {
        const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1, 0, kind);
        QCOMPARE(countOf(list, NodeKind::Lane), 0);
        QCOMPARE(countOf(list, NodeKind::Queue), 0);
        QVERIFY(rowsOf(list).all.isEmpty());
    }
}

void MechanismTest::endOfTheStream_waitsInTheQueue()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start("tcp.server", history::Role::Server, "S", "tcp");
    const auto listener = build.socket(server, kernel::Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    build.listen(listener);
    const auto client = build.socket(build.start("tcp.A", history::Role::Client, "A", "tcp"), kernel::Protocol::Tcp);
    build.connect(client, "127.0.0.1:9000");
    const auto accepted = build.accept(listener);
    build.close(client);
    const world::Timeline waiting = timelineOf(build.events());
    QVERIFY(hasText(pictureAt(waiting, waiting.stepCount() - 1, 0, lesson::Kind::Tcp), QStringLiteral("end")));
    build.recv(accepted);
    const world::Timeline read = timelineOf(build.events());
    QVERIFY(!hasText(pictureAt(read, read.stepCount() - 1, 0, lesson::Kind::Tcp), QStringLiteral("end")));
}

void MechanismTest::descriptorsOfOneSocket_areAllInTheTables()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start("udp.server", history::Role::Server, "S", "udp");
    const auto door = build.socket(server, kernel::Protocol::Udp);
    build.bind(door, "127.0.0.1:9000");
    build.dup(door);
    const auto client = build.socket(build.start("udp.A", history::Role::Client, "A", "udp"), kernel::Protocol::Udp);
    build.sendto(client, "hola", "127.0.0.1:9000");
    build.fork(server, "server#2");
    const world::Timeline timeline = timelineOf(build.events());
    const figure::FigureInput input{timeline.world(timeline.stepCount() - 1)};
    const QString both = figure::Names(input).descriptors(*input.now.socket(door));
    QVERIFY2(both.endsWith(QStringLiteral("/fd 3, 4 +2")), qPrintable(both));
    QVERIFY(hasText(pictureAt(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Udp), both));
}

QTEST_MAIN(MechanismTest)
#include "tst_mechanism.moc"
