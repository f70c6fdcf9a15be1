// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/cast.h"
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "app/figure/thing.h"
#include "app/text/language.h"
#include "core/world/timeline.h"
#include "tests/app/figure/geometry.h"
#include "tests/support/historybuilder.h"

#include <QRandomGenerator>
#include <QTest>

#include <csignal>

#include <sys/socket.h>

using namespace zocalo;
using figure::DisplayList;
using figure::FigureInput;
using figure::Thing;
using history::ProcessId;
using history::SocketId;
using kernel::Protocol;
using test::HistoryBuilder;

namespace {

/// Does what users do, in no order: worlds that no lesson leads to.
class RandomUser
{
public:
    explicit RandomUser(quint32 seed) : m_random(seed)
    {
        m_build.setSnapshots(true);
        m_tcp = m_build.start(QStringLiteral("tcp.server"), history::Role::Server, QStringLiteral("S"),
                              QStringLiteral("tcp"));
        m_listener = m_build.socket(m_tcp, Protocol::Tcp);
        m_build.bind(m_listener, QStringLiteral("127.0.0.1:9000"));
        m_build.listen(m_listener);
        m_udp = m_build.start(QStringLiteral("udp.server"), history::Role::Server, QStringLiteral("S"),
                              QStringLiteral("udp"));
        m_door = m_build.socket(m_udp, Protocol::Udp);
        m_build.bind(m_door, QStringLiteral("127.0.0.1:9001"));
        for (int i = 0; i < 2; ++i) {
            addClient(Protocol::Tcp);
            addClient(Protocol::Udp);
        }
    }

    void act(int times)
    {
        for (int i = 0; i < times; ++i) {
            actOnce();
        }
    }

    const QList<history::Event> &events() const { return m_build.events(); }

private:
    struct Client
    {
        ProcessId process = 0;
        Protocol protocol = Protocol::Tcp;
        QList<SocketId> sockets;
        bool dead = false;
    };

    int below(qsizetype end) { return int(m_random.bounded(quint32(end))); }

    void addClient(Protocol protocol)
    {
        int &count = protocol == Protocol::Tcp ? m_tcpClients : m_udpClients;
        if (count >= 6) {
            return;
        }
        const QString group = protocol == Protocol::Tcp ? QStringLiteral("tcp") : QStringLiteral("udp");
        const QString letter(QChar(u'A' + count));
        Client client;
        client.protocol = protocol;
        client.process =
            m_build.start(group + QLatin1Char('.') + letter, history::Role::Client, letter, group, count++);
        m_clients.append(client);
        open(m_clients.last());
    }

    void open(Client &client)
    {
        if (client.sockets.size() >= (client.protocol == Protocol::Tcp ? 2 : 1)) {
            return;
        }
        const SocketId socket = m_build.socket(client.process, client.protocol);
        client.sockets.append(socket);
        if (client.protocol == Protocol::Tcp) {
            m_build.connect(socket, QStringLiteral("127.0.0.1:9000"));
            ++m_pending;
        }
    }

    void kill(Client &client)
    {
        client.dead = true;
        client.sockets.clear();
        m_build.end(client.process, 0, SIGKILL);
    }

    void actOnce()
    {
        const int what = below(14);
        if (what < 1) {
            addClient(below(2) ? Protocol::Tcp : Protocol::Udp);
        } else if (what < 5) {
            serve();
        } else {
            Client &client = m_clients[below(m_clients.size())];
            if (!client.dead) {
                actAs(client, what);
            }
        }
    }

    void serve()
    {
        if (below(2) == 0 && m_build.waiting(m_door) > 0) {
            m_build.recvfrom(m_door);
        } else if (!m_accepted.isEmpty() && below(3) == 0) {
            const SocketId socket = m_accepted.at(below(m_accepted.size()));
            if (below(4) == 0) {
                m_build.close(socket);
                m_accepted.removeOne(socket);
            } else if (m_build.waiting(socket) > 0) {
                m_build.recv(socket);
            } else {
                m_build.send(socket, "answer");
            }
        } else if (m_pending > 0) {
            --m_pending;
            m_accepted.append(m_build.accept(m_listener));
        }
    }

