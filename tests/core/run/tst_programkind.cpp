// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/programkind.h"

#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace zocalo::run;

Q_DECLARE_METATYPE(zocalo::run::WatchMethod)
Q_DECLARE_METATYPE(zocalo::run::WatchReason)

namespace {

QString programPath(const char *name) { return QStringLiteral(ZOCALO_PROGRAM_DIR "/") + QLatin1String(name); }

void write(const QString &path, const QByteArray &content, int mode = 0755)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    QCOMPARE(::chmod(QFile::encodeName(path).constData(), static_cast<mode_t>(mode)), 0);
}

} // namespace

class TestProgramKind : public QObject
{
    Q_OBJECT

private slots:
    void program_isWatchedAsItCanBe_data();
    void program_isWatchedAsItCanBe();
    void script_isItsInterpreter_data();
    void script_isItsInterpreter();
    void nameInFolder_isFoundFromThere();
    void foreignUsersSetuid_isPrivileged();
    void cutElf_isNoCrash();
};

void TestProgramKind::program_isWatchedAsItCanBe_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<WatchMethod>("method");
    QTest::addColumn<WatchReason>("reason");
    QTest::newRow("dynamic") << programPath("everycall") << WatchMethod::Tap << WatchReason::Dynamic;
    QTest::newRow("in PATH") << "python3" << WatchMethod::Tap << WatchReason::Dynamic;
    QTest::newRow("static") << programPath("everycall-static") << WatchMethod::Ptrace << WatchReason::Static;
    QTest::newRow("Go") << programPath("gonote") << WatchMethod::Ptrace << WatchReason::Go;
    QTest::newRow("missing") << programPath("missing") << WatchMethod::None << WatchReason::NotRunnable;
    QTest::newRow("folder") << "/" << WatchMethod::None << WatchReason::NotRunnable;
    QTest::newRow("not in PATH") << "no-such-program-here" << WatchMethod::None << WatchReason::NotRunnable;
}

void TestProgramKind::program_isWatchedAsItCanBe()
{
    QFETCH(QString, program);
    QFETCH(WatchMethod, method);
    QFETCH(WatchReason, reason);
    const ProgramKind kind = ProgramKind::of(program);
    QCOMPARE(kind.method, method);
    QCOMPARE(kind.reason, reason);
}

void TestProgramKind::script_isItsInterpreter_data()
{
    QTest::addColumn<QByteArray>("head");
    QTest::addColumn<QString>("interpreter");
    const QString shell = QStandardPaths::findExecutable(QStringLiteral("sh"));
    QTest::newRow("path") << QByteArray("#!/bin/sh\n") << "/bin/sh";
    QTest::newRow("path and option") << QByteArray("#! /bin/sh -e\n") << "/bin/sh";
    QTest::newRow("env") << QByteArray("#!/usr/bin/env sh\n") << shell;
    QTest::newRow("env with options") << QByteArray("#!/usr/bin/env -S A=b sh -e\n") << shell;
    QTest::newRow("static") << "#!" + programPath("everycall-static").toLocal8Bit() + "\n"
                            << programPath("everycall-static");
    QTest::newRow("empty") << QByteArray("#!\n") << QString();
    QTest::newRow("no line end") << QByteArray("#!/bin/sh") << "/bin/sh";
}

void TestProgramKind::script_isItsInterpreter()
{
    QFETCH(QByteArray, head);
    QFETCH(QString, interpreter);
    const QTemporaryDir folder;
    const QString script = folder.filePath(QStringLiteral("script"));
    write(script, head);
    const ProgramKind kind = ProgramKind::of(script);
    if (interpreter.isEmpty()) {
        QCOMPARE(kind.reason, WatchReason::NotRunnable);
        return;
    }
    QCOMPARE(kind.file, interpreter);
    QCOMPARE(kind.method, interpreter.endsWith(QLatin1String("static")) ? WatchMethod::Ptrace : WatchMethod::Tap);
    // A script of a script; and one that is its own interpreter, which the kernel refuses, too.
    const QString outer = folder.filePath(QStringLiteral("outer"));
    write(outer, "#!" + script.toLocal8Bit() + "\n");
    QCOMPARE(ProgramKind::of(outer).file, interpreter);
    const QString endless = folder.filePath(QStringLiteral("endless"));
    write(endless, "#!" + endless.toLocal8Bit() + "\n");
    QCOMPARE(ProgramKind::of(endless).reason, WatchReason::NotRunnable);
}

void TestProgramKind::nameInFolder_isFoundFromThere()
{
    const QTemporaryDir folder;
    write(folder.filePath(QStringLiteral("server.py")), "#!/bin/sh\n");
    QCOMPARE(ProgramKind::of(QStringLiteral("./server.py"), folder.path()).method, WatchMethod::Tap);
    QCOMPARE(ProgramKind::of(QStringLiteral("./server.py")).reason, WatchReason::NotRunnable);
    write(folder.filePath(QStringLiteral("text")), "#!/bin/sh\n", 0644);
    QCOMPARE(ProgramKind::of(QStringLiteral("./text"), folder.path()).reason, WatchReason::NotRunnable);
}

void TestProgramKind::foreignUsersSetuid_isPrivileged()
{
    const QTemporaryDir folder;
    const QString copy = folder.filePath(QStringLiteral("copy"));
    QVERIFY(QFile::copy(programPath("everycall"), copy));
    const QByteArray path = QFile::encodeName(copy);
    QCOMPARE(::chmod(path.constData(), 04755), 0);
    QCOMPARE(ProgramKind::of(copy).reason, WatchReason::Dynamic); // setuid to whom one is
    constexpr uid_t Nobody = 65534;
    if (::chown(path.constData(), Nobody, static_cast<gid_t>(-1)) != 0) {
        QSKIP("only root can give a program to another user");
    }
    QCOMPARE(::chmod(path.constData(), 04755), 0);
    QCOMPARE(ProgramKind::of(copy).reason, WatchReason::Privileged);
    QCOMPARE(ProgramKind::of(copy).method, WatchMethod::None);
}

void TestProgramKind::cutElf_isNoCrash()
{
    QFile whole(programPath("gonote"));
    QVERIFY(whole.open(QIODevice::ReadOnly));
    const QByteArray bytes = whole.read(4096);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("cut"));
    for (qsizetype length = 0; length < bytes.size(); length += 31) {
        write(path, bytes.left(length));
        QVERIFY(ProgramKind::of(path).reason != WatchReason::Privileged);
        // Numbers that lead anywhere.
        QByteArray wild = bytes;
        wild[length] = '\xff';
        write(path, wild);
        QVERIFY(ProgramKind::of(path).reason != WatchReason::Privileged);
    }
}

QTEST_GUILESS_MAIN(TestProgramKind)
#include "tst_programkind.moc"
