// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A server that forks: a socket that several processes have is one socket with a door for each, and what its children
// do with it moves in the picture as if the server did it.
#include "app/figure/callstate.h"
#include "app/figure/cast.h"
#include "app/figure/fonts.h"
#include "app/figure/holders.h"
#include "app/text/language.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <array>
#include <cmath>

using namespace zocalo;
using namespace zocalo::test::mechanism;
using kernel::Protocol;
using lesson::Detail;
using lesson::Kind;
using test::HistoryBuilder;
using world::MomentKind;

namespace {

/// A server that forks before it accepts: the first child serves the client, the second one sleeps in accept().
struct Prefork
{
    HistoryBuilder build;
    history::ProcessId server = 0, one = 0, two = 0;
    history::SocketId listener = 0, client = 0, accepted = 0;
    int forked = 0; ///< the step after the last fork

    explicit Prefork(int children = 2)
    {
        build.setSnapshots(true);
        server = build.start("server.py");
        listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        if (children > 0)
            one = build.fork(server, "server.py#2");
        if (children > 1)
            two = build.fork(server, "server.py#3");
        forked = steps() - 1;
    }

    int steps() const { return timelineOf(build.events()).stepCount(); }

    void serve()
    {
        client = build.socket(build.start("client.py"), Protocol::Tcp);
        build.connect(client, "127.0.0.1:9000");
        build.as(two);
        build.asleep(build.enterAccept(listener));
        build.as(one);
        accepted = build.accept(listener);
        build.send(client, "hola");
        build.recv(accepted);
        build.send(accepted, "adios");
        build.recv(client);
        build.end(one);
    }
};

/// A UDP server whose children read from its one socket.
struct Readers
{
    HistoryBuilder build;
    history::ProcessId server = 0, one = 0;
    history::SocketId door = 0, client = 0;

    Readers()
    {
        build.setSnapshots(true);
        server = build.start("server.py");
        door = build.socket(server, Protocol::Udp);
        build.bind(door, "127.0.0.1:9000");
        one = build.fork(server, "server.py#2");
        client = build.socket(build.start("client.py"), Protocol::Udp);
        build.sendto(client, "hola", "127.0.0.1:9000");
        build.as(one);
        build.recvfrom(door);
        build.sendto(door, "adios", QString::fromStdString(build.local(client).toString()));
        build.recvfrom(client);
    }
};

/// How many doors stand there, one behind the other: their outlines are of one size, the largest.
int doorsOf(const DisplayList &list, NodeKind kind, history::SocketId socket)
{
    QList<QSizeF> sizes;
    for (const figure::Item &item : list.items()) {
        const auto *shape = std::get_if<figure::Shape>(&item.data);
        const figure::Node node = item.node < 0 ? figure::Node{} : list.nodes().at(item.node);
        if (shape && node.kind == kind && node.id == socket)
            sizes.append(shape->path.boundingRect().size());
    }
    if (sizes.isEmpty())
        return 0;
    const auto area = [](const QSizeF &size) { return size.width() * size.height(); };
    const QSizeF largest = *std::max_element(sizes.begin(), sizes.end(),
                                             [&](const QSizeF &a, const QSizeF &b) { return area(a) < area(b); });
    return static_cast<int>(std::count_if(sizes.begin(), sizes.end(), [&](const QSizeF &size) {
        return std::abs(size.width() - largest.width()) < 0.01 && std::abs(size.height() - largest.height()) < 0.01;
    }));
}

QStringList faultsOf(const DisplayList &list) { return test::geometryFaults(list) + test::overlapFaults(list); }

constexpr std::array Details{Detail::Idea, Detail::Mechanism, Detail::Everything};

} // namespace

