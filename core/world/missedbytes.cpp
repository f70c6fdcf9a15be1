// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/missedbytes.h"

#include "core/world/agreement.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>

namespace zocalo::world {

using kernel::SocketRow;
using trace::Call;
using trace::Record;

namespace {

constexpr std::uint8_t kSeenByPtrace = 2;

quint64 excess(quint64 kernels, quint64 ours) { return kernels > ours ? kernels - ours : 0; }

bool isTcp(const Record &record)
{
    constexpr int kTypeMask = 0xf; // beside it are SOCK_NONBLOCK and SOCK_CLOEXEC
    const bool isStream = record.protocol == 0 && (record.type & kTypeMask) == SOCK_STREAM;
    return (record.domain == AF_INET || record.domain == AF_INET6) && (record.protocol == IPPROTO_TCP || isStream);
}

} // namespace

void MissedBytes::take(const history::Event &event)
{
    if (const auto *const started = std::get_if<history::ProcessStarted>(&event.data)) {
        m_names.insert(started->process, {started->pid, started->name});
    } else if (const auto *const ended = std::get_if<history::ProcessEnded>(&event.data)) {
        // What its open calls have moved nobody knows: on their sockets they stay open.
        m_calls.removeIf([ended](const auto &call) { return call.value().process == ended->process; });
    } else if (const auto *const entered = std::get_if<history::CallEntered>(&event.data)) {
        enter(*entered);
    } else if (const auto *const returned = std::get_if<history::CallReturned>(&event.data)) {
        leave(*returned);
    } else if (const auto *const table = std::get_if<history::KernelSnapshot>(&event.data)) {
        compare(*table);
    } else if (const auto *const destroyed = std::get_if<history::SocketDestroyed>(&event.data)) {
        m_freed.append(destroyed->row);
    }
}

void MissedBytes::meet(history::SocketId socket, const Record &record, history::ProcessId process)
{
    if (socket != 0 && isTcp(record) && !m_sockets.contains(socket)) {
        Counted &counted = m_sockets[socket];
        counted.process = process;
        counted.byPtrace = record.observedBy == kSeenByPtrace;
    }
}

void MissedBytes::enter(const history::CallEntered &entered)
{
    const Record &record = entered.record;
    if (record.call == Call::Connect) {
        meet(record.socket, record, entered.process); // it has moved nothing yet, whoever has made it
    }
    const auto found = m_sockets.find(record.socket);
    if (found == m_sockets.end()) {
        return;
    }
    // The kernel counts what its own TLS adds, too. docs.kernel.org/networking/tls.html
    if (record.call == Call::Setsockopt && record.level == IPPROTO_TCP && record.option == TCP_ULP) {
        m_sockets.erase(found);
        return;
    }
    found->byPtrace = record.observedBy == kSeenByPtrace;
    const bool intoSocket = record.call == Call::Splice && record.option == 1;
    const bool outOfSocket = record.call == Call::Splice && !intoSocket;
    Moving moving{record.socket, entered.process, record.call, trace::isSend(record.call) || intoSocket, true, 0};
    if (!moving.sends && !trace::isReceive(record.call) && !outOfSocket) {
        return;
    }
    moving.counts = moving.sends || (record.flags & (MSG_PEEK | MSG_ERRQUEUE)) == 0 || outOfSocket;
    moving.requested = std::max<quint64>(record.payloadTotal, record.requested);
    ++(moving.sends ? found->openSends : found->openReceives);
    m_calls.insert(entered.id, moving);
}

void MissedBytes::leave(const history::CallReturned &returned)
{
    meet(returned.record.newSocket, returned.record, returned.process);
    const auto call = m_calls.constFind(returned.id);
    if (call == m_calls.cend()) {
        return;
    }
    const Moving moving = *call;
    m_calls.erase(call);
    const auto found = m_sockets.find(moving.socket);
    if (found == m_sockets.end()) {
        return;
    }
    --(moving.sends ? found->openSends : found->openReceives);
    if (returned.record.result <= 0 || !moving.counts) {
        return;
    }
    // The result of these two is a number of messages.
    const quint64 moved = moving.call == Call::Sendmmsg   ? moving.requested
                          : moving.call == Call::Recvmmsg ? returned.record.payloadTotal
                                                          : static_cast<quint64>(returned.record.result);
    (moving.sends ? found->sent : found->received) += moved;
}

/// As Agreement does: see there why a table tells this, and no more.
void MissedBytes::compare(const history::KernelSnapshot &table)
{
    for (const SocketRow &row : std::exchange(m_freed, {})) {
        settle(row);
    }
    for (const SocketRow &row : table.rows) {
        const auto found = m_sockets.find(row.cookie);
        if (found == m_sockets.end() || !row.counted || !isOfConnection(row.state)) {
            continue;
        }
        if (found->openSends == 0) {
            found->missedSent = excess(row.bytesSent, found->sent);
        }
        const quint64 end = hasFinished(row.state) && row.bytesReceived > 0 ? 1 : 0;
        const quint64 counted = std::min(row.bytesReceived - end, found->receivedBefore);
        if (found->openReceives == 0) {
            found->missedReceived = excess(counted, found->received + unreadBytes(row));
        }
        found->receivedBefore = row.bytesReceived;
    }
}

void MissedBytes::settle(const SocketRow &row)
{
    const auto found = m_sockets.find(row.cookie);
    if (found == m_sockets.end()) {
        return;
    }
    if (row.counted && found->openSends == 0) {
        found->missedSent = excess(row.bytesSent, found->sent);
    }
    addTo(m_settled, *found);
    m_sockets.erase(found);
}

void MissedBytes::addTo(QMap<history::ProcessId, Missed> &sums, const Counted &counted) const
{
    if (counted.missedSent == 0 && counted.missedReceived == 0) {
        return;
    }
    const Missed name = m_names.value(counted.process);
    Missed &sum = sums[counted.process];
    sum.pid = name.pid;
    sum.name = name.name;
    ++sum.sockets;
    sum.sent += counted.missedSent;
    sum.received += counted.missedReceived;
    sum.byPtrace = counted.byPtrace;
}

QList<MissedBytes::Missed> MissedBytes::missed() const
{
    MissedBytes last = *this;
    for (const SocketRow &row : std::exchange(last.m_freed, {})) {
        last.settle(row);
    }
    for (const Counted &counted : std::as_const(last.m_sockets)) {
        addTo(last.m_settled, counted);
    }
    return last.m_settled.values();
}

} // namespace zocalo::world
