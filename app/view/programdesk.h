// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/panels/programpanel.h"
#include "core/base/result.h"
#include "core/history/event.h"
#include "core/run/unseen.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>

#include <functional>

class QDockWidget;
class QMainWindow;

namespace zocalo::play {
class WatchSource;
}

namespace zocalo::view {

class PanelDocks;
class ProgramDialog;

/// Programs that are started from the window, to be watched: the dialogue that asks which, and the panel that shows
/// what they print.
class ProgramDesk : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ProgramDesk)

public:
    /// Gives what watches programs in the picture, begun (a program of that command line is about to come); null: the
    /// user wants to keep what is shown, or it cannot be (which was told).
    using Begin = std::function<play::WatchSource *(const QStringList &command)>;

    /// `docks` must outlive the desk, which adds its panel to `docks`.
    ProgramDesk(Begin begin, PanelDocks &docks, QMainWindow *window);

    /// Asks which program; `file` is proposed.
    void ask(const QString &file = {});
    /// The panel is closed while there is nothing in it.
    void hideEmpty();
    /// The programs that were started here may end, or have ended: asks, if any runs. False: they are to run on.
    bool mayLeave();
    /// Tells in the panel that a part of what is watched is not seen; false: it is of no program that was started here.
    bool tell(const run::Unseen &part);

private:
    void start(const run::Program &program);
    void startAgain(panels::ProgramConsole *console);
    Status launch(const run::Program &program, panels::ProgramConsole *instead);
    void seeStarted(const QList<history::Event> &events);
    void showPanel();
    void tellUnseen(panels::ProgramConsole *console);

    Begin m_begin;
    QHash<qint64, int> m_told; ///< what was told with tell() of each program
    QSet<qint64> m_seen;       ///< process numbers that have joined what is watched now
    QPointer<play::WatchSource> m_source;
    QMainWindow *m_window;
    panels::ProgramPanel *m_panel;
    QDockWidget *m_dock;
    QPointer<ProgramDialog> m_dialog;
};

} // namespace zocalo::view
