// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/play/playback.h"
#include "app/view/figureview.h"
#include "core/lesson/actions.h"

#include <QObject>
#include <QTimer>

class QAction;
class QKeySequence;
class QMenu;

namespace zocalo::play {
class LiveRun;
}

namespace zocalo::view {

class ChoiceMenu;
class MessageEdit;

/// What the user can have done in the live run: the menu of actions with its keys, the menu of each thing of the
/// figure, and the question for a message's text. What is impossible now is greyed out, with the reason.
class ActionDesk : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ActionDesk)

public:
    /// `playback` and `view` must outlive the desk. Fills `menu`.
    ActionDesk(play::Playback &playback, FigureView &view, QMenu *menu, QObject *parent);

    /// The run that is acted upon; nullptr: none.
    void setRun(play::LiveRun *run);
    /// Writes every text in the current language.
    void retranslate();
    /// What can be done with a thing (none: with everything), and what stands in the way.
    QList<lesson::Choice> choicesFor(const figure::Thing &thing) const;
    /// Why nothing at all can be done now; empty if something can.
    QString generalObstacle() const;
    /// Why an action is impossible of which there is no choice at all: what it is done with is missing.
    QString nothingToDoItWith(lesson::ActionKind kind) const;
    /// Brings the menu up to date with the run, and with whether its figure is in sight.
    void refresh();

signals:
    /// Something to be said to the user: why an action is not possible.
    void told(const QString &text);
    /// What was told is no longer so.
    void tookBack(const QString &text);
    /// Something is being done in the run that cannot be taken back.
    void acted();
    /// The text of a message is asked for, over the figure.
    void textAsked();

private:
    /// An entry of the menu: one purpose, whatever the protocol.
    struct Entry
    {
        QAction *action = nullptr;
        QList<lesson::ActionKind> kinds;
    };
    void addEntry(const char *name, const QKeySequence &key, const QList<lesson::ActionKind> &kinds);
    QString entryText(lesson::ActionKind kind) const;
    void choose(const Entry &entry);
    void popUp(const figure::Thing &thing, const QPoint &at);
    ChoiceMenu *newMenu(const char *name, const QList<lesson::Choice> &choices);
    void standStill();
    bool setsAside() const;
    static QString settingAside();
    static QString waiting(const lesson::Choice &choice);
    void perform(lesson::Action action);
    void act(const lesson::Action &action);
    void tellObstacle(const QString &why);
    void tellRefused(const lesson::Action &action, lesson::Obstacle obstacle);
    static QList<lesson::Choice> matching(const Entry &entry, QList<lesson::Choice> choices);
    bool isPossible(const lesson::Choice &choice) const;
    QString reason(const lesson::Choice &choice) const;
    QString sending(world::ProcessId process) const;
    const world::World &world() const;

    play::Playback &m_playback;
    FigureView &m_view;
    QMenu *m_menu;
    play::LiveRun *m_run = nullptr;
    MessageEdit *m_edit;
    QList<Entry> m_entries;
    QAction *m_mayWait;
    QAction *m_note;
    QString m_toldObstacle; ///< the general obstacle that was told last, as long as it stands
    QTimer m_refresh;       ///< many things change at a step: the entries are brought up to date once
};

} // namespace zocalo::view
