// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/world.h"

namespace zocalo::world {

/// What waits at a socket: seen in the kernel's table of this very moment, or else what the calls alone tell of it. A
/// program that runs free is not waited for: between two tables of it nobody knows what a queue holds.
class Backlog
{
public:
    Backlog(const World &world, const Socket &socket);

    /// Its queue was seen at this moment, while every process was held: count() is what waits.
    bool isSeen() const { return m_isSeen; }
    /// Seen: what waits there, in bytes (TCP), datagrams (UDP) or connections (a listening socket). Otherwise what was
    /// handed over to it and not taken since, by the calls that were recorded: of TCP what its other end has sent, of
    /// UDP what was sent to its address, of a listening socket the connections that were made to it. 0 tells nothing
    /// then: calls that nobody saw, or that have not returned, may have handed over something.
    quint64 count() const { return m_count; }
    /// A table that was read since this moment, while the processes went on, showed its queue empty.
    bool wasEmpty() const { return m_wasEmpty; }
    /// Nobody looked, and only its queue could tell: it is not even known whether it is empty.
    bool isNotObserved() const { return !m_isSeen && !m_wasEmpty && !m_isFresh; }
    /// UDP: its queue is not empty, but which datagrams are there was not seen; count() is 0.
    bool isUnknown() const { return m_isUnknown; }
    /// TCP: bytes that wait there by the kernel's table, which was read since this moment, and that no recorded message
    /// explains.
    quint64 unexplained() const { return m_unexplained; }

private:
    void countConnections(const World &world, const Socket &listener);
    void countDatagrams(const World &world, const Socket &socket);
    void countBytes(const World &world, const Socket &socket);

    bool m_isSeen = false;
    bool m_wasEmpty = false;
    bool m_isFresh = false; ///< without an address: nothing can have come
    bool m_isUnknown = false;
    quint64 m_count = 0;
    quint64 m_unexplained = 0;
};

/// True if its state is known at this moment: read in the kernel's table, or such that no other end can change it
/// unseen, or what a call of this very moment has made it.
bool isStateKnown(const World &world, const Socket &socket);

/// The row of the last kernel table that is the socket's; nullptr if it is not listed there.
const kernel::SocketRow *rowOf(const World &world, SocketId socket);

} // namespace zocalo::world
