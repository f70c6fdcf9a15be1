// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/world/timeline.h"
#include "tests/support/disagreements.h"
#include "tests/support/keepingpacer.h"

#include <QTest>

using namespace zocalo;
using history::CallEntered;
using history::CallReturned;
using lesson::Director;
using testing::KeepingPacer;
using trace::Call;

namespace {

/// What is not explained in any table of these events, without the one at `left`; empty: all agree.
QStringList contradictions(const QList<history::Event> &events, qsizetype leftOut = -1)
{
    world::World world;
    QStringList found;
    for (qsizetype i = 0; i < events.size(); ++i) {
        if (i == leftOut) {
            continue;
        }
        world.apply(events.at(i));
        if (!std::holds_alternative<history::KernelSnapshot>(events.at(i).data)) {
            continue;
        }
        for (const QString &each : testing::contradictionsNow(world)) {
            found.append(QStringLiteral("event %1: %2").arg(i).arg(each));
        }
    }
    return found;
}

/// The kind of call that an event tells of, entry or return; Unknown for all others.
Call callOf(const history::Event &event)
{
    if (const auto *entered = std::get_if<CallEntered>(&event.data)) {
        return entered->record.call;
    }
    const auto *returned = std::get_if<CallReturned>(&event.data);
    return returned ? returned->record.call : Call::Unknown;
}

} // namespace

/// The world that follows the calls against the kernel's own table, over whole runs.
class TestAgreement : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR); }
    void everyLesson_agreesAtEveryStep_data();
    void everyLesson_agreesAtEveryStep();
    void callLeftOut_isCaught_data();
    void callLeftOut_isCaught();
    void processLeftOut_isCaught();
};

void TestAgreement::everyLesson_agreesAtEveryStep_data()
{
    QTest::addColumn<QString>("id");
    for (const QString &id : lesson::LessonLibrary::ids()) {
        QTest::newRow(qPrintable(id)) << id;
    }
}

void TestAgreement::everyLesson_agreesAtEveryStep()
{
    QFETCH(QString, id);
    const int runs = qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1 ? 50 : 2;
    const lesson::Lesson lesson = lesson::LessonLibrary::find(id).value();
    for (int i = 0; i < runs; ++i) {
        KeepingPacer pacer;
        const Status status = Director(lesson, lesson.clients, lesson.kind, QStringLiteral("en")).play(pacer);
        QVERIFY(status.ok());
        int exact = 0;
        for (const auto &table : pacer.all<history::KernelSnapshot>()) {
            exact += table.exact;
        }
        QVERIFY(exact > pacer.moments());
        const QStringList found = contradictions(pacer.events());
        QVERIFY2(found.isEmpty(), qPrintable(found.join(QLatin1Char('\n'))));
    }
}

void TestAgreement::callLeftOut_isCaught_data()
{
    QTest::addColumn<int>("call");
    QTest::addColumn<bool>("entry");
    // What the others did is told again by the records that follow them, before the next table.
    for (const Call call :
         {Call::Bind, Call::Listen, Call::Connect, Call::Accept, Call::Send, Call::Recv, Call::Recvfrom, Call::Close}) {
        const std::string name(trace::callName(call));
        QTest::addRow("return of %s", name.c_str()) << static_cast<int>(call) << false;
    }
    QTest::newRow("entry of send") << static_cast<int>(Call::Send) << true;
    QTest::newRow("entry of accept") << static_cast<int>(Call::Accept) << true;
    QTest::newRow("entry of close") << static_cast<int>(Call::Close) << true;
}

// A world with a fault: one event of a real run never reached it.
void TestAgreement::callLeftOut_isCaught()
{
    QFETCH(int, call);
    QFETCH(bool, entry);
    const lesson::Lesson lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom")).value();
    KeepingPacer pacer;
    const Status status = Director(lesson, 2, lesson.kind, QStringLiteral("en")).play(pacer);
    QVERIFY(status.ok());
    QCOMPARE(contradictions(pacer.events()), QStringList());
    int planted = 0;
    int caught = 0;
    QStringList missed;
    for (qsizetype i = 0; i < pacer.events().size(); ++i) {
        const history::Event &event = pacer.events().at(i);
        if (callOf(event) != static_cast<Call>(call) || std::holds_alternative<CallEntered>(event.data) != entry) {
            continue;
        }
        ++planted;
        if (contradictions(pacer.events(), i).isEmpty()) {
            missed.append(QString::number(i));
        } else {
            ++caught;
        }
    }
    QVERIFY(planted > 0);
    QVERIFY2(missed.isEmpty(), qPrintable(QStringLiteral("%1 of %2 caught; not: ").arg(caught).arg(planted) +
                                          missed.join(QStringLiteral(", "))));
}

// Its sockets are nobody's: the kernel lists them, and no call accounts for them.
void TestAgreement::processLeftOut_isCaught()
{
    const lesson::Lesson lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom")).value();
    KeepingPacer pacer;
    const Status status = Director(lesson, 2, lesson.kind, QStringLiteral("en")).play(pacer);
    QVERIFY(status.ok());
    for (qsizetype i = 0; i < pacer.events().size(); ++i) {
        if (std::holds_alternative<history::ProcessStarted>(pacer.events().at(i).data)) {
            QVERIFY(!contradictions(pacer.events(), i).isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(TestAgreement)
#include "tst_agreement.moc"
