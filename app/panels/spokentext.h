// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/truthtext.h"

#include <QCoreApplication>

namespace zocalo::panels {

/// How the things of a run are read aloud, in the application's language: a line that tells one from all others and
/// says its state, and a description with what is known of it. For people who hear the figure, or feel it as braille.
class SpokenText
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::panels::SpokenText)

public:
    SpokenText(const world::Timeline &timeline, int step);

    /// "Client A: paused just before connect()"; "TCP server, fd 5: TCP socket from accept() no. 1 with Client A,
    /// ESTABLISHED". Empty if there is no such thing at this step.
    QString name(const figure::Thing &thing) const;
    /// Its facts: "local address: 127.0.0.1:9000; owners (PID/fd): 4100/fd 3 (TCP server); …".
    QString description(const figure::Thing &thing) const;
    /// What waits in the receive queue of a socket: "Receive queue of TCP server, fd 5: A1, A2 (12 bytes)".
    QString receiveQueue(world::SocketId socket) const;
    /// The same with the messages' contents: "A1: hello".
    QString receiveQueueContents(world::SocketId socket) const;
    /// "Accept queue of TCP server, fd 3: 1 connection waits".
    QString acceptQueue(world::SocketId listener) const;

private:
    QString process(const world::Process &process) const;
    QString socket(const world::Socket &socket) const;
    QString message(const world::Message &message) const;
    QString withArticles(const QString &sentence) const;
    /// "TCP server, fd 5"; the process alone where it has no descriptor.
    QString owner(const world::Socket &socket) const;

    const world::World &m_world;
    TruthText m_truths;
    figure::FigureInput m_input; ///< the names refer to it
    figure::Names m_names;
};

} // namespace zocalo::panels
