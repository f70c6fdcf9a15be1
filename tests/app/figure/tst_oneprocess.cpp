// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "app/figure/textlayout.h"
#include "app/figure/thing.h"
#include "core/world/timeline.h"
#include "tests/app/figure/geometry.h"
#include "tests/support/historybuilder.h"

#include <QTest>
#include <QTranslator>

#include <algorithm>

using namespace zocalo;
using figure::DisplayList;
using figure::NodeKind;
using kernel::Protocol;
using lesson::Detail;

namespace {

world::Timeline timelineOf(const test::HistoryBuilder &build)
{
    world::Timeline timeline;
    for (const history::Event &event : build.events())
        timeline.append(event);
    return timeline;
}

/// One process makes two sockets and binds them, listens, sends itself a datagram, closes one and gets its number
/// again, and ends.
test::HistoryBuilder oneProcess()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto process = build.start("process", history::Role::Server, "P");
    const auto tcp = build.socket(process, Protocol::Tcp);
    build.name("one");
    const auto udp = build.socket(process, Protocol::Udp);
    build.name("two");
    build.bind(tcp, "127.0.0.1:9000");
    build.bind(udp, "127.0.0.1:9001");
    build.name("bound");
    build.listen(tcp);
    build.name("listening");
    build.sendto(udp, "hola", "127.0.0.1:9001");
    build.name("waiting");
    build.recvfrom(udp);
    build.close(tcp);
    build.name("closed");
    build.socket(process, Protocol::Tcp);
    build.name("again");
    build.end(process);
    return build;
}

DisplayList pictureAt(const world::Timeline &timeline, int step, double progress = 0, Detail detail = Detail::Mechanism,
                      const QSizeF &size = {1920, 1080}, bool stable = false)
{
    figure::FigureInput input{timeline.world(step)};
    input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
    input.progress = progress;
    input.kind = lesson::Kind::Pair;
    input.detail = detail;
    input.size = size;
    input.stable = stable;
    input.stablePorts = {{"process.tcp", 7000}, {"process.udp", 7001}};
    return figure::buildFigure(input);
}

DisplayList pictureOf(const char *step)
{
    const world::Timeline timeline = timelineOf(oneProcess());
    return pictureAt(timeline, timeline.stepNamed(step));
}

QStringList textsOf(const DisplayList &list)
{
    QStringList texts;
    for (const figure::Item &item : list.items()) {
        if (const auto *text = std::get_if<figure::Text>(&item.data))
            texts << text->plain();
    }
    return texts;
}

qsizetype countOf(const DisplayList &list, NodeKind kind)
{
    return std::count_if(list.nodes().begin(), list.nodes().end(),
                         [=](const figure::Node &node) { return node.kind == kind; });
}

/// The texts that stand on yellow.
QStringList yellowTexts(const DisplayList &list)
{
    QStringList texts;
    for (const figure::Item &item : list.items()) {
        const auto *shape = std::get_if<figure::Shape>(&item.data);
        if (!shape || shape->fill != figure::Colour(figure::Tone::Match))
            continue;
        for (const figure::Item &other : list.items()) {
            const auto *text = std::get_if<figure::Text>(&other.data);
            if (text && item.bounds().contains(text->bounds))
                texts << text->plain();
        }
    }
    return texts;
}

} // namespace

class OneProcessTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyStep_hasNothingOverlappingOrCut_data();
    void everyStep_hasNothingOverlappingOrCut();
    void manySocketsAndLongAddresses_haveNothingOverlappingOrCut();
    void socketWithoutPort_isInNoTable();
    void whatAStepChanged_isYellow();
    void whatIsSentElsewhere_isInNoQueueHere();
    void moreThanHaveRoom_theStepsOwnIsShown();
    void messageInTheQueue_standsInItsRow();
    void closedNumber_isFreeAndUsedAgain();
    void secondSocket_doesNotMoveTheFirst();
    void stable_namesPortsInOrderAndCountsCookies();
    void idea_leavesOutPidStateAndCookie();
    void stillItems_stayTheSameThroughATransition();
    void programAlone_isHeadedByItsName();
    void ringAroundADoor_goesAroundItsLabel();
};

void OneProcessTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void OneProcessTest::everyStep_hasNothingOverlappingOrCut_data()
{
    QTest::addColumn<QString>("language");
    QTest::addColumn<QSizeF>("size");
    for (const char *language : {"en", "es"}) {
        for (const QSizeF &size : {QSizeF(1280, 720), QSizeF(1920, 1080), QSizeF(3840, 2160), QSizeF(1024, 768),
                                   QSizeF(2560, 1080), QSizeF(900, 1200)})
            QTest::addRow("%s %dx%d", language, static_cast<int>(size.width()), static_cast<int>(size.height()))
                << QString(language) << size;
    }
}

void OneProcessTest::everyStep_hasNothingOverlappingOrCut()
{
    QFETCH(QString, language);
    QFETCH(QSizeF, size);
    QTranslator translator;
    QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
    QCoreApplication::installTranslator(&translator);
    const world::Timeline timeline = timelineOf(oneProcess());
    for (int step = 0; step < timeline.stepCount(); ++step) {
        for (const Detail detail : {Detail::Idea, Detail::Mechanism}) {
            for (const double progress : {0.0, 0.5, 1.0}) {
                const QStringList faults = test::geometryFaults(pictureAt(timeline, step, progress, detail, size));
                QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("step %1, progress %2: %3")
                                                          .arg(step)
                                                          .arg(progress)
                                                          .arg(faults.join(QStringLiteral("; ")))));
            }
        }
    }
    QCoreApplication::removeTranslator(&translator);
}

void OneProcessTest::manySocketsAndLongAddresses_haveNothingOverlappingOrCut()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto process = build.start("process", history::Role::Server, "P");
    QList<history::SocketId> sockets;
    for (int i = 0; i < 6; ++i) {
        sockets << build.socket(process, i % 2 ? Protocol::Udp : Protocol::Tcp);
        build.bind(sockets.last(), QStringLiteral("127.100.100.100:%1").arg(65000 + i));
    }
    build.close(sockets.at(4));
    build.close(sockets.at(2));
    const world::Timeline timeline = timelineOf(build);
    QVERIFY(textsOf(pictureAt(timeline, timeline.stepCount() - 1))
                .contains("2 more descriptors of this process are not shown")); // closed ones are none
    for (const char *language : {"en", "es"}) {
        QTranslator translator;
        QVERIFY(translator.load(QStringLiteral(":/i18n/zocalo_%1.qm").arg(language)));
        QCoreApplication::installTranslator(&translator);
        for (int step = 0; step < timeline.stepCount(); ++step) {
            const QString faults = test::geometryFaults(pictureAt(timeline, step)).join(QStringLiteral("; "));
            QVERIFY2(faults.isEmpty(), qPrintable(QStringLiteral("step %1: %2").arg(step).arg(faults)));
        }
        QCoreApplication::removeTranslator(&translator);
    }
}

void OneProcessTest::socketWithoutPort_isInNoTable()
{
    const QStringList before = textsOf(pictureOf("two"));
    QCOMPARE(before.count("not listed yet"), 2);
    QCOMPARE(before.count("none fixed"), 1); // UDP; over TCP there is none yet
    const QStringList after = textsOf(pictureOf("bound"));
    QCOMPARE(after.count("not listed yet"), 0);
    // As in the kernel's table: over UDP ss(8) has a word of its own.
    QCOMPARE(after.count("UNCONN"), 1);
    QCOMPARE(after.count("CLOSED"), 1);
    QVERIFY(after.contains("127.0.0.1:9000") && after.contains("127.0.0.1:9001"));
}

void OneProcessTest::whatAStepChanged_isYellow()
{
    QCOMPARE(yellowTexts(pictureOf("two")), QStringList{"fd 4"});
    QCOMPARE(yellowTexts(pictureOf("bound")), (QStringList{"local address", "127.0.0.1:9001"}));
    QCOMPARE(yellowTexts(pictureOf("listening")), (QStringList{"state", "LISTEN"}));
    QCOMPARE(yellowTexts(pictureOf("closed")), QStringList());
    // It sends to itself: the queue it lands in.
    QCOMPARE(yellowTexts(pictureOf("waiting")), (QStringList{"receive queue", "4 bytes", "P1"}));
}

