// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What the window says to whoever asks for something that is not possible, and when it stops saying so.
#include "app/view/keyreasons.h"
#include "tests/app/view/answering.h"
#include "tests/app/view/windowtest.h"

#include <QAbstractItemView>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

using namespace zocalo;

class TestKeyReasons : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepare()); }
    void init() { openAfresh(); }
    void cleanup() { window.reset(); }
    void keysOfGreyActions_sayWhy_data();
    void keysOfGreyActions_sayWhy();
    void inAPanel_theSameIsSaid();
    void whileATextIsWritten_nothingIsSaid();
    void sideBySide_theReasonIsInSight();
    void closedPanel_givesTheFocusBack();
    void reason_goesWhenItIsNoLongerTrue();
    void whatWasTold_doesNotOutlastItsLanguage();
    void undo_stopsAtWhatCannotBeTakenBack();
    void presentLesson_startsAgain();
    void choiceOfAKey_opensAtWhatItIsAbout();

private:
    QString status() { return child<QLabel>("status")->text(); }
    void openOneProtocol()
    {
        const auto lesson = lesson::LessonLibrary::find(QStringLiteral("backlog"));
        window->openLesson(lesson.value());
        window->startRun();
        QTRY_VERIFY(!window->playback().now().processes().isEmpty());
    }
    /// Steps on until a client can be added, and adds one.
    void act()
    {
        stepTo(20);
        QTRY_VERIFY(action("actAddClient")->isEnabled());
        action("actAddClient")->trigger();
        if (auto *which = window->findChild<QMenu *>(QStringLiteral("which"))) {
            which->actions().at(1)->trigger();
            which->close();
        }
        window->activateWindow(); // it was the menu's
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
        QTRY_COMPARE(window->playback().now().processes().size(), 9);
    }
};

void TestKeyReasons::keysOfGreyActions_sayWhy_data()
{
    QTest::addColumn<QKeyCombination>("key");
    QTest::addColumn<QString>("why");
    QTest::newRow("copy details") << (Qt::CTRL | Qt::SHIFT | Qt::Key_C) << "nothing is selected";
    QTest::newRow("TCP beside UDP") << (Qt::CTRL | Qt::Key_B) << "this run has not both protocols";
    QTest::newRow("first difference") << QKeyCombination(Qt::Key_F) << "one run is shown";
    QTest::newRow("next difference") << (Qt::CTRL | Qt::Key_Right) << "one run is shown";
    QTest::newRow("let go on") << (Qt::CTRL | Qt::Key_1) << "no program is held";
    QTest::newRow("back") << QKeyCombination(Qt::Key_Left) << "this is the start";
    QTest::newRow("page up") << QKeyCombination(Qt::Key_PageUp) << "this is the start";
    QTest::newRow("undo") << (Qt::CTRL | Qt::Key_Z) << "cannot be taken back";
    QTest::newRow("kill") << (Qt::SHIFT | Qt::Key_Delete) << "this step is recorded";
}

void TestKeyReasons::keysOfGreyActions_sayWhy()
{
    QFETCH(QKeyCombination, key);
    QFETCH(QString, why);
    openOneProtocol();
    if (why.startsWith(QLatin1String("this step"))) {
        stepTo(1);
        window->playback().stepBack();
        QTRY_VERIFY(action("actKill")->text().contains(why));
    }
    QTest::keyClick(&window->view(), key.key(), key.keyboardModifiers());
    QVERIFY2(status().contains(why), qPrintable(status()));
    QVERIFY(!status().contains(QLatin1Char('&')));
    if (key.key() == Qt::Key_Left || key.key() == Qt::Key_Right) {
        return; // go from button to button
    }
    // The same with the focus on a button below.
    QTest::keyClick(child<QWidget>("play"), Qt::Key_2);
    window->playback().showStep(window->playback().step());
    QVERIFY(!status().contains(why));
    QTest::keyClick(child<QWidget>("play"), key.key(), key.keyboardModifiers());
    if (key != QKeyCombination(Qt::CTRL | Qt::Key_Z)) { // there is something to undo by now
        QVERIFY2(status().contains(why), qPrintable(status()));
    }
}

