// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/text/actiontext.h"

namespace zocalo::text {

using lesson::ActionKind;
using lesson::Obstacle;

QString ActionText::label(ActionKind kind, const QString &receiver)
{
    switch (kind) {
    case ActionKind::AddClient:
        return tr("Add a client");
    case ActionKind::OpenSocket:
        return tr("Open a socket: socket()");
    case ActionKind::Connect:
        return tr("Connect: connect()");
    case ActionKind::SecondConnection:
        return tr("Open a second connection: connect()");
    case ActionKind::Send:
        return tr("Send a message: send()…");
    case ActionKind::SendTo:
        return receiver.isEmpty() ? tr("Send a message: sendto()…")
                                  : tr("Send a message to %1: sendto()…").arg(receiver);
    case ActionKind::Accept:
        return tr("Take a connection: accept()");
    case ActionKind::Receive:
        return tr("Receive: recv()");
    case ActionKind::ReceiveFrom:
        return tr("Receive: recvfrom()");
    case ActionKind::Shutdown:
        return tr("End this direction: shutdown()");
    case ActionKind::Close:
        return tr("Close the socket: close()");
    case ActionKind::Kill:
        return tr("Kill the process");
    }
    return {};
}

QString ActionText::obstacle(Obstacle obstacle, ActionKind kind)
{
    switch (obstacle) {
    case Obstacle::None:
        return {};
    case Obstacle::NoSuchAction:
        return tr("it is not there any more");
    case Obstacle::ProcessDead:
        return tr("the process has ended");
    case Obstacle::TooManyClients:
        return tr("the lesson has no room for another client");
    case Obstacle::NoServerSocket:
        return tr("the server has not opened its socket yet");
    case Obstacle::AlreadyOpen:
        return tr("it has a socket already");
    case Obstacle::AlreadyConnected:
        return tr("it is connected already");
    case Obstacle::NotConnected:
        return kind == ActionKind::SecondConnection ? tr("it has no connection yet")
                                                    : tr("the socket is not connected");
    case Obstacle::TwoConnections:
        return tr("it has two connections already");
    case Obstacle::NothingWaiting:
        return tr("accept() would wait: no connection is in the queue");
    case Obstacle::QueueEmpty:
        return kind == ActionKind::ReceiveFrom ? tr("recvfrom() would wait: the receive queue is empty")
                                               : tr("recv() would wait: the receive queue is empty");
    case Obstacle::AlreadyAsleep:
        return tr("the process is asleep in this very call");
    case Obstacle::AlreadyShutDown:
        return tr("this direction was ended already");
    case Obstacle::NotAccepted:
        return tr("it has no descriptor: accept() gives it one");
    case Obstacle::NoAddress:
        return tr("its socket has no port yet: it has sent nothing");
    case Obstacle::TextEmpty:
        return tr("there is no text");
    case Obstacle::TextTooLong:
        return tr("the text has more than %n bytes", nullptr, lesson::kMaxActionText);
    }
    return {};
}

} // namespace zocalo::text
