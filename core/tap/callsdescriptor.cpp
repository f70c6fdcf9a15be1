// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The calls on descriptors that give a socket another number or take one away.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/real.h"

#include <unistd.h>

using zocalo::tap::CallWatch;
using zocalo::tap::real;
using zocalo::trace::Call;

namespace {

/// dup2 and dup3: of interest too when it is the target that was a socket, because it is closed.
template <typename Duplicate>
int watchDuplicate(Call call, int from, int to, int flags, void *caller, Duplicate duplicate)
{
    const auto observe = [&](CallWatch &watch) {
        watch.record().value = to;
        watch.record().flags = static_cast<std::uint32_t>(flags);
        watch.enter();
        const int result = duplicate();
        watch.returned(result);
        return watch.leave(result);
    };
    CallWatch source(call, from, caller);
    if (source)
        return observe(source);
    CallWatch target(call, to, caller);
    if (!target)
        return duplicate();
    target.record().socket = 0;
    target.record().fd = from;
    return observe(target);
}

} // namespace

ZOCALO_TAP_CALL int close(int fd)
{
    CallWatch watch(Call::Close, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().close(fd);
    watch.enter();
    const int result = real().close(fd);
    watch.returned(result);
    return watch.leave(result);
}

ZOCALO_TAP_CALL int dup(int fd) __THROW
{
    CallWatch watch(Call::Dup, fd, ZOCALO_TAP_CALLER);
    if (!watch)
        return real().dup(fd);
    watch.enter();
    const int result = real().dup(fd);
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
