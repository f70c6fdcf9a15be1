// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/windowmain.h"

#include "app/cli/commands.h"
#include "app/figure/fonts.h"
#include "app/text/errortext.h"
#include "app/text/language.h"
#include "app/view/appearance.h"
#include "app/view/firstframe.h"
#include "app/view/lessondesk.h"
#include "app/view/mainwindow.h"
#include "app/view/windowstyle.h"
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/recordedlesson.h"

#include <QApplication>
#include <QIcon>
#include <QScreen>

#include <future>

namespace zocalo::view {

namespace {

/// The first of the path: opened before the others are read.
constexpr char FirstLesson[] = "what-a-socket-is";

} // namespace

bool displayAvailable()
{
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
        if (!qEnvironmentVariableIsEmpty(name)) {
            return true;
        }
    }
    cli::Commands::complain(QCoreApplication::translate(
        "zocalo::view::Window", "There is no display to open a window on. Without one, \"zocalo figure "
                                "accept-vs-recvfrom -o figure.png\" draws the picture into a file."));
    return false;
}

int runWindow(int &argc, char **argv, const cli::Request &request, std::chrono::steady_clock::time_point start)
{
    // The lessons are read while Qt looks for its plugins and fonts.
    const std::future<void> lessons = std::async(std::launch::async, [] { lesson::LessonLibrary::lessons(); });
    QApplication application(argc, argv);
    const bool languageGiven = request.has(QStringLiteral("lang"));
    text::setLanguage(request.value(QStringLiteral("lang"), text::systemLanguage()));
    const bool isRecording = request.command == QLatin1String("open");
    std::unique_ptr<play::RecordingSource> recording;
    std::unique_ptr<play::RecordingSource> besides;
    for (const QString &path : isRecording ? request.words : QStringList()) {
        auto opened = play::RecordingSource::open(path);
        if (!opened) {
            cli::Commands::complain(text::ErrorText::of(opened.error()));
            return cli::Failed;
        }
        (recording ? besides : recording) = std::move(opened.value());
    }
    const bool isWatch = request.command == QLatin1String("watch");
    const Result<lesson::Lesson> lesson = isRecording ? lesson::recordedLesson(recording->info()).lesson
                                          : isWatch   ? lesson::recordedLesson({}).lesson
                                          : request.words.isEmpty()
                                              ? lesson::LessonLibrary::find(QLatin1String(FirstLesson))
                                              : cli::Commands::findLesson(request);
    if (!lesson) {
        return cli::Failed;
    }
    figure::loadFonts();
    QApplication::setStyle(new WindowStyle);
    QApplication::setFont(widgetFont(QApplication::font(), QApplication::primaryScreen()->logicalDotsPerInch()));
    QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/zocalo.svg")));
    MainWindow window(lesson.value(), languageGiven);
    window.setQuestionsAsked(LessonDesk::isAskingWanted());
    if (qEnvironmentVariableIsSet("ZOCALO_TIME_FIRST_FRAME")) {
        new FirstFrame(window, recording.get(), start); // belongs to the window
    }
    if (!window.openDoor() && isWatch) {
        return cli::Failed; // another window was faster
    }
    window.show();
    // After the first frame: the processes of a run take longer to start than a window to appear.
    if (recording) {
        window.showRecording(std::move(recording));
        if (besides) {
            window.compareWith(std::move(besides));
        }
    } else if (!isWatch) {
        QMetaObject::invokeMethod(&window, &MainWindow::startRun, Qt::QueuedConnection);
    }
    return QApplication::exec();
}

} // namespace zocalo::view
