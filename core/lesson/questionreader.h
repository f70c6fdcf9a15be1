// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/fieldreader.h"
#include "core/lesson/question.h"

namespace zocalo::lesson {

/// Reads a lesson's `questions`: each by itself. Whether the script has what they ask for is the ScriptChecker's.
class QuestionReader
{
public:
    Q_DISABLE_COPY_MOVE(QuestionReader)
    explicit QuestionReader(FaultList &faults) : m_faults(faults) {}

    QList<Question> read(const toml::array &questions);
    /// Where the fields of each question stand that is checked against the script: "at", "answer", "believed",
    /// "explain", "until".
    const QList<QHash<QByteArray, Place>> &places() const { return m_places; }

private:
    void readQuestion(const toml::table &table, Question &question);
    void readAnswer(FieldReader &fields, Question &question);
    void readOptions(FieldReader &fields, Question &question);
    QStringList readStrings(FieldReader &fields, const char *field);

    FaultList &m_faults;
    QList<QHash<QByteArray, Place>> m_places;
};

} // namespace zocalo::lesson
