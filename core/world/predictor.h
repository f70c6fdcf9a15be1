// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/model.h"

namespace zocalo::world {

/// What the rule looks at in a socket, and nothing else: no queues, no messages. So a prediction cannot depend on where
/// anything landed.
struct PortHolder
{
    SocketId id = 0;
    Endpoint local;
    Endpoint remote; ///< invalid: not connected
    quint16 domain = 0;
    bool v6Only = false;
    bool reusePort = false;
    quint64 order = 0; ///< of binding: higher is later
};

/// Which sockets Linux may choose, and by which rule. No sockets: nobody is there.
struct Prediction
{
    Rule rule = Rule::None;
    QList<SocketId> sockets;
    bool operator==(const Prediction &) const = default;
};

/// TCP data goes to the established socket with exactly this 4-tuple (net/ipv4/inet_hashtables.c,
/// __inet_lookup_established), whether it was accepted or still waits in the accept queue. `holders` are the connected
/// sockets on the destination's port.
Prediction predictSegment(const QList<PortHolder> &holders, const Endpoint &from, const Endpoint &to);

/// Where a UDP datagram goes (net/ipv4/udp.c, __udp4_lib_lookup and compute_score; net/ipv6/udp.c): among the sockets
/// on the port those bound to this very address come before those bound to the wildcard; there a socket connected to
/// the sender comes before an unconnected one, one connected to somebody else is out, an IPv4 socket before a `::`
/// socket, which takes IPv4 unless it is IPV6_V6ONLY. Equal ones: a SO_REUSEPORT group is one of them by hash,
/// otherwise the last bound. To a group or to all (multicast, broadcast) each that fits gets it, and all of them
/// are given. `from` may be invalid: a sender that is not bound yet, to which nobody can be connected.
Prediction predictDatagram(const QList<PortHolder> &holders, const Endpoint &from, const Endpoint &to);

} // namespace zocalo::world
