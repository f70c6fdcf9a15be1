// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/trace/ringpair.h"

#include <QDeadlineTimer>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>
#include <thread>
#include <vector>

#include <sys/wait.h>

using namespace zocalo;
using namespace zocalo::trace;
using zocalo::test::ownTid;
using zocalo::test::put;
using zocalo::test::recordOf;
using zocalo::test::RingPair;
using Next = RingReader::Next;

namespace {

/// The next record, waited for.
Record nextRecord(RingReader &reader)
{
    const QDeadlineTimer deadline(10000);
    Record record;
    std::string payload;
    while (!deadline.hasExpired()) {
        if (reader.next(record, payload) == Next::Ok)
            return record;
    }
    return {};
}

} // namespace

class TestGate : public QObject
{
    Q_OBJECT

private slots:
    void openGate_holdsNobody();
    void shutGate_holdsUntilReleased();
    void recordSeen_heldIsSeen();
    void gateOpened_allGoOn();
    void moreThreadsThanPlaces_restGoesOn();
    void readerDetached_heldGoOn();
    void collectorKilled_heldGoOn();
    void releaseOfSomebodyElse_isRefused();
};

void TestGate::openGate_holdsNobody()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    QVERIFY(put(ring.writer, recordOf(1))); // in this thread: would never come back
    QVERIFY(ring.reader.heldThreads().empty());
}

void TestGate::shutGate_holdsUntilReleased()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    ring.reader.setGate(GateMode::Hold);
    std::atomic<std::uint32_t> tid{0};
    std::atomic<int> passed{0};
    std::thread writer([&] {
        tid = ownTid();
        for (std::uint64_t serial = 1; serial <= 3; ++serial) {
            Record record = recordOf(serial);
            record.phase = serial == 2 ? Phase::Return : Phase::Entry;
            put(ring.writer, record);
            ++passed;
        }
    });
    for (int i = 1; i <= 3; ++i) {
        const Record record = nextRecord(ring.reader);
        QCOMPARE(record.serial, static_cast<std::uint64_t>(i));
        QCOMPARE(passed.load(), i - 1);
        const std::vector<HeldThread> expected{{tid, record.phase, record.serial}};
        QVERIFY(ring.reader.heldThreads() == expected);
        QVERIFY(ring.reader.release(expected.front()));
        QVERIFY(!ring.reader.release(expected.front())); // each place once, wherever its thread waits by now
    }
    writer.join();
    QCOMPARE(passed.load(), 3);
    QVERIFY(ring.reader.heldThreads().empty());
}

void TestGate::recordSeen_heldIsSeen()
{
    constexpr std::uint64_t kRecords = 3000;
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    ring.reader.setGate(GateMode::Hold);
    std::thread writer([&] {
        for (std::uint64_t serial = 1; serial <= kRecords; ++serial)
            put(ring.writer, recordOf(serial));
    });
    bool alwaysSeen = true;
    for (std::uint64_t serial = 1; serial <= kRecords; ++serial) {
        const Record record = nextRecord(ring.reader);
        const auto held = ring.reader.heldThreads();
        alwaysSeen = alwaysSeen && held.size() == 1 && held.front().serial == serial && record.serial == serial;
        alwaysSeen = ring.reader.release(holdOf(record)) && alwaysSeen;
    }
    writer.join();
    QVERIFY(alwaysSeen);
}

void TestGate::gateOpened_allGoOn()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    for (int round = 0; round < 50; ++round) {
        ring.reader.setGate(GateMode::Hold);
        std::vector<std::thread> writers;
        for (int i = 0; i < 8; ++i)
            writers.emplace_back([&] { put(ring.writer, recordOf(1)); });
        nextRecord(ring.reader); // one is there, others may be on their way: none must be left behind
        ring.reader.setGate(GateMode::Free);
        for (std::thread &writer : writers)
            writer.join();
        QVERIFY(ring.reader.heldThreads().empty());
        for (int i = 0; i < 7; ++i)
            nextRecord(ring.reader);
    }
}

void TestGate::moreThreadsThanPlaces_restGoesOn()
{
    constexpr std::size_t kExtra = 3;
    RingPair ring(256);
    QCOMPARE(ring.attach(), 0);
    ring.reader.setGate(GateMode::Hold);
    std::atomic<std::size_t> passed{0};
    std::vector<std::thread> writers;
    for (std::size_t i = 0; i < kGateSlots + kExtra; ++i) {
        writers.emplace_back([&] {
            put(ring.writer, recordOf(1));
            ++passed;
        });
    }
    QTRY_COMPARE(passed.load(), kExtra);
    QTRY_COMPARE(ring.reader.heldThreads().size(), std::size_t{kGateSlots});
    QCOMPARE(ring.reader.counters().gateOverflow, std::uint64_t{kExtra});
    for (const HeldThread &held : ring.reader.heldThreads())
        QVERIFY(ring.reader.release(held));
    for (std::thread &writer : writers)
        writer.join();
}

void TestGate::readerDetached_heldGoOn()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    ring.reader.setGate(GateMode::Hold);
    std::thread writer([&] { put(ring.writer, recordOf(1)); });
    nextRecord(ring.reader);
    ring.reader.detach();
    writer.join();
    QVERIFY(!ring.writer.isWanted());
}

void TestGate::collectorKilled_heldGoOn()
{
    RingPair ring;
    const pid_t collector = fork();
    if (collector == 0) {
        RingReader reader;
        reader.attach(ring.memfd, getppid());
        reader.setGate(GateMode::Hold);
        while (true)
            pause();
    }
    QTRY_COMPARE(ring.header->gateMode.load(), static_cast<std::uint32_t>(GateMode::Hold));
    std::atomic<bool> passed{false};
    std::thread writer([&] {
        put(ring.writer, recordOf(1));
        passed = true;
    });
    const auto isHeld = [&] {
        return std::any_of(std::begin(ring.header->gate), std::end(ring.header->gate), [](const GateSlot &place) {
            return (place.word.load() & 3U) == static_cast<std::uint32_t>(GateState::Held);
        });
    };
    QTRY_VERIFY(isHeld());
    QVERIFY(!passed);
    kill(collector, SIGKILL); // and not waited for: a zombie, whose pid still exists
    writer.join();
    QVERIFY(!ring.writer.isWanted());
    waitpid(collector, nullptr, 0);
}

void TestGate::releaseOfSomebodyElse_isRefused()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    ring.reader.setGate(GateMode::Hold);
    std::thread writer([&] { put(ring.writer, recordOf(1)); });
    const Record record = nextRecord(ring.reader);
    const HeldThread hold = holdOf(record);
    QVERIFY(!ring.reader.release({hold.tid + 1, hold.phase, hold.serial}));
    QVERIFY(!ring.reader.release({hold.tid, Phase::Return, hold.serial}));
    QVERIFY(!ring.reader.release({hold.tid, hold.phase, hold.serial + 1}));
    QCOMPARE(ring.reader.heldThreads().size(), std::size_t{1});
    QVERIFY(ring.reader.release(hold));
    writer.join();
}

QTEST_GUILESS_MAIN(TestGate)
#include "tst_gate.moc"
