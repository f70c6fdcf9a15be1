// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"
#include "tests/support/packets.h"

#include <QGuiApplication>
#include <QTest>

using namespace zocalo;
using figure::DisplayList;
using figure::Node;
using figure::NodeKind;
using kernel::Packet;
using kernel::Protocol;
using lesson::Kind;
using test::textsOf;
using test::mechanism::stepWith;
using trace::Call;
using world::MomentKind;

namespace {

/// A client and a server, over TCP or UDP, the client's call and what was seen with it.
struct Talk
{
    test::HistoryBuilder builder;
    history::SocketId server = 0;
    history::SocketId client = 0;
    trace::Endpoint from;
    trace::Endpoint to;

    explicit Talk(Protocol protocol, bool isSeen = true)
    {
        builder.setSnapshots(true);
        const auto there = builder.start(QStringLiteral("server"), history::Role::Server, QStringLiteral("S"));
        const auto here = builder.start(QStringLiteral("A"), history::Role::Client, QStringLiteral("A"));
        server = builder.socket(there, protocol);
        builder.bind(server, QStringLiteral("127.0.0.1:9000"));
        if (protocol == Protocol::Tcp)
            builder.listen(server);
        client = builder.socket(here, protocol);
        builder.bind(client, QStringLiteral("127.0.0.1:50001"));
        from = builder.local(client);
        to = builder.local(server);
        if (protocol == Protocol::Tcp) {
            builder.connect(client, QStringLiteral("127.0.0.1:9000"));
        }
        if (protocol == Protocol::Tcp && isSeen) {
            see(true, {Packet::Syn, 100});
            see(false, {Packet::Syn | Packet::Ack, 500, 101});
            see(true, {Packet::Ack, 101, 501});
        }
    }
    void see(bool toServer, const test::TcpNumbers &numbers, const QByteArray &data = {})
    {
        builder.append(test::tcpSegment(toServer ? from : to, toServer ? to : from, numbers, data));
    }
    void sendSeen(const QByteArray &data)
    {
        builder.send(client, data);
        see(true, {Packet::Psh | Packet::Ack, 101, 501}, data);
        see(false, {Packet::Ack, 501, 101 + static_cast<quint32>(data.size())});
    }
    world::Timeline timeline() const { return test::timelineOf(builder.events()); }
};

DisplayList pictureOf(const world::Timeline &timeline, int step, Kind kind, double progress = 0)
{
    return test::picture(timeline, step, progress, kind, lesson::Detail::Mechanism, {1920, 1080});
}

/// Where the heads of the segments' arrows are.
QList<double> headsIn(const DisplayList &list)
{
    QList<double> heads;
    for (const figure::Item &item : list.items()) {
        const auto *shape = std::get_if<figure::Shape>(&item.data);
        if (shape && item.node >= 0 && list.nodes().at(item.node).kind == NodeKind::Segment &&
            shape->fill.tone != figure::Tone::None && shape->path.elementCount() == 4)
            heads << shape->path.elementAt(0).x;
    }
    return heads;
}

/// What is told of each segment in the lane, in their order from the top.
QStringList segmentsIn(const DisplayList &list)
{
    QList<Node> nodes;
    for (const Node &node : list.nodes()) {
        if (node.kind == NodeKind::Segment)
            nodes.append(node);
    }
    QStringList told;
    double above = 0;
    for (const Node &node : std::as_const(nodes)) {
        told << (node.rect.top() >= above ? node.name : QStringLiteral("not under the one before: ") + node.name);
        above = node.rect.top();
    }
    return told;
}

bool says(const DisplayList &list, const QString &what) { return textsOf(list).contains(what); }

QStringList faultsOf(const DisplayList &list) { return test::geometryFaults(list) + test::overlapFaults(list); }

} // namespace

/// What was seen on the network of a laboratory, in the network lane of the figures in place of what is deduced.
class TestLaneSegments : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void handshake_standsInTheLane_data();
    void handshake_standsInTheLane();
    void sentMessage_isItsSegment();
    void withoutSegments_itStaysDeduced();
    void stepWithoutSegments_stillTellsThatTheyAreSeen();
    void datagrams_areToldAsPackets();
    void closedReceiver_hasItsWayDeduced();
    void segments_crossOneAfterTheOther();
    void handshake_answersWhatHasArrived();
    void pairKeepsWhatCarriedTheMessage();
    void pairShowsItsHeaders();
    void retransmission_isCalledOne();
    void stillOfASend_hasWholeArrows();
    void icmpError_comesBackToTheSender();
    void severalClients_haveTheirGlyphAndLetter();
    void ideaCountsThem();
    void others_standBesideTheLane();
    void many_areCounted_data();
    void many_areCounted();
};

