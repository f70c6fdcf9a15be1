// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/director.h"

#include "core/lesson/play.h"
#include "core/run/helperpaths.h"

#include <utility>

namespace zocalo::lesson {

Director::Director(const Lesson &lesson, int clients, Kind kind, QString language)
    : m_script(lesson.expand(clients, kind)), m_path(lesson.path), m_language(std::move(language))
{
}

Director::Director(Script script, QString language) : m_script(std::move(script)), m_language(std::move(language)) {}

Status Director::play(Pacer &pacer) const
{
    const Result<run::HelperPaths> helpers = run::HelperPaths::find();
    if (!helpers) {
        return helpers.error();
    }
    Play play(m_script, m_language, helpers.value(), pacer);
    Status status = play.perform();
    if (status.error().code == ErrorCode::LessonFaulty) {
        Error error = status.error();
        error.subject = m_path;
        return error;
    }
    return status;
}

} // namespace zocalo::lesson
