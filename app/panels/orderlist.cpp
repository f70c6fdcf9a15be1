// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/orderlist.h"

#include <QKeyEvent>

namespace zocalo::panels {

OrderList::OrderList(QWidget *parent) : QListWidget(parent) { setDragDropMode(QAbstractItemView::InternalMove); }

QStringList OrderList::texts() const
{
    QStringList all;
    for (int i = 0; i < count(); ++i) {
        all.append(item(i)->text());
    }
    return all;
}

void OrderList::keyPressEvent(QKeyEvent *event)
{
    const int by = event->key() == Qt::Key_Up ? -1 : event->key() == Qt::Key_Down ? 1 : 0;
    if (by == 0 || !event->modifiers().testFlag(Qt::AltModifier)) {
        QListWidget::keyPressEvent(event);
        return;
    }
    const int from = currentRow();
    const int to = from + by;
    if (from >= 0 && to >= 0 && to < count()) {
        insertItem(to, takeItem(from));
        setCurrentRow(to);
    }
}

} // namespace zocalo::panels
