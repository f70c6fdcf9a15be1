// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/sockettable.h"
#include "tests/support/sockets.h"
#include "tests/support/ss.h"

#include <QTest>

#include <sys/resource.h>

#include <fcntl.h>

using namespace zocalo;
using kernel::Protocol;
using kernel::SocketRow;
using kernel::State;
using testing::TestSocket;

class TestSocketTable : public QObject
{
    Q_OBJECT

private slots:
    void listener_hasItsBacklogAndAddress();
    void connectionNotAccepted_isEstablishedWithoutInode();
    void connectionAccepted_keepsItsCookieAndGetsAnInode();
    void closedFirst_isInTimeWaitWithoutInode();
    void udpQueueOverflown_countsTheDrops();
    void udpConnected_isEstablished();
    void bytesOfAConnection_areCountedAtBothEnds();
    void ipv6Sockets_areInTheTable();
    void filter_keepsOnlyWhatIsWanted();
    void readAgain_usesOneDescriptor();
    void descriptorsExhausted_saysTooManyFiles();
    void everySocket_isAsSsSaysAtThatMoment();
    void manySockets_areAllFound();
    void stateNames_areThoseOfTheRfc();

private:
    /// The row of that cookie now.
    SocketRow rowOf(quint64 cookie)
    {
        const auto rows = m_table.read([cookie](const SocketRow &row) { return row.cookie == cookie; });
        return rows.ok() && rows.value().size() == 1 ? rows.value().first() : SocketRow{};
    }

    /// The rows whose two ends are these, as the socket at `local` has them.
    QList<SocketRow> rowsBetween(const trace::Endpoint &local, const trace::Endpoint &remote)
    {
        const auto rows =
            m_table.read([&](const SocketRow &row) { return row.local == local && row.remote == remote; });
        return rows.ok() ? rows.value() : QList<SocketRow>{};
    }

    kernel::SocketTable m_table;
};

void TestSocketTable::listener_hasItsBacklogAndAddress()
{
    const TestSocket listener(AF_INET, SOCK_STREAM);
    QVERIFY(listener.bindToLoopback());
    QCOMPARE(::listen(listener.fd(), 7), 0);

    const SocketRow row = rowOf(listener.cookie());
    QCOMPARE(row.protocol, Protocol::Tcp);
    QCOMPARE(row.state, State::Listen);
    QCOMPARE(row.local, listener.local());
    QCOMPARE(row.remote.port, quint16(0));
    QCOMPARE(row.receiveQueue, 0U);
    QCOMPARE(row.sendQueue, 7U);
    QCOMPARE(row.uid, ::geteuid());
    QVERIFY(row.inode != 0);
}

void TestSocketTable::connectionNotAccepted_isEstablishedWithoutInode()
{
    const TestSocket listener(AF_INET, SOCK_STREAM);
    QVERIFY(listener.bindToLoopback());
    QCOMPARE(::listen(listener.fd(), 7), 0);
    const TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    QCOMPARE(::send(client.fd(), "hello", 5, 0), 5);

    const QList<SocketRow> children = rowsBetween(listener.local(), client.local());
    QCOMPARE(children.size(), 1);
    QCOMPARE(children.first().state, State::Established);
    QCOMPARE(children.first().inode, 0U);
    QCOMPARE(children.first().receiveQueue, 5U);
    QVERIFY(children.first().cookie != 0);
    QCOMPARE(rowOf(listener.cookie()).receiveQueue, 1U);
    QCOMPARE(rowOf(client.cookie()).remote, listener.local());
}

void TestSocketTable::connectionAccepted_keepsItsCookieAndGetsAnInode()
{
    const TestSocket listener(AF_INET, SOCK_STREAM);
    QVERIFY(listener.bindToLoopback());
    QCOMPARE(::listen(listener.fd(), 7), 0);
    const TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    const QList<SocketRow> before = rowsBetween(listener.local(), client.local());
    QCOMPARE(before.size(), 1);

    const TestSocket accepted = listener.accept();
    QCOMPARE(accepted.cookie(), before.first().cookie);
    const SocketRow row = rowOf(accepted.cookie());
    QVERIFY(row.inode != 0);
    QCOMPARE(row.local, accepted.local());
    QCOMPARE(row.remote, accepted.remote());
    QCOMPARE(rowOf(listener.cookie()).receiveQueue, 0U);
}

