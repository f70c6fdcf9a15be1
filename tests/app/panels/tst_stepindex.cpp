// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/stepindex.h"
#include "tests/support/historybuilder.h"

#include <QTest>

using namespace zocalo;
using play::Chapter;
using play::StepFilter;
using play::StepIndex;

class TestStepIndex : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void moments_areThoseOfTheWorlds();
    void chapters_followFromTheCalls();
    void udpRun_hasNoChapterOfConnections();
    void endOfAStream_isNoMessage();
    void filters_leaveWhatTheyName();
    void growingRun_filtersTheNewSteps();

private:
    world::Timeline m_timeline;
    test::TwinRun m_run;
};

void TestStepIndex::initTestCase()
{
    m_run = test::twinRun(3);
    for (const history::Event &event : std::as_const(m_run.events))
        m_timeline.append(event);
}

void TestStepIndex::moments_areThoseOfTheWorlds()
{
    const StepIndex index(m_timeline);
    QCOMPARE(index.stepCount(), m_timeline.stepCount());
    for (int step = 0; step < index.stepCount(); ++step) {
        const world::Moment moment = m_timeline.world(step).moment();
        const play::StepMoment shown = index.at(step);
        QCOMPARE(shown.kind, moment.kind);
        QCOMPARE(shown.process, moment.process);
        QCOMPARE(shown.call, moment.name);
        QCOMPARE(shown.id, moment.call);
        QCOMPARE(shown.failed, moment.error != 0);
    }
}

void TestStepIndex::chapters_followFromTheCalls()
{
    const StepIndex index(m_timeline);
    QVERIFY(!index.chapters().isEmpty());
    QCOMPARE(index.chapters().first().kind, Chapter::Kind::Open);
    QCOMPARE(index.chapters().last().kind, Chapter::Kind::Close);
    QCOMPARE(index.chapterAt(0), -1);
    for (int i = 0; i < index.chapters().size(); ++i) {
        QCOMPARE(index.chapterAt(index.chapters().at(i).first), i);
        if (i > 0)
            QVERIFY(index.chapters().at(i).kind != index.chapters().at(i - 1).kind);
    }
}

void TestStepIndex::udpRun_hasNoChapterOfConnections()
{
    world::Timeline timeline;
    for (const history::Event &event : test::pairRun(kernel::Protocol::Udp))
        timeline.append(event);
    const StepIndex index(timeline);
    for (const Chapter &chapter : index.chapters())
        QVERIFY(chapter.kind != Chapter::Kind::Connect);
}

void TestStepIndex::endOfAStream_isNoMessage()
{
    test::HistoryBuilder run;
    const auto server = run.start("server", history::Role::Server, "S");
    const auto client = run.start("A", history::Role::Client, "A");
    const auto listener = run.socket(server, kernel::Protocol::Tcp);
    run.bind(listener, "127.0.0.1:9000");
    run.listen(listener);
    const auto socket = run.socket(client, kernel::Protocol::Tcp);
    run.connect(socket, "127.0.0.1:9000");
    const auto accepted = run.accept(listener);
    run.send(socket, "hola");
    run.recv(accepted);
    world::Timeline timeline;
    for (const history::Event &event : run.events())
        timeline.append(event);
    const int before = timeline.stepCount();
    run.close(socket);
    run.recv(accepted); // 0: the end
    run.close(accepted);
    for (qsizetype i = timeline.events().size(); i < run.events().size(); ++i)
        timeline.append(run.events().at(i));
    const StepIndex index(timeline);
    QCOMPARE(index.chapters().last().kind, Chapter::Kind::Close);
    QCOMPARE(index.chapters().last().first, before);
}

void TestStepIndex::filters_leaveWhatTheyName()
{
    StepIndex index(m_timeline);
    QCOMPARE(index.matchCount(), index.stepCount() - 1);
    const world::World &last = m_timeline.world(m_timeline.stepCount() - 1);
    const world::Message &message = *last.messageNamed(QStringLiteral("tcp.A1"));
    StepFilter filter;
    filter.calls = {message.sentBy};
    index.setFilter(filter);
    QCOMPARE(index.matchCount(), 2); // its entry and its return
    filter = {};
    filter.socket = m_run.udpServer;
    index.setFilter(filter);
    QVERIFY(index.matchCount() > 2);
    for (int step = 1; step < index.stepCount(); ++step) {
        const world::Moment moment = m_timeline.world(step).moment();
        QCOMPARE(index.matches(step), moment.socket == m_run.udpServer || moment.newSocket == m_run.udpServer);
    }
    filter = {};
    filter.text = message.payload;
    filter.protocol = kernel::Protocol::Tcp;
    index.setFilter(filter);
    QVERIFY(index.matchCount() >= 2);
    const int first = index.nextMatch(0, 1);
    QCOMPARE(first, m_timeline.stepNamed(QStringLiteral("tcp.A1")));
    QCOMPARE(index.nextMatch(first, -1), -1);
    filter = {};
    filter.group = play::CallGroup::Connect;
    index.setFilter(filter);
    for (int step = 1; step < index.stepCount(); ++step) {
        const trace::Call call = index.at(step).call;
        QCOMPARE(index.matches(step), call == trace::Call::Connect || trace::isAccept(call));
    }
}

void TestStepIndex::growingRun_filtersTheNewSteps()
{
    world::Timeline timeline;
    StepIndex index(timeline);
    StepFilter filter;
    filter.protocol = kernel::Protocol::Udp;
    index.setFilter(filter);
    for (const history::Event &event : std::as_const(m_run.events)) {
        timeline.append(event);
        index.update();
    }
    StepIndex whole(m_timeline);
    whole.setFilter(filter);
    QCOMPARE(index.stepCount(), whole.stepCount());
    QCOMPARE(index.matchCount(), whole.matchCount());
    QCOMPARE(index.chapters().size(), whole.chapters().size());
}

QTEST_GUILESS_MAIN(TestStepIndex)
#include "tst_stepindex.moc"
