// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "core/world/world.h"

namespace zocalo::figure {

/// Something of the run that a part of a picture stands for: what can be pointed at, selected and acted upon.
struct Thing
{
    enum class Kind : quint8 { None, Process, Socket, Message };
    Kind kind = Kind::None;
    quint64 id = 0; ///< ProcessId, SocketId, MessageId
    bool operator==(const Thing &) const = default;
    explicit operator bool() const { return kind != Kind::None; }
};

/// What a node of a picture is about: a queue, a lane and a row of the table are about their socket.
Thing thingOf(const Node &node);
/// What is under a point (logical units), uppermost first; none if there is only ground.
Thing thingAt(const DisplayList &list, const QPointF &point);
/// Where a thing is shown, by its own shape before its queue or its row; empty if it is not in the picture.
QRectF rectOf(const DisplayList &list, const Thing &thing);
/// Where a text has ink: its bounds are those of whole lines.
QRectF lettersOf(const Text &text);
/// A line around a thing, and the words, with the plate they stand on, at which it is interrupted: where there is no
/// room between them for a line.
struct Ring
{
    QRectF rect;
    QList<QRectF> words;
};
/// `gap`: from the thing to the middle of its ring where there is room; `width`: the line's. Logical units. Empty if
/// the thing is not in the picture.
Ring ringOf(const DisplayList &list, const Thing &thing, double gap, double width);
/// All things that are shown, in the order in which one would tell of them: each process, its sockets, and what waits
/// in their queues.
QList<Thing> thingsShown(const DisplayList &list, const world::World &world);
/// The process that a thing belongs to: a socket's owner, or who made it; a message's sender. nullptr: none.
const world::Process *processOf(const Thing &thing, const world::World &world);

} // namespace zocalo::figure
