// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/windowstyle.h"

#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

namespace zocalo::view {

namespace {

constexpr double FocusWidth = 2;
constexpr double FocusRadius = 3;

void drawFocus(QPainter *painter, const QStyleOption *option)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(option->palette.color(QPalette::Highlight), FocusWidth));
    painter->setBrush(Qt::NoBrush);
    constexpr double In = FocusWidth / 2;
    painter->drawRoundedRect(QRectF(option->rect).adjusted(In, In, -In, -In), FocusRadius, FocusRadius);
    painter->restore();
}

/// After a key moved the focus, as everywhere: whoever clicks knows where they are.
bool showsFocus(const QStyleOption *option)
{
    return option->state.testFlag(QStyle::State_HasFocus) && option->state.testFlag(QStyle::State_KeyboardFocusChange);
}

} // namespace

WindowStyle::WindowStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void WindowStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                const QWidget *widget) const
{
    if (element == PE_FrameFocusRect) {
        // A push button has its ring around the whole of it.
        if (option->state.testFlag(State_KeyboardFocusChange) && !qobject_cast<const QPushButton *>(widget)) {
            drawFocus(painter, option);
        }
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void WindowStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                              const QWidget *widget) const
{
    QProxyStyle::drawControl(element, option, painter, widget);
    if (element == CE_PushButton && showsFocus(option)) {
        drawFocus(painter, option);
    }
}

void WindowStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                     const QWidget *widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if ((control == CC_ToolButton || control == CC_ComboBox || control == CC_Slider) && showsFocus(option)) {
        drawFocus(painter, option);
    }
}

} // namespace zocalo::view
