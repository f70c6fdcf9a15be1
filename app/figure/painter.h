// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/theme.h"
#include "core/base/result.h"

#include <QImage>

class QIODevice;
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

/// The picture as an opaque RGB32 image of `list.size()` × `devicePixelRatio` pixels. A null image if there is no
/// memory for it.
QImage render(const DisplayList &list, Theme theme, double devicePixelRatio = 1);

/// Writes the picture to an open device. The list's title and description go into the file. The error's subject is
/// left empty: the caller knows the file's name; errnoValue is the device's, where it tells.
Status writePng(const DisplayList &list, Theme theme, QIODevice &device, double devicePixelRatio = 1);
Status writeSvg(const DisplayList &list, Theme theme, QIODevice &device, TextMode text = TextMode::Outlines);

} // namespace zocalo::figure
