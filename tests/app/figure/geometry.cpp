// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/figure/geometry.h"

#include "app/figure/textlayout.h"

#include <QPainterPathStroker>

using namespace zocalo::figure;

namespace zocalo::test {

namespace {

constexpr double Slack = 1.5; ///< bounds are of whole lines; letters are smaller

/// Where the letters are: the lines of a text without the space above and below them.
QRectF letters(const Text &text)
{
    double top = 1e9;
    double bottom = -1e9;
    for (const TextRun &run : text.runs) {
        top = std::min(top, run.baseline.y() - 0.74 * run.size);
        bottom = std::max(bottom, run.baseline.y() + 0.22 * run.size);
    }
    return {text.bounds.left(), top, text.bounds.width(), bottom - top};
}

QString say(const Text &text)
{
    const QRectF b = text.bounds;
    return QStringLiteral("“%1” [%2 %3 %4×%5]").arg(text.plain()).arg(b.x()).arg(b.y()).arg(b.width()).arg(b.height());
}

QPainterPath strokeOf(const Shape &shape)
{
    QPainterPathStroker stroker;
    stroker.setWidth(shape.width);
    stroker.setCapStyle(shape.cap);
    return stroker.createStroke(shape.path);
}

bool filled(const Shape &shape) { return shape.fill.tone != Tone::None; }
bool stroked(const Shape &shape) { return shape.stroke.tone != Tone::None && shape.width > 0; }

/// Lines that run under a text, and areas painted over it.
void checkAgainstShapes(const QList<Item> &items, qsizetype at, QStringList &faults)
{
    const Text &text = std::get<Text>(items.at(at).data);
    const QRectF inked = letters(text).adjusted(Slack, Slack, -Slack, -Slack);
    bool crossed = false;
    for (qsizetype i = 0; i < items.size(); ++i) {
        const auto *shape = std::get_if<Shape>(&items.at(i).data);
        if (!shape || items.at(i).layer != items.at(at).layer || !items.at(i).bounds().intersects(inked))
            continue;
        const bool covers = filled(*shape) && shape->path.intersects(inked);
        const bool crosses = stroked(*shape) && strokeOf(*shape).intersects(inked);
        if (i > at && (covers || crosses))
            faults << QStringLiteral("hidden: %1").arg(say(text));
        if (i < at && covers && shape->path.contains(inked))
            crossed = false;
        if (i < at && crosses)
            crossed = true;
    }
    if (crossed)
        faults << QStringLiteral("crossed by a line: %1").arg(say(text));
}

} // namespace

QStringList geometryFaults(const DisplayList &list)
{
    QStringList faults;
    const QList<Item> &items = list.items();
    const QRectF picture(QPointF(), list.logicalSize());
    for (qsizetype i = 0; i < items.size(); ++i) {
        const auto *text = std::get_if<Text>(&items.at(i).data);
        if (!picture.adjusted(-1, -1, 1, 1).contains(items.at(i).bounds()))
            faults << QStringLiteral("outside the picture: %1").arg(text ? say(*text) : QStringLiteral("a shape"));
        if (!text)
            continue;
        if (!text->slot.adjusted(-1, -1, 1, 1).contains(letters(*text)))
            faults << QStringLiteral("does not fit: %1").arg(say(*text));
        for (const TextRun &run : text->runs) {
            if (run.size < MinTextSize)
                faults << QStringLiteral("too small: %1").arg(say(*text));
        }
        for (qsizetype j = i + 1; j < items.size(); ++j) {
            const auto *other = std::get_if<Text>(&items.at(j).data);
            if (other && items.at(i).layer == items.at(j).layer && letters(*text).intersects(letters(*other)))
                faults << QStringLiteral("overlap: %1 and %2").arg(say(*text), say(*other));
        }
        checkAgainstShapes(items, i, faults);
    }
    return faults;
}

} // namespace zocalo::test
