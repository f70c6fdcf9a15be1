// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/statesdiagram.h"

#include "app/figure/pairshapes.h"
#include "app/figure/shapes.h"
#include "app/figure/textlayout.h"

#include <QPolygonF>

#include <algorithm>
#include <cmath>
#include <utility>

namespace zocalo::figure {

using kernel::State;

namespace {

constexpr double Gutter = 44;     ///< left and right of the columns, for resets
constexpr double WordGutter = 84; ///< the same, where words stand there too
constexpr double ResetInset = 18; ///< where in it they run
constexpr double Beneath = 30;    ///< under the last row, for the same
constexpr double NumberSize = 15; ///< radius
constexpr double NumberStep = 2 * NumberSize + 3;
constexpr double NumbersBegin = NumberSize + 12; ///< on a long line: the middle of the first
constexpr int MostNumbers = 3;
constexpr double ShortPiece = 150;
constexpr double Aside = 44; ///< of two ways between the same boxes, from the middle
constexpr double Above = 11;
constexpr double AtOnce = 0.08;      ///< words at the beginning, behind the numbers
constexpr double BelowClosing = 0.8; ///< of the way beside that box: what is written there is wider than the space

double lengthOf(const QLineF &line) { return line.length(); }

/// Its longest straight piece.
QLineF longest(const QPolygonF &way)
{
    QLineF best;
    for (qsizetype i = 0; i + 1 < way.size(); ++i) {
        const QLineF piece(way.at(i), way.at(i + 1));
        if (lengthOf(piece) > lengthOf(best))
            best = piece;
    }
    return best;
}

QPainterPath pathOf(const QPolygonF &way)
{
    QPainterPath path;
    path.addPolygon(way);
    return path;
}

} // namespace

void StatesDiagram::draw(DisplayList &list, const QRectF &area, const world::StateHistory &history)
{
    StatesDiagram diagram(list, area, history);
    if (diagram.m_isNowKnown)
        drawFocus(list, diagram.rect(diagram.m_now).adjusted(-7, -7, 7, 7));
    diagram.drawWays();
    for (int box = 0; box < static_cast<int>(Box::Count); ++box)
        diagram.drawBox(static_cast<Box>(box));
}

StatesDiagram::StatesDiagram(DisplayList &list, const QRectF &area, const world::StateHistory &history)
    : m_list(list), m_area(area), m_history(history), m_hasWords(area.width() >= WidthForWords),
      m_box(m_hasWords ? QSizeF(214, 54) : QSizeF(162, 46))
{
    Box at = boxOf(history.began, false);
    // The listening socket's state was never the child's own.
    m_boxes[static_cast<int>(at)] = {{}, !history.isChild};
    int number = 0;
    for (const world::StatePassage &passage : history.passages) {
        ++number;
        m_isNowKnown = passage.to != State::Unknown;
        if (!m_isNowKnown) // it has no box
            continue;
        const Box to = boxAfter(passage);
        if (passage.by != world::Passage::Unseen) {
            Passed &passed = m_ways[static_cast<int>(at) * static_cast<int>(Box::Count) + static_cast<int>(to)];
            passed.numbers.append(number);
            passed.observed = passed.observed || passage.observed;
        }
        Passed &box = m_boxes[static_cast<int>(to)];
        box.numbers.append(number);
        box.observed = box.observed || passage.observed;
        at = to;
    }
    m_now = at;
}

StatesDiagram::Box StatesDiagram::boxOf(State state, bool isEnd)
{
    switch (state) {
    case State::Listen:
        return Box::Listen;
    case State::SynRecv:
    case State::NewSynRecv:
        return Box::SynReceived;
    case State::SynSent:
        return Box::SynSent;
    case State::Established:
        return Box::Established;
    case State::FinWait1:
        return Box::FinWait1;
    case State::FinWait2:
        return Box::FinWait2;
    case State::CloseWait:
        return Box::CloseWait;
    case State::Closing:
        return Box::Closing;
    case State::LastAck:
        return Box::LastAck;
    case State::TimeWait:
        return Box::TimeWait;
    case State::Close:
    case State::Unknown:
        break;
    }
    return isEnd ? Box::End : Box::Closed;
}

// Who gives up before there is a connection is where it began.
StatesDiagram::Box StatesDiagram::boxAfter(const world::StatePassage &passage)
{
    return boxOf(passage.to, passage.from != State::Listen && passage.from != State::SynSent);
}

QRectF StatesDiagram::rect(Box box) const
{
    // Column and row of each, as in RFC 9293.
    static constexpr std::pair<int, int> Places[] = {{1, 0}, {1, 1}, {0, 2}, {2, 2}, {1, 3}, {0, 4},
                                                     {2, 4}, {0, 5}, {1, 5}, {2, 5}, {1, 6}, {2, 6}};
    const auto [column, row] = Places[static_cast<int>(box)];
    const double gutter = m_hasWords ? WordGutter : Gutter;
    const double left = m_area.left() + gutter + m_box.width() / 2;
    const double right = m_area.right() - gutter - m_box.width() / 2;
    const double top = m_area.top() + (m_hasWords ? 16 : 8) + m_box.height() / 2;
    const double bottom = m_area.bottom() - Beneath - m_box.height() / 2;
    QRectF place(QPointF(), m_box);
    place.moveCenter({left + (right - left) * column / 2, top + (bottom - top) * row / 6});
    return place;
}

QPolygonF StatesDiagram::way(Box from, Box to) const
{
    if (const QPolygonF opening = openingWay(from, to); !opening.isEmpty())
        return opening;
    if (const QPolygonF closing = closingWay(from, to); !closing.isEmpty())
        return closing;
    return to == Box::End ? resetWay(from) : QPolygonF();
}

// Down to ESTABLISHED.
QPolygonF StatesDiagram::openingWay(Box from, Box to) const
{
    const QRectF a = rect(from);
    const QRectF b = rect(to);
    const QPointF p = a.center();
    const QPointF q = b.center();
    switch (from) {
    case Box::Closed:
        if (to == Box::Listen)
            return QPolygonF({{p.x() - Aside, a.bottom()}, {q.x() - Aside, b.top()}});
        if (to == Box::SynSent)
            return QPolygonF({{a.right(), p.y() - Above}, {q.x() + Aside, p.y() - Above}, {q.x() + Aside, b.top()}});
        break;
    case Box::Listen:
        if (to == Box::Closed)
            return QPolygonF({{p.x() + Aside, a.top()}, {q.x() + Aside, b.bottom()}});
        if (to == Box::SynReceived)
            return QPolygonF({{a.left(), p.y() - Above}, {q.x() - Aside, p.y() - Above}, {q.x() - Aside, b.top()}});
        if (to == Box::SynSent)
            return QPolygonF({{a.right(), p.y()}, {q.x() - 1.6 * Aside, p.y()}, {q.x() - 1.6 * Aside, b.top()}});
        break;
    case Box::SynSent:
        if (to == Box::Closed)
            return QPolygonF({{p.x(), a.top()}, {p.x(), q.y() + Above}, {b.right(), q.y() + Above}});
        if (to == Box::SynReceived)
            return QPolygonF({{a.left(), p.y()}, {b.right(), q.y()}});
        if (to == Box::Established)
            return QPolygonF({{p.x() - Aside, a.bottom()}, {p.x() - Aside, q.y() - Above}, {b.right(), q.y() - Above}});
        break;
    case Box::SynReceived:
        if (to == Box::Listen)
            return QPolygonF({{p.x() + Aside, a.top()}, {p.x() + Aside, q.y() + Above}, {b.left(), q.y() + Above}});
        if (to == Box::Established)
            return QPolygonF({{p.x() + Aside, a.bottom()}, {p.x() + Aside, q.y() - Above}, {b.left(), q.y() - Above}});
        if (to == Box::FinWait1)
            return QPolygonF({{p.x() - Aside, a.bottom()}, {q.x() - Aside, b.top()}});
        break;
    default:
        break;
    }
    return {};
}

// From there to the end.
QPolygonF StatesDiagram::closingWay(Box from, Box to) const
{
    const QRectF a = rect(from);
    const QRectF b = rect(to);
    const QPointF p = a.center();
    const QPointF q = b.center();
    const bool isStraight = (from == Box::FinWait1 && to == Box::FinWait2) ||
                            (from == Box::CloseWait && to == Box::LastAck) ||
                            (from == Box::Closing && to == Box::TimeWait) || (from == Box::LastAck && to == Box::End);
    if (isStraight)
        return QPolygonF({{p.x(), a.bottom()}, {q.x(), b.top()}});
    switch (from) {
    case Box::Established:
        if (to == Box::FinWait1)
            return QPolygonF({{a.left(), p.y() + Above}, {q.x() + Aside, p.y() + Above}, {q.x() + Aside, b.top()}});
        if (to == Box::CloseWait)
            return QPolygonF({{a.right(), p.y() + Above}, {q.x(), p.y() + Above}, {q.x(), b.top()}});
        break;
    case Box::FinWait1:
        if (to == Box::Closing)
            return QPolygonF({{a.right(), p.y() - Above}, {q.x(), p.y() - Above}, {q.x(), b.top()}});
        if (to == Box::TimeWait) {
            const double between = (a.right() + b.left()) / 2;
            return QPolygonF({{a.right(), p.y() + Above},
                              {between, p.y() + Above},
                              {between, q.y() - Above},
                              {b.left(), q.y() - Above}});
        }
        break;
    case Box::FinWait2:
        if (to == Box::TimeWait)
            return QPolygonF({{p.x(), a.bottom()}, {p.x(), q.y() + Above}, {b.left(), q.y() + Above}});
        break;
    case Box::TimeWait:
        if (to == Box::End)
            return QPolygonF({{a.right(), q.y()}, {b.left(), q.y()}});
        break;
    default:
        break;
    }
    return {};
}

// Round the others: a reset may come in any state.
QPolygonF StatesDiagram::resetWay(Box from) const
{
    const QRectF a = rect(from);
    const QRectF end = rect(Box::End);
    const double y = a.center().y();
    switch (from) {
    case Box::Established:
    case Box::CloseWait: {
        const double x = m_area.right() - ResetInset;
        return QPolygonF({{a.right(), y}, {x, y}, {x, end.center().y()}, {end.right(), end.center().y()}});
    }
    case Box::Closing: {
        const double x = (a.right() + end.left()) / 2;
        const double under = (a.bottom() + end.top()) / 2;
        const double down = end.center().x() - Aside;
        return QPolygonF({{a.right(), y}, {x, y}, {x, under}, {down, under}, {down, end.top()}});
    }
    default: {
        const double x = m_area.left() + ResetInset;
        const double under = m_area.bottom() - 10;
        return QPolygonF(
            {{a.left(), y}, {x, y}, {x, under}, {end.center().x(), under}, {end.center().x(), end.bottom()}});
    }
    }
}

// What happens, and what is sent: the calls by their names in Linux.
QString StatesDiagram::words(Box from, Box to)
{
    if (from == Box::Closed)
        return to == Box::Listen ? QStringLiteral("listen()") : QStringLiteral("connect() / SYN");
    if (from == Box::Listen && to == Box::SynSent)
        return {}; // the SEND of RFC 9293, which Linux has not
    if (from == Box::Listen)
        return to == Box::Closed ? QStringLiteral("close()") : QStringLiteral("SYN / SYN, ACK");
    if (from == Box::SynSent)
        return to == Box::Closed        ? QStringLiteral("close(), RST")
               : to == Box::SynReceived ? QStringLiteral("SYN / SYN, ACK")
                                        : QStringLiteral("SYN, ACK / ACK");
    if (from == Box::SynReceived)
        return to == Box::Established ? QStringLiteral("ACK")
               : to == Box::FinWait1  ? QStringLiteral("close() / FIN")
                                      : QString();
    if (from == Box::TimeWait)
        return QStringLiteral("2 MSL");
    if (from == Box::Established || from == Box::CloseWait)
        return to == Box::CloseWait ? QStringLiteral("FIN / ACK") : QStringLiteral("close() / FIN");
    const bool onAck = to == Box::FinWait2 || from == Box::Closing || from == Box::LastAck;
    if (onAck)
        return QStringLiteral("ACK");
    return from == Box::FinWait1 && to == Box::TimeWait ? QStringLiteral("FIN, ACK") : QStringLiteral("FIN / ACK");
}

StatesDiagram::Side StatesDiagram::sideOf(Box from, Box to)
{
    const bool isBelow = (from == Box::SynSent && to == Box::Closed) || from == Box::FinWait2 ||
                         (from == Box::Established && to != Box::End) || (from == Box::Listen && to == Box::Closed) ||
                         to == Box::FinWait2 || (from == Box::FinWait1 && to == Box::TimeWait) || from == Box::Closing;
    return isBelow || from == Box::CloseWait || from == Box::LastAck ? Side::After : Side::Before;
}

void StatesDiagram::drawWays()
{
    static constexpr std::pair<Box, Box> Machine[] = {
        {Box::Closed, Box::Listen},         {Box::Listen, Box::Closed},        {Box::Closed, Box::SynSent},
        {Box::SynSent, Box::Closed},        {Box::Listen, Box::SynReceived},   {Box::SynReceived, Box::Listen},
        {Box::Listen, Box::SynSent},        {Box::SynSent, Box::SynReceived},  {Box::SynReceived, Box::Established},
        {Box::SynSent, Box::Established},   {Box::SynReceived, Box::FinWait1}, {Box::Established, Box::FinWait1},
        {Box::Established, Box::CloseWait}, {Box::FinWait1, Box::FinWait2},    {Box::FinWait1, Box::Closing},
        {Box::FinWait1, Box::TimeWait},     {Box::FinWait2, Box::TimeWait},    {Box::Closing, Box::TimeWait},
        {Box::CloseWait, Box::LastAck},     {Box::LastAck, Box::End},          {Box::TimeWait, Box::End},
    };
    QHash<int, Passed> left = m_ways;
    QList<std::pair<QPolygonF, Passed>> passed;
    for (const auto &[from, to] : Machine) {
        const QPolygonF line = way(from, to);
        const int key = static_cast<int>(from) * static_cast<int>(Box::Count) + static_cast<int>(to);
        const Passed each = left.take(key);
        if (each.numbers.isEmpty())
            drawWay(line, {}, Tone::Wire);
        else
            passed.append({line, each});
        if (m_hasWords)
            drawWords(line, words(from, to), sideOf(from, to), each,
                      from == Box::FinWait1 && to == Box::TimeWait ? BelowClosing : 0.5);
    }
    for (const auto &[line, each] : std::as_const(passed))
        drawWay(line, each, Tone::Ink);
    // What is left are resets.
    for (auto it = left.cbegin(); it != left.cend(); ++it) {
        const QPolygonF line = way(static_cast<Box>(it.key() / static_cast<int>(Box::Count)),
                                   static_cast<Box>(it.key() % static_cast<int>(Box::Count)));
        drawWay(line, *it, Tone::Danger);
        if (m_hasWords)
            drawWords(line, QStringLiteral("RST"), Side::Before, *it, AtOnce); // further on it runs under boxes
        passed.append({line, *it});
    }
    for (const auto &[line, each] : std::as_const(passed))
        drawNumbers(line, each);
}

void StatesDiagram::drawWay(const QPolygonF &way, const Passed &passed, Colour colour)
{
    if (way.size() < 2)
        return;
    const QLineF last(way.at(way.size() - 2), way.last());
    const bool isPassed = !passed.numbers.isEmpty();
    const double head = isPassed ? 18 : 11;
    QPolygonF line = way;
    line.last() = last.pointAt(std::max(0.0, 1 - 0.8 * head / last.length()));
    if (isPassed && !passed.observed)
        drawLane(m_list, pathOf(line), ServerSender, 11);
    else
        m_list.stroke(pathOf(line), colour, isPassed ? 5 : 1.6);
    drawArrowhead(m_list, way.last(), last.angle(), colour, head);
}

// Beside the line: over the upper one of two that run together, under the lower one.
void StatesDiagram::drawWords(const QPolygonF &way, const QString &words, Side side, const Passed &passed, double along)
{
    if (words.isEmpty())
        return;
    const QLineF piece = longest(way);
    const bool strong = !passed.numbers.isEmpty();
    TextStyle style;
    style.size = 18;
    style.weight = strong ? 600 : 500;
    style.colour = strong ? Tone::Ink : Tone::Secondary;
    style.calls = true;
    const double width = textWidth(words, style) + 2;
    QRectF slot(0, 0, width, 24);
    const bool isLevel = std::abs(piece.dy()) < 1;
    const double beside = strong && piece.length() < ShortPiece ? NumberSize + 4 : 8;
    // Behind the numbers, where the middle is not.
    const double behind = numbersEnd(piece.length(), passed) + width / 2;
    const QPointF middle = piece.pointAt(isLevel && strong ? std::max(along, behind / piece.length()) : along);
    if (isLevel)
        slot.moveCenter(middle + QPointF(0, side == Side::Before ? -16 : 16));
    else if (side == Side::Before)
        slot.moveTopRight({middle.x() - beside, middle.y() - 12});
    else
        slot.moveTopLeft({middle.x() + beside, middle.y() - 12});
    m_list.add(layoutText(words, slot, style));
}

double StatesDiagram::numbersEnd(double length, const Passed &passed)
{
    const qsizetype count = std::min<qsizetype>(MostNumbers, passed.numbers.size());
    return length < ShortPiece ? 0 : NumbersBegin + NumberStep * static_cast<double>(count - 1) + NumberSize + 5;
}

// Where a line is long, near its beginning: its middle has the words.
void StatesDiagram::drawNumbers(const QPolygonF &way, const Passed &passed)
{
    const QLineF piece = longest(way);
    if (piece.length() < 1)
        return;
    const qsizetype count = std::min<qsizetype>(MostNumbers, passed.numbers.size());
    const double step = NumberStep;
    const double all = step * static_cast<double>(count - 1);
    const double first = piece.length() < ShortPiece || !m_hasWords ? (piece.length() - all) / 2 - 3 : NumbersBegin;
    for (qsizetype i = 0; i < count; ++i)
        drawStation(m_list, passed.observed ? StationKind::Call : StationKind::Step,
                    passed.numbers.at(passed.numbers.size() - count + i),
                    piece.pointAt((first + step * static_cast<double>(i)) / piece.length()), NumberSize);
}

void StatesDiagram::drawBox(Box box)
{
    static constexpr State States[] = {State::Close,       State::Listen,   State::SynRecv,   State::SynSent,
                                       State::Established, State::FinWait1, State::CloseWait, State::FinWait2,
                                       State::Closing,     State::LastAck,  State::TimeWait,  State::Close};
    const auto passed = m_boxes.constFind(static_cast<int>(box));
    const bool isPassed = passed != m_boxes.cend();
    const QRectF place = rect(box);
    const QString name = QString::fromLatin1(kernel::stateName(States[static_cast<int>(box)]));
    const bool isNow = m_isNowKnown && box == m_now;
    const QString said = isNow              ? tr("the present state")
                         : !isPassed        ? tr("not passed")
                         : passed->observed ? tr("passed")
                                            : tr("passed, deduced");
    const int number = isPassed && !passed->numbers.isEmpty() ? passed->numbers.last() : 0;
    m_list.beginNode(NodeKind::State, static_cast<quint64>(number), name, said);
    const bool isHollow = isPassed && !passed->observed;
    m_list.box(place, 8, isNow ? Tone::Match : Tone::Panel, isPassed ? Tone::Ink : Tone::Wire,
               isHollow   ? 1.6
               : isPassed ? 4
                          : 1.6);
    if (isHollow)
        m_list.box(place.adjusted(4, 4, -4, -4), 5, Tone::None, Tone::Ink, 1.6);
    TextStyle style;
    style.size = m_hasWords ? 22 : 19;
    style.weight = isPassed ? 700 : 500;
    style.face = Face::Mono;
    style.colour = isPassed ? Tone::Ink : Tone::Secondary;
    style.align = Qt::AlignCenter;
    m_list.add(layoutText(name, place.adjusted(6, 2, -6, -2), style));
    m_list.endNode();
}

} // namespace zocalo::figure
