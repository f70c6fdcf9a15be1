// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/support/historybuilder.h"

#include <sys/socket.h>

namespace zocalo::test {

using kernel::Protocol;
using trace::Call;

namespace {

struct Half
{
    ProcessId server = 0;
    QList<ProcessId> clients;
    QList<SocketId> sockets;
    QList<SocketId> accepted;
    SocketId listener = 0; ///< TCP: the listening socket; UDP: the server's only one
};

QString letterOf(int client) { return client < 26 ? QString(QChar(u'A' + client)) : QString::number(client + 1); }

QByteArray textOf(int client, int number)
{
    const QByteArray letter = letterOf(client).toUtf8();
    return number == 1 ? "hola, soy " + letter : "adiós de " + letter;
}

void startHalf(HistoryBuilder &build, Half &half, const QString &group, int clients)
{
    half.server = build.start(group + ".server", Role::Server, "S", group);
    for (int i = 0; i < clients; ++i)
        half.clients.append(build.start(group + '.' + letterOf(i), Role::Client, letterOf(i), group, i));
}

void tcpOpening(HistoryBuilder &build, Half &half)
{
    half.listener = build.socket(half.server, Protocol::Tcp);
    build.bind(half.listener, "127.0.0.1:9000");
    build.listen(half.listener);
    for (ProcessId client : half.clients)
        half.sockets.append(build.socket(client, Protocol::Tcp));
    for (int i = 0; i < half.clients.size(); ++i) {
        build.next(half.clients.at(i), Call::Connect, half.sockets.at(i));
        build.connect(half.sockets.at(i), "127.0.0.1:9000");
        build.next(half.server, Call::Accept, half.listener);
        if (i + 1 < half.clients.size())
            half.accepted.append(build.accept(half.listener));
    }
    // The last child waits in the accept queue, with bytes.
    build.send(half.sockets.last(), textOf(static_cast<int>(half.clients.size()) - 1, 1));
    build.name("tcp-child-waits");
    half.accepted.append(build.accept(half.listener));
}

void tcpMessages(HistoryBuilder &build, Half &half)
{
    const int last = static_cast<int>(half.clients.size()) - 1;
    for (int i = 0; i < last; ++i)
        build.send(half.sockets.at(i), textOf(i, 1));
    for (int i = last; i >= 0; --i) {
        build.next(half.server, Call::Recv, half.accepted.at(i));
        build.recv(half.accepted.at(i));
        build.send(half.accepted.at(i), "recibido: " + textOf(i, 1));
        build.recv(half.sockets.at(i));
    }
    for (int i = 0; i <= last; ++i) {
        const int client = (i + 1) % (last + 1);
        const CallId call = build.enterSend(half.sockets.at(client), textOf(client, 2));
        build.name("tcp-" + letterOf(client).toLower() + "2-sent");
        build.snapshot();
        build.finish(call);
        build.recv(half.accepted.at(client));
    }
}

void udpOpening(HistoryBuilder &build, Half &half)
{
    half.listener = build.socket(half.server, Protocol::Udp);
    build.bind(half.listener, "127.0.0.1:9001");
    for (ProcessId client : half.clients)
        half.sockets.append(build.socket(client, Protocol::Udp));
}

void udpMessages(HistoryBuilder &build, Half &half)
{
    const QString server = QString::fromStdString(build.local(half.listener).toString());
    for (int number = 1; number <= 2; ++number) {
        for (int i = 0; i < half.clients.size(); ++i) {
            const int client = static_cast<int>(i + 1) % static_cast<int>(half.clients.size());
            build.sendto(half.sockets.at(client), textOf(client, number), server);
        }
        if (number == 1)
            build.name("udp-queue");
        for (int i = 0; i < half.clients.size(); ++i) {
            const int client = static_cast<int>(i + 1) % static_cast<int>(half.clients.size());
            build.next(half.server, Call::Recvfrom, half.listener);
            build.recvfrom(half.listener);
            if (number == 2)
                continue;
            trace::Endpoint back = build.local(half.sockets.at(client));
            back.address = build.local(half.listener).address;
            build.sendto(half.listener, "recibido: " + textOf(client, 1), QString::fromStdString(back.toString()));
            build.recvfrom(half.sockets.at(client));
        }
    }
}

void closing(HistoryBuilder &build, const Half &half)
{
    for (SocketId socket : half.sockets)
        build.close(socket);
    for (SocketId socket : half.accepted) {
        build.recv(socket);
        build.close(socket);
    }
    build.close(half.listener);
    for (ProcessId client : half.clients)
        build.end(client);
    build.end(half.server);
}

} // namespace

TwinRun twinRun(int clients)
{
    HistoryBuilder build;
    build.setSnapshots(true);
    Half tcp;
    Half udp;
    startHalf(build, tcp, "tcp", clients);
    startHalf(build, udp, "udp", clients);
    tcpOpening(build, tcp);
    udpOpening(build, udp);
    tcpMessages(build, tcp);
    udpMessages(build, udp);
    build.hold("end-of-messages");
    closing(build, tcp);
    closing(build, udp);
    TwinRun run;
    run.events = build.events();
    run.tcpListener = tcp.listener;
    run.udpServer = udp.listener;
    run.tcpClients = tcp.sockets;
    run.tcpAccepted = tcp.accepted;
    run.udpClients = udp.sockets;
    return run;
}

} // namespace zocalo::test
