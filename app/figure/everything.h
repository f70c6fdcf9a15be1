// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/displaylist.h"
#include "app/figure/figureinput.h"
#include "app/figure/names.h"
#include "app/figure/panelfacts.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The figure at the level *everything*: the mechanism, and beside it the code, the kernel's table and the timeline of
/// the same step. Its picture has more logical units than the others, so its texts are smaller: it is for one's own
/// screen or for a large file. Where it would be too small to be read, buildFigure() takes the mechanism alone.
class Everything
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::Everything)
public:
    /// Needs FigureInput::facts, and room.
    static DisplayList build(const FigureInput &input);
    /// False where a picture of that size (device-independent pixels) has no room for panels.
    static bool hasRoom(const QSizeF &size);

private:
    explicit Everything(const FigureInput &input);
    void draw();
    void drawPanel(const QRectF &place, const QString &title, const QString &note);
    // everythingcode.cpp
    void drawCode(const QRectF &place);
    void drawCodeLine(const QString &line, const QRectF &place);
    // everythingkernel.cpp
    void drawKernel(const QRectF &place);
    // everythingtimeline.cpp
    void drawTimeline(const QRectF &place);
    void drawMark(const StepMark &mark, const QPointF &at, bool gone);
    QString momentText() const;

    void word(const QString &text, const QRectF &place, double size, int weight, Colour colour = Tone::Ink,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter, int lines = 1);
    void code(const QString &text, const QRectF &place, double size, int weight, Colour colour = Tone::Ink,
              Qt::Alignment align = Qt::AlignLeft | Qt::AlignVCenter);

    const FigureInput &m_input;
    const PanelFacts &m_facts;
    Names m_names;
    DisplayList m_list;
};

} // namespace zocalo::figure
