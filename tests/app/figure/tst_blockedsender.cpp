// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A sender that full buffers have stopped, from a real run: what the kernel says of both queues is what the figure
// shows.
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "app/figure/panelfacts.h"
#include "app/text/language.h"
#include "core/lesson/lessonreader.h"
#include "tests/app/figure/geometry.h"
#include "tests/support/lessonrun.h"

#include <QGuiApplication>
#include <QTest>

#include <algorithm>

using namespace zocalo;
using figure::DisplayList;
using figure::NodeKind;
using lesson::Detail;
using lesson::Kind;

namespace {

const QString BlockedLesson = QStringLiteral("send-can-wait");

DisplayList blockedPicture(const world::Timeline &timeline, int step, Kind kind, Detail detail)
{
    const figure::PanelFacts facts = figure::panelFacts(timeline, step);
    figure::FigureInput input{timeline.world(step)};
    input.kind = kind;
    input.detail = detail;
    input.size = {1920, 1080};
    input.language = text::language();
    input.headline = QStringLiteral("send()");
    input.facts = detail == Detail::Everything ? &facts : nullptr;
    return figure::buildFigure(input);
}

QString captionAt(const world::Timeline &timeline, int step, Kind kind)
{
    const figure::Node caption = *blockedPicture(timeline, step, kind, Detail::Mechanism).node(NodeKind::Caption, 0);
    return caption.name;
}

const kernel::SocketRow *rowOf(const world::World &world, world::SocketId socket)
{
    const auto &rows = world.kernelRows();
    const auto found =
        std::find_if(rows.begin(), rows.end(), [=](const kernel::SocketRow &row) { return row.cookie == socket; });
    return found == rows.end() ? nullptr : &*found;
}

const world::Socket *socketOf(const world::World &world, const QString &process)
{
    const world::Process *const who = world.processNamed(process);
    for (const world::Socket &socket : world.sockets()) {
        if (!socket.listening && std::any_of(socket.owners.begin(), socket.owners.end(),
                                             [=](const world::Owner &owner) { return owner.process == who->id; }))
            return &socket;
    }
    return nullptr;
}

} // namespace

class BlockedSenderTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void bothQueues_areTheKernels_data();
    void bothQueues_areTheKernels();
    void whatArrived_isInNoSendQueue();
    void partialSend_isToldAsAPart_data();
    void partialSend_isToldAsAPart();
    void largeBuffer_claimsNothingOfTheOtherEnd();
    void partThatIsRead_isToldWithItsBytes_data();
    void partThatIsRead_isToldWithItsBytes();

private:
    lesson::Lesson m_lesson;
};

void BlockedSenderTest::initTestCase()
{
    QVERIFY(figure::loadFonts());
    m_lesson = lesson::LessonLibrary::find(BlockedLesson).value();
}

void BlockedSenderTest::bothQueues_areTheKernels_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<Detail>("detail");
    QTest::addColumn<QString>("language");
    for (const char *language : {"en", "es"}) {
        QTest::addRow("idea %s", language) << Kind::Tcp << Detail::Idea << language;
        QTest::addRow("mechanism %s", language) << Kind::Tcp << Detail::Mechanism << language;
        QTest::addRow("everything %s", language) << Kind::Tcp << Detail::Everything << language;
        QTest::addRow("pair %s", language) << Kind::Pair << Detail::Mechanism << language;
    }
}

void BlockedSenderTest::bothQueues_areTheKernels()
{
    QFETCH(Kind, kind);
    QFETCH(Detail, detail);
    QFETCH(QString, language);
    text::setLanguage(language);
    const test::LessonRun run = test::playLesson(m_lesson, 1, m_lesson.kind, language);
    QVERIFY(run.status);
    const int step = run.timeline.stepNamed(QStringLiteral("waiting"));
    QVERIFY(step > 0);
    const world::World &world = run.timeline.world(step);
    QCOMPARE(world.processNamed(QStringLiteral("A"))->activity, world::Activity::Asleep);
    const world::Socket *const client = socketOf(world, QStringLiteral("A"));
    const world::Socket *const server = socketOf(world, QStringLiteral("server"));
    QVERIFY(client && server);
    const kernel::SocketRow *const sends = rowOf(world, client->id);
    const kernel::SocketRow *const receives = rowOf(world, server->id);
    QVERIFY(sends && receives);
    QVERIFY(sends->sendQueue > 0 && receives->receiveQueue > 0);

    const DisplayList list = blockedPicture(run.timeline, step, kind, detail);
    const figure::Node *const queue = list.node(NodeKind::SendQueue, client->id);
    QVERIFY(queue);
    const QString number = QString::number(sends->sendQueue);
    QVERIFY2(queue->name.contains(number), qPrintable(queue->name));
    QVERIFY(list.node(NodeKind::Queue, server->id));
    QVERIFY(!list.node(NodeKind::SendQueue, server->id));
    const figure::Node *const caption = list.node(NodeKind::Caption, 0);
    QVERIFY(caption);
    QVERIFY2(caption->name.contains(number), qPrintable(caption->name));
    QVERIFY2(caption->name.contains(QString::number(receives->receiveQueue)), qPrintable(caption->name));
    const QStringList faults = test::geometryFaults(list) + test::overlapFaults(list);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
}

