// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// What a wild process may put into its ring, or in place of one.
#include "tests/core/trace/ringpair.h"
#include "tests/core/trace/soak.h"

#include <QtTest>

#include <atomic>
#include <random>
#include <thread>

#include <fcntl.h>

using namespace zocalo;
using namespace zocalo::trace;
using zocalo::test::ownTid;
using zocalo::test::put;
using zocalo::test::recordOf;
using zocalo::test::RingPair;
using zocalo::test::rounds;
using Next = RingReader::Next;

namespace {

/// Makes a memfd of that size with those seals.
int madeMemfd(std::size_t size, int seals)
{
    const int memfd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (ftruncate(memfd, static_cast<off_t>(size)) != 0 || fcntl(memfd, F_ADD_SEALS, seals) != 0)
        return -1;
    return memfd;
}

constexpr int kSeals = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

} // namespace

class TestWildRing : public QObject
{
    Q_OBJECT

private slots:
    void unfitMemory_isRefused_data();
    void unfitMemory_isRefused();
    void rubbish_isBoundedAndHarmless();
    void rubbishWhileReading_isBoundedAndHarmless();
    void implausibleRecord_isDroppedAndRestIsRead();
    void brokenRing_endsRecording();
};

void TestWildRing::unfitMemory_isRefused_data()
{
    QTest::addColumn<quint64>("size");
    QTest::addColumn<int>("seals");
    QTest::addColumn<QString>("fault");
    QTest::addColumn<int>("expected");
    const quint64 right = ringSize(kMinSlotCount);
    QTest::addRow("unsealed") << right << 0 << QString() << EPERM;
    QTest::addRow("may shrink") << right << (F_SEAL_GROW | F_SEAL_SEAL) << QString() << EPERM;
    QTest::addRow("may grow") << right << (F_SEAL_SHRINK | F_SEAL_SEAL) << QString() << EPERM;
    QTest::addRow("sealed against writing") << right << (kSeals | F_SEAL_FUTURE_WRITE) << QString() << EPERM;
    QTest::addRow("empty") << quint64{0} << kSeals << QString() << EINVAL;
    QTest::addRow("too small") << right - 1 << kSeals << QString() << EINVAL;
    QTest::addRow("too large") << right + 256 << kSeals << QString() << EINVAL;
    QTest::addRow("beyond the largest") << quint64{ringSize(kMaxSlotCount * 2)} << kSeals << QString() << EINVAL;
    QTest::addRow("all zeroes") << right << kSeals << QString() << EINVAL;
    QTest::addRow("wrong version") << right << kSeals << QStringLiteral("version") << EINVAL;
    QTest::addRow("wrong slots") << right << kSeals << QStringLiteral("slots") << EINVAL;
    QTest::addRow("right") << right << kSeals << QStringLiteral("none") << 0;
}

void TestWildRing::unfitMemory_isRefused()
{
    QFETCH(quint64, size);
    QFETCH(int, seals);
    QFETCH(QString, fault);
    QFETCH(int, expected);
    const int memfd = madeMemfd(size, seals);
    QVERIFY(memfd >= 0);
    if (!fault.isEmpty()) {
        auto *header =
            static_cast<RingHeader *>(mmap(nullptr, kHeaderSize, PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0));
        header->magic = kRingMagic;
        header->version = fault == QLatin1String("version") ? kFormatVersion + 1 : kFormatVersion;
        header->slotCount = fault == QLatin1String("slots") ? kMinSlotCount * 2 : kMinSlotCount;
        header->slotSize = kSlotSize;
        munmap(header, kHeaderSize);
    }
    RingReader reader;
    QCOMPARE(reader.attach(memfd, getpid()), expected);
    QCOMPARE(reader.isAttached(), expected == 0);
    ::close(memfd);
    int plainFile = ::open("/dev/zero", O_RDWR | O_CLOEXEC);
    QCOMPARE(RingReader().attach(plainFile, getpid()), EINVAL);
    ::close(plainFile);
}

void TestWildRing::rubbish_isBoundedAndHarmless()
{
    std::mt19937_64 random(20240607);
    for (int round = 0; round < rounds(300, 20000); ++round) {
        RingPair ring;
        QCOMPARE(ring.attach(), 0);
        const bool keepsClaims = round % 2 == 1; // believable claims, rubbish within
        auto *words = reinterpret_cast<std::uint64_t *>(ring.header);
        for (std::size_t i = 0; i < ring.size / 8; ++i)
            words[i] = random();
        for (std::uint32_t i = 0; keepsClaims && i < kMinSlotCount; ++i) {
            const auto used = static_cast<std::uint32_t>(random() % kMaxRecordSlots + 1);
            ring.slot[i].claim = Claim{ClaimState::Published, used, ownTid(), 0}.word();
        }
        Record record;
        std::string payload;
        unsigned reads = 0;
        while (ring.reader.next(record, payload) != Next::Empty && reads < 1000)
            ++reads;
        QVERIFY(reads <= kMinSlotCount + 1);
        for (const HeldThread &held : ring.reader.heldThreads())
            ring.reader.release(held);
        ring.reader.setGate(GateMode::Hold);
        ring.reader.setGate(GateMode::Free);
        QVERIFY(ring.reader.heldThreads().empty());
        put(ring.writer, recordOf(1)); // the program's own side must come back too
    }
}

