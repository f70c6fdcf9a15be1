// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "tests/app/figure/geometry.h"
#include "tests/app/figure/pictures.h"

#include <QTest>
#include <QTranslator>

#include <algorithm>

using namespace zocalo;
using figure::DisplayList;
using figure::NodeKind;
using kernel::Protocol;
using lesson::Detail;
using test::faultsOf;
using test::messagesIn;
using test::textsOf;
using test::timelineOf;

namespace {

struct Look
{
    Detail detail = Detail::Mechanism;
    QSizeF size{1920, 1080};
    bool stable = false;
};

DisplayList pictureAt(const world::Timeline &timeline, int step, double progress = 0, const Look &look = {})
{
    figure::FigureInput input{timeline.world(step)};
    input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
    input.progress = progress;
    input.kind = lesson::Kind::Pair;
    input.detail = look.detail;
    input.size = look.size;
    input.stable = look.stable;
    input.stablePorts = {{"server.listener", 9000}, {"A.socket", 50001}};
    return figure::buildFigure(input);
}

bool hasText(const DisplayList &list, const QString &text) { return textsOf(list).contains(text); }

/// Looks at every step, and at the way between two of them.
void lookAtAll(const world::Timeline &timeline, const Look &look)
{
    for (int step = 0; step < timeline.stepCount(); step += test::kStepStride) {
        const bool moves =
            step + 1 < timeline.stepCount() && timeline.world(step + 1).moment().kind == world::MomentKind::Returned;
        for (const double progress : moves ? QList<double>{0, 0.1, 0.3, 0.5, 0.7, 0.9, 1} : QList<double>{0}) {
            const QString faults = faultsOf(pictureAt(timeline, step, progress, look));
            QVERIFY2(faults.isEmpty(),
                     qPrintable(QStringLiteral("step %1, progress %2: %3").arg(step).arg(progress).arg(faults)));
        }
    }
}

} // namespace

class PairTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyStep_hasNothingOverlappingOrCut_data();
    void everyStep_hasNothingOverlappingOrCut();
    void otherSizes_haveNothingOverlappingOrCut_data();
    void otherSizes_haveNothingOverlappingOrCut();
    void largePidsAndLongMessages_haveNothingOverlappingOrCut();
    void message_standsInOnePlace();
    void whereItHasBeen_keepsItsName();
    void headers_arePutOnAndTakenOff();
    void callsMade_areFilledAndCallsToCome_areNot();
    void deducedPart_saysSo();
    void others_areCountedByProcess();
    void clientOfTheStep_isTheOneThatIsDrawn();
    void answer_runsTheOtherWay();
    void sleepingReceiver_getsItInNoQueue();
    void childWithoutDescriptor_hasNoDoor();
    void failedCall_isNamedAtItsProcess();
    void idea_leavesOutPidsAndAddresses();
    void stable_isTheSameWhateverThePorts();
    void stillItems_stayTheSameThroughATransition();
    void everythingClosed_showsNoLane();
    void closingFirst_leavesTheOtherEnd();
};

void PairTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void PairTest::everyStep_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<Protocol>("protocol");
    QTest::addColumn<Detail>("detail");
    for (const char *language : {"en", "es"}) {
        for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp}) {
            for (const Detail detail : {Detail::Idea, Detail::Mechanism})
                QTest::addRow("%s %s %s", language, protocol == Protocol::Tcp ? "tcp" : "udp",
                              detail == Detail::Idea ? "idea" : "mechanism")
                    << QString(language) << protocol << detail;
        }
    }
}

void PairTest::everyStep_hasNothingOverlappingOrCut()
{
    QFETCH(QString, language);
    QFETCH(Protocol, protocol);
    QFETCH(Detail, detail);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
    QCoreApplication::installTranslator(&translator);
    lookAtAll(timelineOf(test::pairRun(protocol)), {detail, {1920, 1080}, false});
    QCoreApplication::removeTranslator(&translator);
}

