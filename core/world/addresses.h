// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"

#include <QHashFunctions>

namespace zocalo::world {

/// The endpoint as it is compared: IPv4-mapped as IPv4, without scope.
trace::Endpoint plain(const trace::Endpoint &endpoint);

/// True if both are the same address, whatever their ports.
bool sameAddress(const trace::Endpoint &a, const trace::Endpoint &b);

/// True if both are the same address and port.
bool sameEndpoint(const trace::Endpoint &a, const trace::Endpoint &b);

/// Where a datagram to `to` really goes: "any address" as a destination means this host (Linux, ip(7)).
trace::Endpoint destinationOf(const trace::Endpoint &to);

/// The source address of what a socket bound to `local` sends to `to`. Over loopback an unbound source becomes
/// 127.0.0.1 or ::1 (the preferred source of the kernel's local route for 127.0.0.0/8); elsewhere it stays the
/// wildcard.
trace::Endpoint sourceOf(const trace::Endpoint &local, const trace::Endpoint &to);

/// One end of a connection as seen from a socket, as a key of a hash.
struct TupleKey
{
    trace::Endpoint local;
    trace::Endpoint remote;
    bool operator==(const TupleKey &) const = default;
};
size_t qHash(const TupleKey &key, size_t seed = 0);

} // namespace zocalo::world
