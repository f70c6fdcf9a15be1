// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Many panels in a small window.
#include "app/panels/codepanel.h"
#include "app/view/elidedlabel.h"
#include "app/view/panelroom.h"
#include "tests/app/view/windowtest.h"

#include <QDockWidget>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QSlider>
#include <QTextBlock>

using namespace zocalo;

class TestPanelRoom : public QObject, private WindowTest
{
    Q_OBJECT

private slots:
    void initTestCase() { QVERIFY(prepare()); }
    void cleanup()
    {
        window.reset();
        text::setLanguage(QStringLiteral("en"));
    }
    void allPanels_leaveTheWindowAsHighAsItWas_data();
    void allPanels_leaveTheWindowAsHighAsItWas();
    void panelThatIsHigherThanItsRoom_isReachedWhole();
    void keyOfAPanelBehindAnother_bringsItToTheFront();
    void markedLine_staysInSight();
    void positionAndReasons_haveRoomBesidePanels();
    void crampedTwin_showsTheHalfThatTheStepIsOf();

private:
    /// Shows each panel, those first that share a place with no other.
    void showAll()
    {
        const QList<QDockWidget *> docks = window->findChildren<QDockWidget *>();
        QVERIFY(docks.size() >= 7);
        for (QDockWidget *const dock : docks) {
            if (!dock->toggleViewAction()->isChecked()) {
                dock->toggleViewAction()->trigger();
            }
        }
        QCoreApplication::processEvents();
    }
};

void TestPanelRoom::allPanels_leaveTheWindowAsHighAsItWas_data()
{
    QTest::addColumn<QString>("language");
    QTest::newRow("en") << QStringLiteral("en");
    QTest::newRow("es") << QStringLiteral("es");
}

void TestPanelRoom::allPanels_leaveTheWindowAsHighAsItWas()
{
    QFETCH(QString, language);
    constexpr QSize Small{1280, 690}; // what a screen of 1280 × 720 leaves
    QSettings().clear();
    text::setLanguage(language);
    open();
    window->resize(Small);
    showAll();
    for (QDockWidget *const dock : window->findChildren<QDockWidget *>()) {
        QVERIFY2(!dock->isHidden(), qPrintable(dock->objectName()));
    }
    QCOMPARE(window->size(), Small);
    QVERIFY2(window->minimumSizeHint().height() <= Small.height(),
             qPrintable(QString::number(window->minimumSizeHint().height())));
}

void TestPanelRoom::panelThatIsHigherThanItsRoom_isReachedWhole()
{
    openAfresh();
    window->resize(1280, 690);
    showAll();
    int moved = 0;
    const QList<view::PanelRoom *> rooms = window->findChildren<view::PanelRoom *>();
    for (const view::PanelRoom *const room : rooms) {
        if (!room->isVisible() || room->visibleRegion().isEmpty()) {
            continue;
        }
        const QWidget *const panel = room->widget();
        QCOMPARE(panel->width(), room->viewport()->width());
        QVERIFY(panel->height() >= panel->minimumSizeHint().height());
        const int hidden = panel->height() - room->viewport()->height();
        QCOMPARE(room->verticalScrollBar()->maximum(), std::max(0, hidden));
        moved += hidden > 0 ? 1 : 0;
    }
    QVERIFY(moved > 0);
    // With room enough nothing is moved.
    window->resize(1600, 1400);
    for (QDockWidget *const dock : window->findChildren<QDockWidget *>()) {
        dock->setVisible(dock->objectName() == QLatin1String("statesDock"));
    }
    auto *const room = qobject_cast<view::PanelRoom *>(child<QDockWidget>("statesDock")->widget());
    QVERIFY(room);
    QTRY_COMPARE(room->widget()->height(), room->viewport()->height());
    QCOMPARE(room->verticalScrollBar()->maximum(), 0);
}

void TestPanelRoom::keyOfAPanelBehindAnother_bringsItToTheFront()
{
    openAfresh();
    window->resize(1280, 690);
    auto *const code = child<QDockWidget>("codeDock");
    auto *const kernel = child<QDockWidget>("kernelDock");
    window->tabifyDockWidget(kernel, code);
    const auto isSeen = [](const QDockWidget *dock) { return !dock->visibleRegion().isEmpty(); };
    kernel->hide();
    code->hide();
    QCoreApplication::processEvents();
    key(Qt::Key_F7);
    QTRY_VERIFY(isSeen(kernel));
    key(Qt::Key_F9); // opens in front
    QTRY_VERIFY(isSeen(code) && !isSeen(kernel));
    QVERIFY(!kernel->isHidden());
    key(Qt::Key_F7); // open, and behind: to the front
    QTRY_VERIFY(isSeen(kernel) && !isSeen(code));
    QVERIFY(!code->isHidden());
    key(Qt::Key_F7); // in front: closed
    QTRY_VERIFY(kernel->isHidden());
    QTRY_VERIFY(isSeen(code));
    key(Qt::Key_F9);
    QTRY_VERIFY(code->isHidden());
}

