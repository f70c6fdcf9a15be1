// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/kernel/socketrow.h"
#include "core/trace/record.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <variant>

namespace zocalo::history {

/// A process within a run: 0, 1, 2… in the order they were started. Never reused, unlike a PID.
using ProcessId = quint32;
/// A call within a run: 1, 2, 3… in causal order of the entries. 0: none.
using CallId = quint64;
/// A socket: its kernel cookie. 0: none.
using SocketId = quint64;

/// What a process is in the lesson's script; a watched program is Other, until what it does tells (world::Process).
enum class Role : quint8 { Other, Client, Server };

/// A process of the run was started. Given again for the same process: it has become another program (exec).
struct ProcessStarted
{
    ProcessId process = 0;
    qint64 pid = 0;
    QString name;   ///< unique in the run: "tcp.server", "tcp.A"
    QString group;  ///< the half of a twin it belongs to: "tcp", "udp"; else empty
    QString letter; ///< names its messages: "A"; the server's is "S"
    Role role = Role::Other;
    int ordinal = 0; ///< among the processes of its role and group: 0, 1, 2…
    /// The process that forked it and whose sockets it inherits; -1: none that is known.
    qint64 parent = -1;
    bool outside = false; ///< not watched: known from the kernel's table and /proc alone, its calls are not seen
    bool operator==(const ProcessStarted &) const = default;
};

/// The exit status of a process that is not our child may be lost before we ask for it.
inline constexpr int kExitUnknown = -1;

/// A process ended: by itself (`exitCode`) or by a signal (`signal` not 0).
struct ProcessEnded
{
    ProcessId process = 0;
    int exitCode = 0;
    int signal = 0;
    bool operator==(const ProcessEnded &) const = default;
};

/// A socket that a process holds open.
struct HeldSocket
{
    int fd = -1; ///< -1: through a descriptor that is not known (a process that is not watched)
    SocketId socket = 0;
    quint16 domain = 0;
    quint16 type = 0;
    quint16 protocol = 0;
    bool listening = false;
    trace::Endpoint local;
    trace::Endpoint peer;
    bool operator==(const HeldSocket &) const = default;
};

/// The sockets that a process was found to hold when it joined the run: what it inherited by fork, what exec left open,
/// what it had from whoever started it.
struct SocketsHeld
{
    ProcessId process = 0;
    bool complete = false; ///< it holds no others
    QList<HeldSocket> sockets;
    bool operator==(const SocketsHeld &) const = default;
};

/// What a process will do next, as the lesson says: it has not made this call yet. Call::Unknown: nothing more.
struct NextCall
{
    ProcessId process = 0;
    trace::Call call = trace::Call::Unknown;
    SocketId socket = 0;
    bool operator==(const NextCall &) const = default;
};

/// A socket call was entered: recorded before the kernel saw it.
struct CallEntered
{
    CallId id = 0;
    ProcessId process = 0;
    trace::Record record; ///< phase Entry
    QByteArray payload;   ///< the kept bytes of what is being sent
};

/// The call returned.
struct CallReturned
{
    CallId id = 0;
    ProcessId process = 0;
    trace::Record record; ///< phase Return
    QByteArray payload;   ///< the kept bytes of what was received
};

/// A thread was seen asleep in the kernel inside call `id` (/proc/PID/task/TID).
struct CallAsleep
{
    CallId id = 0;
    ProcessId process = 0;
};

/// The kernel's table: the rows of our sockets only. Exact if every process was held while it was taken; otherwise it
/// is true at some moment between `beginNs` and `endNs`.
struct KernelSnapshot
{
    qint64 beginNs = 0;
    qint64 endNs = 0;
    bool exact = false;
    QList<kernel::SocketRow> rows;
};

/// The kernel freed a socket of ours (multicast of NETLINK_SOCK_DIAG): told also where no close() was called, as at the
/// end of a process. The row is as it was at that moment; its inode is 0 and nobody owns it any more.
struct SocketDestroyed
{
    kernel::SocketRow row;
};

/// A name that the lesson gives to the moment just recorded ("b2-sent"), so that it can be found again.
struct StepNamed
{
    QString name;
};

/// The run holds here until the user goes on ("end of the messages").
struct Held
{
    QString name;
};

/// A packet that was captured on the network of a laboratory (core/run/laboratory.h): once, where it came in.
struct SegmentSeen
{
    /// Bytes that are kept of each at most: headers, with all their options, and the beginning of what they carry.
    static constexpr int kMostKept = 512;

    qint64 seenNs = 0;  ///< CLOCK_MONOTONIC, by the kernel's time stamp
    quint32 length = 0; ///< of the packet
    QByteArray bytes;   ///< from the IPv4 header on, at most kMostKept
};

/// Packets of a laboratory's network that the capture had no room for: after those of before, and before those to come.
struct SegmentsLost
{
    quint32 packets = 0;
};

/// A source file of a watched program's was met for the first time; calls that its lines make name it
/// (trace::Record::source, ::line).
struct SourceSeen
{
    quint16 id = 0; ///< 1, 2, 3…
    QString path;   ///< absolute, or what the program calls it: "<string>"
    /// Its text as it was when the call was made; empty if it is not known that it is the text that the program runs:
    /// the file is gone, is newer than the program, or too large.
    QString text;
    bool operator==(const SourceSeen &) const = default;
};

/// Something of a watched run that is not seen: it is told, once for each process, instead of being guessed.
struct Unseen
{
    enum class Why : quint8 {
        Static,      ///< it was started by a program that the tap is in, and loads nothing itself (Go's, too)
        WithoutTap,  ///< the same, and was given an environment without the tap
        Privileged,  ///< the same, and is setuid, setgid or has capabilities
        Foreign,     ///< the same, and is of another processor or word size
        IoUring,     ///< its calls are seen, but it has an io_uring, and may make others through it. io_uring(7)
        NeverJoined, ///< it is the program that was to be watched, and nothing of it was seen
    };

    qint64 pid = 0;
    QString name;
    Why why = Why::Static;
    /// The PID of the process that was started to be watched, and that this one comes from; where ptrace watches it,
    /// its tracer's.
    qint64 program = 0;
    bool operator==(const Unseen &) const = default;
};

/// Of so many a history tells at most: a program may start others without end.
inline constexpr int kMostUnseen = 1000;

/// A longer text of a source file is not kept.
inline constexpr qint64 kMostSourceBytes = 256 * 1024;
/// Of so many files at most.
inline constexpr int kMostSourceTexts = 64;

/// One event of a run's history. Everything that is ever shown is a fold over a list of these.
using EventData =
    std::variant<ProcessStarted, ProcessEnded, NextCall, CallEntered, CallReturned, CallAsleep, KernelSnapshot,
                 SocketDestroyed, StepNamed, Held, SocketsHeld, SegmentSeen, SegmentsLost, SourceSeen, Unseen>;

struct Event
{
    qint64 timeNs = 0; ///< CLOCK_MONOTONIC
    EventData data;
};

} // namespace zocalo::history