/// A table takes letters for the beginning of an entry: they are keys of the window all the same.
void TestKeyReasons::inAPanel_theSameIsSaid()
{
    for (const char *name : {"kernelDock", "codeDock", "timelineDock", "contentsDock"}) {
        auto *dock = child<QDockWidget>(name);
        dock->toggleViewAction()->trigger();
        QTRY_VERIFY(dock->isVisible());
        int asked = 0;
        for (QWidget *inside : dock->findChildren<QWidget *>()) {
            if (!inside->isVisible() || (inside->focusPolicy() & Qt::TabFocus) == 0 ||
                qobject_cast<QLineEdit *>(inside)) {
                continue;
            }
            inside->setFocus();
            window->playback().showStep(0);
            for (const auto &[key, why] :
                 {std::pair(Qt::Key_M, "no socket is open"), std::pair(Qt::Key_F, "one run")}) {
                QTest::keyClick(inside, key);
                QVERIFY2(status().contains(QLatin1String(why)), qPrintable(QLatin1String(name) + status()));
            }
            ++asked;
        }
        QVERIFY2(asked > 0, name);
    }
    // Also where it is a window of its own.
    auto *dock = child<QDockWidget>("kernelDock");
    dock->setFloating(true);
    QTRY_VERIFY(dock->isVisible());
    window->playback().showStep(0);
    QTest::keyClick(dock->findChild<QAbstractItemView *>(), Qt::Key_Delete);
    QVERIFY2(status().contains(QStringLiteral("no socket is open")), qPrintable(status()));
}

void TestKeyReasons::whileATextIsWritten_nothingIsSaid()
{
    stepTo(20);
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
    auto *edit = child<QLineEdit>("messageEdit");
    QTRY_VERIFY(edit->hasFocus());
    const QString before = status();
    QTest::keyClicks(edit, QStringLiteral("fF"));
    QCOMPARE(edit->text(), QStringLiteral("fF"));
    QCOMPARE(status(), before);
}

void TestKeyReasons::sideBySide_theReasonIsInSight()
{
    QTRY_VERIFY(action("besideUdp")->isEnabled());
    key(Qt::Key_B, Qt::ControlModifier);
    QTRY_VERIFY(window->findChild<QWidget *>(QStringLiteral("leftFigure")));
    auto *figure = child<QWidget>("leftFigure");
    QTRY_VERIFY(child<QLabel>("compareSummary")->isVisible());
    QTest::keyClick(figure, Qt::Key_M);
    QVERIFY2(child<QLabel>("compareSummary")->text().contains(QStringLiteral("two runs are shown")),
             qPrintable(child<QLabel>("compareSummary")->text()));
}

void TestKeyReasons::closedPanel_givesTheFocusBack()
{
    struct Way
    {
        const char *dock;
        Qt::Key key;
    };
    for (const Way &way : {Way{"kernelDock", Qt::Key_F7}, Way{"codeDock", Qt::Key_F9}, Way{"contentsDock", Qt::Key_F3},
                           Way{"questionDock", Qt::Key_F4}}) {
        key(way.key);
        auto *dock = child<QDockWidget>(way.dock);
        QTRY_VERIFY(dock->isVisible());
        QWidget *inside = nullptr;
        for (QWidget *each : dock->findChildren<QWidget *>()) {
            inside = each->isVisible() && each->isEnabled() && (each->focusPolicy() & Qt::TabFocus) ? each : inside;
        }
        QVERIFY(inside);
        inside->setFocus();
        QTRY_COMPARE(QApplication::focusWidget(), inside);
        QTest::keyClick(inside, way.key);
        QTRY_VERIFY(!dock->isVisible());
        QTRY_VERIFY2(window->view().hasFocus(), way.dock);
    }
    QVERIFY(!window->view().selection()); // as Tab would have done
}

