// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/lesson/action.h"

#include <optional>

namespace zocalo::lesson {

/// Decides when a lesson's run may go past a recorded moment, and receives its events. Called on the run's own thread.
/// Until `mayGoOn` answers GoOn, the process that made the call really waits at the gate.
class Pacer
{
public:
    enum class Answer {
        GoOn,
        Wait, ///< ask again: the pacer has waited a little itself, and the run looks whether somebody died meanwhile
        Stop,
    };

    virtual ~Pacer() = default;
    /// An event was appended to the history.
    virtual void recorded(const history::Event &event) = 0;
    /// All processes have started, or a moment was reached and everything that belongs to it was recorded. Asked again
    /// and again while it answers Wait. `hold`: the lesson asks to wait here for the user ("end of the messages").
    virtual Answer mayGoOn(bool hold) = 0;

    /// Something the user wants done; asked each time the run goes on, until there is nothing more. From the first
    /// action on the lesson's script is set aside: the run does what it is told, and nothing else.
    virtual std::optional<Action> takeAction() { return std::nullopt; }
    /// The script was set aside, and all that was asked for is done: nobody is in a moment. Asked again and again while
    /// it answers Wait. GoOn: takeAction() has something; the run ends if it has not.
    virtual Answer awaitAction() { return Answer::GoOn; }
    /// An action was taken, and has become impossible meanwhile: nothing was called.
    virtual void refused(const Action & /*action*/, Obstacle /*obstacle*/) {}
};

} // namespace zocalo::lesson
