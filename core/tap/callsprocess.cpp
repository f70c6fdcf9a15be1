// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The call that makes a process: it inherits the sockets as they are at this moment.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/real.h"

#include <unistd.h>

using zocalo::tap::CallWatch;
using zocalo::tap::real;
using zocalo::trace::Call;

ZOCALO_TAP_CALL pid_t fork() __THROW
{
    CallWatch watch(Call::Fork, ZOCALO_TAP_CALLER);
    const pid_t child = real().fork();
    if (watch && child > 0)
        watch.tellAside(child);
    return child;
}
