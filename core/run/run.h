// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/result.h"
#include "core/history/event.h"
#include "core/kernel/destroyedsockets.h"
#include "core/kernel/sockettable.h"
#include "core/run/callsnow.h"
#include "core/run/childprocess.h"
#include "core/run/collector.h"
#include "core/run/heldthread.h"
#include "core/run/helperpaths.h"
#include "core/run/laboratory.h"
#include "core/run/networks.h"
#include "core/run/oursockets.h"
#include "core/run/program.h"
#include "core/run/programkind.h"
#include "core/run/runningprogram.h"
#include "core/run/segmentcapture.h"
#include "core/run/sourcefiles.h"
#include "core/run/strangers.h"
#include "core/run/tablereader.h"
#include "core/run/taplistener.h"
#include "core/run/tracers.h"

#include <QHash>
#include <QMutex>
#include <QSet>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

struct pollfd;

namespace zocalo::run {

class DebugLines;

/// A run: processes under the tap, their rings, their gates and the kernel's table of their sockets. It appends to a
/// history by giving events to a sink. The processes are peers that a lesson plays with, or programs of the user's and
/// whatever these start (fork, exec, posix_spawn), which are followed from their beginning.
///
/// A run lives on one thread, from its making to its end: the kernel kills the processes when the thread that started
/// them ends. Nothing happens but inside its functions; the sink is called inside them and must not call back. Only
/// wake(), expect() and expectTracer() may be called from other threads. However it ends, no peer is left: the
/// destructor kills them and waits; if we are killed, the kernel kills them (and the end of their standard input ends
/// them). The user's programs run on, unobserved.
class Run
{
    Q_DISABLE_COPY_MOVE(Run)

public:
    using Sink = std::function<void(const history::Event &)>;
    using Patience = std::chrono::microseconds;

    Run(HelperPaths helpers, Sink sink);
    ~Run();

    /// Before anything is started: the peers are to run in a laboratory with hosts of these addresses (none: in one
    /// network that has its loopback alone). All that passes on its network is given as SegmentSeen events, with the
    /// kernel's table. startPeers() fails with Laboratory where it cannot be made.
    void useLaboratory(const QList<QString> &addresses);

    /// Starts one zocalo-peer under the tap for each entry, all at once, and returns when all have joined; each is held
    /// at the gate at every moment of every call from its first. May be called again, for more of them. `process` is
    /// numbered and `pid` filled in here; gives ProcessStarted events. Errors: ProcessNotStarted, TooManyFiles,
    /// SharedMemory, TapSilent, ProcessDied.
    /// `hosts`: in a laboratory, the host of each; those that are not told run on the first.
    Status startPeers(QList<history::ProcessStarted> peers, const QList<int> &hosts = {});

    /// Starts a program of the user's, and returns once it was executed; it joins, if the tap can enter it, with a
    /// later turn. Gives ProcessStarted (Role::Other). Errors: ProcessNotStarted, TooManyFiles, SharedMemory.
    /// How it is watched is what kindOf() says.
    Result<history::ProcessId> startProgram(const Program &program);
    /// How a program will be watched, and why so: chosen from its file, what was asked for, and what is allowed here.
    static ProgramKind kindOf(const Program &program);
    /// What a process that somebody else starts, in whatever terminal, must have in its environment to join this run.
    /// Opens the run. Errors: TooManyFiles, SharedMemory.
    Result<QList<QPair<QByteArray, QByteArray>>> invitation();
    /// From now on processes of other users may join, if their environment holds that token.
    void setToken(const trace::Token &token) { m_listener.setToken(token); }
    /// The process with that pid, which somebody else started and which has not joined yet, is to be called so. From
    /// any thread.
    void expect(pid_t pid, const QString &name);
    /// The process with that pid, which somebody else started, is or becomes a zocalo-ptracer: it speaks for the
    /// processes that it traces. `name` is what its program is to be called; may be empty. From any thread.
    void expectTracer(pid_t pid, const QString &name);
    /// The gate of all processes but the peers, of those too that join later.
    void setGate(trace::GateMode mode);
    /// The threads that wait there, in the order of their processes, and of which the record was given; `sinceNs` and
    /// `siblings` are not filled in.
    QList<HeldThread> held() const;
    /// Called before a process that says hello joins, inside advance() and pass(): the last moment to expect() it or to
    /// set its gate.
    void setJoinSink(std::function<void()> sink) { m_joinSink = std::move(sink); }
    /// How a program ended; nothing while it runs, or where it cannot be known.
    std::optional<Ending> ending(history::ProcessId process) const;
    /// A process of the run is still there, or one that may speak for others: a tracer whose program has ended speaks
    /// for what that has made.
    bool isAlive() const;
    /// The process has joined: its calls are seen.
    bool isJoined(history::ProcessId process) const;
    /// It has joined, and by the tap: what it starts is not followed by force.
    bool isTapped(history::ProcessId process) const;
    /// Since it has last joined, exec() has put another program in its place, which has not joined (yet).
    bool isReplaced(history::ProcessId process) const;
    /// The living process with that pid is watched by ptrace.
    bool isTraced(pid_t pid) const;
    /// That process of the system is one of the run, lives, and has joined.
    bool hasJoined(pid_t pid) const;
    /// What it is called in the run.
    QString name(history::ProcessId process) const;
    /// The pid of the process that was started to be watched, and that this one comes from; its tracer's, if it has
    /// one.
    qint64 programOf(history::ProcessId process) const;
    /// Processes that have told, since the last time, that they have set up an io_uring; each once.
    QList<history::ProcessId> takeIoUringUsers() { return std::exchange(m_ioUringUsers, {}); }
    /// Has the history keep that something was found not to be seen (at most history::kMostUnseen).
    void keepUnseen(const history::Unseen &part);
    int processCount() const { return static_cast<int>(m_members.size()); }

