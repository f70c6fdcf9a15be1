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

bool filled(const Shape &shape) { return shape.fill.tone != Tone::None; }
bool stroked(const Shape &shape) { return shape.stroke.tone != Tone::None && shape.width > 0; }

/// A picture's items with what is asked of them again and again.
class Prepared
{
public:
    explicit Prepared(const QList<Item> &items) : m_items(items), m_strokes(items.size())
    {
        for (const Item &item : items) {
            m_bounds.append(item.bounds());
            const auto *text = std::get_if<Text>(&item.data);
            m_letters.append(text ? letters(*text) : QRectF());
        }
    }

    const QRectF &bounds(qsizetype i) const { return m_bounds.at(i); }
    const QRectF &lettersOf(qsizetype i) const { return m_letters.at(i); }
    /// The shape on the same layer, if it reaches into the rectangle; else null.
    const Shape *shapeIn(qsizetype i, Layer layer, const QRectF &rect) const
    {
        const auto *shape = std::get_if<Shape>(&m_items.at(i).data);
        return shape && m_items.at(i).layer == layer && m_bounds.at(i).intersects(rect) ? shape : nullptr;
    }
    bool crosses(qsizetype i, const QRectF &rect)
    {
        const Shape &shape = std::get<Shape>(m_items.at(i).data);
        if (!stroked(shape))
            return false;
        QPainterPath &stroke = m_strokes[i];
        if (stroke.isEmpty()) {
            QPainterPathStroker stroker;
            stroker.setWidth(shape.width);
            stroker.setCapStyle(shape.cap);
            stroke = stroker.createStroke(shape.path);
        }
        return stroke.intersects(rect);
    }

private:
    const QList<Item> &m_items;
    QList<QRectF> m_bounds;
    QList<QRectF> m_letters;
    QList<QPainterPath> m_strokes;
};

/// Lines that run under a text, and areas painted over it.
void checkAgainstShapes(const QList<Item> &items, qsizetype at, Prepared &prepared, QStringList &faults)
{
    const Text &text = std::get<Text>(items.at(at).data);
    const Layer layer = items.at(at).layer;
    const QRectF inked = prepared.lettersOf(at).adjusted(Slack, Slack, -Slack, -Slack);
    for (qsizetype i = at + 1; i < items.size(); ++i) {
        const Shape *shape = prepared.shapeIn(i, layer, inked);
        if (shape && ((filled(*shape) && shape->path.intersects(inked)) || prepared.crosses(i, inked)))
            faults << QStringLiteral("hidden: %1").arg(say(text));
    }
    // What lies under the ground of the text is not seen.
    for (qsizetype i = at - 1; i >= 0; --i) {
        const Shape *shape = prepared.shapeIn(i, layer, inked);
        if (shape && prepared.crosses(i, inked)) {
            faults << QStringLiteral("crossed by a line: %1").arg(say(text));
            return;
        }
        if (shape && filled(*shape) && shape->path.contains(inked))
            return;
    }
}

} // namespace

QStringList geometryFaults(const DisplayList &list)
{
    QStringList faults;
    const QList<Item> &items = list.items();
    const QRectF picture(QPointF(), list.logicalSize());
    Prepared prepared(items);
    for (qsizetype i = 0; i < items.size(); ++i) {
        const auto *text = std::get_if<Text>(&items.at(i).data);
        if (!picture.adjusted(-1, -1, 1, 1).contains(prepared.bounds(i)))
            faults << QStringLiteral("outside the picture: %1").arg(text ? say(*text) : QStringLiteral("a shape"));
        if (!text)
            continue;
        if (!text->slot.adjusted(-1, -1, 1, 1).contains(prepared.lettersOf(i)))
            faults << QStringLiteral("does not fit: %1").arg(say(*text));
        for (const TextRun &run : text->runs) {
            if (run.size < MinTextSize)
                faults << QStringLiteral("too small: %1").arg(say(*text));
        }
        for (qsizetype j = i + 1; j < items.size(); ++j) {
            const auto *other = std::get_if<Text>(&items.at(j).data);
            if (other && items.at(i).layer == items.at(j).layer &&
                prepared.lettersOf(i).intersects(prepared.lettersOf(j)))
                faults << QStringLiteral("overlap: %1 and %2").arg(say(*text), say(*other));
        }
        checkAgainstShapes(items, i, prepared, faults);
    }
    return faults;
}

QStringList contrastFaults(const DisplayList &list, Theme theme)
{
    QStringList faults;
    const QList<Item> &items = list.items();
    for (qsizetype at = 0; at < items.size(); ++at) {
        const auto *text = std::get_if<Text>(&items.at(at).data);
        if (!text)
            continue;
        const QPointF middle = letters(*text).center();
        QColor ground;
        for (qsizetype i = at - 1; i >= 0 && !ground.isValid(); --i) {
            const auto *shape = std::get_if<Shape>(&items.at(i).data);
            if (shape && filled(*shape) && items.at(i).bounds().contains(middle) && shape->path.contains(middle))
                ground = resolve(theme, shape->fill);
        }
        for (const TextRun &run : text->runs) {
            const double ratio = contrastRatio(resolve(theme, run.colour), ground);
            if (ratio < 4.5)
                faults << QStringLiteral("%1 is %2:1").arg(say(*text)).arg(ratio);
        }
    }
    return faults;
}

} // namespace zocalo::test
