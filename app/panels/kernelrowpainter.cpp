// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/kernelrowpainter.h"

#include "app/panels/kernelmodel.h"

#include <QPainter>

namespace zocalo::panels {

KernelRowPainter::KernelRowPainter(QObject *parent) : QStyledItemDelegate(parent) {}

// The selection is a frame of the whole row, so that the ground can still tell what is marked and what has changed.
void KernelRowPainter::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    option->state &= ~QStyle::State_HasFocus;
    option->state &= ~QStyle::State_Selected;
}

void KernelRowPainter::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const bool marked = index.data(KernelModel::MarkedRole).toBool();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (!marked && !selected)
        return;
    const figure::Tone tone = selected ? figure::Tone::Ink : figure::Tone::MatchBorder;
    painter->fillRect(option.rect.left(), option.rect.top(), option.rect.width(), 2, figure::resolve(m_theme, tone));
    painter->fillRect(option.rect.left(), option.rect.bottom() - 1, option.rect.width(), 2,
                      figure::resolve(m_theme, tone));
}

} // namespace zocalo::panels
