// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/oursockets.h"

#include <QTest>

#include <sys/socket.h>

using namespace zocalo;
using kernel::Protocol;
using kernel::SocketRow;
using kernel::State;

namespace {

SocketRow row(quint64 cookie, const char *local, const char *remote, State state = State::Established,
              quint32 inode = 1)
{
    SocketRow result;
    result.protocol = Protocol::Tcp;
    result.state = state;
    result.cookie = cookie;
    result.inode = inode;
    result.local = trace::Endpoint::fromString(local);
    result.remote = trace::Endpoint::fromString(remote);
    return result;
}

QList<quint64> cookies(const QList<SocketRow> &rows)
{
    QList<quint64> result;
    for (const SocketRow &each : rows) {
        result.append(each.cookie);
    }
    return result;
}

} // namespace

class TestOurSockets : public QObject
{
    Q_OBJECT

private slots:
    void ipv6_isOursOnceASocketIs();
    void socketsOfOthers_areLeftOut();
    void childInTheAcceptQueue_isOursByItsAddresses();
    void childOfAnIpv6Listener_isOursThoughWrittenOtherwise();
    void childThatAStrangerMade_isOursByItsListener();
    void connectionInTimeWait_isOursThoughItsCookieIsNew();
    void rows_comeByCookieEachOnce();
};

void TestOurSockets::rows_comeByCookieEachOnce()
{
    run::OurSockets ours;
    for (const quint64 cookie : {3, 9, 7}) {
        ours.note(cookie, AF_INET);
    }
    // The kernel moved number 7 from one of its tables to the other while they were read.
    const auto picked =
        ours.pick({row(9, "127.0.0.1:1", "127.0.0.1:2"), row(7, "127.0.0.1:3", "127.0.0.1:4"),
                   row(3, "127.0.0.1:5", "127.0.0.1:6"), row(7, "127.0.0.1:3", "127.0.0.1:4", State::TimeWait, 0)});
    QCOMPARE(cookies(picked), (QList<quint64>{3, 7, 9}));
    QCOMPARE(picked.at(1).state, State::TimeWait);
}

void TestOurSockets::ipv6_isOursOnceASocketIs()
{
    run::OurSockets ours;
    trace::Record record;
    record.domain = AF_INET6;
    ours.note(record); // names no socket
    record.socket = 1;
    record.domain = AF_INET;
    ours.note(record);
    QVERIFY(!ours.hasIpv6());
    record.domain = AF_INET6;
    ours.note(record);
    QVERIFY(ours.hasIpv6());
}

void TestOurSockets::socketsOfOthers_areLeftOut()
{
    run::OurSockets ours;
    trace::Record record;
    record.socket = 5;
    record.newSocket = 6;
    ours.note(record);
    const auto picked = ours.pick({row(4, "127.0.0.1:1", "127.0.0.1:2"), row(6, "127.0.0.1:9", "127.0.0.1:8"),
                                   row(5, "127.0.0.1:7", "0.0.0.0:0", State::Listen)});
    QCOMPARE(cookies(picked), (QList<quint64>{5, 6}));
}

void TestOurSockets::childInTheAcceptQueue_isOursByItsAddresses()
{
    run::OurSockets ours;
    trace::Record record;
    record.socket = 1;
    ours.note(record);
    const auto picked = ours.pick({row(9, "127.0.0.1:9000", "127.0.0.1:5000", State::Established, 0),
                                   row(1, "127.0.0.1:5000", "127.0.0.1:9000"),
                                   row(8, "127.0.0.1:9000", "127.0.0.1:5001", State::Established, 0)});
    QCOMPARE(cookies(picked), (QList<quint64>{1, 9}));
}

void TestOurSockets::childThatAStrangerMade_isOursByItsListener()
{
    run::OurSockets ours;
    trace::Record record;
    record.socket = 5;
    ours.note(record);
    const SocketRow listener = row(5, "127.0.0.1:9000", "0.0.0.0:0", State::Listen);
    const SocketRow child = row(7, "127.0.0.1:9000", "127.0.0.1:50001", State::Established, 0);
    const SocketRow elsewhere = row(8, "127.0.0.2:9000", "127.0.0.1:50002", State::Established, 0);
    const SocketRow accepted = row(9, "127.0.0.1:9000", "127.0.0.1:50003");
    QCOMPARE(cookies(ours.pick({child, elsewhere, accepted, listener})), (QList<quint64>{5, 7}));
    QVERIFY(ours.knows(7));
    QVERIFY(!ours.knows(8));
}

void TestOurSockets::childOfAnIpv6Listener_isOursThoughWrittenOtherwise()
{
    run::OurSockets ours;
    trace::Record record;
    record.socket = 1;
    ours.note(record);
    SocketRow child = row(9, "[::1]:9000", "[::1]:5000", State::Established, 0);
    for (trace::Endpoint *end : {&child.local, &child.remote}) {
        end->address = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 127, 0, 0, 1};
    }
    QCOMPARE(cookies(ours.pick({row(1, "127.0.0.1:5000", "127.0.0.1:9000"), child})), (QList<quint64>{1, 9}));
}

void TestOurSockets::connectionInTimeWait_isOursThoughItsCookieIsNew()
{
    run::OurSockets ours;
    trace::Record record;
    record.socket = 1;
    ours.note(record);
    QCOMPARE(ours.pick({row(1, "127.0.0.1:5000", "127.0.0.1:9000")}).size(), 1);
    const auto picked = ours.pick({row(77, "127.0.0.1:5000", "127.0.0.1:9000", State::TimeWait, 0)});
    QCOMPARE(cookies(picked), QList<quint64>{77});
    // A row with a file behind it is somebody else's.
    QVERIFY(ours.pick({row(78, "127.0.0.1:5000", "127.0.0.1:9000", State::Established, 3)}).isEmpty());
}

QTEST_GUILESS_MAIN(TestOurSockets)
#include "tst_oursockets.moc"
