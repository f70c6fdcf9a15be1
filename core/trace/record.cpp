// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/record.h"

#include <sys/socket.h>

namespace zocalo::trace {

namespace {

constexpr std::int32_t kMaxErrno = 4095;

} // namespace

bool isPlausible(const Record &record)
{
    const bool isEntry = record.phase == Phase::Entry;
    if (record.call == Call::Unknown || record.call > Call::Last)
        return false;
    if (!isEntry && record.phase != Phase::Return)
        return false;
    if (record.observedBy != 1 && record.observedBy != 2)
        return false;
    if (record.pid == 0 || record.tid == 0 || record.serial == 0)
        return false;
    if (!record.address.hasKnownFamily() || !record.local.hasKnownFamily() || !record.peer.hasKnownFamily())
        return false;
    if (record.payloadKept > kPayloadLimit || record.payloadKept > record.payloadTotal)
        return false;
    return record.error >= 0 && record.error <= kMaxErrno && (record.error == 0 || (!isEntry && record.result < 0));
}

} // namespace zocalo::trace
