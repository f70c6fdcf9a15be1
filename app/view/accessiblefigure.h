// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/view/accessiblepart.h"

#include <QAccessibleWidget>
#include <QHash>

namespace zocalo::view {

/// The figure for assistive technology: a list of its parts, in the order of reading, and after them the widgets that
/// lie over it. Each part keeps its object for as long as it is shown.
class AccessibleFigure : public QAccessibleWidget
{
    Q_DISABLE_COPY_MOVE(AccessibleFigure)

public:
    explicit AccessibleFigure(FigureView *view);
    ~AccessibleFigure() override;

    /// Makes figures accessible; may be called many times.
    static void install();

    /// The object of a part, made where it is not there yet.
    QAccessibleInterface *interfaceOf(const FigurePart &part) const;
    /// Takes the objects away of all parts that are not among these, and says so.
    void keepOnly(const QList<FigurePart> &parts);

    int childCount() const override;
    QAccessibleInterface *child(int index) const override;
    int indexOfChild(const QAccessibleInterface *child) const override;
    QAccessibleInterface *childAt(int x, int y) const override;
    QAccessibleInterface *focusChild() const override;
    QString text(QAccessible::Text text) const override;

private:
    FigureView &view() const;

    mutable QHash<FigurePart, QAccessible::Id> m_ids;
};

} // namespace zocalo::view
