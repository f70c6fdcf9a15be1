// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/mechanismscene.h"

#include "app/figure/mechanismwords.h"
#include "app/figure/sendqueue.h"

#include <QSet>

#include <algorithm>

namespace zocalo::figure {

namespace {

/// The next step's moment if the picture is on its way to it and it is the return of a call: only then something moves.
bool movesTowardsReturn(const FigureInput &input)
{
    return input.next && input.progress > 0 && input.next->moment().kind == world::MomentKind::Returned;
}

/// TCP: it was in the kernel's table, and the last one does not list it: after a reset nothing comes to it, though its
/// process has it open (tcp_done() in net/ipv4/tcp.c takes it out of the kernel's hash tables).
bool isListedNoMore(const world::Socket &socket)
{
    return socket.protocol == kernel::Protocol::Tcp && !socket.inKernelTable && !socket.closed &&
           std::any_of(socket.states.begin(), socket.states.end(),
                       [](const world::StateChange &change) { return change.observed; });
}

/// True if the socket can still be found by the kernel: open, or kept in its table after the close.
bool competes(const world::Socket &socket)
{
    if (socket.local.port == 0 || isListedNoMore(socket))
        return false;
    return !socket.closed || (socket.inKernelTable && socket.state != kernel::State::Close);
}

} // namespace

kernel::Protocol shownProtocol(const FigureInput &input, const world::Moment &moment)
{
    if (input.kind == lesson::Kind::Tcp)
        return kernel::Protocol::Tcp;
    if (input.kind == lesson::Kind::Udp)
        return kernel::Protocol::Udp;
    if (moment.group == QLatin1String("udp"))
        return kernel::Protocol::Udp;
    // Two processes that communicate have one protocol between them, at every step.
    if (input.kind == lesson::Kind::Pair) {
        const world::World &latest = input.next ? *input.next : input.now;
        const auto speaksUdp = [](const world::Socket &other) { return other.protocol == kernel::Protocol::Udp; };
        const bool udp =
            !latest.sockets().isEmpty() && std::all_of(latest.sockets().begin(), latest.sockets().end(), speaksUdp);
        return udp ? kernel::Protocol::Udp : kernel::Protocol::Tcp;
    }
    const world::Socket *socket = input.now.socket(moment.socket);
    if (moment.group.isEmpty() && socket && socket->protocol == kernel::Protocol::Udp)
        return kernel::Protocol::Udp;
    return kernel::Protocol::Tcp;
}

MechanismScene::MechanismScene(const FigureInput &figureInput)
    : input(figureInput), world(figureInput.now), moving(movesTowardsReturn(figureInput)),
      progress(moving ? std::clamp(figureInput.progress, 0.0, 1.0) : 0),
      moment(moving && !isOvertaken(figureInput.now, figureInput.next) ? figureInput.next->moment()
                                                                       : figureInput.now.moment()),
      protocol(shownProtocol(figureInput, moment)), cast(world, protocol, figureInput.next), names(figureInput)
{
    const world::Socket *server = cast.serverSocket();
    if (isTcp() && server && server->listening && !server->closed)
        listener = server;
    if (cast.takesPart(moving ? *input.next : world, moment))
        findMotion();
    findFocus();
    findRows();
    m_commonAddress = findCommonAddress();
}

void MechanismScene::findMotion()
{
    returned = !moving && moment.kind == world::MomentKind::Returned;
    client = cast.clientOfProcess(moment.process, moment.socket);
    if (client < 0)
        client = cast.clientOfSocket(moment.newSocket ? moment.newSocket : moment.socket);
    if (moment.kind == world::MomentKind::Start || moment.kind == world::MomentKind::ProcessEnded ||
        (moment.kind == world::MomentKind::Returned && moment.result < 0))
        return;
    if (trace::isSend(moment.name) || trace::isReceive(moment.name)) {
        motion = trace::isSend(moment.name) ? MechanismMotion::Sending : MechanismMotion::Receiving;
        const bool byServer = cast.isOfServer(moment.process);
        reply = byServer == (motion == MechanismMotion::Sending);
        if (!moment.messages.isEmpty())
            message = world.message(moment.messages.last());
        if (message)
            client = cast.clientOf(*message);
        if (!message && motion == MechanismMotion::Sending)
            motion = MechanismMotion::None;
    } else if (trace::isAccept(moment.name)) {
        motion = MechanismMotion::Accepting;
    } else if (moment.name == trace::Call::Connect && isTcp()) {
        motion = MechanismMotion::Connecting;
    }
}

void MechanismScene::findFocus()
{
    switch (motion) {
    case MechanismMotion::None:
        return;
    case MechanismMotion::Connecting: {
        const world::Socket *own = world.socket(moment.socket);
        if (returned && own && own->peerSocket)
            focus = own->peerSocket;
        else if (listener && listener->local.port == moment.address.port && !isOneOfSeveral(*listener))
            focus = listener->id;
        return;
    }
    case MechanismMotion::Accepting:
        if (moment.newSocket) {
            focus = moment.newSocket;
            client = cast.clientOfSocket(focus);
        } else if (const world::Socket *child = oldestChild()) {
            focus = child->id;
            client = cast.clientOfSocket(focus);
        }
        return;
    case MechanismMotion::Sending:
        focus = Cast::target(*message, moving ? input.next : nullptr);
        return;
    case MechanismMotion::Receiving:
        focus = moment.socket;
        return;
    }
}

bool MechanismScene::isOneOfSeveral(const world::Socket &listening) const
{
    const auto &sockets = world.sockets();
    return listening.reusePort && std::any_of(sockets.begin(), sockets.end(), [&](const world::Socket &other) {
               return other.id != listening.id && other.listening && !other.closed && other.reusePort &&
                      other.local == listening.local;
           });
}

void MechanismScene::findRows()
{
    const world::Socket *server = cast.serverSocket();
    if (reply) {
        for (const ClientPart &part : cast.clients()) {
            if (part.socket && competes(*part.socket))
                rows.append({part.socket, part.sender});
        }
        return;
    }
    if (!isTcp()) {
        // Those that have the address; before a message is sent, all of the server's.
        for (const world::Socket *socket : cast.serverSockets()) {
            if (competes(*socket) && (!message || message->to.port == socket->local.port))
                rows.append({socket, ServerSender});
        }
        return;
    }
    // Children and accepted sockets in their clients' order; then others, whose client is not ours.
    QSet<world::SocketId> known;
    for (const ClientPart &part : cast.clients()) {
        for (const world::Socket *socket : {part.accepted, part.child}) {
            if (socket && competes(*socket)) {
                rows.append({socket, part.sender});
                known.insert(socket->id);
            }
        }
    }
    for (const world::Socket &socket : world.sockets()) {
        if (server && socket.protocol == protocol && socket.listener == server->id && !known.contains(socket.id) &&
            competes(socket))
            rows.append({&socket, ServerSender});
    }
    if (listener)
        rows.append({listener, ServerSender});
}

int MechanismScene::senderOf(world::SocketId socket) const
{
    const int index = cast.clientOfSocket(socket);
    return index < 0 ? ServerSender : cast.clients().at(index).sender;
}

int MechanismScene::senderOf(const world::Message &of) const
{
    if (of.isReply || cast.isOfServer(of.senderProcess))
        return ServerSender;
    const int index = cast.clientOf(of);
    return index < 0 ? ServerSender : cast.clients().at(index).sender;
}

QList<QueueEntry> MechanismScene::waiting(const world::Socket &socket) const
{
    const bool takes =
        moving && motion == MechanismMotion::Receiving && moment.socket == socket.id && moment.result > 0;
    QList<QueueEntry> entries = queue(socket, takes && isTcp() ? static_cast<quint64>(moment.result) : 0,
                                      takes && !isTcp() ? moment.messages : QList<world::MessageId>());
    if (isEndWaiting(socket))
        entries.append({0, MechanismWords::endOfStream(), senderOf(socket.id), {}, 0});
    return entries;
}

/// A receive queue without the first `leaving` bytes and without the messages `taken`.
QList<QueueEntry> MechanismScene::queue(const world::Socket &socket, quint64 leaving,
                                        const QList<world::MessageId> &taken) const
{
    QList<QueueEntry> entries;
    for (const world::QueuedBytes &part : socket.receiveQueue) {
        if (taken.contains(part.message))
            continue;
        const quint64 gone = std::min(leaving, part.size);
        leaving -= gone;
        if (isTcp() && gone == part.size)
            continue;
        QueueEntry entry;
        entry.message = part.message;
        entry.size = part.size - gone;
        if (const world::Message *what = world.message(part.message)) {
            entry.name = what->name;
            entry.sender = senderOf(*what);
            entry.bytes =
                what->payload.mid(static_cast<qsizetype>(part.offset + gone), static_cast<qsizetype>(entry.size));
        }
        entries.append(entry);
    }
    return entries;
}

bool MechanismScene::isQueued(const world::Message &of) const
{
    return std::any_of(world.sockets().begin(), world.sockets().end(), [&](const world::Socket &socket) {
        return std::any_of(socket.receiveQueue.begin(), socket.receiveQueue.end(),
                           [&](const world::QueuedBytes &part) { return part.message == of.id; });
    });
}

Arrival MechanismScene::arrival() const
{
    if (!message || (!moving && !returned))
        return Arrival::InQueue;
    const world::Message *later = moving ? input.next->message(message->id) : message;
    if (!later || later->landed != 0)
        return Arrival::InQueue;
    return later->outcome == world::Outcome::Dropped ? Arrival::Dropped : Arrival::Nowhere;
}

bool MechanismScene::crossesLater() const
{
    const auto waited = [this](const world::Message &sent) { return sent.protocol == protocol && sent.sendSlept; };
    const auto holdsBack = [this](const world::Socket &socket) {
        return socket.protocol == protocol && SendQueue(world, socket).isShown();
    };
    return std::any_of(world.messages().begin(), world.messages().end(), waited) ||
           std::any_of(world.sockets().begin(), world.sockets().end(), holdsBack);
}

QStringList MechanismScene::withoutOtherEnd() const
{
    QStringList letters;
    // A table of this very moment has seen that there is none.
    if (!listener || world.tableAge() == world::TableAge::Exact)
        return letters;
    for (const ClientPart &part : cast.clients()) {
        const bool isConnected = part.socket && !part.socket->closed && part.socket->peerSocket == 0 &&
                                 part.socket->state == kernel::State::Established &&
                                 part.socket->remote.port == listener->local.port;
        if (isConnected && !part.accepted && !part.child)
            letters << part.process->letter;
    }
    letters.removeDuplicates();
    return letters;
}

bool MechanismScene::hadServerSocket() const
{
    return std::any_of(world.sockets().begin(), world.sockets().end(), [this](const world::Socket &socket) {
        const world::Process *const owner = world.process(socket.creator);
        return socket.closed && socket.protocol == protocol && owner && owner->role == world::Role::Server;
    });
}

int MechanismScene::rowOf(world::SocketId socket) const
{
    for (qsizetype i = 0; i < rows.size(); ++i) {
        if (socket != 0 && rows.at(i).socket->id == socket)
            return static_cast<int>(i);
    }
    return -1;
}

QString MechanismScene::findCommonAddress() const
{
    if (names.hostsAreNetworks())
        return {}; // each has its own, though not all of them may be known yet
    std::string common;
    for (const world::Socket &socket : world.sockets()) {
        if (socket.protocol != protocol || !cast.contains(socket.creator))
            continue;
        for (const world::Endpoint &end : {socket.local, socket.remote}) {
            if (!end.isValid() || (end.isWildcard() && end.port == 0))
                continue;
            if (end.isWildcard())
                return {}; // no address that anything is sent from or to
            const std::string address = end.unmapped().addressString();
            if (!common.empty() && address != common)
                return {};
            common = address;
        }
    }
    return QString::fromStdString(common);
}

QString MechanismScene::datagramAddress() const
{
    std::string common;
    for (const world::Message &sent : world.messages()) {
        if (sent.protocol != protocol || isTcp())
            continue;
        for (const world::Endpoint &end : {sent.from, sent.to}) {
            if (!end.isValid() || end.isWildcard())
                continue;
            const std::string address = end.unmapped().addressString();
            if (!common.empty() && address != common)
                return {};
            common = address;
        }
    }
    return QString::fromStdString(common);
}

QStringList MechanismScene::readFrom(world::SocketId socket) const
{
    QStringList read;
    for (const world::Message &sent : world.messages()) {
        if (sent.landed == socket && sent.receivedBytes > 0)
            read << (sent.receivedBytes < sent.size ? MechanismWords::partOf(sent.name) : sent.name);
    }
    return read;
}

const world::Socket *MechanismScene::oldestChild() const
{
    return listener && !listener->acceptQueue.isEmpty() ? world.socket(listener->acceptQueue.first()) : nullptr;
}

} // namespace zocalo::figure
