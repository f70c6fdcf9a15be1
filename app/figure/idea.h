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
};

} // namespace zocalo::figure
