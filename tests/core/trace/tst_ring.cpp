// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/trace/ringpair.h"
#include "tests/core/trace/soak.h"

#include <QDeadlineTimer>
#include <QtTest>

#include <atomic>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include <csignal>
#include <ctime>

#include <sys/wait.h>

using namespace zocalo;
using namespace zocalo::trace;
using zocalo::test::ownTid;
using zocalo::test::put;
using zocalo::test::recordOf;
using zocalo::test::RingPair;
using zocalo::test::rounds;
using Next = RingReader::Next;

namespace {

/// Bytes that depend on the serial, so that mixed-up slots are found out.
std::string patterned(std::uint64_t serial, std::size_t length)
{
    std::string bytes(length, '\0');
    for (std::size_t i = 0; i < length; ++i)
        bytes[i] = static_cast<char>(serial * 31 + i * 7);
    return bytes;
}

std::size_t lengthFor(std::uint64_t serial)
{
    static constexpr std::size_t kLengths[] = {0, 5, 64, 65, 312, 313, 1000, 4096};
    return kLengths[serial * 2654435761U % 8];
}

/// Reads until there is something, for as long as QTRY_ would wait. (QTRY_ itself evaluates more than once.)
Next nextSomething(RingReader &reader, Record &record, std::string &payload)
{
    const QDeadlineTimer deadline(5000);
    Next next = Next::Empty;
    while (next == Next::Empty && !deadline.hasExpired())
        next = reader.next(record, payload);
    return next;
}

RingWriter *g_signalWriter = nullptr;
std::atomic<std::uint64_t> g_signalWritten{0};

/// Without allocating: it interrupts whatever its thread is at.
void writeInSignal(int)
{
    static char bytes[100];
    std::memset(bytes, 's', sizeof bytes);
    const iovec piece{bytes, sizeof bytes};
    Record record = recordOf(1'000'000 + g_signalWritten.load(), sizeof bytes);
    GateHold hold;
    if (g_signalWriter->put(record, {&piece, 1, sizeof bytes}, hold))
        ++g_signalWritten;
    g_signalWriter->wait(hold);
}

} // namespace

class TestRing : public QObject
{
    Q_OBJECT

private slots:
    void payload_isReadBack_data();
    void payload_isReadBack();
    void pathOfSource_isReadBackBehindThePayload();
    void emptyRing_givesNothing();
    void manyThreads_nothingLostOrderKept();
    void readerAsleep_writersWaitThenNothingLost();
    void readerGone_fullRingLetsWriterGoOn();
    void signalHandlerWrites_ringGoesOn();
    void deadOwner_isSkipped();
    void livingOwner_isWaitedFor();
    void killedWriters_neverJam();
};

void TestRing::payload_isReadBack_data()
{
    QTest::addColumn<int>("length");
    for (const int length : {0, 1, 63, 64, 65, 311, 312, 313, 560, 561, 4095, 4096})
        QTest::addRow("%d", length) << length;
}

void TestRing::payload_isReadBack()
{
    QFETCH(int, length);
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    Record record;
    std::string payload;
    for (std::uint64_t serial = 1; serial <= 40; ++serial) { // several laps
        const std::string sent = patterned(serial, static_cast<std::size_t>(length));
        QVERIFY(put(ring.writer, recordOf(serial, sent.size()), sent));
        QCOMPARE(ring.reader.next(record, payload), Next::Ok);
        QCOMPARE(record.serial, serial);
        QCOMPARE(record.payloadKept, static_cast<std::uint32_t>(length));
        QVERIFY(payload == sent);
    }
    QCOMPARE(ring.reader.next(record, payload), Next::Empty);
}

void TestRing::pathOfSource_isReadBackBehindThePayload()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    Record record;
    std::string payload;
    std::uint64_t serial = 0;
    for (const std::size_t length : {0, 1, 63, 64, 300, 4096}) {
        for (const std::size_t source : {0U, 1U, 63U, 64U, 65U, 248U, kSourceLimit}) {
            const std::string sent = patterned(++serial, length);
            const std::string path = patterned(serial + 7, source);
            QVERIFY(put(ring.writer, recordOf(serial, length), sent, path));
            QCOMPARE(ring.reader.next(record, payload), Next::Ok);
            QCOMPARE(record.payloadKept, static_cast<std::uint32_t>(length));
            QCOMPARE(record.source, static_cast<std::uint16_t>(source));
            QVERIFY(payload == sent + path);
        }
    }
}

void TestRing::emptyRing_givesNothing()
{
    RingPair ring;
    Record record;
    std::string payload;
    QCOMPARE(ring.reader.next(record, payload), Next::Empty); // not even attached
    QCOMPARE(ring.attach(), 0);
    QCOMPARE(ring.attach(), EBUSY);
    QCOMPARE(ring.reader.next(record, payload), Next::Empty);
    QVERIFY(ring.reader.heldThreads().empty());
    QVERIFY(!ring.reader.release({ownTid(), Phase::Entry, 1}));
    ring.reader.detach();
    QVERIFY(!put(ring.writer, recordOf(1)));
}

