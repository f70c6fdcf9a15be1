// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/history/heldcursor.h"

namespace zocalo::history {
namespace {

enum HeldColumn { At, AtNs, Process, Complete };
enum SocketColumn { HeldAt, Place, Fd, Socket, Domain, Type, Protocol, Listening, Local, Peer };

constexpr int kMostSockets = 100'000;

} // namespace

bool HeldCursor::open(UntrustedDatabase &database)
{
    return Cursor::open(database, "SELECT * FROM sockets_held ORDER BY at") &&
           m_socketCursor.open(database, "SELECT * FROM held_socket ORDER BY at, place", Cursor::Order::Groups);
}

bool HeldCursor::read(qint64 originNs, Event &event)
{
    Row present = row();
    SocketsHeld held;
    event.timeNs = present.moment(AtNs, originNs);
    held.process = present.number<quint32>(Process);
    held.complete = present.flag(Complete);
    if (!present.isGood())
        return false;
    while (m_socketCursor.at() == at()) {
        Row row = m_socketCursor.row();
        HeldSocket socket;
        if (row.integer(Place, 0, kMostSockets) != held.sockets.size())
            return false;
        socket.fd = row.number<int>(Fd);
        socket.socket = row.bits(Socket);
        socket.domain = row.number<quint16>(Domain);
        socket.type = row.number<quint16>(Type);
        socket.protocol = row.number<quint16>(Protocol);
        socket.listening = row.flag(Listening);
        socket.local = row.address(Local);
        socket.peer = row.address(Peer);
        held.sockets.append(socket);
        if (!row.isGood() || !m_socketCursor.advance())
            return false;
    }
    event.data = std::move(held);
    // A socket of no such event would stand here for ever.
    return m_socketCursor.at() == 0 || m_socketCursor.at() > at();
}

} // namespace zocalo::history
