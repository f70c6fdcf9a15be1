// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/trace/record.h"

namespace zocalo::run {

/// A thread of a watched program that waits at the gate.
struct HeldThread
{
    history::ProcessId process = 0;
    quint32 tid = 0; ///< as the process knows it
    trace::Call call = trace::Call::Unknown;
    /// Entry: the kernel has not heard of the call. Return: the program has not seen its result.
    trace::Phase phase = trace::Phase::Entry;
    quint64 serial = 0; ///< of the call, within its ring
    qint64 sinceNs = 0; ///< CLOCK_MONOTONIC, when it was first seen there
    int siblings = 0;   ///< other threads that its process had then: they may want a lock that this one owns
    bool operator==(const HeldThread &) const = default;
};

/// How watched programs go on.
enum class Pace : quint8 {
    Free, ///< nobody is held
    Slow, ///< each is held at each entry and return; one after the other goes on, with a pause between
    Step, ///< each is held at each entry and return until it is told to go on
};

} // namespace zocalo::run
