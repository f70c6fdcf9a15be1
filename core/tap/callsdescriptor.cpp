// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The calls on descriptors that give a socket another number or take one away.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/real.h"
#include "core/tap/recentsocket.h"
#include "core/tap/session.h"
#include "core/tap/socketinfo.h"

#include <algorithm>
#include <climits>
#include <cstdarg>
#include <cstdint>
#include <cstdio>

#include <fcntl.h>
#include <unistd.h>

using zocalo::tap::CallWatch;
using zocalo::tap::DescriptorChange;
using zocalo::tap::real;
using zocalo::trace::Call;

namespace {

/// A call that takes a descriptor away, or gives one whose number may have become free unseen.
template <typename Function>
auto changing(Function call)
{
    const DescriptorChange change;
    return call();
}

/// dup2 and dup3: of interest too when it is the target that was a socket, because it is closed.
template <typename Duplicate>
int watchDuplicate(Call call, int from, int to, int flags, void *caller, Duplicate duplicate)
{
    const auto observe = [&](CallWatch &watch) {
        watch.record().value = to;
        watch.record().flags = static_cast<std::uint32_t>(flags);
        watch.enter();
        const int result = changing(duplicate);
        watch.returned(result);
        return watch.leave(result);
    };
    CallWatch source(call, from, caller);
    if (source)
        return observe(source);
    CallWatch target(call, to, caller);
    if (!target)
        return changing(duplicate);
    target.record().socket = 0;
    target.record().fd = from;
    return observe(target);
}

/// Of interest if one of them is a socket: the record's, if it is not the first descriptor.
template <typename Close>
int watchRange(unsigned first, unsigned last, unsigned flags, void *caller, Close close)
{
    const int socket = zocalo::tap::ring() ? zocalo::tap::firstSocketIn(first, last) : -1;
    if (socket < 0)
        return changing(close);
    CallWatch watch(Call::CloseRange, static_cast<int>(first), -1, caller);
    if (!watch)
        return changing(close);
    watch.record().value = static_cast<std::int32_t>(std::min<unsigned>(last, INT_MAX));
    watch.record().flags = flags;
    watch.enter();
    const int result = changing(close);
    watch.returned(result);
    return watch.leave(result);
}

int watchFcntl(int fd, int command, void *argument, void *caller)
{
    const bool duplicates = command == F_DUPFD || command == F_DUPFD_CLOEXEC;
    if (!duplicates)
        return real().fcntl(fd, command, argument);
    CallWatch watch(Call::Fcntl, fd, caller);
    if (!watch)
        return real().fcntl(fd, command, argument);
    watch.record().option = command;
    watch.record().value = static_cast<std::int32_t>(reinterpret_cast<std::intptr_t>(argument));
    watch.enter();
    const int result = changing([=] { return real().fcntl(fd, command, argument); });
    watch.returned(result);
    return watch.leave(result);
}

} // namespace

ZOCALO_TAP_CALL int close(int fd)
{
    const auto closeOne = [fd] { return changing([fd] { return real().close(fd); }); };
    CallWatch watch(Call::Close, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return closeOne();
    watch.enter();
    const int result = closeOne();
    watch.returned(result);
    return watch.leave(result);
}

ZOCALO_TAP_CALL int dup(int fd) __THROW
{
    CallWatch watch(Call::Dup, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().dup(fd);
    watch.enter();
    const int result = changing([fd] { return real().dup(fd); });
    watch.returned(result);
    return watch.leave(result);
}

ZOCALO_TAP_CALL int dup2(int from, int to) __THROW
{
    return watchDuplicate(Call::Dup2, from, to, 0, ZOCALO_TAP_CALLER, [=] { return real().dup2(from, to); });
}

ZOCALO_TAP_CALL int dup3(int from, int to, int flags) __THROW
{
    return watchDuplicate(Call::Dup3, from, to, flags, ZOCALO_TAP_CALLER, [=] { return real().dup3(from, to, flags); });
}

ZOCALO_TAP_CALL int close_range(unsigned first, unsigned last, int flags) __THROW
{
    return watchRange(first, last, static_cast<unsigned>(flags), ZOCALO_TAP_CALLER,
                      [=] { return real().closeRange(first, last, flags); });
}

ZOCALO_TAP_CALL void closefrom(int first) __THROW
{
    watchRange(static_cast<unsigned>(std::max(first, 0)), UINT_MAX, 0, ZOCALO_TAP_CALLER, [=] {
        real().closefrom(first);
        return 0;
    });
}

// The third argument is an int or a pointer, or is not there: passed on as it came. fcntl(2).
ZOCALO_TAP_CALL int fcntl(int fd, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    void *const argument = va_arg(arguments, void *);
    va_end(arguments);
    return watchFcntl(fd, command, argument, ZOCALO_TAP_CALLER);
}

// What a program compiled with _FILE_OFFSET_BITS=64 calls.
ZOCALO_TAP_CALL int fcntl64(int fd, int command, ...)
{
    va_list arguments;
    va_start(arguments, command);
    void *const argument = va_arg(arguments, void *);
    va_end(arguments);
    return watchFcntl(fd, command, argument, ZOCALO_TAP_CALLER);
}

// A stream closes its descriptor inside the C library. What it does with a socket is not recorded (the tracer's part);
// that the descriptor may be something else from then on has to be known.
ZOCALO_TAP_CALL int fclose(FILE *stream)
{
    return changing([=] { return real().fclose(stream); });
}

ZOCALO_TAP_CALL FILE *freopen(const char *path, const char *mode, FILE *stream)
{
    return changing([=] { return real().freopen(path, mode, stream); });
}

ZOCALO_TAP_CALL FILE *freopen64(const char *path, const char *mode, FILE *stream)
{
    return changing([=] { return real().freopen64(path, mode, stream); });
}
