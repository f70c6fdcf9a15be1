// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/lesson/fault.h"
#include "core/lesson/lesson.h"

#include <QList>
#include <QStringList>

namespace zocalo::lesson {

/// The lessons that come with the program.
class LessonLibrary
{
public:
    /// Their ids, in the order of the path, each after those it builds on; others in that of the alphabet.
    static QStringList ids();
    /// All of them, in the same order. What comes with the program is without fault (the tests see to it). They are
    /// read once, when this is first asked.
    static const QList<Lesson> &lessons();

    /// The lesson that a word of the command line means: the id of a bundled one, or the path of a file (anything with
    /// a slash, or that ends in ".toml").
    ///
    /// Errors: LessonUnknown (subject: the word; detail: the nearest id, or empty), and those of LessonReader::read;
    /// `faults`, if given, receives all that is wrong with the file.
    static Result<Lesson> find(const QString &idOrPath, QList<Fault> *faults = nullptr);
};

} // namespace zocalo::lesson
