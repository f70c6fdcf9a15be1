// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/names.h"

#include "app/figure/holders.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

/// A program's server that is not the first: "Server" alone would not tell them apart.
bool isOneMoreServer(const world::Process &process)
{
    return process.isProgram && process.role == world::Role::Server && process.ordinal > 0;
}

// What `--stable` shows: servers 4100 and 4200, their clients counted from there.
constexpr qint64 TcpPids = 4100;
constexpr qint64 UdpPids = 4200;

quint32 portKey(kernel::Protocol protocol, quint16 port) { return quint32(protocol) << 16 | port; }

/// A program's name where there is little room.
QString shortened(const QString &name, int longest = 12)
{
    return name.size() <= longest ? name : name.left(longest - 1) + QChar(0x2026);
}

} // namespace

Names::Names(const FigureInput &input) : m_world(input.now), m_hosts(input.hosts), m_stable(input.stable)
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
        namePorts(*world, input.stablePorts);
    }
}

/// The ports of a process are named in the order in which its sockets were made: the least number comes first.
void Names::namePorts(const world::World &world, const QHash<QString, int> &stablePorts)
{
    QHash<world::ProcessId, QSet<quint32>> named;
    for (const world::Socket &socket : world.sockets()) {
        const world::Process *creator = world.process(socket.creator);
        if (!creator || socket.local.port == 0) {
            continue;
        }
        QList<int> numbers;
        for (auto it = stablePorts.cbegin(); it != stablePorts.cend(); ++it) {
            if (it.key().startsWith(creator->name + QLatin1Char('.'))) {
                numbers.append(it.value());
            }
        }
        std::sort(numbers.begin(), numbers.end());
        const quint32 key = portKey(socket.protocol, socket.local.port);
        QSet<quint32> &before = named[creator->id];
        if (!numbers.isEmpty() && !m_ports.contains(key)) {
            m_ports.insert(key, numbers.at(std::min(before.size(), numbers.size() - 1)));
        }
        before.insert(key);
    }
}

QString Names::process(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    return process && isOneMoreServer(*process) ? process->name : part(id);
}

QString Names::withPid(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    const world::Moment &moment = m_world.moment();
    const bool isForked = moment.parent && moment.process == id; // which part it plays is not known yet
    if (!process || !(isForked || isOneMoreServer(*process) || helpedBy(m_world, *process)))
        return this->process(id);
    //: a program's name and its number, in a sentence: "server.py#2 (PID 4102)"
    return tr("%1 (PID %2)").arg(process->name).arg(pid(id));
}

QString Names::heading(world::ProcessId id) const
{
    constexpr int kLongest = 16;
    const world::Process *process = m_world.process(id);
    return process && isOneMoreServer(*process) ? shortened(process->name, kLongest) : part(id);
}

