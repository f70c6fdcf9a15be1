// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/ptracer/tracedthread.h"

#include <unordered_map>

#include <sys/ptrace.h>

namespace zocalo::ptracer {

/// What the kernel says of the system call at which a thread is stopped (the C library's name for ptrace(2)'s
/// ptrace_syscall_info).
using SyscallInfo = ::__ptrace_syscall_info;

/// Runs a program, and all that it starts, under ptrace(2), and records their socket calls into rings as the tap would:
/// for programs that the tap cannot enter. It goes on when nobody reads the rings any more, because a program whose
/// calls are filtered cannot make them without its tracer.
class Tracer
{
public:
    Tracer() = default;
    Tracer(const Tracer &) = delete;
    Tracer &operator=(const Tracer &) = delete;

    /// Starts the program (`arguments` ends with a null pointer; the first is looked up in PATH). Returns 0, or the
    /// errno of what failed.
    int start(char *const *arguments);
    /// Traces until all have ended; returns the wait status of the program itself.
    int run();
    pid_t program() const { return m_program; }

private:
    void handle(pid_t tid, int status);
    void handleStop(TracedThread &thread, int status);
    void handleEvent(TracedThread &thread, int event, int signal);
    void ended(pid_t tid, int status);
    TracedThread &threadOf(pid_t tid);
    void expectNew(const TracedThread &maker);
    void executed(TracedThread &thread);

    void entered(TracedThread &thread);
    bool isRepeated(const TracedThread &thread, const SyscallInfo &info) const;
    void record(TracedThread &thread, const SyscallInfo &info);
    void returned(TracedThread &thread);
    void handlerReturned(TracedThread &thread, std::int64_t result);
    /// Writes what the reader has read; true if the thread is now held.
    bool publish(TracedThread &thread, CallReader &reader);

    bool letGoReleased();
    void goOn(TracedThread &thread, int signal = 0);

    pid_t m_program = 0;
    int m_programStatus = 0;
    std::unordered_map<pid_t, TracedThread> m_threads;
    int m_held = 0; ///< threads at the gate
};

} // namespace zocalo::ptracer
