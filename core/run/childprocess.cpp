// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/childprocess.h"

#include "core/run/inheritedsignals.h"

#include <QFile>

#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <vector>

extern char **environ;

namespace zocalo::run {
namespace {

struct Pipe
{
    FileDescriptor read;
    FileDescriptor write;

    /// 0 or errno.
    int open()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            return errno;
        }
        read.reset(ends[0]);
        write.reset(ends[1]);
        return 0;
    }
};

Error startError(const QString &name, int number)
{
    const bool files = number == EMFILE || number == ENFILE;
    return {files ? ErrorCode::TooManyFiles : ErrorCode::ProcessNotStarted, name, {}, number};
}

/// A list of C strings, ended by a null pointer, as exec wants it. Made before fork: a child of a process with threads
/// may not allocate.
class StringVector
{
public:
    void append(const QByteArray &text) { m_texts.append(text); }
    char *const *data()
    {
        m_pointers.clear();
        for (QByteArray &text : m_texts) {
            m_pointers.push_back(text.data());
        }
        m_pointers.push_back(nullptr);
        return m_pointers.data();
    }

private:
    QList<QByteArray> m_texts;
    std::vector<char *> m_pointers;
};

StringVector environmentOf(const Launch &launch)
{
    StringVector result;
    for (char **entry = environ; *entry != nullptr; ++entry) {
        const QByteArray text(*entry);
        const QByteArray name = text.left(text.indexOf('='));
        const bool replaced = std::any_of(launch.environment.begin(), launch.environment.end(),
                                          [&name](const auto &pair) { return pair.first == name; });
        if (!replaced) {
            result.append(text);
        }
    }
    for (const auto &[name, value] : launch.environment) {
        result.append(name + '=' + value);
    }
    return result;
}

/// What the child needs, all of it made before fork.
struct ChildPlan
{
    const char *program;
    char *const *arguments;
    char *const *environment;
    int input;
    int output;
    int report;
    int go; ///< readable once the program may be executed; -1: at once
    pid_t parent;
    const char *folder; ///< null: stay
    const int *streams; ///< independent: its standard streams
    bool hasOwnStreams;
    bool outputToError;
    int userNamespace;
    int networkNamespace;
};

/// Tells the parent why not, and ends.
[[noreturn]] void giveUp(const ChildPlan &plan)
{
    const int number = errno;
    [[maybe_unused]] const ssize_t written = ::write(plan.report, &number, sizeof number);
    ::_exit(127);
}

/// Until the parent knows what it has to know of the child.
void awaitGo(const ChildPlan &plan)
{
    char go = 0;
    while (plan.go >= 0 && ::read(plan.go, &go, sizeof go) < 0 && errno == EINTR) {
    }
}

/// The same for the user's own program: it is changed as little as can be.
[[noreturn]] void becomeIndependent(const ChildPlan &plan)
{
    if (plan.folder != nullptr && ::chdir(plan.folder) != 0) {
        giveUp(plan);
    }
    if (plan.hasOwnStreams) {
        ::setsid();
        for (int i = 0; i < 3; ++i) {
            if (plan.streams[i] >= 0 && ::dup2(plan.streams[i], i) < 0) {
                giveUp(plan);
            }
        }
        if (::isatty(STDIN_FILENO) != 0) {
            ::ioctl(STDIN_FILENO, TIOCSCTTY, 0);
        }
        ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    } else if (plan.outputToError && ::dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
        giveUp(plan);
    }
    InheritedSignals::restore();
    ::execvpe(plan.program, plan.arguments, plan.environment);
    giveUp(plan);
}

/// Runs in the child: only async-signal-safe calls. Does not return.
[[noreturn]] void becomeProgram(const ChildPlan &plan)
{
    ::setpgid(0, 0);
    // First: it makes the kernel forget which signal was asked for.
    if ((plan.userNamespace >= 0 && ::setns(plan.userNamespace, CLONE_NEWUSER) != 0) ||
        (plan.networkNamespace >= 0 && ::setns(plan.networkNamespace, CLONE_NEWNET) != 0)) {
        giveUp(plan);
    }
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != plan.parent) {
        ::_exit(127); // the parent died before the kernel was told to watch it
    }
    struct sigaction standard
    {
    };
    standard.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; ++number) {
        ::sigaction(number, &standard, nullptr);
    }
    sigset_t none;
    sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
    if (::dup2(plan.input, STDIN_FILENO) >= 0 && ::dup2(plan.output, STDOUT_FILENO) >= 0) {
        // Libraries may have opened descriptors without O_CLOEXEC; a child that inherits them could hold a port.
        ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
        ::execve(plan.program, plan.arguments, plan.environment);
    }
    giveUp(plan);
}

