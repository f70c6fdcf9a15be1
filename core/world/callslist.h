// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/eventlog.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <atomic>
#include <functional>
#include <memory>
#include <optional>

namespace zocalo::world {

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
    QString protocol;                      ///< "tcp", "udp", "unix", "other"
    trace::Endpoint local;                 ///< of `socket`, when the call returned (or was entered, if it has not)
    trace::Endpoint peer;
    trace::Endpoint address; ///< given to the call, or by it
    QByteArray payload;      ///< kept bytes
    QString caller;          ///< "server.py:12": the line that made it; empty: not known
    quint64 payloadTotal = 0;
};

/// Every call of a history, in causal order of the entries.
QList<CallLine> callsList(const QList<history::Event> &events);
/// Once `cancelled` is true it stops somewhere.
QList<CallLine> callsList(const EventLog &events, const std::atomic_bool *cancelled = nullptr);

/// Reads the calls of a log that grows: what was read is not read again.
class CallsReader
{
public:
    CallsReader();
    ~CallsReader();
    CallsReader(const CallsReader &other);
    CallsReader &operator=(CallsReader other) noexcept;

    /// Reads on through the same log. Of more than Most calls the first ones, and what came back to them until one more
    /// was entered. Valid until the next call.
    const QList<CallLine> &read(const EventLog &events);

    /// Who shows calls as a program shows no more of them; and a call takes most of a kilobyte here.
    static constexpr qsizetype Most = 20'000;

private:
    class Writer;
    friend QList<CallLine> callsList(const QList<history::Event> &events);
    friend QList<CallLine> callsList(const EventLog &events, const std::atomic_bool *cancelled);

    std::unique_ptr<Writer> m_writer;
    qsizetype m_next = 0; ///< index of the event to be read
};

/// The last calls among the first `end` events that are `wanted` by the outline of their entry or return, `most` of
/// them, the oldest first; those that have not returned by then only if they `wait`. Without the process's name, the
/// protocol and the socket's addresses, which only a world knows. Reads back no further than it must.
QList<CallLine> lastCalls(const EventLog &events, qsizetype end, qsizetype most,
                          const std::function<bool(const EventLog::Outline &)> &wanted,
                          const std::function<bool(history::CallId)> &waits);

/// The object of the JSON Lines contract; `new_socket` is an addition to it. Cookies are strings, `payload` is base64,
/// what is not known is null.
QJsonObject toJson(const CallLine &line);

/// One call as text that reads like strace: `send(3, "hola", 4) = 4`; `?` for the result while it has not returned.
QString callText(const CallLine &line);

/// All lines as text that reads like strace, each with a line feed:
/// `4101 tcp.A  connect(3, 127.0.0.1:9000) = 0`. Long payloads are cut, with "…" behind.
QString callsText(const QList<CallLine> &lines);

/// All lines as comma-separated values (RFC 4180, but with line feeds only), headings first: the fields of toJson() in
/// a fixed order. What is not known is empty.
QString callsCsv(const QList<CallLine> &lines);

} // namespace zocalo::world