    void actAs(Client &client, int what)
    {
        if (client.sockets.isEmpty() || what == 5) {
            open(client);
            return;
        }
        const SocketId socket = client.sockets.at(below(client.sockets.size()));
        if (what == 6 && below(3) == 0) {
            kill(client);
        } else if (what == 7) {
            m_build.close(socket);
            client.sockets.removeOne(socket);
        } else if (what == 8 && client.protocol == Protocol::Tcp) {
            m_build.shutdown(socket, SHUT_WR);
        } else if (client.protocol == Protocol::Tcp) {
            m_build.send(socket, QByteArray("x").repeated(1 + below(60)));
        } else {
            m_build.sendto(socket, QByteArray("ñ").repeated(1 + below(30)), QStringLiteral("127.0.0.1:9001"));
        }
    }

    QRandomGenerator m_random;
    HistoryBuilder m_build;
    ProcessId m_tcp = 0;
    ProcessId m_udp = 0;
    SocketId m_listener = 0;
    SocketId m_door = 0;
    QList<Client> m_clients;
    QList<SocketId> m_accepted;
    int m_pending = 0; ///< connections that wait for accept()
    int m_tcpClients = 0;
    int m_udpClients = 0;
};

} // namespace

/// The figures of worlds that users make by acting: second connections, closed sockets, dead processes, more clients.
class TestFreeFigures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void secondConnection_hasADoorInTheSameCard();
    void closedByTheClient_serversEndStaysInSight();
    void randomActions_data();
    void randomActions();
};

void TestFreeFigures::secondConnection_hasADoorInTheSameCard()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto group = QStringLiteral("tcp");
    const ProcessId server =
        build.start(QStringLiteral("tcp.server"), history::Role::Server, QStringLiteral("S"), group);
    const ProcessId client = build.start(QStringLiteral("tcp.A"), history::Role::Client, QStringLiteral("A"), group);
    const ProcessId other = build.start(QStringLiteral("tcp.B"), history::Role::Client, QStringLiteral("B"), group, 1);
    const SocketId listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, QStringLiteral("127.0.0.1:9000"));
    build.listen(listener);
    QList<SocketId> own;
    QList<SocketId> accepted;
    for (const ProcessId process : {client, client, other}) {
        own.append(build.socket(process, Protocol::Tcp));
        build.connect(own.last(), QStringLiteral("127.0.0.1:9000"));
        accepted.append(build.accept(listener));
    }
    build.send(own.at(1), "through the second");
    world::World world;
    for (const history::Event &event : build.events()) {
        world.apply(event);
    }
    const figure::Cast cast(world, Protocol::Tcp);
    QCOMPARE(cast.clients().size(), 3);
    QCOMPARE(cast.processCount(), 2);
    QVERIFY(!cast.clients().at(0).joined);
    QVERIFY(cast.clients().at(1).joined);
    QVERIFY(!cast.clients().at(2).joined);
    QCOMPARE(cast.lastJoined(0), 1);
    QCOMPARE(cast.clients().at(1).sender, 0); // the client's own colour
    QCOMPARE(cast.clientOf(world.messages().last()), 1);
    for (const lesson::Detail detail : {lesson::Detail::Idea, lesson::Detail::Mechanism}) {
        FigureInput input{world};
        input.kind = lesson::Kind::Tcp;
        input.detail = detail;
        const DisplayList list = figure::buildFigure(input);
        int cards = 0;
        for (const figure::Node &node : list.nodes()) {
            cards += node.kind == figure::NodeKind::Process && node.id == client;
        }
        QCOMPARE(cards, 1);
        const QRectF card = figure::rectOf(list, {Thing::Kind::Process, client});
        for (int i : {0, 1}) {
            const QRectF door = figure::rectOf(list, {Thing::Kind::Socket, own.at(i)});
            QVERIFY(!door.isEmpty());
            QVERIFY(card.top() <= door.center().y() && door.center().y() <= card.bottom());
            QVERIFY(!figure::rectOf(list, {Thing::Kind::Socket, accepted.at(i)}).isEmpty());
        }
        QVERIFY(!card.intersects(figure::rectOf(list, {Thing::Kind::Process, other})));
        QCOMPARE(test::geometryFaults(list), QStringList());
    }
}

