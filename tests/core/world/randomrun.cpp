// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/core/world/randomrun.h"

#include <algorithm>

namespace zocalo::test {

using kernel::Protocol;

RandomRun::RandomRun(const RandomPlan &plan) : m_plan(plan), m_random(plan.seed)
{
    m_server = build.start("server", Role::Server, "S");
    m_listener = build.socket(m_server, Protocol::Tcp);
    build.bind(m_listener, "127.0.0.1:9000");
    build.listen(m_listener);
    m_udpServer = build.socket(m_server, Protocol::Udp);
    build.bind(m_udpServer, "127.0.0.1:9001");
    m_udpOther = build.socket(m_server, Protocol::Udp);
    build.bind(m_udpOther, "0.0.0.0:9002");
    m_udp[m_server] = {m_udpServer, m_udpOther};
    sockets = {m_udpServer, m_udpOther};
    if (plan.losses)
        build.setQueueLimit(m_udpOther, 3);
    for (int i = 0; i < plan.clients; ++i) {
        const ProcessId client = build.start(QString("client%1").arg(i), Role::Client, QString(QChar(u'A' + i)), {}, i);
        m_clients.append(client);
        m_udp[client] = {build.socket(client, Protocol::Udp)};
        sockets.insert(m_udp[client].first());
    }
    table();
}

bool RandomRun::mayTable() const
{
    // A table is exact only if no call was carried out whose return is still to come.
    return m_plan.tables == RandomPlan::Tables::Loose ||
           (m_plan.tables == RandomPlan::Tables::Exact && m_carriedOut.isEmpty());
}

void RandomRun::table()
{
    if (mayTable())
        build.snapshot(m_plan.tables == RandomPlan::Tables::Exact);
}

QByteArray RandomRun::text()
{
    ++m_texts;
    if (m_plan.distinct)
        return "<" + QByteArray::number(m_texts) + QByteArray(static_cast<int>(below(20)), '=') + ">";
    static const QByteArrayList texts{"hola", "hola", "ok", "ho", "holahola", "adiós"};
    return texts.at(static_cast<int>(below(static_cast<quint32>(texts.size()))));
}

void RandomRun::openConnection(ProcessId client)
{
    const SocketId socket = build.socket(client, Protocol::Tcp);
    build.connect(socket, "127.0.0.1:9000");
    table();
    const SocketId child = build.accept(m_listener);
    m_tcp[client].append(socket);
    m_tcp[m_server].append(child);
    sockets.insert(socket);
    sockets.insert(child);
}

void RandomRun::closeConnection(ProcessId client)
{
    const SocketId socket = m_tcp[client].takeLast();
    const SocketId child = build.peerOf(socket);
    m_tcp[m_server].removeOne(child);
    build.close(socket);
    table();
    build.close(child);
}

// Some other socket of the same protocol that somebody still reads.
SocketId RandomRun::wrongSocket(SocketId sender, bool isTcp)
{
    QList<SocketId> others;
    for (const QList<SocketId> &own : isTcp ? m_tcp : m_udp)
        others += own;
    others.removeAll(sender);
    others.removeAll(build.peerOf(sender));
    others.removeIf([&](SocketId id) { return build.local(id).port == 0; }); // nothing can reach it
    std::sort(others.begin(), others.end());
    return others.isEmpty() ? 0 : others.at(static_cast<int>(below(static_cast<quint32>(others.size()))));
}

void RandomRun::startSend(ProcessId process)
{
    const bool isTcp = below(2) == 0 && !m_tcp.value(process).isEmpty();
    const QList<SocketId> own = isTcp ? m_tcp.value(process) : m_udp.value(process);
    const SocketId socket = own.at(static_cast<int>(below(static_cast<quint32>(own.size()))));
    QString to;
    if (!isTcp && process != m_server)
        to = below(3) == 0 ? "127.0.0.1:9002" : "127.0.0.1:9001";
    if (!isTcp && process == m_server) {
        const ProcessId client = m_clients.at(static_cast<int>(below(static_cast<quint32>(m_clients.size()))));
        trace::Endpoint back = build.local(m_udp[client].first());
        if (back.port == 0)
            return;
        back.address = {127, 0, 0, 1};
        to = QString::fromStdString(back.toString());
    }
    const CallId call = build.enterSend(socket, text(), to);
    m_open.insert(process, call);
    if (m_plan.diverted && below(8) == 0)
        m_wrong.insert(call, wrongSocket(socket, isTcp));
    if (m_plan.losses && !isTcp && below(6) == 0)
        m_lost.insert(call);
}

void RandomRun::carryOut(CallId call)
{
    if (m_wrong.contains(call))
        build.divertNext(m_wrong.take(call));
    if (m_lost.remove(call))
        build.loseNext();
    build.carryOut(call);
    m_carriedOut.insert(call);
}

void RandomRun::startReceive(ProcessId process)
{
    QList<SocketId> ready;
    for (SocketId socket : m_tcp.value(process) + m_udp.value(process)) {
        if (build.waiting(socket) > 0)
            ready.append(socket);
    }
    if (ready.isEmpty())
        return;
    const SocketId socket = ready.at(static_cast<int>(below(static_cast<quint32>(ready.size()))));
    const bool isUdp = m_udp.value(process).contains(socket);
    // A few bytes of a message that went astray could be of any: they are read whole then.
    const quint64 most = isUdp || m_plan.diverted ? 1024 : 1 + below(30);
    m_open.insert(process, build.enterReceive(socket, most, isUdp && below(4) != 0));
}

void RandomRun::act()
{
    const int who = static_cast<int>(below(static_cast<quint32>(m_clients.size() * 2)));
    const ProcessId process = who < m_clients.size() ? m_clients.at(who) : m_server;
    if (const CallId call = m_open.value(process)) {
        if (!m_carriedOut.contains(call)) {
            if (!build.canCarryOut(call))
                return;
            carryOut(call);
            if (!m_plan.stepped && below(2) == 0)
                return;
        }
        build.finish(call);
        m_carriedOut.remove(call);
        m_open.remove(process);
        table();
        return;
    }
    const quint32 choice = below(20);
    if (choice == 0 && process != m_server && !m_open.contains(m_server) && m_tcp.value(process).size() < 3)
        openConnection(process);
    else if (choice == 1 && !m_plan.diverted && process != m_server && m_tcp.value(process).size() > 1)
        closeConnection(process);
    else if (choice < 10)
        startSend(process);
    else
        startReceive(process);
}

void RandomRun::finish()
{
    const QList<ProcessId> all = m_clients + QList<ProcessId>{m_server};
    for (ProcessId process : all) {
        const CallId call = m_open.take(process);
        if (call == 0)
            continue;
        if (!m_carriedOut.remove(call) && build.canCarryOut(call)) {
            carryOut(call);
            m_carriedOut.remove(call);
        }
        build.finish(call);
    }
    table();
    for (ProcessId process : all) {
        for (SocketId socket : m_tcp.value(process) + m_udp.value(process)) {
            while (build.waiting(socket) > 0) {
                build.recvfrom(socket, m_udp.value(process).contains(socket) || m_plan.diverted ? 1024 : 7);
                table();
            }
        }
    }
}

} // namespace zocalo::test
