// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

#include <QFont>

namespace zocalo::figure {

/// Registers the bundled fonts with the application, once; needs a QGuiApplication. False if one of them could not be
/// read: then the host's fonts stand in, and texts may not fit.
bool loadFonts();

/// The bundled font of that face: pixel size, no hinting and no subpixel antialiasing, so that a figure has the same
/// pixels on every machine.
QFont font(Face face, double size, int weight);

} // namespace zocalo::figure
