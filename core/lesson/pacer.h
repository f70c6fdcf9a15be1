// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

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
};

} // namespace zocalo::lesson
