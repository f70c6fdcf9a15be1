// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The part of the window that shows two runs side by side.
#include "app/beside/besidewords.h"
#include "app/view/actiondesk.h"
#include "app/view/changedesk.h"
#include "app/view/comparedesk.h"
#include "app/view/compareview.h"
#include "app/view/filedates.h"
#include "app/view/mainwindow.h"
#include "app/view/pictureactions.h"
#include "app/view/projector.h"
#include "app/view/recentfiles.h"
#include "app/view/truthdesk.h"
#include "app/view/windowactions.h"
#include "core/lesson/recordedlesson.h"

#include <QAction>
#include <QBoxLayout>
#include <QFileDialog>
#include <QFileInfo>

namespace zocalo::view {

namespace {

CompareDesk::Shown shownAs(const lesson::Lesson &lesson, lesson::Kind kind, int clients, const QString &path)
{
    CompareDesk::Shown shown;
    shown.title = [lesson, kind, clients, path] { return beside::BesideWords::title(lesson, kind, clients, path); };
    shown.kind = kind;
    shown.headline = lesson::headlineOf(lesson);
    shown.hosts = lesson.hostsOfProcesses();
    return shown;
}

} // namespace

void MainWindow::makeCompare(QBoxLayout *column)
{
    m_compare = new CompareDesk(m_playback, *m_view, *m_bar, column, this);
    connect(m_actions->compareFile, &QAction::triggered, this, &MainWindow::askWhatToCompare);
    connect(m_actions->besideUdp, &QAction::triggered, this, &MainWindow::compareHalves);
    connect(m_actions->firstDifference, &QAction::triggered, m_compare, &CompareDesk::toFirstDifference);
    connect(m_actions->nextDifference, &QAction::triggered, this, [this] { m_compare->toDifference(+1); });
    connect(m_actions->previousDifference, &QAction::triggered, this, [this] { m_compare->toDifference(-1); });
    connect(m_actions->inStep, &QAction::triggered, m_compare, &CompareDesk::setLinked);
    connect(m_actions->closeCompare, &QAction::triggered, m_compare, &CompareDesk::end);
    connect(m_compare, &CompareDesk::failed, this, &MainWindow::showError);
    connect(m_compare, &CompareDesk::moved, this, &MainWindow::fitCompare);
    connect(&m_playback, &play::Playback::stateChanged, this, &MainWindow::fitCompare);
    // A recording that is read has no other state than before.
    connect(&m_playback, &play::Playback::grown, this, [this] {
        if (!m_actions->compareFile->isEnabled() || !m_actions->besideUdp->isEnabled()) {
            m_fitCompare.start();
        }
    });
    m_fitCompare.setSingleShot(true);
    m_fitCompare.setInterval(0);
    connect(&m_fitCompare, &QTimer::timeout, this, &MainWindow::fitCompare);
    connect(m_compare, &CompareDesk::changed, this, [this](bool on) {
        m_pictures->setPicture({});
        m_truth->refresh(); // nothing of the window's own figure is in sight now, or again
        m_desk->refresh();
        if (on) {
            m_truth->putAway();
            m_pictures->setPicture(
                [this](const QSizeF &size, figure::Theme theme) { return m_compare->picture(size, theme); });
        }
        fitCompare();
    });
    fitCompare();
}

play::Playback &MainWindow::lead() { return m_compare->lead(); }

void MainWindow::fitCompare()
{
    WindowActions::Beside beside;
    beside.on = m_compare->isOn();
    beside.twin = world::Half::isTwin(m_playback.timeline());
    beside.canCompare = m_playback.timeline().events().size() > 0;
    beside.isAsked = m_playback.isLocked();
    beside.any = m_compare->comparison() && !m_compare->comparison()->differences().isEmpty();
    beside.previous = m_compare->hasDifference(-1);
    beside.next = m_compare->hasDifference(+1);
    beside.linked = m_compare->isLinked();
    m_actions->fitBeside(beside);
    if (beside.on) {
        m_fitRun.start();
    }
}

void MainWindow::askWhatToCompare()
{
    auto *dialog = new QFileDialog(this, tr("Compare with another recording"));
    FileDates::putInto(*dialog);
    dialog->setObjectName(QStringLiteral("compareDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Recordings (*.zocalo)"), tr("All files (*)")});
    const QStringList recent = RecentFiles::paths();
    if (!recent.isEmpty()) {
        dialog->setDirectory(QFileInfo(recent.first()).path());
    }
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString &path) { compareWith(path); });
    dialog->open();
}

bool MainWindow::compareWith(const QString &path)
{
    auto recording = play::RecordingSource::open(path);
    if (!recording) {
        showError(recording.error());
        return false;
    }
    m_recent->add(path);
    compareWith(std::move(recording.value()));
    return true;
}

void MainWindow::compareWith(std::unique_ptr<play::RecordingSource> recording)
{
    m_projector->end();
    const lesson::RecordedLesson recorded = lesson::recordedLesson(recording->info());
    const CompareDesk::Shown own =
        shownAs(m_lesson, m_view->figureStyle().kind, m_clients, m_recording ? m_recording->path() : QString());
    const CompareDesk::Shown other =
        shownAs(recorded.lesson, recorded.kind, recording->info().clients, recording->path());
    m_compare->beginRecording(own, std::move(recording), other);
}

void MainWindow::compareHalves()
{
    m_projector->end();
    const QString path = m_recording ? m_recording->path() : QString();
    m_compare->beginHalves(shownAs(m_lesson, lesson::Kind::Tcp, m_clients, path),
                           shownAs(m_lesson, lesson::Kind::Udp, m_clients, path));
}

/// The run of the lesson as it was at first beside the present one.
void MainWindow::compareChange()
{
    if (!m_change->first() || m_playback.isLocked()) {
        return;
    }
    m_projector->end();
    lesson::Lesson first = m_lesson;
    const panels::RunSetting &setting = m_change->firstSetting();
    first.choices = setting.choices;
    m_compare->beginBefore(shownAs(first, setting.kind, setting.clients, {}), m_change->first(),
                           shownAs(m_lesson, m_view->figureStyle().kind, m_clients, {}));
}

} // namespace zocalo::view
