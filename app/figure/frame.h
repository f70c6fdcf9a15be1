// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// What a figure's legend explains; a figure names only what it shows.
enum class LegendEntry : quint8 {
    TcpSocket,   ///< arched door
    UdpSocket,   ///< square door
    Listening,   ///< arched door with waves
    Shared,      ///< doors one behind the other: a socket that several processes have
    SharedUdp,   ///< the same of square doors
    Ghost,       ///< pale door: a socket without a descriptor
    Reply,       ///< grey envelope: the server's
    Border,      ///< double line: user space / kernel
    Gone,        ///< solid line: the way already gone
    ToGo,        ///< round dots: the way still to go
    ChildToGo,   ///< round dots from a pale door: the way that a socket has still to go
    WasHere,     ///< a pale envelope: where the message has been
    Lost,        ///< a cross: a message dropped
    Deduced,     ///< hollow lane: deduced, not observed
    Seen,        ///< solid arrow: a segment that was seen on the network
    CallMade,    ///< filled mark: a call made
    CallNext,    ///< outlined mark: not called yet
    Asleep,      ///< moon: asleep in the call
    StationCall, ///< filled number: a call, observed
    StationStep, ///< hollow number: a step that was deduced
};

/// What every figure has around its scene: the ground, the caption and the legend.
class Frame
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Frame)
public:
    /// Margin at the left and right edge.
    static constexpr double Margin = 28;
    /// Height of the band with rule, caption and legend at the bottom.
    static constexpr double FootHeight = 136;
    /// The same of a picture of half the width.
    static constexpr double NarrowFootHeight = 178;

    /// Paints the background.
    static void drawGround(DisplayList &list);
    /// The caption (up to two lines, or smaller) over the legend, which takes a second row where one is too short; the
    /// scene must end above `footTop(list)`.
    /// `note`: something short at the right of the legend ("PIDs and ports as the lesson names them"), or empty.
    static void drawFoot(DisplayList &list, const QString &caption, const QList<LegendEntry> &legend,
                         const QString &note = {}, double captionSize = 36);
    static double footTop(const DisplayList &list)
    {
        return list.logicalSize().height() - (isNarrow(list) ? NarrowFootHeight : FootHeight);
    }
    /// A picture of half the width: its legend has more rows.
    static bool isNarrow(const DisplayList &list) { return list.logicalSize().width() < 1400; }

private:
    static QString legendText(LegendEntry entry);
    /// One row of the legend, its middle at `y`.
    static void drawLegendRow(DisplayList &list, const QList<LegendEntry> &row, double y, double size, double gap);
    /// The legend in as many rows as it needs, the note behind it or under it.
    static void drawNarrowLegend(DisplayList &list, const QList<LegendEntry> &legend, const QString &note, double top);
    static void drawCaption(DisplayList &list, const QString &caption, double height, double captionSize);
    static double rowWidth(const QList<LegendEntry> &row, double size, double gap);
};

} // namespace zocalo::figure
