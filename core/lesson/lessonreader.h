// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/lesson/fault.h"
#include "core/lesson/lesson.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace zocalo::lesson {

/// Reads a lesson file and tells everything that is wrong with it, not only the first. docs/lesson-format.md describes
/// the format. A lesson file may come from anybody: reading one never waits, never runs out of stack or memory, and
/// ends soon (limits.h).
class LessonReader
{
public:
    /// Which settings of the switches are carried out on paper.
    enum class Rehearse { Nothing, Chosen, All };

    /// A file, or a resource (":/…"), of which the script is not rehearsed.
    ///
    /// Errors: FileMissing, FileUnreadable, FileTooLarge, and LessonFaulty (detail: "line:column" of the first fault;
    /// empty if it concerns the file as a whole). faults() tells all of it.
    Result<Lesson> read(const QString &path);
    /// The same for a text that was read already; `path` is for the faults.
    Result<Lesson> parse(const QByteArray &text, const QString &path);
    /// The same with its switches set to these: no other setting is looked through.
    Result<Lesson> parse(const QByteArray &text, const QString &path, const Choices &choices);
    /// A lesson that was read before, with its switches set to these. Errors: as of read().
    Result<Lesson> changed(const Lesson &lesson, const Choices &choices);

    /// What is wrong with what was read last, in the order of the file. Empty if it could be read.
    const QList<Fault> &faults() const { return m_faults; }

private:
    Result<Lesson> parse(const QByteArray &text, const QString &path, const Choices &choices, Rehearse rehearse);

    QList<Fault> m_faults;
};

} // namespace zocalo::lesson
