// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/statesview.h"

#include "app/figure/painter.h"
#include "app/figure/statesdiagram.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace zocalo::panels {

using figure::Node;
using figure::StatesDiagram;

StatesView::StatesView(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    build();
}

QSize StatesView::sizeHint() const { return (StatesDiagram::Least * 0.75).toSize(); }

QSize StatesView::minimumSizeHint() const { return (StatesDiagram::Least * 0.45).toSize(); }

void StatesView::show(const world::StateHistory &history)
{
    m_history = history;
    build();
}

void StatesView::setTheme(figure::Theme theme)
{
    m_theme = theme;
    update();
}

void StatesView::build()
{
    m_list = figure::DisplayList(size(), StatesDiagram::Least);
    m_list.fillRect(QRectF(QPointF(), m_list.logicalSize()), figure::Tone::Background);
    // No wider than it is read well: what is left over is for the list beside it.
    const QSizeF room = m_list.logicalSize();
    StatesDiagram::draw(m_list, QRectF(QPointF(), room), m_history);
    update();
}

QPoint StatesView::placeOf(int passage) const
{
    const Node *node = m_list.node(figure::NodeKind::State, static_cast<quint64>(passage));
    return node ? (node->rect.center() * m_list.scale()).toPoint() : QPoint(-1, -1);
}

const Node *StatesView::nodeAt(const QPointF &point) const
{
    const QList<int> found = m_list.nodesAt(point / m_list.scale());
    return found.isEmpty() ? nullptr : &m_list.nodes().at(found.first());
}

void StatesView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    figure::paint(painter, m_list, m_theme);
}

void StatesView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    build();
}

void StatesView::mouseReleaseEvent(QMouseEvent *event)
{
    const Node *node = event->button() == Qt::LeftButton ? nodeAt(event->position()) : nullptr;
    if (node && node->id > 0) {
        emit passageChosen(static_cast<int>(node->id));
    }
}

bool StatesView::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        auto *help = static_cast<QHelpEvent *>(event);
        if (const Node *node = nodeAt(help->pos())) {
            QToolTip::showText(help->globalPos(), node->name + QStringLiteral(": ") + node->description, this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

} // namespace zocalo::panels
