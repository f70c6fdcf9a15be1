// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/messagebook.h"

namespace zocalo::world {

namespace {

// A process without a letter lends its name, without the group that stands before it.
QString letterOf(const Process &process)
{
    if (!process.letter.isEmpty())
        return process.letter;
    const QString prefix = process.group + QLatin1Char('.');
    return process.name.startsWith(prefix) ? process.name.mid(prefix.size()) : process.name;
}

} // namespace

const Message *MessageBook::find(MessageId id) const
{
    return id == 0 || id > static_cast<MessageId>(m_messages.size()) ? nullptr : &m_messages.at(id - 1);
}

const Message *MessageBook::findNamed(const QString &fullName) const { return find(m_names.value(fullName)); }

Message &MessageBook::add(const Process &sender)
{
    const QString letter = letterOf(sender);
    Message message;
    message.id = static_cast<MessageId>(m_messages.size()) + 1;
    message.group = sender.group;
    const bool endsInDigit = !letter.isEmpty() && letter.back().isDigit();
    do {
        const int number = ++m_numbers[sender.group + QLatin1Char('.') + letter];
        message.name = letter + (endsInDigit ? QStringLiteral("-") : QString()) + QString::number(number);
    } while (m_names.contains(message.fullName()));
    message.senderProcess = sender.id;
    message.isReply = sender.role == Role::Server;
    message.outcome = Outcome::Sending;
    m_names.insert(message.fullName(), message.id);
    m_messages.append(message);
    m_notes.append(MessageNotes{});
    return m_messages.last();
}

void MessageBook::setDroppedAt(MessageId id, SocketId socket)
{
    if (notes(id).droppedAt == socket)
        return;
    if (const SocketId before = notes(id).droppedAt)
        --m_drops[before];
    if (socket != 0)
        ++m_drops[socket];
    editNotes(id).droppedAt = socket;
}

QList<MessageId> MessageBook::unpredicted(kernel::Protocol protocol, quint16 port) const
{
    return m_unpredicted.value(portKey(protocol, port));
}

void MessageBook::setUnpredicted(MessageId id, bool unpredicted)
{
    const Message *message = find(id);
    const quint32 key = portKey(message->protocol, message->to.port);
    if (unpredicted) {
        m_unpredicted[key].append(id);
        return;
    }
    const auto list = m_unpredicted.find(key);
    if (list == m_unpredicted.end())
        return;
    list->removeOne(id);
    if (list->isEmpty())
        m_unpredicted.erase(list);
}

} // namespace zocalo::world
