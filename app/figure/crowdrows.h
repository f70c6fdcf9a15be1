// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>

namespace zocalo::figure {

/// How many things share one column, one under the other: evenly, but the one that the step is about gets more room,
/// and so do its neighbours where they are opened. Logical units.
class CrowdRows
{
public:
    struct Wish
    {
        double most = 0;         ///< no row is higher; what is left over stays free at both ends
        int active = -1;         ///< the one that gets `activeHeight`; -1: none
        double activeHeight = 0; ///< of the active one
        int openFrom = 0;        ///< the rows from here …
        int openTo = 0;          ///< … to before this one get `openHeight` each
        double openHeight = 0;
    };

    CrowdRows() = default;
    CrowdRows(double top, double bottom, int count, const Wish &wish);

    double y(int row) const { return m_tops.at(row) + m_heights.at(row) / 2; } ///< its middle
    double height(int row) const { return m_heights.at(row); }
    double top(int row) const { return m_tops.at(row); }
    double bottom(int row) const { return m_tops.at(row) + m_heights.at(row); }
    /// Of the rows that share what the others leave.
    double commonHeight() const { return m_common; }

private:
    QList<double> m_tops;
    QList<double> m_heights;
    double m_common = 0;
};

} // namespace zocalo::figure
