// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

namespace zocalo::figure {

/// How names are written on the server's side of an idea.
inline TextStyle titleStyle(double size)
{
    TextStyle style;
    style.size = size;
    style.weight = 700;
    return style;
}

/// And what is told of them.
inline TextStyle wordStyle(double size, Colour colour = Tone::Ink)
{
    TextStyle style;
    style.size = size;
    style.weight = 500;
    style.colour = colour;
    style.calls = true;
    return style;
}

} // namespace zocalo::figure
