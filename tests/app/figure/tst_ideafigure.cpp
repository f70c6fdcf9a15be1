// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/figure/painter.h"
#include "tests/app/figure/contrast.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/pictures.h"
#include "tests/support/historybuilder.h"

#include <QTest>
#include <QTranslator>

#include <algorithm>
#include <cerrno>

using namespace zocalo;
using figure::DisplayList;
using figure::NodeKind;
using test::countOf;
using test::textsOf;

namespace {

using test::twinTimeline;

DisplayList pictureAt(const world::Timeline &timeline, int step, double progress, lesson::Kind kind,
                      const QSizeF &size = {1920, 1080})
{
    return test::picture(timeline, step, progress, kind, lesson::Detail::Idea, size);
}

/// A run in which much goes wrong: nobody listens yet, a queue overflows, processes sleep, fail and are killed.
world::Timeline trouble(int clients)
{
    using kernel::Protocol;
    test::HistoryBuilder run;
    run.setSnapshots(true);
    QList<history::ProcessId> tcp;
    QList<history::ProcessId> udp;
    const auto tcpServer = run.start("tcp.server", history::Role::Server, "S", "tcp");
    const auto udpServer = run.start("udp.server", history::Role::Server, "S", "udp");
    for (int i = 0; i < clients; ++i) {
        const QString letter(QChar('A' + i));
        tcp << run.start("tcp." + letter, history::Role::Client, letter, "tcp", i);
        udp << run.start("udp." + letter, history::Role::Client, letter, "udp", i);
    }
    QList<history::SocketId> sockets;
    for (const auto process : tcp) {
        sockets << run.socket(process, Protocol::Tcp);
        run.connect(sockets.last(), "127.0.0.1:9000"); // ECONNREFUSED
    }
    const auto listener = run.socket(tcpServer, Protocol::Tcp);
    run.bind(listener, "127.0.0.1:9000");
    run.listen(listener);
    const auto waiting = run.enterAccept(listener);
    run.asleep(waiting);
    for (const auto socket : sockets)
        run.connect(socket, "127.0.0.1:9000");
    run.finish(waiting);
    const auto shared = run.socket(udpServer, Protocol::Udp);
    run.bind(shared, "127.0.0.1:9001");
    run.setQueueLimit(shared, 1);
    for (const auto process : udp)
        run.sendto(run.socket(process, Protocol::Udp), "hola", "127.0.0.1:9001");
    const auto reading = run.enterReceive(sockets.first());
    run.asleep(reading);
    run.next(tcpServer, trace::Call::Recvfrom, listener);
    run.send(sockets.last(), "nobody reads this");
    run.end(tcp.last(), 0, 9);
    run.end(udp.first(), 255);
    run.end(tcpServer, 0, 11);
    run.end(udpServer, 3);
    return test::timelineOf(run.events());
}

} // namespace

class IdeaFigureTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyStep_hasNothingOverlappingOrCut_data();
    void everyStep_hasNothingOverlappingOrCut();
    void otherShapes_hasNothingOverlappingOrCut_data();
    void otherShapes_hasNothingOverlappingOrCut();
    void troubledRun_hasNothingOverlappingOrCut_data();
    void troubledRun_hasNothingOverlappingOrCut();
    void crowd_hasNothingOverlappingOrCut_data();
    void crowd_hasNothingOverlappingOrCut();
    void crowd_coloursOnlyTheActiveClient();
    void crowdOfTcp_hasADoorForEachConnection();
    void crowdOfUdp_hasOneDoorAndALaneForEachSender();
    void twinOfACrowd_drawsTheHalfOfTheStep();
    void everyTheme_hasReadableTexts_data();
    void everyTheme_hasReadableTexts();
    void refusedConnection_showsItsErrnoAndNoLane();
    void beforeAnySocket_showsNoDoorAndNoLane();
    void waitingChild_standsInTheAcceptQueueOnly();
    void messageOnItsWay_standsInOnePlace();
    void queuedDatagrams_keepTheirNames();
    void everythingClosed_showsNoLane();
    void endedClients_areNotCountedAsRunning();
    void sameInput_givesTheSamePixels();
    void stillItems_stayTheSameThroughATransition();
    void pointAtADoor_findsItsSocket();
};

void IdeaFigureTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void IdeaFigureTest::everyStep_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("language");
    QTest::addColumn<lesson::Kind>("kind");
    for (const QByteArray language : {"en", "es"}) {
        for (int clients = 1; clients <= 8; ++clients) {
            // Spanish is the longer one.
            if (language == "en" && (clients == 2 || clients == 4 || clients == 7))
                continue;
            QTest::addRow("twin %d %s", clients, language.constData())
                << clients << QString(language) << lesson::Kind::Twin;
            if (clients != 1 && clients != 3 && clients != 5 && clients != 8)
                continue;
            QTest::addRow("tcp %d %s", clients, language.constData())
                << clients << QString(language) << lesson::Kind::Tcp;
            QTest::addRow("udp %d %s", clients, language.constData())
                << clients << QString(language) << lesson::Kind::Udp;
        }
    }
}

void IdeaFigureTest::everyStep_hasNothingOverlappingOrCut()
{
    QFETCH(int, clients);
    QFETCH(QString, language);
    QFETCH(lesson::Kind, kind);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
    QCoreApplication::installTranslator(&translator);
    const world::Timeline &timeline = twinTimeline(clients);
    // Many clients have many steps alike; every number of them sees all kinds of step.
    const int stride = clients > 3 ? 3 : 1;
    for (int step = clients % stride; step < timeline.stepCount(); step += stride * test::kStepStride) {
        for (const double progress : {0.0, 0.5}) {
            const DisplayList list = pictureAt(timeline, step, progress, kind);
            const QStringList faults = test::geometryFaults(list);
            QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("step %1, progress %2: %3")
                                                      .arg(step)
                                                      .arg(progress)
                                                      .arg(faults.join(QStringLiteral("; ")))));
        }
    }
    QCoreApplication::removeTranslator(&translator);
}

void IdeaFigureTest::otherShapes_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<QSizeF>("size");
    QTest::newRow("1280x720") << QSizeF(1280, 720);
    QTest::newRow("3840x2160") << QSizeF(3840, 2160);
    QTest::newRow("4:3") << QSizeF(1024, 768);
    QTest::newRow("16:10") << QSizeF(1280, 800);
    QTest::newRow("21:9") << QSizeF(2560, 1080);
}

void IdeaFigureTest::otherShapes_hasNothingOverlappingOrCut()
{
    QFETCH(QSizeF, size);
    for (const int clients : {1, 3, 8, 50}) {
        const world::Timeline &timeline = twinTimeline(clients);
        const int stride = (clients > 8 ? 151 : 3) * test::kStepStride;
        for (int step = 0; step < timeline.stepCount(); step += stride) {
            const QStringList faults = test::geometryFaults(pictureAt(timeline, step, 0.5, lesson::Kind::Twin, size));
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join(QStringLiteral("; ")))));
        }
    }
}

void IdeaFigureTest::troubledRun_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("en") << QStringLiteral("en");
    QTest::newRow("es") << QStringLiteral("es");
}

void IdeaFigureTest::troubledRun_hasNothingOverlappingOrCut()
{
    QFETCH(QString, language);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
    QCoreApplication::installTranslator(&translator);
    for (const int clients : {1, 2, 3, 4, 5, 6, 7, 8, 12, 26}) {
        const world::Timeline timeline = trouble(clients);
        const int stride = (clients > 8 ? 7 : clients > 3 ? 2 : 1) * test::kStepStride;
        for (int step = 0; step < timeline.stepCount(); step += stride) {
            const QStringList faults = test::geometryFaults(pictureAt(timeline, step, 0.5, lesson::Kind::Twin));
            QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("%1 clients, step %2: %3")
                                                      .arg(clients)
                                                      .arg(step)
                                                      .arg(faults.join(QStringLiteral("; ")))));
        }
    }
    QCoreApplication::removeTranslator(&translator);
}

void IdeaFigureTest::crowd_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("language");
    QTest::addColumn<lesson::Kind>("kind");
    for (const char *language : {"en", "es"}) {
        for (const int clients : {9, 12, 16, 17, 26, 50, 51, 120}) {
            QTest::addRow("tcp %d %s", clients, language) << clients << QString(language) << lesson::Kind::Tcp;
            QTest::addRow("udp %d %s", clients, language) << clients << QString(language) << lesson::Kind::Udp;
        }
        QTest::addRow("twin 12 %s", language) << 12 << QString(language) << lesson::Kind::Twin;
    }
}

