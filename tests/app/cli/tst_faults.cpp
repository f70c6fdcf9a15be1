// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/cli/program.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace zocalo::testing;

/// What a user may run into: each one clear message in their language, the exit status of the contract, and nothing
/// half-written.
class TestFaults : public QObject
{
    Q_OBJECT

private slots:
    void fewFiles_isToldWithTheRemedy_data();
    void fewFiles_isToldWithTheRemedy();
    void noDisplay_pointsToTheFigureCommand();
    void missingTap_isNamed();
    void missingPeer_isNamed();
    void unknownLesson_namesTheNearest();
    void badLessonFile_isOneClearMessage_data();
    void badLessonFile_isOneClearMessage();
    void takenPort_isToldWithItsAddress();
    void unwritableOutput_leavesNothing();
    void fullDisk_keepsTheOldFileAndLeavesNothing();
    void standardOutputFull_isAFailure_data();
    void standardOutputFull_isAFailure();
    void recordingForALesson_isToldAsOne();
    void unknownStep_namesTheNearest();

private:
    void compareComplaint(const Outcome &outcome, const QString &told);
};

namespace {

const QString Lesson = QStringLiteral("accept-vs-recvfrom");

QString writeFile(const QTemporaryDir &folder, const QByteArray &content)
{
    const QString path = folder.filePath(QStringLiteral("lesson.toml"));
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
        return {};
    }
    return path;
}

QByteArray bundledLesson()
{
    QFile file(QStringLiteral(ZOCALO_SOURCE_DIR "/resources/lessons/accept-vs-recvfrom.toml"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

void TestFaults::compareComplaint(const Outcome &outcome, const QString &told)
{
    QVERIFY(!outcome.crashed);
    QCOMPARE(outcome.status, 1);
    QVERIFY2(outcome.err.contains(told), qPrintable(outcome.err));
    QVERIFY2(outcome.err.startsWith(QLatin1String("zocalo: ")), qPrintable(outcome.err));
    QVERIFY2(outcome.err.count(QLatin1Char('\n')) == 1, qPrintable(outcome.err));
}

void TestFaults::fewFiles_isToldWithTheRemedy_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("language");
    QTest::addColumn<QString>("told");
    const QString figure = QStringLiteral("figure %1 -o never.png").arg(Lesson);
    QTest::newRow("figure, en") << figure << "en"
                                << "ulimit -n 1024";
    QTest::newRow("figure, es") << figure << "es"
                                << "a la vez";
    QTest::newRow("landings") << QStringLiteral("landings %1").arg(Lesson) << "en"
                              << "ulimit -n 1024";
}

void TestFaults::fewFiles_isToldWithTheRemedy()
{
    QFETCH(QString, command);
    QFETCH(QString, language);
    QFETCH(QString, told);
    const QTemporaryDir folder;
    const QString line = QStringLiteral("cd %1 && ulimit -n 8 && exec %2 %3 --lang %4")
                             .arg(folder.path(), zocaloProgram(), command, language);
    compareComplaint(runProgram(QStringLiteral("bash"), {"-c", line}), told);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestFaults::noDisplay_pointsToTheFigureCommand()
{
    const QHash<QString, QString> none{{"DISPLAY", ""}, {"WAYLAND_DISPLAY", ""}, {"QT_QPA_PLATFORM", ""}};
    compareComplaint(runProgram(zocaloProgram(), {}, none), QStringLiteral("zocalo figure"));
    compareComplaint(runProgram(zocaloProgram(), {"--lang", "es"}, none), QStringLiteral("pantalla"));
}

void TestFaults::missingTap_isNamed()
{
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(QStringLiteral(ZOCALO_HELPER_DIR "/zocalo-peer"), folder.filePath("zocalo-peer")));
    compareComplaint(runProgram(zocaloProgram(), {"landings", Lesson}, {{"ZOCALO_HELPERS", folder.path()}}),
                     QStringLiteral("libzocalo-tap.so"));
}

void TestFaults::missingPeer_isNamed()
{
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(QStringLiteral(ZOCALO_HELPER_DIR "/libzocalo-tap.so"), folder.filePath("libzocalo-tap.so")));
    compareComplaint(runProgram(zocaloProgram(), {"landings", Lesson}, {{"ZOCALO_HELPERS", folder.path()}}),
                     QStringLiteral("zocalo-peer"));
}

void TestFaults::unknownLesson_namesTheNearest()
{
    compareComplaint(runProgram(zocaloProgram(), {"landings", "accept-vs-recvform"}), Lesson);
}

void TestFaults::badLessonFile_isOneClearMessage_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("binary") << QByteArray("\x7f"
                                          "ELF\0\0\0\1",
                                          8);
    QTest::newRow("not UTF-8") << QByteArray("id = \"\xff\xfe\"");
    QTest::newRow("huge") << QByteArray(8 * 1024 * 1024, '#');
    QTest::newRow("not TOML") << QByteArray("id = = 3");
    QTest::newRow("wrong field") << bundledLesson().replace("kind = \"twin\"", "kind = \"twins\"");
    QTest::newRow("deep") << QByteArray("x = ") + QByteArray(100000, '[');
}

