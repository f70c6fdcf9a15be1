// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/panels/kernelpanel.h"
#include "app/panels/sscommand.h"
#include "app/text/language.h"
#include "app/view/mainwindow.h"
#include "core/lesson/lessonlibrary.h"
#include "tests/support/historybuilder.h"
#include "tests/support/sockets.h"
#include "tests/support/ss.h"

#include <QApplication>
#include <QClipboard>
#include <QDockWidget>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace zocalo;
using figure::KernelColumn;
using kernel::SocketRow;
using panels::KernelModel;
using panels::KernelPanel;
using view::MainWindow;
using world::Socket;

/// The kernel's table beside a real run, at the step at which a child waits for accept().
class TestKernelPanel : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase() { m_window.reset(); }
    void rows_areTheTableOfTheStep();
    void focusOfTheStep_isMarked();
    void stepForward_marksWhatHasChanged();
    void scrubbingFar_marksNothing();
    void agreement_isTold();
    void tableOfBefore_isSaidToBe();
    void kernelThatGoesOn_isToldOfBelowTheTable();
    void change_saysFromWhatToWhat();
    void selection_goesBothWays();
    void command_showsTheSameInATerminal();
    void command_namesAsFewPortsAsItCan();
    void others_areShownOnDemandAndNotRecorded();
    void identities_areShownOnDemand();
    void everyCell_isSaidInWords();
    void language_isThatOfTheWindow();
    void table_isPaintedAnewInEachTheme();
    void selectedRow_canBeRead();
    void socketsWithoutAPort_areToldOf();
    void table_hasRoomInAUsualWindow();

