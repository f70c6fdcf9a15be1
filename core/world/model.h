// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/world/segment.h"

#include <QHash>
#include <QList>
#include <QMap>
#include <QString>

#include <optional>

namespace zocalo::world {

using history::CallId;
using history::ProcessId;
using history::Role;
using history::SocketId;
using trace::Endpoint;
/// A message within the run: 1, 2, 3… in the order their sends were entered. 0: none.
using MessageId = quint32;

/// What a process is doing, as far as it was observed. One state, one word.
enum class Activity : quint8 {
    Paused, ///< makes no socket call now (its next one, where the lesson tells, is Process::next)
    InCall, ///< a call was entered and has not returned; it was not seen asleep
    Asleep, ///< seen asleep in the kernel inside the call
    Ended,  ///< exited or killed
};

/// A call that was entered and has not returned.
struct OpenCall
{
    CallId id = 0;
    trace::Call call = trace::Call::Unknown;
    quint32 tid = 0;
    int fd = -1;
    SocketId socket = 0;
    bool asleep = false;
    bool operator==(const OpenCall &) const = default;
};

/// The line of a program's source that made a call.
struct SourcePlace
{
    quint16 source = 0; ///< history::SourceSeen::id; 0: not known, and nothing is claimed
    quint32 line = 0;   ///< from 1
    trace::Call call = trace::Call::Unknown;
    CallId id = 0;
};

struct Process
{
    ProcessId id = 0;
    qint64 pid = 0;
    QString name;   ///< "tcp.A"
    QString group;  ///< "tcp", "udp" or empty
    QString letter; ///< "A"; the server's "S"
    /// As the lesson says. A watched program's is told by what it does: one that listens, or binds a port of its choice
    /// first, is a server; one that connects or sends first is a client. It never changes then.
    Role role = Role::Other;
    int ordinal = 0;
    bool outside = false; ///< not watched: its calls are not seen
    /// It works with a socket of a client that it has from that (fork(2)), and made none: it has that client's letter.
    bool helps = false;
    /// No lesson has given it a part: it is somebody's program, and `name` is its program's.
    bool isProgram = false;
    Activity activity = Activity::Paused;
    QList<OpenCall> openCalls; ///< oldest first
    /// The last call that returned here: what it was, its result and errno. Call::Unknown if none yet.
    trace::Call lastCall = trace::Call::Unknown;
    qint64 lastResult = 0;
    int lastError = 0;
    SocketId lastCallSocket = 0;
    SourcePlace place;                       ///< where the call was made that was entered last
    trace::Call next = trace::Call::Unknown; ///< what the lesson will make it call next
    SocketId nextSocket = 0;
    int exitCode = 0; ///< history::kExitUnknown: not known
    int signal = 0;
};

/// A descriptor that holds a socket open.
struct Owner
{
    ProcessId process = 0;
    int fd = -1;
    bool operator==(const Owner &) const = default;
};

/// Some bytes of one message, waiting in a receive queue.
struct QueuedBytes
{
    MessageId message = 0;
    quint64 offset = 0; ///< first byte within the message
    quint64 size = 0;
    bool operator==(const QueuedBytes &) const = default;
};

/// How we know where a message landed. Never the rule alone.
enum class Evidence : quint8 {
    None,
    KernelQueue, ///< this socket's receive queue in the kernel's table grew by it
    Bytes,       ///< a receive on this socket returned its bytes
    SameBytes,   ///< a receive on this socket returned bytes that more than one message could have been, and it is not
                 ///< the same for the verdict which: the addresses decided, so `agrees` stays empty
};

/// A state that a socket came into.
struct StateChange
{
    kernel::State state = kernel::State::Unknown;
    CallId cause = 0;      ///< the call of the moment at which it was seen, or which makes it so; 0: a process's end
    bool observed = false; ///< read in the kernel's table, then or while it was in it; else concluded from the call
    qint64 event = 0;      ///< index in the history of the event that tells of it
    bool operator==(const StateChange &) const = default;
};

/// What SO_LINGER was given (socket(7)): how the close of a connection ends it.
enum class Linger : quint8 {
    Off,     ///< it sends a FIN, and so it does with a time to wait
    Aborts,  ///< a time of 0: it sends a RST
    Unknown, ///< the value was not recorded
};

struct Socket
{
    SocketId id = 0;
    kernel::Protocol protocol = kernel::Protocol::Other;
    kernel::State state = kernel::State::Unknown;
    Endpoint local;
    Endpoint remote;
    QList<Owner> owners; ///< empty: a child not yet accepted, or closed
    bool listening = false;
    int backlog = 0;             ///< what listen() was given
    SocketId listener = 0;       ///< for an accepted socket, or a child waiting in an accept queue: whose
    int acceptOrdinal = 0;       ///< 1 for what the listener's first accept() gave; 0: not from accept()
    QList<SocketId> acceptQueue; ///< listener: established children without a descriptor, oldest first (observed in the
                                 ///< kernel's table)
    QList<QueuedBytes> receiveQueue; ///< what waits to be read, oldest first
    quint32 kernelReceiveQueue = 0;  ///< as the kernel's table last said (UDP: memory, not payload)
    quint32 kernelSendQueue =
        0; ///< TCP: bytes sent or to be sent and not acknowledged, as the kernel's table last said
    quint32 kernelDrops = 0;
    bool inKernelTable = false;
    bool closed = false; ///< its last descriptor was closed
    int closedBySignal = 0;
    /// Closed just after a sendmsg() on a UNIX socket: a descriptor of it may be on its way there (unix(7),
    /// SCM_RIGHTS).
    bool mayBePassedOn = false;
    bool destroyed = false; ///< the kernel has told that it freed it
    SocketId remnant = 0;   ///< closed, and what is left of its connection (TIME-WAIT) is in the kernel's table: under
                            ///< this other cookie, without inode and owner
    QList<StateChange> states{};                ///< TCP: that it went through, oldest first
    kernel::State began = kernel::State::Close; ///< its first one, which is no change
    qint64 knownSince = 0;                      ///< index in the history of the event by which it became known
    ProcessId creator = 0;                      ///< process that made it: by socket(), accept()
    int lastError = 0;                          ///< errno of the last call on it, 0 if it succeeded
    trace::Call lastErrorCall = trace::Call::Unknown;
    SocketId peerSocket = 0; ///< TCP: the socket at the other end, where it is one of ours
    quint64 bytesSent = 0;
    quint64 bytesReceived = 0;
    quint64 unmatchedBytes = 0; ///< received bytes that no recorded send accounts for (unobserved calls)
    bool endOfFileRead = false; ///< a receive returned 0 on this TCP socket, and its own shutdown() is not why
    bool readShut = false;      ///< TCP: it was shut down for reading, by its own side
    quint16 domain = 0;         ///< AF_INET, AF_INET6; 0: not known
    bool reusePort = false;     ///< SO_REUSEPORT was set
    bool v6Only = false;        ///< IPV6_V6ONLY was set
    Linger linger = Linger::Off;
    std::optional<Owner> lastOwner; ///< closed: the descriptor that was closed last
};

/// Which rule of Linux chooses the socket (see predictor.h for the sources).
enum class Rule : quint8 {
    None,
    Tcp4Tuple,    ///< exact match of the 4-tuple
    TcpListener,  ///< no exact match: the listening socket (connections, not data)
    Udp2Tuple,    ///< destination address and port
    UdpConnected, ///< a connected UDP socket wins for its peer
    ReusePort,    ///< one of a group, by hash
};

enum class Outcome : quint8 {
    Unknown,
    Sending, ///< send entered, not returned
    Queued,
    PartlyReceived,
    Received,
    Dropped,   ///< UDP: the kernel counted a drop
    Refused,   ///< UDP: nobody there (ECONNREFUSED told later), or the send itself failed
    Discarded, ///< the receiving socket was closed with the bytes unread
};

struct Message
{
    MessageId id = 0;
    QString name;  ///< "A1", unique within its group
    QString group; ///< "tcp"; the message's full name is group.name ("tcp.A1")
    kernel::Protocol protocol = kernel::Protocol::Other;
    ProcessId senderProcess = 0;
    SocketId senderSocket = 0;
    int senderFd = -1;
    CallId sentBy = 0;
    trace::Call sentWith = trace::Call::Unknown; ///< what was called: send(), write()…
    QList<CallId> receivedBy;
    Endpoint from;
    Endpoint to;
    QByteArray payload;       ///< kept bytes
    quint64 size = 0;         ///< true length: what the send call took (while sending: what it was given)
    quint64 streamOffset = 0; ///< TCP: where it starts in its direction's stream
    quint64 receivedBytes = 0;
    Outcome outcome = Outcome::Unknown;
    bool sendReturned = false;
    bool sendSlept = false;        ///< its send was seen asleep in the kernel
    SocketId landed = 0;           ///< where its bytes were seen; 0: nowhere yet
    ProcessId receiverProcess = 0; ///< who received it, and through which descriptor
    int receiverFd = -1;           ///< -1: not received yet
    Evidence evidence = Evidence::None;
    Rule rule = Rule::None;
    QList<SocketId> predicted;  ///< what the rule allows, computed at the entry of the send
    std::optional<bool> agrees; ///< landed in one of them; empty where it was not seen to land anywhere, and where
                                ///< the bytes cannot tell (SameBytes)
    bool isReply = false;       ///< sent by a server
    /// In a laboratory: what was seen on the network with bytes of it, in that order; at most kMostCarriers.
    QList<Segment> carriers{};
    static constexpr int kMostCarriers = 16;
    QString fullName() const { return group.isEmpty() ? name : group + QLatin1Char('.') + name; }
};

/// What the last table of the kernel tells of the present moment. Between two tables queues fill and empty, and states
/// change, without any call of ours.
enum class TableAge : quint8 {
    Old,   ///< it is of an earlier moment
    Since, ///< it was read since the moment, while the processes went on: its rows were true then
    Exact, ///< it was read since the moment, with every process held: its rows are true
};

/// What a step is about: facts for the caption and the focus. Only what was recorded.
enum class MomentKind : quint8 {
    Start,    ///< nothing has happened yet
    Entered,  ///< a call was entered
    Returned, ///< a call returned
    ProcessEnded,
    /// A process that has sockets of another's began (`Moment::parent`; fork(2)), or one that has sockets has become
    /// another program (no parent; execve(2)).
    ProcessStarted,
};

struct Moment
{
    MomentKind kind = MomentKind::Start;
    CallId call = 0;
    trace::Call name = trace::Call::Unknown;
    ProcessId process = 0;
    int fd = -1;
    SocketId socket = 0;    ///< the socket the call is on
    SocketId newSocket = 0; ///< what socket() or accept() gave
    int newFd = -1;
    /// A send that returned: how many bytes it was given. 0 where its result does not count bytes (sendmmsg), and where
    /// there may have been fewer to send than it was told (sendfile). A receive that returned: for how many bytes it
    /// had room (recvmmsg: 0). shutdown(): how.
    quint64 requested = 0;
    qint64 result = 0;
    int error = 0;
    quint32 flags = 0; ///< the call's (MSG_…, SOCK_…)
    Endpoint address;  ///< the address given to, or by, the call
    /// The messages the call hands over (send) or takes (receive), oldest first.
    QList<MessageId> messages;
    bool endOfFile = false; ///< a receive returned 0 on TCP
    /// getsockopt() of SO_ERROR has returned: the errno that waited for its socket, 0 for none (socket(7)).
    std::optional<int> pendingError{};
    /// setsockopt(): which option of which level; 0: another call. Its value, where it is a number.
    int level = 0;
    int option = 0;
    std::optional<int> optionValue{};
    /// ProcessStarted: who forked it.
    std::optional<ProcessId> parent{};
    QString group;
    QString stepName;  ///< as the lesson names it, else empty
    bool hold = false; ///< the run holds here
};

} // namespace zocalo::world
