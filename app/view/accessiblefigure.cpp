// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/accessiblefigure.h"

#include "app/view/figureview.h"

namespace zocalo::view {

namespace {

QAccessibleInterface *makeFigure(const QString & /*className*/, QObject *object)
{
    auto *const view = qobject_cast<FigureView *>(object);
    return view ? new AccessibleFigure(view) : nullptr;
}

} // namespace

AccessibleFigure::AccessibleFigure(FigureView *view) : QAccessibleWidget(view, QAccessible::List) {}

AccessibleFigure::~AccessibleFigure()
{
    for (const QAccessible::Id id : std::as_const(m_ids)) {
        QAccessible::deleteAccessibleInterface(id);
    }
}

void AccessibleFigure::install() { QAccessible::installFactory(makeFigure); }

FigureView &AccessibleFigure::view() const { return *static_cast<FigureView *>(widget()); }

QAccessibleInterface *AccessibleFigure::interfaceOf(const FigurePart &part) const
{
    const auto found = m_ids.constFind(part);
    if (found != m_ids.cend()) {
        return QAccessible::accessibleInterface(found.value());
    }
    auto *const made = new AccessiblePart(view(), part);
    m_ids.insert(part, QAccessible::registerAccessibleInterface(made));
    return made;
}

void AccessibleFigure::keepOnly(const QList<FigurePart> &parts)
{
    for (auto it = m_ids.begin(); it != m_ids.end();) {
        if (parts.contains(it.key())) {
            ++it;
            continue;
        }
        QAccessibleEvent gone(QAccessible::accessibleInterface(it.value()), QAccessible::ObjectDestroyed);
        QAccessible::updateAccessibility(&gone);
        QAccessible::deleteAccessibleInterface(it.value());
        it = m_ids.erase(it);
    }
}

int AccessibleFigure::childCount() const
{
    return static_cast<int>(view().parts().size()) + QAccessibleWidget::childCount();
}

QAccessibleInterface *AccessibleFigure::child(int index) const
{
    const QList<FigurePart> parts = view().parts();
    if (index >= 0 && index < parts.size()) {
        return interfaceOf(parts.at(index));
    }
    return QAccessibleWidget::child(index - static_cast<int>(parts.size()));
}

int AccessibleFigure::indexOfChild(const QAccessibleInterface *child) const
{
    const QList<FigurePart> parts = view().parts();
    if (const auto *const part = dynamic_cast<const AccessiblePart *>(child)) {
        return static_cast<int>(parts.indexOf(part->part()));
    }
    const int index = QAccessibleWidget::indexOfChild(child);
    return index < 0 ? index : index + static_cast<int>(parts.size());
}

QAccessibleInterface *AccessibleFigure::childAt(int x, int y) const
{
    if (QAccessibleInterface *const over = QAccessibleWidget::childAt(x, y)) {
        return over;
    }
    const QPoint point = view().mapFromGlobal(QPoint(x, y));
    if (const figure::Thing thing = view().thingAt(point)) {
        return interfaceOf({FigurePart::Kind::Thing, thing, 0});
    }
    for (const FigurePart &part : view().parts()) {
        if (view().inPixels(rectOf(view().shownFigure(), part)).contains(point)) {
            return interfaceOf(part);
        }
    }
    return nullptr;
}

QAccessibleInterface *AccessibleFigure::focusChild() const
{
    if (!view().hasFocus()) {
        return QAccessibleWidget::focusChild();
    }
    const FigurePart selected{FigurePart::Kind::Thing, view().selection(), 0};
    return view().parts().contains(selected) ? interfaceOf(selected) : nullptr;
}

QString AccessibleFigure::text(QAccessible::Text text) const
{
    switch (text) {
    case QAccessible::Name:
        return view().accessibleName().isEmpty() ? FigureView::tr("Figure") : view().accessibleName();
    case QAccessible::Description:
        return view().shownFigure().description();
    default:
        return QAccessibleWidget::text(text);
    }
}

} // namespace zocalo::view
