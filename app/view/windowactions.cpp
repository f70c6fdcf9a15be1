// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/windowactions.h"

#include "app/figure/theme.h"
#include "app/play/playback.h"
#include "app/text/language.h"
#include "core/lesson/lessonlibrary.h"
#include "core/run/heldthread.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace zocalo::view {

namespace {

/// Of the programs that are watched, those that a key lets go on.
constexpr int MostGoers = 9;

template <typename Enum>
QVariantList values(std::initializer_list<Enum> list)
{
    QVariantList result;
    for (const Enum value : list) {
        result << int(value);
    }
    return result;
}

} // namespace

WindowActions::WindowActions(QMainWindow *window) : QObject(window)
{
    makeFileMenu(window);
    makeEditMenu(window);
    makeLessonMenu(window);
    makeRunMenu(window);
    m_acts = window->menuBar()->addMenu(QString());
    makeViewMenu(window);
    m_help = window->menuBar()->addMenu(QString());
    keys = add(m_help, "keys", Qt::Key_F1);
    m_help->addSeparator();
    about = add(m_help, "about");
    about->setMenuRole(QAction::AboutRole);
    for (QMenu *menu : window->menuBar()->findChildren<QMenu *>()) {
        menu->setToolTipsVisible(true);
    }
    retranslate();
}

QAction *WindowActions::add(QMenu *menu, const char *name, const QKeySequence &key)
{
    auto *action = new QAction(this);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(key);
    menu->addAction(action);
    return action;
}

QActionGroup *WindowActions::addGroup(QMenu *menu, const char *name, const QVariantList &values)
{
    auto *group = new QActionGroup(this);
    for (const QVariant &value : values) {
        QAction *action = add(menu, name);
        action->setObjectName(QLatin1String(name) + value.toString());
        action->setCheckable(true);
        action->setData(value);
        group->addAction(action);
    }
    return group;
}

void WindowActions::makeFileMenu(QMainWindow *window)
{
    m_file = window->menuBar()->addMenu(QString());
    open = add(m_file, "openFile", QKeySequence::Open);
    m_recent = m_file->addMenu(QString());
    watchProgram = add(m_file, "watchProgram", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    compareFile = add(m_file, "compareFile", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_D));
    saveRun = add(m_file, "saveRun", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    saveLesson = add(m_file, "saveLesson", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_L));
    saveSegments = add(m_file, "saveSegments");
    m_file->addSeparator();
    savePicture = add(m_file, "savePicture", QKeySequence::Save);
    m_file->addSeparator();
    quit = add(m_file, "quit", QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);
}

void WindowActions::makeEditMenu(QMainWindow *window)
{
    m_edit = window->menuBar()->addMenu(QString());
    undo = add(m_edit, "undo", QKeySequence::Undo);
    redo = add(m_edit, "redo", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
    m_edit->addSeparator();
    copyPicture = add(m_edit, "copyPicture", QKeySequence::Copy);
}

void WindowActions::makeLessonMenu(QMainWindow *window)
{
    m_lesson = window->menuBar()->addMenu(QString());
    m_known = lesson::LessonLibrary::lessons();
    QVariantList ids;
    for (const lesson::Lesson &each : m_known) {
        ids << each.id;
    }
    lessons = addGroup(m_lesson, "lesson-", ids);
    lessons->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional); // none: a file of the user's
}

void WindowActions::makeRunMenu(QMainWindow *window)
{
    m_run = window->menuBar()->addMenu(QString());
    play = add(m_run, "playPause", Qt::Key_Space);
    forward = add(m_run, "stepForward", Qt::Key_Right);
    forward->setShortcuts({Qt::Key_Right, Qt::Key_PageDown});
    back = add(m_run, "stepBack", Qt::Key_Left);
    back->setShortcuts({Qt::Key_Left, Qt::Key_PageUp});
    toStart = add(m_run, "goToStart", Qt::Key_Home);
    toEnd = add(m_run, "goToEnd", Qt::Key_End);
    m_run->addSeparator();
    faster = add(m_run, "faster", Qt::Key_Plus);
    slower = add(m_run, "slower", Qt::Key_Minus);
    m_run->addSeparator();
    runAgain = add(m_run, "runAgain", QKeySequence(Qt::CTRL | Qt::Key_R));
    laboratory = add(m_run, "laboratory");
    laboratory->setCheckable(true);
    makePaceMenu();
    m_clients = m_run->addMenu(QString());
    clients = addGroup(m_clients, "clients", {1, 2, 3, 5, 8, 12, 26, 50, 120});
    otherClients = add(m_clients, "otherClients");
    otherClients->setCheckable(true);
    clients->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional); // none: another number
    m_kind = m_run->addMenu(QString());
    kinds = addGroup(m_kind, "kind",
                     values({lesson::Kind::Twin, lesson::Kind::Tcp, lesson::Kind::Udp, lesson::Kind::Pair}));
}

