// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/names.h"
#include "app/figure/thing.h"
#include "core/world/callslist.h"
#include "core/world/timeline.h"

#include <QCoreApplication>

namespace zocalo::panels {

/// One thing that is known of something: "state", "ESTABLISHED".
struct Fact
{
    QString label;
    QString value;
    bool operator==(const Fact &) const = default;
};

/// All that is known of a process, a socket or a message at a step.
struct Truth
{
    QString title;     ///< "Client A"; empty: there is no such thing at this step
    QList<Fact> facts; ///< the most important first
    QStringList calls; ///< as strace writes them, oldest first
    bool operator==(const Truth &) const = default;
};

/// Says what is known of a thing, in the application's language. Only what the run recorded: calls by the tap, states,
/// addresses and queues by the kernel's table; what the rule predicts is called predicted.
class TruthText
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::panels::TruthText)

public:
    TruthText(const world::Timeline &timeline, int step);

    Truth of(const figure::Thing &thing) const;
    /// The title and the first facts, for a tool tip.
    static QString brief(const Truth &truth);
    /// Everything, a line each, for the clipboard.
    static QString plain(const Truth &truth);
    /// The heading over the calls.
    static QString callsHeading();
    /// "ESTABLISHED", "closed", "not connected".
    QString state(const world::Socket &socket) const;
    /// What a socket is: "Listening socket", "TCP socket from accept() no. 2".
    QString socketTitle(const world::Socket &socket) const;
    /// Where a message is: "waits in a receive queue".
    static QString outcome(const world::Message &message, const world::World &world);

private:
    Truth ofOutside(const world::Process &process) const;
    Truth ofProcess(const world::Process &process) const;
    Truth ofSocket(const world::Socket &socket) const;
    Truth ofMessage(const world::Message &message) const;
    void addQueues(Truth &truth, const world::Socket &socket) const;
    void addLanding(Truth &truth, const world::Message &message) const;
    // truthsegments.cpp: what a laboratory saw; `told` gives the words for those that are wanted, else nothing
    void addSegments(Truth &truth, const std::function<QString(const world::Segment &)> &told) const;
    void addSegmentsOf(Truth &truth, const world::Socket &socket) const;
    void addSegmentsOf(Truth &truth, const world::Message &message) const;
    QString owners(const world::Socket &socket) const;
    QString named(const world::Socket &socket) const;
    static QString cookie(world::SocketId id);
    QStringList calls(const std::function<bool(const world::EventLog::Outline &)> &wanted) const;

    const world::Timeline &m_timeline;
    int m_step;
    const world::World &m_world;
    figure::FigureInput m_input; ///< the names refer to it
    figure::Names m_names;
};

} // namespace zocalo::panels
