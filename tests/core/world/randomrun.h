// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/historybuilder.h"

#include <QRandomGenerator>
#include <QSet>

namespace zocalo::test {

/// How a random run is made up.
struct RandomPlan
{
    quint32 seed = 1;
    int clients = 3;
    int actions = 300;
    bool distinct = true; ///< every message has bytes of its own; otherwise a handful of texts are used again and again
    bool diverted = false; ///< now and then the bytes go into a wrong socket
    bool losses = false;   ///< datagrams vanish, or are dropped from full queues and counted
    bool stepped = false;  ///< a call is carried out and returns at once, as at the gate
    enum class Tables { None, Loose, Exact } tables = Tables::None;
};

/// A random run of TCP and UDP clients and servers: entries, effects and returns of calls interleaved at random, sends
/// split and merged by receives of random sizes, connections opened and closed. The builder knows the truth.
class RandomRun
{
public:
    explicit RandomRun(const RandomPlan &plan);
    /// One random action; events() grows.
    void act();
    /// Every call returns and everything that waits is received.
    void finish();

    HistoryBuilder build;
    QSet<SocketId> sockets; ///< all that exchange messages

private:
    bool mayTable() const;
    void table();
    QByteArray text();
    void startSend(ProcessId process);
    void startReceive(ProcessId process);
    void openConnection(ProcessId client);
    void closeConnection(ProcessId client);
    SocketId wrongSocket(SocketId sender, bool isTcp);
    void carryOut(CallId call);
    quint32 below(quint32 limit) { return limit == 0 ? 0 : m_random.bounded(limit); }

    RandomPlan m_plan;
    QRandomGenerator m_random;
    ProcessId m_server = 0;
    QList<ProcessId> m_clients;
    SocketId m_listener = 0;
    SocketId m_udpServer = 0;
    SocketId m_udpOther = 0;
    QHash<ProcessId, CallId> m_open; ///< the call each process is in
    QSet<CallId> m_carriedOut;
    QHash<ProcessId, QList<SocketId>> m_tcp;
    QHash<ProcessId, QList<SocketId>> m_udp;
    QHash<CallId, SocketId> m_wrong; ///< sends whose bytes will go into a wrong socket
    QSet<CallId> m_lost;             ///< datagrams that will vanish
    int m_texts = 0;
};

} // namespace zocalo::test