/// Waits until the child has executed its program (0) or says why not (errno).
int execResult(int report)
{
    int number = 0;
    ssize_t size = 0;
    do {
        size = ::read(report, &number, sizeof number);
    } while (size < 0 && errno == EINTR);
    return size == sizeof number ? number : 0;
}

} // namespace

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const Launch &launch)
{
    Pipe input;
    Pipe output;
    Pipe report;
    Pipe go;
    for (Pipe *pipe : {&input, &output, &report, &go}) {
        if (pipe != &report && pipe != &go && launch.independent) {
            continue;
        }
        if (const int number = pipe->open(); number != 0) {
            return startError(launch.name, number);
        }
    }
    const QByteArray program = QFile::encodeName(launch.program);
    const QByteArray folder = QFile::encodeName(launch.folder);
    StringVector arguments;
    arguments.append(program);
    for (const QString &argument : launch.arguments) {
        arguments.append(argument.toLocal8Bit());
    }
    StringVector environment = environmentOf(launch);
    const bool hasOwnStreams =
        std::any_of(launch.streams.begin(), launch.streams.end(), [](int fd) { return fd >= 0; });
    const ChildPlan plan{program.constData(),
                         arguments.data(),
                         environment.data(),
                         input.read.get(),
                         output.write.get(),
                         report.write.get(),
                         launch.forked ? go.read.get() : -1,
                         ::getpid(),
                         folder.isEmpty() ? nullptr : folder.constData(),
                         launch.streams.data(),
                         hasOwnStreams,
                         launch.outputToError,
                         launch.userNamespace,
                         launch.networkNamespace};

    std::unique_ptr<ChildProcess> child(new ChildProcess);
    child->m_independent = launch.independent;
    const pid_t pid = ::fork();
    if (pid < 0) {
        return startError(launch.name, errno);
    }
    if (pid == 0) {
        awaitGo(plan);
        launch.independent ? becomeIndependent(plan) : becomeProgram(plan);
    }
    child->m_pid = pid;
    if (!launch.independent) {
        ::setpgid(pid, pid); // also here: whoever comes first
    }
    report.write.reset();
    if (launch.forked) {
        launch.forked(pid);
        [[maybe_unused]] const ssize_t written = ::write(go.write.get(), "", 1);
    }
    if (const int number = execResult(report.read.get()); number != 0) {
        int status = 0;
        ::waitpid(pid, &status, 0);
        child->m_pid = -1;
        return startError(launch.name, number);
    }
    child->m_pidFd.reset(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    if (!child->m_pidFd) {
        return startError(launch.name, errno);
    }
    if (!launch.independent) {
        ::fcntl(input.write.get(), F_SETFL, O_NONBLOCK);
        ::fcntl(output.read.get(), F_SETFL, O_NONBLOCK);
    }
    child->m_input = std::move(input.write);
    child->m_output = std::move(output.read);
    return child;
}

ChildProcess::~ChildProcess()
{
    if (m_pid > 0 && !m_ending && !m_independent) {
        kill();
        int status = 0;
        while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
        }
    }
}

void ChildProcess::write(const QByteArray &bytes)
{
    m_unwritten += bytes;
    flush();
}

void ChildProcess::flush()
{
    // A pipe without a reader raises SIGPIPE: keep it from this thread, and take it back if we caused it.
    sigset_t pipeSignal;
    sigset_t before;
    sigset_t pending;
    sigemptyset(&pipeSignal);
    sigaddset(&pipeSignal, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &pipeSignal, &before);
    ::sigpending(&pending);
    while (!m_unwritten.isEmpty() && m_input) {
        const ssize_t size = ::write(m_input.get(), m_unwritten.constData(), static_cast<size_t>(m_unwritten.size()));
        if (size > 0) {
            m_unwritten.remove(0, size);
        } else if (errno == EAGAIN) {
            break;
        } else if (errno != EINTR) {
            if (errno == EPIPE && sigismember(&pending, SIGPIPE) == 0) {
                const timespec now{0, 0};
                ::sigtimedwait(&pipeSignal, nullptr, &now);
            }
            closeInput();
        }
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void ChildProcess::closeInput()
{
    m_unwritten.clear();
    m_input.reset();
}

QByteArray ChildProcess::readOutput()
{
    if (!m_output) {
        return {};
    }
    std::array<char, 64 * 1024> buffer;
    const ssize_t size = ::read(m_output.get(), buffer.data(), buffer.size());
    if (size == 0 || (size < 0 && errno != EAGAIN && errno != EINTR)) {
        m_output.reset();
    }
    return size > 0 ? QByteArray(buffer.data(), size) : QByteArray();
}

std::optional<Ending> ChildProcess::reap()
{
    if (m_ending || m_pid <= 0) {
        return m_ending;
    }
    siginfo_t info{};
    if (::waitid(P_PID, static_cast<id_t>(m_pid), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != m_pid) {
        return std::nullopt;
    }
    // Before the zombie is gone, its id cannot be anybody else's.
    if (!m_independent) {
        ::kill(-m_pid, SIGKILL);
    }
    int status = 0;
    while (::waitpid(m_pid, &status, 0) < 0 && errno == EINTR) {
    }
    m_ending = WIFSIGNALED(status) ? Ending{0, WTERMSIG(status)} : Ending{WEXITSTATUS(status), 0};
    m_pidFd.reset(); // there is nobody to wait for
    return m_ending;
}

void ChildProcess::kill()
{
    if (m_pid > 0 && !m_ending) {
        if (!m_independent) {
            ::kill(-m_pid, SIGKILL);
        }
        ::kill(m_pid, SIGKILL);
    }
}

} // namespace zocalo::run
