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

/// Plays a lesson to its end. `language` is of what its processes say. `pidOffset` is added to each PID: as on a
/// machine that has counted that far (man 5 proc, pid_max).
inline LessonRun playLesson(const lesson::Lesson &lesson, int clients, lesson::Kind kind, const QString &language,
                            qint64 pidOffset = 0)
{
    class Hurry final : public lesson::Pacer
    {
    public:
        Hurry(world::Timeline &timeline, qint64 pidOffset) : m_timeline(timeline), m_pidOffset(pidOffset) {}
        void recorded(const history::Event &event) override
        {
            history::Event given = event;
            if (auto *started = std::get_if<history::ProcessStarted>(&given.data))
                started->pid += m_pidOffset;
            m_timeline.append(given);
        }
        Answer mayGoOn(bool) override { return Answer::GoOn; }

    private:
        world::Timeline &m_timeline;
        qint64 m_pidOffset;
    };
    if (!qEnvironmentVariableIsSet("ZOCALO_HELPERS"))
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    LessonRun run;
    Hurry pacer(run.timeline, pidOffset);
    run.status = lesson::Director(lesson, clients, kind, language).play(pacer);
    return run;
}

} // namespace zocalo::test
