// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/lesson/lessonwriter.h"

#include "core/base/period.h"
#include "core/lesson/callspec.h"
#include "core/lesson/expander.h"
#include "core/lesson/lessonreader.h"
#include "core/lesson/limits.h"
#include "core/lesson/names.h"
#include "core/lesson/recordedlesson.h"

#include <QSet>

#include <algorithm>

#include <netinet/in.h>
#include <sys/socket.h>

namespace zocalo::lesson {

using trace::Call;
using world::CallLine;

namespace {

constexpr int kFirstItemLine = 11; ///< of the text; the header before it has as many lines, less one
constexpr int kMostRounds = 40;    ///< of reading and mending
constexpr int kMostItems = 2000;   ///< nobody teaches more than that, and all of it is rehearsed in each round

/// What of a lesson's calls does the same.
Call plain(const CallLine &line, bool datagrams)
{
    const Call call = line.entry.call;
    if (trace::isAccept(call))
        return Call::Accept;
    if (trace::isSend(call))
        return datagrams && line.address.isValid() ? Call::Sendto : Call::Send;
    if (trace::isReceive(call))
        return datagrams && call != Call::Recv && call != Call::Read ? Call::Recvfrom : Call::Recv;
    if (call == Call::Dup2 || call == Call::Dup3 || call == Call::Fcntl) // recorded for F_DUPFD alone
        return Call::Dup;
    return call;
}

QString idFrom(const QString &wish)
{
    QString id;
    for (const QChar character : wish.toLower().normalized(QString::NormalizationForm_D)) {
        if ((character >= u'a' && character <= u'z') || (character >= u'0' && character <= u'9' && !id.isEmpty()))
            id.append(character);
        else if (!id.isEmpty() && !id.endsWith(u'-') && character.category() != QChar::Mark_NonSpacing)
            id.append(u'-');
    }
    while (id.endsWith(u'-'))
        id.chop(1);
    id.truncate(32);
    return isLessonId(id) ? id : QStringLiteral("saved-run");
}

/// What was sent, as a text that a lesson may have.
QString payloadText(const CallLine &line)
{
    QString text;
    for (const QChar character : QString::fromUtf8(line.payload)) {
        const bool fits = character.category() != QChar::Other_Control || character == u'\n' || character == u'\t';
        text.append(fits ? character : QChar(u'?'));
    }
    // In a lesson they stand for something.
    text.replace(kClientPlaceholder, QStringLiteral("(client)")).replace(kNumberPlaceholder, QStringLiteral("(n)"));
    return text;
}

/// A message as a lesson has it: a text, so many times over.
struct WrittenMessage
{
    QString text;
    int times = 1;
};

/// A text longer than a lesson may have is shortened, unless a short one is repeated in it. Of a long message only the
/// beginning was kept; it is taken to go on so, for how long it is decides what finds room.
WrittenMessage writtenMessage(const QString &text, quint64 size)
{
    if (size <= kMaxPayload)
        return {text.left(kMaxPayload)};
    const QByteArray bytes = text.toUtf8();
    const qsizetype period = bytes.size() == text.size() ? periodOf(bytes, kMaxPayload) : 0;
    if (period == 0 || size > kMaxMessage || size % quint64(period) != 0)
        return {text.left(kMaxPayload)};
    return {text.left(period), static_cast<int>(size / quint64(period))};
}

/// A title without what no text of a lesson may have.
QString plainTitle(QString title)
{
    const auto isUnfit = [](QChar character) { return character.category() == QChar::Other_Control; };
    std::replace_if(title.begin(), title.end(), isUnfit, QChar(u' '));
    title = title.left(kMaxTitle).trimmed();
    return title.isEmpty() ? QStringLiteral("…") : title;
}

} // namespace

LessonWriter::LessonWriter(const world::Timeline &timeline, const QString &id, const Text &title, bool laboratory)
    : m_timeline(timeline), m_last(timeline.world(timeline.stepCount() - 1)), m_id(idFrom(id)),
      m_laboratory(laboratory), m_title{plainTitle(title.en), plainTitle(title.es)}
{
}

Result<WrittenLesson> LessonWriter::write()
{
    gatherProcesses();
    const QList<CallLine> &calls = m_timeline.calls();
    for (const CallLine &line : calls) {
        if (m_items.size() < kMostItems)
            addCall(line, calls);
        else
            ++m_leftOut;
    }
    // More calls than are listed come after the last listed one.
    for (qsizetype i = calls.isEmpty() ? 0 : calls.last().event + 1; i < m_timeline.events().size(); ++i)
        m_leftOut += m_timeline.events().outline(i).kind == world::EventLog::Outline::Kind::Entered ? 1 : 0;
    if (m_items.isEmpty())
        return Error{ErrorCode::NothingToKeep, m_id, {}, 0};
    for (int round = 0; round < kMostRounds; ++round) {
        LessonReader reader;
        const QByteArray written = text();
        if (reader.parse(written, m_id))
            return WrittenLesson{written, m_leftOut, m_altered};
        bool mended = false;
        QSet<int> looked; // an item may have several faults
        for (const Fault &fault : reader.faults()) {
            const int item = fault.place.line - kFirstItemLine;
            if (item < 0 || item >= m_items.size() || m_items.at(item).trust == Trust::LeftOut || looked.contains(item))
                continue;
            looked.insert(item);
            Item &faulty = m_items[item];
            mended = true;
            // A call that could wait for ever is not tried: the lesson would never go on.
            const bool canTry = faulty.trust == Trust::AsItWas && !faulty.expects && !faulty.waits;
            faulty.trust = canTry ? Trust::Tried : Trust::LeftOut;
            m_leftOut += canTry ? 0 : 1;
        }
        if (!mended)
            break; // something else than an item
    }
    return Error{ErrorCode::NothingToKeep, m_id, {}, 0};
}

void LessonWriter::gatherProcesses()
{
    QHash<QString, int> servers;
    QHash<QString, int> clients;
    QSet<QString> letters;
    for (const world::Process &process : m_last.processes()) {
        if (process.outside)
            continue;
        const QString half = process.group;
        if (process.role == world::Role::Client && m_last.processes().size() > 1) {
            const int number = clients[half]++;
            if (number >= kMaxLetters)
                continue; // more than have letters: their names would change with their number
            if (number == 0) {
                ProcessTemplate each;
                each.name = half.isEmpty() ? kClientPlaceholder : half + u'.' + kClientPlaceholder;
                each.half = half;
                each.role = world::Role::Client;
                m_templates.append(each);
            }
            m_clients.insert(process.name, number);
            const QString name = clientName(number, 1);
            m_processes.insert(process.name, half.isEmpty() ? name : half + u'.' + name);
            m_clientCount = std::max(m_clientCount, number + 1);
            continue;
        }
        ProcessTemplate one;
        const int number = servers[half]++;
        const QString name = number == 0 ? QStringLiteral("server") : QStringLiteral("server%1").arg(number + 1);
        one.name = half.isEmpty() ? name : half + u'.' + name;
        one.half = half;
        one.role = world::Role::Server;
        // S, T, U…: no client has them.
        one.letter = QString(QChar(u'S' + std::min(number, 7)));
        if (letters.contains(half + one.letter) || m_templates.size() >= kMaxProcessTemplates)
            continue;
        letters.insert(half + one.letter);
        m_templates.append(one);
        m_processes.insert(process.name, one.name);
    }
}

/// A name that no socket of the process has had.
QString LessonWriter::nameFor(const CallLine &line, const QString &wish)
{
    const int used = ++m_used[line.process + u'.' + wish];
    return used == 1 ? wish : QStringLiteral("%1-%2").arg(wish).arg(used);
}

/// The client at the other end of a socket of a server, or that sent what was received; empty: none that is known.
QString LessonWriter::clientOf(const CallLine &line) const
{
    if (m_clients.contains(line.process))
        return line.process;
    const world::Socket *const socket = m_last.socket(line.newSocket != 0 ? line.newSocket : line.socket);
    const world::Socket *peer = socket ? m_last.socket(socket->peerSocket) : nullptr;
    const bool datagrams = socket && socket->protocol == kernel::Protocol::Udp;
    for (const world::Socket &each : m_last.sockets()) {
        if (datagrams && line.address.isValid() && each.id != socket->id && each.protocol == socket->protocol &&
            each.local.port == line.address.port)
            peer = &each;
    }
    const world::Process *const owner = peer ? m_last.process(peer->creator) : nullptr;
    return owner && m_clients.contains(owner->name) ? owner->name : QString();
}

int LessonWriter::clientNumber(const CallLine &line) const { return m_clients.value(clientOf(line), -1); }

QString LessonWriter::addressOf(const CallLine &line, const world::Socket *socket) const
{
    QString host = QString::fromStdString(line.address.addressString());
    if (m_laboratory && host.startsWith(QLatin1String("10.")))
        host = QStringLiteral("127.") + host.mid(3); // laboratoryAddress(), the other way round
    const bool binds = line.entry.call == Call::Bind;
    if (trace::isSend(line.entry.call) && m_senders.value(line.socket) == line.address)
        return QStringLiteral("@sender");
    const auto protocol = socket ? socket->protocol : kernel::Protocol::Other;
    for (const world::Socket &each : m_last.sockets()) {
        const QString name = m_references.value(each.id);
        if (name.isEmpty() || each.id == line.socket || each.local.port != line.address.port || each.listener != 0 ||
            (each.protocol != protocol && !binds))
            continue;
        // Two sockets cannot have the same address by themselves: bind() says at which.
        const bool ownAddress = !binds && each.local.addressString() == line.address.addressString();
        return ownAddress ? u'@' + name : host + QStringLiteral(":@") + name;
    }
    // A port of its own is left to the kernel: the one of this run may be taken the next time.
    return QStringLiteral("%1:%2").arg(host).arg(binds ? 0 : line.address.port);
}

QString LessonWriter::quoted(const QString &text)
{
    QString result(u'"');
    for (const QChar character : text) {
        if (character == u'"' || character == u'\\')
            result.append(u'\\');
        if (character == u'\n')
            result.append(QStringLiteral("\\n"));
        else if (character == u'\t')
            result.append(QStringLiteral("\\t"));
        else
            result.append(character);
    }
    return result + u'"';
}

/// The fields that belong to the call; empty if a lesson cannot make it so.
QString LessonWriter::callFields(const CallLine &line)
{
    const trace::Record &entry = line.entry;
    const world::Socket *const socket = m_last.socket(line.socket);
    const bool datagrams = socket && socket->protocol == kernel::Protocol::Udp;
    Names &names = m_names[line.process];
    const bool failed = line.returned && line.returned->result < 0;
    const Call call = plain(line, datagrams);
    const CallSpec *const spec = callSpec(call);
    if (!spec)
        return {};
    QString fields = QStringLiteral("call = \"%1\"").arg(QLatin1String(spec->name));
    const auto add = [&](const char *field, const QString &value) {
        fields += QStringLiteral(", %1 = %2").arg(QLatin1String(field), value);
    };
    if (call == Call::Socket) {
        if (!line.returned || line.returned->domain != AF_INET ||
            (line.protocol != QLatin1String("tcp") && line.protocol != QLatin1String("udp")))
            return {};
        const bool listens = socket && socket->listening;
        const QString name = nameFor(line, listens ? QStringLiteral("listener") : QStringLiteral("socket"));
        names.insert(static_cast<int>(line.returned->result), name);
        m_references.insert(line.newSocket, m_processes.value(line.process) + u'.' + name);
        add("protocol", quoted(line.protocol));
        add("as", quoted(name));
        if ((entry.flags & SOCK_NONBLOCK) != 0)
            add("dont-wait", QStringLiteral("true"));
        return fields;
    }
    if (!names.contains(entry.fd))
        return {}; // of a socket that the lesson does not have
    add("on", quoted(names.value(entry.fd)));
    if (spec->takes(CallSpec::As)) {
        const QString client = clientOf(line);
        const QString wish = call == Call::Dup  ? QStringLiteral("copy")
                             : client.isEmpty() ? QStringLiteral("connection")
                                                : clientName(m_clients.value(client), 1);
        const QString name = nameFor(line, wish);
        add("as", quoted(name));
        if (line.returned && !failed)
            names.insert(static_cast<int>(line.returned->result), name);
    }
    if (spec->takes(CallSpec::Address)) {
        if (!line.address.isValid())
            return {};
        add("address", quoted(addressOf(line, socket)));
    }
    if (spec->takes(CallSpec::Payload)) {
        const WrittenMessage message = writtenMessage(payloadText(line), line.payloadTotal);
        if (message.text.trimmed().isEmpty())
            return {};
        if (message.text.repeated(message.times).toUtf8() != line.payload ||
            quint64(line.payload.size()) != line.payloadTotal)
            ++m_altered;
        add("payload", QStringLiteral("{ en = %1, es = %1 }").arg(quoted(message.text)));
        if (message.times > 1)
            add("times", QString::number(message.times));
    }
    if (spec->takes(CallSpec::Backlog))
        add("backlog", QString::number(std::min<quint64>(entry.requested, kMaxBacklog)));
    if (spec->takes(CallSpec::Bytes))
        add("bytes", QString::number(std::clamp<quint64>(entry.requested, 1, kMaxReceive)));
    if (spec->takes(CallSpec::How))
        add("how", quoted(entry.requested == SHUT_RD   ? QStringLiteral("read")
                          : entry.requested == SHUT_WR ? QStringLiteral("write")
                                                       : QStringLiteral("both")));
    if (spec->takes(CallSpec::Option)) {
        QString option;
        for (const QString &name : optionNames()) {
            const OptionSpec *const known = optionSpec(name);
            if (known->level == entry.level && known->option == entry.option)
                option = name;
        }
        if (option.isEmpty() || entry.value < 0)
            return {};
        add("option", quoted(option));
        add("value", QString::number(std::min(entry.value, kMaxOption)));
    }
    if (call == Call::Close && !failed)
        names.remove(entry.fd);
    if (trace::isReceive(call) && line.returned && line.returned->address.isValid())
        m_senders.insert(line.socket, line.returned->address);
    if (spec->takes(CallSpec::DontWait) && (entry.flags & MSG_DONTWAIT) != 0)
        add("dont-wait", QStringLiteral("true"));
    if (spec->takes(CallSpec::Truncation) && (entry.flags & MSG_TRUNC) != 0)
        add("true-length", QStringLiteral("true"));
    return fields;
}

QString LessonWriter::fieldsOf(const CallLine &line, bool blocks, bool &expects)
{
    const QString call = callFields(line);
    if (call.isEmpty())
        return {};
    QString fields;
    if (const int number = clientNumber(line); number > 0)
        fields = QStringLiteral("at-least = %1, ").arg(number + 1);
    fields += QStringLiteral("process = %1, %2").arg(quoted(m_processes.value(line.process)), call);
    const bool failed = line.returned && line.returned->result < 0;
    expects = failed;
    if (failed) {
        const std::string_view name = trace::errnoName(line.returned->error);
        fields += QStringLiteral(", expect = \"%1\"")
                      .arg(QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size())));
    } else if (blocks && callSpec(plain(line, false))->takes(CallSpec::Blocks)) {
        fields += QStringLiteral(", blocks = true");
    }
    return fields;
}

