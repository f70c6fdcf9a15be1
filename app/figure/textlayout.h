// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"

namespace zocalo::figure {

/// The smallest text at 1080p, in logical pixels (figure.md: never under 18).
inline constexpr double MinTextSize = 18;

/// How a text is set.
struct TextStyle
{
    double size = 24;
    int weight = 400;
    Colour colour = Tone::Ink;
    Face face = Face::Sans;
    Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter;
    /// Names of calls with their brackets ("accept()") are set in mono and in the colour of calls.
    bool calls = false;
    double minSize = MinTextSize; ///< it shrinks down to this before it overflows
    int maxLines = 1;
    double lineHeight = 1.25; ///< of the size

    TextStyle aligned(Qt::Alignment alignment) const;
    TextStyle lines(int count) const;
    bool operator==(const TextStyle &) const = default;
};

/// Sets `text` in `slot`: broken at spaces into at most `maxLines` lines, in the largest size from `size` down to
/// `minSize` that fits. If not even the smallest fits, the bounds exceed the slot (the tests find that).
/// A line feed in the text always breaks.
Text layoutText(const QString &text, const QRectF &slot, const TextStyle &style);

/// The width of the text in one line at the style's size.
double textWidth(const QString &text, const TextStyle &style);
/// The height of the text broken at `width`, at the style's size.
double textHeight(const QString &text, double width, const TextStyle &style);

} // namespace zocalo::figure
