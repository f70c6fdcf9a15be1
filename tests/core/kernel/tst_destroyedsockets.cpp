// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/destroyedsockets.h"
#include "tests/support/sockets.h"

#include <QTest>

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace zocalo;
using kernel::DestroyedSockets;
using kernel::Protocol;
using kernel::SocketRow;
using testing::TestSocket;

namespace {

constexpr int kPatienceMs = 5000;

/// What is told of that socket; an empty row if nothing is for too long.
SocketRow awaitEnd(DestroyedSockets &told, quint64 cookie)
{
    for (;;) {
        for (const SocketRow &row : told.read()) {
            if (row.cookie == cookie) {
                return row;
            }
        }
        pollfd ready{told.fd(), POLLIN, 0};
        if (::poll(&ready, 1, kPatienceMs) <= 0) {
            return {};
        }
    }
}

} // namespace

class TestDestroyedSockets : public QObject
{
    Q_OBJECT

private slots:
    void socketClosed_isTold_data();
    void socketClosed_isTold();
    void processEnded_tellsOfSocketsThatNobodyClosed();
    void connectionClosed_isToldWithItsAddresses();
    void notOpened_tellsNothing();
};

void TestDestroyedSockets::socketClosed_isTold_data()
{
    QTest::addColumn<int>("family");
    QTest::addColumn<int>("type");
    QTest::addColumn<int>("protocol");
    QTest::newRow("udp") << AF_INET << int(SOCK_DGRAM) << int(Protocol::Udp);
    QTest::newRow("udp, IPv6") << AF_INET6 << int(SOCK_DGRAM) << int(Protocol::Udp);
    QTest::newRow("tcp") << AF_INET << int(SOCK_STREAM) << int(Protocol::Tcp);
    QTest::newRow("tcp, IPv6") << AF_INET6 << int(SOCK_STREAM) << int(Protocol::Tcp);
}

void TestDestroyedSockets::socketClosed_isTold()
{
    QFETCH(int, family);
    QFETCH(int, type);
    QFETCH(int, protocol);
    DestroyedSockets told;
    QVERIFY(told.open().ok());
    TestSocket socket(family, type);
    QVERIFY(socket.bindToLoopback(family));
    const quint64 cookie = socket.cookie();
    QVERIFY(told.read().isEmpty() || cookie != 0);
    socket.close();
    const SocketRow row = awaitEnd(told, cookie);
    QCOMPARE(row.cookie, cookie);
    QCOMPARE(int(row.protocol), protocol);
    QCOMPARE(row.inode, 0U);
}

void TestDestroyedSockets::processEnded_tellsOfSocketsThatNobodyClosed()
{
    DestroyedSockets told;
    QVERIFY(told.open().ok());
    int ends[2];
    QCOMPARE(::pipe(ends), 0);
    const pid_t child = ::fork();
    QVERIFY(child >= 0);
    if (child == 0) {
        const TestSocket socket(AF_INET, SOCK_DGRAM);
        socket.bindToLoopback();
        const quint64 cookie = socket.cookie();
        ::_exit(::write(ends[1], &cookie, sizeof cookie) == sizeof cookie ? 0 : 1);
    }
    quint64 cookie = 0;
    QCOMPARE(::read(ends[0], &cookie, sizeof cookie), ssize_t(sizeof cookie));
    ::close(ends[0]);
    ::close(ends[1]);
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(awaitEnd(told, cookie).cookie, cookie);
}

void TestDestroyedSockets::connectionClosed_isToldWithItsAddresses()
{
    DestroyedSockets told;
    QVERIFY(told.open().ok());
    const TestSocket listener(AF_INET, SOCK_STREAM);
    QVERIFY(listener.bindToLoopback());
    QCOMPARE(::listen(listener.fd(), 1), 0);
    TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    TestSocket server = listener.accept();
    const quint64 cookie = server.cookie();
    const trace::Endpoint local = server.local();
    const trace::Endpoint remote = server.remote();
    client.close();
    server.close();
    const SocketRow row = awaitEnd(told, cookie);
    QCOMPARE(row.cookie, cookie);
    QCOMPARE(row.local, local);
    QCOMPARE(row.remote, remote);
}

void TestDestroyedSockets::notOpened_tellsNothing()
{
    DestroyedSockets told;
    QCOMPARE(told.fd(), -1);
    QVERIFY(told.read().isEmpty());
}

QTEST_GUILESS_MAIN(TestDestroyedSockets)
#include "tst_destroyedsockets.moc"
