// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/view/banner.h"
#include "app/view/comparedesk.h"
#include "app/view/compareview.h"
#include "app/view/mainwindow.h"
#include "app/view/watchdoor.h"
#include "core/kernel/threadstate.h"
#include "core/lesson/recordedlesson.h"
#include "core/run/watchinvitation.h"

#include <QAccessible>
#include <QAction>
#include <QComboBox>
#include <QFileInfo>
#include <QLabel>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <atomic>
#include <cstring>
#include <new>

#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace zocalo;

namespace {

constexpr int kPatienceMs = 60000;

QString script(const char *name) { return QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/") + QLatin1String(name); }

void startWatched(QProcess &process, const QStringList &words)
{
    process.start(QStringLiteral(ZOCALO_BIN_DIR "/zocalo"), QStringList{"watch"} + words);
}

/// Says something at the window's door; the connection stays open until the end of the process.
void say(const QByteArray &message)
{
    // The window lives on this thread, too: it takes who has come before.
    QCoreApplication::processEvents();
    const QByteArray path = run::watchSocketPath();
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.constData(), std::size_t(path.size()));
    const int fd = ::socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    QCOMPARE(::connect(fd, reinterpret_cast<const sockaddr *>(&address), sizeof address), 0);
    if (!message.isNull()) {
        ::send(fd, message.constData(), std::size_t(message.size()), MSG_NOSIGNAL);
    }
}

/// A window that shows what is watched, and a program in it that is stepped.
class Stepped
{
public:
    Stepped() : window(lesson::recordedLesson({}).lesson, false)
    {
        window.playback().setReducedMotion(true);
        window.show();
    }
    bool start(const QStringList &words)
    {
        if (!window.openDoor()) {
            return false;
        }
        startWatched(program, QStringList{"--step"} + words);
        return isHeld();
    }
    /// Waits until the first program is held.
    bool isHeld() const
    {
        return QTest::qWaitFor([this] { return action("goOn1").isEnabled(); }, kPatienceMs);
    }
    QAction &action(const char *name) const
    {
        auto *found = window.findChild<QAction *>(QLatin1String(name));
        if (!found) {
            qFatal("there is no %s", name);
        }
        return *found;
    }
    /// Has it go on to its next stop, in that way: an entry and a return of a call, or the other way round.
    template <typename Way>
    bool goOn(Way way)
    {
        const QString before = action("goOn1").text();
        way();
        return QTest::qWaitFor([&] { return action("goOn1").isEnabled() && action("goOn1").text() != before; },
                               kPatienceMs);
    }
    const world::World &last() { return window.playback().timeline().world(window.playback().lastStep()); }

    view::MainWindow window;
    QProcess program;
};

bool hasPython() { return !QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty(); }

} // namespace

