// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/addresses.h"
#include "core/world/pagedlist.h"
#include "core/world/predictor.h"

#include <QHash>
#include <QList>
#include <QSet>

#include <functional>

namespace zocalo::world {

/// All sockets that ever became known, in that order, with what finds them quickly: by cookie, by a process's
/// descriptor, by port and by 4-tuple. Implicitly shared: a copy is cheap.
class SocketBook
{
public:
    const PagedList<Socket> &all() const { return m_sockets; }
    /// nullptr if there is none.
    const Socket *find(SocketId id) const;
    /// Must exist. Addresses are changed by setAddresses() and owners by own() and release() only.
    Socket &edit(SocketId id);
    bool contains(SocketId id) const { return m_index.contains(id); }
    /// Adds a socket that must not exist yet.
    Socket &add(SocketId id, kernel::Protocol protocol);

    /// The socket that the descriptor means now; 0: none.
    SocketId at(ProcessId process, int fd) const { return m_descriptors.value(descriptor(process, fd)); }
    /// Some socket is the process's.
    bool hasAny(ProcessId process) const;
    /// The descriptor means this socket from now on. Returns the socket that it meant before, if that has lost its last
    /// descriptor by it; else 0.
    SocketId own(SocketId id, ProcessId process, int fd);
    /// The descriptor is closed. Returns the socket if that was its last one; else 0.
    SocketId release(ProcessId process, int fd);
    /// All descriptors of a process are closed; returns the sockets that lost their last one.
    QList<SocketId> releaseAll(ProcessId process) { return releaseOthers(process, {}); }
    /// The same for all but these.
    QList<SocketId> releaseOthers(ProcessId process, const QSet<int> &kept);
    /// The same for those from `first` to `last`.
    QList<SocketId> releaseRange(ProcessId process, int first, int last);

    /// What is known of a socket's addresses now. An address with port 0 is none. `since` is when the call that gave
    /// the local address was entered. Links TCP sockets that are the two ends of one connection.
    void setAddresses(SocketId id, const Endpoint &local, const Endpoint &remote, quint64 since);
    /// When the call that bound the socket was entered.
    quint64 boundSince(SocketId id) const { return m_bindings.value(id).since; }
    /// The connected, open TCP socket with this 4-tuple; 0: none known.
    SocketId connected(const Endpoint &local, const Endpoint &remote) const;
    /// The same, open or closed: the latest with that 4-tuple.
    SocketId lastConnected(const Endpoint &local, const Endpoint &remote) const;
    /// The open sockets on a local port.
    QList<SocketId> onPort(kernel::Protocol protocol, quint16 port) const;
    /// The same as the predictor may see them; for TCP only the one connected to `from`.
    QList<PortHolder> holders(kernel::Protocol protocol, const Endpoint &from, const Endpoint &to) const;
    /// It was closed and takes no more. Its 4-tuple stays known, for the other end of the connection.
    void retire(SocketId id);
    /// Something that a prediction rests on was changed through edit().
    void ruleChanged() { ++m_epoch; }
    /// Changes whenever a prediction may have become another.
    quint64 epoch() const { return m_epoch; }

private:
    struct Binding
    {
        quint64 order = 0;
        quint64 since = 0;
    };

    QList<SocketId> releaseIf(ProcessId process, const std::function<bool(int)> &mustGo);
    static quint64 descriptor(ProcessId process, int fd) { return quint64(process) << 32 | quint32(fd); }
    static quint32 portKey(kernel::Protocol protocol, quint16 port) { return quint32(protocol) << 16 | port; }
    void index(SocketId id);
    void forgetPort(const Socket &socket);
    void forgetTuple(const Socket &socket);
    void link(SocketId id);

    PagedList<Socket> m_sockets;
    QHash<SocketId, int> m_index;
    QHash<quint64, SocketId> m_descriptors;
    QHash<quint32, QList<SocketId>> m_ports;
    QHash<TupleKey, SocketId> m_tuples;
    QHash<SocketId, Binding> m_bindings;
    quint64 m_lastOrder = 0;
    quint64 m_epoch = 0;
};

} // namespace zocalo::world
