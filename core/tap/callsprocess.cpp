// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The calls that make a process, which inherits the sockets as they are at this moment, and those that tell of one's
// end, with which its descriptors are gone. Where among the calls of the one that called it happened is told; nothing
// else of them is recorded. vfork and clone: threadids.cpp.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/real.h"

#include <signal.h>
#include <unistd.h>

using zocalo::tap::CallWatch;
using zocalo::tap::real;
using zocalo::tap::tellChild;
using zocalo::trace::Call;

namespace {

/// 0: it is not known which.
pid_t tellEnd(pid_t ended, int status, void *caller)
{
    CallWatch watch(Call::Wait, caller);
    if (watch) {
        watch.record().value = status;
        watch.tellAside(ended);
    }
    return ended;
}

/// What one of the functions of wait(2) gave: the process may have stopped, or gone on, as well.
pid_t afterWait(pid_t found, int status, void *caller)
{
    return found > 0 && (WIFEXITED(status) || WIFSIGNALED(status)) ? tellEnd(found, status, caller) : found;
}

/// The same status in the form of wait(2); -1: that is no end.
int statusOf(const siginfo_t &info)
{
    constexpr int kDumped = 0x80;
    switch (info.si_code) {
    case CLD_EXITED:
        return (info.si_status & 0xff) << 8;
    case CLD_KILLED:
        return info.si_status;
    case CLD_DUMPED:
        return info.si_status | kDumped;
    default:
        return -1;
    }
}

} // namespace

ZOCALO_TAP_CALL pid_t fork() __THROW
{
    const pid_t child = real().fork();
    if (child > 0)
        tellChild(child, ZOCALO_TAP_CALLER);
    return child;
}

// It runs no handlers: the child writes where its parent does, under its own number.
ZOCALO_TAP_CALL pid_t _Fork() __THROW
{
    const pid_t child = real().plainFork();
    if (child > 0)
        tellChild(child, ZOCALO_TAP_CALLER);
    return child;
}

ZOCALO_TAP_CALL int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *actions,
                                const posix_spawnattr_t *attributes, char *const arguments[], char *const environment[])
{
    pid_t child = 0;
    const int failure = real().spawn(&child, path, actions, attributes, arguments, environment);
    if (failure == 0)
        tellChild(child, ZOCALO_TAP_CALLER);
    if (failure == 0 && pid)
        *pid = child;
    return failure;
}

ZOCALO_TAP_CALL int posix_spawnp(pid_t *pid, const char *file, const posix_spawn_file_actions_t *actions,
                                 const posix_spawnattr_t *attributes, char *const arguments[],
                                 char *const environment[])
{
    pid_t child = 0;
    const int failure = real().spawnp(&child, file, actions, attributes, arguments, environment);
    if (failure == 0)
        tellChild(child, ZOCALO_TAP_CALLER);
    if (failure == 0 && pid)
        *pid = child;
    return failure;
}

ZOCALO_TAP_CALL FILE *popen(const char *command, const char *type)
{
    FILE *const stream = real().popen(command, type);
    if (stream)
        tellChild(0, ZOCALO_TAP_CALLER);
    return stream;
}

ZOCALO_TAP_CALL int pclose(FILE *stream)
{
    const int status = real().pclose(stream);
    if (status != -1)
        tellEnd(0, status, ZOCALO_TAP_CALLER);
    return status;
}

ZOCALO_TAP_CALL int system(const char *command)
{
    const int status = real().system(command);
    if (command && status != -1)
        tellEnd(0, status, ZOCALO_TAP_CALLER);
    return status;
}

ZOCALO_TAP_CALL pid_t wait(int *status)
{
    int own = 0;
    const pid_t found = real().wait(status ? status : &own);
    return afterWait(found, status ? *status : own, ZOCALO_TAP_CALLER);
}

ZOCALO_TAP_CALL pid_t waitpid(pid_t pid, int *status, int options)
{
    int own = 0;
    const pid_t found = real().waitpid(pid, status ? status : &own, options);
    return found > 0 ? afterWait(found, status ? *status : own, ZOCALO_TAP_CALLER) : found;
}

ZOCALO_TAP_CALL pid_t wait3(int *status, int options, rusage *usage) __THROWNL
{
    int own = 0;
    const pid_t found = real().wait3(status ? status : &own, options, usage);
    return found > 0 ? afterWait(found, status ? *status : own, ZOCALO_TAP_CALLER) : found;
}

ZOCALO_TAP_CALL pid_t wait4(pid_t pid, int *status, int options, rusage *usage) __THROWNL
{
    int own = 0;
    const pid_t found = real().wait4(pid, status ? status : &own, options, usage);
    return found > 0 ? afterWait(found, status ? *status : own, ZOCALO_TAP_CALLER) : found;
}

// With WNOHANG and nobody there the number is 0. waitid(2)
ZOCALO_TAP_CALL int waitid(idtype_t type, id_t id, siginfo_t *info, int options)
{
    siginfo_t own{};
    siginfo_t *const given = info ? info : &own;
    const int result = real().waitid(type, id, given, options);
    if (result == 0 && (options & WEXITED) != 0 && given->si_pid != 0 && statusOf(*given) >= 0)
        tellEnd(given->si_pid, statusOf(*given), ZOCALO_TAP_CALLER);
    return result;
}
