// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/everything.h"
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/mechanismpictures.h"

#include <QTest>
#include <QTranslator>

#include <sys/socket.h>

using namespace zocalo;
using namespace zocalo::test::mechanism;
using figure::PanelFacts;
using kernel::Protocol;

class EverythingTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void steps_haveNothingOverlappingOrCut_data();
    void steps_haveNothingOverlappingOrCut();
    void code_isTheCallsSoFar();
    void code_marksTheLastCall();
    void kernelTable_isTheRowsAsLastRead();
    void kernelTable_hasTheSendQueueWhereThereIsRoom();
    void setsockopt_isPartOfTheCode();
    void longKernelTable_keepsWhatTheStepIsAbout();
    void timeline_tellsGoneFromStillToCome();
    void timelineOfWatchedPrograms_hasTheirRolesAndRows();
    void longTimeline_showsTheStepsAroundThisOne();
    void smallPicture_isTheMechanismAlone();
    void stillItems_stayTheSameThroughATransition();
};

namespace {

DisplayList everythingAt(const world::Timeline &timeline, int step, double progress = 0,
                         const QSizeF &size = {1920, 1080})
{
    const PanelFacts facts = figure::panelFacts(timeline, step);
    figure::FigureInput input{timeline.world(step)};
    input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
    input.progress = progress;
    input.detail = lesson::Detail::Everything;
    input.size = size;
    input.facts = &facts;
    return figure::buildFigure(input);
}

/// Rows of the kernel's table: those at the right of the mechanism.
QList<figure::Node> kernelRows(const DisplayList &list)
{
    QList<figure::Node> rows;
    for (const figure::Node &node : list.nodes()) {
        if (node.kind == NodeKind::Row && node.rect.left() > 1900)
            rows << node;
    }
    return rows;
}

} // namespace

void EverythingTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void EverythingTest::steps_haveNothingOverlappingOrCut_data()
{
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSizeF>("size");
    for (const char *language : {"en", "es"}) {
        for (const int clients : {1, 3, 8, 50})
            QTest::addRow("%d %s", clients, language) << clients << QString(language) << QSizeF(1920, 1080);
        QTest::addRow("4:3 %s", language) << 3 << QString(language) << QSizeF(2048, 1536);
        QTest::addRow("21:9 %s", language) << 3 << QString(language) << QSizeF(2560, 1080);
    }
}

void EverythingTest::steps_haveNothingOverlappingOrCut()
{
    QFETCH(int, clients);
    QFETCH(QString, language);
    QFETCH(QSizeF, size);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
    QCoreApplication::installTranslator(&translator);
    const world::Timeline &timeline = test::twinTimeline(clients);
    const int samples = clients > 8 ? 12 : 30;
    for (int i = 0; i <= samples; ++i) {
        const int step = i * (timeline.stepCount() - 1) / samples;
        const QStringList faults = test::geometryFaults(everythingAt(timeline, step, i % 2 ? 0.4 : 0, size));
        QVERIFY2(faults.isEmpty(),
                 qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults.join(QStringLiteral("; ")))));
    }
    QCoreApplication::removeTranslator(&translator);
}

void EverythingTest::code_isTheCallsSoFar()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    QVERIFY(figure::panelFacts(timeline, 0).process.isEmpty());
    for (int step = 1; step < timeline.stepCount(); ++step) {
        const PanelFacts facts = figure::panelFacts(timeline, step);
        const world::Moment moment = timeline.world(step).moment(); // kept: a world is there until others are asked for
        if (moment.kind == world::MomentKind::ProcessEnded)
            continue;
        QCOMPARE(facts.process, timeline.world(step).process(moment.process)->name);
        // The call of this step is the last one, and the program has those only that were made.
        QVERIFY(!facts.program.calls.isEmpty());
        QCOMPARE(facts.program.calls.last().call, moment.name);
        int made = 0;
        for (int earlier = 1; earlier <= step; ++earlier) {
            const world::Moment then = timeline.world(earlier).moment();
            const bool brief =
                then.kind == world::MomentKind::Returned && timeline.world(earlier - 1).moment().call != then.call;
            const bool counts = then.kind == world::MomentKind::Entered || brief;
            made += then.process == moment.process && counts;
        }
        QCOMPARE(facts.program.calls.size(), made);
    }
}

void EverythingTest::code_marksTheLastCall()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    const DisplayList list = everythingAt(timeline, timeline.stepNamed(QStringLiteral("tcp-b2-sent")));
    QVERIFY(hasText(list, QStringLiteral("Client B")));
    // The marked line is on yellow: the text of the last send().
    bool found = false;
    for (const figure::Item &box : list.items()) {
        const auto *shape = std::get_if<figure::Shape>(&box.data);
        if (!shape || shape->fill != figure::Colour(figure::Tone::Match) || box.bounds().left() < 1900)
            continue;
        for (const figure::Item &item : list.items()) {
            const auto *text = std::get_if<figure::Text>(&item.data);
            found = found ||
                    (text && text->plain() == QLatin1String("send") && box.bounds().contains(text->bounds.center()));
        }
    }
    QVERIFY(found);
}

