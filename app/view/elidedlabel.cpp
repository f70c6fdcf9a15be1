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
    return {std::min(whole.width(), Narrowest), whole.height() + (m_lines - 1) * fontMetrics().lineSpacing()};
}

QSize ElidedLabel::sizeHint() const
{
    const QSize whole = QLabel::sizeHint();
    return {whole.width(), whole.height() + (m_lines - 1) * fontMetrics().lineSpacing()};
}

void ElidedLabel::setLines(int lines)
{
    if (lines != m_lines) {
        m_lines = lines;
        updateGeometry();
        update();
    }
}

void ElidedLabel::setBrief(const QString &text)
{
    m_brief = text;
    update();
}

void ElidedLabel::setLead(const QString &lead)
{
    m_lead = lead;
    update();
}

bool ElidedLabel::fits(const QString &words) const
{
    if (m_lines == 1) {
        return fitsInLine(words);
    }
    const QRect room(0, 0, contentsRect().width(), m_lines * fontMetrics().lineSpacing());
    return room.contains(fontMetrics().boundingRect(room, Qt::TextWordWrap, words));
}

bool ElidedLabel::fitsInLine(const QString &words) const
{
    return fontMetrics().horizontalAdvance(words) <= contentsRect().width();
}

QString ElidedLabel::shownText() const
{
    const QString whole = fits(m_lead + text()) ? m_lead + text() : text();
    const QString &words = m_brief.isEmpty() || fits(whole) ? whole : m_brief;
    if (fits(words)) {
        return words;
    }
    // Of several lines the last words may leave some of each free.
    const int spare = (m_lines - 1) * contentsRect().width() / 4;
    return fontMetrics().elidedText(words, Qt::ElideRight, m_lines * contentsRect().width() - spare);
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
    const int flags = static_cast<int>(alignment()) | (m_lines > 1 ? Qt::TextWordWrap : 0);
    style()->drawItemText(&painter, contentsRect(), flags, palette(), isEnabled(), shownText(), foregroundRole());
}

} // namespace zocalo::view
