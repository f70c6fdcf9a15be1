// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/blindchildren.h"
#include "core/run/iourings.h"

namespace zocalo::run {

/// What cannot be seen of programs that are watched, found while they run.
class WatchLimits
{
public:
    /// Looks, where it is time to; gives what is new. For each turn of the run, and once after the last.
    QList<Unseen> look(Run &run) { return m_children.look(run) + m_rings.look(run); }

private:
    BlindChildren m_children;
    IoUrings m_rings;
};

} // namespace zocalo::run
