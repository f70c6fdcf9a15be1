// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/run/filedescriptor.h"

#include <QByteArray>
#include <QList>
#include <QPair>
#include <QString>
#include <QStringList>

#include <array>
#include <functional>
#include <memory>
#include <optional>

#include <sys/types.h>

namespace zocalo::run {

/// What to start.
struct Launch
{
    QString name;    ///< for errors: the process as the user knows it
    QString program; ///< path of the executable
    QStringList arguments;
    /// Set over what is inherited.
    QList<QPair<QByteArray, QByteArray>> environment;
    /// The user's own program: looked for in PATH as a shell does; it outlives us, keeps our standard streams, process
    /// group and open descriptors (unless `streams` are given), has the signal dispositions that we were started with
    /// (InheritedSignals), and is not killed by the destructor.
    bool independent = false;
    QString folder{}; ///< where it starts; empty: where we are
    /// Not independent: the namespaces that it is to live in (man 2 setns); -1: ours.
    int userNamespace = -1;
    int networkNamespace = -1;
    /// Independent: its standard input, output and error, which stay the caller's; -1: ours. With any of them it gets a
    /// session of its own, with its standard input as its terminal if that is one.
    std::array<int, 3> streams{-1, -1, -1};
    bool outputToError = false; ///< independent, without streams: its standard output is our standard error
    /// Called with the child's number before it executes its program, which it does once this has returned.
    std::function<void(pid_t)> forked{};
};

/// How a process ended.
struct Ending
{
    int exitCode = 0;
    int signal = 0; ///< not 0: killed by it
};

/// A child process that cannot outlive us.
///
/// Unless it is independent, it has a process group of its own, inherits no descriptor but its standard ones (pipes to
/// us; standard error is ours), and the kernel kills it (PR_SET_PDEATHSIG) when the *thread* that started it ends:
/// start and destroy it on one thread, which lives as long. QProcess gives none of these.
class ChildProcess
{
    Q_DISABLE_COPY_MOVE(ChildProcess)

public:
    /// Starts it, and returns once the program was executed. Errors: ProcessNotStarted (errnoValue: what fork or exec
    /// gave), TooManyFiles.
    static Result<std::unique_ptr<ChildProcess>> start(const Launch &launch);
    /// Kills the process and its group, and waits for its end; lets an independent one run on.
    ~ChildProcess();

    pid_t pid() const { return m_pid; }
    /// Readable once the process has ended; -1 after reap() has told its ending.
    int pidFd() const { return m_pidFd.get(); }
    /// Its standard output, non-blocking; -1 after its end was read.
    int outputFd() const { return m_output.get(); }
    /// Its standard input; -1 once closed.
    int inputFd() const { return m_input.get(); }

    /// Takes bytes for its standard input; what the pipe does not take now waits for flush().
    void write(const QByteArray &bytes);
    /// True while bytes wait: flush() when inputFd() becomes writable.
    bool hasUnwritten() const { return !m_unwritten.isEmpty(); }
    void flush();
    /// Ends its standard input; unwritten bytes are given up.
    void closeInput();
    /// What its standard output holds now, at most 64 kB.
    QByteArray readOutput();

    /// Its ending, once it has ended; never waits. What is left of its process group (not of an independent one's) is
    /// killed then.
    std::optional<Ending> reap();
    /// Sends SIGKILL to the process and (unless it is independent) its group. It ends soon: wait for pidFd().
    void kill();

private:
    ChildProcess() = default;

    pid_t m_pid = -1;
    FileDescriptor m_pidFd;
    FileDescriptor m_input;
    FileDescriptor m_output;
    QByteArray m_unwritten;
    std::optional<Ending> m_ending;
    bool m_independent = false;
};

} // namespace zocalo::run
