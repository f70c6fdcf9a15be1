// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/pairnarrator.h"

#include "app/figure/articles.h"
#include "app/figure/callstate.h"
#include "app/figure/cast.h"

#include <algorithm>
#include <numeric>

namespace zocalo::figure {

using kernel::Protocol;
using trace::Call;
using world::Moment;

namespace {

constexpr int QuotedLength = 24;

const world::Message *messageOf(const world::World &world, const Moment &moment)
{
    return moment.messages.isEmpty() ? nullptr : world.message(moment.messages.last());
}

Protocol protocolOf(const world::World &world, const Moment &moment)
{
    const world::Socket *socket = world.socket(moment.socket ? moment.socket : moment.newSocket);
    return socket ? socket->protocol : Protocol::Other;
}

} // namespace

PairNarrator::PairNarrator(const FigureInput &input) : m_world(input.now), m_usual(input), m_names(input) {}

QString PairNarrator::caption() const
{
    const Moment &moment = m_world.moment();
    QString sentence;
    switch (moment.kind) {
    case world::MomentKind::Start:
        sentence = tr("Two processes have started. Neither can see the other's memory: to communicate, each needs a "
                      "socket.");
        break;
    case world::MomentKind::Entered:
        sentence = ofEntry(moment);
        break;
    case world::MomentKind::Returned:
        if (moment.result >= 0)
            sentence = ofReturn(moment);
        break;
    case world::MomentKind::ProcessStarted:
    case world::MomentKind::ProcessEnded:
        break;
    }
    return sentence.isEmpty() ? m_usual.happened() : Articles(m_world, m_names).in(sentence);
}

QString PairNarrator::description() const { return m_usual.state() + QLatin1Char(' ') + caption(); }

QString PairNarrator::ofEntry(const Moment &moment) const
{
    if (trace::isSend(moment.name))
        return ofSending(moment);
    if (trace::isReceive(moment.name))
        return ofReceiving(moment);
    if (moment.name == Call::Connect && protocolOf(m_world, moment) == Protocol::Tcp && moment.address.isValid())
        return tr("%1 calls connect(): it asks its operating system for a connection with %2.")
            .arg(nameOf(moment.process), addressOf(moment.address, moment));
    return {};
}

QString PairNarrator::ofReturn(const Moment &moment) const
{
    if (trace::isSend(moment.name))
        return ofSent(moment);
    if (trace::isReceive(moment.name))
        return ofReceived(moment);
    if (trace::isAccept(moment.name))
        return ofAccepted(moment);
    const world::Socket *socket = m_world.socket(moment.socket);
    switch (moment.name) {
    case Call::Socket:
        if (!m_world.socket(moment.newSocket)) // a UNIX socket, say
            return {};
        return protocolOf(m_world, moment) == Protocol::Udp
                   ? tr("%1 makes a UDP socket: a door between the process and the transport layer. It has no address "
                        "yet.")
                         .arg(nameOf(moment.process))
                   : tr("%1 makes a TCP socket: a door between the process and the transport layer. It has no address "
                        "yet.")
                         .arg(nameOf(moment.process));
    case Call::Bind:
        return socket ? tr("bind() gives the socket of %1 the address %2: by it the other process can find it.")
                            .arg(nameOf(moment.process), addressOf(socket->local, moment))
                      : QString();
    case Call::Connect:
        return ofConnected(moment);
    case Call::Close:
        return ofClosed(moment);
    default:
        return {};
    }
}

QString PairNarrator::ofConnected(const Moment &moment) const
{
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!socket || socket->protocol != Protocol::Tcp || socket->remote.port == 0)
        return {};
    const world::Socket *child = m_world.socket(socket->peerSocket);
    if (child && child->owners.isEmpty() && child->listener && isExact())
        return tr("The two ends are connected, %1 and %2. The server's end waits in the kernel, without a descriptor, "
                  "until accept().")
            .arg(addressOf(socket->local, moment), addressOf(socket->remote, moment));
    return tr("The two ends are connected: %1 and %2.")
        .arg(addressOf(socket->local, moment), addressOf(socket->remote, moment));
}

QString PairNarrator::ofAccepted(const Moment &moment) const
{
    if (moment.newFd < 0)
        return {};
    return tr("accept() gives the server's end a descriptor, fd %1. Now each process has a door to the same "
              "connection.")
        .arg(moment.newFd);
}

QString PairNarrator::ofSending(const Moment &moment) const
{
    const world::Message *message = messageOf(m_world, moment);
    if (!message)
        return {};
    const world::Process *process = m_world.process(moment.process);
    if (message->protocol == Protocol::Tcp && process && process->activity == world::Activity::Asleep)
        return {};
    return tr("%1 hands %2 to its socket with %3. From there on it is the operating system's.")
        .arg(nameOf(moment.process), quoted(*message), callText(moment.name));
}

