// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/shapes.h"

namespace zocalo::figure {

/// A message with the headers that it has at a station of its way through the layers. The parts of the headers, 0…1,
/// are how far they have been put on.
struct LayeredMessage
{
    QString transport; ///< "TCP", "UDP"
    double transportPart = 0;
    double networkPart = 0;
    int sender = ServerSender;
    QString name; ///< "A1"
    double height = 62;
    QSizeF size() const; ///< with those headers
};
/// Draws it around `centre`.
void drawLayered(DisplayList &list, const LayeredMessage &message, const QPointF &centre);
/// Where it has been: a pale outline, with the names that it had there.
void drawLayeredTrace(DisplayList &list, const LayeredMessage &message, const QPointF &centre);

/// What the number of a station tells.
enum class StationKind : quint8 {
    Call,   ///< filled: a call, observed
    Step,   ///< hollow: a step that was deduced
    ToCome, ///< round dots: a call that is still to come
};
/// A numbered station of a message's way; `number` 0: none is written.
void drawStation(DisplayList &list, StationKind kind, int number, const QPointF &centre, double radius = 20);

/// The card of a process that stands on the border: open below, where its sockets are.
void drawOpenCard(DisplayList &list, const QRectF &rect, Colour edge, Colour fill);

/// A square bracket that opens to the left: its back 16 right of `x`.
void drawBracketLeft(DisplayList &list, double x, double top, double bottom);

} // namespace zocalo::figure
