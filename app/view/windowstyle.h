// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QProxyStyle>

namespace zocalo::view {

/// Fusion, with the keyboard's focus drawn so that it is seen from a distance: two pixels in the highlight's colour.
class WindowStyle : public QProxyStyle
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowStyle)

public:
    WindowStyle();

    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                     const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                            const QWidget *widget) const override;
};

} // namespace zocalo::view
