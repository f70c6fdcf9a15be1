// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/predictor.h"

#include "core/world/addresses.h"

#include <sys/socket.h>

namespace zocalo::world {

namespace {

constexpr int kOut = -1;

bool isConnected(const PortHolder &holder) { return holder.remote.port != 0; }

bool isV6(const PortHolder &holder)
{
    return holder.domain == AF_INET6 || (holder.domain == 0 && holder.local.family == AF_INET6);
}

// The kernel gives a point for each side of the peer that is pinned down; both are or none is for a socket that was
// connected with connect().
int scoreOf(const PortHolder &holder, const Endpoint &from, const Endpoint &to, bool wildcard)
{
    if (holder.local.port != to.port)
        return kOut;
    const bool takesV4 = !isV6(holder) || !holder.v6Only;
    const bool toV4 = to.family == AF_INET;
    if (toV4 ? !takesV4 : !isV6(holder))
        return kOut;
    if (wildcard ? !plain(holder.local).isWildcard() : !sameAddress(holder.local, to))
        return kOut;
    int score = toV4 && !isV6(holder) ? 2 : 1;
    if (isConnected(holder)) {
        if (!from.isValid() || from.port != holder.remote.port)
            return kOut;
        // A source that is still the wildcard stands for some address of this host: the port must do.
        if (!from.isWildcard() && !sameAddress(from, holder.remote))
            return kOut;
        score += 8;
    }
    return score;
}

// The kernel takes the first of equals in its chain. A socket is put at the front when it is bound, but an IPv6 one
// with SO_REUSEPORT at the end (udp_lib_get_port).
bool standsBefore(const PortHolder &a, const PortHolder &b)
{
    const bool aAtEnd = isV6(a) && a.reusePort;
    const bool bAtEnd = isV6(b) && b.reusePort;
    if (aAtEnd != bAtEnd)
        return bAtEnd;
    return aAtEnd ? a.order < b.order : a.order > b.order;
}

Prediction best(const QList<PortHolder> &holders, const Endpoint &from, const Endpoint &to, bool wildcard)
{
    int highest = kOut;
    const PortHolder *chosen = nullptr;
    for (const PortHolder &holder : holders) {
        const int score = scoreOf(holder, from, to, wildcard);
        if (score == kOut || score < highest || (score == highest && !standsBefore(holder, *chosen)))
            continue;
        highest = score;
        chosen = &holder;
    }
    if (!chosen)
        return {};
    const bool connected = isConnected(*chosen);
    Prediction group{connected ? Rule::UdpConnected : Rule::ReusePort, {}};
    for (const PortHolder &holder : holders) {
        const bool sameKind = isConnected(holder) == connected && (connected || holder.reusePort);
        if (sameKind && scoreOf(holder, from, to, wildcard) == highest)
            group.sockets.append(holder.id);
    }
    // Which of two sockets connected to the same peer takes all depends on the kernel: the last bound, since Linux 6.13
    // the last connected.
    if (connected)
        return group;
    if (chosen->reusePort && group.sockets.size() > 1)
        return group;
    return {Rule::Udp2Tuple, {chosen->id}};
}

/// To a group, or to all (RFC 1112, RFC 919; of the loopback's network the last address, ip(7)).
bool isToMany(const Endpoint &to)
{
    const Endpoint address = plain(to);
    if (address.family == AF_INET6)
        return address.address[0] == 0xff;
    const auto &bytes = address.address;
    const bool isMulticast = bytes[0] >= 224 && bytes[0] < 240;
    const bool isBroadcast =
        (bytes[0] == 127 || bytes[0] == 255) && bytes[1] == 255 && bytes[2] == 255 && bytes[3] == 255;
    return isMulticast || isBroadcast;
}

/// Each that fits gets one of its own (__udp4_lib_mcast_deliver() in net/ipv4/udp.c). Who has joined a group is not
/// known here.
Prediction allThatFit(const QList<PortHolder> &holders, const Endpoint &from, const Endpoint &to)
{
    Prediction group{Rule::Udp2Tuple, {}};
    for (const PortHolder &holder : holders) {
        if (scoreOf(holder, from, to, false) != kOut || scoreOf(holder, from, to, true) != kOut)
            group.sockets.append(holder.id);
    }
    return group;
}

} // namespace

Prediction predictSegment(const QList<PortHolder> &holders, const Endpoint &from, const Endpoint &to)
{
    Prediction prediction{Rule::Tcp4Tuple, {}};
    if (!from.isValid() || !to.isValid())
        return prediction;
    for (const PortHolder &holder : holders) {
        if (sameEndpoint(holder.local, to) && sameEndpoint(holder.remote, from))
            prediction.sockets.append(holder.id);
    }
    return prediction;
}

Prediction predictDatagram(const QList<PortHolder> &holders, const Endpoint &from, const Endpoint &to)
{
    const Endpoint destination = destinationOf(to);
    const Endpoint source = sourceOf(from, to);
    if (isToMany(destination))
        return allThatFit(holders, source, destination);
    Prediction prediction = best(holders, source, destination, false);
    if (prediction.sockets.isEmpty())
        prediction = best(holders, source, destination, true);
    if (prediction.rule == Rule::None)
        prediction.rule = Rule::Udp2Tuple;
    return prediction;
}

} // namespace zocalo::world
