// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/codepanel.h"
#include "app/panels/programpanel.h"
#include "app/text/language.h"
#include "core/run/commandwords.h"
#include "tests/app/view/programroom.h"

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QDockWidget>
#include <QDropEvent>
#include <QMenuBar>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTimer>
#include <QToolButton>
#include <QUrl>

#include <csignal>

#include <unistd.h>

using namespace zocalo;
using namespace zocalo::testing;

/// Programs that are started from the window, by keys and clicks.
class TestProgramDesk : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
        qputenv("XDG_RUNTIME_DIR", m_folder.path().toLocal8Bit());
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        QStandardPaths::setTestModeEnabled(true);
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_folder.path());
        QCoreApplication::setOrganizationName(QStringLiteral("zocalo-test"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_programdesk"));
    }
    void init() { QSettings().clear(); }

    void input_isInSight_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        for (const char *language : {"en", "es"}) {
            for (const QSize &size : {QSize(1280, 720), QSize(1440, 900), QSize(1920, 1080)})
                QTest::addRow("%s %dx%d", language, size.width(), size.height()) << language << size;
        }
    }

    void input_isInSight()
    {
        QFETCH(QString, language);
        QFETCH(QSize, size);
        text::setLanguage(language);
        Room room;
        room.window.resize(size);
        room.start(QStringLiteral("python3 asker.py"));
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("ready\n")), kPatience);
        const auto *const panel = room.window.findChild<panels::ProgramPanel *>();
        const QWidget *const port = panel->parentWidget();
        for (const char *name : {"programInput", "programEndInput", "programStop"}) {
            const auto *const part = panel->findChild<QWidget *>(QLatin1String(name));
            const QRect place(part->mapTo(port, QPoint()), part->size());
            QVERIFY2(port->rect().contains(place), qPrintable(QStringLiteral("%1: %2 to %3 of %4, panel %5")
                                                                  .arg(QLatin1String(name))
                                                                  .arg(place.top())
                                                                  .arg(place.bottom())
                                                                  .arg(port->height())
                                                                  .arg(panel->height())));
        }
        text::setLanguage(QStringLiteral("en"));
    }

    void altLetters_areNotThoseOfTheMenus_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("en") << QStringLiteral("en");
        QTest::newRow("es") << QStringLiteral("es");
    }

    /// What has the panel's focus must not take a menu's key away, nor the other way round.
    void altLetters_areNotThoseOfTheMenus()
    {
        QFETCH(QString, language);
        text::setLanguage(language);
        QHash<QString, QString> owners;
        QStringList clashes;
        {
            Room room;
            room.start(QStringLiteral("python3 asker.py"));
            QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("ready\n")), kPatience);
            QStringList texts;
            for (const QAction *const menu : room.window.menuBar()->actions()) {
                texts.append(menu->text());
            }
            const auto *const panel = room.window.findChild<panels::ProgramPanel *>();
            for (const QAbstractButton *const button : panel->findChildren<QAbstractButton *>()) {
                texts.append(button->text());
            }
            for (const QLabel *const label : panel->findChildren<QLabel *>()) {
                texts.append(label->buddy() ? label->text() : QString());
            }
            for (const QString &each : std::as_const(texts)) {
                const QString key = QKeySequence::mnemonic(each).toString();
                if (!key.isEmpty() && owners.contains(key)) {
                    clashes.append(owners.value(key) + QLatin1String(" / ") + each);
                }
                owners.insert(key, each);
            }
        }
        text::setLanguage(QStringLiteral("en"));
        QVERIFY(owners.size() > 9);
        QCOMPARE(clashes, QStringList());
    }

    void serverAndClient_shareOneFigure()
    {
        Room room;
        room.start(QStringLiteral("python3 echoserver.py 1"));
        QTRY_VERIFY_WITH_TIMEOUT(room.text().count(QLatin1Char('\n')) >= 2, kPatience);
        const QString port = room.text().split(QLatin1Char('\n')).at(1);
        QVERIFY2(port.toInt() > 0, qPrintable(room.text()));
        room.start(QStringLiteral("python3 echoclient.py %1 hola").arg(port), QStringLiteral("Ana"));
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("HOLA")), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(room.state().contains(QLatin1String("status 0")), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(room.last().messages().size(), 2, kPatience);
        QVERIFY(room.last().processNamed(QStringLiteral("echoserver.py")));
        QVERIFY(room.last().processNamed(QStringLiteral("Ana")));
        QVERIFY(room.window.playback().isWatching());
        QCOMPARE(room.window.findChild<QTabWidget *>(QStringLiteral("programTabs"))->count(), 2);
    }

    /// The program's own file is shown, at the line that made the call.
    void ownSource_isShownAtItsLine()
    {
        Room room;
        room.start(QStringLiteral("python3 lines.py"), QStringLiteral("Ana"));
        QTRY_VERIFY_WITH_TIMEOUT(room.state().contains(QLatin1String("status 0")), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!room.last().processes().isEmpty() &&
                                     room.last().processes().first().activity == world::Activity::Ended,
                                 kPatience);
        auto *const code = room.window.findChild<panels::CodePanel *>();
        QApplication::setActiveWindow(&room.window);
        QTest::keyClick(&room.window, Qt::Key_F9);
        QTRY_VERIFY(code->isVisible());
        play::Playback &playback = room.window.playback();
        playback.pause();
        playback.toStart();
        int seen = 0;
        for (int step = 1; step <= playback.lastStep(); ++step) {
            playback.showStep(step);
            if (playback.now().moment().name != trace::Call::Bind) {
                continue;
            }
            ++seen;
            QVERIFY(code->isOwnSourceShown());
            QVERIFY(code->markedLine() > 0);
            QVERIFY(code->source().lines.at(code->markedLine()).endsWith(QLatin1String("# bind")));
            const QString state = part<QLabel>(code, "codeState")->text();
            QVERIFY2(state.contains(QStringLiteral("lines.py:%1").arg(code->markedLine() + 1)), qPrintable(state));
            // And the calls as a program, for whoever asks.
            QTest::mouseClick(part<QToolButton>(code, "codePython"), Qt::LeftButton);
            QVERIFY(!code->isOwnSourceShown());
            QVERIFY(code->source().text().contains(QLatin1String("import socket")));
            QTest::mouseClick(part<QToolButton>(code, "codeOwn"), Qt::LeftButton);
            QVERIFY(code->isOwnSourceShown());
        }
        QVERIFY(seen > 0);
    }

    void unknownSource_isToldWhy_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("why");
        QTest::newRow("no file") << "python3 -c 'import socket; socket.socket()'"
                                 << "not in a file";
        QTest::newRow("another ending") << "python3 " + m_folder.filePath(QStringLiteral("server.script"))
                                        << "by its name";
        QTest::newRow("one too many") << "python3 " + m_folder.filePath(QStringLiteral("many.py"))
                                      << "those of 64 other files";
        QTest::newRow("gone") << "python3 -c 'exec(compile(\"import socket; socket.socket()\", \"/no/x.py\", "
                                 "\"exec\"))'"
                              << "no such file";
    }

    void unknownSource_isToldWhy()
    {
        QFETCH(QString, line);
        QFETCH(QString, why);
        const auto write = [this](const QString &name, const QByteArray &text) {
            QFile file(m_folder.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.flush());
            QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-60), QFileDevice::FileModificationTime));
        };
        write(QStringLiteral("server.script"), "import socket\nsocket.socket()\n");
        write(QStringLiteral("many.py"), "import importlib\nfor i in range(65):\n"
                                         "    importlib.import_module(f'part{i}')\n");
        for (int i = 0; i < 65; ++i) {
            write(QStringLiteral("part%1.py").arg(i), "import socket\nsocket.socket()\n");
        }
        Room room;
        room.start(line);
        QTRY_VERIFY_WITH_TIMEOUT(room.state().contains(QLatin1String("status 0")), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(!room.last().processes().isEmpty() &&
                                     room.last().processes().first().activity == world::Activity::Ended,
                                 kPatience);
        auto *const code = room.window.findChild<panels::CodePanel *>();
        QApplication::setActiveWindow(&room.window);
        QTest::keyClick(&room.window, Qt::Key_F9);
        QTRY_VERIFY(code->isVisible());
        room.window.playback().toEnd();
        QTRY_VERIFY(part<QToolButton>(code, "codeOwn"));
        QTest::mouseClick(part<QToolButton>(code, "codeOwn"), Qt::LeftButton);
        QVERIFY(code->isOwnSourceShown());
        const QString state = part<QLabel>(code, "codeState")->text();
        QVERIFY2(state.contains(why), qPrintable(state));
    }

    /// Output comes at once, though the program does not flush it; errors are told apart; Enter and Ctrl+D arrive.
    void inputAndOutput_areThoseOfATerminal()
    {
        Room room;
        room.start(QStringLiteral("python3 asker.py"));
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("ready\n")), kPatience);
        auto *const input = part<QLineEdit>(room.console(), "programInput");
        QTest::keyClicks(input, QStringLiteral("hola "));
        input->insert(QStringLiteral("ñ")); // not on the keyboard that Qt Test has
        QTest::keyClick(input, Qt::Key_Return);
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QString::fromUtf8("› hola ñ\n")), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QString::fromUtf8("heard hola ñ\n")), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QString::fromUtf8("complained of hola ñ\n")), kPatience);
        const auto *const text = part<QPlainTextEdit>(room.console(), "programText");
        const auto formatAt = [text](const char *words) {
            return text->document()->find(QLatin1String(words)).charFormat();
        };
        QVERIFY(formatAt("complained of").fontItalic());
        QVERIFY(!formatAt("heard").fontItalic());
        QVERIFY(formatAt("complained of").foreground().color() != formatAt("heard").foreground().color());
        QTest::keyClick(input, Qt::Key_D, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("end of input\n")), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(room.state().contains(QLatin1String("status 5")), kPatience);
        QVERIFY(!part<QPushButton>(room.console(), "programStop"));
    }

    void interrupt_isControlC()
    {
        Room room;
        room.start(QStringLiteral("python3 asker.py"));
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("ready\n")), kPatience);
        QTest::keyClick(part<QLineEdit>(room.console(), "programInput"), Qt::Key_C, Qt::ControlModifier);
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("KeyboardInterrupt")), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(room.state().contains(QLatin1String("SIGINT")), kPatience);
    }

    void stubbornProgram_isAskedThenKilledThenRunsAgain()
    {
        Room room;
        room.start(QStringLiteral("sh -c 'trap \"echo refused\" TERM; echo up; while :; do read x || sleep 1; done'"));
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("\nup\n")), kPatience);
        QTest::mouseClick(part<QPushButton>(room.console(), "programStop"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("refused\n")), kPatience);
        QTest::mouseClick(part<QPushButton>(room.console(), "programStop"), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(room.state().contains(QLatin1String("SIGKILL")), kPatience);
        QTRY_VERIFY(part<QPushButton>(room.console(), "programAgain"));
        QTest::mouseClick(part<QPushButton>(room.console(), "programAgain"), Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(room.text().count(QLatin1String("\nup\n")), 2, kPatience);
        QVERIFY(part<QPushButton>(room.console(), "programStop"));
    }

    void longOutput_isBounded()
    {
        Room room;
        room.start(QStringLiteral("python3 -c 'print(*range(9000), sep=chr(10)); print(chr(90) * 50000)'"));
        QTRY_VERIFY_WITH_TIMEOUT(
            room.state().contains(QLatin1String("status 0")) && !room.console()->program().isRunning(), kPatience);
        const auto *const text = part<QPlainTextEdit>(room.console(), "programText");
        QVERIFY(text->blockCount() <= panels::ProgramConsole::MostLines);
        QVERIFY(text->toPlainText().contains(QLatin1String("\n8999\n")));
        QVERIFY(!text->toPlainText().contains(QLatin1String("\n12\n")));
        QCOMPARE(text->toPlainText().count(QLatin1Char('Z')), 50000);
        for (QTextBlock block = text->document()->begin(); block.isValid(); block = block.next()) {
            QVERIFY(block.length() <= panels::ProgramConsole::LongestLine + 1);
        }
    }

    void faults_areToldAndTheDialogueStays_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("told");
        QTest::newRow("nothing") << QString() << "python3 server.py";
        QTest::newRow("not found") << "no-such-program x"
                                   << "no-such-program";
        QTest::newRow("no right to run it") << "./echoserver.py 1"
                                            << "python3 ./echoserver.py 1";
        QTest::newRow("here, not in PATH") << "everycall.cpp"
                                           << "./everycall.cpp";
        QTest::newRow("a shell's") << "cat x | wc"
                                   << "|";
        QTest::newRow("half a quotation") << "python3 'a"
                                          << "quotation";
    }
    void faults_areToldAndTheDialogueStays()
    {
        QFETCH(QString, line);
        QFETCH(QString, told);
        Room room;
        room.start(line);
        QVERIFY2(room.fault().contains(told), qPrintable(room.fault()));
        QVERIFY(part<view::ProgramDialog>(&room.window, "programDialog"));
        QVERIFY(room.console() == nullptr);
        QVERIFY(!room.window.playback().isWatching());
    }

    void whatWasAsked_isRemembered()
    {
        {
            Room room;
            room.start(QStringLiteral("python3 asker.py"));
            QTRY_VERIFY(room.console());
        }
        Room room;
        view::ProgramDialog *const dialog = room.ask();
        QVERIFY(dialog);
        QCOMPARE(part<QComboBox>(dialog, "programCommand")->currentText(), QStringLiteral("python3 asker.py"));
        QCOMPARE(part<QLineEdit>(dialog, "programFolder")->text(), folderOfPrograms());
    }

    void emptyPanel_doesNotComeBack()
    {
        {
            Room room;
            room.window.findChild<QDockWidget *>(QStringLiteral("programDock"))->show();
            room.window.findChild<QDockWidget *>(QStringLiteral("kernelDock"))->show();
            room.window.close();
        }
        Room room;
        QVERIFY(room.window.findChild<QDockWidget *>(QStringLiteral("programDock"))->isHidden());
        QVERIFY(!room.window.findChild<QDockWidget *>(QStringLiteral("kernelDock"))->isHidden());
    }

    void draggedScript_isProposed()
    {
        Room room;
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(folderOfPrograms() + QStringLiteral("/asker.py"))});
        QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&room.window, &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, {});
        QApplication::sendEvent(&room.window, &drop);
        QTRY_VERIFY(part<view::ProgramDialog>(&room.window, "programDialog"));
        auto *const dialog = part<view::ProgramDialog>(&room.window, "programDialog");
        QCOMPARE(part<QComboBox>(dialog, "programCommand")->currentText(), QStringLiteral("python3 asker.py"));
        QCOMPARE(part<QLineEdit>(dialog, "programFolder")->text(), folderOfPrograms());
        QVERIFY(room.console() == nullptr); // it waits for a yes
    }

    void closing_asksAndEndsWhatItStarted()
    {
        pid_t pid = 0;
        {
            Room room;
            room.start(QStringLiteral("python3 asker.py"));
            QTRY_VERIFY_WITH_TIMEOUT(room.text().contains(QLatin1String("ready\n")), kPatience);
            pid = room.console()->program().pid();
            const auto answer = [&](QMessageBox::ButtonRole role) {
                QTimer::singleShot(0, &room.window, [role] {
                    auto *const box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
                    QVERIFY(box);
                    for (QAbstractButton *const button : box->buttons()) {
                        if (box->buttonRole(button) == role) {
                            QTest::mouseClick(button, Qt::LeftButton);
                            return;
                        }
                    }
                });
            };
            answer(QMessageBox::RejectRole);
            QVERIFY(!room.window.close());
            QCOMPARE(::kill(pid, 0), 0);
            answer(QMessageBox::DestructiveRole);
            QVERIFY(room.window.close());
        }
        QTRY_COMPARE_WITH_TIMEOUT(::kill(pid, 0), -1, kPatience);
    }

private:
    QTemporaryDir m_folder;
};

QTEST_MAIN(TestProgramDesk)
#include "tst_programdesk.moc"
