// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The part of the window that shows programs of the user's: those in terminals, and those that it starts itself.
#include "app/panels/codepanel.h"
#include "app/text/language.h"
#include "app/text/watchtext.h"
#include "app/view/banner.h"
#include "app/view/changedesk.h"
#include "app/view/controlbar.h"
#include "app/view/holdbar.h"
#include "app/view/joindialog.h"
#include "app/view/lessondesk.h"
#include "app/view/mainwindow.h"
#include "app/view/programdesk.h"
#include "app/view/runfiles.h"
#include "app/view/watchdoor.h"
#include "app/view/windowactions.h"
#include "core/lesson/recordedlesson.h"

#include <algorithm>

#include <QActionGroup>
#include <QApplication>

namespace zocalo::view {

namespace {

/// Of what is not seen: the figure keeps its room.
constexpr int MostInBanner = 4;

} // namespace

bool MainWindow::openDoor()
{
    m_door = new WatchDoor([this](const run::WatchRequest &request) { return invite(request); }, this);
    const bool isOpen = m_door->open();
    m_actions->setDoor(isOpen);
    return isOpen;
}

/// The first program takes the place of what is shown; the others come into the same picture.
QByteArray MainWindow::invite(const run::WatchRequest &request)
{
    if (!m_watch) {
        // Nothing is lost for a program that comes. It waits for its answer, so nobody is asked.
        QString kept;
        if (m_files->isUnsaved()) {
            if (const Status saved = m_files->keepAside(kept); !saved) {
                showError(saved.error());
                return {};
            }
        }
        showWatch(request.command);
        if (!kept.isEmpty()) {
            m_banner->showMessage(tr("A program came to be watched. The run that was here is kept in %1").arg(kept));
        }
    }
    const Result<QByteArray> listener = m_watch->start();
    if (!listener) {
        showError(listener.error());
        return {};
    }
    if (request.pace) {
        m_playback.setPace(*request.pace);
    }
    m_watch->expect(request);
    return listener.value();
}

/// A program that is about to be started here takes the place of what is shown, too: then the user is there, and asked.
play::WatchSource *MainWindow::beginWatch(const QStringList &command)
{
    if (!m_watch && mayLeaveRun()) {
        showWatch(command);
    }
    if (!m_watch) {
        return nullptr;
    }
    if (const Result<QByteArray> listener = m_watch->start(); !listener) {
        showError(listener.error());
        return nullptr;
    }
    return m_watch.get();
}

void MainWindow::showWatch(const QStringList &command)
{
    endRun();
    history::RecordingInfo info;
    info.program = QApplication::applicationVersion();
    info.language = text::language();
    info.command = command;
    openLesson(lesson::recordedLesson(info).lesson);
    m_lessons->rest();
    m_change->rest();
    m_code->setPlan({m_lesson.expand(m_clients, m_lesson.kind), info.language, m_lesson.stablePorts});
    m_watch = std::make_unique<play::WatchSource>();
    if (m_door) {
        m_watch->setToken(m_door->token());
    }
    m_playback.setWatch(m_watch.get());
    m_files->setWatch(info);
    connect(m_watch.get(), &play::WatchSource::eventsRead, this, &MainWindow::fitKind);
    m_unseenTold = 0;
    connect(m_watch.get(), &play::WatchSource::unseenFound, this, &MainWindow::tellUnseen);
    connect(m_watch.get(), &play::WatchSource::failed, this, &MainWindow::showError);
    m_holds->setWatch(m_watch.get());
    m_bar->setSource(ControlBar::Source::Programs);
    raise();
}

/// Where the program is that it is about: in its console, or, if that is a terminal's, over the figure.
void MainWindow::tellUnseen(const QList<run::Unseen> &parts)
{
    for (const run::Unseen &part : parts) {
        if (m_programs->tell(part)) {
            continue;
        }
        if (m_unseenTold < MostInBanner) {
            m_banner->addMessage(text::WatchText::notSeen(part, text::WatchText::Way::Window));
        } else if (m_unseenTold == MostInBanner) {
            m_banner->addMessage(text::WatchText::moreNotSeen());
        }
        ++m_unseenTold;
    }
}

void MainWindow::connectWatchActions()
{
    connect(m_actions->paces, &QActionGroup::triggered, this,
            [this](QAction *action) { m_playback.setPace(run::Pace(action->data().toInt())); });
    connect(m_actions->joinFrom, &QAction::triggered, this, [this] {
        if (m_door) {
            (new JoinDialog(QString::fromLocal8Bit(m_door->path()), QString::fromLatin1(m_door->tokenText()), this))
                ->open();
        }
    });
    connect(m_actions->stopWatching, &QAction::triggered, this, &MainWindow::stopWatching);
    // Later: the button is in the bar that goes.
    connect(m_holds, &HoldBar::stopAsked, this, &MainWindow::stopWatching, Qt::QueuedConnection);
}

/// The programs run on, unobserved; what was seen of them stays, and can be saved.
void MainWindow::stopWatching()
{
    if (!m_watch) {
        return;
    }
    m_watch->stop();
    m_playback.endWatch();
    m_holds->setWatch(nullptr);
    m_watch.reset();
    const world::Timeline &seen = m_playback.timeline();
    const QList<world::Process> all = seen.world(seen.stepCount() - 1).processes();
    const auto live = static_cast<int>(std::count_if(all.begin(), all.end(), [](const world::Process &process) {
        return !process.outside && process.activity != world::Activity::Ended;
    }));
    m_bar->setSource(live > 0 ? ControlBar::Source::Left : ControlBar::Source::Over);
    FigureStyle style = m_view->figureStyle();
    style.left = live > 0;
    m_view->setFigureStyle(style);
    if (live > 0) {
        m_banner->showMessage(tr("Watched no more: %n programs go on as if nobody had looked. What was seen until now "
                                 "stays, and can be saved.",
                                 nullptr, live));
    }
}

/// What programs do tells which figure shows it, unless the user has said it.
void MainWindow::fitKind()
{
    FigureStyle style = m_view->figureStyle();
    const world::World &last = m_playback.timeline().world(m_playback.lastStep());
    const bool isChosen = m_chosenKind && lesson::canBeShownAs(last, *m_chosenKind);
    const lesson::Kind kind = isChosen ? *m_chosenKind : lesson::kindOf(last);
    if (style.kind != kind) {
        style.kind = kind;
        m_view->setFigureStyle(style);
        m_actions->fitLesson(m_lesson, kind);
    }
}

} // namespace zocalo::view
