// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/cli/commands.h"

#include "app/text/errortext.h"
#include "app/text/faulttext.h"
#include "app/text/language.h"
#include "core/base/printable.h"
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/lessonreader.h"
#include "core/lesson/recordedlesson.h"
#include "core/world/calllines.h"
#include "core/world/callstext.h"
#include "core/world/landings.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <sys/resource.h>

namespace zocalo::cli {

namespace {

constexpr rlim_t FilesNeeded = 64;

/// Lets a run go on at once, and keeps what it recorded.
class Hurry final : public lesson::Pacer
{
public:
    explicit Hurry(world::Timeline &timeline) : m_timeline(timeline) {}
    void recorded(const history::Event &event) override { m_timeline.append(event); }
    Answer mayGoOn(bool) override { return Answer::GoOn; }

private:
    world::Timeline &m_timeline;
};

void print(const QByteArray &text) { std::fwrite(text.constData(), 1, size_t(text.size()), stdout); }

/// One call in the format of --format.
QByteArray callIn(const QString &format, const world::CallLine &line)
{
    if (format == QLatin1String("jsonl")) {
        return QJsonDocument(world::toJson(line)).toJson(QJsonDocument::Compact) + '\n';
    }
    return (format == QLatin1String("csv") ? world::csvLine(line) : world::textLine(line)).toUtf8();
}

} // namespace

int Commands::flushed()
{
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
        complain(text::ErrorText::of({ErrorCode::FileUnwritable, QStringLiteral("standard output"), {}, errno}));
        return Failed;
    }
    return Done;
}

void Commands::complain(const QString &sentence)
{
    // Names out of files stand in it: they must not write on the terminal what they like.
    QStringList lines = sentence.split(QLatin1Char('\n'));
    for (QString &part : lines) {
        part = printable(part);
    }
    const QByteArray line = (QStringLiteral("zocalo: ") + lines.join(QLatin1Char('\n')) + QLatin1Char('\n')).toUtf8();
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

bool Commands::enoughFiles()
{
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= FilesNeeded) {
        return true;
    }
    rlimit raised = limit;
    raised.rlim_cur = std::min<rlim_t>(limit.rlim_max, 1024);
    if (raised.rlim_cur >= FilesNeeded && setrlimit(RLIMIT_NOFILE, &raised) == 0) {
        return true;
    }
    complain(
        tr("Only %1 files may be open at once here, and a run needs %2. Raise the limit with \"ulimit -n 1024\" and "
           "start zocalo again.")
            .arg(limit.rlim_max)
            .arg(FilesNeeded));
    return false;
}

Result<lesson::Lesson> Commands::findLesson(const QString &word)
{
    if (isRecording(word)) {
        complain(tr("\"%1\" is the name of a recording, and a lesson is wanted here: an id (\"zocalo lessons\" lists "
                    "them) or a file. "
                    "\"zocalo open\" shows a recording.")
                     .arg(word));
        return Error{ErrorCode::LessonUnknown, word, {}, 0};
    }
    QList<lesson::Fault> faults;
    Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(word, &faults);
    if (lesson) {
        return lesson;
    }
    if (lesson.error().code == ErrorCode::LessonFaulty && !faults.isEmpty()) {
        complain(faults.size() == 1
                     ? text::FaultText::line(faults.first())
                     : tr("%1 (and %n more: \"zocalo check\" lists all)", nullptr, int(faults.size()) - 1)
                           .arg(text::FaultText::line(faults.first())));
    } else {
        complain(text::ErrorText::of(lesson.error()));
    }
    return lesson;
}

bool Commands::fitsKind(const lesson::Lesson &lesson, lesson::Kind kind)
{
    const bool hasClient = std::any_of(lesson.processes.begin(), lesson.processes.end(),
                                       [](const auto &process) { return process.role == history::Role::Client; });
    if (lesson.id.isEmpty() || lesson.kind == lesson::Kind::Twin || kind == lesson.kind ||
        (kind == lesson::Kind::Pair && hasClient)) {
        return true;
    }
    complain(tr("The lesson \"%1\" is of the kind %2, and cannot be shown as %3.")
                 .arg(lesson.id, lesson::kindName(lesson.kind), lesson::kindName(kind)));
    return false;
}

