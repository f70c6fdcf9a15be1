// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/call.h"
#include "core/trace/endpoint.h"
#include "core/trace/record.h"

#include <QtTest>

#include <cerrno>
#include <functional>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

using namespace zocalo::trace;

namespace {

Record soundRecord()
{
    Record record;
    record.serial = 1;
    record.pid = 10;
    record.tid = 11;
    record.call = Call::Recv;
    record.phase = Phase::Return;
    return record;
}

} // namespace

class TestRecord : public QObject
{
    Q_OBJECT

private slots:
    void names_areThereAndBack();
    void unknownNumber_hasAName();
    void errnoNumber_hasItsName();
    void soundRecord_isPlausible();
    void damagedRecord_isNotPlausible_data();
    void damagedRecord_isNotPlausible();
    void endpointText_isThereAndBack_data();
    void endpointText_isThereAndBack();
    void wrongEndpointText_isInvalid_data();
    void wrongEndpointText_isInvalid();
    void sockaddr_isRead();
    void shortSockaddr_isInvalid();
    void mappedAddress_isUnmapped();
    void wildcard_isKnown();
};

void TestRecord::names_areThereAndBack()
{
    for (int i = 1; i <= static_cast<int>(Call::Last); ++i) {
        const auto call = static_cast<Call>(i);
        QVERIFY(callName(call) != "unknown");
        QCOMPARE(callFromName(callName(call)), call);
        QVERIFY(!(isSend(call) && isReceive(call)));
    }
    QVERIFY(callName(Call::EpollPwait) == "epoll_pwait");
    QVERIFY(callName(Call::CloseRange) == "close_range");
    QVERIFY(callName(Call::Ioctl) == "ioctl");
    QVERIFY(isSend(Call::Writev) && isReceive(Call::Readv) && isAccept(Call::Accept4));
}

void TestRecord::unknownNumber_hasAName()
{
    QVERIFY(callName(static_cast<Call>(1000)) == "unknown");
    QCOMPARE(callFromName("frobnicate"), Call::Unknown);
    QCOMPARE(callFromName(""), Call::Unknown);
}

void TestRecord::errnoNumber_hasItsName()
{
    QVERIFY(errnoName(ECONNREFUSED) == "ECONNREFUSED");
    QVERIFY(errnoName(EAGAIN) == "EAGAIN" || errnoName(EAGAIN) == "EWOULDBLOCK");
    QVERIFY(errnoName(0).empty());
    QVERIFY(errnoName(999) == "E999");
}

void TestRecord::soundRecord_isPlausible()
{
    Record record = soundRecord();
    QVERIFY(isPlausible(record));
    record.result = -1;
    record.error = ECONNRESET;
    QVERIFY(isPlausible(record));
    record = soundRecord();
    record.payloadTotal = 1'000'000;
    record.payloadKept = kPayloadLimit;
    QVERIFY(isPlausible(record));
}

void TestRecord::damagedRecord_isNotPlausible_data()
{
    using Damage = std::function<void(Record &)>;
    QTest::addColumn<Damage>("damage");
    const auto row = [](const char *name, Damage damage) { QTest::newRow(name) << damage; };
    row("no call", [](Record &r) { r.call = Call::Unknown; });
    row("call too high", [](Record &r) { r.call = static_cast<Call>(static_cast<int>(Call::Last) + 1); });
    row("phase 0", [](Record &r) { r.phase = static_cast<Phase>(0); });
    row("phase 3", [](Record &r) { r.phase = static_cast<Phase>(3); });
    row("observer 0", [](Record &r) { r.observedBy = 0; });
    row("observer 3", [](Record &r) { r.observedBy = 3; });
    row("pid 0", [](Record &r) { r.pid = 0; });
    row("tid 0", [](Record &r) { r.tid = 0; });
    row("serial 0", [](Record &r) { r.serial = 0; });
    row("address family", [](Record &r) { r.address.family = 77; });
    row("local family", [](Record &r) { r.local.family = 77; });
    row("peer family", [](Record &r) { r.peer.family = 77; });
    row("too much kept", [](Record &r) { r.payloadTotal = r.payloadKept = kPayloadLimit + 1; });
    row("more kept than there was", [](Record &r) { r.payloadKept = 1; });
    row("negative errno", [](Record &r) { r.error = -5, r.result = -1; });
    row("errno too high", [](Record &r) { r.error = 4096, r.result = -1; });
    row("errno without failure", [](Record &r) { r.error = 5; });
    row("errno at entry", [](Record &r) { r.phase = Phase::Entry, r.error = 5, r.result = -1; });
}

