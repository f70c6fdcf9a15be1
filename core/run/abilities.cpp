// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/abilities.h"

#include "core/kernel/sockettable.h"

#include <QStandardPaths>

#include <cerrno>
#include <csignal>
#include <sched.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

namespace zocalo::run {

namespace {

/// Runs `attempt` in a child process; its errno (0: it worked) comes back as the exit status.
template <typename Attempt>
int errnoOfChild(Attempt attempt)
{
    const pid_t child = fork();
    if (child < 0) {
        return errno;
    }
    if (child == 0) {
        _exit(attempt());
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
}

int tryNamespaces()
{
    return errnoOfChild([] { return unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0 ? 0 : errno; });
}

AbilityReport reportOf(Ability ability, int failure) { return {ability, failure == 0, failure, {}}; }

} // namespace

/// Seizes a child that waits to be killed, as the tracer does with a program that the tap cannot enter.
int ptraceFailure()
{
    const pid_t child = fork();
    if (child < 0) {
        return errno;
    }
    if (child == 0) {
        for (;;) {
            pause();
        }
    }
    const int failure = ptrace(PTRACE_SEIZE, child, nullptr, nullptr) == 0 ? 0 : errno;
    kill(child, SIGKILL);
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
    return failure;
}

QList<AbilityReport> tryAbilities()
{
    kernel::SocketTable table;
    const Result<QList<kernel::SocketRow>> rows = table.read();
    const QString ffmpeg = QStandardPaths::findExecutable(QStringLiteral("ffmpeg"));
    return {{Ability::SocketDiagnostics, rows.ok(), rows.ok() ? 0 : rows.error().errnoValue, {}},
            reportOf(Ability::Ptrace, ptraceFailure()),
            reportOf(Ability::Namespaces, tryNamespaces()),
            {Ability::Ffmpeg, !ffmpeg.isEmpty(), 0, ffmpeg}};
}

} // namespace zocalo::run
