// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/recordinginfo.h"
#include "core/lesson/lesson.h"
#include "core/world/world.h"

#include <QString>

#include <optional>

namespace zocalo::lesson {

/// "twin", "pair", "tcp", "udp".
QString kindName(Kind kind);
/// The kind of that name.
std::optional<Kind> kindFromName(const QString &name);

/// The kind of figure that shows what the processes of a run without a lesson did: one process alone (Pair), or the
/// protocol of most of its messages.
Kind kindOf(const world::World &world);

/// Whether a run without a lesson can be shown as that: of one protocol only if it has a socket of it.
bool canBeShownAs(const world::World &world, Kind kind);

/// What a recording of a lesson's run says of itself. `program` is the version of zocalo.
history::RecordingInfo recordingInfo(const Lesson &lesson, Kind kind, int clients, const QString &language,
                                     const QString &program);

/// The lesson that a recording has with it, and the kind that was run. A recording may come from anybody: a lesson that
/// cannot be read is one without a script, with its id for a title, and draws what happened all the same.
struct RecordedLesson
{
    Lesson lesson;
    Kind kind = Kind::Twin;
};
RecordedLesson recordedLesson(const history::RecordingInfo &info);

} // namespace zocalo::lesson
