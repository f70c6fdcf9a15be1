// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// In what two runs differ, in words: of a program that runs free no more than was seen of it.
#include "app/beside/differencewords.h"
#include "tests/support/differences.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <algorithm>
#include <utility>

using namespace zocalo;
using beside::DifferenceWords;
using kernel::Protocol;
using world::RunDifference;
using world::Timeline;
using What = RunDifference::What;

namespace {

/// "hola" waits at the server's socket while the kernel's table is read; then it is read there, or it is not. With
/// `tables` one is read at each moment, as in a run at the gate.
Timeline hola(Protocol protocol, bool tables, bool isRead)
{
    test::HistoryBuilder build;
    build.setSnapshots(tables);
    const auto server = build.start(QStringLiteral("server"), history::Role::Server, QStringLiteral("S"));
    const auto client = build.start(QStringLiteral("A"), history::Role::Client, QStringLiteral("A"));
    const auto bound = build.socket(server, protocol);
    build.bind(bound, QStringLiteral("127.0.0.1:9000"));
    if (protocol == Protocol::Tcp)
        build.listen(bound);
    const auto socket = build.socket(client, protocol);
    build.connect(socket, QStringLiteral("127.0.0.1:9000"));
    const auto served = protocol == Protocol::Tcp ? build.accept(bound) : bound;
    build.send(socket, "hola");
    build.setOption(served, 1, 2, 1);
    build.snapshot();
    if (isRead)
        build.recv(served);
    build.setOption(served, 1, 2, 2);
    Timeline timeline;
    for (const history::Event &event : build.events())
        timeline.append(event);
    return timeline;
}

/// What is told of that; null if nothing is.
struct Told
{
    QString before;
    QString now;
};

Told toldOf(What what, const Timeline &before, const Timeline &now)
{
    const QList<RunDifference> differences = world::Comparison(before, now).differences();
    const auto found = std::find_if(differences.begin(), differences.end(),
                                    [what](const RunDifference &each) { return each.what == what; });
    if (found == differences.end())
        return {};
    const DifferenceWords words(before.world(before.stepCount() - 1), now.world(now.stepCount() - 1));
    return {words.before(*found), words.now(*found)};
}

} // namespace

class TestDifferenceWords : public QObject
{
    Q_OBJECT
private slots:
    void atTheGate_whatWaitsIsTold_data() { protocols(); }
    void atTheGate_whatWaitsIsTold();
    void betweenTables_whatWaitsWasSeenBefore_data() { protocols(); }
    void betweenTables_whatWaitsWasSeenBefore();
    void betweenTables_aLongerQueueElsewhereIsNoDifference_data() { protocols(); }
    void betweenTables_aLongerQueueElsewhereIsNoDifference();
    void callThatMayStillCome_isNotToldAsMissing();
    void callInAnotherOrder_isNotToldAsMissing();
    void processThatMayStillCome_isNotToldAsMissing();

private:
    static void protocols()
    {
        QTest::addColumn<Protocol>("protocol");
        QTest::newRow("TCP") << Protocol::Tcp;
        QTest::newRow("UDP") << Protocol::Udp;
    }
};

void TestDifferenceWords::atTheGate_whatWaitsIsTold()
{
    QFETCH(Protocol, protocol);
    const Timeline unread = hola(protocol, true, false);
    const Timeline read = hola(protocol, true, true);
    const Told queue = toldOf(What::Unread, unread, read);
    QCOMPARE(queue.before, QStringLiteral("4"));
    QCOMPARE(queue.now, QStringLiteral("0"));
    const Told message = toldOf(What::Outcome, unread, read);
    QCOMPARE(message.before, QStringLiteral("waits in a receive queue"));
    QCOMPARE(message.now, QStringLiteral("received"));
}

void TestDifferenceWords::betweenTables_whatWaitsWasSeenBefore()
{
    QFETCH(Protocol, protocol);
    const Timeline unread = hola(protocol, false, false);
    const Timeline read = hola(protocol, true, true);
    const Told queue = toldOf(What::Unread, unread, read);
    QCOMPARE(queue.before, QStringLiteral("at least 4 (seen before this step)"));
    QCOMPARE(queue.now, QStringLiteral("0"));
    const Told message = toldOf(What::Outcome, unread, read);
    QCOMPARE(message.before, QStringLiteral("was seen in a receive queue, and not read since"));
    QCOMPARE(message.now, QStringLiteral("received"));
}

