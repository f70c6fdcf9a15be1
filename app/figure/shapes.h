// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

#include <QPolygonF>

namespace zocalo::figure {

/// The drawn vocabulary, the same at every level of detail (figure.md, "Vocabulary"). Everything is made of the display
/// list's plain items; lengths in logical units.

/// The outline of a sender's glyph: circle, triangle, square, diamond, pentagon, hexagon, triangle on its head, cross.
/// ServerSender gives none. `radius`: of the circle; the others have about its area.
QPainterPath glyphPath(int sender, const QPointF &centre, double radius);
/// Draws it in the sender's colour, or in `colour`.
void drawGlyph(DisplayList &list, int sender, const QPointF &centre, double radius);

/// Area of `path` that a sender's pattern covers (stripes, dots, …); empty for a plain sender. The parts are cut to the
/// path, for QSvgGenerator loses clips and brushes.
QPainterPath patternPath(int sender, const QPainterPath &path);

enum class DoorKind : quint8 {
    Tcp,       ///< arched
    Udp,       ///< square
    Listening, ///< arched, with waves and a pale fill
};

/// A socket.
struct Door
{
    DoorKind kind = DoorKind::Tcp;
    QPointF foot;              ///< middle of its sill
    QSizeF size{86, 120};      ///< 86×120 in full; 58×84 at a client
    int sender = ServerSender; ///< whose colour; ServerSender: neutral
    QList<int> glyphs;         ///< senders' glyphs beside the leaf (one; or one under the other, up to 4)
    double open = 1;           ///< 0: shut (closed by its process); 1: open
    bool ghost = false;        ///< a child without a descriptor: pale, without a leaf
    bool dead = false;         ///< its process is gone, or it was closed: grey
    int processes = 1;         ///< how many processes have descriptors of it: a door for each, one behind the other
    QRectF rect() const { return {foot.x() - size.width() / 2, foot.y() - size.height(), size.width(), size.height()}; }
};
void drawDoor(DisplayList &list, const Door &door);

/// A message on its way, or a datagram in a queue: an envelope in its sender's colour and pattern, with its name.
void drawEnvelope(DisplayList &list, const QRectF &rect, int sender, const QString &name);
/// What is left of a datagram that was cut: a torn envelope, and the outline of what is lost.
void drawTornEnvelope(DisplayList &list, const QRectF &rect, int sender, const QString &name);
/// Where a message has been: its outline, pale; with its name, where the figure names what it left behind.
void drawEnvelopeTrace(DisplayList &list, const QRectF &rect, int sender, const QString &name = {});
/// The usual size of an envelope for that name, at that height.
QSizeF envelopeSize(const QString &name, double height);

/// A header in front of a message ("TCP", "IP"), drawn as a cell of the same height.
void drawHeaderCell(DisplayList &list, const QRectF &rect, const QString &name);

/// A hollow lane in the sender's colour: a way that was deduced, not observed. `width` in all; `sender` ServerSender
/// draws it in the wire's grey.
void drawLane(DisplayList &list, const QPainterPath &path, int sender, double width = 31);
/// The way already gone, on a lane: solid. `from`, `to`: parts of the path's length, 0…1.
void drawGone(DisplayList &list, const QPainterPath &path, int sender, double from, double to, double width = 8);
/// The way still to go: round dots, with an arrowhead at `to` if asked for.
void drawToGo(DisplayList &list, const QPainterPath &path, int sender, double from, double to, bool arrow = true,
              double width = 8);
/// The part of a path between two parts of its length (0…1), as a path.
QPainterPath subPath(const QPainterPath &path, double from, double to);
/// An arrowhead whose tip is at `tip`, pointing along `direction` (degrees, 0 = right, anticlockwise).
void drawArrowhead(DisplayList &list, const QPointF &tip, double direction, Colour colour, double length = 24);

/// A message, or a part of one, in a receive queue.
struct QueueEntry
{
    quint64 message = 0; ///< MessageId, for the node
    QString name;        ///< "A1"
    int sender = ServerSender;
    QByteArray bytes; ///< what of it waits (the kept bytes; may be shorter than `size`)
    quint64 size = 0; ///< how many bytes wait
};
/// A receive queue of datagrams: one envelope each, the oldest at the end nearest to the door. `doorAtRight`: the door
/// stands at the right. Returns how many found room; the others are told as "+3".
int drawDatagramQueue(DisplayList &list, const QRectF &box, const QList<QueueEntry> &entries, bool doorAtRight = true);
/// A receive queue of bytes: the message's name and its bytes in cells; no borders between messages are kept by TCP, so
/// the cells touch. The oldest stands nearest to the door.
void drawByteQueue(DisplayList &list, const QRectF &box, const QList<QueueEntry> &entries, bool doorAtRight = true);
/// The width a byte queue wants for these entries, without the box's edges.
double byteQueueWidth(const QList<QueueEntry> &entries);
/// The empty box of a queue.
void drawQueueBox(DisplayList &list, const QRectF &box, bool shared = false);

/// The yellow focus: where the message of this step lands. Paint it before what stands in it.
void drawFocus(DisplayList &list, const QRectF &rect);

/// The border between user space and kernel, upright (double line on a white seam) …
void drawBorder(DisplayList &list, double x, double top, double bottom, Colour ground = Tone::Background);

/// The card of a process. An empty rect side is not drawn where a wall cuts it; the contents are the caller's.
void drawCard(DisplayList &list, const QRectF &rect, Colour edge, double width = 3.5, double radius = 12);

/// The card of a process that is not watched: a broken edge on the picture's ground.
void drawOutsideCard(DisplayList &list, const QRectF &rect, Colour edge, double width = 3.5, double radius = 12);

/// What a process does with a call: "one state, one word".
enum class CallMark : quint8 {
    Next,   ///< paused: has not called it yet (outline)
    Made,   ///< it is called, or was called (filled)
    Asleep, ///< called, and asleep in the kernel (a moon)
    Failed, ///< it gave an error (a cross)
};
/// A mark of that meaning, `size` high, its middle at `centre`.
void drawCallMark(DisplayList &list, CallMark mark, const QPointF &centre, double size = 20);
/// The listening socket's fan of waves.
void drawWaves(DisplayList &list, const QPointF &centre, double radius, Colour colour);

} // namespace zocalo::figure