bool Commands::findSource(const Request &request, PlayedLesson &played, int &clients)
{
    const Result<lesson::Lesson> lesson = findLesson(request);
    if (!lesson) {
        return false;
    }
    played.lesson = lesson.value();
    played.lesson.laboratory = request.has(QStringLiteral("laboratory"));
    played.kind = lesson::kindFromName(request.value(QStringLiteral("kind"))).value_or(played.lesson.kind);
    if (!fitsKind(played.lesson, played.kind)) {
        return false;
    }
    clients = request.value(QStringLiteral("clients"), QString::number(played.lesson.clients)).toInt();
    if (clients > played.lesson.maxClients) {
        complain(tr("The lesson \"%1\" is for at most %n clients.", nullptr, played.lesson.maxClients)
                     .arg(played.lesson.id));
        return false;
    }
    return true;
}

bool Commands::play(const Request &request, PlayedLesson &played)
{
    if (!request.program.isEmpty()) {
        return playProgram(request, played);
    }
    if (isRecording(request.words.first())) {
        return read(request, played);
    }
    int clients = 0;
    if (!enoughFiles() || !findSource(request, played, clients)) {
        return false;
    }
    Hurry pacer(played.timeline);
    played.clients = clients;
    const Status status = lesson::Director(played.lesson, clients, played.kind, text::language()).play(pacer);
    if (!status) {
        complain(text::ErrorText::of(status.error()));
    }
    return status.ok();
}

int Commands::lessons(const Request &request)
{
    const bool json = request.value(QStringLiteral("format")) == QLatin1String("jsonl");
    for (const lesson::Lesson &lesson : lesson::LessonLibrary::lessons()) {
        const QString title = lesson.title.in(text::language());
        const QString summary = lesson.summary.in(text::language());
        if (!json) {
            print(QStringLiteral("%1\n    %2\n    %3\n").arg(lesson.id, title, summary).toUtf8());
            continue;
        }
        const QJsonObject object{{QStringLiteral("id"), lesson.id},
                                 {QStringLiteral("title"), title},
                                 {QStringLiteral("summary"), summary},
                                 {QStringLiteral("builds_on"), QJsonArray::fromStringList(lesson.buildsOn)},
                                 {QStringLiteral("kind"), lesson::kindName(lesson.kind)}};
        print(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
    }
    return flushed();
}

int Commands::check(const Request &request)
{
    bool good = true;
    for (const QString &path : request.words) {
        lesson::LessonReader reader;
        const Result<lesson::Lesson> lesson = reader.read(path);
        for (const lesson::Fault &fault : reader.faults()) {
            print((text::FaultText::line(fault) + QLatin1Char('\n')).toUtf8());
        }
        if (!lesson && reader.faults().isEmpty()) {
            complain(text::ErrorText::of(lesson.error()));
        }
        good = good && lesson.ok();
    }
    const int written = flushed();
    if (!good) {
        complain(tr("The lesson files have faults."));
        return Failed;
    }
    return written;
}

int Commands::calls(const Request &request)
{
    PlayedLesson played;
    if (!play(request, played)) {
        return Failed;
    }
    const QString format = request.value(QStringLiteral("format"), QStringLiteral("text"));
    const world::CallLines lines(played.timeline.events());
    if (format == QLatin1String("csv")) {
        print(world::csvHeadings().toUtf8());
    }
    for (qsizetype i = 0; i < lines.size(); ++i) {
        print(callIn(format, lines.at(i)));
    }
    return played.isCut ? Failed : flushed();
}

int Commands::landings(const Request &request)
{
    PlayedLesson played;
    if (!play(request, played)) {
        return Failed;
    }
    const bool json = request.value(QStringLiteral("format")) == QLatin1String("jsonl");
    const QList<world::Landing> list = world::landings(played.timeline.world(played.timeline.stepCount() - 1));
    for (const world::Landing &landing : list) {
        print(json ? QJsonDocument(world::toJson(landing)).toJson(QJsonDocument::Compact) + '\n'
                   : landingLine(landing).toUtf8() + '\n');
    }
    return played.isCut ? Failed : flushed();
}

} // namespace zocalo::cli