class TestWorkers : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(figure::loadFonts());
        text::setLanguage(QStringLiteral("en"));
    }

    void forkedListener_isOneSocketWithADoorForEach()
    {
        for (const int children : {0, 1, 2}) {
            const Prefork run(children);
            const world::Timeline timeline = timelineOf(run.build.events());
            const world::World &last = timeline.world(run.forked);
            QCOMPARE(figure::holdersOf(*last.socket(run.listener)), children + 1);
            for (const Detail detail : Details) {
                const DisplayList list = pictureOf(timeline, run.forked, 0, Kind::Tcp, detail);
                QCOMPARE(doorsOf(list, NodeKind::Listener, run.listener), children + 1);
                const QString words = detail == Detail::Idea ? QStringLiteral("one socket in ") : QStringLiteral("in ");
                const QString count = QString::number(children + 1);
                QCOMPARE(containsText(list, words + count + QStringLiteral(" processes")), children > 0);
                QVERIFY(!containsText(list, words + QStringLiteral("1 process")));
                QCOMPARE(containsText(list, QStringLiteral("one socket of several processes")), children > 0);
            }
        }
    }

    // A fork is a step of its own: what it gives is in no picture before it.
    void fork_isAStep()
    {
        Prefork run(1);
        const world::Timeline timeline = timelineOf(run.build.events());
        QCOMPARE(timeline.world(run.forked - 1).moment().name, trace::Call::Listen);
        QCOMPARE(timeline.world(run.forked).moment().kind, MomentKind::ProcessStarted);
        QCOMPARE(timeline.world(run.forked).moment().parent, run.server);
        for (const Detail detail : Details) {
            for (const int back : {1, 0}) {
                const DisplayList list = pictureOf(timeline, run.forked - back, 0, Kind::Tcp, detail);
                QCOMPARE(doorsOf(list, NodeKind::Listener, run.listener), back == 0 ? 2 : 1);
                QCOMPARE(containsText(list, QStringLiteral("forked")), back == 0);
            }
        }
    }

    // No more than three are drawn, however many there are; the number is in the words.
    void manyProcesses_areCountedInWords()
    {
        Prefork run;
        for (int i = 0; i < 6; ++i)
            run.build.fork(run.server, QStringLiteral("server.py#%1").arg(i + 4));
        const world::Timeline timeline = timelineOf(run.build.events());
        const DisplayList list = pictureOf(timeline, timeline.stepCount() - 1, 0, Kind::Tcp, Detail::Mechanism);
        QCOMPARE(doorsOf(list, NodeKind::Listener, run.listener), 3);
        QVERIFY(containsText(list, QStringLiteral("in 9 processes")));
    }

    void socketOfOneChild_hasOneDoor()
    {
        Prefork run;
        run.serve();
        const world::Timeline timeline = timelineOf(run.build.events());
        const int step = stepWith(timeline, MomentKind::Returned, trace::Call::Recv);
        for (const Detail detail : Details) {
            const DisplayList list = pictureOf(timeline, step, 0, Kind::Tcp, detail);
            QCOMPARE(doorsOf(list, NodeKind::Socket, run.accepted), 1);
            QCOMPARE(doorsOf(list, NodeKind::Listener, run.listener), 3);
        }
        const int last = timeline.stepCount() - 1;
        QCOMPARE(timeline.world(last).moment().kind, MomentKind::ProcessEnded);
        QCOMPARE(figure::holdersOf(*timeline.world(last).socket(run.listener)), 2);
    }

    void callsOfAChild_areToldInTheServersCard()
    {
        Prefork run;
        run.serve();
        const world::Timeline timeline = timelineOf(run.build.events());
        const QString pid = QString::number(timeline.world(0).process(run.server)->pid + 1);
        for (const Detail detail : {Detail::Idea, Detail::Mechanism}) {
            for (const trace::Call call : {trace::Call::Accept, trace::Call::Recv, trace::Call::Send}) {
                int step = stepWith(timeline, MomentKind::Returned, call);
                while (timeline.world(step).moment().process != run.one)
                    step = stepWith(timeline, MomentKind::Returned, call, step + 1);
                const DisplayList list = pictureOf(timeline, step, 0, Kind::Tcp, detail);
                const QString told = QStringLiteral("PID %1: %2 has returned").arg(pid, figure::callText(call));
                QVERIFY2(containsText(list, told), qPrintable(told));
            }
        }
    }

    void sendOfAChild_isSeenOnItsWay_data()
    {
        QTest::addColumn<bool>("isTcp");
        QTest::addRow("TCP") << true;
        QTest::addRow("UDP") << false;
    }

    void sendOfAChild_isSeenOnItsWay()
    {
        QFETCH(bool, isTcp);
        Prefork prefork;
        prefork.serve();
        const Readers readers;
        const HistoryBuilder &build = isTcp ? prefork.build : readers.build;
        const auto child = isTcp ? prefork.one : readers.one;
        const auto target = isTcp ? prefork.client : readers.client;
        const world::Timeline timeline = timelineOf(build.events());
        int entered = 0;
        while (timeline.world(entered).moment().process != child ||
               !trace::isSend(timeline.world(entered).moment().name))
            ++entered;
        const auto reply = timeline.world(entered).moment().messages.first();
        QVERIFY(timeline.world(entered).message(reply)->isReply);
        for (const Detail detail : {Detail::Idea, Detail::Mechanism}) {
            const Kind kind = isTcp ? Kind::Tcp : Kind::Udp;
            const DisplayList early = pictureOf(timeline, entered, 0.2, kind, detail);
            const DisplayList late = pictureOf(timeline, entered, 0.8, kind, detail);
            QVERIFY(early.node(NodeKind::Message, reply) && late.node(NodeKind::Message, reply));
            // From the server's side towards the client's.
            QVERIFY(late.node(NodeKind::Message, reply)->rect.center().x() <
                    early.node(NodeKind::Message, reply)->rect.center().x());
            QCOMPARE(figure::Cast(timeline.world(entered), isTcp ? Protocol::Tcp : Protocol::Udp).server()->id, 0U);
            QVERIFY(timeline.world(entered + 1).message(reply)->landed == target ||
                    figure::Cast::target(*timeline.world(entered).message(reply), nullptr) == target);
        }
    }

    // Who has the server's socket and is something else, or nothing to it, is no worker.
    void others_areNoWorkers()
    {
        Prefork run(1);
        auto &build = run.build;
        build.as(run.one);
        const auto own = build.socket(run.one, Protocol::Tcp); // it turns to something else
        const auto idle = build.fork(run.server, "server.py#3");
        const auto stranger = build.start("other.py");
        const auto elsewhere = build.socket(stranger, Protocol::Tcp);
        build.bind(elsewhere, "127.0.0.1:9001");
        build.listen(elsewhere);
        const world::Timeline timeline = timelineOf(build.events());
        const world::World &last = timeline.world(timeline.stepCount() - 1);
        QVERIFY(last.socket(own) && last.process(run.one));
        build.as(run.server);
        build.shutdown(run.listener, 0); // the step is about the server
        const world::Timeline about = timelineOf(build.events());
        const figure::Cast cast(about.world(about.stepCount() - 1), Protocol::Tcp);
        QCOMPARE(cast.server()->id, run.server);
        QCOMPARE(cast.workers().size(), 1);
        QCOMPARE(cast.workers().first()->id, idle);
        QVERIFY(!cast.isOfServer(stranger) && !cast.isOfServer(run.one));
    }

    // A child that is connected to a server of its own does not push the one it serves for out of the picture.
    void workerThatConnects_leavesTheServerItsPlace()
    {
        Prefork run(1);
        run.serve();
        auto &build = run.build;
        const auto next = build.fork(run.server, "server.py#9");
        build.as(next);
        const auto client = build.socket(build.start("cl.py"), Protocol::Tcp);
        build.connect(client, "127.0.0.1:9000");
        const auto accepted = build.accept(run.listener);
        const auto database = build.start("db.py");
        const auto listening = build.socket(database, Protocol::Tcp);
        build.bind(listening, "127.0.0.1:5432");
        build.listen(listening);
        build.as(next);
        build.connect(build.socket(next, Protocol::Tcp), "127.0.0.1:5432");
        build.recv(accepted);
        const world::Timeline timeline = timelineOf(build.events());
        QCOMPARE(figure::Cast(timeline.world(timeline.stepCount() - 1), Protocol::Tcp).server()->id, run.server);
    }

    // M listens, forks and ends: what its child serves is not gone.
    void daemon_isServedByItsChild()
    {
        Prefork run(1);
        run.build.end(run.server);
        run.serve();
        const world::Timeline timeline = timelineOf(run.build.events());
        const int step = stepWith(timeline, MomentKind::Returned, trace::Call::Connect);
        const figure::Cast cast(timeline.world(step), Protocol::Tcp);
        QVERIFY(!cast.isServerGone());
        QCOMPARE(cast.speaker(timeline.world(step).moment())->id, run.one);
        const DisplayList list = pictureOf(timeline, step, 0, Kind::Tcp, Detail::Idea);
        QVERIFY(list.node(NodeKind::Count, 0)); // the picture of a server that is gone counts no sockets
    }

    // A close just after a message on a UNIX socket (unix(7), SCM_RIGHTS): nobody knows yet that it was the last one.
    void descriptorThatMayBeOnItsWay_isNotClosedForSure_data()
    {
        QTest::addColumn<bool>("sends");
        QTest::addRow("sendmsg on a UNIX socket") << true;
        QTest::addRow("nothing before it") << false;
    }

    void descriptorThatMayBeOnItsWay_isNotClosedForSure()
    {
        QFETCH(bool, sends);
        Prefork run(0);
        run.build.setSnapshots(false);
        run.client = run.build.socket(run.build.start("client.py"), Protocol::Tcp);
        run.build.connect(run.client, "127.0.0.1:9000");
        run.accepted = run.build.accept(run.listener);
        if (sends) {
            trace::Record record;
            record.call = trace::Call::Sendmsg;
            record.fd = 9;
            run.build.append(history::CallEntered{7000, run.server, record, {}});
            record.phase = trace::Phase::Return;
            record.result = 1;
            run.build.append(history::CallReturned{7000, run.server, record, {}});
        }
        run.build.close(run.accepted);
        const world::Timeline timeline = timelineOf(run.build.events());
        const int last = timeline.stepCount() - 1;
        for (const Detail detail : {Detail::Idea, Detail::Mechanism}) {
            const DisplayList list = pictureOf(timeline, last, 0, Kind::Tcp, detail);
            QCOMPARE(containsText(list, QStringLiteral("no fd: passed on?")), sends);
            QCOMPARE(containsText(list, QStringLiteral("Whether the socket is still open was not observed")), sends);
            QCOMPARE(containsText(list, QStringLiteral("closes its socket for")), !sends);
            QCOMPARE(faultsOf(list), QStringList());
        }
    }

    // Each of many children has the fd 4: as numbers of one process they would be nonsense.
    void socketsOfManyChildren_areNotNumberedTogether()
    {
        for (const bool forks : {false, true}) {
            Prefork run(0);
            for (int i = 0; i < 14; ++i) {
                const auto client =
                    run.build.socket(run.build.start(QStringLiteral("client.py#%1").arg(i + 2)), Protocol::Tcp);
                run.build.connect(client, "127.0.0.1:9000");
                run.build.as(forks ? run.build.fork(run.server, QStringLiteral("server.py#%1").arg(i + 2))
                                   : run.server);
                run.build.accept(run.listener);
            }
            const world::Timeline timeline = timelineOf(run.build.events());
            const DisplayList list = pictureOf(timeline, timeline.stepCount() - 1, 0, Kind::Tcp, Detail::Mechanism);
            QVERIFY(containsText(list, QStringLiteral("more sockets")));
            // "fd 4–17", or "4 more: fd 4, 4, 4": words that begin with it or have it after a colon.
            const QStringList numbered =
                textsOf(list).filter(QRegularExpression(QStringLiteral("fd [0-9]+(, [0-9]|–)")));
            QVERIFY2(numbered.isEmpty() == forks, qPrintable(numbered.join(QLatin1Char('|'))));
        }
    }

    void childOfAUdpServer_thatOnlySends_isNoClient()
    {
        HistoryBuilder build;
        build.setSnapshots(true);
        const auto server = build.start("server.py");
        const auto door = build.socket(server, Protocol::Udp);
        build.bind(door, "127.0.0.1:9000");
        const auto client = build.socket(build.start("client.py"), Protocol::Udp);
        build.sendto(client, "hola", "127.0.0.1:9000");
        build.recvfrom(door);
        const auto child = build.fork(server, "server.py#2");
        build.as(child);
        build.sendto(door, "adios", QString::fromStdString(build.local(client).toString()));
        build.recvfrom(client);
        const world::Timeline timeline = timelineOf(build.events());
        const world::World &last = timeline.world(timeline.stepCount() - 1);
        QVERIFY(last.messages().last().isReply);
        QCOMPARE(figure::Cast(last, Protocol::Udp).clients().size(), 1);
        // An address is the socket's: which of its processes sent is not in it.
        QVERIFY2(containsText(pictureOf(timeline, timeline.stepCount() - 1, 0, Kind::Udp, Detail::Idea),
                              QStringLiteral("127.0.0.1:9000, which is Server")),
                 qPrintable(textsOf(pictureOf(timeline, timeline.stepCount() - 1, 0, Kind::Udp, Detail::Idea))
                                .join(QLatin1Char('|'))));
        const DisplayList pair = pictureOf(timeline, timeline.stepCount() - 1, 0, Kind::Pair, Detail::Mechanism);
        QVERIFY(containsText(pair, QStringLiteral("PID %1").arg(last.process(child)->pid)));
    }

    // One process sends through the connection, its child reads from it: one client, one door, two processes.
    void clientThatForks_isOneClient()
    {
        HistoryBuilder build;
        build.setSnapshots(true);
        const auto listener = build.socket(build.start("server.py"), Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const auto parent = build.start("client.py");
        const auto socket = build.socket(parent, Protocol::Tcp);
        build.connect(socket, "127.0.0.1:9000");
        const auto accepted = build.accept(listener);
        const auto child = build.fork(parent, "client.py#2");
        build.as(parent);
        build.send(socket, "hola");
        build.recv(accepted);
        build.send(accepted, "adios");
        build.as(child);
        build.recv(socket);
        const world::Timeline timeline = timelineOf(build.events());
        const int last = timeline.stepCount() - 1;
        const figure::Cast cast(timeline.world(last), Protocol::Tcp);
        QCOMPARE(cast.processCount(), 1);
        QCOMPARE(cast.speaker(cast.clients().first(), timeline.world(last).moment()).id, child);
        const QString pid = QStringLiteral("PID %1").arg(timeline.world(last).process(child)->pid);
        for (const Detail detail : {Detail::Idea, Detail::Mechanism}) {
            const DisplayList list = pictureOf(timeline, last, 0, Kind::Tcp, detail);
            QCOMPARE(doorsOf(list, NodeKind::Socket, socket), 2);
            QVERIFY(textsOf(list).filter(pid).size() >= 2); // the card and the caption
            QCOMPARE(faultsOf(list), QStringList());
        }
        const int sent = stepWith(timeline, MomentKind::Entered, trace::Call::Send,
                                  stepWith(timeline, MomentKind::Returned, trace::Call::Recv));
        QVERIFY(containsText(pictureOf(timeline, sent, 0, Kind::Tcp, Detail::Idea),
                             QStringLiteral("from which 2 processes may read")));
    }

    void everyStep_hasNoFaults_data() { sendOfAChild_isSeenOnItsWay_data(); }

    void everyStep_hasNoFaults()
    {
        QFETCH(bool, isTcp);
        Prefork prefork;
        prefork.serve();
        const Readers readers;
        const world::Timeline timeline = timelineOf(isTcp ? prefork.build.events() : readers.build.events());
        for (const QString &language : {QStringLiteral("en"), QStringLiteral("es")}) {
            text::setLanguage(language);
            for (const Detail detail : Details) {
                for (int step = 0; step < timeline.stepCount(); ++step) {
                    for (const Kind kind : {isTcp ? Kind::Tcp : Kind::Udp, Kind::Pair}) {
                        const QStringList faults = faultsOf(pictureOf(timeline, step, 0, kind, detail));
                        QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("%1 step %2: %3")
                                                                  .arg(language)
                                                                  .arg(step)
                                                                  .arg(faults.join(QLatin1Char('\n')))));
                    }
                }
            }
        }
        text::setLanguage(QStringLiteral("en"));
    }
};

QTEST_MAIN(TestWorkers)

#include "tst_workers.moc"
