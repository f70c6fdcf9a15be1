// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/figure/narrator.h"
#include "app/figure/pairnarrator.h"
#include "app/text/language.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/pictures.h"

#include <QTest>

#include <algorithm>

using namespace zocalo;
using figure::DisplayList;
using figure::FigureInput;
using figure::NodeKind;
using kernel::Protocol;
using test::faultsOf;
using test::HistoryBuilder;
using test::textsOf;

namespace {

enum class Tables { None, Each };

/// What a run at the gate does after each moment.
void look(HistoryBuilder &build, Tables tables)
{
    if (tables == Tables::Each)
        build.snapshot();
}

world::Timeline timelineOf(const HistoryBuilder &build)
{
    world::Timeline timeline;
    for (const history::Event &event : build.events())
        timeline.append(event);
    return timeline;
}

/// One program that connects to itself, as q.py does: "hola" is sent, and read. Steps are named after what has
/// happened.
world::Timeline talkAlone(Tables tables)
{
    HistoryBuilder build;
    build.setSnapshots(tables == Tables::Each);
    const auto process = build.start("q.py");
    const auto listener = build.socket(process, Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    build.listen(listener);
    const auto early = build.enterAccept(listener);
    look(build, tables);
    build.name("nobody-there");
    build.finish(early); // does not wait: EAGAIN
    const auto client = build.socket(process, Protocol::Tcp);
    build.connect(client, "127.0.0.1:9000");
    build.name("connected");
    const auto accepting = build.enterAccept(listener);
    look(build, tables);
    build.name("accepting");
    build.finish(accepting);
    build.name("accepted");
    const auto accepted = build.peerOf(client);
    const auto nothing = build.enterReceive(accepted);
    look(build, tables);
    build.name("nothing-sent");
    build.finish(nothing);
    build.send(client, "hola");
    build.name("sent");
    const auto reading = build.enterReceive(accepted);
    look(build, tables);
    build.name("reading");
    build.finish(reading);
    build.name("read");
    build.close(client);
    build.name("closed");
    return timelineOf(build);
}

/// A server and a client of the user's on UDP.
world::Timeline talkByDatagrams(Tables tables)
{
    HistoryBuilder build;
    build.setSnapshots(tables == Tables::Each);
    const auto server = build.start("srv.py");
    const auto client = build.start("cl.py");
    const auto door = build.socket(server, Protocol::Udp);
    build.bind(door, "127.0.0.1:9000");
    const auto nothing = build.enterReceive(door, 100, true);
    look(build, tables);
    build.name("nothing-sent");
    build.finish(nothing);
    const auto own = build.socket(client, Protocol::Udp);
    build.sendto(own, "hola", "127.0.0.1:9000");
    build.name("sent");
    const auto reading = build.enterReceive(door, 100, true);
    look(build, tables);
    build.name("reading");
    build.finish(reading);
    build.name("read");
    return timelineOf(build);
}

FigureInput inputAt(const world::Timeline &timeline, int step, lesson::Kind kind)
{
    FigureInput input{timeline.world(step)};
    input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
    input.kind = kind;
    input.detail = lesson::Detail::Mechanism;
    return input;
}

QString captionAt(const world::Timeline &timeline, const char *step)
{
    const FigureInput input = inputAt(timeline, timeline.stepNamed(step), lesson::Kind::Pair);
    return figure::Narrator(input).caption().replace(QChar(QChar::Nbsp), QLatin1Char(' '));
}

bool says(const DisplayList &list, const QString &text)
{
    const QStringList texts = textsOf(list);
    return std::any_of(texts.begin(), texts.end(), [&](const QString &each) { return each.contains(text); });
}

} // namespace

/// The figures of programs that nobody waits for: between two tables of the kernel nobody knows what a queue holds.
class TestFreeRuns : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void init() { text::setLanguage(QStringLiteral("en")); }
    void queuesThatNobodyLookedAt_areNotToldEmpty();
    void queuesThatWereLookedAt_areTold();
    void tableReadWhileTheyWorked_saysWhatItSaid();
    void datagrams();
    void sendQueueOfBefore_isNotShown();
    void cardOfTheKernel_saysWhatWasNotObserved();
    void pictureOfTwo_hasNoNumbersThatNobodySaw();
    void alone_hasOneName();
    void programsThatHaveStarted_areDrawn_data();
    void programsThatHaveStarted_areDrawn();
    void nothingStarted_claimsNothing();
};

