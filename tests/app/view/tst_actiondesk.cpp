// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/text/language.h"
#include "app/view/mainwindow.h"
#include "core/lesson/actions.h"
#include "core/lesson/lessonlibrary.h"
#include "tests/app/view/answering.h"

#include <QAction>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <cerrno>
#include <csignal>

using namespace zocalo;
using figure::Thing;
using lesson::ActionKind;
using view::MainWindow;
using world::Socket;

/// The user acts in the window: by clicks on the things of the figure, by their menus and by keys, on genuine
/// processes.
class TestActionDesk : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void ownWords_areSentFromWhereTheyAreWritten();
    void escape_givesTheTextUp();
    void longText_isNotTaken();
    void doubleClick_opensTheActionsOfTheThing();
    void rightClick_closesASocket();
    void impossibleAction_isGreyedOutAndSaysWhy();
    void keyOfAnImpossibleAction_saysWhy();
    void mayWait_letsACallSleep();
    void addedClient_isInTheFigure();
    void secondConnection_isAccepted();
    void killedProcess_isDeadAndTheRunGoesOn();
    void shutdown_makesSendingFail();
    void recordedStep_allowsNothing();
    void endOfTheRun_allowsNothing();
    void runAgain_bringsTheLessonBack();
    void severalPossible_areOfferedToChooseFrom();
    void tabAndArrows_goThroughTheThings();
    void language_isThatOfTheMenus();

private:
    const world::World &world() { return m_window->playback().now(); }
    view::FigureView &view() { return m_window->view(); }
    template <typename T>
    T *child(const char *name)
    {
        T *found = m_window->findChild<T *>(QLatin1String(name));
        Q_ASSERT(found);
        return found;
    }
    QAction *entry(const char *name) { return child<QAction>(name); }
    QString status() { return child<QLabel>("status")->text(); }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) { QTest::keyClick(&view(), Qt::Key(key), modifiers); }
    /// Steps on until this process has an open socket in this state.
    void stepUntil(const char *process, kernel::State state);
    const Socket *socketOf(const char *process);
    Thing processThing(const char *name);
    Thing socketThing(const Socket *socket) { return {Thing::Kind::Socket, socket ? socket->id : 0}; }
    /// Clicks on the thing where it is shown.
    void click(const Thing &thing, Qt::MouseButton button = Qt::LeftButton);
    QMenu *openMenu(const Thing &thing);
    QAction *offered(QMenu *menu, ActionKind kind);
    void choose(const Thing &thing, ActionKind kind);
    void settled()
    {
        QVERIFY(QTest::qWaitFor([this] { return !m_window->playback().isPlaying(); }));
    }

    QTemporaryDir m_settings;
    lesson::Lesson m_lesson;
    std::unique_ptr<MainWindow> m_window;
};

