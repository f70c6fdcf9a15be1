// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"

#include <QFont>
#include <QIcon>
#include <QPalette>

namespace zocalo::view {

/// Drawings on the buttons.
enum class Glyph { ToStart, Back, Play, Pause, Forward, ToEnd };

/// The widgets' palette, so that window and figure look like one thing.
QPalette paletteFor(figure::Theme theme);
/// The font of the widgets: the bundled one, larger where the system's is. Whoever has chosen larger text has it here,
/// too.
QFont widgetFont(const QFont &system, double dotsPerInch);
/// A button's drawing in the theme's ink, faint where the button is disabled.
QIcon icon(Glyph glyph, figure::Theme theme);

} // namespace zocalo::view