void OneProcessTest::whatIsSentElsewhere_isInNoQueueHere()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto process = build.start("process", history::Role::Server, "P");
    const auto udp = build.socket(process, Protocol::Udp);
    build.bind(udp, "127.0.0.1:9001");
    build.sendto(udp, "hola", "127.0.0.1:9002");
    const world::Timeline timeline = timelineOf(build);
    QCOMPARE(yellowTexts(pictureAt(timeline, timeline.stepCount() - 1)), QStringList());
}

/// Where there is no room for all, what the step is about stays, and numbers that are free again are none of its.
void OneProcessTest::moreThanHaveRoom_theStepsOwnIsShown()
{
    test::HistoryBuilder build;
    build.setSnapshots(true);
    const auto process = build.start("process", history::Role::Server, "P");
    QList<history::SocketId> sockets;
    for (int i = 0; i < 4; ++i)
        sockets << build.socket(process, Protocol::Udp);
    build.bind(sockets.first(), "127.0.0.1:9001");
    const world::Timeline bound = timelineOf(build);
    const QStringList texts = textsOf(pictureAt(bound, bound.stepCount() - 1));
    QVERIFY(texts.contains("fd 3") && !texts.contains("fd 4"));
    QVERIFY(texts.contains("127.0.0.1:9001"));
    QVERIFY(texts.contains("1 more descriptors of this process are not shown"));
    for (const auto socket : std::as_const(sockets))
        build.close(socket);
    const world::Timeline closed = timelineOf(build);
    for (const QString &text : textsOf(pictureAt(closed, closed.stepCount() - 1)))
        QVERIFY(!text.contains("not shown"));
}

void OneProcessTest::messageInTheQueue_standsInItsRow()
{
    const DisplayList list = pictureOf("waiting");
    QCOMPARE(countOf(list, NodeKind::Message), 1);
    QVERIFY(textsOf(list).contains("4 bytes"));
    QVERIFY(textsOf(list).contains("P1"));
}

void OneProcessTest::closedNumber_isFreeAndUsedAgain()
{
    const DisplayList closed = pictureOf("closed");
    QVERIFY(textsOf(closed).contains("a free number again"));
    QCOMPARE(countOf(closed, NodeKind::Table), 1);
    const world::Timeline timeline = timelineOf(oneProcess());
    const int step = timeline.stepNamed("again");
    const DisplayList again = pictureAt(timeline, step);
    QCOMPARE(textsOf(again).count("fd 3"), 1);
    QCOMPARE(countOf(again, NodeKind::Table), 2);
    QVERIFY(again.title().startsWith("socket() gives fd 3 again."));
    // It is another socket: another identity stands in the kernel's part.
    const QString first = QString::number(timeline.world(step).sockets().first().id);
    const QString last = QString::number(timeline.world(step).sockets().last().id);
    QVERIFY(!textsOf(again).contains(first));
    QVERIFY(textsOf(again).contains(last));
}

void OneProcessTest::secondSocket_doesNotMoveTheFirst()
{
    const auto place = [](const char *step) {
        const DisplayList list = pictureOf(step);
        for (const figure::Node &node : list.nodes()) {
            if (node.kind == NodeKind::Socket && node.name == "TCP socket")
                return node.rect;
        }
        return QRectF();
    };
    QVERIFY(!place("one").isEmpty());
    QCOMPARE(place("one"), place("two"));
}

void OneProcessTest::stable_namesPortsInOrderAndCountsCookies()
{
    const world::Timeline timeline = timelineOf(oneProcess());
    const QStringList texts =
        textsOf(pictureAt(timeline, timeline.stepNamed("bound"), 0, Detail::Mechanism, {1920, 1080}, true));
    QVERIFY(texts.indexOf("127.0.0.1:7000") >= 0);
    QVERIFY(texts.indexOf("127.0.0.1:7001") > texts.indexOf("127.0.0.1:7000"));
    QVERIFY(texts.contains("1") && texts.contains("2"));
    QVERIFY(texts.contains("PID 4100"));
    QVERIFY(texts.contains("PID, ports and cookies as the lesson names them"));
}

