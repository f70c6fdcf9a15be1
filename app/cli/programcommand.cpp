// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The commands' part that runs a program of the user's: "-- PROGRAM ARGUMENT…" instead of a lesson.
#include "app/cli/commands.h"

#include "app/cli/watchedprogram.h"
#include "app/text/errortext.h"
#include "app/text/language.h"
#include "app/text/watchtext.h"
#include "core/history/recordingwriter.h"
#include "core/lesson/recordedlesson.h"

#include <QFile>

namespace zocalo::cli {
namespace {

history::RecordingInfo infoOf(const Request &request)
{
    history::RecordingInfo info;
    info.program = QCoreApplication::applicationVersion();
    info.language = text::language();
    info.command = request.program;
    return info;
}

} // namespace

lesson::Kind Commands::kindOf(const Request &request, world::Timeline &timeline)
{
    return lesson::kindFromName(request.value(QStringLiteral("kind")))
        .value_or(lesson::kindOf(timeline.world(timeline.stepCount() - 1)));
}

bool Commands::fitsSockets(const Request &request, PlayedLesson &played)
{
    if (!request.has(QStringLiteral("kind"))) {
        return true;
    }
    if (lesson::canBeShownAs(played.timeline.world(played.timeline.stepCount() - 1), played.kind)) {
        return true;
    }
    //: %1 is TCP or UDP, %2 what was asked for: tcp or udp
    complain(tr("There is no %1 socket in this run: it cannot be shown as %2.")
                 .arg(played.kind == lesson::Kind::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP"),
                      lesson::kindName(played.kind)));
    return false;
}

void Commands::tellMissed(const world::MissedBytes &bytes)
{
    if (const QString missed = text::WatchText::missed(bytes.missed()); !missed.isEmpty()) {
        complain(missed);
    }
}

bool Commands::fitsProgram(const Request &request)
{
    if (!request.changes.isEmpty()) {
        complain(tr("--set is for lessons: a program has no switches."));
        return false;
    }
    if (request.has(QStringLiteral("clients"))) {
        complain(tr("--clients is for lessons: a program has the clients that it has."));
        return false;
    }
    if (request.command == QLatin1String("record") && request.has(QStringLiteral("kind"))) {
        complain(tr("--kind is for lessons: how a program's run is shown is told when its recording is read."));
        return false;
    }
    return true;
}

bool Commands::playProgram(const Request &request, PlayedLesson &played)
{
    if (!fitsProgram(request)) {
        return false;
    }
    const Result<run::HelperPaths> helpers = run::HelperPaths::find();
    if (!helpers) {
        complain(text::ErrorText::of(helpers.error()));
        return false;
    }
    played.lesson = lesson::recordedLesson(infoOf(request)).lesson;
    world::MissedBytes bytes;
    WatchedProgram program(request.program, helpers.value(), [&](const history::Event &event) {
        played.timeline.append(event);
        bytes.take(event);
    });
    program.setOutputToError();
    if (request.has(QStringLiteral("ptrace"))) {
        program.setUnderPtrace();
    }
    if (request.has(QStringLiteral("no-lines"))) {
        program.setWithoutLines();
    }
    if (const Status run = program.play(); !run) {
        complain(text::ErrorText::of(run.error()));
        return false;
    }
    tellMissed(bytes);
    played.isProgram = true;
    played.kind = kindOf(request, played.timeline);
    return fitsSockets(request, played);
}

int Commands::recordProgram(const Request &request, const QString &path)
{
    if (!fitsProgram(request)) {
        return Failed;
    }
    const Result<run::HelperPaths> helpers = run::HelperPaths::find();
    if (!helpers) {
        complain(text::ErrorText::of(helpers.error()));
        return Failed;
    }
    const auto writer = history::RecordingWriter::create(path, infoOf(request));
    if (!writer) {
        complain(text::ErrorText::of(writer.error()));
        return Failed;
    }
    bool hasBegun = false;
    Status written;
    // Told at once: the program goes on, perhaps for long.
    const auto tellOnce = [&](const Status &status) {
        if (written && !status) {
            complain(text::ErrorText::of(status.error()));
        }
        written = written ? status : written;
    };
    world::MissedBytes bytes;
    WatchedProgram program(request.program, helpers.value(), [&](const history::Event &event) {
        hasBegun = true;
        bytes.take(event);
        writer.value()->append(event);
        tellOnce(writer.value()->status());
    });
    if (request.has(QStringLiteral("ptrace"))) {
        program.setUnderPtrace();
    }
    if (request.has(QStringLiteral("no-lines"))) {
        program.setWithoutLines();
    }
    const Status run = program.play();
    tellMissed(bytes);
    tellOnce(writer.value()->finish());
    if (!run) {
        complain(text::ErrorText::of(run.error()));
    }
    if (!run && !hasBegun) {
        QFile::remove(path); // there was nothing to record
    }
    return written && run ? program.passOn() : int(Failed);
}

} // namespace zocalo::cli
