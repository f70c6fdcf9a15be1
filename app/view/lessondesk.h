// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/play/playback.h"
#include "core/lesson/lesson.h"
#include "core/lesson/progress.h"

#include <QObject>
#include <QPointer>

class QDockWidget;
class QMainWindow;
class QWidget;

namespace zocalo::panels {
class ContentsPanel;
class QuestionPanel;
} // namespace zocalo::panels

namespace zocalo::view {

class PanelDocks;

/// The lessons' side of the window: the page of contents, the questions, and what was answered (progress.sqlite in the
/// user's data folder).
class LessonDesk : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LessonDesk)

public:
    /// All of them must outlive the desk, which adds its panels to `docks`.
    LessonDesk(play::Playback &playback, PanelDocks &docks, QMainWindow *window);
    ~LessonDesk() override;

    /// A run of this lesson begins, with this script.
    void begin(const lesson::Lesson &lesson, const lesson::Script &script);
    /// What is shown from now on asks nothing.
    void rest();
    /// Whether the questions of a lesson are asked, and lock what follows. They are not, unless this says so.
    void setAsking(bool asking);
    /// Whether the user wants to be asked, as remembered; at first yes.
    static bool isAskingWanted();

    QDockWidget *questionDock() { return m_questionDock; }
    /// Goes on without an answer to the question that is open, if one is.
    void skipQuestion();

signals:
    /// What is asked, or how it was decided, in words for a whole room; empty: nothing is.
    void questionWords(const QString &words, bool open);
    /// What decided a question was selected, to be marked wherever it is shown.
    void evidenceShown();
    void lessonChosen(const QString &id);
    /// The keyboard has done with a question: what the keys go on with is the run.
    void lessonGoesOn();
    /// Something could not be written.
    void failed(const zocalo::Error &error);

private:
    void openProgress();
    void exportAnswers();
    void forgetAnswers();

    QMainWindow *m_window;
    lesson::Progress m_progress;
    // Whichever of the window's children goes first: docks that are raised and lowered change their order.
    QPointer<panels::QuestionPanel> m_questions;
    QPointer<panels::ContentsPanel> m_contents;
    QDockWidget *m_questionDock = nullptr;
};

} // namespace zocalo::view
