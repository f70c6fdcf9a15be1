// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "core/world/world.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// How timelines show a moment, in pictures and in the window: whose it is, by colour and shape, and in which row.
class TimelineMark
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::TimelineMark)

public:
    /// Of a moment of that process, as it is known at the run's end; nullptr: nobody's.
    static Colour colourOf(const world::Process *process);
    /// An entry is a dot, a return its sender's glyph (the server's an upright bar), an end a square. `radius`: of a
    /// glyph.
    static QPainterPath path(world::MomentKind kind, const Colour &own, const QPointF &at, double radius);
    /// "TCP", "UDP"; of sockets of another protocol "other".
    static QString rowName(kernel::Protocol protocol);

    static constexpr double EntryRadius = 3;
};

} // namespace zocalo::figure