/// Programs that run in terminals, shown in the window.
class TestWatch : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        // A door of its own: other tests have windows, too.
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toLocal8Bit());
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        QVERIFY(figure::loadFonts());
    }

    void terminals_meetInOnePicture()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
        view::MainWindow window(lesson::recordedLesson({}).lesson, false);
        QVERIFY(window.openDoor());
        window.playback().setReducedMotion(true);
        QProcess server;
        startWatched(server, {"--", "python3", script("echoserver.py"), "2"});
        QTRY_VERIFY_WITH_TIMEOUT(server.canReadLine(), kPatienceMs);
        const QString port = QString::fromLatin1(server.readLine()).trimmed();
        for (const char *word : {"one", "two"}) {
            QProcess client;
            startWatched(client, {"--name", QStringLiteral("Ana-%1").arg(QLatin1String(word)), "--", "python3",
                                  script("echoclient.py"), port, QLatin1String(word)});
            QTRY_COMPARE_WITH_TIMEOUT(client.state(), QProcess::NotRunning, kPatienceMs);
            QCOMPARE(client.exitCode(), 0);
            QCOMPARE(client.readAllStandardOutput(), QByteArray(word).toUpper() + '\n');
        }
        QTRY_COMPARE_WITH_TIMEOUT(server.state(), QProcess::NotRunning, kPatienceMs);
        QCOMPARE(server.exitCode(), 0);

        const play::Playback &playback = window.playback();
        const auto last = [&playback]() -> const world::World & {
            return playback.timeline().world(playback.lastStep());
        };
        QTRY_COMPARE_WITH_TIMEOUT(last().processes().size(), 3, kPatienceMs);
        QTRY_COMPARE_WITH_TIMEOUT(last().messages().size(), 4, kPatienceMs);
        QVERIFY(last().processNamed(QStringLiteral("echoserver.py")));
        QVERIFY(last().processNamed(QStringLiteral("Ana-one")));
        QVERIFY(last().processNamed(QStringLiteral("Ana-two")));
        QCOMPARE(window.view().figureStyle().kind, lesson::Kind::Tcp);
        QVERIFY(playback.isWatching());
        // The picture comes after, by itself.
        QTRY_COMPARE_WITH_TIMEOUT(playback.step(), playback.lastStep(), kPatienceMs);
    }

    void stepped_goesOnByControlKeyAndMenu()
    {
        if (!hasPython()) {
            QSKIP("python3 is not installed");
        }
        Stepped stepped;
        QVERIFY(stepped.start({"--", "python3", script("echoserver.py"), "0"}));
        QVERIFY2(stepped.action("goOn1").text().contains(QLatin1String("before socket()")),
                 qPrintable(stepped.action("goOn1").text()));
        QCOMPARE(stepped.window.findChild<QComboBox *>("pace")->currentData().toInt(), int(run::Pace::Step));
        QVERIFY(stepped.window.findChild<QLabel *>("holdWords")->text().contains(QLatin1String("time-outs")));
        // Nobody goes on unasked: the call has not returned.
        QCOMPARE(stepped.last().processes().first().lastCall, trace::Call::Unknown);

        view::FigureView &figure = stepped.window.view();
        QVERIFY(stepped.goOn([&] {
            const figure::Node *const control = figure.shownFigure().node(figure::NodeKind::GoOn, 0);
            QVERIFY(control);
            for (const figure::Node &node : figure.shownFigure().nodes()) {
                QVERIFY2(node.kind < figure::NodeKind::Socket || node.kind > figure::NodeKind::Message ||
                             !node.rect.intersects(control->rect),
                         qPrintable(node.name)); // it stands over nothing that says something
            }
            // Only the first button lets go.
            QTest::mouseClick(&figure, Qt::RightButton, {}, figure.inPixels(control->rect).center());
            QTest::mouseClick(&figure, Qt::LeftButton, {}, figure.inPixels(control->rect).center());
        }));
        QCOMPARE(stepped.last().processes().first().lastCall, trace::Call::Socket);
        QVERIFY(stepped.goOn([&] { stepped.action("stepForward").trigger(); }));
        QVERIFY(stepped.goOn([&] { stepped.action("goOn1").trigger(); }));
        QVERIFY(stepped.action("goOn1").text().contains(QLatin1String("after setsockopt()")));

        // Back in what was seen, the timeline's button leads to what goes on.
        QTest::keyClick(&stepped.window, Qt::Key_F8);
        stepped.window.playback().toStart();
        auto *const live = stepped.window.findChild<QToolButton *>("timelineLive");
        QTRY_VERIFY(live->isVisible() && live->isEnabled());
        QTest::mouseClick(live, Qt::LeftButton);
        QCOMPARE(stepped.window.playback().step(), stepped.window.playback().lastStep());
        QTest::keyClick(&stepped.window, Qt::Key_F8);

        stepped.action("pace0").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(stepped.program.state(), QProcess::NotRunning, kPatienceMs);
        QCOMPARE(stepped.program.exitCode(), 0);
        QTRY_VERIFY(!figure.shownFigure().node(figure::NodeKind::GoOn, 0));
    }

    // Whom the gate holds is not held where the picture still is.
    void steppedWhileThePictureIsBehind_showsTheNewestStep()
    {
        if (!hasPython()) {
            QSKIP("python3 is not installed");
        }
        Stepped stepped;
        QVERIFY(stepped.start({"--", "python3", script("echoserver.py"), "0"}));
        play::Playback &playback = stepped.window.playback();
        playback.setReducedMotion(false); // the picture takes its time
        stepped.action("pace0").trigger();
        QTRY_VERIFY_WITH_TIMEOUT(playback.lastStep() - playback.step() > 2, kPatienceMs);
        stepped.action("pace2").trigger();
        QCOMPARE(playback.step(), playback.lastStep());
        QCOMPARE(playback.state(), play::Playback::State::Still);
        stepped.action("pace0").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(stepped.program.state(), QProcess::NotRunning, kPatienceMs);
    }

    void stopWatching_letsRunOnAndKeepsWhatWasSeen()
    {
        if (!hasPython()) {
            QSKIP("python3 is not installed");
        }
        Stepped stepped;
        QVERIFY(stepped.start({"--", "python3", script("echoserver.py"), "0"}));
        stepped.action("stopWatching").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(stepped.program.state(), QProcess::NotRunning, kPatienceMs);
        QCOMPARE(stepped.program.exitCode(), 0);
        QVERIFY(!stepped.window.playback().isWatching());
        const auto *told = stepped.window.findChild<view::Banner *>(QStringLiteral("banner"));
        QVERIFY(told && told->isVisible() && told->text().startsWith(QStringLiteral("Watched no more:")));
        QVERIFY(stepped.window.view().figureStyle().left); // and the figure says so
        QVERIFY(!stepped.window.playback().timeline().events().isEmpty());
        QTRY_VERIFY(!stepped.action("goOn1").isEnabled());
        QTRY_VERIFY(!stepped.action("stopWatching").isEnabled());
    }

    /// A kind that was chosen in the menu stays, whatever comes; but for one that the run has no socket of.
    void chosenKind_stays()
    {
        if (!hasPython()) {
            QSKIP("python3 is not installed");
        }
        Stepped stepped;
        const auto choose = [&stepped](lesson::Kind kind) {
            stepped.action(qPrintable(QStringLiteral("kind%1").arg(int(kind)))).trigger();
        };
        const auto shown = [&stepped] { return stepped.window.view().figureStyle().kind; };
        const auto next = [&stepped] {
            const qsizetype before = stepped.window.playback().timeline().events().size();
            return stepped.goOn([&] { stepped.action("goOn1").trigger(); }) &&
                   stepped.window.playback().timeline().events().size() > before;
        };
        QVERIFY(stepped.start({"--", "python3", script("echoserver.py"), "0"}));
        QVERIFY(next()); // socket() has returned
        QCOMPARE(shown(), lesson::Kind::Pair);
        choose(lesson::Kind::Tcp);
        for (int i = 0; i < 2; ++i) {
            QVERIFY(next());
            QCOMPARE(shown(), lesson::Kind::Tcp);
            QVERIFY(stepped.action(qPrintable(QStringLiteral("kind%1").arg(int(lesson::Kind::Tcp)))).isChecked());
        }
        choose(lesson::Kind::Udp);
        QVERIFY(next());
        QCOMPARE(shown(), lesson::Kind::Pair);
        choose(lesson::Kind::Twin);
        QVERIFY(next());
        QCOMPARE(shown(), lesson::Kind::Twin);

        // Another run is shown as what it is.
        const QString path = m_folder.filePath(QStringLiteral("chosen.zocalo"));
        stepped.action("stopWatching").trigger();
        QTRY_COMPARE_WITH_TIMEOUT(stepped.program.state(), QProcess::NotRunning, kPatienceMs);
        QCOMPARE(shown(), lesson::Kind::Twin);
        QVERIFY(stepped.window.saveRun(path) && stepped.window.openRecording(path));
        QTRY_COMPARE_WITH_TIMEOUT(shown(), lesson::Kind::Pair, kPatienceMs);
    }

    /// Beside another run the words say who moves the program on, as the window's own bar would.
    void comparedProgram_isSaidToGoOnAsItDoes()
    {
        if (!hasPython()) {
            QSKIP("python3 is not installed");
        }
        const QString other = m_folder.filePath(QStringLiteral("other.zocalo"));
        const QStringList record{"record", "-o", other, "--", "python3", "-c", "import socket; socket.socket()"};
        QCOMPARE(QProcess::execute(QStringLiteral(ZOCALO_BIN_DIR "/zocalo"), record), 0);
        Stepped stepped;
        QVERIFY(stepped.start({"--", "python3", script("echoserver.py"), "1"}));
        QVERIFY(stepped.window.compareWith(other));
        QTRY_VERIFY_WITH_TIMEOUT(stepped.window.compare().comparison(), kPatienceMs);
        const auto said = [&stepped] {
            view::CompareDesk &desk = stepped.window.compare();
            desk.playback(view::CompareDesk::Left).toEnd(); // else it says that what is shown is recorded
            return desk.view()->controls(0).findChild<QLabel *>("status")->text();
        };
        QTRY_VERIFY2_WITH_TIMEOUT(said().contains(QLatin1String("until it is let go on")), qPrintable(said()),
                                  kPatienceMs);
        QTRY_VERIFY_WITH_TIMEOUT(stepped.action("stepForward").text().contains(QLatin1String("waits to be let go on")),
                                 kPatienceMs);
        stepped.action("pace0").trigger();
        QTRY_VERIFY2_WITH_TIMEOUT(said().contains(QLatin1String("run freely")), qPrintable(said()), kPatienceMs);
        stepped.action("stopWatching").trigger(); // it sleeps in accept()
        QTRY_VERIFY2_WITH_TIMEOUT(said().contains(QLatin1String("Watched no more")), qPrintable(said()), kPatienceMs);
        stepped.program.kill();
        QTRY_COMPARE_WITH_TIMEOUT(stepped.program.state(), QProcess::NotRunning, kPatienceMs);
    }

    void windowKilled_letsRunOn()
    {
        if (!hasPython()) {
            QSKIP("python3 is not installed");
        }
        QProcess window;
        window.start(QStringLiteral(ZOCALO_BIN_DIR "/zocalo"), {"watch", "--window"});
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(QString::fromLocal8Bit(run::watchSocketPath())), kPatienceMs);
        QProcess server;
        startWatched(server, {"--step", "--", "python3", script("echoserver.py"), "0"});
        QVERIFY(server.waitForStarted());
        const auto pid = static_cast<pid_t>(server.processId());
        // The only thing that it waits for on a futex is the gate.
        QTRY_VERIFY_WITH_TIMEOUT(
            QFileInfo(QStringLiteral("/proc/%1/exe").arg(pid)).symLinkTarget().contains(QLatin1String("python")) &&
                kernel::threadState(pid, pid, {SYS_futex}) == kernel::ThreadState::Asleep,
            kPatienceMs);
        QCOMPARE(server.readAllStandardOutput(), QByteArray());
        window.kill(); // SIGKILL
        QTRY_COMPARE_WITH_TIMEOUT(server.state(), QProcess::NotRunning, kPatienceMs);
        QCOMPARE(server.exitCode(), 0);
        QVERIFY(server.readAllStandardOutput().trimmed().toInt() > 0);
        QTRY_COMPARE_WITH_TIMEOUT(window.state(), QProcess::NotRunning, kPatienceMs);
    }

    void exitStatus_isTheProgramsOwn()
    {
        view::MainWindow window(lesson::recordedLesson({}).lesson, false);
        QVERIFY(window.openDoor());
        QProcess program;
        startWatched(program, {"--", "sh", "-c", "read word; echo $word; exit 7"});
        program.write("said\n");
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, kPatienceMs);
        QCOMPARE(program.exitCode(), 7);
        QCOMPARE(program.readAllStandardOutput(), QByteArray("said\n"));
    }

    void secondWindow_leavesTheDoorToTheFirst()
    {
        view::MainWindow first(lesson::recordedLesson({}).lesson, false);
        QVERIFY(first.openDoor());
        {
            view::MainWindow second(lesson::recordedLesson({}).lesson, false);
            QVERIFY(!second.openDoor());
        }
        QVERIFY(QFile::exists(QString::fromLocal8Bit(run::watchSocketPath())));
    }

    // Processes that open and close it, over and over: never do two have it.
    void windowsAtOnce_doorIsOnesAlone()
    {
        constexpr int kWindows = 3;
        constexpr int kRounds = 1000;
        void *const memory =
            ::mmap(nullptr, sizeof(std::atomic<int>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        QVERIFY(memory != MAP_FAILED);
        auto *const owners = new (memory) std::atomic<int>(0);
        pid_t windows[kWindows];
        for (pid_t &window : windows) {
            window = ::fork();
            if (window != 0) {
                continue;
            }
            int wrong = 0;
            for (int i = 0; i < kRounds; ++i) {
                view::WatchDoor door([](const run::WatchRequest &) { return QByteArray(); });
                if (door.open()) {
                    wrong += owners->fetch_add(1);
                    wrong += QFile::exists(QString::fromLocal8Bit(door.path())) ? 0 : 1;
                    owners->fetch_sub(1);
                }
            }
            ::_exit(wrong == 0 ? 0 : 1);
        }
        for (const pid_t window : windows) {
            int status = -1;
            QCOMPARE(::waitpid(window, &status, 0), window);
            QCOMPARE(status, 0);
        }
        ::munmap(memory, sizeof(std::atomic<int>));
    }

    /// A child of a terminal's program into which the tap cannot come: over the figure, and to a screen reader.
    void childThatIsNotSeen_isToldOverTheFigure()
    {
        view::MainWindow window(lesson::recordedLesson({}).lesson, false);
        window.show();
        QVERIFY(window.openDoor());
        QProcess program;
        startWatched(program, {"--", "sh", "-c",
                               ZOCALO_PROGRAM_DIR "/waiting-static; env -i " ZOCALO_PROGRAM_DIR "/waiting; true"});
        const auto find = [&window]() -> QLabel * {
            for (QLabel *const label : window.findChildren<QLabel *>(QStringLiteral("bannerText"))) {
                if (label->isVisible() && label->text().startsWith(QLatin1String("waiting-static ("))) {
                    return label;
                }
            }
            return nullptr;
        };
        QTRY_VERIFY_WITH_TIMEOUT(find(), kPatienceMs);
        QLabel *const banner = find();
        QCOMPARE(QAccessible::queryAccessibleInterface(banner)->text(QAccessible::Name), banner->text());
        // What comes later is told after all that the first gave cause to tell in its second of life.
        QTRY_VERIFY_WITH_TIMEOUT(banner->text().contains(QLatin1String("\nwaiting (")), kPatienceMs);
        QCOMPARE(banner->text().count(QLatin1String("waiting-static (")), 1); // once
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, kPatienceMs);
    }

    void rubbishAtTheDoor_doesNoHarm()
    {
        // A descriptor that was closed is not waited for.
        QTest::failOnWarning(QRegularExpression(QStringLiteral("QSocketNotifier: Invalid socket")));
        view::MainWindow window(lesson::recordedLesson({}).lesson, false);
        QVERIFY(window.openDoor());
        for (int i = 0; i < 40; ++i) {
            say(QByteArray());                                     // nothing, and stays
            say(QByteArray(i * 997 % 60000, char(i)));             // bytes
            say(R"({"zocalo":1,"command":["x"],"name":{"a":1}})"); // a guest that never comes
        }
        QProcess program;
        startWatched(program, {"--", "sh", "-c", "exit 3"});
        QTRY_COMPARE_WITH_TIMEOUT(program.state(), QProcess::NotRunning, kPatienceMs);
        QCOMPARE(program.exitCode(), 3);
    }

    void noDisplay_isToldAndNothingRuns()
    {
        QProcess program;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) {
            environment.remove(QLatin1String(name));
        }
        program.setProcessEnvironment(environment);
        startWatched(program, {"--", "echo", "ran"});
        QVERIFY(program.waitForFinished(kPatienceMs));
        QCOMPARE(program.exitCode(), 1);
        QCOMPARE(program.readAllStandardOutput(), QByteArray());
        QCOMPARE(program.readAllStandardError().count('\n'), 1);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestWatch)
#include "tst_watch.moc"
