// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/text/language.h"
#include "app/view/mainwindow.h"
#include "core/lesson/lessonlibrary.h"
#include "tests/bench/medians.h"

#include <benchmark/benchmark.h>

#include <QAction>
#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>

using namespace zocalo;

namespace {

constexpr int StepShown = 20;
constexpr qint64 PatienceMs = 20'000;

/// The window at 1920×1080 in the middle of a live run, everything of the mechanism on it.
class Window
{
public:
    Window()
    {
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
        figure::loadFonts();
        const auto lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
        m_window = std::make_unique<view::MainWindow>(lesson.value(), true);
        m_window->resize(1920, 1080);
        m_window->show();
        choose("detail1");
        m_window->playback().setReducedMotion(true);
        m_window->startRun();
        QElapsedTimer clock;
        clock.start();
        while (m_window->playback().step() < StepShown && clock.elapsed() < PatienceMs) {
            if (m_window->playback().state() == play::Playback::State::Still) {
                m_window->playback().stepForward();
            }
            QCoreApplication::processEvents();
        }
    }

    bool ready() const { return m_window->playback().step() >= StepShown; }

    /// Chooses an entry of the menus, and waits until everything is painted anew.
    void choose(const char *entry)
    {
        m_window->findChild<QAction *>(QLatin1String(entry))->trigger();
        QCoreApplication::sendPostedEvents(); // words
        QCoreApplication::processEvents();    // layout
        m_window->repaint();
        m_window->view().repaint();
    }

private:
    QTemporaryDir m_settings;
    std::unique_ptr<view::MainWindow> m_window;
};

void switching(benchmark::State &state, Window &window, const char *one, const char *other)
{
    if (!window.ready()) {
        zocalo::bench::fail(state, "the run did not come to its step");
        return;
    }
    bool first = false;
    for (auto _ : state) {
        first = !first;
        window.choose(first ? one : other);
    }
}

} // namespace

int main(int argc, char **argv)
{
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    QApplication application(argc, argv);
    Window window;
    const auto add = [&](const char *name, const char *one, const char *other) {
        benchmark::RegisterBenchmark(
            name, [&window, one, other](benchmark::State &state) { switching(state, window, one, other); })
            ->Iterations(10)
            ->Unit(benchmark::kMillisecond);
    };
    add("switch_language", "languagees", "languageen");
    add("switch_theme", "theme2", "theme0");
    add("switch_detail", "detail0", "detail1");
    return zocalo::bench::runBenchmarks(argc, argv, {});
}
