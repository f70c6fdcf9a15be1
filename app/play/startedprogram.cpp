// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/play/startedprogram.h"

#include "core/run/helperpaths.h"
#include "core/run/run.h"
#include "core/run/tapenvironment.h"
#include "core/trace/hello.h"

#include <QDir>
#include <QFile>

#include <cerrno>
#include <csignal>

#include <poll.h>
#include <unistd.h>

namespace zocalo::play {

namespace {

/// A program that never stops printing is taken so much from, so often: some 3 MB a second.
constexpr qsizetype HelpingBytes = 64 * 1024;
constexpr int BetweenHelpingsMs = 20;
/// At the end of a program: what its terminal still holds.
constexpr int MostLastHelpings = 16;
constexpr qsizetype MostTyped = 64 * 1024;
constexpr int EndPatienceMs = 500;
// proc_pid_stat(5), counted after the name.
constexpr qsizetype GroupField = 2;

/// Leaves out what moves a terminal's cursor or colours it (ECMA-48), shows other control characters as pictures.
QString shownText(const QString &text, bool &isEscape)
{
    constexpr ushort Escape = 0x1b;
    constexpr ushort Delete = 0x7f;
    constexpr ushort Pictures = 0x2400;
    QString shown;
    shown.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const ushort c = text.at(i).unicode();
        if (isEscape) {
            // "[", parameters, and a final letter; or one letter alone.
            isEscape = c == '[' || c == ']' || c == ';' || c == '?' || (c >= '0' && c <= '9');
        } else if (c == Escape) {
            isEscape = true;
        } else if (c == '\r') {
            const bool isLineEnd = i + 1 < text.size() && text.at(i + 1) == QLatin1Char('\n');
            shown += isLineEnd ? QString() : QStringLiteral("\n");
        } else if (c == '\a' || c == 0) {
            continue;
        } else if ((c < ' ' && c != '\n' && c != '\t') || c == Delete) {
            shown += QChar(static_cast<ushort>(c == Delete ? 0x2421 : Pictures + c));
        } else {
            shown += text.at(i);
        }
    }
    return shown;
}

QList<pid_t> membersOf(pid_t group)
{
    QList<pid_t> members;
    for (const QString &name : QDir(QStringLiteral("/proc")).entryList(QDir::Dirs)) {
        bool isNumber = false;
        const pid_t pid = name.toInt(&isNumber);
        QFile file(QStringLiteral("/proc/%1/stat").arg(name));
        if (!isNumber || !file.open(QIODevice::ReadOnly)) {
            continue;
        }
        const QByteArray text = file.readAll();
        if (text.mid(text.lastIndexOf(')') + 2).split(' ').value(GroupField).toInt() == group) {
            members.append(pid);
        }
    }
    return members;
}

} // namespace

Result<std::unique_ptr<StartedProgram>> StartedProgram::start(const run::Program &program, const QByteArray &listener,
                                                              const Expected &expected)
{
    std::unique_ptr<StartedProgram> started(new StartedProgram);
    started->m_program = program;
    started->m_kind = run::Run::kindOf(program);
    Result<std::unique_ptr<run::ChildProcess>> child = started->launch(listener, expected);
    if (!child) {
        return child.error();
    }
    started->m_child = std::move(child.value());
    started->listen();
    return started;
}

Result<std::unique_ptr<run::ChildProcess>> StartedProgram::launch(const QByteArray &listener, const Expected &expected)
{
    const Result<run::HelperPaths> helpers = run::HelperPaths::find();
    if (!helpers) {
        return helpers.error();
    }
    std::array<run::PseudoTerminal, 2> terminals;
    for (run::PseudoTerminal &terminal : terminals) {
        if (const Status opened = terminal.open(); !opened) {
            return opened.error();
        }
    }
    run::Launch launch;
    launch.name = m_program.file;
    launch.program = m_program.file;
    launch.arguments = m_program.arguments;
    if (m_kind.method == run::WatchMethod::Ptrace) {
        launch.program = helpers.value().ptracer;
        launch.arguments.prepend(m_program.file);
        launch.environment = {{trace::kTapVariable, listener}};
    } else {
        launch.environment = run::tapEnvironment(helpers.value().tap, listener);
    }
    if (m_program.withoutLines) {
        launch.environment.emplaceBack(trace::kLinesVariable, "0");
    }
    launch.environment.emplaceBack("TERM", "dumb"); // no colours, no cursor to move
    launch.independent = true;
    launch.folder = m_program.folder;
    launch.streams = {terminals[0].theirs.get(), terminals[0].theirs.get(), terminals[1].theirs.get()};
    launch.forked = [&](pid_t pid) { expected(m_kind, pid); };
    Result<std::unique_ptr<run::ChildProcess>> child = run::ChildProcess::start(launch);
    for (std::size_t i = 0; i < terminals.size(); ++i) {
        m_channels[i].fd = std::move(terminals[i].ours);
    }
    return child;
}

