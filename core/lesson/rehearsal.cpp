// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/rehearsal.h"

#include "core/base/nearest.h"
#include "core/lesson/callspec.h"
#include "core/lesson/names.h"

#include <sys/socket.h>

#include <algorithm>

namespace zocalo::lesson {

using trace::Call;

namespace {

QString keyOf(const QString &process, const QString &socket) { return process + u' ' + socket; }

} // namespace

Rehearsal::Rehearsal(QString language, FaultList &faults) : m_language(std::move(language)), m_faults(faults) {}

void Rehearsal::perform(const CallPlan &call, const Lesson::Node &node)
{
    m_call = &call;
    m_node = &node;
    if (call.call == Call::Socket) {
        make(call.protocol).nonblocking = call.flags != 0;
        return;
    }
    Socket *socket = find(call.process, call.on, "on");
    if (!socket || socket->unknown) {
        // What accept() would have made is as little known as the socket it is called on.
        if (!call.as.isEmpty())
            make(QStringLiteral("tcp")).unknown = true;
        return;
    }
    if (call.isTried())
        return tryCall(*socket);
    switch (call.call) {
    case Call::Bind:
        return bindCall(*socket);
    case Call::Listen:
        return listenCall(*socket);
    case Call::Accept:
        return acceptCall(*socket);
    case Call::Connect:
        return connectCall(*socket);
    case Call::Send:
        return sendCall(*socket);
    case Call::Sendto:
        return sendtoCall(*socket);
    case Call::Recv:
    case Call::Recvfrom:
        return receiveCall(*socket);
    case Call::Shutdown:
        return shutdownCall(*socket);
    case Call::Close:
        return closeCall(*socket);
    case Call::Dup:
        return dupCall(*socket);
    case Call::Getpeername:
        if (socket->connection < 0 && socket->peer.isEmpty())
            tell(FaultCode::NotConnected, "on", {socket->name});
        return;
    default:
        return;
    }
}

/// A call that is expected to fail changes nothing; of one that may fail nothing is known afterwards.
void Rehearsal::tryCall(Socket &socket)
{
    const bool wouldWait = m_call->expected == QLatin1String("EAGAIN") && m_call->flags == 0 && !socket.nonblocking;
    if (wouldWait && m_call->call == Call::Accept)
        tell(FaultCode::NothingToAccept, "on", {socket.name});
    else if (wouldWait && trace::isReceive(m_call->call))
        tell(FaultCode::NothingToReceive, "on", {socket.name});
    if (m_call->call == Call::Connect && m_call->expected == QLatin1String("EINPROGRESS"))
        return connectCall(socket);
    if (!m_call->mayFail)
        return;
    if (m_call->call == Call::Connect || m_call->call == Call::Bind || m_call->call == Call::Listen)
        socket.unknown = true;
    if (!m_call->as.isEmpty())
        make(socket.protocol).unknown = true;
}

/// Another descriptor on the same socket. Of what is not a connection the copy is not looked at.
void Rehearsal::dupCall(const Socket &socket)
{
    Socket copy = socket;
    copy.name = m_call->as;
    copy.unknown = socket.connection < 0;
    make(socket.protocol) = copy;
}

void Rehearsal::tell(FaultCode code, const char *field, const QStringList &args)
{
    m_faults.add(code, m_node->placeOf(field), args);
}

Rehearsal::Socket *Rehearsal::find(const QString &process, const QString &name, const char *field)
{
    const auto found = m_sockets.find(keyOf(process, name));
    if (found != m_sockets.end()) {
        if (!found->open && qstrcmp(field, "on") == 0)
            tell(FaultCode::SocketClosed, field, {name, process});
        return found->open || qstrcmp(field, "on") != 0 ? &*found : nullptr;
    }
    tellUnknownSocket(process, name, field);
    // One wrong name is told where it is first met, not at each call that follows.
    Socket unknown;
    unknown.process = process;
    unknown.name = name;
    unknown.unknown = true;
    return &*m_sockets.insert(keyOf(process, name), unknown);
}

void Rehearsal::tellUnknownSocket(const QString &process, const QString &name, const char *field)
{
    if (!m_faults.wants(FaultCode::SocketUnknown, m_node->placeOf(field)))
        return;
    QStringList names;
    for (const Socket &socket : std::as_const(m_sockets)) {
        if (socket.process == process && !socket.unknown)
            names.append(socket.name);
    }
    names.sort();
    tell(FaultCode::SocketUnknown, field, {name, process, nearest(name, names)});
}

Rehearsal::Socket &Rehearsal::make(const QString &protocol)
{
    const QString key = keyOf(m_call->process, m_call->as);
    const auto known = m_sockets.constFind(key);
    if (known != m_sockets.cend() && known->open && !known->unknown)
        tell(FaultCode::SocketNameTaken, "as", {m_call->as, m_call->process});
    Socket socket;
    socket.process = m_call->process;
    socket.name = m_call->as;
    socket.protocol = protocol;
    return *m_sockets.insert(key, socket);
}

bool Rehearsal::isOf(const Socket &socket, const char *protocol)
{
    if (socket.protocol == QLatin1String(protocol))
        return true;
    tell(FaultCode::WrongProtocol, "call", {QLatin1String(callSpec(m_call->call)->name), socket.name, socket.protocol});
    return false;
}

/// For send() and the receives on TCP.
bool Rehearsal::isConnected(const Socket &socket)
{
    if (socket.connection >= 0) {
        const Connection &connection = m_connections.at(socket.connection);
        if (connection.reset.at(static_cast<size_t>(socket.side))) {
            tell(FaultCode::ConnectionGone, "on", {socket.name});
            return false;
        }
        return true;
    }
    if (socket.listening)
        tell(FaultCode::ListensOnly, "on", {QLatin1String(callSpec(m_call->call)->name), socket.name});
    else
        tell(FaultCode::NotConnected, "on", {socket.name});
    return false;
}

void Rehearsal::bindCall(Socket &socket)
{
    if (socket.bound)
        tell(FaultCode::AlreadyBound, "on", {socket.name});
    socket.bound = true;
    const SocketReference reference = parseReference(m_call->address);
    if (!reference.process.isEmpty())
        find(reference.process, reference.socket, "address"); // may move `socket`
}

void Rehearsal::listenCall(Socket &socket)
{
    if (!isOf(socket, "tcp"))
        return;
    if (socket.connection >= 0)
        tell(FaultCode::AlreadyConnected, "on", {socket.name});
    socket.bound = true; // without bind(), listen() chooses a free port
    socket.listening = true;
}

void Rehearsal::acceptCall(Socket &socket)
{
    const bool isTcp = isOf(socket, "tcp");
    if (isTcp && socket.listening && !socket.children.isEmpty()) {
        makeAccepted(m_call->process, m_call->as, socket.children.dequeue());
        return;
    }
    if (isTcp && socket.listening && m_call->blocks) {
        socket.acceptsAsleep.enqueue(m_call->as);
        return;
    }
    if (isTcp && !socket.listening)
        tell(FaultCode::NotListening, "on", {socket.name});
    else if (isTcp)
        tell(FaultCode::NothingToAccept, "on", {socket.name});
    make(QStringLiteral("tcp")).unknown = true;
}

void Rehearsal::makeAccepted(const QString &process, const QString &name, int connection)
{
    const QString key = keyOf(process, name);
    const auto known = m_sockets.constFind(key);
    if (known != m_sockets.cend() && known->open && !known->unknown)
        tell(FaultCode::SocketNameTaken, "as", {name, process});
    Socket accepted;
    accepted.process = process;
    accepted.name = name;
    accepted.protocol = QStringLiteral("tcp");
    accepted.bound = true;
    accepted.connection = connection;
    accepted.side = 1;
    m_sockets.insert(key, accepted);
    m_connections[connection].sockets[1] = key;
}

void Rehearsal::connectCall(Socket &socket)
{
    if (socket.listening || socket.connection >= 0)
        tell(FaultCode::AlreadyConnected, "on", {socket.name});
    const SocketReference reference = parseReference(m_call->address);
    if (reference.process.isEmpty()) {
        socket.unknown = true;
        return;
    }
    const QString key = keyOf(socket.process, socket.name);
    // find() may add to the table and so move what was in it: both are looked up after it.
    find(reference.process, reference.socket, "address");
    Socket &own = m_sockets[key];
    Socket *target = &m_sockets[keyOf(reference.process, reference.socket)];
    const bool isTcp = own.protocol == QLatin1String("tcp");
    own.bound = true;
    if (target->unknown) {
        own.unknown = true;
    } else if (isTcp && (!target->open || !target->listening)) {
        tell(FaultCode::NotListening, "address", {target->name});
        own.unknown = true;
    } else if (isTcp) {
        connectStream(own, *target);
    } else if (!target->bound) {
        tell(FaultCode::NotBound, "address", {target->name});
        own.unknown = true;
    } else {
        own.peer = keyOf(reference.process, reference.socket);
    }
}

void Rehearsal::connectStream(Socket &socket, Socket &listener)
{
    const int index = static_cast<int>(m_connections.size());
    Connection connection;
    connection.sockets[0] = keyOf(socket.process, socket.name);
    m_connections.append(connection);
    socket.connection = index;
    socket.side = 0;
    if (listener.acceptsAsleep.isEmpty())
        listener.children.enqueue(index);
    else
        makeAccepted(listener.process, listener.acceptsAsleep.dequeue(), index);
}

qint64 Rehearsal::payloadSize() const { return m_call->payload.in(m_language).toUtf8().size() * m_call->times; }

void Rehearsal::sendCall(Socket &socket)
{
    if (socket.protocol == QLatin1String("udp")) {
        if (socket.peer.isEmpty())
            tell(FaultCode::NotConnected, "on", {socket.name});
        else
            deliverDatagram(keyOf(socket.process, socket.name), socket.peer);
        return;
    }
    if (!isConnected(socket))
        return;
    Connection &connection = m_connections[socket.connection];
    const auto other = static_cast<size_t>(1 - socket.side);
    connection.waiting.at(other) += payloadSize();
    const auto receiver = m_sockets.find(connection.sockets.at(other));
    if (receiver != m_sockets.end())
        wake(*receiver);
}

void Rehearsal::sendtoCall(Socket &socket)
{
    if (!isOf(socket, "udp"))
        return;
    socket.bound = true; // without bind(), the first sendto() chooses a free port
    const QString key = keyOf(socket.process, socket.name);
    if (m_call->address == QLatin1String("@sender")) {
        if (socket.sender.isEmpty())
            tell(FaultCode::NoSender, "address", {socket.name});
        else
            deliverDatagram(key, socket.sender);
        return;
    }
    const SocketReference reference = parseReference(m_call->address);
    if (reference.process.isEmpty())
        return;
    const Socket *target = find(reference.process, reference.socket, "address");
    if (target->unknown)
        return;
    if (target->protocol != QLatin1String("udp"))
        tell(FaultCode::WrongProtocol, "address",
             {QLatin1String(callSpec(m_call->call)->name), target->name, target->protocol});
    else if (!target->bound)
        tell(FaultCode::NotBound, "address", {target->name});
    else
        deliverDatagram(key, keyOf(reference.process, reference.socket));
}

void Rehearsal::deliverDatagram(const QString &from, const QString &to)
{
    const auto target = m_sockets.find(to);
    if (target == m_sockets.end() || !target->open)
        return;
    // A connected socket gets its peer's datagrams only (man 2 connect).
    if (!target->peer.isEmpty() && target->peer != from)
        return;
    target->datagrams.enqueue(from);
    wake(*target);
}

/// What arrived may be what a receive asleep waits for.
void Rehearsal::wake(Socket &socket)
{
    if (socket.receivesAsleep.isEmpty())
        return;
    if (socket.protocol == QLatin1String("udp")) {
        socket.receivesAsleep.dequeue();
        socket.sender = socket.datagrams.dequeue();
        return;
    }
    Connection &connection = m_connections[socket.connection];
    qint64 &waiting = connection.waiting.at(static_cast<size_t>(socket.side));
    if (waiting > 0)
        waiting -= std::min(waiting, socket.receivesAsleep.dequeue());
    else if (connection.ended.at(static_cast<size_t>(1 - socket.side)))
        socket.receivesAsleep.clear();
}

void Rehearsal::receiveCall(Socket &socket)
{
    if (socket.protocol == QLatin1String("udp"))
        receiveDatagram(socket);
    else if (isConnected(socket))
        receiveStream(socket);
}

void Rehearsal::receiveDatagram(Socket &socket)
{
    if (!socket.datagrams.isEmpty()) {
        const QString sender = socket.datagrams.dequeue();
        if (m_call->call == Call::Recvfrom)
            socket.sender = sender;
    } else if (m_call->blocks) {
        socket.receivesAsleep.enqueue(m_call->number);
    } else {
        tell(FaultCode::NothingToReceive, "on", {socket.name});
    }
}

void Rehearsal::receiveStream(Socket &socket)
{
    Connection &connection = m_connections[socket.connection];
    qint64 &waiting = connection.waiting.at(static_cast<size_t>(socket.side));
    if (waiting > 0)
        waiting -= std::min<qint64>(waiting, m_call->number);
    else if (connection.ended.at(static_cast<size_t>(1 - socket.side)))
        return; // end of file
    else if (m_call->blocks)
        socket.receivesAsleep.enqueue(m_call->number);
    else
        tell(FaultCode::NothingToReceive, "on", {socket.name});
}

void Rehearsal::shutdownCall(Socket &socket)
{
    if (!isOf(socket, "tcp") || !isConnected(socket) || m_call->number == SHUT_RD)
        return;
    Connection &connection = m_connections[socket.connection];
    connection.ended.at(static_cast<size_t>(socket.side)) = true;
    const auto peer = m_sockets.find(connection.sockets.at(static_cast<size_t>(1 - socket.side)));
    if (peer != m_sockets.end())
        wake(*peer);
}

void Rehearsal::closeCall(Socket &socket)
{
    socket.open = false;
    const auto isCopy = [&](const Socket &other) {
        return other.open && !other.unknown && socket.connection >= 0 && other.connection == socket.connection &&
               other.side == socket.side;
    };
    if (std::any_of(m_sockets.cbegin(), m_sockets.cend(), isCopy))
        return; // another descriptor holds it open
    // Closing a listening socket resets the connections that were not accepted yet.
    for (int child : std::as_const(socket.children))
        m_connections[child].reset[0] = true;
    if (socket.connection < 0)
        return;
    Connection &connection = m_connections[socket.connection];
    const auto side = static_cast<size_t>(socket.side);
    connection.ended.at(side) = true;
    // Closed with bytes unread, the other side gets a reset instead of the end of file (RFC 9293, 3.10.4).
    connection.reset.at(1 - side) = connection.waiting.at(side) > 0;
    const auto peer = m_sockets.find(connection.sockets.at(1 - side));
    if (peer != m_sockets.end())
        wake(*peer);
}

} // namespace zocalo::lesson
