// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/ideageometry.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double Margin = 28;
constexpr double CardTop = 44;     ///< of the server's card, under the columns' labels
constexpr double WideFrom = 1500;  ///< a figure this wide shows one protocol
constexpr double AloneFrom = 1000; ///< so wide is one protocol in half of the width, where it is not a twin's half
constexpr double MoreForACard = 36;
constexpr double MaxSlot = 190;
constexpr double PlateHeight = 22; ///< of a client's port
constexpr double PlateWidth = 72;  ///< at most

} // namespace

IdeaGeometry::IdeaGeometry(const QRectF &area, int clients, bool tcp, int active, int shared, bool hosts)
    : m_area(area), m_clients(std::max(1, clients)), m_active(active), m_shared(std::clamp(shared, 1, MostShared)),
      m_tcp(tcp)
{
    m_wide = area.width() > WideFrom;
    m_hosts = hosts;
    m_cardLeft = area.left() + Margin;
    m_cardRight = area.right() - Margin;
    m_sharedDoor = {94, 132};
    if (crowd())
        layoutCrowd(tcp);
    else
        layoutRows();
    if (m_shared > 1) {
        const double height = std::min(132.0, sharedSlot() - 52);
        m_sharedDoor = {height * 94 / 132, height};
    }
}

double IdeaGeometry::sharedSlot() const { return (m_countTop - m_headerBottom) / m_shared; }

double IdeaGeometry::sharedY(int index) const
{
    return m_shared == 1 ? middleY() : m_headerBottom + sharedSlot() * (index + 0.5);
}

void IdeaGeometry::layoutRows()
{
    const double more = !m_wide && m_area.width() > AloneFrom ? MoreForACard : 0;
    m_wallLeft = m_area.left() + (m_wide ? 300 : (compact() ? 246 : 234) + more);
    m_wallRight = m_area.right() - (m_wide ? 470 : (compact() ? 336 : 314) + more);
    m_headerBottom = m_area.top() + (compact() ? 154 : 172);
    m_countTop = m_area.bottom() - (compact() ? 64 : 74);

    // The listener needs room for its words, however many rows there are.
    const double available = m_countTop - m_headerBottom;
    m_listenerSlot = std::max(available / (m_clients + 1), compact() ? 92.0 : 114.0);
    m_listenerSlot = std::min(m_listenerSlot, MaxSlot);
    m_slot = std::min((available - m_listenerSlot) / m_clients, MaxSlot);
    m_firstRow = m_headerBottom + (available - m_listenerSlot - m_slot * m_clients) / 2;
    m_middle = m_firstRow + m_slot * m_clients / 2.0;
    m_listenerY = m_firstRow + m_slot * m_clients + m_listenerSlot / 2;

    const double server = std::min(120.0, m_slot - (compact() ? 10 : 18));
    m_serverDoor = {server * 86 / 120, server};
    // Under a door there is the plate with its port.
    const double client = std::min(compact() ? 60.0 : 84.0, m_slot - (compact() ? 16 : 2 * PlateHeight + 6));
    m_clientDoor = {client * 58 / 84, client};
    m_laneWidth = compact() ? 20 : 31;
    m_sharedLaneWidth = m_clients < 4 ? 27 : compact() ? 13 : 21;
    m_replyLaneWidth = compact() ? 13 : 21;
    m_envelopeHeight = std::min(m_wide ? 62.0 : 58.0, m_slot - 14);
}

QRectF IdeaGeometry::serverCard() const
{
    return {m_wallRight, m_area.top() + CardTop, m_cardRight - m_wallRight, m_area.height() - CardTop};
}

QRectF IdeaGeometry::clientCard(int row) const
{
    const double height = crowd() ? 58
                                  : std::min(compact() ? 64.0 : 124.0, m_slot - (compact() ? 8
                                                                                 : m_hosts ? 38
                                                                                           : 10));
    return {m_cardLeft, rowY(row) - height / 2, m_wallLeft - m_cardLeft, height};
}

QRectF IdeaGeometry::clientCardInside(int row) const
{
    const QRectF card = clientCard(row);
    const double taken = compact() ? m_clientDoor.width() / 2 : std::max(m_clientDoor.width(), PlateWidth) / 2;
    const double left = card.left() + 14;
    return {left, card.top() + 4, m_wallLeft - taken - 6 - left, card.height() - 8};
}

