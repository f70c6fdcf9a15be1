// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/names.h"

namespace zocalo::figure {

namespace {

// What `--stable` shows: servers 4100 and 4200, their clients counted from there.
constexpr qint64 TcpPids = 4100;
constexpr qint64 UdpPids = 4200;

quint32 portKey(kernel::Protocol protocol, quint16 port) { return quint32(protocol) << 16 | port; }

} // namespace

Names::Names(const FigureInput &input) : m_world(input.now), m_stable(input.stable)
{
    if (m_stable) {
        nameStably(input);
    }
}

void Names::nameStably(const FigureInput &input)
{
    for (const world::World *world : {&input.now, input.next}) {
        if (!world) {
            continue;
        }
        for (const world::Process &process : world->processes()) {
            const qint64 base = process.group == QLatin1String("udp") ? UdpPids : TcpPids;
            m_pids.insert(process.id, process.role == world::Role::Server ? base : base + 1 + process.ordinal);
        }
        for (const world::Socket &socket : world->sockets()) {
            const world::Process *creator = world->process(socket.creator);
            const quint32 key = portKey(socket.protocol, socket.local.port);
            if (!creator || socket.local.port == 0 || m_ports.contains(key)) {
                continue;
            }
            for (auto it = input.stablePorts.cbegin(); it != input.stablePorts.cend(); ++it) {
                if (it.key().startsWith(creator->name + QLatin1Char('.'))) {
                    m_ports.insert(key, it.value());
                }
            }
        }
    }
}

QString Names::process(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    if (!process) {
        return {};
    }
    if (process->role == world::Role::Client) {
        return tr("Client %1").arg(process->letter);
    }
    if (process->role == world::Role::Server) {
        if (process->group == QLatin1String("tcp")) {
            return tr("TCP server");
        }
        if (process->group == QLatin1String("udp")) {
            return tr("UDP server");
        }
        return tr("Server");
    }
    return process->name;
}

QString Names::letter(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    if (!process) {
        return {};
    }
    return process->letter.isEmpty() ? process->name : process->letter;
}

qint64 Names::pid(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    return m_pids.value(id, process ? process->pid : 0);
}

int Names::portNumber(quint16 port, kernel::Protocol protocol) const
{
    return m_ports.value(portKey(protocol, port), port);
}

QString Names::endpoint(const world::Endpoint &endpoint, kernel::Protocol protocol) const
{
    world::Endpoint shown = endpoint;
    shown.port = quint16(portNumber(endpoint.port, protocol));
    return QString::fromStdString(shown.toString());
}

QString Names::port(const world::Endpoint &endpoint, kernel::Protocol protocol) const
{
    return QLatin1Char(':') + QString::number(portNumber(endpoint.port, protocol));
}

QString Names::owner(const world::Socket &socket) const
{
    if (socket.owners.isEmpty()) {
        return {};
    }
    const world::Owner &first = socket.owners.first();
    return QStringLiteral("%1/fd %2").arg(pid(first.process)).arg(first.fd);
}

} // namespace zocalo::figure
