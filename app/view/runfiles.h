// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/recordinginfo.h"

#include <QObject>

class QWidget;

namespace zocalo::play {
class LiveRun;
class Playback;
} // namespace zocalo::play

namespace zocalo::view {

/// The window's run as a file: saving it, and asking before one is lost.
class RunFiles : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(RunFiles)

public:
    /// `window` is the parent of the dialogues, and owns this.
    RunFiles(play::Playback &playback, QWidget *window);

    /// What the playback plays now: a live run (not owned), or a recording (nullptr), and what a file of it says.
    void setRun(play::LiveRun *run, const history::RecordingInfo &info);
    /// The playback follows programs of the user's now, and what a file of it says. What they did cannot be had again.
    void setWatch(const history::RecordingInfo &info);
    /// Writes the run into this file; a live one goes on to be written there. What was in the file before is lost only
    /// if that works.
    Status save(const QString &path);
    /// Asks for a file, and saves. `name` is what is proposed; empty: the program's.
    void askWhereToSave(const QString &name);
    /// Writes what the run did into this file, as a lesson that does the same.
    Status saveLesson(const QString &path);
    /// Asks for a file, and saves the lesson there. `name` is what is proposed; empty: the program's.
    void askWhereToSaveLesson(const QString &name);
    /// Writes the segments that were seen into this file, as pcapng.
    Status saveSegments(const QString &path);
    void askWhereToSaveSegments(const QString &name);
    /// There is something that no file has: what the user did in a run, or what watched programs did.
    bool isUnsaved() const;
    /// Saves an unsaved run, without a question, in the user's data folder; `path` is where.
    Status keepAside(QString &path);
    /// Asks, if the run is unsaved. False: the user does not want to leave it.
    bool mayLeave(const QString &name);

signals:
    /// The run could not be written.
    void failed(const zocalo::Error &error);
    /// Something was saved: how and where, to be told.
    void saved(const QString &what);

private:
    /// The file that the user names; empty: none. `name` is what is proposed.
    QString askWhere(const QString &title, const QString &filter, const QString &ending, const QString &name);
    bool isKeptThere(const QString &path) const;
    Status write(const QString &path);

    play::Playback &m_playback;
    QWidget *m_window;
    play::LiveRun *m_run = nullptr;
    history::RecordingInfo m_info;
    bool m_isSaved = true;
    bool m_isWatch = false;
    int m_savedSteps = 0; ///< of what is watched
};

} // namespace zocalo::view
