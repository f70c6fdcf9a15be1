// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/figure/names.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The figure of programs that have started, and of which nobody knows yet which is a client and which a server: each
/// with its sockets at the border to the kernel. It claims neither a protocol nor a connection.
class Newcomers
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Newcomers)

public:
    /// True for a world that is to be drawn so: no process of it has a part yet. Without any process: of a run that no
    /// lesson tells the kind of.
    static bool suits(const FigureInput &input);
    static DisplayList build(const FigureInput &input);

private:
    explicit Newcomers(const FigureInput &input);
    void draw();
    void drawTitle();
    void drawLayers();
    void drawProcess(const world::Process &process, const QRectF &card);
    void drawSockets(const world::Process &process, const QRectF &card);
    void drawSocket(const world::Socket &socket, int fd, const QRectF &column);

    const FigureInput &m_input;
    const world::World &m_world;
    Names m_names;
    DisplayList m_list;
    double m_bottom = 0;
    double m_border = 0;
    bool m_hasTcp = false; ///< drawn doors, for the legend
    bool m_hasUdp = false;
};

} // namespace zocalo::figure
