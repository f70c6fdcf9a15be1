// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/ptracer/remote.h"

#include <algorithm>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

namespace zocalo::ptracer {

namespace {

constexpr std::uint64_t kPage = 4096;

} // namespace

std::size_t readMemory(pid_t process, std::uint64_t address, void *target, std::size_t length)
{
    std::size_t done = 0;
    while (done < length) {
        // Page by page: a piece that ends in memory that is not there would fail as a whole.
        const std::uint64_t from = address + done;
        const std::size_t part = std::min<std::uint64_t>(length - done, kPage - from % kPage);
        const iovec here{static_cast<std::uint8_t *>(target) + done, part};
        const iovec there{reinterpret_cast<void *>(from), part};
        const ssize_t got = ::process_vm_readv(process, &here, 1, &there, 1, 0);
        if (got <= 0)
            break;
        done += static_cast<std::size_t>(got);
    }
    return done;
}

trace::Endpoint readAddress(pid_t process, std::uint64_t address, std::uint64_t length)
{
    sockaddr_storage there{};
    if (address == 0 || length > sizeof there || readMemory(process, address, &there, length) != length)
        return {};
    return trace::Endpoint::fromSockaddr(reinterpret_cast<const sockaddr *>(&there),
                                         static_cast<std::uint32_t>(length));
}

BorrowedSocket::BorrowedSocket(int pidfd, int fd)
{
    if (fd < 0)
        return;
    m_fd = static_cast<int>(::syscall(SYS_pidfd_getfd, pidfd, fd, 0));
    socklen_t length = sizeof m_cookie;
    if (m_fd >= 0 && ::getsockopt(m_fd, SOL_SOCKET, SO_COOKIE, &m_cookie, &length) != 0)
        m_cookie = 0;
}

BorrowedSocket::~BorrowedSocket()
{
    if (m_fd >= 0)
        ::close(m_fd);
}

int BorrowedSocket::option(int name) const
{
    int value = 0;
    socklen_t length = sizeof value;
    return ::getsockopt(m_fd, SOL_SOCKET, name, &value, &length) == 0 ? value : 0;
}

trace::Endpoint BorrowedSocket::local() const
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getsockname(m_fd, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return {};
    return trace::Endpoint::fromSockaddr(reinterpret_cast<const sockaddr *>(&address), length);
}

trace::Endpoint BorrowedSocket::peer() const
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getpeername(m_fd, reinterpret_cast<sockaddr *>(&address), &length) != 0)
        return {};
    return trace::Endpoint::fromSockaddr(reinterpret_cast<const sockaddr *>(&address), length);
}

} // namespace zocalo::ptracer
