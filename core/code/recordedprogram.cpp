// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/recordedprogram.h"

#include "core/base/period.h"
#include "core/code/pairoption.h"
#include "core/code/socketnames.h"
#include "core/lesson/callspec.h"

#include <QHash>

#include <algorithm>
#include <cstring>

#include <sys/socket.h>

namespace zocalo::code {

namespace {

constexpr qsizetype LongMessage = 64; ///< bytes; what is longer is looked at for what it repeats
constexpr quint32 WrittenFlags = MSG_DONTWAIT | MSG_TRUNC;

using trace::Call;
using world::CallLine;

/// The call that a short program would make in its place; Unknown: none.
Call simple(Call call)
{
    switch (call) {
    case Call::Socket:
    case Call::Bind:
    case Call::Listen:
    case Call::Accept:
    case Call::Connect:
    case Call::Send:
    case Call::Sendto:
    case Call::Recv:
    case Call::Recvfrom:
    case Call::Shutdown:
    case Call::Close:
    case Call::Setsockopt:
        return call;
    case Call::Accept4:
        return Call::Accept;
    case Call::Write:
        return Call::Send;
    case Call::Read:
        return Call::Recv;
    case Call::Dup:
    case Call::Dup2:
    case Call::Dup3:
    case Call::Fcntl: // recorded for F_DUPFD alone
        return Call::Dup;
    default:
        return Call::Unknown;
    }
}

/// A socket within the machine (AF_UNIX) has no place among those of TCP and UDP, whose calls would be written.
bool hasPlace(const CallLine &line)
{
    return line.protocol != QLatin1String("unix") && line.protocol != QLatin1String("other");
}

/// True if what it copies is a socket of the program: dup2() of anything else may fall upon one.
bool copiesSocket(const CallLine &line) { return line.socket != 0 && hasPlace(line); }

/// Somebody connects or sends to that port: its number must be told to both sides.
bool isReached(const QList<CallLine> &calls, int port)
{
    return std::any_of(calls.begin(), calls.end(), [port](const CallLine &line) {
        return (line.entry.call == Call::Connect || line.entry.call == Call::Sendto) && line.entry.address.port == port;
    });
}

/// The ports that bind() was left to choose, as far as others reach them.
QList<ProgramPort> chosenPorts(const QList<CallLine> &calls)
{
    QList<ProgramPort> ports;
    for (const CallLine &line : calls) {
        if (line.entry.call == Call::Bind && line.entry.address.port == 0 && isReached(calls, line.local.port)) {
            const int port = line.local.port;
            ports.append({QStringLiteral("%1.%2").arg(line.process).arg(line.socket), port, port});
        }
    }
    return ports;
}

ProgramAddress addressOf(const CallLine &line, const QList<ProgramPort> &ports)
{
    const trace::Endpoint &given = line.entry.address;
    if (!given.isValid()) {
        return {};
    }
    const bool chosen = line.entry.call == Call::Bind && given.port == 0;
    const int port = chosen ? line.local.port : given.port;
    const QString host = QString::fromStdString(given.addressString());
    for (qsizetype i = 0; port != 0 && i < ports.size(); ++i) {
        if (ports.at(i).present == port) {
            return {ProgramAddress::Kind::Port, host, int(i)};
        }
    }
    return {ProgramAddress::Kind::Literal, host, given.port};
}

/// What a long message repeats is written once. Of one that was not kept whole the beginning is repeated until it is as
/// long as what was sent.
void setMessage(ProgramCall &call, const CallLine &line)
{
    call.payload = line.payload;
    const bool isWhole = line.payloadTotal <= quint64(line.payload.size());
    call.total = isWhole || line.payload.isEmpty() ? 0 : line.payloadTotal;
    if (line.payload.size() <= LongMessage) {
        return;
    }
    const qsizetype period = periodOf(line.payload, LongMessage);
    if (period > 0 && (call.total != 0 || line.payload.size() % period == 0)) {
        call.payload = line.payload.left(period);
        call.times = static_cast<int>(line.payload.size() / period);
    }
    if (call.total != 0) {
        const auto size = quint64(call.payload.size());
        call.times = static_cast<int>((call.total + size - 1) / size);
        call.known = static_cast<int>(line.payload.size());
    }
}

int flagsOf(const CallLine &line)
{
    if (line.entry.call == Call::Socket) {
        return static_cast<int>(line.entry.flags & quint32(SOCK_NONBLOCK));
    }
    const bool mayWait = trace::isSend(line.entry.call) || trace::isReceive(line.entry.call);
    return mayWait ? static_cast<int>(line.entry.flags & WrittenFlags) : 0;
}

/// One of the two numbers of a structure.
qint64 pairNumber(const QByteArray &structure, qsizetype index)
{
    const qsizetype size = structure.size() / 2;
    qint64 number = 0; // the machines that zocalo runs on begin with the least byte
    std::memcpy(&number, structure.constData() + index * size, size_t(size));
    return size == sizeof(qint32) ? qint32(number) : number;
}

/// setsockopt() that a program can be given: an int, or a pair that was recorded.
bool isOptionWritten(const CallLine &line)
{
    if (const PairOption *pair = pairOption(line.entry.level, line.entry.option))
        return line.payload.size() == pair->bytes;
    return lesson::optionSpec(line.entry.level, line.entry.option) != nullptr;
}

void setOption(ProgramCall &call, const CallLine &line)
{
    if (const PairOption *pair = pairOption(line.entry.level, line.entry.option)) {
        call.option = QLatin1String(pair->name);
        call.number = int(pairNumber(line.payload, 0));
        call.second = int(pairNumber(line.payload, 1));
        return;
    }
    call.option = QLatin1String(lesson::optionSpec(line.entry.level, line.entry.option)->name);
    call.number = line.entry.value;
}

/// A copy gets a variable of its own, whatever its number: a program of a few lines has no use for a certain one. Where
/// it takes the place of another socket that one is closed by it, and its variable means the copy. dup2(2)
void setCopy(ProgramCall &call, const CallLine &line, SocketNames &names)
{
    const bool isDone = line.returned && line.returned->result >= 0;
    const int to = line.entry.value;
    if (!copiesSocket(line)) {
        call.call = Call::Close;
        call.on = names.of(line.target, to);
        if (isDone) {
            names.closed(line.target, to);
        }
    } else if (line.target != 0) {
        call.call = Call::Dup2;
        call.as = names.of(line.target, to);
        if (isDone) {
            names.changed(line.target, to, line.socket);
        }
    } else if (isDone) {
        call.as = names.copied(line.socket, line.returned->result);
    }
}

} // namespace

bool isWritten(const CallLine &line)
{
    const Call call = simple(line.entry.call);
    if (call == Call::Dup) {
        return copiesSocket(line) || line.target != 0;
    }
    if (!hasPlace(line)) {
        return false;
    }
    return call == Call::Setsockopt ? isOptionWritten(line) : call != Call::Unknown;
}

Program recordedProgram(const QList<CallLine> &calls, const QString &process)
{
    Program program{process, chosenPorts(calls), {}};
    SocketNames names(calls, process);
    QHash<history::SocketId, trace::Endpoint> senders;
    for (const CallLine &line : calls) {
        if (line.process != process || !isWritten(line)) {
            continue;
        }
        const Call call = simple(line.entry.call);
        ProgramCall made;
        made.call = call;
        made.on = call == Call::Socket ? QString() : names.of(line.socket, line.entry.fd);
        made.as = line.newSocket != 0 ? names.made(line.newSocket, line.returned->result) : QString();
        made.protocol = call == Call::Socket ? line.protocol : QString();
        made.number = static_cast<int>(qMin<quint64>(line.entry.requested, 1 << 20));
        made.flags = flagsOf(line);
        made.isIpv6 = call == Call::Socket && line.returned && line.returned->domain == AF_INET6;
        if (trace::isSend(call)) {
            setMessage(made, line);
        } else if (call == Call::Setsockopt) {
            setOption(made, line);
        } else if (call == Call::Dup) {
            setCopy(made, line, names);
        } else if (call == Call::Close) {
            names.closed(line.socket, line.entry.fd);
        }
        made.fails = line.returned && line.returned->result < 0;
        made.address = addressOf(line, program.ports);
        if (call == Call::Recvfrom && line.address.isValid()) {
            senders.insert(line.socket, line.address);
        } else if (call == Call::Sendto && made.address.kind == ProgramAddress::Kind::Literal &&
                   senders.value(line.socket) == line.entry.address) {
            made.address = {ProgramAddress::Kind::Sender, {}, 0};
        }
        program.calls.append(made);
    }
    return program;
}

} // namespace zocalo::code
