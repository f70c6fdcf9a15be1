// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

namespace zocalo::lesson {

/// Decides when a lesson's run may go past a recorded moment, and receives its events. Called on the run's own thread.
/// While `mayGoOn` blocks, the process that made the call really waits at the gate.
class Pacer
{
public:
    virtual ~Pacer() = default;
    /// An event was appended to the history.
    virtual void recorded(const history::Event &event) = 0;
    /// A moment was reached and everything that belongs to it was recorded. Blocks as long as the run shall wait;
    /// returns false to stop the run. `hold`: the lesson asks to wait here for the user ("end of the messages").
    virtual bool mayGoOn(bool hold) = 0;
};

} // namespace zocalo::lesson
