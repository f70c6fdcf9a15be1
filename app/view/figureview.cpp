// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/figureview.h"

#include "app/figure/figure.h"
#include "app/figure/painter.h"
#include "app/text/language.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>

namespace zocalo::view {

FigureView::FigureView(play::Playback &playback, QWidget *parent) : QWidget(parent), m_playback(playback)
{
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    connect(&playback, &play::Playback::changed, this, [this] { rebuild(); });
}

void FigureView::setFigureStyle(const FigureStyle &style)
{
    if (style == m_style) {
        return;
    }
    m_style = style;
    m_still = QPixmap();
    rebuild();
}

figure::DisplayList FigureView::figureAt(const QSizeF &size, figure::Theme theme) const
{
    figure::FigureInput input{m_playback.now()};
    input.next = m_playback.next();
    input.progress = m_playback.progress();
    input.kind = m_style.kind;
    input.detail = m_style.detail;
    input.theme = theme;
    input.language = text::language();
    input.size = size;
    return figure::buildFigure(input);
}

const figure::Node *FigureView::nodeAt(const QPointF &point) const
{
    const double scale = m_list.scale();
    if (scale <= 0) {
        return nullptr;
    }
    for (const int index : m_list.nodesAt(point / scale)) {
        const figure::Node &node = m_list.nodes().at(index);
        if (!node.name.isEmpty()) {
            return &node;
        }
    }
    return nullptr;
}

bool FigureView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        const figure::Node *node = nodeAt(help->pos());
        if (!node || node->kind == figure::NodeKind::Caption) {
            QToolTip::hideText();
            return true;
        }
        const QString text =
            node->description.isEmpty() ? node->name : node->name + QLatin1Char('\n') + node->description;
        QToolTip::showText(help->globalPos(), text, this);
        return true;
    }
    return QWidget::event(event);
}

void FigureView::rebuild()
{
    m_listStale = true;
    update();
}

void FigureView::paintStill()
{
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (m_still.size() == pixels && m_list.sameStill(m_stillList)) {
        return;
    }
    m_still = QPixmap(pixels);
    m_still.setDevicePixelRatio(ratio);
    QPainter painter(&m_still);
    figure::paint(painter, m_list, m_style.theme, figure::Part::Still);
    m_stillList = m_list;
}

void FigureView::paintEvent(QPaintEvent *)
{
    if (m_listStale || m_list.size() != QSizeF(size())) {
        m_list = figureAt(size(), m_style.theme);
        m_listStale = false;
        setAccessibleDescription(m_list.description());
    }
    paintStill();
    QPainter painter(this);
    painter.drawPixmap(QPointF(0, 0), m_still);
    figure::paint(painter, m_list, m_style.theme, figure::Part::Moving);
    if (!m_painted) {
        m_painted = true;
        emit firstPainted();
    }
}

void FigureView::resizeEvent(QResizeEvent *event)
{
    rebuild();
    QWidget::resizeEvent(event);
}

void FigureView::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        rebuild();
    }
    QWidget::changeEvent(event);
}

} // namespace zocalo::view
