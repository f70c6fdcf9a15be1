// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/painter.h"

#include "app/figure/fonts.h"
#include "app/figure/pdfletters.h"

#include <QPaintEngine>
#include <QPainter>
#include <QPen>
#include <QTransform>

namespace zocalo::figure {

namespace {

QPen penOf(const Shape &shape, Theme theme)
{
    if (shape.stroke.tone == Tone::None || shape.width <= 0)
        return Qt::NoPen;
    QPen pen(resolve(theme, shape.stroke), shape.width, Qt::SolidLine, shape.cap, Qt::RoundJoin);
    if (shape.line == LineStyle::RoundDots) {
        // Dashes of no length with round ends are dots; the pattern counts in widths of the line.
        pen.setCapStyle(Qt::RoundCap);
        pen.setDashPattern({0.01, 2.1});
    }
    return pen;
}

void paintShape(QPainter &painter, const Shape &shape, Theme theme)
{
    const bool filled = shape.fill.tone != Tone::None;
    painter.setPen(penOf(shape, theme));
    painter.setBrush(filled ? QBrush(resolve(theme, shape.fill)) : QBrush(Qt::NoBrush));
    painter.drawPath(shape.path);
}

/// Letters of this height in device pixels, and larger ones, are painted as paths: Qt would do so too, but with other
/// pixels the second time.
constexpr double PathFrom = 56;

/// The outlines of a run. They are taken from a large size and scaled, for the distances between letters at a small one
/// depend, by a 64th of a pixel, on which sizes were used before (Qt 6.4).
QPainterPath outlines(const TextRun &run)
{
    constexpr double Large = 512;
    QPainterPath path;
    path.setFillRule(Qt::WindingFill);
    path.addText({0, 0}, font(run.face, Large, run.weight), run.text);
    const double scale = run.size / Large;
    return QTransform(scale, 0, 0, scale, run.baseline.x(), run.baseline.y()).map(path);
}

void paintText(QPainter &painter, const Text &text, Theme theme, TextMode mode)
{
    const double scale = painter.deviceTransform().m22();
    const QPaintEngine::Type engine = painter.paintEngine()->type();
    const bool vector = engine == QPaintEngine::SVG || engine == QPaintEngine::Pdf;
    for (const TextRun &run : text.runs) {
        if (mode == TextMode::Outlines || (!vector && run.size * scale >= PathFrom)) {
            painter.fillPath(outlines(run), resolve(theme, run.colour));
            continue;
        }
        painter.setFont(font(run.face, run.size, run.weight));
        painter.setPen(resolve(theme, run.colour));
        if (engine != QPaintEngine::Pdf) {
            painter.drawText(run.baseline, run.text);
            continue;
        }
        const PdfLetters letters(run.text, painter.font());
        for (const PdfLetters::Piece &piece : letters.pieces())
            painter.drawText(run.baseline + QPointF(piece.x, 0), piece.text);
    }
}

} // namespace

void paint(QPainter &painter, const DisplayList &list, Theme theme, Part part, TextMode text)
{
    const qsizetype first = part == Part::Moving ? list.stillCount() : 0;
    const qsizetype end = part == Part::Still ? list.stillCount() : list.items().size();
    painter.save();
    painter.scale(list.scale(), list.scale());
    paintItems(painter, list, first, end - first, theme, text);
    painter.restore();
}

void paintItems(QPainter &painter, const DisplayList &list, qsizetype first, qsizetype count, Theme theme,
                TextMode text)
{
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    const double opacity = painter.opacity();
    for (qsizetype i = first; i < first + count; ++i) {
        const Item &item = list.items().at(i);
        painter.setOpacity(opacity * item.opacity);
        if (const auto *shape = std::get_if<Shape>(&item.data))
            paintShape(painter, *shape, theme);
        else
            paintText(painter, std::get<Text>(item.data), theme, text);
    }
    painter.setOpacity(opacity);
}

QImage render(const DisplayList &list, Theme theme, double devicePixelRatio)
{
    QImage image((list.size() * devicePixelRatio).toSize(), QImage::Format_RGB32);
    if (image.isNull())
        return image;
    image.fill(resolve(theme, Tone::Background));
    // A painter minds a device's ratio only if it is 1 or more.
    QPainter painter(&image);
    painter.scale(devicePixelRatio, devicePixelRatio);
    paint(painter, list, theme);
    painter.end();
    image.setDevicePixelRatio(devicePixelRatio);
    return image;
}

} // namespace zocalo::figure
