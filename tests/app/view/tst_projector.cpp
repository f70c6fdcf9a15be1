// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/view/projector.h"
#include "tests/app/view/windowtest.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScreen>
#include <QSignalSpy>

using namespace zocalo;
using view::Projector;
using Mode = view::ProjectorOverlay::Mode;

/// In front of a class: two screens, a clicker, and somebody who pulls the plug.
class TestProjector : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepare()); }
    void init()
    {
        openAfresh();
        m_projector = child<Projector>("projectorWindow");
    }
    void cleanup() { window.reset(); }
    void f5_takesTheFigureToTheOtherScreenAndBack();
    void goingAndComing_selectsNothing();
    void question_isAskedOfTheRoom();
    void question_coversNothingAndStaysBright();
    void verdict_isPutAwayByTheClicker();
    void impossibleKey_saysWhyThere();
    void clicker_stepsAndMakesBlack();
    void captionIsLarger_andNothingElseIsThere();
    void spotlight_followsThePointer();
    void actions_arePossibleThere();
    void unpluggedScreen_givesTheFigureBack();
    void closingTheWindow_leavesNothing();

private:
    void begin()
    {
        key(Qt::Key_F5);
        QVERIFY(m_projector->isOn());
        QVERIFY(QTest::qWaitForWindowActive(m_projector));
    }
    Projector *m_projector = nullptr;
};

void TestProjector::f5_takesTheFigureToTheOtherScreenAndBack()
{
    const QRect place = window->view().geometry();
    begin();
    QCOMPARE(window->view().window(), m_projector);
    QVERIFY(m_projector->isFullScreen());
    QVERIFY(child<QLabel>("figureAway")->isVisible());
    if (QGuiApplication::screens().size() > 1) {
        QVERIFY(m_projector->screen() != window->screen());
    }
    QCOMPARE(window->view().size(), m_projector->screen()->size());
    QVERIFY(action("projector")->isChecked());
    key(Qt::Key_Escape);
    QVERIFY(!m_projector->isOn() && !m_projector->isVisible());
    QCOMPARE(window->view().window(), window.get());
    QTRY_COMPARE(window->view().geometry(), place);
    QVERIFY(window->view().isVisible());
    QVERIFY(!child<QLabel>("figureAway")->isVisible());
    QVERIFY(!action("projector")->isChecked());
}

void TestProjector::goingAndComing_selectsNothing()
{
    for (int i = 0; i < 3; ++i) {
        begin();
        QVERIFY(!window->view().selection());
        QTRY_VERIFY(window->view().hasFocus());
        key(Qt::Key_PageDown);
        QTRY_VERIFY(window->playback().step() > i);
        key(Qt::Key_Escape);
        QVERIFY(!window->view().selection());
        QTRY_VERIFY(window->view().hasFocus());
    }
}

