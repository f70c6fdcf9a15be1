// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/pairwords.h"

#include "app/figure/mechanismwords.h"

#include <algorithm>

namespace zocalo::figure {

namespace {

constexpr int PairQuotedLength = 10;

} // namespace

QString PairWords::title() { return tr("Processes communicating"); }
QString PairWords::subtitle() { return tr("one message, from socket to socket"); }
QString PairWords::others(qsizetype clients)
{
    return tr("%n more clients are not shown", nullptr, static_cast<int>(clients));
}
QString PairWords::otherSockets(qsizetype sockets)
{
    return tr("%n more sockets of the client are not shown", nullptr, static_cast<int>(sockets));
}
QString PairWords::applicationLayer() { return tr("application layer"); }
QString PairWords::transportLayer() { return tr("transport layer"); }
QString PairWords::networkLayer() { return tr("network layer (IP)"); }
QString PairWords::byApplication() { return tr("controlled by the application"); }
QString PairWords::bySystem() { return tr("controlled by the operating system"); }
QString PairWords::clientProcess(const QString &letter) { return tr("Client process %1").arg(letter); }
QString PairWords::serverProcess() { return tr("Server process"); }
QString PairWords::process() { return tr("Process"); }
QString PairWords::pid(qint64 pid) { return tr("PID %1").arg(pid); }
QString PairWords::socket() { return tr("socket"); }
QString PairWords::local() { return tr("local"); }
QString PairWords::remote() { return tr("remote"); }
QString PairWords::port(int port) { return tr("port %1").arg(port); }
QString PairWords::noAddress() { return tr("none yet"); }
QString PairWords::noFixedRemote() { return tr("none fixed"); }
QString PairWords::closed() { return tr("closed"); }
QString PairWords::segment(bool tcp) { return tcp ? tr("TCP segment") : tr("UDP datagram"); }
QString PairWords::packet() { return tr("IP packet"); }
QString PairWords::headerAdded(const QString &name) { return tr("the %1 header is added").arg(name); }
QString PairWords::headerRemoved(const QString &name) { return tr("the %1 header is removed").arg(name); }
QString PairWords::noOpenSocket() { return tr("no open socket takes it"); }
QString PairWords::waitsForAccept() { return tr("in the accept queue, without a descriptor"); }
QString PairWords::deducedWay() { return tr("way of the message, deduced"); }
QString PairWords::stable() { return tr("PIDs and ports as the lesson names them"); }

QString PairWords::sending(trace::Call call, const world::Message &message)
{
    const QString text = QString::fromUtf8(message.payload);
    const bool printable = std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint(); });
    const bool whole = static_cast<quint64>(message.payload.size()) == message.size;
    const QString name = callText(call).chopped(2);
    if (!printable || !whole || text.size() > PairQuotedLength)
        return QStringLiteral("%1(%2)").arg(name, message.name);
    return QStringLiteral("%1(\"%2\")").arg(name, text);
}

QString PairWords::withResult(const QString &call, qint64 result)
{
    return QStringLiteral("%1 → %2").arg(call,
                                         MechanismWords::bytes(static_cast<quint64>(std::max<qint64>(0, result))));
}

} // namespace zocalo::figure
