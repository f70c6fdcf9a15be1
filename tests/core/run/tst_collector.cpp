// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/clock.h"
#include "core/run/collector.h"
#include "core/trace/ringreader.h"
#include "core/trace/ringwriter.h"

#include <QTest>

#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include <atomic>
#include <thread>

using namespace zocalo;
using history::CallEntered;
using history::CallReturned;
using history::Event;
using run::Collector;
using trace::Call;
using trace::Phase;
using trace::Record;

namespace {

/// One ring with both its ends in this process.
class Ring
{
public:
    Ring()
    {
        const int memfd = m_writer.create(trace::kMinSlotCount * 4);
        m_ok = memfd >= 0 && m_reader.attach(memfd, ::getpid()) == 0;
        ::close(memfd);
    }
    ~Ring()
    {
        m_reader.detach();
        m_writer.destroy();
    }

    bool isOk() const { return m_ok; }
    trace::RingReader *reader() { return &m_reader; }
    quint64 nextSerial() { return m_writer.nextSerial(); }

    void put(Phase phase, Call call, quint64 serial, quint64 timeNs, quint32 tid = 1, QByteArray payload = {},
             qint64 result = 0)
    {
        Record record;
        record.phase = phase;
        record.call = call;
        record.serial = serial;
        record.timeNs = timeNs;
        record.pid = static_cast<std::uint32_t>(::getpid());
        record.tid = tid;
        record.result = result;
        record.payloadTotal = static_cast<std::uint32_t>(payload.size());
        iovec piece{payload.data(), static_cast<std::size_t>(payload.size())};
        trace::GateHold hold;
        m_writer.put(record, {&piece, 1, record.payloadTotal}, hold);
    }

private:
    trace::RingWriter m_writer;
    trace::RingReader m_reader;
    bool m_ok = false;
};

QList<Event> collectAll(Collector &collector)
{
    QList<Event> events;
    while (collector.collect([&events](const Event &event) { events.append(event); }) > 0) {
    }
    return events;
}

/// "e1" for the entry of call 1, "r1" for its return.
QString shape(const QList<Event> &events)
{
    QStringList parts;
    for (const Event &event : events) {
        if (const auto *entered = std::get_if<CallEntered>(&event.data)) {
            parts.append(QStringLiteral("e%1").arg(entered->id));
        } else if (const auto *returned = std::get_if<CallReturned>(&event.data)) {
            parts.append(QStringLiteral("r%1").arg(returned->id));
        }
    }
    return parts.join(QLatin1Char(' '));
}

} // namespace

class TestCollector : public QObject
{
    Q_OBJECT

private slots:
    void recordsOfTwoRings_areOrderedByTime();
    void payload_comesWithItsCall();
    void returnWithoutEntry_isDroppedAndCounted();
    void returnOfAnotherThreadOrCall_isDropped();
    void clockThatLies_keepsTheOrderOfItsThread();
    void timeOfTheFuture_isNow();
    void ringRemoved_isReadNoMore();
    void sendsAndReceivesAtOnce_neverGiveTheEffectFirst();
};

void TestCollector::recordsOfTwoRings_areOrderedByTime()
{
    Ring a;
    Ring b;
    QVERIFY(a.isOk() && b.isOk());
    Collector collector;
    collector.add(0, a.reader());
    collector.add(1, b.reader());
    b.put(Phase::Entry, Call::Recv, 1, 100, 2);
    a.put(Phase::Entry, Call::Send, 1, 110, 1);
    b.put(Phase::Return, Call::Recv, 1, 130, 2, "hola", 4);
    a.put(Phase::Return, Call::Send, 1, 120, 1, {}, 4);
    QCOMPARE(shape(collectAll(collector)), QStringLiteral("e1 e2 r2 r1"));
    QCOMPARE(collector.orphans(), quint64(0));
    QVERIFY(collectAll(collector).isEmpty());
}

void TestCollector::payload_comesWithItsCall()
{
    Ring ring;
    QVERIFY(ring.isOk());
    Collector collector;
    collector.add(5, ring.reader());
    const QByteArray text(1000, 'x');
    ring.put(Phase::Entry, Call::Send, 1, 1, 1, text);
    const QList<Event> events = collectAll(collector);
    QCOMPARE(events.size(), 1);
    const auto entered = std::get<CallEntered>(events.first().data);
    QCOMPARE(entered.process, history::ProcessId(5));
    QCOMPARE(entered.payload, text);
    QCOMPARE(events.first().timeNs, qint64(1));
}

void TestCollector::returnWithoutEntry_isDroppedAndCounted()
{
    Ring ring;
    QVERIFY(ring.isOk());
    Collector collector;
    collector.add(0, ring.reader());
    ring.put(Phase::Return, Call::Recv, 7, 10);
    ring.put(Phase::Entry, Call::Close, 8, 20);
    ring.put(Phase::Return, Call::Close, 8, 30);
    ring.put(Phase::Return, Call::Close, 8, 40);
    QCOMPARE(shape(collectAll(collector)), QStringLiteral("e1 r1"));
    QCOMPARE(collector.orphans(), quint64(2));
}