void PairTest::otherSizes_haveNothingOverlappingOrCut_data()
{
    QTest::addColumn<QSizeF>("size");
    QTest::newRow("1280x720") << QSizeF(1280, 720);
    QTest::newRow("3840x2160") << QSizeF(3840, 2160);
    QTest::newRow("4:3") << QSizeF(1024, 768);
    QTest::newRow("16:10") << QSizeF(1280, 800);
    QTest::newRow("21:9") << QSizeF(2560, 1080);
    QTest::newRow("upright") << QSizeF(900, 1200);
}

void PairTest::otherSizes_haveNothingOverlappingOrCut()
{
    QFETCH(QSizeF, size);
    for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp}) {
        for (const Detail detail : {Detail::Idea, Detail::Mechanism})
            lookAtAll(timelineOf(test::pairRun(protocol)), {detail, size, true});
    }
}

void PairTest::largePidsAndLongMessages_haveNothingOverlappingOrCut()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start("server", history::Role::Server, "S");
    const auto client = build.start("R", history::Role::Client, "R", {}, 17);
    const auto listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, "127.100.100.100:65000");
    build.listen(listener);
    const auto socket = build.socket(client, Protocol::Tcp);
    build.connect(socket, "127.100.100.100:65000");
    build.send(socket, QByteArray(900, 'x'));
    build.send(socket, "a\nb\tc");
    const auto accepted = build.accept(listener);
    build.send(accepted, "an answer of more than a few words");
    build.send(accepted, QByteArray("\xff\xfe\0\1", 4));
    build.recv(socket, 7);
    build.recv(accepted);
    QList<history::Event> events = build.events();
    for (history::Event &event : events) {
        if (auto *started = std::get_if<history::ProcessStarted>(&event.data))
            started->pid += 4190000;
    }
    for (const Detail detail : {Detail::Idea, Detail::Mechanism})
        lookAtAll(timelineOf(events), {detail, {1920, 1080}, false});
}

void PairTest::message_standsInOnePlace()
{
    for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp}) {
        const world::Timeline timeline = timelineOf(test::pairRun(protocol));
        for (int step = 0; step + 1 < timeline.stepCount(); ++step) {
            for (const double progress : {0.0, 0.2, 0.6, 0.95}) {
                QSet<quint64> seen;
                for (const figure::Node &node : messagesIn(pictureAt(timeline, step, progress))) {
                    QVERIFY2(!seen.contains(node.id), qPrintable(QStringLiteral("step %1").arg(step)));
                    seen.insert(node.id);
                }
            }
        }
    }
}

void PairTest::whereItHasBeen_keepsItsName()
{
    const world::Timeline timeline = timelineOf(test::pairRun(Protocol::Tcp));
    const int step = timeline.stepNamed("in-queue");
    QVERIFY(step > 0);
    const DisplayList list = pictureAt(timeline, step);
    // Once in the queue, and in four outlines: two segments, two packets.
    QCOMPARE(textsOf(list).count("A1"), 5);
    QCOMPARE(messagesIn(list).size(), 1);
    QCOMPARE(textsOf(list).count("IP"), 2);
    QCOMPARE(textsOf(list).count("TCP"), 4);
    const figure::Node *queue = list.node(NodeKind::Queue, timeline.world(step).messages().first().landed);
    QVERIFY(queue);
    QVERIFY(queue->rect.contains(messagesIn(list).first().rect));
}

void PairTest::headers_arePutOnAndTakenOff()
{
    const world::Timeline timeline = timelineOf(test::pairRun(Protocol::Udp));
    int step = timeline.stepNamed("A1");
    QVERIFY(step > 0);
    double widest = 0;
    double lowest = 0;
    QList<double> widths;
    for (int k = 0; k <= 40; ++k) {
        const QList<figure::Node> messages = messagesIn(pictureAt(timeline, step, k / 40.0));
        QCOMPARE(messages.size(), 1);
        widths << messages.first().rect.width();
        widest = std::max(widest, widths.last());
        lowest = std::max(lowest, messages.first().rect.bottom());
    }
    QVERIFY(widths.first() < widest - 100);
    QVERIFY(widths.last() < widest - 100);
    const DisplayList list = pictureAt(timeline, step, 0.5);
    const figure::Node *lane = list.node(NodeKind::Lane, timeline.world(step).messages().first().senderSocket);
    QVERIFY(lane);
    QVERIFY(lowest > lane->rect.bottom());
}

