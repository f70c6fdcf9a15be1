// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/mainwindow.h"

#include "app/panels/codepanel.h"
#include "app/panels/kernelpanel.h"
#include "app/panels/statespanel.h"
#include "app/panels/timelinepanel.h"
#include "app/text/errortext.h"
#include "app/text/language.h"
#include "app/view/aboutbox.h"
#include "app/view/actiondesk.h"
#include "app/view/appearance.h"
#include "app/view/banner.h"
#include "app/view/changedesk.h"
#include "app/view/comparedesk.h"
#include "app/view/compareview.h"
#include "app/view/controlbar.h"
#include "app/view/holdbar.h"
#include "app/view/keyreasons.h"
#include "app/view/keyspage.h"
#include "app/view/lessondesk.h"
#include "app/view/loadingbar.h"
#include "app/view/panekeys.h"
#include "app/view/paneldocks.h"
#include "app/view/pictureactions.h"
#include "app/view/picturedialog.h"
#include "app/view/programdesk.h"
#include "app/view/projector.h"
#include "app/view/recentfiles.h"
#include "app/view/runfiles.h"
#include "app/view/truthdesk.h"
#include "app/view/windowactions.h"

#include <QActionGroup>
#include <QApplication>
#include <QCloseEvent>
#include <QDockWidget>
#include <QSettings>
#include <QVBoxLayout>

namespace zocalo::view {

namespace {

constexpr int EnoughSteps = 12; ///< after which the hint for the first time goes away

} // namespace

MainWindow::MainWindow(const lesson::Lesson &lesson, bool languageGiven, QWidget *parent)
    : QMainWindow(parent), m_lesson(lesson), m_clients(lesson.clients), m_actions(new WindowActions(this)),
      m_view(new FigureView(m_playback, this)), m_bar(new ControlBar(m_playback, this)),
      m_holds(new HoldBar(m_playback, *m_view, *m_actions, this)), m_banner(new Banner(this)), m_hint(new Banner(this)),
      m_loading(new LoadingBar(this)), m_desk(new ActionDesk(m_playback, *m_view, m_actions->actsMenu(), this)),
      m_truth(new TruthDesk(m_playback, *m_view, m_actions->actsMenu(), this)), m_files(new RunFiles(m_playback, this)),
      m_pictures(new PictureActions(m_playback, *m_view, this)),
      m_recent(new RecentFiles(m_actions->recentMenu(), this)),
      m_history(new ViewHistory(m_actions->undo, m_actions->redo, this)),
      m_docks(new PanelDocks(this, *m_view, m_actions->panelsMenu())),
      m_lessons(new LessonDesk(m_playback, *m_docks, this)), m_code(new panels::CodePanel(m_playback, this))
{
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_hint);
    column->addWidget(m_banner);
    column->addWidget(m_loading);
    column->addWidget(m_view, 1);
    column->addWidget(m_holds);
    column->addWidget(m_bar);
    setCentralWidget(centre);
    makeCompare(column);
    makePanels();
    new PaneKeys(this, QList<QWidget *>{m_view, m_bar, m_compare->home()} + m_docks->panels()); // belongs to the window
    m_projector = new Projector(*m_view, column, this, m_actions->menus());
    m_keyReasons = new KeyReasons(m_actions->menus(), this);
    connectRunActions();
    connectViewActions();
    connectWatchActions();
    connectHabits();
    restoreChoices(languageGiven);
    openLesson(lesson);
    m_history->clear(); // nothing was chosen yet
    showHint();
    m_view->setFocus();
}

void MainWindow::openLesson(const lesson::Lesson &lesson)
{
    m_lesson = lesson;
    m_chosenKind.reset();
    m_pictures->setLesson(lesson.id);
    m_clients = lesson.clients;
    FigureStyle style = m_view->figureStyle();
    style.kind = lesson.kind;
    style.programs = lesson.id.isEmpty();
    style.left = false;
    style.headline = lesson::headlineOf(lesson);
    style.hosts = lesson.hostsOfProcesses();
    m_view->setFigureStyle(style);
    setDetail(lesson.detail);
    m_actions->fitLesson(m_lesson, style.kind);
    m_actions->checkClients(m_clients);
    retranslate();
}

