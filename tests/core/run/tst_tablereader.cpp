// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/oursockets.h"
#include "core/run/tablereader.h"

#include "core/kernel/destroyedsockets.h"
#include "tests/support/sockets.h"

#include <QRandomGenerator>
#include <QTest>

#include <algorithm>
#include <vector>

#include <fcntl.h>

using namespace zocalo;
using kernel::SocketRow;
using kernel::State;
using testing::TestSocket;

namespace {

constexpr qsizetype Always = -1'000'000;

/// A reader that asks for places whenever it may, as a run has it, and the whole table beside it. The test's own
/// sockets are the run's, if it notes them, or somebody else's.
class Readings
{
public:
    Readings() { m_isOpen = m_destroyed.open().ok(); }

    bool isOpen() const { return m_isOpen; }
    void note(const TestSocket &socket)
    {
        m_ours.note(socket.cookie(), AF_INET6);
        m_reader.note(socket.cookie());
    }

    /// What is ours, as the reader has it; `wasWhole` says how it was read.
    QList<SocketRow> read()
    {
        for (const SocketRow &row : m_destroyed.read()) {
            m_reader.forget(row.cookie);
        }
        const auto table = m_reader.read(kernel::SocketTable::Families::Both);
        const QList<SocketRow> rows = table ? m_ours.pick(table.value()) : QList<SocketRow>();
        m_reader.learn(rows);
        return rows;
    }
    /// The same by the whole table.
    QList<SocketRow> readWhole()
    {
        const auto table = m_table.read();
        return table ? m_ours.pick(table.value()) : QList<SocketRow>();
    }
    bool wasWhole() const { return m_reader.wasWhole(); }

private:
    run::OurSockets m_ours;
    run::TableReader m_reader{Always};
    kernel::SocketTable m_table;
    kernel::DestroyedSockets m_destroyed;
    bool m_isOpen = false;
};

TestSocket listening(int backlog = 16)
{
    TestSocket listener(AF_INET, SOCK_STREAM);
    return listener.bindToLoopback() && ::listen(listener.fd(), backlog) == 0 ? std::move(listener) : TestSocket();
}

TestSocket connectedTo(const TestSocket &listener)
{
    TestSocket client(AF_INET, SOCK_STREAM);
    return client.connectTo(listener.local()) ? std::move(client) : TestSocket();
}

bool hasAny(const QList<SocketRow> &rows, bool (*which)(const SocketRow &))
{
    return std::any_of(rows.begin(), rows.end(), which);
}

std::string said(const QList<SocketRow> &rows)
{
    std::string text;
    for (const SocketRow &row : rows) {
        text += std::to_string(row.cookie) + ' ' + kernel::stateName(row.state) + ' ' + row.local.toString() + ' ' +
                row.remote.toString() + " inode " + std::to_string(row.inode) + " Recv-Q " +
                std::to_string(row.receiveQueue) + '\n';
    }
    return text;
}

} // namespace

class TestTableReader : public QObject
{
    Q_OBJECT

private slots:
    void knownPlaces_areAskedForAlone();
    void newSocket_makesTheWholeBeRead();
    void strangersChild_isFoundThoughItsPlaceIsNew();
    void fullQueue_makesTheWholeBeRead();
    void boundOnly_isNeverLeftOut();
    void acceptedAndClosedBetweenReadings_leavesItsTimeWait();
    void fewOthers_areReadWithTheRest();
    void nowAndThen_theWholeIsRead();
    void randomCalls_areReadAsTheWholeTableHasThem();
};

void TestTableReader::knownPlaces_areAskedForAlone()
{
    Readings readings;
    QVERIFY(readings.isOpen());
    const TestSocket listener = listening();
    TestSocket client = connectedTo(listener);
    const TestSocket waiting = connectedTo(listener);
    TestSocket accepted = listener.accept();
    for (const TestSocket *const socket :
         std::initializer_list<const TestSocket *>{&listener, &client, &waiting, &accepted}) {
        readings.note(*socket);
    }
    QCOMPARE(readings.read().size(), 5); // and the child that waits
    QVERIFY(readings.wasWhole());
    QCOMPARE(::send(client.fd(), "hello", 5, 0), 5);
    readings.note(client);
    const QList<SocketRow> rows = readings.read();
    QVERIFY(!readings.wasWhole());
    QCOMPARE(rows.size(), 5);
    QVERIFY(hasAny(rows, [](const SocketRow &row) { return row.receiveQueue == 5; }));

    char data[8];
    QCOMPARE(::recv(accepted.fd(), data, sizeof data, 0), 5);
    client.close();
    accepted.close();
    const auto isInTimeWait = [](const SocketRow &row) { return row.state == State::TimeWait; };
    QTRY_VERIFY(hasAny(readings.read(), isInTimeWait));
    QVERIFY(!readings.wasWhole());
}

