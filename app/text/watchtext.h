// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/programkind.h"
#include "core/run/unseen.h"
#include "core/world/missedbytes.h"

#include <QCoreApplication>

namespace zocalo::text {

/// How a program is watched, and what of it cannot be seen, as sentences.
class WatchText
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::text::WatchText)

public:
    /// What a user should know before the program runs; empty: nothing (the tap, as usual). `program` is how the user
    /// named it.
    static QString before(const run::ProgramKind &kind, const QString &program);
    /// For a program that has ended, and of which nothing was seen though it should have been; empty where before()
    /// has told it.
    static QString unseen(const run::ProgramKind &kind, const QString &program);
    /// How it is told: at the end of a command, or in the window, while it is watched.
    enum class Way : quint8 { Command, Window };
    /// So many are told one by one; of the others moreNotSeen() tells.
    static constexpr int MostTold = 10;
    /// Of a process of the run, that it, or a part of what it does, is not seen.
    static QString notSeen(const run::Unseen &part, Way way);
    static QString moreNotSeen();
    /// Of the first `most` of them, and that there are more.
    static QStringList notSeen(const QList<run::Unseen> &parts, Way way, int most = MostTold);
    /// Of bytes that the kernel has counted and no recorded call has moved, all in one; empty if there are none.
    static QString missed(const QList<world::MissedBytes::Missed> &missed);
    /// Of a laboratory's network, whose capture had no room for so many packets.
    static QString packetsLost(quint64 packets);

private:
    static QString who(const QString &name, qint64 pid);
};

} // namespace zocalo::text
