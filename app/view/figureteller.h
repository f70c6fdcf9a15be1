// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/view/figurepart.h"

#include <QAccessible>
#include <QHash>
#include <QObject>
#include <QTimer>

namespace zocalo::view {

class AccessibleFigure;
class FigureView;

/// Tells assistive technology what changed in the figure: a new caption is announced, things come and go, names and
/// states follow the run, and the focus follows the selection. Does nothing while nobody listens.
class FigureTeller : public QObject, private QAccessible::ActivationObserver
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FigureTeller)

public:
    /// Belongs to `view`.
    explicit FigureTeller(FigureView &view);
    ~FigureTeller() override;

    /// The focus is at the view: at its selection, where there is one.
    void tellFocus();
    /// Compares what is shown with what was told last, when control returns to the event loop.
    void tellSoon() { m_soon.start(); }

private:
    struct Told
    {
        QString name;
        QAccessible::State state;
    };
    void accessibilityActiveChanged(bool active) override;
    void tell();
    void tellOf(AccessibleFigure &figure, const FigurePart &part);
    void tellState(QAccessibleInterface *item, QAccessible::State before, QAccessible::State now);

    FigureView &m_view;
    QHash<FigurePart, Told> m_told;
    QTimer m_soon;
    bool m_active; ///< somebody listens
};

} // namespace zocalo::view
