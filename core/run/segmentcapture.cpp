// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/segmentcapture.h"

#include "core/run/clock.h"

#include <linux/if_packet.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <limits>

namespace zocalo::run {
namespace {

constexpr qint64 kNsInASecond = 1'000'000'000;
/// At one time: what is left is read the next time.
constexpr int kMostPackets = 10'000;
/// At the end, when there is no next time.
constexpr int kMostReads = 16;

qint64 nanoseconds(const timespec &time) { return time.tv_sec * kNsInASecond + time.tv_nsec; }

/// What is to be added to a time stamp of the kernel (CLOCK_REALTIME) to get CLOCK_MONOTONIC.
qint64 clockDifference()
{
    timespec real{};
    ::clock_gettime(CLOCK_REALTIME, &real);
    return monotonicNs() - nanoseconds(real);
}

bool isWanted(const QByteArray &packet)
{
    if (packet.size() < static_cast<qsizetype>(sizeof(iphdr)))
        return false;
    iphdr header{};
    std::memcpy(&header, packet.constData(), sizeof header);
    return header.version == 4 &&
           (header.protocol == IPPROTO_TCP || header.protocol == IPPROTO_UDP || header.protocol == IPPROTO_ICMP);
}

} // namespace

QList<history::SegmentSeen> SegmentCapture::read()
{
    QList<history::SegmentSeen> segments;
    if (!m_socket)
        return segments;
    const qint64 difference = clockDifference();
    bool any = false;
    m_isDrained = false;
    for (int count = 0; count < kMostPackets; ++count) {
        std::array<char, history::SegmentSeen::kMostKept> bytes;
        alignas(cmsghdr) std::array<char, 256> control{};
        iovec data{bytes.data(), bytes.size()};
        msghdr message{};
        message.msg_iov = &data;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        // MSG_TRUNC: the true length is told even if it does not fit.
        const ssize_t size = ::recvmsg(m_socket.get(), &message, MSG_TRUNC | MSG_DONTWAIT);
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0) {
            m_isDrained = true;
            break;
        }
        any = true;
        --m_unread;
        history::SegmentSeen segment;
        segment.seenNs = monotonicNs();
        for (cmsghdr *header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
            if (header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_TIMESTAMPNS) {
                timespec stamp{};
                std::memcpy(&stamp, CMSG_DATA(header), sizeof stamp);
                segment.seenNs = nanoseconds(stamp) + difference;
            }
        }
        segment.length = static_cast<quint32>(size);
        segment.bytes = QByteArray(bytes.data(), std::min<qsizetype>(size, history::SegmentSeen::kMostKept));
        if (isWanted(segment.bytes))
            segments.append(segment);
    }
    if (any) // otherwise there was room
        countLost();
    return segments;
}

QList<history::SegmentSeen> SegmentCapture::readLast()
{
    QList<history::SegmentSeen> segments = read();
    for (int reads = 1; reads < kMostReads && !m_isDrained; ++reads)
        segments.append(read());
    if (!m_isDrained)
        giveUp();
    return segments;
}

/// Asking sets the kernel's counters to 0. packet(7)
void SegmentCapture::countLost()
{
    tpacket_stats statistics{};
    socklen_t length = sizeof statistics;
    if (::getsockopt(m_socket.get(), SOL_PACKET, PACKET_STATISTICS, &statistics, &length) == 0) {
        m_lost += statistics.tp_drops;
        m_unread += statistics.tp_packets - statistics.tp_drops;
    }
}

/// What waits is counted as lost.
void SegmentCapture::giveUp()
{
    if (!m_socket)
        return;
    countLost();
    m_lost += static_cast<quint32>(std::clamp<qint64>(m_unread, 0, std::numeric_limits<quint32>::max() - m_lost));
    m_unread = 0;
    m_socket.reset();
}

} // namespace zocalo::run