void TestProjector::question_isAskedOfTheRoom()
{
    const auto lesson = lesson::LessonLibrary::find(QStringLiteral("backlog"));
    window->setQuestionsAsked(true);
    window->openLesson(lesson.value());
    window->startRun();
    begin();
    auto *question = child<QLabel>("projectorQuestion");
    QVERIFY(!question->isVisible());
    const auto openQuestion = [&] { return window->playback().isLocked(); };
    for (int press = 0; press < 40 && !openQuestion(); ++press) {
        const int before = window->playback().step();
        key(Qt::Key_PageDown);
        QTRY_VERIFY(window->playback().step() > before || openQuestion());
    }
    QVERIFY(openQuestion());
    QVERIFY(question->isVisible());
    QVERIFY2(question->text().contains(QStringLiteral("How many will the kernel connect")),
             qPrintable(question->text()));
    QVERIFY(question->text().contains(QStringLiteral("a)  ")));
    QVERIFY(m_projector->rect().contains(question->geometry()));
    // Going back is possible meanwhile; going on lets the run answer.
    const int asked = window->playback().step();
    key(Qt::Key_PageUp);
    QCOMPARE(window->playback().step(), asked - 1);
    QVERIFY(question->isVisible());
    key(Qt::Key_PageDown);
    QVERIFY(!openQuestion());
    window->playback().setSpeed(8);
    QTRY_VERIFY_WITH_TIMEOUT(question->isVisible() && question->text().contains(QStringLiteral("In this run")), 60'000);
    // A key that is held asks for nothing; the verdict goes when the run goes on.
    key(Qt::Key_PageUp);
    QVERIFY(!question->isVisible());
    // The next one is asked at the same step: not before somebody has left the verdict.
    window->playback().toEnd();
    QTRY_VERIFY(question->text().contains(QStringLiteral("in which state is the socket of client H")));
    QVERIFY(openQuestion());
    window->setQuestionsAsked(false);
}

void TestProjector::question_coversNothingAndStaysBright()
{
    begin();
    auto *question = child<QLabel>("projectorQuestion");
    QString words = QStringLiteral("In which socket of the server will the message arrive?");
    for (int lines = 0; lines < 12; ++lines) {
        words += QStringLiteral("\na)  Server: fd 5, remote 127.0.0.1:50001");
        m_projector->showQuestion(words, true);
        QCoreApplication::sendPostedEvents(); // it is laid out
        QCOMPARE(question->geometry().bottom(), m_projector->rect().bottom());
        QVERIFY(!question->geometry().intersects(window->view().geometry()));
        QCOMPARE(window->view().height() + question->height(), m_projector->height());
        QVERIFY2(window->view().height() > m_projector->height() / 2, qPrintable(QString::number(lines)));
    }
    const QImage before = m_projector->grab().toImage();
    const QRect place = question->geometry();
    key(Qt::Key_L);
    QMouseEvent move(QEvent::MouseMove, QPointF(300, 300), QPointF(300, 300), Qt::NoButton, Qt::NoButton, {});
    QApplication::sendEvent(&window->view(), &move);
    const QImage lit = m_projector->grab().toImage();
    QCOMPARE(lit.copy(place), before.copy(place));
    QVERIFY(lit.pixelColor(place.center().x(), 5).lightness() < before.pixelColor(place.center().x(), 5).lightness());
    key(Qt::Key_L);
    m_projector->showQuestion({}, false);
    QTRY_COMPARE(window->view().size(), m_projector->size());
}

void TestProjector::verdict_isPutAwayByTheClicker()
{
    begin();
    auto *question = child<QLabel>("projectorQuestion");
    m_projector->showQuestion(QStringLiteral("In this run: 3"), false);
    QVERIFY(question->isVisible());
    QVERIFY2(question->text().contains(QStringLiteral("Page Down")), qPrintable(question->text()));
    key(Qt::Key_PageDown);
    QVERIFY(!question->isVisible());
    QTRY_COMPARE(window->playback().step(), 1);
    m_projector->showQuestion(QStringLiteral("In this run: 3"), false); // the same once more
    QVERIFY(!question->isVisible());
    m_projector->showQuestion(QStringLiteral("And this?"), true);
    QVERIFY(question->isVisible());
    m_projector->showQuestion({}, false);
    // Where nothing comes after it, too.
    action("stepForward")->setEnabled(false);
    m_projector->showQuestion(QStringLiteral("In this run: 4"), false);
    QVERIFY(question->isVisible());
    key(Qt::Key_PageDown);
    QVERIFY(!question->isVisible());
}

void TestProjector::impossibleKey_saysWhyThere()
{
    begin();
    auto *said = child<QLabel>("projectorSaid");
    key(Qt::Key_F);
    if (m_projector->screen() != window->screen()) {
        QVERIFY(!said->isVisible()); // the window says it, and is in sight
        QVERIFY(child<QLabel>("status")->text().contains(QStringLiteral("one run is shown")));
        key(Qt::Key_Escape);
        m_projector->setScreen(window->screen());
        window->move(QGuiApplication::screens().constLast()->geometry().topLeft() + QPoint(20, 20));
        begin();
        m_projector->setScreen(window->screen());
        key(Qt::Key_F);
    }
    QVERIFY(said->isVisible());
    QVERIFY2(said->text().contains(QStringLiteral("one run is shown")), qPrintable(said->text()));
    QVERIFY(m_projector->rect().contains(said->geometry()));
    key(Qt::Key_PageDown);
    QTRY_COMPARE(window->playback().step(), 1);
    QVERIFY(!said->isVisible());
}

void TestProjector::clicker_stepsAndMakesBlack()
{
    begin();
    key(Qt::Key_PageDown);
    QTRY_COMPARE(window->playback().step(), 1);
    key(Qt::Key_PageDown);
    QTRY_COMPARE(window->playback().step(), 2);
    key(Qt::Key_PageUp);
    QCOMPARE(window->playback().step(), 1);
    key(Qt::Key_B);
    QCOMPARE(m_projector->overlay(), Mode::Black);
    const QImage black = m_projector->grab().toImage();
    QCOMPARE(black.pixelColor(100, 100), QColor(Qt::black));
    QCOMPARE(black.pixelColor(black.width() / 2, black.height() / 2), QColor(Qt::black));
    key(Qt::Key_PageDown); // brings the picture back, and does nothing else
    QCOMPARE(m_projector->overlay(), Mode::None);
    QCOMPARE(window->playback().step(), 1);
    key(Qt::Key_Period);
    QCOMPARE(m_projector->overlay(), Mode::Black);
    key(Qt::Key_B);
    QCOMPARE(m_projector->overlay(), Mode::None);
    key(Qt::Key_Space);
    QVERIFY(window->playback().isPlaying());
}

void TestProjector::captionIsLarger_andNothingElseIsThere()
{
    key(Qt::Key_F9); // a panel in the window
    begin();
    for (const QWidget *part : m_projector->findChildren<QWidget *>()) {
        const bool ofFigure = part == &window->view() || window->view().isAncestorOf(part);
        QVERIFY2(ofFigure || !part->isVisible(), qPrintable(part->objectName()));
    }
    // The headline as in a picture of that size; the band at the bottom is another.
    const QImage shown = window->view().grab().toImage();
    const QImage usual = [&] {
        window->view().setProjected(false);
        const QImage image = window->view().grab().toImage();
        window->view().setProjected(true);
        return image;
    }();
    const int foot = shown.height() - shown.height() * 136 / 1080;
    const auto rows = [](const QImage &image, int from, int to) {
        return image.copy(0, from, image.width(), to - from);
    };
    QCOMPARE(rows(shown, 0, foot - 4), rows(usual, 0, foot - 4));
    QVERIFY(rows(shown, foot, shown.height()) != rows(usual, foot, usual.height()));
}

void TestProjector::spotlight_followsThePointer()
{
    begin();
    key(Qt::Key_L);
    QCOMPARE(m_projector->overlay(), Mode::Spotlight);
    const auto lit = [this](const QPoint &at) {
        QMouseEvent move(QEvent::MouseMove, QPointF(at), m_projector->mapToGlobal(QPointF(at)), Qt::NoButton,
                         Qt::NoButton, {});
        QApplication::sendEvent(&window->view(), &move);
        return m_projector->grab().toImage();
    };
    const QPoint a(200, 20);
    const QPoint b(m_projector->width() - 200, m_projector->height() - 10);
    const QImage atA = lit(a);
    const QImage atB = lit(b);
    QVERIFY(atA.pixelColor(a).lightness() > atB.pixelColor(a).lightness() + 50);
    QVERIFY(atB.pixelColor(b).lightness() > atA.pixelColor(b).lightness() + 50);
    key(Qt::Key_L);
    QCOMPARE(m_projector->overlay(), Mode::None);
}

void TestProjector::actions_arePossibleThere()
{
    begin();
    QTest::mouseClick(&window->view(), Qt::LeftButton, {},
                      window->view().placeOf(window->view().things().first()).center());
    QVERIFY(window->view().selection());
    key(Qt::Key_Return);
    auto *menu = window->view().findChild<QMenu *>(QStringLiteral("thingMenu"));
    QVERIFY(menu);
    QTest::keyClick(menu, Qt::Key_Escape);
    QVERIFY(m_projector->isOn());
    key(Qt::Key_2);
    QCOMPARE(window->view().figureStyle().detail, lesson::Detail::Mechanism);
}

void TestProjector::unpluggedScreen_givesTheFigureBack()
{
    begin();
    emit qGuiApp->screenRemoved(m_projector->screen());
    QVERIFY(!m_projector->isOn());
    QCOMPARE(window->view().window(), window.get());
    QVERIFY(window->view().isVisible());
    // A window that would be nowhere comes to a screen that is there.
    window->move(-20000, -20000);
    emit qGuiApp->screenRemoved(window->screen());
    QTRY_VERIFY(QGuiApplication::primaryScreen()->availableGeometry().intersects(window->frameGeometry()));
    stepTo(2);
}

void TestProjector::closingTheWindow_leavesNothing()
{
    begin();
    window->close();
    QVERIFY(!m_projector->isVisible());
    window.reset();
    openAfresh();
    m_projector = child<Projector>("projectorWindow");
    begin();
    window.reset(); // without being closed before
}

int main(int argc, char **argv)
{
    // Two screens, where nobody has said what there is.
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("screens.json")));
    if (qgetenv("QT_QPA_PLATFORM") == "offscreen" && file.open(QIODevice::WriteOnly)) {
        file.write("{\"screens\": [{\"name\": \"desk\", \"x\": 0, \"y\": 0, \"width\": 1600, \"height\": 1000,"
                   "\"logicalDpi\": 96, \"logicalBaseDpi\": 96, \"dpr\": 1},"
                   "{\"name\": \"wall\", \"x\": 1600, \"y\": 0, \"width\": 1920, \"height\": 1080,"
                   "\"logicalDpi\": 96, \"logicalBaseDpi\": 96, \"dpr\": 1}]}");
        file.close();
        qputenv("QT_QPA_PLATFORM", "offscreen:configfile=" + QFile::encodeName(file.fileName()));
    }
    QApplication application(argc, argv);
    TestProjector test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_projector.moc"
