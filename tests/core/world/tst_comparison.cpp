// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/comparison.h"
#include "core/world/half.h"
#include "tests/support/differences.h"
#include "tests/support/historybuilder.h"

#include <QTest>

using namespace zocalo;
using namespace zocalo::world;
using kernel::Protocol;
using test::HistoryBuilder;
using test::told;
using trace::Call;
using Side = Comparison::Side;
using What = RunDifference::What;

namespace {

Timeline timelineOf(const QList<history::Event> &events)
{
    Timeline timeline;
    for (const history::Event &event : events)
        timeline.append(event);
    return timeline;
}

/// A server and its clients over TCP: each says hola, the server reads it.
Timeline talk(const QStringList &clients, const QByteArray &says = "hola", bool readAll = true, bool end = true)
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start(QStringLiteral("server"), Role::Server, QStringLiteral("S"));
    QList<ProcessId> ids;
    for (const QString &client : clients)
        ids << build.start(client, Role::Client, client);
    const SocketId listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, QStringLiteral("127.0.0.1:9000"));
    build.listen(listener);
    for (const ProcessId client : ids) {
        const SocketId socket = build.socket(client, Protocol::Tcp);
        build.connect(socket, QStringLiteral("127.0.0.1:9000"));
        const SocketId accepted = build.accept(listener);
        build.send(socket, says);
        if (readAll)
            build.recv(accepted);
    }
    if (end) {
        for (const ProcessId id : ids)
            build.end(id);
        build.end(server);
    }
    return timelineOf(build.events());
}

struct Halves
{
    Timeline whole;
    Timeline tcp;
    Timeline udp;
    Half tcpHalf{QStringLiteral("tcp")};
    Half udpHalf{QStringLiteral("udp")};
    explicit Halves(int clients = 3)
    {
        qsizetype index = 0;
        for (const history::Event &event : test::twinRun(clients).events) {
            whole.append(event);
            if (const auto mine = tcpHalf.take(event, index))
                tcp.append(*mine);
            if (const auto mine = udpHalf.take(event, index))
                udp.append(*mine);
            ++index;
        }
    }
};

QStringList callsOf(const QList<RunDifference> &differences, What what)
{
    QStringList calls;
    for (const RunDifference &each : differences) {
        if (each.what == what) {
            const std::string_view name = trace::callName((each.now ? each.now : each.before)->entry.call);
            calls << QString::fromUtf8(name.data(), qsizetype(name.size()));
        }
    }
    return calls;
}

/// A process with two threads, as its calls came back: of "r" the one that reads "uno", of "s" the one that sends
/// "dos", of "o" an option; in capitals it was entered and has not come back.
Timeline threads(const QString &order, bool ends = true)
{
    HistoryBuilder build;
    const auto server = build.start(QStringLiteral("server"), Role::Server, QStringLiteral("S"));
    const auto other = build.start(QStringLiteral("A"), Role::Client, QStringLiteral("A"));
    const SocketId socket = build.socket(server, Protocol::Udp);
    build.bind(socket, QStringLiteral("127.0.0.1:9000"));
    const SocketId sender = build.socket(other, Protocol::Udp);
    build.sendto(sender, "uno", QStringLiteral("127.0.0.1:9000"));
    for (const QChar thread : order) {
        if (thread == u'r')
            build.recv(socket);
        else if (thread == u's')
            build.sendto(socket, "dos", QStringLiteral("127.0.0.1:9001"));
        else if (thread == u'o')
            build.setOption(socket, 1, 2, 3);
        else
            build.enterReceive(socket);
    }
    if (ends) {
        build.end(server);
        build.end(other);
    }
    return timelineOf(build.events());
}

/// So many clients of a lesson, each with a message; beyond 18 they have numbers.
Timeline classOf(int clients, bool ends = true)
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start(QStringLiteral("server"), Role::Server, QStringLiteral("S"));
    QList<ProcessId> ids;
    for (int i = 0; i < clients; ++i) {
        const QString name = clients > 18 ? QString::number(i + 1) : QString(QChar(u'A' + i));
        ids << build.start(name, Role::Client, name, {}, i);
    }
    const SocketId bound = build.socket(server, Protocol::Udp);
    build.bind(bound, QStringLiteral("127.0.0.1:9000"));
    for (const ProcessId id : ids) {
        const SocketId socket = build.socket(id, Protocol::Udp);
        build.sendto(socket, "hola", QStringLiteral("127.0.0.1:9000"));
        build.recvfrom(bound);
    }
    if (ends) {
        for (const ProcessId id : ids)
            build.end(id);
        build.end(server);
    }
    return timelineOf(build.events());
}

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

