// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/viewhistory.h"

#include <QAction>

namespace zocalo::view {

namespace {

constexpr int MostChanges = 100;

/// Carries the two states: the window puts them into effect.
class Command : public QUndoCommand
{
public:
    Command(ViewHistory::Change what, ViewState before, ViewState after)
        : m_what(what), m_before(std::move(before)), m_after(std::move(after))
    {
    }
    ViewHistory::Change what() const { return m_what; }
    const ViewState &before() const { return m_before; }
    const ViewState &after() const { return m_after; }

private:
    ViewHistory::Change m_what;
    ViewState m_before;
    ViewState m_after;
};

const Command *commandAt(const QUndoStack &stack, int index)
{
    return static_cast<const Command *>(stack.command(index));
}

} // namespace

ViewHistory::ViewHistory(QAction *undo, QAction *redo, QObject *parent) : QObject(parent), m_undo(undo), m_redo(redo)
{
    m_stack.setUndoLimit(MostChanges);
    connect(undo, &QAction::triggered, this, [this] { step(true); });
    connect(redo, &QAction::triggered, this, [this] { step(false); });
    connect(&m_stack, &QUndoStack::indexChanged, this, &ViewHistory::retranslate);
    // The stack empties itself at its end, and the actions, which are not ours, may be gone before.
    connect(undo, &QObject::destroyed, this, [this] { m_stack.disconnect(this); });
    retranslate();
}

void ViewHistory::changed(Change what, const ViewState &before, const ViewState &after)
{
    if (before != after) {
        m_isAfterBarrier = false;
        m_stack.push(new Command(what, before, after));
    }
}

void ViewHistory::clear()
{
    m_isAfterBarrier = false;
    m_stack.clear();
    retranslate();
}

void ViewHistory::passBarrier()
{
    clear();
    m_isAfterBarrier = true;
    retranslate();
}

void ViewHistory::step(bool back)
{
    const int index = back ? m_stack.index() - 1 : m_stack.index();
    const Command *command = commandAt(m_stack, index);
    if (!command) {
        return;
    }
    const ViewHistory::Change what = command->what();
    const ViewState state = back ? command->before() : command->after();
    m_stack.setIndex(back ? index : index + 1);
    emit wanted(what, state);
    emit told((back ? tr("Undone: %1") : tr("Done again: %1")).arg(changeText(what)));
}

QString ViewHistory::changeText(Change change)
{
    switch (change) {
    case Change::Detail:
        return tr("detail");
    case Change::Theme:
        return tr("colours");
    case Change::Language:
        return tr("language");
    case Change::Panels:
        return tr("panels");
    }
    return {};
}

void ViewHistory::retranslate()
{
    const Command *before = commandAt(m_stack, m_stack.index() - 1);
    const Command *after = commandAt(m_stack, m_stack.index());
    const QString nothing = m_isAfterBarrier
                                ? tr("what genuine processes have done cannot be taken back")
                                : tr("Choices of the view can be undone; what a run has done cannot be taken back");
    m_undo->setEnabled(before);
    m_redo->setEnabled(after);
    m_undo->setText(before ? tr("&Undo: %1").arg(changeText(before->what())) : tr("&Undo"));
    m_redo->setText(after ? tr("&Redo: %1").arg(changeText(after->what())) : tr("&Redo"));
    m_undo->setToolTip(before ? QString() : nothing);
    m_redo->setToolTip(after ? QString() : nothing);
}

} // namespace zocalo::view