void EverythingTest::kernelTable_isTheRowsAsLastRead()
{
    const test::TwinRun run = test::twinRun(3);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("tcp-child-waits"));
    const world::World &world = timeline.world(step);
    const DisplayList list = everythingAt(timeline, step);
    QSet<quint64> expected;
    for (const kernel::SocketRow &row : world.kernelRows())
        expected << row.cookie;
    QVERIFY(expected.size() >= 7);
    QSet<quint64> shown;
    for (const figure::Node &row : kernelRows(list))
        shown << row.id;
    QCOMPARE(shown, expected);
    // The child that waits has its bytes there, and no owner.
    const kernel::SocketRow *child = nullptr;
    for (const kernel::SocketRow &row : world.kernelRows())
        child = row.cookie == run.tcpAccepted.last() ? &row : child;
    QVERIFY(child && child->receiveQueue > 0);
    for (qsizetype i = 0; i < list.nodes().size(); ++i) {
        const figure::Node &node = list.nodes().at(i);
        if (node.kind != NodeKind::Row || node.rect.left() < 1900 || node.id != child->cookie)
            continue;
        QStringList cells;
        for (const figure::Item &item : list.items()) {
            const auto *text = std::get_if<figure::Text>(&item.data);
            if (text && item.node == i)
                cells << text->plain();
        }
        QCOMPARE(cells.first(), QStringLiteral("no fd"));
        QCOMPARE(cells.mid(cells.size() - 2),
                 QStringList({QString::number(child->receiveQueue), QString::number(child->sendQueue)}));
    }
}

void EverythingTest::kernelTable_hasTheSendQueueWhereThereIsRoom()
{
    const auto picture = [](qint64 firstPid) {
        test::HistoryBuilder build;
        build.setSnapshots(true);
        const auto server = build.start("server", history::Role::Server, "S");
        const auto client = build.start("A", history::Role::Client, "A");
        const auto listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:48785");
        build.listen(listener, 5);
        const auto socket = build.socket(client, Protocol::Tcp);
        build.connect(socket, "127.0.0.1:48785");
        build.accept(listener);
        QList<history::Event> events = build.events();
        for (history::Event &event : events) {
            if (auto *started = std::get_if<history::ProcessStarted>(&event.data))
                started->pid = firstPid + static_cast<qint64>(started->process);
        }
        const world::Timeline timeline = timelineOf(events);
        return everythingAt(timeline, timeline.stepCount() - 1);
    };
    for (const qint64 pid : {4100, 32'000, 4'194'300}) {
        const DisplayList list = picture(pid);
        const QStringList faults = test::geometryFaults(list);
        QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QStringLiteral("; "))));
        QVERIFY(hasText(list, QStringLiteral("Recv-Q")));
        QCOMPARE(hasText(list, QStringLiteral("Send-Q")), pid < 100'000);
    }
}

void EverythingTest::setsockopt_isPartOfTheCode()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start("server", history::Role::Server, "S");
    const auto listener = build.socket(server, Protocol::Tcp);
    build.setOption(listener, SOL_SOCKET, SO_RCVBUF, 2048);
    const world::Timeline timeline = timelineOf(build.events());
    const PanelFacts facts = figure::panelFacts(timeline, timeline.stepCount() - 1);
    QCOMPARE(facts.program.calls.size(), 2);
    QCOMPARE(facts.program.calls.last().option, QStringLiteral("SO_RCVBUF"));
    QCOMPARE(facts.program.calls.last().number, 2048);
    QVERIFY(facts.isWritten);
    // An option that the code leaves out does not have another call's line marked.
    build.setOption(listener, SOL_SOCKET, SO_PRIORITY, 3);
    const world::Timeline later = timelineOf(build.events());
    const PanelFacts without = figure::panelFacts(later, later.stepCount() - 1);
    QCOMPARE(without.program.calls.size(), 2);
    QVERIFY(!without.isWritten);
}

void EverythingTest::longKernelTable_keepsWhatTheStepIsAbout()
{
    const test::TwinRun run = test::twinRun(50);
    const world::Timeline timeline = timelineOf(run.events);
    const int step = timeline.stepNamed(QStringLiteral("tcp-322-sent"));
    const DisplayList list = everythingAt(timeline, step);
    const QList<figure::Node> rows = kernelRows(list);
    const auto shows = [&](quint64 socket) {
        return std::any_of(rows.begin(), rows.end(), [=](const figure::Node &row) { return row.id == socket; });
    };
    QVERIFY(shows(run.tcpAccepted.at(31)));
    QVERIFY(shows(run.tcpListener));
    const auto hidden = timeline.world(step).kernelRows().size() - rows.size();
    QVERIFY(hidden > 50);
    QVERIFY(hasText(list, QStringLiteral("⋮ %1 more").arg(hidden)));
}

