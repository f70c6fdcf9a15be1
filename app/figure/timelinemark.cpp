// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/timelinemark.h"

#include "app/figure/shapes.h"

namespace zocalo::figure {

Colour TimelineMark::colourOf(const world::Process *process)
{
    if (!process || process->role == world::Role::Server)
        return Tone::Secondary;
    const bool isClient = process->role == world::Role::Client;
    return {Tone::Sender, (isClient ? process->ordinal : static_cast<int>(process->id)) % SenderCount};
}

QPainterPath TimelineMark::path(world::MomentKind kind, const Colour &own, const QPointF &at, double radius)
{
    QPainterPath path;
    if (kind == world::MomentKind::Entered)
        path.addEllipse(at, EntryRadius, EntryRadius);
    else if (kind == world::MomentKind::ProcessEnded || kind == world::MomentKind::ProcessStarted)
        path.addRoundedRect(QRectF(at.x() - radius, at.y() - radius, 2 * radius, 2 * radius), 2, 2);
    else if (own.tone == Tone::Secondary)
        path.addRoundedRect(QRectF(at.x() - 3, at.y() - radius - 3, 6, 2 * radius + 6), 2, 2);
    else
        path = glyphPath(own.sender, at, radius);
    return path;
}

QString TimelineMark::rowName(kernel::Protocol protocol)
{
    switch (protocol) {
    case kernel::Protocol::Tcp:
        return QStringLiteral("TCP");
    case kernel::Protocol::Udp:
        return QStringLiteral("UDP");
    case kernel::Protocol::Other:
        break;
    }
    //: a row of the timeline: of sockets that are neither TCP nor UDP
    return tr("other");
}

} // namespace zocalo::figure
