// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace zocalo::peer {

/// A socket address as the socket calls want it.
struct SocketAddress
{
    ::sockaddr_storage storage{};
    ::socklen_t length = sizeof(::sockaddr_storage);

    ::sockaddr *raw() { return reinterpret_cast<::sockaddr *>(&storage); }
    const ::sockaddr *raw() const { return reinterpret_cast<const ::sockaddr *>(&storage); }

    /// "127.0.0.1:9000", "[::1]:9000"; "-" if it holds neither.
    std::string toString() const;
    /// The inverse; nothing if `text` is neither.
    static std::optional<SocketAddress> fromString(std::string_view text);
};

} // namespace zocalo::peer
