// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/figure/stateswords.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The picture of one socket's way through the states of TCP: the state machine, and beside it what led from state to
/// state. For a file; the window has the same in a panel.
class StatesFigure
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::StatesFigure)

public:
    /// `history` is of `socket`, which is in `input.now`. Needs loadFonts() before.
    static DisplayList build(const FigureInput &input, const world::Socket &socket, const world::StateHistory &history);

private:
    StatesFigure(const FigureInput &input, const world::Socket &socket, const world::StateHistory &history);
    void draw();
    void drawHead();
    void drawList(const QRectF &area);
    void drawRow(const QRectF &row, int number);
    void drawLegend(double y);
    QString caption() const;

    const world::Socket &m_socket;
    const world::StateHistory &m_history;
    StatesWords m_words;
    DisplayList m_list;
};

} // namespace zocalo::figure
