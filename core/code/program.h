// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/call.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace zocalo::code {

/// A port that only the run decides (bind() to port 0), so that a program takes it as an argument.
struct ProgramPort
{
    QString key;     ///< whose: "tcp.server.listener"
    int usual = 0;   ///< what the program takes without an argument
    int present = 0; ///< what it was in the run; 0: not known yet
    bool operator==(const ProgramPort &) const = default;
};

/// The address that a call is given.
struct ProgramAddress
{
    enum class Kind {
        None,
        Literal, ///< host and port as they stand
        Port,    ///< host, and the port that is the program's argument number `port` (0, 1…)
        Sender,  ///< who sent what was received last on the same socket
    };
    Kind kind = Kind::None;
    QString host;
    int port = 0;
    bool operator==(const ProgramAddress &) const = default;
};

/// One call of a program.
struct ProgramCall
{
    trace::Call call = trace::Call::Unknown;
    QString on;       ///< name of the socket it is on
    QString as;       ///< name of the socket that it makes; dup2: of the one that is closed and means the copy then
    QString protocol; ///< socket(): "tcp" or "udp"
    ProgramAddress address;
    QByteArray payload;  ///< send, sendto: a text, which is sent `times` over
    int number = 0;      ///< listen: backlog; recv, recvfrom: the most bytes; shutdown: SHUT_…
    bool fails = false;  ///< it was seen to fail, or may: the program goes on all the same
    int flags = 0;       ///< MSG_DONTWAIT, MSG_TRUNC; socket(): SOCK_NONBLOCK
    QString option{};    ///< setsockopt(): "SO_REUSEADDR"; `number` is the value
    int second = 0;      ///< setsockopt(): of a value that is a pair (pairoption.h), such as a time, the other number
    int times = 1;       ///< send, sendto
    quint64 total = 0;   ///< send, sendto: bytes that were given to it, where only their beginning is known; else 0
    int known = 0;       ///< how many bytes that beginning has
    bool isIpv6 = false; ///< socket(): AF_INET6
    bool operator==(const ProgramCall &) const = default;

    /// How many bytes a send is given: `payload`, `times` over, of which no more than `total` if that is not 0.
    quint64 length() const;
};

/// The calls of one process, in the order in which it makes them.
struct Program
{
    QString process;          ///< "tcp.server"
    QList<ProgramPort> ports; ///< those of the whole lesson or half: so all its programs take the same arguments
    QList<ProgramCall> calls;
    bool operator==(const Program &) const = default;

    /// True if some call is given that port.
    bool uses(int port) const;
};

} // namespace zocalo::code
