// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/narrator.h"

#include "app/figure/articles.h"
#include "app/figure/callstate.h"
#include "app/figure/cast.h"
#include "app/figure/holders.h"
#include "core/world/callstext.h"

#include <algorithm>
#include <cerrno>
#include <sys/socket.h>

namespace zocalo::figure {

using kernel::Protocol;
using trace::Call;
using world::Moment;

namespace {

constexpr int QuotedLength = 24;
constexpr int ManyClients = 8; ///< more are counted in the headline

Protocol protocolOf(const world::World &world, const Moment &moment)
{
    const world::Socket *socket = world.socket(moment.socket ? moment.socket : moment.newSocket);
    return socket ? socket->protocol : Protocol::Other;
}

/// Of a UNIX socket, say, nothing is known but the calls.
bool isOfKnownSocket(const world::World &world, const Moment &moment)
{
    return world.socket(moment.socket) || world.socket(moment.newSocket);
}

/// A datagram that was longer than the room for it: what did not fit is discarded (udp(7), recv(2)).
/// Not by the call's result: with MSG_TRUNC that is the datagram's whole length, whatever was given of it.
bool isCut(const Moment &moment, const world::Message &message)
{
    const bool countsBytes = moment.name != Call::Recvmmsg;
    return message.protocol == Protocol::Udp && countsBytes && message.receivedBytes < message.size;
}

bool isServer(const world::World &world, world::ProcessId id)
{
    const world::Process *process = world.process(id);
    return process && process->role == world::Role::Server;
}

} // namespace

Narrator::Narrator(const FigureInput &input) : m_input(input), m_world(input.now), m_names(input) {}

QString Narrator::headline(Protocol protocol) const
{
    if (hasOwnHeadline()) {
        return m_input.headline;
    }
    const Cast cast(m_world, protocol);
    const int connections = int(cast.clients().size());
    const int own = int(cast.serverSockets().size());
    if (protocol == Protocol::Udp && own > 1) {
        return cast.isPortShared() ? tr("%n UDP sockets share a port, each with its own queue", nullptr, own)
                                   : tr("the server has %n UDP sockets, each with its own queue", nullptr, own);
    }
    if (connections > ManyClients) {
        return protocol == Protocol::Udp
                   ? tr("%n senders share one socket", nullptr, cast.processCount())
                   : tr("accept() gives each of %n connections its own socket", nullptr, connections);
    }
    return protocol == Protocol::Udp ? tr("all senders share one socket")
                                     : tr("accept() gives each connection its own socket");
}

bool Narrator::hasOwnHeadline() const
{
    const bool alone = m_input.kind == lesson::Kind::Tcp || m_input.kind == lesson::Kind::Udp;
    return alone && !m_input.headline.isEmpty();
}

QString Narrator::subline(Protocol protocol) const
{
    if (protocol == Protocol::Udp && Cast(m_world, protocol).serverSockets().size() > 1) {
        return tr("a lane leads from each client to the sockets in which its messages were seen to land");
    }
    return protocol == Protocol::Udp ? tr("one door, one queue: recvfrom() tells whose each datagram is")
                                     : tr("a door and a queue for each one, all on the same port");
}

QString Narrator::title(Protocol protocol) const
{
    if (hasOwnHeadline()) {
        const QString name = protocol == Protocol::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP");
        //: %1 is TCP or UDP, %2 the title of a lesson
        return m_input.headline.contains(name) ? m_input.headline : tr("%1: %2").arg(name, m_input.headline);
    }
    const int own = int(Cast(m_world, protocol).serverSockets().size());
    if (protocol == Protocol::Udp && own > 1) {
        return tr("UDP: %n sockets, %n queues", nullptr, own);
    }
    return protocol == Protocol::Udp ? tr("UDP: one socket, one queue") : tr("TCP: one socket per connection");
}

QString Narrator::caption() const
{
    const QString happened = told();
    const Articles articles(m_world, m_names);
    const QString group = m_world.moment().group.toUpper();
    const Protocol drawn = m_input.kind == lesson::Kind::Tcp   ? Protocol::Tcp
                           : m_input.kind == lesson::Kind::Udp ? Protocol::Udp
                                                               : Protocol::Other;
    const Protocol acts = protocolOf(m_world, m_world.moment());
    if (drawn != Protocol::Other && acts != drawn && (acts == Protocol::Tcp || acts == Protocol::Udp)) {
        //: %1 is a protocol, %2 a sentence about a socket of it, in the picture of another
        return articles.in(tr("%1, which is not drawn here: %2")
                               .arg(acts == Protocol::Tcp ? QStringLiteral("TCP") : QStringLiteral("UDP"), happened));
    }
    // The halves of a twin take turns: say whose turn it is.
    const bool isTurn = m_input.kind == lesson::Kind::Twin && !group.isEmpty();
    //: %1 is a protocol, %2 a sentence: "TCP: Client A calls connect()…"
    return articles.in(isTurn ? tr("%1: %2").arg(group, happened) : happened);
}

QString Narrator::happened() const { return Articles(m_world, m_names).in(told()); }

QString Narrator::told() const
{
    const Moment &moment = m_world.moment();
    switch (moment.kind) {
    case world::MomentKind::Start:
        return ofStart();
    case world::MomentKind::Entered:
        return ofEntry(moment);
    case world::MomentKind::Returned:
        return moment.result < 0 ? ofFailure(moment) : ofReturn(moment);
    case world::MomentKind::ProcessEnded:
        return ofEnd(moment);
    case world::MomentKind::ProcessStarted:
        return ofStarted(moment);
    }
    return {};
}

QString Narrator::ofEntry(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    if (!isOfKnownSocket(m_world, moment)) {
        return tr("%1 calls %2.").arg(who, callText(moment.name));
    }
    if (trace::isSend(moment.name)) {
        return ofSending(moment);
    }
    if (trace::isReceive(moment.name)) {
        return ofReceiving(moment);
    }
    if (moment.name == Call::Connect) {
        return ofConnecting(moment);
    }
    if (trace::isAccept(moment.name)) {
        return ofAccepting(moment);
    }
    return tr("%1 calls %2.").arg(who, callText(moment.name));
}

QString Narrator::ofReturn(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!isOfKnownSocket(m_world, moment) && moment.name != Call::Close) {
        return ofOther(moment);
    }
    if (trace::isSend(moment.name)) {
        return ofSent(moment);
    }
    if (trace::isReceive(moment.name)) {
        return ofReceived(moment);
    }
    if (trace::isAccept(moment.name)) {
        return ofAccept(moment);
    }
    switch (moment.name) {
    case Call::Socket:
        return protocolOf(m_world, moment) == Protocol::Udp
                   ? tr("%1 creates a UDP socket: it has no address yet.").arg(who)
                   : tr("%1 creates a TCP socket: it has no address yet.").arg(who);
    case Call::Bind:
        return tr("bind() gives the socket of %1 its local address: %2.")
            .arg(who, socket ? addressOf(socket->local, moment) : QString());
    case Call::Listen:
        return tr("listen() turns it into a listening socket: it only receives new connections to %1.")
            .arg(socket ? addressOf(socket->local, moment) : QString());
    case Call::Connect:
        return ofConnect(moment);
    case Call::Shutdown:
        return ofShutdown(moment);
    case Call::Close:
        return ofClose(moment);
    case Call::Getsockopt:
        return ofOption(moment);
    default:
        return ofOther(moment);
    }
}

