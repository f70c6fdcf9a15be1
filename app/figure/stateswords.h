// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/names.h"
#include "core/world/statehistory.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// Says in the application's language what a socket's way through the states of TCP was. The panel in the window and
/// the picture use the same sentences.
class StatesWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::StatesWords)

public:
    /// `input` must outlive this.
    explicit StatesWords(const FigureInput &input) : m_world(input.now), m_names(input) {}

    /// Whose socket it is: "Client A, fd 3", "TCP server, listening, fd 3", "TCP server, no fd".
    QString owner(const world::Socket &socket) const;
    /// "127.0.0.1:50001 ↔ 127.0.0.1:9000"; "no address yet".
    QString addresses(const world::Socket &socket) const;
    /// Where it began: by which call, or that a handshake has made it.
    QString beginning(const world::StateHistory &history) const;
    /// What the passage came from: a call and who made it, or the segment that was received.
    QString cause(const world::StatePassage &passage) const;
    /// "seen in the kernel's table", "deduced".
    static QString evidence(bool observed);
    /// What is observed here, and what is deduced.
    static QString note();
    /// Of a UDP socket: that it has no state machine.
    static QString noMachine();
    /// "SYN-RECEIVED": never translated, but for a state that is not known.
    static QString state(kernel::State state);

private:
    QString who(const world::PassageCause &cause) const;
    QString received(const world::StatePassage &passage) const;
    QString asked(const world::StatePassage &passage) const;

    const world::World &m_world;
    Names m_names;
};

} // namespace zocalo::figure
