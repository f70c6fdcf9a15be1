// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/model.h"

#include <QString>

namespace zocalo::lesson {

/// What the user can have done in a run.
enum class ActionKind : quint8 {
    AddClient,        ///< starts a client process, and connects it (UDP: opens its socket)
    OpenSocket,       ///< UDP client: socket()
    Connect,          ///< TCP client: socket(), where it has none that is not connected, and connect()
    SecondConnection, ///< TCP client that is connected: socket() and connect(), once more
    Send,             ///< TCP: send()
    SendTo,           ///< UDP: sendto(), to Action::target
    Accept,           ///< listening socket: accept()
    Receive,          ///< TCP: recv()
    ReceiveFrom,      ///< UDP: recvfrom()
    Shutdown,         ///< TCP: shutdown(SHUT_WR): ends its own direction
    Close,            ///< close()
    Kill,             ///< SIGKILL
};

/// One thing that the user wants done by a process of the run.
struct Action
{
    ActionKind kind = ActionKind::Send;
    world::ProcessId process = 0; ///< who does it; AddClient: the server that the client is to talk to
    world::SocketId socket = 0;   ///< on which socket; 0 where the action is the process's
    world::SocketId target = 0;   ///< SendTo: the socket whose address is given
    QString text{};               ///< Send, SendTo: what is sent, as UTF-8
    bool mayWait = false;         ///< accept() and the receives: also if the call will fall asleep
    bool operator==(const Action &) const = default;
};

/// Why an action is not possible now.
enum class Obstacle : quint8 {
    None,
    NoSuchAction,   ///< no such process or socket, or nothing that it could do
    ProcessDead,    ///< it has ended
    TooManyClients, ///< the figure has no room for another
    NoServerSocket, ///< the server has not had a socket with an address yet
    AlreadyOpen,    ///< it has a socket
    AlreadyConnected,
    NotConnected,
    TwoConnections, ///< it has two already
    NothingWaiting, ///< accept() would wait: no connection is in the queue
    QueueEmpty,     ///< the receive would wait: nothing is in the receive queue
    AlreadyAsleep,  ///< a thread of the process is in that very call
    AlreadyShutDown,
    NotAccepted, ///< the socket has no descriptor: accept() gives it one
    NoAddress,   ///< the receiver's socket has no port yet: it has sent nothing
    TextEmpty,
    TextTooLong, ///< more than kMaxActionText bytes
};

/// How long a text of the user's may be, in bytes of UTF-8.
inline constexpr int kMaxActionText = 200;

} // namespace zocalo::lesson
