// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/run/filedescriptor.h"

#include <QList>

#include <utility>

namespace zocalo::run {

/// Reads the packets that a laboratory's AF_PACKET socket has seen (man 7 packet).
class SegmentCapture
{
    Q_DISABLE_COPY_MOVE(SegmentCapture)

public:
    SegmentCapture() = default;

    /// Laboratory::takeCapture().
    void adopt(FileDescriptor socket) { m_socket = std::move(socket); }
    /// What came since the last time, in the order in which it came; never waits. TCP, UDP and ICMP over IPv4 only.
    QList<history::SegmentSeen> read();
    /// All that came, some 160,000 at most: whatever comes faster, or still waits then, is lost. Nothing comes after.
    QList<history::SegmentSeen> readLast();
    /// How many came, since the last time, after those that were read, and found no room. Of any protocol.
    quint32 takeLost() { return std::exchange(m_lost, 0); }

private:
    void countLost();
    void giveUp();

    bool m_isDrained = true;
    qint64 m_unread = 0; ///< came and found room, less those that were read
    quint32 m_lost = 0;
    FileDescriptor m_socket;
};

} // namespace zocalo::run