// The first message is wholly in the receive queue; that its acknowledgement may still be due is no matter.
void BlockedSenderTest::whatArrived_isInNoSendQueue()
{
    const test::LessonRun run = test::playLesson(m_lesson, 1, m_lesson.kind, QStringLiteral("en"));
    QVERIFY(run.status);
    const int step = run.timeline.stepNamed(QStringLiteral("little-sent"));
    const world::World &world = run.timeline.world(step);
    const world::Socket *const client = socketOf(world, QStringLiteral("A"));
    const world::Socket *const server = socketOf(world, QStringLiteral("server"));
    QVERIFY(client && server);
    QCOMPARE(rowOf(world, server->id)->receiveQueue, quint32(client->bytesSent));
    QVERIFY(!blockedPicture(run.timeline, step, Kind::Tcp, Detail::Mechanism).node(NodeKind::SendQueue, client->id));
    // Nor at the end, when all was read.
    const int last = run.timeline.stepCount() - 1;
    QVERIFY(!blockedPicture(run.timeline, last, Kind::Tcp, Detail::Idea).node(NodeKind::SendQueue, client->id));
}

void BlockedSenderTest::partialSend_isToldAsAPart_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::newRow("tcp") << Kind::Tcp;
    QTest::newRow("pair") << Kind::Pair;
}

void BlockedSenderTest::partialSend_isToldAsAPart()
{
    QFETCH(Kind, kind);
    text::setLanguage(QStringLiteral("en"));
    const lesson::Lesson lesson =
        lesson::LessonReader().changed(m_lesson, lesson::choicesFrom(QStringLiteral("dont-wait=true"))).value();
    const test::LessonRun run = test::playLesson(lesson, 1, lesson.kind, QStringLiteral("en"));
    QVERIFY(run.status);
    const int step = run.timeline.stepNamed(QStringLiteral("much-sent"));
    const qint64 taken = run.timeline.world(step).moment().result;
    QVERIFY(taken > 0 && taken < 9216);
    const QString caption = captionAt(run.timeline, step, kind);
    QVERIFY2(caption.contains(QStringLiteral("took %1 of the 9216 bytes of A2").arg(taken)), qPrintable(caption));
    QVERIFY2(!caption.contains(QStringLiteral("all of")), qPrintable(caption));
}

// All of it is in the send queue of the client, and a part of that in the receive queue of the server too.
void BlockedSenderTest::largeBuffer_claimsNothingOfTheOtherEnd()
{
    text::setLanguage(QStringLiteral("en"));
    const lesson::Lesson lesson =
        lesson::LessonReader().changed(m_lesson, lesson::choicesFrom(QStringLiteral("send-buffer=65536"))).value();
    const test::LessonRun run = test::playLesson(lesson, 1, lesson.kind, QStringLiteral("en"));
    QVERIFY(run.status);
    const int step = run.timeline.stepNamed(QStringLiteral("much-sent"));
    const QString caption = captionAt(run.timeline, step, Kind::Tcp);
    QVERIFY2(caption.contains(QStringLiteral("until they are acknowledged")), qPrintable(caption));
    QVERIFY2(caption.contains(QStringLiteral("taken all of A2")), qPrintable(caption));
    QVERIFY2(!caption.contains(QStringLiteral("Not all")), qPrintable(caption));
}

void BlockedSenderTest::partThatIsRead_isToldWithItsBytes_data() { partialSend_isToldAsAPart_data(); }

void BlockedSenderTest::partThatIsRead_isToldWithItsBytes()
{
    QFETCH(Kind, kind);
    text::setLanguage(QStringLiteral("en"));
    const test::LessonRun run = test::playLesson(m_lesson, 1, m_lesson.kind, QStringLiteral("en"));
    QVERIFY(run.status);
    int parts = 0;
    for (int step = 0; step < run.timeline.stepCount(); ++step) {
        const world::World &world = run.timeline.world(step);
        const world::Moment &moment = world.moment();
        if (!trace::isReceive(moment.name) || moment.messages.size() > 1)
            continue;
        const QString caption = captionAt(run.timeline, step, kind);
        if (moment.kind == world::MomentKind::Returned && !moment.messages.isEmpty() &&
            world.message(moment.messages.first())->size == 9216) {
            ++parts;
            const QString between = QStringLiteral(" %1 of the 9216 bytes of A2").arg(moment.result);
            const QString atAnEnd = QStringLiteral("t %1 bytes of A2, which has 9216.").arg(moment.result);
            const bool isEnd = parts == 1 || world.message(moment.messages.first())->receivedBytes == 9216;
            QVERIFY2(caption.contains(isEnd ? atAnEnd : between), qPrintable(caption));
        } else if (moment.kind == world::MomentKind::Entered) {
            QVERIFY2(!caption.contains(QStringLiteral(": A2 (9216 bytes) still")), qPrintable(caption));
        }
        if (moment.kind == world::MomentKind::Returned && parts == 1 && kind == Kind::Tcp) {
            const QString read = QStringLiteral("read: A1, part of A2");
            const DisplayList list = blockedPicture(run.timeline, step, kind, Detail::Mechanism);
            QVERIFY(std::any_of(list.items().begin(), list.items().end(), [&](const figure::Item &item) {
                const auto *text = std::get_if<figure::Text>(&item.data);
                return text && text->plain() == read;
            }));
        }
    }
    QVERIFY(parts > 1);
}

QTEST_MAIN(BlockedSenderTest)
#include "tst_blockedsender.moc"
