// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "core/world/statehistory.h"

#include <QCoreApplication>
#include <QHash>

namespace zocalo::figure {

/// TCP's state machine as RFC 9293 draws it (figure 5, with its note 2), and in it the way that one socket went: states
/// and transitions passed are strong and numbered, those that were only deduced are hollow, the present state is
/// yellow. Resets, which the RFC leaves out of its figure, are drawn where they happened.
class StatesDiagram
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::StatesDiagram)

public:
    /// The least space in which every text can be read, in logical units.
    static constexpr QSizeF Least{600, 640};
    /// From this width on each transition has its words.
    static constexpr double WidthForWords = 980;

    /// Draws into `area` of the list. Each state is a node NodeKind::State; its id is the number of the last passage
    /// into it (1 for the first one), 0 if there was none.
    static void draw(DisplayList &list, const QRectF &area, const world::StateHistory &history);

private:
    /// CLOSED stands twice: where a socket begins, and where it ends.
    enum class Box : quint8 {
        Closed,
        Listen,
        SynReceived,
        SynSent,
        Established,
        FinWait1,
        CloseWait,
        FinWait2,
        Closing,
        LastAck,
        TimeWait,
        End,
        Count
    };
    struct Passed
    {
        QList<int> numbers; ///< of the passages, from 1
        bool observed = false;
    };

    StatesDiagram(DisplayList &list, const QRectF &area, const world::StateHistory &history);
    static Box boxOf(kernel::State state, bool isEnd);
    static Box boxAfter(const world::StatePassage &passage);
    QRectF rect(Box box) const;
    QPolygonF way(Box from, Box to) const;
    QPolygonF openingWay(Box from, Box to) const;
    QPolygonF closingWay(Box from, Box to) const;
    QPolygonF resetWay(Box from) const;
    /// Over a level line or left of an upright one; or under, or right of it.
    enum class Side : quint8 { Before, After };
    static QString words(Box from, Box to);
    static Side sideOf(Box from, Box to);
    void drawWays();
    void drawWay(const QPolygonF &way, const Passed &passed, Colour colour);
    /// `along`: where on its longest piece, 0…1.
    void drawWords(const QPolygonF &way, const QString &words, Side side, const Passed &passed, double along = 0.5);
    /// How far along a level line of that length its numbers reach, where words are.
    static double numbersEnd(double length, const Passed &passed);
    void drawNumbers(const QPolygonF &way, const Passed &passed);
    void drawBox(Box box);

    DisplayList &m_list;
    QRectF m_area;
    const world::StateHistory &m_history;
    bool m_hasWords = false;
    QSizeF m_box;
    QHash<int, Passed> m_ways;  ///< by from * Count + to
    QHash<int, Passed> m_boxes; ///< by Box
    Box m_now = Box::Closed;
    bool m_isNowKnown = true; ///< else nothing is marked as the present state
};

} // namespace zocalo::figure
