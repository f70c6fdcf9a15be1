// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

#include <functional>

namespace zocalo::bench {

/// Bytes of each message of a long run.
inline constexpr qsizetype kLongRunMessage = 64;

/// Tells a history of about that many calls, event by event, without keeping it: 50 processes, half of them a server
/// and its clients on TCP, the other half on UDP. Each client sends 64 bytes, the server reads and answers, the client
/// reads, several clients at a time; every thousand calls or so there is a table of the kernel. No two messages have
/// the same bytes.
void longRun(quint64 calls, const std::function<void(const history::Event &)> &take);

} // namespace zocalo::bench
