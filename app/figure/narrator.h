// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/figureinput.h"
#include "app/figure/names.h"

#include <QCoreApplication>

namespace zocalo::figure {

class Cast;

/// The sentences of a figure, in the application's language: what a protocol does with its sockets, and what happened
/// at this step and why. It tells only what the world holds: what was observed as a fact, what was deduced as deduced.
class Narrator
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Narrator)

public:
    explicit Narrator(const FigureInput &input);

    /// The claim over a figure or over half of a twin, without the protocol's name: "accept() gives each connection its
    /// own socket", "all senders share one socket".
    QString headline(kernel::Protocol protocol) const;
    /// The headline is FigureInput::headline: it says all by itself.
    bool hasOwnHeadline() const;
    /// A second line under the headline of a protocol alone: what its clients share, or have of their own.
    QString subline(kernel::Protocol protocol) const;
    /// The title of a figure at the level *mechanism*: "TCP: one socket per connection".
    QString title(kernel::Protocol protocol) const;
    /// What happened at this step, and why, with the real addresses: one or two sentences.
    QString caption() const;
    /// The same without saying whose turn it is in a twin.
    QString happened() const;
    /// The text alternative of the whole picture: who is there, which sockets they have, where messages are. For the
    /// metadata of files and for assistive technology.
    QString description() const;
    /// The first part of it: what stands in the picture, without what happened.
    QString state() const;
    /// What a call has just taken of the message is not all of it: more is to come, or came before.
    static bool isPartOf(const world::Message &message);
    /// As far as was observed there is no socket that it could land in. Of what goes to another machine nothing is
    /// known.
    bool reachesNobody(const world::Message &message) const;

private:
    QString told() const;
    QString ofStart() const;
    QString ofEntry(const world::Moment &moment) const;
    QString ofReturn(const world::Moment &moment) const;
    QString ofFailure(const world::Moment &moment) const;
    QString ofConnecting(const world::Moment &moment) const;
    QString ofConnect(const world::Moment &moment) const;
    QString ofAccepting(const world::Moment &moment) const;
    QString ofAccept(const world::Moment &moment) const;
    QString ofSending(const world::Moment &moment) const;
    QString ofBlocked(const world::Message &message, const world::Moment &moment, const world::Socket &socket) const;
    QString ofTaken(const world::Moment &moment, const world::Message &message) const;
    QString ofSendingToOneOf(const world::Message &message, const world::Moment &moment, const Cast &cast) const;
    QString ofSent(const world::Moment &moment) const;
    QString ofSendInVain(const world::Moment &moment) const;
    QString ofReceiving(const world::Moment &moment) const;
    QString ofEmptyQueue(const world::Moment &moment) const;
    QString ofReceivedMany(const world::Moment &moment) const;
    world::ProcessId senderAt(const world::Message &message) const;
    bool listensElsewhere(const world::Socket &closed) const;
    QString ofReceivedUnknown(const world::Moment &moment) const;
    QString ofReceivingDatagram(const world::Moment &moment, const world::Socket &socket) const;
    QString ofReceived(const world::Moment &moment) const;
    QString ofOther(const world::Moment &moment) const;
    QString ofOption(const world::Moment &moment) const;
    QString ofEndOfFile(const world::Moment &moment) const;
    QString ofShutdown(const world::Moment &moment) const;
    QString ofClose(const world::Moment &moment) const;
    QString ofReset(const QString &closed) const;
    int unreadDatagrams(const world::Socket &closed) const;
    QString ofEnd(const world::Moment &moment) const;
    /// By fork or exec.
    QString ofStarted(const world::Moment &moment) const;
    /// Whose connection a server's socket is: the process at its other end; empty if it is none of ours.
    QString whoClosed(const world::Socket &socket) const;
    QString otherEnd(const world::Socket &socket) const;
    /// The same, with the address where another open socket of the server is for that process, too.
    QString otherEndApart(const world::Socket &socket) const;
    bool isPortLeftOver(const world::Moment &moment) const;
    bool areOthersOpen(const world::Socket &accepted) const;
    QString nameOf(world::ProcessId id) const;
    QString addressOf(const world::Endpoint &endpoint, const world::Moment &moment) const;
    QString quoted(const world::Message &message) const;

    const FigureInput &m_input;
    const world::World &m_world;
    Names m_names;
};

} // namespace zocalo::figure
