// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/spokentext.h"
#include "app/panels/truthtext.h"
#include "tests/support/historybuilder.h"

#include <QTest>

using namespace zocalo;
using figure::Thing;
using kernel::Protocol;
using panels::SpokenText;
using panels::TruthText;

namespace {

struct Talk
{
    world::Timeline timeline;
    history::SocketId listener = 0;
    history::SocketId client = 0;
};

/// A connection is made, and not accepted.
Talk connected(bool tables)
{
    test::HistoryBuilder build;
    build.setSnapshots(tables);
    const auto process = build.start("q.py");
    Talk talk;
    talk.listener = build.socket(process, Protocol::Tcp);
    build.bind(talk.listener, "127.0.0.1:9000");
    build.listen(talk.listener, 5);
    talk.client = build.socket(process, Protocol::Tcp);
    build.connect(talk.client, "127.0.0.1:9000");
    build.send(talk.client, "hola");
    for (const history::Event &event : build.events())
        talk.timeline.append(event);
    return talk;
}

QString fact(const Talk &talk, history::SocketId socket, const char *label)
{
    const TruthText texts(talk.timeline, talk.timeline.stepCount() - 1);
    for (const panels::Fact &each : texts.of({Thing::Kind::Socket, socket}).facts) {
        if (each.label == QLatin1String(label))
            return each.value;
    }
    return {};
}

} // namespace

/// What the card of a thing, and a screen reader, say of programs that nobody waits for.
class TestFreeTruths : public QObject
{
    Q_OBJECT

private slots:
    void queuesThatNobodyLookedAt_areNotToldEmpty()
    {
        const Talk talk = connected(false);
        QCOMPARE(fact(talk, talk.client, "receive queue"), "not observed at this step");
        QCOMPARE(fact(talk, talk.listener, "accept queue"), "not observed at this step");
        QCOMPARE(fact(talk, talk.client, "state"), "ESTABLISHED before; not observed at this step");
        QCOMPARE(fact(talk, talk.client, "kernel's table"), "not listed when it was last read, before this step");
        const SpokenText spoken(talk.timeline, talk.timeline.stepCount() - 1);
        QVERIFY(spoken.receiveQueue(talk.client).endsWith("not observed at this step"));
        QVERIFY(spoken.acceptQueue(talk.listener).contains("not observed at this step"));
    }

    void queuesThatWereLookedAt_areTold()
    {
        const Talk talk = connected(true);
        QCOMPARE(fact(talk, talk.client, "receive queue"), "empty");
        QCOMPARE(fact(talk, talk.listener, "accept queue"), "1 / 5");
        QCOMPARE(fact(talk, talk.client, "state"), "ESTABLISHED");
        const SpokenText spoken(talk.timeline, talk.timeline.stepCount() - 1);
        QVERIFY(spoken.receiveQueue(talk.client).endsWith("empty"));
        const world::Message message = talk.timeline.world(talk.timeline.stepCount() - 1).messages().last();
        QCOMPARE(TruthText::outcome(message, talk.timeline.world(talk.timeline.stepCount() - 1)),
                 "waits in a receive queue");
    }
};

QTEST_MAIN(TestFreeTruths)
#include "tst_freetruths.moc"