void PairTest::callsMade_areFilledAndCallsToCome_areNot()
{
    const world::Timeline timeline = timelineOf(test::pairRun(Protocol::Tcp));
    const int step = timeline.stepNamed("in-queue");
    // The text of a station stands right after its disc.
    const auto disc = [](const DisplayList &list, const QString &number) {
        for (qsizetype i = 1; i < list.items().size(); ++i) {
            const auto *text = std::get_if<figure::Text>(&list.items().at(i).data);
            if (text && text->plain() == number)
                return std::get<figure::Shape>(list.items().at(i - 1).data);
        }
        return figure::Shape();
    };
    const DisplayList waiting = pictureAt(timeline, step);
    QCOMPARE(disc(waiting, "1").fill, figure::Colour(figure::Tone::Ink));
    for (const char *number : {"2", "3", "4", "5"})
        QCOMPARE(disc(waiting, number).fill, figure::Colour(figure::Tone::Panel));
    QCOMPARE(disc(waiting, "6").line, figure::LineStyle::RoundDots);
    QVERIFY(hasText(waiting, "paused just before recv()"));
    const DisplayList held = pictureAt(timeline, step + 1);
    QCOMPARE(disc(held, "6").fill, figure::Colour(figure::Tone::Ink));
    QVERIFY(hasText(held, "has called recv()"));
    QVERIFY(hasText(pictureAt(timeline, step + 2), "recv() → 4 bytes"));
}

void PairTest::deducedPart_saysSo()
{
    const world::Timeline timeline = timelineOf(test::pairRun(Protocol::Tcp));
    const DisplayList list = pictureAt(timeline, timeline.stepNamed("in-queue"));
    QVERIFY(hasText(list, "deduced, not observed: on loopback it all happens inside send()"));
    QVERIFY(hasText(list, "step deduced"));
}

/// Another client with two connections is one client; the other connections of the one that is shown are its sockets.
void PairTest::others_areCountedByProcess()
{
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_en.qm")));
    QCoreApplication::installTranslator(&translator);
    test::HistoryBuilder build;
    const auto server = build.start("server", history::Role::Server, "S");
    const auto client = build.start("A", history::Role::Client, "A");
    const auto listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    build.listen(listener);
    const auto connectAnother = [&](history::ProcessId process) {
        build.connect(build.socket(process, Protocol::Tcp), "127.0.0.1:9000");
        const world::Timeline timeline = timelineOf(build.events());
        return pictureAt(timeline, timeline.stepCount() - 1);
    };
    QVERIFY(hasText(connectAnother(client), "one message, from socket to socket"));
    QVERIFY(hasText(connectAnother(client), "1 more socket of the client is not shown"));
    const auto other = build.start("B", history::Role::Client, "B", {}, 1);
    connectAnother(other);
    QVERIFY(hasText(connectAnother(other), "1 more client is not shown"));
    QCoreApplication::removeTranslator(&translator);
}

// Of several clients: whom the step is about, and where it is about none, who called last.
void PairTest::clientOfTheStep_isTheOneThatIsDrawn()
{
    test::HistoryBuilder build;
    const auto server = build.start("server", history::Role::Server, "S");
    const auto door = build.socket(server, Protocol::Udp);
    build.bind(door, "127.0.0.1:9000");
    const auto clientOf = [&](const QString &letter, int ordinal) {
        return build.socket(build.start(letter, history::Role::Client, letter, {}, ordinal), Protocol::Udp);
    };
    const auto a = clientOf("A", 0);
    const auto b = clientOf("B", 1);
    const auto drawn = [&] {
        const world::Timeline timeline = timelineOf(build.events());
        const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1);
        return hasText(list, "Client process A")   ? QChar(u'A')
               : hasText(list, "Client process B") ? QChar(u'B')
                                                   : QChar();
    };
    build.sendto(a, "from A", "127.0.0.1:9000");
    QCOMPARE(drawn(), QChar(u'A'));
    build.sendto(b, "from B", "127.0.0.1:9000");
    QCOMPARE(drawn(), QChar(u'B'));
    build.recvfrom(door); // the first in the queue
    QCOMPARE(drawn(), QChar(u'A'));
    build.enterReceive(door);
    QCOMPARE(drawn(), QChar(u'B'));
    build.setOption(door, 1, 2, 1); // about nobody: B has called last
    QCOMPARE(drawn(), QChar(u'B'));
}

