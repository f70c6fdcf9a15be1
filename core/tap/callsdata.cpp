// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The calls that hand bytes to a socket and take bytes from one.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/memory.h"
#include "core/tap/real.h"
#include "core/tap/recentsocket.h"

#include <algorithm>

#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

using zocalo::tap::Bytes;
using zocalo::tap::bytesOf;
using zocalo::tap::bytesWritten;
using zocalo::tap::CallWatch;
using zocalo::tap::noteDescriptorChange;
using zocalo::tap::real;
using zocalo::trace::Call;
using zocalo::trace::Endpoint;

namespace {

template <typename Send>
ssize_t watchSend(CallWatch &watch, const Bytes &bytes, int flags, Send send)
{
    watch.record().flags = static_cast<std::uint32_t>(flags);
    watch.enter(&bytes);
    const ssize_t result = send();
    watch.returned(result);
    if (watch.isDatagram()) // the first one bound the socket to a port
        watch.askAddressesIfUnnamed();
    return watch.leave(result);
}

/// What the program asked to receive.
void setRequested(CallWatch &watch, std::uint64_t length, int flags)
{
    watch.record().requested = length;
    watch.record().flags = static_cast<std::uint32_t>(flags);
}

/// How many of the bytes that were received are there. With MSG_TRUNC a stream throws them away unseen, and a
/// datagram's true length may exceed the room. tcp(7), recv(2).
std::uint64_t lengthThere(const CallWatch &watch, int flags, ssize_t result)
{
    const bool isDiscarded = watch.isStream() && (flags & MSG_TRUNC) != 0;
    return result < 0 || isDiscarded ? 0 : static_cast<std::uint64_t>(result);
}

/// `result` bytes were received into the program's `pieces`.
ssize_t leaveReceive(CallWatch &watch, const iovec *pieces, std::size_t count, int flags, ssize_t result)
{
    const Bytes bytes = bytesOf(pieces, count, lengthThere(watch, flags, result));
    return watch.leave(result, &bytes);
}

/// The same into one piece. With these flags the kernel writes what it counts, whatever the protocol.
ssize_t leaveReceive(CallWatch &watch, const iovec &piece, int flags, ssize_t result)
{
    constexpr int kPlain = MSG_DONTWAIT | MSG_WAITALL | MSG_PEEK | MSG_NOSIGNAL | MSG_OOB;
    const std::uint64_t there = lengthThere(watch, flags, result);
    const Bytes bytes = (flags & ~kPlain) == 0 ? bytesWritten(piece, there) : bytesOf(&piece, 1, there);
    return watch.leave(result, &bytes);
}

template <typename Receive>
ssize_t watchReceive(CallWatch &watch, void *buffer, std::size_t length, int flags, Receive receive)
{
    setRequested(watch, length, flags);
    watch.enter();
    const ssize_t result = receive();
    watch.returned(result);
    const iovec piece{buffer, length};
    return leaveReceive(watch, piece, flags, result);
}

/// `room` is what the program's address buffer had; the kernel has written the true length.
template <typename Receive>
ssize_t watchReceiveFrom(CallWatch &watch, void *buffer, std::size_t length, int flags, const sockaddr *address,
                         const socklen_t *addressLength, Receive receive)
{
    setRequested(watch, length, flags);
    watch.enter();
    const socklen_t room = zocalo::tap::lengthAt(addressLength);
    const ssize_t result = receive();
    watch.returned(result);
    if (result >= 0 && address && addressLength)
        watch.record().address = Endpoint::fromSockaddr(address, std::min(*addressLength, room));
    const iovec piece{buffer, length};
    return leaveReceive(watch, piece, flags, result);
}

iovec pieceOf(const void *buffer, std::size_t length) { return {const_cast<void *>(buffer), length}; }

/// An array of pieces as read from a program's argument; a count that the kernel would refuse gives none.
std::size_t countOf(int count) { return static_cast<std::size_t>(std::max(count, 0)); }

} // namespace

