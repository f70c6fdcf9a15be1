// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonreader.h"
#include "core/lesson/switchreader.h"
#include "core/world/comparison.h"
#include "tests/support/differences.h"
#include "tests/support/lessonrun.h"

#include <QTest>

using namespace zocalo;
using lesson::Choices;
using lesson::Lesson;
using test::told;
using world::Comparison;
using world::RunDifference;

namespace {

test::LessonRun played(const Lesson &lesson, const QString &language = QStringLiteral("en"))
{
    return test::playLesson(lesson, lesson.clients, lesson.kind, language);
}

Lesson changed(const char *id, const Choices &choices)
{
    return lesson::LessonReader().changed(lesson::LessonLibrary::find(QLatin1String(id)).value(), choices).value();
}

} // namespace

/// Lessons run again with their switches set otherwise, for real: what differs is told, and nothing else.
class TestChanges : public QObject
{
    Q_OBJECT

private slots:
    void everySetting_runsAndDiffers_data();
    void everySetting_runsAndDiffers();
    void sameSetting_doesNotDiffer_data();
    void sameSetting_doesNotDiffer();
    void backlog_letsMoreIn();
    void bindAgain_succeedsWithTheOptionOnBoth();
    void callsThatOnlyOneHas_areTold();
    void oneClientMore_isAllThatIsMore();
    void partOfARun_isComparedAsFarAsItGoes();
};

void TestChanges::everySetting_runsAndDiffers_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("setting");
    int lessons = 0;
    for (const Lesson &lesson : lesson::LessonLibrary::lessons()) {
        lessons += lesson.switches.isEmpty() ? 0 : 1;
        for (const Choices &choices : lesson::combinations(lesson.switches)) {
            const QString setting = lesson::choicesText(choices);
            if (choices != lesson.choices)
                QTest::addRow("%s %s", qPrintable(lesson.id), qPrintable(setting)) << lesson.id << setting;
        }
    }
    QVERIFY(lessons >= 16);
}

void TestChanges::everySetting_runsAndDiffers()
{
    QFETCH(QString, id);
    QFETCH(QString, setting);
    const Lesson lesson = lesson::LessonLibrary::find(id).value();
    const Result<Lesson> other = lesson::LessonReader().changed(lesson, lesson::choicesFrom(setting));
    QVERIFY(other.ok());
    const test::LessonRun before = played(lesson);
    QVERIFY2(before.status, qPrintable(before.status.error().subject));
    const test::LessonRun now = played(other.value());
    QVERIFY2(now.status, qPrintable(now.status.error().subject));
    const Comparison comparison(before.timeline, now.timeline);
    QVERIFY(!comparison.differences().isEmpty());
    for (const RunDifference &each : comparison.differences()) {
        QVERIFY(each.step >= 0 && each.step < now.timeline.stepCount());
        QVERIFY(each.beforeStep >= 0 && each.beforeStep < before.timeline.stepCount());
    }
}

void TestChanges::sameSetting_doesNotDiffer_data()
{
    QTest::addColumn<QString>("id");
    for (const Lesson &lesson : lesson::LessonLibrary::lessons()) {
        // A hash of the run's ports decides there.
        if (lesson.id != QLatin1String("reuse-options"))
            QTest::addRow("%s", qPrintable(lesson.id)) << lesson.id;
    }
}

void TestChanges::sameSetting_doesNotDiffer()
{
    QFETCH(QString, id);
    const Lesson lesson = lesson::LessonLibrary::find(id).value();
    // What the comparison makes up it makes up each time. A busy kernel may end a connection otherwise once, which is a
    // difference indeed: a late acknowledgement is answered, and the RST that follows ends TIME-WAIT (RFC 1337, 2).
    QString difference;
    for (int round = 0; round < 3; ++round) {
        const test::LessonRun before = played(lesson);
        const test::LessonRun now = played(lesson);
        QVERIFY(before.status && now.status);
        const Comparison comparison(before.timeline, now.timeline);
        // Each step has its like.
        QCOMPARE(comparison.beforeStep(0), 0);
        QVERIFY(comparison.beforeStep(now.timeline.stepCount() - 1) > 0);
        difference = told(comparison.differences());
        if (difference.isEmpty())
            return;
        qInfo("%s", qPrintable(difference));
    }
    QFAIL(qPrintable(difference));
}