QRectF IdeaGeometry::clientLine(int row, CardLine line) const
{
    const QRectF inside = clientCardInside(row);
    const double name = compact() ? 25 : 31;
    const double other = compact() ? 23 : roomy() ? 26 : 24;
    const int lines = compact() ? 2 : roomy() ? 4 : 3;
    const double top = inside.center().y() - (name + (lines - 1) * other) / 2;
    const auto at = [&](int index) {
        return QRectF(inside.left(), index == 0 ? top : top + name + (index - 1) * other, inside.width(),
                      index == 0 ? name : other);
    };
    switch (line) {
    case CardLine::Name:
        return at(0);
    case CardLine::Pid:
        return compact() ? QRectF() : at(1);
    case CardLine::Call:
        return at(compact() ? 1 : 2);
    case CardLine::Reply:
        return at(compact() ? 0 : roomy() ? 3 : 1);
    }
    return {};
}

QRectF IdeaGeometry::portPlate(int row, double width) const
{
    return {m_wallLeft - width / 2, clientFoot(row).y() + 2, width, PlateHeight};
}

QRectF IdeaGeometry::portPlateInCard(int row, double width) const
{
    const QRectF line = clientLine(row, CardLine::Call);
    return {line.right() - width, line.top() + 0.5, width, line.height() - 3};
}

QRectF IdeaGeometry::portPlateAtLane(int row, double width, bool tcp, bool besideQueue) const
{
    const double height = 20;
    const double taken = besideQueue ? clientQueue(row).height() + 2 : tcp ? m_laneWidth : m_sharedLaneWidth;
    // Clear of the message that passes, too, where there is room before the next row's lane and queue.
    const double room = m_slot - std::max(m_laneWidth, clientQueue(row).height()) / 2 - height - 1;
    const double away = std::max(taken / 2 + 1, std::min(m_envelopeHeight / 2 + 2, room));
    // On the side from which a lane to the one queue bends away.
    const bool over = !tcp && rowY(row) < middleY();
    return {m_wallLeft + m_clientDoor.width() / 2 + 5, over ? rowY(row) - away - height : rowY(row) + away, width,
            height};
}

QRectF IdeaGeometry::clientCount() const
{
    if (crowd())
        return {m_cardLeft, m_area.bottom() - 56, m_wallLeft - m_cardLeft - 12, 30};
    return {m_cardLeft, m_countTop + 24, m_wallLeft - m_cardLeft - 12, compact() ? 36.0 : 44.0};
}

QRectF IdeaGeometry::serverHeader() const
{
    const QRectF card = serverCard();
    // Beside the doors of a crowd, which need the whole wall.
    const double left = crowd() && m_tcp ? labelRight() - 272 : card.left() + 24;
    return {left, card.top() + (compact() && !crowd() ? 5 : 8), card.right() - 14 - left, 130};
}

QRectF IdeaGeometry::serverCount() const
{
    const double left = crowd() && m_tcp ? labelRight() - 272 : serverCard().left() + 20;
    return {left, m_countTop, m_cardRight - 12 - left, compactServer() ? 60.0 : 68.0};
}

QRectF IdeaGeometry::queue(int row) const
{
    const double width = m_wide ? 260 : 152;
    const double height = compactServer() ? 36 : 46;
    const double right = m_wallRight - m_serverDoor.width() / 2 - 11;
    return {right - width, doorY(row) - height / 2, width, height};
}

QRectF IdeaGeometry::sharedQueue(int index) const
{
    const double width = m_wide ? 420 : compact() ? 160 : 190;
    // Every lane ends at its edge, beside the others; three datagrams fit side by side, more take more rows.
    const double tall = compact() ? 124 : m_clients > 3 ? 90 : 82;
    const double height = m_shared > 1 ? std::min(tall, sharedSlot() - 68) : tall;
    const double right = m_wallRight - m_sharedDoor.width() / 2 - 9;
    return {right - width, sharedY(index) - height / 2, width, height};
}

QRectF IdeaGeometry::drops(int index) const
{
    const QRectF box = sharedQueue(index);
    if (m_shared > 1)
        return {box.left(), box.bottom() + 3, box.width(), 26};
    return {box.left(), box.bottom() + m_replyLaneWidth + 8, box.width(), 26};
}

QRectF IdeaGeometry::acceptQueue() const
{
    const double width = m_wide ? 300 : 186;
    // Its label stands over it; where rows stand close, clear of the replies to the last client.
    const double lower = compactServer() ? 5 : 0;
    const double height = std::min(82.0, m_listenerSlot - 36) - 2 * lower;
    const double right = m_wallRight - m_serverDoor.width() / 2 - 11;
    return {right - width, listenerY() - height / 2 + 12 + lower, width, height};
}

