// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/endpoint.h"
#include "core/trace/ringwriter.h"

#include <cstddef>
#include <cstdint>

#include <sys/socket.h>
#include <sys/uio.h>

/// Looking at what a program's pointers point to, before the kernel has judged them: a bad pointer must give the
/// program its EFAULT, not a crash in the tap.
namespace zocalo::tap {

/// Whether all of it can be read.
bool isReadable(const void *memory, std::size_t length);

/// Bytes of a send or receive: the view of what is kept, and the true number.
struct Bytes
{
    trace::PayloadView view;
    std::uint64_t total = 0; ///< length of all pieces
};

/// The bytes in `count` pieces, of which at most `limit` are there. The pieces must outlive the view. What cannot be
/// read is not kept.
Bytes bytesOf(const ::iovec *pieces, std::size_t count, std::uint64_t limit = UINT64_MAX);

/// The same for one piece of the tap's own.
Bytes bytesOf(const ::iovec &piece);
/// The same where the kernel has just written `limit` bytes, or as many as there is room for: they can be read.
Bytes bytesWritten(const ::iovec &piece, std::uint64_t limit);

/// The address that a program hands over; invalid if it cannot be read.
trace::Endpoint addressAt(const ::sockaddr *address, socklen_t length);
/// The length that a program says its address buffer has; 0 if there is none.
socklen_t lengthAt(const socklen_t *length);

} // namespace zocalo::tap