void StartedProgram::listen()
{
    for (const Stream stream : {Stream::Output, Stream::Errors}) {
        Channel &each = channel(stream);
        each.notifier = std::make_unique<QSocketNotifier>(each.fd.get(), QSocketNotifier::Read);
        connect(each.notifier.get(), &QSocketNotifier::activated, this, [this, stream] { read(stream); });
    }
    m_end = std::make_unique<QSocketNotifier>(m_child->pidFd(), QSocketNotifier::Read);
    connect(m_end.get(), &QSocketNotifier::activated, this, &StartedProgram::reap);
    m_room = std::make_unique<QSocketNotifier>(channel(Stream::Output).fd.get(), QSocketNotifier::Write);
    m_room->setEnabled(false);
    connect(m_room.get(), &QSocketNotifier::activated, this, &StartedProgram::flush);
    m_pause.setSingleShot(true);
    m_pause.setInterval(BetweenHelpingsMs);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        for (Channel &each : m_channels) {
            if (each.fd && each.notifier) {
                each.notifier->setEnabled(true);
            }
        }
    });
}

StartedProgram::~StartedProgram()
{
    if (!m_child || m_ending) {
        return;
    }
    m_end.reset();
    m_room.reset();
    for (Channel &each : m_channels) {
        each.notifier.reset();
        each.fd.reset();
    }
    terminate();
    pollfd gone{m_child->pidFd(), POLLIN, 0};
    if (::poll(&gone, 1, EndPatienceMs) <= 0) {
        kill();
        ::poll(&gone, 1, EndPatienceMs);
    }
    m_child->reap();
}

void StartedProgram::read(Stream stream)
{
    if (take(stream) && channel(stream).notifier) {
        channel(stream).notifier->setEnabled(false);
        m_pause.start();
    }
}

/// Takes one helping; false if there was nothing to take.
bool StartedProgram::take(Stream stream)
{
    Channel &from = channel(stream);
    QByteArray bytes(HelpingBytes, Qt::Uninitialized);
    const ssize_t size = from.fd ? ::read(from.fd.get(), bytes.data(), static_cast<std::size_t>(bytes.size())) : 0;
    if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
        return false;
    }
    if (size <= 0) {
        // Nobody has the other end any more.
        if (from.notifier) {
            from.notifier->setEnabled(false);
            from.notifier.release()->deleteLater();
        }
        if (stream == Stream::Output) {
            m_room->setEnabled(false);
        }
        from.fd.reset();
        return false;
    }
    const QString text = shownText(from.decoder.decode(QByteArrayView(bytes.constData(), size)), from.isEscape);
    if (!text.isEmpty()) {
        emit wrote(stream, text);
    }
    return true;
}

bool StartedProgram::typeLine(const QString &line)
{
    QString typed = line;
    typed.removeIf([](QChar c) { return c < QLatin1Char(' ') && c != QLatin1Char('\t'); });
    const QByteArray bytes = typed.toUtf8();
    if (bytes.size() >= run::kLongestTerminalLine || m_typed.size() + bytes.size() > MostTyped) {
        return false;
    }
    type(bytes + '\n');
    return true;
}

void StartedProgram::endInput() { type(QByteArray(1, run::kEndOfInput)); }

void StartedProgram::interrupt() { type(QByteArray(1, run::kInterrupt)); }

void StartedProgram::type(const QByteArray &bytes)
{
    m_typed += bytes;
    flush();
}

void StartedProgram::flush()
{
    const int fd = channel(Stream::Output).fd.get();
    while (fd >= 0 && !m_typed.isEmpty()) {
        const ssize_t size = ::write(fd, m_typed.constData(), static_cast<std::size_t>(m_typed.size()));
        if (size > 0) {
            m_typed.remove(0, size);
        } else if (errno != EINTR) {
            break;
        }
    }
    m_room->setEnabled(fd >= 0 && !m_typed.isEmpty());
}

void StartedProgram::reap()
{
    if (m_ending) {
        return;
    }
    // Before the descriptor is closed, which reap() does: then its number may be another file's.
    m_end->setEnabled(false);
    m_ending = m_child->reap();
    if (!m_ending) {
        m_end->setEnabled(true);
        return;
    }
    for (const Stream stream : {Stream::Output, Stream::Errors}) {
        for (int i = 0; i < MostLastHelpings && take(stream); ++i) {
        }
    }
    emit ended();
}

void StartedProgram::signalGroup(int number) const
{
    if (m_ending) {
        return; // its number may be somebody else's by now
    }
    if (m_kind.method != run::WatchMethod::Ptrace || number == SIGKILL) {
        ::kill(-pid(), number);
        return;
    }
    // The tracer ends after its program, which is to get the signal as it is.
    for (const pid_t member : membersOf(pid())) {
        if (member != pid()) {
            ::kill(member, number);
        }
    }
}

} // namespace zocalo::play
