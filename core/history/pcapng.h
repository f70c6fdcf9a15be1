// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

#include <QByteArray>
#include <QList>

namespace zocalo::history {

/// Segments as a file that Wireshark and tshark open: pcapng (draft-ietf-opsawg-pcapng), one interface of LINKTYPE_RAW
/// (packets begin with their IP header), times in nanoseconds. `zeroNs`: the time of day, in nanoseconds since 1970,
/// at which CLOCK_MONOTONIC was 0. `lost`: packets that the capture had no room for, told as the interface's
/// statistics.
QByteArray pcapng(const QList<SegmentSeen> &segments, quint64 lost, qint64 zeroNs);

/// For segments of this boot of the machine: the time of day at which CLOCK_MONOTONIC was 0.
qint64 timeOfDayAtZero();

} // namespace zocalo::history