QRectF IdeaGeometry::acceptSlot(int index) const
{
    const QRectF box = acceptQueue();
    const double height = box.height() - 16;
    const double width = height * 58 / 84;
    return {box.right() - 10 - width - index * (width + 14), box.top() + 8, width, height};
}

int IdeaGeometry::acceptSlots() const
{
    int count = 0;
    while (acceptSlot(count).left() >= acceptQueue().left() + 6)
        ++count;
    return std::max(1, count);
}

QRectF IdeaGeometry::clientQueue(int row) const
{
    const double width = m_wide ? 220 : compact() && !m_tcp ? 88 : 108;
    const double height = compact() ? 36 : 46;
    return {m_wallLeft + m_clientDoor.width() / 2 + 9, rowY(row) - height / 2, width, height};
}

QPainterPath IdeaGeometry::tcpLane(int row) const
{
    const QPointF from(doorEdge(row), rowY(row));
    QPainterPath path(from);
    if (!crowd()) {
        path.lineTo(queue(row).left() - 2, rowY(row));
        return path;
    }
    // The rows of both walls differ in height; where the active one's queue stands, all are level.
    const QPointF level(queue(row).left() - 2, doorY(row));
    const double middle = (from.x() + level.x()) / 2;
    path.cubicTo({middle, from.y()}, {middle, level.y()}, level);
    if (!isActive(row))
        path.lineTo(smallDoor(row).left(), level.y());
    return path;
}

QPainterPath IdeaGeometry::acceptLane(int row) const
{
    const QRectF box = acceptQueue();
    const double spread = crowd() ? 0 : std::min(14.0, (box.height() - m_laneWidth) / m_clients);
    const double y = box.center().y() + (row - (m_clients - 1) / 2.0) * spread;
    const QPointF from(doorEdge(row), rowY(row));
    const QPointF to(box.left() - 2, y);
    QPainterPath path(from);
    const double middle = (from.x() + to.x()) / 2;
    path.cubicTo({middle, from.y()}, {middle, to.y()}, to);
    return path;
}

QPainterPath IdeaGeometry::acceptWay(int row) const
{
    const QRectF from = acceptSlot(0);
    const double y = doorY(row) + m_serverDoor.height() / 2 - 15;
    QPainterPath path(QPointF(from.center().x(), acceptQueue().top() - 28));
    path.lineTo(from.center().x(), y);
    path.lineTo(m_wallRight - m_serverDoor.width() / 2 - 2, y);
    return path;
}

QPainterPath IdeaGeometry::udpLane(int row, int index) const
{
    const QRectF box = sharedQueue(index);
    const double room = box.height() - 2 - m_sharedLaneWidth;
    const double spread = m_clients > 1 ? std::min(m_sharedLaneWidth - 1, room / (m_clients - 1)) : 0;
    const double bundled = crowd() ? std::min(spread, 64.0 / (m_clients - 1)) : spread;
    const QPointF from(doorEdge(row), rowY(row));
    const QPointF to(box.left() - 2, box.center().y() + (row - (m_clients - 1) / 2.0) * bundled);
    QPainterPath path(from);
    const double middle = from.x() + 0.5 * (to.x() - from.x());
    path.cubicTo({middle, from.y()}, {middle, to.y()}, to);
    return path;
}

QPainterPath IdeaGeometry::tcpReply(int row) const
{
    const QRectF box = queue(row);
    const double y = box.bottom() + 4 + m_replyLaneWidth / 2;
    QPainterPath path(QPointF(m_wallRight - m_serverDoor.width() / 2, y));
    path.lineTo(box.left() + 6, y);
    const QPointF to(clientQueue(row).right() + 2, rowY(row));
    const double middle = (box.left() + 6 + to.x()) / 2;
    path.cubicTo({middle, y}, {middle, to.y()}, to);
    return path;
}

QPainterPath IdeaGeometry::udpReply(int row, int index) const
{
    const QRectF box = sharedQueue(index);
    const double y = box.bottom() + 4 + m_replyLaneWidth / 2;
    QPainterPath path(QPointF(m_wallRight - m_sharedDoor.width() / 2, y));
    path.lineTo(box.left() + 30, y);
    const QPointF to(clientQueue(row).right() + 2, rowY(row));
    const double middle = (box.left() + to.x()) / 2;
    path.cubicTo({middle, y}, {middle, to.y()}, to);
    return path;
}

} // namespace zocalo::figure
