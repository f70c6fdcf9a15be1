// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/pairgrid.h"

#include "app/figure/frame.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double Width = 1920;
constexpr double Bottom = 930;      ///< of the scene in a picture of 1920×1080
constexpr double Application = 312; ///< heights of the layers there
constexpr double Transport = 268;
constexpr double ClientAxis = 580;     ///< from the left
constexpr double ServerAxis = 600;     ///< from the right
constexpr double RightEndColumn = 280; ///< brackets and their words
constexpr double LoopbackWords = 36;   ///< in the loopback, over what passes through it
constexpr double LoopbackHeight = 124;
constexpr double LoopbackBeyond = 116; ///< from an axis to the loopback's end
constexpr double QueueHeight = 58;

} // namespace

PairGrid::PairGrid(const QSizeF &size, double bottom) : m_width(size.width()), m_bottom(bottom)
{
    const double spareHeight = std::max(0.0, bottom - Bottom);
    const double spareWidth = std::max(0.0, size.width() - Width);
    m_border = Top + Application + 0.35 * spareHeight;
    m_network = m_border + Transport + 0.35 * spareHeight;
    m_client = ClientAxis + 0.2 * spareWidth;
    m_server = size.width() - ServerAxis - 0.2 * spareWidth;
}

double PairGrid::left() const { return Frame::Margin; }

double PairGrid::right() const { return m_width - RightEndColumn; }

QRectF PairGrid::layerName(double from, double to) const { return {left() + 12, from, 208, to - from}; }

QRectF PairGrid::bracketText(double from, double to) const
{
    const double x = bracket() + 32;
    return {x, from, m_width - 20 - x, to - from};
}

QRectF PairGrid::card(End end) const { return {axis(end) - 212, Top, 424, m_border - Top}; }

QRectF PairGrid::socketWords(End end) const
{
    const double inner = doorSize().width() / 2 + 12;
    const double width = 212 - inner - 8;
    const double x = end == End::Client ? axis(end) + inner : axis(end) - inner - width;
    return {x, m_border - 74, width, 66};
}

QRectF PairGrid::tuple(End end) const
{
    constexpr double Wide = 290;
    const double inner = doorSize().width() / 2 + 14;
    const double x = end == End::Client ? axis(end) + inner : axis(end) - inner - Wide;
    return {x, m_border + 8, Wide, 68};
}

QRectF PairGrid::queue(End end, double width, bool beside) const
{
    const double middle = beside ? axis(end) - outward(end) * (width / 2 + 34) : axis(end);
    return {middle - width / 2, m_border + 92, width, QueueHeight};
}

QRectF PairGrid::queueWords(End end, const QRectF &queue) const
{
    constexpr double Wide = 240;
    const double x = end == End::Client ? queue.right() + 24 : queue.left() - 24 - Wide;
    return {x, queue.top(), Wide, queue.height()};
}

double PairGrid::segment() const { return m_network - 56 - 0.15 * (m_network - m_border - Transport); }

double PairGrid::packet() const { return loopback().bottom() - (LoopbackHeight - LoopbackWords) / 2; }

QRectF PairGrid::loopback() const
{
    const double top = m_network + 0.45 * (m_bottom - m_network - LoopbackHeight - 16);
    return {m_client - LoopbackBeyond, top, m_server - m_client + 2 * LoopbackBeyond, LoopbackHeight};
}

QRectF PairGrid::ladder() const { return loopback().adjusted(20, 6, -20, -6); }

QPointF PairGrid::stationNumber(End end, double y) const { return {axis(end) + (end == End::Client ? -298 : 142), y}; }

QRectF PairGrid::stationWords(End end, double y) const { return {stationNumber(end, y).x() + 28, y - 34, 144, 68}; }

QRectF PairGrid::deduction() const
{
    const QRectF tube = loopback();
    return {tube.left() - 60, tube.bottom() + 8, tube.width() + 120, m_bottom - tube.bottom() - 10};
}

} // namespace zocalo::figure
