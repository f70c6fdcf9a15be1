// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/view/heartbeat.h"
#include "tests/app/view/windowtest.h"

#include <QApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QRandomGenerator>
#include <QTimer>

#include <cerrno>
#include <csignal>
#include <sys/wait.h>

using namespace zocalo;

namespace {

/// A hang that a user would notice. Only told of, but for the long run of an optimised program: elsewhere the
/// sanitizers, and whatever else the machine does, take their time.
constexpr double LongestHangMs = 200;

int secondsToRun()
{
    const int given = qEnvironmentVariableIntValue("ZOCALO_SOAK_SECONDS");
    return given > 0 ? given : qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1 ? 600 : 8;
}

bool hangsCount()
{
#if defined(__OPTIMIZE__) && !defined(__SANITIZE_ADDRESS__)
    return qEnvironmentVariableIsSet("ZOCALO_SOAK");
#else
    return false;
#endif
}

} // namespace

/// Somebody who clicks on everything, presses every key, and kills processes, while a run is live.
class TestRandomUse : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(prepare());
        QVERIFY(QDir::setCurrent(folder().path())); // where pictures go that are saved by chance
    }
    void cleanup() { window.reset(); }
    void anythingAtAnyTime_neitherCrashesNorHangsNorLeavesProcesses();

private:
    void keepActing();
    void act();
    void usePopup(QWidget *popup);
    void useDialog(QWidget *dialog);
    void clickSomething();
    void pressKey();
    void chooseEntry();
    void killSomebody();
    int random(int below) { return static_cast<int>(m_random.bounded(below)); }
    QPoint somewhere(const QWidget *widget) { return {random(widget->width()), random(widget->height())}; }
    void doing(const QString &what) { m_heart->doing(what); }

    QRandomGenerator m_random;
    std::unique_ptr<Heartbeat> m_heart;
    QSet<qint64> m_pids;
    int m_acts = 0;
    bool m_done = false;
};

void TestRandomUse::usePopup(QWidget *popup)
{
    static const int keys[] = {Qt::Key_Down, Qt::Key_Down,   Qt::Key_Up,     Qt::Key_Right,
                               Qt::Key_Left, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Escape};
    const int chosen = keys[random(std::size(keys))];
    auto *menu = qobject_cast<QMenu *>(popup);
    if (menu && menu->activeAction() && menu->activeAction() == action("quit")) {
        QTest::keyClick(popup, Qt::Key_Escape);
        return;
    }
    QTest::keyClick(popup, Qt::Key(chosen));
}

void TestRandomUse::useDialog(QWidget *dialog)
{
    // In a dialog of files keys could delete or overwrite what is not ours.
    if (qobject_cast<QFileDialog *>(dialog) || random(3) == 0) {
        QTest::keyClick(dialog, Qt::Key_Escape);
        return;
    }
    static const int keys[] = {Qt::Key_Tab, Qt::Key_Down, Qt::Key_Up, Qt::Key_Space, Qt::Key_Return, Qt::Key_7};
    QWidget *focus = dialog->focusWidget() ? dialog->focusWidget() : dialog;
    QTest::keyClick(focus, Qt::Key(keys[random(std::size(keys))]));
}

void TestRandomUse::clickSomething()
{
    const QList<figure::Thing> things = window->view().things();
    QPoint at = somewhere(&window->view());
    if (!things.isEmpty() && random(3) > 0) {
        at = window->view().placeOf(things.at(random(static_cast<int>(things.size())))).center();
    }
    const Qt::MouseButton button = random(6) == 0 ? Qt::RightButton : Qt::LeftButton;
    if (random(4) == 0) {
        QTest::mouseDClick(&window->view(), button, {}, at);
    } else {
        QTest::mouseClick(&window->view(), button, {}, at);
    }
}

void TestRandomUse::pressKey()
{
    static const QList<QKeyCombination> keys{Qt::Key_Right,
                                             Qt::Key_Right,
                                             Qt::Key_Right,
                                             Qt::Key_Space,
                                             Qt::Key_Left,
                                             Qt::Key_Home,
                                             Qt::Key_End,
                                             Qt::Key_PageDown,
                                             Qt::Key_Plus,
                                             Qt::Key_Minus,
                                             Qt::Key_1,
                                             Qt::Key_2,
                                             Qt::Key_3,
                                             Qt::Key_N,
                                             Qt::Key_C,
                                             Qt::Key_M,
                                             Qt::Key_A,
                                             Qt::Key_R,
                                             Qt::Key_D,
                                             Qt::Key_Delete,
                                             Qt::SHIFT | Qt::Key_C,
                                             Qt::SHIFT | Qt::Key_W,
                                             Qt::SHIFT | Qt::Key_Delete,
                                             Qt::Key_Tab,
                                             Qt::Key_Backtab,
                                             Qt::Key_Down,
                                             Qt::Key_Up,
                                             Qt::Key_Return,
                                             Qt::Key_Escape,
                                             Qt::Key_F3,
                                             Qt::Key_F4,
                                             Qt::Key_F5,
                                             Qt::Key_F7,
                                             Qt::Key_F8,
                                             Qt::Key_F9,
                                             Qt::Key_B,
                                             Qt::Key_L,
                                             Qt::CTRL | Qt::Key_R,
                                             Qt::CTRL | Qt::Key_C,
                                             Qt::CTRL | Qt::Key_Z,
                                             Qt::CTRL | Qt::SHIFT | Qt::Key_Z,
                                             Qt::Key_F1,
                                             Qt::Key_F11};
    auto *edit = window->findChild<QLineEdit *>(QStringLiteral("messageEdit"));
    if (edit->isVisible() && random(3) > 0) {
        QTest::keyClicks(edit, QString(1 + random(40), QChar('a' + random(26))));
        QTest::keyClick(edit, Qt::Key_Return);
        return;
    }
    const QKeyCombination key = keys.at(random(static_cast<int>(keys.size())));
    QTest::keyClick(&window->view(), key.key(), key.keyboardModifiers());
}