void TestFreeRuns::queuesThatNobodyLookedAt_areNotToldEmpty()
{
    const world::Timeline run = talkAlone(Tables::None);
    QCOMPARE(captionAt(run, "nobody-there"),
             "q.py calls accept() on its listening socket. Whether a connection waits there was not observed.");
    QVERIFY(captionAt(run, "accepting").startsWith("q.py calls accept(): as the calls tell, 1 "));
    QVERIFY(captionAt(run, "nothing-sent").endsWith("Whether a byte waits there was not observed."));
    QVERIFY(captionAt(run, "sent").endsWith("It was not seen in any receive queue."));
    QVERIFY2(captionAt(run, "reading").contains("as the calls tell, 4 bytes"), qPrintable(captionAt(run, "reading")));
    QVERIFY(!captionAt(run, "closed").contains("gets end of file"));
    for (int step = 0; step < run.stepCount(); ++step) {
        const FigureInput input = inputAt(run, step, lesson::Kind::Pair);
        for (const QString &told : {figure::Narrator(input).description(), figure::PairNarrator(input).description()}) {
            for (const char *claim : {"no byte", "no connection", "no datagram", " wait in", "waits in", "wait there"})
                QVERIFY2(!told.contains(QLatin1String(claim)), qPrintable(told));
        }
    }
}

void TestFreeRuns::queuesThatWereLookedAt_areTold()
{
    const world::Timeline run = talkAlone(Tables::Each);
    QVERIFY(captionAt(run, "nobody-there").contains("no connection waits"));
    QVERIFY(captionAt(run, "accepting").contains("in the queue of its listening socket"));
    QVERIFY(captionAt(run, "connected").contains("waits in the accept queue"));
    QVERIFY(captionAt(run, "nothing-sent").contains("no byte waits"));
    QVERIFY(captionAt(run, "sent").contains("waits in the receive queue"));
    QVERIFY(captionAt(run, "reading").contains("4 bytes wait there"));
    QVERIFY(captionAt(run, "closed").contains("gets end of file") || captionAt(run, "closed").contains("q.py"));
}

void TestFreeRuns::tableReadWhileTheyWorked_saysWhatItSaid()
{
    HistoryBuilder build;
    const auto process = build.start("q.py");
    const auto listener = build.socket(process, Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    build.listen(listener);
    build.snapshot(false);
    build.enterAccept(listener);
    build.name("old");
    const world::Timeline before = timelineOf(build);
    QCOMPARE(before.world(before.stepNamed("old")).tableAge(), world::TableAge::Old);
    QVERIFY(captionAt(before, "old").endsWith("was not observed."));
    build.snapshot(false);
    const world::Timeline after = timelineOf(build);
    QCOMPARE(after.world(after.stepNamed("old")).tableAge(), world::TableAge::Since);
    QVERIFY(captionAt(after, "old").endsWith("Its queue was empty when the kernel's table was read after that."));
}

void TestFreeRuns::datagrams()
{
    const world::Timeline unseen = talkByDatagrams(Tables::None);
    QVERIFY(captionAt(unseen, "nothing-sent").endsWith("Whether a datagram waits for it was not observed."));
    QVERIFY(captionAt(unseen, "reading").contains("as the calls tell, 1 "));
    const world::Timeline seen = talkByDatagrams(Tables::Each);
    QVERIFY(captionAt(seen, "nothing-sent").endsWith("no datagram waits yet."));
    QVERIFY2(captionAt(seen, "reading").endsWith("one datagram waits in its queue."),
             qPrintable(captionAt(seen, "reading")));
}

void TestFreeRuns::sendQueueOfBefore_isNotShown()
{
    // What was taken into account of a table does not outlive its step: the next call makes it old.
    HistoryBuilder build;
    const auto process = build.start("q.py");
    build.socket(process, Protocol::Tcp);
    build.snapshot();
    QCOMPARE(timelineOf(build).world(1).tableAge(), world::TableAge::Exact);
    build.socket(process, Protocol::Tcp);
    QCOMPARE(timelineOf(build).world(1).tableAge(), world::TableAge::Exact);
    QCOMPARE(timelineOf(build).world(2).tableAge(), world::TableAge::Old);
}

void TestFreeRuns::cardOfTheKernel_saysWhatWasNotObserved()
{
    const auto pictureOf = [](const world::Timeline &run, const char *step) {
        return figure::buildFigure(inputAt(run, run.stepNamed(step), lesson::Kind::Pair));
    };
    const world::Timeline unseen = talkAlone(Tables::None);
    for (const char *step : {"connected", "accepted", "sent", "reading", "read"}) {
        const DisplayList list = pictureOf(unseen, step);
        QVERIFY2(!says(list, "0 bytes"), step);
        QVERIFY2(!says(list, "not listed yet"), step);
        QVERIFY2(says(list, "not observed"), step);
        QCOMPARE(faultsOf(list), QString());
    }
    QVERIFY(says(pictureOf(unseen, "connected"), "ESTABLISHED")); // connect() has told it
    const world::Timeline seen = talkAlone(Tables::Each);
    QVERIFY(says(pictureOf(seen, "accepted"), "0 bytes"));
    QVERIFY(!says(pictureOf(seen, "accepted"), "not observed"));
}

void TestFreeRuns::pictureOfTwo_hasNoNumbersThatNobodySaw()
{
    for (const Tables tables : {Tables::None, Tables::Each}) {
        HistoryBuilder build;
        build.setSnapshots(tables == Tables::Each);
        const auto server = build.start("srv.py");
        const auto client = build.start("cl.py");
        const auto listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const auto own = build.socket(client, Protocol::Tcp);
        build.connect(own, "127.0.0.1:9000");
        build.accept(listener);
        build.send(own, "hola");
        build.recv(build.peerOf(own));
        build.name("read");
        const world::Timeline run = timelineOf(build);
        const DisplayList list = figure::buildFigure(inputAt(run, run.stepNamed("read"), lesson::Kind::Tcp));
        QCOMPARE(says(list, "accept queue: 0"), tables == Tables::Each);
        QCOMPARE(says(list, "accept queue: ?"), tables == Tables::None);
        QCOMPARE(says(list, "0 bytes"), tables == Tables::Each);
        QVERIFY(says(list, "srv.py") && says(list, "cl.py")); // whose they are
        QCOMPARE(faultsOf(list), QString());
        FigureInput idea = inputAt(run, run.stepNamed("read"), lesson::Kind::Tcp);
        idea.detail = lesson::Detail::Idea;
        QCOMPARE(says(figure::buildFigure(idea), "?"), tables == Tables::None);
        QCOMPARE(faultsOf(figure::buildFigure(idea)), QString());
    }
}

void TestFreeRuns::alone_hasOneName()
{
    const world::Timeline run = talkAlone(Tables::None);
    for (int step = 0; step < run.stepCount(); ++step) {
        const DisplayList list = figure::buildFigure(inputAt(run, step, lesson::Kind::Pair));
        QVERIFY(says(list, "Process q.py"));
        QVERIFY2(!list.description().contains("Server") && !list.title().contains("Server"), qPrintable(list.title()));
        QVERIFY(!list.title().contains("Client"));
    }
}

void TestFreeRuns::programsThatHaveStarted_areDrawn_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<int>("count");
    for (const char *language : {"en", "es"}) {
        for (const int count : {1, 2, 4, 7})
            QTest::addRow("%s %d", language, count) << language << count;
    }
}