void PairTest::answer_runsTheOtherWay()
{
    const world::Timeline timeline = timelineOf(test::pairRun(Protocol::Tcp));
    const int step = timeline.stepNamed("answer");
    const double middle = 960;
    const QList<figure::Node> early = messagesIn(pictureAt(timeline, step, 0.1));
    const QList<figure::Node> late = messagesIn(pictureAt(timeline, step, 0.9));
    QVERIFY(early.first().rect.left() > middle);
    QVERIFY(late.first().rect.right() < middle);
    QVERIFY(hasText(pictureAt(timeline, step), "send(\"HOLA\")"));
}

void PairTest::sleepingReceiver_getsItInNoQueue()
{
    const world::Timeline timeline = timelineOf(test::pairRun(Protocol::Tcp));
    const int step = timeline.stepNamed("handed-over");
    QCOMPARE(timeline.world(step).moment().kind, world::MomentKind::Returned);
    const DisplayList list = pictureAt(timeline, step);
    QVERIFY(hasText(list, "asleep in recv()"));
    QCOMPARE(messagesIn(list).size(), 1);
    for (const figure::Node &node : list.nodes()) {
        if (node.kind == NodeKind::Queue)
            QVERIFY(!node.rect.intersects(messagesIn(list).first().rect));
    }
    QVERIFY(hasText(pictureAt(timeline, step + 1), "recv() → 4 bytes"));
}

void PairTest::childWithoutDescriptor_hasNoDoor()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto server = build.start("server", history::Role::Server, "S");
    const auto client = build.start("A", history::Role::Client, "A");
    const auto listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    build.listen(listener);
    const auto socket = build.socket(client, Protocol::Tcp);
    build.connect(socket, "127.0.0.1:9000");
    build.send(socket, "hola");
    const world::Timeline before = timelineOf(build.events());
    const DisplayList waiting = pictureAt(before, before.stepCount() - 1);
    const auto count = [](const DisplayList &list, NodeKind kind) {
        return std::count_if(list.nodes().begin(), list.nodes().end(),
                             [=](const figure::Node &node) { return node.kind == kind; });
    };
    QCOMPARE(count(waiting, NodeKind::Child), 1);
    QCOMPARE(count(waiting, NodeKind::Socket), 1); // the client's
    QCOMPARE(faultsOf(waiting), QString());
    build.accept(listener);
    const world::Timeline after = timelineOf(build.events());
    const DisplayList accepted = pictureAt(after, after.stepCount() - 1);
    QCOMPARE(count(accepted, NodeKind::Child), 0);
    QCOMPARE(count(accepted, NodeKind::Socket), 2);
}

void PairTest::failedCall_isNamedAtItsProcess()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    build.start("server", history::Role::Server, "S");
    const auto client = build.start("A", history::Role::Client, "A");
    const auto socket = build.socket(client, Protocol::Tcp);
    build.connect(socket, "127.0.0.1:9");
    const world::Timeline timeline = timelineOf(build.events());
    const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1);
    QVERIFY(hasText(list, "connect() → ECONNREFUSED"));
    QVERIFY(hasText(list, "connect() failed: ECONNREFUSED"));
    QCOMPARE(faultsOf(list), QString());
}

