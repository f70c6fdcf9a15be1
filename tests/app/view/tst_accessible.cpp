// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/text/language.h"
#include "app/view/accessiblefigure.h"
#include "app/view/desktophabits.h"
#include "app/view/mainwindow.h"
#include "core/lesson/lessonlibrary.h"

#include <QAction>
#include <QDir>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

using namespace zocalo;
using figure::Thing;
using view::AccessibleFigure;
using view::FigurePart;
using view::MainWindow;

/// The figure as assistive technology finds it: a list of processes, sockets, queues and messages of a live run. What
/// is told of its own accord (events) is tested with a real listener, in tst_assistive.
class TestAccessible : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void figure_isAListOfWhatItShows();
    void sockets_tellTupleStateAndOwners();
    void messagesAndQueues_tellWhatWaits();
    void names_areOneForEachThing();
    void names_areInTheUsersLanguage();
    void states_followTheRun();
    void press_selectsTheThing();
    void showMenu_opensItsActions();
    void selection_movesTheFocus();
    void place_isWhereTheThingIsShown();
    void runAgain_forgetsTheOldThings();
    void f6_goesFromPartToPart();
    void desktopWithoutMotion_isFollowed();
    void everyControl_hasAName_data();
    void everyControl_hasAName();

private:
    const world::World &world() { return m_window->playback().now(); }
    AccessibleFigure *figure()
    {
        return dynamic_cast<AccessibleFigure *>(QAccessible::queryAccessibleInterface(&m_window->view()));
    }
    QAccessibleInterface *itemOf(const Thing &thing)
    {
        return figure()->interfaceOf({FigurePart::Kind::Thing, thing, 0});
    }
    Thing processThing(const char *name)
    {
        return {Thing::Kind::Process, world().processNamed(QLatin1String(name))->id};
    }
    QString nameOf(const Thing &thing) { return itemOf(thing)->text(QAccessible::Name); }
    QStringList names();
    void stepTo(const char *step);
    static QString caption(AccessibleFigure *figure) { return figure->child(0)->text(QAccessible::Name); }

    QTemporaryDir m_settings;
    lesson::Lesson m_lesson;
    std::unique_ptr<MainWindow> m_window;
};

void TestAccessible::initTestCase()
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

