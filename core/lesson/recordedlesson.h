// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/recordinginfo.h"
#include "core/lesson/lesson.h"

#include <QString>

#include <optional>

namespace zocalo::lesson {

/// "twin", "pair", "tcp", "udp".
QString kindName(Kind kind);
/// The kind of that name.
std::optional<Kind> kindFromName(const QString &name);

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
