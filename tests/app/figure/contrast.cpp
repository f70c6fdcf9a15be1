// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/figure/contrast.h"

#include <QLineF>
#include <QPainterPathStroker>
#include <QPolygonF>

#include <algorithm>

using namespace zocalo::figure;

namespace zocalo::test {

namespace {

constexpr double InkRatio = 7;
constexpr double TextRatio = 4.5;
constexpr double LineRatio = 3;

/// Where the letters of a run are darkest: its middle, at half the height of small letters.
QPointF middleOf(const TextRun &run) { return run.baseline + QPointF(run.width / 2, -0.26 * run.size); }

double textRatio(Tone tone)
{
    return tone == Tone::Ink || tone == Tone::Secondary || tone == Tone::PaperInk ? InkRatio : TextRatio;
}

bool meansSomething(Tone tone)
{
    switch (tone) {
    case Tone::Ink:
    case Tone::Secondary:
    case Tone::Wire:
    case Tone::Listening:
    case Tone::MatchBorder:
    case Tone::Danger:
    case Tone::Sender:
    case Tone::SenderText:
        return true;
    default:
        return false;
    }
}

/// What is seen at a point: the uppermost item of the first `count` that covers it, up to a layer; -1 if there is none.
qsizetype itemAt(const QList<Item> &items, qsizetype count, Layer layer, const QPointF &point, Colour *seen)
{
    for (qsizetype i = count - 1; i >= 0; --i) {
        const auto *shape = std::get_if<Shape>(&items.at(i).data);
        if (!shape || items.at(i).layer > layer || !items.at(i).bounds().contains(point))
            continue;
        // A rule is decoration: what lies on it has the rule's own ground.
        if (shape->stroke.tone != Tone::None && shape->stroke.tone != Tone::Rule && shape->width > 0) {
            QPainterPathStroker stroker;
            stroker.setWidth(shape->width);
            stroker.setCapStyle(shape->cap);
            if (stroker.createStroke(shape->path).contains(point)) {
                *seen = shape->stroke;
                return i;
            }
        }
        if (shape->fill.tone != Tone::None && shape->path.contains(point)) {
            *seen = shape->fill;
            return i;
        }
    }
    return -1;
}

/// Some short straight pieces of a path, from all over it.
QList<QLineF> piecesOf(const QPainterPath &path)
{
    constexpr double Long = 40;
    constexpr qsizetype Most = 5;
    QList<QLineF> pieces;
    const QList<QPolygonF> polygons = path.toSubpathPolygons();
    for (const QPolygonF &polygon : polygons) {
        for (qsizetype i = 1; i < polygon.size(); ++i) {
            const QLineF whole(polygon.at(i - 1), polygon.at(i));
            const int parts = std::clamp(static_cast<int>(whole.length() / Long), 1, 2 * static_cast<int>(Most));
            for (int part = 0; part < parts && whole.length() > 1; ++part)
                pieces.append({whole.pointAt(double(part) / parts), whole.pointAt((part + 1.0) / parts)});
        }
    }
    if (pieces.size() <= Most)
        return pieces;
    QList<QLineF> some;
    for (qsizetype i = 0; i < Most; ++i)
        some.append(pieces.at(i * pieces.size() / Most));
    return some;
}

/// The colour that is seen at a point under the item at `at`; none if that is half transparent.
Colour groundAt(const QList<Item> &items, qsizetype at, const QPointF &point)
{
    Colour seen;
    const qsizetype found = itemAt(items, at, Layer::Moving, point, &seen);
    return found < 0 || items.at(found).opacity < 1 ? Colour() : seen;
}

} // namespace

Contrast::Contrast(const DisplayList &list)
{
    addTexts(list.items());
    addLines(list.items());
}

void Contrast::add(Colour colour, Colour ground, double least, const QString &what)
{
    const bool known = std::any_of(m_standings.begin(), m_standings.end(), [&](const Standing &standing) {
        return standing.colour == colour && standing.ground == ground && standing.least >= least;
    });
    if (!known && ground.tone != Tone::None)
        m_standings.append({colour, ground, least, what});
}

void Contrast::addTexts(const QList<Item> &items)
{
    for (qsizetype at = 0; at < items.size(); ++at) {
        const auto *text = std::get_if<Text>(&items.at(at).data);
        if (!text || items.at(at).opacity < 1)
            continue;
        for (const TextRun &run : text->runs)
            add(run.colour, groundAt(items, at, middleOf(run)), textRatio(run.colour.tone),
                QStringLiteral("“%1”").arg(text->plain()));
    }
}

void Contrast::addLines(const QList<Item> &items)
{
    for (qsizetype at = 0; at < items.size(); ++at) {
        const Item &item = items.at(at);
        const auto *shape = std::get_if<Shape>(&item.data);
        if (!shape || item.layer != Layer::Still || item.opacity < 1 || !meansSomething(shape->stroke.tone) ||
            shape->width <= 0)
            continue;
        Line line{shape->stroke, {}, item.bounds()};
        for (const QLineF &piece : piecesOf(shape->path)) {
            const QPointF point = piece.center();
            Colour own;
            if (itemAt(items, items.size(), Layer::Still, point, &own) != at)
                continue; // something stands on it there
            QLineF across = piece.normalVector();
            across.setLength(shape->width / 2 + 1);
            const QPointF aside = across.p2() - across.p1();
            Colour left;
            Colour right;
            itemAt(items, items.size(), Layer::Still, point + aside, &left);
            itemAt(items, items.size(), Layer::Still, point - aside, &right);
            line.sides.append({left, right});
        }
        if (!line.sides.isEmpty() && !m_lines.contains(line))
            m_lines.append(line);
    }
}

QStringList Contrast::faults(Theme theme) const
{
    QStringList faults;
    for (const Standing &standing : m_standings) {
        const double ratio = contrastRatio(resolve(theme, standing.colour), resolve(theme, standing.ground));
        if (ratio < standing.least)
            faults << QStringLiteral("%1 (tone %2 of %3 on tone %4 of %5) is %6:1 in theme %7, not %8:1")
                          .arg(standing.what)
                          .arg(int(standing.colour.tone))
                          .arg(standing.colour.sender)
                          .arg(int(standing.ground.tone))
                          .arg(standing.ground.sender)
                          .arg(ratio, 0, 'f', 2)
                          .arg(int(theme))
                          .arg(standing.least);
    }
    for (const Line &line : m_lines) {
        const auto differs = [&](Colour ground) {
            // Beside more of its own colour it is seen as a part of that.
            return ground == line.colour ||
                   (ground.tone != Tone::None &&
                    contrastRatio(resolve(theme, line.colour), resolve(theme, ground)) >= LineRatio);
        };
        // It is seen where it differs from one of its sides: the other may be what it is the edge of.
        const auto seen = std::count_if(line.sides.begin(), line.sides.end(), [&](const auto &sides) {
            return differs(sides.first) || differs(sides.second);
        });
        if (2 * seen < line.sides.size())
            faults << QStringLiteral(
                          "a line (tone %1 of %2 between tones %3 and %4) is not seen in theme %5, at %6 %7 %8×%9")
                          .arg(int(line.colour.tone))
                          .arg(line.colour.sender)
                          .arg(int(line.sides.first().first.tone))
                          .arg(int(line.sides.first().second.tone))
                          .arg(int(theme))
                          .arg(line.where.x())
                          .arg(line.where.y())
                          .arg(line.where.width())
                          .arg(line.where.height());
    }
    return faults;
}

} // namespace zocalo::test