void TestRecord::damagedRecord_isNotPlausible()
{
    QFETCH(std::function<void(Record &)>, damage);
    Record record = soundRecord();
    damage(record);
    QVERIFY(!isPlausible(record));
}

void TestRecord::endpointText_isThereAndBack_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text : {"127.0.0.1:9000", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:9000", "[::]:0",
                             "[::ffff:1.2.3.4]:80", "[fe80::1]:1"})
        QTest::newRow(text) << std::string(text);
}

void TestRecord::endpointText_isThereAndBack()
{
    QFETCH(std::string, text);
    const Endpoint endpoint = Endpoint::fromString(text);
    QVERIFY(endpoint.isValid());
    QCOMPARE(endpoint.toString(), text);
}

void TestRecord::wrongEndpointText_isInvalid_data()
{
    QTest::addColumn<std::string>("text");
    for (const char *text : {"", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:65536", "127.0.0.1:-1",
                             "127.0.0:1", "::1:9000", "[::1]", "[127.0.0.1]:1", "localhost:1", "[]:1", "1.2.3.4:1 "})
        QTest::newRow(text) << std::string(text);
}

void TestRecord::wrongEndpointText_isInvalid()
{
    QFETCH(std::string, text);
    QCOMPARE(Endpoint::fromString(text), Endpoint());
}

void TestRecord::sockaddr_isRead()
{
    sockaddr_in in{};
    in.sin_family = AF_INET;
    in.sin_port = htons(9000);
    in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(Endpoint::fromSockaddr(reinterpret_cast<sockaddr *>(&in), sizeof in).toString(),
             std::string("127.0.0.1:9000"));
    sockaddr_in6 in6{};
    in6.sin6_family = AF_INET6;
    in6.sin6_port = htons(53);
    in6.sin6_addr = in6addr_loopback;
    in6.sin6_scope_id = 7;
    const Endpoint six = Endpoint::fromSockaddr(reinterpret_cast<sockaddr *>(&in6), sizeof in6);
    QCOMPARE(six.toString(), std::string("[::1]:53"));
    QCOMPARE(six.scope, 7U);
    sockaddr_un local{};
    local.sun_family = AF_UNIX;
    const Endpoint nameless = Endpoint::fromSockaddr(reinterpret_cast<sockaddr *>(&local), 2);
    QCOMPARE(nameless.family, std::uint16_t{AF_UNIX});
    QVERIFY(!nameless.isValid());
    QVERIFY(nameless.toString().empty());
}

void TestRecord::shortSockaddr_isInvalid()
{
    sockaddr_in in{};
    in.sin_family = AF_INET;
    auto *address = reinterpret_cast<sockaddr *>(&in);
    QCOMPARE(Endpoint::fromSockaddr(address, sizeof in - 1), Endpoint());
    QCOMPARE(Endpoint::fromSockaddr(address, 1), Endpoint());
    QCOMPARE(Endpoint::fromSockaddr(nullptr, 16), Endpoint());
    in.sin_family = AF_PACKET;
    QCOMPARE(Endpoint::fromSockaddr(address, sizeof in), Endpoint());
}

void TestRecord::mappedAddress_isUnmapped()
{
    QCOMPARE(Endpoint::fromString("[::ffff:10.0.0.1]:80").unmapped(), Endpoint::fromString("10.0.0.1:80"));
    QCOMPARE(Endpoint::fromString("[::1]:80").unmapped(), Endpoint::fromString("[::1]:80"));
    QCOMPARE(Endpoint::fromString("10.0.0.1:80").unmapped(), Endpoint::fromString("10.0.0.1:80"));
}

void TestRecord::wildcard_isKnown()
{
    QVERIFY(Endpoint::fromString("0.0.0.0:80").isWildcard());
    QVERIFY(Endpoint::fromString("[::]:80").isWildcard());
    QVERIFY(!Endpoint::fromString("127.0.0.1:80").isWildcard());
    QVERIFY(!Endpoint().isWildcard());
}

QTEST_GUILESS_MAIN(TestRecord)
#include "tst_record.moc"
