// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/callstext.h"

#include "core/base/printable.h"

#include <QStringDecoder>
#include <QStringList>

#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <span>
#include <sys/socket.h>
#include <sys/time.h>

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

// The character that a text in UTF-8 begins with, and of how many bytes it is; empty where the bytes are none.
std::pair<QString, qsizetype> firstCharacter(QByteArrayView bytes)
{
    const auto lead = static_cast<unsigned char>(bytes.front());
    const qsizetype length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 0;
    if (length == 0 || length > bytes.size())
        return {};
    QStringDecoder decoder(QStringDecoder::Utf8, QStringDecoder::Flag::Stateless);
    const QString character = decoder(bytes.first(length));
    return decoder.hasError() ? std::pair<QString, qsizetype>() : std::pair(character, length);
}

// What can be read as it is, the rest as C writes it.
QString quoted(const QByteArray &bytes, quint64 total)
{
    QString text;
    QByteArrayView rest = QByteArrayView(bytes).first(std::min(bytes.size(), kLongestText));
    while (!rest.isEmpty()) {
        const auto [character, length] = firstCharacter(rest);
        const char c = rest.front();
        const bool isShown = length > 0 && printable(character) == character;
        if (c == '"' || c == '\\')
            text += QLatin1Char('\\') + character;
        else if (isShown)
            text += character;
        else if (c == '\n')
            text += QStringLiteral("\\n");
        else if (c == '\r')
            text += QStringLiteral("\\r");
        else if (c == '\t')
            text += QStringLiteral("\\t");
        else // one byte at a time
            text += QStringLiteral("\\x%1").arg(static_cast<unsigned char>(c), 2, 16, QLatin1Char('0'));
        rest = rest.sliced(isShown ? length : 1);
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

/// A constant of the system's headers by its name.
struct Named
{
    quint64 number;
    const char *name;
};

// As strace writes flags: names joined by a bar, what has none as a number. 0, the usual, is left out.
QString flagNames(quint64 flags)
{
    static constexpr Named kFlags[] = {
        {MSG_OOB, "MSG_OOB"},           {MSG_PEEK, "MSG_PEEK"},         {MSG_DONTROUTE, "MSG_DONTROUTE"},
        {MSG_TRUNC, "MSG_TRUNC"},       {MSG_DONTWAIT, "MSG_DONTWAIT"}, {MSG_WAITALL, "MSG_WAITALL"},
        {MSG_ERRQUEUE, "MSG_ERRQUEUE"}, {MSG_NOSIGNAL, "MSG_NOSIGNAL"}, {MSG_MORE, "MSG_MORE"},
    };
    QStringList names;
    for (const Named &flag : kFlags) {
        if ((flags & flag.number) != 0)
            names.append(QLatin1String(flag.name));
        flags &= ~flag.number;
    }
    if (flags != 0)
        names.append(QStringLiteral("0x%1").arg(flags, 0, 16));
    return names.join(QLatin1Char('|'));
}

QString nameOrNumber(std::span<const Named> known, int number)
{
    for (const Named &each : known) {
        if (each.number == static_cast<quint64>(number))
            return QLatin1String(each.name);
    }
    return QString::number(number);
}

QString levelName(int level)
{
    static constexpr Named kLevels[] = {{SOL_SOCKET, "SOL_SOCKET"},
                                        {IPPROTO_IP, "IPPROTO_IP"},
                                        {IPPROTO_TCP, "IPPROTO_TCP"},
                                        {IPPROTO_UDP, "IPPROTO_UDP"},
                                        {IPPROTO_IPV6, "IPPROTO_IPV6"}};
    return nameOrNumber(kLevels, level);
}

} // namespace

QString optionName(int level, int option)
{
    static constexpr Named kSocket[] = {
        {SO_REUSEADDR, "SO_REUSEADDR"}, {SO_REUSEPORT, "SO_REUSEPORT"}, {SO_SNDBUF, "SO_SNDBUF"},
        {SO_RCVBUF, "SO_RCVBUF"},       {SO_KEEPALIVE, "SO_KEEPALIVE"}, {SO_BROADCAST, "SO_BROADCAST"},
        {SO_LINGER, "SO_LINGER"},       {SO_RCVTIMEO, "SO_RCVTIMEO"},   {SO_SNDTIMEO, "SO_SNDTIMEO"},
        {SO_ERROR, "SO_ERROR"},         {SO_TYPE, "SO_TYPE"},
    };
    static constexpr Named kTcp[] = {{TCP_NODELAY, "TCP_NODELAY"}, {TCP_CORK, "TCP_CORK"}};
    static constexpr Named kIpv6[] = {{IPV6_V6ONLY, "IPV6_V6ONLY"}};
    return level == SOL_SOCKET     ? nameOrNumber(kSocket, option)
           : level == IPPROTO_TCP  ? nameOrNumber(kTcp, option)
           : level == IPPROTO_IPV6 ? nameOrNumber(kIpv6, option)
                                   : QString::number(option);
}

namespace {

/// What setsockopt() was given, as strace writes it.
QString optionValue(const CallLine &line)
{
    const int option = line.entry.level == SOL_SOCKET ? line.entry.option : 0;
    const bool isTime = option == SO_RCVTIMEO || option == SO_SNDTIMEO;
    if (line.payloadTotal == 0) // recordings of before structures were recorded
        return isTime || option == SO_LINGER ? QStringLiteral("{…}") : QString::number(line.entry.value);
    if (option == SO_LINGER && line.payload.size() == qsizetype(sizeof(linger))) {
        linger given{};
        std::memcpy(&given, line.payload.constData(), sizeof given);
        return QStringLiteral("{l_onoff=%1, l_linger=%2}").arg(given.l_onoff).arg(given.l_linger);
    }
    if (isTime && line.payload.size() == qsizetype(sizeof(timeval))) {
        timeval given{};
        std::memcpy(&given, line.payload.constData(), sizeof given);
        return QStringLiteral("{tv_sec=%1, tv_usec=%2}").arg(given.tv_sec).arg(given.tv_usec);
    }
    return quoted(line.payload, line.payloadTotal);
}

QString errorName(int error) { return error == 0 ? QStringLiteral("0") : string(trace::errnoName(error)); }

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
            // What sendfile() moves passes through no memory of the program's: it is not kept.
            list.append(quoted(line.payload, entry.call == Call::Sendfile ? entry.requested : line.payloadTotal));
        list.append(QString::number(entry.requested));
        if (const QString flags = flagNames(entry.flags); !flags.isEmpty())
            list.append(flags);
    }
    switch (entry.call) {
    case Call::Listen:
        list.append(QString::number(entry.requested));
        break;
    case Call::Shutdown:
        list.append(howName(entry.requested));
        break;
    case Call::Setsockopt:
        list += {levelName(entry.level), optionName(entry.level, entry.option), optionValue(line)};
        break;
    case Call::Getsockopt:
        list += {levelName(entry.level), optionName(entry.level, entry.option)};
        // As strace writes it: what became of a connect() that did not wait (connect(2), EINPROGRESS).
        if (line.returned && line.returned->result == 0 && entry.level == SOL_SOCKET && entry.option == SO_ERROR)
            list.append(QLatin1Char('[') + errorName(line.returned->value) + QLatin1Char(']'));
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
