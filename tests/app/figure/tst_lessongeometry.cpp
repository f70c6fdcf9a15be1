// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The pictures of every lesson, from real runs: nothing overlaps, nothing is cut, nothing stands outside, and all of it
// can be read, in both languages, all themes, at all levels of detail and with one client to 120. With ZOCALO_SOAK
// every step of every run; otherwise some of each.
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "app/figure/panelfacts.h"
#include "app/text/language.h"
#include "core/lesson/lessonreader.h"
#include "core/lesson/switchreader.h"
#include "core/run/laboratory.h"
#include "tests/app/figure/contrast.h"
#include "tests/app/figure/geometry.h"
#include "tests/support/lessonrun.h"

#include <QGuiApplication>
#include <QSet>
#include <QTest>

#include <algorithm>

using namespace zocalo;
using figure::DisplayList;
using lesson::Detail;
using lesson::Kind;

namespace {

constexpr int Counts[] = {1, 2, 3, 5, 8, 12, 26, 50, 120};
/// Of so many clients one is drawn, and what all the others are is told together; their fds have two digits.
constexpr int Crowd = 12;
constexpr int FullClass = 120;
constexpr qint64 LongPids = 4'000'000;
constexpr figure::Theme Themes[] = {figure::Theme::Light, figure::Theme::Dark, figure::Theme::Notes,
                                    figure::Theme::Contrast};
constexpr QSizeF Usual{1920, 1080};
/// One of two runs side by side.
constexpr QSizeF Beside{1120, 1080};
const QList<QSizeF> OtherSizes{{1280, 720}, {1024, 768}, {1280, 800}, {2560, 1080}, {3840, 2160}};
/// What is told of one run at most: the first faults say what is wrong.
constexpr int MostFaults = 12;

bool isSoak() { return qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1; }

const char *nameOf(Kind kind)
{
    return kind == Kind::Twin ? "twin" : kind == Kind::Pair ? "pair" : kind == Kind::Tcp ? "tcp" : "udp";
}

/// How a step is drawn.
struct Look
{
    Kind kind = Kind::Twin;
    Detail detail = Detail::Idea;
    QSizeF size = Usual;
    double progress = 0;
    QString headline{};
    QHash<QString, lesson::Host> hosts{};
};

DisplayList picture(const world::Timeline &timeline, int step, const Look &look, const figure::PanelFacts &facts)
{
    figure::FigureInput input{timeline.world(step)};
    input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
    input.progress = look.progress;
    input.kind = look.kind;
    input.detail = look.detail;
    input.size = look.size;
    input.narrow = look.size == Beside;
    input.language = text::language();
    input.headline = look.headline;
    input.hosts = look.hosts;
    input.facts = look.detail == Detail::Everything ? &facts : nullptr;
    return figure::buildFigure(input);
}

/// The kinds of picture that a run of a lesson is shown as.
QList<Kind> kindsOf(const lesson::Lesson &lesson)
{
    return lesson.kind == Kind::Twin ? QList<Kind>{Kind::Twin, Kind::Tcp, Kind::Udp} : QList<Kind>{lesson.kind};
}

/// The steps that are looked at: all of them, or `most` over the whole run, the first and the last among them.
QList<int> stepsOf(const world::Timeline &timeline, int most)
{
    const int count = timeline.stepCount();
    QList<int> steps;
    if (isSoak() || count <= most) {
        for (int step = 0; step < count; ++step)
            steps << step;
        return steps;
    }
    for (int i = 0; i < most; ++i)
        steps << static_cast<int>(std::lround(i * (count - 1.0) / (most - 1)));
    return steps;
}

/// Steps in which messages were read from the descriptors with the largest numbers: what stands beside them is longest.
QList<int> readingSteps(const world::Timeline &timeline)
{
    constexpr qsizetype Most = 3;
    QList<int> steps;
    for (int step = 0; step < timeline.stepCount(); ++step) {
        const world::Moment &moment = timeline.world(step).moment();
        if (moment.kind == world::MomentKind::Returned && trace::isReceive(moment.name) && !moment.messages.isEmpty())
            steps << step;
    }
    const auto fdAt = [&timeline](int step) { return timeline.world(step).moment().fd; };
    std::stable_sort(steps.begin(), steps.end(), [&fdAt](int a, int b) { return fdAt(a) > fdAt(b); });
    return steps.mid(0, Most);
}

/// Of a run in a laboratory: some over the whole run, and of those that have segments some more, each with the step
/// before it, in which they move.
QList<int> laboratorySteps(const world::Timeline &timeline)
{
    constexpr int Most = 24;
    QList<int> steps = stepsOf(timeline, Most);
    QList<int> seen;
    for (int step = 1; step < timeline.stepCount(); ++step) {
        if (!timeline.world(step).segments().isEmpty())
            seen << step;
    }
    const qsizetype every = isSoak() ? 1 : std::max<qsizetype>(1, seen.size() / Most);
    for (qsizetype i = 0; i < seen.size(); i += every) {
        for (const int step : {seen.at(i) - 1, seen.at(i)}) {
            if (!steps.contains(step))
                steps << step;
        }
    }
    return steps;
}

/// What is wrong with the pictures of one step, and was not `known` before.
QStringList stepFaults(const world::Timeline &timeline, int step, Kind kind, const Look &dressed, bool allSizes,
                       QSet<QString> &known)
{
    QStringList faults;
    // On the way to an entry nothing moves.
    const bool moves =
        step + 1 < timeline.stepCount() && timeline.world(step + 1).moment().kind == world::MomentKind::Returned;
    const world::Moment &moment = timeline.world(step).moment();
    const bool sends = moment.kind == world::MomentKind::Entered && trace::isSend(moment.name);
    const figure::PanelFacts facts = figure::panelFacts(timeline, step);
    for (const Detail detail : {Detail::Idea, Detail::Mechanism, Detail::Everything}) {
        const auto check = [&](Look look) {
            look.headline = dressed.headline;
            look.hosts = dressed.hosts;
            const DisplayList list = picture(timeline, step, look, facts);
            QStringList found = test::geometryFaults(list) + test::overlapFaults(list);
            // At rest nothing stands on words; on its way a message may pass over some, but not where it starts.
            if (look.progress == 0 || (sends && look.progress <= 0.5))
                found << test::coverFaults(list);
            // The same colours stand on each other all through a run.
            if (look.progress == 0 && look.size == Usual && (!isSoak() || step % 5 == 0)) {
                const test::Contrast contrast(list);
                for (const figure::Theme theme : Themes)
                    found << contrast.faults(theme);
            }
            for (const QString &fault : std::as_const(found)) {
                if (known.contains(fault))
                    continue;
                known << fault;
                faults << QStringLiteral("step %1, %2, detail %3, %4x%5, progress %6: %7")
                              .arg(step)
                              .arg(QLatin1String(nameOf(kind)))
                              .arg(int(detail))
                              .arg(look.size.width())
                              .arg(look.size.height())
                              .arg(look.progress)
                              .arg(fault);
            }
        };
        check({kind, detail, Usual, 0});
        if (moves)
            check({kind, detail, Usual, detail == Detail::Idea ? 0.33 : 0.5});
        if (moves && isSoak())
            check({kind, detail, Usual, 0.85});
        if (detail != Detail::Everything && (allSizes || (isSoak() && step % 3 == 0)))
            check({kind, detail, Beside, 0});
        if (!allSizes)
            continue;
        for (const QSizeF &size : OtherSizes)
            check({kind, detail, size, 0});
    }
    return faults;
}

} // namespace

