// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A lesson is changed and runs again, as a user does it: with the keys of the panel; what differs is told and marked.
#include "app/panels/changepanel.h"
#include "app/panels/questionpanel.h"
#include "app/panels/truthtext.h"
#include "core/run/laboratory.h"
#include "tests/app/view/windowtest.h"

#include <QComboBox>
#include <QDockWidget>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSpinBox>

using namespace zocalo;
using panels::ChangePanel;

class TestChange : public QObject, private WindowTest
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
    void switch_isChangedByKeysAndWhatDiffersIsTold();
    void asAtFirst_goesBack();
    void twin_hasProtocolsAndClients();
    void clientMore_isToldBeforeItCalls();
    void switchOfTheProtocol_changesThePicture();
    void questions_areOfTheUnchangedLesson();
    void otherLesson_isComparedWithNothing();
    void language_isFollowed();
    void laboratory_givesHostsNetworksOfTheirOwn();

private:
    void begin(const char *lesson);
    void showPanel();
    void playToHold();
    ChangePanel &panel() { return *window->findChild<ChangePanel *>(); }
    QListWidget &list() { return *child<QListWidget>("changeList"); }
    void press(const char *button) { QTest::mouseClick(child<QPushButton>(button), Qt::LeftButton); }
    void choose(const char *name, int index)
    {
        auto *choice = child<QComboBox>(name);
        choice->setFocus();
        QTest::keyClick(choice, Qt::Key_Home);
        for (int i = 0; i < index; ++i)
            QTest::keyClick(choice, Qt::Key_Down);
        QCOMPARE(choice->currentIndex(), index);
    }
};

void TestChange::begin(const char *name)
{
    const auto lesson = lesson::LessonLibrary::find(QLatin1String(name));
    QVERIFY(lesson.ok());
    window = std::make_unique<view::MainWindow>(lesson.value(), true);
    window->resize(1600, 1000);
    window->show();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    window->playback().setReducedMotion(true);
    window->playback().setSpeed(8);
    window->startRun();
}

void TestChange::showPanel()
{
    key(Qt::Key_F2);
    QVERIFY(child<QDockWidget>("changeDock")->isVisible());
}

