// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/programkind.h"

#include <QHash>
#include <QList>
#include <QPair>
#include <QSet>
#include <QString>

#include <optional>

#include <sys/types.h>

namespace zocalo::run {

class Run;

/// A process that a tapped program has started or become, and into which the tap did not come.
struct BlindChild
{
    qint64 pid = 0;
    QString name;
    /// Static, Go, Privileged, Foreign; Dynamic: it was given an environment without the tap.
    WatchReason reason = WatchReason::Dynamic;
};

/// Finds the processes that the processes of a run start and that cannot join it: each is looked up in /proc while it
/// lives, again and again, so one that lives for less than a few milliseconds may be missed. What joins nothing but is
/// about to (its program is being loaded) is left alone.
class BlindChildren
{
public:
    /// Looks, if the last look is some time ago; gives those that are new.
    QList<BlindChild> look(const Run &run);

private:
    std::optional<WatchReason> blindness(pid_t pid);
    bool mayBeInExec(pid_t pid, WatchReason reason, const QList<QByteArray> &words);

    qint64 m_lookedNs = 0;
    QHash<QPair<quint64, quint64>, WatchReason> m_kinds; ///< of files, by device and inode
    QSet<qint64> m_known;                                ///< told already
    QSet<qint64> m_doubted;                              ///< looked blind once, but may be in the middle of exec
};

} // namespace zocalo::run
