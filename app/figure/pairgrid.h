// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace zocalo::figure {

/// The two ends of a conversation: the client stands at the left, the server at the right.
enum class End : quint8 { Client, Server };

/// Where everything stands in the figure of two processes that communicate. Pure geometry, in logical units: the
/// layers lie one under the other, and each end has an axis through its process, its door and its way through the
/// layers. What there is to spare of a wide or a high picture goes between the axes and into the layers.
class PairGrid
{
public:
    /// `size`: the picture's logical size; `bottom`: where the scene ends.
    PairGrid(const QSizeF &size, double bottom);

    double top() const { return Top; }
    double bottom() const { return m_bottom; }
    double border() const { return m_border; }   ///< between user space and kernel
    double network() const { return m_network; } ///< between transport and network
    double left() const;
    double right() const; ///< of the layers; the brackets stand beyond
    QRectF layerName(double from, double to) const;
    double bracket() const { return right() + 16; } ///< the brackets' backs are 16 further
    QRectF bracketText(double from, double to) const;

    double axis(End end) const { return end == End::Client ? m_client : m_server; }
    /// -1 or 1: where the picture's edge is, seen from the axis.
    static double outward(End end) { return end == End::Client ? -1 : 1; }

    // In the process
    QRectF card(End end) const;
    double callLine() const { return Top + 104; }  ///< middle of the line with the call
    double stateLine() const { return Top + 138; } ///< middle of the line with what it does
    double slot() const { return m_border - 118; } ///< middle of the place of a message in the process
    double slotTop() const { return slot() - 36; } ///< where a way out of, or into, the process ends
    QRectF socketWords(End end) const;             ///< beside the door: "socket", and its descriptor

    // At the border
    QSizeF doorSize() const { return {104, 146}; }
    QPointF doorFoot(End end) const { return {axis(end), m_border + 64}; }
    QSizeF listenerSize() const { return {64, 92}; }
    QPointF listenerFoot() const { return {m_server + 150, m_border + 46}; }
    QSizeF childSize() const { return {52, 68}; }
    QPointF childFoot() const { return {m_server, m_border + 76}; }
    QRectF tuple(End end) const;

    // In the kernel
    /// A receive queue of that width: on the axis, or, where a way passes there, at its inner side.
    QRectF queue(End end, double width, bool beside) const;
    QRectF queueWords(End end, const QRectF &queue) const;
    double segment() const; ///< height of a segment's station
    double packet() const;  ///< height of a packet's station
    QRectF loopback() const;
    QRectF ladder() const; ///< in the loopback: where what was seen there stands
    /// Beside a station of that end, at that height: its number and its words.
    QPointF stationNumber(End end, double y) const;
    QRectF stationWords(End end, double y) const;
    QRectF deduction() const; ///< the words under the loopback

private:
    static constexpr double Top = 96;
    double m_width;
    double m_bottom;
    double m_border;
    double m_network;
    double m_client;
    double m_server;
};

} // namespace zocalo::figure
