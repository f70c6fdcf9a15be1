// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Two runs side by side, as a user has them: with the menu, the keys and the mouse.
#include "app/view/comparedesk.h"
#include "app/view/compareview.h"
#include "app/view/elidedlabel.h"
#include "tests/app/view/windowtest.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

using namespace zocalo;
using view::CompareDesk;
using Side = world::Comparison::Side;

class TestCompare : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepare()); }
    void init()
    {
        QSettings().clear();
        text::setLanguage(QStringLiteral("en"));
    }
    void cleanup() { window.reset(); }
    void recording_standsBesideTheRunAtTheFirstDifference();
    void movingOne_movesTheOther();
    void callOfOneAlone_letsTheOtherStandStill();
    void unlinked_movesOneAlone();
    void selection_goesAlong();
    void escape_goesBackToOneFigure();
    void brokenRecording_isToldAndShowsNothing();
    void changedLesson_standsBesideItsFirstRun();
    void halvesOfATwin_standSideBySide();
    void halvesThatGoOn_saySo();
    void narrowBar_saysItInFewerWords();
    void liveRun_goesOnBesideTheOther();
    void liveRun_isPlayedToItsEnd();
    void openedRecording_canBeComparedOnceItIsRead();
    void actionsAndDetails_restMeanwhile();
    void narrowWindow_hasOneOverTheOther();
    void language_isFollowed();
    void newRun_endsIt();

private:
    void begin(const char *lesson);
    void playToHold();
    QString recordingOf(const char *name, const lesson::Choices &choices = {});
    CompareDesk &desk() { return window->compare(); }
    view::FigureView &figure(int side) { return desk().view()->figure(side); }
    int step(CompareDesk::Place place) { return desk().playback(place).step(); }
    QString remark(int side) { return figure(side).heading()->remarks.join(QLatin1Char('\n')); }
    void pressKey(int key, Qt::KeyboardModifiers with = {})
    {
        // A dialogue that was closed gives the focus back a little later.
        window->activateWindow();
        QTRY_VERIFY(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key(key), with);
    }
    void compareBacklogs();
};

void TestCompare::begin(const char *name)
{
    const auto lesson = lesson::LessonLibrary::find(QLatin1String(name));
    QVERIFY(lesson.ok());
    window = std::make_unique<view::MainWindow>(lesson.value(), true);
    window->resize(1440, 900);
    window->show();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    window->playback().setReducedMotion(true);
    window->playback().setSpeed(8);
    window->startRun();
}