QString Narrator::ofOther(const Moment &moment) const
{
    if (moment.name == Call::Setsockopt && moment.result == 0 && moment.option != 0) {
        const QString option = world::optionName(moment.level, moment.option);
        const QString who = nameOf(moment.process);
        const bool isBuffer = moment.level == SOL_SOCKET && (moment.option == SO_RCVBUF || moment.option == SO_SNDBUF);
        if (isBuffer && moment.optionValue) { // socket(7)
            return tr("setsockopt() asks for %n byte(s) as %1 of the socket of %2: the kernel doubles that, and has a "
                      "least.",
                      nullptr, int(*moment.optionValue))
                .arg(option, who);
        }
        return moment.optionValue
                   ? tr("setsockopt() sets %1 of the socket of %2 to %3.").arg(option, who).arg(*moment.optionValue)
                   : tr("setsockopt() sets %1 of the socket of %2.").arg(option, who);
    }
    const bool isDup = moment.name == Call::Dup || moment.name == Call::Dup2 || moment.name == Call::Dup3;
    if (isDup && moment.socket != 0 && moment.result >= 0 && moment.result != moment.fd) {
        return tr("%1 gives %2 one more descriptor of the same socket: fd %3 beside fd %4.")
            .arg(callText(moment.name), nameOf(moment.process))
            .arg(moment.result)
            .arg(moment.fd);
    }
    const bool isTold = moment.result == 0 && moment.address.isValid();
    if (isTold && moment.name == Call::Getsockname) {
        return tr("getsockname() tells %1 the local address of its socket: %2.")
            .arg(nameOf(moment.process), addressOf(moment.address, moment));
    }
    if (isTold && moment.name == Call::Getpeername) {
        return tr("getpeername() tells %1 the address of the other end: %2.")
            .arg(nameOf(moment.process), addressOf(moment.address, moment));
    }
    return tr("%1 called %2: the result is %3.")
        .arg(nameOf(moment.process), callText(moment.name), QString::number(moment.result));
}

