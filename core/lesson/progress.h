// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QHash>
#include <QList>
#include <QString>

struct sqlite3;

namespace zocalo::lesson {

/// One answer that was given to a question of a lesson, or a question that was skipped. No names: who answered is not
/// kept.
struct GivenAnswer
{
    QString lesson;   ///< id
    int question = 0; ///< which of the lesson's questions: 1, 2…
    QString answer;   ///< as it was given; empty: skipped
    QString observed; ///< what the run gave; empty: not known
    bool skipped = false;
    bool right = false;
    int people = 1; ///< how many gave this answer: more than one where a class was counted
    bool inClass = false;
    QDateTime when;
};

/// The answers given on this machine, in one SQLite file. Nothing of it leaves the machine.
class Progress
{
    Q_DISABLE_COPY_MOVE(Progress)

public:
    Progress() = default;
    ~Progress();

    /// Opens the file, and makes it if there is none; its folder must exist. ":memory:" keeps nothing.
    ///
    /// Errors: FileUnwritable (subject: path).
    Status open(const QString &path);
    bool isOpen() const { return m_database != nullptr; }

    Status add(const GivenAnswer &answer);
    /// All of them, the oldest first.
    QList<GivenAnswer> answers() const;
    /// How many questions of each lesson were answered, not skipped, at some time; of lessons without such none.
    QHash<QString, int> answeredQuestions() const;
    /// Forgets everything.
    Status reset();
    /// All answers as comma-separated values (RFC 4180, with line feeds only), headings first.
    QString csv() const;

private:
    Status run(const char *statement);
    Error failure() const;

    sqlite3 *m_database = nullptr;
    QString m_path;
};

} // namespace zocalo::lesson
