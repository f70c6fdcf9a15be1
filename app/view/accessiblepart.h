// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/view/figurepart.h"

#include <QAccessibleInterface>
#include <QPointer>

namespace zocalo::view {

class FigureView;

/// A part of the figure for assistive technology. Its parent is the figure's AccessibleFigure. To press it selects the
/// thing that it stands for; to ask for its menu opens what can be done with it.
class AccessiblePart : public QAccessibleInterface, public QAccessibleActionInterface
{
public:
    AccessiblePart(FigureView &view, const FigurePart &part);

    const FigurePart &part() const { return m_part; }
    /// What is to be said of the state, without the focus and the place: "busy" is a process inside a call, "disabled"
    /// one that has ended, or a socket that was closed.
    static QAccessible::State stateInRun(const FigurePart &part, const world::World &world);

    bool isValid() const override;
    QObject *object() const override { return nullptr; }
    QWindow *window() const override;
    QAccessibleInterface *parent() const override;
    QAccessibleInterface *child(int /*index*/) const override { return nullptr; }
    QAccessibleInterface *childAt(int /*x*/, int /*y*/) const override { return nullptr; }
    int childCount() const override { return 0; }
    int indexOfChild(const QAccessibleInterface * /*child*/) const override { return -1; }
    QString text(QAccessible::Text text) const override;
    void setText(QAccessible::Text /*text*/, const QString & /*value*/) override {}
    QRect rect() const override;
    QAccessible::Role role() const override;
    QAccessible::State state() const override;
    void *interface_cast(QAccessible::InterfaceType type) override;

    QStringList actionNames() const override;
    void doAction(const QString &name) override;
    QStringList keyBindingsForAction(const QString &name) const override;

private:
    QPointer<FigureView> m_view;
    FigurePart m_part;
};

} // namespace zocalo::view
