// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/connectionquery.h"
#include "core/kernel/sockettable.h"
#include "tests/support/sockets.h"

#include <QTest>

#include <sys/resource.h>

#include <fcntl.h>

using namespace zocalo;
using kernel::Ends;
using kernel::SocketRow;
using kernel::State;
using testing::TestSocket;

class TestConnectionQuery : public QObject
{
    Q_OBJECT

private slots:
    void connection_isFoundAtBothEnds();
    void childInTheAcceptQueue_isFoundByItsClientsEnds();
    void timeWait_isFoundUnderItsOwnCookie();
    void whereOnlyAListenerIs_nothingIsFound();
    void ipv6_isFoundAsItIsWritten();
    void ipv4AtAnIpv6Listener_isFoundAsIpv4();
    void many_areAsTheWholeTableSays();
    void descriptorsExhausted_saysTooManyFiles();

private:
    QList<SocketRow> ask(const QList<Ends> &asked)
    {
        const auto rows = m_query.ask(asked);
        return rows.ok() ? rows.value() : QList<SocketRow>{};
    }

    kernel::ConnectionQuery m_query;
};

namespace {

Ends endsOf(const TestSocket &socket) { return {socket.local(), socket.remote()}; }

TestSocket listening(int family = AF_INET)
{
    TestSocket listener(family, SOCK_STREAM);
    return listener.bindToLoopback(family) && ::listen(listener.fd(), 512) == 0 ? std::move(listener) : TestSocket();
}

} // namespace

void TestConnectionQuery::connection_isFoundAtBothEnds()
{
    const TestSocket listener = listening();
    const TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    const TestSocket accepted = listener.accept();
    QCOMPARE(::send(client.fd(), "hello", 5, 0), 5);

    const auto rows = ask({endsOf(accepted), endsOf(client)});
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].cookie, accepted.cookie());
    QCOMPARE(rows[0].receiveQueue, 5U);
    QCOMPARE(rows[0].state, State::Established);
    QCOMPARE(rows[1].cookie, client.cookie());
    QVERIFY(rows[1].counted);
    QCOMPARE(rows[1].bytesSent, quint64(5));
}

void TestConnectionQuery::childInTheAcceptQueue_isFoundByItsClientsEnds()
{
    const TestSocket listener = listening();
    const TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    const auto rows = ask({{client.remote(), client.local()}});
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].inode, 0U);
    QCOMPARE(rows[0].state, State::Established);
    QCOMPARE(rows[0].local, listener.local());
}

void TestConnectionQuery::timeWait_isFoundUnderItsOwnCookie()
{
    const TestSocket listener = listening();
    TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    TestSocket accepted = listener.accept();
    const Ends ends = endsOf(client);
    client.close();
    accepted.close();
    QTRY_COMPARE(ask({ends}).size(), 1);
    QTRY_COMPARE(ask({ends}).first().state, State::TimeWait);
    QCOMPARE(ask({{ends.remote, ends.local}}).size(), 0);
}

void TestConnectionQuery::whereOnlyAListenerIs_nothingIsFound()
{
    const TestSocket listener = listening();
    trace::Endpoint nobody = listener.local();
    nobody.port = 1;
    const auto rows = m_query.ask({{listener.local(), nobody}, {nobody, listener.local()}});
    QVERIFY(rows.ok());
    QCOMPARE(rows.value().size(), 0);
}

void TestConnectionQuery::ipv6_isFoundAsItIsWritten()
{
    const TestSocket listener = listening(AF_INET6);
    const TestSocket client(AF_INET6, SOCK_STREAM);
    if (!client.connectTo(listener.local())) {
        QSKIP("this machine has no IPv6");
    }
    const auto rows = ask({endsOf(client), {client.remote(), client.local()}});
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows[0].cookie, client.cookie());
    QCOMPARE(rows[0].local, client.local());
    QCOMPARE(rows[1].inode, 0U);
}

void TestConnectionQuery::ipv4AtAnIpv6Listener_isFoundAsIpv4()
{
    const TestSocket listener(AF_INET6, SOCK_STREAM);
    sockaddr_in6 anywhere{};
    anywhere.sin6_family = AF_INET6;
    if (::bind(listener.fd(), reinterpret_cast<const sockaddr *>(&anywhere), sizeof anywhere) != 0) {
        QSKIP("this machine has no IPv6");
    }
    QCOMPARE(::listen(listener.fd(), 5), 0);
    trace::Endpoint address = trace::Endpoint::fromString("127.0.0.1:1");
    address.port = listener.local().port;
    const TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(address));
    const TestSocket accepted = listener.accept();
    const auto rows = ask({{client.remote(), client.local()}});
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0].cookie, accepted.cookie());
    QCOMPARE(rows[0].local.family, quint16(AF_INET6));
}

void TestConnectionQuery::many_areAsTheWholeTableSays()
{
    const TestSocket listener = listening();
    std::vector<TestSocket> sockets;
    QList<Ends> ends;
    // More than are asked at once, and so many that a helper has a share; each third question is of nobody.
    for (int i = 0; i < 200; ++i) {
        sockets.emplace_back(AF_INET, SOCK_STREAM);
        QVERIFY(sockets.back().connectTo(listener.local()));
        ends.append(endsOf(sockets.back()));
        ends.append({ends.last().remote, ends.last().local});
        trace::Endpoint nobody = ends.last().local;
        nobody.port = 1;
        ends.append({ends.last().local, nobody});
    }
    kernel::SocketTable table;
    const quint16 port = listener.local().port;
    const auto whole = table.read([port](const SocketRow &row) {
        return row.state != State::Listen && (row.local.port == port || row.remote.port == port);
    });
    QVERIFY(whole.ok());
    const auto byCookie = [](const SocketRow &a, const SocketRow &b) { return a.cookie < b.cookie; };
    QList<SocketRow> expected = whole.value();
    std::sort(expected.begin(), expected.end(), byCookie);
    for (int round = 0; round < 20; ++round) {
        auto rows = ask(ends);
        QCOMPARE(rows.size(), 400);
        QCOMPARE(rows.first().local, ends.first().local);
        std::sort(rows.begin(), rows.end(), byCookie);
        QVERIFY(rows == expected);
    }
}

void TestConnectionQuery::descriptorsExhausted_saysTooManyFiles()
{
    const TestSocket listener = listening();
    const TestSocket client(AF_INET, SOCK_STREAM);
    QVERIFY(client.connectTo(listener.local()));
    rlimit old{};
    QCOMPARE(::getrlimit(RLIMIT_NOFILE, &old), 0);
    const int free = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
    ::close(free);
    const rlimit none{static_cast<rlim_t>(free), old.rlim_max};
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &none), 0);
    kernel::ConnectionQuery query;
    const auto failed = query.ask({endsOf(client)});
    QCOMPARE(::setrlimit(RLIMIT_NOFILE, &old), 0);
    QVERIFY(!failed.ok());
    QCOMPARE(failed.error().code, ErrorCode::TooManyFiles);
    QVERIFY(query.ask({endsOf(client)}).ok());
}

QTEST_GUILESS_MAIN(TestConnectionQuery)
#include "tst_connectionquery.moc"
