// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/figureteller.h"

#include "app/view/accessiblefigure.h"
#include "app/view/figureview.h"

namespace zocalo::view {

namespace {

void send(QAccessibleInterface *item, QAccessible::Event type)
{
    if (item) {
        QAccessibleEvent event(item, type);
        QAccessible::updateAccessibility(&event);
    }
}

AccessibleFigure *accessibleOf(FigureView &view)
{
    return dynamic_cast<AccessibleFigure *>(QAccessible::queryAccessibleInterface(&view));
}

} // namespace

FigureTeller::FigureTeller(FigureView &view) : QObject(&view), m_view(view), m_active(QAccessible::isActive())
{
    QAccessible::installActivationObserver(this);
    m_soon.setSingleShot(true);
    m_soon.setInterval(0);
    connect(&m_soon, &QTimer::timeout, this, &FigureTeller::tell);
    connect(&view.playback(), &play::Playback::stepChanged, this, &FigureTeller::tellSoon);
    connect(&view.playback(), &play::Playback::stateChanged, this, &FigureTeller::tellSoon);
    connect(&view, &FigureView::selectionChanged, this, [this] {
        if (m_view.hasFocus()) {
            tellFocus();
        }
        tellSoon();
    });
}

FigureTeller::~FigureTeller() { QAccessible::removeActivationObserver(this); }

void FigureTeller::accessibilityActiveChanged(bool active)
{
    m_active = active;
    tellSoon();
}

void FigureTeller::tellFocus()
{
    if (!m_active) {
        return;
    }
    if (AccessibleFigure *const figure = accessibleOf(m_view)) {
        QAccessibleInterface *const selected = figure->focusChild();
        send(selected ? selected : figure, QAccessible::Focus);
    }
}

void FigureTeller::tell()
{
    AccessibleFigure *const figure = m_active ? accessibleOf(m_view) : nullptr;
    if (!figure) {
        m_told.clear();
        return;
    }
    const QList<FigurePart> parts = m_view.parts();
    figure->keepOnly(parts);
    m_told.removeIf([&parts](const auto &told) { return !parts.contains(told.key()); });
    for (const FigurePart &part : parts) {
        tellOf(*figure, part);
    }
}

void FigureTeller::tellOf(AccessibleFigure &figure, const FigurePart &part)
{
    QAccessibleInterface *const item = figure.interfaceOf(part);
    const Told now{item->text(QAccessible::Name), item->state()};
    const auto before = m_told.constFind(part);
    const bool isNew = before == m_told.cend();
    const Told last = isNew ? Told() : before.value();
    m_told.insert(part, now);
    if (isNew) {
        send(item, QAccessible::ObjectCreated);
    } else {
        tellState(item, last.state, now.state);
    }
    if (now.name == last.name) {
        return;
    }
    if (!isNew) {
        send(item, QAccessible::NameChanged);
    }
    if (part.kind == FigurePart::Kind::Caption || part.kind == FigurePart::Kind::Remark) {
        // What makes a screen reader say it: a notification that shows. (Qt has announcements from 6.8 on only.)
        send(item, QAccessible::ObjectShow);
    }
}

void FigureTeller::tellState(QAccessibleInterface *item, QAccessible::State before, QAccessible::State now)
{
    QAccessible::State changed;
    changed.busy = before.busy != now.busy;
    changed.disabled = before.disabled != now.disabled;
    changed.selected = before.selected != now.selected;
    if (changed.busy || changed.disabled || changed.selected) {
        QAccessibleStateChangeEvent event(item, changed);
        QAccessible::updateAccessibility(&event);
    }
}

} // namespace zocalo::view
