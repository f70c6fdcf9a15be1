// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "app/figure/mechanismscene.h"
#include "app/figure/shapes.h"

#include <QCoreApplication>

namespace zocalo::figure {

/// The words inside a figure of the *mechanism*, in the application's language.
class MechanismWords
{
    Q_DECLARE_TR_FUNCTIONS(zocalo::figure::MechanismWords)
public:
    static QString application();
    static QString transport();
    static QString network();
    static QString loopback();
    static QString allAddresses(const QString &address);
    /// The same where sockets are bound to the wildcard: it is the datagrams that have one address.
    static QString datagramAddresses(const QString &address);
    static QString demultiplexing(bool tcp);
    static QString ownerColumn();
    static QString localPort();
    static QString localColumn();
    static QString remoteColumn();
    static QString exactMatch();
    /// What the four are.
    static QString fourTuple();
    static QString otherwiseListener();
    /// When it gets something.
    static QString otherwiseWhen();
    static QString destinationRule();
    static QString sourceIgnored();
    static QString severalFit();
    static QString oneMatchAmong(int count);
    /// The rows that are not shown: "⋮ 5 more".
    static QString moreRows(int count);
    /// "⋮ 5 more: fd 4, 8–11".
    static QString moreRowsOf(int count, const QString &descriptors);
    static QString withoutDescriptor(int count);
    /// "4, 8–11": numbers in their order, neighbours put together.
    static QString ranges(QList<int> numbers);
    /// What of the table was observed.
    static QString rowsObserved();
    static QString descriptorMeaning();
    static QString notDrawn();
    static QString none(bool wasThere);
    static QString noDescriptor();
    static QString noFixedRemote();
    static QString local(const QString &address);
    static QString remote(const QString &address);
    static QString noAddress();
    static QString closed();
    static QString closedIn(const QString &state);
    static QString receiveQueue();
    static QString oneReceiveQueue();
    static QString itsReceiveQueue();
    static QString receiveQueues(int count);
    static QString clientsEachAProcess(int count);
    static QString clientsEnded(int ended, int count);
    static QString moreSockets(int count);
    static QString oneInEachProcess();
    static QString oneForEachConnection();
    /// Nobody looked at this step.
    static QString notObserved();
    /// "socket for A, B: not observed".
    static QString socketNotObserved(const QStringList &letters);
    /// What stands beside a queue in which `shown` bytes are drawn: "4 bytes", those included that the kernel counts
    /// and no message explains; "not observed" where nobody knows that it is empty.
    static QString queueSize(const world::World &world, const world::Socket &socket, quint64 shown);
    /// The same in little room: "4 B", "?".
    static QString queueSizeInShort(const world::World &world, const world::Socket &socket, quint64 shown);
    /// "receive queue: 4 bytes", likewise.
    static QString receiveQueueOf(const world::World &world, const world::Socket &socket, quint64 shown);
    static QString bytes(quint64 count);
    /// "70000 B", where there is little room.
    static QString bytesInShort(quint64 count);
    /// What the kernel's table says of a UDP queue, and what it counts there: memory, not payload alone.
    static QString kernelMemory(quint32 bytes, quint64 payload);
    /// The same where it is not known which datagrams are there.
    static QString kernelMemory(quint32 bytes);
    /// What a FIN is in a queue: short.
    static QString endOfStream();
    static QString payload();
    static QString senderPort();
    static QString droppedCount(quint32 count);
    /// "accept queue: 2"; "accept queue: ?" where nobody looked, "accept queue: ≥ 2" where that was before this step.
    static QString acceptQueue(const world::World &world, const world::Socket &listener);
    static QString stateWithoutDescriptor(const QString &state);
    static QString listeningSocket();
    static QString onlyConnections();
    /// Of a socket that so many processes have a descriptor of.
    static QString passedOn();
    static QString doorsIn(int processes);
    /// The same where it is said already that it is one socket.
    static QString inProcesses(int processes);
    /// What another process than the card's own does: "PID 4101: recv() has returned".
    static QString saidOf(qint64 pid, const QString &sentence);
    static QString sharePort(int sockets, const QString &port);
    /// "3 connected (1 still without fd)\n+ 1 listening". `connected`: with a descriptor.
    static QString shares(int connected, int children);
    static QString oneForAll(const QString &port);
    static QString oneOf(int sockets, const QString &port);
    static QString accepting(const QString &letter, bool called);
    /// What of a figure's ways is deduced; `call`: inside which call it happened last; empty: none is to be named.
    static QString deduced(const MechanismScene &scene, const QString &call);
    /// And what was observed.
    static QString observed(const MechanismScene &scene);
    static QString bridge();
    static QString segmentsSeen();
    /// The same of what has no place in the network lane, where others have.
    static QString alsoSeen();
    /// Over what was seen, where it was seen.
    static QString seenHere();
    static QString retransmission();
    /// What an ICMP message means, if it is one that sockets meet: "port unreachable"; else nothing.
    static QString icmpMeaning(const kernel::Packet &packet);
    static QString moreSegments(int count);
    /// "SYN ACK", "UDP", "ICMP 3/3" (type and code).
    static QString segmentFlags(const kernel::Packet &packet);
    /// "seq 0 ack 1"; of anything but TCP nothing.
    static QString segmentNumbers(const world::Segment &segment);
    /// "seq 0", "ack 1".
    static QStringList segmentNumberParts(const world::Segment &segment);
    /// "PSH ACK seq 1 ack 1 4 B".
    static QString segment(const world::Segment &segment);
    static QString from(const QString &address);
    /// "read: A1, A2": what a process has read from a socket. Empty: nothing yet.
    static QString read(const QStringList &messages, bool closed);
    /// "read: 9 bytes, unknown sends".
    static QString readUnsent(quint64 bytes);
    /// "read: 7, last: H1".
    static QString readMany(qsizetype count, const QString &last);
    /// "part of A2": of a message that was not wholly read.
    static QString partOf(const QString &message);
    /// What stands for the half of a twin that is not shown: "UDP · 1 socket · 3 datagrams in the queue".
    static QString otherHalf(const FigureInput &input, kernel::Protocol protocol);

    /// "send() → 4 bytes", "recv()", "connect() → ECONNREFUSED": the call that is open, or the last; empty if there was
    /// none.
    static QString lastCall(const world::Process &process);
    static CallMark lastCallMark(const world::Process &process);
    /// "last call: send() → 4 bytes (fd 4)", of one that has just returned "→ 4 bytes (fd 4)"; the shorter ones follow,
    /// for where that finds no room.
    static QStringList lastCallTold(const world::World &world, const world::Process &process);
    /// "send() → 4 bytes", "accept() → fd 5"; an errno's name for what failed.
    static QString callResult(trace::Call call, qint64 result, int error);
};

} // namespace zocalo::figure
