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

const Message *MessageBook::findNamed(const QString &name) const
{
    const Message *first = nullptr;
    for (const Message &message : m_messages) {
        if (!name.endsWith(message.name))
            continue;
        if (message.fullName() == name)
            return &message;
        if (!first && message.name == name)
            first = &message;
    }
    return first;
}

// A letter that ends in a digit is set off from the number, so that no two messages get the same name.
MessageBook::Naming MessageBook::namingOf(const Process &sender)
{
    const auto known = m_namings.constFind(sender.id);
    if (known != m_namings.cend())
        return *known;
    Naming naming{letterOf(sender), 0};
    if (!naming.prefix.isEmpty() && naming.prefix.back().isDigit())
        naming.prefix += QLatin1Char('-');
    const QString full = sender.group.isEmpty() ? naming.prefix : sender.group + QLatin1Char('.') + naming.prefix;
    const auto series = m_series.constFind(full);
    naming.series = series != m_series.cend() ? *series : static_cast<int>(m_numbers.size());
    if (series == m_series.cend()) {
        m_series.insert(full, naming.series);
        m_numbers.append(0);
    }
    m_namings.insert(sender.id, naming);
    return naming;
}

Message &MessageBook::add(const Process &sender)
{
    const Naming naming = namingOf(sender);
    Message message;
    message.id = static_cast<MessageId>(m_messages.size()) + 1;
    message.group = sender.group;
    message.name = naming.prefix + QString::number(++m_numbers[naming.series]);
    message.senderProcess = sender.id;
    message.isReply = sender.role == Role::Server;
    message.outcome = Outcome::Sending;
    m_messages.append(message);
    m_notes.append(MessageNotes{});
    return edit(message.id);
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
