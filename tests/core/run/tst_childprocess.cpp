// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/childprocess.h"

#include <QElapsedTimer>
#include <QTest>

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>

#include <cerrno>
#include <csignal>
#include <thread>

using namespace zocalo;
using run::ChildProcess;
using run::Launch;

namespace {

Launch shell(const QString &script)
{
    return {QStringLiteral("shell"), QStringLiteral("/bin/sh"), {QStringLiteral("-c"), script}, {}};
}

/// What the process writes until it closes its output.
QByteArray outputOf(ChildProcess &child)
{
    QByteArray output;
    while (child.outputFd() >= 0) {
        pollfd fd{child.outputFd(), POLLIN, 0};
        if (::poll(&fd, 1, 5000) != 1) {
            break;
        }
        output += child.readOutput();
    }
    return output;
}

bool waitForEnd(const ChildProcess &child)
{
    pollfd fd{child.pidFd(), POLLIN, 0};
    return ::poll(&fd, 1, 5000) == 1;
}

bool isThere(pid_t pid) { return ::kill(pid, 0) == 0; }

} // namespace

class TestChildProcess : public QObject
{
    Q_OBJECT

private slots:
    void program_hearsAndAnswersAndEnds();
    void programMissing_saysWhy();
    void programKilled_tellsTheSignal();
    void programWithStatus_tellsIt();
    void destroyed_leavesNeitherChildNorGrandchild();
    void leaderEnded_leavesNoGrandchild();
    void startingThreadEnded_killsTheChild();
    void descriptors_areNotInherited();
    void environment_isSetOverTheInherited();
    void signalMask_isNotInherited();
    void writingToTheDead_isHarmless();
    void muchInput_isWrittenInParts();
    void descriptorsExhausted_saysTooManyFiles();
};

void TestChildProcess::program_hearsAndAnswersAndEnds()
{
    auto started = ChildProcess::start({QStringLiteral("cat"), QStringLiteral("/bin/cat"), {}, {}});
    QVERIFY(started.ok());
    ChildProcess &child = *started.value();
    QCOMPARE(::getpgid(child.pid()), child.pid());
    QVERIFY(!child.reap());
    child.write("hello\n");
    child.closeInput();
    QCOMPARE(outputOf(child), QByteArray("hello\n"));
    QVERIFY(waitForEnd(child));
    const auto ending = child.reap();
    QVERIFY(ending);
    QCOMPARE(ending->exitCode, 0);
    QCOMPARE(ending->signal, 0);
}

void TestChildProcess::programMissing_saysWhy()
{
    const auto started = ChildProcess::start({QStringLiteral("gone"), QStringLiteral("/no/such/program"), {}, {}});
    QVERIFY(!started.ok());
    QCOMPARE(started.error().code, ErrorCode::ProcessNotStarted);
    QCOMPARE(started.error().subject, QStringLiteral("gone"));
    QCOMPARE(started.error().errnoValue, ENOENT);
}

void TestChildProcess::programKilled_tellsTheSignal()
{
    auto started = ChildProcess::start({QStringLiteral("cat"), QStringLiteral("/bin/cat"), {}, {}});
    QVERIFY(started.ok());
    ::kill(started.value()->pid(), SIGKILL);
    QVERIFY(waitForEnd(*started.value()));
    QCOMPARE(started.value()->reap()->signal, SIGKILL);
}

void TestChildProcess::programWithStatus_tellsIt()
{
    auto started = ChildProcess::start(shell(QStringLiteral("exit 3")));
    QVERIFY(started.ok());
    QVERIFY(waitForEnd(*started.value()));
    QCOMPARE(started.value()->reap()->exitCode, 3);
    QCOMPARE(started.value()->reap()->exitCode, 3);
}

void TestChildProcess::destroyed_leavesNeitherChildNorGrandchild()
{
    auto started = ChildProcess::start(shell(QStringLiteral("sleep 1000 & echo $!; wait")));
    QVERIFY(started.ok());
    const pid_t child = started.value()->pid();
    QByteArray line;
    QTRY_VERIFY((line += started.value()->readOutput()).endsWith('\n'));
    const pid_t grandchild = line.trimmed().toInt();
    QVERIFY(isThere(grandchild));
    started.value().reset();
    QVERIFY(!isThere(child));
    // Nobody of ours waits for the grandchild: it is gone, or a zombie that its new parent has not collected.
    QTRY_VERIFY(!isThere(grandchild) || !QFile::exists(QStringLiteral("/proc/%1/exe").arg(grandchild)));
}

