// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/theme.h"

#include <QImage>

class QPainter;

namespace zocalo::figure {

enum class TextMode : quint8 {
    Glyphs,   ///< letters stay letters (editable in an SVG, where the fonts are installed)
    Outlines, ///< letters become paths: the same everywhere
};

/// What of a list is painted.
enum class Part : quint8 { All, Still, Moving };

/// Paints a list with its top left corner at the painter's origin, scaled from logical units to `list.size()`.
void paint(QPainter &painter, const DisplayList &list, Theme theme, Part part = Part::All,
           TextMode text = TextMode::Glyphs);

/// Paints some items of a list, the `count` from `first` on, with a painter that counts in logical units.
void paintItems(QPainter &painter, const DisplayList &list, qsizetype first, qsizetype count, Theme theme,
                TextMode text = TextMode::Glyphs);

/// The picture as an opaque RGB32 image of `list.size()` × `devicePixelRatio` pixels. A null image if there is no
/// memory for it.
QImage render(const DisplayList &list, Theme theme, double devicePixelRatio = 1);

} // namespace zocalo::figure
