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

/// Fusion draws edges in a shade darker than the window's colour: on a dark window they would not be seen. For as long
/// as this lives, the option's window has the colour whose darker shade is the edge that is wanted.
class VisibleEdges
{
public:
    Q_DISABLE_COPY_MOVE(VisibleEdges)
    /// `wanted`: of what is drawn only the edge has to do with the window's colour.
    VisibleEdges(const QStyleOption *option, bool wanted)
        : m_option(const_cast<QStyleOption *>(option)), m_before(option->palette) // options are made for one drawing
    {
        if (wanted && m_before.color(QPalette::Window).lightness() < DarkBelow) {
            m_option->palette.setColor(QPalette::Window,
                                       m_before.color(QPalette::PlaceholderText).lighter(FusionShade));
        }
    }
    ~VisibleEdges() { m_option->palette = m_before; }

private:
    static constexpr int DarkBelow = 128;
    static constexpr int FusionShade = 140; ///< percent

    QStyleOption *m_option;
    QPalette m_before;
};

/// A button that is pressed in: the colour of what is chosen tells it, not only a shade.
void drawChosen(QPainter *painter, const QStyleOption *option)
{
    QColor fill = option->palette.color(QPalette::Highlight);
    fill.setAlphaF(0.25);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(option->palette.color(QPalette::Highlight), 1.5));
    painter->setBrush(fill);
    painter->drawRoundedRect(QRectF(option->rect).adjusted(1, 1, -1, -1), FocusRadius, FocusRadius);
    painter->restore();
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
    const bool hasEdge = element == PE_IndicatorCheckBox || element == PE_IndicatorRadioButton ||
                         element == PE_FrameLineEdit || element == PE_PanelLineEdit || element == PE_FrameGroupBox ||
                         element == PE_PanelButtonCommand || element == PE_PanelButtonTool;
    const VisibleEdges edges(option, hasEdge);
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_PanelButtonTool && option->state.testFlag(State_On)) {
        drawChosen(painter, option);
    }
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
    {
        const VisibleEdges edges(option, control == CC_ComboBox || control == CC_SpinBox || control == CC_Slider);
        QProxyStyle::drawComplexControl(control, option, painter, widget);
    }
    if ((control == CC_ToolButton || control == CC_ComboBox || control == CC_Slider) && showsFocus(option)) {
        drawFocus(painter, option);
    }
}

} // namespace zocalo::view
