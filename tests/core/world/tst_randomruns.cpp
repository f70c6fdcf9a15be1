// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/timeline.h"
#include "tests/core/world/randomrun.h"
#include "tests/core/world/told.h"

#include <QRandomGenerator>
#include <QTest>

using namespace zocalo;
using namespace zocalo::world;
using test::RandomPlan;
using test::RandomRun;

namespace {

QString about(const Message &message, quint32 seed)
{
    return QStringLiteral("seed %1, %2 (call %3), landed in %4, outcome %5")
        .arg(seed)
        .arg(message.name)
        .arg(message.sentBy)
        .arg(message.landed)
        .arg(int(message.outcome));
}

World fold(const QList<history::Event> &events)
{
    World world;
    for (const history::Event &event : events)
        world.apply(event);
    return world;
}

int seeds() { return qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 3000 : 60; }

} // namespace

/// Random runs against a model that knows the truth.
class TestRandomRuns : public QObject
{
    Q_OBJECT

private slots:
    void distinctBytes_landExactly_data()
    {
        QTest::addColumn<bool>("diverted");
        QTest::addColumn<bool>("losses");
        QTest::addColumn<int>("tables");
        for (const auto &[name, tables] :
             {std::pair("no tables", RandomPlan::Tables::None), std::pair("loose tables", RandomPlan::Tables::Loose),
              std::pair("exact tables", RandomPlan::Tables::Exact)}) {
            QTest::addRow("%s", name) << false << false << int(tables);
            QTest::addRow("%s, losses", name) << false << true << int(tables);
            QTest::addRow("%s, wrong deliveries", name) << true << false << int(tables);
            QTest::addRow("%s, wrong deliveries and losses", name) << true << true << int(tables);
        }
    }

    void distinctBytes_landExactly()
    {
        QFETCH(bool, diverted);
        QFETCH(bool, losses);
        QFETCH(int, tables);
        int wrong = 0;
        for (int seed = 1; seed <= seeds(); ++seed) {
            RandomPlan plan;
            plan.seed = static_cast<quint32>(seed);
            plan.clients = 2 + seed % 5;
            plan.diverted = diverted;
            plan.losses = losses;
            plan.tables = RandomPlan::Tables(tables);
            RandomRun run(plan);
            for (int i = 0; i < plan.actions; ++i)
                run.act();
            run.finish();
            const World world = fold(run.build.events());
            for (const Message &message : world.messages()) {
                const auto truth = run.build.whereabouts(message.sentBy);
                const QByteArray text = about(message, plan.seed).toUtf8();
                QVERIFY2(message.size == truth.size, text.constData());
                QVERIFY2(message.receivedBy == truth.receivedBy, text.constData());
                QVERIFY2(message.receivedBytes == truth.received, text.constData());
                if (!truth.receivedBy.isEmpty()) {
                    QVERIFY2(message.landed == truth.socket, text.constData());
                    QVERIFY2(message.evidence == Evidence::Bytes, text.constData());
                    QVERIFY2(message.agrees == std::optional(!truth.diverted), text.constData());
                    QVERIFY2(message.outcome == Outcome::Received || run.build.isClosed(truth.socket),
                             text.constData());
                    wrong += truth.diverted ? 1 : 0;
                } else if (message.landed != 0) {
                    QVERIFY2(message.landed == truth.socket, text.constData());
                }
                if (message.outcome == Outcome::Dropped)
                    QVERIFY2(truth.socket == 0, text.constData());
            }
        }
        if (diverted)
            QVERIFY(wrong > seeds());
    }

    void equalBytes_neverAccuseAndNeverInvent_data()
    {
        QTest::addColumn<bool>("losses");
        QTest::addColumn<int>("tables");
        for (int tables = 0; tables < 3; ++tables) {
            QTest::addRow("tables %d", tables) << false << tables;
            QTest::addRow("tables %d, losses", tables) << true << tables;
        }
    }

