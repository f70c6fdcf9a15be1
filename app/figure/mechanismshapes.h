// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/shapes.h"

namespace zocalo::figure {

/// A message with the headers that it has at some place of its way: an envelope, with "TCP" or "UDP" and then "IP" put
/// before it. The parts of the headers, 0…1, are how far they have been put on.
struct Packet
{
    QString transport; ///< "TCP", "UDP"
    double transportPart = 0;
    double networkPart = 0;
    int sender = ServerSender;
    QString name;
    double height = 48;
    /// The whole size with those headers.
    QSizeF size() const;
};
/// Draws it around `centre`.
void drawPacket(DisplayList &list, const Packet &packet, const QPointF &centre);
/// Where it has been: pale, with its name and the headers it had there.
void drawPacketTrace(DisplayList &list, const Packet &packet, const QPointF &centre);

/// Goes on to a point that lies beside the path's end: level at both ends.
void curveTo(QPainterPath &path, const QPointF &to);

/// A square bracket that opens downwards, between two points of one height; `depth` long at its ends.
void drawBracketDown(DisplayList &list, double left, double right, double y, double depth);

} // namespace zocalo::figure
