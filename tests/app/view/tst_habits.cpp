// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/banner.h"
#include "app/view/keyspage.h"
#include "app/view/windowstyle.h"
#include "core/world/callslist.h"
#include "tests/app/view/answering.h"
#include "tests/app/view/windowtest.h"

#include <QApplication>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QFile>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QScreen>
#include <QSpinBox>
#include <QToolButton>
#include <QUrl>

#include <functional>

using namespace zocalo;
using view::Banner;

/// What one expects of any program for the desktop: menus, keys, undo, files, and what it remembers.
class TestHabits : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepare()); }
    void init() { openAfresh(); }
    void cleanup() { window.reset(); }
    void entriesOfTheMenus_haveWordsAndNoKeyTwice();
    void impossibleEntries_sayWhy();
    void viewChoices_areUndoneAndDoneAgain();
    void textOfAMessage_isUndoneInItsField();
    void clients_anyNumberUpToTheLessons();
    void otherClients_areAskedFor();
    void droppedLesson_isOpenedAndRemembered();
    void faultyLesson_isToldWhereAndTheRunGoesOn();
    void vanishedFile_isGreyedOutInTheMenu();
    void hint_goesAwayAndDoesNotComeBack();
    void keysPage_hasTheKeysOfTheMenus();
    void about_tellsVersions();
    void standardButtons_areInTheLanguage();
    void panels_areRememberedAndGoBackToTheirPlaces();
    void everything_opensThePanelsAndOnlyThose();
    void runOfTheUsersOwn_isNotLeftUnasked();
    void savedTwice_isWholeAndMadeAnewIfItIsGone();
    void savedAsALesson_runsAgain();
    void window_fitsItsScreen();
    void window_hasRoomForPanelsOnBothSides();
    void keyboardFocus_isSeen();

private:
    QString lessonFile(const QString &name, bool faulty);
    void drop(const QString &path);
    QList<QMenu *> allMenus();
};

/// A copy of a bundled lesson under another id, or a broken one.
QString TestHabits::lessonFile(const QString &name, bool faulty)
{
    QFile source(QStringLiteral(ZOCALO_SOURCE_DIR "/resources/lessons/what-a-socket-is.toml"));
    QByteArray text = source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
    text.replace("\"what-a-socket-is\"", "\"mine\"");
    if (faulty) {
        text.replace("\"socket\"", "\"sockit\"");
    }
    QFile file(folder().filePath(name));
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName() : QString();
}

/// Those of the menu bar, and those in them.
QList<QMenu *> TestHabits::allMenus()
{
    QList<QMenu *> all;
    for (const QAction *action : window->menuBar()->actions()) {
        all << action->menu();
    }
    for (qsizetype i = 0; i < all.size(); ++i) {
        for (const QAction *action : all.at(i)->actions()) {
            if (action->menu()) {
                all << action->menu();
            }
        }
    }
    return all;
}

void TestHabits::drop(const QString &path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(window.get(), &event);
}

void TestHabits::entriesOfTheMenus_haveWordsAndNoKeyTwice()
{
    for (const char *language : {"en", "es"}) {
        text::setLanguage(QLatin1String(language));
        QCoreApplication::processEvents();
        QSet<QString> keys;
        int entries = 0;
        for (QMenu *menu : allMenus()) {
            QVERIFY2(!menu->title().isEmpty(), qPrintable(menu->objectName()));
            QSet<QString> texts;
            for (const QAction *action : menu->actions()) {
                if (action->isSeparator()) {
                    continue;
                }
                ++entries;
                QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
                QVERIFY2(!texts.contains(action->text()), qPrintable(action->text()));
                texts.insert(action->text());
                for (const QKeySequence &key : action->shortcuts()) {
                    QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
                    keys.insert(key.toString());
                }
            }
        }
        QVERIFY(entries > 60);
        QVERIFY(keys.size() > 30);
    }
}

