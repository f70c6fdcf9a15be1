// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/text/watchtext.h"

#include <algorithm>
#include <limits>

namespace zocalo::text {

using run::WatchMethod;
using run::WatchReason;

QString WatchText::before(const run::ProgramKind &kind, const QString &program)
{
    switch (kind.reason) {
    case WatchReason::Static:
        return tr("%1 is linked statically, so it is watched by ptrace, which makes it slower.").arg(program);
    case WatchReason::Go:
        return tr("%1 is a Go program, so it is watched by ptrace, which makes it slower.").arg(program);
    case WatchReason::Asked:
        return tr("%1 is watched by ptrace, as asked, which makes it slower.").arg(program);
    case WatchReason::Privileged:
        return tr("%1 runs with rights of its own (setuid, setgid or capabilities), so the kernel lets nobody look "
                  "into it: it runs, but its calls are not seen.")
            .arg(program);
    case WatchReason::Foreign:
        return tr("%1 is for another kind of processor or word size: it runs, but its calls are not seen.")
            .arg(program);
    case WatchReason::Forbidden:
        return kind.method == WatchMethod::Tap
                   ? tr("ptrace is not allowed here (by a container, a security module, or because zocalo is being "
                        "traced itself), so %1 is watched by the tap alone.")
                         .arg(program)
                   : tr("%1 could be watched by ptrace only, which is not allowed here (by a container, a security "
                        "module, or because zocalo is being traced itself): it runs, but its calls are not seen.")
                         .arg(program);
    case WatchReason::Dynamic:
    case WatchReason::NotRunnable:
        return {};
    }
    return {};
}

QString WatchText::unseen(const run::ProgramKind &kind, const QString &program)
{
    if (kind.method == WatchMethod::None && kind.reason != WatchReason::NotRunnable) {
        return {};
    }
    return tr("%1 never joined the run, so nothing of what it did was seen. Is something else preloaded into it "
              "(LD_PRELOAD), or does it not load the C library?")
        .arg(program);
}

QString WatchText::who(const QString &name, qint64 pid)
{
    QString shown = name; // whatever the process calls itself: a terminal is not to obey it
    shown.removeIf([](QChar letter) { return !letter.isPrint() && !letter.isSurrogate(); });
    return QStringLiteral("%1 (%2)").arg(shown).arg(pid);
}

QString WatchText::notSeen(const run::Unseen &part, Way way)
{
    using Why = run::Unseen::Why;
    const QString who = WatchText::who(part.name, part.pid);
    const bool isCommand = way == Way::Command;
    switch (part.why) {
    case Why::Static:
        return isCommand ? tr("%1, started by the program, does not load the C library: its calls were not seen. With "
                              "--ptrace they are.")
                               .arg(who)
                         : tr("%1, started by a watched program, does not load the C library: its calls are not seen. "
                              "If the program is watched by ptrace, they are.")
                               .arg(who);
    case Why::WithoutTap:
        return isCommand ? tr("%1 was started by the program without its environment, and so without the tap: its "
                              "calls were not seen. With --ptrace they are.")
                               .arg(who)
                         : tr("%1 was started by a watched program without its environment, and so without the tap: "
                              "its calls are not seen. If the program is watched by ptrace, they are.")
                               .arg(who);
    case Why::Privileged:
        return isCommand ? tr("%1, started by the program, runs with rights of its own (setuid, setgid or "
                              "capabilities): its calls were not seen.")
                               .arg(who)
                         : tr("%1, started by a watched program, runs with rights of its own (setuid, setgid or "
                              "capabilities): its calls are not seen.")
                               .arg(who);
    case Why::Foreign:
        return isCommand ? tr("%1, started by the program, is for another kind of processor or word size: its calls "
                              "were not seen.")
                               .arg(who)
                         : tr("%1, started by a watched program, is for another kind of processor or word size: its "
                              "calls are not seen.")
                               .arg(who);
    case Why::IoUring:
        return isCommand ? tr("%1 has an io_uring, set up by itself or inherited: what it may have sent and received "
                              "through that was not seen, by ptrace neither.")
                               .arg(who)
                         : tr("%1 has an io_uring, set up by itself or inherited: what it may send and receive through "
                              "that is not seen, by ptrace neither.")
                               .arg(who);
    case Why::NeverJoined:
        return tr("%1 never joined the run, so nothing of what it did was seen.").arg(who);
    }
    return {};
}

QStringList WatchText::notSeen(const QList<run::Unseen> &parts, Way way, int most)
{
    QStringList sentences;
    for (const run::Unseen &part : parts.mid(0, most)) {
        sentences.append(notSeen(part, way));
    }
    if (parts.size() > most) {
        sentences.append(moreNotSeen());
    }
    return sentences;
}

QString WatchText::moreNotSeen()
{
    return tr("There are more processes of which not everything is seen; they are not listed.");
}

QString WatchText::missed(const QList<world::MissedBytes::Missed> &missed)
{
    constexpr qsizetype mostNamed = 3;
    int sockets = 0;
    quint64 sent = 0;
    quint64 received = 0;
    bool byPtrace = true;
    QStringList names;
    for (const world::MissedBytes::Missed &each : missed) {
        sockets += each.sockets;
        sent += each.sent;
        received += each.received;
        byPtrace = byPtrace && each.byPtrace;
        if (names.size() < mostNamed) {
            names.append(who(each.name, each.pid));
        } else if (names.size() == mostNamed) {
            names.append(QStringLiteral("…"));
        }
    }
    if (sockets == 0) {
        return {};
    }
    const QString all = names.join(QStringLiteral(", "));
    // Otherwise they went past ptrace, too.
    return byPtrace
               ? tr("Not all calls were seen: by the kernel's counters %2 bytes went out and %3 were taken through "
                    "%n socket(s) made by %1 that no recorded call has moved.",
                    nullptr, sockets)
                     .arg(all, QString::number(sent), QString::number(received))
               : tr("Not all calls were seen: by the kernel's counters %2 bytes went out and %3 were taken through "
                    "%n socket(s) made by %1 that no recorded call has moved (the C library makes such calls inside "
                    "itself, for fprintf() for instance). With --ptrace they are seen.",
                    nullptr, sockets)
                     .arg(all, QString::number(sent), QString::number(received));
}

QString WatchText::packetsLost(quint64 packets)
{
    return tr("%n packet(s) were not captured: they came faster than they could be taken.", nullptr,
              static_cast<int>(std::min<quint64>(packets, std::numeric_limits<int>::max())));
}

} // namespace zocalo::text
