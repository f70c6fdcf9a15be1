// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Every lesson played for real and written down meanwhile: the pictures of the recording are those of the run, pixel
// for pixel. With ZOCALO_SOAK of every step; otherwise of some, the first and the last among them.
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "app/figure/painter.h"
#include "app/figure/panelfacts.h"
#include "app/text/language.h"
#include "core/history/recordingreader.h"
#include "core/history/recordingwriter.h"
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/lessonreader.h"
#include "core/lesson/recordedlesson.h"
#include "core/lesson/switchreader.h"
#include "core/run/laboratory.h"
#include "core/world/timeline.h"
#include "tests/core/trace/soak.h"

#include <QGuiApplication>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace zocalo;
using lesson::Detail;
using lesson::Kind;

namespace {

constexpr QSizeF Size{1280, 720};
/// Changed settings of a lesson that are played besides its own.
constexpr int MostChanged = 2;

/// Lets a run go on at once; keeps it in a timeline, as the window does, and in a file.
class TwofoldPacer final : public lesson::Pacer
{
public:
    TwofoldPacer(world::Timeline &timeline, history::RecordingWriter &writer) : m_timeline(timeline), m_writer(writer)
    {
    }
    void recorded(const history::Event &event) override
    {
        m_timeline.append(event);
        m_writer.append(event);
    }
    Answer mayGoOn(bool) override { return Answer::GoOn; }

private:
    world::Timeline &m_timeline;
    history::RecordingWriter &m_writer;
};

QImage picture(const world::Timeline &timeline, int step, const lesson::Lesson &lesson, Kind kind, Detail detail)
{
    figure::FigureInput input{timeline.world(step)};
    input.next = step + 1 < timeline.stepCount() ? &timeline.world(step + 1) : nullptr;
    input.progress = input.next ? 0.4 : 0;
    input.kind = kind;
    input.detail = detail;
    input.size = Size;
    input.language = text::language();
    input.stablePorts = lesson.stablePorts;
    input.hosts = lesson.hostsOfProcesses();
    input.headline = lesson::headlineOf(lesson).in(input.language);
    figure::PanelFacts facts;
    if (detail == Detail::Everything) {
        facts = figure::panelFacts(timeline, step);
        input.facts = &facts;
    }
    return figure::render(figure::buildFigure(input), input.theme);
}

/// The steps that are looked at.
QList<int> stepsOf(const world::Timeline &timeline)
{
    const int last = timeline.stepCount() - 1;
    const int most = std::min(last, test::rounds(5, last));
    QList<int> steps{0};
    for (int i = 1; i <= most; ++i)
        steps << static_cast<int>(qint64(last) * i / most);
    int seen = 0; // with segments: two as they move, and two at rest
    for (int step = 1; step <= last && seen < 2; ++step) {
        if (timeline.world(step).segments().isEmpty())
            continue;
        steps << step - 1 << step;
        ++seen;
    }
    return steps;
}

QString nameOf(Kind kind, const QString &setting)
{
    return setting.isEmpty() ? lesson::kindName(kind) : lesson::kindName(kind) + QLatin1Char(' ') + setting;
}

} // namespace

class ReplayTest : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        QVERIFY(figure::loadFonts());
    }

    void everyLesson_hasThePicturesOfItsRun_data()
    {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("setting"); // of the lesson's switches; empty: as it is
        QTest::addColumn<bool>("laboratory");
        // With segments, where there can be some.
        const bool canBeSeen = run::Laboratory::open({}, "@zocalo-test").ok();
        for (const char *const id : {"three-hosts", "accept-vs-recvfrom", "processes-communicating"}) {
            const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QLatin1String(id));
            QVERIFY(lesson);
            if (canBeSeen)
                QTest::addRow("%s laboratory", id)
                    << lesson.value().id << int(lesson.value().kind) << QString() << true;
        }
        for (const lesson::Lesson &lesson : lesson::LessonLibrary::lessons()) {
            const auto add = [&lesson](Kind kind, const QString &setting) {
                QTest::addRow("%s %s", qPrintable(lesson.id), qPrintable(nameOf(kind, setting)))
                    << lesson.id << int(kind) << setting << false;
            };
            add(lesson.kind, {});
            if (lesson.kind == Kind::Twin) {
                for (const Kind half : {Kind::Tcp, Kind::Udp, Kind::Pair})
                    add(half, {});
            }
            int changed = 0;
            for (const lesson::Choices &choices : lesson::combinations(lesson.switches)) {
                if (choices != lesson.choices && changed++ < test::rounds(MostChanged, 1000))
                    add(lesson.kind, lesson::choicesText(choices));
            }
        }
    }
    void everyLesson_hasThePicturesOfItsRun()
    {
        QFETCH(QString, id);
        QFETCH(int, kind);
        QFETCH(QString, setting);
        QFETCH(bool, laboratory);
        const Result<lesson::Lesson> asItIs = lesson::LessonLibrary::find(id);
        QVERIFY(asItIs);
        const Result<lesson::Lesson> found =
            lesson::LessonReader().changed(asItIs.value(), lesson::choicesFrom(setting));
        QVERIFY(found);
        lesson::Lesson played = found.value();
        played.laboratory = laboratory;
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("run.zocalo"));
        const QString language = QTest::currentDataTag()[0] % 2 == 0 ? QStringLiteral("en") : QStringLiteral("es");
        text::setLanguage(language);
        const auto writer = history::RecordingWriter::create(
            path, lesson::recordingInfo(played, Kind(kind), played.clients, language, QStringLiteral("1.2.3")));
        QVERIFY(writer.ok());
        world::Timeline live;
        TwofoldPacer pacer(live, *writer.value());
        const Status ran = lesson::Director(played, played.clients, Kind(kind), language).play(pacer);
        QVERIFY2(ran, qPrintable(ran.error().subject));
        QVERIFY(writer.value()->finish());

        const auto reader = history::RecordingReader::open(path);
        QVERIFY(reader.ok());
        const lesson::RecordedLesson recorded = lesson::recordedLesson(reader.value()->info());
        world::Timeline replayed;
        for (auto batch = reader.value()->next(500); !batch.isEmpty(); batch = reader.value()->next(500)) {
            for (const history::Event &event : std::as_const(batch))
                replayed.append(event);
        }
        QVERIFY(reader.value()->damage().ok());
        QCOMPARE(recorded.kind, Kind(kind));
        QCOMPARE(replayed.stepCount(), live.stepCount());
        QVERIFY(live.stepCount() > 1);
        for (const int step : stepsOf(live)) {
            for (const Detail detail : {Detail::Idea, Detail::Mechanism, Detail::Everything}) {
                const QImage one = picture(live, step, played, Kind(kind), detail);
                const QImage other = picture(replayed, step, recorded.lesson, recorded.kind, detail);
                QVERIFY(!one.isNull());
                if (one != other) {
                    one.save(QDir::temp().filePath(QStringLiteral("replay-live.png")));
                    other.save(QDir::temp().filePath(QStringLiteral("replay-recorded.png")));
                    QFAIL(qPrintable(QStringLiteral("step %1 of %2, detail %3")
                                         .arg(step)
                                         .arg(live.stepCount() - 1)
                                         .arg(int(detail))));
                }
            }
        }
    }
};

int main(int argc, char **argv)
{
    // Qt Test gives a function five minutes; every step of a long lesson may take longer.
    if (qEnvironmentVariableIsSet("ZOCALO_SOAK"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "7200000");
    QGuiApplication application(argc, argv);
    ReplayTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_replay.moc"
