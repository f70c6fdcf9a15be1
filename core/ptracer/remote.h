// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"

#include <cstddef>
#include <cstdint>

#include <sys/types.h>

/// Looking into a process that is stopped. Everything in it may be wrong: what cannot be read is not there.
namespace zocalo::ptracer {

/// Copies `length` bytes at `address` of that process; returns how many could be read from the beginning.
std::size_t readMemory(pid_t process, std::uint64_t address, void *target, std::size_t length);

/// Reads one object; false if not all of it could be read.
template <typename Value>
bool readValue(pid_t process, std::uint64_t address, Value &value)
{
    return readMemory(process, address, &value, sizeof value) == sizeof value;
}

/// The socket address of `length` bytes there; invalid if there is none.
trace::Endpoint readAddress(pid_t process, std::uint64_t address, std::uint64_t length);

/// A descriptor of another process, borrowed for as long as that process is stopped: a copy that lived on would keep
/// the connection open past the program's close(). pidfd_getfd(2).
class BorrowedSocket
{
public:
    /// `pidfd` is of the process whose descriptor `fd` is.
    BorrowedSocket(int pidfd, int fd);
    ~BorrowedSocket();
    BorrowedSocket(const BorrowedSocket &) = delete;
    BorrowedSocket &operator=(const BorrowedSocket &) = delete;

    /// SO_COOKIE; 0 if it is no socket.
    std::uint64_t cookie() const { return m_cookie; }
    /// SO_DOMAIN, SO_TYPE, SO_PROTOCOL, … as an int; 0 if it cannot be asked.
    int option(int name) const;
    trace::Endpoint local() const;
    trace::Endpoint peer() const;

private:
    int m_fd = -1;
    std::uint64_t m_cookie = 0;
};

} // namespace zocalo::ptracer
