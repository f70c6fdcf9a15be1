// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// --set: a lesson with its switches set otherwise.
#include "app/cli/commands.h"
#include "app/text/faulttext.h"
#include "core/base/nearest.h"
#include "core/lesson/lessonreader.h"

namespace zocalo::cli {

namespace {

/// What is wrong with one --set, as a fault whose words there are already; nothing if it is right.
std::optional<lesson::Fault> faultOf(const lesson::Lesson &lesson, const QString &id, const QString &value)
{
    lesson::Fault fault;
    QStringList ids;
    for (const lesson::Switch &each : lesson.switches) {
        ids << each.id;
        if (each.id != id) {
            continue;
        }
        if (each.value(value)) {
            return std::nullopt;
        }
        QStringList values;
        for (const lesson::SwitchValue &known : each.values) {
            values << known.is;
        }
        fault.code = lesson::FaultCode::SwitchValueUnknown;
        fault.args = {id, value, nearest(value, values), values.join(QStringLiteral(", "))};
        return fault;
    }
    fault.code = lesson::FaultCode::SwitchUnknown;
    fault.args = {id, nearest(id, ids)};
    return fault;
}

} // namespace

Result<lesson::Lesson> Commands::findLesson(const Request &request)
{
    Result<lesson::Lesson> found = findLesson(request.words.first());
    if (!found || request.changes.isEmpty()) {
        return found;
    }
    lesson::Choices choices;
    for (const QString &change : request.changes) {
        const QString id = change.section(QLatin1Char('='), 0, 0);
        const QString value = change.section(QLatin1Char('='), 1);
        if (const std::optional<lesson::Fault> fault = faultOf(found.value(), id, value)) {
            complain(text::FaultText::sentence(*fault));
            return Error{ErrorCode::LessonFaulty, found.value().path, {}, 0};
        }
        choices.insert(id, value);
    }
    return lesson::LessonReader().changed(found.value(), choices);
}

} // namespace zocalo::cli
