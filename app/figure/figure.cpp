// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/figure.h"

#include "app/figure/idea.h"

namespace zocalo::figure {

DisplayList buildFigure(const FigureInput &input)
{
    return Idea::build(input);
}

} // namespace zocalo::figure
