// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/play/endingruns.h"
#include "app/play/liverun.h"
#include "app/play/playback.h"
#include "app/play/recordingsource.h"
#include "app/play/watchsource.h"
#include "app/view/figureview.h"
#include "app/view/viewhistory.h"
#include "core/lesson/lesson.h"

#include <QMainWindow>
#include <QPointer>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

class QBoxLayout;

namespace zocalo::panels {
class CodePanel;
struct RunSetting;
} // namespace zocalo::panels

namespace zocalo::view {

class ActionDesk;
class Banner;
class ChangeDesk;
class CompareDesk;
class ControlBar;
class HoldBar;
class KeyReasons;
class KeysPage;
class LessonDesk;
class LoadingBar;
class PanelDocks;
class RunFiles;
class PictureActions;
class ProgramDesk;
class Projector;
class RecentFiles;
class TruthDesk;
class WatchDoor;
class WindowActions;

/// The window: the figure of a lesson's live run, and what moves it. Closing it ends the run and all its processes.
class MainWindow : public QMainWindow
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MainWindow)

public:
    /// `languageGiven`: the language was chosen on the command line, and is not to be taken from the last time.
    explicit MainWindow(const lesson::Lesson &lesson, bool languageGiven, QWidget *parent = nullptr);
    ~MainWindow() override;

    play::Playback &playback() { return m_playback; }
    FigureView &view() { return *m_view; }

    /// Shows another lesson from now on; its run begins with startRun().
    void openLesson(const lesson::Lesson &lesson);
    /// Opens a file of the user's and begins its run; on failure says why in the window and returns false.
    bool openFile(const QString &path);
    /// Whether the questions of a lesson are asked, and lock what follows; from the next run on. At first they are not.
    void setQuestionsAsked(bool asked);
    /// Ends the present run and begins another, with new processes.
    void startRun();
    /// Ends the present run and plays a recording, which was not started yet.
    void showRecording(std::unique_ptr<play::RecordingSource> recording);
    /// From now on `zocalo watch` in a terminal finds this window. False if another one has that already.
    bool openDoor();
    /// Opens a recording; on failure says why in the window and returns false.
    bool openRecording(const QString &path);
    /// Shows a recording beside the present run, in step; on failure says why in the window and returns false.
    bool compareWith(const QString &path);
    /// The same with one that was opened and not started yet.
    void compareWith(std::unique_ptr<play::RecordingSource> recording);
    /// Two runs side by side.
    CompareDesk &compare() { return *m_compare; }
    /// Writes the run into a file (a live one goes on to be written there); on failure says why in the window and
    /// returns false.
    bool saveRun(const QString &path);
    /// Writes what the run did into a lesson file; on failure says why in the window and returns false.
    bool saveLesson(const QString &path);
    /// Writes the figure as it is shown; on failure says why in the window and returns false.
    bool savePicture(const QString &path);

protected:
    void changeEvent(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    // mainwindowopening.cpp: they ask before a run with something of the user's own in it is lost
    bool mayLeaveRun();
    void openBundled(const QString &id);
    void openKind(lesson::Kind kind);
    void runAgain();
    void setLaboratory(bool on);
    /// Tells why there is no laboratory, and goes on without it.
    void leaveLaboratory(const Error &why);
    void runChanged(const panels::RunSetting &setting);
    void connectRunActions();
    void connectViewActions();
    // mainwindowcompare.cpp
    void makeCompare(QBoxLayout *column);
    void askWhatToCompare();
    void compareHalves();
    void compareChange();
    void fitCompare();
    play::Playback &lead();
    void makePanels();
    void connectHabits();
    void askWhatToOpen();
    void askForClients();
    void runEnded();
    void endRun();
    void recordingEnded();
    QByteArray invite(const run::WatchRequest &request);
    void showWatch(const QStringList &command);
    play::WatchSource *beginWatch(const QStringList &command);
    void connectWatchActions();
    void tellUnseen(const QList<run::Unseen> &parts);
    void stopWatching();
    void fitKind();
    void fitKindWhileRead();
    void showError(const Error &error);
    /// Says something where the user looks: under the figure, under the two of a comparison.
    void tell(const QString &text);
    /// What was told is no longer so.
    void takeBack(const QString &text);
    void tellSaved(const Status &saved, const QString &path);
    void setClients(int clients);
    void setDetail(lesson::Detail detail);
    void setTheme(figure::Theme theme);
    void changeSpeed(int by);
    ViewState viewState() const;
    /// Makes a change of the view that can be undone.
    void changeView(ViewHistory::Change what, const std::function<void()> &change);
    void restoreView(ViewHistory::Change what, const ViewState &state);
    void showHint();
    // mainwindowchoices.cpp
    void retranslate();
    void restoreChoices(bool languageGiven);
    void fitScreen();
    void saveChoices() const;

    lesson::Lesson m_lesson;
    int m_clients;
    play::Playback m_playback;
    WindowActions *m_actions;
    FigureView *m_view;
    ControlBar *m_bar;
    HoldBar *m_holds;
    Banner *m_banner;
    Banner *m_hint; ///< what to do first, at the first time
    LoadingBar *m_loading;
    ActionDesk *m_desk;
    TruthDesk *m_truth;
    RunFiles *m_files;
    PictureActions *m_pictures;
    Projector *m_projector = nullptr;
    RecentFiles *m_recent;
    ViewHistory *m_history;
    PanelDocks *m_docks;
    LessonDesk *m_lessons;
    ChangeDesk *m_change = nullptr;
    ProgramDesk *m_programs = nullptr;
    CompareDesk *m_compare = nullptr;
    panels::CodePanel *m_code;
    QTimer m_fitCompare; ///< the same of what can be put side by side
    KeyReasons *m_keyReasons = nullptr;
    QPointer<KeysPage> m_keysPage; ///< while it is open
    QTimer m_fitRun;               ///< many things change at a step: the menus follow once
    bool m_failed = false;         ///< the banner tells why the run failed
    play::EndingRuns m_ending;
    // After the playback, which listens to it: must be destroyed first.
    std::unique_ptr<play::LiveRun> m_run;
    std::unique_ptr<play::RecordingSource> m_recording;
    std::unique_ptr<play::WatchSource> m_watch;
    int m_unseenTold = 0; ///< in the banner, of what is watched
    /// Of the run of programs: the kind that the user has chosen by hand.
    std::optional<lesson::Kind> m_chosenKind;
    int m_fittedAt = 0; ///< the last step when fitKindWhileRead() chose a kind
    WatchDoor *m_door = nullptr;
};

} // namespace zocalo::view