void TestChanges::backlog_letsMoreIn()
{
    const test::LessonRun before = played(changed("backlog", {}));
    const test::LessonRun now = played(changed("backlog", {{"backlog", "4"}}));
    const QList<RunDifference> differences = Comparison(before.timeline, now.timeline).differences();
    QCOMPARE(differences.first().what, RunDifference::What::Result);
    QCOMPARE(differences.first().now->entry.requested, 4);
    QCOMPARE(differences.first().before->entry.requested, 1);
    int letIn = 0;
    for (const RunDifference &each : differences) {
        letIn += each.what == RunDifference::What::State && each.stateNow == kernel::State::Established &&
                         each.stateBefore == kernel::State::SynSent
                     ? 1
                     : 0;
    }
    QCOMPARE(letIn, 3);
}

void TestChanges::bindAgain_succeedsWithTheOptionOnBoth()
{
    const test::LessonRun before = played(changed("address-in-use", {}));
    const test::LessonRun now = played(changed("address-in-use", {{"option", "both"}}));
    const QList<RunDifference> differences = Comparison(before.timeline, now.timeline).differences();
    const auto binds = std::find_if(differences.begin(), differences.end(), [](const RunDifference &each) {
        return each.what == RunDifference::What::Result && each.now->entry.call == trace::Call::Bind;
    });
    QVERIFY(binds != differences.end());
    QCOMPARE(binds->now->returned->error, 0);
    QCOMPARE(binds->before->returned->error, EADDRINUSE);
    QCOMPARE(now.timeline.world(binds->step).moment().call, binds->now->id);
    QCOMPARE(before.timeline.world(binds->beforeStep).moment().call, binds->before->id);
}

void TestChanges::callsThatOnlyOneHas_areTold()
{
    const test::LessonRun without = played(changed("sent-is-not-read", {}));
    const test::LessonRun with = played(changed("sent-is-not-read", {{"reads", "yes"}}));
    const auto only = [](const Comparison &comparison, RunDifference::What what) {
        QStringList calls;
        for (const RunDifference &each : comparison.differences()) {
            if (each.what == what)
                calls << QString::fromStdString(
                    std::string(trace::callName((each.now ? each.now : each.before)->entry.call)));
        }
        return calls;
    };
    const Comparison more(without.timeline, with.timeline);
    QCOMPARE(only(more, RunDifference::What::OnlyNow), QStringList{"recv"});
    QCOMPARE(only(more, RunDifference::What::OnlyBefore), QStringList{});
    const Comparison less(with.timeline, without.timeline);
    QCOMPARE(only(less, RunDifference::What::OnlyBefore), QStringList{"recv"});
    QCOMPARE(only(less, RunDifference::What::OnlyNow), QStringList{});
}

void TestChanges::oneClientMore_isAllThatIsMore()
{
    const Lesson lesson = lesson::LessonLibrary::find("accept-opens-no-port").value();
    const test::LessonRun before = test::playLesson(lesson, 1, lesson.kind, QStringLiteral("en"));
    const test::LessonRun now = test::playLesson(lesson, 2, lesson.kind, QStringLiteral("en"));
    QVERIFY(before.status && now.status);
    // What both have is compared with its like: the listening socket with the listening one, A's socket with A's.
    int more = 0;
    QStringList alone;
    const QList<RunDifference> differences = Comparison(before.timeline, now.timeline).differences();
    for (const RunDifference &each : differences) {
        QVERIFY2(each.isOnlyNow() || each.what == RunDifference::What::Waiting, qPrintable(told({each})));
        more += each.what == RunDifference::What::OnlyNow ? 1 : 0;
        if (each.what == RunDifference::What::ProcessOnlyNow)
            alone << each.process;
    }
    QCOMPARE(more, 4);                                 // accept, recv, the end of file, close: of B's connection
    QCOMPARE(alone, QStringList{QStringLiteral("B")}); // as a whole
}

void TestChanges::partOfARun_isComparedAsFarAsItGoes()
{
    const test::LessonRun before = played(changed("backlog", {}));
    const test::LessonRun now = played(changed("backlog", {}));
    for (int step = 0; step < now.timeline.stepCount(); step += 3) {
        world::Timeline part;
        const int end = step + 1 < now.timeline.stepCount() ? now.timeline.momentEvent(step + 1)
                                                            : static_cast<int>(now.timeline.events().size());
        for (qsizetype event = 0; event < end; ++event)
            part.append(now.timeline.events().at(event));
        const Comparison ahead(before.timeline, part);
        QVERIFY2(ahead.differences().isEmpty(), qPrintable(told(ahead.differences())));
        const Comparison behind(part, now.timeline);
        QVERIFY2(behind.differences().isEmpty(), qPrintable(told(behind.differences())));
    }
}

QTEST_GUILESS_MAIN(TestChanges)
#include "tst_changes.moc"
