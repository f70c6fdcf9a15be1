// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/beside/headedfigure.h"
#include "core/lesson/lesson.h"
#include "core/world/comparison.h"

#include <QCoreApplication>

#include <array>

namespace zocalo::beside {

/// What is to be said of two runs that stand beside each other, and marked in them, in the application's language.
class BesideWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::BesideWords)

public:
    using Side = world::Comparison::Side;
    /// Where both stand.
    struct Steps
    {
        int before = 0;
        int now = 0;
        bool operator==(const Steps &) const = default;
    };

    /// Name and setting of a run: of a lesson as it was run, or of a recording (`path`).
    static RunHeading title(const lesson::Lesson &lesson, lesson::Kind kind, int clients, const QString &path);

    /// All must outlive it: the comparison, and the runs that it was made of (they may have gone on).
    BesideWords(const world::Comparison &comparison, const world::Timeline &before, const world::Timeline &now);
    /// Which of the two go on while they are compared: what the other has and such a one has not may come yet.
    void setGoingOn(bool before, bool now) { m_goesOn = {now, before}; }

    /// The differences that are seen where the runs stand: indices of Comparison::differences(), in order.
    QList<int> differencesAt(const Steps &steps) const;
    /// Where both stand at a difference.
    Steps stepsOf(int difference) const;
    /// The remarks of one of the runs, and what of it is marked; name and setting are left empty. `leads`: the other
    /// one follows it, or else it follows.
    RunHeading heading(Side side, const Steps &steps, Side leads) const;
    /// How many differences there are, and which is the first; or that there are none.
    QString summary() const;

private:
    QString remark(Side side, int difference) const;
    figure::Thing thingOf(Side side, const world::RunDifference &difference) const;
    bool isPast(Side side, int step) const;
    QString aheadText() const;
    bool goesOn(Side side) const { return m_goesOn.at(static_cast<std::size_t>(side)); }

    const world::Comparison &m_comparison;
    const world::Timeline &m_before;
    const world::Timeline &m_now;
    std::array<bool, 2> m_goesOn{}; ///< by side
};

} // namespace zocalo::beside