/// However low the panel of the code is made, and whatever comes beneath it.
void TestPanelRoom::markedLine_staysInSight()
{
    openAfresh();
    window->resize(1280, 1000);
    stepTo(40);
    auto *const dock = child<QDockWidget>("codeDock");
    auto *const text = child<QPlainTextEdit>("codeText");
    auto *const panel = window->findChild<panels::CodePanel *>();
    panel->choose(QStringLiteral("tcp.server")); // a long program
    const auto isMarkSeen = [&] {
        const QTextCursor mark(text->document()->findBlockByNumber(panel->markedLine()));
        const QRect line = text->cursorRect(mark);
        return panel->markedLine() > 5 && text->viewport()->visibleRegion().contains(line.center()) &&
               text->viewport()->rect().contains(QRect(0, line.top(), 1, line.height()));
    };
    key(Qt::Key_F9);
    QTRY_VERIFY(dock->isVisible());
    QTRY_VERIFY(isMarkSeen());
    for (const char *name : {"kernelDock", "statesDock", "questionDock"}) {
        auto *const other = child<QDockWidget>(name);
        if (qstrcmp(name, "questionDock") == 0) {
            window->splitDockWidget(dock, other, Qt::Vertical);
        }
        other->show();
        QCoreApplication::processEvents();
        QTRY_VERIFY2(isMarkSeen(), name);
    }
    for (const int height : {760, 690, 1000}) {
        window->resize(1280, height);
        QCoreApplication::processEvents();
        QTRY_VERIFY2(isMarkSeen(), qPrintable(QString::number(height)));
    }
    window->resizeDocks({dock}, {60}, Qt::Vertical);
    QCoreApplication::processEvents();
    QTRY_VERIFY(isMarkSeen());
}

/// On a short slider no step can be found.
void TestPanelRoom::positionAndReasons_haveRoomBesidePanels()
{
    QSettings().clear();
    text::setLanguage(QStringLiteral("es"));
    open();
    auto *const position = child<QSlider>("position");
    QVERIFY(position->width() > 300);
    key(Qt::Key_Z, Qt::ControlModifier); // a long answer
    QCoreApplication::processEvents();
    QVERIFY2(position->width() >= 280, qPrintable(QString::number(position->width())));
    key(Qt::Key_F4);
    key(Qt::Key_F7);
    QTRY_VERIFY(child<QDockWidget>("kernelDock")->isVisible());
    QTRY_VERIFY2(position->width() > 400, qPrintable(QString::number(position->width())));
    key(Qt::Key_F);
    auto *const status = child<view::ElidedLabel>("status");
    QVERIFY2(status->text().contains(QStringLiteral("una sola ejecución")), qPrintable(status->text()));
    QTRY_COMPARE(status->shownText(), status->text()); // whole
    key(Qt::Key_Z, Qt::ControlModifier);               // too long for a line
    QVERIFY2(status->text().contains(QStringLiteral("Deshacer")), qPrintable(status->text()));
    QTRY_COMPARE(status->shownText(), QStringLiteral("Paso 0 · ") + status->text());
    QTRY_VERIFY(status->height() >= 2 * status->fontMetrics().height());
    QVERIFY(!child<QLabel>("step")->isVisible());
    stepTo(1);
    QTRY_VERIFY(child<QLabel>("step")->isVisible());
    QTRY_VERIFY(status->height() < 2 * status->fontMetrics().height());
    key(Qt::Key_F4);
    key(Qt::Key_F7);
    QTRY_VERIFY(position->geometry().center().y() > position->parentWidget()->height() / 3); // beside the buttons again
    QVERIFY(position->width() > 300);
}

/// Two halves beside each other have letters that can be read, or there is one of them.
void TestPanelRoom::crampedTwin_showsTheHalfThatTheStepIsOf()
{
    openAfresh();
    key(Qt::Key_1);
    view::FigureView &figure = window->view();
    const auto place = [&](const QString &group) {
        for (const world::Process &process : window->playback().now().processes()) {
            if (process.group == group && process.role == world::Role::Server)
                return figure.placeOf({figure::Thing::Kind::Process, process.id});
        }
        return QRect();
    };
    stepTo(1);
    const QString acts = window->playback().now().moment().group;
    const QString rests = acts == QLatin1String("tcp") ? QStringLiteral("udp") : QStringLiteral("tcp");
    QTRY_VERIFY(!place(acts).isEmpty() && !place(rests).isEmpty());
    window->resize(1280, 720);
    key(Qt::Key_F2);
    key(Qt::Key_F9);
    QTRY_VERIFY2(figure.width() < 0.4 * 1920, qPrintable(QString::number(figure.width())));
    QTRY_VERIFY(place(rests).isEmpty());
    QVERIFY(!place(acts).isEmpty());
    // What is saved has both.
    const figure::DisplayList saved = figure.figureAt({1920, 1080}, figure::Theme());
    for (const world::Process &process : window->playback().now().processes())
        QVERIFY(!figure::rectOf(saved, {figure::Thing::Kind::Process, process.id}).isEmpty());
    for (QDockWidget *const dock : window->findChildren<QDockWidget *>())
        dock->hide();
    QTRY_VERIFY(!place(rests).isEmpty());
}

QTEST_MAIN(TestPanelRoom)

#include "tst_panelroom.moc"
