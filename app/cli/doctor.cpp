// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/cli/commands.h"

#include "app/text/errortext.h"
#include "core/lesson/director.h"
#include "core/run/abilities.h"

#include <cstdio>
#include <cstring>

namespace zocalo::cli {

namespace {

/// Sees whether a call of a real process comes through the tap.
class CountCalls final : public lesson::Pacer
{
public:
    void recorded(const history::Event &event) override
    {
        m_calls += std::holds_alternative<history::CallReturned>(event.data);
    }
    Answer mayGoOn(bool) override { return Answer::GoOn; }
    int calls() const { return m_calls; }

private:
    int m_calls = 0;
};

void printLine(bool works, const QString &name, const QString &text)
{
    const QString line = QStringLiteral("%1 %2 %3\n")
                             .arg(works ? QStringLiteral("✓") : QStringLiteral("✗"), -2)
                             .arg(name, -20)
                             .arg(text);
    const QByteArray bytes = line.toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stdout);
}

/// One process, one call: what every run rests on.
lesson::Script smallestRun()
{
    lesson::Script script;
    lesson::ProcessPlan process;
    process.name = QStringLiteral("doctor");
    process.letter = QStringLiteral("D");
    script.processes << process;
    lesson::CallPlan call;
    call.process = process.name;
    call.call = trace::Call::Socket;
    call.as = QStringLiteral("socket");
    call.protocol = QStringLiteral("udp");
    script.calls << call;
    return script;
}

} // namespace

int Commands::doctor()
{
    bool needsMet = enoughFiles();
    CountCalls pacer;
    const Status tapped = lesson::Director(smallestRun(), QStringLiteral("en")).play(pacer);
    needsMet = needsMet && tapped.ok() && pacer.calls() > 0;
    printLine(tapped.ok(), QStringLiteral("tap"),
              tapped.ok() ? tr("A process was started and its calls were recorded.")
                          : text::ErrorText::of(tapped.error()));
    for (const run::AbilityReport &report : run::tryAbilities()) {
        const QString why = report.errnoValue ? QString::fromLocal8Bit(std::strerror(report.errnoValue)) : QString();
        switch (report.ability) {
        case run::Ability::SocketDiagnostics:
            needsMet = needsMet && report.works;
            printLine(report.works, QStringLiteral("socket diagnostics"),
                      report.works
                          ? tr("The kernel's socket table can be read over netlink.")
                          : tr("The kernel's socket table cannot be read (%1): no lesson can be run.").arg(why));
            break;
        case run::Ability::Counters:
            printLine(report.works, QStringLiteral("TCP_INFO"),
                      report.works ? tr("The kernel tells how many bytes went over a connection.")
                                   : tr("The kernel does not tell how many bytes went over a connection (%1): bytes by "
                                        "unobserved calls cannot be noticed.")
                                         .arg(why));
            break;
        case run::Ability::DestroyEvents:
            printLine(report.works, QStringLiteral("destroy events"),
                      report.works
                          ? tr("The kernel tells when it frees a socket.")
                          : tr("The kernel does not tell when it frees a socket (%1): closes that nobody calls "
                               "are seen later, in the table alone.")
                                .arg(why));
            break;
        case run::Ability::Ptrace:
            printLine(report.works, QStringLiteral("ptrace"),
                      report.works ? tr("A child process can be traced: programs that the tap cannot enter are watched "
                                        "so.")
                                   : tr("A child process cannot be traced (%1): programs that the tap cannot enter run "
                                        "unobserved.")
                                         .arg(why));
            break;
        case run::Ability::Laboratory:
            printLine(report.works, QStringLiteral("laboratory"),
                      report.works
                          ? tr("Two hosts were made in namespaces of their own: --laboratory works.")
                          : text::ErrorText::of({ErrorCode::Laboratory, {}, report.detail, report.errnoValue}));
            break;
        case run::Ability::Ffmpeg:
            printLine(report.works, QStringLiteral("ffmpeg"),
                      report.works ? tr("Found: %1. This version does not make use of it.").arg(report.detail)
                                   : tr("Not installed. This version does not need it."));
            break;
        }
    }
    const int written = flushed();
    return needsMet ? written : Failed;
}

} // namespace zocalo::cli
