// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/world.h"

#include <QCoreApplication>

namespace zocalo::text {

/// Sentences for points in which the recorded calls and the kernel's table differ.
class DisagreementText
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::text::DisagreementText)

public:
    /// Both sides and, where it is known, the reason.
    static QString of(const world::Disagreement &disagreement, const world::World &world);
    /// What is to be said of a table as a whole: agrees, was not compared, is of an earlier step, so many
    /// differences. Nothing where there is no table and nothing has happened that one could tell of.
    static QString summary(const world::World &world);

private:
    static QString point(const world::Disagreement &disagreement);
    static QString reason(world::Reason reason);
    static QString socket(const world::Disagreement &disagreement, const world::World &world);
};

} // namespace zocalo::text