void TestFreeFigures::closedByTheClient_serversEndStaysInSight()
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto group = QStringLiteral("tcp");
    const ProcessId server =
        build.start(QStringLiteral("tcp.server"), history::Role::Server, QStringLiteral("S"), group);
    const ProcessId client = build.start(QStringLiteral("tcp.A"), history::Role::Client, QStringLiteral("A"), group);
    const SocketId listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, QStringLiteral("127.0.0.1:9000"));
    build.listen(listener);
    QList<SocketId> own;
    QList<SocketId> accepted;
    const auto connect = [&] {
        own.append(build.socket(client, Protocol::Tcp));
        build.connect(own.last(), QStringLiteral("127.0.0.1:9000"));
        accepted.append(build.accept(listener));
    };
    connect();
    build.close(own.first());
    connect();
    const auto shown = [&](SocketId socket) {
        world::World world;
        for (const history::Event &event : build.events()) {
            world.apply(event);
        }
        FigureInput input{world};
        input.kind = lesson::Kind::Tcp;
        return !figure::rectOf(figure::buildFigure(input), {Thing::Kind::Socket, socket}).isEmpty();
    };
    QVERIFY(shown(accepted.at(0)));
    QVERIFY(shown(accepted.at(1)));
    build.recv(accepted.at(0));
    build.close(accepted.at(0)); // nobody has anything of it any more
    QVERIFY(!shown(accepted.at(0)));
    QVERIFY(shown(accepted.at(1)));
}

void TestFreeFigures::randomActions_data()
{
    QTest::addColumn<int>("seed");
    QTest::addColumn<QString>("language");
    const int seeds = qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1 ? 60 : 2;
    for (int seed = 1; seed <= seeds; ++seed) {
        const QString language = seed % 2 ? QStringLiteral("en") : QStringLiteral("es");
        QTest::addRow("%d %s", seed, qPrintable(language)) << seed << language;
    }
}

void TestFreeFigures::randomActions()
{
    QFETCH(int, seed);
    QFETCH(QString, language);
    text::setLanguage(language);
    RandomUser user{quint32(seed)};
    user.act(40);
    world::Timeline timeline;
    for (const history::Event &event : user.events()) {
        timeline.append(event);
    }
    for (int step = 20; step < timeline.stepCount(); step += 2 * test::kStepStride) {
        const world::World &world = timeline.world(step);
        for (const lesson::Kind kind : {lesson::Kind::Twin, lesson::Kind::Tcp}) {
            for (const lesson::Detail detail : {lesson::Detail::Idea, lesson::Detail::Mechanism}) {
                FigureInput input{world};
                input.kind = kind;
                input.detail = detail;
                input.language = language;
                input.size = step % 4 ? QSizeF(1280, 720) : QSizeF(1920, 1080);
                const DisplayList list = figure::buildFigure(input);
                const QStringList faults = test::geometryFaults(list);
                QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("step %1, kind %2, detail %3: %4")
                                                          .arg(step)
                                                          .arg(int(kind))
                                                          .arg(int(detail))
                                                          .arg(faults.join(QStringLiteral("; ")))));
                for (const Thing &thing : figure::thingsShown(list, world)) {
                    QVERIFY(!figure::rectOf(list, thing).isEmpty());
                }
            }
        }
    }
}

QTEST_MAIN(TestFreeFigures)
#include "tst_freefigures.moc"
