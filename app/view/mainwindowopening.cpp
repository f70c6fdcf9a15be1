// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The part of the window that chooses what it shows: a lesson, its clients and protocols, a file.
#include "app/panels/codepanel.h"
#include "app/text/errortext.h"
#include "app/text/faulttext.h"
#include "app/text/language.h"
#include "app/view/actiondesk.h"
#include "app/view/banner.h"
#include "app/view/changedesk.h"
#include "app/view/controlbar.h"
#include "app/view/filedates.h"
#include "app/view/lessondesk.h"
#include "app/view/mainwindow.h"
#include "app/view/programdesk.h"
#include "app/view/programdialog.h"
#include "app/view/recentfiles.h"
#include "app/view/runfiles.h"
#include "app/view/windowactions.h"
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/lessonreader.h"
#include "core/lesson/recordedlesson.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QInputDialog>
#include <QMimeData>
#include <QUrl>

#include <algorithm>

namespace zocalo::view {

bool MainWindow::mayLeaveRun() { return m_files->mayLeave(m_lesson.id); }

void MainWindow::openBundled(const QString &id)
{
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(id);
    if (lesson && lesson.value().id == m_lesson.id) {
        runAgain(); // whoever chooses the present one wants it from its start
    } else if (lesson && mayLeaveRun()) {
        openLesson(lesson.value());
        startRun();
    }
    m_actions->fitLesson(m_lesson, m_view->figureStyle().kind);
}

void MainWindow::openKind(lesson::Kind kind)
{
    const bool isLesson = !m_lesson.id.isEmpty();
    if (!isLesson || mayLeaveRun()) {
        m_chosenKind = kind;
        FigureStyle style = m_view->figureStyle();
        style.kind = kind;
        m_view->setFigureStyle(style);
        startRun(); // of programs that are watched it is only another picture
    }
    m_actions->fitLesson(m_lesson, m_view->figureStyle().kind);
}

void MainWindow::runAgain()
{
    if (!m_lesson.id.isEmpty() && mayLeaveRun()) {
        startRun();
    }
}

void MainWindow::setLaboratory(bool on)
{
    if (on == m_lesson.laboratory || m_lesson.id.isEmpty()) {
        return;
    }
    if (mayLeaveRun()) {
        startRun();
    } else {
        const QSignalBlocker quiet(m_actions->laboratory);
        m_actions->laboratory->setChecked(m_lesson.laboratory);
    }
}

void MainWindow::leaveLaboratory(const Error &why)
{
    const QString told = text::ErrorText::of(why);
    m_actions->laboratory->setChecked(false); // starts the run again, without
    m_banner->showMessage(told);
}

void MainWindow::runChanged(const panels::RunSetting &setting)
{
    const Result<lesson::Lesson> lesson = lesson::LessonReader().changed(m_lesson, setting.choices);
    if (!lesson || !mayLeaveRun()) {
        return;
    }
    m_lesson = lesson.value();
    m_clients = setting.clients;
    FigureStyle style = m_view->figureStyle();
    // A switch may make it a lesson of the other protocol.
    const bool fits =
        m_lesson.kind == lesson::Kind::Twin || setting.kind == m_lesson.kind || setting.kind == lesson::Kind::Pair;
    style.kind = fits ? setting.kind : m_lesson.kind;
    m_view->setFigureStyle(style);
    m_actions->fitLesson(m_lesson, style.kind);
    m_actions->checkClients(m_clients);
    startRun();
}

void MainWindow::setClients(int clients)
{
    if (clients != m_clients && !m_lesson.id.isEmpty() && mayLeaveRun()) {
        m_clients = clients;
        startRun();
    }
    m_actions->checkClients(m_clients);
}

void MainWindow::askForClients()
{
    m_actions->checkClients(m_clients); // until another number was given
    auto *dialog = new QInputDialog(this);
    dialog->setObjectName(QStringLiteral("clientsDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Clients"));
    dialog->setLabelText(tr("How many clients, from 1 to %1:").arg(m_lesson.maxClients));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(1, m_lesson.maxClients);
    dialog->setIntValue(m_clients);
    connect(dialog, &QInputDialog::intValueSelected, this, &MainWindow::setClients);
    dialog->open();
}

void MainWindow::startRun()
{
    if (m_lesson.id.isEmpty()) {
        return; // programs of the user's: theirs to start again
    }
    m_lesson.laboratory = m_actions->laboratory->isChecked();
    FigureStyle style = m_view->figureStyle();
    style.hosts = m_lesson.hostsOfProcesses();
    m_view->setFigureStyle(style);
    m_actions->fitLesson(m_lesson, style.kind);
    m_change->begin(m_lesson, {m_lesson.choices, m_clients, m_view->figureStyle().kind}, text::language());
    endRun();
    m_run = std::make_unique<play::LiveRun>(m_lesson, m_clients, m_view->figureStyle().kind, text::language());
    m_code->setPlan({m_lesson.expand(m_clients, m_view->figureStyle().kind), text::language(), m_lesson.stablePorts});
    m_lessons->begin(m_lesson, m_lesson.expand(m_clients, m_view->figureStyle().kind));
    m_playback.setRun(m_run.get());
    m_desk->setRun(m_run.get());
    connect(m_run.get(), &play::LiveRun::finished, this, &MainWindow::runEnded);
    m_files->setRun(m_run.get(), lesson::recordingInfo(m_lesson, m_view->figureStyle().kind, m_clients,
                                                       text::language(), QApplication::applicationVersion()));
    m_bar->setSource(ControlBar::Source::Lesson);
    m_ending.startAfterwards(m_run.get());
}

void MainWindow::runEnded()
{
    m_bar->setSource(ControlBar::Source::Over);
    const Error &error = m_run->error();
    if (error.code == ErrorCode::None || error.code == ErrorCode::Stopped) {
        return;
    }
    if (error.code == ErrorCode::Laboratory) {
        // Later: the run that has just ended is still at work.
        QMetaObject::invokeMethod(
            this, [this, why = error] { leaveLaboratory(why); }, Qt::QueuedConnection);
        return;
    }
    m_failed = true;
    m_banner->showMessage(text::ErrorText::of(error), tr("Run again"));
}

void MainWindow::askWhatToOpen()
{
    auto *dialog = new QFileDialog(this, tr("Open a lesson or a recording"));
    FileDates::putInto(*dialog);
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("Lessons and recordings (*.toml *.zocalo)"), tr("Lessons (*.toml)"),
                            tr("Recordings (*.zocalo)"), tr("All files (*)")});
    const QStringList recent = RecentFiles::paths();
    if (!recent.isEmpty()) {
        dialog->setDirectory(QFileInfo(recent.first()).path());
    }
    connect(dialog, &QFileDialog::fileSelected, this, &MainWindow::openFile);
    dialog->open();
}

