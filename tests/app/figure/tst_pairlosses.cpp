// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Messages that do not arrive, in the figure of two processes that communicate: each stands where it was lost, as far
// as that is known.
#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QTest>

#include <algorithm>
#include <cmath>

using namespace zocalo;
using namespace zocalo::test::mechanism;
using kernel::Protocol;
using test::faultsOf;
using test::messagesIn;

namespace {

DisplayList pairAt(const world::Timeline &timeline, int step, double progress = 0)
{
    return pictureAt(timeline, step, progress, lesson::Kind::Pair);
}

} // namespace

class PairLossesTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void lostDatagram_endsInACross();
    void messageForNoSocket_isLostWhereItCannotGoOn();
    void messageOfUnknownFate_isDrawnNowhere();
};

void PairLossesTest::lostDatagram_endsInACross()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start("server", history::Role::Server, "S");
    const auto client = build.start("A", history::Role::Client, "A");
    const auto served = build.socket(server, Protocol::Udp);
    build.bind(served, "127.0.0.1:9001");
    build.setQueueLimit(served, 1);
    const auto socket = build.socket(client, Protocol::Udp);
    build.sendto(socket, "hola", "127.0.0.1:9001");
    build.sendto(socket, "lost", "127.0.0.1:9001");
    const world::Timeline timeline = timelineOf(build.events());
    const int step = timeline.stepCount() - 1;
    QCOMPARE(timeline.world(step).messages().last().outcome, world::Outcome::Dropped);
    const DisplayList list = pairAt(timeline, step);
    const auto isCross = [](const figure::Item &item) {
        const auto *shape = std::get_if<figure::Shape>(&item.data);
        return shape && shape->stroke == figure::Colour(figure::Tone::Danger);
    };
    QVERIFY(std::any_of(list.items().begin(), list.items().end(), isCross));
    // The one that waits has no cross; the lost one stands before the queue, with its header.
    const QList<figure::Node> messages = messagesIn(list);
    QCOMPARE(messages.size(), 2);
    for (const figure::Node &queue : list.nodes())
        QVERIFY(queue.kind != NodeKind::Queue || !queue.rect.intersects(messages.last().rect));
    QVERIFY(messages.last().rect.center().x() > 960);
    QCOMPARE(faultsOf(list), QString());
    QVERIFY(!hasText(list, "5"));
    QVERIFY(!hasText(list, "recvfrom()"));
    // On its way it comes no further than that.
    const QPointF before = messagesIn(pairAt(timeline, step - 1, 1)).last().rect.center();
    QVERIFY(std::abs(before.y() - messages.last().rect.center().y()) < 1);
}

void PairLossesTest::messageForNoSocket_isLostWhereItCannotGoOn()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start("server", history::Role::Server, "S");
    const auto client = build.start("A", history::Role::Client, "A");
    const auto served = build.socket(server, Protocol::Udp);
    build.bind(served, "127.0.0.1:9001");
    const auto socket = build.socket(client, Protocol::Udp);
    build.close(served);
    build.sendto(socket, "lost", "127.0.0.1:9001");
    const world::Timeline timeline = timelineOf(build.events());
    const DisplayList list = pairAt(timeline, timeline.stepCount() - 1);
    const QList<figure::Node> messages = messagesIn(list);
    QCOMPARE(messages.size(), 1);
    QVERIFY(messages.first().rect.center().x() > 960);
    QVERIFY(hasText(list, "no open socket takes it"));
    QCOMPARE(faultsOf(list), QString());
}

void PairLossesTest::messageOfUnknownFate_isDrawnNowhere()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    build.start("server", history::Role::Server, "S");
    const auto client = build.start("A", history::Role::Client, "A");
    const auto socket = build.socket(client, Protocol::Udp);
    build.sendto(socket, "gone", "127.0.0.1:9001");
    const world::Timeline timeline = timelineOf(build.events());
    const DisplayList list = pairAt(timeline, timeline.stepCount() - 1);
    QVERIFY(messagesIn(list).isEmpty());
    QVERIFY(hasText(list, "2"));
    QVERIFY(!hasText(list, "3"));
    QVERIFY(!hasText(list, "no open socket takes it"));
    QCOMPARE(faultsOf(list), QString());
}

QTEST_MAIN(PairLossesTest)
#include "tst_pairlosses.moc"