MainWindow::~MainWindow()
{
    m_projector->end();
    m_compare->end();
    m_desk->setRun(nullptr);
    m_holds->setWatch(nullptr);
    m_playback.setRun(nullptr);
    // The base class's destructor hides what is still shown and destroys the children, which tell of it: by then there
    // is no window in the sense of this class to listen, and no playback.
    hide();
    const QList<QObject *> children = findChildren<QObject *>();
    for (QObject *child : children) {
        child->disconnect(this);
    }
}

void MainWindow::makePanels()
{
    QDockWidget *const codeDock = m_docks->add(m_code, QStringLiteral("code"), Qt::RightDockWidgetArea, Qt::Key_F9);
    m_docks->add(new panels::KernelPanel(m_playback, this), QStringLiteral("kernel"), Qt::RightDockWidgetArea,
                 Qt::Key_F7);
    auto *timeline = new panels::TimelinePanel(m_playback, this);
    m_docks->add(timeline, QStringLiteral("timeline"), Qt::BottomDockWidgetArea, Qt::Key_F8);
    m_docks->add(new panels::StatesPanel(m_playback, this), QStringLiteral("states"), Qt::RightDockWidgetArea,
                 Qt::SHIFT | Qt::Key_F7, PanelDocks::Part::OfTheWindow);
    // An open question has to be seen whole: it shares the place of the code.
    m_docks->stack(codeDock, m_lessons->questionDock());
    m_change = new ChangeDesk(m_playback, *m_docks, *timeline, this);
    m_programs = new ProgramDesk([this](const QStringList &command) { return beginWatch(command); }, *m_docks, this);
    // A panel that is open is not painted as well.
    connect(m_docks, &PanelDocks::shownChanged, this, [this] { m_view->setPanelsPainted(!m_docks->isAnyShown()); });
}

void MainWindow::connectRunActions()
{
    connect(m_actions->play, &QAction::triggered, this, [this] { lead().togglePlaying(); });
    connect(m_actions->forward, &QAction::triggered, this, [this] { lead().stepForward(); });
    connect(m_actions->back, &QAction::triggered, this, [this] { lead().stepBack(); });
    connect(m_actions->toStart, &QAction::triggered, this, [this] { lead().toStart(); });
    connect(m_actions->toEnd, &QAction::triggered, this, [this] { lead().toEnd(); });
    connect(m_actions->faster, &QAction::triggered, this, [this] { changeSpeed(+1); });
    connect(m_actions->slower, &QAction::triggered, this, [this] { changeSpeed(-1); });
    connect(m_actions->runAgain, &QAction::triggered, this, &MainWindow::runAgain);
    connect(m_actions->laboratory, &QAction::toggled, this, &MainWindow::setLaboratory);
    connect(m_banner, &Banner::actionChosen, this, &MainWindow::runAgain);
    connect(m_desk, &ActionDesk::told, this, &MainWindow::tell);
    connect(m_desk, &ActionDesk::tookBack, this, &MainWindow::takeBack);
    connect(m_desk, &ActionDesk::acted, m_history, &ViewHistory::passBarrier);
    connect(m_keyReasons, &KeyReasons::told, this, &MainWindow::tell);
    connect(m_keyReasons, &KeyReasons::tookBack, this, &MainWindow::takeBack);
    connect(m_desk, &ActionDesk::textAsked, m_truth, &TruthDesk::putAway);
    connect(m_actions->lessons, &QActionGroup::triggered, this,
            [this](QAction *action) { openBundled(action->data().toString()); });
    connect(m_lessons, &LessonDesk::lessonChosen, this, &MainWindow::openBundled);
    connect(m_change, &ChangeDesk::runAsked, this, &MainWindow::runChanged);
    connect(m_change, &ChangeDesk::besideAsked, this, &MainWindow::compareChange);
    // The explanation says it all; a card would cover what it speaks of.
    connect(m_lessons, &LessonDesk::evidenceShown, m_truth, &TruthDesk::putAway);
    connect(m_lessons, &LessonDesk::questionWords, m_projector, &Projector::showQuestion);
    m_projector->setBeforeEnd([this] { return m_truth->putAway(); });
    connect(m_projector, &Projector::skipAsked, m_lessons, &LessonDesk::skipQuestion);
    connect(m_lessons, &LessonDesk::lessonGoesOn, m_view, [this] { m_view->setFocus(); });
    connect(m_lessons, &LessonDesk::failed, this, &MainWindow::showError);
    connect(m_actions->clients, &QActionGroup::triggered, this,
            [this](QAction *action) { setClients(action->data().toInt()); });
    connect(m_actions->otherClients, &QAction::triggered, this, &MainWindow::askForClients);
    connect(m_actions->kinds, &QActionGroup::triggered, this,
            [this](QAction *action) { openKind(lesson::Kind(action->data().toInt())); });
}

