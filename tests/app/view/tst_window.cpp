// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/panels/codepanel.h"
#include "app/text/language.h"
#include "app/view/banner.h"
#include "app/view/mainwindow.h"
#include "core/lesson/lessonlibrary.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDockWidget>
#include <QFile>
#include <QImage>
#include <QLabel>
#include <QMenuBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSlider>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

#include <algorithm>
#include <csignal>
#include <variant>

using namespace zocalo;
using view::MainWindow;

/// The window as a user has it: real clicks, real keys, and a real run behind.
class TestWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void forwardButton_stepsTheRun();
    void keys_doTheSame();
    void playButton_playsAndPauses();
    void language_switchesWhileTheRunWaits();
    void themesAndDetails_redrawTheFigure();
    void everything_tellsTheStepInItsPanels();
    void codePanel_marksTheLineOfTheStepAndCopies();
    void codePanel_hasItsProgramBeforeTheFirstStep();
    void savedPicture_isTheFigure();
    void unwritablePicture_isToldInTheWindow();
    void copiedPicture_isOnTheClipboard();
    void killedProcess_isToldAndRunAgainWorks();
    void clients_startAnotherRun();
    void lessonMenu_opensEachLessonOfThePath();
    void lessonOfOneProcess_offersOnlyWhatFitsIt();
    void choices_areRememberedNextTime();
    void floatingPanel_comesAfterItsWindowNextTime();
    void closing_endsAllProcesses();

private:
    void click(const char *button) { QTest::mouseClick(child<QToolButton>(button), Qt::LeftButton); }
    void choose(const char *action) { child<QAction>(action)->trigger(); }
    void stepTo(int step);
    QImage picture() { return m_window->view().grab().toImage(); }
    template <typename T>
    T *child(const char *name)
    {
        T *found = m_window->findChild<T *>(QLatin1String(name));
        Q_ASSERT(found);
        return found;
    }

    QTemporaryDir m_settings;
    lesson::Lesson m_lesson;
    std::unique_ptr<MainWindow> m_window;
};

void TestWindow::initTestCase()
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

void TestWindow::init()
{
    QSettings().clear();
    text::setLanguage(QStringLiteral("en"));
    m_window = std::make_unique<MainWindow>(m_lesson, true);
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->playback().setReducedMotion(true);
    m_window->startRun();
    QTRY_COMPARE(m_window->playback().now().processes().size(), 8);
}

void TestWindow::cleanup() { m_window.reset(); }

void TestWindow::stepTo(int step)
{
    while (m_window->playback().step() < step) {
        const int before = m_window->playback().step();
        click("forward");
        QTRY_COMPARE(m_window->playback().step(), before + 1);
    }
}

void TestWindow::forwardButton_stepsTheRun()
{
    const QImage before = picture();
    stepTo(6);
    QVERIFY(!m_window->playback().now().sockets().isEmpty());
    QVERIFY(picture() != before);
    QCOMPARE(child<QLabel>("step")->text(), QStringLiteral("Step 6"));
    click("back");
    QCOMPARE(m_window->playback().step(), 5);
    click("toStart");
    QCOMPARE(m_window->playback().step(), 0);
    QVERIFY(!child<QToolButton>("back")->isEnabled());
    click("toEnd");
    QCOMPARE(m_window->playback().step(), m_window->playback().lastStep());
    QVERIFY(m_window->playback().lastStep() >= 6);
}

void TestWindow::keys_doTheSame()
{
    stepTo(2);
    QTest::keyClick(&m_window->view(), Qt::Key_Right);
    QTRY_COMPARE(m_window->playback().step(), 3);
    QTest::keyClick(&m_window->view(), Qt::Key_Left);
    QCOMPARE(m_window->playback().step(), 2);
    QTest::keyClick(&m_window->view(), Qt::Key_Home);
    QCOMPARE(m_window->playback().step(), 0);
    QTest::keyClick(&m_window->view(), Qt::Key_Space);
    QVERIFY(m_window->playback().isPlaying());
    QTest::keyClick(&m_window->view(), Qt::Key_Space);
    QVERIFY(!m_window->playback().isPlaying());
    QTest::keyClick(&m_window->view(), Qt::Key_Plus);
    QCOMPARE(m_window->playback().speed(), 2.0);
    QTest::keyClick(&m_window->view(), Qt::Key_2);
    QCOMPARE(m_window->view().figureStyle().detail, lesson::Detail::Mechanism);
}

void TestWindow::playButton_playsAndPauses()
{
    m_window->playback().setReducedMotion(false);
    child<QComboBox>("speed")->setCurrentIndex(5);
    QCOMPARE(m_window->playback().speed(), 8.0);
    click("play");
    QTRY_VERIFY(m_window->playback().step() >= 4);
    QVERIFY(m_window->playback().isPlaying());
    click("play");
    QVERIFY(!m_window->playback().isPlaying());
    QSignalSpy steps(&m_window->playback(), &play::Playback::stepChanged);
    steps.wait(300); // longer than a step takes at this speed: what was under way may arrive, but no more
    QVERIFY(steps.count() <= 1);
}

