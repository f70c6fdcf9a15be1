// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The calls that make a socket, name it and connect it.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/memory.h"
#include "core/tap/real.h"
#include "core/tap/socketinfo.h"

#include <algorithm>
#include <cstring>

#include <sys/socket.h>
#include <sys/uio.h>

using zocalo::tap::CallWatch;
using zocalo::tap::real;
using zocalo::trace::Call;
using zocalo::trace::Endpoint;

namespace {

constexpr int kTypeMask = 0xf; // the rest are SOCK_NONBLOCK and SOCK_CLOEXEC. socket(2)

void setAsked(CallWatch &watch, int domain, int type, int protocol)
{
    watch.record().domain = static_cast<std::uint16_t>(domain);
    watch.record().type = static_cast<std::uint16_t>(type & kTypeMask);
    watch.record().protocol = static_cast<std::uint16_t>(protocol);
    watch.record().flags = static_cast<std::uint32_t>(type & ~kTypeMask);
}

/// The address that the kernel has just written; `room` is what the program's buffer had.
void setGivenBack(CallWatch &watch, const sockaddr *address, const socklen_t *length, socklen_t room)
{
    if (address && length)
        watch.record().address = Endpoint::fromSockaddr(address, std::min(*length, room));
}

template <typename Accept>
int watchAccept(CallWatch &watch, int flags, sockaddr *address, socklen_t *length, Accept accept)
{
    watch.record().flags = static_cast<std::uint32_t>(flags);
    watch.enter();
    const socklen_t room = zocalo::tap::lengthAt(length);
    const int result = accept();
    watch.returned(result);
    if (result >= 0) {
        setGivenBack(watch, address, length, room);
        watch.askNewSocket(result);
    }
    return watch.leave(result);
}

template <typename Ask>
int watchName(CallWatch &watch, const sockaddr *address, const socklen_t *length, Ask ask)
{
    watch.enter();
    const socklen_t room = zocalo::tap::lengthAt(length);
    const int result = ask();
    watch.returned(result);
    if (result == 0)
        setGivenBack(watch, address, length, room);
    return watch.leave(result);
}

} // namespace

ZOCALO_TAP_CALL int socket(int domain, int type, int protocol) __THROW
{
    CallWatch watch(Call::Socket, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().socket(domain, type, protocol);
    setAsked(watch, domain, type, protocol);
    watch.enter();
    const int result = real().socket(domain, type, protocol);
    watch.returned(result);
    if (result >= 0)
        watch.askNewSocket(result);
    return watch.leave(result);
}

ZOCALO_TAP_CALL int socketpair(int domain, int type, int protocol, int pair[2]) __THROW
{
    CallWatch watch(Call::Socketpair, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().socketpair(domain, type, protocol, pair);
    setAsked(watch, domain, type, protocol);
    watch.enter();
    const int result = real().socketpair(domain, type, protocol, pair);
    watch.returned(result);
    if (result == 0) {
        watch.askNewSocket(pair[0]);
        watch.record().socket = zocalo::tap::cookieOf(pair[1]);
        watch.record().fd = pair[0];
        watch.record().value = pair[1];
    }
    return watch.leave(result);
}

ZOCALO_TAP_CALL int bind(int fd, const sockaddr *address, socklen_t length) __THROW
{
    CallWatch watch(Call::Bind, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().bind(fd, address, length);
    watch.record().address = zocalo::tap::addressAt(address, length);
    watch.enter();
    const int result = real().bind(fd, address, length);
    watch.returned(result);
    watch.askAddresses();
    return watch.leave(result);
}

ZOCALO_TAP_CALL int listen(int fd, int backlog) __THROW
{
    CallWatch watch(Call::Listen, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().listen(fd, backlog);
    watch.record().requested = static_cast<std::uint64_t>(backlog);
    watch.enter();
    const int result = real().listen(fd, backlog);
    watch.returned(result);
    watch.askAddresses();
    return watch.leave(result);
}

ZOCALO_TAP_CALL int accept(int fd, sockaddr *__restrict address, socklen_t *__restrict length)
{
    CallWatch watch(Call::Accept, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().accept(fd, address, length);
    return watchAccept(watch, 0, address, length, [=] { return real().accept(fd, address, length); });
}

ZOCALO_TAP_CALL int accept4(int fd, sockaddr *__restrict address, socklen_t *__restrict length, int flags)
{
    CallWatch watch(Call::Accept4, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().accept4(fd, address, length, flags);
    return watchAccept(watch, flags, address, length, [=] { return real().accept4(fd, address, length, flags); });
}

ZOCALO_TAP_CALL int connect(int fd, const sockaddr *address, socklen_t length)
{
    CallWatch watch(Call::Connect, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().connect(fd, address, length);
    watch.record().address = zocalo::tap::addressAt(address, length);
    watch.enter();
    const int result = real().connect(fd, address, length);
    watch.returned(result);
    watch.askAddresses();
    return watch.leave(result);
}

ZOCALO_TAP_CALL int shutdown(int fd, int how) __THROW
{
    CallWatch watch(Call::Shutdown, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().shutdown(fd, how);
    watch.record().requested = static_cast<std::uint64_t>(how);
    watch.enter();
    const int result = real().shutdown(fd, how);
    watch.returned(result);
    return watch.leave(result);
}

ZOCALO_TAP_CALL int setsockopt(int fd, int level, int option, const void *value, socklen_t length) __THROW
{
    CallWatch watch(Call::Setsockopt, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().setsockopt(fd, level, option, value, length);
    watch.record().level = level;
    watch.record().option = option;
    if (length == sizeof(int)) {
        if (zocalo::tap::isReadable(value, sizeof(int)))
            std::memcpy(&watch.record().value, value, sizeof(int));
        watch.enter();
    } else { // a structure, or a string
        const iovec piece{const_cast<void *>(value), length};
        const zocalo::tap::Bytes bytes = zocalo::tap::bytesOf(piece);
        watch.record().requested = length;
        watch.record().payloadTotal = length;
        watch.enter(zocalo::trace::isValueKept(level) ? &bytes : nullptr);
    }
    const int result = real().setsockopt(fd, level, option, value, length);
    watch.returned(result);
    return watch.leave(result);
}

ZOCALO_TAP_CALL int getsockopt(int fd, int level, int option, void *__restrict value,
                               socklen_t *__restrict length) __THROW
{
    CallWatch watch(Call::Getsockopt, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().getsockopt(fd, level, option, value, length);
    watch.record().level = level;
    watch.record().option = option;
    watch.enter();
    const int result = real().getsockopt(fd, level, option, value, length);
    watch.returned(result);
    if (result == 0 && value && *length == sizeof(int))
        std::memcpy(&watch.record().value, value, sizeof(int));
    return watch.leave(result);
}

ZOCALO_TAP_CALL int getsockname(int fd, sockaddr *__restrict address, socklen_t *__restrict length) __THROW
{
    CallWatch watch(Call::Getsockname, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().getsockname(fd, address, length);
    return watchName(watch, address, length, [=] { return real().getsockname(fd, address, length); });
}

ZOCALO_TAP_CALL int getpeername(int fd, sockaddr *__restrict address, socklen_t *__restrict length) __THROW
{
    CallWatch watch(Call::Getpeername, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().getpeername(fd, address, length);
    return watchName(watch, address, length, [=] { return real().getpeername(fd, address, length); });
}
