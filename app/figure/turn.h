// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/figureinput.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// Whose turn it is. The halves of a twin take turns, so they stand at different moments: each says whether this step
/// is its own, what waits in it meanwhile, and what comes next, as far as the history goes on.
class Turn
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Turn)

public:
    Turn(const FigureInput &input, kernel::Protocol protocol);

    /// The step belongs to this half.
    bool acts() const { return m_acts; }
    /// "this step", "at rest"; empty outside a twin, and before anything has happened.
    QString tag() const;
    /// "next: recv() returns", "3 messages wait unread".
    QString words() const;
    /// Of a half that is not drawn: "not shown: UDP, 1 socket, 3 messages wait unread".
    QString aside() const;
    /// The same where that has no room: "not shown: UDP".
    QString briefAside() const;

private:
    QString next() const;
    QString meanwhile() const;

    const FigureInput &m_input;
    kernel::Protocol m_protocol;
    QString m_group;
    bool m_acts = false;
};

} // namespace zocalo::figure