void IdeaFigureTest::crowd_hasNothingOverlappingOrCut()
{
    QFETCH(int, clients);
    QFETCH(QString, language);
    QFETCH(lesson::Kind, kind);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
    QCoreApplication::installTranslator(&translator);
    const world::Timeline &timeline = twinTimeline(clients);
    // A sample: a prime number of steps, so that it meets every kind of step at one client or another.
    const int stride = (clients > 50 ? 97 : clients > 20 ? 53 : 17) * test::kStepStride;
    QList<int> steps{0, timeline.holdStep(), timeline.stepCount() - 1};
    for (const char *name : {"tcp-child-waits", "udp-queue"})
        steps << timeline.stepNamed(QLatin1String(name));
    for (int step = clients % stride; step < timeline.stepCount(); step += stride)
        steps << step;
    for (const int step : steps) {
        const QSizeF size = step % 2 == 0 ? QSizeF(1920, 1080) : QSizeF(1280, 720);
        const QStringList faults = test::geometryFaults(pictureAt(timeline, step, 0.4, kind, size));
        QVERIFY2(faults.isEmpty(),
                 qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join(QStringLiteral("; ")))));
    }
    QCoreApplication::removeTranslator(&translator);
}

void IdeaFigureTest::crowd_coloursOnlyTheActiveClient()
{
    const world::Timeline &timeline = twinTimeline(50);
    for (const char *name : {"tcp.32-2", "udp-queue"}) {
        const int step = timeline.stepNamed(QLatin1String(name));
        QVERIFY(step > 0);
        const bool tcp = name[0] == 't';
        const DisplayList list = pictureAt(timeline, step, 0, tcp ? lesson::Kind::Tcp : lesson::Kind::Udp);
        QSet<int> senders;
        const auto note = [&](figure::Colour colour) {
            const bool own = colour.tone >= figure::Tone::Sender && colour.sender >= 0;
            if (own)
                senders << colour.sender;
        };
        for (const figure::Item &item : list.items()) {
            const bool legend =
                item.node >= 0 && list.nodes().at(item.node).kind == NodeKind::Legend; // shows a lane, in a colour
            const auto *shape = std::get_if<figure::Shape>(&item.data);
            if (!shape || legend)
                continue;
            note(shape->fill);
            note(shape->stroke);
        }
        const world::Moment &moment = timeline.world(step).moment();
        QCOMPARE(senders, QSet<int>{timeline.world(step).process(moment.process)->ordinal});
    }
}

void IdeaFigureTest::crowdOfTcp_hasADoorForEachConnection()
{
    const world::Timeline &timeline = twinTimeline(50);
    const DisplayList list = pictureAt(timeline, timeline.holdStep(), 0, lesson::Kind::Tcp);
    QCOMPARE(countOf(list, NodeKind::Socket), 50 + 50);
    QCOMPARE(countOf(list, NodeKind::Listener), 1);
    QCOMPARE(countOf(list, NodeKind::Lane), 50);
    QVERIFY(textsOf(list).contains(QStringLiteral("51 socket(s)"))); // the sources' own words
}

void IdeaFigureTest::crowdOfUdp_hasOneDoorAndALaneForEachSender()
{
    const world::Timeline &timeline = twinTimeline(120);
    const int step = timeline.stepNamed(QStringLiteral("udp-queue"));
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Udp);
    QCOMPARE(countOf(list, NodeKind::Socket), 120 + 1);
    QCOMPARE(countOf(list, NodeKind::Lane), 120);
    QVERIFY(textsOf(list).contains(QStringLiteral("1 socket(s)")));
}

