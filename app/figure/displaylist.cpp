// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/displaylist.h"

#include "app/figure/fingerprint.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

} // namespace

QString Text::plain() const
{
    QString result;
    for (qsizetype i = 0; i < runs.size(); ++i) {
        const TextRun &run = runs.at(i);
        // Spaces between runs, and the breaks between lines, are not part of any run.
        if (i > 0) {
            const TextRun &before = runs.at(i - 1);
            const bool newLine = run.baseline.y() > before.baseline.y() + 1;
            if (newLine || run.baseline.x() > before.baseline.x() + before.width + 1)
                result += QLatin1Char(' ');
        }
        result += run.text;
    }
    return result.replace(QChar(QChar::Nbsp), QLatin1Char(' '));
}

QRectF Item::bounds() const
{
    if (const auto *text = std::get_if<Text>(&data))
        return text->bounds;
    const auto &shape = std::get<Shape>(data);
    const double half = shape.stroke.tone == Tone::None ? 0 : shape.width / 2;
    return shape.path.boundingRect().adjusted(-half, -half, half, half);
}

DisplayList::DisplayList(const QSizeF &size) : DisplayList(size, Base) {}

DisplayList::DisplayList(const QSizeF &size, const QSizeF &least) : m_size(size.expandedTo(QSizeF(1, 1)))
{
    m_scale = std::min(m_size.width() / least.width(), m_size.height() / least.height());
    m_logicalSize = m_size / m_scale;
}

QList<int> DisplayList::nodesAt(const QPointF &point) const
{
    QList<int> found;
    for (qsizetype i = m_nodes.size() - 1; i >= 0; --i) {
        if (m_nodes.at(i).rect.contains(point))
            found.append(static_cast<int>(i));
    }
    return found;
}

const Node *DisplayList::node(NodeKind kind, quint64 id) const
{
    const auto found = std::find_if(m_nodes.begin(), m_nodes.end(),
                                    [=](const Node &node) { return node.kind == kind && node.id == id; });
    return found == m_nodes.end() ? nullptr : &*found;
}

int DisplayList::beginNode(NodeKind kind, quint64 id, const QString &name, const QString &description)
{
    m_nodes.append({kind, id, {}, name, description});
    m_openNodes.append(static_cast<int>(m_nodes.size()) - 1);
    return m_openNodes.last();
}

void DisplayList::endNode()
{
    Q_ASSERT(!m_openNodes.isEmpty());
    m_openNodes.removeLast();
}

void DisplayList::beginSprite(const QString &key, const QPointF &origin)
{
    if (m_spriteDepth++ == 0 && m_layer == Layer::Moving && m_opacity >= 1)
        m_sprites.append({key, origin});
}

void DisplayList::endSprite()
{
    Q_ASSERT(m_spriteDepth > 0);
    --m_spriteDepth;
}

void DisplayList::addItem(std::variant<Shape, Text> data)
{
    const bool ofSprite = m_spriteDepth > 0 && m_layer == Layer::Moving && m_opacity >= 1;
    Item item{std::move(data), m_openNodes.isEmpty() ? -1 : m_openNodes.last(), m_layer, m_opacity,
              ofSprite ? static_cast<int>(m_sprites.size()) - 1 : -1};
    const QRectF bounds = item.bounds();
    for (const int open : m_openNodes)
        m_nodes[open].rect = m_nodes.at(open).rect.united(bounds);
    place(std::move(item));
}

void DisplayList::place(Item item)
{
    if (item.layer == Layer::Moving) {
        m_items.append(std::move(item));
        return;
    }
    m_stillFingerprint = fingerprint(m_stillFingerprint, item);
    m_items.insert(m_stillCount++, std::move(item));
}

void DisplayList::add(const Shape &shape) { addItem(shape); }

void DisplayList::add(const Text &text)
{
    if (!text.runs.isEmpty())
        addItem(text);
}

void DisplayList::fill(const QPainterPath &path, Colour colour) { add(Shape{path, colour, {}, 0}); }

void DisplayList::fillRect(const QRectF &rect, Colour colour) { box(rect, 0, colour); }

void DisplayList::stroke(const QPainterPath &path, Colour colour, double width, LineStyle line)
{
    add(Shape{path, {}, colour, width, line, Qt::FlatCap});
}

void DisplayList::line(const QPointF &from, const QPointF &to, Colour colour, double width, LineStyle line)
{
    QPainterPath path(from);
    path.lineTo(to);
    stroke(path, colour, width, line);
}

void DisplayList::box(const QRectF &rect, double radius, Colour fill, Colour stroke, double width)
{
    QPainterPath path;
    if (radius > 0)
        path.addRoundedRect(rect, radius, radius);
    else
        path.addRect(rect);
    add(Shape{path, fill, stroke, width});
}

void DisplayList::append(const DisplayList &other, const QPointF &offset)
{
    const int firstNode = static_cast<int>(m_nodes.size());
    const int firstSprite = static_cast<int>(m_sprites.size());
    for (Sprite sprite : other.m_sprites) {
        sprite.origin += offset;
        m_sprites.append(sprite);
    }
    for (Node node : other.m_nodes) {
        node.rect.translate(offset);
        m_nodes.append(node);
    }
    for (Item item : other.m_items) {
        std::visit([&](auto &data) { data = translated(data, offset); }, item.data);
        if (item.node >= 0)
            item.node += firstNode;
        if (item.sprite >= 0)
            item.sprite += firstSprite;
        place(item);
    }
}

Shape translated(Shape shape, const QPointF &by)
{
    shape.path.translate(by);
    return shape;
}

Text translated(Text text, const QPointF &by)
{
    for (TextRun &run : text.runs)
        run.baseline += by;
    text.bounds.translate(by);
    text.slot.translate(by);
    return text;
}

} // namespace zocalo::figure
