// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/callline.h"

#include "core/world/landings.h"
#include "core/world/world.h"

#include <sys/socket.h>

namespace zocalo::world {
namespace {

QString protocolOf(const trace::Record &record, const Socket *socket)
{
    if (socket)
        return protocolName(socket->protocol);
    if (record.domain == AF_UNIX)
        return QStringLiteral("unix");
    return protocolName(static_cast<kernel::Protocol>(record.protocol));
}

} // namespace

CallLine begunCall(const history::CallEntered &entered)
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

void complete(CallLine &line, const history::CallReturned &returned)
{
    const trace::Record &record = returned.record;
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

void describe(CallLine &line, const World &world, const trace::Record &record)
{
    const Socket *socket = world.socket(line.socket);
    if (socket || line.protocol.isEmpty())
        line.protocol = protocolOf(record, socket);
    if (!socket)
        return;
    line.local = socket->local;
    line.peer = socket->remote;
}

QString callerText(const QString &path, quint32 line)
{
    return line > 0 ? QStringLiteral("%1:%2").arg(path.section(QLatin1Char('/'), -1)).arg(line) : QString();
}

} // namespace zocalo::world
