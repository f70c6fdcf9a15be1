// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/app/cli/program.h"

#include <QFileInfo>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace zocalo::testing;

namespace {

constexpr int kPatienceMs = 60000;

QString testProgram(const char *name) { return QStringLiteral(ZOCALO_PROGRAM_DIR "/") + QLatin1String(name); }

QStringList shell(const char *script) { return {"--", "sh", "-c", QLatin1String(script)}; }

/// What everycall prints of itself, and what zocalo saw, in one form: "socket 3".
QStringList callNames(const QString &text)
{
    static const QRegularExpression jsonCall(QStringLiteral("\"call\":\"(\\w+)\""));
    QStringList names;
    for (auto match = jsonCall.globalMatch(text); match.hasNext();) {
        names << match.next().captured(1);
    }
    return names;
}

} // namespace

/// The commands that run a program of the user's and watch it, as a user runs them.
class TestProgramCommands : public QObject
{
    Q_OBJECT

private slots:
    void record_passesTheEndOn_data()
    {
        QTest::addColumn<QByteArray>("script");
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("isSignal");
        QTest::newRow("done") << QByteArray("true") << 0 << false;
        QTest::newRow("status") << QByteArray("exit 5") << 5 << false;
        QTest::newRow("signal") << QByteArray("kill -TERM $$") << SIGTERM << true;
    }
    void record_passesTheEndOn()
    {
        QFETCH(QByteArray, script);
        QFETCH(int, status);
        QFETCH(bool, isSignal);
        for (const bool ptrace : {false, true}) {
            const QString path = newPath();
            QStringList words{"record", "-o", path};
            if (ptrace) {
                words << "--ptrace";
            }
            const Outcome outcome = runProgram(zocaloProgram(), words + shell(script.constData()));
            QCOMPARE(outcome.status, status);
            QCOMPARE(outcome.crashed, isSignal);
            QCOMPARE(runProgram(zocaloProgram(), {"calls", path}).status, 0);
        }
    }

