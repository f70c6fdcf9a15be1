// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/wrappedchoice.h"

#include <QPainter>
#include <QStyle>
#include <QStyleOptionButton>

#include <algorithm>

namespace zocalo::panels {

namespace {

constexpr int Margin = 3;
constexpr int Wanted = 240; ///< a width at which a sentence reads well
constexpr int Narrowest = 120;
constexpr int Endless = 100'000;

} // namespace

WrappedChoice::WrappedChoice(const QString &text, QWidget *parent) : QRadioButton(text, parent)
{
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

int WrappedChoice::indent() const
{
    return style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth, nullptr, this) +
           style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing, nullptr, this) + Margin;
}

int WrappedChoice::heightForWidth(int width) const
{
    const QRect room(0, 0, std::max(1, width - indent() - Margin), Endless);
    const int words = fontMetrics().boundingRect(room, Qt::TextWordWrap, text()).height();
    const int dot = style()->pixelMetric(QStyle::PM_ExclusiveIndicatorHeight, nullptr, this);
    return std::max(words, dot) + 2 * Margin;
}

QSize WrappedChoice::sizeHint() const { return {Wanted, heightForWidth(Wanted)}; }

QSize WrappedChoice::minimumSizeHint() const { return {Narrowest, heightForWidth(std::max(Narrowest, width()))}; }

void WrappedChoice::paintEvent(QPaintEvent * /*event*/)
{
    QPainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    const QRect whole = option.rect;
    // Beside the first line, not the middle of all.
    const int dot = style()->pixelMetric(QStyle::PM_ExclusiveIndicatorHeight, nullptr, this);
    const int down = Margin + std::max(0, (fontMetrics().height() - dot) / 2);
    option.rect = QRect(Margin, down, style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth, nullptr, this), dot);
    style()->drawPrimitive(QStyle::PE_IndicatorRadioButton, &option, &painter, this);
    const QRect words = whole.adjusted(indent(), Margin, -Margin, -Margin);
    style()->drawItemText(&painter, words, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, palette(), isEnabled(),
                          text(), QPalette::WindowText);
    if (hasFocus()) {
        QStyleOptionFocusRect focus;
        focus.initFrom(this);
        focus.rect = whole.adjusted(indent() - Margin, 0, 0, 0);
        style()->drawPrimitive(QStyle::PE_FrameFocusRect, &focus, &painter, this);
    }
}

} // namespace zocalo::panels