void TestWindow::language_switchesWhileTheRunWaits()
{
    stepTo(5);
    const QImage english = picture();
    choose("languagees");
    QTRY_VERIFY(m_window->windowTitle().contains(QStringLiteral("lado a lado")));
    QCOMPARE(child<QLabel>("step")->text(), QStringLiteral("Paso 5"));
    QCOMPARE(m_window->menuBar()->actions().first()->text(), QStringLiteral("&Archivo"));
    const QImage spanish = picture();
    QVERIFY(spanish != english);
    choose("languageen");
    QTRY_COMPARE(child<QLabel>("step")->text(), QStringLiteral("Step 5"));
    QCOMPARE(picture(), english);
    QCOMPARE(m_window->playback().step(), 5);
}

void TestWindow::themesAndDetails_redrawTheFigure()
{
    stepTo(8);
    QList<QImage> pictures{picture()};
    for (const char *action : {"theme2", "theme1", "theme3", "detail1"}) {
        choose(action);
        pictures << picture();
    }
    for (qsizetype i = 0; i < pictures.size(); ++i) {
        for (qsizetype j = 0; j < i; ++j) {
            QVERIFY(pictures.at(i) != pictures.at(j));
        }
    }
}

void TestWindow::everything_tellsTheStepInItsPanels()
{
    const auto tells = [this](const QString &words) {
        const figure::DisplayList list = m_window->view().figureAt({1920, 1080}, figure::Theme::Light);
        return std::any_of(list.items().begin(), list.items().end(), [&](const figure::Item &item) {
            const auto *text = std::get_if<figure::Text>(&item.data);
            return text && text->plain() == words;
        });
    };
    stepTo(4);
    QVERIFY(!tells(QStringLiteral("Timeline")));
    QTest::keyClick(&m_window->view(), Qt::Key_3);
    QCOMPARE(m_window->view().figureStyle().detail, lesson::Detail::Everything);
    QVERIFY(tells(QStringLiteral("Timeline")));
    QVERIFY(tells(QStringLiteral("step 4 of %1").arg(m_window->playback().lastStep())));
    stepTo(6);
    QVERIFY(tells(QStringLiteral("step 6 of %1").arg(m_window->playback().lastStep())));
}

void TestWindow::codePanel_marksTheLineOfTheStepAndCopies()
{
    QTest::keyClick(m_window.get(), Qt::Key_F9);
    auto *panel = m_window->findChild<panels::CodePanel *>();
    QVERIFY(panel && panel->isVisible());
    stepTo(3);
    // The third step is the server's listen(), which has returned.
    QVERIFY(panel->markedLine() >= 0);
    QVERIFY(panel->source().lines.at(panel->markedLine()).contains(QLatin1String("listen(")));
    click("codeC");
    QVERIFY(panel->source().lines.at(panel->markedLine()).contains(QLatin1String("listen(listener")));
    panel->choose(QStringLiteral("tcp.A"));
    QVERIFY(panel->source().fileName == QLatin1String("tcp_a.c"));
    QVERIFY(panel->source().lines.at(panel->markedLine()).contains(QLatin1String("socket(")));
    click("codeCopy");
    QCOMPARE(QApplication::clipboard()->text(), panel->source().text());
}

void TestWindow::codePanel_hasItsProgramBeforeTheFirstStep()
{
    child<QDockWidget>("codeDock")->show();
    m_window->startRun();
    QTRY_COMPARE(m_window->playback().now().processes().size(), 8);
    QCOMPARE(m_window->playback().step(), 0);
    auto *panel = m_window->findChild<panels::CodePanel *>();
    QTRY_VERIFY2(panel->source().text().contains(QLatin1String(".listen(")), qPrintable(panel->source().text()));
    QTRY_COMPARE(child<QComboBox>("codeProcess")->count(), 9); // and whoever acts
}

void TestWindow::savedPicture_isTheFigure()
{
    stepTo(8);
    const QTemporaryDir folder;
    const QString png = folder.filePath(QStringLiteral("x.png"));
    QVERIFY(m_window->savePicture(png));
    QCOMPARE(QImage(png).size(), QSize(1920, 1080));
    const QString svg = folder.filePath(QStringLiteral("x.svg"));
    QVERIFY(m_window->savePicture(svg));
    QFile file(svg);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll().contains("<title>"));
}

void TestWindow::unwritablePicture_isToldInTheWindow()
{
    auto *banner = child<view::Banner>("banner");
    QVERIFY(banner);
    QVERIFY(!banner->isVisible());
    QVERIFY(!m_window->savePicture(QStringLiteral("/nonexistent/x.png")));
    QVERIFY(banner->isVisible());
    QVERIFY(banner->text().contains(QStringLiteral("/nonexistent/x.png")));
    QVERIFY(!m_window->savePicture(QStringLiteral("x.bmp")));
    QVERIFY(banner->text().contains(QStringLiteral("x.bmp")));
}