void WindowActions::makePaceMenu()
{
    m_pace = m_run->addMenu(QString());
    paces = addGroup(m_pace, "pace", values({run::Pace::Free, run::Pace::Slow, run::Pace::Step}));
    m_pace->addSeparator();
    m_goers = m_pace->addMenu(QString());
    for (int i = 0; i < MostGoers; ++i) {
        goers.append(add(m_goers, "goOn", QKeySequence(Qt::CTRL | Qt::Key(Qt::Key_1 + i))));
        goers.last()->setObjectName(QStringLiteral("goOn%1").arg(i + 1));
        goers.last()->setVisible(false);
        goers.last()->setEnabled(false);
    }
    m_pace->addSeparator();
    joinFrom = add(m_pace, "joinFrom");
    joinFrom->setEnabled(false);
    m_pace->addSeparator();
    stopWatching = add(m_pace, "stopWatching");
}

void WindowActions::makeViewMenu(QMainWindow *window)
{
    m_view = window->menuBar()->addMenu(QString());
    m_detail = m_view->addMenu(QString());
    details = addGroup(m_detail, "detail",
                       values({lesson::Detail::Idea, lesson::Detail::Mechanism, lesson::Detail::Everything}));
    details->actions().at(0)->setShortcut(Qt::Key_1);
    details->actions().at(1)->setShortcut(Qt::Key_2);
    details->actions().at(2)->setShortcut(Qt::Key_3);
    m_theme = m_view->addMenu(QString());
    using figure::Theme;
    themes = addGroup(m_theme, "theme", values({Theme::Light, Theme::Notes, Theme::Dark, Theme::Contrast}));
    m_language = m_view->addMenu(QString());
    languages = addGroup(m_language, "language", {QStringLiteral("es"), QStringLiteral("en")});
    m_view->addSeparator();
    m_panels = m_view->addMenu(QString());
    m_view->addSeparator();
    m_beside = m_view->addMenu(QString());
    besideUdp = add(m_beside, "besideUdp", QKeySequence(Qt::CTRL | Qt::Key_B));
    m_beside->addSeparator();
    firstDifference = add(m_beside, "firstDifference", Qt::Key_F);
    nextDifference = add(m_beside, "nextDifference", QKeySequence(Qt::CTRL | Qt::Key_Right));
    previousDifference = add(m_beside, "previousDifference", QKeySequence(Qt::CTRL | Qt::Key_Left));
    inStep = add(m_beside, "inStep", QKeySequence(Qt::CTRL | Qt::Key_L));
    inStep->setCheckable(true);
    m_beside->addSeparator();
    closeCompare = add(m_beside, "closeCompare", QKeySequence(Qt::CTRL | Qt::Key_W));
    m_view->addSeparator();
    reducedMotion = add(m_view, "reducedMotion");
    reducedMotion->setCheckable(true);
    projector = add(m_view, "projector", Qt::Key_F5);
    projector->setCheckable(true);
    fullScreen = add(m_view, "fullScreen", Qt::Key_F11);
    fullScreen->setCheckable(true);
}

void WindowActions::fitLesson(const lesson::Lesson &lesson, lesson::Kind kind)
{
    m_maxClients = lesson.maxClients;
    m_lessonKind = lesson.kind;
    m_shownKind = kind;
    for (QAction *action : lessons->actions()) {
        action->setChecked(action->data() == lesson.id);
    }
    checkValue(kinds, int(kind));
    refreshLessonLimits();
    setObstacle(saveSegments, lesson.laboratory ? QString() : tr("only in the laboratory are segments captured"));
}

void WindowActions::refreshLessonLimits()
{
    using lesson::Kind;
    for (QAction *action : kinds->actions()) {
        const auto each = Kind(action->data().toInt());
        const bool fits = m_lessonKind == Kind::Twin || each == m_lessonKind || each == Kind::Pair;
        setObstacle(action, fits ? QString() : tr("this lesson has not both protocols"));
    }
    const bool pair = m_shownKind == Kind::Pair;
    const QString limit =
        pair ? tr("this picture has one client") : tr("this lesson has up to %n clients", nullptr, m_maxClients);
    for (QAction *action : clients->actions()) {
        setObstacle(action, action->data().toInt() <= (pair ? 1 : m_maxClients) ? QString() : limit);
    }
    setObstacle(otherClients, pair || m_maxClients <= 1 ? limit : QString());
}

