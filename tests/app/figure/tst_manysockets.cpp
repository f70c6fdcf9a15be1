// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A server with several sockets that everybody can send to, or connect to: the picture has all of them, or says how
// many it leaves out.
#include "app/figure/cast.h"
#include "app/figure/fonts.h"
#include "app/figure/leftout.h"
#include "app/text/language.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/pictures.h"
#include "tests/support/historybuilder.h"

#include <QGuiApplication>
#include <QTest>

using namespace zocalo;
using figure::DisplayList;
using figure::NodeKind;
using history::ProcessId;
using history::SocketId;
using kernel::Protocol;
using lesson::Detail;
using lesson::Kind;

namespace {

constexpr QSizeF Size{1920, 1080};

/// `clients` send one message each to every one of the server's `count` UDP sockets; the server reads one from each.
world::Timeline datagrams(int count, int clients, QList<SocketId> &own)
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const ProcessId server = build.start(QStringLiteral("server"), history::Role::Server, QStringLiteral("S"));
    for (int i = 0; i < count; ++i) {
        own << build.socket(server, Protocol::Udp);
        build.bind(own.last(), QStringLiteral("127.0.0.1:%1").arg(9000 + i));
    }
    for (int i = 0; i < clients; ++i) {
        const QString letter(QChar(u'A' + i));
        const ProcessId client = build.start(letter, history::Role::Client, letter, {}, i);
        const SocketId socket = build.socket(client, Protocol::Udp);
        for (int to = 0; to < count; ++to)
            build.sendto(socket, "hello", QStringLiteral("127.0.0.1:%1").arg(9000 + to));
    }
    for (const SocketId socket : std::as_const(own))
        build.recvfrom(socket);
    return test::timelineOf(build.events());
}

/// Two listening sockets; A connects to the first, B to the second, and both connections are accepted.
world::Timeline listeners(QList<SocketId> &own)
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const ProcessId server = build.start(QStringLiteral("server"), history::Role::Server, QStringLiteral("S"));
    for (int i = 0; i < 2; ++i) {
        own << build.socket(server, Protocol::Tcp);
        build.bind(own.last(), QStringLiteral("127.0.0.1:%1").arg(9000 + i));
        build.listen(own.last());
    }
    for (int i = 0; i < 2; ++i) {
        const QString letter(QChar(u'A' + i));
        const ProcessId client = build.start(letter, history::Role::Client, letter, {}, i);
        build.connect(build.socket(client, Protocol::Tcp), QStringLiteral("127.0.0.1:%1").arg(9000 + i));
    }
    for (const SocketId socket : std::as_const(own))
        build.accept(socket);
    return test::timelineOf(build.events());
}

bool stands(const DisplayList &list, SocketId socket)
{
    return list.node(NodeKind::Socket, socket) || list.node(NodeKind::Listener, socket);
}

bool says(const DisplayList &list, const QString &words)
{
    const QStringList texts = test::textsOf(list);
    return std::any_of(texts.begin(), texts.end(), [&](const QString &text) { return text.contains(words); });
}

} // namespace

class ManySocketsTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void severalUdpSockets_areAllDrawnAndCounted_data();
    void severalUdpSockets_areAllDrawnAndCounted();
    void moreThanHaveRoom_areSaidToBeLeftOut();
    void lanesOfDatagrams_leadWhereTheyLanded();
    void secondListener_isCountedAndSaidToBeLeftOut();
    void mechanism_saysWhichSocketsItLeavesOut();
    void everyStep_hasNothingOverlappingOrCut_data();
    void everyStep_hasNothingOverlappingOrCut();
};

void ManySocketsTest::initTestCase()
{
    QVERIFY(figure::loadFonts());
    text::setLanguage(QStringLiteral("en"));
}

void ManySocketsTest::severalUdpSockets_areAllDrawnAndCounted_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {1, 2, 3, 4})
        QTest::addRow("%d", count) << count;
}

void ManySocketsTest::severalUdpSockets_areAllDrawnAndCounted()
{
    QFETCH(int, count);
    QList<SocketId> own;
    const world::Timeline timeline = datagrams(count, 3, own);
    const int last = timeline.stepCount() - 1;
    const DisplayList list = test::picture(timeline, last, 0, Kind::Udp, Detail::Idea, Size);
    for (const SocketId socket : std::as_const(own)) {
        QVERIFY(list.node(NodeKind::Socket, socket));
        QVERIFY(list.node(NodeKind::Queue, socket));
    }
    QCOMPARE(list.node(NodeKind::Count, 0)->name, count == 1 ? "1 socket" : QStringLiteral("%1 sockets").arg(count));
    QCOMPARE(says(list, QStringLiteral("share one socket")), count == 1);
    QVERIFY(!says(list, QStringLiteral("not drawn")));
}

