// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/figureinput.h"
#include "app/figure/names.h"
#include "app/figure/narrator.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The sentences of the figure of processes communicating, in the application's language: at each step, what a process
/// does with its socket, and what the operating system then does. It tells only what the world holds; what is the same
/// in every figure (errors, ends of processes) it leaves to the Narrator.
class PairNarrator
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::PairNarrator)

public:
    explicit PairNarrator(const FigureInput &input);

    /// What happened at this step, and why: one or two sentences.
    QString caption() const;
    /// The text alternative of the whole picture.
    QString description() const;

private:
    QString ofEntry(const world::Moment &moment) const;
    QString ofReturn(const world::Moment &moment) const;
    QString ofConnected(const world::Moment &moment) const;
    QString ofAccepted(const world::Moment &moment) const;
    QString ofSending(const world::Moment &moment) const;
    QString ofSent(const world::Moment &moment) const;
    QString ofReceiving(const world::Moment &moment) const;
    QString ofReceived(const world::Moment &moment) const;
    QString ofClosed(const world::Moment &moment) const;
    /// The queues were looked at in this step, with every process held.
    bool isExact() const;
    QString nameOf(world::ProcessId id) const;
    QString addressOf(const world::Endpoint &endpoint, const world::Moment &moment) const;
    QString quoted(const world::Message &message) const;

    const world::World &m_world;
    Narrator m_usual;
    Names m_names;
};

} // namespace zocalo::figure
