// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/world.h"
#include "tests/support/historybuilder.h"

#include <QTest>

using namespace zocalo;
using namespace zocalo::world;
using kernel::Protocol;
using test::HistoryBuilder;

/// A program's answer comes from a server that nobody watches: equal bytes make it neither the program's own message
/// nor another one's.
class TestUnseenEcho : public QObject
{
    Q_OBJECT

    static void seenWithout(const HistoryBuilder &build, ProcessId server, const QList<SocketId> &clients)
    {
        World world;
        for (const history::Event &event : build.eventsWithout(server))
            world.apply(event);
        QCOMPARE(world.messages().size(), 2);
        for (int i = 0; i < 2; ++i) {
            QVERIFY(world.messages().at(i).receivedBy.isEmpty());
            QCOMPARE(world.messages().at(i).landed, SocketId(0));
            QCOMPARE(world.socket(clients.at(i))->unmatchedBytes, quint64(4));
        }
    }

private slots:
    void stream_isNoMessageOfSomebodyElse()
    {
        HistoryBuilder build;
        const ProcessId server = build.start("server");
        const SocketId listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        QList<SocketId> clients;
        QList<SocketId> ends;
        for (const char *name : {"a.py", "b.py"}) {
            clients.append(build.socket(build.start(QLatin1String(name)), Protocol::Tcp));
            build.connect(clients.last(), "127.0.0.1:9000");
            ends.append(build.accept(listener));
            build.send(clients.last(), "hola");
        }
        for (int i = 0; i < 2; ++i) {
            build.recv(ends.at(i));
            build.send(ends.at(i), "hola");
            build.recv(clients.at(i));
        }
        World all;
        for (const history::Event &event : build.events())
            all.apply(event);
        QCOMPARE(all.messageNamed(QStringLiteral("A1"))->landed, ends.at(0)); // where all are watched
        QCOMPARE(all.messageNamed(QStringLiteral("S1"))->landed, clients.at(0));
        seenWithout(build, server, clients);
    }

    void datagram_isNoMessageOfSomebodyElse()
    {
        HistoryBuilder build;
        const ProcessId server = build.start("server");
        const SocketId there = build.socket(server, Protocol::Udp);
        build.bind(there, "127.0.0.1:9001");
        QList<SocketId> clients;
        for (const char *name : {"a.py", "b.py"}) {
            clients.append(build.socket(build.start(QLatin1String(name)), Protocol::Udp));
            build.connect(clients.last(), "127.0.0.1:9001");
            build.send(clients.last(), "hola");
        }
        for (const SocketId client : clients) {
            build.recv(there);
            build.sendto(there, "hola", QString::fromStdString(build.local(client).toString()));
            build.recv(client); // without the address that it came from
        }
        seenWithout(build, server, clients);
    }
};

QTEST_GUILESS_MAIN(TestUnseenEcho)
#include "tst_unseenecho.moc"