void WindowActions::fitRun(const play::Playback &playback, const play::Playback &own, ControlBar::Source source)
{
    const int step = playback.step();
    const bool more = step < playback.lastStep();
    // In free play the run has no next step of its own.
    const bool live = source == ControlBar::Source::Lesson;
    const bool goesOn = (live && !playback.isFreePlay()) || playback.isStepping();
    const QString notWatching = own.isWatching() ? QString() : tr("no program is watched");
    for (QAction *pace : paces->actions()) {
        setObstacle(pace, notWatching);
    }
    checkValue(paces, int(own.pace()));
    setObstacle(stopWatching, notWatching);
    const QString atStart = step > 0 ? QString() : tr("this is the start");
    const QString noMore =
        source == ControlBar::Source::Programs
            ? (own.isStepping() ? tr("each program waits to be let go on") : tr("the programs run by themselves"))
        : source == ControlBar::Source::Left ? tr("the programs are watched no more")
        : source == ControlBar::Source::Cut  ? tr("the recording stops here")
        : live                               ? tr("the lesson is set aside: what comes next is an action of yours")
                                             : tr("the run has ended");
    setObstacle(back, atStart);
    setObstacle(toStart, atStart);
    setObstacle(forward, more || goesOn ? QString() : noMore);
    setObstacle(play, more || goesOn || playback.isPlaying() ? QString() : noMore);
    setObstacle(toEnd, more ? QString() : tr("this is the newest step"));
    setObstacle(faster, playback.speed() < play::Playback::FastestSpeed ? QString() : tr("this is the fastest"));
    setObstacle(slower, playback.speed() > play::Playback::SlowestSpeed ? QString() : tr("this is the slowest"));
}

void WindowActions::fitBeside(const Beside &beside)
{
    const QString asked = beside.isAsked ? tr("a question is open") : QString();
    const QString alone = beside.on ? QString() : tr("one run is shown");
    setObstacle(compareFile, !asked.isEmpty() ? asked : beside.canCompare ? QString() : tr("there is no run"));
    setObstacle(besideUdp, !asked.isEmpty() ? asked : beside.twin ? QString() : tr("this run has not both protocols"));
    setObstacle(firstDifference, !alone.isEmpty() ? alone : beside.any ? QString() : tr("there is none"));
    setObstacle(nextDifference, !alone.isEmpty() ? alone : beside.next ? QString() : tr("there is none"));
    setObstacle(previousDifference, !alone.isEmpty() ? alone : beside.previous ? QString() : tr("there is none"));
    setObstacle(inStep, alone);
    inStep->setChecked(beside.linked);
    setObstacle(closeCompare, alone);
}

void WindowActions::fitGoers(const QList<Goer> &all)
{
    for (int i = 0; i < goers.size(); ++i) {
        const bool isThere = i < all.size();
        goers.at(i)->setVisible(isThere);
        setText(goers.at(i), isThere ? all.at(i).text : tr("Process %1").arg(i + 1));
        setObstacle(goers.at(i), isThere         ? all.at(i).obstacle
                                 : all.isEmpty() ? tr("no program is held")
                                                 : tr("nobody is there"));
    }
    m_goers->setEnabled(!all.isEmpty());
    titleGoers();
}

void WindowActions::titleGoers()
{
    m_goers->setTitle(m_goers->isEnabled() ? tr("&Let go on") : tr("&Let go on  (no program is held)"));
}

void WindowActions::setDoor(bool isOpen)
{
    setObstacle(joinFrom, isOpen ? QString() : tr("another window has the door"));
}

void WindowActions::checkClients(int count)
{
    m_clientCount = count;
    bool listed = false;
    for (QAction *action : clients->actions()) {
        action->setChecked(action->data().toInt() == count);
        listed = listed || action->isChecked();
    }
    otherClients->setChecked(!listed);
    setText(otherClients, listed ? tr("Another number…") : tr("Another number… (now %1)").arg(count));
}

void WindowActions::setText(QAction *action, const QString &text)
{
    action->setProperty("baseText", text);
    setObstacle(action, action->property("obstacle").toString());
}

void WindowActions::setObstacle(QAction *action, const QString &why)
{
    action->setProperty("obstacle", why);
    action->setEnabled(why.isEmpty());
    const QString text = action->property("baseText").toString();
    //: an entry of a menu, and why it is not possible now
    action->setText(why.isEmpty() ? text : tr("%1  (%2)").arg(text, why));
    action->setToolTip(why.isEmpty() ? QString() : why);
}

