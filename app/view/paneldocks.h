// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/panel.h"

#include <QKeySequence>
#include <QList>
#include <QObject>

class QAction;
class QDockWidget;
class QMainWindow;
class QMenu;

namespace zocalo::view {

class FigureView;

/// The panels of the window, each in a dock that can be moved, floated and hidden, with an entry in the menu of panels
/// and a key. All of them are hidden until asked for.
class PanelDocks : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PanelDocks)

public:
    /// `window` owns the docks. Fills `menu`.
    PanelDocks(QMainWindow *window, FigureView &view, QMenu *menu);

    /// What a panel is for: what the detail *everything* shows of a step too, or something of the window alone.
    enum class Part { OfTheStep, OfTheWindow };

    /// Gives a panel its dock, which owns it. `name` ("code") is what its place is remembered by: the dock is the
    /// object "codeDock". `area` is where it stands at first.
    QDockWidget *add(panels::Panel *panel, const QString &name, Qt::DockWidgetArea area, const QKeySequence &key,
                     Part part = Part::OfTheStep);
    /// From now on `back` shares the place of `front`, each behind a tab; both were added.
    void stack(QDockWidget *back, QDockWidget *front);
    void setTheme(figure::Theme theme);
    /// Writes every text in the current language.
    void retranslate();
    /// After the window's state was restored: panels that float wait until the window is shown. A window manager that
    /// meets them before it does not keep them above it.
    void letWindowComeFirst();
    /// Everything back to where it stands at first. What was shown stays shown.
    void resetLayout();
    /// Shows what the detail *everything* adds to the mechanism: all panels of the step. Hidden again are those that
    /// this has shown.
    void showAll(bool all);

    /// Whether any panel of the step is shown.
    bool isAnyShown() const;
    /// All panels, in the order of the menu.
    QList<QWidget *> panels() const;

signals:
    /// All panels are to go back to their places.
    void resetAsked();
    /// Panels were shown or hidden.
    void shownChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    /// Gives the panels of the step in the right column room for what is in them: one over the other where the window
    /// is high enough, else behind tabs.
    void shareRightColumn();
    /// Tabs behind which panels share a place take the keyboard's focus if there are any.
    static void raiseOnDemand(QDockWidget *dock);
    void fitTabs() const;

    struct Entry
    {
        panels::Panel *panel = nullptr;
        QDockWidget *dock = nullptr;
        Qt::DockWidgetArea area = Qt::RightDockWidgetArea;
        Part part = Part::OfTheStep;
        bool shownWithAll = false; ///< showAll() has shown it
    };

    QMainWindow *m_window;
    FigureView &m_view;
    QMenu *m_menu;
    QAction *m_separator; ///< panels stand before it in the menu
    QAction *m_reset;
    QList<Entry> m_entries;
    QList<std::pair<QDockWidget *, QDockWidget *>> m_stacks;
};

} // namespace zocalo::view
