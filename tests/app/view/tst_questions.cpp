// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// The questions of a lesson as a learner meets them: asked at their step, what comes is locked, the run decides.
#include "app/panels/orderlist.h"
#include "app/panels/questionpanel.h"
#include "app/view/lessondesk.h"
#include "core/lesson/progress.h"
#include "tests/app/view/windowtest.h"

#include <QCheckBox>
#include <QDockWidget>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QTest>
#include <QTreeWidget>

using namespace zocalo;
using panels::QuestionPanel;
using Phase = QuestionPanel::Phase;

class TestQuestions : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { window.reset(); }
    void question_locksWhatComes();
    void number_isDecidedByTheRun_data();
    void number_isDecidedByTheRun();
    void keyboardAlone_answersAndGoesBackToTheFigure();
    void order_isChangedByKeys();
    void landing_isAnsweredWithTheSocketOfTheFigure();
    void skipping_isAllowedAndNoted();
    void askingTurnedOff_takesTheQuestionBack();
    void class_isCounted();
    void contents_openLessonsAndShowWhatIsDone();
    void withoutAsking_nothingIsLocked();

private:
    void begin(const char *lesson, bool asking = true);
    void goTo(Phase phase, int question = 0);
    void press(const char *button) { QTest::mouseClick(child<QPushButton>(button), Qt::LeftButton); }
    QuestionPanel &panel() { return *window->findChild<QuestionPanel *>(); }
    QList<lesson::GivenAnswer> kept() const;

    QTemporaryDir m_data;
};

void TestQuestions::initTestCase()
{
    QVERIFY(prepare());
    qputenv("XDG_DATA_HOME", m_data.path().toLocal8Bit());
}

void TestQuestions::init()
{
    QSettings().clear();
    text::setLanguage(QStringLiteral("en"));
    QFile::remove(m_data.filePath(QStringLiteral("zocalo/zocalo/progress.sqlite")));
}

void TestQuestions::begin(const char *name, bool asking)
{
    const auto lesson = lesson::LessonLibrary::find(QLatin1String(name));
    QVERIFY(lesson.ok());
    window = std::make_unique<view::MainWindow>(lesson.value(), true);
    window->setQuestionsAsked(asking);
    window->resize(1280, 800);
    window->show();
    QVERIFY(QTest::qWaitForWindowExposed(window.get()));
    window->playback().setReducedMotion(true);
    window->playback().setSpeed(8);
    window->startRun();
}

// Step by step, not at the pace of a reader.
void TestQuestions::goTo(Phase phase, int question)
{
    play::Playback &playback = window->playback();
    const auto isThere = [&] { return panel().phase() == phase && panel().current() == question; };
    while (!isThere()) {
        const int before = playback.step();
        playback.stepForward();
        QTRY_VERIFY_WITH_TIMEOUT(playback.step() != before || isThere(), 30'000);
    }
}

QList<lesson::GivenAnswer> TestQuestions::kept() const
{
    lesson::Progress progress;
    if (!progress.open(m_data.filePath(QStringLiteral("zocalo/zocalo/progress.sqlite")))) {
        return {};
    }
    return progress.answers();
}

void TestQuestions::question_locksWhatComes()
{
    begin("accept-vs-recvfrom");
    QCOMPARE(panel().phase(), Phase::Idle);
    goTo(Phase::Open);
    QVERIFY(panel().isVisible());
    play::Playback &playback = window->playback();
    QVERIFY(playback.isLocked());
    const int asked = playback.step();
    playback.stepForward();
    playback.play();
    playback.toEnd();
    QTest::mouseClick(child<QWidget>("forward"), Qt::LeftButton);
    QVERIFY(!playback.isPlaying());
    QCOMPARE(playback.step(), asked);
    // What was may be looked at again.
    playback.stepBack();
    QCOMPARE(playback.step(), asked - 1);
    playback.stepForward();
    QTRY_COMPARE(playback.step(), asked);
    QCOMPARE(panel().phase(), Phase::Open);
}

void TestQuestions::keyboardAlone_answersAndGoesBackToTheFigure()
{
    begin("accept-vs-recvfrom");
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    window->view().setFocus();
    goTo(Phase::Open);
    QTRY_COMPARE(QApplication::focusWidget(), child<QLineEdit>("questionNumber"));
    const int asked = window->playback().step();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_4);
    QCOMPARE(window->playback().step(), asked); // typed, and no shortcut of the window's
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QCOMPARE(panel().phase(), Phase::Waiting);
    QCOMPARE(QApplication::focusWidget(), &window->view());
    // The next one is a choice.
    goTo(Phase::Open, 1);
    auto *const choice = qobject_cast<QRadioButton *>(QApplication::focusWidget());
    QVERIFY(choice);
    QTest::keyClick(choice, Qt::Key_Space);
    QVERIFY(choice->isChecked());
    QVERIFY(!window->playback().isPlaying());
    QTest::keyClick(choice, Qt::Key_Return);
    QCOMPARE(panel().phase(), Phase::Waiting);
    QCOMPARE(QApplication::focusWidget(), &window->view()); // also now that the choice is there no more
    // The same once the verdict was read, from its button.
    goTo(Phase::Decided, 1);
    child<QPushButton>("questionGo")->setFocus();
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
    QVERIFY(window->playback().isPlaying());
    QCOMPARE(QApplication::focusWidget(), &window->view());
}

