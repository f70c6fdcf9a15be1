// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// CallReader's part for the calls that move several messages at once, or bytes between two descriptors.
#include "core/ptracer/callreader.h"

#include "core/ptracer/remote.h"

#include <algorithm>

#include <sys/socket.h>
#include <sys/uio.h>

namespace zocalo::ptracer {

using trace::Call;

/// The message of that number in sendmmsg's or recvmmsg's array; false if it cannot be read.
bool CallReader::message(std::uint64_t number, ::mmsghdr &message) const
{
    return readValue(m_tid, m_arguments[1] + number * sizeof message, message);
}

void CallReader::readMessages()
{
    // As many as the kernel takes. sendmmsg(2)
    const auto count = std::min<std::uint64_t>(static_cast<std::uint32_t>(m_arguments[2]), UIO_MAXIOV);
    m_record.flags = static_cast<std::uint32_t>(m_arguments[3]);
    m_record.value = static_cast<std::int32_t>(m_arguments[2]);
    ::mmsghdr one{};
    for (std::uint64_t i = 0; i < count && message(i, one); ++i) {
        const auto pieces = reinterpret_cast<std::uint64_t>(one.msg_hdr.msg_iov);
        m_record.requested += total(pieces, one.msg_hdr.msg_iovlen);
        if (i == 0)
            m_room = one.msg_hdr.msg_namelen;
        if (m_record.call != Call::Sendmmsg)
            continue;
        if (i == 0)
            m_record.address =
                readAddress(m_tid, reinterpret_cast<std::uint64_t>(one.msg_hdr.msg_name), one.msg_hdr.msg_namelen);
        keepPieces(pieces, one.msg_hdr.msg_iovlen, UINT64_MAX);
    }
}

/// Each message that was received has its own length.
void CallReader::readReceivedMessages()
{
    std::uint64_t sum = 0;
    ::mmsghdr one{};
    for (std::int64_t i = 0; i < m_record.result && message(static_cast<std::uint64_t>(i), one); ++i) {
        if (i == 0 && one.msg_hdr.msg_name)
            m_record.address = readAddress(m_tid, reinterpret_cast<std::uint64_t>(one.msg_hdr.msg_name),
                                           std::min<std::uint64_t>(one.msg_hdr.msg_namelen, m_room));
        const auto pieces = reinterpret_cast<std::uint64_t>(one.msg_hdr.msg_iov);
        const std::uint64_t there = std::min<std::uint64_t>(one.msg_len, total(pieces, one.msg_hdr.msg_iovlen));
        keepPieces(pieces, one.msg_hdr.msg_iovlen, there);
        sum += there;
    }
    m_record.payloadTotal = static_cast<std::uint32_t>(std::min<std::uint64_t>(sum, UINT32_MAX));
}

void CallReader::readMove()
{
    const bool isSplice = m_record.call == Call::Splice;
    m_record.requested = m_arguments[isSplice ? 4 : 3];
    m_record.flags = isSplice ? static_cast<std::uint32_t>(m_arguments[5]) : 0;
    const bool isFirst = !isSplice || m_record.option == 0;
    m_record.value = static_cast<std::int32_t>(m_arguments[isSplice ? (isFirst ? 2 : 0) : 1]);
}

} // namespace zocalo::ptracer