void TestFaults::badLessonFile_isOneClearMessage()
{
    QFETCH(QByteArray, content);
    const QTemporaryDir folder;
    const QString path = writeFile(folder, content);
    QVERIFY(!path.isEmpty());
    compareComplaint(runProgram(zocaloProgram(), {"landings", path}), path);
    compareComplaint(runProgram(zocaloProgram(), {"landings", path, "--lang", "es"}), path);
    const Outcome checked = runProgram(zocaloProgram(), {"check", path});
    QCOMPARE(checked.status, 1);
    QVERIFY(!checked.crashed);
    QVERIFY2(checked.out.contains(path), qPrintable(checked.out));
}

void TestFaults::takenPort_isToldWithItsAddress()
{
    const int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    QCOMPARE(bind(listener, reinterpret_cast<sockaddr *>(&address), length), 0);
    QCOMPARE(listen(listener, 1), 0);
    QCOMPARE(getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length), 0);
    const QByteArray taken = "127.0.0.1:" + QByteArray::number(ntohs(address.sin_port));
    const QTemporaryDir folder;
    const QString path = writeFile(folder, bundledLesson().replace("on = \"listener\", address = \"127.0.0.1:0\"",
                                                                   "on = \"listener\", address = \"" + taken + "\""));
    const QString picture = folder.filePath(QStringLiteral("x.png"));
    compareComplaint(runProgram(zocaloProgram(), {"figure", path, "-o", picture}), QString::fromLatin1(taken));
    QVERIFY(!QFile::exists(picture));
    close(listener);
}

void TestFaults::unwritableOutput_leavesNothing()
{
    const QTemporaryDir folder;
    const QString missing = folder.filePath(QStringLiteral("no/such/folder/x.png"));
    compareComplaint(runProgram(zocaloProgram(), {"figure", Lesson, "-o", missing}), missing);
    const QString isFolder = folder.filePath(QStringLiteral("x.png"));
    QVERIFY(QDir().mkdir(isFolder));
    compareComplaint(runProgram(zocaloProgram(), {"figure", Lesson, "-o", isFolder}), isFolder);
    QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::Hidden),
             QStringList{QStringLiteral("x.png")});
}

void TestFaults::fullDisk_keepsTheOldFileAndLeavesNothing()
{
    const QTemporaryDir folder;
    // A disk of 40 kB, in a mount namespace of its own, so that no privilege is needed where user namespaces are
    // allowed.
    const QString script = QStringLiteral("mount -t tmpfs -o size=40k none %1 || exit 99\n"
                                          "echo old > %1/x.png\n"
                                          "%2 figure %3 -o %1/x.png; status=$?\n"
                                          "ls -A %1; cat %1/x.png\nexit $status")
                               .arg(folder.path(), zocaloProgram(), Lesson);
    const Outcome outcome = runProgram(QStringLiteral("unshare"), {"-Urm", "bash", "-c", script});
    if (outcome.status == 99 || outcome.err.contains(QLatin1String("unshare:"))) {
        QSKIP("mount namespaces are forbidden here: no small disk can be made");
    }
    compareComplaint(outcome, QStringLiteral("no space"));
    QCOMPARE(outcome.out, QStringLiteral("x.png\nold\n"));
}

void TestFaults::standardOutputFull_isAFailure_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"lessons", "doctor", "--help", "figure --help", "--version"})
        QTest::newRow(command) << QString::fromLatin1(command);
}

void TestFaults::standardOutputFull_isAFailure()
{
    QFETCH(QString, command);
    const QString line = QStringLiteral("exec %1 %2 > /dev/full").arg(zocaloProgram(), command);
    compareComplaint(runProgram(QStringLiteral("bash"), {"-c", line}), QStringLiteral("no space"));
}

void TestFaults::recordingForALesson_isToldAsOne()
{
    compareComplaint(runProgram(zocaloProgram(), {"record", "run.zocalo", "-o", "never.zocalo"}),
                     QStringLiteral("\"run.zocalo\" is the name of a recording"));
    compareComplaint(runProgram(zocaloProgram(), {"lesson", "run.zocalo", "--lang", "es"}),
                     QStringLiteral("«run.zocalo» es el nombre de una grabación"));
}

void TestFaults::unknownStep_namesTheNearest()
{
    for (const char *step : {"tcp.B22", "TCP.b2"}) {
        compareComplaint(runProgram(zocaloProgram(), {"figure", Lesson, "-o", "never.png", "--step", step}),
                         QStringLiteral("Was \"tcp.B2\" meant?"));
    }
}

QTEST_GUILESS_MAIN(TestFaults)
#include "tst_faults.moc"
