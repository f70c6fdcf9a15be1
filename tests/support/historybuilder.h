// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"

#include <QHash>
#include <QList>
#include <QString>

namespace zocalo::test {

using history::CallId;
using history::ProcessId;
using history::Role;
using history::SocketId;

/// Writes histories for tests: told call by call what processes do, it appends the events that the tap and the kernel's
/// table would give for it.
///
/// It holds a small loopback of its own (streams, accept queues, datagram queues), so that the events are consistent
/// and a test can ask for the truth (`whereabouts`). Every call has three moments, which a test may interleave as it
/// likes: entered, carried out, returned. The short forms (`send`, `accept`, …) do all three and, with
/// `setSnapshots(true)`, let the kernel's table follow each moment, as a run at the gate does.
class HistoryBuilder
{
public:
    /// Where one message (a send call) truly went.
    struct Truth
    {
        CallId sentBy = 0;
        SocketId socket = 0; ///< the socket whose queue took it; 0: none (refused, dropped, lost)
        QList<CallId> receivedBy;
        quint64 size = 0; ///< what the send took
        quint64 received = 0;
        bool diverted = false;
    };

    const QList<history::Event> &events() const { return m_events; }
    /// As if that process had not been watched.
    QList<history::Event> eventsWithout(ProcessId process) const;
    void append(const history::EventData &data);

    // Processes
    ProcessId start(const QString &name, Role role = Role::Other, const QString &letter = {}, const QString &group = {},
                    int ordinal = 0);
    /// A child with the same descriptors (fork(2)).
    ProcessId fork(ProcessId parent, const QString &name);
    /// Who calls from now on, where several own the socket (otherwise the first that does).
    void as(ProcessId process) { m_caller = process; }
    /// Its descriptors are closed by the kernel.
    void end(ProcessId process, int exitCode = 0, int signal = 0);

    // Whole calls. A socket is named by its cookie; as() picks the process where several own it.
    SocketId socket(ProcessId process, kernel::Protocol protocol, int domain = 2);
    /// 0 or an errno. Port 0 takes a free one.
    int bind(SocketId socket, const QString &address);
    int listen(SocketId socket, int backlog = 8);
    int connect(SocketId socket, const QString &address);
    SocketId accept(SocketId listener);
    CallId send(SocketId socket, const QByteArray &bytes);
    CallId sendto(SocketId socket, const QByteArray &bytes, const QString &address);
    CallId recv(SocketId socket, quint64 most = 1024);
    CallId recvfrom(SocketId socket, quint64 most = 1024);
    int shutdown(SocketId socket, int how);
    int close(SocketId socket);
    int close(ProcessId process, int fd);
    int dup(SocketId socket);
    void setOption(SocketId socket, int level, int option, int value);
    /// With a value that is no int; the kernel of the history does not mind it.
    void setOption(SocketId socket, int level, int option, const QByteArray &value);

    // Halves of calls: enter, carry out in the kernel, return.
    CallId enterConnect(SocketId socket, const QString &address);
    CallId enterAccept(SocketId listener);
    CallId enterSend(SocketId socket, const QByteArray &bytes, const QString &address = {});
    CallId enterReceive(SocketId socket, quint64 most = 1024, bool withAddress = false);
    /// True if the kernel can do it now: a receive has something to take, an accept has a child.
    bool canCarryOut(CallId call) const;
    void carryOut(CallId call);
    /// Carries it out if that was not done yet, and appends the return. What cannot be carried out gives EAGAIN.
    /// Returns the call's result.
    qint64 finish(CallId call);
    void asleep(CallId call);

    // The kernel's table, and what the director adds
    void snapshot(bool exact = true);
    void setSnapshots(bool on) { m_snapshots = on; }
    void next(ProcessId process, trace::Call call, SocketId socket = 0);
    void name(const QString &step);
    void hold(const QString &name);

    // Disturbances
    /// The next send's bytes go into this socket's queue, whatever the rule says.
    void divertNext(SocketId to) { m_divert = to; }
    /// The next datagram vanishes without a trace.
    void loseNext() { m_lose = true; }
    /// Datagrams beyond this many in the queue are dropped and counted.
    void setQueueLimit(SocketId socket, int datagrams);
    /// The next stream send takes this many bytes only.
    void takeOnly(quint64 bytes) { m_takeOnly = bytes; }

