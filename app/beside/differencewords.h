// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/comparison.h"

#include <QCoreApplication>

namespace zocalo::beside {

/// In what a run differs from an earlier one, in the application's language.
class DifferenceWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::DifferenceWords)

public:
    /// The worlds of both runs at any of their steps: they know how processes are called.
    DifferenceWords(const world::World &before, const world::World &now) : m_before(before), m_now(now) {}

    /// What it is about: "step 14 · Client A · connect()".
    QString subject(const world::RunDifference &difference) const;
    /// The same without the step: "Client A · connect()".
    QString thing(const world::RunDifference &difference) const;
    /// As it is in this run.
    QString now(const world::RunDifference &difference) const;
    /// As it was in the other one.
    QString before(const world::RunDifference &difference) const;
    /// "Client C, Client D": of either run, the first of them where they are many; empty if there are none.
    QString processNames(const QStringList &names) const;

private:
    QString processName(const QString &name) const;
    /// Of one of the two runs.
    struct Value
    {
        const std::optional<world::CallLine> &line;
        kernel::State state;
        world::Outcome outcome;
        quint64 number;
        bool isSeen;
    };
    static QString absence(const world::RunDifference &difference);
    static QString value(world::RunDifference::What what, const Value &value);
    static QString outcome(world::Outcome outcome, bool isSeen);

    const world::World &m_before;
    const world::World &m_now;
};

} // namespace zocalo::beside
