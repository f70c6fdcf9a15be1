// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/world/timeline.h"
#include "tests/support/keepingpacer.h"
#include "tests/support/sockets.h"
#include "tests/support/ss.h"

#include <QTest>

#include <algorithm>
#include <csignal>

using namespace zocalo;
using history::CallEntered;
using history::CallReturned;
using history::KernelSnapshot;
using history::ProcessEnded;
using history::ProcessStarted;
using kernel::SocketRow;
using lesson::Director;
using lesson::Kind;
using testing::KeepingPacer;
using testing::SsLine;

namespace {

const QString kLesson = QStringLiteral("accept-vs-recvfrom");

QString told(const Status &status)
{
    return QStringLiteral("error %1: %2 %3 (errno %4)")
        .arg(static_cast<int>(status.error().code))
        .arg(status.error().subject, status.error().detail)
        .arg(status.error().errnoValue);
}

/// Entry and return of every call, with process, result and payload: what a run gives without what chance decides.
QStringList shapeOf(const KeepingPacer &pacer)
{
    const auto processes = pacer.all<ProcessStarted>();
    QStringList shape;
    for (const history::Event &event : pacer.events()) {
        if (const auto *entered = std::get_if<CallEntered>(&event.data)) {
            shape.append(QStringLiteral("%1 %2 %3")
                             .arg(processes[entered->process].name,
                                  QString::fromLatin1(trace::callName(entered->record.call).data()),
                                  QString::fromUtf8(entered->payload)));
        } else if (const auto *returned = std::get_if<CallReturned>(&event.data)) {
            shape.append(QStringLiteral("%1 = %2 %3")
                             .arg(processes[returned->process].name)
                             .arg(returned->record.result)
                             .arg(QString::fromUtf8(returned->payload)));
        }
    }
    return shape;
}

/// What differs between the kernel's table as recorded and as ss tells it a little later; empty if nothing. Only
/// acknowledgements may come in between, as they need nobody to go on: they empty send queues, and lead from FIN-WAIT-1
/// to FIN-WAIT-2.
QString differences(const KernelSnapshot &table, const QHash<quint64, SsLine> &lines)
{
    QStringList all;
    for (const SocketRow &row : table.rows) {
        if (row.protocol == kernel::Protocol::Tcp && row.state == kernel::State::Close) {
            continue; // bound and not yet listening: ss lists these only when asked to
        }
        SsLine line = lines.value(row.cookie);
        if (row.state == kernel::State::FinWait1 && line.state == QStringLiteral("FIN-WAIT-2")) {
            line.state = QStringLiteral("FIN-WAIT-1");
        }
        if (row.state != kernel::State::Listen) {
            line.sendQueue = qMax(line.sendQueue, row.sendQueue);
        }
        const QString difference =
            lines.contains(row.cookie) ? testing::differenceTo(line, row) : QStringLiteral("ss does not have it");
        if (!difference.isEmpty()) {
            all.append(testing::ssAddress(row.local) + QStringLiteral(": ") + difference);
        }
    }
    return all.join(QLatin1Char('\n'));
}

/// The sockets of ours that ss knows and the table has not: it names their owners.
QString forgotten(const KernelSnapshot &table, const QHash<quint64, SsLine> &lines,
                  const QList<ProcessStarted> &processes)
{
    QSet<quint64> rows;
    for (const SocketRow &row : table.rows) {
        rows.insert(row.cookie);
    }
    QStringList all;
    for (const SsLine &line : lines) {
        for (const ProcessStarted &process : processes) {
            if (line.users.contains(QStringLiteral("pid=%1,").arg(process.pid)) && !rows.contains(line.cookie)) {
                all.append(line.protocol + QLatin1Char(' ') + line.local + QLatin1Char(' ') + line.remote);
            }
        }
    }
    return all.join(QLatin1Char('\n'));
}

/// What the world says of its sockets against what ss says.
QString worldDifferences(const world::World &world, const QHash<quint64, SsLine> &lines)
{
    QStringList all;
    for (const world::Socket &socket : world.sockets()) {
        if (!socket.inKernelTable || !lines.contains(socket.id)) {
            continue;
        }
        SsLine line = lines.value(socket.id);
        if (socket.state == kernel::State::FinWait1 && line.state == QStringLiteral("FIN-WAIT-2")) {
            line.state = QStringLiteral("FIN-WAIT-1");
        }
        // The end of the stream takes one number of the sequence: the kernel counts it until it is read.
        quint64 queued = socket.state == kernel::State::CloseWait && line.receiveQueue > 0 ? 1 : 0;
        for (const world::QueuedBytes &bytes : socket.receiveQueue) {
            queued += bytes.size;
        }
        const bool stream = socket.protocol == kernel::Protocol::Tcp && !socket.listening;
        const QString ours = QStringList{testing::ssState(socket.protocol, socket.state),
                                         testing::ssAddress(socket.local), stream ? QString::number(queued) : QString(),
                                         socket.listening ? QString::number(socket.acceptQueue.size()) : QString()}
                                 .join(QLatin1Char(' '));
        const QString theirs =
            QStringList{line.state, line.local, stream ? QString::number(line.receiveQueue) : QString(),
                        socket.listening ? QString::number(line.receiveQueue) : QString()}
                .join(QLatin1Char(' '));
        if (ours != theirs) {
            all.append(QStringLiteral("ours %1, ss %2").arg(ours, theirs));
        }
    }
    return all.join(QLatin1Char('\n'));
}

} // namespace

