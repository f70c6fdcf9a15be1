// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/callstext.h"

#include <QStringList>

#include <sys/socket.h>

namespace zocalo::world {

using trace::Call;
using trace::Record;

namespace {

constexpr const char *kFields[] = {"id",    "process", "pid",           "tid",      "call",    "fd",          "result",
                                   "error", "socket",  "new_socket",    "protocol", "local",   "peer",        "address",
                                   "bytes", "payload", "payload_total", "enter_ns", "exit_ns", "observed_by", "caller"};
constexpr qsizetype kLongestText = 48;

QString string(std::string_view text) { return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())); }

QString textOf(const trace::Endpoint &endpoint) { return QString::fromStdString(endpoint.toString()); }

QJsonValue orNull(const QString &text) { return text.isEmpty() ? QJsonValue() : QJsonValue(text); }

QJsonValue cookie(history::SocketId socket) { return socket != 0 ? QJsonValue(QString::number(socket)) : QJsonValue(); }

QJsonValue bytesOf(const CallLine &line)
{
    const Call call = line.entry.call;
    const bool moves =
        (trace::isSend(call) && call != Call::Sendmmsg) || (trace::isReceive(call) && call != Call::Recvmmsg);
    if (!moves || !line.returned || line.returned->result < 0)
        return {};
    return static_cast<qint64>(line.returned->result);
}

// Printable ASCII as it is, the rest of ASCII as C writes it, other bytes as UTF-8 where they are that.
QString quoted(const QByteArray &bytes, quint64 total)
{
    QString text;
    for (const QChar c : QString::fromUtf8(bytes.left(kLongestText))) {
        if (c == QLatin1Char('"') || c == QLatin1Char('\\'))
            text += QLatin1Char('\\') + QString(c);
        else if (c == QLatin1Char('\n'))
            text += QStringLiteral("\\n");
        else if (c == QLatin1Char('\r'))
            text += QStringLiteral("\\r");
        else if (c == QLatin1Char('\t'))
            text += QStringLiteral("\\t");
        else if (c.isPrint() || c.isSurrogate())
            text += c;
        else
            text += QStringLiteral("\\x%1").arg(c.unicode(), 2, 16, QLatin1Char('0'));
    }
    const bool isCut = total > static_cast<quint64>(std::min(bytes.size(), kLongestText));
    return QLatin1Char('"') + text + QLatin1Char('"') + (isCut ? QStringLiteral("…") : QString());
}

QString domainName(int domain)
{
    return domain == AF_INET    ? QStringLiteral("AF_INET")
           : domain == AF_INET6 ? QStringLiteral("AF_INET6")
           : domain == AF_UNIX  ? QStringLiteral("AF_UNIX")
                                : QString::number(domain);
}

QString typeName(int type)
{
    const int known = type & 0xf;
    return known == SOCK_STREAM  ? QStringLiteral("SOCK_STREAM")
           : known == SOCK_DGRAM ? QStringLiteral("SOCK_DGRAM")
                                 : QString::number(known);
}

QString howName(quint64 how)
{
    return how == SHUT_RD     ? QStringLiteral("SHUT_RD")
           : how == SHUT_WR   ? QStringLiteral("SHUT_WR")
           : how == SHUT_RDWR ? QStringLiteral("SHUT_RDWR")
                              : QString::number(how);
}

QStringList arguments(const CallLine &line)
{
    const Record &entry = line.entry;
    QStringList list;
    if (entry.call == Call::Socket && line.returned)
        return {domainName(line.returned->domain), typeName(line.returned->type)};
    if (entry.fd >= 0)
        list.append(QString::number(entry.fd));
    if (trace::isSend(entry.call) || trace::isReceive(entry.call)) {
        if (trace::isSend(entry.call) || line.returned)
            list.append(quoted(line.payload, line.payloadTotal));
        list.append(QString::number(entry.requested));
    }
    switch (entry.call) {
    case Call::Listen:
        list.append(QString::number(entry.requested));
        break;
    case Call::Shutdown:
        list.append(howName(entry.requested));
        break;
    case Call::Setsockopt:
        list += {QString::number(entry.level), QString::number(entry.option), QString::number(entry.value)};
        break;
    case Call::Dup2:
    case Call::Dup3:
        list.append(QString::number(entry.value));
        break;
    default:
        break;
    }
    if (line.address.isValid())
        list.append(textOf(line.address));
    return list;
}

