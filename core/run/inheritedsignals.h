// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

namespace zocalo::run {

/// What whoever started zocalo had it do with signals: which are ignored (nohup) and which are blocked. Programs of the
/// user's are started with the same, whatever zocalo needs for itself. signal(7): an exec keeps both.
class InheritedSignals
{
public:
    /// Call it first of all in main(). Without it programs get what this process has.
    static void remember();
    /// True if it was ignored when remember() was called.
    static bool wasIgnored(int number);
    /// Gives this process what it was started with. Async-signal-safe: for a child between fork and exec.
    static void restore();
};

} // namespace zocalo::run