void TestSocketTable::closedFirst_isInTimeWaitWithoutInode()
{
    const TestSocket listener(AF_INET, SOCK_STREAM);
    QVERIFY(listener.bindToLoopback());
    QCOMPARE(::listen(listener.fd(), 7), 0);
    TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    TestSocket accepted = listener.accept();
    const trace::Endpoint local = client.local();
    const trace::Endpoint remote = client.remote();
    client.close();
    char byte = 0;
    QCOMPARE(::recv(accepted.fd(), &byte, 1, 0), 0);
    QCOMPARE(rowOf(accepted.cookie()).state, State::CloseWait);
    accepted.close();

    QTRY_COMPARE(rowsBetween(local, remote).size(), 1);
    const SocketRow row = rowsBetween(local, remote).first();
    QCOMPARE(row.state, State::TimeWait);
    QCOMPARE(row.inode, 0U);
}

void TestSocketTable::udpQueueOverflown_countsTheDrops()
{
    const TestSocket receiver(AF_INET, SOCK_DGRAM);
    const int smallest = 1;
    QCOMPARE(::setsockopt(receiver.fd(), SOL_SOCKET, SO_RCVBUF, &smallest, sizeof smallest), 0);
    QVERIFY(receiver.bindToLoopback());
    const TestSocket sender(AF_INET, SOCK_DGRAM);
    QVERIFY(sender.connectTo(receiver.local()));
    const int sent = 50;
    for (int i = 0; i < sent; ++i) {
        QCOMPARE(::send(sender.fd(), "datagram", 8, 0), 8);
    }

    const SocketRow row = rowOf(receiver.cookie());
    QCOMPARE(row.protocol, Protocol::Udp);
    QCOMPARE(row.state, State::Close);
    QVERIFY(row.receiveQueue > 0);
    int arrived = 0;
    char buffer[16];
    while (::recv(receiver.fd(), buffer, sizeof buffer, MSG_DONTWAIT) == 8) {
        ++arrived;
    }
    QVERIFY(arrived > 0);
    QVERIFY(row.drops > 0);
    QCOMPARE(arrived + static_cast<int>(row.drops), sent);
    QCOMPARE(rowOf(receiver.cookie()).receiveQueue, 0U);
}

void TestSocketTable::bytesOfAConnection_areCountedAtBothEnds()
{
    const TestSocket listener(AF_INET, SOCK_STREAM);
    QVERIFY(listener.bindToLoopback());
    QCOMPARE(::listen(listener.fd(), 1), 0);
    QVERIFY(!rowOf(listener.cookie()).counted || rowOf(listener.cookie()).bytesReceived == 0);
    TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    const TestSocket server = listener.accept();
    QCOMPARE(::send(client.fd(), "hello", 5, 0), ssize_t(5));
    char bytes[3];
    QCOMPARE(::recv(server.fd(), bytes, sizeof bytes, 0), ssize_t(3));
    QVERIFY(rowOf(client.cookie()).counted);
    QCOMPARE(rowOf(client.cookie()).bytesSent, quint64(5));
    QCOMPARE(rowOf(client.cookie()).bytesReceived, quint64(0));
    QCOMPARE(rowOf(server.cookie()).bytesReceived, quint64(5)); // read or not
    client.close();
    QCOMPARE(rowOf(server.cookie()).bytesReceived, quint64(6)); // with the FIN
}

void TestSocketTable::udpConnected_isEstablished()
{
    const TestSocket receiver(AF_INET, SOCK_DGRAM);
    QVERIFY(receiver.bindToLoopback());
    const TestSocket sender(AF_INET, SOCK_DGRAM);
    QVERIFY(sender.connectTo(receiver.local()));
    const SocketRow row = rowOf(sender.cookie());
    QCOMPARE(row.state, State::Established);
    QCOMPARE(row.local, sender.local());
    QCOMPARE(row.remote, receiver.local());
}

void TestSocketTable::ipv6Sockets_areInTheTable()
{
    const TestSocket listener(AF_INET6, SOCK_STREAM);
    const TestSocket receiver(AF_INET6, SOCK_DGRAM);
    if (!listener.bindToLoopback(AF_INET6) || !receiver.bindToLoopback(AF_INET6)) {
        QSKIP("this machine has no IPv6 loopback");
    }
    QCOMPARE(::listen(listener.fd(), 3), 0);
    QCOMPARE(rowOf(listener.cookie()).local, listener.local());
    QCOMPARE(rowOf(listener.cookie()).sendQueue, 3U);
    QCOMPARE(rowOf(receiver.cookie()).local, receiver.local());
    QCOMPARE(rowOf(receiver.cookie()).protocol, Protocol::Udp);

    const auto rows = m_table.read([&](const SocketRow &row) { return row.cookie == listener.cookie(); },
                                   kernel::SocketTable::Families::Ipv4);
    QVERIFY(rows.ok());
    QVERIFY(rows.value().isEmpty());
}

