// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/recordedlesson.h"

#include "core/lesson/lessonreader.h"

#include <algorithm>

namespace zocalo::lesson {
namespace {

constexpr std::pair<Kind, QLatin1String> kKinds[] = {{Kind::Twin, QLatin1String("twin")},
                                                     {Kind::Pair, QLatin1String("pair")},
                                                     {Kind::Tcp, QLatin1String("tcp")},
                                                     {Kind::Udp, QLatin1String("udp")}};

} // namespace

QString kindName(Kind kind)
{
    for (const auto &[known, name] : kKinds) {
        if (known == kind)
            return name;
    }
    return {};
}

std::optional<Kind> kindFromName(const QString &name)
{
    for (const auto &[kind, known] : kKinds) {
        if (name == known)
            return kind;
    }
    return std::nullopt;
}

Kind kindOf(const world::World &world)
{
    if (world.processes().size() < 2)
        return Kind::Pair;
    qsizetype tcp = 0;
    qsizetype udp = 0;
    for (const world::Message &message : world.messages())
        ++(message.protocol == kernel::Protocol::Udp ? udp : tcp);
    if (tcp == udp) {
        // Of a stranger's messages nothing is known but what is read of them.
        for (const world::Socket &socket : world.sockets()) {
            udp += socket.protocol == kernel::Protocol::Udp ? 1 : 0;
            tcp += socket.protocol == kernel::Protocol::Tcp ? 1 : 0;
        }
    }
    return udp > tcp ? Kind::Udp : Kind::Tcp;
}

bool canBeShownAs(const world::World &world, Kind kind)
{
    if (kind != Kind::Tcp && kind != Kind::Udp)
        return true;
    const auto wanted = kind == Kind::Udp ? kernel::Protocol::Udp : kernel::Protocol::Tcp;
    const auto &sockets = world.sockets();
    return std::any_of(sockets.begin(), sockets.end(), [wanted](const auto &each) { return each.protocol == wanted; });
}

history::RecordingInfo recordingInfo(const Lesson &lesson, Kind kind, int clients, const QString &language,
                                     const QString &program)
{
    history::RecordingInfo info;
    info.program = program;
    info.lesson = lesson.id;
    info.lessonSource = lesson.source;
    info.choices = choicesText(lesson.choices);
    info.isLaboratory = lesson.laboratory;
    info.kind = kindName(kind);
    info.clients = clients;
    info.language = language;
    return info;
}

RecordedLesson recordedLesson(const history::RecordingInfo &info)
{
    RecordedLesson recorded;
    LessonReader reader;
    if (const Result<Lesson> lesson = reader.parse(info.lessonSource, info.lesson, choicesFrom(info.choices)); lesson) {
        recorded.lesson = lesson.value();
        recorded.lesson.laboratory = info.isLaboratory;
    } else {
        recorded.lesson.id = info.lesson;
        const QString title = info.lesson.isEmpty() ? info.command.join(QLatin1Char(' ')) : info.lesson;
        recorded.lesson.title = {title, title};
        recorded.lesson.kind = kindFromName(info.kind).value_or(Kind::Twin);
        recorded.lesson.detail = Detail::Mechanism;
    }
    recorded.kind = kindFromName(info.kind).value_or(recorded.lesson.kind);
    return recorded;
}

} // namespace zocalo::lesson
