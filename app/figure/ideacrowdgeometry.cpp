// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Where things stand with more than eight clients.
#include "app/figure/ideageometry.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr double ActiveClient = 74;  ///< height of the active client's row
constexpr double ActiveDoor = 132;   ///< the same at the server's wall
constexpr double ListenerSlot = 116; ///< TCP: under the doors
constexpr double ChipColumn = 44;    ///< left edge of the chips
constexpr double StaggeredBy = 96;   ///< the second column's, from there
constexpr double ChipWidth = 76;
constexpr double LeastChip = 26;      ///< height in which its number can be read
constexpr double LeastDoorPitch = 17; ///< TCP: small doors nearer to each other stand in more columns

} // namespace

void IdeaGeometry::layoutCrowd(bool tcp)
{
    m_wallLeft = m_area.left() + 300;
    m_wallRight = m_area.right() - (tcp ? 620 : 460);
    m_headerBottom = m_area.top() + 172;
    m_countTop = m_area.bottom() - 74;
    m_serverDoor = {78, 108};
    m_clientDoor = {36, 52};
    m_laneWidth = 24;
    m_sharedLaneWidth = 24;
    m_replyLaneWidth = 13;
    m_envelopeHeight = 62;
    m_slot = ActiveDoor;

    const double top = m_area.top() + 46;
    CrowdRows::Wish left;
    left.most = m_clients > MostInAColumn ? 24 : 46;
    left.active = m_active;
    left.activeHeight = ActiveClient;
    if (m_clients > MostChips && m_active >= 0) {
        left.openFrom = firstOfGroup(m_active);
        left.openTo = endOfGroup(m_active);
        left.openHeight = LeastChip / 2 + 0.5;
    }
    m_left = CrowdRows(top, m_area.bottom() - 62, m_clients, left);
    m_middle = (top + m_area.bottom() - 62) / 2;
    if (!tcp) {
        m_right = m_left;
        return;
    }
    m_listenerSlot = ListenerSlot;
    m_listenerY = m_area.bottom() - 10 - ListenerSlot / 2;
    CrowdRows::Wish right;
    right.most = 40;
    right.active = m_active;
    right.activeHeight = ActiveDoor;
    m_right = CrowdRows(top + 4, m_area.bottom() - 18 - ListenerSlot, m_clients, right);
}

int IdeaGeometry::firstOfGroup(int row) const
{
    // A few that are left over join the group before them.
    const int last = (m_clients + GroupSize / 2) / GroupSize - 1;
    return std::min(row / GroupSize, last) * GroupSize;
}

int IdeaGeometry::endOfGroup(int row) const
{
    const int end = firstOfGroup(row) + GroupSize;
    return m_clients - end < GroupSize / 2 ? m_clients : end;
}

double IdeaGeometry::doorEdge(int row) const
{
    return isActive(row) ? m_wallLeft + m_clientDoor.width() / 2 - 3 : m_wallLeft + tick(row).width() / 2;
}

QList<IdeaGeometry::ChipPlace> IdeaGeometry::chips() const
{
    QList<ChipPlace> chips;
    const bool grouped = m_clients > MostChips;
    const int open = grouped && m_active >= 0 ? firstOfGroup(m_active) : -1;
    for (int row = 0; row < m_clients;) {
        if (grouped && firstOfGroup(row) != open) {
            const int last = endOfGroup(row);
            const double room = m_left.bottom(last - 1) - m_left.top(row);
            const double height = std::clamp(room - 13, LeastChip, 40.0);
            chips.append(
                {row, last,
                 QRectF(m_cardLeft, (m_left.top(row) + m_left.bottom(last - 1) - height) / 2, ChipWidth + 36, height)});
            row = last;
            continue;
        }
        if (row != m_active) {
            const bool staggered = m_clients > MostInAColumn;
            const double pitch = m_left.height(row) * (staggered ? 2 : 1);
            double height = std::min(pitch - 4, staggered ? 34.0 : 38.0);
            if (m_active >= 0) { // as clear of the active client's card as of each other
                const QRectF card = clientCard(m_active);
                const double y = m_left.y(row);
                const double apart = row < m_active ? card.top() - y : y - card.bottom();
                height = std::min(height, std::max(LeastChip, 2 * (apart - 4)));
            }
            const double left = ChipColumn + (staggered ? row % 2 * StaggeredBy : StaggeredBy / 2);
            chips.append(
                {row, row + 1,
                 QRectF(m_area.left() + left, m_left.y(row) - height / 2, staggered ? ChipWidth : 110, height)});
        }
        ++row;
    }
    return chips;
}

QSizeF IdeaGeometry::tick(int row) const
{
    const double height = std::clamp(m_left.height(row) - 2.5, 3.0, m_clients > MostInAColumn ? 11.0 : 24.0);
    return {std::max(8.0, 0.7 * height), height};
}

int IdeaGeometry::doorColumns() const
{
    int columns = 1;
    while (columns < 6 && m_right.commonHeight() * columns < LeastDoorPitch)
        ++columns;
    return columns;
}

QRectF IdeaGeometry::smallDoor(int row) const
{
    const int columns = doorColumns();
    const double height = std::clamp(m_right.commonHeight() * columns - 2.5, 6.0, 32.0);
    const double width = 0.72 * height;
    const double x = m_wallRight + (row % columns - (columns - 1) / 2.0) * (width + 3);
    return {x - width / 2, doorY(row) - height / 2, width, height};
}

QRectF IdeaGeometry::smallLetter(int row) const
{
    // Left of all columns of doors, in as many columns.
    const int columns = doorColumns();
    const double height = std::clamp(0.6 * m_right.commonHeight() * columns, 3.0, 16.0);
    const double width = 1.5 * height;
    const double right = smallDoor(row - row % columns).left() - 6 - (columns - 1 - row % columns) * (width + 2);
    return {right - width, doorY(row) - height / 2, width, height};
}

QRectF IdeaGeometry::smallDoorsLabel(int first, int last) const
{
    const double top = m_right.top(first);
    const double bottom = m_right.bottom(last - 1);
    const QRectF slot(labelLeft(), (top + bottom) / 2 - 14, 236, 28);
    return bottom - top >= 24 ? slot : QRectF();
}

} // namespace zocalo::figure
