// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/paneldocks.h"

#include "app/view/figureview.h"
#include "app/view/panelroom.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QMenu>
#include <QTabBar>

#include <algorithm>

namespace zocalo::view {

PanelDocks::PanelDocks(QMainWindow *window, FigureView &view, QMenu *menu)
    : QObject(window), m_window(window), m_view(view), m_menu(menu), m_separator(menu->addSeparator()),
      m_reset(new QAction(this))
{
    m_reset->setObjectName(QStringLiteral("resetLayout"));
    menu->addAction(m_reset);
    connect(m_reset, &QAction::triggered, this, &PanelDocks::resetAsked);
}

QDockWidget *PanelDocks::add(panels::Panel *panel, const QString &name, Qt::DockWidgetArea area,
                             const QKeySequence &key, Part part)
{
    auto *dock = new QDockWidget(m_window);
    dock->setObjectName(name + QStringLiteral("Dock"));
    dock->setWidget(new PanelRoom(panel, dock));
    m_window->addDockWidget(area, dock);
    dock->hide();
    dock->toggleViewAction()->setShortcut(key);
    m_menu->insertAction(m_separator, dock->toggleViewAction());
    m_entries.append({panel, dock, area, part, false});
    connect(panel, &panels::Panel::thingChosen, &m_view, &FigureView::select);
    connect(&m_view, &FigureView::selectionChanged, panel, &panels::Panel::setSelection);
    connect(dock->toggleViewAction(), &QAction::toggled, this, &PanelDocks::shownChanged);
    connect(dock->toggleViewAction(), &QAction::toggled, this, &PanelDocks::fitTabs, Qt::QueuedConnection);
    raiseOnDemand(dock);
    dock->installEventFilter(this);
    dock->setWindowTitle(panel->title());
    return dock;
}

/// Behind another one's tab a panel is open, and nobody sees it: its key brings it to the front, and closes it there.
void PanelDocks::raiseOnDemand(QDockWidget *dock)
{
    constexpr const char *Seen = "isSeen";
    connect(dock, &QDockWidget::visibilityChanged, dock, [dock](bool isSeen) {
        if (isSeen || !dock->isHidden()) { // else it was closed, and where it stood before that is asked below
            dock->setProperty(Seen, isSeen);
        }
    });
    connect(dock->toggleViewAction(), &QAction::triggered, dock, [dock](bool opens) {
        if (!opens && dock->property(Seen).toBool()) {
            return;
        }
        dock->show();
        dock->raise();
    });
}

/// A panel that is closed gives the keyboard's focus back to the figure: Qt would pass it on as Tab does.
bool PanelDocks::eventFilter(QObject *watched, QEvent *event)
{
    const auto *dock = qobject_cast<QDockWidget *>(watched);
    if (dock && event->type() == QEvent::Hide && !event->spontaneous() && dock->isHidden() && m_view.isVisible()) {
        const QWidget *const focus = QApplication::focusWidget();
        if (focus == dock || dock->isAncestorOf(focus)) {
            m_view.setFocus(Qt::OtherFocusReason);
        }
    }
    return QObject::eventFilter(watched, event);
}

void PanelDocks::stack(QDockWidget *back, QDockWidget *front)
{
    m_window->tabifyDockWidget(back, front);
    m_stacks.append(std::pair(back, front));
    fitTabs();
}

void PanelDocks::fitTabs() const
{
    const QList<QTabBar *> bars = m_window->findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly);
    for (QTabBar *bar : bars) {
        // A bar is named by its present tab; while the panels are hidden it is there, and has none.
        bar->setFocusPolicy(bar->count() > 0 ? Qt::TabFocus : Qt::NoFocus);
    }
}

void PanelDocks::setTheme(figure::Theme theme)
{
    for (const Entry &entry : std::as_const(m_entries)) {
        entry.panel->setTheme(theme);
    }
}

void PanelDocks::retranslate()
{
    m_menu->setTitle(tr("&Panels"));
    m_reset->setText(tr("Panels back to their places"));
    for (const Entry &entry : std::as_const(m_entries)) {
        entry.dock->setWindowTitle(entry.panel->title());
    }
}

void PanelDocks::letWindowComeFirst()
{
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.dock->isFloating() && entry.dock->isVisible()) {
            entry.dock->hide();
            QMetaObject::invokeMethod(entry.dock, &QWidget::show, Qt::QueuedConnection);
        }
    }
}

void PanelDocks::resetLayout()
{
    for (const Entry &entry : std::as_const(m_entries)) {
        const bool shown = !entry.dock->isHidden();
        entry.dock->setFloating(false);
        m_window->removeDockWidget(entry.dock);
        m_window->addDockWidget(entry.area, entry.dock);
        entry.dock->setVisible(shown);
    }
    for (const auto &[back, front] : std::as_const(m_stacks)) {
        m_window->tabifyDockWidget(back, front);
    }
}

void PanelDocks::showAll(bool all)
{
    for (Entry &entry : m_entries) {
        if (all && entry.part == Part::OfTheStep && entry.dock->isHidden()) {
            entry.shownWithAll = true;
            entry.dock->show();
        } else if (!all && entry.shownWithAll) {
            entry.shownWithAll = false;
            entry.dock->hide();
        }
    }
    if (all) {
        shareRightColumn();
    }
}

void PanelDocks::shareRightColumn()
{
    constexpr int HighEnough = 860; // for two panels and the timeline
    constexpr double PartOfWidth = 0.3;
    QList<QDockWidget *> column;
    for (const Entry &entry : std::as_const(m_entries)) {
        if (entry.part == Part::OfTheStep && !entry.dock->isHidden() && !entry.dock->isFloating() &&
            m_window->dockWidgetArea(entry.dock) == Qt::RightDockWidgetArea) {
            column.append(entry.dock);
        }
    }
    if (column.size() < 2) {
        return;
    }
    if (m_window->height() < HighEnough) {
        for (qsizetype i = 1; i < column.size(); ++i) {
            m_window->tabifyDockWidget(column.first(), column.at(i));
        }
        column.first()->raise();
        fitTabs();
        return;
    }
    m_window->resizeDocks(column, QList<int>(column.size(), 1000), Qt::Vertical);
    m_window->resizeDocks({column.first()}, {static_cast<int>(m_window->width() * PartOfWidth)}, Qt::Horizontal);
}

bool PanelDocks::isAnyShown() const
{
    return std::any_of(m_entries.begin(), m_entries.end(),
                       [](const Entry &entry) { return entry.part == Part::OfTheStep && !entry.dock->isHidden(); });
}

QList<QWidget *> PanelDocks::panels() const
{
    QList<QWidget *> panels;
    for (const Entry &entry : m_entries) {
        panels.append(entry.panel);
    }
    return panels;
}

} // namespace zocalo::view
