// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/callslist.h"

#include "core/world/landings.h"
#include "core/world/world.h"

#include <QHash>
#include <QStringList>

#include <sys/socket.h>

#include <utility>

namespace zocalo::world {

using trace::Call;
using trace::Record;

namespace {

constexpr const char *kFields[] = {"id",    "process", "pid",           "tid",      "call",    "fd",          "result",
                                   "error", "socket",  "new_socket",    "protocol", "local",   "peer",        "address",
                                   "bytes", "payload", "payload_total", "enter_ns", "exit_ns", "observed_by", "caller"};
constexpr qsizetype kLongestText = 48;

QString protocolOf(const Record &record, const Socket *socket)
{
    if (socket)
        return protocolName(socket->protocol);
    if (record.domain == AF_UNIX)
        return QStringLiteral("unix");
    return protocolName(static_cast<kernel::Protocol>(record.protocol));
}

void describe(CallLine &line, const World &world, const Record &record)
{
    const Socket *socket = world.socket(line.socket);
    if (socket || line.protocol.isEmpty())
        line.protocol = protocolOf(record, socket);
    if (!socket)
        return;
    line.local = socket->local;
    line.peer = socket->remote;
}

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

namespace {

void complete(CallLine &line, const history::CallReturned &returned)
{
    const Record &record = returned.record;
    line.returned = record;
    line.newSocket = record.newSocket;
    if (line.socket == 0)
        line.socket = record.newSocket;
    if (record.address.isValid())
        line.address = record.address;
    if (trace::isReceive(line.entry.call)) {
        line.payload = returned.payload;
        line.payloadTotal = record.payloadTotal;
    }
}

CallLine begun(const history::CallEntered &entered)
{
    CallLine line;
    line.id = entered.id;
    line.entry = entered.record;
    line.socket = entered.record.socket;
    line.address = entered.record.address;
    line.payload = entered.payload;
    line.payloadTotal = entered.record.payloadTotal;
    return line;
}

} // namespace

QList<CallLine> lastCalls(const EventLog &events, qsizetype end, qsizetype most,
                          const std::function<bool(const EventLog::Outline &)> &wanted,
                          const std::function<bool(history::CallId)> &waits)
{
    QList<CallLine> lines;
    struct Return
    {
        qsizetype event = 0;
        bool wanted = false;
    };
    QHash<history::CallId, Return> returns; // of those whose entry is still to come
    for (qsizetype i = std::min(end, events.size()) - 1; i >= 0 && lines.size() < most; --i) {
        const EventLog::Outline outline = events.outline(i);
        if (outline.kind == EventLog::Outline::Kind::Returned) {
            returns.insert(outline.id, {i, wanted(outline)});
        } else if (outline.kind == EventLog::Outline::Kind::Entered) {
            const bool returned = returns.contains(outline.id);
            const Return last = returns.take(outline.id);
            if (!(last.wanted || wanted(outline)) || !(returned || waits(outline.id)))
                continue;
            const history::Event entry = events.at(i);
            CallLine line = begun(std::get<history::CallEntered>(entry.data));
            line.event = i;
            if (returned) {
                const history::Event event = events.at(last.event);
                complete(line, std::get<history::CallReturned>(event.data));
            }
            lines.prepend(line);
        }
    }
    return lines;
}

/// Puts together the calls of a history that is told event by event.
class CallsReader::Writer
{
public:
    void tell(const history::Event &event, qsizetype index);
    QList<CallLine> lines;

private:
    World m_world;
    QHash<history::CallId, qsizetype> m_index;
};

void CallsReader::Writer::tell(const history::Event &event, qsizetype index)
{
    m_world.apply(event);
    if (const auto *entered = std::get_if<history::CallEntered>(&event.data)) {
        const Process *process = m_world.process(entered->process);
        if (!process || m_index.contains(entered->id))
            return;
        CallLine line = begun(*entered);
        line.event = index;
        line.process = process->name;
        describe(line, m_world, line.entry);
        if (const history::SourceSeen *const source = m_world.source(line.entry.source); source && line.entry.line > 0)
            line.caller = QStringLiteral("%1:%2").arg(source->path.section(QLatin1Char('/'), -1)).arg(line.entry.line);
        m_index.insert(line.id, lines.size());
        lines.append(line);
    } else if (const auto *returned = std::get_if<history::CallReturned>(&event.data)) {
        const auto found = m_index.constFind(returned->id);
        if (found == m_index.cend() || lines.at(*found).returned)
            return;
        CallLine &line = lines[*found];
        complete(line, *returned);
        describe(line, m_world, returned->record);
    }
}

CallsReader::CallsReader() : m_writer(std::make_unique<Writer>()) {}

CallsReader::~CallsReader() = default;
CallsReader::CallsReader(const CallsReader &other)
    : m_writer(std::make_unique<Writer>(*other.m_writer)), m_next(other.m_next)
{
}

CallsReader &CallsReader::operator=(CallsReader other) noexcept
{
    std::swap(m_writer, other.m_writer);
    std::swap(m_next, other.m_next);
    return *this;
}

const QList<CallLine> &CallsReader::read(const EventLog &events)
{
    for (; m_next < events.size(); ++m_next) {
        const bool isFull = m_writer->lines.size() >= Most;
        if (isFull && events.outline(m_next).kind == EventLog::Outline::Kind::Entered)
            break;
        m_writer->tell(events.at(m_next), m_next);
    }
    return m_writer->lines;
}

QList<CallLine> callsList(const QList<history::Event> &events)
{
    CallsReader::Writer writer;
    for (qsizetype i = 0; i < events.size(); ++i)
        writer.tell(events.at(i), i);
    return writer.lines;
}

QList<CallLine> callsList(const EventLog &events, const std::atomic_bool *cancelled)
{
    CallsReader::Writer writer;
    for (qsizetype i = 0; i < events.size() && !(cancelled && cancelled->load(std::memory_order_relaxed)); ++i)
        writer.tell(events.at(i), i);
    return writer.lines;
}

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

QString callsText(const QList<CallLine> &lines)
{
    QString text;
    for (const CallLine &line : lines) {
        text += QStringLiteral("%1 %2  ").arg(line.entry.pid).arg(line.process) + callText(line) + QLatin1Char('\n');
    }
    return text;
}

QString callsCsv(const QList<CallLine> &lines)
{
    QStringList headings;
    for (const char *field : kFields)
        headings.append(QLatin1String(field));
    QString text = headings.join(QLatin1Char(',')) + QLatin1Char('\n');
    for (const CallLine &line : lines) {
        const QJsonObject object = toJson(line);
        QStringList fields;
        for (const QString &heading : std::as_const(headings))
            fields.append(csvField(object.value(heading)));
        text += fields.join(QLatin1Char(',')) + QLatin1Char('\n');
    }
    return text;
}

} // namespace zocalo::world