void TestLaneSegments::handshake_standsInTheLane_data()
{
    QTest::addColumn<int>("kind");
    QTest::addRow("mechanism") << int(Kind::Tcp);
    QTest::addRow("pair") << int(Kind::Pair);
}

void TestLaneSegments::handshake_standsInTheLane()
{
    QFETCH(int, kind);
    const world::Timeline timeline = Talk(Protocol::Tcp).timeline();
    const int step = stepWith(timeline, MomentKind::Returned, Call::Connect);
    const DisplayList list = pictureOf(timeline, step, Kind(kind));
    QCOMPARE(segmentsIn(list), QStringList({QStringLiteral("Client A: :50001 → :9000 SYN seq 0"),
                                            QStringLiteral("Client A: :9000 → :50001 SYN ACK seq 0 ack 1"),
                                            QStringLiteral("Client A: :50001 → :9000 ACK seq 1 ack 1")}));
    QVERIFY(says(list, QStringLiteral("seen on the network")));
    QVERIFY(says(list, QStringLiteral("deduced, not observed: the way within the kernel")));
    QVERIFY(!textsOf(list).join(QLatin1Char('\n')).contains(QLatin1String("on loopback it all happens")));
    QCOMPARE(faultsOf(list), QStringList());
}

void TestLaneSegments::sentMessage_isItsSegment()
{
    Talk talk(Protocol::Tcp);
    talk.builder.accept(talk.server);
    talk.sendSeen("hello");
    const world::Timeline timeline = talk.timeline();
    const DisplayList list = pictureOf(timeline, stepWith(timeline, MomentKind::Returned, Call::Send), Kind::Tcp);
    QCOMPARE(segmentsIn(list), QStringList({QStringLiteral("Client A: :50001 → :9000 PSH ACK seq 1 ack 1 5 B"),
                                            QStringLiteral("Client A: :9000 → :50001 ACK seq 1 ack 6")}));
    // The packet that would be deduced there is gone; the segment bears the message's name.
    QVERIFY(!says(list, QStringLiteral("IP")));
    QVERIFY(says(list, QStringLiteral("PSH ACK 5 B")));
    QVERIFY(says(list, QStringLiteral("seq 1 ack 6")));
    const qsizetype names = textsOf(list).count(QStringLiteral("A1"));
    QVERIFY2(names >= 3, qPrintable(QString::number(names))); // with the TCP header, in the lane, in the queue
    QCOMPARE(faultsOf(list), QStringList());
}

void TestLaneSegments::withoutSegments_itStaysDeduced()
{
    Talk talk(Protocol::Tcp, false);
    talk.builder.accept(talk.server);
    talk.builder.send(talk.client, "hello");
    const world::Timeline timeline = talk.timeline();
    const int step = stepWith(timeline, MomentKind::Returned, Call::Send);
    for (const Kind kind : {Kind::Tcp, Kind::Pair}) {
        const DisplayList list = pictureOf(timeline, step, kind);
        QVERIFY(segmentsIn(list).isEmpty());
        QVERIFY(says(list, QStringLiteral("IP")));
        QVERIFY(!says(list, QStringLiteral("seen on the network")));
        QVERIFY(textsOf(list).join(QLatin1Char('\n')).contains(QLatin1String("on loopback it all happens")));
    }
}

/// What was captured before is observed, whether this step has segments of its own or not.
void TestLaneSegments::stepWithoutSegments_stillTellsThatTheyAreSeen()
{
    Talk talk(Protocol::Tcp);
    talk.builder.accept(talk.server);
    const world::Timeline timeline = talk.timeline();
    const int step = stepWith(timeline, MomentKind::Returned, Call::Accept);
    QVERIFY(timeline.world(step).segments().isEmpty());
    for (const Kind kind : {Kind::Tcp, Kind::Pair}) {
        const DisplayList list = pictureOf(timeline, step, kind);
        QVERIFY(says(list, QStringLiteral("deduced, not observed: the way within the kernel")));
        QVERIFY(says(
            list, QStringLiteral("observed: the calls, the kernel's socket table, and the segments on the loopback")));
    }
}

void TestLaneSegments::datagrams_areToldAsPackets()
{
    Talk talk(Protocol::Udp);
    talk.builder.sendto(talk.client, "hi", QStringLiteral("127.0.0.1:9000"));
    talk.builder.append(test::udpSegment(talk.from, talk.to, "hi"));
    const world::Timeline timeline = talk.timeline();
    const int step = stepWith(timeline, MomentKind::Returned, Call::Sendto);
    for (const Kind kind : {Kind::Udp, Kind::Pair}) {
        const DisplayList list = pictureOf(timeline, step, kind);
        QVERIFY(says(
            list, QStringLiteral("observed: the calls, the kernel's socket table, and the packets on the loopback")));
    }
}