void TestChildProcess::leaderEnded_leavesNoGrandchild()
{
    auto started = ChildProcess::start(shell(QStringLiteral("sleep 1000 >/dev/null & echo $!")));
    QVERIFY(started.ok());
    const pid_t grandchild = outputOf(*started.value()).trimmed().toInt();
    QVERIFY(grandchild > 0);
    QVERIFY(waitForEnd(*started.value()));
    QCOMPARE(started.value()->reap()->exitCode, 0);
    QTRY_VERIFY(!isThere(grandchild) || !QFile::exists(QStringLiteral("/proc/%1/exe").arg(grandchild)));
}

void TestChildProcess::startingThreadEnded_killsTheChild()
{
    std::unique_ptr<ChildProcess> child;
    std::thread([&child] {
        auto started = ChildProcess::start({QStringLiteral("cat"), QStringLiteral("/bin/cat"), {}, {}});
        if (started.ok()) {
            child = std::move(started.value());
        }
    }).join();
    QVERIFY(child);
    QVERIFY(waitForEnd(*child));
    QCOMPARE(child->reap()->signal, SIGKILL);
}

void TestChildProcess::descriptors_areNotInherited()
{
    // Without O_CLOEXEC, as a careless library would open it.
    const int open = ::fcntl(::open("/dev/null", O_RDONLY | O_CLOEXEC), F_DUPFD, 100);
    QVERIFY(open >= 100);
    auto started = ChildProcess::start(
        shell(QStringLiteral("[ -e /proc/self/fd/0 ] && echo yes; [ -e /proc/self/fd/%1 ] || echo no").arg(open)));
    QVERIFY(started.ok());
    QCOMPARE(outputOf(*started.value()), QByteArray("yes\nno\n"));
    ::close(open);
}

void TestChildProcess::environment_isSetOverTheInherited()
{
    qputenv("ZOCALO_TEST_ONE", "old");
    qputenv("ZOCALO_TEST_TWO", "kept");
    Launch launch = shell(QStringLiteral("echo $ZOCALO_TEST_ONE $ZOCALO_TEST_TWO"));
    launch.environment = {{"ZOCALO_TEST_ONE", "new"}};
    auto started = ChildProcess::start(launch);
    QVERIFY(started.ok());
    QCOMPARE(outputOf(*started.value()), QByteArray("new kept\n"));
}

void TestChildProcess::signalMask_isNotInherited()
{
    sigset_t signal;
    sigset_t before;
    sigemptyset(&signal);
    sigaddset(&signal, SIGTERM);
    ::pthread_sigmask(SIG_BLOCK, &signal, &before);
    auto started = ChildProcess::start({QStringLiteral("cat"), QStringLiteral("/bin/cat"), {}, {}});
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    QVERIFY(started.ok());
    ::kill(started.value()->pid(), SIGTERM);
    QVERIFY(waitForEnd(*started.value()));
    QCOMPARE(started.value()->reap()->signal, SIGTERM);
}

void TestChildProcess::writingToTheDead_isHarmless()
{
    auto started = ChildProcess::start(shell(QStringLiteral("exit 0")));
    QVERIFY(started.ok());
    QVERIFY(waitForEnd(*started.value()));
    started.value()->write("anybody there?\n");
    QVERIFY(!started.value()->hasUnwritten());
    QCOMPARE(started.value()->inputFd(), -1);
    sigset_t pending;
    ::sigpending(&pending);
    QCOMPARE(sigismember(&pending, SIGPIPE), 0);
}

void TestChildProcess::muchInput_isWrittenInParts()
{
    auto started = ChildProcess::start({QStringLiteral("cat"), QStringLiteral("/bin/cat"), {}, {}});
    QVERIFY(started.ok());
    ChildProcess &child = *started.value();
    const QByteArray much(1'000'000, 'z');
    child.write(much);
    QVERIFY(child.hasUnwritten());
    QByteArray back;
    QElapsedTimer clock;
    clock.start();
    while (back.size() < much.size() && !clock.hasExpired(20'000)) {
        child.flush();
        back += child.readOutput();
    }
    QVERIFY(!child.hasUnwritten());
    QCOMPARE(back, much);
}

void TestChildProcess::descriptorsExhausted_saysTooManyFiles()
{
    rlimit old{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &old), 0);
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(next);
    // Room for none, some, and nearly all of what one child needs: it fails cleanly at each.
    for (int room = 0; room < 7; ++room) {
        const rlimit few{static_cast<rlim_t>(next + room), old.rlim_max};
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &few), 0);
        const auto started = ChildProcess::start({QStringLiteral("cat"), QStringLiteral("/bin/cat"), {}, {}});
        QCOMPARE(::setrlimit(RLIMIT_NOFILE, &old), 0);
        if (room < 6) {
            QVERIFY(!started.ok());
            QCOMPARE(started.error().code, ErrorCode::TooManyFiles);
        }
        const int after = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
        ::close(after);
        if (!started.ok()) {
            QCOMPARE(after, next);
        }
    }
}

QTEST_GUILESS_MAIN(TestChildProcess)
#include "tst_childprocess.moc"
