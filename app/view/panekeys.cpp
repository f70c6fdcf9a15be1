// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/panekeys.h"

#include <QApplication>
#include <QShortcut>
#include <QWidget>

namespace zocalo::view {

namespace {

/// What takes the focus in a pane: itself, or the first within it that can.
QWidget *entranceOf(QWidget *pane)
{
    const auto takes = [](const QWidget *widget) {
        return widget->isVisible() && widget->isEnabled() && (widget->focusPolicy() & Qt::TabFocus) != 0;
    };
    if (takes(pane)) {
        return pane;
    }
    for (QWidget *const widget : pane->findChildren<QWidget *>()) {
        if (takes(widget)) {
            return widget;
        }
    }
    return nullptr;
}

} // namespace

PaneKeys::PaneKeys(QWidget *window, const QList<QWidget *> &panes) : QObject(window), m_panes(panes)
{
    auto *const next = new QShortcut(Qt::Key_F6, window);
    auto *const previous = new QShortcut(Qt::SHIFT | Qt::Key_F6, window);
    connect(next, &QShortcut::activated, this, [this] { go(+1); });
    connect(previous, &QShortcut::activated, this, [this] { go(-1); });
}

void PaneKeys::go(int by)
{
    const QWidget *const focus = QApplication::focusWidget();
    const auto count = static_cast<int>(m_panes.size());
    int at = by > 0 ? -1 : 0;
    for (int i = 0; i < count; ++i) {
        if (focus && (m_panes.at(i) == focus || m_panes.at(i)->isAncestorOf(focus))) {
            at = i;
        }
    }
    for (int i = 1; i <= count; ++i) {
        QWidget *const pane = m_panes.at(((at + by * i) % count + count) % count);
        QWidget *const entrance = pane->isVisible() ? entranceOf(pane) : nullptr;
        if (entrance) {
            entrance->setFocus(Qt::TabFocusReason);
            return;
        }
    }
}

} // namespace zocalo::view
