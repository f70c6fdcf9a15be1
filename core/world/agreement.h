// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/model.h"

#include <QHash>
#include <QSet>

namespace zocalo::world {

class WorldData;

/// In what the world, which follows the recorded calls, and the kernel's table differ.
enum class Difference : quint8 {
    UnknownSocket, ///< the kernel lists a socket of the run that no recorded call accounts for
    MissingSocket, ///< by the calls it is open and has an address, and the kernel does not list it
    State,         ///< no way leads from the state that the calls gave it to the one that the kernel tells
    LocalAddress,
    RemoteAddress,
    Owner,        ///< descriptors: the calls tell of one and the kernel of no file, or the other way round
    AcceptQueue,  ///< how many children wait
    ReceiveQueue, ///< TCP: unread bytes; UDP: whether there is anything to read
    SentBytes,    ///< TCP: all bytes that ever went out
    ReceivedBytes ///< TCP: all bytes that ever came in
};

/// Why a difference is no contradiction.
enum class Reason : quint8 {
    None,         ///< not known: something was not observed, or the world is mistaken
    CallUnderWay, ///< a call that slept was woken and has done its work; its return is recorded next
    Undecided,    ///< the bytes may be of more than one message: the world does not guess
    Stranger,     ///< the other end is no process of the run
};

/// One point in which the two differ, with what either says of it.
struct Disagreement
{
    Difference difference = Difference::State;
    SocketId socket = 0; ///< its cookie
    Reason reason = Reason::None;
    kernel::State worldState = kernel::State::Unknown; ///< Difference::State
    kernel::State kernelState = kernel::State::Unknown;
    Endpoint worldEndpoint; ///< an address; of UnknownSocket the kernel's local one
    Endpoint kernelEndpoint;
    quint64 worldNumber = 0;  ///< a length, a count; Owner: how many descriptors
    quint64 kernelNumber = 0; ///< Owner: the inode
    bool isExplained() const { return reason != Reason::None; }
    bool operator==(const Disagreement &) const = default;
};

/// Compares what the recorded calls tell with the kernel's table. Every table corrects the world, so this looks at the
/// world as it is before it has learnt from the table, and at its queues after that. Only tables that are exact are
/// compared: another may be older than the last call.
///
/// What the kernel does by itself, in answer to segments of the other end (RFC 9293, section 3.3.2), is no difference,
/// if the other end has given reason for it: CLOSE-WAIT where the peer has closed, for instance.
class Agreement
{
public:
    /// `before`: the rows of the table before; must outlive it.
    Agreement(const WorldData &data, const history::KernelSnapshot &snapshot, const QList<kernel::SocketRow> &before);

    /// To be called before the world learns from the table.
    void compareBefore();
    /// And after it has put the bytes that arrived into its queues. `undecided`: sockets where it could not tell which.
    void compareAfter(const QSet<SocketId> &undecided);
    const QList<Disagreement> &found() const { return m_found; }

private:
    void compareUnknown(const kernel::SocketRow &row);
    void compareOwner(const Socket &socket, const kernel::SocketRow &row);
    void compareState(const Socket &socket, const kernel::SocketRow &row);
    void compareAddresses(const Socket &socket, const kernel::SocketRow &row);
    void compareMissing(const Socket &socket);
    void compareUnreadBefore(const Socket &socket, const kernel::SocketRow &row);
    void compareAcceptQueue(const Socket &listener, const kernel::SocketRow &row);
    void compareStream(const Socket &socket, const kernel::SocketRow &row, bool undecided);
    void compareDatagrams(const Socket &socket, const kernel::SocketRow &row);
    void compareCounters(const Socket &socket, const kernel::SocketRow &row);
    Disagreement &add(Difference difference, SocketId socket, Reason reason);
    quint64 receivedBefore(SocketId socket);
    bool isAsleepIn(SocketId socket, bool (*isKind)(trace::Call)) const;
    bool peerHasFinished(const Socket &socket) const;
    bool peerMayReset(const Socket &socket) const;
    bool mayBecome(const Socket &socket, kernel::State to) const;
    const Socket *peerOf(const Socket &socket) const;

    const WorldData &d;
    const history::KernelSnapshot &m_snapshot;
    const QList<kernel::SocketRow> &m_before;
    QHash<SocketId, quint64> m_receivedBefore;    ///< what m_before counts, once it is asked for
    QHash<SocketId, QList<trace::Call>> m_asleep; ///< calls that were seen asleep and have not returned
    QList<Disagreement> m_found;
};

/// Bytes that wait to be read, by a row of the kernel's table. It counts the peer's FIN as one byte until end of file
/// is read (tcp_inq of tcp_diag).
quint64 unreadBytes(const kernel::SocketRow &row);
/// True if there is, or was, another end: its counters count something.
bool isOfConnection(kernel::State state);
/// True if the peer's FIN has arrived there.
bool hasFinished(kernel::State state);

} // namespace zocalo::world
