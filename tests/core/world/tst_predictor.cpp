// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/predictor.h"

#include "tests/support/sockets.h"

#include <QRandomGenerator>
#include <QTest>

#include <poll.h>
#include <vector>

using namespace zocalo;
using namespace zocalo::world;

namespace {

Endpoint at(const char *text) { return Endpoint::fromString(text); }

PortHolder holder(SocketId id, const char *local, const char *remote = "", quint64 order = 0)
{
    PortHolder result;
    result.id = id;
    result.local = at(local);
    result.remote = *remote ? at(remote) : Endpoint{};
    result.domain = result.local.family;
    result.order = order == 0 ? id : order;
    return result;
}

PortHolder reusing(PortHolder holder)
{
    holder.reusePort = true;
    return holder;
}

PortHolder v6Only(PortHolder holder)
{
    holder.v6Only = true;
    return holder;
}

using Holders = QList<PortHolder>;
using Sockets = QList<SocketId>;

} // namespace

Q_DECLARE_METATYPE(zocalo::world::PortHolder)
Q_DECLARE_METATYPE(zocalo::world::Rule)

/// Linux's choice of a socket: cases by hand, and sets of real sockets at random, compared with the kernel's choice.
class TestPredictor : public QObject
{
    Q_OBJECT

private slots:
    void toMany_reachesEachThatFits();
    void broadcast_reachesEachOfTheKernels();
    void segment_needsTheExactFourTuple()
    {
        const Holders holders{holder(1, "127.0.0.1:9000", "127.0.0.1:50001"),
                              holder(2, "127.0.0.1:9000", "127.0.0.1:50002"),
                              holder(3, "127.0.0.1:9000", "127.0.0.2:50001")};
        QCOMPARE(predictSegment(holders, at("127.0.0.1:50002"), at("127.0.0.1:9000")),
                 (Prediction{Rule::Tcp4Tuple, {2}}));
        QCOMPARE(predictSegment(holders, at("127.0.0.2:50001"), at("127.0.0.1:9000")),
                 (Prediction{Rule::Tcp4Tuple, {3}}));
        QCOMPARE(predictSegment(holders, at("127.0.0.1:50009"), at("127.0.0.1:9000")),
                 (Prediction{Rule::Tcp4Tuple, {}}));
    }

    void segment_mappedAddressIsTheSameAddress()
    {
        const Holders holders{holder(1, "[::ffff:127.0.0.1]:9000", "[::ffff:127.0.0.1]:50001")};
        QCOMPARE(predictSegment(holders, at("127.0.0.1:50001"), at("127.0.0.1:9000")).sockets, Sockets{1});
    }

