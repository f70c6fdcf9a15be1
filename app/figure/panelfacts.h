// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "core/code/program.h"
#include "core/world/timeline.h"

namespace zocalo::figure {

/// A step as the timeline's panel shows it.
struct StepMark
{
    world::MomentKind kind = world::MomentKind::Start;
    kernel::Protocol protocol = kernel::Protocol::Other; ///< its row
    Colour own = Tone::Secondary;                        ///< whose it is
    bool operator==(const StepMark &) const = default;
};

/// What the panels of Detail::Everything show beside the world of their step: they need the steps before it, too.
struct PanelFacts
{
    QString process;       ///< "tcp.server": whose program; empty: nobody has made a call
    code::Program program; ///< the calls that it has made so far
    bool isWritten = true; ///< the last of them is the call of the step, which may be one that a program leaves out
    int before = 0;        ///< how many of the run's steps come before the first mark
    QList<StepMark> marks; ///< the steps around this one, oldest first
    QList<kernel::Protocol> rows;
    int step = 0;      ///< of the run
    int stepCount = 0; ///< that were recorded
};

/// Most marks that a timeline shows.
inline constexpr int MostMarks = 180;

/// Gathers them from what was recorded. As long as a run goes on there may be more each time.
PanelFacts panelFacts(const world::Timeline &timeline, int step);

} // namespace zocalo::figure
