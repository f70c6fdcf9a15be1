// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/code/program.h"
#include "core/lesson/lesson.h"

#include <QHash>

namespace zocalo::code {

/// What a lesson's script tells one of its processes to call. Started by themselves, server first, the programs of a
/// lesson have the same conversation as its run, if not in the same order.
///
/// `language` chooses the messages' texts; `usualPorts` is Lesson::stablePorts, `presentPorts` the same for this run as
/// far as it is known. No calls if the script has no such process.
Program lessonProgram(const lesson::Script &script, const QString &process, const QString &language,
                      const QHash<QString, int> &usualPorts, const QHash<QString, int> &presentPorts = {});

} // namespace zocalo::code
