// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/fonts.h"
#include "app/panels/truthcard.h"
#include "app/text/language.h"
#include "app/view/mainwindow.h"
#include "core/lesson/lessonlibrary.h"
#include "tests/support/ss.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHelpEvent>
#include <QMenu>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>
#include <QToolTip>

using namespace zocalo;
using figure::Thing;
using panels::Truth;
using panels::TruthText;
using view::MainWindow;
using world::Socket;

/// What is told of a thing is what the run and the kernel say of it.
class TestTruth : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup() { m_window->view().select({}); }
    void cleanupTestCase() { m_window.reset(); }
    void everySocket_isToldAsSsTellsIt();
    void process_tellsItsDescriptors();
    void message_tellsWhereItLandedAndHowThatIsKnown();
    void calls_areThoseOfTheThing();
    void goneOrNothing_hasNoTruth();
    void selecting_showsTheCardBesideTheThing();
    void card_canBeCopiedAndTurnedOff();
    void card_opensTheActions();
    void hovering_tellsTheShortForm();
    void language_isThatOfTheWindow();

private:
    const world::World &world() { return m_window->playback().now(); }
    Truth truthOf(const Thing &thing)
    {
        return TruthText(m_window->playback().timeline(), m_window->playback().step()).of(thing);
    }
    static QString valueOf(const Truth &truth, const char *label)
    {
        for (const panels::Fact &fact : truth.facts) {
            if (fact.label == QLatin1String(label)) {
                return fact.value;
            }
        }
        return QStringLiteral("(nothing)");
    }
    panels::TruthCard *card() { return m_window->findChild<panels::TruthCard *>(); }
    const Socket *clientSocket()
    {
        const world::ProcessId client = world().processNamed(QStringLiteral("tcp.A"))->id;
        for (const Socket &socket : world().sockets()) {
            if (socket.creator == client) {
                return &socket;
            }
        }
        return nullptr;
    }

    QTemporaryDir m_settings;
    std::unique_ptr<MainWindow> m_window;
};

void TestTruth::initTestCase()
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
    m_window->resize(1280, 800);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    m_window->playback().setReducedMotion(true);
    m_window->startRun();
    QVERIFY(QTest::qWaitFor([this] { return world().processes().size() == 8; }));
    // Where C has sent, and waits for accept(): children, queues and established connections are all there.
    const auto reached = [this] {
        return m_window->playback().timeline().stepNamed(QStringLiteral("child-waiting")) >= 0 &&
               m_window->playback().timeline().stepNamed(QStringLiteral("child-waiting")) ==
                   m_window->playback().step();
    };
    while (!reached()) {
        const int step = m_window->playback().step();
        QVERIFY(step < 80);
        m_window->playback().stepForward();
        QVERIFY(QTest::qWaitFor([&] { return m_window->playback().step() == step + 1; }));
    }
}

void TestTruth::everySocket_isToldAsSsTellsIt()
{
    if (!testing::hasSs()) {
        QSKIP("ss is not installed");
    }
    const QHash<quint64, testing::SsLine> lines = testing::ssNow();
    int compared = 0;
    for (const Socket &socket : world().sockets()) {
        const auto line = lines.constFind(socket.id);
        if (line == lines.cend()) {
            QVERIFY(socket.local.port == 0); // not bound: the kernel does not list it
            continue;
        }
        const Truth truth = truthOf({Thing::Kind::Socket, socket.id});
        QVERIFY(!truth.title.isEmpty());
        QCOMPARE(valueOf(truth, "local address"), line->local);
        QVERIFY(valueOf(truth, "cookie").contains(QStringLiteral("sk:%1 ").arg(socket.id, 0, 16)));
        QCOMPARE(valueOf(truth, "inode"),
                 line->inode == 0 ? QStringLiteral("0: no file") : QString::number(line->inode));
        if (socket.protocol == kernel::Protocol::Tcp && !socket.listening) {
            QCOMPARE(valueOf(truth, "state"), QStringLiteral("ESTABLISHED"));
            QCOMPARE(line->state, QStringLiteral("ESTAB"));
            QCOMPARE(valueOf(truth, "remote address"), line->remote);
            const QString queue = valueOf(truth, "receive queue");
            QVERIFY2(line->receiveQueue == 0 ? queue == QStringLiteral("empty")
                                             : queue.contains(QStringLiteral(": %1 byte").arg(line->receiveQueue)),
                     qPrintable(queue));
        }
        if (socket.listening) {
            QCOMPARE(valueOf(truth, "state"), QStringLiteral("LISTEN"));
            QCOMPARE(valueOf(truth, "accept queue"),
                     QStringLiteral("%1 / %2").arg(line->receiveQueue).arg(line->sendQueue));
        }
        for (const world::Owner &owner : socket.owners) {
            const QString users = QStringLiteral("pid=%1,fd=%2").arg(world().process(owner.process)->pid).arg(owner.fd);
            QVERIFY2(line->users.contains(users), qPrintable(line->users));
            QVERIFY(valueOf(truth, "owners (PID/fd)")
                        .contains(QStringLiteral("%1/fd %2").arg(world().process(owner.process)->pid).arg(owner.fd)));
        }
        if (socket.owners.isEmpty()) {
            QCOMPARE(valueOf(truth, "owners (PID/fd)"), QStringLiteral("none"));
            QCOMPARE(truth.title, QStringLiteral("Connection that waits for accept()"));
        }
        ++compared;
    }
    QVERIFY(compared >= 7);
}

