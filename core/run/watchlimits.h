// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/blindchildren.h"
#include "core/run/iourings.h"
#include "core/run/run.h"

namespace zocalo::run {

/// What cannot be seen of programs that are watched, found while they run.
class WatchLimits
{
public:
    /// Looks, where it is time to; gives what is new, and has the run's history keep it. For each turn of the run, and
    /// once after the last.
    QList<Unseen> look(Run &run)
    {
        const QList<Unseen> found = m_children.look(run) + m_rings.look(run);
        for (const Unseen &part : found) {
            run.keepUnseen(part);
        }
        return found;
    }

private:
    BlindChildren m_children;
    IoUrings m_rings;
};

} // namespace zocalo::run
