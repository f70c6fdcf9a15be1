// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/childprocess.h"
#include "core/run/program.h"
#include "core/run/programkind.h"
#include "core/run/pseudoterminal.h"

#include <QObject>
#include <QSocketNotifier>
#include <QStringDecoder>
#include <QTimer>

#include <array>
#include <csignal>
#include <functional>
#include <memory>
#include <optional>

namespace zocalo::play {

/// A program of the user's that this process has started, to be watched, with its input and output on terminals of its
/// own (one for its standard input and output, one for its errors): so it prints what it prints at once. It ends with
/// this object. What it prints is bounded: it waits, as at a slow terminal, for whoever takes the text.
class StartedProgram : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(StartedProgram)

public:
    enum class Stream : quint8 { Output, Errors };
    /// Called before the program runs, with how it is watched and the process that will say hello.
    using Expected = std::function<void(const run::ProgramKind &, pid_t)>;

    /// Starts it so that it joins the run with that listener (the value of ZOCALO_TAP). Errors: ProcessNotStarted,
    /// TooManyFiles, TapMissing, PeerMissing.
    static Result<std::unique_ptr<StartedProgram>> start(const run::Program &program, const QByteArray &listener,
                                                         const Expected &expected);
    /// Ends it, if it still runs: its terminal hangs up (SIGHUP), SIGTERM, and soon SIGKILL.
    ~StartedProgram() override;

    const run::Program &program() const { return m_program; }
    const run::ProgramKind &kind() const { return m_kind; }
    pid_t pid() const { return m_child->pid(); }
    bool isRunning() const { return !m_ending.has_value(); }
    /// How it ended; nothing while it runs.
    std::optional<run::Ending> ending() const { return m_ending; }

    /// Types a line; false if the program has not taken what was typed before, or the line is too long for a terminal.
    bool typeLine(const QString &line);
    /// Types Ctrl-D, at the beginning of a line: its standard input ends.
    void endInput();
    /// Types Ctrl-C: SIGINT, unless the program has other plans for that key.
    void interrupt();
    /// SIGTERM to all that it has in its process group.
    void terminate() { signalGroup(SIGTERM); }
    /// SIGKILL to the same.
    void kill() { signalGroup(SIGKILL); }

signals:
    /// Text that can be shown: no control characters but the end of a line and the tabulator, and whole characters.
    void wrote(zocalo::play::StartedProgram::Stream stream, const QString &text);
    void ended();

private:
    struct Channel
    {
        run::FileDescriptor fd;
        std::unique_ptr<QSocketNotifier> notifier;
        QStringDecoder decoder{QStringDecoder::Utf8};
        bool isEscape = false; ///< inside a sequence for the terminal, which is left out
    };

    StartedProgram() = default;
    Result<std::unique_ptr<run::ChildProcess>> launch(const QByteArray &listener, const Expected &expected);
    void listen();
    void read(Stream stream);
    bool take(Stream stream);
    void type(const QByteArray &bytes);
    void flush();
    void reap();
    void signalGroup(int number) const;
    Channel &channel(Stream stream) { return m_channels[static_cast<std::size_t>(stream)]; }

    run::Program m_program;
    run::ProgramKind m_kind;
    std::unique_ptr<run::ChildProcess> m_child;
    std::array<Channel, 2> m_channels;
    std::unique_ptr<QSocketNotifier> m_end;
    std::unique_ptr<QSocketNotifier> m_room; ///< for what was typed
    QTimer m_pause;                          ///< between two helpings of output
    QByteArray m_typed;
    std::optional<run::Ending> m_ending;
};

} // namespace zocalo::play
