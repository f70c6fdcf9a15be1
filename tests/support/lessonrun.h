// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"
#include "core/world/timeline.h"

#include <QByteArray>

namespace zocalo::test {

/// A lesson played for real: its processes ran, at full speed, and are gone.
struct LessonRun
{
    world::Timeline timeline;
    Status status;
};

/// Plays a lesson to its end. `language` is of what its processes say.
inline LessonRun playLesson(const lesson::Lesson &lesson, int clients, lesson::Kind kind, const QString &language)
{
    class Hurry final : public lesson::Pacer
    {
    public:
        explicit Hurry(world::Timeline &timeline) : m_timeline(timeline) {}
        void recorded(const history::Event &event) override { m_timeline.append(event); }
        Answer mayGoOn(bool) override { return Answer::GoOn; }

    private:
        world::Timeline &m_timeline;
    };
    if (!qEnvironmentVariableIsSet("ZOCALO_HELPERS"))
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    LessonRun run;
    Hurry pacer(run.timeline);
    run.status = lesson::Director(lesson, clients, kind, language).play(pacer);
    return run;
}

} // namespace zocalo::test