void TestKeyReasons::reason_goesWhenItIsNoLongerTrue()
{
    window->setQuestionsAsked(true);
    openOneProtocol();
    for (int press = 0; press < 40 && !window->playback().isLocked(); ++press) {
        const int before = window->playback().step();
        window->playback().stepForward();
        QTRY_VERIFY(window->playback().step() > before || window->playback().isLocked());
    }
    QVERIFY(window->playback().isLocked());
    QTRY_VERIFY(action("actKill")->text().contains(QStringLiteral("a question is open")));
    key(Qt::Key_N);
    QVERIFY2(status().contains(QStringLiteral("a question is open: answer")), qPrintable(status()));
    const int step = window->playback().step();
    window->setQuestionsAsked(false); // takes it back
    QVERIFY(!window->playback().isLocked());
    QCOMPARE(window->playback().step(), step);
    QTRY_VERIFY2(!status().contains(QStringLiteral("a question")), qPrintable(status()));
    // What is chosen between the two speeds at the ends is possible again.
    for (int i = 0; i < 6; ++i) {
        key(Qt::Key_Plus);
        QTRY_VERIFY(action("slower")->isEnabled());
    }
    QTRY_VERIFY(!action("faster")->isEnabled());
    key(Qt::Key_Plus);
    QVERIFY2(status().contains(QStringLiteral("this is the fastest")), qPrintable(status()));
    key(Qt::Key_Minus);
    QTRY_VERIFY(!status().contains(QStringLiteral("this is the fastest")));
}

void TestKeyReasons::whatWasTold_doesNotOutlastItsLanguage()
{
    QTest::keyClick(&window->view(), Qt::Key_Left);
    QVERIFY2(status().contains(QLatin1String("this is the start")), qPrintable(status()));
    text::setLanguage(QStringLiteral("es"));
    QTRY_VERIFY2(!status().contains(QLatin1String("this is the start")), qPrintable(status()));
    text::setLanguage(QStringLiteral("en"));
}

void TestKeyReasons::undo_stopsAtWhatCannotBeTakenBack()
{
    key(Qt::Key_2);
    QCOMPARE(action("undo")->text(), QStringLiteral("&Undo: detail"));
    act();
    QVERIFY(!action("undo")->isEnabled());
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window->view().figureStyle().detail, lesson::Detail::Mechanism);
    QVERIFY2(status().contains(QStringLiteral("what genuine processes have done cannot be taken back")),
             qPrintable(status()));
    QCOMPARE(window->playback().now().processes().size(), 9);
    // What is chosen afterwards can be undone, and it is told.
    key(Qt::Key_1);
    QCOMPARE(action("undo")->text(), QStringLiteral("&Undo: detail"));
    key(Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(window->view().figureStyle().detail, lesson::Detail::Mechanism);
    QCOMPARE(status(), QStringLiteral("Undone: detail"));
    key(Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(status(), QStringLiteral("Done again: detail"));
    QCOMPARE(window->view().figureStyle().detail, lesson::Detail::Idea);
}

void TestKeyReasons::presentLesson_startsAgain()
{
    const auto firstPid = [this] { return window->playback().now().processes().value(0).pid; };
    stepTo(5);
    const auto before = firstPid();
    action("lesson-accept-vs-recvfrom")->trigger();
    QTRY_COMPARE(window->playback().now().processes().size(), 8);
    QCOMPARE(window->playback().step(), 0);
    QVERIFY(firstPid() != before);
    QVERIFY(action("lesson-accept-vs-recvfrom")->isChecked());
    // What was done in the run is not lost without being asked.
    act();
    const auto kept = firstPid();
    int asked = 0;
    answerNext(QMessageBox::RejectRole, asked);
    action("lesson-accept-vs-recvfrom")->trigger();
    QCOMPARE(asked, 1);
    QCOMPARE(firstPid(), kept);
    QVERIFY(action("lesson-accept-vs-recvfrom")->isChecked());
    answerNext(QMessageBox::DestructiveRole, asked);
    action("lesson-accept-vs-recvfrom")->trigger();
    QCOMPARE(asked, 2);
    QTRY_COMPARE(window->playback().now().processes().size(), 8);
    QVERIFY(!window->playback().isFreePlay());
}

void TestKeyReasons::choiceOfAKey_opensAtWhatItIsAbout()
{
    stepTo(20);
    QTRY_VERIFY(action("actKill")->isEnabled());
    view::FigureView &view = window->view();
    key(Qt::Key_Delete, Qt::ShiftModifier);
    QTRY_VERIFY(qobject_cast<QMenu *>(QApplication::activePopupWidget()));
    auto *menu = QApplication::activePopupWidget();
    const QRect first = view.placeOf({figure::Thing::Kind::Process, window->playback().now().processes().first().id});
    QVERIFY2(first.contains(view.mapFromGlobal(menu->pos())), qPrintable(menu->objectName()));
    menu->close();
}

QTEST_MAIN(TestKeyReasons)
#include "tst_keyreasons.moc"
