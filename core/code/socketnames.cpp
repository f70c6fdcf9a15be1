// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/code/socketnames.h"

namespace zocalo::code {

namespace {

QString numbered(const QString &name, int before)
{
    return before == 0 ? name : QStringLiteral("%1_%2").arg(name).arg(before + 1);
}

} // namespace

SocketNames::SocketNames(const QList<world::CallLine> &calls, const QString &process)
{
    for (const world::CallLine &line : calls) {
        if (line.process != process) {
            continue;
        }
        if (line.entry.call == trace::Call::Listen) {
            m_own.insert(line.socket, numbered(QStringLiteral("listener"), m_listeners++));
        } else if (trace::isAccept(line.entry.call) && line.newSocket != 0) {
            m_own.insert(line.newSocket, QStringLiteral("connection_%1").arg(++m_accepted));
        }
    }
}

QString SocketNames::of(history::SocketId socket, int fd)
{
    // Between a close() and its return another thread may get the same descriptor for another socket.
    const auto held = m_held.constFind(fd);
    return held != m_held.constEnd() && held->socket == socket ? held->name : ownName(socket);
}

QString SocketNames::made(history::SocketId socket, qint64 fd)
{
    const QString name = ownName(socket);
    m_held.insert(fd, {socket, name});
    return name;
}

QString SocketNames::copied(history::SocketId socket, qint64 fd)
{
    const QString name = numbered(ownName(socket) + QStringLiteral("_copy"), m_copies[socket]++);
    m_held.insert(fd, {socket, name});
    return name;
}

void SocketNames::changed(history::SocketId from, int fd, history::SocketId to)
{
    m_held.insert(fd, {to, of(from, fd)});
}

void SocketNames::closed(history::SocketId socket, int fd)
{
    const auto held = m_held.constFind(fd);
    if (held != m_held.constEnd() && held->socket == socket) {
        m_held.erase(held);
    }
}

QString SocketNames::ownName(history::SocketId socket)
{
    const auto known = m_own.constFind(socket);
    return known == m_own.constEnd() ? *m_own.insert(socket, numbered(QStringLiteral("sock"), m_others++)) : *known;
}

} // namespace zocalo::code
