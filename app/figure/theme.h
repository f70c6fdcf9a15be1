// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

#include <QColor>

namespace zocalo::figure {

enum class Theme : quint8 {
    Light, ///< the window, warm paper
    Dark,
    Notes,    ///< white ground, for print
    Contrast, ///< white on black, no half tones
};

/// The colour that stands for a tone in a theme (figure.md's table). Senders beyond the eighth repeat.
QColor resolve(Theme theme, Colour colour);

/// Contrast ratio of two opaque colours, 1…21 (WCAG 2.1, relative luminance).
double contrastRatio(const QColor &a, const QColor &b);

} // namespace zocalo::figure