void TestRandomUse::chooseEntry()
{
    QList<QAction *> entries;
    for (const QMenu *menu : window->menuBar()->findChildren<QMenu *>()) {
        for (QAction *entry : menu->actions()) {
            // Closing is for the end, and a menu of the window's system would wait for its own mouse.
            if (entry->isEnabled() && !entry->menu() && entry != action("quit")) {
                entries << entry;
            }
        }
    }
    QAction *chosen = entries.at(random(static_cast<int>(entries.size())));
    doing(QStringLiteral("entry ") + chosen->text());
    chosen->trigger();
}

void TestRandomUse::killSomebody()
{
    const QList<world::Process> all = window->playback().now().processes();
    if (all.isEmpty()) {
        return;
    }
    const qint64 pid = all.at(random(static_cast<int>(all.size()))).pid;
    // Only what is a child of ours still: the kernel may have given the number to somebody else.
    siginfo_t info{};
    if (waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0) {
        kill(static_cast<pid_t>(pid), random(2) == 0 ? SIGKILL : SIGTERM);
    }
}

// Each time with a timer of its own: one that repeats would rest while what it did waits in a dialog.
void TestRandomUse::keepActing()
{
    QTimer::singleShot(5, this, [this] {
        if (!m_done) {
            keepActing();
            act();
        }
    });
}

void TestRandomUse::act()
{
    ++m_acts;
    for (const world::Process &process : window->playback().now().processes()) {
        m_pids.insert(process.pid);
    }
    if (QWidget *popup = QApplication::activePopupWidget()) {
        doing(QStringLiteral("popup"));
        usePopup(popup);
        return;
    }
    if (QWidget *dialog = QApplication::activeModalWidget()) {
        doing(QStringLiteral("dialog ") + dialog->objectName());
        useDialog(dialog);
        return;
    }
    const int dice = random(100);
    if (dice < 40) {
        doing(QStringLiteral("click"));
        clickSomething();
    } else if (dice < 80) {
        doing(QStringLiteral("key"));
        pressKey();
    } else if (dice < 92) {
        chooseEntry();
    } else if (dice < 95) {
        doing(QStringLiteral("kill"));
        killSomebody();
    } else if (dice < 98) {
        doing(QStringLiteral("resize"));
        window->resize(700 + random(1300), 500 + random(700));
    } else {
        // What would pile up else: pages of keys, the picture at the projector.
        doing(QStringLiteral("tidy"));
        for (QWidget *each : QApplication::topLevelWidgets()) {
            if (each->isVisible() && each != window.get()) {
                each->close();
            }
        }
    }
}

void TestRandomUse::anythingAtAnyTime_neitherCrashesNorHangsNorLeavesProcesses()
{
    const QByteArray given = qgetenv("ZOCALO_SEED");
    const quint32 seed = given.isEmpty() ? QRandomGenerator::global()->generate() : given.toUInt();
    m_random.seed(seed);
    openAfresh();
    window->playback().setReducedMotion(false);
    window->playback().setSpeed(8);
    m_heart = std::make_unique<Heartbeat>(this);
    QElapsedTimer clock;
    clock.start();
    m_done = false;
    keepActing();
    while (clock.elapsed() < 1000LL * secondsToRun()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    m_done = true;
    const Heartbeat::Wait longest = m_heart->longest();
    qInfo("seed %u: %d acts in %lld s, %lld processes; %d heartbeats, the longest took %.0f ms (%s)", seed, m_acts,
          clock.elapsed() / 1000, qint64(m_pids.size()), m_heart->beats(), longest.ms, qPrintable(longest.doing));
    for (QWidget *each : QApplication::topLevelWidgets()) {
        if (each != window.get()) {
            each->close();
        }
    }
    // It may ask whether to save what was done.
    QTimer answers;
    connect(&answers, &QTimer::timeout, this, [] {
        if (QWidget *const dialog = QApplication::activeModalWidget()) {
            QTest::keyClick(dialog, Qt::Key_Escape);
        }
    });
    answers.start(20);
    window->close();
    answers.stop();
    m_heart.reset();
    window.reset();
    // Not a child is left, not even one that nobody has waited for.
    errno = 0;
    QCOMPARE(waitpid(-1, nullptr, WNOHANG), -1);
    QCOMPARE(errno, ECHILD);
    if (hangsCount()) {
        QVERIFY2(longest.ms <= LongestHangMs, qPrintable(longest.doing));
    }
}

QTEST_MAIN(TestRandomUse)
#include "tst_randomuse.moc"