// The same calls: whoever looked saw "hola" wait at each moment after it was sent; where nobody looked it may have.
void TestDifferenceWords::betweenTables_aLongerQueueElsewhereIsNoDifference()
{
    QFETCH(Protocol, protocol);
    for (const bool isRead : {false, true}) {
        const Timeline free = hola(protocol, false, isRead);
        const Timeline gate = hola(protocol, true, isRead);
        for (const auto &[before, now] : {std::pair(&free, &gate), std::pair(&gate, &free), std::pair(&free, &free)}) {
            const QList<RunDifference> differences = world::Comparison(*before, *now).differences();
            QVERIFY2(differences.isEmpty(), qPrintable(test::told(differences)));
        }
    }
}

namespace {

/// A process makes these calls: "s" a socket(), "o" sets an option, "b" binds it.
Timeline calls(const QString &order, bool ends)
{
    test::HistoryBuilder build;
    const auto process = build.start(QStringLiteral("p"));
    history::SocketId socket = 0;
    for (const QChar call : order) {
        if (call == u's')
            socket = build.socket(process, Protocol::Udp);
        else if (call == u'o')
            build.setOption(socket, 1, 2, 3);
        else
            build.bind(socket, QStringLiteral("127.0.0.1:9000"));
    }
    if (ends)
        build.end(process);
    Timeline timeline;
    for (const history::Event &event : build.events())
        timeline.append(event);
    return timeline;
}

} // namespace

void TestDifferenceWords::callThatMayStillCome_isNotToldAsMissing()
{
    QCOMPARE(toldOf(What::OnlyBefore, calls("sob", false), calls("sb", false)).now,
             QStringLiteral("no such call so far"));
    QCOMPARE(toldOf(What::OnlyBefore, calls("sob", false), calls("sb", true)).now, QStringLiteral("no such call"));
    QCOMPARE(toldOf(What::OnlyNow, calls("sb", false), calls("sob", true)).before,
             QStringLiteral("no such call so far"));
    QCOMPARE(toldOf(What::OnlyNow, calls("sb", true), calls("sob", false)).before, QStringLiteral("no such call"));
    QVERIFY(toldOf(What::OnlyNow, calls("s", false), calls("sob", true)).before.isNull());
}

void TestDifferenceWords::callInAnotherOrder_isNotToldAsMissing()
{
    const Timeline one = calls("sob", true);
    const Timeline other = calls("sbo", true);
    const QList<RunDifference> differences = world::Comparison(one, other).differences();
    QCOMPARE(differences.size(), 1);
    const DifferenceWords words(one.world(one.stepCount() - 1), other.world(other.stepCount() - 1));
    QVERIFY2(words.thing(differences.first()).endsWith(QStringLiteral("(), in another order")),
             qPrintable(words.thing(differences.first())));
    QCOMPARE(words.now(differences.first()), words.before(differences.first()));
}

void TestDifferenceWords::processThatMayStillCome_isNotToldAsMissing()
{
    const auto twoOf = [](bool both, bool ends) {
        test::HistoryBuilder build;
        const auto first = build.start(QStringLiteral("p"));
        const auto second = both ? build.start(QStringLiteral("q")) : first;
        build.socket(first, Protocol::Udp);
        build.socket(both ? second : first, Protocol::Udp);
        build.bind(build.socket(first, Protocol::Udp), QStringLiteral("127.0.0.1:9000"));
        if (ends)
            build.end(first);
        Timeline timeline;
        for (const history::Event &event : build.events())
            timeline.append(event);
        return timeline;
    };
    QCOMPARE(toldOf(What::ProcessOnlyNow, twoOf(false, false), twoOf(true, false)).before,
             QStringLiteral("no such process so far"));
    QCOMPARE(toldOf(What::ProcessOnlyNow, twoOf(false, true), twoOf(true, false)).before,
             QStringLiteral("no such process"));
}

QTEST_GUILESS_MAIN(TestDifferenceWords)
#include "tst_differencewords.moc"
