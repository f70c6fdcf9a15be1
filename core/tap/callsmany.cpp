// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The calls that move several messages at once, or bytes between two descriptors.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/memory.h"
#include "core/tap/real.h"

#include <algorithm>

#include <fcntl.h>
#include <limits.h>
#include <sys/sendfile.h>
#include <sys/socket.h>

using zocalo::tap::Bytes;
using zocalo::tap::bytesOf;
using zocalo::tap::CallWatch;
using zocalo::tap::isReadable;
using zocalo::tap::real;
using zocalo::trace::Call;
using zocalo::trace::Endpoint;

namespace {

/// The pieces of the first messages, as far as they have room here. The rest is counted, not kept.
class Pieces
{
public:
    Pieces(const mmsghdr *messages, unsigned count)
    {
        count = std::min<unsigned>(count, UIO_MAXIOV); // as the kernel does. sendmmsg(2)
        m_readable = isReadable(messages, count * sizeof(mmsghdr));
        for (unsigned i = 0; m_readable && i < count; ++i)
            add(messages[i].msg_hdr, UINT64_MAX);
    }

    /// What was received into the first `count`: each has its own length.
    void takeReceived(const mmsghdr *messages, int count)
    {
        m_count = 0;
        m_total = 0;
        for (int i = 0; m_readable && i < count; ++i)
            add(messages[i].msg_hdr, messages[i].msg_len);
    }

    bool isKnown() const { return m_readable; }
    std::uint64_t total() const { return m_total; }
    Bytes bytes() const
    {
        Bytes bytes = bytesOf(m_pieces, m_count);
        bytes.total = m_total;
        return bytes;
    }

private:
    void add(const msghdr &message, std::uint64_t length)
    {
        if (message.msg_iovlen > IOV_MAX || !isReadable(message.msg_iov, message.msg_iovlen * sizeof(iovec)))
            return;
        for (std::size_t i = 0; i < message.msg_iovlen && length > 0; ++i) {
            iovec piece = message.msg_iov[i];
            piece.iov_len = std::min<std::uint64_t>(piece.iov_len, length);
            length -= piece.iov_len;
            m_total += piece.iov_len;
            if (m_count < kRoom)
                m_pieces[m_count++] = piece;
        }
    }

    static constexpr std::size_t kRoom = 64;
    iovec m_pieces[kRoom];
    std::size_t m_count = 0;
    std::uint64_t m_total = 0;
    bool m_readable = false;
};

/// Bytes go from one descriptor into another, unseen by the program: how many were asked for.
ssize_t leaveMove(CallWatch &watch, ssize_t result)
{
    watch.returned(result);
    if (result > 0)
        watch.record().payloadTotal = static_cast<std::uint32_t>(std::min<ssize_t>(result, UINT32_MAX));
    return watch.leave(result);
}

} // namespace

ZOCALO_TAP_CALL int sendmmsg(int fd, mmsghdr *messages, unsigned count, int flags)
{
    CallWatch watch(Call::Sendmmsg, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().sendmmsg(fd, messages, count, flags);
    const Pieces pieces(messages, count);
    const Bytes bytes = pieces.bytes();
    watch.record().flags = static_cast<std::uint32_t>(flags);
    watch.record().value = static_cast<std::int32_t>(count);
    if (pieces.isKnown() && count > 0) {
        const msghdr &first = messages->msg_hdr;
        watch.record().address =
            zocalo::tap::addressAt(static_cast<const sockaddr *>(first.msg_name), first.msg_namelen);
    }
    watch.enter(&bytes);
    const int result = real().sendmmsg(fd, messages, count, flags);
    watch.returned(result);
    if (watch.isDatagram()) // the first one bound the socket to a port
        watch.askAddressesIfUnnamed();
    return watch.leave(result);
}

ZOCALO_TAP_CALL int recvmmsg(int fd, mmsghdr *messages, unsigned count, int flags, timespec *timeout)
{
    CallWatch watch(Call::Recvmmsg, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().recvmmsg(fd, messages, count, flags, timeout);
    Pieces pieces(messages, count);
    watch.record().requested = pieces.total();
    watch.record().flags = static_cast<std::uint32_t>(flags);
    watch.record().value = static_cast<std::int32_t>(count);
    watch.enter();
    const int result = real().recvmmsg(fd, messages, count, flags, timeout);
    watch.returned(result);
    pieces.takeReceived(messages, result);
    if (result > 0 && messages->msg_hdr.msg_name)
        watch.record().address = Endpoint::fromSockaddr(static_cast<const sockaddr *>(messages->msg_hdr.msg_name),
                                                        messages->msg_hdr.msg_namelen);
    const Bytes bytes = pieces.bytes();
    return watch.leaveTotal(result, bytes);
}

ZOCALO_TAP_CALL ssize_t sendfile(int fd, int from, off_t *offset, size_t count) __THROW
{
    CallWatch watch(Call::Sendfile, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().sendfile(fd, from, offset, count);
    watch.record().requested = count;
    watch.record().value = from;
    watch.enter();
    return leaveMove(watch, real().sendfile(fd, from, offset, count));
}

#if defined(__LP64__) // the same function there
ZOCALO_TAP_CALL ssize_t sendfile64(int fd, int from, off64_t *offset, size_t count) __THROW
{
    return sendfile(fd, from, offset, count);
}
#endif

/// `fd` is the socket; `value` the other end; `option` 1 if bytes go into the socket.
ZOCALO_TAP_CALL ssize_t splice(int from, off64_t *fromOffset, int to, off64_t *toOffset, size_t count, unsigned flags)
{
    const auto observe = [&](CallWatch &watch, int other, bool isInto) {
        watch.record().requested = count;
        watch.record().flags = flags;
        watch.record().value = other;
        watch.record().option = isInto ? 1 : 0;
        watch.enter();
        return leaveMove(watch, real().splice(from, fromOffset, to, toOffset, count, flags));
    };
    CallWatch source(Call::Splice, from, ZOCALO_TAP_CALLER);
    if (source)
        return observe(source, to, false);
    CallWatch target(Call::Splice, to, ZOCALO_TAP_CALLER);
    if (target)
        return observe(target, from, true);
    return real().splice(from, fromOffset, to, toOffset, count, flags);
}
