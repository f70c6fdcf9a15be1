// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The part of Endpoint that the tap needs: it must not pull in the C++ library.
#include "core/trace/endpoint.h"

#include <cstddef>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace zocalo::trace {

Endpoint Endpoint::fromSockaddr(const ::sockaddr *address, std::uint32_t length)
{
    Endpoint endpoint;
    if (!address || length < sizeof(address->sa_family))
        return endpoint;
    sa_family_t family = 0;
    std::memcpy(&family, address, sizeof family);
    if (family == AF_INET && length >= sizeof(sockaddr_in)) {
        sockaddr_in in;
        std::memcpy(&in, address, sizeof in);
        endpoint.family = AF_INET;
        endpoint.port = ntohs(in.sin_port);
        std::memcpy(endpoint.address.data(), &in.sin_addr, sizeof in.sin_addr);
    } else if (family == AF_INET6 && length >= offsetof(sockaddr_in6, sin6_scope_id)) {
        sockaddr_in6 in6{};
        std::memcpy(&in6, address, length < sizeof in6 ? length : sizeof in6);
        endpoint.family = AF_INET6;
        endpoint.port = ntohs(in6.sin6_port);
        endpoint.scope = in6.sin6_scope_id;
        std::memcpy(endpoint.address.data(), &in6.sin6_addr, sizeof in6.sin6_addr);
    } else if (family == AF_UNIX) {
        endpoint.family = AF_UNIX;
    }
    return endpoint;
}

} // namespace zocalo::trace