/// What became of a connect() that did not wait is told by SO_ERROR (connect(2), EINPROGRESS).
QString Narrator::ofOption(const Moment &moment) const
{
    if (!moment.pendingError) {
        return ofOther(moment);
    }
    const QString who = nameOf(moment.process);
    return *moment.pendingError == 0
               ? tr("%1 asks with getsockopt() for the error of its socket (SO_ERROR): there is none.").arg(who)
               : tr("%1 asks with getsockopt() for the error of its socket (SO_ERROR): it is %2.")
                     .arg(who, errnoText(*moment.pendingError));
}

QString Narrator::ofFailure(const Moment &moment) const
{
    const std::string_view name = trace::errnoName(moment.error);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (socket && isInProgress(moment.name, moment.error)) {
        const QString error = QString::fromLatin1(name.data(), qsizetype(name.size()));
        if (m_world.tableAge() != world::TableAge::Exact) {
            return tr("connect() does not wait (%1): %2 goes on, and the kernel with the connection. How far it is was "
                      "not observed.")
                .arg(error, nameOf(moment.process));
        }
        return socket->state == kernel::State::Established
                   ? tr("connect() does not wait (%1), and the kernel has connected %2 already: it waits for accept().")
                         .arg(error, nameOf(moment.process))
                   : tr("connect() does not wait (%1): %2 is not connected, and not refused either. Its socket is in "
                        "state %3.")
                         .arg(error, nameOf(moment.process), QString::fromLatin1(kernel::stateName(socket->state)));
    }
    if (const QString inVain = ofSendInVain(moment); !inVain.isEmpty()) {
        return inVain;
    }
    if (moment.name == Call::Bind && moment.error == EADDRINUSE && isPortLeftOver(moment)) {
        return tr("%1 in %2 fails with EADDRINUSE: a socket in TIME-WAIT still has port %3.")
            .arg(callText(moment.name), nameOf(moment.process))
            .arg(m_names.portNumber(moment.address.port, Protocol::Tcp));
    }
    if (trace::isReceive(moment.name) && moment.error == EAGAIN && (moment.flags & MSG_DONTWAIT) != 0) {
        return tr("%1 in %2 fails with EAGAIN: there is nothing to read, and with MSG_DONTWAIT it does not wait.")
            .arg(callText(moment.name), nameOf(moment.process));
    }
    if (moment.name == Call::Connect && moment.error == ECONNREFUSED && moment.address.isValid()) { // connect(2)
        return tr("%1 in %2 fails with ECONNREFUSED: nobody listens at %3.")
            .arg(callText(moment.name), nameOf(moment.process), addressOf(moment.address, moment));
    }
    return tr("%1 in %2 fails with %3.")
        .arg(callText(moment.name), nameOf(moment.process), QString::fromLatin1(name.data(), qsizetype(name.size())));
}