void TestWindow::copiedPicture_isOnTheClipboard()
{
    stepTo(3);
    choose("copyPicture");
    QCOMPARE(QApplication::clipboard()->image().size(), QSize(1920, 1080));
}

void TestWindow::killedProcess_isToldAndRunAgainWorks()
{
    stepTo(6);
    const qint64 pid = m_window->playback().now().processes().first().pid;
    QCOMPARE(kill(pid_t(pid), SIGKILL), 0);
    auto *banner = child<view::Banner>("banner");
    QTRY_VERIFY(banner->isVisible());
    QVERIFY(banner->text().contains(QStringLiteral("ended in the middle")));
    QVERIFY(m_window->playback().lastStep() >= 6);
    choose("languagees");
    QTRY_VERIFY(banner->text().contains(QStringLiteral("terminó")));
    QTest::mouseClick(banner->findChild<QWidget *>(QStringLiteral("bannerAction")), Qt::LeftButton);
    QVERIFY(!banner->isVisible());
    QTRY_COMPARE(m_window->playback().now().processes().size(), 8);
    QVERIFY(m_window->playback().now().processes().first().pid != pid);
}

void TestWindow::clients_startAnotherRun()
{
    choose("clients5");
    QTRY_COMPARE(m_window->playback().now().processes().size(), 12);
    choose("kind2"); // TCP alone
    QTRY_COMPARE(m_window->playback().now().processes().size(), 6);
}

void TestWindow::lessonMenu_opensEachLessonOfThePath()
{
    QSet<QString> titles{m_window->windowTitle()};
    for (const auto &[action, processes] :
         {std::pair("lesson-what-a-socket-is", 1), std::pair("lesson-processes-communicating", 2)}) {
        choose(action);
        QTRY_COMPARE(m_window->playback().now().processes().size(), processes);
        QVERIFY(child<QAction>(action)->isChecked());
        titles.insert(m_window->windowTitle());
        // To where the lesson holds: every step can be drawn.
        QImage before;
        while (!m_window->playback().isHolding()) {
            QVERIFY(picture() != before);
            before = picture();
            const int step = m_window->playback().step();
            click("forward");
            QTRY_VERIFY(m_window->playback().step() == step + 1 || m_window->playback().isHolding());
        }
        QVERIFY(m_window->playback().step() >= 7);
    }
    choose("languagees");
    QTRY_COMPARE(child<QAction>("lesson-what-a-socket-is")->text(), QStringLiteral("&1  Qué es un socket"));
    choose("lesson-accept-vs-recvfrom");
    QTRY_COMPARE(m_window->playback().now().processes().size(), 8);
    QCOMPARE(titles.size(), 3);
}

void TestWindow::lessonOfOneProcess_offersOnlyWhatFitsIt()
{
    QVERIFY(child<QAction>("kind0")->isEnabled());
    QVERIFY(child<QAction>("clients8")->isEnabled());
    choose("lesson-what-a-socket-is");
    QVERIFY(!child<QAction>("kind0")->isEnabled());
    QVERIFY(!child<QAction>("clients2")->isEnabled());
    choose("lesson-accept-vs-recvfrom");
    choose("kind1"); // one client and its server
    QTRY_COMPARE(m_window->playback().now().processes().size(), 2);
    QVERIFY(!child<QAction>("clients2")->isEnabled());
    choose("kind0");
    QTRY_COMPARE(m_window->playback().now().processes().size(), 8);
}

void TestWindow::choices_areRememberedNextTime()
{
    choose("theme2");
    child<QComboBox>("speed")->setCurrentIndex(4);
    const figure::Theme theme = m_window->view().figureStyle().theme;
    m_window->close();
    m_window = std::make_unique<MainWindow>(m_lesson, true);
    QCOMPARE(m_window->view().figureStyle().theme, theme);
    QCOMPARE(m_window->playback().speed(), 4.0);
}

// A window manager that meets the panel first puts the window over it.
void TestWindow::floatingPanel_comesAfterItsWindowNextTime()
{
    auto *dock = child<QDockWidget>("codeDock");
    dock->show();
    dock->setFloating(true);
    m_window->close();
    m_window = std::make_unique<MainWindow>(m_lesson, true);
    dock = child<QDockWidget>("codeDock");
    QVERIFY(!dock->isVisible());
    m_window->show();
    QTRY_VERIFY(dock->isVisible());
    QVERIFY(dock->isFloating());
}

void TestWindow::closing_endsAllProcesses()
{
    stepTo(4);
    QList<qint64> pids;
    for (const world::Process &process : m_window->playback().now().processes()) {
        pids << process.pid;
    }
    QCOMPARE(pids.size(), 8);
    m_window->close();
    for (const qint64 pid : pids) {
        QTRY_VERIFY(kill(pid_t(pid), 0) != 0); // the window does not wait for them
    }
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
