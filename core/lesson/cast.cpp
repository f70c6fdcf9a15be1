// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/cast.h"

#include "core/lesson/callspec.h"
#include "core/lesson/names.h"

#include <cerrno>

#include <sys/socket.h>

namespace zocalo::lesson {
namespace {

constexpr QLatin1Char kReference('@');
constexpr QLatin1String kSender("@sender");

QByteArray hex(const QByteArray &bytes) { return bytes.isEmpty() ? QByteArray("-") : bytes.toHex(); }

QByteArray direction(int how) { return how == SHUT_RD ? "rd" : how == SHUT_WR ? "wr" : "rdwr"; }

QByteArray flags(int flags)
{
    QByteArrayList names;
    if ((flags & MSG_DONTWAIT) != 0) {
        names.append("dontwait");
    }
    if ((flags & MSG_TRUNC) != 0) {
        names.append("trunc");
    }
    return names.isEmpty() ? QByteArray() : ' ' + names.join(',');
}

/// Where a socket bound to the wildcard is reached from this machine.
trace::Endpoint reachable(trace::Endpoint endpoint, const QString &hostAddress)
{
    if (endpoint.isWildcard()) {
        const std::uint16_t port = endpoint.port;
        if (!hostAddress.isEmpty() && endpoint.family == AF_INET)
            endpoint = trace::Endpoint::fromString(hostAddress.toStdString() + ":0");
        else
            endpoint = trace::Endpoint::fromString(endpoint.family == AF_INET6 ? "[::1]:0" : "127.0.0.1:0");
        endpoint.port = port;
    }
    return endpoint;
}

} // namespace

Cast::Cast(const QList<ProcessPlan> &plans)
{
    for (const ProcessPlan &plan : plans) {
        add(plan);
    }
}

void Cast::add(const ProcessPlan &plan)
{
    m_processes.insert(plan.name, static_cast<history::ProcessId>(m_names.size()));
    m_names.append(plan.name);
    if (!plan.host.address.isEmpty()) {
        m_hostAddresses.insert(plan.name, plan.host.address);
    }
}

std::optional<history::ProcessId> Cast::process(const QString &name) const
{
    const auto found = m_processes.constFind(name);
    return found == m_processes.constEnd() ? std::nullopt : std::optional(*found);
}

const Cast::NamedSocket *Cast::find(const QString &processName, const QString &socketName) const
{
    const std::optional<history::ProcessId> owner = process(processName);
    const auto found = owner ? m_sockets.constFind({*owner, socketName}) : m_sockets.constEnd();
    return found == m_sockets.constEnd() ? nullptr : &*found;
}

history::SocketId Cast::socket(history::ProcessId process, const QString &name) const
{
    return m_sockets.value({process, name}).cookie;
}

bool Cast::isMissing(const CallPlan &plan) const
{
    const std::optional<history::ProcessId> owner = process(plan.process);
    return owner && find(plan.process, plan.on) == nullptr && m_missing.contains({*owner, plan.on});
}

QString Cast::nameOf(history::ProcessId process, history::SocketId cookie) const
{
    for (auto socket = m_sockets.cbegin(); socket != m_sockets.cend(); ++socket) {
        if (socket.key().first == process && socket->cookie == cookie) {
            return socket.key().second;
        }
    }
    return {};
}

void Cast::learn(const CallPlan &plan, const history::CallReturned &returned)
{
    const trace::Record &record = returned.record;
    if (record.result < 0 && record.error != EINPROGRESS) {
        if (!plan.as.isEmpty()) {
            m_missing.insert({returned.process, plan.as});
        }
        return;
    }
    if (plan.call == trace::Call::Dup) {
        NamedSocket copy = m_sockets.value({returned.process, plan.on});
        copy.fd = static_cast<int>(record.result);
        m_sockets.insert({returned.process, plan.as}, copy);
        return;
    }
    if (record.newSocket != 0) {
        m_sockets.insert({returned.process, plan.as},
                         {static_cast<int>(record.result), record.newSocket, record.local, {}});
        return;
    }
    const auto found = m_sockets.find({returned.process, plan.on});
    if (found == m_sockets.end()) {
        return;
    }
    if (record.local.isValid()) {
        found->local = record.local;
    }
    if (trace::isReceive(record.call) && record.address.isValid()) {
        found->sender = record.address;
    }
}

std::optional<QString> Cast::address(const CallPlan &plan) const
{
    if (!plan.address.contains(kReference)) {
        return plan.address;
    }
    trace::Endpoint endpoint;
    if (plan.address == kSender) {
        const NamedSocket *const socket = find(plan.process, plan.on);
        endpoint = socket == nullptr ? trace::Endpoint{} : socket->sender;
    } else {
        const SocketReference reference = parseReference(plan.address);
        const NamedSocket *const socket = find(reference.process, reference.socket);
        endpoint =
            socket == nullptr ? trace::Endpoint{} : reachable(socket->local, m_hostAddresses.value(reference.process));
        if (endpoint.port != 0 && !reference.host.isEmpty()) {
            return reference.host + QLatin1Char(':') + QString::number(endpoint.port);
        }
    }
    return endpoint.port == 0 ? std::nullopt : std::optional(QString::fromStdString(endpoint.toString()));
}

std::optional<QByteArray> Cast::command(const CallPlan &plan, const QByteArray &id, const QString &language) const
{
    using trace::Call;
    const QByteArray verb = QByteArray::fromStdString(std::string(trace::callName(plan.call)));
    if (plan.call == Call::Socket) {
        return id + ' ' + verb + ' ' + plan.protocol.toLatin1() + (plan.flags != 0 ? " nonblock" : "");
    }
    const NamedSocket *const socket = find(plan.process, plan.on);
    const std::optional<QString> to = address(plan);
    if (socket == nullptr || !to) {
        return std::nullopt;
    }
    QByteArray line = id + ' ' + verb + ' ' + QByteArray::number(socket->fd);
    switch (plan.call) {
    case Call::Bind:
    case Call::Connect:
        return line + ' ' + to->toLatin1();
    case Call::Sendto:
        return line + ' ' + to->toLatin1() + ' ' + hex(plan.message(language)) + flags(plan.flags);
    case Call::Send:
        return line + ' ' + hex(plan.message(language)) + flags(plan.flags);
    case Call::Listen:
        return line + ' ' + QByteArray::number(plan.number);
    case Call::Recv:
    case Call::Recvfrom:
        return line + ' ' + QByteArray::number(plan.number) + flags(plan.flags);
    case Call::Setsockopt:
        return line + ' ' + optionSpec(plan.option)->word + ' ' + QByteArray::number(plan.number);
    case Call::Shutdown:
        return line + ' ' + direction(plan.number);
    default: // accept, close, dup, getsockname, getpeername
        return line;
    }
}

} // namespace zocalo::lesson