QString Narrator::ofReceived(const Moment &moment) const
{
    const QString who = nameOf(moment.process);
    const world::Socket *socket = m_world.socket(moment.socket);
    if (moment.endOfFile) {
        return ofEndOfFile(moment);
    }
    if (moment.messages.size() > 1 && socket && socket->protocol == Protocol::Udp) {
        return ofReceivedMany(moment);
    }
    if (moment.messages.size() > 1) {
        return tr("One %1 in %2 takes bytes of %n messages: TCP is a byte stream.", nullptr,
                  int(moment.messages.size()))
            .arg(callText(moment.name), who);
    }
    const world::Message *message = moment.messages.isEmpty() ? nullptr : m_world.message(moment.messages.first());
    if (!message && (moment.flags & MSG_PEEK) != 0) {
        // With MSG_TRUNC the result is a datagram's whole length (recv(2)).
        const bool isCut = moment.name != Call::Recvmmsg && quint64(moment.result) > moment.requested;
        return tr("%1 with MSG_PEEK shows %2 %n bytes, and leaves them in the queue.", nullptr,
                  isCut ? int(moment.requested) : int(moment.result))
            .arg(callText(moment.name), who);
    }
    if (socket && socket->protocol == Protocol::Tcp && (moment.flags & MSG_TRUNC) != 0) { // tcp(7)
        return tr("%1 with MSG_TRUNC throws %n bytes away: %2 does not get them.", nullptr, int(moment.result))
            .arg(callText(moment.name), who);
    }
    if (!message) {
        return ofReceivedUnknown(moment);
    }
    const QString sender = nameOf(senderAt(*message));
    if (isCut(moment, *message)) {
        const QString cut =
            tr("%1 gives %2 the first %3 of the %n bytes of %4: the rest is lost.", nullptr, int(message->size))
                .arg(callText(moment.name), who, QString::number(message->receivedBytes), message->name);
        const bool isLength = (moment.flags & MSG_TRUNC) != 0 && moment.result > qint64(message->receivedBytes);
        const QString given =
            isLength ? tr("%1 With MSG_TRUNC the call returns the whole length, %2.").arg(cut).arg(moment.result) : cut;
        return moment.address.isValid()
                   ? tr("%1 They are from %2, which is %3.").arg(given, addressOf(moment.address, moment), sender)
                   : given;
    }
    if (message->protocol == Protocol::Udp && moment.address.isValid()) {
        return tr("%1 gives %2 %3 and tells who sent it: %4, which is %5.")
            .arg(callText(moment.name), who, quoted(*message), addressOf(moment.address, moment), sender);
    }
    const bool isAnswer = message->isReply && !isServer(m_world, moment.process);
    if (message->protocol == Protocol::Udp && !isAnswer) {
        // recv(), or read(): who sent it is known from the bytes, and not from the call.
        return tr("%1 gives %2 %3 and does not tell who sent it: it was %4.")
            .arg(callText(moment.name), who, quoted(*message), sender);
    }
    if (isPartOf(*message)) {
        // How many bytes are the message's cannot be told if others came among them, or if the result counts no bytes.
        if (moment.name == Call::Recvmmsg || (socket && socket->unmatchedBytes > 0)) {
            return tr("%1 gives %2 a part of %3.").arg(callText(moment.name), who, quoted(*message));
        }
        const bool isLast = message->receivedBytes >= message->size && socket && holdersOf(*socket) == 1;
        if (isLast || message->receivedBy.size() == 1) {
            const QString part =
                isLast ? tr("%1 gives %2 the last %n bytes of %3, which has %4.", nullptr, int(moment.result))
                       : tr("%1 gives %2 the first %n bytes of %3, which has %4.", nullptr, int(moment.result));
            return part.arg(callText(moment.name), who, message->name).arg(message->size);
        }
        return tr("%1 gives %2 %3 of the %n bytes of %4.", nullptr, int(message->size))
            .arg(callText(moment.name), who, QString::number(moment.result), message->name);
    }
    if (!isAnswer) {
        return tr("%1 takes %2 from the socket connected with %3: only the socket at the other end can send to it.")
            .arg(callText(moment.name), quoted(*message), sender);
    }
    return tr("%1 gives %2 the answer %3.").arg(callText(moment.name), who, quoted(*message));
}

