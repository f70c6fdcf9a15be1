// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// zocalo-ptracer PROGRAM ARGUMENT…
//
// Runs a program that the tap cannot enter, records its socket calls by ptrace, and ends as it ended: with its exit
// status, or by its signal. ZOCALO_TAP in the environment names the run, as for the tap (docs/record-format.md).
#include "core/ptracer/tracer.h"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

// As a shell says it (POSIX, 2.8.2).
constexpr int kNotFound = 127;
constexpr int kNotExecutable = 126;

/// Ends by the signal that ended the program, without a core dump of our own.
int endBy(int signal)
{
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    std::signal(signal, SIG_DFL);
    ::raise(signal);
    return 128 + signal;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: zocalo-ptracer PROGRAM [ARGUMENT…]\n");
        return 2;
    }
    zocalo::ptracer::Tracer tracer;
    if (const int failure = tracer.start(argv + 1); failure != 0) {
        std::fprintf(stderr, "zocalo-ptracer: %s: %s\n", argv[1], std::strerror(failure));
        return failure == ENOENT ? kNotFound : kNotExecutable;
    }
    // Keys of the terminal are for the program, which gets them itself; what ends it ends us, too.
    for (const int signal : {SIGINT, SIGQUIT, SIGHUP, SIGPIPE})
        std::signal(signal, SIG_IGN);
    const int status = tracer.run();
    return WIFSIGNALED(status) ? endBy(WTERMSIG(status)) : WEXITSTATUS(status);
}