void TestFreeRuns::programsThatHaveStarted_areDrawn()
{
    QFETCH(QString, language);
    QFETCH(int, count);
    text::setLanguage(language);
    HistoryBuilder build;
    for (int i = 0; i < count; ++i)
        build.start(QStringLiteral("a-program-with-a-long-name-%1.py").arg(i));
    for (int i = 0; i < std::min(count, 4); ++i) {
        for (int k = 0; k < 4; ++k)
            build.bind(build.socket(static_cast<history::ProcessId>(i), Protocol::Tcp),
                       QStringLiteral("127.100.100.100:6%1%200").arg(i).arg(k));
    }
    const world::Timeline run = timelineOf(build);
    for (const QSizeF &size : {QSizeF(1280, 720), QSizeF(1920, 1080), QSizeF(900, 1200)}) {
        for (const int step : {0, 1, run.stepCount() - 1}) {
            FigureInput input = inputAt(run, step, lesson::Kind::Tcp);
            input.size = size;
            input.language = language;
            const DisplayList list = figure::buildFigure(input);
            const auto isProcess = [](const figure::Node &node) { return node.kind == NodeKind::Process; };
            QCOMPARE(std::count_if(list.nodes().begin(), list.nodes().end(), isProcess), std::min(count, 4));
            QCOMPARE(faultsOf(list), QString());
        }
    }
    const DisplayList first = figure::buildFigure(inputAt(run, 0, lesson::Kind::Tcp));
    QVERIFY(!says(first, "TCP"));
}

void TestFreeRuns::nothingStarted_claimsNothing()
{
    const world::World empty;
    FigureInput input{empty};
    input.kind = lesson::Kind::Twin;
    input.programs = true;
    const DisplayList list = figure::buildFigure(input);
    QVERIFY(!says(list, "TCP") && !says(list, "UDP"));
    QCOMPARE(list.title(), QStringLiteral("No process has started yet."));
    input.programs = false; // a lesson's: its kind is known before its processes are
    QVERIFY(says(figure::buildFigure(input), "TCP"));
}

QTEST_MAIN(TestFreeRuns)
#include "tst_freeruns.moc"