void EverythingTest::timeline_tellsGoneFromStillToCome()
{
    const world::Timeline &timeline = test::twinTimeline(2);
    const int step = timeline.stepCount() / 2;
    const PanelFacts facts = figure::panelFacts(timeline, step);
    QCOMPARE(facts.marks.size(), timeline.stepCount() - 1);
    QCOMPARE(facts.stepCount, timeline.stepCount());
    const DisplayList list = everythingAt(timeline, step);
    QVERIFY(hasText(list, QStringLiteral("step %1 of %2").arg(step).arg(timeline.stepCount() - 1)));
    // Hollow ones: the steps to come, and one in the legend.
    const auto hollow = [](const DisplayList &of) {
        return std::count_if(of.items().begin(), of.items().end(), [](const figure::Item &item) {
            const auto *shape = std::get_if<figure::Shape>(&item.data);
            return shape && shape->width == 1.6 && shape->stroke == figure::Colour(figure::Tone::Wire);
        });
    };
    QCOMPARE(hollow(list), timeline.stepCount() - 1 - step + 1);
    QCOMPARE(hollow(everythingAt(timeline, timeline.stepCount() - 1)), 1);
}

void EverythingTest::timelineOfWatchedPrograms_hasTheirRolesAndRows()
{
    // Nobody says what they are: their calls do.
    test::HistoryBuilder build;
    const auto shell = build.start("sh");
    const auto server = build.start("server.py");
    const auto listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, "127.0.0.1:7801");
    build.listen(listener, 5);
    for (const char *name : {"client.py", "client.py#2"}) {
        const auto socket = build.socket(build.start(name), Protocol::Tcp);
        build.connect(socket, "127.0.0.1:7801");
        build.send(socket, "hola");
        build.recv(build.accept(listener));
    }
    build.end(shell);
    const world::Timeline timeline = timelineOf(build.events());
    const PanelFacts facts = figure::panelFacts(timeline, timeline.stepCount() - 1);
    QCOMPARE(facts.rows, QList<Protocol>{Protocol::Tcp});
    QSet<int> senders;
    for (qsizetype i = 0; i + 1 < facts.marks.size(); ++i) {
        const world::Moment moment = timeline.world(facts.before + static_cast<int>(i)).moment();
        QCOMPARE(facts.marks.at(i).own == figure::Colour(figure::Tone::Secondary), moment.process == server);
        if (moment.process != server)
            senders << facts.marks.at(i).own.sender;
    }
    QCOMPARE(senders, (QSet<int>{0, 1}));
    QVERIFY(!hasText(everythingAt(timeline, timeline.stepCount() - 1), QStringLiteral("–")));
}

void EverythingTest::longTimeline_showsTheStepsAroundThisOne()
{
    const world::Timeline &timeline = test::twinTimeline(50);
    QVERIFY(timeline.stepCount() > 1000);
    for (const int step : {0, 1, 700, timeline.stepCount() - 1}) {
        const PanelFacts facts = figure::panelFacts(timeline, step);
        QCOMPARE(facts.marks.size(), figure::MostMarks);
        QVERIFY(facts.before <= std::max(1, step));
        QVERIFY(facts.before + facts.marks.size() > step);
    }
}

void EverythingTest::smallPicture_isTheMechanismAlone()
{
    const world::Timeline &timeline = test::twinTimeline(3);
    const int step = timeline.stepNamed(QStringLiteral("tcp-b2-sent"));
    const QSizeF small(1280, 720);
    QVERIFY(!figure::Everything::hasRoom(small));
    const DisplayList list = everythingAt(timeline, step, 0, small);
    const DisplayList mechanism = pictureAt(timeline, step, 0, lesson::Kind::Twin, small);
    QStringList texts = textsOf(list);
    QCOMPARE(texts.removeAll(QStringLiteral("the side panels need a larger picture")), 1);
    QCOMPARE(texts, textsOf(mechanism));
    QVERIFY2(test::geometryFaults(list).isEmpty(), qPrintable(test::geometryFaults(list).join('\n')));
}

void EverythingTest::stillItems_stayTheSameThroughATransition()
{
    const world::Timeline &timeline = test::twinTimeline(2);
    for (int step = 0; step + 1 < timeline.stepCount(); step += 3)
        QVERIFY2(everythingAt(timeline, step, 0.2).sameStill(everythingAt(timeline, step, 0.8)),
                 qPrintable(QString::number(step)));
}

QTEST_MAIN(EverythingTest)
#include "tst_everything.moc"
