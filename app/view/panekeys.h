// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QObject>

class QWidget;

namespace zocalo::view {

/// F6 and Shift+F6 take the focus from one part of the window to the next: the figure, its controls, the panels. The
/// figure may have hundreds of things; nobody has to go through them all to leave it.
class PaneKeys : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PaneKeys)

public:
    /// Belongs to `window`; the panes are inside it. One that is hidden is left out.
    PaneKeys(QWidget *window, const QList<QWidget *> &panes);

private:
    void go(int by);

    QList<QWidget *> m_panes;
};

} // namespace zocalo::view