void TestRing::manyThreads_nothingLostOrderKept()
{
    constexpr int kThreads = 6;
    const auto perThread = static_cast<std::uint64_t>(rounds(4000, 200000));
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    std::vector<std::thread> writers;
    for (int i = 0; i < kThreads; ++i) {
        writers.emplace_back([&ring, perThread] {
            for (std::uint64_t serial = 1; serial <= perThread; ++serial)
                put(ring.writer, recordOf(serial, lengthFor(serial)), patterned(serial, lengthFor(serial)));
        });
    }
    std::map<std::uint32_t, std::uint64_t> last;
    std::uint64_t faults = 0;
    std::uint64_t read = 0;
    while (read < kThreads * perThread) {
        Record record;
        std::string payload;
        const Next next = ring.reader.next(record, payload);
        if (next == Next::Empty) {
            std::this_thread::yield();
            continue;
        }
        faults += next != Next::Ok || record.serial != ++last[record.tid] ||
                  payload != patterned(record.serial, lengthFor(record.serial));
        ++read;
    }
    for (std::thread &writer : writers)
        writer.join();
    QCOMPARE(faults, 0U);
    QCOMPARE(last.size(), static_cast<std::size_t>(kThreads));
    QCOMPARE(ring.reader.counters().lost, 0U);
}

void TestRing::readerAsleep_writersWaitThenNothingLost()
{
    const auto kRecords = static_cast<std::uint64_t>(rounds(500, 1'000'000));
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    std::atomic<std::uint64_t> written{0};
    std::thread writer([&] {
        for (std::uint64_t serial = 1; serial <= kRecords; ++serial) {
            put(ring.writer, recordOf(serial));
            written = serial;
        }
    });
    QTRY_COMPARE(written.load(), std::uint64_t{kMinSlotCount});
    QElapsedTimer asleep;
    asleep.start();
    QTRY_VERIFY(asleep.hasExpired(rounds(1, 2000)));
    QCOMPARE(written.load(), std::uint64_t{kMinSlotCount});
    Record record;
    std::string payload;
    std::uint64_t expected = 0;
    bool inOrder = true;
    while (expected < kRecords) {
        if (ring.reader.next(record, payload) == Next::Ok)
            inOrder = inOrder && record.serial == ++expected;
    }
    writer.join();
    QVERIFY(inOrder);
    QCOMPARE(ring.reader.next(record, payload), Next::Empty);
    QCOMPARE(ring.reader.counters().lost, std::uint64_t{0});
}

void TestRing::readerGone_fullRingLetsWriterGoOn()
{
    RingPair ring;
    // The collector is a child that dies and is not even buried: a zombie does not live.
    const pid_t collector = fork();
    if (collector == 0) {
        RingReader reader;
        reader.attach(ring.memfd, getppid());
        while (true)
            pause();
    }
    QTRY_COMPARE(ring.header->collectorPid.load(), static_cast<std::uint32_t>(collector));
    std::atomic<int> written{0};
    std::thread writer([&] {
        while (put(ring.writer, recordOf(1)))
            ++written;
    });
    QTRY_COMPARE(written.load(), static_cast<int>(kMinSlotCount));
    kill(collector, SIGKILL);
    writer.join(); // hangs if it does not notice
    QVERIFY(!ring.writer.isWanted());
    waitpid(collector, nullptr, 0);
}

void TestRing::signalHandlerWrites_ringGoesOn()
{
    const auto records = static_cast<std::uint64_t>(rounds(60000, 2000000));
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    g_signalWriter = &ring.writer;
    g_signalWritten = 0;
    std::atomic<bool> done{false};
    const std::string payloadOfThread(200, 'w');
    std::thread writer([&] {
        struct sigaction action = {};
        action.sa_handler = writeInSignal;
        sigaction(SIGALRM, &action, nullptr);
        // To this thread alone: the test's own threads would take it as well.
        sigevent event{};
        event.sigev_notify = SIGEV_THREAD_ID;
        event.sigev_signo = SIGALRM;
        event._sigev_un._tid = static_cast<pid_t>(ownTid());
        timer_t timer{};
        timer_create(CLOCK_MONOTONIC, &event, &timer);
        const itimerspec often{{0, 50'000}, {0, 50'000}};
        timer_settime(timer, 0, &often, nullptr);
        // Nothing is allocated while the handler may come and wait for the reader, who does allocate, in this process.
        for (std::uint64_t serial = 1; serial <= records; ++serial)
            put(ring.writer, recordOf(serial, 200), payloadOfThread);
        timer_delete(timer);
        done = true;
    });
    std::uint64_t fromThread = 0;
    std::uint64_t fromHandler = 0;
    bool isRight = true;
    while (true) {
        const bool wasDone = done;
        Record record;
        std::string payload;
        const Next next = ring.reader.next(record, payload);
        if (next == Next::Empty && wasDone)
            break;
        if (next == Next::Empty)
            continue;
        const bool isHandler = payload.size() == 100;
        isRight = isRight && next == Next::Ok && payload == std::string(isHandler ? 100 : 200, isHandler ? 's' : 'w');
        isHandler ? ++fromHandler : ++fromThread;
    }
    writer.join();
    QVERIFY(isRight);
    QCOMPARE(fromThread, records);
    QCOMPARE(fromHandler, g_signalWritten.load());
}