void ManySocketsTest::moreThanHaveRoom_areSaidToBeLeftOut()
{
    QList<SocketId> own;
    const world::Timeline timeline = datagrams(6, 2, own);
    const int last = timeline.stepCount() - 1; // it reads from the sixth
    const DisplayList list = test::picture(timeline, last, 0, Kind::Udp, Detail::Idea, Size);
    QVERIFY(list.node(NodeKind::Socket, own.last()));
    QCOMPARE(std::count_if(own.begin(), own.end(), [&](SocketId id) { return stands(list, id); }), 4);
    QCOMPARE(list.node(NodeKind::Count, 0)->name, QStringLiteral("6 sockets"));
    QVERIFY(says(list, QStringLiteral("not drawn: 2 more sockets")));
}

void ManySocketsTest::lanesOfDatagrams_leadWhereTheyLanded()
{
    QList<SocketId> own;
    const world::Timeline timeline = datagrams(3, 2, own);
    const world::World &world = timeline.world(timeline.stepCount() - 1);
    const figure::Cast cast(world, Protocol::Udp);
    for (const figure::ClientPart &client : cast.clients()) {
        for (const world::Socket *socket : cast.serverSockets())
            QVERIFY(cast.goesTo(client, *socket));
    }
    // After A's first message only one lane is there.
    int step = 0;
    while (timeline.world(step).messages().isEmpty() || !timeline.world(step).messages().first().sendReturned)
        ++step;
    const DisplayList list = test::picture(timeline, step, 0, Kind::Udp, Detail::Idea, Size);
    QCOMPARE(test::countOf(list, NodeKind::Lane), 1);
}

void ManySocketsTest::secondListener_isCountedAndSaidToBeLeftOut()
{
    QList<SocketId> own;
    const world::Timeline timeline = listeners(own);
    const DisplayList list = test::picture(timeline, timeline.stepCount() - 1, 0, Kind::Tcp, Detail::Idea, Size);
    QVERIFY(list.node(NodeKind::Listener, own.last())); // its accept() is the step
    QVERIFY(!list.node(NodeKind::Listener, own.first()));
    QCOMPARE(list.node(NodeKind::Count, 0)->name, QStringLiteral("4 sockets"));
    QVERIFY(says(list, QStringLiteral("2 connected + 2 listening")));
    QVERIFY(says(list, QStringLiteral("not drawn: one more socket")));
}

void ManySocketsTest::mechanism_saysWhichSocketsItLeavesOut()
{
    QList<SocketId> own;
    const world::Timeline udp = datagrams(2, 2, own);
    const DisplayList list = test::picture(udp, udp.stepCount() - 1, 0, Kind::Udp, Detail::Mechanism, Size);
    QVERIFY(says(list, QStringLiteral("not drawn: one more socket")));
    QVERIFY(says(list, QStringLiteral("1 of 2 sockets")));
    QVERIFY(!says(list, QStringLiteral("for all")));
}

void ManySocketsTest::everyStep_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("language");
    for (const QString language : {"en", "es"}) {
        for (const int count : {2, 4, 6}) {
            for (const int clients : {1, 3, 8, 12})
                QTest::addRow("%d %d %s", count, clients, qPrintable(language)) << count << clients << language;
        }
    }
}

void ManySocketsTest::everyStep_hasNothingOverlappingOrCut()
{
    QFETCH(int, count);
    QFETCH(int, clients);
    QFETCH(QString, language);
    text::setLanguage(language);
    QList<SocketId> own;
    const world::Timeline timeline = datagrams(count, clients, own);
    const int stride = std::max(1, timeline.stepCount() / 8);
    for (int step = timeline.stepCount() - 1; step >= 0; step -= stride) {
        for (const Detail detail : {Detail::Idea, Detail::Mechanism}) {
            for (const double progress : {0.0, 0.5}) {
                const DisplayList list = test::picture(timeline, step, progress, Kind::Udp, detail, Size);
                const QStringList faults = test::geometryFaults(list) + test::overlapFaults(list);
                QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("step %1, detail %2: %3")
                                                          .arg(step)
                                                          .arg(int(detail))
                                                          .arg(faults.join(QLatin1Char('\n')))));
            }
        }
    }
    text::setLanguage(QStringLiteral("en"));
}

QTEST_MAIN(ManySocketsTest)
#include "tst_manysockets.moc"