private slots:
    void sameRun_hasNoDifferenceAndEveryMomentItsLike()
    {
        const Timeline one = talk({"A", "B"});
        const Timeline other = talk({"A", "B"});
        const Comparison comparison(one, other);
        QVERIFY2(comparison.differences().isEmpty(), qPrintable(told(comparison.differences())));
        for (int step = 0; step < other.stepCount(); ++step) {
            QCOMPARE(comparison.beside(Side::Now, step).step, step);
            QCOMPARE(comparison.beside(Side::Before, step).step, step);
            QVERIFY(comparison.beside(Side::Now, step).isLike);
        }
    }

    void processOfOneRunAlone_isOneDifference()
    {
        const Timeline one = talk({"A"});
        const Timeline other = talk({"A", "B"});
        const QList<RunDifference> more = Comparison(one, other).differences();
        const auto alone = std::find_if(more.begin(), more.end(),
                                        [](const RunDifference &each) { return each.what == What::ProcessOnlyNow; });
        QVERIFY2(alone != more.end(), qPrintable(told(more)));
        QCOMPARE(alone->process, QStringLiteral("B"));
        QCOMPARE(alone->numberNow, 3U); // socket, connect, send
        QCOMPARE(other.world(alone->step).moment().name, Call::Socket);
        QCOMPARE(callsOf(more, What::OnlyNow), QStringList({"accept", "recv"}));
        const QList<RunDifference> less = Comparison(other, one).differences();
        QCOMPARE(std::count_if(less.begin(), less.end(),
                               [](const RunDifference &each) { return each.what == What::ProcessOnlyBefore; }),
                 1);
        QCOMPARE(callsOf(less, What::OnlyBefore), QStringList({"accept", "recv"}));
    }

    void processThatMayStillCome_isNotTold()
    {
        const Timeline other = talk({"A", "B"});
        // As far as A's calls: nothing tells yet whether B will come.
        const Timeline one = talk({"A"}, "hola", true, false);
        QVERIFY2(Comparison(one, other).differences().isEmpty(),
                 qPrintable(told(Comparison(one, other).differences())));
        QVERIFY2(Comparison(other, one).differences().isEmpty(),
                 qPrintable(told(Comparison(other, one).differences())));
        // It is known all the same that only the one has it so far, and told where no more may come.
        QCOMPARE(Comparison(one, other).processesAhead(Side::Now), QStringList{"B"});
        QCOMPARE(Comparison(one, other).processesAhead(Side::Before), QStringList{});
        QVERIFY(Comparison(other, one).isPartial());
        const Comparison over(one, other, nullptr, Comparison::Runs::AreOver);
        QCOMPARE(over.processesAhead(Side::Now), QStringList{});
        QCOMPARE(over.differences().first().what, What::ProcessOnlyNow);
        QVERIFY(!over.differences().first().isFinal);
    }

    void processThatNeverCalls_isOneMore()
    {
        HistoryBuilder with;
        HistoryBuilder without;
        for (HistoryBuilder *const build : {&with, &without}) {
            const auto process = build->start(QStringLiteral("p"));
            if (build == &with)
                build->end(build->start(QStringLiteral("q")));
            build->socket(process, Protocol::Udp);
            build->end(process);
        }
        const QList<RunDifference> told =
            Comparison(timelineOf(without.events()), timelineOf(with.events())).differences();
        QCOMPARE(told.size(), 1);
        QCOMPARE(told.first().what, What::ProcessOnlyNow);
        QCOMPARE(told.first().process, QStringLiteral("q"));
    }

    void callOfOneRunAlone_letsTheOtherStandStill()
    {
        const Timeline without = talk({"A", "B"}, "hola", false);
        const Timeline with = talk({"A", "B"}, "hola", true);
        const Comparison comparison(without, with);
        const QList<RunDifference> differences = comparison.differences();
        QCOMPARE(callsOf(differences, What::OnlyNow), QStringList({"recv", "recv"}));
        const RunDifference &first = differences.first();
        QCOMPARE(first.what, What::OnlyNow);
        const Comparison::Place place = comparison.beside(Side::Now, first.step);
        QVERIFY(!place.isLike);
        QCOMPARE(place.step, first.beforeStep);
        // There it stands at the like of the last moment that both have: A's send().
        QCOMPARE(without.world(place.step).moment().name, Call::Send);
        QCOMPARE(comparison.beside(Side::Before, place.step).step, first.step - 2); // recv: its entry, its return
        // After it both go on together.
        QVERIFY(comparison.beside(Side::Now, first.step + 1).isLike);
    }

    void otherBytes_differAtTheSameCall()
    {
        const Timeline one = talk({"A"});
        const Timeline other = talk({"A"}, "adiós");
        const Comparison comparison(one, other);
        const RunDifference first = comparison.differences().first();
        QCOMPARE(first.what, What::Result);
        QCOMPARE(first.now->entry.call, Call::Send);
        QVERIFY(comparison.beside(Side::Now, first.step).isLike);
        QCOMPARE(comparison.beside(Side::Now, first.step).step, first.beforeStep);
    }

    void differences_areInOrderAndCut()
    {
        HistoryBuilder few;
        HistoryBuilder many;
        for (HistoryBuilder *const build : {&few, &many}) {
            const auto process = build->start(QStringLiteral("p"));
            const SocketId socket = build->socket(process, Protocol::Udp);
            build->bind(socket, QStringLiteral("127.0.0.1:9000"));
            for (int i = 0; i < (build == &many ? 2 * Comparison::Most : 0); ++i)
                build->setOption(socket, 1, 2, i);
            build->close(socket);
            build->end(process);
        }
        const Comparison comparison(timelineOf(few.events()), timelineOf(many.events()));
        QCOMPARE(comparison.differences().size(), Comparison::Most);
        QVERIFY(comparison.isCut());
        for (int i = 1; i < Comparison::Most; ++i)
            QVERIFY(comparison.differences().at(i - 1).step < comparison.differences().at(i).step);
    }

    void halves_areRunsOfTheirOwn()
    {
        const Halves halves;
        QVERIFY(Half::isTwin(halves.whole));
        QVERIFY(!Half::isTwin(halves.tcp));
        const World &tcp = halves.tcp.world(halves.tcp.stepCount() - 1);
        const World &whole = halves.whole.world(halves.whole.stepCount() - 1);
        QCOMPARE(tcp.processes().size(), 4);
        for (const Message &message : whole.messages()) {
            const Timeline &half = message.group == QLatin1String("tcp") ? halves.tcp : halves.udp;
            const Message *const same = half.world(half.stepCount() - 1).messageNamed(message.fullName());
            QVERIFY2(same, qPrintable(message.fullName()));
            QCOMPARE(same->outcome, message.outcome);
            QCOMPARE(same->landed, message.landed);
            QCOMPARE(same->agrees, message.agrees);
        }
        QCOMPARE(halves.tcp.stepCount() + halves.udp.stepCount(), halves.whole.stepCount() + 1); // both have a step 0
    }

    void halfsStep_standsAtTheWholeRunsStep()
    {
        const Halves halves;
        for (int step = 0; step < halves.whole.stepCount(); ++step) {
            const Moment &moment = halves.whole.world(step).moment();
            const int tcp = Half::stepAt(halves.tcpHalf, halves.tcp, halves.whole, step);
            const int udp = Half::stepAt(halves.udpHalf, halves.udp, halves.whole, step);
            QCOMPARE(tcp + udp, step);
            const bool isTcp = moment.group == QLatin1String("tcp");
            if (step > 0)
                QCOMPARE((isTcp ? halves.tcp.world(tcp) : halves.udp.world(udp)).moment().call, moment.call);
        }
    }

    void tcpBesideUdp_sendsStandBesideEachOther()
    {
        const Halves halves;
        const Comparison comparison(halves.tcp, halves.udp);
        for (const char *name : {"A1", "B1", "C1", "A2", "B2", "C2"}) {
            const int tcp = halves.tcp.stepNamed(QStringLiteral("tcp.") + QLatin1String(name));
            const int udp = halves.udp.stepNamed(QStringLiteral("udp.") + QLatin1String(name));
            QVERIFY(tcp > 0 && udp > 0);
            const Comparison::Place place = comparison.beside(Side::Now, udp);
            QCOMPARE(place.step, tcp);
            QVERIFY(place.isLike);
            QCOMPARE(comparison.beside(Side::Before, tcp).step, udp);
            const Message *const message =
                halves.udp.world(udp).messageNamed(QStringLiteral("udp.") + QLatin1String(name));
            const MessageId like = comparison.messageBeside(Side::Now, message->id);
            QCOMPARE(halves.tcp.world(tcp).message(like)->name, QLatin1String(name));
        }
        // A's process and A's socket are each other's likes; the server's one socket is the listening one's.
        const World &udp = halves.udp.world(halves.udp.stepCount() - 1);
        const World &tcp = halves.tcp.world(halves.tcp.stepCount() - 1);
        const auto like = comparison.processBeside(Side::Now, udp.processNamed(QStringLiteral("udp.A"))->id);
        QVERIFY(like.has_value());
        QCOMPARE(tcp.process(*like)->name, QStringLiteral("tcp.A"));
    }

    void tcpBesideUdp_whatOneProtocolHasNotIsTold()
    {
        const Halves halves;
        const QList<RunDifference> differences = Comparison(halves.tcp, halves.udp).differences();
        const QStringList onlyTcp = callsOf(differences, What::OnlyBefore);
        QCOMPARE(onlyTcp.count(QStringLiteral("listen")), 1);
        QCOMPARE(onlyTcp.count(QStringLiteral("connect")), 3);
        QCOMPARE(onlyTcp.count(QStringLiteral("accept")), 3);
        QVERIFY(!onlyTcp.contains(QStringLiteral("send")));
        // Another call for the same purpose: once of each process.
        int sends = 0;
        for (const RunDifference &each : differences) {
            QVERIFY2(each.what != What::ProcessOnlyNow && each.what != What::ProcessOnlyBefore,
                     qPrintable(told({each})));
            QVERIFY2(each.what != What::State, qPrintable(told({each})));
            sends += each.what == What::Result && each.process == QLatin1String("udp.A") &&
                             each.now->entry.call == Call::Sendto
                         ? 1
                         : 0;
        }
        QCOMPARE(sends, 1);
    }

    void callsInAnotherOrder_areNotSaidToBeMissing_data()
    {
        QTest::addColumn<QString>("one");
        QTest::addColumn<QString>("other");
        QTest::newRow("crossed") << "rso"
                                 << "sro";
        QTest::newRow("at the end") << "rso"
                                    << "sor";
        QTest::newRow("has not come back") << "rso"
                                           << "Rso";
        QTest::newRow("one after another") << "rsoR"
                                           << "sorR";
    }
    void callsInAnotherOrder_areNotSaidToBeMissing()
    {
        QFETCH(QString, one);
        QFETCH(QString, other);
        for (const bool ends : {false, true}) {
            const Timeline before = threads(one, ends);
            const Timeline now = threads(other, ends);
            for (const Comparison &comparison : {Comparison(before, now), Comparison(now, before)}) {
                for (const RunDifference &each : comparison.differences())
                    QVERIFY2(!each.isOnlyNow() && !each.isOnlyBefore(), qPrintable(told({each})));
            }
        }
    }

    void callsInAnotherOrder_areToldOnceTheyCannotChange()
    {
        const QList<RunDifference> told = Comparison(threads("rso"), threads("sor")).differences();
        QCOMPARE(callsOf(told, What::Order), QStringList{"recv"});
        const QList<RunDifference> open = Comparison(threads("rso"), threads("Rso")).differences();
        QCOMPARE(callsOf(open, What::Result), QStringList{"recv"});
        QVERIFY(!open.first().now->returned && open.first().before->returned);
        const Comparison soFar(threads("rso", false), threads("sor", false));
        QVERIFY2(soFar.differences().isEmpty(), qPrintable(test::told(soFar.differences())));
    }

    void callOfOneRunAlone_isFinalOnceTheOthersProcessHasEnded()
    {
        for (const bool ends : {false, true}) {
            const Timeline without = talk({"A", "B"}, "hola", false, ends);
            const Timeline with = talk({"A", "B"}, "hola", true, true);
            const QList<RunDifference> more = Comparison(without, with).differences();
            // Of B's recv(), after the last call that both have, nothing is told while it may come.
            QCOMPARE(callsOf(more, What::OnlyNow).size(), ends ? 2 : 1);
            QCOMPARE(more.first().isFinal, ends);
            const Comparison turned(with, without);
            QCOMPARE(callsOf(turned.differences(), What::OnlyBefore).size(), ends ? 2 : 1);
            QCOMPARE(turned.differences().first().isFinal, ends);
            QCOMPARE(turned.isPartial(), !ends);
        }
    }

    void callThatNeverCame_isToldOfAnEndedRun()
    {
        // It waits in a call that the other one, which is over, has not made.
        const QList<RunDifference> told = Comparison(threads("so"), threads("soR", false)).differences();
        QCOMPARE(callsOf(told, What::OnlyNow), QStringList{"recv"});
        QVERIFY(told.first().isFinal);
        QVERIFY(Comparison(threads("so", false), threads("soR", false)).differences().isEmpty());
    }

    void runThatHasNotBegun_lacksNothing()
    {
        const Timeline whole = talk({"A"});
        const Timeline nothing;
        QVERIFY2(Comparison(whole, nothing).differences().isEmpty(),
                 qPrintable(told(Comparison(whole, nothing).differences())));
        QVERIFY2(Comparison(nothing, whole).differences().isEmpty(),
                 qPrintable(told(Comparison(nothing, whole).differences())));
    }

    void clientsWithNumbers_areThoseWithLetters()
    {
        const Timeline few = classOf(3);
        const Timeline many = classOf(20);
        const Comparison comparison(few, many);
        QStringList alone;
        for (const RunDifference &each : comparison.differences()) {
            QVERIFY2(!each.isOnlyBefore(), qPrintable(told({each})));
            if (each.what == What::ProcessOnlyNow)
                alone << each.process;
        }
        QCOMPARE(alone.size(), 17);
        QVERIFY(!alone.contains(QStringLiteral("1")) && alone.contains(QStringLiteral("4")));
        const World &before = few.world(few.stepCount() - 1);
        const World &now = many.world(many.stepCount() - 1);
        for (int i = 0; i < 3; ++i) {
            const QString letter(QChar(u'A' + i));
            const QString number = QString::number(i + 1);
            const auto like = comparison.processBeside(Side::Now, now.processNamed(number)->id);
            QVERIFY(like.has_value());
            QCOMPARE(before.process(*like)->name, letter);
            const Message *const message = now.messageNamed(number + QStringLiteral("-1"));
            QVERIFY(message);
            const Message *const same = before.message(comparison.messageBeside(Side::Now, message->id));
            QVERIFY(same);
            QCOMPARE(same->name, letter + u'1');
            QCOMPARE(comparison.socketBeside(Side::Now, message->senderSocket), same->senderSocket);
        }
        // The other way round, too.
        const Comparison turned(many, few);
        for (const RunDifference &each : turned.differences())
            QVERIFY2(!each.isOnlyNow(), qPrintable(told({each})));
    }

    void otherNames_areOtherProcesses()
    {
        // Whoever is called by a number in a run of few is no client in a row.
        const Timeline one = talk({"A", "B"});
        const Timeline other = talk({"1", "2"});
        const QList<RunDifference> differences = Comparison(one, other).differences();
        const auto count = [&](What what) {
            return std::count_if(differences.begin(), differences.end(),
                                 [&](const RunDifference &each) { return each.what == what; });
        };
        QCOMPARE(count(What::ProcessOnlyNow), 2);
        QCOMPARE(count(What::ProcessOnlyBefore), 2);
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "tst_comparison.moc"
