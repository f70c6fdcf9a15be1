// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/names.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The name and the address of a host, on a plate over the card of a process that runs on it.
class HostPlate
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::HostPlate)
public:
    static constexpr double Height = 27;

    explicit HostPlate(const lesson::Host &host);
    double width() const { return m_nameWidth + m_addressWidth + 3 * Pad; }
    /// `foot`: its left or (with `fromRight`) right lower corner, on the card's upper edge.
    void draw(DisplayList &list, const QPointF &foot, bool fromRight = false) const;
    /// What the hosts of the run are: addresses of one machine, or networks. Empty: there are none.
    static QString note(const Names &names);

private:
    static constexpr double Pad = 9;

    QString m_name;
    QString m_address;
    double m_nameWidth;
    double m_addressWidth;
};

} // namespace zocalo::figure
