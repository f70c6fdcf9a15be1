// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/half.h"

#include "core/kernel/packet.h"

namespace zocalo::world {

using namespace history;

Half::Half(const QString &group)
    : m_group(group), m_protocol(group == QLatin1String("udp") ? kernel::Protocol::Udp : kernel::Protocol::Tcp)
{
}

bool Half::isTwin(const Timeline &run)
{
    bool tcp = false;
    bool udp = false;
    for (const Process &process : run.world(run.stepCount() - 1).processes()) {
        tcp = tcp || process.group == QLatin1String("tcp");
        udp = udp || process.group == QLatin1String("udp");
    }
    return tcp && udp;
}

std::optional<Event> Half::take(const Event &event, qsizetype index)
{
    ++m_taken;
    Event mine = event;
    bool isMine = false;
    const auto ofProcess = [&](const auto &data) { isMine = has(data.process); };
    if (const auto *const started = std::get_if<ProcessStarted>(&event.data)) {
        if (started->group == m_group)
            m_processes.insert(started->process);
        ofProcess(*started);
    } else if (const auto *const entered = std::get_if<CallEntered>(&event.data)) {
        ofProcess(*entered);
        m_wasLast = isMine;
    } else if (const auto *const returned = std::get_if<CallReturned>(&event.data)) {
        ofProcess(*returned);
        m_wasLast = isMine;
    } else if (const auto *const ended = std::get_if<ProcessEnded>(&event.data)) {
        ofProcess(*ended);
        m_wasLast = isMine;
    } else if (const auto *const next = std::get_if<NextCall>(&event.data)) {
        ofProcess(*next);
    } else if (const auto *const asleep = std::get_if<CallAsleep>(&event.data)) {
        ofProcess(*asleep);
    } else if (const auto *const held = std::get_if<SocketsHeld>(&event.data)) {
        ofProcess(*held);
    } else if (auto *const snapshot = std::get_if<KernelSnapshot>(&mine.data)) {
        snapshot->rows.removeIf([this](const kernel::SocketRow &row) { return row.protocol != m_protocol; });
        isMine = true;
    } else if (const auto *const destroyed = std::get_if<SocketDestroyed>(&event.data)) {
        isMine = destroyed->row.protocol == m_protocol;
    } else if (std::holds_alternative<StepNamed>(event.data)) {
        isMine = m_wasLast;
    } else if (const auto *const segment = std::get_if<SegmentSeen>(&event.data)) {
        // What is neither (ICMP) answers a datagram here.
        const auto packet = kernel::decodePacket(segment->bytes, segment->length);
        isMine = packet && (packet->protocol == kernel::PacketProtocol::Tcp) == (m_protocol == kernel::Protocol::Tcp);
    } else {
        isMine = true; // the run holds: both halves do
    }
    if (!isMine)
        return std::nullopt;
    m_events.append(index);
    return mine;
}

int Half::stepAt(const Half &half, const Timeline &own, const Timeline &whole, int wholeStep)
{
    // The first event of the whole run that is of a later step; moments alone count, for the entry of a brief call
    // comes before the step that it belongs to.
    const qsizetype end = wholeStep + 1 < whole.stepCount() ? whole.momentEvent(wholeStep + 1) : half.m_taken;
    int first = 0; // is not later
    int last = own.stepCount();
    while (first + 1 < last) {
        const int middle = (first + last) / 2;
        (half.wholeEvent(own.momentEvent(middle)) < end ? first : last) = middle;
    }
    return first;
}

} // namespace zocalo::world
