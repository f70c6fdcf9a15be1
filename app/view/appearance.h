// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"

#include <QIcon>
#include <QPalette>

namespace zocalo::view {

/// Drawings on the buttons.
enum class Glyph { ToStart, Back, Play, Pause, Forward, ToEnd };

/// The widgets' palette, so that window and figure look like one thing.
QPalette paletteFor(figure::Theme theme);
/// A button's drawing in the theme's ink, faint where the button is disabled.
QIcon icon(Glyph glyph, figure::Theme theme);

} // namespace zocalo::view
