// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/addresses.h"

#include <sys/socket.h>

namespace zocalo::world {

using trace::Endpoint;

namespace {

Endpoint loopback(quint16 family, quint16 port)
{
    Endpoint endpoint;
    endpoint.family = family;
    endpoint.port = port;
    if (family == AF_INET)
        endpoint.address = {127, 0, 0, 1};
    else
        endpoint.address[15] = 1;
    return endpoint;
}

bool isLoopback(const Endpoint &endpoint)
{
    const Endpoint known = plain(endpoint);
    if (known.family == AF_INET)
        return known.address[0] == 127;
    return known.family == AF_INET6 && known.address == loopback(AF_INET6, 0).address;
}

} // namespace

Endpoint plain(const Endpoint &endpoint)
{
    Endpoint result = endpoint.unmapped();
    result.scope = 0;
    return result;
}

bool sameAddress(const Endpoint &a, const Endpoint &b)
{
    const Endpoint left = plain(a);
    const Endpoint right = plain(b);
    return left.family == right.family && left.address == right.address;
}

bool sameEndpoint(const Endpoint &a, const Endpoint &b) { return a.port == b.port && sameAddress(a, b); }

Endpoint destinationOf(const Endpoint &to)
{
    const Endpoint known = plain(to);
    return known.isValid() && known.isWildcard() ? loopback(known.family, known.port) : known;
}

Endpoint sourceOf(const Endpoint &local, const Endpoint &to)
{
    const Endpoint known = plain(local);
    const Endpoint destination = destinationOf(to);
    if (!known.isValid() || !known.isWildcard() || !isLoopback(destination))
        return known;
    return loopback(destination.family, known.port);
}

size_t qHash(const TupleKey &key, size_t seed)
{
    return qHashMulti(seed, key.local.port, key.remote.port,
                      qHashBits(key.local.address.data(), key.local.address.size(), seed),
                      qHashBits(key.remote.address.data(), key.remote.address.size(), seed));
}

} // namespace zocalo::world
