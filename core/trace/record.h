// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/call.h"
#include "core/trace/endpoint.h"

#include <cstdint>
#include <netinet/in.h>
#include <sys/socket.h>

namespace zocalo::trace {

/// Which moment of a call a record tells of.
enum class Phase : std::uint8_t { Entry = 1, Return = 2 };

/// How much of a call's bytes is kept in a record; the true length is always told in `payloadTotal`.
inline constexpr std::uint32_t kPayloadLimit = 4096;

/// setsockopt: whether a value that is no int is kept. Those of other levels may be keys (TCP_MD5SIG, TLS_TX).
constexpr bool isValueKept(int level) { return level == SOL_SOCKET || level == IPPROTO_IP || level == IPPROTO_IPV6; }

/// A longer path of a source file is not told.
inline constexpr std::uint32_t kSourceLimit = 1024;

/// One moment of one socket call, in the fixed layout described in docs/record-format.md. It is followed in the ring by
/// `payloadKept` bytes of payload and, there, `source` bytes of the path of a source file. Everything in it is written
/// by the watched process and is not to be trusted.
struct Record
{
    std::uint64_t timeNs = 0;    ///< CLOCK_MONOTONIC: before the call (Entry) or after it (Return)
    std::uint64_t serial = 0;    ///< pairs a Return with its Entry: unique within the process
    std::uint64_t socket = 0;    ///< SO_COOKIE of the socket the call is on; 0 if none yet
    std::uint64_t newSocket = 0; ///< Return of socket, accept, socketpair: cookie of the socket made; else 0
    std::int64_t result = 0;     ///< Return: the call's result
    std::uint64_t requested = 0; ///< bytes asked to send or to receive; backlog for listen; how for shutdown
    std::uint32_t pid = 0;
    std::uint32_t tid = 0;
    std::uint64_t caller = 0;       ///< return address of the call in the program; 0 if not asked for
    Endpoint address;               ///< the address argument (Entry), or the address the call gave back (Return)
    Endpoint local;                 ///< local address of `newSocket`, or of `socket`, where the tap asked for it
    Endpoint peer;                  ///< remote address of the same, where the tap asked for it
    std::int32_t fd = -1;           ///< the descriptor the call is on; -1 if none (socket)
    std::int32_t error = 0;         ///< Return: errno if result is negative, else 0
    std::uint32_t payloadTotal = 0; ///< true number of bytes handed over (Entry of a send) or received (Return)
    std::uint32_t payloadKept = 0;  ///< how many of them follow; at most kPayloadLimit
    std::uint32_t flags = 0;        ///< the call's flags (MSG_…, SOCK_…), 0 if it has none
    std::int32_t level = 0;         ///< setsockopt, getsockopt: level
    std::int32_t option = 0;        ///< setsockopt, getsockopt: option name
    std::int32_t value = 0;         ///< setsockopt, getsockopt (Return): an int value; dup2, dup3: target descriptor;
                                    ///< socketpair (Return): the second descriptor
    Call call = Call::Unknown;
    Phase phase = Phase::Entry;
    std::uint8_t observedBy = 1; ///< 1 tap, 2 ptrace
    std::uint16_t domain = 0;    ///< AF_INET, … of the socket (of `newSocket` where set); 0 if not asked
    std::uint16_t type = 0;      ///< SOCK_STREAM, SOCK_DGRAM
    std::uint16_t protocol = 0;  ///< IPPROTO_TCP, IPPROTO_UDP
    std::uint16_t source = 0;    ///< Entry: in the ring bytes of the path, in a run history::SourceSeen::id; 0: none
    std::uint32_t line = 0;      ///< Entry: line of the program's source that made the call; 0: not known
};
static_assert(sizeof(Record) == 184);

/// Whether a record that a watched process wrote can be what it says: known call and phase, known address families,
/// lengths within their limits, an errno only on a failed return. Nothing else of it may be relied upon.
bool isPlausible(const Record &record);

} // namespace zocalo::trace
