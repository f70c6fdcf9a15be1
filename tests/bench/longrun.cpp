// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "tests/bench/longrun.h"

#include "tests/support/historybuilder.h"

#include <algorithm>
#include <type_traits>

namespace zocalo::bench {

namespace {

using test::CallId;
using test::HistoryBuilder;
using test::ProcessId;
using test::Role;
using test::SocketId;

constexpr int kClients = 24; // of each half
constexpr int kAtATime = 4;
constexpr int kCallsBetweenTables = 1000;

/// One half of the run: a server and its clients, and what they send each other by.
struct Half
{
    QList<SocketId> clients;
    QList<SocketId> servers; ///< TCP: one for each client; UDP: one
    QString to;              ///< UDP: the server's address
};

QByteArray textOf(char direction, int client)
{
    // The first 16 bytes are the round's number.
    QByteArray text = QByteArray(16, '0') + ' ' + direction + QByteArray::number(client);
    return text.leftJustified(kLongRunMessage, '.');
}

Half openTcp(HistoryBuilder &build)
{
    Half half;
    const ProcessId server = build.start("tcp.server", Role::Server, "S", "tcp");
    const SocketId listener = build.socket(server, kernel::Protocol::Tcp);
    build.bind(listener, "127.0.0.1:9000");
    build.listen(listener, kClients);
    for (int i = 0; i < kClients; ++i) {
        const QString letter = QString::number(i + 1);
        const ProcessId client = build.start("tcp." + letter, Role::Client, letter, "tcp", i);
        half.clients.append(build.socket(client, kernel::Protocol::Tcp));
        build.connect(half.clients.last(), "127.0.0.1:9000");
        half.servers.append(build.accept(listener));
    }
    return half;
}

Half openUdp(HistoryBuilder &build)
{
    Half half;
    half.to = QStringLiteral("127.0.0.1:9001");
    const ProcessId server = build.start("udp.server", Role::Server, "S", "udp");
    const SocketId one = build.socket(server, kernel::Protocol::Udp);
    build.bind(one, half.to);
    half.servers.append(one);
    for (int i = 0; i < kClients; ++i) {
        const QString letter = QString::number(i + 1);
        const ProcessId client = build.start("udp." + letter, Role::Client, letter, "udp", i);
        half.clients.append(build.socket(client, kernel::Protocol::Udp));
        build.bind(half.clients.last(), "127.0.0.1:0");
    }
    return half;
}

/// A few clients' messages go there and back.
void talk(HistoryBuilder &build, const Half &half, int first)
{
    const bool udp = !half.to.isEmpty();
    QList<CallId> calls;
    for (int i = first; i < first + kAtATime; ++i)
        calls.append(build.enterSend(half.clients.at(i), textOf('>', i), half.to));
    for (const CallId call : std::as_const(calls))
        build.finish(call);
    for (int i = first; i < first + kAtATime; ++i) {
        const SocketId server = half.servers.at(udp ? 0 : i);
        build.finish(build.enterReceive(server, 1024, udp));
        const QString back = udp ? QString::fromStdString(build.local(half.clients.at(i)).toString()) : QString();
        build.finish(build.enterSend(server, textOf('<', i), back));
    }
    for (int i = first; i < first + kAtATime; ++i)
        build.finish(build.enterReceive(half.clients.at(i), 1024, udp));
}

/// The same event in a later round.
history::Event later(const history::Event &event, quint64 round, quint64 calls, qint64 ns, const QByteArray &number)
{
    history::Event result = event;
    result.timeNs += ns;
    std::visit(
        [&](auto &data) {
            using Data = std::decay_t<decltype(data)>;
            if constexpr (std::is_same_v<Data, history::CallEntered> || std::is_same_v<Data, history::CallReturned>) {
                data.id += calls;
                data.record.serial += calls;
                data.record.timeNs += static_cast<quint64>(ns);
                if (round > 0 && !data.payload.isEmpty())
                    data.payload.replace(0, number.size(), number);
            } else if constexpr (std::is_same_v<Data, history::KernelSnapshot>) {
                data.beginNs += ns;
                data.endNs += ns;
            }
        },
        result.data);
    return result;
}

} // namespace

void longRun(quint64 calls, const std::function<void(const history::Event &)> &take)
{
    HistoryBuilder build;
    const Half tcp = openTcp(build);
    const Half udp = openUdp(build);
    const qsizetype opening = build.events().size();
    for (int first = 0; first < kClients; first += kAtATime) {
        talk(build, tcp, first);
        talk(build, udp, first);
    }
    build.snapshot();
    const QList<history::Event> &events = build.events();
    for (qsizetype i = 0; i < opening; ++i)
        take(events.at(i));
    const quint64 inRound = 2 * kClients * 4;
    const quint64 opened =
        static_cast<quint64>(std::count_if(events.cbegin(), events.cbegin() + opening, [](const history::Event &event) {
            return std::holds_alternative<history::CallEntered>(event.data);
        }));
    const qint64 span = events.last().timeNs - events.at(opening - 1).timeNs;
    quint64 untilTable = 0;
    for (quint64 round = 0; opened + round * inRound < calls; ++round) {
        const QByteArray number = QByteArray::number(round).rightJustified(16, '0');
        untilTable += inRound;
        for (qsizetype i = opening; i < events.size(); ++i) {
            if (std::holds_alternative<history::KernelSnapshot>(events.at(i).data)) {
                if (untilTable < kCallsBetweenTables)
                    continue;
                untilTable = 0;
            }
            take(later(events.at(i), round, round * inRound, static_cast<qint64>(round) * span, number));
        }
    }
}

} // namespace zocalo::bench
