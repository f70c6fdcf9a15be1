// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/mainwindow.h"

#include "app/export/figurefile.h"
#include "app/figure/painter.h"
#include "app/panels/codepanel.h"
#include "app/text/errortext.h"
#include "app/text/language.h"
#include "app/view/actiondesk.h"
#include "app/view/appearance.h"
#include "app/view/banner.h"
#include "app/view/controlbar.h"
#include "app/view/desktophabits.h"
#include "app/view/panekeys.h"
#include "app/view/paneldocks.h"
#include "app/view/runfiles.h"
#include "app/view/truthdesk.h"
#include "app/view/windowactions.h"
#include "core/lesson/lessonlibrary.h"
#include "core/lesson/recordedlesson.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QFileDialog>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QVBoxLayout>

namespace zocalo::view {

namespace {

constexpr QSizeF PictureSize(1920, 1080);

} // namespace

MainWindow::MainWindow(const lesson::Lesson &lesson, bool languageGiven, QWidget *parent)
    : QMainWindow(parent), m_lesson(lesson), m_clients(lesson.clients), m_actions(new WindowActions(this)),
      m_view(new FigureView(m_playback, this)), m_bar(new ControlBar(m_playback, this)), m_banner(new Banner(this)),
      m_desk(new ActionDesk(m_playback, *m_view, m_actions->actsMenu(), this)),
      m_truth(new TruthDesk(m_playback, *m_view, m_actions->actsMenu(), this)), m_files(new RunFiles(m_playback, this)),
      m_docks(new PanelDocks(this, *m_view, m_actions->panelsMenu())), m_code(new panels::CodePanel(m_playback, this))
{
    auto *centre = new QWidget(this);
    auto *column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_banner);
    column->addWidget(m_view, 1);
    column->addWidget(m_bar);
    setCentralWidget(centre);
    resize(1280, 800);
    makePanels();
    new PaneKeys(this, {m_view, m_bar, m_code}); // belongs to the window
    connectRunActions();
    connectViewActions();
    restoreChoices(languageGiven);
    openLesson(lesson);
    m_view->setFocus();
}

void MainWindow::openLesson(const lesson::Lesson &lesson)
{
    m_lesson = lesson;
    m_clients = lesson.clients;
    FigureStyle style = m_view->figureStyle();
    style.kind = lesson.kind;
    m_view->setFigureStyle(style);
    setDetail(lesson.detail);
    m_actions->fitLesson(m_lesson, style.kind);
    checkValue(m_actions->clients, m_clients);
    retranslate();
}

MainWindow::~MainWindow()
{
    m_desk->setRun(nullptr);
    m_playback.setRun(nullptr);
}

void MainWindow::makePanels()
{
    m_docks->add(m_code, QStringLiteral("code"), Qt::RightDockWidgetArea, Qt::Key_F9);
    // A panel that is open is not painted as well.
    connect(m_docks, &PanelDocks::shownChanged, this, [this] { m_view->setPanelsPainted(!m_docks->isAnyShown()); });
}

void MainWindow::connectRunActions()
{
    connect(m_actions->play, &QAction::triggered, &m_playback, &play::Playback::togglePlaying);
    connect(m_actions->forward, &QAction::triggered, &m_playback, &play::Playback::stepForward);
    connect(m_actions->back, &QAction::triggered, &m_playback, &play::Playback::stepBack);
    connect(m_actions->toStart, &QAction::triggered, &m_playback, &play::Playback::toStart);
    connect(m_actions->toEnd, &QAction::triggered, &m_playback, &play::Playback::toEnd);
    connect(m_actions->faster, &QAction::triggered, this, [this] { changeSpeed(+1); });
    connect(m_actions->slower, &QAction::triggered, this, [this] { changeSpeed(-1); });
    connect(m_actions->runAgain, &QAction::triggered, this, &MainWindow::startRun);
    connect(m_banner, &Banner::actionChosen, this, &MainWindow::startRun);
    connect(m_desk, &ActionDesk::told, m_bar, &ControlBar::tell);
    connect(m_desk, &ActionDesk::textAsked, m_truth, &TruthDesk::putAway);
    connect(m_actions->lessons, &QActionGroup::triggered, this, [this](QAction *action) {
        const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(action->data().toString());
        if (lesson && lesson.value().id != m_lesson.id) {
            openLesson(lesson.value());
            startRun();
        }
    });
    connect(m_actions->clients, &QActionGroup::triggered, this,
            [this](QAction *action) { setClients(action->data().toInt()); });
    connect(m_actions->kinds, &QActionGroup::triggered, this, [this](QAction *action) {
        FigureStyle style = m_view->figureStyle();
        style.kind = lesson::Kind(action->data().toInt());
        m_view->setFigureStyle(style);
        m_actions->fitLesson(m_lesson, style.kind);
        startRun();
    });
}

