// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/programrun.h"
#include "core/trace/hello.h"
#include "core/world/callslist.h"
#include "core/world/callstext.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <elf.h>
#include <sys/wait.h>

#include <algorithm>
#include <cstring>

using namespace zocalo;

namespace {

constexpr char kScript[] = ZOCALO_SOURCE_DIR "/tests/programs/lines.py";

/// Pythons of the versions that lines are told of, as far as they are here: on the PATH, or where pyenv puts them.
QStringList pythons()
{
    QStringList found;
    for (int minor = 8; minor <= 14; ++minor) {
        const QString name = QStringLiteral("python3.%1").arg(minor);
        const QStringList roots = QDir(QDir::homePath() + QStringLiteral("/.pyenv/versions"))
                                      .entryList({QStringLiteral("3.%1.*").arg(minor)}, QDir::Dirs);
        for (const QString &root : roots) {
            found.append(QDir::homePath() + QStringLiteral("/.pyenv/versions/%1/bin/%2").arg(root, name));
        }
        if (QFile::exists(QStringLiteral("/usr/bin/") + name)) {
            found.append(QStringLiteral("/usr/bin/") + name);
        }
    }
    return found;
}

int minorOf(const QString &python) { return python.section(QLatin1Char('.'), -1).toInt(); }

QList<history::Event> runOf(const run::Program &program)
{
    QList<history::Event> events;
    run::ProgramRun run(run::HelperPaths::find().value(),
                        [&events](const history::Event &event) { events.append(event); });
    [&] { QVERIFY(run.play(program)); }();
    return events;
}

/// "lines.py:12" for the line that ends so.
QString lineWith(const QString &file, const char *marker)
{
    QFile source(file);
    [&] { QVERIFY(source.open(QIODevice::ReadOnly)); }();
    for (int line = 1; !source.atEnd(); ++line) {
        if (source.readLine().trimmed().endsWith(marker)) {
            return QStringLiteral("%1:%2").arg(file.section(QLatin1Char('/'), -1)).arg(line);
        }
    }
    return {};
}

QStringList callersOf(const QList<world::CallLine> &calls, const char *call)
{
    QStringList callers;
    for (const world::CallLine &line : calls) {
        if (trace::callName(line.entry.call) == call) {
            callers.append(line.caller);
        }
    }
    return callers;
}

bool write(const QString &path, const QByteArray &text)
{
    QFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(text) == text.size();
}

history::SourceSeen firstSource(const QList<history::Event> &events)
{
    for (const history::Event &event : events) {
        if (const auto *seen = std::get_if<history::SourceSeen>(&event.data)) {
            return *seen;
        }
    }
    return {};
}

/// The newest of those whose lines are told.
QString newest()
{
    QString found;
    for (const QString &python : pythons()) {
        if (minorOf(python) >= 9 && minorOf(python) <= 13) {
            found = python;
        }
    }
    return found;
}

void addPythons()
{
    QTest::addColumn<QString>("python");
    for (const QString &python : pythons()) {
        QTest::newRow(qPrintable(python)) << python;
    }
}

} // namespace

