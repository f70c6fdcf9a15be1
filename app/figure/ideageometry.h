// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QPainterPath>
#include <QRectF>
#include <QSizeF>

namespace zocalo::figure {

/// Where things stand in a figure at the level *idea*: three columns (application, kernel, application), a row for each
/// client, and at the server's side the listening socket under the rows. Logical units.
class IdeaGeometry
{
public:
    /// `area`: the columns, from their labels down. Client and listener rows share the height.
    IdeaGeometry(const QRectF &area, int clients);

    /// Five clients or more: cards of two lines.
    bool compact() const { return m_clients > 4; }
    /// The figure has the full width for one protocol.
    bool wide() const { return m_wide; }
    /// Up to three clients: the glyph stands over the name.
    bool roomy() const { return m_clients < 4; }
    int clients() const { return m_clients; }
    const QRectF &area() const { return m_area; }

    double wallLeft() const { return m_wallLeft; }
    double wallRight() const { return m_wallRight; }
    QRectF kernel() const { return {m_wallLeft, m_area.top(), m_wallRight - m_wallLeft, m_area.height()}; }
    QRectF serverCard() const;
    QRectF clientCard(int row) const;
    /// The part of a client's card that its door leaves free.
    QRectF clientCardInside(int row) const;
    /// A line of a client's card. With more than three clients the reply shares a line; from five on there is no PID.
    enum class CardLine : quint8 { Name, Pid, Call, Reply };
    QRectF clientLine(int row, CardLine line) const;
    /// Where a client's port is written: on a plate under its door; in a compact figure at the end of the call's line,
    /// or beside the lane (beside the client's receive queue where that is shown).
    QRectF portPlate(int row, double width) const;
    QRectF portPlateInCard(int row, double width) const;
    QRectF portPlateAtLane(int row, double width, bool tcp, bool besideQueue) const;
    QRectF clientCount() const; ///< under the clients: how many processes they are
    double rowY(int row) const { return m_firstRow + m_slot * (row + 0.5); }
    double rowHeight() const { return m_slot; }
    double middleY() const { return m_firstRow + m_slot * m_clients / 2.0; }
    double listenerY() const { return m_firstRow + m_slot * m_clients + m_listenerSlot / 2; }
    double listenerSlot() const { return m_listenerSlot; }

    QSizeF clientDoor() const { return m_clientDoor; }
    QSizeF serverDoor() const { return m_serverDoor; }
    QSizeF sharedDoor() const { return m_sharedDoor; } ///< UDP: the one door
    QPointF clientFoot(int row) const { return {m_wallLeft, rowY(row) + m_clientDoor.height() / 2}; }
    QPointF serverFoot(double y) const { return {m_wallRight, y + m_serverDoor.height() / 2}; }
    double laneWidth() const { return m_laneWidth; }
    double replyLaneWidth() const { return m_replyLaneWidth; }
    double sharedLaneWidth() const { return m_sharedLaneWidth; } ///< UDP
    double envelopeHeight() const { return m_envelopeHeight; }
    double chipHeight() const { return compact() ? 28 : 29; }

    QRectF queue(int row) const;        ///< TCP: the receive queue of a connection
    QRectF sharedQueue() const;         ///< UDP: the one receive queue
    QRectF drops() const;               ///< UDP: under the queue, how many found no room
    QRectF acceptQueue() const;         ///< TCP
    QRectF acceptSlot(int index) const; ///< where a child stands in the accept queue, 0 = the oldest
    int acceptSlots() const;            ///< how many children can be shown there
    QRectF clientQueue(int row) const;  ///< where replies wait
    /// What is written beside the server's doors.
    double labelLeft() const { return m_wallRight + m_serverDoor.width() / 2 + 22; }
    double labelLeftShared() const { return m_wallRight + m_sharedDoor.width() / 2 + 20; } ///< UDP
    double labelRight() const { return m_cardRight - 14; }
    double headerBottom() const { return m_headerBottom; }
    double countTop() const { return m_countTop; }

    QPainterPath tcpLane(int row) const;
    QPainterPath acceptLane(int row) const;
    /// The way of the oldest child from the accept queue to where its door opens, past its receive queue.
    QPainterPath acceptWay(int row) const;
    QPainterPath udpLane(int row) const;
    /// From the server's door back to the client's queue, past the receive queue.
    QPainterPath tcpReply(int row) const;
    QPainterPath udpReply(int row) const;

private:
    double doorEdge() const { return m_wallLeft + m_clientDoor.width() / 2 - 3; }

    QRectF m_area;
    int m_clients = 0;
    bool m_wide = false;
    double m_cardLeft = 0;
    double m_wallLeft = 0;
    double m_wallRight = 0;
    double m_cardRight = 0;
    double m_headerBottom = 0;
    double m_countTop = 0;
    double m_firstRow = 0;
    double m_slot = 0;
    double m_listenerSlot = 0;
    double m_laneWidth = 0;
    double m_envelopeHeight = 0;
    QSizeF m_clientDoor;
    QSizeF m_serverDoor;
    QSizeF m_sharedDoor;
    double m_sharedLaneWidth = 0;
    double m_replyLaneWidth = 0;
};

} // namespace zocalo::figure
