// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/mechanismgrid.h"

#include "app/figure/frame.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double ServerWidth = 392;     ///< from the wall to the picture's edge
constexpr double NarrowTransport = 254; ///< the sender's side: its address and a segment
constexpr double NetworkWidth = 180;    ///< a packet with both headers
constexpr double CurveRoom = 62;        ///< for a lane's way to its row
constexpr double ServerHead = 142;      ///< of the server's card: name, PID, state
constexpr double QueueWidth = 150;
constexpr double MaxPitch = 136;
constexpr int CompactFrom = 5;

} // namespace

MechanismGrid::MechanismGrid(const MechanismScene &scene, const QSizeF &size, double tableWidth, double tableHeight)
    : m_tcp(scene.isTcp()), m_reply(scene.reply), m_compact(scene.clientCount() >= CompactFrom), m_width(size.width()),
      m_bottom(size.height() - Frame::FootHeight - 12), m_rightWall(m_width - ServerWidth)
{
    m_doorSize = m_compact && m_tcp ? QSizeF(46, 62) : QSizeF(82, 114);
    m_queueRight = m_rightWall - m_doorSize.width() / 2 - 28;
    m_bandTop = m_tcp ? m_bottom - (m_compact ? 160 : 196) : m_bottom - 116;
    const double rowsTop = m_tcp ? Top + ServerHead : Top + HeadHeight + 74;
    const int clients = std::max(1, scene.clientCount());
    m_pitch = std::min(MaxPitch, (m_bandTop - rowsTop) / clients);
    // Few clients stand in the middle of their space, a little higher than in its very middle.
    const double spare = m_bandTop - rowsTop - clients * m_pitch;
    m_firstRow = rowsTop + 0.4 * spare + m_pitch / 2;

    const double narrow = NarrowTransport;
    const double netLeft = m_reply ? m_rightWall - narrow - NetworkWidth : LeftWall + narrow;
    m_network = QRectF(netLeft, Top, NetworkWidth, m_bottom - Top);
    const double tableLeft = m_reply ? m_network.left() - CurveRoom - tableWidth : m_network.right() + CurveRoom;
    const double middle = m_tcp || m_reply ? m_firstRow + (clients - 1) * m_pitch / 2 : Top + 240;
    double tableTop = middle - tableHeight / 2;
    tableTop = std::clamp(tableTop, Top + HeadHeight + 8, std::max(Top + HeadHeight + 8, m_bandTop - tableHeight - 8));
    m_table = QRectF(tableLeft, tableTop, tableWidth, tableHeight);
    m_queueLeft = m_queueRight - QueueWidth;
    if (!m_reply)
        m_queueLeft = std::max(m_queueLeft, m_table.right() + 40);
}

QRectF MechanismGrid::loopback() const
{
    return {m_network.left() + 6, Top + HeadHeight + 8, m_network.width() - 12, m_bandTop - Top - HeadHeight - 16};
}

QRectF MechanismGrid::clientCard(int client) const
{
    const double height = m_compact ? std::min(76.0, m_pitch - 8) : 118;
    return {Frame::Margin, rowY(client) - height / 2, LeftWall - Frame::Margin, height};
}

Door MechanismGrid::clientDoor(int client) const
{
    Door door;
    door.kind = m_tcp ? DoorKind::Tcp : DoorKind::Udp;
    door.size = m_compact ? QSizeF(42, 58) : QSizeF(58, 84);
    door.foot = {LeftWall, rowY(client) + door.size.height() / 2};
    return door;
}

QRectF MechanismGrid::clientQueue(int client) const
{
    const double height = m_compact ? 36 : 46;
    const double room = m_reply ? m_table.left() - 36 - labelLeft() : 1000;
    const double width = std::min(room, m_compact ? QueueWidth + 38 : QueueWidth);
    return {labelLeft(), rowY(client) - height / 2, width, height};
}

QRectF MechanismGrid::serverCard() const
{
    return {m_rightWall, Top + HeadHeight + 4, m_width - Frame::Margin - m_rightWall, m_bottom - Top - HeadHeight - 4};
}

Door MechanismGrid::serverDoor(int client) const
{
    Door door;
    door.size = m_doorSize;
    door.foot = {m_rightWall, rowY(client) + m_doorSize.height() / 2};
    return door;
}

Door MechanismGrid::listenerDoor() const
{
    Door door;
    door.kind = DoorKind::Listening;
    door.size = m_compact ? QSizeF(62, 86) : QSizeF(86, 120);
    door.foot = {m_rightWall, m_bandTop + 12 + door.size.height()};
    return door;
}

Door MechanismGrid::sharedDoor() const
{
    Door door;
    door.kind = DoorKind::Udp;
    door.size = {86, 120};
    // The same place whichever way a message goes.
    door.foot = {m_rightWall, Top + 560};
    return door;
}

QRectF MechanismGrid::serverQueue(int client) const
{
    const double height = m_compact ? 34 : 46;
    const double middle = rowY(client) - (m_compact ? 9 : 22);
    const double left = m_reply ? std::max(m_queueLeft, m_network.right() + 14) : m_queueLeft;
    return {left, middle - height / 2, m_queueRight - left, height};
}

QRectF MechanismGrid::sharedQueue() const
{
    const double middle = sharedDoor().foot.y() - 60;
    if (m_reply) {
        const double left = m_network.right() + 14;
        return {left, middle - 58, m_queueRight - left, 66};
    }
    const double left = std::max(m_table.left(), m_queueRight - 16 - sharedSlots() * slotWidth());
    return {left, middle - 48, m_queueRight - left, 96};
}

double MechanismGrid::sharedSlot(qsizetype k) const
{
    return sharedQueue().right() - 8 - slotWidth() * (static_cast<double>(k) + 0.5);
}

double MechanismGrid::replyY(int client) const
{
    if (!m_tcp)
        return sharedDoor().foot.y() - 26;
    return rowY(client) + (m_compact ? 20 : 34);
}

double MechanismGrid::channelX() const { return (m_table.right() + m_queueLeft) / 2; }

} // namespace zocalo::figure
