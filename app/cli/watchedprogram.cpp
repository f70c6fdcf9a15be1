// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/cli/watchedprogram.h"

#include "app/cli/commands.h"
#include "app/text/watchtext.h"
#include "core/run/inheritedsignals.h"

#include <atomic>
#include <csignal>

#include <sys/resource.h>

namespace zocalo::cli {
namespace {

constexpr int ShellsSignalBase = 128;

volatile std::sig_atomic_t s_caught = 0;
std::atomic<run::ProgramRun *> s_run{nullptr};

/// The terminal has told the program, too: whether it ends is the program's to say.
void keyPressed(int)
{
    if (run::ProgramRun *const run = s_run) {
        run->stopIfEnded();
    }
}

void askedToEnd(int number)
{
    s_caught = number;
    if (run::ProgramRun *const run = s_run) {
        run->stop();
    }
}

void handle(int number, void (*handler)(int))
{
    if (!run::InheritedSignals::wasIgnored(number)) {
        std::signal(number, handler);
    }
}

} // namespace

WatchedProgram::WatchedProgram(QStringList command, run::HelperPaths helpers, run::Run::Sink sink)
    : m_run(std::move(helpers), std::move(sink))
{
    m_program.file = command.takeFirst();
    m_program.arguments = command;
}

WatchedProgram::~WatchedProgram() { s_run = nullptr; }

Status WatchedProgram::play()
{
    const QString notice = text::WatchText::before(run::ProgramRun::kindOf(m_program), m_program.file);
    if (!notice.isEmpty()) {
        Commands::complain(notice);
    }
    s_run = &m_run;
    for (const int number : {SIGINT, SIGQUIT}) {
        handle(number, keyPressed);
    }
    for (const int number : {SIGTERM, SIGHUP}) {
        handle(number, askedToEnd);
    }
    const Status played = m_run.play(m_program);
    for (const QString &sentence : text::WatchText::notSeen(m_run.unseen(), text::WatchText::Way::Command)) {
        Commands::complain(sentence);
    }
    if (played && !m_run.wasSeen() && s_caught == 0) {
        const QString unseen = text::WatchText::unseen(run::ProgramRun::kindOf(m_program), m_program.file);
        if (!unseen.isEmpty()) {
            Commands::complain(unseen);
        }
    }
    return played;
}

int WatchedProgram::signal() const { return s_caught; }

int WatchedProgram::passOn() const
{
    const std::optional<run::Ending> ending = m_run.ending();
    if (!ending) {
        return s_caught != 0 ? endBy(s_caught) : int(Done);
    }
    return ending->signal != 0 ? endBy(ending->signal) : ending->exitCode;
}

int WatchedProgram::endBy(int number)
{
    const rlimit none{0, 0};
    setrlimit(RLIMIT_CORE, &none);
    std::signal(number, SIG_DFL);
    std::raise(number);
    return ShellsSignalBase + number;
}

} // namespace zocalo::cli