void MainWindow::setQuestionsAsked(bool asked) { m_lessons->setAsking(asked); }

void MainWindow::connectViewActions()
{
    connect(m_actions->savePicture, &QAction::triggered, m_pictures, &PictureActions::ask);
    connect(m_actions->copyPicture, &QAction::triggered, m_pictures, &PictureActions::copy);
    connect(m_pictures, &PictureActions::done, this, &MainWindow::tell);
    connect(m_pictures, &PictureActions::failed, m_banner, [this](const QString &why) { m_banner->showMessage(why); });
    connect(m_actions->saveRun, &QAction::triggered, this, [this] { m_files->askWhereToSave(m_lesson.id); });
    connect(m_actions->saveSegments, &QAction::triggered, this,
            [this] { m_files->askWhereToSaveSegments(m_lesson.id); });
    connect(m_actions->saveLesson, &QAction::triggered, this, [this] { m_files->askWhereToSaveLesson(m_lesson.id); });
    connect(m_files, &RunFiles::saved, this, &MainWindow::tell);
    connect(m_files, &RunFiles::failed, this, &MainWindow::showError);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    using Change = ViewHistory::Change;
    connect(m_actions->details, &QActionGroup::triggered, this, [this](QAction *action) {
        changeView(Change::Detail, [&] { setDetail(lesson::Detail(action->data().toInt())); });
    });
    connect(m_actions->themes, &QActionGroup::triggered, this, [this](QAction *action) {
        changeView(Change::Theme, [&] { setTheme(figure::Theme(action->data().toInt())); });
    });
    connect(m_actions->languages, &QActionGroup::triggered, this, [this](QAction *action) {
        changeView(Change::Language, [&] { text::setLanguage(action->data().toString()); });
    });
    connect(m_docks, &PanelDocks::resetAsked, this,
            [this] { changeView(Change::Panels, [this] { m_docks->resetLayout(); }); });
    connect(m_history, &ViewHistory::wanted, this, &MainWindow::restoreView);
    connect(m_history, &ViewHistory::told, this, &MainWindow::tell);
    connect(m_actions->projector, &QAction::triggered, this, [this] {
        m_compare->end(); // one figure goes there
        m_projector->toggle();
    });
    connect(m_projector, &Projector::changed, m_actions->projector, &QAction::setChecked);
    connect(m_actions->reducedMotion, &QAction::toggled, this, [this](bool reduced) {
        m_compare->isOn() ? m_compare->setReducedMotion(reduced) : m_playback.setReducedMotion(reduced);
    });
    connect(m_actions->fullScreen, &QAction::toggled, this, [this](bool on) { on ? showFullScreen() : showNormal(); });
}

void MainWindow::connectHabits()
{
    setAcceptDrops(true);
    connect(m_actions->open, &QAction::triggered, this, &MainWindow::askWhatToOpen);
    connect(m_actions->watchProgram, &QAction::triggered, this, [this] { m_programs->ask(); });
    connect(m_recent, &RecentFiles::chosen, this, &MainWindow::openFile);
    connect(m_actions->keys, &QAction::triggered, this, [this] {
        if (!m_keysPage) {
            m_keysPage = new KeysPage(m_actions->menus(), this);
        }
        m_keysPage->show();
        m_keysPage->raise();
        m_keysPage->activateWindow();
    });
    connect(m_actions->about, &QAction::triggered, this, [this] { (new AboutBox(this))->open(); });
    m_fitRun.setSingleShot(true);
    m_fitRun.setInterval(0);
    const auto fit = [this] {
        const bool isOver = m_bar->source() == ControlBar::Source::Lesson && !(m_run && !m_run->isFinished());
        const bool isOwn = m_compare->isLeadOwn() && !isOver;
        m_actions->fitRun(lead(), m_playback, isOwn ? m_bar->source() : ControlBar::Source::Over);
    };
    connect(&m_fitRun, &QTimer::timeout, this, fit);
    const auto fitSoon = [this] { m_fitRun.start(); };
    connect(&m_playback, &play::Playback::stateChanged, this, fitSoon);
    // At once: the next key may be meant for the step that is shown now.
    connect(&m_playback, &play::Playback::stepChanged, this, fit);
    connect(&m_playback, &play::Playback::grown, this, fitSoon);
}