void MainWindow::connectViewActions()
{
    connect(m_actions->savePicture, &QAction::triggered, this, &MainWindow::askWhereToSave);
    connect(m_actions->copyPicture, &QAction::triggered, this, &MainWindow::copyPicture);
    connect(m_actions->saveRun, &QAction::triggered, this, [this] { m_files->askWhereToSave(m_lesson.id); });
    connect(m_files, &RunFiles::failed, this, &MainWindow::showError);
    connect(m_actions->quit, &QAction::triggered, this, &QWidget::close);
    connect(m_actions->about, &QAction::triggered, this, &MainWindow::showAbout);
    connect(m_actions->details, &QActionGroup::triggered, this,
            [this](QAction *action) { setDetail(lesson::Detail(action->data().toInt())); });
    connect(m_actions->themes, &QActionGroup::triggered, this,
            [this](QAction *action) { setTheme(figure::Theme(action->data().toInt())); });
    connect(m_actions->languages, &QActionGroup::triggered, this,
            [](QAction *action) { text::setLanguage(action->data().toString()); });
    connect(m_actions->reducedMotion, &QAction::toggled, &m_playback, &play::Playback::setReducedMotion);
    connect(m_actions->fullScreen, &QAction::toggled, this, [this](bool on) { on ? showFullScreen() : showNormal(); });
}

void MainWindow::startRun()
{
    endRun();
    m_run = std::make_unique<play::LiveRun>(m_lesson, m_clients, m_view->figureStyle().kind, text::language());
    m_code->setPlan({m_lesson.expand(m_clients, m_view->figureStyle().kind), text::language(), m_lesson.stablePorts});
    m_playback.setRun(m_run.get());
    m_desk->setRun(m_run.get());
    connect(m_run.get(), &play::LiveRun::finished, this, &MainWindow::runEnded);
    m_files->setRun(m_run.get(), lesson::recordingInfo(m_lesson, m_view->figureStyle().kind, m_clients,
                                                       text::language(), QApplication::applicationVersion()));
    m_bar->setLive(true);
    m_run->start();
}

void MainWindow::runEnded()
{
    m_bar->setLive(false);
    const Error &error = m_run->error();
    if (error.code == ErrorCode::None || error.code == ErrorCode::Stopped) {
        return;
    }
    m_failed = true;
    m_banner->showMessage(text::ErrorText::of(error), tr("Run again"));
}

void MainWindow::setClients(int clients)
{
    if (clients == m_clients) {
        return;
    }
    m_clients = clients;
    startRun();
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
    m_truth->setTheme(theme);
    m_docks->setTheme(theme);
    checkValue(m_actions->themes, int(theme));
}

void MainWindow::changeSpeed(int by) { m_playback.setSpeed(by > 0 ? m_playback.speed() * 2 : m_playback.speed() / 2); }

void MainWindow::askWhereToSave()
{
    m_playback.pause();
    QFileDialog dialog(this, tr("Save picture"));
    dialog.setAcceptMode(QFileDialog::AcceptSave);
    dialog.setNameFilters({tr("PNG picture (*.png)"), tr("SVG drawing (*.svg)"), tr("PDF page (*.pdf)")});
    dialog.setDefaultSuffix(QStringLiteral("png"));
    dialog.selectFile(QStringLiteral("%1-%2.png").arg(m_lesson.id).arg(m_playback.step()));
    connect(&dialog, &QFileDialog::filterSelected, &dialog, [&dialog](const QString &filter) {
        for (const QString &format : exporting::figureFormats()) {
            if (filter.contains(QLatin1String("*.") + format)) {
                dialog.setDefaultSuffix(format);
            }
        }
    });
    if (dialog.exec() == QDialog::Accepted && !dialog.selectedFiles().isEmpty()) {
        savePicture(dialog.selectedFiles().first());
    }
}

