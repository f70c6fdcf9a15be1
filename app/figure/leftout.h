// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// What a picture owes to whoever counts in it: the open sockets of the servers, and of programs whose part is not
/// known yet, for which it had no place. A picture that leaves one out without a word would tell that there are fewer.
class LeftOut
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::LeftOut)

public:
    /// `list`: the whole scene. Of a twin only the halves that are drawn are asked for; the sockets that accept() gave
    /// stand in their clients' rows, or are counted there.
    LeftOut(const DisplayList &list, const FigureInput &input);

    const QList<const world::Socket *> &sockets() const { return m_sockets; }
    /// "not drawn: 1 more socket of Server (4100/fd 5)"; empty if nothing is left out.
    QString note() const;

private:
    const FigureInput &m_input;
    QList<const world::Socket *> m_sockets;
};

} // namespace zocalo::figure
