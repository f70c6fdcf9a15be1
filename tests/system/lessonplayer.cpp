// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// lessonplayer LESSON CLIENTS [STOP-AT]: plays a lesson without a window and tells what it does, one fact a line, for
// tests that kill it. At the moment STOP-AT it says "paused" and holds there for ever.
#include "core/lesson/director.h"
#include "core/lesson/lessonlibrary.h"

#include <QString>

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

using namespace zocalo;

namespace {

class TellingPacer : public lesson::Pacer
{
public:
    explicit TellingPacer(int stopAt) : m_stopAt(stopAt) {}

    void recorded(const history::Event &event) override
    {
        if (const auto *started = std::get_if<history::ProcessStarted>(&event.data)) {
            std::printf("pid %lld %s\n", static_cast<long long>(started->pid), qPrintable(started->name));
        } else if (const auto *returned = std::get_if<history::CallReturned>(&event.data)) {
            if (returned->record.call == trace::Call::Bind) {
                std::printf("%s %d\n", returned->record.protocol == 17 ? "udp" : "tcp", returned->record.local.port);
            }
        }
    }

    Answer mayGoOn(bool hold) override
    {
        if (!hold && m_moments++ == m_stopAt) {
            std::printf("paused\n");
            std::fflush(stdout);
            while (true) {
                ::pause();
            }
        }
        return Answer::GoOn;
    }

    int moments() const { return m_moments - 1; }

private:
    int m_stopAt;
    int m_moments = 0; ///< with the one before the first call
};

int fail(const Error &error)
{
    std::printf("error %d %s %s %d\n", static_cast<int>(error.code), qPrintable(error.subject),
                qPrintable(error.detail), error.errnoValue);
    return 1;
}

} // namespace

int main(int argc, char *argv[])
{
    if (argc < 3) {
        return 2;
    }
    ::setenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR, 0);
    const Result<lesson::Lesson> found = lesson::LessonLibrary::find(QString::fromLocal8Bit(argv[1]));
    if (!found) {
        return fail(found.error());
    }
    TellingPacer pacer(argc > 3 ? std::atoi(argv[3]) : -1);
    const lesson::Director director(found.value(), std::atoi(argv[2]), found.value().kind, QStringLiteral("en"));
    const Status status = director.play(pacer);
    if (!status) {
        return fail(status.error());
    }
    std::printf("moments %d\n", pacer.moments());
    return 0;
}
