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

DisplayList pictureOf(const world::Timeline &timeline, int step, double progress, Kind kind, Detail detail)
{
    return test::picture(timeline, step, progress, kind, detail, {1920, 1080});
}

bool contains(const DisplayList &list, const QString &text)
{
    const QStringList texts = textsOf(list);
    return std::any_of(texts.begin(), texts.end(), [&](const QString &each) { return each.contains(text); });
}

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
            QVERIFY(!contains(list, QStringLiteral("the message was here")));
            QVERIFY(!contains(list, QStringLiteral("path travelled")));
            QVERIFY(!contains(list, QStringLiteral("still to go")));
            if (step + 1 < timeline.stepCount())
                QVERIFY(list.sameStill(pictureOf(timeline, step, 0, Kind(drawn), Detail(detail))));
            QVERIFY(contains(list, QStringLiteral("which is not drawn here")));
            QCOMPARE(faultsOf(list), QStringList());
        }
    }
}

QTEST_MAIN(TestWatchedPrograms)

#include "tst_watchedprograms.moc"
