// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

#include <QByteArray>
#include <QString>

#include <optional>

namespace zocalo::world {

class World;

/// One recorded call, entry and return together: a line of `zocalo calls`.
struct CallLine
{
    history::CallId id = 0;
    qsizetype event = -1; ///< index of its entry in the history
    QString process;
    trace::Record entry;
    std::optional<trace::Record> returned; ///< empty: it has not returned
    history::SocketId socket = 0;          ///< the socket it is on; of socket() the one it made
    history::SocketId newSocket = 0;       ///< what socket() or accept() made
    history::SocketId target = 0; ///< dup2, dup3: the TCP or UDP socket that the target descriptor was; 0: none
    QString protocol;             ///< "tcp", "udp", "unix", "other"
    trace::Endpoint local;        ///< of `socket`, when the call returned (or was entered, if it has not)
    trace::Endpoint peer;
    trace::Endpoint address; ///< given to the call, or by it
    QByteArray payload;      ///< kept bytes
    QString caller;          ///< "server.py:12": the line that made it; empty: not known
    quint64 payloadTotal = 0;
};

/// What the entry of a call tells of it. The process's name and the socket's addresses are the world's to tell.
CallLine begunCall(const history::CallEntered &entered);
/// Adds what its return tells.
void complete(CallLine &line, const history::CallReturned &returned);
/// Adds the protocol and the addresses of its socket in that world; `record`: of the entry or of the return.
void describe(CallLine &line, const World &world, const trace::Record &record);
/// "server.py:12": the line of the file of that path; empty if `line` is not known.
QString callerText(const QString &path, quint32 line);

} // namespace zocalo::world
