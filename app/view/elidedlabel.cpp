// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/elidedlabel.h"

#include <QEvent>
#include <QPainter>
#include <QStyle>

#include <algorithm>

namespace zocalo::view {

namespace {

constexpr int Narrowest = 110;

} // namespace

ElidedLabel::ElidedLabel(QWidget *parent) : QLabel(parent) { setTextFormat(Qt::PlainText); }

QSize ElidedLabel::minimumSizeHint() const
{
    const QSize whole = QLabel::minimumSizeHint();
    return {std::min(whole.width(), Narrowest), whole.height()};
}

void ElidedLabel::setBrief(const QString &text)
{
    m_brief = text;
    update();
}

bool ElidedLabel::fits(const QString &words) const
{
    return fontMetrics().horizontalAdvance(words) <= contentsRect().width();
}

QString ElidedLabel::shownText() const
{
    const QString &words = m_brief.isEmpty() || fits(text()) ? text() : m_brief;
    return fontMetrics().elidedText(words, Qt::ElideRight, contentsRect().width());
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        setToolTip(fits(text()) ? QString() : text());
    }
    return QLabel::event(event);
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    style()->drawItemText(&painter, contentsRect(), static_cast<int>(alignment()), palette(), isEnabled(), shownText(),
                          foregroundRole());
}

} // namespace zocalo::view
