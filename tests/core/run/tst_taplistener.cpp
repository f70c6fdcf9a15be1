// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/taplistener.h"
#include "core/trace/ringreader.h"
#include "core/trace/ringwriter.h"
#include "tests/support/hello.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <cstring>

#include <fcntl.h>

using namespace zocalo;
using run::FileDescriptor;
using run::TapListener;
using trace::HelloVerdict;
using trace::ReceivedHello;

namespace {

FileDescriptor connectTo(const TapListener &listener)
{
    return FileDescriptor(test::connectTo(listener.name().toStdString()));
}

bool sendHello(int connection, int memfd)
{
    trace::Hello hello;
    hello.pid = static_cast<std::uint32_t>(::getpid());
    hello.slotCount = trace::kMinSlotCount;
    std::memcpy(hello.name, "test", 5);
    return test::sendWith(connection, &hello, sizeof hello, {memfd});
}

int nextDescriptor()
{
    const int fd = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(fd);
    return fd;
}

} // namespace

class TestTapListener : public QObject
{
    Q_OBJECT

private slots:
    void hello_isDecidedAndAnswered();
    void tapThatGaveUp_isNotDecidedAbout();
    void garbage_isClosedAndNotDecided();
    void silentConnection_blocksNobody();
    void names_areNeverTheSame();
    void twoWindowsAtOnce_keepTheirSockets();
    void descriptorsExhausted_isTold();
};

void TestTapListener::hello_isDecidedAndAnswered()
{
    TapListener listener;
    QVERIFY(listener.open().ok());
    trace::RingWriter writer;
    const FileDescriptor memfd(writer.create(trace::kMinSlotCount));
    QVERIFY(memfd);
    const FileDescriptor tap = connectTo(listener);
    QVERIFY(tap);
    QVERIFY(sendHello(tap.get(), memfd.get()));

    trace::RingReader reader;
    pid_t pid = 0;
    const int before = nextDescriptor();
    QVERIFY(listener
                .service([&](const ReceivedHello &hello) {
                    pid = hello.pid;
                    return reader.attach(hello.memfd, hello.pid) == 0 ? HelloVerdict::Go : HelloVerdict::Refused;
                })
                .ok());
    QCOMPARE(pid, ::getpid());
    QVERIFY(reader.isAttached());
    QCOMPARE(nextDescriptor(), before);
    trace::HelloReply reply;
    QCOMPARE(::recv(tap.get(), &reply, sizeof reply, MSG_DONTWAIT), ssize_t(sizeof reply));
    QCOMPARE(reply.verdict, HelloVerdict::Go);
    QCOMPARE(reply.collectorPid, static_cast<std::uint32_t>(::getpid()));
    reader.detach();
    writer.destroy();
}

// It waited for too long: its program goes on unwatched, and must not count as watched.
void TestTapListener::tapThatGaveUp_isNotDecidedAbout()
{
    TapListener listener;
    QVERIFY(listener.open().ok());
    trace::RingWriter writer;
    const FileDescriptor memfd(writer.create(trace::kMinSlotCount));
    FileDescriptor tap = connectTo(listener);
    QVERIFY(memfd && tap);
    QVERIFY(sendHello(tap.get(), memfd.get()));
    tap.reset();
    bool decided = false;
    QVERIFY(listener
                .service([&](const ReceivedHello &) {
                    decided = true;
                    return HelloVerdict::Go;
                })
                .ok());
    QVERIFY(!decided);
    std::vector<pollfd> fds;
    listener.appendPollFds(fds);
    QCOMPARE(fds.size(), std::size_t(1)); // the listener: nobody is waited for
    writer.destroy();
}

void TestTapListener::garbage_isClosedAndNotDecided()
{
    TapListener listener;
    QVERIFY(listener.open().ok());
    const FileDescriptor stranger = connectTo(listener);
    QVERIFY(stranger);
    QCOMPARE(::send(stranger.get(), "GET / HTTP/1.1", 14, 0), ssize_t(14));
    bool decided = false;
    QVERIFY(listener
                .service([&](const ReceivedHello &) {
                    decided = true;
                    return HelloVerdict::Go;
                })
                .ok());
    QVERIFY(!decided);
    char byte = 0;
    QCOMPARE(::recv(stranger.get(), &byte, 1, MSG_DONTWAIT), ssize_t(0));
}

void TestTapListener::silentConnection_blocksNobody()
{
    TapListener listener;
    QVERIFY(listener.open().ok());
    const FileDescriptor silent = connectTo(listener);
    trace::RingWriter writer;
    const FileDescriptor memfd(writer.create(trace::kMinSlotCount));
    const FileDescriptor tap = connectTo(listener);
    QVERIFY(silent && memfd && tap);
    QVERIFY(sendHello(tap.get(), memfd.get()));
    int decided = 0;
    const auto decide = [&](const ReceivedHello &) {
        ++decided;
        return HelloVerdict::Refused;
    };
    QVERIFY(listener.service(decide).ok());
    QVERIFY(listener.service(decide).ok());
    QCOMPARE(decided, 1);
    std::vector<pollfd> fds;
    listener.appendPollFds(fds);
    QCOMPARE(fds.size(), std::size_t(2)); // the listener and the silent one, which is still waited for
    writer.destroy();
}

void TestTapListener::names_areNeverTheSame()
{
    TapListener one;
    TapListener two;
    QVERIFY(one.open().ok());
    QVERIFY(two.open().ok());
    QVERIFY(one.name().startsWith("@zocalo-"));
    QVERIFY(one.name() != two.name());
}

// Each takes away what a killed one left behind, and nothing that another has just made.
void TestTapListener::twoWindowsAtOnce_keepTheirSockets()
{
    constexpr int kWindows = 2;
    const int rounds = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 20000 : 1000;
    const QTemporaryDir folder;
    const QByteArray path = QFile::encodeName(folder.path());
    int start[2];
    QCOMPARE(::pipe2(start, O_CLOEXEC), 0);
    pid_t windows[kWindows];
    for (pid_t &window : windows) {
        window = ::fork();
        if (window == 0) {
            char byte = 0;
            int lost = ::close(start[1]) + static_cast<int>(::read(start[0], &byte, 1));
            for (int i = 0; i < rounds && lost == 0; ++i) {
                TapListener listener;
                const bool isOpen = listener.open().ok();
                listener.openIn(path);
                lost +=
                    isOpen && !listener.path().isEmpty() && ::access(listener.path().constData(), F_OK) == 0 ? 0 : 1;
            }
            ::_exit(lost == 0 ? 0 : 1);
        }
    }
    ::close(start[0]);
    ::close(start[1]); // both begin
    for (const pid_t window : windows) {
        int status = -1;
        QCOMPARE(::waitpid(window, &status, 0), window);
        QCOMPARE(status, 0);
    }
    QVERIFY(QDir(folder.path()).entryList({QStringLiteral("tap-*")}, QDir::System).isEmpty());
}

void TestTapListener::descriptorsExhausted_isTold()
{
    TapListener listener;
    QVERIFY(listener.open().ok());
    const FileDescriptor tap = connectTo(listener);
    rlimit old{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &old), 0);
    const rlimit none{static_cast<rlim_t>(nextDescriptor()), old.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    const Status served = listener.service([](const ReceivedHello &) { return HelloVerdict::Go; });
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &old), 0);
    QCOMPARE(served.error().code, ErrorCode::TooManyFiles);
}

QTEST_GUILESS_MAIN(TestTapListener)
#include "tst_taplistener.moc"
