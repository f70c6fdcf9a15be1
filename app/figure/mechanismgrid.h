// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/mechanismscene.h"

#include <QRectF>

namespace zocalo::figure {

/// Where everything of the *mechanism* stands, in logical units. It depends on the number of clients, the protocol and
/// the direction, and on nothing that changes while something moves.
class MechanismGrid
{
public:
    /// `tableWidth`: what the table's texts want.
    MechanismGrid(const MechanismScene &scene, const QSizeF &size, double tableWidth, double tableHeight);

    /// Five to eight clients: smaller cards and doors, one line less.
    bool compact() const { return m_compact; }
    /// More than eight: the client that the step is about is drawn with its socket; the others are told together.
    bool crowd() const { return m_crowd; }
    /// False for a client that is one of the others of a crowd.
    bool shows(int client) const { return !m_crowd || client == m_active; }
    /// Stands for a client's number where the others of a crowd are meant.
    static constexpr int Rest = -2;
    /// Where the names of a crowd's clients stand.
    QRectF chips() const;
    double top() const { return Top; }
    double bottom() const { return m_bottom; }
    double leftWall() const { return LeftWall; }
    double rightWall() const { return m_rightWall; }
    /// The column of the network layer.
    QRectF network() const { return m_network; }
    QRectF loopback() const;
    QRectF table() const { return m_table; }
    /// Under this line stand what the processes hold and the ways between; over it, the words about them.
    double bracketY() const { return BracketY; }

    double rowY(int client) const;
    QRectF clientCard(int client) const;
    /// A line of the words in a client's card, counted from 0: two where cards are small, else four.
    QRectF clientLine(int client, int line) const;
    /// Where these words end: at its door.
    double clientTextRight(int client) const { return LeftWall - clientDoor(client).size.width() / 2 - 6; }
    /// Where the words beside a client's door start.
    double labelLeft() const { return LeftWall + (m_compact ? 29 : 40); }
    Door clientDoor(int client) const;
    /// A client's receive queue, beside its door.
    QRectF clientQueue(int client) const;

    QRectF serverCard() const;
    /// Where the text beside the server's doors starts, and its width.
    double textLeft() const { return m_rightWall + m_doorSize.width() / 2 + 20; }
    double textRight() const { return serverCard().right() - 24; }
    /// The same beside the listening socket, whose door may be larger.
    double listenerTextLeft() const;
    /// The server's door for a client's connection (TCP).
    Door serverDoor(int client) const;
    Door listenerDoor() const;
    /// UDP: the server's one door.
    Door sharedDoor() const;
    QRectF serverQueue(int client) const;
    /// The yellow frame around a connection's queue and door.
    QRectF serverFocus(int client) const;
    /// UDP: the one queue; narrower while a reply goes the other way.
    QRectF sharedQueue() const;
    double slotWidth() const { return m_compact ? 84 : 94; }
    /// How many datagrams have room in it.
    int sharedSlots() const { return m_compact ? 8 : 7; }
    /// Middle of the k-th datagram of the shared queue, the oldest being 0.
    double sharedSlot(qsizetype k) const;
    /// Where a reply leaves the server's door.
    double replyY(int client) const;

    /// TCP: the band at the bottom with the listening socket and its accept queue.
    double bandTop() const { return m_bandTop; }
    /// Right edge of what stands before the server's doors; the way of accept() is between it and them.
    double queueRight() const { return m_queueRight; }
    double acceptWayX() const { return m_queueRight + 14; }
    double acceptBoxBottom() const { return m_bottom - 32; }
    /// Middle of the neck between the accept queue and its listening socket.
    double acceptNeckY() const { return listenerDoor().foot.y() - 26; }
    /// Where ways pass between the table and the server's queues.
    double channelX() const;

    /// Hosts are named over the cards of their processes.
    bool namesHosts() const { return m_hosts; }

    static constexpr double Top = 84;
    static constexpr double HeadHeight = 40;
    static constexpr double LeftWall = 264;
    static constexpr double BracketY = Top + HeadHeight + 72;
    /// What a queue's yellow frame has at its left: the arrowhead's place.
    static constexpr double FocusRoom = 28;

private:
    bool m_tcp;
    bool m_reply;
    bool m_compact;
    bool m_crowd;
    bool m_hosts;
    int m_active; ///< of a crowd: the client that the step is about; -1: none
    int m_clients;
    double m_width;
    double m_bottom;
    double m_rightWall;
    double m_queueRight;
    double m_queueLeft;
    double m_bandTop;
    double m_pitch = 0;
    double m_firstRow = 0;
    double m_restRow = 0;
    QSizeF m_doorSize;
    QRectF m_network;
    QRectF m_table;
};

} // namespace zocalo::figure