class TestLessonRuns : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void everyMoment_isAsSsSays();
    void anyNumberOfClients_playsToItsEnd_data();
    void anyNumberOfClients_playsToItsEnd();
    void everyLesson_playsToItsEndAndAgrees_data();
    void everyLesson_playsToItsEndAndAgrees();
    void pairOfATwin_isItsFirstClientAndItsServer();
    void manyRuns_giveTheSameCallsAndBytes();
    void everyMessage_landsWhereTheRuleSays_data();
    void everyMessage_landsWhereTheRuleSays();
    void portTaken_isToldWithItsAddress();
    void processKilledAnywhere_endsTheRunAndKeepsIt();

private:
    lesson::Lesson m_lesson;
};

void TestLessonRuns::initTestCase()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    const auto found = lesson::LessonLibrary::find(kLesson);
    QVERIFY(found.ok());
    m_lesson = found.value();
}

void TestLessonRuns::everyMoment_isAsSsSays()
{
    if (!testing::hasSs()) {
        QSKIP("ss (iproute2) is not installed");
    }
    KeepingPacer *seen = nullptr;
    world::Timeline timeline;
    qsizetype folded = 0;
    int compared = 0;
    QStringList faults;
    KeepingPacer pacer([&](bool hold) {
        if (hold) {
            return true;
        }
        while (folded < seen->events().size()) {
            timeline.append(seen->events().at(folded++));
        }
        const KernelSnapshot snapshot = seen->all<KernelSnapshot>().last();
        const QHash<quint64, SsLine> lines = testing::ssNow();
        for (const QString &fault :
             {differences(snapshot, lines), forgotten(snapshot, lines, seen->all<ProcessStarted>()),
              worldDifferences(timeline.world(timeline.stepCount() - 1), lines)}) {
            if (!fault.isEmpty()) {
                faults.append(QStringLiteral("moment %1: %2").arg(seen->moments()).arg(fault));
            }
        }
        faults += snapshot.exact ? QStringList() : QStringList(QStringLiteral("not exact"));
        compared += static_cast<int>(snapshot.rows.size());
        return true;
    });
    seen = &pacer;
    const Status status = Director(m_lesson, 3, Kind::Twin, QStringLiteral("en")).play(pacer);
    QVERIFY2(status.ok(), qPrintable(told(status)));
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(QLatin1Char('\n'))));
    QVERIFY(compared > pacer.moments());
}

void TestLessonRuns::anyNumberOfClients_playsToItsEnd_data()
{
    QTest::addColumn<int>("clients");
    QTest::addColumn<int>("kind");
    for (int clients = 1; clients <= 8; ++clients) {
        QTest::addRow("twin of %d", clients) << clients << static_cast<int>(Kind::Twin);
    }
    QTest::addRow("tcp alone") << 3 << static_cast<int>(Kind::Tcp);
    QTest::addRow("udp alone") << 3 << static_cast<int>(Kind::Udp);
    QTest::addRow("udp of 50") << 50 << static_cast<int>(Kind::Udp);
}

