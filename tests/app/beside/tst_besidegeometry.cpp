// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Two runs in one picture, from real runs, where they differ: what is marked hides no words, its own or others', and
// nothing is cut or stands outside.
#include "app/beside/besidewords.h"
#include "app/figure/fonts.h"
#include "app/text/language.h"
#include "core/lesson/lessonreader.h"
#include "core/lesson/switchreader.h"
#include "tests/app/figure/geometry.h"
#include "tests/support/lessonrun.h"

#include <QGuiApplication>
#include <QSet>
#include <QTest>

#include <algorithm>
#include <cmath>

using namespace zocalo;
using beside::BesideWords;
using beside::HeadedFigure;
using lesson::Detail;
using world::Comparison;
using world::RunDifference;

namespace {

constexpr QSizeF Sizes[] = {{1920, 1080}, {900, 1600}, {1280, 1024}};
/// So many of a run's differences are looked at, those of each sort among them.
constexpr int Most = 6;
constexpr int MostFaults = 12;

HeadedFigure::Run runOf(const lesson::Lesson &lesson, const world::Timeline &timeline, int step, Detail detail)
{
    figure::FigureInput input{timeline.world(step)};
    input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
    input.kind = lesson.kind;
    input.detail = detail;
    input.language = text::language();
    input.headline = lesson::headlineOf(lesson).in(text::language());
    input.hosts = lesson.hostsOfProcesses();
    return {input, BesideWords::title(lesson, lesson.kind, lesson.clients, {})};
}

/// The first of each sort, and others over the whole run.
QList<int> chosen(const QList<RunDifference> &differences)
{
    QList<int> found;
    QSet<int> sorts;
    for (int i = 0; i < static_cast<int>(differences.size()); ++i) {
        const int sort = int(differences.at(i).what);
        if (!sorts.contains(sort))
            found << i;
        sorts << sort;
    }
    const auto last = static_cast<double>(differences.size() - 1);
    for (int i = 0; i < Most; ++i) {
        if (const int each = static_cast<int>(std::lround(i * last / (Most - 1))); !found.contains(each))
            found << each;
    }
    return found;
}

} // namespace

class BesideGeometryTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { QVERIFY(figure::loadFonts()); }
    void everyDifference_canBeRead_data();
    void everyDifference_canBeRead();
};

void BesideGeometryTest::everyDifference_canBeRead_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("setting");
    QTest::addColumn<QString>("language");
    int turn = 0;
    for (const lesson::Lesson &lesson : lesson::LessonLibrary::lessons()) {
        for (const lesson::Choices &choices : lesson::combinations(lesson.switches)) {
            const QString setting = lesson::choicesText(choices);
            const QString language = turn++ % 2 == 0 ? QStringLiteral("en") : QStringLiteral("es");
            if (choices != lesson.choices)
                QTest::addRow("%s %s %s", qPrintable(lesson.id), qPrintable(setting), qPrintable(language))
                    << lesson.id << setting << language;
        }
    }
}

void BesideGeometryTest::everyDifference_canBeRead()
{
    QFETCH(QString, id);
    QFETCH(QString, setting);
    QFETCH(QString, language);
    text::setLanguage(language);
    const lesson::Lesson before = lesson::LessonLibrary::find(id).value();
    const lesson::Lesson now = lesson::LessonReader().changed(before, lesson::choicesFrom(setting)).value();
    const test::LessonRun one = test::playLesson(before, before.clients, before.kind, language);
    const test::LessonRun other = test::playLesson(now, now.clients, now.kind, language);
    QVERIFY(one.status && other.status);
    const Comparison comparison(one.timeline, other.timeline);
    const BesideWords words(comparison, one.timeline, other.timeline);
    QStringList faults;
    int marks = 0;
    for (const int difference : chosen(comparison.differences())) {
        const BesideWords::Steps steps = words.stepsOf(difference);
        for (const Detail detail : {Detail::Idea, Detail::Mechanism}) {
            for (const QSizeF &size : Sizes) {
                std::vector<HeadedFigure::Run> runs{runOf(before, one.timeline, steps.before, detail),
                                                    runOf(now, other.timeline, steps.now, detail)};
                for (const auto side : {Comparison::Side::Before, Comparison::Side::Now}) {
                    beside::RunHeading &heading = runs.at(std::size_t(side)).heading;
                    const beside::RunHeading remarks = words.heading(side, steps, Comparison::Side::Before);
                    heading.remarks = remarks.remarks;
                    heading.differs = remarks.differs;
                    heading.marked = remarks.marked;
                    marks += static_cast<int>(heading.marked.size());
                }
                const figure::DisplayList list = HeadedFigure::build(runs, size);
                for (const QString &fault : test::geometryFaults(list) + test::coverFaults(list)) {
                    const QString line = QStringLiteral("difference %1, detail %2, %3x%4: %5")
                                             .arg(difference)
                                             .arg(int(detail))
                                             .arg(size.width())
                                             .arg(size.height())
                                             .arg(fault);
                    if (faults.size() < MostFaults)
                        faults << line;
                }
            }
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
    QVERIFY(marks > 0);
}

int main(int argc, char **argv)
{
    QGuiApplication application(argc, argv);
    BesideGeometryTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_besidegeometry.moc"