    /// Hands a line of core/peer/README.md's commands to that peer.
    void tell(history::ProcessId process, const QByteArray &line);
    /// One turn: gives the events that have come; if there were none, waits for some at most that long. Rings cannot
    /// wake anybody, so call with a patience of about 100 µs while a call is expected. Errors: TooManyFiles,
    /// SharedMemory.
    Status advance(Patience patience);
    /// The same for processes that nobody steps: waits first, so that records come in bulk and the watched programs
    /// have the processor. A patience of 2 ms keeps up with any of them.
    Status pass(Patience patience);
    /// Ends a wait of advance(), from any thread.
    void wake() const;

    /// Lets a thread that is held there go on to its next moment; false if it is not held there (any more).
    bool release(history::ProcessId process, const trace::HeldThread &hold);
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

    /// For programs that run freely: gives the kernel's table as an event, not exact, if calls have come since the last
    /// one, and not more often than that. Errors: as snapshot().
    Status watchTable(Patience between = std::chrono::milliseconds(50));

    /// When all have ended: gives what the kernel tells of the sockets that it frees, which comes a moment after. Until
    /// all of them are freed, at most that long: some stay (FIN-WAIT-2), and of others (UNIX) it does not tell.
    void awaitFreed(Patience most);

    /// Ends the standard input of all, which ends them, waits (at most 2 s, then they are killed), and gives what was
    /// still recorded and then their ProcessEnded in the order of their numbers.
    Status finish();

private:
    /// A ring's records may name any process: one that lies cannot make us remember without end.
    static constexpr int kMostGoneChildren = 4096;

    struct Member
    {
        history::ProcessStarted facts;
        std::unique_ptr<ChildProcess> child; ///< null: somebody else's
        FileDescriptor pidFd;                ///< of somebody else's; readable once it has ended
        trace::RingReader ring;
        QByteArray reply;              ///< the beginning of the line that is being read
        quint32 ownPid = 0;            ///< as the process itself knows it
        history::ProcessId ringOf = 0; ///< not joined: the process into whose ring it writes (vfork)
        std::optional<Ending> ending;
        bool hasTracer = false; ///< `child` is the zocalo-ptracer that has started it
        qint64 tracer = 0;      ///< the process that speaks for it; 0: it speaks for itself
        bool isPeer = false;
        bool joined = false;
        bool ended = false;
        QString wantedName;                ///< what it is called, before that is made unique
        Networks::Place place;             ///< that it is at
        bool foreignIds = false;           ///< it is in a namespace of PIDs of its own
        bool isNamed = false;              ///< by the user: it keeps its name over exec
        bool withoutLines = false;         ///< its lines are not asked for
        bool isTold = false;               ///< its ProcessStarted was given
        bool hasIoUring = false;           ///< it has told so
        int goneChildren = 0;              ///< that its ring named after they had ended
        bool isForkSeen = false;           ///< its parent has told that it made it
        bool holdsSockets = false;         ///< it held some, or made a call on one
        RunningProgram program;            ///< when it joined, or joined again
        std::shared_ptr<DebugLines> lines; ///< of its present program
        SourceView view;                   ///< where its source files are