void OneProcessTest::idea_leavesOutPidStateAndCookie()
{
    const world::Timeline timeline = timelineOf(oneProcess());
    const int step = timeline.stepNamed("bound");
    const QString all = textsOf(pictureAt(timeline, step)).join('\n');
    const QString idea = textsOf(pictureAt(timeline, step, 0, Detail::Idea)).join('\n');
    for (const char *text : {"PID ", "UNCONN", "cookie"}) {
        QVERIFY(all.contains(QLatin1String(text)));
        QVERIFY(!idea.contains(QLatin1String(text)));
    }
    QVERIFY(idea.contains("fd 4"));
}

void OneProcessTest::stillItems_stayTheSameThroughATransition()
{
    const world::Timeline timeline = timelineOf(oneProcess());
    for (int step = 0; step + 1 < timeline.stepCount(); ++step) {
        const DisplayList early = pictureAt(timeline, step, 0.2);
        const DisplayList late = pictureAt(timeline, step, 0.8);
        QVERIFY2(early.sameStill(late), qPrintable(QString::number(step)));
    }
}

void OneProcessTest::programAlone_isHeadedByItsName()
{
    for (const char *name : {"server.py", "a-program-with-quite-a-long-name-as-some-of-them-really-have-it.exe"}) {
        test::HistoryBuilder build;
        build.setSnapshots(true);
        const auto process = build.start(QLatin1String(name), history::Role::Other);
        build.bind(build.socket(process, Protocol::Udp), "127.0.0.1:9001");
        const world::Timeline timeline = timelineOf(build);
        const DisplayList list = pictureAt(timeline, timeline.stepCount() - 1);
        const auto head = std::find_if(list.nodes().begin(), list.nodes().end(),
                                       [](const figure::Node &node) { return node.kind == NodeKind::Headline; });
        QVERIFY(head != list.nodes().end());
        QCOMPARE(head->name, QLatin1String(name));
        QVERIFY(!textsOf(list).contains("What a socket is"));
        const QString faults = test::geometryFaults(list).join(QStringLiteral("; "));
        QVERIFY2(faults.isEmpty() || qstrlen(name) > 40, qPrintable(faults)); // of the long one something is cut
    }
}

/// The label of a port stands on the edge of its door.
void OneProcessTest::ringAroundADoor_goesAroundItsLabel()
{
    DisplayList list(QSizeF(1920, 1080));
    const QRectF door(100, 100, 60, 80);
    list.beginNode(NodeKind::Socket, 7, QStringLiteral("door"));
    list.box(door, 4, figure::Tone::Panel, figure::Tone::Ink, 2);
    list.endNode();
    figure::TextStyle style;
    style.size = 18;
    style.align = Qt::AlignCenter;
    list.add(figure::layoutText(QStringLiteral(":53510"), {95, 170, 70, 24}, style));
    const figure::Thing socket{figure::Thing::Kind::Socket, 7};
    const figure::Ring around = figure::ringOf(list, socket, 4, 5);
    QVERIFY(around.words.isEmpty());
    QVERIFY(around.rect.contains(door));
    QVERIFY2(around.rect.bottom() > 190 && around.rect.bottom() < 210,
             qPrintable(QString::number(around.rect.bottom())));
    // With no room around the label the ring goes behind it: behind its plate.
    const QRectF plate(93, 168, 74, 28);
    list.box(plate, 3, figure::Tone::Panel, figure::Tone::Ink, 1);
    list.add(figure::layoutText(QStringLiteral("next to it"), {168, 172, 200, 24}, style));
    list.add(figure::layoutText(QStringLiteral("Client A"), {20, 172, 76, 24}, style));
    const figure::Ring behind = figure::ringOf(list, socket, 4, 5);
    QVERIFY(std::any_of(behind.words.begin(), behind.words.end(),
                        [&plate](const QRectF &words) { return words.contains(plate); }));
    // Words that reach far away interrupt it.
    style.align = Qt::AlignLeft | Qt::AlignVCenter;
    list.add(figure::layoutText(QStringLiteral("a way that goes on for a while"), {150, 130, 400, 24}, style));
    QCOMPARE(figure::ringOf(list, socket, 4, 5).words.isEmpty(), false);
}

QTEST_MAIN(OneProcessTest)
#include "tst_oneprocess.moc"