bool MainWindow::savePicture(const QString &path)
{
    if (exporting::formatOf(path).isEmpty()) {
        m_banner->showMessage(tr("A picture is written as .png, .svg or .pdf: %1 has another ending.").arg(path));
        return false;
    }
    const figure::Theme theme = m_view->figureStyle().theme;
    const Status status = exporting::writeFigure(m_view->figureAt(PictureSize, theme), {theme, text::language()}, path);
    if (!status) {
        m_banner->showMessage(text::ErrorText::of(status.error()));
    }
    return status.ok();
}

void MainWindow::copyPicture()
{
    const figure::Theme theme = m_view->figureStyle().theme;
    QApplication::clipboard()->setImage(figure::render(m_view->figureAt(PictureSize, theme), theme));
}

void MainWindow::showAbout()
{
    QMessageBox::about(
        this, tr("About Zócalo"),
        tr("<b>Zócalo %1</b><p>Which socket does a message land in, and why: genuine TCP and UDP sockets in "
           "genuine processes.</p><p>Qt %2. MIT licence; the fonts Inter and JetBrains Mono are under the "
           "SIL Open Font License.</p>")
            .arg(QApplication::applicationVersion(), QLatin1String(qVersion())));
}

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
    setWindowTitle(tr("%1 – Zócalo").arg(m_lesson.title.in(text::language())));
    checkValue(m_actions->languages, text::language());
    if (m_failed && m_run) {
        m_banner->showMessage(text::ErrorText::of(m_run->error()), tr("Run again"));
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!m_files->mayLeave(m_lesson.id)) {
        event->ignore();
        return;
    }
    saveChoices();
    endRun();
    QMainWindow::closeEvent(event);
}

void MainWindow::restoreChoices(bool languageGiven)
{
    const QSettings settings;
    restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray());
    m_truth->setShown(settings.value(QStringLiteral("window/details"), true).toBool());
    restoreState(settings.value(QStringLiteral("window/panels")).toByteArray());
    m_code->setCodeLanguage(settings.value(QStringLiteral("window/codeIsC"), false).toBool() ? code::Language::C
                                                                                             : code::Language::Python);
    const int theme = settings.value(QStringLiteral("window/theme"), int(figure::Theme::Light)).toInt();
    setTheme(theme >= 0 && theme <= int(figure::Theme::Contrast) ? figure::Theme(theme) : figure::Theme::Light);
    const QString language = settings.value(QStringLiteral("window/language")).toString();
    if (!languageGiven && (language == QLatin1String("es") || language == QLatin1String("en"))) {
        text::setLanguage(language);
    }
    m_playback.setSpeed(settings.value(QStringLiteral("window/speed"), 1.0).toDouble());
    m_actions->reducedMotion->setChecked(
        settings.value(QStringLiteral("window/reducedMotion"), desktopReducesMotion()).toBool());
}

void MainWindow::saveChoices() const
{
    QSettings settings;
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/details"), m_truth->isShown());
    settings.setValue(QStringLiteral("window/panels"), saveState());
    settings.setValue(QStringLiteral("window/codeIsC"), m_code->codeLanguage() == code::Language::C);
    settings.setValue(QStringLiteral("window/theme"), int(m_view->figureStyle().theme));
    // Only a language that was chosen by hand is remembered: otherwise the locale decides, each time.
    if (text::language() != text::systemLanguage()) {
        settings.setValue(QStringLiteral("window/language"), text::language());
    } else {
        settings.remove(QStringLiteral("window/language"));
    }
    settings.setValue(QStringLiteral("window/speed"), m_playback.speed());
    // The same with the motion: where nothing else was chosen, the desktop decides.
    if (m_playback.reducedMotion() != desktopReducesMotion()) {
        settings.setValue(QStringLiteral("window/reducedMotion"), m_playback.reducedMotion());
    } else {
        settings.remove(QStringLiteral("window/reducedMotion"));
    }
}

} // namespace zocalo::view