        /// Its tracer runs, be it without it.
        bool isTracing() const { return hasTracer && child->pidFd() >= 0; }
    };

    Status openOnce();
    static std::optional<Ending> endOf(Member &member);
    Status openLaboratory();
    Status startPeer(const history::ProcessStarted &facts, int host);
    Status awaitJoined();
    trace::HelloVerdict join(const trace::ReceivedHello &hello);
    Member *joining(const trace::ReceivedHello &hello, pid_t pid, const Networks::Place &place);
    bool attach(Member &member, const trace::ReceivedHello &hello);
    void dateProgram(Member &member, trace::HelloReason reason) const;
    history::SourceSeen sourceOf(history::ProcessId process, const QByteArray &path, trace::Record &record,
                                 bool &isNew);
    void tellHeld(Member &member, const trace::ReceivedHello &hello);
    Member *adopt(pid_t pid, Member *parent, const Networks::Place &place, bool isForked);
    void tellStarted(Member &member);
    bool meetStrangers(const NetworkTable &table, const QList<kernel::SocketRow> &ours);
    Member *stranger(qint64 pid);
    void rename(Member &member, bool isExec);
    void noteAside(history::ProcessId process, const trace::Record &record);
    void seeFork(history::ProcessId parent, const trace::Record &record);
    void adoptChild(Member &forker, pid_t child);
    void seeEnd(const trace::Record &record);
    void endGone(const Member *witness);
    static void awaitDying(const Member &member);
    bool hasSaidAll(const Member &member) const;
    Member *writerOf(history::ProcessId ringOwner, quint32 pid);
    Member *livingMember(pid_t pid) const;
    bool isTracer(pid_t pid) const;
    QString takeExpected(pid_t pid);
    trace::RingReader *ringFor(history::ProcessId process) const;
    QString uniqueName(const QString &name);
    QString nameOf(const Member &member);
    void end(Member &member, const std::optional<Ending> &ending);
    void tellEnded(Member &member, const std::optional<Ending> &ending);
    static std::optional<std::optional<Ending>> goneAs(Member &member);
    bool wait(Patience patience);
    Status serve();
    int collect();
    void reapEnded();
    void readReplies(Member &member);
    Result<QList<NetworkTable>> readTables();
    QList<kernel::SocketRow> pick(const QList<NetworkTable> &tables);
    void noteSockets(const trace::Record &record, quint64 network);
    void tellDestroyed();
    void tellSegments(const QList<history::SegmentSeen> &segments);
    bool anyDiesUntold() const;
    void give(const history::Event &event);
    void letPass(history::ProcessId ring, const trace::Record &record);
    Member *member(history::ProcessId process) const;

    HelperPaths m_helpers;
    Sink m_sink;
    FileDescriptor m_wake;
    TapListener m_listener;
    Collector m_collector;
    TableReader m_reader;                                       ///< of the network that we are in
    std::vector<std::unique_ptr<kernel::SocketTable>> m_tables; ///< of a laboratory's networks
    std::vector<std::unique_ptr<kernel::DestroyedSockets>> m_destroyed;
    std::optional<QList<QString>> m_laboratoryHosts; ///< what was asked for
    std::unique_ptr<Laboratory> m_laboratory;
    SegmentCapture m_capture;
    Networks m_networks; ///< of watched programs
    OurSockets m_ours;
    Strangers m_strangers;
    SourceFiles m_sources;
    std::vector<std::unique_ptr<Member>> m_members;
    std::vector<pollfd> m_pollFds;
    QSet<QString> m_names;            ///< that processes have
    QHash<QString, int> m_lastOfName; ///< the last number behind a name that several wanted
    mutable QMutex m_expectedMutex;   ///< guards the two that follow
    QHash<qint64, QString> m_expected;
    Tracers m_tracers;
    trace::GateMode m_gate = trace::GateMode::Free;
    CallsNow m_callsNow;
    QList<history::ProcessId> m_ioUringUsers; ///< not taken yet
    int m_unseenKept = 0;
    std::function<void()> m_joinSink;
    qint64 m_tableNs = 0;      ///< when the last table of watchTable() was given
    bool m_tableIsOld = false; ///< calls have come since
    bool m_follows = false;    ///< programs are watched: whoever has our listener's name may join
    Error m_joinError;
    int m_confused = -1;
    bool m_holdEnds = false; ///< finish(): ends are given in order, not as they come
};

} // namespace zocalo::run
