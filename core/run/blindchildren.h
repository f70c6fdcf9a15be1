// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/programkind.h"
#include "core/run/rounds.h"
#include "core/run/unseen.h"

#include <QHash>
#include <QList>
#include <QPair>
#include <QSet>

#include <optional>

#include <sys/types.h>

namespace zocalo::run {

class Run;

/// Finds the processes that the processes of a run start and that cannot join it: each is looked up in /proc while it
/// lives, again and again, so one that lives for less than a few milliseconds may be missed. What joins nothing but is
/// about to (its program is being loaded) is left alone.
class BlindChildren
{
public:
    BlindChildren();

    /// Looks, if the last look is some time ago; gives those that are new: Static, WithoutTap, Privileged, Foreign.
    QList<Unseen> look(const Run &run);

private:
    /// A process: its number, which may be used again, and when it was started.
    using Life = QPair<qint64, quint64>;

    void lookAt(pid_t pid, qint64 program, QList<Unseen> &found);
    void remember(const Life &life);
    std::optional<Unseen::Why> blindness(pid_t pid);
    bool mayBeInExec(const Life &life, Unseen::Why why, const QList<QByteArray> &words);

    Rounds m_rounds;
    /// Device and inode, and when it was changed: a compiler may write its next program into the same file.
    using File = QPair<QPair<quint64, quint64>, QPair<qint64, qint64>>;

    QHash<File, WatchReason> m_kinds; ///< of files
    QSet<Life> m_known;               ///< told already; those that have ended are forgotten now and then
    qsizetype m_mostKnown;            ///< before that is done
    QHash<Life, int> m_doubted;       ///< how many times it looked blind, but might have been in the middle of exec
};

} // namespace zocalo::run