void TestTableReader::newSocket_makesTheWholeBeRead()
{
    Readings readings;
    const TestSocket listener = listening();
    readings.note(listener);
    QCOMPARE(readings.read().size(), 1);
    const TestSocket client = connectedTo(listener);
    readings.note(client);
    QCOMPARE(readings.read().size(), 3);
    QVERIFY(readings.wasWhole());
    QCOMPARE(readings.read().size(), 3);
    QVERIFY(!readings.wasWhole());
}

void TestTableReader::strangersChild_isFoundThoughItsPlaceIsNew()
{
    Readings readings;
    const TestSocket listener = listening();
    readings.note(listener);
    QCOMPARE(readings.read().size(), 1);
    const TestSocket stranger = connectedTo(listener);
    const QList<SocketRow> rows = readings.read();
    QCOMPARE(rows.size(), 2);
    QVERIFY(readings.wasWhole());
    // From now on its place is known.
    QCOMPARE(readings.read(), rows);
    QVERIFY(!readings.wasWhole());
}

void TestTableReader::fullQueue_makesTheWholeBeRead()
{
    Readings readings;
    const TestSocket listener = listening(0);
    readings.note(listener);
    const TestSocket stranger = connectedTo(listener);
    QCOMPARE(readings.read().size(), 2);
    QCOMPARE(readings.read().size(), 2);
    QVERIFY(readings.wasWhole());
}

void TestTableReader::boundOnly_isNeverLeftOut()
{
    Readings readings;
    const TestSocket bound(AF_INET, SOCK_STREAM);
    QVERIFY(bound.bindToLoopback());
    readings.note(bound);
    const QList<SocketRow> rows = readings.readWhole();
    if (rows.isEmpty()) {
        QSKIP("this kernel does not list sockets that are bound only");
    }
    QCOMPARE(readings.read(), rows);
    QCOMPARE(readings.read(), rows);
}

void TestTableReader::acceptedAndClosedBetweenReadings_leavesItsTimeWait()
{
    Readings readings;
    const TestSocket listener = listening();
    readings.note(listener);
    QCOMPARE(readings.read().size(), 1);
    TestSocket stranger = connectedTo(listener);
    TestSocket accepted = listener.accept();
    readings.note(accepted);
    accepted.close();
    stranger.close();
    QTRY_COMPARE(readings.readWhole().size(), 2);
    QCOMPARE(readings.read(), readings.readWhole());
    QCOMPARE(readings.read(), readings.readWhole());
}

void TestTableReader::fewOthers_areReadWithTheRest()
{
    run::TableReader reader(1'000'000); // few beside this, whatever else runs here
    run::OurSockets ours;
    const TestSocket listener = listening();
    ours.note(listener.cookie(), AF_INET);
    reader.note(listener.cookie());
    for (int i = 0; i < 3; ++i) {
        const auto table = reader.read(kernel::SocketTable::Families::Ipv4);
        QVERIFY(table.ok());
        reader.learn(ours.pick(table.value()));
        QVERIFY(reader.wasWhole());
    }
}

void TestTableReader::nowAndThen_theWholeIsRead()
{
    Readings readings;
    const TestSocket listener = listening();
    readings.note(listener);
    int whole = 0;
    for (int i = 0; i < 300; ++i) {
        QCOMPARE(readings.read().size(), 1);
        whole += readings.wasWhole() ? 1 : 0;
    }
    QCOMPARE(whole, 3);
}

