// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/comparison.h"

#include <QCoreApplication>

namespace zocalo::panels {

/// In what a run differs from an earlier one, in the application's language.
class DifferenceWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::panels::DifferenceWords)

public:
    /// `now` is the world of this run at any of its steps: it knows how processes are called.
    explicit DifferenceWords(const world::World &now) : m_now(now) {}

    /// What it is about: "step 14 · Client A · connect()".
    QString subject(const world::RunDifference &difference) const;
    /// As it is in this run.
    QString now(const world::RunDifference &difference) const;
    /// As it was in the other one.
    QString before(const world::RunDifference &difference) const;

private:
    QString processName(const QString &name) const;
    /// Of one of the two runs.
    static QString value(world::RunDifference::What what, const std::optional<world::CallLine> &line,
                         kernel::State state, world::Outcome became, quint64 number);
    static QString outcome(world::Outcome outcome);

    const world::World &m_now;
};

} // namespace zocalo::panels
