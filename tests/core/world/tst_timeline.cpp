// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/timeline.h"
#include "tests/core/world/told.h"
#include "tests/support/historybuilder.h"

#include <QRandomGenerator>
#include <QTest>

using namespace zocalo;
using namespace zocalo::world;
using test::told;

class TestTimeline : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void longRun_givesTheWorldsItGaveWhileItGrew_data();
    void longRun_givesTheWorldsItGaveWhileItGrew();
    void fewWorlds_stayValidWhileOthersAreAskedFor();
    void worldAskedForAgain_staysValid();

private:
    Timeline m_timeline;
    QStringList m_told; ///< of each step, as it was when the next one began
};

void TestTimeline::initTestCase()
{
    const QList<history::Event> events = test::twinRun(60).events;
    for (const history::Event &event : events) {
        const int step = m_timeline.append(event);
        QCOMPARE(step, m_timeline.stepCount() - 1);
        while (m_told.size() <= step)
            m_told.append(QString());
    }
    // What each step's world was when the next one began.
    Timeline growing;
    for (const history::Event &event : events) {
        const int before = growing.stepCount() - 1;
        const World last = growing.world(before);
        if (growing.append(event) > before)
            m_told[before] = told(last);
    }
    m_told.last() = told(growing.world(growing.stepCount() - 1));
    QVERIFY(events.size() > 20 * Timeline::LeastApart);
}

void TestTimeline::longRun_givesTheWorldsItGaveWhileItGrew_data()
{
    QTest::addColumn<QList<int>>("steps");
    QList<int> forwards;
    for (int step = 0; step < m_timeline.stepCount(); ++step)
        forwards << step;
    QTest::newRow("forwards") << forwards;
    QTest::newRow("backwards") << QList<int>(forwards.rbegin(), forwards.rend()).mid(0, Timeline::LeastApart);
    QList<int> anyhow;
    QRandomGenerator random(1);
    for (int i = 0; i < 200; ++i)
        anyhow << random.bounded(m_timeline.stepCount());
    QTest::newRow("anyhow") << anyhow;
}

void TestTimeline::longRun_givesTheWorldsItGaveWhileItGrew()
{
    QFETCH(QList<int>, steps);
    for (const int step : steps)
        QVERIFY2(told(m_timeline.world(step)) == m_told.at(step), qPrintable(QString::number(step)));
}

void TestTimeline::fewWorlds_stayValidWhileOthersAreAskedFor()
{
    const int step = 10;
    const World &world = m_timeline.world(step);
    const World &next = m_timeline.world(step + 1);
    for (int other = 2; other < Timeline::Recent; ++other)
        m_timeline.world(step + other);
    QCOMPARE(told(world), m_told.at(step));
    QCOMPARE(told(next), m_told.at(step + 1));
}

void TestTimeline::worldAskedForAgain_staysValid()
{
    const int step = 30;
    m_timeline.world(step);
    for (int other = 1; other < Timeline::Recent; ++other)
        m_timeline.world(step + other);
    // The one that was made first of those at hand. (That it is read when it is gone, the sanitizers tell.)
    const World &world = m_timeline.world(step);
    m_timeline.world(step - 1);
    QCOMPARE(told(world), m_told.at(step));
}

QTEST_GUILESS_MAIN(TestTimeline)
#include "tst_timeline.moc"