void TestChange::playToHold()
{
    QTRY_VERIFY_WITH_TIMEOUT(window->playback().now().processes().size() > 0, 60000);
    window->playback().play();
    QTRY_VERIFY_WITH_TIMEOUT(window->playback().isHolding(), 60'000);
}

void TestChange::switch_isChangedByKeysAndWhatDiffersIsTold()
{
    begin("backlog");
    showPanel();
    playToHold();
    QVERIFY(!child<QPushButton>("changeRun")->isEnabled());
    QVERIFY(!list().isVisible());
    choose("switch-backlog", 2);
    QVERIFY(child<QPushButton>("changeRun")->isEnabled());
    press("changeRun");
    playToHold();
    QTRY_VERIFY(list().count() >= 4);
    const QList<world::RunDifference> differences = panel().differences();
    QCOMPARE(differences.size(), list().count());
    QVERIFY2(list().item(0)->text().contains(QStringLiteral("now: listen(3, 4) = 0\nat first: listen(3, 1) = 0")),
             qPrintable(list().item(0)->text()));
    // A click on one shows its step.
    const int step = differences.at(1).step;
    QVERIFY(step != window->playback().step());
    QTest::mouseClick(list().viewport(), Qt::LeftButton, {}, list().visualItemRect(list().item(1)).center());
    QCOMPARE(window->playback().step(), step);
    // And a step shows its differences.
    window->playback().showStep(differences.first().step);
    QCOMPARE(list().currentRow(), 0);
    window->playback().showStep(differences.first().step + 1);
    QCOMPARE(list().currentRow(), -1);
}

void TestChange::asAtFirst_goesBack()
{
    begin("datagram-is-cut");
    showPanel();
    playToHold();
    QVERIFY(!child<QPushButton>("changeBack")->isVisible());
    choose("switch-bytes", 2);
    press("changeRun");
    playToHold();
    QTRY_VERIFY(list().count() > 0);
    QVERIFY(child<QPushButton>("changeBack")->isVisible());
    press("changeBack");
    QCOMPARE(child<QComboBox>("switch-bytes")->currentIndex(), 0);
    playToHold();
    QTRY_VERIFY(child<QLabel>("changeAgainst")->text().contains(QStringLiteral("came out as in the first one")));
    QCOMPARE(list().count(), 0);
    QVERIFY(!child<QPushButton>("changeBack")->isVisible());
}

void TestChange::twin_hasProtocolsAndClients()
{
    begin("accept-vs-recvfrom");
    showPanel();
    QTRY_COMPARE(window->playback().now().processes().size(), 8);
    choose("switchKind", 2);
    auto *clients = child<QSpinBox>("switchClients");
    QCOMPARE(clients->value(), 3);
    clients->setFocus();
    QTest::keyClick(clients, Qt::Key_Up);
    press("changeRun");
    QTRY_COMPARE(window->playback().now().processes().size(), 5);
    QCOMPARE(window->view().figureStyle().kind, lesson::Kind::Udp);
}

// One that has called nothing yet is no difference of the calls; but the runs are not the same.
void TestChange::clientMore_isToldBeforeItCalls()
{
    begin("accept-opens-no-port");
    showPanel();
    QTRY_COMPARE(window->playback().now().processes().size(), 3);
    window->playback().stepForward();
    QTRY_VERIFY(window->playback().lastStep() > 0);
    const auto *told = child<QLabel>("changeAgainst");
    auto *clients = child<QSpinBox>("switchClients");
    clients->setFocus();
    QTest::keyClick(clients, Qt::Key_Up);
    press("changeRun");
    // Nothing was compared yet.
    QVERIFY2(!told->text().contains(QStringLiteral("as in the first one")), qPrintable(told->text()));
    QTRY_COMPARE(window->playback().now().processes().size(), 4);
    QTRY_VERIFY2(told->text().contains(QStringLiteral("Only in this run so far: Client C.")), qPrintable(told->text()));
    window->playback().stepForward();
    QTRY_VERIFY2(told->text().contains(QStringLiteral("So far the calls that both runs have made")),
                 qPrintable(told->text()));
    QVERIFY2(told->text().contains(QStringLiteral("Only in this run so far: Client C.")), qPrintable(told->text()));
    QCOMPARE(list().count(), 0);
}

void TestChange::switchOfTheProtocol_changesThePicture()
{
    begin("stream-has-no-messages");
    showPanel();
    QCOMPARE(window->view().figureStyle().kind, lesson::Kind::Tcp);
    choose("switch-protocol", 1);
    press("changeRun");
    QCOMPARE(window->view().figureStyle().kind, lesson::Kind::Udp);
    playToHold();
    QVERIFY(!window->playback().now().messages().isEmpty());
    for (const world::Message &message : window->playback().now().messages())
        QCOMPARE(message.protocol, kernel::Protocol::Udp);
}

void TestChange::questions_areOfTheUnchangedLesson()
{
    begin("datagram-is-cut");
    window->setQuestionsAsked(true);
    showPanel();
    choose("switch-bytes", 1);
    press("changeRun");
    playToHold();
    QCOMPARE(window->findChild<panels::QuestionPanel *>()->phase(), panels::QuestionPanel::Phase::Idle);
}

void TestChange::otherLesson_isComparedWithNothing()
{
    begin("datagram-is-cut");
    showPanel();
    playToHold();
    const auto other = lesson::LessonLibrary::find(QStringLiteral("processes-communicating"));
    window->openLesson(other.value());
    window->startRun();
    QVERIFY(!window->findChild<QComboBox *>(QStringLiteral("switch-bytes")));
    playToHold();
    QVERIFY(panel().differences().isEmpty());
    QVERIFY(!list().isVisible());
}

void TestChange::language_isFollowed()
{
    begin("backlog");
    showPanel();
    choose("switch-backlog", 1);
    text::setLanguage(QStringLiteral("es"));
    QCOMPARE(panel().title(), QStringLiteral("Cambiarla"));
    QTRY_COMPARE(child<QPushButton>("changeRun")->text(), QStringLiteral("Ejecutarla así"));
    // What was picked is kept.
    QCOMPARE(child<QComboBox>("switch-backlog")->currentIndex(), 1);
    text::setLanguage(QStringLiteral("en"));
}

void TestChange::laboratory_givesHostsNetworksOfTheirOwn()
{
    if (!run::Laboratory::open({"10.0.0.1", "10.0.0.2"}, "@zocalo-test"))
        QSKIP("namespaces cannot be made here");
    const auto firstAddress = [this] {
        const auto &sockets = window->playback().now().sockets();
        return sockets.isEmpty() ? QString() : QString::fromStdString((*sockets.begin()).local.addressString());
    };
    begin("three-hosts");
    QVERIFY(!action("laboratory")->isChecked());
    playToHold();
    QCOMPARE(firstAddress(), QStringLiteral("127.0.0.1"));
    QVERIFY(window->playback().now().segments().isEmpty());
    action("laboratory")->trigger();
    QTRY_VERIFY(window->playback().now().sockets().isEmpty());
    playToHold();
    QCOMPARE(firstAddress(), QStringLiteral("10.0.0.1"));
    QCOMPARE(window->view().figureStyle().hosts.value("A").address, QStringLiteral("10.0.0.2"));
    // The card of a connection tells what was seen of it, from its handshake on.
    const auto &playback = window->playback();
    const world::Message *message = playback.now().messageNamed(QStringLiteral("C2"));
    QVERIFY(message);
    const auto toldOf = [&](const figure::Thing &thing) {
        for (const panels::Fact &fact : panels::TruthText(playback.timeline(), playback.step()).of(thing).facts) {
            if (fact.label == QLatin1String("seen on the network"))
                return fact.value;
        }
        return QString();
    };
    QCOMPARE(toldOf({figure::Thing::Kind::Socket, message->landed}),
             QStringLiteral("← SYN seq 0 · → SYN ACK seq 0 ack 1 · ← ACK seq 1 ack 1 · ← PSH ACK seq 1 ack 1 5 B · "
                            "→ ACK seq 1 ack 6"));
    QCOMPARE(toldOf({figure::Thing::Kind::Message, message->id}), QStringLiteral("PSH ACK seq 1 ack 1 5 B"));
    // The next time it is as it was left.
    window->close();
    window.reset();
    begin("three-hosts");
    QVERIFY(action("laboratory")->isChecked());
    playToHold();
    QCOMPARE(firstAddress(), QStringLiteral("10.0.0.1"));
    action("laboratory")->trigger();
    QTRY_VERIFY(window->playback().now().sockets().isEmpty());
    playToHold();
    QCOMPARE(firstAddress(), QStringLiteral("127.0.0.1"));
}

QTEST_MAIN(TestChange)
#include "tst_change.moc"
