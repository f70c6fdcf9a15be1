// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/painter.h"
#include "app/figure/theme.h"

#include <QByteArray>
#include <QString>

namespace zocalo::exporting {

/// How a figure becomes a file.
struct StillStyle
{
    figure::Theme theme = figure::Theme::Notes;
    QString language = QStringLiteral("en"); ///< of the list's texts; written into the file
    /// Of an SVG: outlines look the same everywhere, letters can be edited where the fonts are installed.
    figure::TextMode svgText = figure::TextMode::Outlines;
    double pixelRatio = 1; ///< of a PNG: its pixels for a device-independent pixel
};

/// The picture as the bytes of a file that carries its title, its description (the text alternative, for people who
/// cannot see it) and its language. Empty if there is no memory for it.
QByteArray pngOf(const figure::DisplayList &list, const StillStyle &style);
QByteArray svgOf(const figure::DisplayList &list, const StillStyle &style);
/// One page of the picture's size at 96 pixels an inch, vectors and embedded fonts.
QByteArray pdfOf(const figure::DisplayList &list, const StillStyle &style);

} // namespace zocalo::exporting