void TestTruth::process_tellsItsDescriptors()
{
    const world::Process &server = *world().processNamed(QStringLiteral("tcp.server"));
    const Truth truth = truthOf({Thing::Kind::Process, server.id});
    QCOMPARE(truth.title, QStringLiteral("TCP server"));
    QCOMPARE(valueOf(truth, "PID"), QString::number(server.pid));
    QCOMPARE(valueOf(truth, "open sockets"), QStringLiteral("3"));
    QVERIFY(valueOf(truth, "fd 3").contains(QStringLiteral("LISTEN")));
    QVERIFY(valueOf(truth, "fd 4").contains(QStringLiteral("ESTABLISHED")));
}

void TestTruth::message_tellsWhereItLandedAndHowThatIsKnown()
{
    const world::Message &read = *world().messageNamed(QStringLiteral("tcp.A1"));
    Truth truth = truthOf({Thing::Kind::Message, read.id});
    QCOMPARE(truth.title, QStringLiteral("A1 (TCP)"));
    QCOMPARE(valueOf(truth, "content"), QStringLiteral("\"hello\""));
    QCOMPARE(valueOf(truth, "size"), QStringLiteral("5 bytes"));
    QCOMPARE(valueOf(truth, "state"), QStringLiteral("received"));
    QCOMPARE(valueOf(truth, "seen by"), QStringLiteral("the bytes that a receive call gave"));
    QCOMPARE(valueOf(truth, "its cookie"), valueOf(truth, "predicted by the rule"));
    QCOMPARE(valueOf(truth, "rule and bytes"), QStringLiteral("agree"));
    QCOMPARE(truth.calls.size(), 2);
    QVERIFY(truth.calls.first().startsWith(QStringLiteral("send(3, \"hello\", 5) = 5")));
    QVERIFY(truth.calls.last().startsWith(QStringLiteral("recv(4, \"hello\"")));

    const world::Message &waiting = *world().messageNamed(QStringLiteral("tcp.C1"));
    truth = truthOf({Thing::Kind::Message, waiting.id});
    QCOMPARE(valueOf(truth, "state"), QStringLiteral("waits in a receive queue"));
    QCOMPARE(valueOf(truth, "seen by"), QStringLiteral("the kernel's receive queue, which grew by it"));
    QCOMPARE(valueOf(truth, "its owners (PID/fd)"), QStringLiteral("none"));
    QCOMPARE(truth.calls.size(), 1);
}

void TestTruth::calls_areThoseOfTheThing()
{
    const Truth truth = truthOf({Thing::Kind::Socket, clientSocket()->id});
    QVERIFY(truth.calls.first().startsWith(QStringLiteral("socket(AF_INET, SOCK_STREAM) = 3")));
    QVERIFY(truth.calls.at(1).startsWith(QStringLiteral("connect(3, 127.0.0.1:")));
    for (const QString &call : truth.calls) {
        QVERIFY2(!call.contains(QLatin1Char('?')), qPrintable(call)); // what returned is told with its result
    }
    // Of an earlier step, what was known then.
    const TruthText earlier(m_window->playback().timeline(), 3);
    QVERIFY(earlier.of({Thing::Kind::Socket, clientSocket()->id}).title.isEmpty());
}

