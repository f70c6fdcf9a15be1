// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/cast.h"
#include "app/figure/figureinput.h"
#include "app/figure/frame.h"
#include "app/figure/ideageometry.h"
#include "app/figure/names.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <QSet>

namespace zocalo::figure {

/// What moves between `now` and `next` in one half, or stands on its way. At most one thing does.
struct Motion
{
    enum class Kind : quint8 {
        None,
        Travel, ///< a message on its way through a lane (its send was entered)
        Arrive, ///< the send has returned: the whole way lies behind it
        Lift,   ///< a receive takes it from the queue into the process
        Accept, ///< accept() takes a child from the queue and opens its door
    };
    Kind kind = Kind::None;
    world::MessageId message = 0;
    QList<world::MessageId> messages; ///< Lift: all that the receive takes
    world::SocketId socket = 0;       ///< where it lands; Accept: the child
    int client = -1;                  ///< the row it concerns
    bool toClient = false;            ///< a reply
    double progress = 0;              ///< eased, 0…1
};

/// One protocol's run at the level *idea*: the columns, the clients, the server, the lanes, the queues, and what moves.
class IdeaHalf
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::IdeaHalf)

public:
    IdeaHalf(DisplayList &list, const FigureInput &input, kernel::Protocol protocol, const QRectF &area);

    void draw();
    /// What the legend must explain.
    const QSet<LegendEntry> &legend() const { return m_legend; }

