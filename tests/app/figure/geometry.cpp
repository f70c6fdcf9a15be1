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

namespace {

/// What must stand clear of what. Doors stand in the walls of processes, messages in queues, children in the accept
/// queue, rows in tables: those are not asked.
enum class Body : quint8 { None, Process, Door, Queue, Message, Row, Table, Frame };

Body bodyOf(NodeKind kind)
{
    switch (kind) {
    case NodeKind::Process:
        return Body::Process;
    case NodeKind::Socket:
    case NodeKind::Listener:
    case NodeKind::Child:
        return Body::Door;
    case NodeKind::Queue:
    case NodeKind::SendQueue:
        return Body::Queue;
    case NodeKind::Message:
        return Body::Message;
    case NodeKind::Row:
        return Body::Row;
    case NodeKind::Table:
        return Body::Table;
    case NodeKind::Headline:
    case NodeKind::Caption:
    case NodeKind::Legend:
        return Body::Frame;
    default:
        return Body::None;
    }
}

bool mustBeClear(Body a, Body b)
{
    if (a == Body::None || b == Body::None)
        return false;
    if (a == b || a == Body::Frame || b == Body::Frame)
        return true;
    const auto are = [=](Body x, Body y) { return (a == x && b == y) || (a == y && b == x); };
    return are(Body::Table, Body::Process) || are(Body::Table, Body::Door) || are(Body::Table, Body::Queue) ||
           are(Body::Queue, Body::Door);
}

/// What a node itself paints at rest, without its parts that are nodes.
QList<QRectF> bodiesOf(const DisplayList &list)
{
    QList<QRectF> bodies(list.nodes().size());
    for (const Item &item : list.items()) {
        const auto *text = std::get_if<Text>(&item.data);
        if (item.node >= 0 && item.layer == Layer::Still)
            bodies[item.node] |= text ? letters(*text) : item.bounds();
    }
    return bodies;
}

} // namespace

QStringList overlapFaults(const DisplayList &list)
{
    constexpr double Touching = 3; // strokes of neighbours may share their edge
    QStringList faults;
    const QList<QRectF> bodies = bodiesOf(list);
    const auto say = [&](qsizetype i) {
        const Node &node = list.nodes().at(i);
        const QRectF &r = bodies.at(i);
        return QStringLiteral("“%1” (kind %2) [%3 %4 %5×%6]")
            .arg(node.name)
            .arg(int(node.kind))
            .arg(r.x())
            .arg(r.y())
            .arg(r.width())
            .arg(r.height());
    };
    for (qsizetype i = 0; i < bodies.size(); ++i) {
        const QRectF inner = bodies.at(i).adjusted(Touching, Touching, -Touching, -Touching);
        const Body body = bodyOf(list.nodes().at(i).kind);
        if (body == Body::None || inner.isEmpty())
            continue;
        for (qsizetype j = i + 1; j < bodies.size(); ++j) {
            if (mustBeClear(body, bodyOf(list.nodes().at(j).kind)) && inner.intersects(bodies.at(j)))
                faults << QStringLiteral("stand on each other: %1 and %2").arg(say(i), say(j));
        }
    }
    return faults;
}

QStringList coverFaults(const DisplayList &list)
{
    QStringList faults;
    for (const Item &above : list.items()) {
        const auto *shape = std::get_if<Shape>(&above.data);
        if (above.layer != Layer::Moving || !shape || !filled(*shape) || above.opacity < 1)
            continue;
        for (const Item &below : list.items()) {
            const auto *text = std::get_if<Text>(&below.data);
            if (below.layer != Layer::Still || !text)
                continue;
            const QRectF inked = letters(*text).adjusted(Slack, Slack, -Slack, -Slack);
            if (above.bounds().intersects(inked) && shape->path.intersects(inked)) {
                const QString fault = QStringLiteral("covered by what moves: %1").arg(say(*text));
                if (!faults.contains(fault))
                    faults << fault;
            }
        }
    }
    return faults;
}

QList<QRectF> lettersCrossedBy(const DisplayList &list, const QRectF &rect, double width)
{
    const double half = width / 2;
    QList<QRectF> crossed;
    for (const Item &item : list.items()) {
        const auto *text = std::get_if<Text>(&item.data);
        const QRectF inked = text ? letters(*text).adjusted(Slack, Slack, -Slack, -Slack) : QRectF();
        if (text && inked.intersects(rect.adjusted(-half, -half, half, half)) &&
            !rect.adjusted(half, half, -half, -half).contains(inked))
            crossed << inked;
    }
    return crossed;
}

} // namespace zocalo::test
