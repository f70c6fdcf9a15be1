// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/beside/differencemark.h"

#include "app/figure/textlayout.h"

#include <QPainterPathStroker>

#include <algorithm>

namespace zocalo::beside {

namespace {

constexpr double RingGap = 7;
constexpr double RingWidth = 3.5;
constexpr double RingGround = 7; ///< of its width and the ground on both sides of it
constexpr double RingRadius = 8;
constexpr double PillHeight = 30;
constexpr double PillOnRing = 6; ///< so much of it stands on the ring's line
constexpr double PillStep = 6;   ///< places for it are tried so far from each other
constexpr double SignWidth = 44; ///< of a pill without its word
constexpr double WordsAround = 3;

figure::TextStyle wordStyle()
{
    figure::TextStyle style;
    style.size = 20;
    style.weight = 700;
    style.colour = figure::Tone::Panel;
    return style;
}

} // namespace

DifferenceMark::DifferenceMark(figure::DisplayList &list, const QRectF &within, bool moves)
    : m_list(list), m_within(within), m_moves(moves)
{
    for (const figure::Item &item : list.items()) {
        const auto *text = std::get_if<figure::Text>(&item.data);
        const bool passes = moves && item.layer == figure::Layer::Moving;
        if (text && !passes && item.opacity > 0)
            m_words.append(figure::lettersOf(*text));
    }
}

void DifferenceMark::drawSign(figure::DisplayList &list, const QPointF &middle, double size, figure::Colour colour)
{
    const double half = size * 0.34;
    const double gap = size * 0.13;
    const double width = size * 0.1;
    list.line(middle + QPointF(-half, -gap), middle + QPointF(half, -gap), colour, width);
    list.line(middle + QPointF(-half, gap), middle + QPointF(half, gap), colour, width);
    list.line(middle + QPointF(-half * 0.55, half), middle + QPointF(half * 0.55, -half), colour, width);
}

void DifferenceMark::add(const figure::Thing &thing)
{
    const figure::Ring ring = figure::ringOf(m_list, thing, RingGap, RingGround);
    if (ring.rect.isEmpty())
        return;
    drawRing(ring);
    const QString word = tr("differs");
    const double wide = figure::textWidth(word, wordStyle()) + 52;
    QRectF place = pillPlace(ring.rect, wide, m_words + doorsAndMessages(thing));
    if (place.isEmpty())
        place = pillPlace(ring.rect, wide, m_words);
    if (!place.isEmpty())
        return drawPill(place, word);
    // There is no room for the word: the sign is understood without.
    if (place = pillPlace(ring.rect, SignWidth, m_words); !place.isEmpty())
        drawPill(place, {});
}

/// But for those of the thing itself.
QList<QRectF> DifferenceMark::doorsAndMessages(const figure::Thing &thing) const
{
    QList<QRectF> places;
    for (const figure::Node &node : m_list.nodes()) {
        const bool isDoor = node.kind == figure::NodeKind::Socket || node.kind == figure::NodeKind::Listener ||
                            node.kind == figure::NodeKind::Child;
        if ((isDoor || (node.kind == figure::NodeKind::Message && !m_moves)) && figure::thingOf(node) != thing)
            places.append(node.rect);
    }
    return places;
}

// The line is interrupted at words for which there is no room beside it.
void DifferenceMark::drawRing(const figure::Ring &ring)
{
    QPainterPath outline;
    outline.addRoundedRect(ring.rect, RingRadius, RingRadius);
    QPainterPath words;
    for (const QRectF &each : ring.words)
        words.addRect(each.adjusted(-WordsAround, 0, WordsAround, 0));
    for (const auto &[tone, width] :
         {std::pair(figure::Tone::Background, RingGround), std::pair(figure::Tone::Ink, RingWidth)}) {
        QPainterPathStroker stroker;
        stroker.setWidth(width);
        const QPainterPath line = stroker.createStroke(outline);
        m_list.fill(words.isEmpty() ? line : line.subtracted(words), tone);
    }
}

/// On the ring's upper edge, else on its lower one, beside it, or within it; empty if it would hide something
/// everywhere.
QRectF DifferenceMark::pillPlace(const QRectF &ring, double wide, const QList<QRectF> &hidden) const
{
    const double left = std::max(ring.left(), m_within.left() + 2);
    const double right = std::min(std::max(ring.right() - wide, left), m_within.right() - 8 - wide);
    QList<QPointF> corners;
    const auto along = [&](double top) {
        for (double x = std::min(left, right); x <= right; x += PillStep)
            corners.append({x, top});
    };
    along(ring.top() - PillHeight + PillOnRing);
    along(ring.bottom() - PillOnRing);
    for (const double x : {ring.right() - PillOnRing, ring.left() + PillOnRing - wide}) {
        for (double top = ring.top(); top <= ring.bottom() - PillHeight; top += PillStep)
            corners.append({x, top});
    }
    along(ring.top() + RingWidth);
    along(ring.bottom() - RingWidth - PillHeight);
    for (const QPointF &corner : std::as_const(corners)) {
        const QRectF place(corner, QSizeF(wide, PillHeight));
        const bool hides =
            std::any_of(hidden.begin(), hidden.end(), [&](const QRectF &each) { return each.intersects(place); });
        if (m_within.contains(place) && !hides)
            return place;
    }
    return {};
}

void DifferenceMark::drawPill(const QRectF &place, const QString &word)
{
    m_list.box(place, PillHeight / 2, figure::Tone::Ink, figure::Tone::Background, 2);
    drawSign(m_list, {place.left() + 22, place.center().y()}, 28, figure::Tone::Panel);
    m_words.append(place.adjusted(-1, -1, 1, 1)); // the next mark does not hide this one
    if (!word.isEmpty())
        m_list.add(figure::layoutText(word, {place.left() + 40, place.top(), place.width() - 48, place.height()},
                                      wordStyle()));
}

} // namespace zocalo::beside
