// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "app/figure/kerneltable.h"

#include "app/figure/mechanismscene.h"
#include "app/figure/mechanismwords.h"

#include <algorithm>
#include <array>

namespace zocalo::figure {

using kernel::Protocol;
using kernel::SocketRow;
using kernel::State;

namespace {

QString number(quint64 value) { return QString::number(value); }

/// Whether the address that is left out is the same in all of the table; a wildcard is not left out.
bool isOneAddress(const QList<SocketRow> &rows)
{
    std::string common;
    for (const SocketRow &row : rows) {
        for (const world::Endpoint &end : {row.local, row.remote}) {
            if (end.port == 0 || end.isWildcard())
                continue;
            const std::string address = end.unmapped().addressString();
            if (!common.empty() && address != common)
                return false;
            common = address;
        }
    }
    return true;
}

} // namespace

KernelTable::KernelTable(const FigureInput &input, Addresses addresses) : m_input(input), m_names(input)
{
    const MechanismScene scene(input);
    m_focus = scene.focus;
    m_oneAddress = isOneAddress(input.now.kernelRows());
    m_portsOnly = addresses == Addresses::PortsOnly || m_oneAddress;
    if (const world::Socket *focus = input.now.socket(m_focus))
        m_peer = focus->peerSocket;
}

QList<const SocketRow *> KernelTable::rows() const
{
    using Key = std::array<qint64, 5>;
    const auto keyOf = [this](const SocketRow &row) {
        const world::Socket *socket = m_input.now.socketOfRow(row.cookie);
        const bool owned = socket && !socket->owners.isEmpty();
        const world::ProcessId whose = owned ? socket->owners.first().process : socket ? socket->creator : 0;
        const world::Process *process = socket ? m_input.now.process(whose) : nullptr;
        const qint64 order = !process ? 1 << 20 : process->role == world::Role::Server ? 0 : 1 + process->ordinal;
        return Key{row.protocol == Protocol::Udp, order, owned ? 0 : 1,
                   owned ? socket->owners.first().fd : row.remote.port, row.local.port};
    };
    QList<std::pair<Key, const SocketRow *>> keyed;
    keyed.reserve(m_input.now.kernelRows().size());
    for (const SocketRow &row : m_input.now.kernelRows())
        keyed.append({keyOf(row), &row});
    std::sort(keyed.begin(), keyed.end(), [](const auto &a, const auto &b) { return a.first < b.first; });
    QList<const SocketRow *> rows;
    rows.reserve(keyed.size());
    for (const auto &each : std::as_const(keyed))
        rows.append(each.second);
    return rows;
}

bool KernelTable::isWanted(const SocketRow &row) const
{
    const world::Socket *socket = m_input.now.socketOfRow(row.cookie);
    return socket && (socket->id == m_focus || socket->listening || (m_peer != 0 && socket->id == m_peer) ||
                      socket->id == m_input.now.moment().socket);
}

QString KernelTable::text(const SocketRow &row, KernelColumn column) const
{
    switch (column) {
    case KernelColumn::Protocol:
        return row.protocol == Protocol::Udp ? QStringLiteral("udp") : QStringLiteral("tcp");
    case KernelColumn::Owner:
        return ownerText(row);
    case KernelColumn::Local:
        return portText(row.local, row.protocol);
    case KernelColumn::Remote:
        return portText(row.remote, row.protocol);
    case KernelColumn::State:
        return stateText(row);
    case KernelColumn::ReceiveQueue:
        return number(row.receiveQueue);
    case KernelColumn::SendQueue:
        // The kernel's number for UDP means nothing (UINT_MAX).
        return row.protocol == Protocol::Udp ? QStringLiteral("–") : number(row.sendQueue);
    case KernelColumn::Drops:
        return row.protocol == Protocol::Udp ? number(row.drops) : QStringLiteral("–");
    case KernelColumn::Cookie:
        return m_names.cookie(row.cookie);
    case KernelColumn::Inode:
        return number(row.inode);
    }
    return {};
}

QString KernelTable::meaning(const SocketRow &row, KernelColumn column) const
{
    switch (column) {
    case KernelColumn::Owner:
        return ownerMeaning(row);
    case KernelColumn::State:
        return stateMeaning(row);
    case KernelColumn::ReceiveQueue:
        return receiveMeaning(row);
    case KernelColumn::SendQueue:
        return sendMeaning(row);
    case KernelColumn::Drops:
        return row.protocol == Protocol::Udp
                   ? tr("%n datagrams dropped because the receive queue was full", nullptr, int(row.drops))
                   : tr("TCP drops nothing: it sends again");
    case KernelColumn::Local:
        return row.local.isWildcard() ? tr("any address of this host, port %1").arg(row.local.port)
                                      : m_names.endpoint(row.local, row.protocol);
    case KernelColumn::Remote:
        return row.remote.port == 0 ? tr("none: it is not connected") : m_names.endpoint(row.remote, row.protocol);
    case KernelColumn::Cookie:
        return tr("the socket's cookie: its identity in the kernel (sk:%1 in ss)").arg(QString::number(row.cookie, 16));
    case KernelColumn::Inode:
        return row.inode == 0 ? tr("inode 0: no file, so no descriptor can mean it")
                              : tr("inode %1 of its file").arg(row.inode);
    case KernelColumn::Protocol:
        break;
    }
    return text(row, column);
}

QString KernelTable::portText(const world::Endpoint &endpoint, Protocol protocol) const
{
    if (endpoint.port == 0)
        return QStringLiteral("*");
    const QString port = m_names.port(endpoint, protocol);
    if (endpoint.isWildcard())
        return QLatin1Char('*') + port;
    if (!m_portsOnly)
        return m_names.endpoint(endpoint, protocol);
    // Where the addresses decide, a lesson's host stands for its own: "A:50001".
    const std::string address = endpoint.unmapped().addressString();
    return (m_oneAddress ? QString() : m_names.hostAt(QString::fromStdString(address))) + port;
}

QString KernelTable::addressText(const world::Endpoint &endpoint)
{
    if (endpoint.port == 0)
        return QStringLiteral("*");
    return endpoint.isWildcard() ? QStringLiteral("*:%1").arg(endpoint.port)
                                 : QString::fromStdString(endpoint.toString());
}

// The kernel keeps one kind of states for both protocols; of UDP ss(8) calls "closed" what is unconnected.
QString KernelTable::stateText(const SocketRow &row)
{
    if (row.protocol == Protocol::Udp && row.state == State::Close)
        return QStringLiteral("UNCONN");
    return QString::fromLatin1(kernel::stateName(row.state));
}

QString KernelTable::ownerText(const SocketRow &row) const
{
    const world::Socket *socket = m_input.now.socketOfRow(row.cookie);
    const QString owner = socket && row.inode != 0 ? m_names.descriptors(*socket) : QString();
    return owner.isEmpty() ? MechanismWords::noDescriptor() : owner;
}

QString KernelTable::ownerMeaning(const SocketRow &row) const
{
    const world::Socket *socket = m_input.now.socketOfRow(row.cookie);
    if (row.inode == 0 && socket && socket->listener != 0 && !socket->closed)
        return tr("no descriptor yet: it waits for accept()");
    if (row.inode == 0)
        return tr("no descriptor any more: the kernel keeps it by itself");
    if (!socket || socket->owners.isEmpty())
        return tr("no process of this run");
    QStringList owners;
    for (const world::Owner &owner : socket->owners) {
        //: %1 is a process ("TCP server"), %2 its PID, %3 the number of a descriptor
        owners << (owner.fd < 0
                       ? QStringLiteral("%1, %2").arg(m_names.heading(owner.process), m_names.pidLine(owner.process))
                       : tr("%1, PID %2, fd %3")
                             .arg(m_names.process(owner.process))
                             .arg(m_names.pid(owner.process))
                             .arg(owner.fd));
    }
    return owners.join(QStringLiteral("; "));
}

QString KernelTable::stateMeaning(const SocketRow &row)
{
    const QString name = stateText(row);
    const auto with = [&name](const QString &meaning) { return name + QStringLiteral(": ") + meaning; };
    if (row.protocol == Protocol::Udp)
        return row.state == State::Established ? with(tr("connected: it takes datagrams of its peer only"))
                                               : with(tr("not connected: it takes datagrams of anybody"));
    switch (row.state) {
    case State::Listen:
        return with(tr("it takes new connections, never data"));
    case State::SynSent:
        return with(tr("connect() has asked for a connection, and nobody has answered yet"));
    case State::SynRecv:
    case State::NewSynRecv:
        return with(tr("a connection was asked for, and the handshake is not finished"));
    case State::Established:
        return row.inode == 0 ? with(tr("the handshake has made the connection, and accept() has not taken it"))
                              : with(tr("connected"));
    case State::CloseWait:
        return with(tr("the other end has closed, this one has not"));
    case State::LastAck:
        return with(tr("both ends have closed, and the last acknowledgement is missing"));
    case State::FinWait1:
        return with(tr("this end has closed, and its FIN is not acknowledged yet"));
    case State::FinWait2:
        return with(tr("this end has closed, the other one has not"));
    case State::Closing:
        return with(tr("both ends have closed at the same time"));
    case State::TimeWait:
        return with(tr("both ends have closed: the kernel keeps the addresses for a while, so that late segments "
                       "reach no new connection"));
    case State::Close:
        return with(tr("neither listening nor connected"));
    case State::Unknown:
        break;
    }
    return name;
}

QString KernelTable::receiveMeaning(const SocketRow &row)
{
    if (row.state == State::Listen)
        return tr("%n connections wait for accept()", nullptr, int(row.receiveQueue));
    if (row.protocol == Protocol::Udp)
        return tr("%1 bytes of the kernel's memory for datagrams not read yet: more than their content")
            .arg(row.receiveQueue);
    if (world::hasFinished(row.state) && row.receiveQueue > 0)
        return tr("%n bytes not read yet, and the end of the stream, which counts as one", nullptr,
                  int(row.receiveQueue) - 1);
    return tr("%n bytes not read yet", nullptr, int(row.receiveQueue));
}

QString KernelTable::sendMeaning(const SocketRow &row)
{
    if (row.state == State::Listen)
        return tr("backlog %1: so many may wait, and one more").arg(row.sendQueue);
    if (row.protocol == Protocol::Udp)
        return tr("UDP keeps nothing back: there is no send queue to speak of");
    if (row.state == State::SynSent && row.sendQueue == 1)
        return tr("the SYN, which counts as one, is not acknowledged");
    const bool hasSentFin = row.state == State::FinWait1 || row.state == State::Closing || row.state == State::LastAck;
    if (hasSentFin && row.sendQueue > 0)
        return tr("%n bytes not acknowledged, and the FIN, which counts as one", nullptr, int(row.sendQueue) - 1);
    return tr("%n bytes sent or to be sent, and not acknowledged", nullptr, int(row.sendQueue));
}

QString KernelTable::title() { return tr("Kernel's socket table"); }

QString KernelTable::heading(KernelColumn column)
{
    switch (column) {
    case KernelColumn::Protocol:
        return QStringLiteral("Netid");
    case KernelColumn::Owner:
        return MechanismWords::ownerColumn();
    case KernelColumn::Local:
        return tr("local");
    case KernelColumn::Remote:
        return tr("remote");
    case KernelColumn::State:
        return tr("state");
    case KernelColumn::ReceiveQueue:
        return QStringLiteral("Recv-Q");
    case KernelColumn::SendQueue:
        return QStringLiteral("Send-Q");
    case KernelColumn::Drops:
        return tr("dropped");
    case KernelColumn::Cookie:
        return tr("cookie");
    case KernelColumn::Inode:
        return tr("inode");
    }
    return {};
}

QString KernelTable::headingMeaning(KernelColumn column)
{
    switch (column) {
    case KernelColumn::Protocol:
        return tr("transport protocol");
    case KernelColumn::Owner:
        return tr("process and descriptor");
    case KernelColumn::Local:
        return tr("local address and port");
    case KernelColumn::Remote:
        return tr("remote address and port");
    case KernelColumn::ReceiveQueue:
        return tr(
            "receive queue: of TCP the bytes not read yet, and one more for a FIN; of LISTEN the connections that "
            "wait for accept(); of UDP the kernel's memory");
    case KernelColumn::SendQueue:
        return tr(
            "send queue: of TCP the bytes not acknowledged, and one more for a SYN or a FIN; of LISTEN the backlog");
    case KernelColumn::Drops:
        return tr("UDP: datagrams dropped because the receive queue was full");
    default:
        return heading(column);
    }
}

QString KernelTable::note(bool withSendQueue)
{
    return withSendQueue
               ? tr("Recv-Q: TCP, bytes not read yet; LISTEN, accept queue; UDP, memory of the kernel. Send-Q: "
                    "TCP, bytes not acknowledged; LISTEN, backlog. A SYN or a FIN counts as one.")
               : tr("Recv-Q: TCP, bytes not read yet; LISTEN, accept queue; UDP, memory of the kernel. A FIN "
                    "counts as one.");
}

} // namespace zocalo::figure
