// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/keyreasons.h"

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QMenu>

namespace zocalo::view {

namespace {

void collect(const QMenu *menu, QList<QAction *> &actions)
{
    for (QAction *action : menu->actions()) {
        if (const QMenu *part = action->menu()) {
            collect(part, actions);
        } else if (!action->shortcut().isEmpty()) {
            actions.append(action);
        }
    }
}

bool isWritten(const QWidget *widget) { return widget && widget->testAttribute(Qt::WA_InputMethodEnabled); }

/// A list takes each of them to look for an entry that begins so.
bool isLetter(const QKeyEvent &key)
{
    const QString text = key.text();
    return text.size() == 1 && text.front().isPrint() && !text.front().isSpace() &&
           (key.modifiers() & (Qt::ControlModifier | Qt::AltModifier | Qt::MetaModifier)) == 0;
}

} // namespace

KeyReasons::KeyReasons(const QList<QMenu *> &menus, QWidget *window) : QObject(window), m_menus(menus), m_window(window)
{
    qApp->installEventFilter(this);
}

QString KeyReasons::reasonOf(const QAction &action)
{
    QString text = action.text();
    text.remove(QLatin1Char('&'));
    const QString why = action.toolTip(); // without one of its own it is the text once more
    if (why.isEmpty() || text.contains(why) || text.endsWith(QLatin1Char(')'))) {
        return text;
    }
    //: what a key does, and why it is not possible now
    return tr("%1  (%2)").arg(text, why);
}

/// A key comes here only if no action that is enabled has it. First it goes to what has the focus, then to each that
/// this stands in, up to the window: there nobody has had a use for it.
bool KeyReasons::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() != QEvent::KeyPress || !watched->isWidgetType()) {
        return false;
    }
    const auto *widget = static_cast<const QWidget *>(watched);
    const auto &key = *static_cast<const QKeyEvent *>(event);
    if ((!widget->isWindow() && !isLetter(key)) || !isOurs(widget) || isWritten(widget) ||
        isWritten(QApplication::focusWidget())) {
        return false;
    }
    if (QAction *const action = disabledActionOf(key)) {
        tell(action);
    }
    return false;
}

bool KeyReasons::isOurs(const QWidget *widget) const
{
    const QWidget *const top = widget->window();
    return !QApplication::activeModalWidget() && !QApplication::activePopupWidget() &&
           !qobject_cast<const QDialog *>(top) && (top == m_window || top->parentWidget() == m_window);
}

QAction *KeyReasons::disabledActionOf(const QKeyEvent &key) const
{
    const QKeySequence pressed(QKeyCombination(key.modifiers() & ~Qt::KeypadModifier, Qt::Key(key.key())));
    QList<QAction *> actions;
    for (const QMenu *menu : m_menus) {
        collect(menu, actions);
    }
    for (QAction *action : std::as_const(actions)) {
        if (!action->isEnabled() && action->shortcuts().contains(pressed)) {
            return action;
        }
    }
    return nullptr;
}

void KeyReasons::tell(QAction *action)
{
    disconnect(m_watch);
    m_action = action;
    m_told = reasonOf(*action);
    m_watch = connect(action, &QAction::changed, this, [this] {
        if (!m_action || m_action->isEnabled() || reasonOf(*m_action) != m_told) {
            takeBack();
        }
    });
    emit told(m_told);
}

void KeyReasons::takeBack()
{
    disconnect(m_watch);
    m_action = nullptr;
    emit tookBack(m_told);
}

} // namespace zocalo::view
