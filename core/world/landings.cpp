// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/landings.h"

#include <QJsonArray>
#include <QStringList>

namespace zocalo::world {

namespace {

LandingEnd endOf(const World &world, ProcessId processId, int fd, SocketId socket)
{
    const Process *process = world.process(processId);
    return {process ? process->pid : 0, process ? process->name : QString(), fd, socket};
}

// Who received it; while it waits in a queue, who holds the socket (or held it last), and for a child that was not
// accepted who holds the listener.
std::optional<LandingEnd> receiverOf(const World &world, const Message &message)
{
    const Socket *socket = world.socket(message.landed);
    if (!socket)
        return {};
    if (message.receiverFd >= 0)
        return endOf(world, message.receiverProcess, message.receiverFd, socket->id);
    if (!socket->owners.isEmpty())
        return endOf(world, socket->owners.first().process, socket->owners.first().fd, socket->id);
    if (socket->lastOwner)
        return endOf(world, socket->lastOwner->process, socket->lastOwner->fd, socket->id);
    return endOf(world, socket->creator, -1, socket->id);
}

QJsonValue text(const Endpoint &endpoint)
{
    const QString string = QString::fromStdString(endpoint.toString());
    return string.isEmpty() ? QJsonValue() : QJsonValue(string);
}

QJsonObject toJson(const LandingEnd &end)
{
    return {
        {QStringLiteral("pid"), end.pid},
        {QStringLiteral("process"), end.process},
        {QStringLiteral("fd"), end.fd >= 0 ? QJsonValue(end.fd) : QJsonValue()},
        {QStringLiteral("socket"), QString::number(end.socket)},
    };
}

} // namespace

QList<Landing> landings(const World &world)
{
    QList<Landing> result;
    for (const Message &message : world.messages()) {
        Landing landing;
        landing.message = message.fullName();
        landing.protocol = message.protocol;
        // An IPv6 socket calls an IPv4 address by its IPv4-mapped form (ipv6(7)); the other end does not.
        landing.from = message.from.unmapped();
        landing.to = message.to.unmapped();
        landing.sender = endOf(world, message.senderProcess, message.senderFd, message.senderSocket);
        landing.sentBy = message.sentBy;
        landing.bytes = message.size;
        landing.receiver = receiverOf(world, message);
        landing.receivedBy = message.receivedBy;
        landing.outcome = message.outcome;
        landing.rule = message.rule;
        landing.predicted = message.predicted;
        landing.agrees = message.agrees;
        result.append(landing);
    }
    return result;
}

QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Received:
        return QStringLiteral("received");
    case Outcome::PartlyReceived:
        return QStringLiteral("partly_received");
    case Outcome::Queued:
        return QStringLiteral("queued");
    case Outcome::Dropped:
        return QStringLiteral("dropped");
    case Outcome::Refused:
        return QStringLiteral("refused");
    case Outcome::Discarded:
        return QStringLiteral("discarded");
    case Outcome::Sending:
    case Outcome::Unknown:
        break;
    }
    return QStringLiteral("unknown");
}

QString ruleName(Rule rule)
{
    switch (rule) {
    case Rule::Tcp4Tuple:
        return QStringLiteral("tcp_4_tuple");
    case Rule::TcpListener:
        return QStringLiteral("tcp_listener");
    case Rule::Udp2Tuple:
        return QStringLiteral("udp_2_tuple");
    case Rule::UdpConnected:
        return QStringLiteral("udp_connected");
    case Rule::ReusePort:
        return QStringLiteral("reuseport");
    case Rule::None:
        break;
    }
    return QStringLiteral("none");
}

QString protocolName(kernel::Protocol protocol)
{
    switch (protocol) {
    case kernel::Protocol::Tcp:
        return QStringLiteral("tcp");
    case kernel::Protocol::Udp:
        return QStringLiteral("udp");
    case kernel::Protocol::Other:
        break;
    }
    return QStringLiteral("other");
}

QJsonObject toJson(const Landing &landing)
{
    QJsonArray receivedBy;
    for (CallId call : landing.receivedBy)
        receivedBy.append(static_cast<qint64>(call));
    QJsonArray predicted;
    for (SocketId socket : landing.predicted)
        predicted.append(QString::number(socket));
    return {
        {QStringLiteral("message"), landing.message},
        {QStringLiteral("protocol"), protocolName(landing.protocol)},
        {QStringLiteral("from"), text(landing.from)},
        {QStringLiteral("to"), text(landing.to)},
        {QStringLiteral("sender"), toJson(landing.sender)},
        {QStringLiteral("sent_by"), static_cast<qint64>(landing.sentBy)},
        {QStringLiteral("bytes"), static_cast<qint64>(landing.bytes)},
        {QStringLiteral("receiver"), landing.receiver ? QJsonValue(toJson(*landing.receiver)) : QJsonValue()},
        {QStringLiteral("received_by"), receivedBy},
        {QStringLiteral("outcome"), outcomeName(landing.outcome)},
        {QStringLiteral("rule"), ruleName(landing.rule)},
        {QStringLiteral("predicted"), predicted},
        {QStringLiteral("agrees"), landing.agrees ? QJsonValue(*landing.agrees) : QJsonValue()},
    };
}

QString landingLine(const Landing &landing)
{
    QString receiver = QStringLiteral("-");
    if (landing.receiver) {
        receiver = QStringLiteral("%1/%2 %3 socket %4")
                       .arg(QString::number(landing.receiver->pid), landing.receiver->process,
                            landing.receiver->fd < 0 ? QStringLiteral("no fd")
                                                     : QStringLiteral("fd %1").arg(landing.receiver->fd),
                            QString::number(landing.receiver->socket));
    }
    QString verdict = QStringLiteral("-");
    if (landing.agrees)
        verdict = *landing.agrees ? QStringLiteral("agrees") : QStringLiteral("disagrees");
    const QString way = QStringLiteral("%1 > %2").arg(QString::fromStdString(landing.from.toString()),
                                                      QString::fromStdString(landing.to.toString()));
    return QStringList{landing.message,
                       way,
                       QStringLiteral("%1 bytes").arg(landing.bytes),
                       receiver,
                       outcomeName(landing.outcome),
                       ruleName(landing.rule),
                       verdict}
        .join(QStringLiteral("  "));
}

} // namespace zocalo::world
