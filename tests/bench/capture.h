// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace zocalo::bench {

/// Writes a capture file (the classic format of libpcap, packets of IPv4 without a link layer) of that many packets: 24
/// clients on TCP and 24 on UDP, each with a server on this machine, 64 bytes there and 64 back, in turn. False if it
/// could not be written.
bool writeCapture(const QString &path, quint64 packets);

} // namespace zocalo::bench
