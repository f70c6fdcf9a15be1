// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/panels/spokentext.h"

#include "app/figure/articles.h"
#include "app/figure/callstate.h"
#include "core/world/backlog.h"

namespace zocalo::panels {

using figure::Thing;
using world::Message;
using world::Process;
using world::Socket;

SpokenText::SpokenText(const world::Timeline &timeline, int step)
    : m_world(timeline.world(step)), m_truths(timeline, step), m_input{m_world}, m_names(m_input)
{
}

QString SpokenText::name(const Thing &thing) const
{
    switch (thing.kind) {
    case Thing::Kind::Process:
        if (const Process *found = m_world.process(static_cast<world::ProcessId>(thing.id))) {
            return process(*found);
        }
        break;
    case Thing::Kind::Socket:
        if (const Socket *found = m_world.socket(thing.id)) {
            return socket(*found);
        }
        break;
    case Thing::Kind::Message:
        if (const Message *found = m_world.message(static_cast<world::MessageId>(thing.id))) {
            return message(*found);
        }
        break;
    case Thing::Kind::None:
        break;
    }
    return {};
}

QString SpokenText::description(const Thing &thing) const
{
    QStringList facts;
    for (const Fact &fact : m_truths.of(thing).facts) {
        facts += fact.label + QStringLiteral(": ") + fact.value;
    }
    return facts.join(QStringLiteral("; "));
}

QString SpokenText::process(const Process &process) const
{
    //: %1 is a process ("Client A"), %2 what it is doing ("paused just before connect()")
    return tr("%1: %2").arg(m_names.process(process.id), figure::CallState(m_world, process).sentence());
}

QString SpokenText::withArticles(const QString &sentence) const
{
    return figure::Articles(m_world, m_names).in(sentence);
}

QString SpokenText::owner(const Socket &socket) const
{
    if (socket.owners.isEmpty()) {
        return m_names.process(socket.creator);
    }
    const world::Owner &first = socket.owners.first();
    if (first.fd < 0) {
        return m_names.process(first.process); // not watched
    }
    //: %1 is a process, %2 a descriptor's number
    return tr("%1, fd %2").arg(m_names.process(first.process), QString::number(first.fd));
}

QString SpokenText::socket(const Socket &socket) const
{
    const Socket *const peer = m_world.socket(socket.peerSocket);
    const QString other = peer ? m_names.process(peer->creator) : QString();
    const QString title = m_truths.socketTitle(socket);
    if (!other.isEmpty() && !socket.listening) {
        //: %1 is whose ("TCP server, fd 5"), %2 what it is ("TCP socket"), %3 the process at the other end, %4 its
        //: state
        return tr("%1: %2, with %3, %4").arg(owner(socket), title, other, m_truths.state(socket));
    }
    //: %1 is whose ("TCP server, fd 3"), %2 what it is ("Listening socket"), %3 its state
    return tr("%1: %2, %3").arg(owner(socket), title, m_truths.state(socket));
}

QString SpokenText::message(const Message &message) const
{
    //: %1 is a message's name, %2 its text, %3 who sent it, %4 where it is ("waits in a receive queue")
    return withArticles(tr("Message %1, \"%2\", from %3: %4")
                            .arg(message.name, QString::fromUtf8(message.payload),
                                 m_names.process(message.senderProcess), TruthText::outcome(message, m_world)));
}

QString SpokenText::receiveQueue(world::SocketId id) const
{
    const Socket *const socket = m_world.socket(id);
    if (!socket) {
        return {};
    }
    QStringList waiting;
    quint64 bytes = 0;
    for (const world::QueuedBytes &part : socket->receiveQueue) {
        if (const Message *found = m_world.message(part.message)) {
            waiting += found->name;
            bytes += part.size;
        }
    }
    const world::Backlog backlog(m_world, *socket);
    if (waiting.isEmpty() && (backlog.isNotObserved() || backlog.isUnknown())) {
        return withArticles(tr("Receive queue of %1: not observed at this step").arg(owner(*socket)));
    }
    if (waiting.isEmpty()) {
        return withArticles(tr("Receive queue of %1: empty").arg(owner(*socket)));
    }
    if (backlog.isNotObserved()) {
        //: %1 is whose ("TCP server, fd 5"), %2 the messages that wait ("A1, B1")
        return withArticles(tr("Receive queue of %1: %2 were seen there before this step, and not read since")
                                .arg(owner(*socket), waiting.join(QStringLiteral(", "))));
    }
    //: %1 is whose ("TCP server, fd 5"), %2 the messages that wait ("A1, B1")
    return withArticles(tr("Receive queue of %1: %2 (%n bytes)", nullptr, static_cast<int>(bytes))
                            .arg(owner(*socket), waiting.join(QStringLiteral(", "))));
}

QString SpokenText::receiveQueueContents(world::SocketId id) const
{
    QStringList contents;
    if (const Socket *const socket = m_world.socket(id)) {
        for (const world::QueuedBytes &part : socket->receiveQueue) {
            if (const Message *found = m_world.message(part.message)) {
                contents += found->name + QStringLiteral(": ") + QString::fromUtf8(found->payload);
            }
        }
    }
    return contents.join(QStringLiteral("; "));
}

QString SpokenText::acceptQueue(world::SocketId id) const
{
    const Socket *const listener = m_world.socket(id);
    if (!listener) {
        return {};
    }
    if (world::Backlog(m_world, *listener).isNotObserved()) {
        return withArticles(tr("Accept queue of %1: not observed at this step; %n connections were seen before",
                               nullptr, static_cast<int>(listener->acceptQueue.size()))
                                .arg(owner(*listener)));
    }
    return withArticles(
        tr("Accept queue of %1: %n connections wait", nullptr, static_cast<int>(listener->acceptQueue.size()))
            .arg(owner(*listener)));
}

} // namespace zocalo::panels