void TestLaneSegments::closedReceiver_hasItsWayDeduced()
{
    Talk talk(Protocol::Udp);
    talk.builder.close(talk.server);
    talk.builder.sendto(talk.client, "hi", QStringLiteral("127.0.0.1:9000"));
    talk.builder.append(test::udpSegment(talk.from, talk.to, "hi"));
    talk.builder.append(test::unreachable(talk.from, talk.to, "hi"));
    const world::Timeline timeline = talk.timeline();
    const int step = stepWith(timeline, MomentKind::Returned, Call::Sendto);
    for (const Kind kind : {Kind::Udp, Kind::Pair}) {
        const DisplayList list = pictureOf(timeline, step, kind);
        QCOMPARE(test::countOf(list, NodeKind::Lane), 1);
        QVERIFY(says(list, QStringLiteral("deduced, not observed: the way within the kernel")));
        QCOMPARE(faultsOf(list), QStringList());
    }
}

void TestLaneSegments::segments_crossOneAfterTheOther()
{
    Talk talk(Protocol::Tcp);
    talk.builder.accept(talk.server);
    talk.sendSeen("hello");
    const world::Timeline timeline = talk.timeline();
    const int step = stepWith(timeline, MomentKind::Entered, Call::Send);
    for (const Kind kind : {Kind::Tcp, Kind::Pair}) {
        QVERIFY(segmentsIn(pictureOf(timeline, step, kind)).isEmpty());
        QVERIFY(segmentsIn(pictureOf(timeline, step, kind, 0.1)).isEmpty());
        qsizetype before = 0;
        double at = -1;
        for (int i = 1; i < 50; ++i) {
            const DisplayList list = pictureOf(timeline, step, kind, i / 50.0);
            QCOMPARE(faultsOf(list), QStringList());
            const qsizetype now = segmentsIn(list).size();
            QVERIFY(now >= before && now <= before + 1);
            // The first one goes to the right, as long as it is alone.
            if (now == 1) {
                const double right = list.node(NodeKind::Segment, 1)->rect.right();
                QVERIFY(right >= at);
                at = right;
            }
            before = now;
        }
        QCOMPARE(before, 2);
    }
}

/// The SYN ACK starts once the way has come to the listening socket.
void TestLaneSegments::handshake_answersWhatHasArrived()
{
    const world::Timeline timeline = Talk(Protocol::Tcp).timeline();
    const int step = stepWith(timeline, MomentKind::Entered, Call::Connect);
    const auto wayEnds = [&](double progress) {
        const DisplayList list = pictureOf(timeline, step, Kind::Tcp, progress);
        QRectF lanes;
        for (const figure::Item &item : list.items()) {
            const auto *shape = std::get_if<figure::Shape>(&item.data);
            if (shape && item.layer == figure::Layer::Moving && item.node < 0 &&
                shape->stroke == figure::Colour(figure::Tone::Sender, 0))
                lanes |= shape->path.boundingRect();
        }
        return std::pair{lanes.right(), segmentsIn(list).size()};
    };
    const double end = wayEnds(1 - 1e-6).first;
    for (int i = 1; i < 40; ++i) {
        const auto [at, crossing] = wayEnds(i / 40.0);
        QVERIFY2(crossing < 2 || qAbs(at - end) < 1, qPrintable(QString::number(i)));
        QVERIFY2(crossing > 0 || at < end / 2, qPrintable(QString::number(i)));
    }
    QCOMPARE(wayEnds(1 - 1e-6).second, 3);
}

void TestLaneSegments::pairKeepsWhatCarriedTheMessage()
{
    Talk talk(Protocol::Tcp);
    const auto accepted = talk.builder.accept(talk.server);
    talk.sendSeen("hello");
    talk.builder.recv(accepted);
    const world::Timeline timeline = talk.timeline();
    for (const MomentKind kind : {MomentKind::Entered, MomentKind::Returned}) {
        const int step = stepWith(timeline, kind, Call::Recv);
        QVERIFY(timeline.world(step).segments().isEmpty());
        const DisplayList list = pictureOf(timeline, step, Kind::Pair);
        QCOMPARE(segmentsIn(list), QStringList({QStringLiteral("Client A: :50001 → :9000 PSH ACK seq 1 ack 1 5 B")}));
        QVERIFY(!textsOf(list).join(QLatin1Char('\n')).contains(QLatin1String("on loopback it all happens")));
        // While the bytes are read it has crossed long ago.
        if (kind == MomentKind::Entered)
            QCOMPARE(segmentsIn(pictureOf(timeline, step, Kind::Pair, 0.1)).size(), 1);
    }
}

