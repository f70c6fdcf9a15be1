// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The level mechanism with many clients: what is drawn of them, and how the others are told.
#include "app/figure/fonts.h"
#include "app/figure/mechanismwords.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QTest>

using namespace zocalo;
using namespace zocalo::test::mechanism;

class MechanismCrowdTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void manyClients_showTheMatchAndItsNeighbours();
    void crowd_drawsOneClientAndTellsTheOthers();
    void crowdOverUdp_sharesOneSocketAndOneLane();
    void largeCrowd_opensTheTenOfItsClient();
    void crowdOfConnections_hasAChipForEachProcess();
    void crowdInTrouble_hasNothingOverlappingOrCut();
    void otherNumbers_areToldInRanges();
};

void MechanismCrowdTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void MechanismCrowdTest::manyClients_showTheMatchAndItsNeighbours()
{
    const test::TwinRun run = test::twinRun(8);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("tcp-d2-sent"));
    QVERIFY(step > 0);
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
    const QList<quint64> expected{run.tcpAccepted.at(2), run.tcpAccepted.at(3), run.tcpAccepted.at(4), run.tcpListener};
    QCOMPARE(rowsOf(list).all, expected);
    QVERIFY(hasText(list, QStringLiteral("1 match among 9")));
    QVERIFY(hasText(list, QStringLiteral("⋮ 5 more: fd 4, 5, 9–11")));
}

void MechanismCrowdTest::crowd_drawsOneClientAndTellsTheOthers()
{
    const test::TwinRun run = test::twinRun(50);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("tcp-322-sent"));
    QVERIFY(step > 0);
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Tcp);
    const QList<quint64> expected{run.tcpAccepted.at(30), run.tcpAccepted.at(31), run.tcpAccepted.at(32),
                                  run.tcpListener};
    QCOMPARE(rowsOf(list).all, expected);
    QCOMPARE(rowsOf(list).yellow, QList<quint64>{run.tcpAccepted.at(31)});
    QVERIFY(hasText(list, QStringLiteral("1 match among 51")));
    QVERIFY(textsOf(list).filter(QStringLiteral("row ")).isEmpty());
    // Its own socket and the server's for it; the other 49 of each side are counted.
    QCOMPARE(countOf(list, NodeKind::Socket), 2);
    QCOMPARE(textsOf(list).count(QStringLiteral("49 more sockets")), 2);
    QVERIFY(textsOf(list).filter(QStringLiteral("⋮ 47 more: fd ")).size() == 1);
    QCOMPARE(countOf(list, NodeKind::Lane), 2);
    // Every client has its name there, the active one its colour.
    for (int client = 1; client <= 50; ++client)
        QVERIFY(textsOf(list).contains(client <= 26 ? QString(QChar(u'A' + client - 1)) : QString::number(client)));
}

void MechanismCrowdTest::crowdOverUdp_sharesOneSocketAndOneLane()
{
    const test::TwinRun run = test::twinRun(50);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("udp-queue"));
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Udp);
    QCOMPARE(rowsOf(list).all, QList<quint64>{run.udpServer});
    QCOMPARE(countOf(list, NodeKind::Lane), 3); // the one that is meant, the others together, and on to the queue
    QVERIFY(hasText(list, QStringLiteral("+44")));
    // The newest is shown: it is the one that the step is about.
    QVERIFY(list.node(NodeKind::Message, timeline.world(step).moment().messages.first()));
}

void MechanismCrowdTest::largeCrowd_opensTheTenOfItsClient()
{
    const test::TwinRun run = test::twinRun(120);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("tcp-772-sent"));
    QVERIFY(step > 0);
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Tcp);
    for (const char *shown : {"71–80", "111–120", "71", "80"})
        QVERIFY2(hasText(list, QString::fromUtf8(shown)), shown);
    for (const char *hidden : {"81", "70"})
        QVERIFY2(!hasText(list, QString::fromUtf8(hidden)), hidden);
}

void MechanismCrowdTest::crowdOfConnections_hasAChipForEachProcess()
{
    Crowd crowd(4);
    for (const history::ProcessId client : crowd.clients) {
        for (int more = 0; more < 2; ++more) {
            crowd.sockets << crowd.build.socket(client, kernel::Protocol::Tcp);
            crowd.build.connect(crowd.sockets.last(), "127.0.0.1:9000");
        }
    }
    for (int i = 0; i < 12; ++i)
        crowd.build.accept(crowd.listener);
    crowd.build.send(crowd.sockets.at(7), "hola");
    const world::Timeline timeline = timelineOf(crowd.build.events());
    const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Tcp);
    QVERIFY(hasText(list, QStringLiteral("4 clients, each a process")));
    for (const char *letter : {"A", "B", "C", "D"})
        QCOMPARE(textsOf(list).count(QLatin1String(letter)), 1);
    QCOMPARE(textsOf(list).count(QStringLiteral("11 more sockets")), 2);
    QVERIFY(!hasText(list, QStringLiteral("one in each process")));
    crowd.build.end(crowd.clients.at(0));
    crowd.build.end(crowd.clients.at(1));
    const world::Timeline later = timelineOf(crowd.build.events());
    QVERIFY(hasText(pictureAt(later, later.stepCount() - 1, 0, lesson::Kind::Tcp),
                    QStringLiteral("2 of 4 clients have ended")));
    QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
}

void MechanismCrowdTest::crowdInTrouble_hasNothingOverlappingOrCut()
{
    Crowd crowd(14);
    for (int i = 0; i < 9; ++i)
        crowd.build.accept(crowd.listener);
    for (const history::SocketId socket : crowd.sockets)
        crowd.build.send(socket, QByteArray(70000, 'x'));
    crowd.build.end(crowd.clients.at(3), 0, 9);
    crowd.build.close(crowd.sockets.at(5));
    crowd.build.accept(crowd.listener);
    crowd.build.end(crowd.server, 1, 0);
    const world::Timeline timeline = timelineOf(crowd.build.events());
    for (int step = 0; step < timeline.stepCount(); step += test::kStepStride) {
        const QStringList faults =
            test::geometryFaults(pictureAt(timeline, step, step % 2 ? 0.5 : 0, lesson::Kind::Tcp));
        QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join('\n'))));
    }
}

void MechanismCrowdTest::otherNumbers_areToldInRanges()
{
    using figure::MechanismWords;
    QCOMPARE(MechanismWords::ranges({}), QString());
    QCOMPARE(MechanismWords::ranges({7}), QStringLiteral("7"));
    QCOMPARE(MechanismWords::ranges({5, 4}), QStringLiteral("4, 5"));
    QCOMPARE(MechanismWords::ranges({11, 4, 5, 6, 9, 10}), QStringLiteral("4–6, 9–11"));
}

QTEST_MAIN(MechanismCrowdTest)
#include "tst_mechanismcrowd.moc"
