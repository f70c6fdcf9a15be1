// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/support/historybuilder.h"

namespace zocalo::test {

using kernel::Protocol;
using trace::Call;

namespace {

void tcpPair(HistoryBuilder &build, ProcessId server, ProcessId client)
{
    const SocketId listener = build.socket(server, Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    build.listen(listener);
    const SocketId socket = build.socket(client, Protocol::Tcp);
    build.next(client, Call::Connect, socket);
    build.connect(socket, "127.0.0.1:9000");
    build.next(server, Call::Accept, listener);
    const SocketId accepted = build.accept(listener);
    build.next(server, Call::Recv, accepted);
    build.send(socket, "hola");
    build.name("in-queue");
    build.recv(accepted);
    const CallId receive = build.enterReceive(socket);
    build.asleep(receive);
    build.snapshot();
    const CallId answer = build.enterSend(accepted, "HOLA");
    build.name("answer");
    build.snapshot();
    build.carryOut(answer);
    build.carryOut(receive);
    build.finish(answer);
    build.name("handed-over");
    build.finish(receive);
    build.hold("end-of-messages");
    build.close(socket);
    build.recv(accepted);
    build.close(accepted);
    build.close(listener);
}

void udpPair(HistoryBuilder &build, ProcessId server, ProcessId client)
{
    const SocketId served = build.socket(server, Protocol::Udp);
    build.bind(served, "127.0.0.1:9001");
    const SocketId socket = build.socket(client, Protocol::Udp);
    build.next(server, Call::Recvfrom, served);
    build.sendto(socket, "hola", "127.0.0.1:9001");
    build.sendto(socket, "otra vez, con más palabras", "127.0.0.1:9001");
    build.name("in-queue");
    build.recvfrom(served);
    trace::Endpoint back = build.local(socket);
    back.address = build.local(served).address;
    build.sendto(served, "HOLA", QString::fromStdString(back.toString()));
    build.recvfrom(socket);
    build.recvfrom(served);
    build.close(socket);
    build.close(served);
}

} // namespace

QList<history::Event> pairRun(Protocol protocol)
{
    HistoryBuilder build;
    build.setSnapshots(true);
    const ProcessId server = build.start("server", Role::Server, "S");
    const ProcessId client = build.start("A", Role::Client, "A");
    if (protocol == Protocol::Tcp)
        tcpPair(build, server, client);
    else
        udpPair(build, server, client);
    build.end(client);
    build.end(server);
    return build.events();
}

} // namespace zocalo::test