private:
    const world::World &world() { return m_window->playback().now(); }
    KernelPanel *panel() { return m_window->findChild<KernelPanel *>(); }
    QTableView *table() { return m_window->findChild<QTableView *>(QStringLiteral("kernelTable")); }
    const KernelModel &model() { return panel()->model(); }
    QString cell(int row, KernelColumn column)
    {
        return model().data(model().index(row, static_cast<int>(column)), Qt::DisplayRole).toString();
    }
    void show(const char *step)
    {
        m_window->playback().showStep(m_window->playback().timeline().stepNamed(QString::fromLatin1(step)));
    }

    QTemporaryDir m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TestKernelPanel::initTestCase()
{
    qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
    QCoreApplication::setApplicationName(QStringLiteral("zocalo"));
    QCoreApplication::setOrganizationName(QStringLiteral("zocalo"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QVERIFY(figure::loadFonts());
    text::setLanguage(QStringLiteral("en"));
    const Result<lesson::Lesson> lesson = lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom"));
    QVERIFY(lesson.ok());
    m_window = std::make_unique<MainWindow>(lesson.value(), true);
    m_window->resize(1600, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->findChild<QDockWidget *>(QStringLiteral("kernelDock"))->show();
    m_window->playback().setReducedMotion(true);
    m_window->startRun();
    QVERIFY(QTest::qWaitFor([this] { return world().processes().size() == 8; }));
    while (m_window->playback().timeline().stepNamed(QStringLiteral("child-waiting")) < 0) {
        const int step = m_window->playback().step();
        QVERIFY(step < 80);
        m_window->playback().stepForward();
        QVERIFY(QTest::qWaitFor([&] { return m_window->playback().step() == step + 1; }));
    }
    show("child-waiting");
}

void TestKernelPanel::rows_areTheTableOfTheStep()
{
    show("child-waiting");
    QCOMPARE(model().ours().size(), world().kernelRows().size());
    QVERIFY(model().ours().size() >= 8);
    QSet<quint64> shown;
    int child = -1;
    for (int row = 0; row < model().ours().size(); ++row) {
        const SocketRow &each = *model().ours().at(row);
        shown.insert(each.cookie);
        QCOMPARE(cell(row, KernelColumn::ReceiveQueue), QString::number(each.receiveQueue));
        const world::Socket *socket = world().socket(each.cookie);
        QVERIFY(socket != nullptr);
        if (!socket->owners.isEmpty()) {
            const world::Owner &owner = socket->owners.first();
            QCOMPARE(cell(row, KernelColumn::Owner),
                     QStringLiteral("%1/fd %2").arg(world().process(owner.process)->pid).arg(owner.fd));
        }
        child = each.inode == 0 ? row : child;
    }
    for (const SocketRow &row : world().kernelRows()) {
        QVERIFY(shown.contains(row.cookie));
    }
    QVERIFY(child >= 0);
    QCOMPARE(cell(child, KernelColumn::Owner), QStringLiteral("no fd"));
    QCOMPARE(cell(child, KernelColumn::State), QStringLiteral("ESTABLISHED"));
    QCOMPARE(cell(child, KernelColumn::Drops), QStringLiteral("–"));
}

void TestKernelPanel::focusOfTheStep_isMarked()
{
    int marked = 0;
    for (int step = 1; step <= m_window->playback().lastStep(); ++step) {
        m_window->playback().showStep(step);
        if (model().markedRow() < 0) {
            continue;
        }
        ++marked;
        const figure::FigureInput input{world()};
        QCOMPARE(model().socketAt(model().markedRow()), figure::KernelTable(input).focus());
        QVERIFY(model().data(model().index(model().markedRow(), 0), KernelModel::MarkedRole).toBool());
    }
    QVERIFY(marked > 0);
    show("child-waiting");
}

void TestKernelPanel::stepForward_marksWhatHasChanged()
{
    int changed = 0;
    m_window->playback().showStep(0);
    for (int step = 1; step <= m_window->playback().lastStep(); ++step) {
        QHash<quint64, SocketRow> before;
        for (const SocketRow &row : world().kernelRows()) {
            before.insert(row.cookie, row);
        }
        m_window->playback().showStep(step);
        for (int row = 0; row < model().ours().size(); ++row) {
            const SocketRow &now = *model().ours().at(row);
            const bool isNew = !before.contains(now.cookie);
            const SocketRow old = before.value(now.cookie);
            const auto says = [&](KernelColumn column) {
                return model().data(model().index(row, static_cast<int>(column)), KernelModel::ChangedRole).toBool();
            };
            QCOMPARE(says(KernelColumn::State), isNew || old.state != now.state);
            QCOMPARE(says(KernelColumn::ReceiveQueue), isNew || old.receiveQueue != now.receiveQueue);
            changed += says(KernelColumn::State);
        }
    }
    QVERIFY(changed > 0);
}

void TestKernelPanel::scrubbingFar_marksNothing()
{
    m_window->playback().showStep(2);
    show("child-waiting");
    QVERIFY(!model().hasChanges());
}

void TestKernelPanel::agreement_isTold()
{
    auto *line = m_window->findChild<QLabel *>(QStringLiteral("kernelAgreement"));
    for (int step = 0; step <= m_window->playback().lastStep(); ++step) {
        QCOMPARE(m_window->playback().timeline().world(step).contradictions(), 0);
    }
    show("child-waiting");
    QCOMPARE(line->text(), QStringLiteral("✓ Calls and kernel agree at this step."));
    QVERIFY(!m_window->findChild<QLabel *>(QStringLiteral("kernelDifferences"))->isVisible());
}

// As of programs that nothing holds up: their table is read now and then.
void TestKernelPanel::tableOfBefore_isSaidToBe()
{
    test::HistoryBuilder build;
    const auto process = build.start("q.py");
    play::Playback playback;
    KernelPanel alone(playback);
    alone.show();
    qsizetype given = 0;
    const auto said = [&] {
        for (; given < build.events().size(); ++given) {
            playback.add(build.events().at(given));
        }
        playback.toEnd();
        return alone.findChild<QLabel *>(QStringLiteral("kernelAgreement"))->text();
    };
    QCOMPARE(said(), QString()); // nothing has happened that a table could tell of
    const auto listener = build.socket(process, kernel::Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    QCOMPARE(said(), QStringLiteral("Not read at this step."));
    build.snapshot(true);
    QCOMPARE(said(), QStringLiteral("✓ Calls and kernel agree at this step."));
    build.listen(listener);
    QCOMPARE(said(), QStringLiteral("Read before this step, and not compared with it."));
    build.snapshot(false); // the same number of rows
    QVERIFY2(said().startsWith(QStringLiteral("Not compared")), qPrintable(said()));
}

// Somebody from outside connects: no process of the run makes a call, and nothing of it is recorded.
void TestKernelPanel::kernelThatGoesOn_isToldOfBelowTheTable()
{
    auto *line = m_window->findChild<QLabel *>(QStringLiteral("kernelSince"));
    m_window->playback().toEnd();
    const QList<const SocketRow *> rows = model().ours();
    const auto listener =
        std::find_if(rows.begin(), rows.end(), [](const auto *row) { return row->state == kernel::State::Listen; });
    QVERIFY(listener != rows.end());
    const qsizetype events = m_window->playback().timeline().events().size();
    QVERIFY(!line->isVisible());
    testing::TestSocket stranger(AF_INET, SOCK_STREAM);
    QVERIFY(stranger.connectTo((*listener)->local));
    QTRY_VERIFY(line->isVisible());
    const quint32 queue = (*listener)->receiveQueue;
    QVERIFY2(line->text().contains(QStringLiteral("Recv-Q %1 → %2").arg(queue).arg(queue + 1)),
             qPrintable(line->text()));
    // And the socket that the kernel made for it, which waits in the queue.
    const QStringList told = line->text().split(QLatin1Char('\n'));
    const QStringList made = told.filter(QStringLiteral("not listed before, ESTABLISHED, remote 127.0.0.1:"));
    QCOMPARE(made.size(), 1);
    QCOMPARE(m_window->playback().timeline().events().size(), events);
    m_window->playback().showStep(2); // a step of before is of then
    QVERIFY(!line->isVisible());
    show("child-waiting");
}

void TestKernelPanel::change_saysFromWhatToWhat()
{
    using panels::KernelSince;
    SocketRow then;
    then.protocol = kernel::Protocol::Tcp;
    then.state = kernel::State::FinWait1;
    then.sendQueue = 1;
    SocketRow now = then;
    QCOMPARE(KernelSince::change(then, &now), QString());
    now.state = kernel::State::FinWait2;
    now.sendQueue = 0;
    QCOMPARE(KernelSince::change(then, &now), QStringLiteral("FIN-WAIT-1 → FIN-WAIT-2, Send-Q 1 → 0"));
    QCOMPARE(KernelSince::change(then, nullptr), QStringLiteral("not listed any more"));
    then.protocol = now.protocol = kernel::Protocol::Udp;
    then.state = now.state; // the send queue of UDP means nothing
    QCOMPARE(KernelSince::change(then, &now), QString());
}

void TestKernelPanel::selection_goesBothWays()
{
    show("child-waiting");
    const world::SocketId socket = model().socketAt(1);
    table()->selectRow(1);
    QCOMPARE(m_window->view().selection(), (figure::Thing{figure::Thing::Kind::Socket, socket}));
    const world::SocketId other = model().socketAt(3);
    m_window->view().select({figure::Thing::Kind::Socket, other});
    QCOMPARE(table()->currentIndex().row(), 3);
    m_window->view().select({});
    QVERIFY(table()->selectionModel()->selectedRows().isEmpty());
}

void TestKernelPanel::command_showsTheSameInATerminal()
{
    if (!testing::hasSs()) {
        QSKIP("ss is not installed");
    }
    m_window->playback().toEnd();
    m_window->findChild<QPushButton *>(QStringLiteral("kernelCopy"))->click();
    const QString command = QApplication::clipboard()->text();
    QVERIFY2(command.startsWith(QStringLiteral("ss -tunape '( sport = :")), qPrintable(command));
    QProcess shell;
    shell.start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), command});
    QVERIFY(shell.waitForFinished());
    const QString output = QString::fromUtf8(shell.readAllStandardOutput());
    int compared = 0;
    for (const SocketRow *row : model().ours()) {
        if (row->state == kernel::State::Close && row->protocol == kernel::Protocol::Tcp) {
            continue; // bound only: ss lists these when asked for them
        }
        const QString cookie = QStringLiteral("sk:%1").arg(row->cookie, 0, 16);
        QVERIFY2(output.contains(cookie), qPrintable(command + QLatin1Char('\n') + output));
        ++compared;
    }
    QVERIFY(compared >= 8);
}

void TestKernelPanel::command_namesAsFewPortsAsItCan()
{
    SocketRow listener;
    listener.local.port = 9000;
    SocketRow one = listener;
    one.remote.port = 50001;
    SocketRow two = one;
    std::swap(two.local, two.remote);
    SocketRow alone;
    alone.local.port = 60001;
    QCOMPARE(panels::ssCommand({&listener, &one, &two, &alone}),
             QStringLiteral("ss -tunape '( sport = :9000 or dport = :9000 or sport = :60001 )'"));
    QCOMPARE(panels::ssCommand({}), QStringLiteral("ss -tunape"));
}

void TestKernelPanel::others_areShownOnDemandAndNotRecorded()
{
    const testing::TestSocket stranger(AF_INET, SOCK_DGRAM);
    QVERIFY(stranger.bindToLoopback());
    const int ours = model().rowCount();
    panel()->setOthersShown(true);
    QVERIFY(model().sectionRow() == ours);
    QVERIFY(model().data(model().index(ours, 0), KernelModel::SectionRole).toBool());
    int found = -1;
    for (int row = ours + 1; row < model().rowCount(); ++row) {
        found = cell(row, KernelColumn::Cookie) == QString::number(stranger.cookie()) ? row : found;
        QCOMPARE(model().socketAt(row), world::SocketId(0));
    }
    QVERIFY(found > 0);
    QVERIFY(cell(found, KernelColumn::Owner)
                .startsWith(QStringLiteral("%1/fd %2 ").arg(QCoreApplication::applicationPid()).arg(stranger.fd())));
    for (const SocketRow &row : world().kernelRows()) {
        QVERIFY(row.cookie != stranger.cookie());
    }
    panel()->setOthersShown(false);
    QCOMPARE(model().rowCount(), ours);
}

void TestKernelPanel::identities_areShownOnDemand()
{
    QVERIFY(table()->isColumnHidden(static_cast<int>(KernelColumn::Cookie)));
    panel()->setIdentitiesShown(true);
    QVERIFY(!table()->isColumnHidden(static_cast<int>(KernelColumn::Cookie)));
    QVERIFY(!table()->isColumnHidden(static_cast<int>(KernelColumn::Inode)));
    panel()->setIdentitiesShown(false);
    QVERIFY(table()->isColumnHidden(static_cast<int>(KernelColumn::Inode)));
}

void TestKernelPanel::everyCell_isSaidInWords()
{
    show("child-waiting");
    for (int row = 0; row < model().rowCount(); ++row) {
        for (int column = 0; column < model().columnCount(); ++column) {
            const QString said = model().data(model().index(row, column), Qt::AccessibleTextRole).toString();
            QVERIFY(said.contains(QStringLiteral(": ")));
        }
        if (model().ours().at(row)->state == kernel::State::Listen) {
            const QModelIndex queue = model().index(row, static_cast<int>(KernelColumn::ReceiveQueue));
            QVERIFY(model().data(queue, Qt::ToolTipRole).toString().contains(QStringLiteral("accept()")));
        }
    }
    QVERIFY(!table()->accessibleName().isEmpty());
}

void TestKernelPanel::language_isThatOfTheWindow()
{
    text::setLanguage(QStringLiteral("es"));
    QCoreApplication::processEvents();
    QCOMPARE(m_window->findChild<QLabel *>(QStringLiteral("kernelAgreement"))->text(),
             QStringLiteral("✓ Llamadas y kernel coinciden en este paso."));
    text::setLanguage(QStringLiteral("en"));
    QCoreApplication::processEvents();
}

void TestKernelPanel::table_isPaintedAnewInEachTheme()
{
    show("child-waiting");
    QList<QImage> seen;
    for (const auto theme :
         {figure::Theme::Light, figure::Theme::Dark, figure::Theme::Notes, figure::Theme::Contrast}) {
        m_window->findChild<QAction *>(QStringLiteral("theme%1").arg(int(theme)))->trigger();
        QCoreApplication::processEvents();
        const QImage picture = table()->grab().toImage();
        QVERIFY2(!seen.contains(picture), qPrintable(QString::number(int(theme))));
        seen.append(picture);
    }
}

/// The ground of the chosen row against the ink on it (WCAG 2.1, 1.4.3).
void TestKernelPanel::selectedRow_canBeRead()
{
    show("child-waiting");
    const auto luminance = [](const QColor &colour) {
        const auto linear = [](double part) {
            return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
        };
        return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
    };
    for (const auto theme :
         {figure::Theme::Light, figure::Theme::Dark, figure::Theme::Notes, figure::Theme::Contrast}) {
        m_window->findChild<QAction *>(QStringLiteral("theme%1").arg(int(theme)))->trigger();
        table()->selectRow(1);
        QCoreApplication::processEvents();
        const QModelIndex index = table()->model()->index(1, 1);
        const QImage row = table()->viewport()->grab(table()->visualRect(index)).toImage();
        QHash<QRgb, int> counts;
        for (int y = 4; y < row.height() - 4; ++y) {
            for (int x = 0; x < row.width(); ++x)
                ++counts[row.pixel(x, y)];
        }
        const QRgb ground =
            std::max_element(counts.keyValueBegin(), counts.keyValueEnd(), [](const auto &a, const auto &b) {
                return a.second < b.second;
            })->first;
        const double one = luminance(QColor(ground));
        const double other = luminance(index.data(Qt::ForegroundRole).value<QBrush>().color());
        const double contrast = (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
        QVERIFY2(contrast >= 4.5, qPrintable(QStringLiteral("theme %1: %2").arg(int(theme)).arg(contrast)));
    }
}

void TestKernelPanel::socketsWithoutAPort_areToldOf()
{
    auto *const told = m_window->findChild<QLabel *>(QStringLiteral("kernelUnlisted"));
    QVERIFY(told);
    int empty = 0;
    for (int step = 0; step <= m_window->playback().lastStep(); ++step) {
        m_window->playback().showStep(step);
        const auto open = std::count_if(world().sockets().begin(), world().sockets().end(),
                                        [](const Socket &socket) { return !socket.closed && socket.local.port == 0; });
        QCOMPARE(told->isVisible(), open > 0);
        if (open > 0) {
            QVERIFY2(told->text().startsWith(QString::number(open) + QStringLiteral(" open socket")),
                     qPrintable(told->text()));
            empty += model().ours().isEmpty() ? 1 : 0;
        }
    }
    QVERIFY(empty > 0); // the table has nothing, and the figure counts a socket
}

void TestKernelPanel::table_hasRoomInAUsualWindow()
{
    show("child-waiting");
    for (const char *language : {"en", "es"}) {
        text::setLanguage(QLatin1String(language));
        MainWindow window(lesson::LessonLibrary::find(QStringLiteral("accept-vs-recvfrom")).value(), true);
        window.resize(1440, 860);
        window.show();
        window.findChild<QDockWidget *>(QStringLiteral("kernelDock"))->toggleViewAction()->trigger();
        window.playback().setTimeline(m_window->playback().timeline());
        window.playback().showStep(m_window->playback().step());
        auto *const rows = window.findChild<QTableView *>(QStringLiteral("kernelTable"));
        QTRY_VERIFY(rows->isVisible() && rows->model()->rowCount() >= 8);
        for (int step = 0; step <= window.playback().lastStep(); ++step) { // columns only grow
            window.playback().showStep(step);
        }
        QTRY_COMPARE(rows->horizontalScrollBar()->maximum(), 0);
        QVERIFY(rows->viewport()->height() >= 4 * rows->rowHeight(0));
        QVERIFY(window.view().width() > 720); // the figure keeps the larger part
        for (int column = 0; column < rows->model()->columnCount(); ++column) {
            if (!rows->isColumnHidden(column)) {
                QVERIFY(rows->columnWidth(column) >= rows->horizontalHeader()->sectionSizeHint(column));
            }
        }
    }
    text::setLanguage(QStringLiteral("en"));
}

QTEST_MAIN(TestKernelPanel)
#include "tst_kernelpanel.moc"
