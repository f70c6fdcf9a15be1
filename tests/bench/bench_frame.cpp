// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The CPU time of a frame of the animation, painted without a GPU into an image: 1,000 sockets and 1,000 messages on
// their way, for the painter; and the twin run, from the world to the picture, as the window does it.
#include "app/figure/figure.h"
#include "app/figure/fonts.h"
#include "app/figure/framepainter.h"
#include "app/figure/shapes.h"
#include "app/text/language.h"
#include "tests/bench/medians.h"
#include "tests/support/lessonrun.h"

#include <QGuiApplication>
#include <QImage>
#include <QPainter>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <vector>

using namespace zocalo;

namespace {

constexpr QSizeF Size{1920, 1080};
constexpr int Things = 1000; ///< sockets, and messages
constexpr int Frames = 120;  ///< of one animation

double cpuMilliseconds()
{
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return 1e3 * double(now.tv_sec) + 1e-6 * double(now.tv_nsec);
}

/// The picture on which a window paints: as a widget's, of the screen's pixels.
QImage screen(double ratio)
{
    QImage image((Size * ratio).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(ratio);
    return image;
}

/// 1,000 doors over the whole picture, and as many messages, each with a name of its own, at a part of their ways.
figure::DisplayList stressScene(double progress)
{
    figure::DisplayList list(Size);
    list.fillRect(QRectF(QPointF(), list.logicalSize()), figure::Tone::Background);
    for (int i = 0; i < Things; ++i) {
        figure::Door door;
        door.kind = i % 2 ? figure::DoorKind::Tcp : figure::DoorKind::Udp;
        door.sender = i % figure::SenderCount;
        door.size = {29, 40};
        door.foot = {30.0 + (i % 50) * 38, 50.0 + (i / 50) * 53.0};
        door.glyphs = {door.sender};
        drawDoor(list, door);
    }
    list.setLayer(figure::Layer::Moving);
    for (int i = 0; i < Things; ++i) {
        const QString name = QStringLiteral("%1-1").arg(i + 1);
        const QSizeF size = figure::envelopeSize(name, 40);
        const double along = std::fmod(progress + i * 0.618, 1);
        const QPointF at(along * (Size.width() - size.width()), (i * 37) % 1040);
        figure::drawEnvelope(list, QRectF(at, size), i % figure::SenderCount, name);
    }
    return list;
}

/// As the window does: as much as differs from the frame before.
void show(figure::FramePainter &painter, QImage &image, const figure::DisplayList &list)
{
    const QRegion changes = painter.changes(list, figure::Theme::Light, image.devicePixelRatio());
    QPainter onScreen(&image);
    onScreen.setClipRegion(changes);
    painter.paint(onScreen, list, figure::Theme::Light, changes);
}

/// Frame after frame; the counters are of the frames' CPU times.
template <typename Frame>
void measure(benchmark::State &state, Frame frame)
{
    std::vector<double> times;
    int number = 0;
    frame(number); // the first paints what is kept
    for (auto _ : state) {
        const double before = cpuMilliseconds();
        frame(number = (number + 1) % Frames);
        times.push_back(cpuMilliseconds() - before);
        state.SetIterationTime(times.back() / 1e3);
    }
    std::sort(times.begin(), times.end());
    state.counters["median_ms"] = times[times.size() / 2];
    state.counters["p95_ms"] = times[times.size() * 95 / 100];
}

/// The painter alone: the scenes of the animation are made before.
void stress(benchmark::State &state, double ratio)
{
    std::vector<figure::DisplayList> scenes;
    for (int i = 0; i < Frames; i += 10)
        scenes.push_back(stressScene(double(i) / Frames));
    figure::FramePainter painter;
    QImage image = screen(ratio);
    measure(state, [&](int number) { show(painter, image, scenes.at(size_t(number) % scenes.size())); });
}

/// The whole frame of a step in which a message goes its way.
void twin(benchmark::State &state, lesson::Detail detail, double ratio)
{
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
    const test::LessonRun run = test::playLesson(lesson.value(), 3, lesson::Kind::Twin, QStringLiteral("en"));
    const int step = run.timeline.stepNamed(QStringLiteral("tcp.B2"));
    if (!run.status || step < 0) {
        bench::fail(state, "the lesson did not run");
        return;
    }
    figure::FramePainter painter;
    QImage image = screen(ratio);
    measure(state, [&](int number) {
        figure::FigureInput input{run.timeline.world(step)};
        input.next = &run.timeline.world(step + 1);
        input.progress = double(number) / Frames;
        input.detail = detail;
        input.theme = figure::Theme::Light;
        input.size = Size;
        show(painter, image, figure::buildFigure(input));
    });
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(argc, argv);
    figure::loadFonts();
    text::setLanguage(QStringLiteral("en"));
    const auto add = [](const char *name, auto run) {
        benchmark::RegisterBenchmark(name, run)->UseManualTime()->Iterations(Frames)->Unit(benchmark::kMillisecond);
    };
    for (const double ratio : {1.0, 2.0}) {
        const std::string end = ratio > 1 ? "_ratio_2" : "";
        add(("stress_frame" + end).c_str(), [=](benchmark::State &state) { stress(state, ratio); });
        add(("twin_idea_frame" + end).c_str(),
            [=](benchmark::State &state) { twin(state, lesson::Detail::Idea, ratio); });
        add(("twin_mechanism_frame" + end).c_str(),
            [=](benchmark::State &state) { twin(state, lesson::Detail::Mechanism, ratio); });
    }
    return bench::runBenchmarks(argc, argv, {});
}