void TestHabits::impossibleEntries_sayWhy()
{
    QTRY_VERIFY(!action("stepBack")->isEnabled());
    QCOMPARE(action("stepBack")->text(), QStringLiteral("One step &back  (this is the start)"));
    stepTo(1);
    QTRY_VERIFY(action("stepBack")->isEnabled());
    QCOMPARE(action("stepBack")->text(), QStringLiteral("One step &back"));
    action("kind1")->trigger(); // one client and its server
    QVERIFY(!action("clients5")->isEnabled());
    QVERIFY(action("clients5")->text().contains(QLatin1String("this picture has one client")));
    action("lesson-what-a-socket-is")->trigger();
    QVERIFY(action("kind0")->text().contains(QLatin1String("this lesson has not both protocols")));
    QVERIFY(!action("undo")->toolTip().isEmpty());
}

void TestHabits::viewChoices_areUndoneAndDoneAgain()
{
    QVERIFY(!action("undo")->isEnabled());
    key(Qt::Key_2);
    action("theme2")->trigger();
    const figure::Theme dark = window->view().figureStyle().theme;
    action("languagees")->trigger();
    QCOMPARE(text::language(), QStringLiteral("es"));
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(text::language(), QStringLiteral("en"));
    QTRY_COMPARE(action("undo")->text(), QStringLiteral("&Undo: colours"));
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window->view().figureStyle().theme, figure::Theme::Light);
    QVERIFY(action("theme0")->isChecked());
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window->view().figureStyle().detail, lesson::Detail::Idea);
    QVERIFY(!action("undo")->isEnabled());
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(window->view().figureStyle().detail, lesson::Detail::Mechanism);
    QCOMPARE(window->view().figureStyle().theme, dark);
    QCOMPARE(window->playback().step(), 0); // the run is as it was
}

