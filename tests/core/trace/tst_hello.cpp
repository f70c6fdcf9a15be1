// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/hello.h"
#include "tests/support/hello.h"

#include <QDir>
#include <QtTest>

#include <cerrno>
#include <cstring>
#include <vector>

#include <linux/netlink.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace zocalo::trace;

namespace {

/// A connected pair, as between zocalo and a tap.
struct Pair
{
    Pair() { socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, end); }
    ~Pair()
    {
        ::close(end[0]);
        hangUp();
    }
    Pair(const Pair &) = delete;
    Pair &operator=(const Pair &) = delete;
    void hangUp()
    {
        if (end[1] >= 0)
            ::close(end[1]);
        end[1] = -1;
    }

    int end[2] = {-1, -1};
};

int openDescriptors() { return static_cast<int>(QDir(QStringLiteral("/proc/self/fd")).entryList().size()); }

} // namespace

class TestHello : public QObject
{
    Q_OBJECT

private slots:
    void soundHello_isTaken();
    void secondDescriptor_isTakenIfItIsASocketTable();
    void nothingYet_saysAgain();
    void closedConnection_saysReset();
    void unsoundHello_isRefusedWithoutLeak_data();
    void unsoundHello_isRefusedWithoutLeak();
    void reply_namesTheCollector();
};

void TestHello::soundHello_isTaken()
{
    Pair pair;
    const int memfd = memfd_create("x", MFD_CLOEXEC);
    Hello hello;
    hello.reason = HelloReason::Fork;
    std::memset(hello.name, 'n', sizeof hello.name); // not ended
    QVERIFY(zocalo::test::sendWith(pair.end[1], &hello, sizeof hello, {memfd}));
    ReceivedHello received;
    QCOMPARE(receiveHello(pair.end[0], received), 0);
    QCOMPARE(received.pid, getpid());
    QVERIFY(received.hello.reason == HelloReason::Fork);
    QCOMPARE(std::strlen(received.hello.name), sizeof hello.name - 1);
    QVERIFY(received.memfd >= 0 && received.memfd != memfd);
    ::close(received.memfd);
    ::close(memfd);
}

void TestHello::secondDescriptor_isTakenIfItIsASocketTable()
{
    const int memfd = memfd_create("x", MFD_CLOEXEC);
    const int table = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    const int routes = ::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
    for (const int second : {table, routes, memfd}) {
        Pair pair;
        const Hello hello;
        const int before = openDescriptors();
        QVERIFY(zocalo::test::sendWith(pair.end[1], &hello, sizeof hello, {memfd, second}));
        ReceivedHello received;
        QCOMPARE(receiveHello(pair.end[0], received), 0);
        QCOMPARE(received.netlink >= 0, second == table);
        ::close(received.memfd);
        if (received.netlink >= 0)
            ::close(received.netlink);
        QCOMPARE(openDescriptors(), before);
    }
    for (const int each : {memfd, table, routes})
        ::close(each);
}

void TestHello::nothingYet_saysAgain()
{
    Pair pair;
    ReceivedHello received;
    QCOMPARE(receiveHello(pair.end[0], received), EAGAIN);
}

void TestHello::closedConnection_saysReset()
{
    Pair pair;
    pair.hangUp();
    ReceivedHello received;
    QCOMPARE(receiveHello(pair.end[0], received), ECONNRESET);
}

void TestHello::unsoundHello_isRefusedWithoutLeak_data()
{
    QTest::addColumn<int>("length");
    QTest::addColumn<int>("descriptors");
    QTest::addColumn<int>("damage");
    const int whole = sizeof(Hello);
    QTest::addRow("no descriptor") << whole << 0 << 0;
    QTest::addRow("three descriptors") << whole << 3 << 0;
    QTest::addRow("very many descriptors") << whole << 20 << 0;
    QTest::addRow("too short") << whole - 1 << 1 << 0;
    QTest::addRow("too long") << whole + 1 << 1 << 0;
    QTest::addRow("wrong magic") << whole << 1 << 1;
    QTest::addRow("wrong version") << whole << 1 << 2;
    QTest::addRow("wrong reason") << whole << 1 << 3;
}

void TestHello::unsoundHello_isRefusedWithoutLeak()
{
    QFETCH(int, length);
    QFETCH(int, descriptors);
    QFETCH(int, damage);
    Pair pair;
    struct
    {
        Hello hello;
        char more = 0;
    } message;
    if (damage == 1)
        message.hello.magic ^= 1;
    if (damage == 2)
        ++message.hello.version;
    if (damage == 3)
        message.hello.reason = static_cast<HelloReason>(7);
    const int before = openDescriptors();
    QVERIFY(zocalo::test::sendWith(pair.end[1], &message, static_cast<std::size_t>(length),
                                   std::vector<int>(static_cast<std::size_t>(descriptors), 0)));
    ReceivedHello received;
    QCOMPARE(receiveHello(pair.end[0], received), EPROTO);
    QCOMPARE(received.memfd, -1);
    QCOMPARE(openDescriptors(), before);
}

void TestHello::reply_namesTheCollector()
{
    Pair pair;
    QCOMPARE(sendReply(pair.end[0], HelloVerdict::Refused), 0);
    HelloReply reply;
    QCOMPARE(recv(pair.end[1], &reply, sizeof reply, 0), static_cast<ssize_t>(sizeof reply));
    QCOMPARE(reply.magic, kHelloMagic);
    QVERIFY(reply.verdict == HelloVerdict::Refused);
    QCOMPARE(reply.collectorPid, static_cast<std::uint32_t>(getpid()));
    pair.hangUp();
    QCOMPARE(sendReply(pair.end[0], HelloVerdict::Go), EPIPE);
}

QTEST_GUILESS_MAIN(TestHello)
#include "tst_hello.moc"