QString PairNarrator::ofSent(const Moment &moment) const
{
    const world::Message *message = messageOf(m_world, moment);
    if (!message || (message->protocol == Protocol::Tcp && static_cast<quint64>(moment.result) < moment.requested))
        return {};
    const world::Socket *landed = m_world.socket(message->landed);
    if (landed && message->receivedBytes == 0 && isExact())
        return tr("The process hands the message to its socket; the operating system carries it to the other process's "
                  "socket.");
    if (message->landed != 0 || message->outcome == world::Outcome::Dropped || !isExact())
        return {};
    const bool taking = std::any_of(m_world.processes().begin(), m_world.processes().end(), [&](const auto &process) {
        return std::any_of(process.openCalls.begin(), process.openCalls.end(), [&](const world::OpenCall &open) {
            return trace::isReceive(open.call) && message->predicted.contains(open.socket);
        });
    });
    if (!taking)
        return {};
    return tr("%1 was sent, and waits in no queue: the call that slept waiting for it takes it.").arg(quoted(*message));
}

QString PairNarrator::ofReceiving(const Moment &moment) const
{
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!socket || !isExact())
        return {};
    const QString who = nameOf(moment.process);
    if (socket->receiveQueue.isEmpty()) {
        const world::Process *process = m_world.process(moment.process);
        const bool asleep = process && process->activity == world::Activity::Asleep;
        return asleep ? tr("%1 calls %2. Its receive queue is empty, so the process sleeps until something arrives.")
                            .arg(who, callText(moment.name))
                      : QString();
    }
    const world::Message *message = m_world.message(socket->receiveQueue.first().message);
    if (!message)
        return {};
    const quint64 bytes = std::accumulate(socket->receiveQueue.begin(), socket->receiveQueue.end(), quint64(0),
                                          [&](quint64 sum, const world::QueuedBytes &part) {
                                              return sum + (part.message == message->id ? part.size : 0);
                                          });
    if (bytes < message->size)
        return tr("%1 calls %2: %n bytes of %3 still wait in the receive queue of its socket.", nullptr,
                  static_cast<int>(bytes))
            .arg(who, callText(moment.name), quoted(*message));
    return tr("%1 calls %2: %3 still waits in the receive queue of its socket.")
        .arg(who, callText(moment.name), quoted(*message));
}

QString PairNarrator::ofReceived(const Moment &moment) const
{
    const world::Message *message = messageOf(m_world, moment);
    if (moment.endOfFile || !message || static_cast<quint64>(moment.result) < message->size ||
        moment.messages.size() > 1 || message->receivedBytes < message->size || Narrator::isPartOf(*message))
        return {};
    const QString receiver = nameOf(moment.process);
    const QString sender = nameOf(message->senderProcess);
    if (message->protocol == Protocol::Udp && moment.address.isValid())
        return tr("%1 gives %2 what %3 sent, %4, and tells its address: %5. The headers stayed below.")
            .arg(callText(moment.name), receiver, sender, quoted(*message), addressOf(moment.address, moment));
    return tr("%1 gives %2 what %3 sent: %4. The headers stayed below; only the bytes come up.")
        .arg(callText(moment.name), receiver, sender, quoted(*message));
}

QString PairNarrator::ofClosed(const Moment &moment) const
{
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!socket || socket->protocol != Protocol::Tcp || socket->listening || isHeldElsewhere(m_world, *socket))
        return {};
    const world::Socket *peer = m_world.socket(socket->peerSocket);
    if (socket->closed && peer && peer->closed)
        return tr("%1 closes its end too: nothing is left of the connection that a process could use.")
            .arg(nameOf(moment.process));
    if (!peer || !socket->closed || isClosedUnread(m_world, *socket) || isAborted(*socket))
        return {};
    return isEndYetToBeRead(m_world, *socket)
               ? tr("%1 closes its end of the connection. Whoever reads at the other end gets end of file.")
                     .arg(nameOf(moment.process))
               : tr("%1 closes its end of the connection.").arg(nameOf(moment.process));
}

bool PairNarrator::isExact() const { return m_world.tableAge() == world::TableAge::Exact; }

QString PairNarrator::nameOf(world::ProcessId id) const
{
    // A line must not break between "Client" and its letter.
    return m_names.process(id).replace(QLatin1Char(' '), QChar(QChar::Nbsp));
}

QString PairNarrator::addressOf(const world::Endpoint &endpoint, const Moment &moment) const
{
    return m_names.endpoint(endpoint, protocolOf(m_world, moment));
}

QString PairNarrator::quoted(const world::Message &message) const
{
    const QString text = QString::fromUtf8(message.payload);
    const bool printable = std::all_of(text.begin(), text.end(), [](QChar c) { return c.isPrint(); });
    if (!printable || text.size() > QuotedLength || static_cast<quint64>(message.payload.size()) < message.size)
        return tr("%1 (%n bytes)", nullptr, static_cast<int>(message.size)).arg(message.name);
    //: %1 is a message's name, %2 what it says, both as data: A1 = "hello"
    return tr("%1 = \"%2\"").arg(message.name, text);
}

} // namespace zocalo::figure
