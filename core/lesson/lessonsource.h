// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/lesson/fault.h"

#include <QByteArray>
#include <QString>

namespace zocalo::lesson {

/// Reads the bytes of a lesson file (or of a resource, ":/…"). Never waits: a pipe or a device is refused unopened.
/// What stands against it is added to `faults` too.
Result<QByteArray> readLessonFile(const QString &path, FaultList &faults);

/// True if the bytes may be handed to the TOML parser: not empty, valid UTF-8 without NUL, and not nested so deeply
/// that the parser's own recursion could exhaust the stack. Otherwise the fault is added, with its place.
bool isReadableText(const QByteArray &text, FaultList &faults);

} // namespace zocalo::lesson