void TestLaneSegments::pairShowsItsHeaders()
{
    Talk talk(Protocol::Tcp);
    talk.builder.accept(talk.server);
    talk.sendSeen("hello");
    const world::Timeline timeline = talk.timeline();
    const DisplayList list = pictureOf(timeline, stepWith(timeline, MomentKind::Returned, Call::Send), Kind::Pair);
    QVERIFY(says(list, QStringLiteral("TCP :50001→:9000 PSH ACK seq 1 ack 1")));
    QVERIFY(says(list, QStringLiteral("TCP :9000→:50001 ACK seq 1 ack 6")));
    QVERIFY(says(list, QStringLiteral("A1 5 B")));
    QVERIFY(!says(list, QStringLiteral("IP packet")));
}

void TestLaneSegments::retransmission_isCalledOne()
{
    Talk talk(Protocol::Tcp);
    talk.builder.accept(talk.server);
    talk.sendSeen("hello");
    talk.see(true, {Packet::Psh | Packet::Ack, 101, 501}, "hello");
    const world::Timeline timeline = talk.timeline();
    const int step = stepWith(timeline, MomentKind::Returned, Call::Send);
    for (const Kind kind : {Kind::Tcp, Kind::Pair}) {
        const DisplayList list = pictureOf(timeline, step, kind);
        QCOMPARE(segmentsIn(list).size(), 3);
        QCOMPARE(textsOf(list).count(QStringLiteral("retransmission")), 1);
        QVERIFY(segmentsIn(list).last().endsWith(QStringLiteral("5 B (retransmission)")));
        QCOMPARE(faultsOf(list), QStringList());
    }
}

void TestLaneSegments::stillOfASend_hasWholeArrows()
{
    for (const Kind kind : {Kind::Tcp, Kind::Pair}) {
        Talk talk(Protocol::Tcp);
        talk.builder.accept(talk.server);
        talk.sendSeen("hello");
        const world::Timeline timeline = talk.timeline();
        const int step = stepWith(timeline, MomentKind::Entered, Call::Send);
        figure::FigureInput input{timeline.world(step)};
        input.next = &timeline.world(step + 1);
        input.kind = kind;
        input.detail = lesson::Detail::Mechanism;
        const double progress = figure::stillProgress(input);
        QVERIFY(progress > 0);
        const DisplayList list = pictureOf(timeline, step, kind, progress);
        // The one that carries the message, and not yet its acknowledgement.
        QCOMPARE(segmentsIn(list).size(), 1);
        QCOMPARE(headsIn(list).size(), 1);
        QCOMPARE(faultsOf(list), QStringList());
    }
}

void TestLaneSegments::icmpError_comesBackToTheSender()
{
    Talk talk(Protocol::Udp);
    talk.builder.close(talk.server);
    talk.builder.sendto(talk.client, "hi", QStringLiteral("127.0.0.1:9000"));
    talk.builder.append(test::udpSegment(talk.from, talk.to, "hi"));
    talk.builder.append(test::unreachable(talk.from, talk.to, "hi"));
    const world::Timeline timeline = talk.timeline();
    const DisplayList list = pictureOf(timeline, stepWith(timeline, MomentKind::Returned, Call::Sendto), Kind::Udp);
    QCOMPARE(segmentsIn(list).size(), 2);
    QVERIFY(says(list, QStringLiteral("UDP 2 B")));
    // What it carries is what it quotes, and no message's bytes.
    QVERIFY(says(list, QStringLiteral("ICMP 3/3")));
    QVERIFY(says(list, QStringLiteral("port")) && says(list, QStringLiteral("unreachable"))); // on two lines
    // The arrows point to each other's beginnings: their heads are at opposite ends.
    const QList<double> heads = headsIn(list);
    QCOMPARE(heads.size(), 2);
    QVERIFY(heads.first() > heads.last() + 100);
    QCOMPARE(faultsOf(list), QStringList());
}

