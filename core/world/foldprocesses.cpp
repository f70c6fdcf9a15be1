// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Processes: how they begin and end, what they inherit, and which part a watched program plays.
#include "core/world/fold.h"

#include "core/base/printable.h"

#include <sys/socket.h>

#include <algorithm>

namespace zocalo::world {

using kernel::Protocol;
using trace::Call;

namespace {

/// A, B … Z, A2, B2 …
QString clientLetter(int ordinal)
{
    constexpr int kLetters = 26;
    const QString letter(QChar(u'A' + ordinal % kLetters));
    return ordinal < kLetters ? letter : letter + QString::number(ordinal / kLetters + 1);
}

QString serverLetter(int ordinal)
{
    return ordinal == 0 ? QStringLiteral("S") : QStringLiteral("S%1").arg(ordinal + 1);
}

} // namespace

Protocol Fold::protocolOf(quint16 domain, quint16 askedType, quint16 protocol)
{
    if (domain != AF_INET && domain != AF_INET6)
        return Protocol::Other;
    if (protocol == static_cast<quint16>(Protocol::Tcp) || protocol == static_cast<quint16>(Protocol::Udp))
        return static_cast<Protocol>(protocol);
    if (protocol != 0)
        return Protocol::Other;
    // The type may carry SOCK_NONBLOCK and SOCK_CLOEXEC.
    const int type = askedType & 0xf;
    return type == SOCK_STREAM ? Protocol::Tcp : type == SOCK_DGRAM ? Protocol::Udp : Protocol::Other;
}

Process *Fold::processOf(ProcessId id)
{
    const auto it = d.processIndex.constFind(id);
    return it == d.processIndex.cend() ? nullptr : &d.processes[*it];
}

void Fold::operator()(const history::ProcessStarted &started)
{
    if (Process *known = processOf(started.process)) {
        becomeProgram(*known, started);
        return;
    }
    Process process;
    process.id = started.process;
    process.pid = started.pid;
    process.name = printable(started.name);
    process.group = started.group;
    process.letter = printable(started.letter);
    process.role = started.role;
    process.ordinal = started.ordinal;
    process.outside = started.outside;
    process.isProgram = started.role == Role::Other && started.letter.isEmpty() && started.group.isEmpty();
    d.processIndex.insert(started.process, static_cast<int>(d.processes.size()));
    d.processes.append(process);
    const auto parent = static_cast<ProcessId>(started.parent);
    if (started.parent >= 0 && inheritSockets(parent, started.process))
        startMoment(MomentKind::ProcessStarted, process).parent = parent;
}

// exec: the same process, another program. Calls of its other threads never return.
void Fold::becomeProgram(Process &process, const history::ProcessStarted &started)
{
    if (process.activity == Activity::Ended)
        return;
    process.name = printable(started.name);
    dropOpenCalls(process);
    process.activity = Activity::Paused;
    if (d.sockets.hasAny(process.id)) // what it loses (FD_CLOEXEC) is lost at this moment
        startMoment(MomentKind::ProcessStarted, process);
}

/// False: there are none.
bool Fold::inheritSockets(ProcessId parent, ProcessId child)
{
    bool any = false;
    for (qsizetype i = 0; i < d.sockets.all().size(); ++i) {
        const SocketId id = d.sockets.all().at(i).id;
        const QList<Owner> owners = d.sockets.all().at(i).owners;
        for (const Owner &owner : owners) {
            if (owner.process == parent) {
                d.sockets.own(id, child, owner.fd);
                any = true;
            }
        }
    }
    return any;
}

void Fold::operator()(const history::ProcessEnded &ended)
{
    Process *process = processOf(ended.process);
    if (!process || process->activity == Activity::Ended)
        return;
    dropOpenCalls(*process);
    process->activity = Activity::Ended;
    process->next = Call::Unknown;
    process->nextSocket = 0;
    process->exitCode = ended.exitCode;
    process->signal = ended.signal;
    startMoment(MomentKind::ProcessEnded, *process).result = ended.exitCode;
    for (SocketId id : d.sockets.releaseAll(ended.process))
        closeSocket(id, ended.signal);
}

void Fold::dropOpenCalls(Process &process)
{
    for (const OpenCall &open : std::as_const(process.openCalls)) {
        const EnteredCall call = d.calls.take(open.id);
        if (trace::isReceive(call.entry.call))
            --d.openReceives[call.socket];
        if (call.message != 0) {
            d.messages.editNotes(call.message).abandoned = true;
            m_ledger.judge(call.message);
        }
    }
    process.openCalls.clear();
}

/// Who made it is not watched: its calls are not seen, and what the kernel's table tells of it is all there is.
bool Fold::isOutside(const Socket &socket) const
{
    const auto found = d.processIndex.constFind(socket.creator);
    return found != d.processIndex.cend() && d.processes.at(*found).outside;
}

void Fold::operator()(const history::SocketsHeld &held)
{
    Process *process = processOf(held.process);
    if (!process || process->activity == Activity::Ended)
        return;
    QSet<int> kept;
    for (const history::HeldSocket &socket : held.sockets) {
        const Protocol protocol = protocolOf(socket.domain, socket.type, socket.protocol);
        const SocketId id = meet(socket.socket, protocol, socket.domain, held.process);
        kept.insert(socket.fd);
        if (id == 0)
            continue;
        giveDescriptor(id, held.process, socket.fd);
        Socket &known = d.sockets.edit(id);
        known.listening = known.listening || socket.listening;
        if (known.listening)
            known.state = kernel::State::Listen;
        else if (protocol == Protocol::Tcp && socket.peer.port != 0 && known.state == kernel::State::Close)
            known.state = kernel::State::Established;
        if (known.states.isEmpty())
            known.began = known.state;
        if (socket.local.isValid())
            learnAddresses(id, socket.local, socket.peer, 0);
        if (process->outside)
            castOutside(*process, *d.sockets.find(id));
    }
    if (!held.complete)
        return;
    for (SocketId lost : d.sockets.releaseOthers(held.process, kept))
        closeSocket(lost, 0);
}

// Only a program that no lesson has given a part gets one by what it does.
void Fold::castByCall(Process &process, const EnteredCall &call)
{
    if (!process.isProgram || process.role != Role::Other || call.socket == 0)
        return;
    const Socket &socket = *d.sockets.find(call.socket);
    const bool isTcp = socket.protocol == Protocol::Tcp;
    const Call name = call.entry.call;
    const bool moves = trace::isSend(name) || trace::isReceive(name);
    if (name == Call::Listen || trace::isAccept(name) || (name == Call::Bind && !isTcp && call.entry.address.port != 0))
        castAs(process, Role::Server);
    else if (trace::isReceive(name) && awaitsAnybody(socket))
        castAs(process, Role::Server);
    else if (moves && isTcp && (socket.listener != 0 || isAtListenersPort(socket))) // from a process that accepted it
        castAs(process, Role::Server);
    else if (moves && !isTcp && isOfAnotherServer(process, socket))
        castAs(process, Role::Server);
    else if (name == Call::Connect || trace::isSend(name) || (moves && isTcp && socket.remote.port != 0))
        castAsClient(process, socket);
}

// One that works with what a client has made is that client's; its messages are named like that one's.
void Fold::castAsClient(Process &process, const Socket &socket)
{
    const Process *maker = socket.creator == process.id ? nullptr : processOf(socket.creator);
    if (!maker || maker->role != Role::Client || !maker->isProgram || maker->outside) {
        castAs(process, Role::Client);
        return;
    }
    process.role = Role::Client;
    process.ordinal = maker->ordinal;
    process.letter = maker->letter;
    process.helps = true;
}

// Who has helped a client makes a socket: from now on it is a client itself.
void Fold::endHelp(Process &process)
{
    process.helps = false;
    castAs(process, Role::Client);
    d.messages.forgetNaming(process.id);
}

// accept() gives a socket the port of the listening one: it was made so, though nobody saw it.
bool Fold::isAtListenersPort(const Socket &socket) const
{
    const QList<SocketId> onPort = d.sockets.onPort(Protocol::Tcp, socket.local.port);
    return socket.local.port != 0 && std::any_of(onPort.begin(), onPort.end(), [&](SocketId id) {
               return id != socket.id && d.sockets.find(id)->listening;
           });
}

// Inherited from a server, or passed on by one.
bool Fold::isOfAnotherServer(const Process &process, const Socket &socket) const
{
    const auto creator = d.processIndex.constFind(socket.creator);
    return creator != d.processIndex.cend() && socket.creator != process.id &&
           d.processes.at(*creator).role == Role::Server;
}

// A UDP socket that was given an address before anything was sent from it, and is connected to nobody. One that has it
// from a client's first send has been a client's.
bool Fold::awaitsAnybody(const Socket &socket) const
{
    const auto creator = d.processIndex.constFind(socket.creator);
    return socket.protocol == Protocol::Udp && socket.local.port != 0 && socket.remote.port == 0 &&
           socket.bytesSent == 0 && (creator == d.processIndex.cend() || d.processes.at(*creator).role != Role::Client);
}

// Somebody's datagram waits in its queue, and it has sent none itself: it was asked.
void Fold::castByArrival(SocketId id, ProcessId sender)
{
    const Socket &socket = *d.sockets.find(id);
    Process *owner = socket.owners.size() == 1 ? processOf(socket.owners.first().process) : nullptr;
    if (owner && owner->id != sender && owner->isProgram && !owner->outside && owner->role == Role::Other &&
        awaitsAnybody(socket))
        castAs(*owner, Role::Server);
}

// Somebody who is not watched is what the watched one at the other end takes it for.
void Fold::castOutside(Process &process, const Socket &socket)
{
    if (process.role != Role::Other)
        return;
    if (socket.listening) {
        castAs(process, Role::Server);
        return;
    }
    const auto isClients = [this](const Socket &other) {
        return std::any_of(other.owners.cbegin(), other.owners.cend(), [this](const Owner &owner) {
            const Process *holder = processOf(owner.process);
            return holder && !holder->outside && holder->role == Role::Client;
        });
    };
    bool toClient = false;
    if (const Socket *peer = d.sockets.find(socket.peerSocket)) {
        toClient = peer->listener == 0 && isClients(*peer);
    } else if (socket.protocol == Protocol::Udp) {
        for (const Socket &other : d.sockets.all())
            toClient = toClient || (other.protocol == Protocol::Udp && other.id != socket.id && isClients(other));
    }
    castAs(process, toClient ? Role::Server : Role::Client);
}

void Fold::castAs(Process &process, Role role)
{
    int ordinal = 0;
    for (const Process &other : std::as_const(d.processes)) {
        if (other.role == role && other.group.isEmpty())
            ordinal = std::max(ordinal, other.ordinal + 1);
    }
    process.role = role;
    process.ordinal = ordinal;
    process.letter = role == Role::Server ? serverLetter(ordinal) : clientLetter(ordinal);
}

} // namespace zocalo::world
