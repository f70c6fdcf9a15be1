// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/view/controlbar.h"
#include "core/lesson/lesson.h"

#include <QKeySequence>
#include <QObject>
#include <QVariant>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;

namespace zocalo::play {
class Playback;
}

namespace zocalo::view {

/// The window's menus and their keys. What each action does is connected by the window.
class WindowActions : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(WindowActions)

public:
    /// Fills the window's menu bar, and is owned by it.
    explicit WindowActions(QMainWindow *window);

    /// Offers what fits the lesson: its kinds of figure, its numbers of clients. `kind` is the one that is shown.
    void fitLesson(const lesson::Lesson &lesson, lesson::Kind kind);
    /// What the run allows at the step that is shown; what is not possible is greyed out and says why.
    /// `playback` is what the keys move; `own` the window's run, which may be another one; `source`: what moves on the
    /// former.
    void fitRun(const play::Playback &playback, const play::Playback &own, ControlBar::Source source);
    /// Who of the watched programs can be let go on: what each entry of the menu says; empty: nobody is there.
    struct Goer
    {
        QString text;
        QString obstacle; ///< why it cannot be let go on; empty: it can
    };
    void fitGoers(const QList<Goer> &goers);
    /// Whether programs in terminals find this window.
    void setDoor(bool isOpen);
    /// Which number of clients the run has: one of those in the menu, or another.
    void checkClients(int clients);
    /// Writes every text in the current language.
    void retranslate();
    /// The menu of what can be done in the run: its desk fills it and names it.
    QMenu *actsMenu() { return m_acts; }
    QMenu *fileMenu() { return m_file; }
    /// The files opened lately: their list fills it and names it.
    QMenu *recentMenu() { return m_recent; }
    /// The menus of the bar, in their order.
    QList<QMenu *> menus() const { return {m_file, m_edit, m_lesson, m_run, m_acts, m_view, m_help}; }
    /// The menu of the panels: their docks fill it and name it.
    QMenu *panelsMenu() { return m_panels; }

    QAction *saveRun;
    QAction *saveLesson;
    QAction *saveSegments;
    QAction *open;
    QAction *watchProgram;
    QAction *compareFile;
    QAction *savePicture;
    QAction *copyPicture;
    QAction *quit;
    QAction *undo;
    QAction *redo;
    QAction *play;
    QAction *forward;
    QAction *back;
    QAction *toStart;
    QAction *toEnd;
    QAction *faster;
    QAction *slower;
    QAction *runAgain;
    QAction *laboratory;    ///< checked: lessons run in namespaces of their own
    QActionGroup *paces;    ///< data: run::Pace as int
    QList<QAction *> goers; ///< lets the first, second… of the processes that are held go on
    QAction *joinFrom;      ///< tells how programs of other users, and in containers, join
    QAction *stopWatching;
    QActionGroup *lessons;   ///< data: id; those that come with the program, in the order of the path
    QActionGroup *clients;   ///< data: number of clients
    QAction *otherClients;   ///< asks for their number
    QActionGroup *kinds;     ///< data: lesson::Kind as int
    QActionGroup *details;   ///< data: lesson::Detail as int
    QActionGroup *themes;    ///< data: figure::Theme as int
    QActionGroup *languages; ///< data: "es", "en"
    QAction *reducedMotion;
    QAction *fullScreen;
    QAction *besideUdp; ///< the halves of a twin
    QAction *firstDifference;
    QAction *nextDifference;
    QAction *previousDifference;
    QAction *inStep;
    QAction *closeCompare;
    QAction *projector;
    QAction *keys;
    QAction *about;

    /// What is possible while two runs stand side by side (`on`), and otherwise. `twin`: the run has both protocols.
    struct Beside
    {
        bool on = false;
        bool twin = false;
        bool canCompare = true; ///< there is a run
        bool isAsked = false;   ///< a question is open
        bool any = false;       ///< there are differences
        bool previous = false;
        bool next = false;
        bool linked = true;
    };
    void fitBeside(const Beside &beside);

private:
    QAction *add(QMenu *menu, const char *name, const QKeySequence &key = {});
    QActionGroup *addGroup(QMenu *menu, const char *name, const QVariantList &values);
    void makeFileMenu(QMainWindow *window);
    void makeEditMenu(QMainWindow *window);
    void makeLessonMenu(QMainWindow *window);
    void makeRunMenu(QMainWindow *window);
    void makeViewMenu(QMainWindow *window);
    void refreshLessonLimits();
    void titleGoers();
    void makePaceMenu();
    void retranslateRunMenu();
    void retranslatePaceMenu();
    void retranslateViewMenu();
    static void setText(QAction *action, const QString &text);
    static void setObstacle(QAction *action, const QString &why);

    QList<lesson::Lesson> m_known; ///< in the order of `lessons`
    int m_maxClients = 1;          ///< that the lesson can have
    lesson::Kind m_lessonKind = lesson::Kind::Twin;
    lesson::Kind m_shownKind = lesson::Kind::Twin;
    int m_clientCount = 0;
    QMenu *m_file;
    QMenu *m_recent;
    QMenu *m_edit;
    QMenu *m_lesson;
    QMenu *m_run;
    QMenu *m_acts;
    QMenu *m_view;
    QMenu *m_help;
    QMenu *m_pace;
    QMenu *m_goers;
    QMenu *m_clients;
    QMenu *m_kind;
    QMenu *m_detail;
    QMenu *m_theme;
    QMenu *m_language;
    QMenu *m_panels;
    QMenu *m_beside;
};

/// Checks the action of a group that carries this value.
void checkValue(QActionGroup *group, const QVariant &value);

} // namespace zocalo::view
