// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/mechanismgrid.h"

#include "app/figure/frame.h"
#include "app/figure/hostplate.h"
#include "app/figure/textlayout.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double ServerWidth = 384;  ///< from the wall to the picture's edge
constexpr double SenderSide = 226;   ///< the client's side: its address and a segment
constexpr double CompactSide = 236;  ///< the same, on one line; at least
constexpr double ReplySide = 254;    ///< the server's side of a reply: its queues
constexpr double NetworkWidth = 180; ///< a packet with both headers
constexpr double CurveRoom = 52;     ///< for a lane's way to its row
constexpr double QueueGap = 66;      ///< from the table to a queue: for a lane's way, and an arrowhead
constexpr double ContentTop = MechanismGrid::BracketY + 18;
constexpr double ServerHead = 160; ///< of the server's card: name, PID, state, last call
constexpr double QueueWidth = 206;
constexpr double ClientQueueWidth = 150;
constexpr double MaxPitch = 136;
constexpr double HostPitch = 165; ///< with a host's plate over each card
constexpr int CompactFrom = 5;
constexpr int CrowdFrom = 9;
constexpr double CrowdRow = 74;      ///< of the client that the step is about, from where rows begin
constexpr double CrowdRestRow = 316; ///< of the others

/// The client's side where both its owner and its port stand on one line.
double compactSide(const MechanismScene &scene)
{
    TextStyle style;
    style.size = MinTextSize;
    style.weight = 700;
    style.face = Face::Mono;
    double widest = 0;
    for (const ClientPart &part : scene.cast.clients()) {
        if (part.socket)
            widest = std::max(widest, textWidth(scene.names.owner(*part.socket), style));
    }
    return std::max(CompactSide, widest + textWidth(QStringLiteral(":40000"), style) + 50);
}

} // namespace

MechanismGrid::MechanismGrid(const MechanismScene &scene, const QSizeF &size, double tableWidth, double tableHeight)
    : m_tcp(scene.isTcp()), m_reply(scene.reply),
      m_compact(scene.clientCount() >= CompactFrom && scene.clientCount() < CrowdFrom),
      m_crowd(scene.clientCount() >= CrowdFrom), m_hosts(!scene.names.hosts().isEmpty() && !m_compact && !m_crowd),
      m_active(scene.client), m_clients(scene.clientCount()), m_width(size.width()),
      m_bottom(size.height() - Frame::FootHeight - 12), m_rightWall(m_width - ServerWidth)
{
    m_bandTop = m_tcp ? m_bottom - (m_compact ? 160 : 192) : m_bottom - (m_compact ? 96 : 16);
    const double rowsTop = m_tcp ? Top + ServerHead : ContentTop + (m_compact ? 30 : 4);
    const int clients = std::max(1, scene.clientCount());
    m_pitch = m_crowd ? MaxPitch : std::min(m_hosts ? HostPitch : MaxPitch, (m_bandTop - rowsTop) / clients);
    // Few clients stand in the middle of their space, a little higher than in its very middle.
    const double spare = m_bandTop - rowsTop - clients * m_pitch;
    m_firstRow = m_crowd ? rowsTop + CrowdRow : rowsTop + (m_tcp ? 0.4 : 0.15) * spare + m_pitch / 2;
    m_restRow = rowsTop + CrowdRestRow;
    m_doorSize = m_compact && m_tcp ? QSizeF(46, std::min(62.0, m_pitch - 9)) : QSizeF(82, 114);
    m_queueRight = m_rightWall - m_doorSize.width() / 2 - 28;

    const double side = m_reply ? ReplySide : (m_compact ? compactSide(scene) : SenderSide);
    const double netLeft = m_reply ? m_rightWall - side - NetworkWidth : LeftWall + side;
    m_network = QRectF(netLeft, Top, NetworkWidth, m_bottom - Top);
    const double tableLeft = m_reply ? m_network.left() - CurveRoom - tableWidth : m_network.right() + CurveRoom;
    const double last = m_crowd ? m_restRow : m_firstRow + (clients - 1) * m_pitch;
    const double middle = m_tcp || m_reply ? (m_firstRow + last) / 2 : 0;
    const double lowest = std::max(ContentTop, (m_tcp ? m_bandTop - 8 : m_bottom - 16) - tableHeight);
    m_table = QRectF(tableLeft, std::clamp(middle - tableHeight / 2, ContentTop, lowest), tableWidth, tableHeight);
    m_queueLeft = m_queueRight - QueueWidth;
    if (!m_reply)
        m_queueLeft = std::max(m_queueLeft, m_table.right() + QueueGap);
}