class LessonGeometryTest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyLesson_canBeReadAtEveryStep_data();
    void everyLesson_canBeReadAtEveryStep();
    void laboratory_canBeReadAtEveryStep_data();
    void laboratory_canBeReadAtEveryStep();
};

void LessonGeometryTest::initTestCase() { QVERIFY(figure::loadFonts()); }

void LessonGeometryTest::everyLesson_canBeReadAtEveryStep_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<int>("clients");
    QTest::addColumn<QString>("language");
    QTest::addColumn<int>("samples");
    QTest::addColumn<QString>("setting"); // of the lesson's switches; empty: as it is
    QTest::addColumn<qint64>("pidOffset");
    int turn = 0;
    for (const lesson::Lesson &lesson : lesson::LessonLibrary::lessons()) {
        QList<int> counts;
        for (const int count : Counts) {
            if (count <= lesson.maxClients && count != lesson.clients)
                counts << count;
        }
        // Of each lesson both languages with its own number of clients; of the other numbers one, in turn.
        if (!isSoak() && !counts.isEmpty())
            counts = {counts.at(turn++ % counts.size())};
        for (const QString language : {"en", "es"}) {
            const auto add = [&](int count, int samples) {
                QTest::addRow("%s %d %s", qPrintable(lesson.id), count, qPrintable(language))
                    << lesson.id << count << language << samples << QString() << qint64(0);
            };
            add(lesson.clients, 10);
            for (const int count : counts) {
                if (isSoak() || (turn % 2 == 0) == (language == QLatin1String("es")))
                    add(count, 5);
            }
        }
        // Changed, in the one language or the other.
        for (const lesson::Choices &choices : lesson::combinations(lesson.switches)) {
            const QString setting = lesson::choicesText(choices);
            const QString language = turn++ % 2 == 0 ? QStringLiteral("en") : QStringLiteral("es");
            if (choices != lesson.choices)
                QTest::addRow("%s %s %s", qPrintable(lesson.id), qPrintable(setting), qPrintable(language))
                    << lesson.id << lesson.clients << language << 3 << setting << qint64(0);
        }
        // PIDs are as long as the machine has run.
        QList<int> sizes{lesson.clients};
        if (lesson.maxClients >= Crowd && lesson.clients < Crowd)
            sizes << Crowd;
        if (lesson.maxClients >= FullClass && isSoak())
            sizes << FullClass << FullClass; // in both languages
        for (const int count : std::as_const(sizes)) {
            const QString language = turn++ % 2 == 0 ? QStringLiteral("en") : QStringLiteral("es");
            QTest::addRow("%s %d %s, long PIDs", qPrintable(lesson.id), count, qPrintable(language))
                << lesson.id << count << language << 4 << QString() << LongPids;
        }
    }
}

