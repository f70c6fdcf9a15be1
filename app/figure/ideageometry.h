// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/crowdrows.h"

#include <QPainterPath>
#include <QRectF>
#include <QSizeF>

namespace zocalo::figure {

/// Where things stand in a figure at the level *idea*: three columns (application, kernel, application), a row for each
/// client, and at the server's side the listening socket under the rows. Logical units.
///
/// With more than eight clients they are a crowd (figure.md, "Layout by number of clients"): one protocol at full
/// width, a chip for each client (above fifty for ten of them), and only the one that the step is about, the active
/// one, has a card, a lane and a socket in full size.
class IdeaGeometry
{
public:
    static constexpr int MostOfATwin = 8;    ///< clients that fit side by side with the other protocol
    static constexpr int MostChips = 50;     ///< that have a chip of their own; more are in groups
    static constexpr int GroupSize = 10;     ///< clients that share a chip
    static constexpr int MostInAColumn = 16; ///< chips that stand one under the other; more are staggered
    static constexpr int MostShared = 4;     ///< UDP: sockets of a server that have room

    IdeaGeometry() = default;
    /// `area`: the columns, from their labels down. Client and listener rows share the height. `active`: the client
    /// that a crowd's step is about; -1: none. `shared`: how many UDP sockets the server has.
    /// `hosts`: over each card there is its host's plate.
    IdeaGeometry(const QRectF &area, int clients, bool tcp, int active, int shared = 1, bool hosts = false);

    bool crowd() const { return m_clients > MostOfATwin; }
    bool isActive(int row) const { return !crowd() || row == m_active; }
    /// Five clients or more: cards of two lines.
    bool compact() const { return m_clients > 4; }
    /// The same at the server's side, where a crowd has only one socket in full.
    bool compactServer() const { return compact() && !crowd(); }
    /// The figure has the full width for one protocol.
    bool wide() const { return m_wide; }
    /// Up to three clients: the glyph stands over the name.
    bool roomy() const { return m_clients < 4 && !m_hosts; }
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
    QRectF clientCount() const;  ///< under the clients: how many processes they are
    QRectF serverHeader() const; ///< in the server's card: who it is, and what it does
    QRectF serverCount() const;  ///< how many sockets it has

    // A crowd
    /// Rows from `first` to before `last` share a chip: one client, or a group.
    struct ChipPlace
    {
        int first = 0;
        int last = 0;
        QRectF rect;
        int count() const { return last - first; }
    };
    QList<ChipPlace> chips() const; ///< all but the active client's, which has a card
    QSizeF tick(int row) const;     ///< a client's socket that is not in full size
    QRectF smallDoor(int row) const;
    /// Before a small door: the sign that bytes wait there.
    QRectF smallLetter(int row) const; ///< TCP: a connection's socket that is not in full size
    double smallDoorPitch() const { return m_right.commonHeight(); }
    double smallDoorsHeight(int first, int last) const { return m_right.bottom(last - 1) - m_right.top(first); }
    /// TCP: beside the small doors before and behind the active one; empty where there is no room for a text.
    QRectF smallDoorsLabel(int first, int last) const;
    double rowY(int row) const { return crowd() ? m_left.y(row) : m_firstRow + m_slot * (row + 0.5); }
    double rowHeight(int row) const { return crowd() ? m_left.height(row) : m_slot; }
    /// The same at the server's wall.
    double doorY(int row) const { return crowd() ? m_right.y(row) : rowY(row); }
    double doorSlot(int row) const { return crowd() ? m_right.height(row) : m_slot; }
    double middleY() const { return m_middle; }
    int shared() const { return m_shared; }
    double sharedY(int index) const; ///< UDP: the middle of the server's door; several stand one under the other
    double sharedSlot() const;       ///< the height that each of them has
    double listenerY() const { return m_listenerY; }
    double listenerSlot() const { return m_listenerSlot; }

    QSizeF clientDoor() const { return m_clientDoor; }
    QSizeF serverDoor() const { return m_serverDoor; }
    QSizeF sharedDoor() const { return m_sharedDoor; } ///< UDP: the one door, or one of several
    QPointF clientFoot(int row) const { return {m_wallLeft, rowY(row) + m_clientDoor.height() / 2}; }
    QPointF serverFoot(double y) const { return {m_wallRight, y + m_serverDoor.height() / 2}; }
    double laneWidth() const { return m_laneWidth; }
    double replyLaneWidth() const { return m_replyLaneWidth; }
    double sharedLaneWidth() const { return m_sharedLaneWidth; } ///< UDP
    double envelopeHeight() const { return m_envelopeHeight; }
    double chipHeight() const { return compact() ? 28 : 29; }

    QRectF queue(int row) const;         ///< TCP: the receive queue of a connection
    QRectF sharedQueue(int index) const; ///< UDP: the one receive queue, or that of one of several sockets
    QRectF drops(int index) const;       ///< UDP: how many found no room: under the queue, of several over it
    QRectF acceptQueue() const;          ///< TCP
    QRectF acceptSlot(int index) const;  ///< where a child stands in the accept queue, 0 = the oldest
    int acceptSlots() const;             ///< how many children can be shown there
    QRectF clientQueue(int row) const;   ///< where replies wait
    /// What is written beside the server's doors.
    double labelLeft() const { return m_wallRight + m_serverDoor.width() / 2 + 22; }
    double labelLeftShared() const { return m_wallRight + m_sharedDoor.width() / 2 + 20; } ///< UDP
    double labelRight() const { return m_cardRight - 14; }
    /// The same beside a door: a TCP crowd has the server's own words at the right of that.
    double labelEnd() const { return crowd() && m_tcp ? serverHeader().left() - 16 : labelRight(); }
    double headerBottom() const { return m_headerBottom; }
    double countTop() const { return m_countTop; }

    QPainterPath tcpLane(int row) const;
    QPainterPath acceptLane(int row) const;
    /// The way of the oldest child from the accept queue to where its door opens, past its receive queue.
    QPainterPath acceptWay(int row) const;
    QPainterPath udpLane(int row, int index) const;
    /// From the server's door back to the client's queue, past the receive queue.
    QPainterPath tcpReply(int row) const;
    QPainterPath udpReply(int row, int index) const;

private:
    void layoutRows();
    void layoutCrowd(bool tcp);
    double doorEdge(int row) const;
    int firstOfGroup(int row) const;
    int endOfGroup(int row) const;
    int doorColumns() const;

    QRectF m_area;
    int m_clients = 1;
    int m_active = -1;
    int m_shared = 1;
    bool m_wide = false;
    bool m_hosts = false;
    bool m_tcp = true;
    CrowdRows m_left;
    CrowdRows m_right;
    double m_middle = 0;
    double m_listenerY = 0;
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