void PairTest::idea_leavesOutPidsAndAddresses()
{
    const world::Timeline timeline = timelineOf(test::pairRun(Protocol::Tcp));
    const int step = timeline.stepNamed("in-queue");
    const QString all = textsOf(pictureAt(timeline, step)).join('\n');
    const QString idea = textsOf(pictureAt(timeline, step, 0, {Detail::Idea, {1920, 1080}, false})).join('\n');
    for (const char *text : {"PID ", "/fd ", "127.0.0.1:9000"}) {
        QVERIFY(all.contains(QLatin1String(text)));
        QVERIFY(!idea.contains(QLatin1String(text)));
    }
    QVERIFY(idea.contains("port 9000"));
}

void PairTest::stable_isTheSameWhateverThePorts()
{
    const QList<history::Event> events = test::pairRun(Protocol::Tcp);
    QList<history::Event> others = events;
    for (history::Event &event : others) {
        if (auto *started = std::get_if<history::ProcessStarted>(&event.data))
            started->pid += 1234;
    }
    const world::Timeline one = timelineOf(events);
    const world::Timeline two = timelineOf(others);
    for (int step = 0; step < one.stepCount(); ++step) {
        const Look look{Detail::Mechanism, {1920, 1080}, true};
        QCOMPARE(pictureAt(one, step, 0, look).items(), pictureAt(two, step, 0, look).items());
    }
    const DisplayList list = pictureAt(one, one.stepNamed("in-queue"), 0, {Detail::Mechanism, {1920, 1080}, true});
    QVERIFY(hasText(list, "127.0.0.1:50001"));
    QVERIFY(hasText(list, "PIDs and ports as the lesson names them"));
}

void PairTest::stillItems_stayTheSameThroughATransition()
{
    for (const Protocol protocol : {Protocol::Tcp, Protocol::Udp}) {
        const world::Timeline timeline = timelineOf(test::pairRun(protocol));
        for (int step = 0; step + 1 < timeline.stepCount(); ++step) {
            const DisplayList early = pictureAt(timeline, step, 0.2);
            const DisplayList late = pictureAt(timeline, step, 0.8);
            QVERIFY2(early.sameStill(late), qPrintable(QString::number(step)));
        }
    }
}

void PairTest::everythingClosed_showsNoLane()
{
    const world::Timeline timeline = timelineOf(test::pairRun(Protocol::Tcp));
    const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1);
    for (const figure::Node &node : list.nodes())
        QVERIFY(node.kind != NodeKind::Lane && node.kind != NodeKind::Queue);
    QVERIFY(hasText(list, "ended"));
}

void PairTest::closingFirst_leavesTheOtherEnd()
{
    const auto closing = [](bool read, bool unread) {
        test::HistoryBuilder build;
        build.setSnapshots(true);
        const auto server = build.start("server", history::Role::Server, "S");
        const auto client = build.start("A", history::Role::Client, "A");
        const auto listener = build.socket(server, Protocol::Tcp);
        build.bind(listener, "127.0.0.1:9000");
        build.listen(listener);
        const auto socket = build.socket(client, Protocol::Tcp);
        build.connect(socket, "127.0.0.1:9000");
        const auto accepted = build.accept(listener);
        if (unread)
            build.send(socket, "hola");
        if (read) {
            build.shutdown(accepted, 1);
            build.recv(socket);
        }
        build.close(accepted);
        QStringList captions;
        const auto look = [&] {
            const world::Timeline timeline = timelineOf(build.events());
            captions << pictureAt(timeline, timeline.stepCount() - 1).node(NodeKind::Caption, 0)->name;
        };
        look();
        build.close(socket);
        look();
        return captions;
    };
    const QString last = QStringLiteral("Client\u00a0A closes its end too: nothing is left of the connection that a "
                                        "process could use.");
    const QString silent = QStringLiteral("Server closes its end of the connection.");
    const QString ends = silent + QStringLiteral(" Whoever reads at the other end gets end of file.");
    QCOMPARE(closing(false, false), QStringList({ends, last}));
    QCOMPARE(closing(true, false), QStringList({silent, last}));
    const QString resets = QStringLiteral("Server closes its socket for Client\u00a0A with bytes unread: the other end "
                                          "gets a reset. The reset is deduced, not observed.");
    QCOMPARE(closing(false, true), QStringList({resets, last}));
}

QTEST_MAIN(PairTest)
#include "tst_pair.moc"