    // Messages that cannot be told apart, all delivered as they should: no verdict may say otherwise, and no socket may
    // be said to hold more than it got.
    void equalBytes_neverAccuseAndNeverInvent()
    {
        QFETCH(bool, losses);
        QFETCH(int, tables);
        int judged = 0;
        for (int seed = 1; seed <= seeds(); ++seed) {
            RandomPlan plan;
            plan.seed = static_cast<quint32>(seed);
            plan.clients = 2 + seed % 4;
            plan.distinct = false;
            plan.losses = losses;
            plan.tables = RandomPlan::Tables(tables);
            RandomRun run(plan);
            for (int i = 0; i < plan.actions; ++i)
                run.act();
            run.finish();
            const World world = fold(run.build.events());
            QHash<SocketId, quint64> claimed;
            QHash<SocketId, quint64> got;
            for (const Message &message : world.messages()) {
                const auto truth = run.build.whereabouts(message.sentBy);
                QVERIFY2(message.agrees != std::optional(false), qPrintable(about(message, plan.seed)));
                if (message.agrees && truth.socket != 0) {
                    QVERIFY2(message.landed == truth.socket, qPrintable(about(message, plan.seed)));
                    ++judged;
                }
                claimed[message.landed] += message.receivedBytes;
                got[truth.socket] += truth.received;
            }
            for (auto it = claimed.cbegin(); it != claimed.cend(); ++it)
                QVERIFY2(it.value() <= got.value(it.key()), qPrintable(QString::number(seed)));
        }
        QVERIFY(judged > 10 * seeds());
    }

    // Any step of a history is the same world, whether it is sought or was come to by folding from the start.
    void stepSought_isTheWorldFoldedFromTheStart()
    {
        for (int seed = 1; seed <= std::max(4, seeds() / 20); ++seed) {
            RandomPlan plan;
            plan.seed = static_cast<quint32>(seed);
            plan.diverted = seed % 2 == 0;
            plan.losses = seed % 3 == 0;
            plan.actions = 4000;
            plan.tables = RandomPlan::Tables(seed % 3);
            RandomRun run(plan);
            for (int i = 0; i < plan.actions; ++i)
                run.act();
            run.finish();
            Timeline timeline;
            for (const history::Event &event : run.build.events())
                timeline.append(event);
            QVERIFY(run.build.events().size() > 2 * Timeline::LeastApart);
            QRandomGenerator random(plan.seed);
            for (int i = 0; i < 12; ++i) {
                const int step = random.bounded(timeline.stepCount());
                const qsizetype end =
                    step + 1 == timeline.stepCount() ? timeline.events().size() : timeline.momentEvent(step + 1);
                World folded;
                for (qsizetype event = 0; event < end; ++event) {
                    const auto outline = timeline.events().outline(event);
                    const bool isOfNext = event > timeline.momentEvent(step) && Timeline::isBrief(outline.call) &&
                                          outline.kind == EventLog::Outline::Kind::Entered;
                    if (!isOfNext)
                        folded.apply(run.build.events().at(event));
                }
                QVERIFY2(test::told(timeline.world(step)) == test::told(folded),
                         qPrintable(QStringLiteral("seed %1, step %2").arg(seed).arg(step)));
            }
        }
    }

    // One moment at a time, with the kernel's table after each: the queues are those of the kernel, at every step.
    void steppedRun_showsTheKernelsQueues_data()
    {
        QTest::addColumn<bool>("distinct");
        QTest::addColumn<bool>("diverted");
        QTest::addRow("distinct") << true << false;
        QTest::addRow("equal") << false << false;
        QTest::addRow("distinct, wrong deliveries") << true << true;
        QTest::addRow("equal, wrong deliveries") << false << true;
    }

    void steppedRun_showsTheKernelsQueues()
    {
        QFETCH(bool, distinct);
        QFETCH(bool, diverted);
        for (int seed = 1; seed <= seeds(); ++seed) {
            RandomPlan plan;
            plan.seed = static_cast<quint32>(seed);
            plan.distinct = distinct;
            plan.diverted = diverted;
            plan.tables = RandomPlan::Tables::Exact;
            plan.stepped = true;
            RandomRun run(plan);
            World world;
            qsizetype folded = 0;
            for (int i = 0; i < plan.actions; ++i) {
                run.act();
                while (folded < run.build.events().size())
                    world.apply(run.build.events().at(folded++));
                for (SocketId id : run.sockets) {
                    QList<std::pair<CallId, quint64>> shown;
                    for (const QueuedBytes &bytes : world.socket(id)->receiveQueue)
                        shown.append({world.message(bytes.message)->sentBy, bytes.size});
                    QVERIFY2(shown == run.build.queueOf(id),
                             qPrintable(QStringLiteral("seed %1, action %2, socket %3").arg(seed).arg(i).arg(id)));
                }
            }
            for (const Message &message : world.messages()) {
                const auto truth = run.build.whereabouts(message.sentBy);
                if (!truth.receivedBy.isEmpty()) {
                    QVERIFY2(message.landed == truth.socket, qPrintable(about(message, plan.seed)));
                    QVERIFY2(message.agrees == std::optional(!truth.diverted), qPrintable(about(message, plan.seed)));
                }
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRandomRuns)
#include "tst_randomruns.moc"
