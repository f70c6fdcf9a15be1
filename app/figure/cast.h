// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/world.h"

#include <QList>

namespace zocalo::figure {

/// A client and what it is connected with, as far as the world knows. Pointers into the world; null: there is none. A
/// client with several connections has a part for each.
struct ClientPart
{
    const world::Process *process = nullptr;
    int sender = 0;                          ///< whose colour: its ordinal
    const world::Socket *socket = nullptr;   ///< its own; a closed one only if there is no other
    const world::Socket *accepted = nullptr; ///< TCP: the server's socket of its connection
    const world::Socket *child = nullptr;    ///< TCP: the same, while it waits in the accept queue without a descriptor
    bool joined = false;                     ///< of the same process as the part before it
    bool hasSent = false;                    ///< a message of its was handed to its socket, or one was sent to it
    QList<world::SocketId> reached{};        ///< sockets in which its messages were seen to land
};

/// The processes and sockets of one protocol's run: who plays which part in the figure. A view of a world, valid as
/// long as the world is.
class Cast
{
public:
    /// The processes of the world's group "tcp" or "udp"; those without a group belong to both. `next`: the world of
    /// the following step, where it is known.
    Cast(const world::World &world, kernel::Protocol protocol, const world::World *next = nullptr);

    kernel::Protocol protocol() const { return m_protocol; }
    bool isTcp() const { return m_protocol == kernel::Protocol::Tcp; }
    /// Of several the one that the step is about, else the last that has open sockets; the sockets of the others are
    /// not in the cast.
    const world::Process *server() const { return m_server; }
    /// Other processes that have, or last called on, a socket that the server made or accepted: they accept, read and
    /// send for it (fork(2), or a descriptor passed on).
    const QList<const world::Process *> &workers() const { return m_workers; }
    /// The server or one of its workers.
    bool isOfServer(world::ProcessId process) const;
    /// The server first; empty if there is none.
    QList<const world::Process *> serverProcesses() const;
    /// Whose calls the server's card tells at this moment: a worker's that it is about, otherwise the server's, or once
    /// that has ended, a worker's that has not. Null: there is no server.
    const world::Process *speaker(const world::Moment &moment) const;
    /// True once the server and all its workers have ended, or there is none.
    bool isServerGone() const;
    /// The same for a client's card: another process that is no client of its own (it made no socket, and calls on one
    /// of this client's), if the moment is about it; otherwise the client's own.
    const world::Process &speaker(const ClientPart &client, const world::Moment &moment) const;
    /// The parts of a process follow one another.
    const QList<ClientPart> &clients() const { return m_clients; }
    /// How many client processes there are: no more than parts.
    int processCount() const { return m_processes; }
    /// How many of them have ended. They are still drawn.
    int endedCount() const;
    /// Index of the last part of the process whose first part this is.
    int lastJoined(int index) const;
    /// Index of the part of this process that has the socket, else of its first; -1: it is no client.
    int clientOfProcess(world::ProcessId process, world::SocketId socket) const;
    /// TCP: the listening socket. UDP: the socket that everybody sends to. Of several the one that the step is about,
    /// else the first. Null before it was made; a closed one only if none is open.
    const world::Socket *serverSocket() const { return m_serverSocket; }
    /// All of the server's open sockets that accept() did not give, in the order they were made; if none is open, the
    /// last that was. Among them those of other servers that share a UDP port with one of them (SO_REUSEPORT).
    const QList<const world::Socket *> &serverSockets() const { return m_serverSockets; }
    /// True if some of them are those of other servers.
    bool isPortShared() const { return m_isPortShared; }
    /// Index into serverSockets(); -1: it is none of them.
    int serverIndexOf(world::SocketId socket) const;
    /// UDP: true if the client's messages go to that socket of the server: they were seen to land there, or it is the
    /// only one there is.
    bool goesTo(const ClientPart &client, const world::Socket &socket) const;
    /// How many sockets the server has: connected ones, those that wait for accept() without a descriptor, as far as
    /// the kernel's table was read, and the listening ones or those that everybody sends to.
    int connectedCount() const { return m_connected; }
    int waitingCount() const { return m_waiting; }
    /// Open sockets that accept() gave, whose connection is over (isConnectionOver()): they are not counted as
    /// connected.
    int overCount() const { return m_over; }
    int socketCount() const;
    /// Index of the client that a message comes from or goes to; -1 if it concerns none of them.
    int clientOf(const world::Message &message) const;
    /// Index of the client that has, or is at the other end of, this socket; -1: none.
    int clientOfSocket(world::SocketId socket) const;
    /// Where a message lands: where its bytes were seen, in this world or in the next; else the one socket that the
    /// rule allows; 0 if that is not known.
    static world::SocketId target(const world::Message &message, const world::World *next);
    bool contains(world::ProcessId process) const;
    /// True if the moment is of a process of the cast, and not about a socket of another protocol: what happens to that
    /// one has no place in the picture.
    bool takesPart(const world::World &world, const world::Moment &moment) const;

private:
    void findServer(const world::World &world, const world::World *next);
    void findServerSockets(const world::World &world);
    void findSharersOfPort(const world::World &world);
    void findWorkers(const world::World &world);
    bool isOfServer(const world::World &world, const world::Socket &socket) const;
    bool isServerSocket(const world::Socket &socket) const;
    bool isOtherEnd(const world::World &world, const world::Socket &listening) const;
    world::ProcessId serverOf(const world::World &world, const world::Socket &accepted) const;
    bool isAbout(const world::World &world, const world::World *next, const world::Socket &socket) const;
    void findClients(const world::World &world);
    void findHelpers(const world::World &world);
    bool isHelper(world::ProcessId process) const;
    void pair(const world::World &world);
    QList<ClientPart> parts(const world::World &world, bool withRemnants) const;
    ClientPart partOf(const world::World &world, const ClientPart &client, const world::Socket &own) const;

