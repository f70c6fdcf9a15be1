// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/world/model.h"
#include "core/world/pagedlist.h"

#include <QHash>
#include <QList>

namespace zocalo::world {

/// What the fold remembers of a message besides what it shows.
struct MessageNotes
{
    quint64 enteredAt = 0;    ///< when its send was entered, counted in events
    quint64 returnedAt = 0;   ///< when it returned; 0: not yet
    qint64 returnedNs = 0;    ///< the same in nanoseconds, as the program's side saw it
    bool sourceKnown = false; ///< the sender was bound when the send was entered
    bool refused = false;
    SocketId droppedAt = 0; ///< the socket whose counter counted it
    bool discarded = false;
    bool abandoned = false; ///< its process ended inside the send
    bool urgent = false;    ///< TCP: its last byte is out-of-band data (man 7 tcp, MSG_OOB)
};

/// All messages of a run, in the order their sends were entered, and their names. Implicitly shared.
class MessageBook
{
public:
    const PagedList<Message> &all() const { return m_messages; }
    /// nullptr if there is none.
    const Message *find(MessageId id) const;
    /// The message of that full name; where there is none, the first of that name in any group. It looks through all.
    const Message *findNamed(const QString &name) const;
    /// Must exist.
    Message &edit(MessageId id) { return m_messages.edit(id - 1); }
    const MessageNotes &notes(MessageId id) const { return m_notes.at(id - 1); }
    MessageNotes &editNotes(MessageId id) { return m_notes.edit(id - 1); }

    /// Adds a message from that process, named by its letter and the next number ("A1"; "A1-1" for the letter "A1").
    Message &add(const Process &sender);
    /// Its next messages are named after the letter that it has by then.
    void forgetNaming(ProcessId sender) { m_namings.remove(sender); }

    /// How many of the drops that a socket's counter counted are known messages.
    int dropsAt(SocketId socket) const { return m_drops.value(socket); }
    /// The counter of that socket counted the message; 0: none did.
    void setDroppedAt(MessageId id, SocketId socket);

    /// Messages for which no socket was predicted, by protocol and destination port: a socket that becomes known late
    /// may be the one.
    QList<MessageId> unpredicted(kernel::Protocol protocol, quint16 port) const;
    void setUnpredicted(MessageId id, bool unpredicted);

private:
    static quint32 portKey(kernel::Protocol protocol, quint16 port) { return quint32(protocol) << 16 | port; }

    /// How the messages of a process are named: by what stands before their number, and which count it is of.
    struct Naming
    {
        QString prefix;
        int series = 0;
    };
    Naming namingOf(const Process &sender);

    PagedList<Message> m_messages;
    PagedList<MessageNotes> m_notes;
    QHash<ProcessId, Naming> m_namings;
    QHash<QString, int> m_series; ///< by the full name without its number, which does not end in a digit
    QList<int> m_numbers;         ///< the last ones given, of each series
    QHash<quint32, QList<MessageId>> m_unpredicted;
    QHash<SocketId, int> m_drops;
};

} // namespace zocalo::world
