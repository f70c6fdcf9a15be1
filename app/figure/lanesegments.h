// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/mechanismscene.h"

namespace zocalo::figure {

/// A packet that was seen on the network of a laboratory, as it travels in the network lane of a figure.
struct LaneSegment
{
    world::Segment seen;
    int client = -1;           ///< whose it is: index into Cast::clients(); -1: of none that is drawn
    int sender = ServerSender; ///< in whose colour it is drawn
    int glyph = ServerSender;  ///< of its client
    bool toServer = true;      ///< to the right
    QString letter;            ///< of its client: "H"
    QString message;           ///< the name of the one message that it has bytes of; empty: of none, or of several
    QString told;              ///< all of it in one line: whose it is, who to whom, flags, numbers, bytes
};

/// What was seen on the network with the step that a figure shows: what has its place in the network lane, between the
/// clients and the server that are drawn, and what has not. Nothing is added to what was captured, and nothing left
/// out; the order is that in which it was seen.
class LaneSegments
{
public:
    LaneSegments() = default;
    /// Of the step: while the picture moves, what is seen by the end of the movement.
    explicit LaneSegments(const MechanismScene &scene);
    /// The same, with what carried that message at an earlier step before it.
    LaneSegments(const MechanismScene &scene, const world::Message &message);

    bool isEmpty() const { return m_lane.isEmpty(); }
    const QList<LaneSegment> &lane() const { return m_lane; }
    /// What has no place there: of the other protocol, or between others.
    const QList<world::Segment> &beside() const { return m_beside; }
    /// Only those of that client, and those of which it is not known whose they are, stay in the lane.
    void keep(int client);
    /// How many of the first ones are of an earlier step.
    int before() const { return m_before; }
    /// How many of the first ones have crossed when the last that carries data that way has.
    int untilData(bool toServer) const;
    /// At which client's lane they stand: the one that the step is about, if any is its; else that of the first. -1: of
    /// none that is drawn.
    int client(const MechanismScene &scene) const;

private:
    void add(const MechanismScene &scene, const world::World &world, const world::Segment &segment);

    int m_before = 0;
    QList<LaneSegment> m_lane;
    QList<world::Segment> m_beside;
};

/// Of which protocol the conversation is that a packet belongs to: an ICMP error's is that of what it quotes; Other
/// where that is not known.
kernel::Protocol conversationProtocol(const kernel::Packet &packet);

/// "C:33751 → B:36043": who sent it to whom: hosts by their names, what else there is by its address; and the ports.
QString segmentWay(const Names &names, const kernel::Packet &packet);

} // namespace zocalo::figure