void TestLessonRuns::anyNumberOfClients_playsToItsEnd()
{
    QFETCH(int, clients);
    QFETCH(int, kind);
    const lesson::Script script = m_lesson.expand(clients, static_cast<Kind>(kind));
    KeepingPacer pacer;
    const Status status = Director(script, QStringLiteral("es")).play(pacer);
    QVERIFY2(status.ok(), qPrintable(told(status)));
    QCOMPARE(pacer.all<ProcessStarted>().size(), script.processes.size());
    QCOMPARE(pacer.all<CallEntered>().size(), script.calls.size());
    QCOMPARE(pacer.all<CallReturned>().size(), script.calls.size());
    for (const ProcessEnded &end : pacer.all<ProcessEnded>()) {
        QCOMPARE(end, (ProcessEnded{end.process, 0, 0}));
    }
    for (const KernelSnapshot &table : pacer.all<KernelSnapshot>()) {
        QVERIFY(table.exact);
    }
}

void TestLessonRuns::everyLesson_playsToItsEndAndAgrees_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("language");
    for (const QString &id : lesson::LessonLibrary::ids()) {
        for (const char *language : {"en", "es"}) {
            QTest::addRow("%s %s", qPrintable(id), language) << id << QString::fromLatin1(language);
        }
    }
}

void TestLessonRuns::everyLesson_playsToItsEndAndAgrees()
{
    QFETCH(QString, id);
    QFETCH(QString, language);
    const lesson::Lesson lesson = lesson::LessonLibrary::find(id).value();
    KeepingPacer pacer;
    const Status status = Director(lesson, lesson.clients, lesson.kind, language).play(pacer);
    QVERIFY2(status.ok(), qPrintable(told(status)));
    QCOMPARE(pacer.holds(), 1); // at the end of the messages, before anything is closed for good
    world::Timeline timeline;
    for (const history::Event &event : pacer.events()) {
        timeline.append(event);
    }
    for (const QString &step : lesson.stills.mid(0, 1)) {
        QVERIFY2(timeline.stepNamed(step) > 0, qPrintable(step));
    }
    // Where calls are tried that may fail, or a queue is made small, not every message arrives.
    const QList<lesson::CallPlan> plans = lesson.expand(lesson.clients, lesson.kind).calls;
    const bool everythingArrives = std::none_of(plans.begin(), plans.end(), [](const lesson::CallPlan &plan) {
        return plan.isTried() || plan.option == QLatin1String("SO_RCVBUF");
    });
    const world::World &last = timeline.world(timeline.stepCount() - 1);
    for (const world::Message &message : last.messages()) {
        if (everythingArrives) {
            QCOMPARE(message.outcome, world::Outcome::Received);
        }
        QVERIFY2(message.agrees.value_or(!everythingArrives), qPrintable(message.fullName()));
    }
    for (const world::Socket &socket : last.sockets()) {
        QVERIFY(socket.owners.isEmpty());
    }
}

void TestLessonRuns::pairOfATwin_isItsFirstClientAndItsServer()
{
    KeepingPacer pacer;
    const Status status = Director(m_lesson, 3, Kind::Pair, QStringLiteral("en")).play(pacer);
    QVERIFY2(status.ok(), qPrintable(told(status)));
    QStringList names;
    for (const ProcessStarted &process : pacer.all<ProcessStarted>()) {
        names.append(process.name);
    }
    QCOMPARE(names, (QStringList{"tcp.server", "tcp.A"}));
}

void TestLessonRuns::manyRuns_giveTheSameCallsAndBytes()
{
    const int runs = qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1 ? 200 : 5;
    QStringList first;
    for (int i = 0; i < runs; ++i) {
        KeepingPacer pacer;
        const Status status = Director(m_lesson, 3, Kind::Twin, QStringLiteral("en")).play(pacer);
        QVERIFY2(status.ok(), qPrintable(told(status)));
        first = i == 0 ? shapeOf(pacer) : first;
        QCOMPARE(shapeOf(pacer), first);
    }
}

