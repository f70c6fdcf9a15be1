// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/mechanismwords.h"

#include "app/figure/callstate.h"
#include "core/world/backlog.h"

#include <algorithm>
#include <climits>
#include <optional>

namespace zocalo::figure {

namespace {

/// How many bytes wait in a queue of which `shown` are drawn; nothing where nobody knows.
std::optional<quint64> sizeOfQueue(const world::World &world, const world::Socket &socket, quint64 shown)
{
    const world::Backlog backlog(world, socket);
    const quint64 size = shown + backlog.unexplained();
    if (size == 0 && (backlog.isNotObserved() || backlog.isUnknown()))
        return {};
    return size;
}

} // namespace

QString MechanismWords::application() { return tr("application"); }
QString MechanismWords::transport() { return tr("kernel: transport"); }
QString MechanismWords::network() { return tr("kernel: network (IP)"); }
QString MechanismWords::loopback() { return tr("loopback"); }
QString MechanismWords::bridge() { return tr("bridge"); }
QString MechanismWords::segmentsSeen() { return tr("seen on the network, with this step"); }
QString MechanismWords::alsoSeen() { return tr("also seen on the network, with this step"); }
QString MechanismWords::seenHere() { return tr("seen here"); }
QString MechanismWords::retransmission() { return tr("retransmission"); }
QString MechanismWords::icmpMeaning(const kernel::Packet &packet)
{
    // RFC 792: destination unreachable, its codes of the host and of the port.
    if (packet.protocol != kernel::PacketProtocol::Icmp || packet.icmpType != 3)
        return {};
    return packet.icmpCode == 3 ? tr("port unreachable") : packet.icmpCode == 1 ? tr("host unreachable") : QString();
}
QString MechanismWords::moreSegments(int count) { return tr("and %n more", nullptr, count); }
QString MechanismWords::allAddresses(const QString &address) { return tr("all addresses: %1").arg(address); }
QString MechanismWords::datagramAddresses(const QString &address)
{
    return tr("addresses of the datagrams: %1").arg(address);
}
QString MechanismWords::demultiplexing(bool tcp) { return tcp ? tr("TCP demultiplexing") : tr("UDP demultiplexing"); }
QString MechanismWords::ownerColumn() { return tr("PID/fd"); }
QString MechanismWords::localPort() { return tr("local"); }
QString MechanismWords::localColumn() { return tr("local (destination)"); }
QString MechanismWords::remoteColumn() { return tr("remote (source)"); }
QString MechanismWords::exactMatch() { return tr("1st: exact match of the 4-tuple"); }
QString MechanismWords::fourTuple() { return tr("local and remote address and port, all four"); }
QString MechanismWords::otherwiseListener() { return tr("2nd: the listening socket"); }
QString MechanismWords::otherwiseWhen() { return tr("if there is none, and it is a new connection"); }
QString MechanismWords::destinationRule() { return tr("by destination address and port"); }
QString MechanismWords::severalFit() { return tr("Each fits: the queue that grows shows which."); }

QString MechanismWords::sourceIgnored() { return tr("The source is not looked at: whoever sends, it is this socket."); }
QString MechanismWords::oneMatchAmong(int count) { return tr("1 match among %1").arg(count); }
QString MechanismWords::moreRows(int count) { return tr("⋮ %1 more").arg(count); }
QString MechanismWords::moreRowsOf(int count, const QString &descriptors)
{
    //: %2 is a list: "⋮ 5 more: fd 4, 8–11"
    return tr("⋮ %1 more: %2").arg(count).arg(descriptors);
}
QString MechanismWords::withoutDescriptor(int count) { return tr("%1 without fd").arg(count); }
QString MechanismWords::ranges(QList<int> numbers)
{
    std::sort(numbers.begin(), numbers.end());
    QStringList parts;
    for (qsizetype i = 0; i < numbers.size();) {
        qsizetype end = i;
        while (end + 1 < numbers.size() && numbers.at(end + 1) == numbers.at(end) + 1)
            ++end;
        const QString first = QString::number(numbers.at(i));
        const QString last = QString::number(numbers.at(end));
        // Two neighbours are no range.
        parts << (end == i ? first : first + (end == i + 1 ? QStringLiteral(", ") : QStringLiteral("–")) + last);
        i = end + 1;
    }
    return parts.join(QStringLiteral(", "));
}

QString MechanismWords::rowsObserved() { return tr("rows observed · choice deduced"); }
QString MechanismWords::descriptorMeaning() { return tr("fd: descriptor, numbered within each process"); }
QString MechanismWords::notDrawn() { return tr("one that is not drawn"); }
QString MechanismWords::none(bool wasThere) { return wasThere ? tr("none any more") : tr("none yet"); }
QString MechanismWords::noDescriptor() { return tr("no fd"); }
QString MechanismWords::noFixedRemote() { return tr("no fixed remote"); }
QString MechanismWords::local(const QString &address) { return tr("local %1").arg(address); }
QString MechanismWords::remote(const QString &address) { return tr("remote %1").arg(address); }
QString MechanismWords::noAddress() { return tr("no address yet"); }
QString MechanismWords::closed() { return tr("closed"); }
QString MechanismWords::closedIn(const QString &state) { return tr("closed: %1").arg(state); }
QString MechanismWords::receiveQueue() { return tr("receive queue"); }
QString MechanismWords::oneReceiveQueue() { return tr("one receive queue for all senders"); }
QString MechanismWords::itsReceiveQueue() { return tr("the receive queue of this socket"); }
QString MechanismWords::receiveQueues(int count) { return tr("%n queues", nullptr, count); }
QString MechanismWords::clientsEachAProcess(int count) { return tr("%n clients, each a process", nullptr, count); }
QString MechanismWords::clientsEnded(int ended, int count)
{
    //: %1 is how many there were in all: "2 of 10 clients have ended"
    return tr("%n of %1 clients have ended", nullptr, ended).arg(count);
}
QString MechanismWords::moreSockets(int count) { return tr("%n more sockets", nullptr, count); }
QString MechanismWords::oneInEachProcess() { return tr("one in each process"); }
QString MechanismWords::oneForEachConnection() { return tr("one for each connection"); }
QString MechanismWords::bytes(quint64 count) { return tr("%n bytes", nullptr, static_cast<int>(count)); }
QString MechanismWords::notObserved() { return tr("not observed"); }
QString MechanismWords::socketNotObserved(const QStringList &letters)
{
    constexpr qsizetype Most = 4;
    const QString more = letters.size() > Most ? QStringLiteral("…") : QString();
    //: %1 is a list of clients' letters: the server's sockets of their connections
    return tr("socket for %1: not observed").arg(letters.mid(0, Most).join(QStringLiteral(", ")) + more);
}
QString MechanismWords::queueSize(const world::World &world, const world::Socket &socket, quint64 shown)
{
    const std::optional<quint64> size = sizeOfQueue(world, socket, shown);
    return size ? bytes(*size) : notObserved();
}
QString MechanismWords::queueSizeInShort(const world::World &world, const world::Socket &socket, quint64 shown)
{
    const std::optional<quint64> size = sizeOfQueue(world, socket, shown);
    return size ? bytesInShort(*size) : QStringLiteral("?");
}
QString MechanismWords::receiveQueueOf(const world::World &world, const world::Socket &socket, quint64 shown)
{
    const std::optional<quint64> size = sizeOfQueue(world, socket, shown);
    return size ? tr("receive queue: %n bytes", nullptr, static_cast<int>(*size)) : tr("receive queue: not observed");
}
QString MechanismWords::bytesInShort(quint64 count) { return tr("%1 B").arg(count); }
QString MechanismWords::kernelMemory(quint32 count)
{
    return tr("the kernel counts %1 bytes of its memory:\nof which datagrams was not observed").arg(count);
}
QString MechanismWords::kernelMemory(quint32 count, quint64 payload)
{
    const QString data = bytes(payload);
    //: %2 is "15 bytes"
    return tr("the kernel counts %1 bytes of its memory: %2 of data,\nthe rest is bookkeeping for each datagram")
        .arg(count)
        .arg(data);
}
QString MechanismWords::endOfStream()
{
    //: in a box of its own in a receive queue, behind the bytes: the other end sends no more
    return tr("end");
}
QString MechanismWords::payload() { return tr("payload"); }
QString MechanismWords::senderPort() { return tr("sender's port"); }
QString MechanismWords::droppedCount(quint32 count)
{
    return tr("%n datagrams dropped", nullptr, static_cast<int>(count));
}
QString MechanismWords::acceptQueue(const world::World &world, const world::Socket &listener)
{
    const qsizetype count = listener.acceptQueue.size();
    if (!world::Backlog(world, listener).isNotObserved())
        return tr("accept queue: %1").arg(count);
    return count == 0 ? tr("accept queue: ?") : tr("accept queue: ≥ %1").arg(count);
}
QString MechanismWords::stateWithoutDescriptor(const QString &state) { return tr("%1, no fd").arg(state); }
QString MechanismWords::listeningSocket() { return tr("listening socket"); }
QString MechanismWords::onlyConnections() { return tr("only receives new connections"); }

QString MechanismWords::doorsIn(int processes)
{
    //: of one socket, of which several processes have a descriptor
    return tr("one socket in %n process(es)", nullptr, processes);
}

QString MechanismWords::passedOn()
{
    //: of a socket whose last known descriptor was closed after one may have been sent to another process
    return tr("no fd: passed on?");
}

QString MechanismWords::inProcesses(int processes)
{
    //: of a listening socket, of which several processes have a descriptor
    return tr("in %n process(es)", nullptr, processes);
}

QString MechanismWords::saidOf(qint64 pid, const QString &sentence)
{
    //: in the server's card, of a process that works for it: "PID 4101: recv() has returned"
    return tr("PID %1: %2").arg(QString::number(pid), sentence);
}

QString MechanismWords::sharePort(int sockets, const QString &port)
{
    return tr("%n sockets share %1", nullptr, sockets).arg(port);
}

QString MechanismWords::shares(int connected, int children)
{
    if (children == 0)
        return tr("%1 connected + 1 listening").arg(connected);
    return tr("%1 connected (%2 still without fd)\n+ 1 listening").arg(connected + children).arg(children);
}

QString MechanismWords::oneForAll(const QString &port) { return tr("1 socket for all, at %1").arg(port); }
QString MechanismWords::oneOf(int sockets, const QString &port)
{
    return tr("1 of %n sockets, at %1", nullptr, sockets).arg(port);
}

QString MechanismWords::accepting(const QString &letter, bool called)
{
    return called ? tr("accept() puts the socket for %1 here, with a descriptor (fd)").arg(letter)
                  : tr("accept() would put the socket for %1 here, with a descriptor (fd)").arg(letter);
}

QString MechanismWords::deduced(const MechanismScene &scene, const QString &call)
{
    if (scene.names.hostsAreNetworks())
        return tr("deduced, not observed: the way within each host");
    if (call.isEmpty() || scene.sawSegments() || scene.crossesLater())
        return tr("deduced, not observed: the way within the kernel");
    return tr("deduced, not observed: on loopback it all happens inside %1").arg(call);
}

QString MechanismWords::observed(const MechanismScene &scene)
{
    const bool isTcp = scene.isTcp();
    if (scene.names.hostsAreNetworks())
        return isTcp ? tr("observed: the calls, the socket tables, and the segments between the hosts")
                     : tr("observed: the calls, the socket tables, and the packets between the hosts");
    if (scene.sawSegments())
        return isTcp ? tr("observed: the calls, the kernel's socket table, and the segments on the loopback")
                     : tr("observed: the calls, the kernel's socket table, and the packets on the loopback");
    return tr("observed: the calls and the kernel's socket table");
}

QString MechanismWords::from(const QString &address) { return tr("from %1").arg(address); }

QString MechanismWords::read(const QStringList &messages, bool closed)
{
    return messages.isEmpty() ? closed ? tr("read: nothing") : tr("read: nothing yet")
                              : tr("read: %1").arg(messages.join(QStringLiteral(", ")));
}

QString MechanismWords::readUnsent(quint64 bytes)
{
    //: of a socket: they were read, and nobody who is watched has sent them
    return tr("read: %n bytes, unknown sends", nullptr, static_cast<int>(std::min<quint64>(bytes, INT_MAX)));
}

QString MechanismWords::readMany(qsizetype count, const QString &last)
{
    //: %2 is a message's name: "read: 7, last: H1", or "read: 7, last: part of H1"
    return tr("read: %1, last: %2").arg(count).arg(last);
}

QString MechanismWords::partOf(const QString &message) { return tr("part of %1").arg(message); }

QString MechanismWords::otherHalf(const FigureInput &input, kernel::Protocol protocol)
{
    const Cast cast(input.now, protocol);
    int waiting = 0;
    quint64 waitingBytes = 0;
    for (const world::Socket &socket : input.now.sockets()) {
        if (socket.protocol != protocol || !cast.server() || socket.creator != cast.server()->id)
            continue;
        waiting += static_cast<int>(socket.receiveQueue.size());
        for (const world::QueuedBytes &part : socket.receiveQueue)
            waitingBytes += part.size;
    }
    const QString sockets = tr("%n sockets", nullptr, cast.socketCount());
    if (protocol == kernel::Protocol::Udp) {
        //: %1 "1 socket", %2 "3 datagrams in the queue"
        return tr("UDP · %1 · %2").arg(sockets, tr("%n datagrams in the queue", nullptr, waiting));
    }
    //: %1 "4 sockets", %2 "9 bytes in their queues"
    return tr("TCP · %1 · %2").arg(sockets, tr("%n bytes in their queues", nullptr, static_cast<int>(waitingBytes)));
}

QString MechanismWords::lastCall(const world::Process &process)
{
    if (!process.openCalls.isEmpty())
        return callText(process.openCalls.last().call);
    if (process.lastCall == trace::Call::Unknown)
        return {};
    return callResult(process.lastCall, process.lastResult, process.lastError);
}

CallMark MechanismWords::lastCallMark(const world::Process &process)
{
    if (!process.openCalls.isEmpty())
        return process.openCalls.last().asleep ? CallMark::Asleep : CallMark::Made;
    const bool failed = process.lastResult < 0 && !isInProgress(process.lastCall, process.lastError);
    return failed ? CallMark::Failed : CallMark::Made;
}

QStringList MechanismWords::lastCallTold(const world::World &world, const world::Process &process)
{
    if (process.lastCall == trace::Call::Unknown)
        return {};
    const QString call = callResult(process.lastCall, process.lastResult, process.lastError);
    const world::Socket *socket = world.socket(process.lastCallSocket);
    // Where the card says already that it has just returned, its result alone is told.
    const world::Moment &moment = world.moment();
    const bool isSaid = moment.kind == world::MomentKind::Returned && moment.process == process.id &&
                        moment.name == process.lastCall && process.openCalls.isEmpty();
    const QString result = call.section(QLatin1Char(' '), 1);
    QStringList told;
    if (socket && !socket->owners.isEmpty() &&
        (trace::isSend(process.lastCall) || trace::isReceive(process.lastCall))) {
        // In the process that called; it may have closed its descriptor since.
        const auto own = std::find_if(socket->owners.begin(), socket->owners.end(),
                                      [&](const world::Owner &owner) { return owner.process == process.id; });
        if (own != socket->owners.end())
            told << (isSaid ? tr("%1 (fd %2)").arg(result) : tr("last call: %1 (fd %2)").arg(call)).arg(own->fd);
    }
    if (isSaid)
        return told << result;
    //: %1 is a call with its result: "send() → 4 bytes"
    return told << tr("last call: %1").arg(call) << call;
}

QString MechanismWords::callResult(trace::Call name, qint64 result, int error)
{
    QString value = QString::number(result);
    if (result < 0 && error)
        value = errnoText(error);
    else if (trace::isSend(name) || trace::isReceive(name))
        value = bytes(static_cast<quint64>(std::max<qint64>(0, result)));
    else if (result >= 0 && (trace::isAccept(name) || name == trace::Call::Socket))
        value = tr("fd %1").arg(result);
    return QStringLiteral("%1 → %2").arg(callText(name), value);
}

} // namespace zocalo::figure
