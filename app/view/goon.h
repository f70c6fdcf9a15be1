// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "core/world/model.h"

#include <QCoreApplication>

#include <optional>

namespace zocalo::view {

/// A control at each process that is held at its call: it lets the process go on. For screens; files have none.
class GoOn
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::view::GoOn)

public:
    /// A process that is held, and what it is called.
    struct Mark
    {
        world::ProcessId process = 0;
        QString name;
        bool isNext = false; ///< the step forward is its own
        bool operator==(const Mark &) const = default;
    };
    /// Over all that is there. Who is not in the picture gets none.
    static void add(figure::DisplayList &list, const QList<Mark> &marks);
    /// The process whose control is under a point (logical units).
    static std::optional<world::ProcessId> at(const figure::DisplayList &list, const QPointF &point);
};

} // namespace zocalo::view
