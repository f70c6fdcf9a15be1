// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/appearance.h"

#include "app/figure/fonts.h"

#include <QPainter>
#include <QPainterPath>
#include <QPixmap>

#include <algorithm>

namespace zocalo::view {

namespace {

constexpr double PointsPerInch = 72;
constexpr double LeastFontPixels = 15;
constexpr double MostFontPixels = 40; ///< beyond it nothing fits any more
constexpr int IconSize = 64;          ///< drawn large, scaled down: sharp at every device pixel ratio

QPainterPath triangle(double left, double right)
{
    QPainterPath path;
    path.moveTo(left, 12);
    path.lineTo(right, 32);
    path.lineTo(left, 52);
    path.closeSubpath();
    return path;
}

QPainterPath drawing(Glyph glyph)
{
    QPainterPath path;
    switch (glyph) {
    case Glyph::Play:
        return triangle(18, 54);
    case Glyph::Pause:
        path.addRoundedRect(QRectF(16, 12, 11, 40), 2, 2);
        path.addRoundedRect(QRectF(37, 12, 11, 40), 2, 2);
        return path;
    case Glyph::Forward:
        path = triangle(12, 42);
        path.addRoundedRect(QRectF(44, 12, 8, 40), 2, 2);
        return path;
    case Glyph::Back:
        path = triangle(52, 22);
        path.addRoundedRect(QRectF(12, 12, 8, 40), 2, 2);
        return path;
    case Glyph::ToStart:
        path = triangle(38, 18);
        path.addPath(triangle(58, 38));
        path.addRoundedRect(QRectF(8, 12, 7, 40), 2, 2);
        return path;
    case Glyph::ToEnd:
        path = triangle(26, 46);
        path.addPath(triangle(6, 26));
        path.addRoundedRect(QRectF(49, 12, 7, 40), 2, 2);
        return path;
    }
    return path;
}

QPixmap pixmap(Glyph glyph, const QColor &colour)
{
    QPixmap image(IconSize, IconSize);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.fillPath(drawing(glyph), colour);
    return image;
}

/// Of what cannot be used now; `usual` in the other themes. High contrast has no tone between ink and background in its
/// figures: there half of each, which is still read (6:1) and is not taken for what can be used.
QColor unavailable(figure::Theme theme, figure::Tone usual)
{
    if (theme != figure::Theme::Contrast) {
        return figure::resolve(theme, usual);
    }
    const QColor ink = figure::resolve(theme, figure::Tone::Ink);
    const QColor background = figure::resolve(theme, figure::Tone::Background);
    const auto between = [](int ofInk, int ofBackground) { return (ofInk * 11 + ofBackground * 9) / 20; };
    return {between(ink.red(), background.red()), between(ink.green(), background.green()),
            between(ink.blue(), background.blue())};
}

} // namespace

QPalette paletteFor(figure::Theme theme)
{
    using figure::Tone;
    const QColor background = figure::resolve(theme, Tone::Background);
    const QColor panel = figure::resolve(theme, Tone::Panel);
    const QColor ink = figure::resolve(theme, Tone::Ink);
    const QColor secondary = figure::resolve(theme, Tone::Secondary);
    const QColor rule = figure::resolve(theme, Tone::Rule);
    QPalette palette(panel, background);
    palette.setColor(QPalette::WindowText, ink);
    palette.setColor(QPalette::Text, ink);
    palette.setColor(QPalette::ButtonText, ink);
    palette.setColor(QPalette::Base, panel);
    palette.setColor(QPalette::AlternateBase, background);
    palette.setColor(QPalette::ToolTipBase, panel);
    palette.setColor(QPalette::ToolTipText, ink);
    palette.setColor(QPalette::PlaceholderText, secondary);
    palette.setColor(QPalette::Highlight, figure::resolve(theme, {Tone::SenderText, 0}));
    palette.setColor(QPalette::HighlightedText, background);
    palette.setColor(QPalette::Mid, rule);
    for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
        palette.setColor(QPalette::Disabled, role, unavailable(theme, Tone::Wire));
    }
    palette.setColor(QPalette::Disabled, QPalette::PlaceholderText, unavailable(theme, Tone::Secondary));
    return palette;
}

QFont widgetFont(const QFont &system, double dotsPerInch)
{
    const double pixels =
        system.pixelSize() > 0 ? system.pixelSize() : system.pointSizeF() * dotsPerInch / PointsPerInch;
    return figure::font(figure::Face::Sans, std::clamp(pixels, LeastFontPixels, MostFontPixels), QFont::Normal);
}

QIcon icon(Glyph glyph, figure::Theme theme)
{
    QIcon result;
    result.addPixmap(pixmap(glyph, figure::resolve(theme, figure::Tone::Ink)), QIcon::Normal);
    result.addPixmap(pixmap(glyph, unavailable(theme, figure::Tone::Rule)), QIcon::Disabled);
    return result;
}

} // namespace zocalo::view
