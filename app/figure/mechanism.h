// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/figure/frame.h"
#include "app/figure/mechanismgrid.h"
#include "app/figure/mechanismshapes.h"
#include "app/figure/mechanismtable.h"
#include "app/figure/segmentladder.h"

#include <QCoreApplication>
#include <QSet>

namespace zocalo::figure {

/// The figure at the level *mechanism*: processes, doors, the layers of the kernel, the demultiplexing table, queues
/// with their bytes, headers on the way. Of a twin it shows the half that the step is about; a line says what the other
/// holds.
class Mechanism
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Mechanism)
public:
    static DisplayList build(const FigureInput &input);

private:
    explicit Mechanism(const FigureInput &input);
    void draw();

    // mechanism.cpp: what stands around and between the processes
    void drawTitle();
    double drawTitleNotes();
    void drawColumns();
    void drawLoopback();
    trace::Call lastCarrier() const;
    void drawDeduction();
    void drawFoot();

    // mechanismclients.cpp
    void drawClients();
    void drawClient(int index);
    void drawClientText(int index);
    void drawClientPid(int index);
    void drawClientLabels(int index);
    void drawLabelHead();
    void drawClientQueue(int index);
    void drawSendQueue(int index, const QRectF &last);

    // mechanismserver.cpp
    void drawServer();
    void drawServerHead();
    QString serverNumber(double room) const;
    void drawServerDoors();
    void drawServerDoor(int index);
    void drawListener();
    void drawSharedDoor();
    void drawSharing();
    void drawDoorText(const world::Socket &socket, const QRectF &place, const QStringList &lines);
    void drawListenerText(const world::Socket &socket, const QRectF &place);
    /// What the server does with a socket: a call that is open on it, or failed. False: nothing of the kind.
    bool drawSocketCall(const world::Socket &socket, const QRectF &place, double size);
    /// Which messages were read from it.
    void drawRead(const world::Socket &socket, const QRectF &place, double size);
    void drawAcceptInvitation();

    // mechanismcrowd.cpp
    void drawCrowd();
    void drawChips();
    void drawChip(const QRectF &rect, const QString &text, int sender, bool active, bool glyph);
    void drawRestDoors();
    void drawServerRest();
    void drawRestLanes();
    QPainterPath restToRow(const QRectF &row) const;
    QPainterPath restFromRow(const QRectF &row) const;
    /// The clients that are not drawn one by one and have a socket at the other end (TCP: accepted, or a child).
    QList<int> restWithPeer() const;

    // mechanismsegments.cpp
    void drawSegments();
    void drawSegment(const world::Segment &segment, const QRectF &row);
    QRectF segmentPlace() const;
    QRectF ladderRoom() const;
    /// `gone`: how many of the segments have crossed.
    void drawLadder(double gone);

    // mechanismqueues.cpp
    void drawFocusBehind();
    void drawQueues();
    void drawServerQueue(int index);
    void drawSharedQueue();
    /// Datagrams in a small queue: as many as find room, and the number of the others.
    void drawDatagrams(const QRectF &box, const QList<QueueEntry> &entries, bool doorAtRight);
    void drawAcceptQueue();
    void drawChild(const world::Socket &child, const QRectF &slot, bool roomy);
    /// What the accept queue's name and number may need.
    static constexpr double AcceptLabelWidth = 230;
    double slotWidth() const;
    QRectF acceptBox() const;
    QRectF acceptSlot(qsizetype place) const;
    QRectF childDoor(const QRectF &slot) const;
    QRectF childQueue(const QRectF &slot, const world::Socket &child) const;

    // mechanismways.cpp
    void drawLanes();
    void addDeduced(const QPainterPath &lane, double width);
    /// What is sent goes on behind the table, to a socket.
    bool goesOn() const
    {
        return m_scene.focus != 0 && m_scene.arrival() != Arrival::Nowhere && !endsBeforeTable(m_scene.client);
    }
    /// Bytes of a connection whose other end nobody has looked for: the listening socket gets none that has one.
    bool endsBeforeTable(int client) const;
    QPainterPath wayToTable(int client) const;
    QPainterPath wayFromTable(int client) const;
    QPainterPath wayToAcceptQueue(int client, const QPointF &start) const;
    QPainterPath wayUp(const QPointF &landing) const;
    QPainterPath wayOfAccept(const world::Socket &child, int client) const;

    // mechanismmotion.cpp
    void drawMotion();
    void drawSending(double t);
    /// The same where what crosses the network was seen: there the segments move, one after the other.
    void drawSendingSeen(double t, const QPainterPath &in, const QPainterPath &out, int colour, double width);
    void drawSent(const QPainterPath &in, const QPainterPath &out, int colour, double width);
    void drawTraces(const QPainterPath &in, double gone);
    void drawReceiving();
    void drawTaken(const QPointF &at);
    void drawAccepting();
    void drawConnecting();
    void drawPacketAt(double along, double first, bool toTable);
    QPointF landing() const;
    double takenHeight() const;
    /// Where the words end that stand in a client's card in the line in which a message comes to lie.
    double besideTaken(int client) const;

    /// The row that a client's message meets: its own, or the shared one.
    QRectF rowFor(int client) const;
    const world::Socket *peerFor(int client) const;
    void word(const QString &text, const QRectF &place, double size, int weight, Colour colour = Tone::Ink,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter, int lines = 1);
    void code(const QString &text, const QRectF &place, double size, int weight, Colour colour = Tone::Ink,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter);
    void explainMark(CallMark mark);
    /// A call with its result, and the mark of what became of it.
    void callLine(const QString &text, CallMark mark, const QRectF &place, double size);
    Packet packet(double transport, double network) const;

    MechanismScene m_scene;
    MechanismTable m_table;
    DisplayList m_list;
    MechanismGrid m_grid;
    QSet<LegendEntry> m_legend;
    LaneSegments m_seen;
    SegmentLadder m_ladder;
    double m_crossed = 0; ///< how many of its segments have crossed
    QRectF m_deduced;     ///< what the lanes cover
};

} // namespace zocalo::figure
