// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/selectionobstacle.h"
#include "core/world/timeline.h"
#include "tests/support/historybuilder.h"

#include <QTest>

using namespace zocalo;
using figure::Thing;
using lesson::ActionKind;
using world::Role;

/// Each action that is none of what is selected says why, and does not say what is not so.
class TestSelectionObstacle : public QObject
{
    Q_OBJECT

private slots:
    void clientOfTcp_saysWhatItIsNot();
    void serverOfUdp_hasNoConnections();
    void processWithoutASocket_hasNone();
    void listeningSocket_carriesNothing();
    void deadProcess_hasEnded();

private:
    static QString process(const test::HistoryBuilder &build, world::ProcessId id, ActionKind kind)
    {
        return reason(build, {Thing::Kind::Process, id}, kind);
    }
    static QString reason(const test::HistoryBuilder &build, const Thing &thing, ActionKind kind)
    {
        world::Timeline timeline;
        for (const history::Event &event : build.events()) {
            timeline.append(event);
        }
        const world::World &last = timeline.world(timeline.stepCount() - 1);
        return view::SelectionObstacle(thing, last).reason(kind);
    }
};

void TestSelectionObstacle::clientOfTcp_saysWhatItIsNot()
{
    test::HistoryBuilder build;
    const auto server = build.start(QStringLiteral("tcp.server"), Role::Server, {}, QStringLiteral("tcp"));
    const auto client = build.start(QStringLiteral("tcp.A"), Role::Client, QStringLiteral("A"), QStringLiteral("tcp"));
    const auto listener = build.socket(server, kernel::Protocol::Tcp);
    build.bind(listener, QStringLiteral("127.0.0.1:9000"));
    build.listen(listener);
    const auto socket = build.socket(client, kernel::Protocol::Tcp);
    build.connect(socket, QStringLiteral("127.0.0.1:9000"));
    QCOMPARE(process(build, client, ActionKind::Accept), QStringLiteral("a client has no socket that listens"));
    QCOMPARE(reason(build, {Thing::Kind::Socket, socket}, ActionKind::Accept),
             QStringLiteral("this socket does not listen"));
    QCOMPARE(process(build, server, ActionKind::Connect), QStringLiteral("a server does not connect: its clients do"));
    QCOMPARE(process(build, server, ActionKind::Send), QStringLiteral("it has no connection yet"));
    build.close(socket);
    QCOMPARE(reason(build, {Thing::Kind::Socket, socket}, ActionKind::Send), QStringLiteral("the socket is closed"));
}

void TestSelectionObstacle::serverOfUdp_hasNoConnections()
{
    test::HistoryBuilder build;
    const auto server = build.start(QStringLiteral("udp.server"), Role::Server, {}, QStringLiteral("udp"));
    const auto client = build.start(QStringLiteral("udp.A"), Role::Client, QStringLiteral("A"), QStringLiteral("udp"));
    const auto door = build.socket(server, kernel::Protocol::Udp);
    build.bind(door, QStringLiteral("127.0.0.1:9000"));
    for (const ActionKind kind : {ActionKind::Accept, ActionKind::Shutdown}) {
        QCOMPARE(process(build, server, kind), QStringLiteral("UDP has no connections"));
        QCOMPARE(reason(build, {Thing::Kind::Socket, door}, kind), QStringLiteral("UDP has no connections"));
    }
    QCOMPARE(process(build, client, ActionKind::SecondConnection), QStringLiteral("UDP has no connections"));
    QCOMPARE(process(build, server, ActionKind::Send), QStringLiteral("no client has a socket yet"));
}

void TestSelectionObstacle::processWithoutASocket_hasNone()
{
    test::HistoryBuilder build;
    const auto server = build.start(QStringLiteral("tcp.server"), Role::Server, {}, QStringLiteral("tcp"));
    for (const ActionKind kind :
         {ActionKind::Accept, ActionKind::Send, ActionKind::Receive, ActionKind::Shutdown, ActionKind::Close}) {
        QCOMPARE(process(build, server, kind), QStringLiteral("it has no open socket"));
    }
}

void TestSelectionObstacle::listeningSocket_carriesNothing()
{
    test::HistoryBuilder build;
    const auto server = build.start(QStringLiteral("tcp.server"), Role::Server, {}, QStringLiteral("tcp"));
    const auto listener = build.socket(server, kernel::Protocol::Tcp);
    build.bind(listener, QStringLiteral("127.0.0.1:9000"));
    build.listen(listener);
    const Thing thing{Thing::Kind::Socket, listener};
    for (const ActionKind kind : {ActionKind::Send, ActionKind::Receive}) {
        QCOMPARE(reason(build, thing, kind), QStringLiteral("a listening socket carries no messages"));
    }
    QCOMPARE(reason(build, thing, ActionKind::Shutdown),
             QStringLiteral("a listening socket has no connection of its own"));
}

void TestSelectionObstacle::deadProcess_hasEnded()
{
    test::HistoryBuilder build;
    const auto client = build.start(QStringLiteral("udp.A"), Role::Client, QStringLiteral("A"), QStringLiteral("udp"));
    const auto socket = build.socket(client, kernel::Protocol::Udp);
    build.end(client, 0, 9);
    for (const ActionKind kind : {ActionKind::Send, ActionKind::Accept, ActionKind::Close}) {
        QCOMPARE(process(build, client, kind), QStringLiteral("the process has ended"));
        QCOMPARE(reason(build, {Thing::Kind::Socket, socket}, kind), QStringLiteral("the process has ended"));
    }
}

QTEST_GUILESS_MAIN(TestSelectionObstacle)
#include "tst_selectionobstacle.moc"
