// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/cast.h"
#include "app/figure/figureinput.h"
#include "app/figure/names.h"
#include "app/figure/shapes.h"

namespace zocalo::figure {

/// What a step is about, as far as something moves or is to move.
enum class MechanismMotion : quint8 {
    None,
    Connecting, ///< connect(): the listener gets a child
    Accepting,  ///< accept(): a child gets a descriptor
    Sending,    ///< a message goes from a socket into another one's receive queue
    Receiving,  ///< bytes go from a receive queue up into the process
};

/// What becomes of the message that the step sends.
enum class Arrival : quint8 {
    InQueue, ///< it lands in the socket of the focus, or is expected to
    Dropped, ///< the kernel counted a drop there
    Nowhere, ///< its send has returned, and it was seen in no queue
};

/// A socket of the receiving host that competes for a message.
struct DemuxRow
{
    const world::Socket *socket = nullptr;
    int sender = ServerSender; ///< whose glyph stands at the row
};

/// A world read for the *mechanism*: which half of it is shown, what its step is about, which sockets compete. Pointers
/// into the world; valid as long as the FigureInput it was made from.
struct MechanismScene
{
    explicit MechanismScene(const FigureInput &figureInput);

    const FigureInput &input;
    const world::World &world;
    /// The picture moves towards the return of this moment's call (which is input.next's moment then).
    bool moving = false;
    double progress = 0; ///< 0…1 of that
    const world::Moment &moment;
    kernel::Protocol protocol;
    Cast cast;
    Names names;

    MechanismMotion motion = MechanismMotion::None;
    bool returned = false;                   ///< the call has returned: what moved has arrived
    const world::Message *message = nullptr; ///< the one message that the step is about
    int client = -1;                         ///< index into cast.clients() of the client concerned; -1: none
    bool reply = false;                      ///< from the server to a client: the figure runs the other way
    world::SocketId focus = 0;               ///< where it lands: the yellow one; 0: none
    /// What competes at the receiving host: first those that the 4-tuple (UDP: address and port) may match, then, on
    /// TCP towards the server, the listening socket.
    QList<DemuxRow> rows;
    const world::Socket *listener = nullptr; ///< TCP: while it listens

    /// Others listen at the same port: the kernel chooses among them (socket(7), SO_REUSEPORT).
    bool isOneOfSeveral(const world::Socket &listening) const;
    bool isTcp() const { return protocol == kernel::Protocol::Tcp; }
    int clientCount() const { return static_cast<int>(cast.clients().size()); }
    /// The sender whose colours and glyph belong to this socket: of the client at either end of it.
    int senderOf(world::SocketId socket) const;
    /// The sender of a message: ServerSender for what a server sent.
    int senderOf(const world::Message &message) const;
    /// What waits in a receive queue, oldest first. While a receive call moves its bytes up, they are left out.
    QList<QueueEntry> waiting(const world::Socket &socket) const;
    /// The same, with the bytes that a call is about to take: what the kernel's table last told of.
    QList<QueueEntry> wholeQueue(const world::Socket &socket) const { return queue(socket, 0, {}); }
    /// True if the message stands in some receive queue now.
    bool isQueued(const world::Message &message) const;
    Arrival arrival() const;
    /// A client's message, or one to it, is or was sent with the step.
    bool isSending() const { return motion == MechanismMotion::Sending && message && client >= 0; }
    /// In a laboratory: something was seen on the network, with this step or before it.
    bool sawSegments() const { return (moving ? *input.next : world).sawSegments(); }
    /// Some send had to wait, or bytes are held back in a send queue: what was sent crosses while others work, too.
    bool crossesLater() const;
    /// TCP: the clients that are connected to the listening socket's port, while the server's socket of their
    /// connection is in no table that was read: their letters.
    QStringList withoutOtherEnd() const;
    /// A socket of the server was there, and is closed.
    bool hadServerSocket() const;
    /// Index of the row of that socket; -1 if it does not compete.
    int rowOf(world::SocketId socket) const;
    /// The one address that all sockets shown have at both ends ("127.0.0.1"); empty if there are several or none, and
    /// if one of them has the wildcard.
    QString commonAddress() const { return m_commonAddress; }
    /// UDP: the one address that all datagrams come from and go to; empty if there are several or none.
    QString datagramAddress() const;
    /// The messages that were read from a socket, in the order they were sent: "A1", "part of A2".
    QStringList readFrom(world::SocketId socket) const;
    /// The child that the next accept() takes; null if none waits.
    const world::Socket *oldestChild() const;

private:
    QList<QueueEntry> queue(const world::Socket &socket, quint64 leaving, const QList<world::MessageId> &taken) const;
    QString findCommonAddress() const;
    void findMotion();
    void findFocus();
    void findRows();

    QString m_commonAddress;
};

/// The protocol of the half that is shown.
kernel::Protocol shownProtocol(const FigureInput &input, const world::Moment &moment);

} // namespace zocalo::figure