ZOCALO_TAP_CALL ssize_t send(int fd, const void *buffer, size_t length, int flags)
{
    CallWatch watch(Call::Send, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().send(fd, buffer, length, flags);
    const iovec piece = pieceOf(buffer, length);
    return watchSend(watch, bytesOf(piece), flags, [=] { return real().send(fd, buffer, length, flags); });
}

ZOCALO_TAP_CALL ssize_t sendto(int fd, const void *buffer, size_t length, int flags, const sockaddr *address,
                               socklen_t addressLength)
{
    CallWatch watch(Call::Sendto, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().sendto(fd, buffer, length, flags, address, addressLength);
    watch.record().address = zocalo::tap::addressAt(address, addressLength);
    const iovec piece = pieceOf(buffer, length);
    return watchSend(watch, bytesOf(piece), flags,
                     [=] { return real().sendto(fd, buffer, length, flags, address, addressLength); });
}

ZOCALO_TAP_CALL ssize_t sendmsg(int fd, const msghdr *message, int flags)
{
    CallWatch watch(Call::Sendmsg, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().sendmsg(fd, message, flags);
    if (!zocalo::tap::isReadable(message, sizeof *message)) // the kernel will say so
        return watchSend(watch, Bytes{}, flags, [=] { return real().sendmsg(fd, message, flags); });
    watch.record().address =
        zocalo::tap::addressAt(static_cast<const sockaddr *>(message->msg_name), message->msg_namelen);
    return watchSend(watch, bytesOf(message->msg_iov, message->msg_iovlen), flags,
                     [=] { return real().sendmsg(fd, message, flags); });
}

ZOCALO_TAP_CALL ssize_t write(int fd, const void *buffer, size_t length)
{
    CallWatch watch(Call::Write, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().write(fd, buffer, length);
    const iovec piece = pieceOf(buffer, length);
    return watchSend(watch, bytesOf(piece), 0, [=] { return real().write(fd, buffer, length); });
}

ZOCALO_TAP_CALL ssize_t writev(int fd, const iovec *pieces, int count)
{
    CallWatch watch(Call::Writev, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().writev(fd, pieces, count);
    return watchSend(watch, bytesOf(pieces, countOf(count)), 0, [=] { return real().writev(fd, pieces, count); });
}

ZOCALO_TAP_CALL ssize_t recv(int fd, void *buffer, size_t length, int flags)
{
    CallWatch watch(Call::Recv, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().recv(fd, buffer, length, flags);
    return watchReceive(watch, buffer, length, flags, [=] { return real().recv(fd, buffer, length, flags); });
}

ZOCALO_TAP_CALL ssize_t __recv_chk(int fd, void *buffer, size_t length, size_t room, int flags)
{
    CallWatch watch(Call::Recv, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().recvChecked(fd, buffer, length, room, flags);
    return watchReceive(watch, buffer, length, flags,
                        [=] { return real().recvChecked(fd, buffer, length, room, flags); });
}

ZOCALO_TAP_CALL ssize_t recvfrom(int fd, void *__restrict buffer, size_t length, int flags,
                                 sockaddr *__restrict address, socklen_t *__restrict addressLength)
{
    CallWatch watch(Call::Recvfrom, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().recvfrom(fd, buffer, length, flags, address, addressLength);
    return watchReceiveFrom(watch, buffer, length, flags, address, addressLength,
                            [=] { return real().recvfrom(fd, buffer, length, flags, address, addressLength); });
}

ZOCALO_TAP_CALL ssize_t __recvfrom_chk(int fd, void *buffer, size_t length, size_t room, int flags, sockaddr *address,
                                       socklen_t *addressLength)
{
    CallWatch watch(Call::Recvfrom, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().recvfromChecked(fd, buffer, length, room, flags, address, addressLength);
    return watchReceiveFrom(watch, buffer, length, flags, address, addressLength, [=] {
        return real().recvfromChecked(fd, buffer, length, room, flags, address, addressLength);
    });
}

ZOCALO_TAP_CALL ssize_t recvmsg(int fd, msghdr *message, int flags)
{
    CallWatch watch(Call::Recvmsg, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().recvmsg(fd, message, flags);
    if (!zocalo::tap::isReadable(message, sizeof *message)) // the kernel will say so
        return watchReceive(watch, nullptr, 0, flags, [=] { return real().recvmsg(fd, message, flags); });
    setRequested(watch, bytesOf(message->msg_iov, message->msg_iovlen).total, flags);
    watch.enter();
    const socklen_t room = message->msg_namelen;
    const ssize_t result = real().recvmsg(fd, message, flags);
    watch.returned(result);
    if (result >= 0 && message->msg_controllen > 0) // it may have brought descriptors
        noteDescriptorChange();
    if (result >= 0 && message->msg_name)
        watch.record().address = Endpoint::fromSockaddr(static_cast<const sockaddr *>(message->msg_name),
                                                        std::min(message->msg_namelen, room));
    return leaveReceive(watch, message->msg_iov, message->msg_iovlen, flags, result);
}

ZOCALO_TAP_CALL ssize_t read(int fd, void *buffer, size_t length)
{
    CallWatch watch(Call::Read, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().read(fd, buffer, length);
    return watchReceive(watch, buffer, length, 0, [=] { return real().read(fd, buffer, length); });
}

ZOCALO_TAP_CALL ssize_t __read_chk(int fd, void *buffer, size_t length, size_t room)
{
    CallWatch watch(Call::Read, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().readChecked(fd, buffer, length, room);
    return watchReceive(watch, buffer, length, 0, [=] { return real().readChecked(fd, buffer, length, room); });
}

ZOCALO_TAP_CALL ssize_t readv(int fd, const iovec *pieces, int count)
{
    CallWatch watch(Call::Readv, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().readv(fd, pieces, count);
    setRequested(watch, bytesOf(pieces, countOf(count)).total, 0);
    watch.enter();
    const ssize_t result = real().readv(fd, pieces, count);
    watch.returned(result);
    return leaveReceive(watch, pieces, countOf(count), 0, result);
}
