// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/action.h"

#include <QCoreApplication>

namespace zocalo::text {

/// Words for what the user can have done in a run, and for why it is not possible now.
class ActionText
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::text::ActionText)

public:
    /// "Take a connection: accept()". `receiver`: SendTo's, where there may be several ("Client A"). Names of calls are
    /// never translated.
    static QString label(lesson::ActionKind kind, const QString &receiver = {});
    /// "accept() would wait: no connection is in the queue". Empty for Obstacle::None.
    static QString obstacle(lesson::Obstacle obstacle, lesson::ActionKind kind);
};

} // namespace zocalo::text
