// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/socketbook.h"

#include <algorithm>
#include <utility>

namespace zocalo::world {

using kernel::Protocol;

const Socket *SocketBook::find(SocketId id) const
{
    const auto it = m_index.constFind(id);
    return it == m_index.cend() ? nullptr : &m_sockets.at(*it);
}

Socket &SocketBook::edit(SocketId id) { return m_sockets.edit(m_index.value(id)); }

Socket &SocketBook::add(SocketId id, Protocol protocol)
{
    m_index.insert(id, static_cast<int>(m_sockets.size()));
    Socket socket;
    socket.id = id;
    socket.protocol = protocol;
    m_sockets.append(socket);
    return m_sockets.edit(m_sockets.size() - 1);
}

bool SocketBook::hasAny(ProcessId process) const
{
    return std::any_of(m_sockets.begin(), m_sockets.end(), [process](const Socket &socket) {
        return std::any_of(socket.owners.begin(), socket.owners.end(),
                           [process](const Owner &owner) { return owner.process == process; });
    });
}

SocketId SocketBook::own(SocketId id, ProcessId process, int fd)
{
    if (fd < 0) { // through a descriptor that is not known: it may have any number of those
        Socket &held = edit(id);
        if (!held.owners.contains({process, fd}))
            held.owners.append({process, fd});
        return 0;
    }
    const SocketId before = at(process, fd);
    if (before == id)
        return 0;
    const SocketId lost = before != 0 ? release(process, fd) : 0;
    m_descriptors.insert(descriptor(process, fd), id);
    Socket &socket = edit(id);
    socket.owners.append({process, fd});
    if (socket.closed) { // it was not the last descriptor after all
        socket.closed = false;
        index(id);
    }
    return lost;
}

SocketId SocketBook::release(ProcessId process, int fd)
{
    const SocketId id = m_descriptors.take(descriptor(process, fd));
    if (id == 0)
        return 0;
    Socket &socket = edit(id);
    socket.owners.removeAll({process, fd});
    if (!socket.owners.isEmpty())
        return 0;
    socket.lastOwner = Owner{process, fd};
    return id;
}

QList<SocketId> SocketBook::releaseOthers(ProcessId process, const QSet<int> &kept)
{
    return releaseIf(process, [&kept](int fd) { return !kept.contains(fd); });
}

QList<SocketId> SocketBook::releaseRange(ProcessId process, int first, int last)
{
    return releaseIf(process, [=](int fd) { return fd >= first && fd <= last; });
}

QList<SocketId> SocketBook::releaseIf(ProcessId process, const std::function<bool(int)> &mustGo)
{
    QList<SocketId> lost;
    for (qsizetype i = 0; i < m_sockets.size(); ++i) {
        const QList<Owner> owners = m_sockets.at(i).owners;
        for (const Owner &owner : owners) {
            if (owner.process != process || !mustGo(owner.fd))
                continue;
            if (owner.fd < 0) {
                Socket &held = edit(m_sockets.at(i).id);
                held.owners.removeAll(owner);
                if (held.owners.isEmpty())
                    lost.append(held.id);
                continue;
            }
            if (const SocketId id = release(process, owner.fd))
                lost.append(id);
        }
    }
    return lost;
}

void SocketBook::setAddresses(SocketId id, const Endpoint &local, const Endpoint &remote, quint64 since)
{
    Socket &socket = edit(id);
    const Endpoint newLocal = local.port != 0 ? local : socket.local;
    const Endpoint newRemote = remote.port != 0 ? remote : Endpoint{};
    if (newLocal == socket.local && newRemote == socket.remote)
        return;
    forgetPort(socket);
    forgetTuple(socket);
    if (newLocal != socket.local)
        m_bindings.insert(id, {++m_lastOrder, since});
    socket.local = newLocal;
    socket.remote = newRemote;
    index(id);
}

void SocketBook::index(SocketId id)
{
    ++m_epoch;
    const Socket &socket = *find(id);
    if (socket.local.port == 0)
        return;
    if (!socket.closed)
        m_ports[portKey(socket.protocol, socket.local.port)].append(id);
    if (socket.protocol == Protocol::Tcp && socket.remote.port != 0)
        link(id);
}

void SocketBook::link(SocketId id)
{
    const Socket &socket = *find(id);
    const TupleKey mine{plain(socket.local), plain(socket.remote)};
    m_tuples.insert(mine, id);
    const Socket *other = find(m_tuples.value({mine.remote, mine.local}));
    // A closed end that had a peer is of an earlier connection with the same addresses.
    if (!other || (other->closed && other->peerSocket != 0 && other->peerSocket != id))
        return;
    const SocketId otherId = other->id;
    edit(id).peerSocket = otherId;
    edit(otherId).peerSocket = id;
}

void SocketBook::retire(SocketId id) { forgetPort(*find(id)); }

void SocketBook::forgetPort(const Socket &socket)
{
    ++m_epoch;
    const auto port = m_ports.find(portKey(socket.protocol, socket.local.port));
    if (port == m_ports.end())
        return;
    port->removeOne(socket.id);
    if (port->isEmpty())
        m_ports.erase(port);
}

void SocketBook::forgetTuple(const Socket &socket)
{
    const TupleKey mine{plain(socket.local), plain(socket.remote)};
    if (socket.protocol == Protocol::Tcp && m_tuples.value(mine) == socket.id)
        m_tuples.remove(mine);
}

SocketId SocketBook::connected(const Endpoint &local, const Endpoint &remote) const
{
    const Socket *socket = find(m_tuples.value({plain(local), plain(remote)}));
    return socket && !socket->closed ? socket->id : 0;
}

SocketId SocketBook::lastConnected(const Endpoint &local, const Endpoint &remote) const
{
    return m_tuples.value({plain(local), plain(remote)});
}

QList<SocketId> SocketBook::onPort(Protocol protocol, quint16 port) const
{
    return m_ports.value(portKey(protocol, port));
}

QList<PortHolder> SocketBook::holders(Protocol protocol, const Endpoint &from, const Endpoint &to) const
{
    QList<SocketId> ids;
    if (protocol == Protocol::Udp)
        ids = onPort(protocol, to.port);
    else if (const SocketId id = connected(to, from))
        ids.append(id);
    QList<PortHolder> result;
    for (SocketId id : std::as_const(ids)) {
        const Socket *socket = find(id);
        result.append({id, socket->local, socket->remote, socket->domain, socket->v6Only, socket->reusePort,
                       m_bindings.value(id).order});
    }
    return result;
}

} // namespace zocalo::world