bool MainWindow::openFile(const QString &path)
{
    if (path.endsWith(QLatin1String(".zocalo"), Qt::CaseInsensitive)) {
        const bool opened = openRecording(path);
        if (opened) {
            m_recent->add(path);
        }
        return opened;
    }
    QList<lesson::Fault> faults;
    // As an absolute path: a word alone would be looked for among the lessons that come with the program.
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QFileInfo(path).absoluteFilePath(), &faults);
    if (!lesson) {
        QString told = faults.isEmpty() ? text::ErrorText::of(lesson.error()) : text::FaultText::line(faults.first());
        if (faults.size() > 1) {
            told += QLatin1Char('\n') + tr("%n more faults: \"zocalo check\" tells all of them.", nullptr,
                                           static_cast<int>(faults.size() - 1));
        }
        m_banner->showMessage(told);
        return false;
    }
    if (!mayLeaveRun()) {
        return false;
    }
    m_recent->add(path);
    openLesson(lesson.value());
    startRun();
    return true;
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    // Not the picture that was taken out of this window.
    const QList<QUrl> urls = event->mimeData()->urls();
    const bool areFiles = std::all_of(urls.begin(), urls.end(), [](const QUrl &url) { return url.isLocalFile(); });
    if (!event->source() && (urls.size() == 1 || urls.size() == 2) && areFiles) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    event->acceptProposedAction();
    const QList<QUrl> urls = event->mimeData()->urls();
    const QString path = urls.value(0).toLocalFile();
    const QString other = urls.value(1).toLocalFile(); // two are shown side by side
    // Later: the program that it comes from waits until this one has taken it.
    QMetaObject::invokeMethod(
        this,
        [this, path, other] {
            if (ProgramDialog::isProgram(path)) {
                m_programs->ask(path);
            } else if (openFile(path) && !other.isEmpty()) {
                compareWith(other);
            }
        },
        Qt::QueuedConnection);
}

} // namespace zocalo::view