/// Whose a segment is, its glyph and its letter say.
void TestLaneSegments::severalClients_haveTheirGlyphAndLetter()
{
    Talk talk(Protocol::Tcp);
    const auto other = talk.builder.start(QStringLiteral("B"), history::Role::Client, QStringLiteral("B"), {}, 1);
    const auto socket = talk.builder.socket(other, Protocol::Tcp);
    talk.builder.connect(socket, QStringLiteral("127.0.0.1:9000"));
    talk.see(false, {Packet::Ack, 501, 101});
    const world::Timeline late = talk.timeline();
    const int connected = stepWith(late, MomentKind::Returned, Call::Connect, late.stepCount() - 3);
    QVERIFY(connected > 0);
    const auto glyphs = [](const DisplayList &list) {
        return std::count_if(list.items().begin(), list.items().end(), [&](const figure::Item &item) {
            const auto *shape = std::get_if<figure::Shape>(&item.data);
            return shape && item.node >= 0 && list.nodes().at(item.node).kind == NodeKind::Segment &&
                   shape->fill == figure::Colour(figure::Tone::Sender, 0);
        });
    };
    const DisplayList list = pictureOf(late, connected, Kind::Tcp);
    QCOMPARE(glyphs(list), 1);
    QCOMPARE(faultsOf(list), QStringList());
    // Its letter, too: its colour alone does not say it, nor a glyph that others may have.
    const auto saysLetter = [&](const figure::Item &item) {
        const auto *text = std::get_if<figure::Text>(&item.data);
        return text && item.node >= 0 && list.nodes().at(item.node).kind == NodeKind::Segment &&
               text->plain() == QLatin1String("A");
    };
    QCOMPARE(std::count_if(list.items().begin(), list.items().end(), saysLetter), 1);
    QCOMPARE(segmentsIn(list).filter(QStringLiteral("Client A: ")).size(), 1);
    // The only client needs none.
    const world::Timeline alone = Talk(Protocol::Tcp).timeline();
    QCOMPARE(glyphs(pictureOf(alone, stepWith(alone, MomentKind::Returned, Call::Connect), Kind::Tcp)), 0);
}

void TestLaneSegments::ideaCountsThem()
{
    const world::Timeline timeline = Talk(Protocol::Tcp).timeline();
    const int step = stepWith(timeline, MomentKind::Returned, Call::Connect);
    const auto note = [&](int at, Kind kind) {
        const DisplayList list = test::picture(timeline, at, 0, kind, lesson::Detail::Idea, {1920, 1080});
        return textsOf(list).filter(QStringLiteral("observed: ")).join(QLatin1Char('|'));
    };
    QVERIFY2(note(step, Kind::Tcp).contains(QLatin1String("3 packets")), qPrintable(note(step, Kind::Tcp)));
    QVERIFY2(!note(step - 1, Kind::Tcp).contains(QLatin1String("packet")), qPrintable(note(step - 1, Kind::Tcp)));
}

void TestLaneSegments::others_standBesideTheLane()
{
    Talk talk(Protocol::Tcp);
    talk.builder.accept(talk.server);
    talk.sendSeen("hello");
    const trace::Endpoint other = trace::Endpoint::fromString("127.0.0.1:777");
    talk.builder.append(test::udpSegment(other, other, "else"));
    const world::Timeline timeline = talk.timeline();
    const DisplayList list = pictureOf(timeline, stepWith(timeline, MomentKind::Returned, Call::Send), Kind::Tcp);
    QCOMPARE(segmentsIn(list).size(), 2);
    QVERIFY(says(list, QStringLiteral("also seen on the network, with this step")));
    QVERIFY(says(list, QStringLiteral(":777 → :777")));
    QCOMPARE(faultsOf(list), QStringList());
}

void TestLaneSegments::many_areCounted_data() { handshake_standsInTheLane_data(); }

void TestLaneSegments::many_areCounted()
{
    QFETCH(int, kind);
    constexpr int Many = 60;
    Talk talk(Protocol::Tcp);
    talk.builder.accept(talk.server);
    talk.builder.send(talk.client, QByteArray(Many * 100'000, 'x'));
    for (quint32 i = 0; i < Many; ++i)
        talk.see(true, {Packet::Ack, 101 + i * 30'000, 501}, QByteArray(30'000, 'x'));
    const world::Timeline timeline = talk.timeline();
    const int step = stepWith(timeline, MomentKind::Returned, Call::Send);
    const DisplayList list = pictureOf(timeline, step, Kind(kind));
    const qsizetype shown = segmentsIn(list).size();
    QVERIFY2(shown >= 3 && shown < Many, qPrintable(QString::number(shown)));
    QVERIFY(says(list, QStringLiteral("and %1 more").arg(Many - shown)));
    QVERIFY2(faultsOf(list).isEmpty(), qPrintable(faultsOf(list).join(QLatin1Char('\n'))));
}

QTEST_MAIN(TestLaneSegments)
#include "tst_lanesegments.moc"