void TestSocketTable::filter_keepsOnlyWhatIsWanted()
{
    const TestSocket one(AF_INET, SOCK_DGRAM);
    const TestSocket two(AF_INET, SOCK_DGRAM);
    QVERIFY(one.bindToLoopback());
    QVERIFY(two.bindToLoopback());
    const auto all = m_table.read();
    QVERIFY(all.ok());
    QVERIFY(all.value().size() >= 2);
    const quint64 wanted = two.cookie();
    const auto some = m_table.read([wanted](const SocketRow &row) { return row.cookie == wanted; });
    QVERIFY(some.ok());
    QCOMPARE(some.value().size(), 1);
    QCOMPARE(some.value().first().local, two.local());
}

void TestSocketTable::readAgain_usesOneDescriptor()
{
    kernel::SocketTable table;
    QVERIFY(table.read().ok());
    const int free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    for (int i = 0; i < 20; ++i) {
        QVERIFY(table.read().ok());
    }
    const int next = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    QCOMPARE(next, free + 1);
    ::close(next);
    ::close(free);
}

void TestSocketTable::descriptorsExhausted_saysTooManyFiles()
{
    rlimit old{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &old), 0);
    const int free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(free);
    const rlimit none{static_cast<rlim_t>(free), old.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    kernel::SocketTable table;
    const auto failed = table.read();
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &old), 0);
    QVERIFY(!failed.ok());
    QCOMPARE(failed.error().code, ErrorCode::TooManyFiles);
    QCOMPARE(failed.error().errnoValue, EMFILE);
    QVERIFY(table.read().ok());
}

void TestSocketTable::everySocket_isAsSsSaysAtThatMoment()
{
    if (!testing::hasSs()) {
        QSKIP("ss (iproute2) is not installed");
    }
    const TestSocket listener(AF_INET, SOCK_STREAM);
    QVERIFY(listener.bindToLoopback());
    QCOMPARE(::listen(listener.fd(), 5), 0);
    const TestSocket first(AF_INET, SOCK_STREAM);
    QVERIFY(first.connectTo(listener.local()));
    const TestSocket accepted = listener.accept();
    QCOMPARE(::send(first.fd(), "one", 3, 0), 3);
    const TestSocket second(AF_INET, SOCK_STREAM);
    QVERIFY(second.connectTo(listener.local()));
    QCOMPARE(::send(second.fd(), "waiting", 7, 0), 7);
    const TestSocket receiver(AF_INET, SOCK_DGRAM);
    QVERIFY(receiver.bindToLoopback());
    const TestSocket sender(AF_INET, SOCK_DGRAM);
    QVERIFY(sender.connectTo(receiver.local()));
    QCOMPARE(::send(sender.fd(), "datagram", 8, 0), 8);

    const quint16 tcpPort = listener.local().port;
    const quint16 udpPort = receiver.local().port;
    const auto rows = m_table.read([=](const SocketRow &row) {
        const quint16 port = row.protocol == Protocol::Tcp ? tcpPort : udpPort;
        return row.local.port == port || row.remote.port == port;
    });
    const QHash<quint64, testing::SsLine> lines = testing::ssNow();
    QVERIFY(rows.ok());
    // Listener, two clients, the accepted socket, the child in the accept queue; two UDP sockets.
    QCOMPARE(rows.value().size(), 7);
    for (const SocketRow &row : rows.value()) {
        QVERIFY2(lines.contains(row.cookie), qPrintable(testing::ssAddress(row.local)));
        const QString difference = testing::differenceTo(lines.value(row.cookie), row);
        QVERIFY2(difference.isEmpty(), qPrintable(difference));
    }
}

void TestSocketTable::manySockets_areAllFound()
{
    // More than fits into one answer of the kernel, so that the dump comes in parts.
    std::vector<TestSocket> sockets;
    QSet<quint64> missing;
    for (int i = 0; i < 400; ++i) {
        sockets.emplace_back(AF_INET, SOCK_DGRAM);
        QVERIFY(sockets.back().bindToLoopback());
        missing.insert(sockets.back().cookie());
    }
    QCOMPARE(missing.size(), 400);
    const auto rows = m_table.read();
    QVERIFY(rows.ok());
    for (const SocketRow &row : rows.value()) {
        missing.remove(row.cookie);
    }
    QVERIFY(missing.isEmpty());
}

void TestSocketTable::stateNames_areThoseOfTheRfc()
{
    QCOMPARE(kernel::stateName(State::Established), "ESTABLISHED");
    QCOMPARE(kernel::stateName(State::FinWait2), "FIN-WAIT-2");
    QCOMPARE(kernel::stateName(State::NewSynRecv), "SYN-RECEIVED");
    QCOMPARE(kernel::stateName(State::Close), "CLOSED");
    QCOMPARE(kernel::stateName(State::Unknown), "");
}

QTEST_GUILESS_MAIN(TestSocketTable)
#include "tst_sockettable.moc"