void TestWildRing::rubbishWhileReading_isBoundedAndHarmless()
{
    RingPair ring;
    std::atomic<bool> stop{false};
    std::thread vandal([&] {
        std::mt19937_64 random(7);
        while (!stop) {
            const std::uint64_t where = random() % kMinSlotCount;
            const auto used = static_cast<std::uint32_t>(random() % 20);
            const auto state = static_cast<ClaimState>(random() % 3);
            ring.slot[where].claim = Claim{state, used, ownTid(), random() % 2}.word();
            auto *bytes = reinterpret_cast<std::uint64_t *>(ring.slot[random() % kMinSlotCount].bytes);
            bytes[random() % 31] = random() % 64;
        }
    });
    for (int round = 0; round < rounds(300, 20000); ++round) {
        RingReader reader;
        QCOMPARE(reader.attach(ring.memfd, getpid()), 0);
        Record record;
        std::string payload;
        for (int reads = 0; reads < 1000 && !reader.isBroken(); ++reads) {
            if (reader.next(record, payload) == Next::Ok) {
                QVERIFY(isPlausible(record));
                QCOMPARE(payload.size(), std::size_t{record.payloadKept} + record.source);
            }
        }
    }
    stop = true;
    vandal.join();
}

void TestWildRing::implausibleRecord_isDroppedAndRestIsRead()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    Record wrong = recordOf(1);
    wrong.phase = static_cast<Phase>(9);
    QVERIFY(put(ring.writer, wrong));
    QVERIFY(put(ring.writer, recordOf(2)));
    // Claims more payload than its slots can hold.
    QVERIFY(put(ring.writer, recordOf(3, 64), std::string(64, 'x')));
    auto *third = reinterpret_cast<Record *>(ring.slot[2].bytes);
    third->payloadTotal = third->payloadKept = 65;
    QVERIFY(put(ring.writer, recordOf(4)));
    // The same of the path of a source file; and one that is longer than any may be.
    QVERIFY(put(ring.writer, recordOf(5, 60), std::string(60, 'x')));
    reinterpret_cast<Record *>(ring.slot[4].bytes)->source = 5;
    QVERIFY(put(ring.writer, recordOf(6, 4096), std::string(4096, 'x')));
    reinterpret_cast<Record *>(ring.slot[5].bytes)->source = kSourceLimit + 1;
    QVERIFY(put(ring.writer, recordOf(7)));
    Record record;
    std::string payload;
    QCOMPARE(ring.reader.next(record, payload), Next::Corrupt);
    QCOMPARE(ring.reader.next(record, payload), Next::Ok);
    QCOMPARE(record.serial, 2U);
    QCOMPARE(ring.reader.next(record, payload), Next::Corrupt);
    QVERIFY(payload.empty());
    QCOMPARE(ring.reader.next(record, payload), Next::Ok);
    QCOMPARE(record.serial, 4U);
    QCOMPARE(ring.reader.next(record, payload), Next::Corrupt);
    QCOMPARE(ring.reader.next(record, payload), Next::Corrupt);
    QVERIFY(payload.empty());
    QCOMPARE(ring.reader.next(record, payload), Next::Ok);
    QCOMPARE(record.serial, 7U);
    QVERIFY(!ring.reader.isBroken());
    QCOMPARE(ring.reader.counters().corrupt, 4U);
}

void TestWildRing::brokenRing_endsRecording()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    ring.reader.setGate(GateMode::Hold);
    ring.slot[0].claim = Claim{ClaimState::Published, 31, 1, 0}.word();
    Record record;
    std::string payload;
    QCOMPARE(ring.reader.next(record, payload), Next::Corrupt);
    QVERIFY(ring.reader.isBroken());
    QCOMPARE(ring.reader.next(record, payload), Next::Empty);
    QVERIFY(!ring.writer.isWanted());
    QCOMPARE(ring.reader.gateMode(), GateMode::Free);
    ring.reader.setGate(GateMode::Hold); // would hold threads that can never be seen
    QCOMPARE(ring.reader.gateMode(), GateMode::Free);
}

QTEST_GUILESS_MAIN(TestWildRing)
#include "tst_wildring.moc"