void TestCompare::playToHold()
{
    QTRY_VERIFY(window->playback().now().processes().size() > 0);
    // Step by step, each as soon as the one before is there: playing would take its time.
    play::Playback &playback = window->playback();
    const auto goesOn = connect(&playback, &play::Playback::stepChanged, &playback, &play::Playback::stepForward);
    playback.stepForward();
    QTRY_VERIFY_WITH_TIMEOUT(playback.isHolding(), 60'000);
    disconnect(goesOn);
}

/// A run of the window's, kept in a file.
QString TestCompare::recordingOf(const char *name, const lesson::Choices &choices)
{
    begin(name);
    if (!choices.isEmpty()) {
        key(Qt::Key_F2);
        auto *choice = child<QComboBox>(qPrintable(QStringLiteral("switch-") + choices.cbegin().key()));
        choice->setCurrentIndex(choice->findData(choices.cbegin().value()));
        QTest::mouseClick(child<QPushButton>("changeRun"), Qt::LeftButton);
    }
    playToHold();
    const QString path = folder().filePath(QLatin1String(name) + QStringLiteral("-%1.zocalo").arg(choices.size()));
    QFile::remove(path);
    if (!window->saveRun(path)) {
        qFatal("the run could not be saved");
    }
    window.reset();
    return path;
}

void TestCompare::compareBacklogs()
{
    const QString other = recordingOf("backlog", {{"backlog", "4"}});
    begin("backlog");
    playToHold();
    QVERIFY(window->compareWith(other));
    QTRY_VERIFY(desk().comparison());
}

void TestCompare::recording_standsBesideTheRunAtTheFirstDifference()
{
    const QString other = recordingOf("backlog", {{"backlog", "4"}});
    begin("backlog");
    playToHold();
    QVERIFY(!action("firstDifference")->isEnabled());
    action("compareFile")->trigger();
    auto *dialog = child<QFileDialog>("compareDialog");
    dialog->selectFile(other);
    emit dialog->fileSelected(other);
    dialog->close();
    QTRY_VERIFY(desk().comparison());
    QVERIFY(!window->view().isVisible());
    QVERIFY(figure(0).isVisible() && figure(1).isVisible());
    // Each has its own heading; both stand at listen(), and say how it came out there.
    QCOMPARE(figure(1).heading()->name, QStringLiteral("backlog-1.zocalo"));
    QVERIFY2(figure(0).heading()->setting.contains(QStringLiteral("1")), qPrintable(figure(0).heading()->setting));
    QCOMPARE(desk().playback(CompareDesk::Left).now().moment().name, trace::Call::Listen);
    QCOMPARE(desk().playback(CompareDesk::Right).now().moment().name, trace::Call::Listen);
    QVERIFY2(remark(0).startsWith(QStringLiteral("First difference")), qPrintable(remark(0)));
    QVERIFY2(remark(0).contains(QStringLiteral("listen(3, 1) = 0")), qPrintable(remark(0)));
    QVERIFY2(remark(1).contains(QStringLiteral("listen(3, 4) = 0")), qPrintable(remark(1)));
    QVERIFY(figure(0).heading()->differs && !figure(0).heading()->marked.isEmpty());
    // What assistive technology reads has it first.
    QCOMPARE(figure(1).parts().first().kind, view::FigurePart::Kind::Remark);
    QVERIFY(child<QLabel>("compareSummary")->text().contains(QStringLiteral("differences")));
    QVERIFY(action("nextDifference")->isEnabled());
    QVERIFY(!action("previousDifference")->isEnabled());
    // On with the keys, and back to the first.
    pressKey(Qt::Key_Right, Qt::ControlModifier);
    QVERIFY(step(CompareDesk::Right) > 0);
    QVERIFY2(remark(1).startsWith(QStringLiteral("Difference ")), qPrintable(remark(1)));
    pressKey(Qt::Key_Left, Qt::ControlModifier);
    QVERIFY(remark(1).startsWith(QStringLiteral("First difference")));
    pressKey(Qt::Key_Right, Qt::ControlModifier);
    pressKey(Qt::Key_Right, Qt::ControlModifier);
    pressKey(Qt::Key_F);
    QVERIFY(remark(1).startsWith(QStringLiteral("First difference")));
}

void TestCompare::movingOne_movesTheOther()
{
    compareBacklogs();
    figure(0).setFocus();
    pressKey(Qt::Key_Home);
    QCOMPARE(step(CompareDesk::Left), 0);
    QCOMPARE(step(CompareDesk::Right), 0);
    for (int i = 0; i < 12; ++i) {
        pressKey(Qt::Key_Right);
        const world::Comparison::Place place = desk().comparison()->beside(Side::Before, step(CompareDesk::Left));
        QTRY_COMPARE(step(CompareDesk::Right), place.step);
        // The panels follow the window's own run.
        QCOMPARE(window->playback().step(), step(CompareDesk::Left));
    }
    QVERIFY(step(CompareDesk::Left) == 12);
    // The other one leads as well.
    figure(1).setFocus();
    pressKey(Qt::Key_Left);
    QTRY_COMPARE(step(CompareDesk::Left), desk().comparison()->beside(Side::Now, step(CompareDesk::Right)).step);
    pressKey(Qt::Key_End);
    QCOMPARE(step(CompareDesk::Right), desk().playback(CompareDesk::Right).lastStep());
}

void TestCompare::callOfOneAlone_letsTheOtherStandStill()
{
    const QString other = recordingOf("sent-is-not-read", {{"reads", "yes"}});
    begin("sent-is-not-read");
    playToHold();
    QVERIFY(window->compareWith(other));
    QTRY_VERIFY(desk().comparison());
    const QList<world::RunDifference> &all = desk().comparison()->differences();
    const auto only = std::find_if(all.begin(), all.end(), [](const auto &each) { return each.isOnlyNow(); });
    QVERIFY(only != all.end());
    figure(1).setFocus();
    // To the moment before: its entry is this run's alone, too.
    desk().playback(CompareDesk::Right).showStep(only->step - 2);
    const int stands = step(CompareDesk::Left);
    pressKey(Qt::Key_Right);
    QTRY_COMPARE(step(CompareDesk::Right), only->step - 1);
    QCOMPARE(step(CompareDesk::Left), stands);
    QVERIFY2(remark(0).contains(QStringLiteral("Stands still")), qPrintable(remark(0)));
    QVERIFY2(remark(1).contains(QStringLiteral("Only this run")), qPrintable(remark(1)));
    pressKey(Qt::Key_Right);
    QTRY_COMPARE(step(CompareDesk::Right), only->step);
    QCOMPARE(step(CompareDesk::Left), stands);
    QVERIFY2(remark(0).contains(QStringLiteral("no such call")), qPrintable(remark(0)));
    QVERIFY2(remark(1).contains(QStringLiteral("recv(")), qPrintable(remark(1)));
}

void TestCompare::unlinked_movesOneAlone()
{
    compareBacklogs();
    figure(0).setFocus();
    pressKey(Qt::Key_Home);
    pressKey(Qt::Key_L, Qt::ControlModifier);
    QVERIFY(!desk().isLinked());
    QVERIFY(!child<QToolButton>("compareLinked")->isChecked());
    pressKey(Qt::Key_Right);
    pressKey(Qt::Key_Right);
    QTRY_COMPARE(step(CompareDesk::Left), 2);
    QCOMPARE(step(CompareDesk::Right), 0);
    // Linked again, the other one comes after.
    pressKey(Qt::Key_L, Qt::ControlModifier);
    QCOMPARE(step(CompareDesk::Right), desk().comparison()->beside(Side::Before, 2).step);
    QVERIFY(step(CompareDesk::Right) > 0);
}

void TestCompare::selection_goesAlong()
{
    compareBacklogs();
    const QList<figure::Thing> things = figure(0).things();
    QVERIFY(!things.isEmpty());
    const QRect place = figure(0).placeOf(things.first());
    QTest::mouseClick(&figure(0), Qt::LeftButton, {}, place.center());
    QVERIFY(figure(0).selection());
    const figure::Thing like = figure(1).selection();
    QVERIFY(like);
    QCOMPARE(figure::processOf(like, desk().playback(CompareDesk::Right).now())->name,
             figure::processOf(figure(0).selection(), desk().playback(CompareDesk::Left).now())->name);
    pressKey(Qt::Key_Escape); // what is selected first
    QVERIFY(desk().isOn());
    QVERIFY(!figure(1).selection());
}

void TestCompare::escape_goesBackToOneFigure()
{
    compareBacklogs();
    const int before = step(CompareDesk::Left);
    pressKey(Qt::Key_Escape);
    QTRY_VERIFY(!desk().isOn());
    QVERIFY(window->view().isVisible());
    QCOMPARE(window->playback().step(), before);
    QVERIFY(window->view().hasFocus());
    key(Qt::Key_Right);
    QTRY_COMPARE(window->playback().step(), before + 1);
}

void TestCompare::brokenRecording_isToldAndShowsNothing()
{
    begin("backlog");
    QTRY_VERIFY(window->playback().now().processes().size() > 0);
    const QString path = folder().filePath(QStringLiteral("broken.zocalo"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("no recording") > 0);
    file.close();
    QVERIFY(!window->compareWith(path));
    QVERIFY(!desk().isOn());
    QVERIFY(window->view().isVisible());
    QVERIFY(!window->compareWith(folder().filePath(QStringLiteral("none.zocalo"))));
}

void TestCompare::changedLesson_standsBesideItsFirstRun()
{
    begin("backlog");
    key(Qt::Key_F2);
    playToHold();
    QVERIFY(!child<QPushButton>("changeBeside")->isVisible());
    auto *choice = child<QComboBox>("switch-backlog");
    choice->setCurrentIndex(choice->findData(QStringLiteral("4")));
    QTest::mouseClick(child<QPushButton>("changeRun"), Qt::LeftButton);
    playToHold();
    QTRY_VERIFY(child<QPushButton>("changeBeside")->isVisible());
    QTest::mouseClick(child<QPushButton>("changeBeside"), Qt::LeftButton);
    QVERIFY(desk().isOn());
    QTRY_VERIFY(desk().comparison());
    // Before at the left, after at the right.
    QTRY_VERIFY2(remark(0).contains(QStringLiteral("listen(3, 1) = 0")), qPrintable(remark(0)));
    QVERIFY2(remark(1).contains(QStringLiteral("listen(3, 4) = 0")), qPrintable(remark(1)));
    QCOMPARE(window->playback().step(), step(CompareDesk::Right));
}

void TestCompare::halvesOfATwin_standSideBySide()
{
    begin("accept-vs-recvfrom");
    QTRY_COMPARE(window->playback().now().processes().size(), 8);
    playToHold();
    const int stands = window->playback().step();
    QTRY_VERIFY(action("besideUdp")->isEnabled()); // a little after the processes are there
    pressKey(Qt::Key_B, Qt::ControlModifier);
    QVERIFY(desk().isOn());
    QTRY_VERIFY(desk().comparison());
    QCOMPARE(window->playback().step(), stands); // and they begin where it stands
    QCOMPARE(step(CompareDesk::Left), desk().playback(CompareDesk::Left).lastStep());
    QCOMPARE(figure(0).figureStyle().kind, lesson::Kind::Tcp);
    QCOMPARE(figure(1).figureStyle().kind, lesson::Kind::Udp);
    // B's send() and B's sendto() stand beside each other.
    const play::Playback &tcp = desk().playback(CompareDesk::Left);
    desk().playback(CompareDesk::Left).showStep(tcp.timeline().stepNamed(QStringLiteral("tcp.B1")));
    QCOMPARE(step(CompareDesk::Right),
             desk().playback(CompareDesk::Right).timeline().stepNamed(QStringLiteral("udp.B1")));
    // The panels stand at the same moment of the whole run.
    QCOMPARE(window->playback().now().moment().call, tcp.now().moment().call);
    // Elsewhere in the whole run: at a moment of UDP, TCP follows.
    window->playback().showStep(window->playback().timeline().stepNamed(QStringLiteral("udp.A2")));
    QCOMPARE(step(CompareDesk::Right),
             desk().playback(CompareDesk::Right).timeline().stepNamed(QStringLiteral("udp.A2")));
    QCOMPARE(step(CompareDesk::Left), tcp.timeline().stepNamed(QStringLiteral("tcp.A2")));
}

// One of them makes its calls before the other one: that is no difference, and may come yet.
void TestCompare::halvesThatGoOn_saySo()
{
    begin("accept-vs-recvfrom");
    QTRY_COMPARE(window->playback().now().processes().size(), 8);
    QTRY_VERIFY(action("besideUdp")->isEnabled()); // a little after the processes are there
    pressKey(Qt::Key_B, Qt::ControlModifier);
    QVERIFY(desk().isOn());
    QTRY_VERIFY(desk().comparison());
    for (int wanted = 1; wanted <= 2; ++wanted) {
        pressKey(Qt::Key_Right);
        QTRY_COMPARE(step(CompareDesk::Left), wanted);
    }
    QTRY_COMPARE(remark(0), QStringLiteral("The other run has not come so far yet."));
    QCOMPARE(remark(1), QStringLiteral("This run has not come so far yet."));
    const auto *summary = child<QLabel>("compareSummary");
    QVERIFY2(summary->text().startsWith(QStringLiteral("No difference so far")), qPrintable(summary->text()));
}

// Beside another one a bar has little room: what it says of the run is said in fewer words there, not cut.
void TestCompare::narrowBar_saysItInFewerWords()
{
    begin("accept-vs-recvfrom");
    QTRY_COMPARE(window->playback().now().processes().size(), 8);
    QTRY_VERIFY(action("besideUdp")->isEnabled()); // a little after the processes are there
    pressKey(Qt::Key_B, Qt::ControlModifier);
    QVERIFY(desk().isOn());
    QTRY_VERIFY(desk().comparison());
    const auto status = [this](CompareDesk::Place place) {
        return desk().view()->controls(place).findChild<view::ElidedLabel *>(QStringLiteral("status"));
    };
    window->resize(1280, 720);
    QTRY_COMPARE(window->size(), QSize(1280, 720));
    for (const auto place : {CompareDesk::Left, CompareDesk::Right}) {
        QTRY_VERIFY2(!status(place)->shownText().contains(QChar(0x2026)), qPrintable(status(place)->shownText()));
        QVERIFY2(status(place)->shownText().startsWith(QStringLiteral("Live: ")), qPrintable(status(place)->text()));
    }
    status(CompareDesk::Left)
        ->resize(status(CompareDesk::Left)->fontMetrics().horizontalAdvance(QStringLiteral("Live: they wait..")), 20);
    QCOMPARE(status(CompareDesk::Left)->shownText(), QStringLiteral("Live: they wait."));
}

void TestCompare::liveRun_goesOnBesideTheOther()
{
    const QString other = recordingOf("backlog");
    begin("backlog");
    QTRY_VERIFY(window->playback().now().processes().size() > 0);
    window->playback().stepForward();
    QTRY_COMPARE(window->playback().step(), 1);
    QVERIFY(window->compareWith(other));
    QTRY_VERIFY(desk().comparison());
    QCOMPARE(step(CompareDesk::Left), 1); // where it stood
    QTRY_COMPARE(step(CompareDesk::Right), 1);
    desk().playback(CompareDesk::Left).setReducedMotion(true);
    figure(0).setFocus();
    for (int wanted = 2; wanted <= 6; ++wanted) {
        pressKey(Qt::Key_Right);
        QTRY_COMPARE(step(CompareDesk::Left), wanted);
        QTRY_COMPARE(step(CompareDesk::Right), wanted);
    }
    QVERIFY(desk().comparison()->differences().isEmpty());
}

// And once more at its end: nothing comes any more, and that is not waited for.
void TestCompare::liveRun_isPlayedToItsEnd()
{
    const QString other = recordingOf("backlog");
    begin("backlog");
    QTRY_VERIFY(window->playback().now().processes().size() > 0);
    QVERIFY(window->compareWith(other));
    QTRY_VERIFY(desk().comparison());
    const int end = desk().playback(CompareDesk::Right).lastStep();
    QVERIFY(step(CompareDesk::Left) < end);
    desk().playback(CompareDesk::Left).setReducedMotion(true);
    figure(0).setFocus();
    while (step(CompareDesk::Left) < end) {
        const int before = step(CompareDesk::Left);
        pressKey(Qt::Key_Right);
        QTRY_VERIFY_WITH_TIMEOUT(step(CompareDesk::Left) > before, 20'000);
    }
    pressKey(Qt::Key_Right);
    QTRY_VERIFY(window->playback().isHolding());
    QTRY_COMPARE(step(CompareDesk::Right), end);
    // Nothing more is awaited: the other one can be moved at once.
    figure(1).setFocus();
    pressKey(Qt::Key_Left);
    QTRY_COMPARE(step(CompareDesk::Right), end - 1);
}

void TestCompare::openedRecording_canBeComparedOnceItIsRead()
{
    const QString first = recordingOf("backlog");
    const QString second = recordingOf("backlog", {{"backlog", "4"}});
    begin("backlog");
    QVERIFY(window->openFile(first));
    QTRY_VERIFY(action("compareFile")->isEnabled());
    QVERIFY(window->compareWith(second));
    QTRY_VERIFY(desk().comparison());
    QVERIFY(!desk().comparison()->differences().isEmpty());
}

// They would act on a figure that is not in sight.
void TestCompare::actionsAndDetails_restMeanwhile()
{
    const QString other = recordingOf("backlog");
    begin("backlog");
    QTRY_VERIFY(window->playback().now().processes().size() > 0);
    window->view().select({figure::Thing::Kind::Process, window->playback().now().processes().constFirst().id});
    QTRY_VERIFY(action("copyDetails")->isEnabled());
    QTRY_VERIFY(action("actKill")->isEnabled());
    QVERIFY(window->compareWith(other));
    QTRY_VERIFY(desk().comparison());
    QVERIFY(!action("copyDetails")->isEnabled());
    QTRY_VERIFY(!action("actKill")->isEnabled());
    QVERIFY2(action("actKill")->text().contains(QStringLiteral("two runs are shown")),
             qPrintable(action("actKill")->text()));
    pressKey(Qt::Key_Escape);
    QTRY_VERIFY(!desk().isOn());
    QVERIFY(window->view().selection());
    QTRY_VERIFY(action("copyDetails")->isEnabled());
    QTRY_VERIFY(action("actKill")->isEnabled());
}

void TestCompare::narrowWindow_hasOneOverTheOther()
{
    compareBacklogs();
    QTRY_VERIFY(figure(1).mapTo(window.get(), QPoint()).x() > 0);
    window->resize(900, 900);
    QTRY_COMPARE(window->size(), QSize(900, 900));
    QTRY_COMPARE(figure(1).mapTo(window.get(), QPoint()).x(), 0);
    QVERIFY(figure(1).mapTo(window.get(), QPoint()).y() > figure(0).mapTo(window.get(), QPoint()).y());
    QVERIFY(figure(0).width() <= 900 && figure(1).width() <= 900);
}

void TestCompare::language_isFollowed()
{
    compareBacklogs();
    text::setLanguage(QStringLiteral("es"));
    QTRY_VERIFY2(remark(0).startsWith(QStringLiteral("Primera diferencia")), qPrintable(remark(0)));
    QCOMPARE(child<QToolButton>("compareClose")->text(), QStringLiteral("Cerrar"));
    text::setLanguage(QStringLiteral("en"));
}

void TestCompare::newRun_endsIt()
{
    compareBacklogs();
    action("runAgain")->trigger();
    QVERIFY(!desk().isOn());
    QVERIFY(window->view().isVisible());
}

QTEST_MAIN(TestCompare)
#include "tst_compare.moc"