private:
    // Facts
    Motion findWay() const;
    Motion findMotion() const;
    world::SocketId focus() const;
    /// The client that the step is about; -1: none.
    int activeClient() const;
    bool isMoving(world::MessageId message) const;
    bool isLifted(world::MessageId message) const;
    /// Its send sleeps, for want of room: a part of it waits at the other end.
    bool isBlocked(const world::Message &message) const;
    QList<QueueEntry> waiting(const world::Socket &socket) const;
    QList<const world::Message *> readOn(const world::Socket &socket) const;
    const world::Message *lastReadByServer() const;
    int senderOf(const world::Message &message) const;
    /// The colour of a client: of a crowd only the active one has its own.
    int colourOf(int row) const;
    /// "socket for A", "socket for client 32".
    QString socketFor(int row) const;
    /// The same, with the port at the other end where that client has several.
    QString socketForApart(int row) const;
    /// The step is the server's read of what it read last.
    bool readIsTheStep() const;
    QString sumOfShared() const;
    /// Whose calls the server's card tells, and a client's.
    const world::Process *speaker() const;
    const world::Process &speaker(const ClientPart &client) const;
    /// What the figure is of, or is moving towards.
    const world::Moment &shownMoment() const;
    bool isGone(const world::Process *process) const;
    QString describe(const world::Socket &socket) const;

    // The ground
    void drawColumns();
    void drawFocusBox();
    // Clients
    void drawClients();
    void drawClient(int row);
    bool namesHosts() const;
    void drawHost(int row, const QRectF &card);
    void drawClientWords(int row);
    void drawClientReplies(int row);
    void drawClientCall(int row);
    TextStyle callStyle() const; ///< of a call's name in a client's card
    void drawClientDoor(int row);
    void drawClientPort(int row);
    /// What stands on the plate of the port under a client's door; empty: it has none now.
    QString portOf(int row) const;
    bool isPortTwice(const world::Socket &own) const;
    static TextStyle portStyle();
    /// Where the plate stands; null: there is none.
    QRectF shownPort(int row) const;
    QRectF portPlate(int row, double width) const;
    void drawClientCount();
    bool showsQueue(int row) const;
    void drawClientQueue(int row);
    void drawClientSendQueue(int row);
    /// The errno of the last call on its socket, where it failed; SYN-SENT where its connection is being made; empty:
    /// there is nothing to tell.
    QString clientError(const world::Socket &socket) const;
    static TextStyle errorStyle(bool goesOn);
    QRectF clientErrorTag(int row) const;
    void drawClientError(int row);
    // A crowd
    void drawChips();
    void drawChip(const IdeaGeometry::ChipPlace &chip);
    void drawTicks();
    void drawCrowdLanes();
    void drawSmallDoors();
    void drawSmallDoorsLabels();
    /// Where clients have numbers: what the name of the step's message means.
    void drawNameOfMessage();
    // The server
    void drawServerCard();
    void drawServerDoors();
    void drawAccepted(int row);
    void drawAcceptedQueue(int row, const world::Socket &socket);
    QString unseen(const world::Socket &socket) const;
    void drawUnseen(const QRectF &box, const world::Socket &socket);
    void drawAcceptedWords(int row, const world::Socket &socket);
    void drawListener();
    void drawAcceptQueue();
    void drawChild(int client, const QRectF &slot, const world::Socket &child);
    void drawShared(int index);
    void drawSharedQueue(int index);
    void drawSharedWords();
    /// The same for one of several: whose descriptor it is, its address, what was read there.
    void drawSharedWords(int index);
    void drawLastRead(const world::Message &message);
    void drawReadEnvelope(const QRectF &place, const world::Message &message);
    void drawReadBefore(double top);
    void drawCount();
    double laneWidth() const;
    QString receivedWord() const;
    void noteMark(CallMark mark);
    /// The mark and the name of the server's call, where it is on this socket and there is room; the middle line begins
    /// at `left`.
    void drawMarkAt(world::SocketId socket, const QPointF &left);
    // Ways, and what moves
    void drawLanes();
    QList<QPainterPath> lanesOf(int row) const; ///< to the server's sockets
    void drawWay();
    /// The message whose send has returned was seen in no queue, and no call has it.
    bool isLost() const;
    int segmentsSeen() const;
    void drawLost(const world::Message &message, const QPainterPath &way, int colour);
    void drawInVain();
    /// How far from the beginning of a way an envelope stands clear of the port's plate.
    double clearOf(const QRectF &plate, const QPainterPath &way, const QSizeF &size) const;
    void drawTravel(const world::Message &message, const QPainterPath &way, int colour);
    /// A reply begins close under a queue: with many clients it is no higher than the gap between what stands there.
    double travelHeight() const;
    void drawAcceptWay();
    void drawMotion();
    void drawLift();
    void drawAccepting();
    QPainterPath wayOf(const Motion &motion) const;
    static QPainterPath beyond(const QPainterPath &lane, const QRectF &box);
    /// Where a message stands in its queue, and where it is shown once it was read into the process.
    QRectF queuePlace(const world::Message &message) const;
    QRectF readPlace(const world::Message &message) const;
    QRectF lastReadRect(const world::Message &message) const;
    /// Of so many messages that were read on a TCP socket as many are drawn beside its door.
    static qsizetype readShown(qsizetype read) { return read > 2 ? 1 : read; }
    static constexpr double ReadMore = 22; ///< room of the "…" before them
    /// UDP: the server's sockets that are drawn, and the place among them of one; 0 if it is none of them.
    QList<const world::Socket *> findShared() const;
    int sharedIndex(world::SocketId socket) const;
    bool severalShared() const { return m_shared.size() > 1; }
    /// True if a message stands in, or goes to, a socket that is drawn.
    bool drawsServerSocket(world::SocketId socket) const;

    DisplayList &m_list;
    const FigureInput &m_input;
    const world::World &m_world;
    Cast m_cast;
    Names m_names;
    Motion m_way;    ///< the message that the step hands over
    Motion m_motion; ///< what happens on the way to the next step
    QList<const world::Socket *> m_shared;
    world::SocketId m_focus = 0;
    int m_active = -1; ///< row of the client that the step is about; -1: none
    IdeaGeometry m_place;
    QSet<LegendEntry> m_legend;
};

} // namespace zocalo::figure
