// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/peer/socketaddress.h"

#include <charconv>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>

namespace zocalo::peer {

std::string SocketAddress::toString() const
{
    char host[INET6_ADDRSTRLEN] = {};
    if (length >= sizeof(sockaddr_in) && storage.ss_family == AF_INET) {
        sockaddr_in in;
        std::memcpy(&in, &storage, sizeof in);
        inet_ntop(AF_INET, &in.sin_addr, host, sizeof host);
        return std::string(host) + ':' + std::to_string(ntohs(in.sin_port));
    }
    if (length >= sizeof(sockaddr_in6) && storage.ss_family == AF_INET6) {
        sockaddr_in6 in6;
        std::memcpy(&in6, &storage, sizeof in6);
        inet_ntop(AF_INET6, &in6.sin6_addr, host, sizeof host);
        return '[' + std::string(host) + "]:" + std::to_string(ntohs(in6.sin6_port));
    }
    return "-";
}

std::optional<SocketAddress> SocketAddress::fromString(std::string_view text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || colon == 0)
        return std::nullopt;
    std::uint16_t port = 0;
    const char *end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, port);
    if (error != std::errc{} || rest != end)
        return std::nullopt;
    const std::string host(text.substr(0, colon));
    SocketAddress address;
    if (host.front() == '[' && host.back() == ']') {
        sockaddr_in6 in6{};
        in6.sin6_family = AF_INET6;
        in6.sin6_port = htons(port);
        if (inet_pton(AF_INET6, host.substr(1, host.size() - 2).c_str(), &in6.sin6_addr) != 1)
            return std::nullopt;
        std::memcpy(&address.storage, &in6, sizeof in6);
        address.length = sizeof in6;
        return address;
    }
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(port);
    if (inet_pton(AF_INET, host.c_str(), &in.sin_addr) != 1)
        return std::nullopt;
    std::memcpy(&address.storage, &in, sizeof in);
    address.length = sizeof in;
    return address;
}

} // namespace zocalo::peer