/// Which line of a program made a call, in real programs.
class TestSourceLines : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        qputenv("ZOCALO_HELPERS", ZOCALO_HELPER_DIR);
        if (newest().isEmpty()) {
            QSKIP("no Python is installed");
        }
    }

    void python_threadsAndLibraries_data() { addPythons(); }
    void python_threadsAndLibraries()
    {
        QFETCH(QString, python);
        run::Program program{python, {QString::fromLatin1(kScript)}};
        const QList<world::CallLine> calls = world::callsList(runOf(program));
        QVERIFY(calls.size() > 10);
        if (minorOf(python) < 9 || minorOf(python) > 13) {
            for (const world::CallLine &line : calls) {
                QCOMPARE(line.caller, QString()); // nothing is claimed
            }
            return;
        }
        const auto lineOf = [](const char *marker) { return lineWith(QString::fromLatin1(kScript), marker); };
        // The library's function that makes a socket and connects is called by the line of the program.
        QCOMPARE(callersOf(calls, "socket"), (QStringList{lineOf("# socket"), lineOf("# connect")}));
        QCOMPARE(callersOf(calls, "bind"), QStringList{lineOf("# bind")});
        QCOMPARE(callersOf(calls, "listen"), QStringList{lineOf("# listen")});
        QCOMPARE(callersOf(calls, "connect"), QStringList{lineOf("# connect")});
        QCOMPARE(callersOf(calls, "accept4"), QStringList{lineOf("# accept4")});
        QCOMPARE(callersOf(calls, "send"), (QStringList{lineOf("# send"), lineOf("# sendto, over")}));
        QCOMPARE(callersOf(calls, "recv").size(), 2);
        QVERIFY(callersOf(calls, "recv").contains(lineOf("# recv")));
        QVERIFY(callersOf(calls, "close").contains(lineOf("# close")));
    }

    void python_asyncioClaimsTheLibrarysLine_data() { addPythons(); }
    void python_asyncioClaimsTheLibrarysLine()
    {
        QFETCH(QString, python);
        if (minorOf(python) < 9 || minorOf(python) > 13) {
            QSKIP("lines are read of Python 3.9 to 3.13 only");
        }
        run::Program program{python, {QString::fromLatin1(kScript), "asyncio"}};
        const QList<world::CallLine> calls = world::callsList(runOf(program));
        const QString run = lineWith(QString::fromLatin1(kScript), "asyncio.run(loop())");
        int programs = 0;
        for (const world::CallLine &line : calls) {
            QVERIFY(!line.caller.isEmpty());
            const bool isSocket = line.protocol == QLatin1String("tcp");
            // What the loop calls by itself is never said to be the line that started the loop.
            QVERIFY2(!isSocket || line.caller != run, qPrintable(world::callText(line)));
            programs += line.caller == lineWith(QString::fromLatin1(kScript), "# asyncio send");
        }
        QVERIFY(callersOf(calls, "accept4").first().startsWith(QLatin1String("selector_events.py:")));
        QCOMPARE(programs, 1); // write() sends at once, on the program's own stack
    }

    /// A program in C++ with debug information, and what is left without it.
    void compiled_isToldByItsDebugInformation_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("-g") << "linesprogram" << true;
        QTest::newRow("-g -O2") << "linesprogram-optimised" << true;
        QTest::newRow("stripped") << "linesprogram-stripped" << false;
    }
    void compiled_isToldByItsDebugInformation()
    {
        QFETCH(QString, name);
        QFETCH(bool, isTold);
        const QList<history::Event> events = runOf({QStringLiteral(ZOCALO_PROGRAM_DIR "/") + name});
        const QList<world::CallLine> calls = world::callsList(events);
        QVERIFY(calls.size() >= 9);
        const QString source = QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/linesprogram.cpp");
        const auto told = [&](const char *marker) { return isTold ? lineWith(source, marker) : QString(); };
        QCOMPARE(callersOf(calls, "socket"), (QStringList{told("// socket, listener"), told("// socket, client")}));
        // A line that is not where the call was made is not claimed.
        const bool isJump = name.endsWith(QLatin1String("optimised"));
        QCOMPARE(callersOf(calls, "send"), (QStringList{told("// send"), isJump ? QString() : told("// send, last")}));
        for (const char *call : {"bind", "listen", "connect", "accept", "recv"}) {
            QCOMPARE(callersOf(calls, call),
                     QStringList{told(qPrintable(QStringLiteral("// ") + QLatin1String(call)))});
        }
        QString path;
        for (const history::Event &event : events) {
            if (const auto *seen = std::get_if<history::SourceSeen>(&event.data)) {
                path = seen->path;
            }
        }
        QCOMPARE(path, isTold ? source : QString());
    }

    void fileThatChanges_data()
    {
        QTest::addColumn<bool>("isReplaced");
        QTest::newRow("another one in its place") << true;
        QTest::newRow("written over") << false;
    }

    /// The debug information is read late: it is that of the file that runs, or nothing is told.
    void fileThatChanges()
    {
        QFETCH(bool, isReplaced);
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("program"));
        QVERIFY(QFile::copy(QStringLiteral(ZOCALO_PROGRAM_DIR "/linesprogram"), path));
        QList<history::Event> events;
        run::Run run(run::HelperPaths::find().value(), [&](const history::Event &event) { events.append(event); });
        const auto started = run.startProgram({path});
        QVERIFY(started.ok());
        QElapsedTimer clock;
        clock.start();
        while (!run.isJoined(0) && !clock.hasExpired(60'000)) {
            QVERIFY(run.pass(run::Run::Patience(2000)).ok());
        }
        siginfo_t ended{};
        QCOMPARE(::waitid(P_PID, static_cast<id_t>(run.pid(0)), &ended, WEXITED | WNOWAIT), 0);
        QVERIFY(world::callsList(events).isEmpty()); // nothing was asked for yet
        if (isReplaced) {
            QVERIFY(QFile::remove(path));
            QVERIFY(QFile::copy(QStringLiteral(ZOCALO_PROGRAM_DIR "/linesprogram-stripped"), path));
        } else {
            QFile file(path);
            QVERIFY(file.open(QIODevice::Append));
            QCOMPARE(file.write("x"), 1);
        }
        while (run.isAlive()) {
            QVERIFY(run.pass(run::Run::Patience(2000)).ok());
        }
        const QString source = QStringLiteral(ZOCALO_SOURCE_DIR "/tests/programs/linesprogram.cpp");
        QCOMPARE(callersOf(world::callsList(events), "listen"),
                 QStringList{isReplaced ? lineWith(source, "// listen") : QString()});
    }

    /// A file may say what it wants: how much is read has an end.
    void debugInformationWithoutEnd_isNotRead()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("program"));
        QVERIFY(QFile::copy(QStringLiteral(ZOCALO_PROGRAM_DIR "/linesprogram"), path));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray bytes = file.readAll();
        Elf64_Ehdr header{};
        std::memcpy(&header, bytes.constData(), sizeof header);
        const auto sectionAt = [&](int index) {
            return static_cast<qsizetype>(header.e_shoff) + index * qsizetype{sizeof(Elf64_Shdr)};
        };
        Elf64_Shdr section{};
        std::memcpy(&section, bytes.constData() + sectionAt(header.e_shstrndx), sizeof section);
        const auto names = static_cast<qsizetype>(section.sh_offset);
        bool isFound = false;
        for (int i = 0; i < header.e_shnum && !isFound; ++i) {
            std::memcpy(&section, bytes.constData() + sectionAt(i), sizeof section);
            isFound = std::strcmp(bytes.constData() + names + section.sh_name, ".debug_aranges") == 0;
            if (isFound) {
                section.sh_size = 1ULL << 30U;
                std::memcpy(bytes.data() + sectionAt(i), &section, sizeof section);
            }
        }
        QVERIFY(isFound); // what libdw can do without
        QVERIFY(file.seek(0));
        QCOMPARE(file.write(bytes), bytes.size());
        file.close();
        const QList<world::CallLine> calls = world::callsList(runOf({path}));
        QVERIFY(calls.size() >= 9);
        QCOMPARE(callersOf(calls, "listen"), QStringList{QString()});
    }

    void c_isToldByItsDebugInformation_data()
    {
        QTest::addColumn<QStringList>("flags");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("-g") << QStringList{"-g"} << true;
        QTest::newRow("-g -O2 -no-pie") << QStringList{"-g", "-O2", "-no-pie"} << true;
        QTest::newRow("-g -O2 -fno-plt") << QStringList{"-g", "-O2", "-fno-plt"} << true;
        QTest::newRow("without") << QStringList{} << false;
    }
    void c_isToldByItsDebugInformation()
    {
        QFETCH(QStringList, flags);
        QFETCH(bool, isTold);
        QTemporaryDir folder;
        const QString source = folder.filePath(QStringLiteral("sockets.c"));
        QVERIFY(write(source, "#include <sys/socket.h>\n"
                              "#include <unistd.h>\n"
                              "int main(void)\n"
                              "{\n"
                              "    int fd = socket(AF_INET, SOCK_DGRAM, 0);\n"
                              "    return close(fd);\n"
                              "}\n"));
        const QString program = folder.filePath(QStringLiteral("sockets"));
        QCOMPARE(QProcess::execute(QStringLiteral("cc"), flags + QStringList{source, QStringLiteral("-o"), program}),
                 0);
        const QList<world::CallLine> calls = world::callsList(runOf({program}));
        QCOMPARE(callersOf(calls, "socket"), QStringList{isTold ? QStringLiteral("sockets.c:5") : QString()});
        // Optimised, the last call is a jump.
        const bool isCall = isTold && !flags.contains(QLatin1String("-O2"));
        QCOMPARE(callersOf(calls, "close"), QStringList{isCall ? QStringLiteral("sockets.c:6") : QString()});
    }

    /// A forked process and one that becomes another program have the lines of what they run.
    void forkAndExec_areFollowed()
    {
        QTemporaryDir folder;
        const QString first = folder.filePath(QStringLiteral("first.py"));
        const QString second = folder.filePath(QStringLiteral("second.py"));
        QVERIFY(write(first, "import os, socket, sys\n"
                             "if os.fork() == 0:\n"
                             "    socket.socket().listen()\n"
                             "    os._exit(0)\n"
                             "os.wait()\n"
                             "os.chdir('/')\n"
                             "os.execv(sys.executable, [sys.executable, sys.argv[1]])\n"));
        QVERIFY(write(second, "import socket\n\nsocket.socket().listen()\n"));
        const QList<history::Event> events = runOf({newest(), {QStringLiteral("first.py"), second}, folder.path()});
        QCOMPARE(callersOf(world::callsList(events), "listen"),
                 (QStringList{QStringLiteral("first.py:3"), QStringLiteral("second.py:3")}));
    }

    /// Where a process sees other files, its path leads to its own file, not to ours.
    void otherTreeOfFiles_isNotMistakenForOurs()
    {
        QTemporaryDir folder;
        const QString ours = folder.filePath(QStringLiteral("server.py"));
        const QString theirs = folder.filePath(QStringLiteral("theirs.py"));
        QVERIFY(write(ours, "# another text\n"));
        const QByteArray text = "import socket\nsocket.socket()\n";
        QVERIFY(write(theirs, text));
        const QString script = QStringLiteral("mount --bind '%1' '%2' && exec '%3' '%2'").arg(theirs, ours, newest());
        const QStringList command{QStringLiteral("-Urm"), QStringLiteral("sh"), QStringLiteral("-c"), script};
        if (QProcess::execute(QStringLiteral("unshare"), {QStringLiteral("-Urm"), QStringLiteral("true")}) != 0) {
            QSKIP("namespaces of one's own are not allowed here");
        }
        const history::SourceSeen seen = firstSource(runOf({QStringLiteral("unshare"), command}));
        QCOMPARE(seen.path, ours);
        // It may have ended before its file could be asked for: then nothing is claimed.
        QVERIFY(seen.text.isEmpty() || seen.text.toUtf8() == text);
    }

    /// An interpreter that ends takes away what other threads of its have been read by.
    void threadsAtTheEnd_areLeftAlone_data() { addPythons(); }
    void threadsAtTheEnd_areLeftAlone()
    {
        QFETCH(QString, python);
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("daemons.py"));
        QVERIFY(write(file, "import socket, threading\n"
                            "one, other = socket.socketpair()\n"
                            "busy = threading.Semaphore(0)\n"
                            "def work():\n"
                            "    while True:\n"
                            "        one.send(b'x')\n"
                            "        other.recv(1)\n"
                            "        busy.release()\n"
                            "for _ in range(3):\n"
                            "    threading.Thread(target=work, daemon=True).start()\n"
                            "for _ in range(300):\n"
                            "    busy.acquire()\n"));
        const int times = qEnvironmentVariableIntValue("ZOCALO_SOAK") != 0 ? 300 : 2;
        for (int i = 0; i < times; ++i) {
            const QList<history::Event> events = runOf({python, {file}});
            const auto ended = std::find_if(events.begin(), events.end(), [](const history::Event &event) {
                return std::holds_alternative<history::ProcessEnded>(event.data);
            });
            QVERIFY(ended != events.end());
            QCOMPARE(std::get<history::ProcessEnded>(ended->data).signal, 0);
            QCOMPARE(std::get<history::ProcessEnded>(ended->data).exitCode, 0);
        }
    }

    void switchedOff_nothingIsLookedFor()
    {
        run::Program program{newest(), {QString::fromLatin1(kScript)}};
        program.withoutLines = true;
        for (const world::CallLine &line : world::callsList(runOf(program))) {
            QCOMPARE(line.caller, QString());
            QCOMPARE(line.entry.line, 0U);
        }
        run::Program compiled{QStringLiteral(ZOCALO_PROGRAM_DIR "/linesprogram")};
        compiled.withoutLines = true;
        for (const world::CallLine &line : world::callsList(runOf(compiled))) {
            QCOMPARE(line.caller, QString());
        }
    }

    void sourceText_isThatWhichRuns()
    {
        QTemporaryDir folder;
        const QString copy = folder.path() + QString::fromUtf8("/año 1.py");
        QVERIFY(QFile::copy(QString::fromLatin1(kScript), copy));
        const QString python = newest();
        // A name in its folder is made a path, whatever its letters.
        history::SourceSeen seen = firstSource(runOf({python, {QString::fromUtf8("año 1.py")}, folder.path()}));
        QCOMPARE(seen.path, copy);
        QFile text(copy);
        QVERIFY(text.open(QIODevice::ReadWrite));
        QCOMPARE(seen.text.toUtf8(), text.readAll());
        // Newer than the program: it may be another text.
        QVERIFY(text.setFileTime(QDateTime::currentDateTime().addSecs(3600), QFileDevice::FileModificationTime));
        seen = firstSource(runOf({python, {copy}}));
        QCOMPARE(seen.path, copy);
        QCOMPARE(seen.text, QString());
        // Gone before anybody could read it.
        const QString gone = QStringLiteral("import os,sys; exec(compile('import socket; socket.socket()', "
                                            "'/nowhere/gone.py', 'exec'))");
        seen = firstSource(runOf({python, {QStringLiteral("-c"), gone}}));
        QCOMPARE(seen.path, QStringLiteral("/nowhere/gone.py"));
        QCOMPARE(seen.text, QString());
    }
};

QTEST_GUILESS_MAIN(TestSourceLines)
#include "tst_sourcelines.moc"
