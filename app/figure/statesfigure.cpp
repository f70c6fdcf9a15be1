// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/statesfigure.h"

#include "app/figure/frame.h"
#include "app/figure/pairshapes.h"
#include "app/figure/shapes.h"
#include "app/figure/statesdiagram.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double HeadHeight = 100;
constexpr double ListPart = 0.4; ///< of the width
constexpr double RowHeight = 92;
constexpr double LegendHeight = 40;

TextStyle textOf(double size, int weight, Colour colour = Tone::Ink)
{
    TextStyle style;
    style.size = size;
    style.weight = weight;
    style.colour = colour;
    style.calls = true;
    return style;
}

} // namespace

DisplayList StatesFigure::build(const FigureInput &input, const world::Socket &socket,
                                const world::StateHistory &history)
{
    StatesFigure figure(input, socket, history);
    figure.draw();
    return figure.m_list;
}

StatesFigure::StatesFigure(const FigureInput &input, const world::Socket &socket, const world::StateHistory &history)
    : m_socket(socket), m_history(history), m_words(input), m_list(input.size)
{
}

QString StatesFigure::caption() const
{
    if (m_socket.protocol != kernel::Protocol::Tcp)
        return StatesWords::noMachine();
    if (m_history.passages.isEmpty())
        //: %1 is a state of TCP
        return tr("%1: it has not left its first state.").arg(StatesWords::state(m_history.now()));
    const world::StatePassage &last = m_history.passages.last();
    //: %1 is a state of TCP, %2 the number of a step, %3 what led to it: "close() by Client A: sends FIN"
    return tr("%1 since step %2: %3.")
        .arg(StatesWords::state(last.to), QString::number(last.step), m_words.cause(last));
}

void StatesFigure::draw()
{
    Frame::drawGround(m_list);
    drawHead();
    const QSizeF size = m_list.logicalSize();
    const double bottom = Frame::footTop(m_list) - 12;
    const double split = size.width() * (1 - ListPart);
    if (m_socket.protocol == kernel::Protocol::Tcp) {
        StatesDiagram::draw(m_list, QRectF(QPointF(Frame::Margin, HeadHeight), QPointF(split - 24, bottom)), m_history);
        drawList(QRectF(QPointF(split, HeadHeight), QPointF(size.width() - Frame::Margin, bottom)));
    }
    Frame::drawFoot(m_list, caption(), {}, {}, 32);
    drawLegend(size.height() - 33);
    m_list.setTitle(tr("States of a TCP socket"));
    m_list.setDescription(m_words.owner(m_socket) + QStringLiteral(". ") + caption());
}

void StatesFigure::drawHead()
{
    const double width = m_list.logicalSize().width() - 2 * Frame::Margin;
    const QString title = tr("The states of a socket: %1").arg(m_words.owner(m_socket));
    m_list.beginNode(NodeKind::Headline, 0, title);
    m_list.add(layoutText(title, QRectF(Frame::Margin, 18, width * 0.68, 60), textOf(40, 700)));
    m_list.endNode();
    TextStyle address = textOf(24, 500, Tone::Secondary);
    address.face = Face::Mono;
    address.align = Qt::AlignRight | Qt::AlignVCenter;
    m_list.add(
        layoutText(m_words.addresses(m_socket), QRectF(Frame::Margin + width * 0.68, 18, width * 0.32, 60), address));
}

// Where there are more than there is room for, the last ones.
void StatesFigure::drawList(const QRectF &area)
{
    const double noteHeight = 92;
    const auto count = static_cast<int>(m_history.passages.size());
    const double room = area.height() - noteHeight;
    const int fit = std::max(1, static_cast<int>(room / RowHeight));
    const int first = std::max(0, count + 1 - fit);
    const double height = std::min(RowHeight, room / std::max(1, std::min(fit, count + 1 - first)));
    m_list.box(QRectF(area.left(), area.top(), area.width(), height * (count + 1 - first)), 10, Tone::Panel, Tone::Wire,
               1.5);
    for (int number = first; number <= count; ++number)
        drawRow(QRectF(area.left(), area.top() + (number - first) * height, area.width(), height), number);
    TextStyle note = textOf(18, 400, Tone::Secondary).lines(4);
    note.align = Qt::AlignLeft | Qt::AlignBottom;
    m_list.add(layoutText(StatesWords::note(),
                          QRectF(area.left(), area.bottom() - noteHeight + 4, area.width(), noteHeight - 8), note));
}

