// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/lesson/text.h"

#include <QHash>
#include <QList>
#include <QString>

namespace zocalo::lesson {

/// One of the values that a switch can stand at.
struct SwitchValue
{
    QString is; ///< as the file has it: "4", "both", "true"
    Text text;  ///< as it is shown; of a number that number
};

/// Something that can be changed in a lesson before it runs again: a backlog, an option, who closes first.
struct Switch
{
    QString id;
    Text label;
    QList<SwitchValue> values; ///< at least two; the first is what the lesson has if nothing is chosen

    /// The value of that name; nullptr if it has none.
    const SwitchValue *value(const QString &is) const;
};

/// What was chosen: the value of each switch by its id; a switch that is not in it stands at its first value.
using Choices = QHash<QString, QString>;

/// "backlog=4,reuse=both", in the order of the ids; empty if nothing was chosen. And back: what is no choice is left
/// out.
QString choicesText(const Choices &choices);
Choices choicesFrom(const QString &text);

} // namespace zocalo::lesson
