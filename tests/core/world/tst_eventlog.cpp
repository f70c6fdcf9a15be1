// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/eventlog.h"
#include "tests/core/world/randomrun.h"
#include "tests/support/historybuilder.h"

#include <QTest>

#include <cstring>
#include <limits>

using namespace zocalo;
using world::EventLog;

namespace {

bool sameCall(const auto &a, const auto &b)
{
    return a.id == b.id && a.process == b.process && a.payload == b.payload &&
           std::memcmp(&a.record, &b.record, sizeof a.record) == 0;
}

bool same(const history::Event &a, const history::Event &b)
{
    if (a.timeNs != b.timeNs || a.data.index() != b.data.index())
        return false;
    if (const auto *entered = std::get_if<history::CallEntered>(&a.data))
        return sameCall(*entered, std::get<history::CallEntered>(b.data));
    if (const auto *returned = std::get_if<history::CallReturned>(&a.data))
        return sameCall(*returned, std::get<history::CallReturned>(b.data));
    if (const auto *snapshot = std::get_if<history::KernelSnapshot>(&a.data))
        return snapshot->rows == std::get<history::KernelSnapshot>(b.data).rows;
    if (const auto *started = std::get_if<history::ProcessStarted>(&a.data))
        return *started == std::get<history::ProcessStarted>(b.data);
    return true;
}

} // namespace

class TestEventLog : public QObject
{
    Q_OBJECT
private slots:
    void events_comeBackAsTheyWere_data();
    void events_comeBackAsTheyWere();
    void extremeValues_comeBackAsTheyWere();
    void outline_saysWhatTheEventSays();
    void copy_isIndependent();
};

void TestEventLog::events_comeBackAsTheyWere_data()
{
    QTest::addColumn<QList<history::Event>>("events");
    QTest::newRow("twin") << test::twinRun(12).events;
    test::RandomPlan plan;
    plan.seed = 7;
    plan.diverted = true;
    plan.losses = true;
    test::RandomRun run(plan);
    for (int i = 0; i < plan.actions; ++i)
        run.act();
    run.finish();
    QTest::newRow("random") << run.build.events();
}

void TestEventLog::events_comeBackAsTheyWere()
{
    QFETCH(QList<history::Event>, events);
    EventLog log;
    for (const history::Event &event : events)
        log.append(event);
    QCOMPARE(log.size(), events.size());
    for (qsizetype i = 0; i < events.size(); ++i)
        QVERIFY2(same(log.at(i), events.at(i)), qPrintable(QString::number(i)));
    qsizetype read = 0;
    for (const history::Event &event : log)
        QVERIFY(same(event, events.at(read++)));
    QCOMPARE(read, events.size());
}

// What a damaged or hostile recording may hold.
void TestEventLog::extremeValues_comeBackAsTheyWere()
{
    history::CallReturned returned;
    returned.id = std::numeric_limits<quint64>::max();
    returned.process = 3;
    returned.record.timeNs = 0;
    returned.record.serial = std::numeric_limits<quint64>::max();
    returned.record.result = std::numeric_limits<qint64>::min();
    returned.record.requested = std::numeric_limits<quint64>::max();
    history::CallEntered entered;
    entered.id = 5;
    entered.record.phase = trace::Phase::Return; // contradicts the event
    entered.record.payloadKept = 77;             // not the payload's size
    entered.payload = QByteArray(3, 'x');
    const QList<history::Event> events{{std::numeric_limits<qint64>::max(), returned}, {-1, entered}};
    EventLog log;
    for (const history::Event &event : events)
        log.append(event);
    for (qsizetype i = 0; i < events.size(); ++i)
        QVERIFY(same(log.at(i), events.at(i)));
    QCOMPARE(log.payload(1).toByteArray(), entered.payload);
    QCOMPARE(log.entryOf(5), qsizetype(1));
    QCOMPARE(log.entryOf(6), qsizetype(-1));
}

void TestEventLog::outline_saysWhatTheEventSays()
{
    EventLog log;
    for (const history::Event &event : test::twinRun(3).events)
        log.append(event);
    int ends = 0;
    int starts = 0;
    for (qsizetype i = 0; i < log.size(); ++i) {
        const history::Event event = log.at(i);
        const EventLog::Outline outline = log.outline(i);
        QCOMPARE(outline.timeNs, event.timeNs);
        if (const auto *entered = std::get_if<history::CallEntered>(&event.data)) {
            QCOMPARE(outline.kind, EventLog::Outline::Kind::Entered);
            QCOMPARE(outline.call, entered->record.call);
            QCOMPARE(outline.process, entered->process);
            QCOMPARE(outline.id, entered->id);
            QCOMPARE(outline.socket, entered->record.socket);
            QCOMPARE(log.entryOf(entered->id), i);
            QCOMPARE(log.payload(i).toByteArray(), entered->payload);
        } else if (const auto *returned = std::get_if<history::CallReturned>(&event.data)) {
            QCOMPARE(outline.kind, EventLog::Outline::Kind::Returned);
            QCOMPARE(outline.failed, returned->record.error != 0);
            QCOMPARE(outline.newSocket, returned->record.newSocket);
        } else if (std::holds_alternative<history::ProcessEnded>(event.data)) {
            QCOMPARE(outline.kind, EventLog::Outline::Kind::ProcessEnded);
            ++ends;
        } else if (const auto *started = std::get_if<history::ProcessStarted>(&event.data)) {
            QCOMPARE(outline.kind, EventLog::Outline::Kind::ProcessStarted);
            QCOMPARE(outline.process, started->process);
            ++starts;
        } else {
            QCOMPARE(outline.kind, EventLog::Outline::Kind::Other);
        }
    }
    QVERIFY(ends > 0);
    QVERIFY(starts > 0);
}

void TestEventLog::copy_isIndependent()
{
    const QList<history::Event> events = test::twinRun(3).events;
    EventLog log;
    for (qsizetype i = 0; i < events.size() / 2; ++i)
        log.append(events.at(i));
    const EventLog copy = log;
    for (qsizetype i = events.size() / 2; i < events.size(); ++i)
        log.append(events.at(i));
    QCOMPARE(copy.size(), events.size() / 2);
    for (qsizetype i = 0; i < copy.size(); ++i)
        QVERIFY(same(copy.at(i), events.at(i)));
    QVERIFY(same(log.at(log.size() - 1), events.last()));
}

QTEST_GUILESS_MAIN(TestEventLog)
#include "tst_eventlog.moc"