void TestLessonRuns::everyMessage_landsWhereTheRuleSays_data()
{
    QTest::addColumn<int>("clients");
    // Beyond 18 they have numbers.
    for (const int clients : {3, 12, 26}) {
        QTest::addRow("%d", clients) << clients;
    }
    if (qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1) {
        QTest::newRow("120") << 120;
    }
}

void TestLessonRuns::everyMessage_landsWhereTheRuleSays()
{
    QFETCH(int, clients);
    KeepingPacer pacer;
    const Status status = Director(m_lesson, clients, Kind::Twin, QStringLiteral("en")).play(pacer);
    QVERIFY2(status.ok(), qPrintable(told(status)));
    world::World world;
    for (const history::Event &event : pacer.events()) {
        world.apply(event);
    }
    QCOMPARE(world.messages().size(), 8 * clients); // two of each client and their answers, over both protocols
    QSet<QString> names;
    QHash<QString, QSet<history::SocketId>> landings;
    for (const world::Message &message : world.messages()) {
        QCOMPARE(message.outcome, world::Outcome::Received);
        QVERIFY2(message.agrees.value_or(false), qPrintable(message.fullName()));
        QVERIFY2(!names.contains(message.fullName()), qPrintable(message.fullName()));
        names.insert(message.fullName());
        if (!message.isReply) {
            landings[message.group].insert(message.landed);
        }
    }
    QCOMPARE(landings.value(QStringLiteral("tcp")).size(), clients);
    QCOMPARE(landings.value(QStringLiteral("udp")).size(), 1);
}

void TestLessonRuns::portTaken_isToldWithItsAddress()
{
    const testing::TestSocket taker(AF_INET, SOCK_DGRAM);
    QVERIFY(taker.bindToLoopback());
    const QString address = QString::fromStdString(taker.local().toString());
    lesson::Script script = m_lesson.expand(3, Kind::Twin);
    for (lesson::CallPlan &plan : script.calls) {
        if (plan.call == trace::Call::Bind && plan.process == QStringLiteral("udp.server")) {
            plan.address = address;
        }
    }
    KeepingPacer pacer;
    const Status status = Director(script, QStringLiteral("en")).play(pacer);
    QCOMPARE(status.error().code, ErrorCode::PortInUse);
    QCOMPARE(status.error().subject, QStringLiteral("udp.server"));
    QCOMPARE(status.error().detail, address);
    for (const ProcessStarted &process : pacer.all<ProcessStarted>()) {
        QCOMPARE(::kill(static_cast<pid_t>(process.pid), 0), -1);
    }
}

void TestLessonRuns::processKilledAnywhere_endsTheRunAndKeepsIt()
{
    // Kills one process after the other at one moment after the other.
    const bool soak = qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1;
    for (int moment = 1; moment < 100; moment += soak ? 1 : 13) {
        const int victim = moment % 8;
        KeepingPacer *seen = nullptr;
        KeepingPacer pacer([&](bool) {
            if (seen->moments() == moment) {
                ::kill(static_cast<pid_t>(seen->all<ProcessStarted>().at(victim).pid), SIGKILL);
            }
            return true;
        });
        seen = &pacer;
        const Status status = Director(m_lesson, 3, Kind::Twin, QStringLiteral("en")).play(pacer);
        const auto processes = pacer.all<ProcessStarted>();
        QCOMPARE(status.error().code, ErrorCode::ProcessDied);
        QCOMPARE(status.error().subject, processes.at(victim).name);
        QCOMPARE(status.error().detail, QStringLiteral("signal 9"));
        QCOMPARE(pacer.all<ProcessEnded>(), (QList<ProcessEnded>{{static_cast<quint32>(victim), 0, SIGKILL}}));
        QVERIFY(pacer.moments() >= moment);
        QVERIFY(std::holds_alternative<KernelSnapshot>(pacer.events().last().data));
        for (const ProcessStarted &process : processes) {
            QCOMPARE(::kill(static_cast<pid_t>(process.pid), 0), -1);
        }
    }
}

QTEST_GUILESS_MAIN(TestLessonRuns)
#include "tst_lessonruns.moc"