void LessonGeometryTest::everyLesson_canBeReadAtEveryStep()
{
    QFETCH(QString, id);
    QFETCH(int, clients);
    QFETCH(QString, language);
    QFETCH(int, samples);
    QFETCH(QString, setting);
    QFETCH(qint64, pidOffset);
    const Result<lesson::Lesson> asItIs = lesson::LessonLibrary::find(id);
    QVERIFY(asItIs);
    const Result<lesson::Lesson> found = lesson::LessonReader().changed(asItIs.value(), lesson::choicesFrom(setting));
    QVERIFY(found);
    text::setLanguage(language);
    QStringList faults;
    QSet<QString> known;
    int pictures = 0;
    const test::LessonRun run = test::playLesson(found.value(), clients, found.value().kind, language, pidOffset);
    QVERIFY2(run.status, qPrintable(run.status.error().subject));
    Look dressed;
    dressed.headline = lesson::headlineOf(found.value()).in(language);
    dressed.hosts = found.value().hostsOfProcesses();
    for (const Kind kind : kindsOf(found.value())) {
        // A half alone has the twin's picture but for the line about the other half.
        const int share = kind == found.value().kind ? 1 : 3;
        QList<int> steps = stepsOf(run.timeline, std::max(2, samples / share / test::kStepStride));
        if (pidOffset > 0)
            steps = readingSteps(run.timeline) + steps;
        for (const int step : steps) {
            faults += stepFaults(run.timeline, step, kind, dressed, step % 23 == 11 || step == steps.last(), known);
            ++pictures;
            if (faults.size() >= MostFaults)
                break;
        }
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.mid(0, MostFaults).join(QStringLiteral("\n"))));
    QVERIFY(pictures > 0);
}

