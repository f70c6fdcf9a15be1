// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/endpoint.h"

#include <algorithm>
#include <charconv>

#include <arpa/inet.h>
#include <sys/socket.h>

namespace zocalo::trace {

bool Endpoint::isValid() const { return family == AF_INET || family == AF_INET6; }

bool Endpoint::hasKnownFamily() const
{
    return family == 0 || family == AF_UNIX || family == AF_INET || family == AF_INET6;
}

bool Endpoint::isWildcard() const
{
    return isValid() && std::all_of(address.begin(), address.end(), [](std::uint8_t byte) { return byte == 0; });
}

bool Endpoint::isLoopback() const
{
    const Endpoint plain = unmapped();
    if (plain.family == AF_INET)
        return plain.address[0] == 127;
    std::array<std::uint8_t, 16> loopback{};
    loopback.back() = 1;
    return plain.family == AF_INET6 && plain.address == loopback;
}

Endpoint Endpoint::unmapped() const
{
    static constexpr std::array<std::uint8_t, 12> kMapped{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
    if (family != AF_INET6 || !std::equal(kMapped.begin(), kMapped.end(), address.begin()))
        return *this;
    Endpoint plain;
    plain.family = AF_INET;
    plain.port = port;
    std::copy(address.begin() + 12, address.end(), plain.address.begin());
    return plain;
}

std::string Endpoint::addressString() const
{
    if (!isValid())
        return {};
    char text[INET6_ADDRSTRLEN] = {};
    if (!inet_ntop(family, address.data(), text, sizeof text))
        return {};
    return text;
}

std::string Endpoint::toString() const
{
    if (!isValid())
        return {};
    const std::string text = addressString();
    return (family == AF_INET6 ? '[' + text + ']' : text) + ':' + std::to_string(port);
}

Endpoint Endpoint::fromString(const std::string &text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos || colon + 1 == text.size())
        return {};
    Endpoint endpoint;
    const char *end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data() + colon + 1, end, endpoint.port);
    if (error != std::errc{} || rest != end)
        return {};
    std::string host = text.substr(0, colon);
    endpoint.family = AF_INET;
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        endpoint.family = AF_INET6;
        host = host.substr(1, host.size() - 2);
    }
    if (inet_pton(endpoint.family, host.c_str(), endpoint.address.data()) != 1)
        return {};
    return endpoint;
}

} // namespace zocalo::trace
