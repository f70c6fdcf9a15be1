// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/accessiblepart.h"

#include "app/view/figureview.h"

#include <QKeySequence>
#include <QWindow>

namespace zocalo::view {

using figure::Thing;

AccessiblePart::AccessiblePart(FigureView &view, const FigurePart &part) : m_view(&view), m_part(part) {}

bool AccessiblePart::isValid() const { return !m_view.isNull(); }

QWindow *AccessiblePart::window() const { return m_view ? m_view->window()->windowHandle() : nullptr; }

QAccessibleInterface *AccessiblePart::parent() const { return QAccessible::queryAccessibleInterface(m_view); }

QString AccessiblePart::text(QAccessible::Text text) const
{
    if (!m_view) {
        return {};
    }
    switch (text) {
    case QAccessible::Name:
        return nameOf(m_view->shownFigure(), m_part, m_view->playback());
    case QAccessible::Description:
        return descriptionOf(m_part, m_view->playback());
    default:
        return {};
    }
}

QRect AccessiblePart::rect() const
{
    if (!m_view) {
        return {};
    }
    const QRect place = m_view->inPixels(rectOf(m_view->shownFigure(), m_part));
    return place.isEmpty() ? QRect() : QRect(m_view->mapToGlobal(place.topLeft()), place.size());
}

QAccessible::Role AccessiblePart::role() const
{
    switch (m_part.kind) {
    case FigurePart::Kind::Caption:
    case FigurePart::Kind::Remark:
        // Screen readers say a notification when it shows, wherever the focus is.
        return QAccessible::Notification;
    case FigurePart::Kind::Headline:
        return QAccessible::Heading;
    default:
        return QAccessible::ListItem;
    }
}

QAccessible::State AccessiblePart::stateInRun(const FigurePart &part, const world::World &world)
{
    QAccessible::State state;
    if (part.thing.kind == Thing::Kind::Process) {
        if (const world::Process *process = world.process(static_cast<world::ProcessId>(part.thing.id))) {
            state.disabled = process->activity == world::Activity::Ended;
            state.busy = process->activity == world::Activity::InCall || process->activity == world::Activity::Asleep;
        }
    } else if (part.thing.kind == Thing::Kind::Socket) {
        const world::Socket *socket = world.socket(part.thing.id);
        state.disabled = socket && socket->closed;
    }
    return state;
}

QAccessible::State AccessiblePart::state() const
{
    if (!m_view) {
        QAccessible::State gone;
        gone.invalid = true;
        return gone;
    }
    QAccessible::State state = stateInRun(m_part, m_view->playback().now());
    state.readOnly = true;
    state.invisible = !m_view->isVisible() || rectOf(m_view->shownFigure(), m_part).isEmpty();
    state.offscreen = !state.invisible &&
                      !m_view->visibleRegion().intersects(m_view->inPixels(rectOf(m_view->shownFigure(), m_part)));
    if (m_part.kind == FigurePart::Kind::Thing) {
        const bool isSelected = m_view->selection() == m_part.thing;
        state.selectable = true;
        state.focusable = true;
        state.selected = isSelected;
        state.focused = isSelected && m_view->hasFocus();
        state.hasPopup = true;
    }
    return state;
}

void *AccessiblePart::interface_cast(QAccessible::InterfaceType type)
{
    const bool acts = type == QAccessible::ActionInterface && m_part.thing;
    return acts ? static_cast<QAccessibleActionInterface *>(this) : nullptr;
}

QStringList AccessiblePart::actionNames() const
{
    if (!m_part.thing) {
        return {};
    }
    return {pressAction(), showMenuAction(), setFocusAction()};
}

void AccessiblePart::doAction(const QString &name)
{
    if (!m_view || !m_part.thing) {
        return;
    }
    if (name == setFocusAction()) {
        m_view->setFocus(Qt::OtherFocusReason);
    }
    m_view->select(m_part.thing);
    if (name == showMenuAction()) {
        m_view->askForMenu();
    }
}

QStringList AccessiblePart::keyBindingsForAction(const QString &name) const
{
    if (name == showMenuAction()) {
        return {QKeySequence(Qt::Key_Return).toString(QKeySequence::NativeText)};
    }
    return {};
}

} // namespace zocalo::view
