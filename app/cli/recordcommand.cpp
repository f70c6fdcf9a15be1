// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The commands' part that has to do with recordings: making one, and reading one instead of running a lesson.
#include "app/cli/commands.h"

#include "app/text/errortext.h"
#include "app/text/language.h"
#include "app/text/watchtext.h"
#include "core/history/pcapng.h"
#include "core/history/recordingreader.h"
#include "core/history/recordingwriter.h"
#include "core/lesson/director.h"
#include "core/lesson/recordedlesson.h"
#include "core/world/half.h"

#include <QSaveFile>

#include <cerrno>
#include <csignal>
#include <optional>

namespace zocalo::cli {
namespace {

constexpr int Batch = 4096;

/// The signal that asked us to end; 0: none did.
volatile std::sig_atomic_t s_signal = 0;

/// Lets a run go on at once and writes it down. Ends it when we are asked to end, or when the file cannot grow.
class RecordingPacer final : public lesson::Pacer
{
public:
    explicit RecordingPacer(history::RecordingWriter &writer) : m_writer(writer) {}
    void recorded(const history::Event &event) override
    {
        m_writer.append(event);
        if (const auto *segment = std::get_if<history::SegmentSeen>(&event.data)) {
            m_segments.append(*segment);
        } else if (const auto *lost = std::get_if<history::SegmentsLost>(&event.data)) {
            m_lost += lost->packets;
        }
    }
    Answer mayGoOn(bool) override { return s_signal != 0 || !m_writer.status() ? Answer::Stop : Answer::GoOn; }

    const QList<history::SegmentSeen> &segments() const { return m_segments; }
    quint64 lost() const { return m_lost; }

private:
    quint64 m_lost = 0; ///< packets
    QList<history::SegmentSeen> m_segments;
    history::RecordingWriter &m_writer;
};

Status writeSegments(const QString &path, const RecordingPacer &pacer)
{
    QSaveFile file(path);
    const QByteArray bytes = history::pcapng(pacer.segments(), pacer.lost(), history::timeOfDayAtZero());
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit()) {
        return {};
    }
    return Error{ErrorCode::FileUnwritable, path, {}, errno};
}

} // namespace

bool isRecording(const QString &word) { return word.endsWith(QLatin1String(".zocalo")); }

bool Commands::read(const Request &request, PlayedLesson &played)
{
    if (request.has(QStringLiteral("laboratory"))) {
        complain(tr("--laboratory is for lessons that are run: a recording has the segments that it has."));
        return false;
    }
    if (request.has(QStringLiteral("clients"))) {
        complain(tr("--clients is for lessons that are run: a recording has the clients that it has."));
        return false;
    }
    if (!request.changes.isEmpty()) {
        complain(tr("--set is for lessons that are run: a recording is as it was."));
        return false;
    }
    const auto reader = history::RecordingReader::open(request.words.first());
    if (!reader) {
        complain(text::ErrorText::of(reader.error()));
        return false;
    }
    const lesson::RecordedLesson recorded = lesson::recordedLesson(reader.value()->info());
    played.lesson = recorded.lesson;
    played.clients = reader.value()->info().clients;
    played.path = request.words.first();
    played.kind = lesson::kindFromName(request.value(QStringLiteral("kind"))).value_or(recorded.kind);
    if (request.has(QStringLiteral("kind")) && !fitsKind(played.lesson, played.kind)) {
        return false;
    }
    // Of a twin that is shown as less: what a run of that kind would have recorded. A pair is of the connection.
    std::optional<world::Half> half;
    const bool isLesson = !reader.value()->info().kind.isEmpty();
    if (isLesson && recorded.kind == lesson::Kind::Twin && played.kind != lesson::Kind::Twin) {
        half.emplace(played.kind == lesson::Kind::Udp ? QStringLiteral("udp") : QStringLiteral("tcp"));
    }
    world::MissedBytes bytes;
    qsizetype index = 0;
    for (auto batch = reader.value()->next(Batch); !batch.isEmpty(); batch = reader.value()->next(Batch)) {
        for (const history::Event &event : std::as_const(batch)) {
            if (const auto kept = half ? half->take(event, index) : std::optional(event)) {
                played.timeline.append(*kept);
            }
            if (!isLesson) {
                bytes.take(event);
            }
            ++index;
        }
    }
    if (!reader.value()->damage()) {
        complain(text::ErrorText::of(reader.value()->damage().error()));
        played.isCut = true;
    } else if (!reader.value()->info().isEnded) {
        complain(tr("The recording was not brought to its end: the run may have gone on after what it has."));
    }
    const world::World last = played.timeline.world(played.timeline.stepCount() - 1);
    for (const QString &sentence : text::WatchText::notSeen(last.unseen(), text::WatchText::Way::Command)) {
        complain(sentence);
    }
    tellMissed(bytes);
    if (!isLesson) {
        played.isProgram = true;
        played.kind = kindOf(request, played.timeline); // of a program
        return fitsSockets(request, played);
    }
    return true;
}

int Commands::record(const Request &request)
{
    if (request.outputs.size() != 1) {
        complain(tr("zocalo record writes one file: give -o once."));
        return WrongUsage;
    }
    const QString &path = request.outputs.first();
    if (!isRecording(path)) {
        complain(tr("A recording is written as .zocalo: \"%1\" has another ending.").arg(path));
        return WrongUsage;
    }
    if (!enoughFiles()) {
        return Failed;
    }
    return request.program.isEmpty() ? recordLesson(request, path) : recordProgram(request, path);
}

int Commands::recordLesson(const Request &request, const QString &path)
{
    PlayedLesson played;
    int clients = 0;
    if (!findSource(request, played, clients)) {
        return Failed;
    }
    const auto writer = history::RecordingWriter::create(
        path, lesson::recordingInfo(played.lesson, played.kind, clients, text::language(),
                                    QCoreApplication::applicationVersion()));
    if (!writer) {
        complain(text::ErrorText::of(writer.error()));
        return Failed;
    }
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        std::signal(number, [](int caught) { s_signal = caught; });
    }
    RecordingPacer pacer(*writer.value());
    const Status run = lesson::Director(played.lesson, clients, played.kind, text::language()).play(pacer);
    const Status written = writer.value()->finish();
    if (const int number = s_signal; number != 0) {
        // Whoever asked us to end sees that we did so; the recording is complete up to there.
        std::signal(number, SIG_DFL);
        std::raise(number);
    }
    const Status captured = request.has(QStringLiteral("pcapng"))
                                ? writeSegments(request.value(QStringLiteral("pcapng")), pacer)
                                : Status();
    if (pacer.lost() > 0) {
        complain(text::WatchText::packetsLost(pacer.lost()));
    }
    for (const Status &status : {written, run, captured}) {
        if (!status) {
            complain(text::ErrorText::of(status.error()));
            return Failed;
        }
    }
    return Done;
}

} // namespace zocalo::cli
