// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonreader.h"
#include "core/lesson/lessonwriter.h"
#include "core/world/comparison.h"
#include "tests/support/differences.h"
#include "tests/support/lessonrun.h"

#include <QTest>

using namespace zocalo;
using lesson::Lesson;
using lesson::LessonReader;
using lesson::LessonWriter;
using test::told;
using world::RunDifference;

namespace {

/// Whoever starts as the first client of a half is it in both runs, whatever it is called.
QString part(const history::ProcessStarted &process, QHash<QString, int> &seen)
{
    const QString kind = process.group + (process.role == history::Role::Client ? u'c' : u's');
    return kind + QString::number(seen[kind]++);
}

/// The run with its processes called as in the other: a saved lesson names them by the format's rules.
world::Timeline namedLike(const world::Timeline &run, const world::Timeline &other)
{
    QHash<QString, QString> names;
    QHash<QString, int> seen;
    for (const history::Event &event : other.events()) {
        if (const auto *process = std::get_if<history::ProcessStarted>(&event.data))
            names.insert(part(*process, seen), process->name);
    }
    seen.clear();
    world::Timeline named;
    for (history::Event event : run.events()) {
        if (auto *process = std::get_if<history::ProcessStarted>(&event.data))
            process->name = names.value(part(*process, seen), process->name);
        named.append(event);
    }
    return named;
}

} // namespace

/// Runs saved as lessons: the file is accepted, and what it starts does the same again.
class TestSavedLesson : public QObject
{
    Q_OBJECT

private slots:
    void everyLesson_isTheSameAgain_data();
    void everyLesson_isTheSameAgain();
    void idAndTexts_fitALesson();
    void copyByFcntl_isADup();
    void emptyRun_isNoLesson();
};

void TestSavedLesson::everyLesson_isTheSameAgain_data()
{
    QTest::addColumn<QString>("id");
    for (const QString &id : lesson::LessonLibrary::ids())
        QTest::addRow("%s", qPrintable(id)) << id;
}

void TestSavedLesson::everyLesson_isTheSameAgain()
{
    QFETCH(QString, id);
    const Lesson first = lesson::LessonLibrary::find(id).value();
    const test::LessonRun run = test::playLesson(first, first.clients, first.kind, QStringLiteral("es"));
    QVERIFY(run.status);
    const Result<lesson::WrittenLesson> written = LessonWriter(run.timeline, id, {"Saved", "Guardada"}).write();
    QVERIFY2(written.ok(), qPrintable(id));
    QCOMPARE(written.value().leftOut, 0);
    LessonReader reader;
    const Result<Lesson> again = reader.parse(written.value().text, "saved.toml");
    QVERIFY(again.ok());
    QCOMPARE(again.value().id, id);
    const test::LessonRun second = test::playLesson(again.value(), again.value().clients, again.value().kind, "es");
    QVERIFY2(second.status, qPrintable(second.status.error().subject + u' ' + second.status.error().detail + u'\n' +
                                       QString::fromUtf8(written.value().text)));
    if (id == QLatin1String("reuse-options"))
        return; // a hash of the run's ports decides there
    // What a saved lesson does otherwise it does each time; a busy kernel may end a connection otherwise once.
    QString difference = told(world::Comparison(run.timeline, namedLike(second.timeline, run.timeline)).differences());
    for (int round = 0; round < 2 && !difference.isEmpty(); ++round) {
        qInfo("%s", qPrintable(difference));
        const test::LessonRun before = test::playLesson(first, first.clients, first.kind, QStringLiteral("es"));
        const test::LessonRun now =
            test::playLesson(again.value(), again.value().clients, again.value().kind, QStringLiteral("es"));
        difference = told(world::Comparison(before.timeline, namedLike(now.timeline, before.timeline)).differences());
    }
    QVERIFY2(difference.isEmpty(), qPrintable(difference + u'\n' + QString::fromUtf8(written.value().text)));
    QCOMPARE(world::callsList(second.timeline.events()).size(), world::callsList(run.timeline.events()).size());
}

void TestSavedLesson::idAndTexts_fitALesson()
{
    const Lesson first = lesson::LessonLibrary::find("processes-communicating").value();
    const test::LessonRun run = test::playLesson(first, 1, first.kind, QStringLiteral("en"));
    const QString odd = QStringLiteral("Mi \"ejecución\" \\ n.º 1");
    const Result<lesson::WrittenLesson> written = LessonWriter(run.timeline, odd, {odd, odd}).write();
    QVERIFY(written.ok());
    const Result<Lesson> again = LessonReader().parse(written.value().text, "saved.toml");
    QVERIFY(again.ok());
    QCOMPARE(again.value().id, "mi-ejecucion-n-1");
    QCOMPARE(again.value().title.es, odd);
    const Result<lesson::WrittenLesson> nameless = LessonWriter(run.timeline, "…", {"x", "x"}).write();
    QVERIFY(nameless.ok());
    QCOMPARE(LessonReader().parse(nameless.value().text, "saved.toml").value().id, "saved-run");
}

// Python's dup() is fcntl(F_DUPFD_CLOEXEC).
void TestSavedLesson::copyByFcntl_isADup()
{
    const Lesson first = lesson::LessonLibrary::find("close-is-not-the-end").value();
    const test::LessonRun run = test::playLesson(first, first.clients, first.kind, QStringLiteral("en"));
    QVERIFY(run.status);
    const Result<lesson::WrittenLesson> dup = LessonWriter(run.timeline, "x", {"x", "x"}).write();
    QVERIFY(dup.ok() && dup.value().text.contains("\"dup\""));
    world::Timeline other;
    for (history::Event event : run.timeline.events()) {
        if (auto *entered = std::get_if<history::CallEntered>(&event.data);
            entered && entered->record.call == trace::Call::Dup)
            entered->record.call = trace::Call::Fcntl;
        other.append(event);
    }
    const Result<lesson::WrittenLesson> fcntl = LessonWriter(other, "x", {"x", "x"}).write();
    QVERIFY(fcntl.ok());
    QCOMPARE(fcntl.value().text, dup.value().text);
}

void TestSavedLesson::emptyRun_isNoLesson()
{
    const world::Timeline nothing;
    const Result<lesson::WrittenLesson> written = LessonWriter(nothing, "x", {"x", "x"}).write();
    QVERIFY(!written.ok());
    QCOMPARE(written.error().code, ErrorCode::NothingToKeep);
}

QTEST_GUILESS_MAIN(TestSavedLesson)
#include "tst_savedlesson.moc"
