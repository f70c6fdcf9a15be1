// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#ifndef Q_MOC_RUN // moc 6.4 stumbles over the <concepts> that <compare> includes
#include <compare>
#endif
#include <cstdint>
#include <string>

struct sockaddr;

namespace zocalo::trace {

/// An address and a port, in a fixed 24-byte layout that crosses shared memory.
///
/// `family` is AF_INET, AF_INET6, AF_UNIX or 0 (no address known); `port` is in host byte order. An IPv4 address fills
/// the first 4 bytes of `address`, in network byte order.
struct Endpoint
{
    std::uint16_t family = 0;
    std::uint16_t port = 0;
    std::uint32_t scope = 0;
    std::array<std::uint8_t, 16> address{};

    auto operator<=>(const Endpoint &) const = default;

    /// True for the families that an endpoint can have, 0 included.
    bool hasKnownFamily() const;
    /// True if an internet address is held (it may be the wildcard with port 0).
    bool isValid() const;
    /// True for 0.0.0.0 and ::.
    bool isWildcard() const;
    /// True for 127.0.0.0/8 and ::1, also where IPv6 writes it in its own way.
    bool isLoopback() const;
    /// The IPv4 form of an IPv4-mapped IPv6 address (::ffff:a.b.c.d); anything else unchanged.
    Endpoint unmapped() const;
    /// "127.0.0.1:9000", "[::1]:9000"; empty if invalid.
    std::string toString() const;
    /// "127.0.0.1" or "::1", without the port.
    std::string addressString() const;

    /// Reads `length` bytes of a socket address; an unknown family gives an invalid endpoint.
    static Endpoint fromSockaddr(const ::sockaddr *address, std::uint32_t length);
    /// Parses "127.0.0.1:9000" or "[::1]:9000"; invalid if it is neither.
    static Endpoint fromString(const std::string &text);
};
static_assert(sizeof(Endpoint) == 24);

} // namespace zocalo::trace