    void datagram_data()
    {
        QTest::addColumn<Holders>("holders");
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<Rule>("rule");
        QTest::addColumn<Sockets>("expected");
        const QByteArray from = "127.0.0.1:40001";
        const QByteArray to = "127.0.0.1:9001";
        const auto row = [](const char *name) -> QTestData & { return QTest::newRow(name); };
        row("nobody") << Holders{} << from << to << Rule::Udp2Tuple << Sockets{};
        row("the only one") << Holders{holder(1, "127.0.0.1:9001")} << from << to << Rule::Udp2Tuple << Sockets{1};
        row("another address") << Holders{holder(1, "127.0.0.2:9001")} << from << to << Rule::Udp2Tuple << Sockets{};
        row("wildcard") << Holders{holder(1, "0.0.0.0:9001")} << from << to << Rule::Udp2Tuple << Sockets{1};
        row("specific over wildcard") << Holders{holder(1, "127.0.0.1:9001"), holder(2, "0.0.0.0:9001")} << from << to
                                      << Rule::Udp2Tuple << Sockets{1};
        row("connected over unconnected")
            << Holders{holder(1, "127.0.0.1:9001", "127.0.0.1:40001"), holder(2, "127.0.0.1:9001")} << from << to
            << Rule::UdpConnected << Sockets{1};
        row("connected to somebody else is out")
            << Holders{holder(1, "127.0.0.1:9001", "127.0.0.1:40009"), holder(2, "127.0.0.1:9001")} << from << to
            << Rule::Udp2Tuple << Sockets{2};
        row("connected to somebody else only")
            << Holders{holder(1, "127.0.0.1:9001", "127.0.0.1:40009")} << from << to << Rule::Udp2Tuple << Sockets{};
        row("specific over connected wildcard")
            << Holders{holder(1, "0.0.0.0:9001", "127.0.0.1:40001"), holder(2, "127.0.0.1:9001")} << from << to
            << Rule::Udp2Tuple << Sockets{2};
        row("unbound sender meets a connected socket")
            << Holders{holder(1, "127.0.0.1:9001", "127.0.0.1:40001"), holder(2, "127.0.0.1:9001")} << QByteArray()
            << to << Rule::Udp2Tuple << Sockets{2};
        row("sender bound to the wildcard comes from 127.0.0.1")
            << Holders{holder(1, "127.0.0.1:9001", "127.0.0.1:40001"), holder(2, "127.0.0.1:9001")}
            << QByteArray("0.0.0.0:40001") << to << Rule::UdpConnected << Sockets{1};
        row("last bound of equals") << Holders{holder(1, "127.0.0.1:9001", "", 2), holder(2, "127.0.0.1:9001", "", 1)}
                                    << from << to << Rule::Udp2Tuple << Sockets{1};
        row("reuse-port group") << Holders{reusing(holder(1, "127.0.0.1:9001")), reusing(holder(2, "127.0.0.1:9001")),
                                           reusing(holder(3, "0.0.0.0:9001"))}
                                << from << to << Rule::ReusePort << (Sockets{1, 2});
        row("reuse-port alone") << Holders{reusing(holder(1, "127.0.0.1:9001"))} << from << to << Rule::Udp2Tuple
                                << Sockets{1};
        row(":: takes IPv4") << Holders{holder(1, "[::]:9001")} << from << to << Rule::Udp2Tuple << Sockets{1};
        row(":: v6only does not") << Holders{v6Only(holder(1, "[::]:9001"))} << from << to << Rule::Udp2Tuple
                                  << Sockets{};
        row("0.0.0.0 over ::") << Holders{holder(1, "0.0.0.0:9001"), holder(2, "[::]:9001")} << from << to
                               << Rule::Udp2Tuple << Sockets{1};
        row("IPv6") << Holders{holder(1, "0.0.0.0:9001"), holder(2, "[::]:9001"), holder(3, "[::1]:9001")}
                    << QByteArray("[::1]:40001") << QByteArray("[::1]:9001") << Rule::Udp2Tuple << Sockets{3};
        row("to any address is to this host") << Holders{holder(1, "127.0.0.1:9001")} << from
                                              << QByteArray("0.0.0.0:9001") << Rule::Udp2Tuple << Sockets{1};
    }

    void datagram()
    {
        QFETCH(Holders, holders);
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(Rule, rule);
        QFETCH(Sockets, expected);
        const Prediction prediction = predictDatagram(holders, at(from.constData()), at(to.constData()));
        QCOMPARE(prediction.rule, rule);
        QCOMPARE(prediction.sockets, expected);
    }

    void randomSockets_agreeWithTheKernel();
};

namespace {

struct Real
{
    testing::TestSocket socket;
    PortHolder holder;
};

Endpoint localOf(int fd)
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length);
    return Endpoint::fromSockaddr(reinterpret_cast<sockaddr *>(&address), length);
}

sockaddr_storage rawOf(const Endpoint &endpoint, socklen_t &length)
{
    sockaddr_storage storage{};
    if (endpoint.family == AF_INET) {
        auto *v4 = reinterpret_cast<sockaddr_in *>(&storage);
        v4->sin_family = AF_INET;
        v4->sin_port = htons(endpoint.port);
        memcpy(&v4->sin_addr, endpoint.address.data(), 4);
        length = sizeof *v4;
    } else {
        auto *v6 = reinterpret_cast<sockaddr_in6 *>(&storage);
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(endpoint.port);
        memcpy(&v6->sin6_addr, endpoint.address.data(), 16);
        length = sizeof *v6;
    }
    return storage;
}

bool bindTo(int fd, const Endpoint &endpoint)
{
    socklen_t length = 0;
    const sockaddr_storage raw = rawOf(endpoint, length);
    return ::bind(fd, reinterpret_cast<const sockaddr *>(&raw), length) == 0;
}

