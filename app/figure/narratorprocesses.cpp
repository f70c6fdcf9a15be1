// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a process begins with, and how it ends.
#include "app/figure/narrator.h"

#include <algorithm>

namespace zocalo::figure {

using world::Moment;

QString Narrator::ofStart() const
{
    const int count = int(m_world.processes().size());
    if (count == 0) {
        return tr("No process has started yet.");
    }
    // A program may have sockets from whoever started it.
    return m_world.sockets().isEmpty() ? tr("%n processes have started. None of them has a socket yet.", nullptr, count)
                                       : tr("%n processes have started.", nullptr, count);
}

QString Narrator::ofStarted(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const auto socketsOf = [this](world::ProcessId process) {
        return int(std::count_if(m_world.sockets().begin(), m_world.sockets().end(), [process](const auto &socket) {
            return !socket.closed && std::any_of(socket.owners.begin(), socket.owners.end(),
                                                 [process](const auto &own) { return own.process == process; });
        }));
    };
    const int count = socketsOf(moment.process);
    const world::Process *const process = m_world.process(moment.process);
    const auto &unseen = m_world.unseen();
    if (!moment.parent && process && std::any_of(unseen.begin(), unseen.end(), [process](const auto &part) {
            return part.pid == process->pid && part.why != history::Unseen::Why::IoUring;
        })) {
        return tr("%1 is another program now (exec), whose calls are not seen. Which sockets it has kept is not known.")
            .arg(who);
    }
    if (!moment.parent) { // execve(2)
        return count == 0 ? tr("%1 is another program now (exec): it has kept none of its sockets.").arg(who)
                          : tr("%1 is another program now (exec): it has kept %n socket(s).", nullptr, count).arg(who);
    }
    const QString parent = nameOf(*moment.parent);
    if (count > 0 && count < socketsOf(*moment.parent)) {
        return tr("%1 is a new process, forked from %2: it has %n of its sockets. None is copied; each has one more "
                  "door.",
                  nullptr, count)
            .arg(who, parent);
    }
    return count == 0
               ? tr("%1 is a new process, started by %2: it has none of its sockets.").arg(who, parent)
               : tr("%1 is a new process, forked from %2: it has the same %n socket(s). None is copied; each has one "
                    "more door.",
                    nullptr, count)
                     .arg(who, parent);
}

QString Narrator::ofEnd(const Moment &moment) const
{
    const world::Process *process = m_world.process(moment.process);
    if (!process) {
        return {};
    }
    const QString who = nameOf(moment.process);
    if (process->signal == 0 && process->exitCode == history::kExitUnknown) {
        return tr("%1 has ended; with which exit status only who has started it knows.").arg(who);
    }
    if (process->signal && process->isProgram) { // others may have its sockets, too
        return tr("%1 was killed by signal %2. The kernel closes its descriptors.")
            .arg(who, QString::number(process->signal));
    }
    return process->signal ? tr("%1 was killed by signal %2. The kernel closes its sockets.")
                                 .arg(who, QString::number(process->signal))
                           : tr("%1 has ended, with exit status %2.").arg(who, QString::number(process->exitCode));
}

} // namespace zocalo::figure