void IdeaFigureTest::twinOfACrowd_drawsTheHalfOfTheStep()
{
    const world::Timeline &timeline = twinTimeline(12);
    for (const char *group : {"tcp", "udp"}) {
        int step = 1;
        while (timeline.world(step).moment().group != QLatin1String(group))
            ++step;
        const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
        QCOMPARE(countOf(list, NodeKind::Process), 12 + 1);
        for (const figure::Node &node : list.nodes()) {
            if (node.kind == NodeKind::Process)
                QCOMPARE(timeline.world(step).process(static_cast<world::ProcessId>(node.id))->group, QString(group));
        }
        // The other half is told in a line.
        const QString other = group[0] == 't' ? QStringLiteral("UDP (") : QStringLiteral("TCP (");
        const QStringList texts = textsOf(list);
        QVERIFY(std::any_of(texts.begin(), texts.end(), [&](const QString &text) { return text.contains(other); }));
    }
}

void IdeaFigureTest::everyTheme_hasReadableTexts_data()
{
    QTest::addColumn<figure::Theme>("theme");
    QTest::newRow("light") << figure::Theme::Light;
    QTest::newRow("dark") << figure::Theme::Dark;
    QTest::newRow("notes") << figure::Theme::Notes;
    QTest::newRow("contrast") << figure::Theme::Contrast;
}

void IdeaFigureTest::everyTheme_hasReadableTexts()
{
    QFETCH(figure::Theme, theme);
    for (const int clients : {1, 3, 8, 12, 50, 120}) {
        const world::Timeline &timeline = twinTimeline(clients);
        const int stride = std::max(1, timeline.stepCount() / 24) | 1;
        for (int step = 0; step < timeline.stepCount(); step += stride) {
            const QStringList faults = test::Contrast(pictureAt(timeline, step, 0.5, lesson::Kind::Twin)).faults(theme);
            QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("%1 clients, step %2: %3")
                                                      .arg(clients)
                                                      .arg(step)
                                                      .arg(faults.join(QStringLiteral("; ")))));
        }
    }
}

void IdeaFigureTest::refusedConnection_showsItsErrnoAndNoLane()
{
    const world::Timeline timeline = trouble(1);
    int step = 0;
    while (step < timeline.stepCount() && timeline.world(step).moment().error != ECONNREFUSED)
        ++step;
    QVERIFY(step < timeline.stepCount());
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
    QVERIFY(textsOf(list).contains(QStringLiteral("ECONNREFUSED")));
    QCOMPARE(countOf(list, NodeKind::Lane), 0);
}

void IdeaFigureTest::beforeAnySocket_showsNoDoorAndNoLane()
{
    const DisplayList list = pictureAt(twinTimeline(3), 0, 0, lesson::Kind::Twin);
    QCOMPARE(countOf(list, NodeKind::Process), 8);
    for (const NodeKind kind : {NodeKind::Socket, NodeKind::Listener, NodeKind::Lane, NodeKind::Queue, NodeKind::Count})
        QCOMPARE(countOf(list, kind), 0);
}

void IdeaFigureTest::waitingChild_standsInTheAcceptQueueOnly()
{
    const world::Timeline &timeline = twinTimeline(3);
    const int step = timeline.stepNamed(QStringLiteral("tcp-child-waits"));
    QVERIFY(step > 0);
    const world::World &world = timeline.world(step);
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
    int waiting = 0;
    for (const world::Socket &socket : world.sockets()) {
        for (const world::SocketId child : socket.acceptQueue) {
            ++waiting;
            QVERIFY(list.node(NodeKind::Child, child));
            QVERIFY(!list.node(NodeKind::Socket, child));
        }
    }
    QVERIFY(waiting > 0);
}

void IdeaFigureTest::messageOnItsWay_standsInOnePlace()
{
    const world::Timeline &timeline = twinTimeline(3);
    int travelling = 0;
    for (int step = 0; step < timeline.stepCount(); ++step) {
        const world::World &world = timeline.world(step);
        const DisplayList list = pictureAt(timeline, step, 0.4, lesson::Kind::Twin);
        for (const world::Message &message : world.messages()) {
            const auto drawn = std::count_if(list.nodes().begin(), list.nodes().end(), [&](const figure::Node &node) {
                return node.kind == NodeKind::Message && node.id == message.id;
            });
            QVERIFY2(drawn <= 1, qPrintable(QStringLiteral("step %1: %2").arg(step).arg(message.fullName())));
            const world::Moment &moment = world.moment();
            if (moment.kind == world::MomentKind::Entered && moment.messages.contains(message.id) &&
                message.outcome == world::Outcome::Sending) {
                QCOMPARE(drawn, 1);
                ++travelling;
            }
        }
    }
    QVERIFY(travelling > 12);
}