bool connectTo(int fd, const Endpoint &endpoint)
{
    socklen_t length = 0;
    const sockaddr_storage raw = rawOf(endpoint, length);
    return ::connect(fd, reinterpret_cast<const sockaddr *>(&raw), length) == 0;
}

// A socket on `port` as chance wills: its family, address, options, and whether it is connected.
bool makeReceiver(Real &real, quint16 port, const QList<Endpoint> &senders, QRandomGenerator &random)
{
    static const char *const addresses[] = {"127.0.0.1:0", "127.0.0.2:0", "0.0.0.0:0", "[::]:0", "[::1]:0"};
    Endpoint local = at(addresses[random.bounded(5)]);
    local.port = port;
    real.socket = testing::TestSocket(local.family, SOCK_DGRAM);
    const int fd = real.socket.fd();
    const int on = 1;
    const bool reusePort = random.bounded(2) == 0;
    setsockopt(fd, SOL_SOCKET, reusePort ? SO_REUSEPORT : SO_REUSEADDR, &on, sizeof on);
    const bool v6 = local.family == AF_INET6;
    const int only = v6 && random.bounded(2) == 0 ? 1 : 0;
    if (v6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
    if (!bindTo(fd, local))
        return false;
    real.holder.reusePort = reusePort;
    real.holder.v6Only = only != 0;
    real.holder.domain = local.family;
    if (random.bounded(3) == 0) {
        const Endpoint peer = senders.at(random.bounded(static_cast<int>(senders.size())));
        if (peer.family == local.family && connectTo(fd, peer))
            real.holder.remote = peer;
    }
    real.holder.local = localOf(fd);
    return true;
}

// The socket that has something to read; 0: none. Where something is expected it is waited for, though on loopback it
// is there when sendto() returns.
SocketId whereItLanded(const std::vector<Real> &receivers, bool expected)
{
    std::vector<pollfd> ready;
    for (const Real &real : receivers)
        ready.push_back({real.socket.fd(), POLLIN, 0});
    poll(ready.data(), ready.size(), expected ? 5000 : 0);
    for (size_t i = 0; i < ready.size(); ++i) {
        if ((ready[i].revents & POLLIN) != 0)
            return receivers[i].holder.id;
    }
    return 0;
}

} // namespace

void TestPredictor::randomSockets_agreeWithTheKernel()
{
    const testing::TestSocket probe(AF_INET6, SOCK_DGRAM);
    if (probe.fd() < 0 || !bindTo(probe.fd(), at("[::1]:0")))
        QSKIP("no IPv6 loopback here");
    const int rounds = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 20000 : 400;
    int several = 0;
    int nobody = 0;
    int connected = 0;
    for (int round = 0; round < rounds; ++round) {
        QRandomGenerator random(static_cast<quint32>(round));
        std::vector<testing::TestSocket> senders;
        QList<Endpoint> sources;
        for (const char *address : {"127.0.0.1:0", "127.0.0.1:0", "[::1]:0"}) {
            senders.emplace_back(at(address).family, SOCK_DGRAM);
            QVERIFY(bindTo(senders.back().fd(), at(address)));
            sources.append(localOf(senders.back().fd()));
        }
        testing::TestSocket reserved(AF_INET, SOCK_DGRAM); // finds a free port
        QVERIFY(bindTo(reserved.fd(), at("0.0.0.0:0")));
        const quint16 port = localOf(reserved.fd()).port;
        reserved.close();
        std::vector<Real> receivers;
        Holders holders;
        for (int i = 0; i < 5; ++i) {
            Real real;
            if (!makeReceiver(real, port, sources, random))
                continue;
            real.holder.id = static_cast<SocketId>(receivers.size()) + 1;
            real.holder.order = static_cast<quint64>(i);
            holders.append(real.holder);
            receivers.push_back(std::move(real));
        }
        const int sender = random.bounded(3);
        Endpoint to = sender == 2 ? at("[::1]:0") : at(random.bounded(2) == 0 ? "127.0.0.1:0" : "127.0.0.2:0");
        to.port = port;
        const Prediction prediction = predictDatagram(holders, sources.at(sender), to);
        socklen_t length = 0;
        const sockaddr_storage raw = rawOf(to, length);
        QCOMPARE(sendto(senders.at(static_cast<size_t>(sender)).fd(), "x", 1, 0,
                        reinterpret_cast<const sockaddr *>(&raw), length),
                 1);
        const SocketId landed = whereItLanded(receivers, !prediction.sockets.isEmpty());
        const bool agrees = landed == 0 ? prediction.sockets.isEmpty() : prediction.sockets.contains(landed);
        if (!agrees) {
            for (const PortHolder &h : holders)
                qWarning("%d: %s > %s reuseport %d v6only %d", int(h.id), h.local.toString().c_str(),
                         h.remote.toString().c_str(), h.reusePort, h.v6Only);
        }
        QVERIFY2(agrees, qPrintable(QStringLiteral("round %1: %2 to %3 landed in %4")
                                        .arg(round)
                                        .arg(QString::fromStdString(sources.at(sender).toString()),
                                             QString::fromStdString(to.toString()))
                                        .arg(landed)));
        several += prediction.sockets.size() > 1 ? 1 : 0;
        nobody += landed == 0 ? 1 : 0;
        connected += prediction.rule == Rule::UdpConnected ? 1 : 0;
    }
    QVERIFY(several > 0);
    QVERIFY(nobody > 0);
    QVERIFY(connected > 0);
}

