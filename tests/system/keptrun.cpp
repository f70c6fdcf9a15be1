// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// keptrun LESSON FILE: plays a lesson as the window does, step after step, and writes it down in FILE. At each step it
// tells on standard output how many steps it has announced so far. It is there to be killed.
#include "app/play/liverun.h"
#include "core/history/recordingwriter.h"
#include "core/lesson/lessonlibrary.h"
#include "core/world/timeline.h"

#include <QCoreApplication>

#include <string>
#include <unistd.h>

using namespace zocalo;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    if (argc != 3)
        return 2;
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QString::fromLocal8Bit(argv[1]));
    auto created = history::RecordingWriter::create(QString::fromLocal8Bit(argv[2]), {});
    if (!lesson || !created)
        return 1;
    play::LiveRun run(lesson.value(), lesson.value().clients, lesson.value().kind, QStringLiteral("en"));
    run.keepIn(std::move(created.value()), {});
    world::Timeline timeline;
    const auto tell = [&timeline] {
        const std::string shown = std::to_string(timeline.stepCount()) + '\n';
        if (::write(STDOUT_FILENO, shown.data(), shown.size()) < 0)
            QCoreApplication::exit(1);
    };
    QObject::connect(&run, &play::LiveRun::eventRecorded, &application,
                     [&](const history::Event &event) { timeline.append(event); });
    QObject::connect(&run, &play::LiveRun::waitingStarted, &application, [&] {
        tell();
        run.advance();
    });
    QObject::connect(&run, &play::LiveRun::finished, &application, [&] {
        tell();
        QCoreApplication::exit(run.stopKeeping() ? 0 : 1);
    });
    run.start();
    return QCoreApplication::exec();
}