    kernel::Protocol m_protocol;
    const world::Process *m_server = nullptr;
    QList<const world::Process *> m_workers;
    const world::Socket *m_serverSocket = nullptr;
    QList<const world::Socket *> m_serverSockets;
    /// Of a client's: they have a socket that it made, and made none (fork(2)).
    struct Helper
    {
        const world::Process *process = nullptr;
        world::ProcessId client = 0;
    };
    QList<Helper> m_helpers;
    QList<ClientPart> m_clients;
    int m_connected = 0;
    int m_over = 0;
    int m_waiting = 0;
    bool m_isPortShared = false;
    int m_processes = 0;
};

/// Bytes that wait to be read from a TCP socket.
quint64 waitingBytes(const world::Socket &socket);

/// A send was entered in this world, and in the next one a receive has its message already, though the send has yet to
/// return: what moves towards that step is the message, all of its way.
bool isOvertaken(const world::World &world, const world::World *next);

/// The other end of a TCP socket that was just closed has yet to read end of file. False where that is not known, and
/// where it will be told of a reset instead: bytes were left unread (RFC 2525, 2.17; tcp_close() in net/ipv4/tcp.c), or
/// isAborted().
bool isEndYetToBeRead(const world::World &world, const world::Socket &closed);

/// The other end of a TCP socket sends no more, and a read has yet to tell it: behind the bytes that wait there is the
/// end of the stream (a FIN).
bool isEndWaiting(const world::Socket &socket);

/// The socket was closed with bytes in its queue that were seen to arrive there: nobody will read them.
bool isClosedUnread(const world::World &world, const world::Socket &socket);
/// By the calls it is closed, and a table that was read since lists it with its file: a descriptor of it is on its way
/// to another process (unix(7), SCM_RIGHTS), or a call of another thread holds it.
bool isHeldElsewhere(const world::World &world, const world::Socket &socket);
/// TCP: a process has it open, and the kernel has ended its connection (RST): it is in CLOSE, and has no port any more
/// unless it was bound to it (tcp_done(), inet_put_port()).
bool isConnectionOver(const world::Socket &socket);
/// The errno of the last call on the socket, 0: none. EAGAIN says how it was at that moment: later there may be
/// something to read, or room.
int standingError(const world::World &world, const world::Socket &socket);
/// UDP: what was read of the datagram is not all of it, and the rest is lost (udp(7)).
bool isTruncated(const world::Message &message);
/// Closed with SO_LINGER and a time of 0 (socket(7)): the other end gets a reset.
bool isAborted(const world::Socket &socket);

} // namespace zocalo::figure
