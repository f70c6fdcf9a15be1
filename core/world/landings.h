// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/world.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace zocalo::world {

/// One end of a message: a process's descriptor and the socket behind it.
struct LandingEnd
{
    qint64 pid = 0;
    QString process;
    int fd = -1; ///< -1: none (a child that waits in the accept queue)
    SocketId socket = 0;
    bool operator==(const LandingEnd &) const = default;
};

/// Where one message landed, and how we know: a line of `zocalo landings`.
struct Landing
{
    QString message; ///< full name, "tcp.A1"
    kernel::Protocol protocol = kernel::Protocol::Other;
    Endpoint from;
    Endpoint to;
    LandingEnd sender;
    CallId sentBy = 0;
    quint64 bytes = 0;
    std::optional<LandingEnd> receiver; ///< empty: not seen to land anywhere
    QList<CallId> receivedBy;
    Outcome outcome = Outcome::Unknown;
    Rule rule = Rule::None;
    QList<SocketId> predicted;
    std::optional<bool> agrees; ///< empty where it was not seen to land, and where the bytes cannot tell
};

/// All messages of a run as far as the world knows them, in the order they were sent.
QList<Landing> landings(const World &world);

/// "received", "partly_received", "queued", "dropped", "refused", "discarded"; "unknown" for everything else.
QString outcomeName(Outcome outcome);
/// "tcp_4_tuple", "tcp_listener", "udp_2_tuple", "udp_connected", "reuseport", "none".
QString ruleName(Rule rule);
/// "tcp", "udp", "other".
QString protocolName(kernel::Protocol protocol);

/// The object of the JSON Lines contract. Cookies are strings: they may exceed what a JSON number holds.
QJsonObject toJson(const Landing &landing);

/// The same in one line of text, without a line feed:
/// "tcp.A1  127.0.0.1:50001 > 127.0.0.1:9000  13 bytes  4100/tcp.server fd 4 socket 2051  received  tcp_4_tuple
/// agrees".
QString landingLine(const Landing &landing);

} // namespace zocalo::world