void TestActionDesk::initTestCase()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    QCoreApplication::setApplicationName(QStringLiteral("zocalo"));
    QCoreApplication::setOrganizationName(QStringLiteral("zocalo"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QVERIFY(figure::loadFonts());
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
    QVERIFY(lesson.ok());
    m_lesson = lesson.value();
}

void TestActionDesk::init()
{
    QSettings().clear();
    text::setLanguage(QStringLiteral("en"));
    m_window = std::make_unique<MainWindow>(m_lesson, true);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->playback().setReducedMotion(true);
    m_window->playback().setSpeed(8);
    m_window->startRun();
    QVERIFY(QTest::qWaitFor([this] { return world().processes().size() == 8; }));
}

void TestActionDesk::cleanup() { m_window.reset(); }

const Socket *TestActionDesk::socketOf(const char *process)
{
    const world::Process *const owner = world().processNamed(QLatin1String(process));
    const Socket *found = nullptr;
    for (const Socket &socket : world().sockets()) {
        for (const world::Owner &each : socket.owners) {
            found = owner && each.process == owner->id ? &socket : found;
        }
    }
    return found;
}

Thing TestActionDesk::processThing(const char *name)
{
    const world::Process *const process = world().processNamed(QLatin1String(name));
    return {Thing::Kind::Process, process ? process->id : 999};
}

void TestActionDesk::stepUntil(const char *process, kernel::State state)
{
    while (!socketOf(process) || socketOf(process)->state != state) {
        const int before = m_window->playback().step();
        QVERIFY(before < 60);
        key(Qt::Key_Right);
        // Not QTRY_…: it looks every 50 ms, and there are many steps.
        QVERIFY(QTest::qWaitFor([&] { return m_window->playback().step() == before + 1; }));
    }
}

void TestActionDesk::click(const Thing &thing, Qt::MouseButton button)
{
    const QRect place = view().placeOf(thing);
    QVERIFY(!place.isEmpty());
    QTest::mouseClick(&view(), button, {}, place.center());
}

QMenu *TestActionDesk::openMenu(const Thing &thing)
{
    const QRect place = view().placeOf(thing);
    [&] { QVERIFY(!place.isEmpty()); }();
    QContextMenuEvent event(QContextMenuEvent::Mouse, place.center(), view().mapToGlobal(place.center()));
    QApplication::sendEvent(&view(), &event);
    return qobject_cast<QMenu *>(QApplication::activePopupWidget());
}

QAction *TestActionDesk::offered(QMenu *menu, ActionKind kind)
{
    if (menu) {
        for (QAction *action : menu->actions()) {
            if (action->data().isValid() && action->data().toInt() == int(kind)) {
                return action;
            }
        }
    }
    return nullptr;
}

void TestActionDesk::choose(const Thing &thing, ActionKind kind)
{
    QMenu *const menu = openMenu(thing);
    QAction *const action = offered(menu, kind);
    QVERIFY(action);
    QVERIFY2(action->isEnabled(), qPrintable(action->text()));
    QTest::mouseClick(menu, Qt::LeftButton, {}, menu->actionGeometry(action).center());
    QTRY_VERIFY(!QApplication::activePopupWidget());
    m_window->activateWindow(); // without a window manager nobody does it
}

void TestActionDesk::ownWords_areSentFromWhereTheyAreWritten()
{
    stepUntil("tcp.A", kernel::State::Established);
    const Thing socket = socketThing(socketOf("tcp.A"));
    click(socket);
    QCOMPARE(view().selection(), socket);
    key(Qt::Key_M);
    auto *const edit = child<QLineEdit>("messageEdit");
    QVERIFY(edit->isVisible());
    QVERIFY(edit->hasFocus());
    QVERIFY(edit->placeholderText().contains(QStringLiteral("Client A")));
    // Beside the door, and in the figure.
    QVERIFY(view().rect().contains(edit->geometry()));
    QVERIFY(edit->geometry().adjusted(-20, -20, 20, 20).intersects(view().placeOf(socket)));
    QTest::keyClicks(edit, QStringLiteral("my own words 1 2"));
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(!edit->isVisible());
    QTRY_VERIFY(!world().messages().isEmpty() && world().messages().last().sendReturned);
    settled();
    QCOMPARE(world().messages().last().payload, QByteArray("my own words 1 2"));
    QCOMPARE(world().messages().last().name, QStringLiteral("A1"));
    QCOMPARE(world().messages().last().landed, socketOf("tcp.A")->peerSocket);
    QVERIFY(view().hasFocus());
    QCOMPARE(view().selection(), socket);
    QVERIFY(status().contains(QStringLiteral("Free play")));
    QVERIFY(!view().placeOf({Thing::Kind::Message, world().messages().last().id}).isEmpty());
}

void TestActionDesk::escape_givesTheTextUp()
{
    stepUntil("tcp.A", kernel::State::Established);
    click(socketThing(socketOf("tcp.A")));
    key(Qt::Key_M);
    auto *const edit = child<QLineEdit>("messageEdit");
    QTest::keyClicks(edit, QStringLiteral("no"));
    QTest::keyClick(edit, Qt::Key_Escape);
    QVERIFY(!edit->isVisible());
    QVERIFY(view().hasFocus());
    QVERIFY(!m_window->playback().isFreePlay());
    // Nothing entered: nothing sent, and it goes on asking.
    key(Qt::Key_M);
    QVERIFY(edit->isVisible());
    QVERIFY(edit->text().isEmpty());
    QTest::keyClick(edit, Qt::Key_Return);
    QVERIFY(edit->isVisible());
}

void TestActionDesk::longText_isNotTaken()
{
    stepUntil("tcp.A", kernel::State::Established);
    click(socketThing(socketOf("tcp.A")));
    key(Qt::Key_M);
    auto *const edit = child<QLineEdit>("messageEdit");
    edit->insert(QString(lesson::kMaxActionText / 2, u'ñ'));
    QCOMPARE(edit->text().toUtf8().size(), qsizetype(lesson::kMaxActionText));
    QTest::keyClicks(edit, QStringLiteral("x"));
    QCOMPARE(edit->text().toUtf8().size(), qsizetype(lesson::kMaxActionText));
}

void TestActionDesk::doubleClick_opensTheActionsOfTheThing()
{
    stepUntil("tcp.A", kernel::State::Established);
    const Thing socket = socketThing(socketOf("tcp.A"));
    QTest::mouseDClick(&view(), Qt::LeftButton, {}, view().placeOf(socket).center());
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QCOMPARE(view().selection(), socket);
    QVERIFY(offered(menu, ActionKind::Send)->isEnabled());
    QVERIFY(offered(menu, ActionKind::Close)->isEnabled());
    menu->close();
    key(Qt::Key_Return);
    QVERIFY(QApplication::activePopupWidget());
    QApplication::activePopupWidget()->close();
}

void TestActionDesk::rightClick_closesASocket()
{
    stepUntil("tcp.A", kernel::State::Established);
    const Thing socket = socketThing(socketOf("tcp.A"));
    choose(socket, ActionKind::Close);
    QTRY_VERIFY(world().socket(socket.id)->closed);
    settled();
    QCOMPARE(world().moment().name, trace::Call::Close);
}

void TestActionDesk::impossibleAction_isGreyedOutAndSaysWhy()
{
    stepUntil("tcp.A", kernel::State::Established);
    QMenu *menu = openMenu(socketThing(socketOf("tcp.A")));
    QAction *const receive = offered(menu, ActionKind::Receive);
    QVERIFY(!receive->isEnabled());
    QVERIFY(receive->text().contains(QStringLiteral("recv() would wait: the receive queue is empty")));
    QCOMPARE(receive->toolTip(), QStringLiteral("recv() would wait: the receive queue is empty"));
    menu->close();
    click(processThing("tcp.B"));
    QVERIFY(!entry("actSecond")->isEnabled());
    QVERIFY(entry("actSecond")->text().contains(QStringLiteral("it has no connection yet")));
    QVERIFY(entry("actConnect")->isEnabled());
    QVERIFY(entry("actKill")->isEnabled());
}

void TestActionDesk::keyOfAnImpossibleAction_saysWhy()
{
    stepUntil("tcp.A", kernel::State::Established);
    click(socketThing(socketOf("tcp.A")));
    QVERIFY(!entry("actReceive")->isEnabled());
    key(Qt::Key_R);
    QVERIFY(status().contains(QStringLiteral("recv() would wait")));
    QVERIFY(!m_window->playback().isFreePlay());
}

void TestActionDesk::mayWait_letsACallSleep()
{
    stepUntil("tcp.A", kernel::State::Established);
    entry("mayWait")->trigger();
    click(socketThing(socketOf("tcp.A")));
    QVERIFY(entry("actReceive")->isEnabled());
    key(Qt::Key_R);
    QTRY_COMPARE(world().processNamed(QStringLiteral("tcp.A"))->activity, world::Activity::Asleep);
    settled();
    // It is asleep, and can be killed.
    click(processThing("tcp.A"));
    QVERIFY(entry("actKill")->isEnabled());
    key(Qt::Key_Delete, Qt::ShiftModifier);
    QTRY_COMPARE(world().processNamed(QStringLiteral("tcp.A"))->signal, SIGKILL);
}

void TestActionDesk::addedClient_isInTheFigure()
{
    stepUntil("tcp.A", kernel::State::Established);
    click(processThing("tcp.server"));
    key(Qt::Key_N);
    QTRY_VERIFY(world().processNamed(QStringLiteral("tcp.D")));
    QTRY_VERIFY(socketOf("tcp.D") && socketOf("tcp.D")->state == kernel::State::Established);
    settled();
    QVERIFY(!view().placeOf(processThing("tcp.D")).isEmpty());
    QVERIFY(!view().placeOf(socketThing(socketOf("tcp.D"))).isEmpty());
    QVERIFY(kill(pid_t(world().processNamed(QStringLiteral("tcp.D"))->pid), 0) == 0);
}

void TestActionDesk::secondConnection_isAccepted()
{
    stepUntil("tcp.A", kernel::State::Established);
    const world::SocketId first = socketOf("tcp.A")->id;
    click(processThing("tcp.A"));
    key(Qt::Key_C, Qt::ShiftModifier);
    QTRY_VERIFY(socketOf("tcp.A")->id != first && socketOf("tcp.A")->state == kernel::State::Established);
    settled();
    click(processThing("tcp.server"));
    for (int accepted = 1; accepted <= 2; ++accepted) {
        QTRY_VERIFY(entry("actAccept")->isEnabled());
        key(Qt::Key_A);
        QTRY_COMPARE(world().sockets().last().acceptOrdinal > 0 || accepted == 1, true);
        settled();
    }
    const Socket *const peer = world().socket(socketOf("tcp.A")->peerSocket);
    QCOMPARE(peer->acceptOrdinal, 2);
    QVERIFY(!entry("actAccept")->isEnabled());
    QVERIFY(entry("actAccept")->text().contains(QStringLiteral("no connection is in the queue")));
    // Both may receive; which one is which can be read whole.
    entry("mayWait")->trigger();
    key(Qt::Key_R);
    QTRY_VERIFY(qobject_cast<QMenu *>(QApplication::activePopupWidget()));
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QFont bold = menu->font();
    bold.setBold(true);
    for (QAction *action : menu->actions())
        QVERIFY(menu->actionGeometry(action).width() >
                QFontMetrics(action->isSeparator() ? bold : menu->font()).horizontalAdvance(action->text()) + 16);
    menu->close();
}

void TestActionDesk::killedProcess_isDeadAndTheRunGoesOn()
{
    stepUntil("tcp.A", kernel::State::Established);
    const qint64 pid = world().processNamed(QStringLiteral("tcp.B"))->pid;
    choose(processThing("tcp.B"), ActionKind::Kill);
    QTRY_COMPARE(world().processNamed(QStringLiteral("tcp.B"))->activity, world::Activity::Ended);
    settled();
    QVERIFY(kill(pid_t(pid), 0) != 0);
    QVERIFY(kill(pid_t(world().processNamed(QStringLiteral("tcp.A"))->pid), 0) == 0);
    QVERIFY(!child<QWidget>("banner")->isVisible());
    click(processThing("tcp.B"));
    QVERIFY(!entry("actKill")->isEnabled());
    QVERIFY(entry("actKill")->text().contains(QStringLiteral("the process has ended")));
    click(socketThing(socketOf("tcp.A")));
    QVERIFY(entry("actSend")->isEnabled());
}

void TestActionDesk::shutdown_makesSendingFail()
{
    stepUntil("tcp.A", kernel::State::Established);
    const Thing socket = socketThing(socketOf("tcp.A"));
    click(socket);
    key(Qt::Key_W, Qt::ShiftModifier);
    QTRY_COMPARE(world().moment().name, trace::Call::Shutdown);
    settled();
    QTRY_VERIFY(entry("actShutdown")->text().contains(QStringLiteral("ended already")));
    key(Qt::Key_M);
    QTest::keyClicks(child<QLineEdit>("messageEdit"), QStringLiteral("late"));
    QTest::keyClick(child<QLineEdit>("messageEdit"), Qt::Key_Return);
    QTRY_COMPARE(world().socket(socket.id)->lastError, EPIPE);
    settled();
    QVERIFY(!child<QWidget>("banner")->isVisible());
}

void TestActionDesk::recordedStep_allowsNothing()
{
    stepUntil("tcp.A", kernel::State::Established);
    key(Qt::Key_Left);
    click(processThing("tcp.A"));
    for (const char *name : {"actAddClient", "actConnect", "actSend", "actClose", "actKill"}) {
        QVERIFY(!entry(name)->isEnabled());
        QVERIFY2(entry(name)->text().contains(QStringLiteral("this step is recorded")),
                 qPrintable(entry(name)->text()));
    }
    key(Qt::Key_M);
    QVERIFY(!child<QLineEdit>("messageEdit")->isVisible());
    QVERIFY(status().contains(QStringLiteral("this step is recorded")));
    key(Qt::Key_End);
    QTRY_VERIFY(entry("actKill")->isEnabled());
}

void TestActionDesk::endOfTheRun_allowsNothing()
{
    // Killed from outside in the midst of the lesson: the lesson cannot go on.
    stepUntil("tcp.A", kernel::State::Established);
    kill(pid_t(world().processNamed(QStringLiteral("tcp.B"))->pid), SIGKILL);
    QTRY_VERIFY(child<QWidget>("banner")->isVisible());
    QTRY_VERIFY(!entry("actKill")->isEnabled());
    QVERIFY(entry("actKill")->text().contains(QStringLiteral("the run has ended")));
}

void TestActionDesk::runAgain_bringsTheLessonBack()
{
    stepUntil("tcp.A", kernel::State::Established);
    choose(processThing("tcp.B"), ActionKind::Kill);
    QTRY_VERIFY(m_window->playback().isFreePlay());
    settled();
    QVERIFY(!child<QToolButton>("forward")->isEnabled());
    int answered = 0;
    answerNext(QMessageBox::DestructiveRole, answered);
    entry("runAgain")->trigger();
    QCOMPARE(answered, 1);
    m_window->activateWindow(); // a window manager would
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QTRY_COMPARE(world().processes().size(), 8);
    QVERIFY(!m_window->playback().isFreePlay());
    QVERIFY(!view().selection());
    stepUntil("tcp.B", kernel::State::Established);
}

void TestActionDesk::severalPossible_areOfferedToChooseFrom()
{
    stepUntil("tcp.A", kernel::State::Established);
    QVERIFY(!view().selection());
    QTRY_VERIFY(m_window->playback().canAct());
    key(Qt::Key_Delete, Qt::ShiftModifier);
    QTRY_VERIFY(qobject_cast<QMenu *>(QApplication::activePopupWidget()));
    auto *menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QStringList kills; // of both halves' clients: each tells which one it is
    for (const QAction *action : menu->actions())
        kills += action->data() == QVariant(int(ActionKind::Kill)) ? QStringList(action->text()) : QStringList();
    QCOMPARE(kills.size(), 8);
    for (const world::Process &process : world().processes())
        QCOMPARE(kills.filter(QStringLiteral(", PID %1").arg(process.pid)).size(), 1);
    QCOMPARE(kills.filter(QStringLiteral("Client A (TCP)")).size(), 1);
    QVERIFY(!menu->activeAction()); // nobody has pointed at any of them
    QTest::keyClick(menu, Qt::Key_Escape);
    QVERIFY(!m_window->playback().isFreePlay());
}

void TestActionDesk::tabAndArrows_goThroughTheThings()
{
    stepUntil("tcp.A", kernel::State::Established);
    const QList<Thing> things = view().things();
    QVERIFY(things.size() > 10);
    view().setFocus();
    view().select({});
    for (const Thing &thing : things) {
        key(Qt::Key_Tab);
        QCOMPARE(view().selection(), thing);
        QVERIFY(view().hasFocus());
        QVERIFY(!view().placeOf(thing).isEmpty());
    }
    key(Qt::Key_Tab);
    QVERIFY(!view().hasFocus()); // it goes on to the buttons
    view().setFocus();
    key(Qt::Key_Down);
    QCOMPARE(view().selection(), things.first());
    key(Qt::Key_Up);
    QCOMPARE(view().selection(), things.last());
    key(Qt::Key_Down);
    QCOMPARE(view().selection(), things.first());
    key(Qt::Key_Escape); // puts the card away
    QCOMPARE(view().selection(), things.first());
    key(Qt::Key_Escape);
    QVERIFY(!view().selection());
}

void TestActionDesk::language_isThatOfTheMenus()
{
    stepUntil("tcp.A", kernel::State::Established);
    click(socketThing(socketOf("tcp.A")));
    entry("languagees")->trigger();
    QTRY_VERIFY(entry("actReceive")->text().contains(QStringLiteral("cola de recepción está vacía")));
    QVERIFY(entry("actReceive")->text().contains(QStringLiteral("recv()")));
}

QTEST_MAIN(TestActionDesk)
#include "tst_actiondesk.moc"