void MainWindow::showHint()
{
    m_hint->setObjectName(QStringLiteral("hint"));
    const QString seen = QStringLiteral("window/hintSeen");
    if (QSettings().value(seen, false).toBool()) {
        return;
    }
    connect(m_hint, &Banner::actionChosen, m_hint, &QWidget::hide);
    connect(m_hint, &Banner::actionChosen, this, [seen] { QSettings().setValue(seen, true); });
    connect(m_hint, &Banner::dismissed, this, [seen] { QSettings().setValue(seen, true); });
    // Whoever has come as far as this needs it no longer.
    connect(&m_playback, &play::Playback::stepChanged, m_hint, [this, seen](int step) {
        if (step >= EnoughSteps && m_hint->isVisible()) {
            m_hint->hide();
            QSettings().setValue(seen, true);
        }
    });
    m_hint->show();
    retranslate();
}

void MainWindow::setDetail(lesson::Detail detail)
{
    FigureStyle style = m_view->figureStyle();
    style.detail = detail;
    m_view->setFigureStyle(style);
    m_docks->showAll(detail == lesson::Detail::Everything);
    checkValue(m_actions->details, int(detail));
}

void MainWindow::setTheme(figure::Theme theme)
{
    FigureStyle style = m_view->figureStyle();
    style.theme = theme;
    m_view->setFigureStyle(style);
    QApplication::setPalette(paletteFor(theme));
    m_bar->setTheme(theme);
    m_banner->setTheme(theme);
    m_holds->setTheme(theme);
    m_truth->setTheme(theme);
    m_docks->setTheme(theme);
    checkValue(m_actions->themes, int(theme));
}

void MainWindow::changeSpeed(int by) { lead().setSpeed(by > 0 ? lead().speed() * 2 : lead().speed() / 2); }

ViewState MainWindow::viewState() const
{
    const FigureStyle &style = m_view->figureStyle();
    return {style.detail, style.theme, text::language(), saveState()};
}

void MainWindow::changeView(ViewHistory::Change what, const std::function<void()> &change)
{
    const ViewState before = viewState();
    change();
    m_history->changed(what, before, viewState());
}

void MainWindow::restoreView(ViewHistory::Change what, const ViewState &state)
{
    switch (what) {
    case ViewHistory::Change::Detail:
        setDetail(state.detail);
        restoreState(state.panels);
        break;
    case ViewHistory::Change::Theme:
        setTheme(state.theme);
        break;
    case ViewHistory::Change::Language:
        text::setLanguage(state.language);
        break;
    case ViewHistory::Change::Panels:
        restoreState(state.panels);
        break;
    }
}

void MainWindow::tell(const QString &text)
{
    m_bar->tell(text);
    m_projector->tell(text);
    if (m_compare->isOn()) {
        m_compare->view()->setSummary(text); // the window's own controls have stepped aside
    }
}

void MainWindow::takeBack(const QString &text)
{
    m_bar->takeBack(text);
    m_projector->takeBack(text);
    m_compare->takeBack(text);
}

bool MainWindow::savePicture(const QString &path) { return m_pictures->save(path, PictureChoice::remembered()); }

void MainWindow::changeEvent(QEvent *event)
{
    if (event->type() == QEvent::LanguageChange) {
        retranslate();
    }
    QMainWindow::changeEvent(event);
}

void MainWindow::retranslate()
{
    m_actions->retranslate();
    m_desk->retranslate();
    m_truth->retranslate();
    m_docks->retranslate();
    m_recent->retranslate();
    m_projector->retranslate();
    m_history->retranslate();
    m_compare->retranslate();
    setWindowTitle(tr("%1 – Zócalo").arg(m_lesson.title.in(text::language())));
    checkValue(m_actions->languages, text::language());
    if (m_hint->isVisibleTo(this)) {
        m_hint->showMessage(
            tr("Space plays and pauses, the arrows go a step on or back. A click on anything tells all that "
               "is known of it, a double click what can be done with it. F1 shows all keys."),
            tr("Got it"));
    }
    if (m_failed && m_run) {
        m_banner->showMessage(text::ErrorText::of(m_run->error()), tr("Run again"));
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!mayLeaveRun() || !m_programs->mayLeave()) {
        event->ignore();
        return;
    }
    m_projector->end(); // the figure belongs into the window again
    m_compare->end();
    saveChoices();
    endRun();
    QMainWindow::closeEvent(event);
}

} // namespace zocalo::view