void TestPredictor::toMany_reachesEachThatFits()
{
    const Holders holders{holder(1, "0.0.0.0:9000"),   holder(2, "0.0.0.0:9000"),
                          holder(3, "239.1.2.3:9000"), holder(4, "127.0.0.1:9000"),
                          holder(5, "0.0.0.0:9001"),   holder(6, "0.0.0.0:9000", "127.0.0.1:50009")};
    const Endpoint from = at("127.0.0.1:50001");
    QCOMPARE(predictDatagram(holders, from, at("239.1.2.3:9000")).sockets, (Sockets{1, 2, 3}));
    QCOMPARE(predictDatagram(holders, from, at("127.255.255.255:9000")).sockets, (Sockets{1, 2}));
    QCOMPARE(predictDatagram(holders, from, at("127.0.0.1:9000")).sockets, Sockets{4});
    QCOMPARE(predictDatagram({holder(7, "[::]:9000"), holder(8, "[::1]:9000")}, at("[::1]:50001"), at("[ff02::1]:9000"))
                 .sockets,
             Sockets{7});
}

void TestPredictor::broadcast_reachesEachOfTheKernels()
{
    const int on = 1;
    std::vector<testing::TestSocket> receivers;
    sockaddr_in any{};
    any.sin_family = AF_INET;
    for (int i = 0; i < 2; ++i) {
        receivers.emplace_back(AF_INET, SOCK_DGRAM);
        const int fd = receivers.back().fd();
        QCOMPARE(setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on), 0);
        QCOMPARE(bind(fd, reinterpret_cast<const sockaddr *>(&any), sizeof any), 0);
        any.sin_port = htons(receivers.front().local().port);
    }
    Holders holders;
    for (const testing::TestSocket &receiver : receivers) {
        PortHolder each;
        each.id = SocketId(receiver.fd());
        each.local = receiver.local();
        each.domain = AF_INET;
        holders.append(each);
    }
    const testing::TestSocket sender(AF_INET, SOCK_DGRAM);
    QCOMPARE(setsockopt(sender.fd(), SOL_SOCKET, SO_BROADCAST, &on, sizeof on), 0);
    any.sin_addr.s_addr = htonl(0x7fffffff);
    QCOMPARE(sendto(sender.fd(), "x", 1, 0, reinterpret_cast<const sockaddr *>(&any), sizeof any), 1);
    Endpoint to = at("127.255.255.255:1");
    to.port = ntohs(any.sin_port);
    const Sockets predicted = predictDatagram(holders, sender.local(), to).sockets;
    QCOMPARE(predicted.size(), 2);
    for (const testing::TestSocket &receiver : receivers) {
        char byte = 0;
        QTRY_COMPARE(recv(receiver.fd(), &byte, 1, MSG_DONTWAIT | MSG_PEEK), ssize_t(1));
        QVERIFY(predicted.contains(SocketId(receiver.fd())));
    }
}

QTEST_GUILESS_MAIN(TestPredictor)
#include "tst_predictor.moc"
