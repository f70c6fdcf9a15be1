// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/oneprocessnarrator.h"

#include "app/figure/articles.h"
#include <algorithm>

namespace zocalo::figure {

using kernel::Protocol;
using trace::Call;
using world::Moment;

OneProcessNarrator::OneProcessNarrator(const FigureInput &input) : m_world(input.now), m_usual(input), m_names(input) {}

QString OneProcessNarrator::caption() const
{
    const Moment &moment = m_world.moment();
    QString sentence;
    if (moment.kind == world::MomentKind::Start)
        sentence =
            tr("One process has started. It has no socket: by that way nothing can come in from another process, and "
               "nothing can go out.");
    else if (moment.kind == world::MomentKind::Returned && moment.result >= 0)
        sentence = ofReturn(moment);
    return sentence.isEmpty() ? m_usual.happened() : Articles(m_world, m_names).in(sentence);
}

QString OneProcessNarrator::ofReturn(const Moment &moment) const
{
    const world::Socket *socket = m_world.socket(moment.socket);
    switch (moment.name) {
    case Call::Socket:
        return ofMade(moment);
    case Call::Bind:
        if (!socket)
            return {};
        return tr("bind() gives fd %1 its local address, %2. The process has the number; the kernel has all the rest.")
            .arg(moment.fd)
            .arg(endpoint(*socket));
    case Call::Listen:
        return tr("listen() makes fd %1 a listening socket: from now on it only receives new connections.")
            .arg(moment.fd);
    case Call::Close:
        return ofClosed(moment);
    default:
        return {};
    }
}

QString OneProcessNarrator::ofMade(const Moment &moment) const
{
    const world::Socket *made = m_world.socket(moment.newSocket);
    if (!made || moment.newFd < 0)
        return {};
    const bool again = std::any_of(m_world.sockets().begin(), m_world.sockets().end(), [&](const world::Socket &other) {
        return other.closed && other.id != made->id && other.lastOwner && other.lastOwner->fd == moment.newFd;
    });
    if (again)
        return tr("socket() gives fd %1 again. The number is the same, but it is another socket: its identity in the "
                  "kernel (cookie) is new.")
            .arg(moment.newFd);
    return made->protocol == Protocol::Udp
               ? tr("socket() makes a UDP socket in the kernel and gives the process a number for it: fd %1. It has no "
                    "address yet.")
                     .arg(moment.newFd)
               : tr("socket() makes a TCP socket in the kernel and gives the process a number for it: fd %1. It has no "
                    "address yet.")
                     .arg(moment.newFd);
}

QString OneProcessNarrator::ofClosed(const Moment &moment) const
{
    const world::Socket *socket = m_world.socket(moment.socket);
    if (!socket || !socket->closed)
        return {};
    // Of a connection the kernel keeps what it has still to send, and TIME-WAIT (RFC 9293, section 3.6).
    if (socket->protocol == Protocol::Tcp && socket->remote.port != 0)
        return tr("close() gives the number back: fd %1 means nothing now. No process has that socket any more: how "
                  "its connection ends is left to the kernel.")
            .arg(moment.fd);
    return tr("close() gives the number back: fd %1 means nothing now. No process has that socket any more, and the "
              "kernel takes it away.")
        .arg(moment.fd);
}

QString OneProcessNarrator::endpoint(const world::Socket &socket) const
{
    return m_names.endpoint(socket.local, socket.protocol);
}

QString OneProcessNarrator::describe(const world::Socket &socket) const
{
    const int fd = socket.owners.first().fd;
    const QString protocol = socket.protocol == Protocol::Udp ? QStringLiteral("UDP") : QStringLiteral("TCP");
    if (socket.local.port == 0)
        return tr("fd %1: a %2 socket without an address.").arg(QString::number(fd), protocol);
    return tr("fd %1: a %2 socket at %3.").arg(QString::number(fd), protocol, endpoint(socket));
}

QString OneProcessNarrator::description() const
{
    QStringList sentences{tr("One process, and its sockets on the border to the kernel.")};
    for (const world::Socket &socket : m_world.sockets()) {
        if (!socket.owners.isEmpty())
            sentences << describe(socket);
    }
    sentences << caption();
    return sentences.join(QLatin1Char(' '));
}

} // namespace zocalo::figure
