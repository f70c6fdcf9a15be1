// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"

#include <QStyledItemDelegate>

namespace zocalo::panels {

/// Paints the cells of the kernel's table. The row of what the step is about gets a border as well as its ground, so
/// that it can be told without colours.
class KernelRowPainter : public QStyledItemDelegate
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(KernelRowPainter)

public:
    explicit KernelRowPainter(QObject *parent = nullptr);

    void setTheme(figure::Theme theme) { m_theme = theme; }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;

private:
    figure::Theme m_theme = figure::Theme::Light;
};

} // namespace zocalo::panels