void TestRing::deadOwner_isSkipped()
{
    const pid_t dead = fork();
    if (dead == 0)
        _exit(0);
    waitpid(dead, nullptr, 0);
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    // As if killed between its claim and moving the head.
    ring.slot[0].claim = Claim{ClaimState::Claimed, 3, static_cast<std::uint32_t>(dead), 0}.word();
    QVERIFY(put(ring.writer, recordOf(2)));
    Record record;
    std::string payload;
    QCOMPARE(nextSomething(ring.reader, record, payload), Next::Skipped);
    QCOMPARE(ring.reader.next(record, payload), Next::Ok);
    QCOMPARE(record.serial, 2U);
    // The same with nobody behind it to help the head on.
    ring.slot[4].claim = Claim{ClaimState::Claimed, 1, static_cast<std::uint32_t>(dead), 0}.word();
    QCOMPARE(nextSomething(ring.reader, record, payload), Next::Skipped);
    QVERIFY(put(ring.writer, recordOf(3)));
    QCOMPARE(ring.reader.next(record, payload), Next::Ok);
    QCOMPARE(record.serial, 3U);
    QCOMPARE(ring.reader.counters().skipped, 2U);
}

void TestRing::livingOwner_isWaitedFor()
{
    RingPair ring;
    QCOMPARE(ring.attach(), 0);
    const Claim claimed{ClaimState::Claimed, 1, ownTid(), 0};
    ring.slot[0].claim = claimed.word();
    Record record;
    std::string payload;
    for (int i = 0; i < 20; ++i)
        QCOMPARE(ring.reader.next(record, payload), Next::Empty);
    Claim published = claimed;
    published.state = ClaimState::Published;
    const Record late = recordOf(9);
    std::memcpy(ring.slot[0].bytes, &late, sizeof late);
    ring.slot[0].claim = published.word();
    QCOMPARE(ring.reader.next(record, payload), Next::Ok);
    QCOMPARE(record.serial, 9U);
}

void TestRing::killedWriters_neverJam()
{
    constexpr std::uint64_t kOurs = 1ULL << 40; // a serial that no child comes to
    std::mt19937 random(99);
    RingPair ring(kMaxSlotCount); // so large that the writers never wait: they are killed while they write
    QCOMPARE(ring.attach(), 0);
    Record record;
    std::string payload;
    std::uint64_t faults = 0;
    for (int round = 0; round < rounds(60, 600); ++round) {
        const pid_t child = fork();
        if (child == 0) {
            auto write = [&ring] {
                for (std::uint64_t serial = 1;; ++serial)
                    put(ring.writer, recordOf(serial, lengthFor(serial)), patterned(serial, lengthFor(serial)));
            };
            std::thread(write).detach();
            write();
        }
        const std::uint64_t enough = ring.reader.counters().read + 10 + random() % 200;
        const auto drain = [&] {
            const Next next = ring.reader.next(record, payload);
            if (next == Next::Ok)
                faults += payload != patterned(record.serial, lengthFor(record.serial));
            faults += next == Next::Corrupt;
            return next;
        };
        while (ring.reader.counters().read < enough)
            drain();
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        // Whatever it left is read or skipped: then a record of ours gets through. (From another thread: the ring may
        // be full, and this one is its reader.)
        std::thread next(
            [&ring] { put(ring.writer, recordOf(kOurs, lengthFor(kOurs)), patterned(kOurs, lengthFor(kOurs))); });
        const QDeadlineTimer deadline(20000);
        bool isThrough = false;
        while (!isThrough && !deadline.hasExpired())
            isThrough = drain() == Next::Ok && record.serial == kOurs;
        if (!isThrough)
            ring.reader.detach(); // or the thread waits for ever
        next.join();
        QVERIFY(isThrough);
    }
    QCOMPARE(faults, 0U);
    qInfo("%llu claims of killed writers were skipped",
          static_cast<unsigned long long>(ring.reader.counters().skipped));
}

QTEST_GUILESS_MAIN(TestRing)
#include "tst_ring.moc"
