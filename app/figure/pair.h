// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/figure/frame.h"
#include "app/figure/mechanismscene.h"
#include "app/figure/pairgrid.h"
#include "app/figure/pairshapes.h"
#include "app/figure/segmentladder.h"

#include <QSet>

namespace zocalo::figure {

/// The figure of processes communicating: one client process, one server process, and the way of one message down and
/// up through the layers. Filled numbers are calls, which were observed; hollow ones are steps that were deduced. At
/// the level *idea* it leaves out PIDs, descriptors and addresses.
class Pair
{
public:
    static DisplayList build(const FigureInput &input);

private:
    explicit Pair(const FigureInput &input);
    void draw();

    // pair.cpp: the layers, and what is told of the way through them
    void drawTitle();
    QString notShown() const;
    void drawLayers();
    void drawLoopback();
    void drawLane();
    void drawStations();
    void drawStation(End end, double y, int number, const QString &words, const QStringList &label, double labelY);
    void drawDeduction();
    void drawFoot();

    // pairends.cpp: the processes and their sockets
    void drawEnd(End end);
    void drawCardWords(End end);
    void drawCall(End end);
    QString sendingCall(const world::Process &who) const;
    QString receivingCall(const world::Process &who, bool &toCome) const;
    void drawState(End end);
    void drawDoorOf(End end);
    void drawListener();
    void drawChild();
    void drawSocketWords(End end);
    void drawTuple(End end);
    void drawQueueOf(End end);
    void drawSendQueueOf(End end);

    // pairmotion.cpp: what moves
    void drawMotion();
    void drawMoving();
    void drawSending();
    void drawReceiving();
    void drawAccepting();
    void drawConnecting();
    /// The way as far as it was gone, with the outlines that the message left; `t`: 0…1 from process to queue.
    void drawJourney(double t);
    void drawMessage(const QPointF &centre, double transportPart = 0, double networkPart = 0);
    /// The way down and up between two lengths, without what was seen between them.
    void drawWayGone(double from, double to);
    void drawWayToGo(double from, double end, bool arrow);
    void drawLost();
    /// How many segments have crossed when the message is so far on its way.
    double crossedAt(double along) const;
    /// In the loopback: what was seen there.
    void drawLadder();
    /// From the receive queue up into the process, `t` 0…1 gone.
    void drawRise(double t, bool message);
    QPainterPath wayDown() const; ///< from the sender's process to its place in the receiver's queue
    QPainterPath wayUp() const;   ///< from there into the receiver's process

    // Who is who
    const ClientPart *client() const;
    const world::Process *process(End end) const;
    static bool holds(const world::Process &process, const world::Socket &socket);
    const world::Socket *socket(End end) const; ///< what stands on the end's axis; null: nothing
    bool isChild(End end) const;                ///< it has no descriptor yet
    bool hasLane() const;
    /// A lane, or a message's way where one of its ends is closed.
    bool hasWay() const { return hasLane() || m_message; }
    End sender() const { return m_scene.reply ? End::Server : End::Client; }
    End receiver() const { return m_scene.reply ? End::Client : End::Server; }
    int colour() const; ///< the sender whose colours the way has: the client's
    /// The message of this step: handed over, on its way, waiting for the receive call that this step is about, taken.
    const world::Message *m_message = nullptr;
    int m_client = -1;         ///< of the scene's clients, the one that is drawn; -1: there is none
    bool isTaken() const;      ///< a receive call has given the whole message
    bool isHandedOver() const; ///< in no queue, but a receive call of the other end is open to take it
    bool isAwaited() const;    ///< such a call is open
    /// How far a message that is sent comes with its send call, as far as that is known.
    enum class Reach : quint8 {
        Queue,     ///< into the receive queue, or it is expected there
        Transport, ///< to the receiver's transport layer and no further: the kernel counted a drop, or no socket is
                   ///< open
        SendQueue, ///< not seen at the other end, and the send queue holds something back
        Unknown,   ///< it left the process
    };
    Reach reach() const;
    bool isUnclaimed() const; ///< no socket that it could land in is open
    bool mayBeReceived() const { return reach() == Reach::Queue || reach() == Reach::SendQueue; }
    QRectF queueBox(End end) const;
    QString transport() const;
    bool full() const { return m_scene.input.detail != lesson::Detail::Idea; }

    void findMessage();
    void findClient();
    void word(const QString &text, const QRectF &place, double size, int weight, Colour colour = Tone::Ink,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter, int lines = 1);
    void code(const QString &text, const QRectF &place, double size, int weight, Colour colour = Tone::Ink,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter);

    MechanismScene m_scene;
    DisplayList m_list;
    PairGrid m_grid;
    QSet<LegendEntry> m_legend;
    LaneSegments m_seen;
    SegmentLadder m_ladder;
    double m_crossed = 0; ///< how many of its segments have crossed
};

} // namespace zocalo::figure