void TestQuestions::order_isChangedByKeys()
{
    panels::OrderList list;
    list.addItems({QStringLiteral("A1"), QStringLiteral("B1"), QStringLiteral("C1")});
    list.setCurrentRow(0);
    QTest::keyClick(&list, Qt::Key_Up, Qt::AltModifier); // it is the first
    QTest::keyClick(&list, Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(&list, Qt::Key_Down, Qt::AltModifier);
    QTest::keyClick(&list, Qt::Key_Down, Qt::AltModifier); // and now the last
    QCOMPARE(list.texts(), QStringList({QStringLiteral("B1"), QStringLiteral("C1"), QStringLiteral("A1")}));
    QCOMPARE(list.currentRow(), 2);
    QTest::keyClick(&list, Qt::Key_Up);
    QCOMPARE(list.currentRow(), 1);
    QCOMPARE(list.texts().size(), 3);
}

void TestQuestions::number_isDecidedByTheRun_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<bool>("right");
    QTest::addColumn<QString>("language");
    QTest::newRow("as many believe") << "3" << false << "en";
    QTest::newRow("as it is") << "1" << true << "es";
}

void TestQuestions::number_isDecidedByTheRun()
{
    QFETCH(QString, given);
    QFETCH(bool, right);
    QFETCH(QString, language);
    text::setLanguage(language);
    begin("accept-vs-recvfrom");
    goTo(Phase::Open);
    QVERIFY(!child<QPushButton>("questionAnswer")->isEnabled());
    QTest::keyClicks(child<QLineEdit>("questionNumber"), given);
    press("questionAnswer");
    QVERIFY(!window->playback().isLocked());
    goTo(Phase::Decided);
    const QString verdict = child<QLabel>("questionVerdict")->text();
    const QString rightIs =
        language == QStringLiteral("es") ? QStringLiteral("Correcto: 1") : QStringLiteral("Right: 1");
    QVERIFY2(verdict.startsWith(rightIs) == right, qPrintable(verdict));
    QVERIFY2(verdict.contains(u'1'), qPrintable(verdict));             // what the run gave
    QVERIFY(!child<QLabel>("questionExplain")->text().contains(u'{')); // every name of the run was looked up
    QVERIFY(!child<QLabel>("questionExplain")->text().isEmpty());
    const auto answers = kept();
    QCOMPARE(answers.size(), 1);
    QCOMPARE(answers.first().answer, given);
    QCOMPARE(answers.first().right, right);
    QCOMPARE(answers.first().observed, QStringLiteral("1"));
    // The second question comes by itself.
    press("questionGo");
    goTo(Phase::Open, 1);
}

void TestQuestions::landing_isAnsweredWithTheSocketOfTheFigure()
{
    begin("accept-vs-recvfrom");
    goTo(Phase::Open);
    press("questionSkip");
    goTo(Phase::Decided);
    press("questionGo");
    goTo(Phase::Open, 1);
    const world::World &world = window->playback().now();
    const auto isListener = [](const world::Socket &socket) { return socket.listening; };
    const auto listener = std::find_if(world.sockets().begin(), world.sockets().end(), isListener);
    QVERIFY(listener != world.sockets().end());
    window->view().select({figure::Thing::Kind::Socket, listener->id});
    QVERIFY(child<QPushButton>("questionAnswer")->isEnabled());
    press("questionAnswer");
    goTo(Phase::Decided, 1);
    const QString verdict = child<QLabel>("questionVerdict")->text();
    QVERIFY2(verdict.contains(QStringLiteral("The predicted socket listens")), qPrintable(verdict));
    // The evidence is marked: the socket in which it landed.
    const world::Message *const message = window->playback().now().messageNamed(QStringLiteral("tcp.B2"));
    QVERIFY(message != nullptr && message->landed != 0);
    QVERIFY(window->view().selection() == (figure::Thing{figure::Thing::Kind::Socket, message->landed}));
}