void TestHabits::textOfAMessage_isUndoneInItsField()
{
    key(Qt::Key_2); // something that could be undone
    stepTo(20);
    auto *edit = child<QLineEdit>("messageEdit");
    for (int step = 20; !action("actSend")->isEnabled(); ++step) {
        QVERIFY(step < 60);
        stepTo(step);
        QCoreApplication::processEvents();
    }
    key(Qt::Key_M);
    if (auto *which = window->findChild<QMenu *>(QStringLiteral("which"))) {
        which->actions().at(1)->trigger();
        which->close();
    }
    QTRY_VERIFY(edit->isVisible());
    QTest::keyClicks(edit, QStringLiteral("hola"));
    QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(edit->text() != QLatin1String("hola"));
    QCOMPARE(window->view().figureStyle().detail, lesson::Detail::Mechanism);
    QTest::keyClick(edit, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(edit->text(), QStringLiteral("hola"));
}

void TestHabits::clients_anyNumberUpToTheLessons()
{
    for (const int count : {1, 2, 3, 5, 8, 12, 26, 50, 120}) {
        QVERIFY2(action(qPrintable(QStringLiteral("clients%1").arg(count)))->isEnabled(),
                 qPrintable(QString::number(count)));
    }
    action("clients12")->trigger();
    QTRY_COMPARE(window->playback().now().processes().size(), 26);
    QVERIFY(action("clients12")->isChecked());
    action("clients12")->trigger(); // again: nothing changes
    QVERIFY(action("clients12")->isChecked());
    QCOMPARE(window->playback().now().processes().size(), 26);
}

void TestHabits::otherClients_areAskedFor()
{
    action("otherClients")->trigger();
    auto *dialog = child<QInputDialog>("clientsDialog");
    QTRY_VERIFY(dialog->isVisible());
    QCOMPARE(dialog->intMaximum(), 120);
    dialog->setIntValue(7);
    QTest::keyClick(dialog, Qt::Key_Return);
    QTRY_COMPARE(window->playback().now().processes().size(), 16);
    QVERIFY(action("otherClients")->isChecked());
    QVERIFY(action("otherClients")->text().contains(QLatin1Char('7')));
    QVERIFY(!action("clients3")->isChecked());
}

void TestHabits::droppedLesson_isOpenedAndRemembered()
{
    const QString file = lessonFile(QStringLiteral("mine & yours.toml"), false);
    drop(file);
    QTRY_COMPARE(window->playback().now().processes().size(), 1);
    QVERIFY(!child<Banner>("banner")->isVisible());
    window->close();
    open();
    auto *recent =
        action("openFile")->associatedObjects().isEmpty() ? nullptr : window->menuBar()->actions().first()->menu();
    QVERIFY(recent);
    QMenu *again = nullptr;
    for (QAction *entry : recent->actions()) {
        again = entry->menu() ? entry->menu() : again;
    }
    QVERIFY(again && again->isEnabled());
    QCOMPARE(again->actions().first()->text(), QStringLiteral("&1  mine && yours.toml"));
    again->actions().first()->trigger();
    QTRY_COMPARE(window->playback().now().processes().size(), 1);
}

void TestHabits::faultyLesson_isToldWhereAndTheRunGoesOn()
{
    const qsizetype processes = window->playback().now().processes().size();
    drop(lessonFile(QStringLiteral("faulty.toml"), true));
    auto *banner = child<Banner>("banner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY2(banner->text().contains(QLatin1String("faulty.toml:")), qPrintable(banner->text()));
    QVERIFY2(banner->text().contains(QLatin1String("sockit")), qPrintable(banner->text()));
    QCOMPARE(window->playback().now().processes().size(), processes);
    QVERIFY(!window->openFile(folder().filePath(QStringLiteral("nowhere.toml"))));
    QVERIFY(banner->text().contains(QLatin1String("nowhere.toml")));
    QVERIFY(!window->openFile(folder().path())); // a folder
    QCOMPARE(window->playback().now().processes().size(), processes);
}

void TestHabits::vanishedFile_isGreyedOutInTheMenu()
{
    const QString file = lessonFile(QStringLiteral("gone.toml"), false);
    QVERIFY(window->openFile(file));
    QVERIFY(QFile::remove(file));
    auto *menu = window->menuBar()->actions().first()->menu();
    for (QAction *entry : menu->actions()) {
        if (QMenu *again = entry->menu()) {
            emit again->aboutToShow();
            QVERIFY(!again->actions().first()->isEnabled());
            QVERIFY(again->actions().first()->text().contains(QLatin1String("no longer there")));
            return;
        }
    }
    QFAIL("no menu of files");
}

void TestHabits::hint_goesAwayAndDoesNotComeBack()
{
    auto *hint = child<Banner>("hint");
    QVERIFY(hint->isVisible());
    QVERIFY(hint->text().contains(QLatin1String("F1")));
    text::setLanguage(QStringLiteral("es"));
    QTRY_VERIFY(hint->text().contains(QLatin1String("doble clic")));
    QTest::mouseClick(hint->findChild<QPushButton *>(), Qt::LeftButton);
    QVERIFY(!hint->isVisible());
    window.reset();
    open();
    QVERIFY(!child<Banner>("hint")->isVisible());
    // And whoever just uses the program does not have to put it away.
    window.reset();
    openAfresh();
    stepTo(12);
    QVERIFY(!child<Banner>("hint")->isVisible());
    window.reset();
    open();
    QVERIFY(!child<Banner>("hint")->isVisible());
}

void TestHabits::keysPage_hasTheKeysOfTheMenus()
{
    key(Qt::Key_F1);
    auto *page = child<view::KeysPage>("keysPage");
    QTRY_VERIFY(page->isVisible());
    for (const char *words : {"Ctrl+O", "Open a lesson or a recording", "Page Down", "Double click", "F9"}) {
        QVERIFY2(page->text().contains(QLatin1String(words)), words);
    }
    QVERIFY(!page->text().contains(QLatin1Char('&')));
    text::setLanguage(QStringLiteral("es"));
    QTRY_VERIFY(page->text().contains(QStringLiteral("Abrir una lección o una grabación")));
    QTest::keyClick(page, Qt::Key_Escape);
    QTRY_VERIFY(!window->findChild<view::KeysPage *>());
}

void TestHabits::about_tellsVersions()
{
    action("about")->trigger();
    auto *box = child<QMessageBox>("about");
    QTRY_VERIFY(box->isVisible());
    QVERIFY(box->text().contains(QLatin1String("1.2.3")));
    for (const QString &words : {QSysInfo::kernelVersion(), QString::fromLatin1(qVersion())}) {
        QVERIFY2(box->informativeText().contains(words), qPrintable(words));
    }
    const QRegularExpression fonts(QStringLiteral("Inter.*[0-9]\\.[0-9]+.*JetBrains Mono.*[0-9]\\.[0-9]+"));
    QVERIFY2(fonts.match(box->informativeText()).hasMatch(), qPrintable(box->informativeText()));
    QTest::keyClick(box, Qt::Key_Return);
    QTRY_VERIFY(!window->findChild<QMessageBox *>(QStringLiteral("about")));
}

void TestHabits::standardButtons_areInTheLanguage()
{
    text::setLanguage(QStringLiteral("es"));
    const QDialogButtonBox box(QDialogButtonBox::Save | QDialogButtonBox::Cancel | QDialogButtonBox::Close);
    QCOMPARE(box.button(QDialogButtonBox::Save)->text().remove(QLatin1Char('&')), QStringLiteral("Guardar"));
    QCOMPARE(box.button(QDialogButtonBox::Cancel)->text().remove(QLatin1Char('&')), QStringLiteral("Cancelar"));
    QCOMPARE(box.button(QDialogButtonBox::Close)->text().remove(QLatin1Char('&')), QStringLiteral("Cerrar"));
    text::setLanguage(QStringLiteral("en"));
    const QDialogButtonBox english(QDialogButtonBox::Save);
    QCOMPARE(english.button(QDialogButtonBox::Save)->text().remove(QLatin1Char('&')), QStringLiteral("Save"));
}

void TestHabits::panels_areRememberedAndGoBackToTheirPlaces()
{
    key(Qt::Key_F9);
    auto *dock = child<QDockWidget>("codeDock");
    QVERIFY(dock->isVisible());
    window->addDockWidget(Qt::LeftDockWidgetArea, dock);
    window->close();
    window.reset();
    open();
    dock = child<QDockWidget>("codeDock");
    QVERIFY(dock->isVisible());
    QCOMPARE(window->dockWidgetArea(dock), Qt::LeftDockWidgetArea);
    action("resetLayout")->trigger();
    QCOMPARE(window->dockWidgetArea(dock), Qt::RightDockWidgetArea);
    QVERIFY(dock->isVisible());
    dock->setFloating(true);
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window->dockWidgetArea(dock), Qt::LeftDockWidgetArea);
    QVERIFY(!dock->isFloating());
}

void TestHabits::everything_opensThePanelsAndOnlyThose()
{
    auto *dock = child<QDockWidget>("codeDock");
    key(Qt::Key_3);
    QVERIFY(dock->isVisible());
    key(Qt::Key_2);
    QVERIFY(!dock->isVisible());
    key(Qt::Key_F9);
    key(Qt::Key_3);
    key(Qt::Key_1);
    QVERIFY(dock->isVisible()); // it was open before
}

/// Each way out of a run in which the user has acted asks, and leaves everything as it was if the answer is no.
void TestHabits::runOfTheUsersOwn_isNotLeftUnasked()
{
    stepTo(20);
    QTRY_VERIFY(action("actAddClient")->isEnabled());
    action("actAddClient")->trigger();
    if (auto *which = window->findChild<QMenu *>(QStringLiteral("which"))) {
        which->actions().at(1)->trigger();
        which->close();
    }
    QTRY_VERIFY(window->playback().isFreePlay());
    QTRY_COMPARE(window->playback().now().processes().size(), 9);
    const QString lesson = lessonFile(QStringLiteral("mine.toml"), false);
    const QList<std::function<void()>> waysOut{[this] { action("lesson-what-a-socket-is")->trigger(); },
                                               [this] { action("kind2")->trigger(); },
                                               [this] { action("clients5")->trigger(); },
                                               [this] { action("runAgain")->trigger(); },
                                               [this, lesson] { window->openFile(lesson); },
                                               [this] { window->close(); }};
    int asked = 0;
    for (const auto &leave : waysOut) {
        answerNext(QMessageBox::RejectRole, asked);
        leave();
        QCOMPARE(window->playback().now().processes().size(), 9);
        QVERIFY(action("lesson-accept-vs-recvfrom")->isChecked());
        QVERIFY(action("kind0")->isChecked());
        QVERIFY(action("clients3")->isChecked());
        QVERIFY(window->isVisible());
    }
    QCOMPARE(asked, waysOut.size());
    answerNext(QMessageBox::DestructiveRole, asked);
    action("runAgain")->trigger();
    QTRY_COMPARE(window->playback().now().processes().size(), 8);
    QVERIFY(!window->playback().isFreePlay());
}

void TestHabits::savedTwice_isWholeAndMadeAnewIfItIsGone()
{
    const QString path = folder().filePath(QStringLiteral("twice.zocalo"));
    stepTo(4);
    QVERIFY(window->saveRun(path));
    stepTo(8);
    QVERIFY(window->saveRun(path));
    QVERIFY(!QFile::exists(path + QLatin1Char('~')));
    QVERIFY(QFile::remove(path));
    QVERIFY(window->saveRun(path));
    stepTo(12);
    QVERIFY(window->openRecording(path));
    QTRY_VERIFY(window->playback().lastStep() >= 12);
}

void TestHabits::savedAsALesson_runsAgain()
{
    stepTo(24);
    const QString path = folder().filePath(QStringLiteral("mine.toml"));
    QVERIFY(window->saveLesson(path));
    QVERIFY(child<QLabel>("status")->text().contains(QStringLiteral("mine.toml")));
    const int calls = int(world::callsList(window->playback().timeline().events()).size());
    QVERIFY(window->openFile(path));
    QTRY_COMPARE(window->playback().now().processes().size(), 8);
    QVERIFY(window->windowTitle().contains(QStringLiteral("mine")));
    window->playback().setSpeed(8);
    window->playback().play();
    QTRY_VERIFY_WITH_TIMEOUT(int(world::callsList(window->playback().timeline().events()).size()) >= calls - 1, 60'000);
    // Where it cannot be written, the window says so, and nothing is left there.
    QVERIFY(!window->saveLesson(folder().filePath(QStringLiteral("none/mine.toml"))));
    QVERIFY(child<QWidget>("banner")->isVisible());
}

void TestHabits::window_fitsItsScreen()
{
    window.reset();
    QSettings().clear();
    const auto lesson = lesson::LessonLibrary::lessons().first();
    view::MainWindow fresh(lesson, true);
    const QSize room = fresh.screen()->availableSize();
    QVERIFY2(fresh.width() <= room.width() && fresh.height() <= room.height(),
             qPrintable(QStringLiteral("%1x%2").arg(fresh.width()).arg(fresh.height())));
    QVERIFY(fresh.width() >= fresh.minimumSizeHint().width());
}

/// Contents on the left and a question on the right of a small screen, in the language with the longer words.
void TestHabits::window_hasRoomForPanelsOnBothSides()
{
    text::setLanguage(QStringLiteral("es"));
    key(Qt::Key_F3);
    key(Qt::Key_F4);
    QVERIFY(child<QDockWidget>("contentsDock")->isVisible());
    QVERIFY(child<QDockWidget>("questionDock")->isVisible());
    QCoreApplication::processEvents();
    QVERIFY2(window->minimumSizeHint().width() <= 1280, qPrintable(QString::number(window->minimumSizeHint().width())));
    QVERIFY2(window->minimumSizeHint().height() <= 720,
             qPrintable(QString::number(window->minimumSizeHint().height())));
    // The widest ones of both sides.
    key(Qt::Key_3);
    key(Qt::Key_F2);
    QVERIFY(child<QDockWidget>("kernelDock")->isVisible());
    QVERIFY(child<QDockWidget>("changeDock")->isVisible());
    QCoreApplication::processEvents();
    QVERIFY2(window->minimumSizeHint().width() <= 1280, qPrintable(QString::number(window->minimumSizeHint().width())));
}

void TestHabits::keyboardFocus_isSeen()
{
    QApplication::setStyle(new view::WindowStyle);
    auto *button = window->findChild<QToolButton *>(QStringLiteral("play"));
    QVERIFY(button);
    const QImage before = button->grab().toImage();
    button->setFocus(Qt::ShortcutFocusReason); // as by a key
    QCOMPARE(QApplication::focusWidget(), button);
    const QImage after = button->grab().toImage();
    const QColor focus = button->palette().color(QPalette::Highlight);
    const QPoint middleOfTheEdge(after.width() / 2, 0);
    QVERIFY(before.pixelColor(middleOfTheEdge) != focus);
    QCOMPARE(after.pixelColor(middleOfTheEdge), focus);
}

QTEST_MAIN(TestHabits)
#include "tst_habits.moc"
