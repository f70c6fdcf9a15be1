// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"

#include <QtGlobal>

namespace zocalo::kernel {

enum class Protocol : quint8 { Other = 0, Tcp = 6, Udp = 17 };

/// TCP states with the kernel's numbers (include/net/tcp_states.h). A UDP socket is Established when connected, else
/// Close ("UNCONN" in ss).
enum class State : quint8 {
    Unknown = 0,
    Established = 1,
    SynSent = 2,
    SynRecv = 3,
    FinWait1 = 4,
    FinWait2 = 5,
    TimeWait = 6,
    Close = 7,
    CloseWait = 8,
    LastAck = 9,
    Listen = 10,
    Closing = 11,
    NewSynRecv = 12,
};

/// "ESTABLISHED", "LISTEN", …: the names of RFC 9293, never translated. Close gives "CLOSED".
const char *stateName(State state);

/// One row of the kernel's socket table, as NETLINK_SOCK_DIAG gives it (man 7 sock_diag).
struct SocketRow
{
    Protocol protocol = Protocol::Other;
    State state = State::Unknown;
    quint64 cookie = 0; ///< the same as SO_COOKIE
    quint32 inode = 0;  ///< 0: no file yet (not accepted) or none any more (TIME_WAIT)
    quint32 uid = 0;
    trace::Endpoint local;
    trace::Endpoint remote;
    quint32 receiveQueue = 0;  ///< TCP: unread bytes, and 1 once a FIN came; listener: accept queue length; UDP: memory
    quint32 sendQueue = 0;     ///< TCP: unacknowledged bytes; listener: backlog; UDP: artefact, ignore
    quint32 drops = 0;         ///< UDP: datagrams dropped because the queue was full
    bool counted = false;      ///< TCP: the kernel told its counters (TCP_INFO), which follow
    quint64 bytesSent = 0;     ///< bytes that went out for the first time; what waits unsent is not among them
    quint64 bytesReceived = 0; ///< bytes that came in, in order, read or not; the peer's FIN counts as one

    bool operator==(const SocketRow &) const = default;
};

} // namespace zocalo::kernel