void TestTruth::goneOrNothing_hasNoTruth()
{
    QVERIFY(truthOf({}).title.isEmpty());
    QVERIFY(truthOf({Thing::Kind::Process, 99}).title.isEmpty());
    QVERIFY(truthOf({Thing::Kind::Socket, 1}).title.isEmpty());
    QVERIFY(truthOf({Thing::Kind::Message, 999}).title.isEmpty());
}

void TestTruth::selecting_showsTheCardBesideTheThing()
{
    view::FigureView &view = m_window->view();
    for (const Thing &thing : view.things()) {
        view.select(thing);
        QVERIFY(card()->isVisible());
        QVERIFY(view.rect().contains(card()->geometry()));
        QVERIFY(card()->text().startsWith(truthOf(thing).title));
        // What it is about stays in sight: all of it, but for what is too large.
        const QRect place = view.placeOf(thing);
        QVERIFY(!card()->geometry().contains(place));
        for (const figure::Node &node : view.shownFigure().nodes()) {
            if (node.kind == figure::NodeKind::Queue && figure::thingOf(node) == thing)
                QVERIFY(!card()->geometry().intersects(view.inPixels(node.rect)));
        }
    }
    // Esc puts the card away and leaves what is selected; a step does not bring it back, a press on the thing does.
    const Thing selected = view.selection();
    QTest::keyClick(&view, Qt::Key_Escape);
    QVERIFY(!card()->isVisible());
    QCOMPARE(view.selection(), selected);
    m_window->playback().stepBack();
    m_window->playback().stepForward();
    QVERIFY(!card()->isVisible());
    view.select({});
    view.select(selected);
    QVERIFY(card()->isVisible());
    QTest::keyClick(&view, Qt::Key_Escape);
    QTest::keyClick(&view, Qt::Key_Escape);
    QVERIFY(!view.selection());
}

void TestTruth::card_canBeCopiedAndTurnedOff()
{
    const Thing socket{Thing::Kind::Socket, clientSocket()->id};
    m_window->view().select(socket);
    QTest::mouseClick(m_window->findChild<QToolButton *>(QStringLiteral("copyTruth")), Qt::LeftButton);
    QCOMPARE(QApplication::clipboard()->text(), TruthText::plain(truthOf(socket)));
    QApplication::clipboard()->clear();
    m_window->findChild<QAction *>(QStringLiteral("copyDetails"))->trigger();
    QCOMPARE(QApplication::clipboard()->text(), TruthText::plain(truthOf(socket)));
    auto *const shown = m_window->findChild<QAction *>(QStringLiteral("showTruth"));
    shown->trigger();
    QVERIFY(!card()->isVisible());
    QCOMPARE(m_window->view().selection(), socket);
    shown->trigger();
    QVERIFY(card()->isVisible());
}

void TestTruth::card_opensTheActions()
{
    m_window->view().select({Thing::Kind::Socket, clientSocket()->id});
    QTest::mouseClick(m_window->findChild<QToolButton *>(QStringLiteral("truthActions")), Qt::LeftButton);
    auto *const menu = qobject_cast<QMenu *>(QApplication::activePopupWidget());
    QVERIFY(menu);
    QVERIFY(!menu->isEmpty());
    menu->close();
}

void TestTruth::hovering_tellsTheShortForm()
{
    view::FigureView &view = m_window->view();
    const Thing socket{Thing::Kind::Socket, clientSocket()->id};
    const QPoint at = view.placeOf(socket).center();
    QHelpEvent help(QEvent::ToolTip, at, view.mapToGlobal(at));
    QApplication::sendEvent(&view, &help);
    QCOMPARE(QToolTip::text(), TruthText::brief(truthOf(socket)));
    QVERIFY(QToolTip::text().contains(QStringLiteral("ESTABLISHED")));
    QVERIFY(QToolTip::text().count(QLatin1Char('\n')) <= 4);
    QToolTip::hideText();
}

void TestTruth::language_isThatOfTheWindow()
{
    m_window->view().select({Thing::Kind::Socket, clientSocket()->id});
    m_window->findChild<QAction *>(QStringLiteral("languagees"))->trigger();
    QTRY_VERIFY(card()->text().contains(QStringLiteral("dirección local: ")));
    QVERIFY(card()->text().contains(QStringLiteral("ESTABLISHED")));
    m_window->findChild<QAction *>(QStringLiteral("languageen"))->trigger();
    QTRY_VERIFY(card()->text().contains(QStringLiteral("local address: ")));
}

QTEST_MAIN(TestTruth)
#include "tst_truth.moc"
