// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"

namespace zocalo::figure {

/// The picture of a world: a display list to paint, to point at and to read aloud. Needs a QGuiApplication and
/// loadFonts() before.
DisplayList buildFigure(const FigureInput &input);
/// How far a still picture of the step is on its way to the next one: a message that is being sent is drawn on its way,
/// towards where the next step saw it; else 0.
double stillProgress(const FigureInput &input);
/// The logical units that the picture has at least, in either direction.
QSizeF leastSize(const FigureInput &input);

} // namespace zocalo::figure
