// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/figure/frame.h"
#include "app/figure/names.h"

#include <QSet>

namespace zocalo::figure {

/// The figure of what a socket is: one process, and its sockets on the border between the application and the
/// transport layer. Above a door stands the process's number for it, below what the kernel keeps of it. A column
/// belongs to a number: when a number is used again, another door stands there.
class OneProcess
{
public:
    /// True for a world that is to be drawn so: it has one process only.
    static bool suits(const world::World &world);
    static DisplayList build(const FigureInput &input);

private:
    /// What of a socket a step changed: it is yellow.
    enum class Focus : quint8 { None, Number, Local, Remote, State, Queue };
    struct Column
    {
        int fd = -1;
        const world::Socket *socket = nullptr;
        double x = 0;         ///< its middle
        bool appears = false; ///< it is there from the next step on
    };

    explicit OneProcess(const FigureInput &input);
    void draw();
    void findColumns();
    void makeRoom();
    void place(const world::Socket &socket, bool appears);
    Focus focusOf(const Column &column) const;
    void drawTitle();
    void drawLayers();
    void drawProcess();
    void drawColumn(const Column &column);
    void drawNumber(const Column &column);
    void drawDoorOf(const Column &column);
    void drawKernelCard(const Column &column);
    double drawRow(const QRectF &row, const QString &name, const QString &value, bool focus);
    void drawQueueRow(const QRectF &row, const world::Socket &socket, bool focus);
    void drawFoot();
    QString stateOf(const world::Socket &socket) const;
    bool full() const { return m_input.detail != lesson::Detail::Idea; }
    QRectF card() const;
    double cardWidth() const;
    void word(const QString &text, const QRectF &place, double size, int weight, Colour colour = Tone::Ink,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter, int lines = 1);
    void code(const QString &text, const QRectF &place, double size, int weight, Colour colour = Tone::Ink,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter);

    const FigureInput &m_input;
    const world::World &m_world;
    Names m_names;
    DisplayList m_list;
    QList<Column> m_columns;
    qsizetype m_hidden = 0; ///< numbers in use for which there is no room
    QSet<LegendEntry> m_legend;
    double m_bottom = 0;
    double m_border = 0;
    double m_right = 0; ///< of the layers
};

} // namespace zocalo::figure
