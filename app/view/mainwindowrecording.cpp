// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The part of the window that shows recordings and makes them.
#include "app/panels/codepanel.h"
#include "app/text/errortext.h"
#include "app/text/language.h"
#include "app/text/watchtext.h"
#include "app/view/actiondesk.h"
#include "app/view/banner.h"
#include "app/view/changedesk.h"
#include "app/view/comparedesk.h"
#include "app/view/controlbar.h"
#include "app/view/holdbar.h"
#include "app/view/lessondesk.h"
#include "app/view/loadingbar.h"
#include "app/view/mainwindow.h"
#include "app/view/runfiles.h"
#include "app/view/windowactions.h"
#include "core/lesson/recordedlesson.h"

#include <QFileInfo>

namespace zocalo::view {

namespace {

/// Of what was not seen: the figure keeps its room.
constexpr int MostOfRecording = 4;

} // namespace

void MainWindow::endRun()
{
    m_compare->end();
    m_failed = false;
    if (m_run || m_recording || m_watch) {
        m_history->passBarrier();
    }
    m_banner->hide();
    m_desk->setRun(nullptr);
    m_holds->setWatch(nullptr);
    m_playback.setRun(nullptr);
    m_files->setRun(nullptr, {});
    if (m_run) {
        // What comes after this the user does not see: the file is theirs from now on.
        if (const Status kept = m_run->stopKeeping(); !kept) {
            showError(kept.error());
        }
    }
    m_ending.take(std::move(m_run));
    m_loading->follow(nullptr);
    m_recording.reset();
    m_watch.reset(); // the programs run on
}

void MainWindow::showRecording(std::unique_ptr<play::RecordingSource> recording)
{
    endRun();
    const history::RecordingInfo &info = recording->info();
    const lesson::RecordedLesson recorded = lesson::recordedLesson(info);
    openLesson(recorded.lesson);
    m_clients = info.clients > 0 ? info.clients : m_clients;
    FigureStyle style = m_view->figureStyle();
    style.kind = recorded.kind;
    m_view->setFigureStyle(style);
    m_actions->fitLesson(m_lesson, style.kind);
    m_code->setPlan({m_lesson.expand(m_clients, recorded.kind), info.language, m_lesson.stablePorts});
    m_recording = std::move(recording);
    m_lessons->rest();
    m_change->rest();
    m_playback.setRecording(m_recording.get());
    m_files->setRun(nullptr, m_recording->info());
    m_fittedAt = 0;
    if (info.kind.isEmpty()) {
        connect(m_recording.get(), &play::RecordingSource::eventsRead, this, &MainWindow::fitKindWhileRead);
    }
    connect(m_recording.get(), &play::RecordingSource::finished, this, &MainWindow::recordingEnded);
    m_bar->setSource(m_recording->info().isEnded ? ControlBar::Source::Over : ControlBar::Source::Cut);
    m_loading->follow(m_recording.get());
    m_recording->start();
}

/// Of a program: from its first picture on. To count its messages goes through all of them, so it is done again only
/// when they may be twice as many.
void MainWindow::fitKindWhileRead()
{
    if (m_playback.lastStep() > 2 * m_fittedAt) {
        m_fittedAt = m_playback.lastStep();
        fitKind();
    }
}

bool MainWindow::openRecording(const QString &path)
{
    if (!mayLeaveRun()) {
        return false;
    }
    auto recording = play::RecordingSource::open(path);
    if (!recording) {
        showError(recording.error());
        return false;
    }
    showRecording(std::move(recording.value()));
    return true;
}

void MainWindow::recordingEnded()
{
    const Error &error = m_recording->error();
    const QList<run::Unseen> &unseen = m_playback.timeline().world(m_playback.lastStep()).unseen();
    if (m_recording->info().kind.isEmpty()) {
        fitKind(); // of a program
    }
    if (error.code != ErrorCode::None) {
        m_bar->setSource(ControlBar::Source::Cut);
    }
    if (error.code == ErrorCode::Stopped) {
        m_banner->showMessage(tr("The reading was stopped: what can be looked at ends at step %1, and the recording "
                                 "goes on after it.")
                                  .arg(m_playback.lastStep()));
    } else if (error.code != ErrorCode::None) {
        showError(error);
    }
    for (const QString &sentence : text::WatchText::notSeen(unseen, text::WatchText::Way::Command, MostOfRecording)) {
        m_banner->addMessage(sentence);
    }
}

bool MainWindow::saveRun(const QString &path)
{
    const Status saved = m_files->save(path);
    tellSaved(saved, path);
    return saved.ok();
}

bool MainWindow::saveLesson(const QString &path)
{
    const Status saved = m_files->saveLesson(path);
    tellSaved(saved, path);
    return saved.ok();
}

void MainWindow::tellSaved(const Status &saved, const QString &path)
{
    if (saved) {
        tell(tr("Saved as %1.").arg(QFileInfo(path).fileName()));
    } else {
        showError(saved.error());
    }
}

void MainWindow::showError(const Error &error) { m_banner->showMessage(text::ErrorText::of(error)); }

} // namespace zocalo::view