void LessonGeometryTest::laboratory_canBeReadAtEveryStep_data()
{
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("setting");
    QTest::addColumn<int>("clients"); // 0: as many as the lesson has
    const auto laboratory = run::Laboratory::open({}, "@zocalo-test");
    if (!laboratory)
        QSKIP("namespaces cannot be made here");
    QTest::addRow("three-hosts en") << "three-hosts"
                                    << "en" << QString() << 0;
    QTest::addRow("three-hosts es") << "three-hosts"
                                    << "es" << QString() << 0;
    QTest::addRow("three-hosts udp es") << "three-hosts"
                                        << "es"
                                        << "protocol=udp" << 0;
    QTest::addRow("accept-vs-recvfrom en") << "accept-vs-recvfrom"
                                           << "en" << QString() << 0;
    // Of other numbers of clients the columns are others.
    QTest::addRow("accept-vs-recvfrom 7 es") << "accept-vs-recvfrom"
                                             << "es" << QString() << 7;
    QTest::addRow("accept-vs-recvfrom 26 en") << "accept-vs-recvfrom"
                                              << "en" << QString() << 26;
    QTest::addRow("processes-communicating en") << "processes-communicating"
                                                << "en" << QString() << 0;
    QTest::addRow("processes-communicating es") << "processes-communicating"
                                                << "es" << QString() << 0;
    QTest::addRow("send-can-wait es") << "send-can-wait"
                                      << "es" << QString() << 0;
    QTest::addRow("backlog es") << "backlog"
                                << "es" << QString() << 0;
    QTest::addRow("sent-is-not-arrived en") << "sent-is-not-arrived"
                                            << "en" << QString() << 0;
}

void LessonGeometryTest::laboratory_canBeReadAtEveryStep()
{
    QFETCH(QString, id);
    QFETCH(QString, language);
    QFETCH(QString, setting);
    QFETCH(int, clients);
    const lesson::Lesson asItIs = lesson::LessonLibrary::find(id).value();
    lesson::Lesson lesson = lesson::LessonReader().changed(asItIs, lesson::choicesFrom(setting)).value();
    lesson.laboratory = true;
    text::setLanguage(language);
    const test::LessonRun run = test::playLesson(lesson, clients > 0 ? clients : lesson.clients, lesson.kind, language);
    QVERIFY2(run.status, qPrintable(run.status.error().subject));
    Look dressed;
    dressed.headline = lesson::headlineOf(lesson).in(language);
    dressed.hosts = lesson.hostsOfProcesses();
    QStringList faults;
    QSet<QString> known;
    int withSegments = 0;
    for (const int step : laboratorySteps(run.timeline)) {
        faults += stepFaults(run.timeline, step, lesson.kind, dressed, step % 23 == 11, known);
        if (run.timeline.world(step).segments().isEmpty())
            continue;
        // What was seen is in the lane, as a thing of its own.
        const DisplayList list =
            picture(run.timeline, step, {lesson.kind, Detail::Mechanism, Usual, 0, {}, dressed.hosts}, {});
        withSegments += list.node(figure::NodeKind::Segment, 1) ? 1 : 0;
    }
    QVERIFY2(faults.isEmpty(), qPrintable(faults.mid(0, MostFaults).join(QStringLiteral("\n"))));
    QVERIFY(withSegments > 0);
}

int main(int argc, char **argv)
{
    // Qt Test gives a function five minutes; every step of 120 clients' run takes longer.
    if (isSoak())
        qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");
    QGuiApplication application(argc, argv);
    LessonGeometryTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_lessongeometry.moc"
