// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A sender that full buffers have stopped, from a real run: what the kernel says of both queues is what the figure
// shows.
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "app/figure/panelfacts.h"
#include "app/text/language.h"
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

QTEST_MAIN(BlockedSenderTest)
#include "tst_blockedsender.moc"
