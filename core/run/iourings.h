// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/run/rounds.h"
#include "core/run/unseen.h"

#include <QHash>
#include <QList>
#include <QSet>

namespace zocalo::run {

class Run;

/// Finds the processes of a run that have an io_uring, through which they may send and receive unseen. ptrace sees it
/// made, and so does the tap if syscall() makes it; a library such as liburing makes it by itself: then its descriptor
/// is looked for in /proc while the process lives, a few descriptors at a time. One that is there for a few
/// milliseconds only, or that has no descriptor (IORING_SETUP_REGISTERED_FD_ONLY), may be missed.
class IoUrings
{
public:
    IoUrings();

    /// Looks, if the last look is some time ago; gives those that are new.
    QList<Unseen> look(Run &run);

private:
    void tell(const Run &run, history::ProcessId process, QList<Unseen> &found);
    bool hasRing(const Run &run, history::ProcessId process);

    Rounds m_rounds;
    bool m_isPossible = true; ///< the kernel lets somebody have one
    QSet<history::ProcessId> m_told;
    QHash<history::ProcessId, long> m_next; ///< where the next look goes on in a process's list of descriptors
};

} // namespace zocalo::run