void StatesFigure::drawRow(const QRectF &row, int number)
{
    const bool isNow = number == m_history.passages.size();
    const bool isFirst = number == 0;
    const world::StatePassage *passage = isFirst ? nullptr : &m_history.passages.at(number - 1);
    const kernel::State state = isFirst ? m_history.began : passage->to;
    const QString cause = isFirst ? m_words.beginning(m_history) : m_words.cause(*passage);
    const int step = isFirst ? m_history.beganStep : passage->step;
    const bool observed = isFirst ? !m_history.isChild : passage->observed;
    m_list.beginNode(NodeKind::Row, 0, StatesWords::state(state), cause);
    if (isNow)
        drawFocus(m_list, row.adjusted(3, 3, -3, -3));
    else if (number > 0)
        m_list.line(row.topLeft() + QPointF(16, 0), row.topRight() - QPointF(16, 0), Tone::Rule, 1);
    if (!isFirst)
        drawStation(m_list, observed ? StationKind::Call : StationKind::Step, number, {row.left() + 34, row.top() + 28},
                    16);
    const double left = row.left() + 66;
    const QRectF head(left, row.top() + 8, row.right() - 16 - left, 38);
    TextStyle name = textOf(24, 700);
    name.face = Face::Mono;
    name.calls = false;
    m_list.add(layoutText(StatesWords::state(state), QRectF(head.left(), head.top(), 220, head.height()), name));
    if (!observed && !isFirst && state != kernel::State::Unknown)
        m_list.add(layoutText(StatesWords::evidence(false),
                              QRectF(head.left() + 220, head.top(), head.width() - 360, head.height()),
                              textOf(20, 500, Tone::Secondary)));
    m_list.add(layoutText(tr("step %1").arg(step), QRectF(head.right() - 140, head.top(), 140, head.height()),
                          textOf(20, 500, Tone::Secondary).aligned(Qt::AlignRight | Qt::AlignVCenter)));
    m_list.add(layoutText(cause, QRectF(left, head.bottom() - 2, head.width(), row.bottom() - head.bottom() - 4),
                          textOf(20, 400).lines(2).aligned(Qt::AlignLeft | Qt::AlignTop)));
    m_list.endNode();
}

void StatesFigure::drawLegend(double y)
{
    if (m_socket.protocol != kernel::Protocol::Tcp)
        return;
    const TextStyle style = textOf(20, 500, Tone::Secondary);
    double x = Frame::Margin + 16;
    const auto add = [&](StationKind kind, int number, const QString &text) {
        m_list.beginNode(NodeKind::Legend, static_cast<quint64>(number), text);
        drawStation(m_list, kind, number, {x, y}, 15);
        const double width = textWidth(text, style) + 1;
        m_list.add(layoutText(text, QRectF(x + 26, y - LegendHeight / 2, width, LegendHeight), style));
        m_list.endNode();
        x += 26 + width + 52;
    };
    add(StationKind::Call, 1, tr("state seen in the kernel's table"));
    add(StationKind::Step, 2, tr("state deduced: passed too fast to be seen, or not yet read"));
    m_list.add(layoutText(QStringLiteral("RFC 9293"),
                          QRectF(m_list.logicalSize().width() - Frame::Margin - 140, y - 15, 140, 30),
                          textOf(18, 400, Tone::Secondary).aligned(Qt::AlignRight | Qt::AlignVCenter)));
}

} // namespace zocalo::figure