QString Names::part(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    if (!process) {
        return {};
    }
    // Alone, it is neither: there is nobody that it is a client or a server to.
    if (m_world.processes().size() == 1) {
        return process->isProgram ? process->name : tr("Process");
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

QString Names::processOfRun(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    const QString name = this->process(id);
    if (!process || process->role != world::Role::Client || process->group.isEmpty()) {
        return name;
    }
    const auto &all = m_world.processes();
    const bool isTwin = std::any_of(all.begin(), all.end(), [process](const world::Process &other) {
        return !other.group.isEmpty() && other.group != process->group;
    });
    //: %1 is "Client A", %2 the half of the twin that it is of: TCP or UDP
    return isTwin ? tr("%1 (%2)").arg(name, process->group.toUpper()) : name;
}

QString Names::letter(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    if (!process) {
        return {};
    }
    return process->letter.isEmpty() ? process->name : process->letter;
}

lesson::Host Names::host(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    return process ? m_hosts.value(process->name) : lesson::Host{};
}

QString Names::hosts() const
{
    QStringList names;
    for (const world::Process &process : m_world.processes()) {
        const QString name = m_hosts.value(process.name).name;
        if (!name.isEmpty() && !names.contains(name)) {
            names.append(name);
        }
    }
    names.sort();
    return names.join(QStringLiteral(", "));
}

QString Names::hostAt(const QString &address) const
{
    const auto found =
        std::find_if(m_hosts.begin(), m_hosts.end(), [&](const lesson::Host &host) { return host.address == address; });
    return found == m_hosts.end() ? QString() : found->name;
}

bool Names::hostsAreNetworks() const
{
    return std::any_of(m_hosts.begin(), m_hosts.end(), [](const lesson::Host &host) {
        return !host.address.isEmpty() && !host.address.startsWith(QLatin1String("127."));
    });
}

qint64 Names::pid(world::ProcessId id) const
{
    const world::Process *process = m_world.process(id);
    return m_pids.value(id, process ? process->pid : 0);
}

QString Names::pidLine(world::ProcessId id, int longest) const
{
    const world::Process *process = m_world.process(id);
    if (!program(id).isEmpty()) {
        return programLine(id, longest);
    }
    if (!process || !process->outside) {
        // "server.py@h1": core/run/networks.h
        const QString host = process ? process->name.section(QLatin1Char('@'), 1) : QString();
        return host.isEmpty() ? tr("PID %1").arg(pid(id)) : tr("%1 · PID %2").arg(shortened(host)).arg(pid(id));
    }
    if (process->pid == 0) {
        return tr("PID unknown");
    }
    //: %1 is a program's name, %2 a number
    return tr("%1 · PID %2").arg(shortened(process->name)).arg(pid(id));
}

QString Names::programLine(world::ProcessId id, int longest) const
{
    const world::Process *process = m_world.process(id);
    if (!process || !process->isProgram || process->outside) {
        return pidLine(id, longest);
    }
    //: %1 is a program's name, %2 a number
    return tr("%1 · PID %2").arg(shortened(process->name, longest)).arg(pid(id));
}

QString Names::program(world::ProcessId id, int longest) const
{
    const world::Process *process = m_world.process(id);
    const bool isNamedElse = process && process->isProgram && !process->outside &&
                             process->role != world::Role::Other && !isOneMoreServer(*process) &&
                             m_world.processes().size() > 1;
    return isNamedElse ? shortened(process->name, longest) : QString();
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

QString Names::cookie(world::SocketId id) const
{
    if (!m_stable) {
        return QString::number(id);
    }
    const auto &sockets = m_world.sockets();
    const auto found =
        std::find_if(sockets.begin(), sockets.end(), [=](const auto &socket) { return socket.id == id; });
    return QString::number(found - sockets.begin() + 1);
}

QString Names::owner(const world::Socket &socket, std::optional<world::ProcessId> wanted) const
{
    if (socket.owners.isEmpty()) {
        return {};
    }
    const auto found = std::find_if(socket.owners.begin(), socket.owners.end(),
                                    [=](const world::Owner &each) { return each.process == wanted; });
    const world::Owner &first = found != socket.owners.end() ? *found : socket.owners.first();
    const world::Process *process = m_world.process(first.process);
    if (process && process->outside) {
        return process->pid == 0 ? QStringLiteral("?") : QString::number(pid(first.process));
    }
    return QStringLiteral("%1/fd %2").arg(pid(first.process)).arg(first.fd);
}

QString Names::owners(const world::Socket &socket) const
{
    constexpr int Most = 3;
    QString all = owner(socket);
    int more = 0;
    for (const world::Owner &other : socket.owners) {
        if (other.process == socket.owners.first().process && other.fd != socket.owners.first().fd && ++more <= Most)
            all += more == Most ? QStringLiteral(", …") : QStringLiteral(", %1").arg(other.fd);
    }
    return all;
}

QString Names::descriptors(const world::Socket &socket) const
{
    const auto others = std::count_if(socket.owners.begin(), socket.owners.end(), [&](const world::Owner &owner) {
        return owner.process != socket.owners.first().process;
    });
    return others == 0 ? owners(socket) : QStringLiteral("%1 +%2").arg(owners(socket)).arg(others);
}

} // namespace zocalo::figure