double MechanismGrid::rowY(int client) const
{
    if (m_crowd)
        return client >= 0 && client == m_active ? m_firstRow : m_restRow;
    return m_firstRow + client * m_pitch;
}

QRectF MechanismGrid::chips() const
{
    const double top = m_firstRow + 74;
    return {Frame::Margin, top, LeftWall - 40 - Frame::Margin, m_bottom - 8 - top};
}

QRectF MechanismGrid::loopback() const
{
    // Its name stands under the last way.
    const double lowest = rowY(m_crowd ? Rest : std::max(0, m_clients - 1));
    const double end = std::clamp(std::max(m_bandTop - 8, lowest + 108), ContentTop + 100, m_bottom - 16);
    return {m_network.left() + 6, ContentTop, m_network.width() - 12, end - ContentTop};
}

QRectF MechanismGrid::clientCard(int client) const
{
    const double height =
        m_compact ? std::min(76.0, m_pitch - 8) : std::min(118.0, m_pitch - 8 - (m_hosts ? HostPlate::Height : 0));
    return {Frame::Margin, rowY(client) - height / 2, LeftWall - Frame::Margin, height};
}

QRectF MechanismGrid::clientLine(int client, int line) const
{
    const QRectF card = clientCard(client);
    const double height = m_compact ? card.height() / 2 - 3 : std::min(27.0, card.height() / 4 - 2);
    const double top = card.top() + (card.height() - height * (m_compact ? 2 : 4)) / 2;
    const double left = card.left() + 13;
    return {left, top + line * height, clientTextRight(client) - left, height};
}

Door MechanismGrid::clientDoor(int client) const
{
    Door door;
    door.kind = m_tcp ? DoorKind::Tcp : DoorKind::Udp;
    door.size = m_compact ? QSizeF(40, 56) : QSizeF(58, 84);
    door.foot = {LeftWall, rowY(client) + door.size.height() / 2};
    return door;
}

QRectF MechanismGrid::clientQueue(int client) const
{
    const double height = m_compact ? 36 : 46;
    const double room = m_reply ? m_table.left() - 36 - labelLeft() : 1000;
    const double width = std::min(room, m_compact ? ClientQueueWidth + 38 : ClientQueueWidth);
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

double MechanismGrid::listenerTextLeft() const { return std::max(textLeft(), listenerDoor().rect().right() + 14); }

Door MechanismGrid::sharedDoor() const
{
    Door door;
    door.kind = DoorKind::Udp;
    door.size = {86, 120};
    // The same place whichever way a message goes.
    door.foot = {m_rightWall, Top + 600};
    return door;
}

QRectF MechanismGrid::serverQueue(int client) const
{
    const double height = m_compact ? 30 : 46;
    const double middle = rowY(client) - (m_compact ? 11 : (m_reply ? 22 : 15));
    const double left = m_reply ? std::max(m_queueLeft, m_network.right() + 14) : m_queueLeft;
    return {left, middle - height / 2, m_queueRight - left, height};
}

QRectF MechanismGrid::serverFocus(int client) const
{
    const double half = m_compact ? m_pitch / 2 - 1 : m_doorSize.height() / 2 + 6;
    return {QPointF(serverQueue(client).left() - FocusRoom, rowY(client) - half),
            QPointF(m_rightWall + m_doorSize.width() / 2 + 8, rowY(client) + half)};
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
