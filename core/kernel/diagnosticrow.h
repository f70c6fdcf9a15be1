// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/socketrow.h"

#include <cstddef>

namespace zocalo::kernel {

/// The row in `size` bytes of a message of NETLINK_SOCK_DIAG: an inet_diag_msg, which must be there as a whole, and the
/// attributes that follow it. Of attributes that make no sense nothing is taken.
/// With Protocol::Other the message itself must tell the protocol (before what depends on it).
SocketRow diagnosticRow(const std::byte *data, std::size_t size, Protocol protocol);

} // namespace zocalo::kernel