void IdeaFigureTest::queuedDatagrams_keepTheirNames()
{
    const world::Timeline &timeline = twinTimeline(3);
    const int step = timeline.stepNamed(QStringLiteral("udp-queue"));
    QVERIFY(step > 0);
    const world::World &world = timeline.world(step);
    const QStringList texts = textsOf(pictureAt(timeline, step, 0, lesson::Kind::Udp));
    int queued = 0;
    for (const world::Message &message : world.messages()) {
        if (message.group == QLatin1String("udp") && message.outcome == world::Outcome::Queued) {
            ++queued;
            QVERIFY2(texts.contains(message.name), qPrintable(message.name));
        }
    }
    QVERIFY(queued > 1);
}

void IdeaFigureTest::everythingClosed_showsNoLane()
{
    const world::Timeline &timeline = twinTimeline(3);
    const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Twin);
    QCOMPARE(countOf(list, NodeKind::Lane), 0);
    QCOMPARE(countOf(list, NodeKind::Count), 0);
}

void IdeaFigureTest::endedClients_areNotCountedAsRunning()
{
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_en.qm")));
    QCoreApplication::installTranslator(&translator);
    const world::Timeline timeline = trouble(4);
    const auto texts = [&](int step) {
        QStringList found;
        const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
        for (const figure::Item &item : list.items()) {
            if (const auto *text = std::get_if<figure::Text>(&item.data))
                found << text->plain();
        }
        return found;
    };
    const QStringList before = texts(timeline.stepCount() - 5); // the last four end something
    QVERIFY2(before.contains("4 client processes"), qPrintable(before.join(u'|')));
    QVERIFY2(before.contains("4 other clients"), qPrintable(before.join(u'|')));
    const QStringList last = texts(timeline.stepCount() - 1);
    QVERIFY2(last.contains("3 client processes"), qPrintable(last.join(u'|')));
    QVERIFY2(last.contains("3 other clients"), qPrintable(last.join(u'|')));
    QCoreApplication::removeTranslator(&translator);
}

void IdeaFigureTest::sameInput_givesTheSamePixels()
{
    const world::Timeline &timeline = twinTimeline(3);
    const int step = timeline.stepNamed(QStringLiteral("tcp-b2-sent"));
    QVERIFY(step > 0);
    const QImage first = figure::render(pictureAt(timeline, step, 0.3, lesson::Kind::Twin), figure::Theme::Notes);
    const QImage second = figure::render(pictureAt(timeline, step, 0.3, lesson::Kind::Twin), figure::Theme::Notes);
    QCOMPARE(first.size(), QSize(1920, 1080));
    QCOMPARE(first, second);
}

void IdeaFigureTest::stillItems_stayTheSameThroughATransition()
{
    const world::Timeline &timeline = twinTimeline(3);
    for (int step = 0; step + 1 < timeline.stepCount(); ++step) {
        const DisplayList early = pictureAt(timeline, step, 0.2, lesson::Kind::Twin);
        const DisplayList late = pictureAt(timeline, step, 0.8, lesson::Kind::Twin);
        QVERIFY2(early.sameStill(late), qPrintable(QString::number(step)));
    }
}

void IdeaFigureTest::pointAtADoor_findsItsSocket()
{
    const world::Timeline &timeline = twinTimeline(3);
    const int step = timeline.holdStep();
    QVERIFY(step > 0);
    const DisplayList list = pictureAt(timeline, step, 0, lesson::Kind::Twin);
    int doors = 0;
    for (const figure::Node &node : list.nodes()) {
        if (node.kind != NodeKind::Socket)
            continue;
        ++doors;
        const QList<int> found = list.nodesAt(node.rect.center());
        QVERIFY(std::any_of(found.begin(), found.end(), [&](int index) {
            return list.nodes().at(index).kind == NodeKind::Socket && list.nodes().at(index).id == node.id;
        }));
        QVERIFY(!node.name.isEmpty());
    }
    QCOMPARE(doors, 3 + 3 + 3 + 1);
}

QTEST_MAIN(IdeaFigureTest)
#include "tst_ideafigure.moc"
