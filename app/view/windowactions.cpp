// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/windowactions.h"

#include "app/figure/theme.h"
#include "app/text/language.h"
#include "core/lesson/lessonlibrary.h"

#include <QAction>
#include <QActionGroup>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace zocalo::view {

namespace {

constexpr int MostClients = 8;

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
    makeLessonMenu(window);
    makeRunMenu(window);
    m_acts = window->menuBar()->addMenu(QString());
    makeViewMenu(window);
    m_help = window->menuBar()->addMenu(QString());
    about = add(m_help, "about");
    about->setMenuRole(QAction::AboutRole);
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
    saveRun = add(m_file, "saveRun", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S));
    m_file->addSeparator();
    savePicture = add(m_file, "savePicture", QKeySequence::Save);
    copyPicture = add(m_file, "copyPicture", QKeySequence::Copy);
    m_file->addSeparator();
    quit = add(m_file, "quit", QKeySequence(Qt::CTRL | Qt::Key_Q));
    quit->setMenuRole(QAction::QuitRole);
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
}

void WindowActions::fitLesson(const lesson::Lesson &lesson, lesson::Kind kind)
{
    using lesson::Kind;
    for (QAction *action : kinds->actions()) {
        const auto each = Kind(action->data().toInt());
        action->setEnabled(lesson.kind == Kind::Twin || each == lesson.kind || each == Kind::Pair);
    }
    for (QAction *action : clients->actions()) {
        // A pair is one client and the server.
        action->setEnabled(action->data().toInt() <= (kind == Kind::Pair ? 1 : lesson.maxClients));
    }
    checkValue(lessons, lesson.id);
    checkValue(kinds, int(kind));
}

void WindowActions::makeRunMenu(QMainWindow *window)
{
    m_run = window->menuBar()->addMenu(QString());
    play = add(m_run, "playPause", Qt::Key_Space);
    forward = add(m_run, "stepForward", Qt::Key_Right);
    back = add(m_run, "stepBack", Qt::Key_Left);
    toStart = add(m_run, "goToStart", Qt::Key_Home);
    toEnd = add(m_run, "goToEnd", Qt::Key_End);
    m_run->addSeparator();
    faster = add(m_run, "faster", Qt::Key_Plus);
    slower = add(m_run, "slower", Qt::Key_Minus);
    m_run->addSeparator();
    runAgain = add(m_run, "runAgain", QKeySequence(Qt::CTRL | Qt::Key_R));
    m_clients = m_run->addMenu(QString());
    QVariantList counts;
    for (int count = 1; count <= MostClients; ++count) {
        counts << count;
    }
    clients = addGroup(m_clients, "clients", counts);
    m_kind = m_run->addMenu(QString());
    kinds = addGroup(m_kind, "kind",
                     values({lesson::Kind::Twin, lesson::Kind::Tcp, lesson::Kind::Udp, lesson::Kind::Pair}));
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
    reducedMotion = add(m_view, "reducedMotion");
    reducedMotion->setCheckable(true);
    fullScreen = add(m_view, "fullScreen", Qt::Key_F11);
    fullScreen->setCheckable(true);
}

void WindowActions::retranslate()
{
    m_file->setTitle(tr("&File"));
    m_lesson->setTitle(tr("&Lesson"));
    for (int i = 0; i < lessons->actions().size(); ++i) {
        //: A lesson in the path: its number, and its title
        const QString text = tr("&%1  %2").arg(i + 1).arg(m_known.at(i).title.in(text::language()));
        lessons->actions().at(i)->setText(text);
    }
    m_run->setTitle(tr("&Run"));
    m_view->setTitle(tr("&View"));
    m_help->setTitle(tr("&Help"));
    saveRun->setText(tr("Save &run as…"));
    savePicture->setText(tr("&Save picture…"));
    copyPicture->setText(tr("&Copy picture"));
    quit->setText(tr("&Quit"));
    play->setText(tr("&Play or pause"));
    forward->setText(tr("One step &on"));
    back->setText(tr("One step &back"));
    toStart->setText(tr("Back to the &start"));
    toEnd->setText(tr("To the &newest step"));
    faster->setText(tr("&Faster"));
    slower->setText(tr("S&lower"));
    runAgain->setText(tr("Run &again, with new processes"));
    m_clients->setTitle(tr("&Clients"));
    for (QAction *action : clients->actions()) {
        action->setText(tr("%n clients", nullptr, action->data().toInt()));
    }
    m_kind->setTitle(tr("&Protocols"));
    const QString kindTexts[] = {tr("TCP and UDP, side by side"), tr("TCP alone"), tr("UDP alone"),
                                 tr("One client and its server")};
    for (int i = 0; i < kinds->actions().size(); ++i) {
        kinds->actions().at(i)->setText(kindTexts[i]);
    }
    m_detail->setTitle(tr("&Detail"));
    const QString detailTexts[] = {tr("&Idea: which socket"), tr("&Mechanism: why that socket"),
                                   tr("&Everything: with code, kernel's table and timeline")};
    for (int i = 0; i < details->actions().size(); ++i) {
        details->actions().at(i)->setText(detailTexts[i]);
    }
    m_theme->setTitle(tr("&Colours"));
    const QString themeTexts[] = {tr("Light"), tr("Notes (white, for print)"), tr("Dark"), tr("High contrast")};
    for (int i = 0; i < themes->actions().size(); ++i) {
        themes->actions().at(i)->setText(themeTexts[i]);
    }
    m_language->setTitle(tr("&Language"));
    // Each language is called by its own name, so that it can be found by whoever reads only that one.
    languages->actions().at(0)->setText(QStringLiteral("Español"));
    languages->actions().at(1)->setText(QStringLiteral("English"));
    reducedMotion->setText(tr("&Reduced motion"));
    fullScreen->setText(tr("&Full screen"));
    about->setText(tr("&About Zócalo"));
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