QString resultOf(const CallLine &line)
{
    if (!line.returned)
        return QStringLiteral("?");
    const QString error = string(trace::errnoName(line.returned->error));
    return QString::number(line.returned->result) + (error.isEmpty() ? QString() : QLatin1Char(' ') + error);
}

QString csvField(const QJsonValue &value)
{
    QString text = value.toVariant().toString();
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) && !text.contains(QLatin1Char('\n')))
        return text;
    return QLatin1Char('"') + text.replace(QLatin1Char('"'), QStringLiteral("\"\"")) + QLatin1Char('"');
}

} // namespace

QJsonObject toJson(const CallLine &line)
{
    const bool hasReturned = line.returned.has_value();
    return {
        {QStringLiteral("id"), static_cast<qint64>(line.id)},
        {QStringLiteral("process"), line.process},
        {QStringLiteral("pid"), static_cast<qint64>(line.entry.pid)},
        {QStringLiteral("tid"), static_cast<qint64>(line.entry.tid)},
        {QStringLiteral("call"), string(trace::callName(line.entry.call))},
        {QStringLiteral("fd"), line.entry.fd >= 0 ? QJsonValue(line.entry.fd) : QJsonValue()},
        {QStringLiteral("result"), hasReturned ? QJsonValue(static_cast<qint64>(line.returned->result)) : QJsonValue()},
        {QStringLiteral("error"), hasReturned ? orNull(string(trace::errnoName(line.returned->error))) : QJsonValue()},
        {QStringLiteral("socket"), cookie(line.socket)},
        {QStringLiteral("new_socket"), cookie(line.newSocket)},
        {QStringLiteral("protocol"), line.protocol},
        {QStringLiteral("local"), orNull(textOf(line.local))},
        {QStringLiteral("peer"), orNull(textOf(line.peer))},
        {QStringLiteral("address"), orNull(textOf(line.address))},
        {QStringLiteral("bytes"), bytesOf(line)},
        {QStringLiteral("payload"), QString::fromLatin1(line.payload.toBase64())},
        {QStringLiteral("payload_total"), static_cast<qint64>(line.payloadTotal)},
        {QStringLiteral("enter_ns"), static_cast<qint64>(line.entry.timeNs)},
        {QStringLiteral("exit_ns"),
         hasReturned ? QJsonValue(static_cast<qint64>(line.returned->timeNs)) : QJsonValue()},
        {QStringLiteral("observed_by"), line.entry.observedBy == 2 ? QStringLiteral("ptrace") : QStringLiteral("tap")},
        {QStringLiteral("caller"), orNull(line.caller)},
    };
}

QString callText(const CallLine &line)
{
    return string(trace::callName(line.entry.call)) + QLatin1Char('(') + arguments(line).join(QStringLiteral(", ")) +
           QStringLiteral(") = ") + resultOf(line);
}

QString textLine(const CallLine &line)
{
    return QStringLiteral("%1 %2  ").arg(line.entry.pid).arg(line.process) + callText(line) + QLatin1Char('\n');
}

QString callsText(const QList<CallLine> &lines)
{
    QString text;
    for (const CallLine &line : lines)
        text += textLine(line);
    return text;
}

QString csvHeadings()
{
    QStringList headings;
    for (const char *field : kFields)
        headings.append(QLatin1String(field));
    return headings.join(QLatin1Char(',')) + QLatin1Char('\n');
}

QString csvLine(const CallLine &line)
{
    const QJsonObject object = toJson(line);
    QStringList fields;
    for (const char *field : kFields)
        fields.append(csvField(object.value(QLatin1String(field))));
    return fields.join(QLatin1Char(',')) + QLatin1Char('\n');
}

} // namespace zocalo::world
