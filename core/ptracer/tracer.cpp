// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/ptracer/tracer.h"

#include "core/ptracer/filter.h"
#include "core/ptracer/syscalls.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace zocalo::ptracer {

namespace {

// The results that never reach a program: how the kernel is to go on with an interrupted call (linux/errno.h).
constexpr std::int64_t kRestartSys = -512;
constexpr std::int64_t kRestartNoIntr = -513;
constexpr std::int64_t kRestartNoHandler = -514;
constexpr std::int64_t kRestartBlock = -516;

constexpr long kOptions = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                          PTRACE_O_TRACECLONE | PTRACE_O_TRACESECCOMP | PTRACE_O_EXITKILL;
/// How often the gate is looked at while somebody is held there. Releases come from another process, over shared
/// memory.
constexpr timespec kGateSlice{0, 100'000};
constexpr unsigned kSlicesPerCheck = 10'000; // between two looks whether the reader lives

bool isInterrupted(std::int64_t result)
{
    return result == kRestartSys || result == kRestartNoIntr || result == kRestartNoHandler || result == kRestartBlock;
}

/// A field of /proc/TID/status that holds a number; 0 if it is not there.
pid_t statusField(pid_t tid, const char *name)
{
    char path[64];
    std::snprintf(path, sizeof path, "/proc/%d/status", tid);
    pid_t value = 0;
    std::FILE *file = std::fopen(path, "re");
    char line[256];
    while (file && std::fgets(line, sizeof line, file)) {
        const std::size_t length = std::strlen(name);
        if (std::strncmp(line, name, length) == 0 && line[length] == ':') {
            std::sscanf(line + length + 1, "%d", &value);
            break;
        }
    }
    if (file)
        std::fclose(file);
    return value;
}

/// The kernel's word on the system call at which the thread is stopped.
SyscallInfo syscallInfo(pid_t tid)
{
    SyscallInfo info{};
    if (::ptrace(PTRACE_GET_SYSCALL_INFO, tid, sizeof info, &info) <= 0)
        info.op = PTRACE_SYSCALL_INFO_NONE;
    return info;
}

/// In the child: waits until it is traced, has its calls filtered and becomes the program. What fails is written into
/// `report`, which a successful exec closes.
[[noreturn]] void becomeProgram(int traced, int report, char *const *arguments)
{
    char byte = 0;
    int failure = ::read(traced, &byte, 1) == 1 ? 0 : ECHILD;
    if (failure == 0)
        failure = installFilter();
    if (failure == 0) {
        ::execvp(arguments[0], arguments);
        failure = errno;
    }
    (void)!::write(report, &failure, sizeof failure);
    ::_exit(127);
}

} // namespace

int Tracer::start(char *const *arguments)
{
    int traced[2];
    int report[2];
    if (::pipe2(traced, O_CLOEXEC) != 0 || ::pipe2(report, O_CLOEXEC | O_NONBLOCK) != 0)
        return errno;
    m_program = ::fork();
    if (m_program < 0)
        return errno;
    if (m_program == 0)
        becomeProgram(traced[0], report[1], arguments);
    ::close(report[1]);
    const long seized = ::ptrace(PTRACE_SEIZE, m_program, 0, kOptions);
    const int number = errno;
    if (seized == 0)
        (void)!::write(traced[1], "", 1);
    ::close(traced[0]);
    ::close(traced[1]);
    if (seized != 0) {
        ::close(report[0]);
        ::waitpid(m_program, nullptr, 0);
        return number;
    }
    TracedThread &first = m_threads[m_program];
    first.tid = m_program;
    first.hasStopped = true; // it was there before it was traced
    // On until it is the program, or has told why not: writing that makes it stop, too.
    int failure = 0;
    while (!m_threads.empty() && !m_threads.begin()->second.process) {
        int status = 0;
        const pid_t tid = ::waitpid(-1, &status, __WALL);
        if (tid < 0)
            break;
        handle(tid, status);
    }
    if (m_threads.empty() && ::read(report[0], &failure, sizeof failure) != sizeof failure)
        failure = ECHILD;
    ::close(report[0]);
    return failure;
}

int Tracer::run()
{
    unsigned slices = 0;
    while (!m_threads.empty()) {
        int status = 0;
        const pid_t tid = ::waitpid(-1, &status, __WALL | (m_held > 0 ? WNOHANG : 0));
        if (tid > 0) {
            handle(tid, status);
        } else if (tid == 0) {
            if (!letGoReleased()) {
                ::nanosleep(&kGateSlice, nullptr);
            }
            if (++slices % kSlicesPerCheck == 0) {
                for (auto &[id, thread] : m_threads) {
                    if (thread.process)
                        thread.process->ring().checkCollector();
                }
            }
        } else if (errno != EINTR) {
            break;
        }
    }
    return m_programStatus;
}

void Tracer::handle(pid_t tid, int status)
{
    if (WIFEXITED(status) || WIFSIGNALED(status)) {
        ended(tid, status);
    } else if (WIFSTOPPED(status)) {
        handleStop(threadOf(tid), status);
    }
}

TracedThread &Tracer::threadOf(pid_t tid)
{
    TracedThread &thread = m_threads[tid];
    thread.tid = tid;
    if (thread.process || thread.hasStopped)
        return thread;
    const pid_t pid = statusField(tid, "Tgid");
    if (pid != tid) {
        const auto leader = std::ranges::find_if(
            m_threads, [pid](const auto &each) { return each.second.process && each.second.process->pid() == pid; });
        if (leader != m_threads.end())
            thread.process = leader->second.process;
    }
    if (!thread.process)
        thread.process = std::make_shared<WatchedProcess>(pid, statusField(tid, "PPid"), trace::HelloReason::Fork);
    return thread;
}

void Tracer::ended(pid_t tid, int status)
{
    if (tid == m_program)
        m_programStatus = status;
    const auto found = m_threads.find(tid);
    if (found == m_threads.end())
        return;
    if (found->second.hold.slot) {
        --m_held;
        found->second.process->ring().leaveGate(found->second.hold);
    }
    // Who waits for it is told after us. ptrace(2)
    if (found->second.process && found->second.process->pid() == tid && (WIFEXITED(status) || WIFSIGNALED(status)))
        found->second.process->tellEnd(status);
    m_threads.erase(found);
}

void Tracer::handleStop(TracedThread &thread, int status)
{
    const int signal = WSTOPSIG(status);
    const int event = status >> 16;
    if (event == PTRACE_EVENT_SECCOMP) {
        entered(thread);
    } else if (event != 0) {
        handleEvent(thread, event, signal);
    } else if (signal == (SIGTRAP | 0x80)) {
        returned(thread);
    } else {
        goOn(thread, signal); // on its way to the program
    }
}

void Tracer::handleEvent(TracedThread &thread, int event, int signal)
{
    if (event == PTRACE_EVENT_EXEC) {
        executed(thread);
        goOn(thread);
        return;
    }
    const bool isStopSignal = signal == SIGSTOP || signal == SIGTSTP || signal == SIGTTIN || signal == SIGTTOU;
    if (event == PTRACE_EVENT_STOP && thread.hasStopped && isStopSignal) {
        ::ptrace(PTRACE_LISTEN, thread.tid, 0, 0); // stopped by job control: it stays so until SIGCONT
        return;
    }
    if (event == PTRACE_EVENT_STOP)
        thread.hasStopped = true;
    if (event == PTRACE_EVENT_FORK || event == PTRACE_EVENT_VFORK || event == PTRACE_EVENT_CLONE)
        expectNew(thread);
    goOn(thread);
}

/// Whom a thread has made is ours from then on: its maker may end before it has its first stop, and if we ended with
/// that one, the kernel would kill it (PTRACE_O_EXITKILL). It says hello now, while its maker stands: what that one
/// does next comes after.
void Tracer::expectNew(const TracedThread &maker)
{
    unsigned long made = 0;
    if (::ptrace(PTRACE_GETEVENTMSG, maker.tid, 0, &made) != 0 || made == 0)
        return;
    threadOf(static_cast<pid_t>(made));
}

void Tracer::executed(TracedThread &thread)
{
    // The other threads are gone, and the one that called has become the leader. ptrace(2)
    unsigned long former = 0;
    if (::ptrace(PTRACE_GETEVENTMSG, thread.tid, 0, &former) == 0 && static_cast<pid_t>(former) != thread.tid)
        ended(static_cast<pid_t>(former), 0);
    if (thread.hold.slot) {
        --m_held;
        thread.process->ring().leaveGate(thread.hold);
    }
    thread.call.reset();
    thread.interrupted.reset();
    thread.state = ThreadState::Running;
    thread.process.reset(); // its ring ends before the new one begins
    thread.process =
        std::make_shared<WatchedProcess>(thread.tid, statusField(thread.tid, "PPid"), trace::HelloReason::Start);
}

void Tracer::entered(TracedThread &thread)
{
    const SyscallInfo info = syscallInfo(thread.tid);
    if (info.op != PTRACE_SYSCALL_INFO_SECCOMP) {
        goOn(thread);
        return;
    }
    if (info.seccomp.nr == SYS_rt_sigreturn) {
        thread.state = thread.interrupted ? ThreadState::Sigreturn : ThreadState::Running;
    } else if (thread.interrupted && isRepeated(thread, info)) {
        thread.call = std::move(thread.interrupted); // the same call, of which the program knows one only
        thread.state = ThreadState::InCall;
    } else {
        // A handler's calls are made further down the stack; anything else means that the call was given up (longjmp).
        if (thread.interrupted && info.stack_pointer >= thread.interrupted->stack)
            thread.interrupted.reset();
        record(thread, info);
    }
    if (thread.state != ThreadState::AtEntry)
        goOn(thread);
}

bool Tracer::isRepeated(const TracedThread &thread, const SyscallInfo &info) const
{
    const CallInCourse &call = *thread.interrupted;
    if (info.stack_pointer != call.stack)
        return false;
    const auto same = [&] { return std::ranges::equal(call.arguments, info.seccomp.args); };
    return info.seccomp.nr == SYS_restart_syscall || (static_cast<long>(info.seccomp.nr) == call.number && same());
}

void Tracer::record(TracedThread &thread, const SyscallInfo &info)
{
    const auto number = static_cast<long>(info.seccomp.nr);
    const trace::Call name = callOf(number);
    thread.state = ThreadState::Running;
    if (name == trace::Call::Unknown || !thread.process || !thread.process->isWanted())
        return;
    Arguments arguments;
    std::ranges::copy(info.seccomp.args, arguments.begin());
    auto call = std::make_unique<CallInCourse>(
        CallInCourse{number, arguments, info.stack_pointer, CallReader(*thread.process, thread.tid, name, arguments)});
    if (!call->reader.enter())
        return;
    thread.call = std::move(call);
    const bool isHeld = thread.call->reader.hasEntry() && publish(thread, thread.call->reader);
    thread.state = isHeld ? ThreadState::AtEntry : ThreadState::InCall;
}

void Tracer::returned(TracedThread &thread)
{
    const SyscallInfo info = syscallInfo(thread.tid);
    const std::int64_t result = info.op == PTRACE_SYSCALL_INFO_EXIT ? info.exit.rval : 0;
    if (thread.state == ThreadState::Sigreturn) {
        handlerReturned(thread, result);
    } else if (thread.call && isInterrupted(result)) {
        thread.interrupted = std::move(thread.call);
        thread.state = ThreadState::Running;
    } else if (thread.call) {
        thread.call->reader.leave(result);
        thread.state = publish(thread, thread.call->reader) ? ThreadState::AtReturn : ThreadState::Running;
    }
    if (thread.state == ThreadState::AtReturn)
        return;
    thread.call.reset();
    goOn(thread);
}

void Tracer::handlerReturned(TracedThread &thread, std::int64_t result)
{
    thread.state = ThreadState::Running;
    if (result != -EINTR) // it will be made again
        return;
    thread.call = std::move(thread.interrupted);
    thread.call->reader.leave(result);
    if (publish(thread, thread.call->reader))
        thread.state = ThreadState::AtReturn;
}

bool Tracer::publish(TracedThread &thread, CallReader &reader)
{
    // The claim is ours: it is this process that may die with it.
    static const auto owner = static_cast<std::uint32_t>(::getpid());
    thread.process->ring().put(reader.record(), reader.payload(), thread.hold, owner);
    if (!thread.hold.slot)
        return false;
    ++m_held;
    return true;
}

bool Tracer::letGoReleased()
{
    bool any = false;
    for (auto &[tid, thread] : m_threads) {
        if (!thread.hold.slot || thread.process->ring().isHeld(thread.hold))
            continue;
        thread.process->ring().leaveGate(thread.hold);
        --m_held;
        any = true;
        const bool isEntry = thread.state == ThreadState::AtEntry;
        thread.state = isEntry ? ThreadState::InCall : ThreadState::Running;
        if (!isEntry)
            thread.call.reset();
        goOn(thread);
    }
    return any;
}

void Tracer::goOn(TracedThread &thread, int signal)
{
    const bool wantsReturn = thread.state == ThreadState::InCall || thread.state == ThreadState::Sigreturn;
    ::ptrace(wantsReturn ? PTRACE_SYSCALL : PTRACE_CONT, thread.tid, 0, signal);
}

} // namespace zocalo::ptracer