    void whatIsForLessons_isRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<QString>("told");
        for (const char *command : {"record", "calls"}) {
            QTest::addRow("%s --clients", command)
                << QStringList{command, "--clients", "2"} << "--clients is for lessons";
            QTest::addRow("%s --set", command) << QStringList{command, "--set", "backlog=4"} << "--set is for lessons";
        }
        QTest::newRow("record --kind") << QStringList{"record", "--kind", "udp"} << "--kind is for lessons";
    }
    void whatIsForLessons_isRefused()
    {
        QFETCH(QStringList, words);
        QFETCH(QString, told);
        const QString path = newPath();
        if (words.first() == QLatin1String("record")) {
            words << "-o" << path;
        }
        const Outcome outcome = runProgram(zocaloProgram(), words + shell("true"));
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(told), qPrintable(outcome.err));
        QVERIFY(!QFile::exists(path));
    }

    void record_leavesTheStreamsAlone()
    {
        const Outcome outcome = runProgram(zocaloProgram(), QStringList{"record", "-o", newPath()} +
                                                                shell("echo said; echo complained >&2"));
        QCOMPARE(outcome.out, QStringLiteral("said\n"));
        QCOMPARE(outcome.err, QStringLiteral("complained\n"));
    }

    void calls_haveStandardOutputForThemselves()
    {
        const Outcome outcome =
            runProgram(zocaloProgram(), {"calls", "--format", "jsonl", "--", testProgram("everycall")});
        QVERIFY(outcome.out.startsWith(QLatin1Char('{')));
        QVERIFY(outcome.err.contains(QLatin1String("socket")));
        QVERIFY(!outcome.out.contains(QLatin1String("ptrace")));
    }

    // The tap cannot enter it: the same calls come by ptrace, which is told.
    void staticProgram_isSeenByPtrace()
    {
        const Outcome byTap =
            runProgram(zocaloProgram(), {"calls", "--format", "jsonl", "--", testProgram("everycall")});
        const Outcome outcome = runProgram(
            zocaloProgram(), {"calls", "--format", "jsonl", "--lang", "en", "--", testProgram("everycall-static")});
        QCOMPARE(outcome.status, 0);
        QVERIFY2(outcome.err.contains(QLatin1String("linked statically")), qPrintable(outcome.err));
        QVERIFY(outcome.out.contains(QLatin1String("\"observed_by\":\"ptrace\"")));
        const QStringList names = callNames(outcome.out);
        for (const char *name : {"socket", "bind", "listen", "connect", "accept4", "sendmsg", "recvmsg", "close"}) {
            QVERIFY2(names.contains(QLatin1String(name)), name);
            QCOMPARE(names.count(QLatin1String(name)), callNames(byTap.out).count(QLatin1String(name)));
        }
    }

    // What is told while it is recorded is told of the recording, too.
    void whatIsNotSeen_isKeptInTheRecording()
    {
        const QString child = QStringLiteral("does not load the C library");
        const QString path = newPath();
        const QString script = testProgram("waiting-static") + QStringLiteral("; true");
        const QString live =
            runProgram(zocaloProgram(), {"record", "-o", path, "--lang", "en", "--", "sh", "-c", script}).err;
        QVERIFY2(live.startsWith(QLatin1String("zocalo: waiting-static (")) && live.contains(child), qPrintable(live));
        const QString picture = newPath() + QStringLiteral(".svg");
        for (const QStringList &words : {QStringList{"calls", path}, QStringList{"figure", path, "-o", picture}}) {
            const Outcome opened = runProgram(zocaloProgram(), words + QStringList{"--lang", "en"});
            QCOMPARE(opened.status, 0);
            QCOMPARE(opened.err, live);
        }
    }

    void bytesOfMissedCalls_areTold_data()
    {
        QTest::addColumn<QString>("how");
        QTest::addColumn<bool>("ptrace");
        QTest::addColumn<QString>("told"); // empty: nothing
        QTest::newRow("fprintf()") << QStringLiteral("unseen") << false
                                   << QStringLiteral(
                                          "27 bytes went out and 0 were taken through 1 socket made by hidden (");
        // No table is read after them: the kernel's word at the end of the socket has the bytes.
        QTest::newRow("and ends") << QStringLiteral("brief") << false
                                  << QStringLiteral(
                                         "27 bytes went out and 0 were taken through 1 socket made by hidden (");
        QTest::newRow("fgets()") << QStringLiteral("reads") << false
                                 << QStringLiteral(
                                        "0 bytes went out and 27 were taken through 1 socket made by hidden (");
        QTest::newRow("by ptrace") << QStringLiteral("unseen") << true << QString();
        QTest::newRow("none are missed") << QStringLiteral("seen") << false << QString();
    }
    /// One line on standard error, with the run and with each opening of its recording; the status stays as it was.
    void bytesOfMissedCalls_areTold()
    {
        QFETCH(QString, how);
        QFETCH(bool, ptrace);
        QFETCH(QString, told);
        const QString path = newPath();
        const QStringList watched =
            (ptrace ? QStringList{"--ptrace"} : QStringList()) + QStringList{"--", testProgram("hidden"), how};
        const QList<QStringList> commands{QStringList{"record", "-o", path, "--lang", "en"} + watched,
                                          {"calls", path, "--lang", "en"},
                                          {"landings", path, "--lang", "en"},
                                          QStringList{"calls", "--lang", "en"} + watched,
                                          QStringList{"landings", "--lang", "en"} + watched};
        for (const QStringList &words : commands) {
            const Outcome outcome = runProgram(zocaloProgram(), words);
            QCOMPARE(outcome.status, 0);
            QCOMPARE(outcome.err.count(QLatin1String("Not all calls were seen")), told.isEmpty() ? 0 : 1);
            QVERIFY2(outcome.err.contains(told), qPrintable(outcome.err));
            QCOMPARE(outcome.err.count(QLatin1String("With --ptrace they are seen.")), told.isEmpty() ? 0 : 1);
            QVERIFY(!outcome.out.contains(QLatin1String("Not all calls")));
        }
        const Outcome spanish = runProgram(zocaloProgram(), {"calls", path, "--lang", "es"});
        QCOMPARE(spanish.err.contains(QLatin1String("No se vieron todas las llamadas")), !told.isEmpty());
    }

    /// A program of another group is given no tap, by ld.so. ld.so(8), "Secure-execution mode"
    void programThatNeverJoined_isKeptInTheRecording()
    {
        const QString copy = newPath() + QStringLiteral(".copy");
        QVERIFY(QFile::copy(testProgram("detached"), copy));
        const QByteArray file = QFile::encodeName(copy);
        constexpr gid_t kNoGroup = 65534;
        if (::chown(file.constData(), static_cast<uid_t>(-1), kNoGroup) != 0 || ::chmod(file.constData(), 02755) != 0) {
            QSKIP("only root can give a file to another group");
        }
        const QString path = newPath();
        const Outcome live = runProgram(zocaloProgram(), {"record", "-o", path, "--lang", "en", "--", copy});
        QCOMPARE(live.status, 0);
        const Outcome opened = runProgram(zocaloProgram(), {"calls", path, "--lang", "en"});
        QCOMPARE(opened.out, QString());
        QVERIFY2(opened.err.contains(QLatin1String("never joined the run")), qPrintable(live.err + opened.err));
    }

    void missingProgram_isToldOnce()
    {
        const QString path = newPath();
        const Outcome outcome = runProgram(zocaloProgram(), {"record", "-o", path, "--lang", "es", "--", "no-such"});
        QCOMPARE(outcome.status, 1);
        QVERIFY2(outcome.err.contains(QLatin1String("No se pudo iniciar no-such")), qPrintable(outcome.err));
        QCOMPARE(outcome.err.count(QLatin1Char('\n')), 1);
        QVERIFY(!QFileInfo::exists(path));
    }

    void wrongWords_areRefused_data()
    {
        QTest::addColumn<QStringList>("words");
        QTest::newRow("no program") << QStringList{"calls", "--"};
        QTest::newRow("empty program") << QStringList{"calls", "--", ""};
        QTest::newRow("both") << QStringList{"calls", "what-a-socket-is", "--", "true"};
        QTest::newRow("nowhere to write") << QStringList{"record", "--", "true"};
    }
    void wrongWords_areRefused()
    {
        QFETCH(QStringList, words);
        const Outcome outcome = runProgram(zocaloProgram(), words);
        QCOMPARE(outcome.status, 2);
        QCOMPARE(outcome.err.count(QLatin1Char('\n')), 1);
    }

    void server_isDrawnAndItsMessagesLand()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
        const QString path = newPath();
        const QByteArray scripts = ZOCALO_SOURCE_DIR "/tests/programs/";
        const QByteArray port = m_folder.filePath(QStringLiteral("port")).toUtf8();
        const QByteArray script = "mkfifo " + port + "; python3 " + scripts + "echoserver.py 2 >" + port +
                                  " & while ! [ -p " + port + " ]; do :; done; read p <" + port +
                                  "; for w in one two; do python3 " + scripts + "echoclient.py $p $w; done; wait";
        const Outcome run = runProgram(zocaloProgram(), QStringList{"record", "-o", path} + shell(script.constData()));
        QCOMPARE(run.out, QStringLiteral("ONE\nTWO\n"));
        const Outcome landings = runProgram(zocaloProgram(), {"landings", path});
        QCOMPARE(landings.out.count(QLatin1Char('\n')), 4);
        QCOMPARE(landings.out.count(QLatin1String("received  tcp_4_tuple  agrees")), 4);
        const QString picture = m_folder.filePath(QStringLiteral("server.svg"));
        const Outcome figure =
            runProgram(zocaloProgram(), {"figure", path, "--editable-text", "-o", picture, "--lang", "en"});
        QVERIFY2(figure.status == 0, qPrintable(figure.err));
        QFile file(picture);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY2(svg.contains("Client") && svg.contains("Server"), svg.mid(svg.indexOf("<desc>"), 400).constData());
    }

    // Nobody has named a step: it is where a message lands, whatever comes after that.
    void picture_isOfAMessageThatLands()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
        const QString script = QStringLiteral("import socket\n"
                                              "s = socket.create_server(('127.0.0.1', 0))\n"
                                              "c = socket.create_connection(s.getsockname())\n"
                                              "d, _ = s.accept()\n"
                                              "c.sendall(b'hola')\n"
                                              "d.recv(100)\n"
                                              "try: s.getpeername()\n"
                                              "except OSError: pass\n");
        const QString picture = m_folder.filePath(QStringLiteral("landing.svg"));
        const Outcome figure = runProgram(zocaloProgram(), {"figure", "--editable-text", "-o", picture, "--lang", "en",
                                                            "--", "python3", "-c", script});
        QVERIFY2(figure.status == 0, qPrintable(figure.err));
        QFile file(picture);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        const qsizetype title = svg.indexOf("<title>");
        const QByteArray caption = svg.mid(title, svg.indexOf("</title>") - title);
        QVERIFY2(caption.contains("hola") && !caption.contains("ENOTCONN"), caption.constData());
    }

    // What nobody who is watched has sent was read all the same; and a look at it takes nothing away.
    void strangersBytes_areToldAsRead()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
        const QString script = QStringLiteral(
            "import socket, subprocess, sys\n"
            "s = socket.create_server(('127.0.0.1', 0))\n"
            "talk = 'import socket; c = socket.create_connection(%s); c.send(b\"nine byte\"); c.recv(1)'\n"
            "p = subprocess.Popen([sys.executable, '-c', talk % (s.getsockname(),)], env={})\n"
            "d, _ = s.accept()\n"
            "d.recv(100, socket.MSG_PEEK)\n"
            "d.recv(100)\n"
            "d.close()\n"
            "p.wait()\n");
        const QString recording = newPath();
        QCOMPARE(runProgram(zocaloProgram(), {"record", "-o", recording, "--", "python3", "-c", script}).status, 0);
        const QString picture = m_folder.filePath(QStringLiteral("stranger.svg"));
        QByteArray all;
        for (int step = 0; step < 40; ++step) {
            const Outcome figure = runProgram(zocaloProgram(), {"figure", recording, "--kind", "tcp", "--detail",
                                                                "mechanism", "--editable-text", "--step",
                                                                QString::number(step), "-o", picture, "--lang", "en"});
            if (figure.status != 0)
                break;
            QFile file(picture);
            QVERIFY(file.open(QIODevice::ReadOnly));
            all += file.readAll();
        }
        QVERIFY(all.contains("with MSG_PEEK shows"));
        QVERIFY(all.contains("no call that was observed has sent them"));
    }

    // A connection that was passed on by SCM_RIGHTS is none that is closed, though who had it closes its descriptor.
    void passedSocket_isReadByItsNewHolder()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
        const QString script = QStringLiteral("import os, socket\n"
                                              "a, b = socket.socketpair()\n"
                                              "if os.fork() == 0:\n"
                                              "    fds = socket.recv_fds(b, 10, 1)[1]\n"
                                              "    b.recv(1)\n"
                                              "    d = socket.socket(fileno=fds[0])\n"
                                              "    d.sendall(d.recv(100).upper())\n"
                                              "    os._exit(0)\n"
                                              "s = socket.create_server(('127.0.0.1', 0))\n"
                                              "c = socket.create_connection(s.getsockname())\n"
                                              "d, _ = s.accept()\n"
                                              "socket.send_fds(a, [b'x'], [d.fileno()])\n"
                                              "d.close()\n"
                                              "c.sendall(b'hola')\n"
                                              "a.send(b'g')\n"
                                              "c.recv(100)\n"
                                              "os.wait()\n");
        const Outcome landings = runProgram(zocaloProgram(), {"landings", "--", "python3", "-c", script});
        QCOMPARE(landings.out.count("  received  tcp_4_tuple  agrees\n"), 2);
        QCOMPARE(landings.out.count('\n'), 2);
    }

    // Out-of-band data goes past the stream: before what was sent earlier.
    void urgentByte_isReceived()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty()) {
            QSKIP("python3 is not installed");
        }
        const QString script = QStringLiteral("import socket\n"
                                              "s = socket.create_server(('127.0.0.1', 0))\n"
                                              "c = socket.create_connection(s.getsockname())\n"
                                              "d, _ = s.accept()\n"
                                              "c.sendall(b'ab')\n"
                                              "c.send(b'!', socket.MSG_OOB)\n"
                                              "c.sendall(b'cd')\n"
                                              "d.recv(1, socket.MSG_OOB)\n"
                                              "d.recv(10)\n"
                                              "d.recv(10)\n");
        const Outcome landings = runProgram(zocaloProgram(), {"landings", "--", "python3", "-c", script});
        QCOMPARE(landings.out.count("  received  tcp_4_tuple  agrees\n"), 3);
        QCOMPARE(landings.out.count('\n'), 3);
    }

    // What zocalo does with signals for itself is not the program's affair.
    void signals_areInheritedAsTheyWere()
    {
        const char *const script = "trap '' HUP; exec \"$@\" grep -E 'Sig(Ign|Blk)' /proc/self/status";
        const Outcome alone = runProgram(QStringLiteral("sh"), {"-c", script, "sh"});
        const Outcome watched =
            runProgram(QStringLiteral("sh"), {"-c", script, "sh", zocaloProgram(), "record", "-o", newPath(), "--"});
        QVERIFY(!alone.out.isEmpty());
        QCOMPARE(watched.out, alone.out);
    }

    void interrupted_theProgramAnswers()
    {
        QProcess process;
        process.setChildProcessModifier([] { ::setpgid(0, 0); });
        process.start(zocaloProgram(), QStringList{"record", "-o", newPath()} +
                                           shell("trap 'exit 3' INT; echo ready; while :; do sleep 0.05; done"));
        QTRY_VERIFY_WITH_TIMEOUT(process.bytesAvailable() > 0, kPatienceMs);
        QCOMPARE(::kill(-static_cast<pid_t>(process.processId()), SIGINT), 0);
        QVERIFY(process.waitForFinished(kPatienceMs));
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 3);
    }

    void terminated_leavesTheProgramRunning()
    {
        const QString path = newPath();
        QProcess process;
        process.start(zocaloProgram(), QStringList{"record", "-o", path} + shell("echo $$; exec sleep 1000"));
        QTRY_VERIFY_WITH_TIMEOUT(process.bytesAvailable() > 0, kPatienceMs);
        const auto program = static_cast<pid_t>(process.readAllStandardOutput().trimmed().toInt());
        QVERIFY(program > 1);
        process.terminate();
        QVERIFY(process.waitForFinished(kPatienceMs));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        QCOMPARE(process.exitCode(), SIGTERM);
        QCOMPARE(::kill(program, SIGKILL), 0);
        const Outcome read = runProgram(zocaloProgram(), {"calls", path});
        QVERIFY2(read.status == 0, qPrintable(read.err));
    }

private:
    QString newPath() { return m_folder.filePath(QStringLiteral("run%1.zocalo").arg(++m_count)); }

    QTemporaryDir m_folder;
    int m_count = 0;
};

QTEST_GUILESS_MAIN(TestProgramCommands)
#include "tst_programcommands.moc"
