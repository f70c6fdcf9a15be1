// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Choosing what is done in the run: what is said beforehand, and what happens while one chooses.
#include "app/view/choicemenu.h"
#include "core/lesson/actions.h"
#include "tests/app/view/windowtest.h"

#include <QApplication>
#include <QLabel>
#include <QMenu>

#include <csignal>

using namespace zocalo;
using figure::Thing;
using view::ChoiceMenu;

class TestChoiceMenu : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepare()); }
    void init()
    {
        openAfresh();
        stepTo(20);
        QTRY_VERIFY(action("actKill")->isEnabled());
    }
    void cleanup() { window.reset(); }
    void killing_needsSomebodyPointedAt();
    void run_standsStillWhileOneChooses();
    void whatIsGone_isNotActedOn();
    void settingTheLessonAside_isSaidBefore();
    void waitingCall_saysSo();

private:
    play::Playback &playback() { return window->playback(); }
    ChoiceMenu *openKills()
    {
        key(Qt::Key_Delete, Qt::ShiftModifier);
        [this] { QTRY_VERIFY(qobject_cast<ChoiceMenu *>(QApplication::activePopupWidget())); }();
        return qobject_cast<ChoiceMenu *>(QApplication::activePopupWidget());
    }
    void leave()
    {
        QTest::keyClick(QApplication::activePopupWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!QApplication::activePopupWidget());
        window->activateWindow(); // without a window manager nobody does it
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
};

void TestChoiceMenu::killing_needsSomebodyPointedAt()
{
    ChoiceMenu *const menu = openKills();
    QTest::keyClick(menu, Qt::Key_Return);
    QVERIFY(!playback().isFreePlay());
    if (QApplication::activePopupWidget())
        leave();
    QVERIFY(!playback().isFreePlay());
    for (const world::Process &process : playback().now().processes())
        QVERIFY(process.activity != world::Activity::Ended);
}

void TestChoiceMenu::run_standsStillWhileOneChooses()
{
    playback().play();
    QVERIFY(playback().isPlaying());
    openKills();
    QVERIFY(!playback().isPlaying());
    QVERIFY(playback().canAct());
    leave();
    QTRY_VERIFY(playback().isPlaying()); // nothing was chosen
    playback().pause();
    openKills();
    leave();
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    QVERIFY(!playback().isPlaying()); // it did not play before
}

void TestChoiceMenu::whatIsGone_isNotActedOn()
{
    ChoiceMenu *const menu = openKills();
    const world::Process client = *playback().now().processNamed(QStringLiteral("tcp.A"));
    const QString name = QStringLiteral(", PID %1").arg(client.pid);
    kill(static_cast<pid_t>(client.pid), SIGKILL);
    const auto hasEnded = [&] {
        const world::World &last = playback().timeline().world(playback().lastStep());
        return last.process(client.id)->activity == world::Activity::Ended;
    };
    QTRY_VERIFY(hasEnded());
    for (QAction *each : menu->actions()) {
        if (each->text().endsWith(name))
            each->trigger();
    }
    menu->close();
    const QString told = child<QLabel>("status")->text();
    QVERIFY2(told.contains(QStringLiteral("the run has ended")) || told.contains(QStringLiteral("step is recorded")) ||
                 (told.contains(name) && told.contains(QStringLiteral("the process has ended"))),
             qPrintable(told));
    QVERIFY(!playback().isFreePlay());
}

void TestChoiceMenu::settingTheLessonAside_isSaidBefore()
{
    const QString said = QStringLiteral("ets the lesson aside");
    QVERIFY(action("setsAside")->isVisible());
    QVERIFY(action("setsAside")->text().contains(said));
    QVERIFY(action("actAddClient")->toolTip().contains(said));
    ChoiceMenu *const menu = openKills();
    QVERIFY(menu->actions().constLast()->text().contains(said));
    leave();
    window->view().select({Thing::Kind::Process, playback().now().processNamed(QStringLiteral("tcp.A"))->id});
    key(Qt::Key_Delete, Qt::ShiftModifier);
    QTRY_VERIFY(playback().isFreePlay());
    QTRY_VERIFY(!playback().isPlaying());
    QTRY_VERIFY(!action("setsAside")->isVisible());
    QVERIFY(!action("actAddClient")->toolTip().contains(said));
}

void TestChoiceMenu::waitingCall_saysSo()
{
    window->view().select({Thing::Kind::Process, playback().now().processNamed(QStringLiteral("tcp.A"))->id});
    QVERIFY(!action("actReceive")->isEnabled());
    const QString why = action("actReceive")->toolTip();
    QVERIFY2(why.startsWith(QStringLiteral("recv() would wait")), qPrintable(why));
    key(Qt::Key_R);
    auto *const status = child<QLabel>("status");
    QVERIFY2(status->text().contains(why), qPrintable(status->text()));
    // Allowed to wait, it is possible, and says what comes of it.
    action("mayWait")->trigger();
    QVERIFY(action("actReceive")->isEnabled());
    QVERIFY2(action("actReceive")->text().contains(why), qPrintable(action("actReceive")->text()));
}

QTEST_MAIN(TestChoiceMenu)
#include "tst_choicemenu.moc"
