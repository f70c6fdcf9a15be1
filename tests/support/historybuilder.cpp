// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/support/historybuilder.h"

#include "tests/support/endpoints.h"

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace zocalo::test {

using kernel::Protocol;
using kernel::State;
using trace::Call;
using trace::Endpoint;
using trace::Phase;
using trace::Record;

namespace {

// The kernel counts a small datagram as this much memory.
constexpr quint32 kDatagramMemory = 832;

Endpoint endpointOf(const QString &text) { return Endpoint::fromString(text.toStdString()); }

} // namespace

QList<history::Event> HistoryBuilder::eventsWithout(ProcessId process) const
{
    QList<history::Event> others;
    for (const history::Event &event : m_events) {
        const bool isIts = std::visit(
            [process](const auto &data) {
                if constexpr (requires { data.process; })
                    return data.process == process;
                else
                    return false;
            },
            event.data);
        if (!isIts)
            others.append(event);
    }
    return others;
}

void HistoryBuilder::append(const history::EventData &data)
{
    m_now += 1000;
    m_events.append({m_now, data});
}

ProcessId HistoryBuilder::start(const QString &name, Role role, const QString &letter, const QString &group,
                                int ordinal)
{
    const auto id = static_cast<ProcessId>(m_pids.size());
    m_pids.append(4100 + id);
    append(history::ProcessStarted{id, m_pids.last(), name, group, letter, role, ordinal});
    return id;
}

ProcessId HistoryBuilder::fork(ProcessId parent, const QString &name)
{
    const auto child = static_cast<ProcessId>(m_pids.size());
    for (SocketId id : std::as_const(m_order)) {
        const auto owners = m_sockets[id].owners;
        for (const auto &[owner, fd] : owners) {
            if (owner == parent)
                m_sockets[id].owners.append({child, fd});
        }
    }
    m_pids.append(4100 + child);
    append(history::ProcessStarted{child, m_pids.last(), name, {}, {}, Role::Other, 0, parent});
    return child;
}

void HistoryBuilder::end(ProcessId process, int exitCode, int signal)
{
    for (SocketId id : std::as_const(m_order)) {
        const auto owners = m_sockets[id].owners;
        for (const auto &[owner, fd] : owners) {
            if (owner == process)
                release(id, owner, fd);
        }
    }
    append(history::ProcessEnded{process, exitCode, signal});
    if (m_snapshots)
        snapshot();
}

int HistoryBuilder::freeFd(ProcessId process) const
{
    int fd = 3;
    const auto taken = [&] {
        return std::any_of(m_sockets.cbegin(), m_sockets.cend(),
                           [&](const Kernel &socket) { return socket.owners.contains(std::pair(process, fd)); });
    };
    while (taken())
        ++fd;
    return fd;
}

int HistoryBuilder::fdOf(SocketId socket) const
{
    const Kernel kernel = m_sockets.value(socket);
    const ProcessId owner = ownerOf(socket);
    for (const auto &[process, fd] : kernel.owners) {
        if (process == owner)
            return fd;
    }
    return -1;
}

ProcessId HistoryBuilder::ownerOf(SocketId socket) const
{
    const Kernel kernel = m_sockets.value(socket);
    for (const auto &[process, fd] : kernel.owners) {
        if (process == m_caller)
            return process;
    }
    return kernel.owners.isEmpty() ? 0 : kernel.owners.first().first;
}

int HistoryBuilder::waiting(SocketId socket) const { return static_cast<int>(m_sockets.value(socket).queue.size()); }

QList<std::pair<CallId, quint64>> HistoryBuilder::queueOf(SocketId socket) const
{
    QList<std::pair<CallId, quint64>> result;
    for (const Chunk &chunk : m_sockets.value(socket).queue)
        result.append({chunk.sentBy, static_cast<quint64>(chunk.bytes.size())});
    return result;
}

void HistoryBuilder::setQueueLimit(SocketId socket, int datagrams) { m_sockets[socket].limit = datagrams; }

void HistoryBuilder::describe(Record &record, const Kernel &socket) const
{
    record.domain = static_cast<quint16>(socket.domain);
    record.type = socket.protocol == Protocol::Tcp ? SOCK_STREAM : SOCK_DGRAM;
    record.protocol = static_cast<quint16>(socket.protocol);
}

CallId HistoryBuilder::enter(ProcessId process, Call call, SocketId socket, int fd)
{
    Open open;
    open.process = process;
    open.socket = socket;
    open.entry.call = call;
    open.entry.phase = Phase::Entry;
    open.entry.serial = ++m_lastCall;
    open.entry.pid = open.entry.tid = static_cast<quint32>(m_pids.at(process));
    open.entry.socket = socket;
    open.entry.fd = fd;
    if (socket != 0)
        describe(open.entry, m_sockets[socket]);
    m_open.insert(m_lastCall, open);
    return m_lastCall;
}

Record &HistoryBuilder::entryOf(CallId call) { return m_open[call].entry; }

void HistoryBuilder::entered(CallId call)
{
    Open &open = m_open[call];
    open.entry.payloadTotal = static_cast<quint32>(open.bytes.size());
    open.entry.payloadKept = std::min(open.entry.payloadTotal, trace::kPayloadLimit);
    open.entry.timeNs = static_cast<quint64>(m_now + 1000);
    append(history::CallEntered{call, open.process, open.entry, open.bytes.left(trace::kPayloadLimit)});
}

void HistoryBuilder::done(CallId call, qint64 result, int error)
{
    Open &open = m_open[call];
    open.done = true;
    open.result = error != 0 ? -1 : result;
    open.error = error;
}

qint64 HistoryBuilder::finish(CallId call)
{
    if (!m_open[call].done) {
        if (canCarryOut(call))
            carryOut(call);
        else
            done(call, -1, EAGAIN);
    }
    const Open open = m_open.take(call);
    Record record = open.entry;
    record.phase = Phase::Return;
    record.timeNs = static_cast<quint64>(m_now + 1000);
    record.result = open.result;
    record.error = open.error;
    record.newSocket = open.newSocket;
    record.payloadTotal = open.takenTotal;
    record.payloadKept = std::min(static_cast<quint32>(open.taken.size()), trace::kPayloadLimit);
    const bool given = record.call == Call::Bind || record.call == Call::Connect || record.call == Call::Sendto;
    if (!given)
        record.address = open.address;
    const SocketId about = open.newSocket != 0 ? open.newSocket : open.socket;
    const bool isDatagramSend = trace::isSend(record.call) && m_sockets[about].protocol == Protocol::Udp;
    if (open.newSocket != 0 || isDatagramSend || record.call == Call::Bind || record.call == Call::Listen ||
        record.call == Call::Connect) {
        describe(record, m_sockets[about]);
        record.local = m_sockets[about].local;
        record.peer = m_sockets[about].remote;
    }
    append(history::CallReturned{call, open.process, record, open.taken.left(trace::kPayloadLimit)});
    if (m_snapshots)
        snapshot();
    return open.result;
}

qint64 HistoryBuilder::whole(CallId call)
{
    entered(call);
    return finish(call);
}

SocketId HistoryBuilder::socket(ProcessId process, Protocol protocol, int domain)
{
    const int fd = freeFd(process);
    const CallId call = enter(process, Call::Socket, 0, -1);
    const SocketId id = ++m_lastCookie;
    Kernel socket;
    socket.protocol = protocol;
    socket.domain = domain;
    socket.inode = ++m_lastInode;
    socket.owners.append({process, fd});
    m_sockets.insert(id, socket);
    m_order.append(id);
    m_open[call].newSocket = id;
    done(call, fd);
    whole(call);
    return id;
}

int HistoryBuilder::bind(SocketId socket, const QString &address)
{
    const CallId call = enter(ownerOf(socket), Call::Bind, socket, fdOf(socket));
    Endpoint local = endpointOf(address);
    entryOf(call).address = local;
    if (local.port == 0)
        local.port = ++m_lastPort;
    const auto taken = [&](const Kernel &other) {
        return !other.gone && other.protocol == m_sockets[socket].protocol && same(other.local, local) &&
               !other.reusePort && other.inode != 0;
    };
    if (std::any_of(m_sockets.cbegin(), m_sockets.cend(), taken)) {
        done(call, -1, EADDRINUSE);
    } else {
        m_sockets[socket].local = local;
        m_sockets[socket].bound = ++m_bindings;
        done(call, 0);
    }
    const int error = m_open[call].error;
    whole(call);
    return error;
}

int HistoryBuilder::listen(SocketId socket, int backlog)
{
    const CallId call = enter(ownerOf(socket), Call::Listen, socket, fdOf(socket));
    entryOf(call).requested = static_cast<quint64>(backlog);
    const bool isTcp = m_sockets[socket].protocol == Protocol::Tcp;
    if (isTcp) {
        m_sockets[socket].state = State::Listen;
        m_sockets[socket].backlog = backlog;
    }
    done(call, 0, isTcp ? 0 : EOPNOTSUPP);
    return whole(call) == 0 ? 0 : EOPNOTSUPP;
}

CallId HistoryBuilder::enterConnect(SocketId socket, const QString &address)
{
    const CallId call = enter(ownerOf(socket), Call::Connect, socket, fdOf(socket));
    entryOf(call).address = endpointOf(address);
    entered(call);
    return call;
}

CallId HistoryBuilder::enterAccept(SocketId listener)
{
    const CallId call = enter(ownerOf(listener), Call::Accept, listener, fdOf(listener));
    entered(call);
    return call;
}

CallId HistoryBuilder::enterSend(SocketId socket, const QByteArray &bytes, const QString &address)
{
    const Call name = address.isEmpty() ? Call::Send : Call::Sendto;
    const CallId call = enter(ownerOf(socket), name, socket, fdOf(socket));
    m_open[call].bytes = bytes;
    entryOf(call).requested = static_cast<quint64>(bytes.size());
    if (!address.isEmpty())
        entryOf(call).address = endpointOf(address);
    entered(call);
    return call;
}

CallId HistoryBuilder::enterReceive(SocketId socket, quint64 most, bool withAddress)
{
    const CallId call = enter(ownerOf(socket), withAddress ? Call::Recvfrom : Call::Recv, socket, fdOf(socket));
    entryOf(call).requested = most;
    entered(call);
    return call;
}

int HistoryBuilder::connect(SocketId socket, const QString &address)
{
    const CallId call = enterConnect(socket, address);
    if (m_snapshots)
        snapshot();
    carryOut(call);
    const int error = m_open[call].error;
    finish(call);
    return error;
}

SocketId HistoryBuilder::accept(SocketId listener)
{
    const CallId call = enterAccept(listener);
    if (m_snapshots)
        snapshot();
    if (canCarryOut(call))
        carryOut(call);
    const SocketId child = m_open[call].newSocket;
    finish(call);
    return child;
}

CallId HistoryBuilder::send(SocketId socket, const QByteArray &bytes) { return sendto(socket, bytes, {}); }

CallId HistoryBuilder::sendto(SocketId socket, const QByteArray &bytes, const QString &address)
{
    const CallId call = enterSend(socket, bytes, address);
    if (m_snapshots)
        snapshot();
    finish(call);
    return call;
}

CallId HistoryBuilder::recv(SocketId socket, quint64 most)
{
    const CallId call = enterReceive(socket, most);
    if (m_snapshots)
        snapshot();
    finish(call);
    return call;
}

CallId HistoryBuilder::recvfrom(SocketId socket, quint64 most)
{
    const CallId call = enterReceive(socket, most, true);
    if (m_snapshots)
        snapshot();
    finish(call);
    return call;
}

int HistoryBuilder::shutdown(SocketId socket, int how)
{
    const CallId call = enter(ownerOf(socket), Call::Shutdown, socket, fdOf(socket));
    entryOf(call).requested = static_cast<quint64>(how);
    if (how != SHUT_RD && m_sockets.contains(m_sockets[socket].peer)) {
        Kernel &peer = m_sockets[m_sockets[socket].peer];
        peer.finished = true;
        if (peer.state == State::Established)
            peer.state = State::CloseWait;
        m_sockets[socket].state = State::FinWait2;
    }
    done(call, 0);
    return static_cast<int>(whole(call));
}

int HistoryBuilder::close(SocketId socket) { return close(ownerOf(socket), fdOf(socket)); }

int HistoryBuilder::close(ProcessId process, int fd)
{
    SocketId socket = 0;
    for (SocketId id : std::as_const(m_order)) {
        if (m_sockets[id].owners.contains(std::pair(process, fd)))
            socket = id;
    }
    const CallId call = enter(process, Call::Close, socket, fd);
    if (socket != 0)
        release(socket, process, fd);
    done(call, 0, socket != 0 ? 0 : EBADF);
    return static_cast<int>(whole(call));
}

int HistoryBuilder::dup(SocketId socket)
{
    const ProcessId process = ownerOf(socket);
    const CallId call = enter(process, Call::Dup, socket, fdOf(socket));
    const int fd = freeFd(process);
    m_sockets[socket].owners.append({process, fd});
    done(call, fd);
    whole(call);
    return fd;
}

void HistoryBuilder::setOption(SocketId socket, int level, int option, int value)
{
    const CallId call = enter(ownerOf(socket), Call::Setsockopt, socket, fdOf(socket));
    Record &entry = entryOf(call);
    entry.level = level;
    entry.option = option;
    entry.value = value;
    if (level == SOL_SOCKET && option == SO_REUSEPORT)
        m_sockets[socket].reusePort = value != 0;
    if (level == IPPROTO_IPV6 && option == IPV6_V6ONLY)
        m_sockets[socket].v6Only = value != 0;
    done(call, 0);
    whole(call);
}

void HistoryBuilder::setOption(SocketId socket, int level, int option, const QByteArray &value)
{
    const CallId call = enter(ownerOf(socket), Call::Setsockopt, socket, fdOf(socket));
    Record &entry = entryOf(call);
    entry.level = level;
    entry.option = option;
    entry.requested = static_cast<quint64>(value.size());
    m_open[call].bytes = value;
    done(call, 0);
    whole(call);
}

void HistoryBuilder::asleep(CallId call) { append(history::CallAsleep{call, m_open[call].process}); }

void HistoryBuilder::next(ProcessId process, Call call, SocketId socket)
{
    append(history::NextCall{process, call, socket});
}

void HistoryBuilder::name(const QString &step) { append(history::StepNamed{step}); }

void HistoryBuilder::hold(const QString &name) { append(history::Held{name}); }

void HistoryBuilder::snapshot(bool exact)
{
    history::KernelSnapshot table;
    table.beginNs = m_now;
    table.endNs = m_now + 500;
    table.exact = exact;
    for (SocketId id : std::as_const(m_order)) {
        const Kernel &socket = m_sockets[id];
        if (socket.local.port == 0 || (socket.gone && socket.state == State::Close))
            continue;
        kernel::SocketRow row;
        row.protocol = socket.protocol;
        row.state = socket.state;
        row.cookie = id;
        row.inode = socket.inode;
        row.local = socket.local;
        row.remote = socket.remote;
        for (const Chunk &chunk : socket.queue)
            row.receiveQueue +=
                socket.protocol == Protocol::Udp ? kDatagramMemory : static_cast<quint32>(chunk.bytes.size());
        if (socket.protocol == Protocol::Udp)
            row.sendQueue = 4294967295U;
        if (socket.state == State::CloseWait && socket.finished && !socket.endRead)
            row.receiveQueue += 1; // the kernel counts the peer's FIN until the end of file is read
        if (socket.state == State::Listen) {
            row.receiveQueue = static_cast<quint32>(socket.acceptQueue.size());
            row.sendQueue = static_cast<quint32>(socket.backlog);
        }
        row.drops = socket.drops;
        table.rows.append(row);
    }
    append(table);
}

} // namespace zocalo::test