bool Narrator::isPartOf(const world::Message &message)
{
    return message.protocol == Protocol::Tcp && (message.receivedBytes < message.size || message.receivedBy.size() > 1);
}

QString Narrator::otherEnd(const world::Socket &socket) const
{
    const world::Socket *peer = m_world.socket(socket.peerSocket);
    return peer ? nameOf(peer->creator) : QString();
}

QString Narrator::nameOf(world::ProcessId id) const
{
    // A line must not break between "Client" and its letter.
    return m_names.withPid(id).replace(QLatin1Char(' '), QChar(QChar::Nbsp));
}

QString Narrator::addressOf(const world::Endpoint &endpoint, const Moment &moment) const
{
    return m_names.endpoint(endpoint, protocolOf(m_world, moment));
}

QString Narrator::quoted(const world::Message &message) const
{
    const QString text = QString::fromUtf8(message.payload);
    for (const QChar c : text) {
        if (!c.isPrint()) {
            return tr("%1 (%n bytes)", nullptr, int(message.size)).arg(message.name);
        }
    }
    if (text.size() > QuotedLength || quint64(message.payload.size()) < message.size) {
        return tr("%1 (%n bytes)", nullptr, int(message.size)).arg(message.name);
    }
    //: %1 is a message's name, %2 what it says, both as data: A1 = "hello"
    return tr("%1 = \"%2\"").arg(message.name, text);
}

QString Narrator::description() const { return state() + QLatin1Char(' ') + caption(); }

QString Narrator::state() const
{
    QStringList sentences;
    for (const world::Process &process : m_world.processes()) {
        const auto &sockets = m_world.sockets();
        const int open = int(std::count_if(sockets.begin(), sockets.end(), [&](const world::Socket &socket) {
            return std::any_of(socket.owners.begin(), socket.owners.end(),
                               [&](const world::Owner &owner) { return owner.process == process.id; });
        }));
        sentences << (process.group.isEmpty()
                          //: %1 is a process ("Client A")
                          ? tr("%1: %n sockets.", nullptr, open).arg(nameOf(process.id))
                          //: %1 is a process ("Client A"), %2 its protocol
                          : tr("%1 (%2): %n sockets.", nullptr, open).arg(nameOf(process.id), process.group.toUpper()));
    }
    for (const world::Socket &socket : m_world.sockets()) {
        for (const world::QueuedBytes &part : socket.receiveQueue) {
            const world::Message *message = m_world.message(part.message);
            if (!message) {
                continue;
            }
            const QString place = m_names.endpoint(socket.local, socket.protocol);
            if (m_world.tableAge() != world::TableAge::Exact) {
                sentences << tr("%1 was seen in the receive queue at %2; no recorded call has read all of it since.")
                                 .arg(message->name, place);
                continue;
            }
            sentences << (part.size < message->size
                              ? tr("%n bytes of %1 wait in the receive queue at %2.", nullptr, int(part.size))
                                    .arg(message->name, place)
                              : tr("%1 waits in the receive queue at %2.").arg(message->name, place));
        }
    }
    return sentences.join(QLatin1Char(' '));
}

} // namespace zocalo::figure