    // The truth
    const QHash<CallId, Truth> &truth() const { return m_truth; }
    Truth whereabouts(CallId sentBy) const { return m_truth.value(sentBy); }
    SocketId peerOf(SocketId socket) const { return m_sockets.value(socket).peer; }
    trace::Endpoint local(SocketId socket) const { return m_sockets.value(socket).local; }
    int fdOf(SocketId socket) const;
    ProcessId ownerOf(SocketId socket) const;
    int waiting(SocketId socket) const;
    /// What waits to be read, oldest first: the send's call and how many of its bytes.
    QList<std::pair<CallId, quint64>> queueOf(SocketId socket) const;
    bool isClosed(SocketId socket) const { return m_sockets.value(socket).gone; }

private:
    struct Chunk
    {
        CallId sentBy = 0;
        trace::Endpoint from;
        QByteArray bytes;
    };
    struct Kernel
    {
        kernel::Protocol protocol = kernel::Protocol::Tcp;
        kernel::State state = kernel::State::Close;
        int domain = 2;
        trace::Endpoint local;
        trace::Endpoint remote;
        quint32 inode = 0;
        int backlog = 0;
        SocketId listener = 0;
        SocketId peer = 0;
        QList<SocketId> acceptQueue;
        QList<Chunk> queue;
        quint32 drops = 0;
        int limit = 1 << 30;
        int bound = 0;
        bool finished = false; ///< the peer's end of stream arrived
        bool endRead = false;  ///< and was read
        int pendingError = 0;  ///< what the next call on it will be told
        bool reusePort = false;
        bool v6Only = false;
        bool gone = false;
        QList<std::pair<ProcessId, int>> owners;
    };
    struct Open
    {
        trace::Record entry;
        ProcessId process = 0;
        SocketId socket = 0;
        QByteArray bytes;
        bool done = false;
        qint64 result = 0;
        int error = 0;
        SocketId newSocket = 0;
        trace::Endpoint address;
        QByteArray taken;
        quint32 takenTotal = 0;
    };

    CallId enter(ProcessId process, trace::Call call, SocketId socket, int fd);
    trace::Record &entryOf(CallId call);
    void entered(CallId call);
    qint64 whole(CallId call);
    void done(CallId call, qint64 result, int error = 0);
    void carryOutConnect(Open &open);
    void carryOutAccept(Open &open);
    void carryOutSend(CallId call, Open &open);
    void carryOutReceive(CallId call, Open &open);
    SocketId route(const Kernel &sender, const trace::Endpoint &to) const;
    void autobind(Kernel &socket, const trace::Endpoint &to);
    void release(SocketId socket, ProcessId process, int fd);
    void describe(trace::Record &record, const Kernel &socket) const;
    int freeFd(ProcessId process) const;

    QList<history::Event> m_events;
    QHash<SocketId, Kernel> m_sockets;
    QList<SocketId> m_order;
    QHash<CallId, Open> m_open;
    QHash<CallId, Truth> m_truth;
    QList<qint64> m_pids;
    CallId m_lastCall = 0;
    SocketId m_lastCookie = 4096;
    quint32 m_lastInode = 70000;
    quint16 m_lastPort = 40000;
    int m_bindings = 0;
    qint64 m_now = 1'000'000'000;
    bool m_snapshots = false;
    SocketId m_divert = 0;
    bool m_lose = false;
    quint64 m_takeOnly = ~0ULL;
    qint64 m_caller = -1;
};

/// What a twin run leaves to look at: its history, and who is who.
struct TwinRun
{
    QList<history::Event> events;
    SocketId tcpListener = 0;
    SocketId udpServer = 0;
    QList<SocketId> tcpClients;
    QList<SocketId> tcpAccepted;
    QList<SocketId> udpClients;
};

/// The twin lesson's run: `clients` clients and a server on TCP, the same on UDP, two messages a client, interleaved,
/// with replies; children wait in the accept queue (the last one with bytes), datagrams wait in the one queue; a table
/// of the kernel after every moment. Steps are named "tcp-child-waits", "udp-queue", "tcp-b2-sent"; it holds at
/// "end-of-messages"; then everything is closed and every process ends.
TwinRun twinRun(int clients = 3);

/// A server and one client that talk over that protocol, with a table of the kernel after every moment. Over TCP the
/// client's message waits ("in-queue") and is read, the answer reaches a receiver that sleeps ("answer",
/// "handed-over"), it holds at "end-of-messages", and both ends are closed. Over UDP two datagrams wait ("in-queue").
/// At the end both processes end.
QList<history::Event> pairRun(kernel::Protocol protocol);

} // namespace zocalo::test
