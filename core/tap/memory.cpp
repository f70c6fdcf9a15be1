// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/memory.h"

#include "core/trace/rawsyscall.h"

#include <algorithm>
#include <cerrno>

#include <limits.h>

namespace zocalo::tap {

namespace {

constexpr std::uintptr_t kPage = 4096; // the smallest there is: with larger ones, a probe more than needed
constexpr std::size_t kMaxAddress = sizeof(sockaddr_storage);

/// The kernel reads 8 bytes there, then refuses the senseless first argument: EINVAL if it could, EFAULT if not, and
/// nothing has changed. 8 aligned bytes lie within one page. rt_sigprocmask(2).
bool canRead(std::uintptr_t address)
{
    constexpr long kNoSuchHow = -1;
    constexpr long kSignalSetSize = 8;
    return trace::rawSyscall(SYS_rt_sigprocmask, kNoSuchHow, static_cast<long>(address & ~std::uintptr_t{7}), 0,
                             kSignalSetSize) != -EFAULT;
}

std::uintptr_t pageOf(std::uintptr_t address) { return address & ~(kPage - 1); }

} // namespace

bool isReadable(const void *memory, std::size_t length)
{
    if (length == 0)
        return true;
    const auto first = reinterpret_cast<std::uintptr_t>(memory);
    const std::uintptr_t last = first + length - 1;
    if (last < first)
        return false;
    const std::uintptr_t here = pageOf(reinterpret_cast<std::uintptr_t>(__builtin_frame_address(0)));
    for (std::uintptr_t page = first; page <= last; page = (page | (kPage - 1)) + 1) {
        if (page == 0 && first != 0) // past the end of everything
            return false;
        if (pageOf(page) != here && !canRead(page))
            return false;
    }
    return true;
}

Bytes bytesOf(const iovec *pieces, std::size_t count, std::uint64_t limit)
{
    Bytes bytes;
    if (count > IOV_MAX || !isReadable(pieces, count * sizeof(iovec)))
        return bytes;
    bytes.view.pieces = pieces;
    bytes.view.count = count;
    std::uint64_t room = std::min<std::uint64_t>(limit, trace::kPayloadLimit);
    for (std::size_t i = 0; i < count; ++i) {
        bytes.total += pieces[i].iov_len;
        const std::size_t part = std::min<std::uint64_t>(pieces[i].iov_len, room);
        if (part == 0)
            continue;
        if (!isReadable(pieces[i].iov_base, part)) {
            room = 0;
            continue;
        }
        bytes.view.kept += static_cast<std::uint32_t>(part);
        room -= part;
    }
    return bytes;
}

Bytes bytesOf(const iovec &piece)
{
    Bytes bytes{{&piece, 1, 0}, piece.iov_len};
    const auto kept = static_cast<std::uint32_t>(std::min<std::size_t>(piece.iov_len, trace::kPayloadLimit));
    if (isReadable(piece.iov_base, kept))
        bytes.view.kept = kept;
    return bytes;
}

Bytes bytesWritten(const iovec &piece, std::uint64_t limit)
{
    const std::uint64_t there = std::min<std::uint64_t>({piece.iov_len, limit, trace::kPayloadLimit});
    return {{&piece, 1, static_cast<std::uint32_t>(there)}, piece.iov_len};
}

trace::Endpoint addressAt(const sockaddr *address, socklen_t length)
{
    if (!address || length > kMaxAddress || !isReadable(address, length))
        return {};
    return trace::Endpoint::fromSockaddr(address, length);
}

socklen_t lengthAt(const socklen_t *length) { return length && isReadable(length, sizeof *length) ? *length : 0; }

} // namespace zocalo::tap
