// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/run/blindchildren.h"

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
    /// For a process that the program has started or become, and that could not be watched.
    static QString blind(const run::BlindChild &child);
};

} // namespace zocalo::text
