// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The level *idea*: processes, doors, ways, queues, the one moving message, and a sentence. A twin stands side by
/// side; one protocol takes the full width.
class Idea
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Idea)

public:
    static DisplayList build(const FigureInput &input);
    /// The logical units that it has at least: half of the width for one protocol where that is narrow, with as many
    /// clients as a twin has room for.
    static QSizeF leastSize(const FigureInput &input);
};

} // namespace zocalo::figure
