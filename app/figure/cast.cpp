// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/cast.h"

#include "app/figure/holders.h"
#include "core/world/backlog.h"

#include <QSet>

#include <algorithm>

namespace zocalo::figure {

namespace {

bool belongs(const world::Process &process, kernel::Protocol protocol)
{
    const QLatin1String group(protocol == kernel::Protocol::Tcp ? "tcp" : "udp");
    return process.group.isEmpty() || process.group == group;
}

bool samePair(const world::Socket &a, const world::Socket &b)
{
    if (a.peerSocket == b.id || b.peerSocket == a.id)
        return true;
    return a.local.isValid() && a.remote.isValid() && a.remote.port != 0 && a.local == b.remote && a.remote == b.local;
}

} // namespace

Cast::Cast(const world::World &world, kernel::Protocol protocol, const world::World *next) : m_protocol(protocol)
{
    findHelpers(world);
    findClients(world);
    findServer(world, next);
    findServerSockets(world);
    for (const world::Socket *socket : std::as_const(m_serverSockets)) {
        if (!m_serverSocket || isAbout(world, next, *socket))
            m_serverSocket = socket;
    }
    findWorkers(world);
    pair(world);
}

/// A socket that others connect or send to, and its process is what a picture calls a server.
bool Cast::isServerSocket(const world::Socket &socket) const
{
    return socket.protocol == m_protocol && !(isTcp() && (socket.acceptOrdinal > 0 || socket.listener != 0));
}

/// The server whose socket it is: of one that accept() gives, whoever made the listening socket, for several processes
/// may accept from it.
world::ProcessId Cast::serverOf(const world::World &world, const world::Socket &accepted) const
{
    const world::Socket *listener = world.socket(accepted.listener);
    return listener ? listener->creator : accepted.creator;
}

/// Whoever acts is connected to its port, though nobody has accepted that yet.
bool Cast::isOtherEnd(const world::World &world, const world::Socket &listening) const
{
    const world::Socket *own = world.socket(world.moment().socket);
    return own && own->protocol == listening.protocol && own->remote.port != 0 && !listening.closed &&
           own->remote.port == listening.local.port;
}

void Cast::findServer(const world::World &world, const world::World *next)
{
    QList<const world::Process *> servers;
    for (const world::Process &process : world.processes()) {
        if (belongs(process, m_protocol) && process.role == world::Role::Server)
            servers.append(&process);
    }
    m_server = servers.value(0);
    if (servers.size() < 2)
        return;
    // Several have room for one: whoever the step is about, else the last that has an open socket, else had one.
    enum Claim : quint8 { None, Closed, Open, About } best = None;
    for (const world::Process *server : std::as_const(servers)) {
        for (const world::Socket &socket : world.sockets()) {
            const bool goesOut = isTcp() && socket.remote.port != 0; // connected to a server of its own
            if (socket.creator != server->id || !isServerSocket(socket) || goesOut)
                continue;
            const bool isReached = isAbout(world, next, socket) || isOtherEnd(world, socket);
            const Claim claim = isReached ? About : socket.closed ? Closed : Open;
            if (claim >= best) {
                best = claim;
                m_server = server;
            }
        }
    }
}

void Cast::findServerSockets(const world::World &world)
{
    const world::Socket *last = nullptr;
    for (const world::Socket &socket : world.sockets()) {
        if (socket.protocol != m_protocol || !m_server)
            continue;
        if (isTcp() && socket.acceptOrdinal > 0 && !socket.closed && serverOf(world, socket) == m_server->id)
            ++(isConnectionOver(socket) ? m_over : m_connected);
        if (socket.creator != m_server->id || !isServerSocket(socket))
            continue;
        last = &socket;
        if (!socket.closed)
            m_serverSockets.append(&socket);
    }
    if (m_serverSockets.isEmpty() && last)
        m_serverSockets.append(last);
    if (!isTcp() && m_server)
        findSharersOfPort(world);
    for (const world::Socket *socket : std::as_const(m_serverSockets)) {
        if (socket->listening && !socket->closed && world::Backlog(world, *socket).isSeen())
            m_waiting += static_cast<int>(socket->acceptQueue.size());
    }
}

/// UDP: the sockets of other servers that are bound to the same address: the kernel chooses among all (SO_REUSEPORT,
/// socket(7)).
void Cast::findSharersOfPort(const world::World &world)
{
    const QList<const world::Socket *> own = m_serverSockets;
    const auto isShared = [&own](const world::Socket &socket) {
        return std::any_of(own.begin(), own.end(), [&socket](const world::Socket *each) {
            return each->id != socket.id && !each->closed && each->reusePort && each->local.port != 0 &&
                   each->local == socket.local;
        });
    };
    // In the order they were made, whoever the step is about: they keep their places in the picture.
    QList<const world::Socket *> all;
    for (const world::Socket &socket : world.sockets()) {
        const world::Process *creator = world.process(socket.creator);
        const bool isSharer = creator && creator->id != m_server->id && creator->role == world::Role::Server &&
                              !socket.closed && isServerSocket(socket) && socket.reusePort && isShared(socket);
        if (isSharer || own.contains(&socket))
            all.append(&socket);
        m_isPortShared = m_isPortShared || isSharer;
    }
    m_serverSockets = all;
}

bool Cast::isOfServer(const world::World &world, const world::Socket &socket) const
{
    if (socket.protocol != m_protocol)
        return false;
    const bool isAccepted = isTcp() && socket.acceptOrdinal > 0 && serverOf(world, socket) == m_server->id;
    return isAccepted || (socket.creator == m_server->id && serverIndexOf(socket.id) >= 0);
}

void Cast::findWorkers(const world::World &world)
{
    QList<const world::Process *> others;
    for (const world::Process &process : world.processes()) {
        if (m_server && process.id != m_server->id && belongs(process, m_protocol) && !process.outside &&
            process.role != world::Role::Client)
            others.append(&process);
    }
    if (others.isEmpty())
        return;
    QSet<world::ProcessId> holders;
    for (const world::Socket &socket : world.sockets()) {
        if (!isOfServer(world, socket))
            continue;
        for (const world::Owner &owner : socket.owners)
            holders.insert(owner.process);
    }
    for (const world::Process *process : std::as_const(others)) {
        const world::Socket *last = world.socket(process->lastCallSocket);
        // Who has begun something else, and holds it only because it was forked, does not work for the server.
        const bool isElsewhere = process->role == world::Role::Other && last && !isOfServer(world, *last);
        if ((holders.contains(process->id) && !isElsewhere) || (last && isOfServer(world, *last)))
            m_workers.append(process);
    }
}

bool Cast::isOfServer(world::ProcessId process) const
{
    return m_server && (m_server->id == process ||
                        std::any_of(m_workers.begin(), m_workers.end(),
                                    [=](const world::Process *worker) { return worker->id == process; }));
}

QList<const world::Process *> Cast::serverProcesses() const
{
    QList<const world::Process *> all = m_workers;
    if (m_server)
        all.prepend(m_server);
    return all;
}

const world::Process *Cast::speaker(const world::Moment &moment) const
{
    for (const world::Process *worker : m_workers) {
        if (worker->id == moment.process && moment.kind != world::MomentKind::Start)
            return worker;
    }
    if (m_server && m_server->activity == world::Activity::Ended) {
        for (const world::Process *worker : m_workers) {
            if (worker->activity != world::Activity::Ended)
                return worker;
        }
    }
    return m_server;
}

bool Cast::isServerGone() const
{
    const QList<const world::Process *> all = serverProcesses();
    return std::all_of(all.begin(), all.end(),
                       [](const world::Process *process) { return process->activity == world::Activity::Ended; });
}

const world::Process &Cast::speaker(const ClientPart &client, const world::Moment &moment) const
{
    for (const Helper &helper : m_helpers) {
        if (helper.process->id == moment.process && helper.client == client.process->id &&
            moment.kind != world::MomentKind::Start)
            return *helper.process;
    }
    return *client.process;
}

bool Cast::isAbout(const world::World &world, const world::World *next, const world::Socket &socket) const
{
    const world::Moment &moment = world.moment();
    const auto is = [&](world::SocketId id) {
        const world::Socket *other = world.socket(id);
        return id == socket.id || (other && other->listener == socket.id);
    };
    if (moment.kind == world::MomentKind::Start)
        return false;
    const world::Socket *own = world.socket(moment.socket);
    if (is(moment.socket) || is(moment.newSocket) || (own && is(own->peerSocket)))
        return true;
    if (moment.name == trace::Call::Connect && moment.address.port != 0 && socket.listening &&
        socket.local.port == moment.address.port)
        return true;
    return std::any_of(moment.messages.begin(), moment.messages.end(), [&](world::MessageId id) {
        const world::Message *message = world.message(id);
        return message && (is(message->senderSocket) || is(target(*message, next)));
    });
}

int Cast::serverIndexOf(world::SocketId socket) const
{
    for (qsizetype i = 0; i < m_serverSockets.size(); ++i) {
        if (m_serverSockets.at(i)->id == socket)
            return static_cast<int>(i);
    }
    return -1;
}

bool Cast::goesTo(const ClientPart &client, const world::Socket &socket) const
{
    if (client.reached.contains(socket.id))
        return true;
    return m_serverSockets.size() == 1 && client.hasSent && client.reached.isEmpty();
}

int Cast::socketCount() const
{
    const bool open = !m_serverSockets.isEmpty() && !m_serverSockets.first()->closed;
    return m_connected + m_over + m_waiting + (open ? static_cast<int>(m_serverSockets.size()) : 0);
}

void Cast::findHelpers(const world::World &world)
{
    for (const world::Process &process : world.processes()) {
        const world::Process *client = belongs(process, m_protocol) ? helpedBy(world, process) : nullptr;
        if (client)
            m_helpers.append({&process, client->id});
    }
}

bool Cast::isHelper(world::ProcessId process) const
{
    return std::any_of(m_helpers.begin(), m_helpers.end(),
                       [=](const Helper &helper) { return helper.process->id == process; });
}

void Cast::findClients(const world::World &world)
{
    for (const world::Process &process : world.processes()) {
        if (!belongs(process, m_protocol))
            continue;
        if (process.role == world::Role::Client && !isHelper(process.id))
            m_clients.append({&process, process.ordinal});
    }
    std::sort(m_clients.begin(), m_clients.end(),
              [](const ClientPart &a, const ClientPart &b) { return a.sender < b.sender; });
}

ClientPart Cast::partOf(const world::World &world, const ClientPart &client, const world::Socket &own) const
{
    ClientPart part = client;
    part.socket = &own;
    for (const world::Socket &socket : world.sockets()) {
        if (!isTcp() || socket.protocol != m_protocol || socket.listener == 0 || !samePair(socket, own))
            continue;
        if (!m_server || serverOf(world, socket) != m_server->id)
            continue; // in the card of another server, which is not drawn now
        if (socket.acceptOrdinal > 0)
            part.accepted = &socket;
        else if (!socket.closed)
            part.child = &socket;
    }
    for (const world::Message &message : world.messages()) {
        if (message.senderSocket == own.id || message.landed == own.id)
            part.hasSent = true;
        if (message.senderSocket == own.id && message.landed != 0 && !part.reached.contains(message.landed))
            part.reached.append(message.landed);
        if (message.landed == own.id && !part.reached.contains(message.senderSocket))
            part.reached.append(message.senderSocket);
    }
    return part;
}

namespace {

/// Both ends were closed, and the kernel's table still has what is left of it at the server (TIME-WAIT).
bool isRemnant(const ClientPart &part)
{
    return part.accepted && part.accepted->closed && part.accepted->inKernelTable &&
           part.accepted->state != kernel::State::Close;
}

} // namespace

void Cast::pair(const world::World &world)
{
    // A client that opens one connection after the other may leave very many.
    constexpr qsizetype MostWithRemnants = 4;
    const QList<ClientPart> all = parts(world, true);
    m_processes = static_cast<int>(m_clients.size());
    m_clients = all.size() <= MostWithRemnants ? all : parts(world, false);
}

QList<ClientPart> Cast::parts(const world::World &world, bool withRemnants) const
{
    QList<ClientPart> parts;
    for (const ClientPart &client : std::as_const(m_clients)) {
        const qsizetype first = parts.size();
        ClientPart last = client;
        for (const world::Socket &socket : world.sockets()) {
            if (socket.protocol != m_protocol || socket.creator != client.process->id)
                continue;
            last = partOf(world, client, socket);
            // What is left of a connection at the server is there to be seen, whoever closed the other end.
            if (!socket.closed || last.child || (last.accepted && !last.accepted->closed) ||
                (withRemnants && isRemnant(last))) {
                last.joined = parts.size() > first;
                parts.append(last);
            }
        }
        if (parts.size() == first)
            parts.append(last);
    }
    return parts;
}

int Cast::clientOfProcess(world::ProcessId process, world::SocketId socket) const
{
    const int bySocket = clientOfSocket(socket);
    if (bySocket >= 0 && (isHelper(process) || m_clients.at(bySocket).process->id == process))
        return bySocket;
    for (qsizetype i = 0; i < m_clients.size(); ++i) {
        if (m_clients.at(i).process->id == process)
            return static_cast<int>(i);
    }
    return -1;
}

int Cast::endedCount() const
{
    return static_cast<int>(std::count_if(m_clients.begin(), m_clients.end(), [](const ClientPart &part) {
        return !part.joined && part.process->activity == world::Activity::Ended;
    }));
}

int Cast::lastJoined(int index) const
{
    while (index + 1 < m_clients.size() && m_clients.at(index + 1).joined)
        ++index;
    return index;
}

int Cast::clientOfSocket(world::SocketId socket) const
{
    if (socket == 0)
        return -1;
    for (qsizetype i = 0; i < m_clients.size(); ++i) {
        for (const world::Socket *own : {m_clients.at(i).socket, m_clients.at(i).accepted, m_clients.at(i).child}) {
            if (own && own->id == socket)
                return static_cast<int>(i);
        }
    }
    return -1;
}

int Cast::clientOf(const world::Message &message) const
{
    if (const int sender = clientOfProcess(message.senderProcess, message.senderSocket); sender >= 0)
        return sender;
    for (qsizetype i = 0; i < m_clients.size(); ++i) {
        const world::Socket *socket = m_clients.at(i).socket;
        if (socket && socket->protocol == message.protocol && socket->local.port == message.to.port &&
            message.to.port != 0)
            return static_cast<int>(i);
    }
    const int byLanding = clientOfSocket(message.landed);
    return byLanding >= 0 ? byLanding : clientOfSocket(message.senderSocket);
}

world::SocketId Cast::target(const world::Message &message, const world::World *next)
{
    if (message.landed != 0)
        return message.landed;
    if (next) {
        const world::Message *later = next->message(message.id);
        if (later && later->landed != 0)
            return later->landed;
    }
    return message.predicted.size() == 1 ? message.predicted.first() : 0;
}

bool Cast::contains(world::ProcessId process) const
{
    if (isHelper(process) || isOfServer(process))
        return true;
    return std::any_of(m_clients.begin(), m_clients.end(),
                       [=](const ClientPart &client) { return client.process->id == process; });
}

bool Cast::takesPart(const world::World &world, const world::Moment &moment) const
{
    const world::Socket *socket = world.socket(moment.socket ? moment.socket : moment.newSocket);
    return contains(moment.process) && (!socket || socket->protocol == m_protocol);
}

} // namespace zocalo::figure