// Whatever is called, what is ours is read as the whole table has it.
void TestTableReader::randomCalls_areReadAsTheWholeTableHasThem()
{
    const quint32 seed = qEnvironmentVariableIntValue("ZOCALO_SEED") != 0
                             ? static_cast<quint32>(qEnvironmentVariableIntValue("ZOCALO_SEED"))
                             : QRandomGenerator::global()->generate();
    QRandomGenerator random(seed);
    Readings readings;
    std::vector<TestSocket> listeners;
    std::vector<TestSocket> ours;
    std::vector<TestSocket> others;
    int asked = 0;
    const int rounds = qEnvironmentVariableIsSet("ZOCALO_SOAK") ? 20'000 : 600;
    const auto pick = [&random](std::vector<TestSocket> &from) -> TestSocket & {
        return from[random.bounded(static_cast<quint32>(from.size()))];
    };
    for (int round = 0; round < rounds; ++round) {
        // A socket that is bound only, or a full queue, may stay, and all of the table is read as long as it does.
        if (round % 60 == 0) {
            listeners.clear();
            ours.clear();
            others.clear();
        }
        const quint32 call = random.bounded(16U);
        std::vector<TestSocket> &owner = random.bounded(4U) == 0 ? others : ours;
        const auto keep = [&](TestSocket socket, std::vector<TestSocket> &where) {
            if (socket.fd() >= 0) {
                if (&where == &ours || &where == &listeners) {
                    readings.note(socket);
                }
                where.push_back(std::move(socket));
            }
        };
        if (call == 0 && listeners.size() < 4) {
            keep(listening(static_cast<int>(random.bounded(30U))), listeners);
        } else if (call < 4 && !listeners.empty() && ours.size() + others.size() < 60) {
            const TestSocket &listener = pick(listeners);
            TestSocket client(AF_INET, SOCK_STREAM | SOCK_NONBLOCK);
            (void)client.connectTo(listener.local()); // where the queue is full it goes on trying
            keep(std::move(client), owner);
        } else if (call < 6 && !listeners.empty()) {
            TestSocket &listener = pick(listeners);
            ::fcntl(listener.fd(), F_SETFL, O_NONBLOCK);
            keep(listener.accept(), ours);
        } else if (call < 9 && !owner.empty()) {
            (void)::send(pick(owner).fd(), "data", 4, MSG_NOSIGNAL | MSG_DONTWAIT);
        } else if (call == 9 && !owner.empty()) {
            char data[64];
            (void)::recv(pick(owner).fd(), data, sizeof data, MSG_DONTWAIT);
        } else if (call == 10 && !owner.empty()) {
            (void)::shutdown(pick(owner).fd(), SHUT_WR);
        } else if (call < 13 && !owner.empty()) {
            std::swap(pick(owner), owner.back());
            owner.pop_back();
        } else if (call == 13 && random.bounded(4U) == 0) {
            TestSocket bound(AF_INET, random.bounded(8U) == 0 ? SOCK_STREAM : SOCK_DGRAM);
            (void)bound.bindToLoopback();
            keep(std::move(bound), ours);
        } else if (call == 14 && random.bounded(20U) == 0 && !listeners.empty()) {
            std::swap(pick(listeners), listeners.back());
            listeners.pop_back();
        } else if (call == 15 && random.bounded(4U) == 0 && !ours.empty()) {
            // Left alone by its peer: back to where it was before connect().
            sockaddr nobody{};
            nobody.sa_family = AF_UNSPEC;
            TestSocket &socket = pick(ours);
            (void)::connect(socket.fd(), &nobody, sizeof nobody);
            readings.note(socket);
        }
        // An acknowledgement may come later than the call: then the table before is another than the one after.
        QList<SocketRow> whole;
        QList<SocketRow> rows;
        do {
            whole = readings.readWhole();
            rows = readings.read();
        } while (rows != whole && whole != readings.readWhole());
        asked += readings.wasWhole() ? 0 : 1;
        QVERIFY2(rows == whole, ("seed " + std::to_string(seed) + ", round " + std::to_string(round) + ", call " +
                                 std::to_string(call) + "\nread:\n" + said(rows) + "whole:\n" + said(whole))
                                    .c_str());
    }
    QVERIFY2(asked > rounds / 5, qPrintable(QString::number(asked)));
}

QTEST_GUILESS_MAIN(TestTableReader)
#include "tst_tablereader.moc"
