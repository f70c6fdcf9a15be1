// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/kernel/packet.h"

#include <QTest>

#include <random>

using namespace zocalo::kernel;

/// The headers of packets, whole, cut and wild.
class TestPacket : public QObject
{
    Q_OBJECT

private slots:
    void tcp_isRead();
    void udpAndIcmp_areRead();
    void icmpError_quotesThePacket();
    void cutHeaders_giveNothing();
    void wildBytes_stayWithinBounds();

private:
    static QByteArray tcp();
};

/// 10.0.0.2:50001 > 10.0.0.1:9000, SYN and ACK, four bytes of options, three of data.
QByteArray TestPacket::tcp()
{
    return QByteArray::fromHex("4500002f00004000400600000a0000020a000001"
                               "c351232800000064000000c86012faf000000000020405b4"
                               "616263");
}

void TestPacket::tcp_isRead()
{
    const QByteArray bytes = tcp();
    const auto packet = decodePacket(bytes, 47);
    QVERIFY(packet);
    QVERIFY(packet->protocol == PacketProtocol::Tcp);
    QCOMPARE(QString::fromStdString(packet->from.toString()), QStringLiteral("10.0.0.2:50001"));
    QCOMPARE(QString::fromStdString(packet->to.toString()), QStringLiteral("10.0.0.1:9000"));
    QCOMPARE(packet->sequence, 100U);
    QCOMPARE(packet->ack, 200U);
    QVERIFY(packet->has(Packet::Syn) && packet->has(Packet::Ack) && !packet->has(Packet::Fin));
    QCOMPARE(packet->payload, 3U);
    QCOMPARE(bytes.mid(packet->payloadOffset), QByteArray("abc"));
    // Of the data only the beginning is kept: its length is in the header.
    QCOMPARE(decodePacket(bytes.first(44), 47)->payload, 3U);
    // What comes behind the packet's own length is not of it.
    QCOMPARE(decodePacket(bytes + "padding", 54)->payload, 3U);
}

void TestPacket::udpAndIcmp_areRead()
{
    const auto udp = decodePacket(QByteArray::fromHex("4500001e00004000401100007f0000017f000001"
                                                      "c3512328000a00006869"),
                                  30);
    QVERIFY(udp && udp->protocol == PacketProtocol::Udp);
    QCOMPARE(udp->payload, 2U);
    QCOMPARE(udp->to.port, 9000);
    const auto icmp = decodePacket(QByteArray::fromHex("4500001c00004000400100007f0000017f000001"
                                                       "0303000000000000"),
                                   28);
    QVERIFY(icmp && icmp->protocol == PacketProtocol::Icmp);
    QCOMPARE(icmp->icmpType, quint8{3});
    QCOMPARE(icmp->icmpCode, quint8{3});
}

// Port unreachable, about 10.0.0.2:50001 > 10.0.0.1:9000 over UDP.
void TestPacket::icmpError_quotesThePacket()
{
    const QByteArray bytes = QByteArray::fromHex("4500003a00004000400100000a0000010a000002"
                                                 "0303000000000000"
                                                 "4500001e00004000401100000a0000020a000001"
                                                 "c3512328000a00006869");
    const auto packet = decodePacket(bytes, static_cast<quint32>(bytes.size()));
    QVERIFY(packet && packet->protocol == PacketProtocol::Icmp && packet->quoted);
    QVERIFY(packet->quoted->protocol == PacketProtocol::Udp);
    QCOMPARE(QString::fromStdString(packet->quoted->from.toString()), QStringLiteral("10.0.0.2:50001"));
    QCOMPARE(QString::fromStdString(packet->quoted->to.toString()), QStringLiteral("10.0.0.1:9000"));
    // Cut within what it quotes, an answer to an echo, a quoted packet of another protocol: nothing is quoted.
    const auto shortened = decodePacket(bytes.first(20 + 8 + 20 + 7), static_cast<quint32>(bytes.size()));
    QVERIFY(shortened && !shortened->quoted);
    for (const auto &[at, value] : {std::pair{20, 0}, {28, 0x65}, {28, 0x4f}, {37, 47}}) {
        QByteArray other = bytes;
        other[at] = static_cast<char>(value);
        const auto without = decodePacket(other, static_cast<quint32>(bytes.size()));
        QVERIFY2(without && !without->quoted, qPrintable(QString::number(at)));
    }
}

void TestPacket::cutHeaders_giveNothing()
{
    const QByteArray whole = tcp();
    for (qsizetype size = 0; size < 40; ++size)
        QVERIFY2(!decodePacket(whole.first(size), 47), qPrintable(QString::number(size)));
    const auto changed = [&whole](qsizetype at, char value) {
        QByteArray bytes = whole;
        bytes[at] = value;
        return decodePacket(bytes, 47);
    };
    QVERIFY(!changed(0, 0x65));    // IPv6
    QVERIFY(!changed(0, 0x44));    // a header shorter than any
    QVERIFY(!changed(0, 0x4f));    // longer than all of it
    QVERIFY(!changed(3, 19));      // a packet shorter than its header
    QVERIFY(!changed(7, 1));       // a later fragment
    QVERIFY(!changed(9, 47));      // neither TCP nor UDP nor ICMP
    QVERIFY(!changed(32, 0x40));   // a TCP header shorter than any
    QVERIFY(!changed(32, '\xf0')); // longer than the packet
}

void TestPacket::wildBytes_stayWithinBounds()
{
    std::mt19937 random(1);
    const int rounds = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 2'000'000 : 20'000;
    for (int round = 0; round < rounds; ++round) {
        QByteArray bytes = round % 2 == 0 ? tcp() : QByteArray(static_cast<qsizetype>(random() % 80), '\0');
        for (int i = 0; i < 4 && !bytes.isEmpty(); ++i)
            bytes[static_cast<qsizetype>(random() % static_cast<std::size_t>(bytes.size()))] =
                static_cast<char>(random());
        const auto length = static_cast<quint32>(round % 3 == 0 ? random() : bytes.size());
        if (const auto packet = decodePacket(bytes, length))
            QVERIFY(static_cast<quint32>(packet->payloadOffset) + packet->payload <= length);
    }
}

QTEST_GUILESS_MAIN(TestPacket)
#include "tst_packet.moc"