void TestCollector::returnOfAnotherThreadOrCall_isDropped()
{
    Ring ring;
    QVERIFY(ring.isOk());
    Collector collector;
    collector.add(0, ring.reader());
    ring.put(Phase::Entry, Call::Recv, 1, 10, 1);
    ring.put(Phase::Return, Call::Recv, 1, 20, 2);
    ring.put(Phase::Return, Call::Send, 1, 30, 1);
    ring.put(Phase::Return, Call::Recv, 1, 40, 1);
    QCOMPARE(shape(collectAll(collector)), QStringLiteral("e1 r1"));
    QCOMPARE(collector.orphans(), quint64(2));
}

void TestCollector::clockThatLies_keepsTheOrderOfItsThread()
{
    Ring ring;
    QVERIFY(ring.isOk());
    Collector collector;
    collector.add(0, ring.reader());
    ring.put(Phase::Entry, Call::Recv, 1, 1000, 1);
    ring.put(Phase::Return, Call::Recv, 1, 5, 1);
    ring.put(Phase::Entry, Call::Recv, 2, 0, 1);
    QCOMPARE(shape(collectAll(collector)), QStringLiteral("e1 r1 e2"));
}

void TestCollector::timeOfTheFuture_isNow()
{
    Ring ring;
    Collector collector;
    collector.add(0, ring.reader());
    ring.put(Phase::Entry, Call::Send, 1, ~quint64{0});
    ring.put(Phase::Return, Call::Send, 1, 5);
    const QList<Event> events = collectAll(collector);
    QCOMPARE(shape(events), QStringLiteral("e1 r1"));
    for (const Event &event : events) {
        QVERIFY(event.timeNs > 5 && event.timeNs <= run::monotonicNs());
    }
    QVERIFY(std::get<CallEntered>(events.first().data).record.timeNs <= static_cast<quint64>(run::monotonicNs()));
}

void TestCollector::ringRemoved_isReadNoMore()
{
    Ring a;
    Ring b;
    QVERIFY(a.isOk() && b.isOk());
    Collector collector;
    collector.add(0, a.reader());
    collector.add(1, b.reader());
    collector.remove(0);
    a.put(Phase::Entry, Call::Recv, 1, 1);
    b.put(Phase::Entry, Call::Recv, 1, 2);
    QCOMPARE(collectAll(collector).size(), 1);
}

void TestCollector::sendsAndReceivesAtOnce_neverGiveTheEffectFirst()
{
    // Two pairs of threads really send to each other, back and forth, and record it as the tap would; the collector
    // runs at the same time. The byte's number tells which send a receive carried.
    const int rounds = qEnvironmentVariableIntValue("ZOCALO_SOAK") == 1 ? 400'000 : 20'000;
    constexpr int kThreads = 4;
    Ring rings[kThreads];
    Collector collector;
    for (int i = 0; i < kThreads; ++i) {
        QVERIFY(rings[i].isOk());
        collector.add(static_cast<history::ProcessId>(i), rings[i].reader());
    }
    std::atomic<int> running = kThreads;
    std::vector<std::thread> threads;
    for (int pair = 0; pair < kThreads / 2; ++pair) {
        int ends[2];
        QCOMPARE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
        for (int end = 0; end < 2; ++end) {
            threads.emplace_back([&, pair, end, fd = ends[end]] {
                Ring &ring = rings[pair * 2 + end];
                const auto tid = static_cast<quint32>(::syscall(SYS_gettid));
                for (qint64 i = 0; i < rounds; ++i) {
                    const bool sends = (i + end) % 2 == 0;
                    const Call call = sends ? Call::Send : Call::Recv;
                    const quint64 serial = ring.nextSerial();
                    qint64 number = i;
                    ring.put(Phase::Entry, call, serial, static_cast<quint64>(run::monotonicNs()), tid, {}, 0);
                    const ssize_t size = sends ? ::send(fd, &number, sizeof number, MSG_NOSIGNAL)
                                               : ::recv(fd, &number, sizeof number, 0);
                    ring.put(Phase::Return, call, serial, static_cast<quint64>(run::monotonicNs()), tid, {},
                             size == sizeof number ? number : -1);
                }
                ::close(fd);
                --running;
            });
        }
    }

    // In process p, the n-th call (from 0) is about byte n: entered by whoever sends it.
    qint64 entries[kThreads] = {};
    qint64 returns[kThreads] = {};
    qint64 wrong = 0;
    qint64 events = 0;
    const auto check = [&](const Event &event) {
        ++events;
        if (const auto *entered = std::get_if<CallEntered>(&event.data)) {
            wrong += entries[entered->process] != returns[entered->process] ? 1 : 0; // thread order
            ++entries[entered->process];
            return;
        }
        const auto &returned = std::get<CallReturned>(event.data);
        const qint64 number = returns[returned.process]++;
        wrong += returned.record.result != number ? 1 : 0;
        if (returned.record.call == Call::Recv) {
            wrong += entries[returned.process ^ 1U] <= number ? 1 : 0; // its send was not entered yet
        }
    };
    while (running > 0) {
        collector.collect(check);
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
    while (collector.collect(check) > 0) {
    }
    QCOMPARE(wrong, qint64(0));
    QCOMPARE(events, qint64(rounds) * 2 * kThreads);
    QCOMPARE(collector.orphans(), quint64(0));
}

QTEST_GUILESS_MAIN(TestCollector)
#include "tst_collector.moc"