void WindowActions::retranslate()
{
    m_file->setTitle(tr("&File"));
    m_edit->setTitle(tr("&Edit"));
    m_lesson->setTitle(tr("&Lesson"));
    for (int i = 0; i < lessons->actions().size(); ++i) {
        // A digit is the key of one entry alone: of the first nine.
        const QString number = QLatin1String(i < 9 ? "&" : "") + QString::number(i + 1);
        //: A lesson in the path: its number, and its title
        const QString text = tr("%1  %2").arg(number, m_known.at(i).title.in(text::language()));
        setText(lessons->actions().at(i), text);
    }
    m_help->setTitle(tr("&Help"));
    setText(open, tr("&Open a lesson or a recording…"));
    setText(watchProgram, tr("&Watch a program…"));
    setText(compareFile, tr("&Compare with another recording…"));
    setText(saveRun, tr("Save &run as…"));
    setText(saveSegments, tr("Save se&gments as pcapng…"));
    setText(saveLesson, tr("Save run as a &lesson…"));
    setText(savePicture, tr("&Save picture…"));
    setText(copyPicture, tr("&Copy picture"));
    setText(quit, tr("&Quit"));
    setText(keys, tr("&Keyboard and mouse"));
    setText(about, tr("&About Zócalo"));
    retranslateRunMenu();
    retranslateViewMenu();
}

void WindowActions::retranslateRunMenu()
{
    m_run->setTitle(tr("&Run"));
    setText(play, tr("&Play or pause"));
    setText(forward, tr("One step &on"));
    setText(back, tr("One step &back"));
    setText(toStart, tr("Back to the &start"));
    setText(toEnd, tr("To the &newest step"));
    setText(faster, tr("&Faster"));
    setText(slower, tr("S&lower"));
    setText(runAgain, tr("Run &again, with new processes"));
    setText(laboratory, tr("Labora&tory: hosts of their own, real segments"));
    retranslatePaceMenu();
    m_clients->setTitle(tr("&Clients"));
    for (QAction *action : clients->actions()) {
        setText(action, tr("%n clients", nullptr, action->data().toInt()));
    }
    checkClients(m_clientCount);
    m_kind->setTitle(tr("P&rotocols"));
    const QString kindTexts[] = {tr("TCP and UDP, side by side"), tr("TCP alone"), tr("UDP alone"),
                                 tr("One client and its server")};
    for (int i = 0; i < kinds->actions().size(); ++i) {
        setText(kinds->actions().at(i), kindTexts[i]);
    }
    refreshLessonLimits();
}

void WindowActions::retranslatePaceMenu()
{
    m_pace->setTitle(tr("&Watched programs"));
    const QString texts[] = {tr("&Free"), tr("&Slow: held for a moment at each call"),
                             tr("S&tep: held at each call until let go on")};
    for (int i = 0; i < paces->actions().size(); ++i) {
        setText(paces->actions().at(i), texts[i]);
    }
    titleGoers();
    for (int i = 0; i < goers.size(); ++i) {
        if (!goers.at(i)->isVisible()) {
            setText(goers.at(i), tr("Process %1").arg(i + 1));
        }
    }
    setText(joinFrom, tr("From a &container, or as another user…"));
    setText(stopWatching, tr("St&op watching: all go on, unobserved"));
}

void WindowActions::retranslateViewMenu()
{
    m_view->setTitle(tr("&View"));
    m_detail->setTitle(tr("&Detail"));
    const QString detailTexts[] = {tr("&Idea: which socket"), tr("&Mechanism: why that socket"),
                                   tr("&Everything: with code, kernel's table and timeline")};
    for (int i = 0; i < details->actions().size(); ++i) {
        setText(details->actions().at(i), detailTexts[i]);
    }
    m_theme->setTitle(tr("&Colours"));
    const QString themeTexts[] = {tr("Light"), tr("Notes (white, for print)"), tr("Dark"), tr("High contrast")};
    for (int i = 0; i < themes->actions().size(); ++i) {
        setText(themes->actions().at(i), themeTexts[i]);
    }
    m_language->setTitle(tr("&Language"));
    // Each language is called by its own name, so that it can be found by whoever reads only that one.
    setText(languages->actions().at(0), QStringLiteral("Español"));
    setText(languages->actions().at(1), QStringLiteral("English"));
    m_beside->setTitle(tr("&Side by side"));
    setText(besideUdp, tr("&TCP beside UDP"));
    setText(firstDifference, tr("&First difference"));
    setText(nextDifference, tr("&Next difference"));
    setText(previousDifference, tr("&Previous difference"));
    setText(inStep, tr("Both &in step"));
    setText(closeCompare, tr("&Back to one figure"));
    setText(reducedMotion, tr("&Reduced motion"));
    setText(projector, tr("At the pro&jector"));
    setText(fullScreen, tr("&Full screen"));
}

void checkValue(QActionGroup *group, const QVariant &value)
{
    for (QAction *action : group->actions()) {
        if (action->data() == value) {
            action->setChecked(true);
        }
    }
}

} // namespace zocalo::view
