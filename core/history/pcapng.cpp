// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/pcapng.h"

#include <algorithm>
#include <ctime>

namespace zocalo::history {
namespace {

constexpr quint32 kSectionHeader = 0x0A0D0D0A;
constexpr quint32 kInterfaceDescription = 1;
constexpr quint32 kInterfaceStatistics = 5;
constexpr quint32 kEnhancedPacket = 6;
constexpr quint32 kByteOrder = 0x1A2B3C4D;
constexpr quint16 kLinkTypeRaw = 101;
constexpr quint16 kOptionName = 2;
constexpr quint16 kOptionTimeResolution = 9;
constexpr quint16 kOptionDropped = 5; ///< of the statistics: isb_ifdrop
constexpr char kNanoseconds = 9;      ///< ten to the minus that

/// All numbers are written with the least significant byte first; the section's header says so.
class Block
{
public:
    explicit Block(quint32 type) : m_type(type) {}
    template <typename Number>
    Block &add(Number number)
    {
        for (std::size_t i = 0; i < sizeof number; ++i)
            m_body.append(static_cast<char>(static_cast<quint64>(number) >> (8 * i) & 0xff));
        return *this;
    }
    /// Filled up to a multiple of four bytes.
    Block &add(const QByteArray &bytes)
    {
        m_body.append(bytes).append((4 - bytes.size() % 4) % 4, '\0');
        return *this;
    }
    Block &option(quint16 code, const QByteArray &value)
    {
        return add(code).add(static_cast<quint16>(value.size())).add(value);
    }
    QByteArray bytes() const
    {
        const auto length = static_cast<quint32>(m_body.size() + 12);
        Block whole(0);
        whole.add(m_type).add(length).add(m_body).add(length);
        return whole.m_body;
    }

private:
    quint32 m_type;
    QByteArray m_body;
};

qint64 nowNs(clockid_t clock)
{
    timespec now{};
    ::clock_gettime(clock, &now);
    return static_cast<qint64>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

} // namespace

QByteArray pcapng(const QList<SegmentSeen> &segments, quint64 lost, qint64 zeroNs)
{
    quint64 last = 0;
    const auto addTime = [](Block block, quint64 time) {
        return block.add(static_cast<quint32>(time >> 32)).add(static_cast<quint32>(time & 0xffffffff));
    };
    constexpr quint64 kLengthUnknown = ~quint64{0};
    QByteArray file = Block(kSectionHeader).add(kByteOrder).add(quint16{1}).add(quint16{0}).add(kLengthUnknown).bytes();
    file += Block(kInterfaceDescription)
                .add(kLinkTypeRaw)
                .add(quint16{0})
                .add(static_cast<quint32>(SegmentSeen::kMostKept))
                .option(kOptionName, "laboratory")
                .option(kOptionTimeResolution, QByteArray(1, kNanoseconds))
                .option(0, {})
                .bytes();
    for (const SegmentSeen &segment : segments) {
        const auto time = static_cast<quint64>(std::max<qint64>(0, zeroNs + segment.seenNs));
        last = std::max(last, time);
        file += addTime(Block(kEnhancedPacket).add(quint32{0}), time)
                    .add(static_cast<quint32>(segment.bytes.size()))
                    .add(std::max(segment.length, static_cast<quint32>(segment.bytes.size())))
                    .add(segment.bytes)
                    .bytes();
    }
    constexpr int Bytes = 8;
    QByteArray dropped;
    for (int i = 0; i < Bytes; ++i)
        dropped.append(static_cast<char>(lost >> (Bytes * i) & 0xff));
    return file + addTime(Block(kInterfaceStatistics).add(quint32{0}), last)
                      .option(kOptionDropped, dropped)
                      .option(0, {})
                      .bytes();
}

qint64 timeOfDayAtZero() { return nowNs(CLOCK_REALTIME) - nowNs(CLOCK_MONOTONIC); }

} // namespace zocalo::history
