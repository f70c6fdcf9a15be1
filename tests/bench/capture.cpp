// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/bench/capture.h"

#include "tests/bench/longrun.h"

#include <QFile>
#include <QtEndian>

#include <array>

namespace zocalo::bench {

namespace {

constexpr int kTalkers = 24;
constexpr quint32 kRaw = 101; // LINKTYPE_RAW: the packet begins with its IP header

template <typename Number>
void putHost(QByteArray &bytes, Number number)
{
    bytes.append(reinterpret_cast<const char *>(&number), sizeof number);
}

template <typename Number>
void put(QByteArray &bytes, Number number)
{
    putHost(bytes, qToBigEndian(number));
}

/// One of a client's two directions.
struct Way
{
    quint16 from = 0;
    quint16 to = 0;
    quint32 sent = 1;     ///< TCP: sequence number of the next byte
    quint32 received = 1; ///< TCP: the next byte that is expected
};

/// RFC 1071, over a header without odd bytes.
quint16 checksum(const QByteArray &header)
{
    quint32 sum = 0;
    for (qsizetype i = 0; i + 1 < header.size(); i += 2)
        sum += qFromBigEndian<quint16>(header.constData() + i);
    while (sum >> 16 != 0)
        sum = (sum & 0xffff) + (sum >> 16);
    return static_cast<quint16>(~sum);
}

/// RFC 791; from 127.0.0.1 to 127.0.0.1.
QByteArray ipHeader(quint8 protocol, qsizetype size, quint16 id)
{
    QByteArray header;
    put(header, quint16(0x4500));
    put(header, static_cast<quint16>(size + 20));
    put(header, id);
    put(header, quint16(0x4000)); // not to be fragmented
    put(header, static_cast<quint16>(64 << 8 | protocol));
    put(header, quint16(0));
    put(header, quint32(0x7f000001));
    put(header, quint32(0x7f000001));
    const quint16 sum = qToBigEndian(checksum(header));
    header.replace(10, 2, reinterpret_cast<const char *>(&sum), 2);
    return header;
}

/// RFC 9293 and RFC 768; without checksums of the content, which the loopback leaves out as well.
QByteArray transport(bool tcp, const Way &way, const QByteArray &text)
{
    QByteArray bytes;
    put(bytes, way.from);
    put(bytes, way.to);
    if (tcp) {
        put(bytes, way.sent);
        put(bytes, way.received);
        put(bytes, quint16(0x5018)); // 20 bytes of header; PSH, ACK
        put(bytes, quint16(65535));
        put(bytes, quint32(0));
    } else {
        put(bytes, static_cast<quint16>(text.size() + 8));
        put(bytes, quint16(0));
    }
    return bytes + text;
}

} // namespace

bool writeCapture(const QString &path, quint64 packets)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QByteArray bytes;
    putHost(bytes, quint32(0xa1b2c3d4)); // times in microseconds
    putHost(bytes, quint16(2));
    putHost(bytes, quint16(4));
    for (const quint32 number : {quint32(0), quint32(0), quint32(65535), kRaw})
        putHost(bytes, number);
    std::array<std::array<Way, 2>, 2 * kTalkers> ways;
    for (std::size_t i = 0; i < ways.size(); ++i) {
        const auto client = static_cast<quint16>(40000 + i);
        const auto server = static_cast<quint16>(i < kTalkers ? 9000 : 9001);
        ways[i] = {Way{client, server}, Way{server, client}};
    }
    for (quint64 i = 0; i < packets; ++i) {
        const std::size_t client = i / 2 % ways.size();
        const std::size_t back = i % 2;
        const bool tcp = client < kTalkers;
        const QByteArray text = QByteArray::number(i).rightJustified(kLongRunMessage, '.');
        const QByteArray inner = transport(tcp, ways[client][back], text);
        const QByteArray packet = ipHeader(tcp ? 6 : 17, inner.size(), static_cast<quint16>(i)) + inner;
        ways[client][back].sent += static_cast<quint32>(text.size());
        ways[client][1 - back].received += static_cast<quint32>(text.size());
        putHost(bytes, static_cast<quint32>(i / 1'000'000));
        putHost(bytes, static_cast<quint32>(i % 1'000'000));
        putHost(bytes, static_cast<quint32>(packet.size()));
        putHost(bytes, static_cast<quint32>(packet.size()));
        bytes += packet;
        if (bytes.size() > 1'000'000 && file.write(std::exchange(bytes, {})) < 0)
            return false;
    }
    return file.write(bytes) >= 0 && file.flush();
}

} // namespace zocalo::bench
