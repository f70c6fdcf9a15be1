// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/theme.h"
#include "app/figure/thing.h"

#include <QWidget>

namespace zocalo::panels {

/// What stands beside the figure, about the same step. The window gives it a dock (view::PanelDocks::add), an entry in
/// the menu of panels, and the theme.
///
/// A panel gathers what it shows only while it is visible (QWidget::isVisible(), showEvent()): one that is hidden costs
/// nothing.
class Panel : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Panel)

public:
    explicit Panel(QWidget *parent = nullptr) : QWidget(parent) {}

    /// Its name over the dock and in the menu, in the current language.
    virtual QString title() const = 0;
    /// Its colours beyond those of the palette.
    virtual void setTheme(figure::Theme /*theme*/) {}
    /// What is selected in the figure from now on.
    virtual void setSelection(const figure::Thing & /*thing*/) {}
    /// The room that it is seen in has become lower or higher: what the step is about stays in sight.
    virtual void fitRoom() {}

signals:
    /// The user picked a thing in the panel: the figure is to select it.
    void thingChosen(const zocalo::figure::Thing &thing);
};

} // namespace zocalo::panels
