// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A picture has room for one server: of several programs that serve, each socket stands with its own process or not at
// all.
#include "app/figure/cast.h"
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "core/lesson/recordedlesson.h"
#include "core/world/timeline.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/pictures.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <algorithm>
#include <sys/socket.h>

using namespace zocalo;
using figure::Cast;
using figure::NodeKind;
using kernel::Protocol;
using test::HistoryBuilder;
using test::Role;

namespace {

const world::World &lastOf(const world::Timeline &timeline) { return timeline.world(timeline.stepCount() - 1); }

world::Timeline ran(const HistoryBuilder &build)
{
    world::Timeline timeline;
    for (const history::Event &event : build.events())
        timeline.append(event);
    return timeline;
}

} // namespace

class TestServers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }

    void ofTwoServers_isDrawnWhomTheStepIsAbout()
    {
        HistoryBuilder build;
        const auto one = build.start("one", Role::Server);
        const auto two = build.start("two", Role::Server);
        const auto a = build.start("a", Role::Client, "A", {}, 0);
        const auto b = build.start("b", Role::Client, "B", {}, 1);
        const auto listen = [&](test::ProcessId server, const char *address) {
            const auto listener = build.socket(server, Protocol::Tcp);
            build.bind(listener, QLatin1String(address));
            build.listen(listener);
            return listener;
        };
        const auto ones = listen(one, "127.0.0.1:9000");
        const auto twos = listen(two, "127.0.0.1:9001");
        const auto ofA = build.socket(a, Protocol::Tcp);
        build.connect(ofA, "127.0.0.1:9000");
        const auto acceptedA = build.accept(ones);
        const auto ofB = build.socket(b, Protocol::Tcp);
        build.connect(ofB, "127.0.0.1:9001");
        build.enterSend(ofB, "hola");

        const world::Timeline sending = ran(build);
        QCOMPARE(Cast(lastOf(sending), Protocol::Tcp).server()->id, two); // nobody has accepted it yet
        const auto acceptedB = build.accept(twos);
        const world::Timeline timeline = ran(build);
        const Cast cast(lastOf(timeline), Protocol::Tcp);
        QCOMPARE(cast.server()->id, two);
        QCOMPARE(cast.connectedCount(), 1);
        QVERIFY(!cast.clients().at(0).accepted);
        QVERIFY(cast.clients().at(1).accepted && cast.clients().at(1).accepted->id == acceptedB);

        figure::FigureInput input{lastOf(timeline)};
        input.kind = lesson::Kind::Tcp;
        for (const lesson::Detail detail : {lesson::Detail::Idea, lesson::Detail::Mechanism}) {
            input.detail = detail;
            input.size = QSizeF(1920, 1080);
            const figure::DisplayList list = figure::buildFigure(input);
            QVERIFY(list.node(NodeKind::Process, two) && list.node(NodeKind::Socket, acceptedB));
            QVERIFY(!list.node(NodeKind::Process, one));
            QVERIFY(!list.node(NodeKind::Socket, acceptedA) && !list.node(NodeKind::Listener, ones));
            // And it is said that there are more.
            QVERIFY(std::any_of(list.items().begin(), list.items().end(), [](const figure::Item &item) {
                const auto *text = std::get_if<figure::Text>(&item.data);
                return text && text->plain().contains(QLatin1String("not drawn: 2 more socket"));
            }));
        }
        build.recv(acceptedA); // nothing there yet: but it is about the first one
        QCOMPARE(Cast(lastOf(ran(build)), Protocol::Tcp).server()->id, one);
    }

    // Two listen at one port (SO_REUSEPORT): which of them a connection comes to is not known before it has, and how
    // many sockets share the port is not the number of those that are drawn.
    void ofTwoListenersOnOnePort_noneIsToldToTakeIt()
    {
        HistoryBuilder build;
        test::SocketId listeners[2] = {};
        for (int i = 0; i < 2; ++i) {
            listeners[i] = build.socket(build.start(QStringLiteral("s.py#%1").arg(i + 1)), Protocol::Tcp);
            build.setOption(listeners[i], SOL_SOCKET, SO_REUSEPORT, 1);
            QCOMPARE(build.bind(listeners[i], "127.0.0.1:9000"), 0);
            build.listen(listeners[i]);
        }
        const auto first = build.socket(build.start("cl.py"), Protocol::Tcp);
        build.connect(first, "127.0.0.1:9000");
        const bool tookIt = build.canCarryOut(build.enterAccept(listeners[0]));
        build.accept(listeners[tookIt ? 0 : 1]);
        const auto second = build.socket(build.start("cl.py#2"), Protocol::Tcp);
        build.enterConnect(second, "127.0.0.1:9000");
        const world::Timeline timeline = ran(build);
        const figure::DisplayList list = test::picture(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Tcp,
                                                       lesson::Detail::Mechanism, {1920, 1080});
        QVERIFY(std::none_of(list.items().begin(), list.items().end(), [](const figure::Item &item) {
            const auto *shape = std::get_if<figure::Shape>(&item.data);
            return shape && shape->fill == figure::Colour(figure::Tone::Match);
        }));
        QVERIFY(test::textsOf(list).filter(QStringLiteral("share :9000")).isEmpty());
    }

    // It has no row for the socket that accept() gave: there is no client's card.
    void serverOfItself_allItsSocketsAreDrawnOrCounted()
    {
        HistoryBuilder build;
        const auto alone = build.start("fd2", Role::Server);
        const auto listener = build.socket(alone, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const auto own = build.socket(alone, Protocol::Tcp);
        build.connect(own, "127.0.0.1:9000");
        const auto accepted = build.accept(listener);
        const world::Timeline timeline = ran(build);
        figure::FigureInput input{lastOf(timeline)};
        input.kind = lesson::Kind::Tcp;
        input.detail = lesson::Detail::Mechanism;
        input.size = QSizeF(1920, 1080);
        const figure::DisplayList list = figure::buildFigure(input);
        int drawn = 0;
        for (const auto socket : {listener, own, accepted})
            drawn += list.node(NodeKind::Socket, socket) || list.node(NodeKind::Listener, socket) ? 1 : 0;
        QVERIFY(drawn < 3);
        const QString told = drawn == 1 ? QStringLiteral("not drawn: 2 more") : QStringLiteral("not drawn: 1 more");
        QVERIFY(std::any_of(list.items().begin(), list.items().end(), [&](const figure::Item &item) {
            const auto *text = std::get_if<figure::Text>(&item.data);
            return text && text->plain().contains(told);
        }));
    }

    void programWithoutAPart_itsSocketIsCounted()
    {
        HistoryBuilder build;
        const auto server = build.start("server", Role::Server);
        const auto client = build.start("a", Role::Client, "A");
        const auto listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const auto own = build.socket(client, Protocol::Tcp);
        build.connect(own, "127.0.0.1:9000");
        const auto another = build.start("another", Role::Other);
        const auto its = build.socket(another, Protocol::Tcp);
        const world::Timeline timeline = ran(build);
        figure::FigureInput input{lastOf(timeline)};
        input.kind = lesson::Kind::Tcp;
        input.size = QSizeF(1920, 1080);
        for (const lesson::Detail detail : {lesson::Detail::Idea, lesson::Detail::Mechanism}) {
            input.detail = detail;
            const figure::DisplayList list = figure::buildFigure(input);
            QVERIFY(!list.node(NodeKind::Socket, its));
            QVERIFY(std::any_of(list.items().begin(), list.items().end(), [](const figure::Item &item) {
                const auto *text = std::get_if<figure::Text>(&item.data);
                return text && text->plain().contains(QLatin1String("not drawn: 1 more socket")) &&
                       text->plain().contains(QLatin1String("/fd "));
            }));
        }
    }

    void startedAgain_theNewOneIsDrawn()
    {
        HistoryBuilder build;
        const auto first = build.start("server", Role::Server);
        const auto before = build.socket(first, Protocol::Tcp);
        build.bind(before, "127.0.0.1:9000");
        build.listen(before);
        build.end(first);
        const auto second = build.start("server", Role::Server);
        const auto client = build.start("a", Role::Client, "A");
        const auto now = build.socket(second, Protocol::Tcp);
        build.bind(now, "127.0.0.1:9000");
        build.listen(now);
        build.socket(client, Protocol::Tcp); // about neither
        QCOMPARE(Cast(lastOf(ran(build)), Protocol::Tcp).server()->id, second);
    }

    void longNameOfAServer_leavesItsRoleReadable()
    {
        HistoryBuilder build;
        const auto server = build.start("a_server_of_mine.py");
        const auto client = build.start("cl.py");
        const auto listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const auto socket = build.socket(client, Protocol::Tcp);
        build.connect(socket, "127.0.0.1:9000");
        build.send(socket, "hola");
        const world::Timeline timeline = ran(build);
        for (const lesson::Detail detail : {lesson::Detail::Idea, lesson::Detail::Mechanism}) {
            const figure::DisplayList list =
                test::picture(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Tcp, detail, {1920, 1080});
            const QStringList faults = test::geometryFaults(list);
            QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
        }
    }

    void ofMoreMessagesThanHaveRoom_itIsSaidThatThereWereOthers_data()
    {
        QTest::addColumn<int>("clients");
        QTest::newRow("roomy") << 1;
        QTest::newRow("compact") << 8;
    }

    void ofMoreMessagesThanHaveRoom_itIsSaidThatThereWereOthers()
    {
        QFETCH(int, clients);
        HistoryBuilder build;
        build.setSnapshots(true);
        const auto listener = build.socket(build.start("server", Role::Server, "S"), Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        history::SocketId client = 0;
        history::SocketId accepted = 0;
        for (int i = clients - 1; i >= 0; --i) {
            const QString letter(QChar(u'A' + i));
            client = build.socket(build.start(letter, Role::Client, letter, {}, i), Protocol::Tcp);
            build.connect(client, "127.0.0.1:9000");
            accepted = build.accept(listener);
        }
        for (int read = 1; read <= 4; ++read) {
            build.send(client, "hola");
            build.recv(accepted);
            const world::Timeline timeline = ran(build);
            const figure::DisplayList list = test::picture(timeline, timeline.stepCount() - 1, 0, lesson::Kind::Tcp,
                                                           lesson::Detail::Idea, {1920, 1080});
            const QStringList texts = test::textsOf(list);
            QVERIFY(texts.contains(QStringLiteral("A%1").arg(read)));
            QCOMPARE(texts.contains(QStringLiteral("A1")), read <= 2);
            QCOMPARE(texts.contains(QStringLiteral("…")), read > 2);
            QVERIFY2(test::faultsOf(list).isEmpty(), qPrintable(test::faultsOf(list)));
        }
    }

    void programsWithoutAMessage_areOfTheProtocolOfTheirSockets()
    {
        HistoryBuilder build;
        const auto server = build.start("u.py");
        build.start("nc");
        build.bind(build.socket(server, Protocol::Udp), "127.0.0.1:9000");
        QCOMPARE(lesson::kindOf(lastOf(ran(build))), lesson::Kind::Udp);
    }
};

QTEST_MAIN(TestServers)

#include "tst_servers.moc"