void TestQuestions::skipping_isAllowedAndNoted()
{
    begin("accept-vs-recvfrom");
    goTo(Phase::Open);
    press("questionSkip");
    goTo(Phase::Decided);
    QVERIFY(child<QLabel>("questionVerdict")->text().startsWith(QStringLiteral("Skipped")));
    QCOMPARE(kept().size(), 1);
    QVERIFY(kept().first().skipped && !kept().first().right);
}

void TestQuestions::askingTurnedOff_takesTheQuestionBack()
{
    begin("accept-vs-recvfrom");
    goTo(Phase::Open);
    auto *asks = child<QCheckBox>("questionAsks");
    QVERIFY(asks->isChecked());
    QTest::mouseClick(asks, Qt::LeftButton, {}, QPoint(8, asks->height() / 2));
    QCOMPARE(panel().phase(), Phase::Idle);
    QVERIFY(!window->playback().isLocked());
    const int step = window->playback().step();
    window->playback().stepForward();
    QTRY_COMPARE(window->playback().step(), step + 1);
    QVERIFY(!view::LessonDesk::isAskingWanted()); // remembered
    QTest::mouseClick(asks, Qt::LeftButton, {}, QPoint(8, asks->height() / 2));
    QCOMPARE(panel().phase(), Phase::Open);
    QCOMPARE(panel().current(), 0);
    QVERIFY(view::LessonDesk::isAskingWanted());
}

void TestQuestions::class_isCounted()
{
    begin("accept-opens-no-port");
    goTo(Phase::Open);
    const auto choices = panel().findChildren<QRadioButton *>();
    QVERIFY(choices.size() >= 2);
    QTest::mouseClick(child<QCheckBox>("questionClass"), Qt::LeftButton, {}, QPoint(8, 8));
    auto hands = panel().findChildren<QSpinBox *>();
    QCOMPARE(hands.size(), choices.size());
    hands[0]->setValue(11);
    hands[1]->setValue(7);
    QTest::mouseClick(choices[0], Qt::LeftButton);
    press("questionAnswer");
    goTo(Phase::Decided);
    int people = 0;
    int right = 0;
    for (const auto &answer : kept()) {
        QVERIFY(answer.inClass);
        people += answer.people;
        right += answer.right ? answer.people : 0;
    }
    QCOMPARE(people, 18);
    QVERIFY(right == 0 || right == 11 || right == 7);
}

void TestQuestions::contents_openLessonsAndShowWhatIsDone()
{
    begin("accept-vs-recvfrom");
    goTo(Phase::Open);
    QTest::keyClicks(child<QLineEdit>("questionNumber"), QStringLiteral("1"));
    press("questionAnswer");
    goTo(Phase::Decided);
    auto *contents = child<QTreeWidget>("contents");
    child<QDockWidget>("contentsDock")->show();
    QTRY_VERIFY(contents->isVisible());
    QCOMPARE(contents->topLevelItemCount(), lesson::LessonLibrary::lessons().size());
    QTreeWidgetItem *const present = contents->currentItem();
    QVERIFY(present != nullptr);
    QVERIFY2(present->text(2).startsWith(QStringLiteral("1/")), qPrintable(present->text(2)));
    QTreeWidgetItem *const other = contents->topLevelItem(0);
    QVERIFY(other != present);
    const QString id = other->data(0, Qt::UserRole).toString();
    emit contents->itemActivated(other, 0);
    QTRY_COMPARE(contents->currentItem()->data(0, Qt::UserRole).toString(), id);
    QCOMPARE(panel().phase(), Phase::Idle);
    QVERIFY(!window->playback().isLocked());
}

void TestQuestions::withoutAsking_nothingIsLocked()
{
    begin("accept-vs-recvfrom", false);
    play::Playback &playback = window->playback();
    while (playback.timeline().stepNamed(QStringLiteral("own-queues")) < 0) {
        const int before = playback.step();
        playback.stepForward();
        QTRY_VERIFY_WITH_TIMEOUT(playback.step() != before, 30'000);
    }
    QCOMPARE(panel().phase(), Phase::Idle);
    QVERIFY(!window->playback().isLocked());
}

QTEST_MAIN(TestQuestions)
#include "tst_questions.moc"
