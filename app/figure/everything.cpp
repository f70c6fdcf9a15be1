// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/everything.h"

#include "app/figure/figure.h"
#include "app/figure/frame.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double SideWidth = 596;    ///< code and kernel table
constexpr double BottomHeight = 315; ///< timeline
constexpr QSizeF EverythingSize(1920 + SideWidth, 1080 + BottomHeight);
constexpr double Margin = 20;
constexpr double Gutter = 12;
/// Pixels for a logical unit from which its texts can be read on a screen: 18 units are then 11 pixels.
constexpr double LeastScale = 0.61;

} // namespace

bool Everything::hasRoom(const QSizeF &size)
{
    return std::min(size.width() / EverythingSize.width(), size.height() / EverythingSize.height()) >= LeastScale;
}

DisplayList Everything::build(const FigureInput &input)
{
    Everything figure(input);
    figure.draw();
    return figure.m_list;
}

Everything::Everything(const FigureInput &input)
    : m_input(input), m_facts(*input.facts), m_names(input), m_list(input.size, EverythingSize)
{
}

void Everything::draw()
{
    const QSizeF all = m_list.logicalSize();
    Frame::drawGround(m_list);
    FigureInput inner = m_input;
    inner.detail = lesson::Detail::Mechanism;
    inner.facts = nullptr;
    inner.size = QSizeF(all.width() - SideWidth, all.height() - BottomHeight);
    const DisplayList main = buildFigure(inner);
    m_list.append(main);
    m_list.setTitle(main.title());
    m_list.setDescription(main.description());
    const double left = inner.size.width() + 4;
    const double wide = all.width() - Margin - left;
    const double bottom = inner.size.height() - 8;
    const double middle = Margin + 0.47 * (bottom - Margin);
    drawCode({left, Margin, wide, middle - Margin - Gutter / 2});
    drawKernel({left, middle + Gutter / 2, wide, bottom - middle - Gutter / 2});
    drawTimeline({Frame::Margin, bottom + Gutter, all.width() - Margin - Frame::Margin,
                  all.height() - Margin - bottom - Gutter});
}

void Everything::drawPanel(const QRectF &place, const QString &title, const QString &note)
{
    m_list.box(place, 10, Tone::Panel, Tone::Wire, 2);
    TextStyle style;
    style.size = 26;
    style.weight = 600;
    const double wide = textWidth(title, style) + 2;
    word(title, {place.left() + 18, place.top() + 6, wide, 40}, 26, 600);
    const double left = place.left() + 18 + wide + 16;
    word(note, {left, place.top() + 8, place.right() - 16 - left, 38}, 19, 500, Tone::Secondary,
         Qt::AlignRight | Qt::AlignVCenter);
}

void Everything::word(const QString &text, const QRectF &place, double size, int weight, Colour colour,
                      Qt::Alignment align, int lines)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = colour;
    style.align = align;
    style.calls = true;
    style.maxLines = lines;
    m_list.add(layoutText(text, place, style));
}

void Everything::code(const QString &text, const QRectF &place, double size, int weight, Colour colour,
                      Qt::Alignment align)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = colour;
    style.face = Face::Mono;
    style.align = align;
    m_list.add(layoutText(text, place, style));
}

} // namespace zocalo::figure
