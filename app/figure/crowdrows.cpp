// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/crowdrows.h"

#include <algorithm>

namespace zocalo::figure {

CrowdRows::CrowdRows(double top, double bottom, int count, const Wish &wish)
{
    double room = bottom - top;
    int common = 0;
    const auto isOpen = [&](int row) { return row >= wish.openFrom && row < wish.openTo; };
    for (int row = 0; row < count; ++row) {
        if (row == wish.active)
            room -= wish.activeHeight;
        else if (isOpen(row))
            room -= wish.openHeight;
        else
            ++common;
    }
    m_common = common > 0 ? std::min(wish.most, room / common) : 0;
    double at = top + (room - m_common * common) / 2;
    for (int row = 0; row < count; ++row) {
        m_tops.append(at);
        m_heights.append(row == wish.active ? wish.activeHeight : isOpen(row) ? wish.openHeight : m_common);
        at += m_heights.last();
    }
}

} // namespace zocalo::figure