void LessonWriter::addCall(const CallLine &line, const QList<CallLine> &all)
{
    // What was cut off by the end of its process does not come to its end in a lesson either.
    const bool isOfALesson = m_processes.contains(line.process) && line.returned;
    Item item;
    // It slept if another process called something meanwhile.
    const bool blocks = isOfALesson && std::any_of(all.begin(), all.end(), [&](const CallLine &other) {
                            return other.process != line.process && other.entry.timeNs > line.entry.timeNs &&
                                   other.entry.timeNs < line.returned->timeNs;
                        });
    if (isOfALesson) {
        item.fields = fieldsOf(line, blocks, item.expects);
        const Call call = line.entry.call;
        item.waits = trace::isAccept(call) || call == Call::Connect || trace::isReceive(call);
    }
    if (item.fields.isEmpty())
        ++m_leftOut;
    else
        m_items.append(item);
}

QString LessonWriter::kindWord() const
{
    if (m_last.processes().size() < 2)
        return kindName(Kind::Pair);
    const bool twin = std::any_of(m_templates.begin(), m_templates.end(),
                                  [](const ProcessTemplate &each) { return !each.half.isEmpty(); });
    return kindName(twin ? Kind::Twin : kindOf(m_last));
}

/// Each item has a line of its own, the first of them the line kFirstItemLine.
QByteArray LessonWriter::text() const
{
    const int clients = std::max(1, m_clientCount);
    QStringList processes;
    for (const ProcessTemplate &each : m_templates) {
        QString one = each.role == world::Role::Client
                          ? QStringLiteral("role = \"client\"")
                          : QStringLiteral("role = \"server\", letter = \"%1\"").arg(each.letter);
        const QString own = each.half.isEmpty() ? each.name : each.name.mid(each.half.size() + 1);
        one += QStringLiteral(", name = %1").arg(quoted(own));
        if (!each.half.isEmpty())
            one += QStringLiteral(", half = %1").arg(quoted(each.half));
        processes.append(QStringLiteral("{ %1 }").arg(one));
    }
    QStringList lines{
        QStringLiteral("# A run, saved as a lesson. docs/lesson-format.md describes the format."),
        QStringLiteral("format = 1"),
        QStringLiteral("id = %1").arg(quoted(m_id)),
        QStringLiteral("kind = %1").arg(quoted(kindWord())),
        QStringLiteral("clients = %1").arg(clients),
        QStringLiteral("max-clients = %1").arg(clients),
        QStringLiteral("title = { en = %1, es = %2 }").arg(quoted(m_title.en), quoted(m_title.es)),
        QStringLiteral("summary = { en = \"A run that was saved as a lesson.\", es = \"Una ejecución guardada como "
                       "lección.\" }"),
        QStringLiteral("processes = [ %1 ]").arg(processes.join(QStringLiteral(", "))),
        QStringLiteral("script = ["),
    };
    for (const Item &item : m_items) {
        const QString tried = item.trust == Trust::Tried ? QStringLiteral(", may-fail = true") : QString();
        lines.append(item.trust == Trust::LeftOut ? QStringLiteral("  # (left out)")
                                                  : QStringLiteral("  { %1%2 },").arg(item.fields, tried));
    }
    lines.append(QStringLiteral("]"));
    return lines.join(u'\n').toUtf8() + '\n';
}

} // namespace zocalo::lesson
