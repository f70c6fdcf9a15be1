// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/event.h"
#include "core/kernel/sockettable.h"
#include "core/run/childprocess.h"
#include "core/run/collector.h"
#include "core/run/helperpaths.h"
#include "core/run/oursockets.h"
#include "core/run/taplistener.h"

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

struct pollfd;

namespace zocalo::run {

/// A run: processes under the tap, their rings, their gates and the kernel's table of their sockets. It appends to a
/// history by giving events to a sink.
///
/// A run lives on one thread, from its making to its end: the kernel kills the processes when the thread that started
/// them ends. Nothing happens but inside its functions; the sink is called inside them and must not call back. Only
/// wake() may be called from other threads. However it ends, no process is left: the destructor kills them and waits;
/// if we are killed, the kernel kills them (and the end of their standard input ends them).
class Run
{
    Q_DISABLE_COPY_MOVE(Run)

public:
    using Sink = std::function<void(const history::Event &)>;
    using Patience = std::chrono::microseconds;

    Run(HelperPaths helpers, Sink sink);
    ~Run();

    /// Starts one zocalo-peer under the tap for each entry, all at once, and returns when all have joined; each is held
    /// at the gate at every moment of every call from its first. May be called again, for more of them. `process` is
    /// numbered and `pid` filled in here; gives ProcessStarted events. Errors: ProcessNotStarted, TooManyFiles,
    /// SharedMemory, TapSilent, ProcessDied.
    Status startPeers(QList<history::ProcessStarted> peers);

    /// Hands a line of core/peer/README.md's commands to that peer.
    void tell(history::ProcessId process, const QByteArray &line);
    /// One turn: gives the events that have come; if there were none, waits for some at most that long. Rings cannot
    /// wake anybody, so call with a patience of about 100 µs while a call is expected. Errors: TooManyFiles,
    /// SharedMemory.
    Status advance(Patience patience);
    /// Ends a wait of advance(), from any thread.
    void wake() const;

    /// Lets a thread that is held go on to its next moment; false if it is not held.
    bool release(history::ProcessId process, quint32 tid);
    /// True if that thread waits at the gate.
    bool isHeld(history::ProcessId process, quint32 tid) const;
    /// Kills that process of ours with SIGKILL; its ProcessEnded comes with a later turn.
    void kill(history::ProcessId process);
    /// True after ProcessEnded was given.
    bool hasEnded(history::ProcessId process) const;
    qint64 pid(history::ProcessId process) const;
    /// A process that did not understand a command: the director's own fault. -1: none.
    int confused() const { return m_confused; }

    /// The kernel's rows of our sockets, now. Errors: KernelTable, TooManyFiles.
    Result<history::KernelSnapshot> snapshot(bool exact);

    /// Ends the standard input of all, which ends them, waits (at most 2 s, then they are killed), and gives what was
    /// still recorded and then their ProcessEnded in the order of their numbers.
    Status finish();

private:
    struct Member
    {
        history::ProcessStarted facts;
        std::unique_ptr<ChildProcess> child;
        trace::RingReader ring;
        QByteArray reply; ///< the beginning of the line that is being read
        bool joined = false;
        bool ended = false;
    };

    Status openOnce();
    Status startPeer(const history::ProcessStarted &facts);
    Status awaitJoined();
    trace::HelloVerdict join(const trace::ReceivedHello &hello);
    bool wait(Patience patience);
    Status serve();
    int collect();
    void reapEnded();
    void readReplies(Member &member);
    void give(const history::Event &event);
    Member *member(history::ProcessId process) const;

    HelperPaths m_helpers;
    Sink m_sink;
    FileDescriptor m_wake;
    TapListener m_listener;
    Collector m_collector;
    kernel::SocketTable m_table;
    OurSockets m_ours;
    std::vector<std::unique_ptr<Member>> m_members;
    std::vector<pollfd> m_pollFds;
    Error m_joinError;
    int m_confused = -1;
    bool m_holdEnds = false; ///< finish(): ends are given in order, not as they come
};

} // namespace zocalo::run
