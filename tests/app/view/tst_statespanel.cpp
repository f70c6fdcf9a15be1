// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/statespanel.h"
#include "app/panels/statesview.h"
#include "tests/app/view/windowtest.h"

#include <QComboBox>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>

using namespace zocalo;
using figure::Thing;
using kernel::State;
using panels::StatesPanel;
using panels::StatesView;

/// The panel of the states beside a real run.
class TestStatesPanel : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { window.reset(); }
    void key_opensThePanel();
    void selection_decidesWhoseStates();
    void row_goesToItsStep();
    void box_goesToItsStep();
    void chooser_selectsInTheFigure();
    void udpSocket_hasNoStateMachine();
    void deduced_isToldApart();
    void language_isThatOfTheWindow();
    void eachTheme_paintsItAnew();

private:
    StatesPanel *panel() { return window->findChild<StatesPanel *>(); }
    QTableWidget *rows() { return child<QTableWidget>("statesRows"); }
    world::SocketId socketOf(const char *process)
    {
        const world::World &world = window->playback().now();
        for (const world::Socket &socket : world.sockets()) {
            if (world.process(socket.creator)->name == QLatin1String(process)) {
                return socket.id;
            }
        }
        return 0;
    }
    void select(const char *process) { window->view().select({Thing::Kind::Socket, socketOf(process)}); }
    void clickRow(int row)
    {
        QTest::mouseClick(rows()->viewport(), Qt::LeftButton, {},
                          rows()->visualItemRect(rows()->item(row, 1)).center());
    }
};

void TestStatesPanel::initTestCase()
{
    QVERIFY(prepare());
    openAfresh();
    window->resize(1600, 1000);
    while (window->playback().timeline().stepNamed(QStringLiteral("child-waiting")) < 0) {
        QVERIFY(window->playback().step() < 80);
        stepTo(window->playback().step() + 1);
    }
}

void TestStatesPanel::key_opensThePanel()
{
    QVERIFY(!panel()->isVisible());
    key(Qt::Key_F7, Qt::ShiftModifier);
    QTRY_VERIFY(panel()->isVisible());
}

void TestStatesPanel::selection_decidesWhoseStates()
{
    select("tcp.A");
    QCOMPARE(panel()->socket(), socketOf("tcp.A"));
    QCOMPARE(panel()->history().now(), State::Established);
    QCOMPARE(rows()->rowCount(), 3);
    QCOMPARE(rows()->item(0, 1)->text(), QStringLiteral("CLOSED"));
    QCOMPARE(rows()->item(2, 1)->text(), QStringLiteral("ESTABLISHED"));
    select("tcp.server");
    QCOMPARE(panel()->history().now(), State::Listen);
    QCOMPARE(rows()->item(1, 3)->text(), QStringLiteral("listen() by TCP server"));
}

void TestStatesPanel::row_goesToItsStep()
{
    select("tcp.A");
    const int here = window->playback().step();
    const world::SocketId socket = panel()->socket();
    QCOMPARE(panel()->history().passages.size(), 2);
    const int since = panel()->history().passages.last().step;
    QVERIFY(since < here);
    clickRow(2);
    QCOMPARE(window->playback().step(), since);
    QCOMPARE(panel()->socket(), socket);
    QCOMPARE(window->view().selection(), (Thing{Thing::Kind::Socket, socket}));
    rows()->setCurrentCell(0, 1);
    QTest::keyClick(rows(), Qt::Key_Return);
    QCOMPARE(window->playback().step(), panel()->history().beganStep);
    QCOMPARE(panel()->history().now(), State::Close);
    window->playback().showStep(here);
}

void TestStatesPanel::box_goesToItsStep()
{
    select("tcp.A");
    const int here = window->playback().step();
    auto *view = panel()->findChild<StatesView *>();
    const int last = static_cast<int>(panel()->history().passages.size());
    QVERIFY(view->placeOf(last).x() > 0);
    QTest::mouseClick(view, Qt::LeftButton, {}, view->placeOf(last));
    QCOMPARE(window->playback().step(), panel()->history().passages.last().step);
    window->playback().showStep(here);
}

void TestStatesPanel::chooser_selectsInTheFigure()
{
    auto *sockets = child<QComboBox>("statesSockets");
    const int place = sockets->findData(QVariant::fromValue<quint64>(socketOf("tcp.B")));
    QVERIFY(place >= 0);
    sockets->setFocus();
    while (sockets->currentIndex() != place) {
        const int before = sockets->currentIndex();
        QTest::keyClick(sockets, place > before ? Qt::Key_Down : Qt::Key_Up);
        QVERIFY(sockets->currentIndex() != before);
    }
    QCOMPARE(window->view().selection(), (Thing{Thing::Kind::Socket, socketOf("tcp.B")}));
    QCOMPARE(panel()->socket(), socketOf("tcp.B"));
}

void TestStatesPanel::udpSocket_hasNoStateMachine()
{
    select("udp.A");
    QVERIFY(!rows()->isVisible());
    QVERIFY(!panel()->findChild<StatesView *>()->isVisible());
    QVERIFY(child<QLabel>("statesNow")->text().contains(QStringLiteral("no state machine")));
    select("tcp.A");
    QVERIFY(rows()->isVisible());
}

void TestStatesPanel::deduced_isToldApart()
{
    select("tcp.A");
    QVERIFY(!panel()->history().passages.isEmpty());
    const world::StatePassage &handshake = panel()->history().passages.first();
    QCOMPARE(handshake.to, State::SynSent);
    QVERIFY(!handshake.observed);
    QCOMPARE(rows()->item(1, 1)->text(), QStringLiteral("(SYN-SENT)"));
    const QString said = rows()->item(1, 1)->data(Qt::AccessibleTextRole).toString();
    QVERIFY2(said.endsWith(QStringLiteral("deduced")), qPrintable(said));
    const QString seen = rows()->item(2, 1)->data(Qt::AccessibleTextRole).toString();
    QVERIFY2(seen.endsWith(QStringLiteral("seen in the kernel's table")), qPrintable(seen));
}

void TestStatesPanel::language_isThatOfTheWindow()
{
    select("tcp.A");
    text::setLanguage(QStringLiteral("es"));
    QCoreApplication::processEvents();
    QCOMPARE(rows()->item(1, 3)->text(), QStringLiteral("connect() del cliente A: envía SYN"));
    QCOMPARE(window->findChild<QDockWidget *>(QStringLiteral("statesDock"))->windowTitle(),
             QStringLiteral("Estados de TCP"));
    text::setLanguage(QStringLiteral("en"));
    QCoreApplication::processEvents();
    QCOMPARE(rows()->item(1, 3)->text(), QStringLiteral("connect() by Client A: sends SYN"));
}

void TestStatesPanel::eachTheme_paintsItAnew()
{
    QSet<QRgb> grounds;
    for (const auto theme :
         {figure::Theme::Light, figure::Theme::Dark, figure::Theme::Notes, figure::Theme::Contrast}) {
        panel()->setTheme(theme);
        const QImage image = panel()->findChild<StatesView *>()->grab().toImage();
        QVERIFY(!image.isNull());
        QCOMPARE(QColor(image.pixel(1, 1)), figure::resolve(theme, figure::Tone::Background));
        grounds.insert(image.pixel(1, 1));
    }
    QVERIFY(grounds.size() >= 3);
}

QTEST_MAIN(TestStatesPanel)
#include "tst_statespanel.moc"
