// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QListWidget>

namespace zocalo::panels {

/// Texts to be put in order: dragged with the mouse, or moved with Alt and an arrow.
class OrderList : public QListWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(OrderList)

public:
    explicit OrderList(QWidget *parent = nullptr);

    QStringList texts() const;

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace zocalo::panels
