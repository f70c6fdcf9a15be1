// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/threadstate.h"
#include "tests/support/sockets.h"

#include <QTest>

#include <sys/syscall.h>
#include <sys/wait.h>

#include <atomic>
#include <cstring>
#include <thread>

using namespace zocalo;
using kernel::ThreadState;

class TestThreadState : public QObject
{
    Q_OBJECT

private slots:
    void threadInRecv_isAsleepInThatCallOnly();
    void threadOnFutex_isNotAsleepInRecv();
    void threadThatWorks_isNotAsleep();
    void threadGone_isGone();
    void threads_areListed();
};

void TestThreadState::threadInRecv_isAsleepInThatCallOnly()
{
    int pair[2];
    QCOMPARE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
    std::atomic<pid_t> tid = 0;
    ssize_t received = -1;
    std::thread thread([&] {
        tid = static_cast<pid_t>(::syscall(SYS_gettid));
        char byte = 0;
        received = ::recv(pair[0], &byte, 1, 0);
    });
    QTRY_VERIFY(tid != 0);
    QTRY_COMPARE(kernel::threadState(::getpid(), tid, {SYS_recvfrom}), ThreadState::Asleep);
    QCOMPARE(kernel::threadState(::getpid(), tid, {SYS_accept, SYS_accept4}), ThreadState::Working);
    QCOMPARE(::send(pair[1], "x", 1, 0), 1);
    thread.join();
    QCOMPARE(received, 1);
    ::close(pair[0]);
    ::close(pair[1]);
}

void TestThreadState::threadOnFutex_isNotAsleepInRecv()
{
    std::atomic<pid_t> tid = 0;
    std::atomic<int> word = 0;
    std::thread thread([&] {
        tid = static_cast<pid_t>(::syscall(SYS_gettid));
        word.wait(0);
    });
    QTRY_VERIFY(tid != 0);
    QTRY_COMPARE(kernel::threadState(::getpid(), tid, {SYS_futex}), ThreadState::Asleep);
    QCOMPARE(kernel::threadState(::getpid(), tid, {SYS_recvfrom}), ThreadState::Working);
    word = 1;
    word.notify_all();
    thread.join();
}

void TestThreadState::threadThatWorks_isNotAsleep()
{
    const auto tid = static_cast<pid_t>(::syscall(SYS_gettid));
    QCOMPARE(kernel::threadState(::getpid(), tid, {SYS_read}), ThreadState::Working);
}

void TestThreadState::threadGone_isGone()
{
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        ::_exit(0);
    }
    siginfo_t info{};
    QCOMPARE(::waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT), 0);
    QCOMPARE(kernel::threadState(child, child, {SYS_read}), ThreadState::Gone);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    QCOMPARE(kernel::threadState(child, child, {SYS_read}), ThreadState::Gone);
    QVERIFY(kernel::threadsOf(child).isEmpty());
}

void TestThreadState::threads_areListed()
{
    std::atomic<pid_t> tid = 0;
    std::atomic<int> word = 0;
    std::thread thread([&] {
        tid = static_cast<pid_t>(::syscall(SYS_gettid));
        word.wait(0);
    });
    QTRY_VERIFY(tid != 0);
    const QList<pid_t> threads = kernel::threadsOf(::getpid());
    QVERIFY(threads.contains(::getpid()));
    QVERIFY(threads.contains(tid.load()));
    word = 1;
    word.notify_all();
    thread.join();
}

QTEST_GUILESS_MAIN(TestThreadState)
#include "tst_threadstate.moc"
