// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"

namespace zocalo::figure {

/// The picture of a world: a display list to paint, to point at and to read aloud. Needs a QGuiApplication and
/// loadFonts() before.
DisplayList buildFigure(const FigureInput &input);
/// The logical units that the picture has at least, in either direction.
QSizeF leastSize(const FigureInput &input);

} // namespace zocalo::figure