void TestAccessible::init()
{
    QSettings().clear();
    text::setLanguage(QStringLiteral("en"));
    m_window = std::make_unique<MainWindow>(m_lesson, true);
    QAccessible::setActive(true); // offscreen nobody listens: it is told to the window as if a screen reader came
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

void TestAccessible::cleanup() { m_window.reset(); }

QStringList TestAccessible::names()
{
    QStringList all;
    for (int i = 0; i < figure()->childCount(); ++i) {
        all += figure()->child(i)->text(QAccessible::Name);
    }
    return all;
}

void TestAccessible::stepTo(const char *step)
{
    const auto reached = [&] {
        const int named = m_window->playback().timeline().stepNamed(QLatin1String(step));
        return named >= 0 && named == m_window->playback().step();
    };
    while (!reached()) {
        const int now = m_window->playback().step();
        QVERIFY(now < 200);
        m_window->playback().stepForward();
        QVERIFY(QTest::qWaitFor([&] { return m_window->playback().step() == now + 1; }));
    }
}

void TestAccessible::figure_isAListOfWhatItShows()
{
    QVERIFY(figure());
    QCOMPARE(figure()->role(), QAccessible::List);
    QVERIFY(!figure()->text(QAccessible::Name).isEmpty());
    stepTo("child-waiting");
    const QString told = figure()->text(QAccessible::Description);
    QVERIFY2(told.contains(QStringLiteral("waits in the receive queue")), qPrintable(told));
    QCOMPARE(figure()->child(0)->role(), QAccessible::Notification);
    QCOMPARE(figure()->child(1)->role(), QAccessible::Heading);
    const QList<Thing> things = m_window->view().things();
    QVERIFY(things.size() > 15);
    for (const Thing &thing : things) {
        QAccessibleInterface *item = itemOf(thing);
        const int index = figure()->indexOfChild(item);
        QVERIFY(index > 0);
        QCOMPARE(figure()->child(index), item);
        QCOMPARE(item->parent(), static_cast<QAccessibleInterface *>(figure()));
        QCOMPARE(item->role(), QAccessible::ListItem);
        QVERIFY(item->isValid());
        QVERIFY(!item->text(QAccessible::Name).isEmpty());
        QVERIFY(!item->text(QAccessible::Description).isEmpty());
    }
}

void TestAccessible::sockets_tellTupleStateAndOwners()
{
    stepTo("child-waiting");
    int accepted = 0;
    int waiting = 0;
    for (const world::Socket &socket : world().sockets()) {
        QAccessibleInterface *item = itemOf({Thing::Kind::Socket, socket.id});
        const QString name = item->text(QAccessible::Name);
        const QString facts = item->text(QAccessible::Description);
        if (socket.local.port != 0) {
            QVERIFY2(facts.contains(QString::fromStdString(socket.local.toString())), qPrintable(facts));
        }
        if (socket.protocol == kernel::Protocol::Tcp) {
            QVERIFY2(name.contains(QLatin1String(kernel::stateName(socket.state))), qPrintable(name));
        }
        if (socket.remote.port != 0) {
            QVERIFY2(facts.contains(QString::fromStdString(socket.remote.toString())), qPrintable(facts));
        }
        for (const world::Owner &owner : socket.owners) {
            const qint64 pid = world().process(owner.process)->pid;
            QVERIFY2(facts.contains(QStringLiteral("%1/fd %2").arg(pid).arg(owner.fd)), qPrintable(facts));
            QVERIFY2(name.contains(QStringLiteral("fd %1").arg(owner.fd)), qPrintable(name));
        }
        accepted += name.contains(QStringLiteral("from accept()"));
        waiting += name.contains(QStringLiteral("waits for accept()"));
    }
    QCOMPARE(accepted, 2);
    QCOMPARE(waiting, 1);
}

void TestAccessible::messagesAndQueues_tellWhatWaits()
{
    stepTo("child-waiting");
    int queued = 0;
    for (const world::Socket &socket : world().sockets()) {
        QString queue = figure()
                            ->interfaceOf({FigurePart::Kind::ReceiveQueue, {Thing::Kind::Socket, socket.id}, 0})
                            ->text(QAccessible::Name);
        for (const world::QueuedBytes &bytes : socket.receiveQueue) {
            const world::Message *message = world().message(bytes.message);
            QVERIFY2(queue.contains(message->name), qPrintable(queue));
            const QString name = nameOf({Thing::Kind::Message, message->id});
            QVERIFY2(name.contains(QString::fromUtf8(message->payload)), qPrintable(name));
            QVERIFY2(name.contains(QStringLiteral("waits in a receive queue")), qPrintable(name));
            ++queued;
        }
    }
    QVERIFY(queued > 0);
    const QStringList all = names();
    QCOMPARE(all.filter(QStringLiteral("Accept queue of TCP server, fd 3: 1 connection waits")).size(), 1);
    QVERIFY(!all.filter(QStringLiteral("Receive queue of UDP server")).isEmpty());
}

void TestAccessible::names_areOneForEachThing()
{
    stepTo("child-waiting");
    QSet<QString> seen;
    for (const Thing &thing : m_window->view().things()) {
        // Client A of TCP and client A of UDP have one name: what follows it tells them apart, or their description.
        const QString name = nameOf(thing) + itemOf(thing)->text(QAccessible::Description);
        QVERIFY2(!seen.contains(name), qPrintable(name));
        seen.insert(name);
    }
}

void TestAccessible::names_areInTheUsersLanguage()
{
    stepTo("child-waiting");
    const QString english = caption(figure());
    m_window->findChild<QAction *>(QStringLiteral("languagees"))->trigger();
    QTRY_VERIFY(caption(figure()) != english);
    const QStringList all = names();
    QVERIFY(!all.filter(QStringLiteral("Cola de aceptación del servidor TCP, fd 3")).isEmpty());
    QVERIFY(!all.filter(QStringLiteral("Cliente A:")).isEmpty());
    QVERIFY(all.filter(QStringLiteral("Client A")).isEmpty());
    QVERIFY(!all.filter(QStringLiteral("con Cliente A, ESTABLISHED")).isEmpty()); // states are not translated
}

void TestAccessible::states_followTheRun()
{
    stepTo("child-waiting");
    const Thing client = processThing("tcp.A");
    QVERIFY(itemOf(client)->state().selectable);
    QVERIFY(itemOf(client)->state().focusable);
    QVERIFY(!itemOf(client)->state().disabled);
    QVERIFY(!itemOf(client)->state().invisible);
    ::kill(static_cast<pid_t>(world().processNamed(QStringLiteral("tcp.A"))->pid), SIGKILL);
    const auto isDead = [&] { return itemOf(client)->state().disabled; };
    for (int i = 0; i < 30 && !isDead(); ++i) {
        const int before = m_window->playback().step();
        m_window->playback().stepForward();
        if (!QTest::qWaitFor([&] { return m_window->playback().step() > before; }, 3000)) {
            break;
        }
    }
    QVERIFY(isDead());
    QVERIFY2(nameOf(client).contains(QStringLiteral("killed by signal 9")), qPrintable(nameOf(client)));
    m_window->playback().toStart();
    QVERIFY(!itemOf(client)->state().disabled); // it was not dead then
}

void TestAccessible::press_selectsTheThing()
{
    const Thing client = processThing("udp.A");
    QAccessibleActionInterface *const actions = itemOf(client)->actionInterface();
    QVERIFY(actions);
    QVERIFY(actions->actionNames().contains(QAccessibleActionInterface::pressAction()));
    actions->doAction(QAccessibleActionInterface::pressAction());
    QCOMPARE(m_window->view().selection(), client);
    QVERIFY(itemOf(client)->state().selected);
    QVERIFY(!figure()->child(0)->actionInterface()); // a caption has nothing to press
}

void TestAccessible::showMenu_opensItsActions()
{
    const Thing server = processThing("tcp.server");
    itemOf(server)->actionInterface()->doAction(QAccessibleActionInterface::showMenuAction());
    QMenu *menu = nullptr;
    QTRY_VERIFY((menu = qobject_cast<QMenu *>(QApplication::activePopupWidget())));
    QCOMPARE(menu->objectName(), QStringLiteral("thingMenu"));
    QVERIFY(!menu->actions().isEmpty());
    menu->close();
}

void TestAccessible::selection_movesTheFocus()
{
    m_window->view().setFocus();
    QTest::keyClick(&m_window->view(), Qt::Key_Down);
    const Thing first = m_window->view().things().first();
    QCOMPARE(m_window->view().selection(), first);
    QCOMPARE(figure()->focusChild(), itemOf(first));
    QVERIFY(itemOf(first)->state().focused);
}

void TestAccessible::place_isWhereTheThingIsShown()
{
    stepTo("child-waiting");
    for (const Thing &thing : m_window->view().things()) {
        const QRect place = m_window->view().placeOf(thing);
        const QRect rect = itemOf(thing)->rect();
        QCOMPARE(rect, QRect(m_window->view().mapToGlobal(place.topLeft()), place.size()));
    }
    const Thing client = processThing("tcp.B");
    const QPoint corner = itemOf(client)->rect().topLeft() + QPoint(4, 4);
    QCOMPARE(figure()->childAt(corner.x(), corner.y()), itemOf(client));
}

void TestAccessible::runAgain_forgetsTheOldThings()
{
    stepTo("child-waiting");
    const int before = figure()->childCount();
    const QAccessible::Id old = QAccessible::uniqueId(itemOf({Thing::Kind::Socket, world().sockets().last().id}));
    QVERIFY(QAccessible::accessibleInterface(old));
    m_window->startRun();
    QVERIFY(QTest::qWaitFor([this] { return world().processes().size() == 8; }));
    QTRY_VERIFY(!QAccessible::accessibleInterface(old));
    QVERIFY(figure()->childCount() < before);
}

void TestAccessible::f6_goesFromPartToPart()
{
    m_window->view().setFocus();
    QTest::keyClick(m_window.get(), Qt::Key_F6);
    QVERIFY(!m_window->view().hasFocus());
    QVERIFY(QApplication::focusWidget());
    QTest::keyClick(m_window.get(), Qt::Key_F6); // the code panel is not shown
    QVERIFY(m_window->view().hasFocus());
    QTest::keyClick(m_window.get(), Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(!m_window->view().hasFocus());
}

void TestAccessible::desktopWithoutMotion_isFollowed()
{
    const QTemporaryDir desktop;
    qputenv("XDG_CONFIG_HOME", desktop.path().toLocal8Bit());
    QVERIFY(!view::desktopReducesMotion());
    QVERIFY(QDir(desktop.path()).mkdir(QStringLiteral("gtk-3.0")));
    QSettings gtk(desktop.filePath(QStringLiteral("gtk-3.0/settings.ini")), QSettings::IniFormat);
    gtk.setValue(QStringLiteral("Settings/gtk-enable-animations"), false);
    gtk.sync();
    QVERIFY(view::desktopReducesMotion());
    QVERIFY(MainWindow(m_lesson, true).playback().reducedMotion());
    QSettings kde(desktop.filePath(QStringLiteral("kdeglobals")), QSettings::IniFormat);
    kde.setValue(QStringLiteral("KDE/AnimationDurationFactor"), 1);
    kde.sync();
    QVERIFY(!view::desktopReducesMotion());
    qunsetenv("XDG_CONFIG_HOME");
}

void TestAccessible::everyControl_hasAName_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << QStringLiteral("en");
    QTest::newRow("Spanish") << QStringLiteral("es");
}

/// Goes through the whole window as a screen reader does: what can be reached has a name.
void TestAccessible::everyControl_hasAName()
{
    QFETCH(QString, language);
    text::setLanguage(language);
    QCoreApplication::sendPostedEvents();
    for (QAction *const action : m_window->findChildren<QAction *>()) {
        if (action->isCheckable() && action->objectName().isEmpty() && !action->isChecked() && !action->actionGroup()) {
            action->trigger(); // the panels' own switches
        }
    }
    QStringList nameless;
    QList<QAccessibleInterface *> left{QAccessible::queryAccessibleInterface(m_window.get())};
    int seen = 0;
    while (!left.isEmpty()) {
        QAccessibleInterface *const item = left.takeLast();
        for (int i = 0; i < item->childCount(); ++i) {
            if (QAccessibleInterface *const child = item->child(i)) {
                left.append(child);
            }
        }
        ++seen;
        QAccessibleActionInterface *const actions = item->actionInterface();
        const bool isSeparator = item->role() == QAccessible::Separator;
        const bool isControl =
            item->state().focusable || (actions && !actions->actionNames().isEmpty() && !isSeparator);
        if (isControl && !item->state().invisible && item->text(QAccessible::Name).isEmpty()) {
            const QObject *const object = item->object();
            nameless += object ? QStringLiteral("%1 %2").arg(QLatin1String(object->metaObject()->className()),
                                                             object->objectName())
                               : QStringLiteral("role %1").arg(int(item->role()));
        }
    }
    QVERIFY(seen > 60);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
}

QTEST_MAIN(TestAccessible)
#include "tst_accessible.moc"
