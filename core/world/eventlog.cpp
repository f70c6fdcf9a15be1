// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/world/eventlog.h"

#include <cstring>
#include <limits>

namespace zocalo::world {

using history::CallEntered;
using history::CallReturned;
using history::Event;

namespace {

constexpr qsizetype kChunk = 4096;
constexpr qsizetype kBlock = 1 << 20;
constexpr quint32 kWhole = std::numeric_limits<quint32>::max();

template <typename Narrow, typename Wide>
bool fits(Wide value)
{
    return value >= static_cast<Wide>(std::numeric_limits<Narrow>::min()) &&
           value <= static_cast<Wide>(std::numeric_limits<Narrow>::max());
}

} // namespace

// The record has no padding (its size is asserted where it is declared).
bool EventLog::Shape::operator==(const Shape &other) const
{
    return process == other.process && returned == other.returned &&
           std::memcmp(&record, &other.record, sizeof record) == 0;
}

size_t qHash(const EventLog::Shape &shape, size_t seed) noexcept
{
    return qHashBits(&shape.record, sizeof shape.record, seed + shape.process * 2 + (shape.returned ? 1 : 0));
}

MomentKind EventLog::Outline::momentKind() const
{
    switch (kind) {
    case Kind::Entered:
        return MomentKind::Entered;
    case Kind::Returned:
        return MomentKind::Returned;
    case Kind::ProcessStarted:
        return MomentKind::ProcessStarted;
    case Kind::ProcessEnded:
        return MomentKind::ProcessEnded;
    case Kind::Other:
        break;
    }
    return MomentKind::Start;
}

EventLog::EventLog() { m_lately.fill(kWhole); }

void EventLog::append(const Event &event)
{
    bool packed = false;
    if (const auto *entered = std::get_if<CallEntered>(&event.data))
        packed = pack(event.timeNs, false, *entered);
    else if (const auto *returned = std::get_if<CallReturned>(&event.data))
        packed = pack(event.timeNs, true, *returned);
    if (packed)
        return;
    Moment moment;
    moment.timeNs = event.timeNs;
    moment.place = static_cast<quint64>(m_whole.size());
    moment.shape = kWhole;
    m_whole.append(event);
    keep(moment);
}

template <typename CallMoment>
bool EventLog::pack(qint64 timeNs, bool returned, const CallMoment &data)
{
    const trace::Record &record = data.record;
    const QByteArray &payload = data.payload;
    const auto since = static_cast<qint64>(record.timeNs - static_cast<quint64>(timeNs));
    if (!fits<quint32>(data.id) || !fits<quint32>(record.serial) || !fits<qint32>(since) ||
        !fits<qint32>(record.result) || !fits<quint32>(record.requested) ||
        payload.size() != static_cast<qsizetype>(record.payloadKept) || payload.size() > kBlock)
        return false;
    Shape shape{record, data.process, returned};
    shape.record.timeNs = shape.record.serial = shape.record.requested = 0;
    shape.record.result = 0;
    shape.record.payloadTotal = shape.record.payloadKept = 0;
    Moment moment;
    moment.timeNs = timeNs;
    moment.call = static_cast<quint32>(data.id);
    moment.serial = static_cast<quint32>(record.serial);
    moment.result = static_cast<qint32>(record.result);
    moment.sinceNs = static_cast<qint32>(since);
    moment.shape = shapeOf(shape);
    moment.kept = record.payloadKept;
    moment.total = record.payloadTotal;
    moment.requested = static_cast<quint32>(record.requested);
    if (!payload.isEmpty()) {
        if (m_payloads.isEmpty() || m_payloads.last().size() + payload.size() > kBlock) {
            m_payloads.append(QByteArray());
            m_payloads.last().reserve(kBlock);
        }
        QByteArray &block = m_payloads.last();
        moment.place = static_cast<quint64>(m_payloads.size() - 1) * kBlock + static_cast<quint64>(block.size());
        block.append(payload);
    }
    keep(moment);
    return true;
}

quint32 EventLog::shapeOf(const Shape &shape)
{
    const size_t likely = (shape.process * 61U + static_cast<quint32>(shape.record.socket) * 7U +
                           static_cast<quint32>(shape.record.call) * 2U + (shape.returned ? 1U : 0U)) %
                          m_lately.size();
    quint32 &lately = m_lately[likely];
    if (lately != kWhole && m_shapes.at(lately) == shape)
        return lately;
    const auto known = m_shapeIndex.constFind(shape);
    if (known != m_shapeIndex.cend())
        return lately = *known;
    lately = static_cast<quint32>(m_shapes.size());
    m_shapes.append(shape);
    m_shapeIndex.insert(shape, lately);
    return lately;
}

void EventLog::keep(const Moment &moment)
{
    if (m_size % kChunk == 0) {
        m_moments.append(QList<Moment>());
        m_moments.last().reserve(m_moments.size() == 1 ? kChunk / 16 : kChunk);
    }
    m_moments.last().append(moment);
    ++m_size;
}

const EventLog::Moment &EventLog::momentAt(qsizetype index) const
{
    return m_moments.at(index / kChunk).at(index % kChunk);
}

QByteArrayView EventLog::payload(qsizetype index) const
{
    const Moment &moment = momentAt(index);
    if (moment.shape == kWhole) {
        const Event &event = m_whole.at(static_cast<qsizetype>(moment.place));
        if (const auto *entered = std::get_if<CallEntered>(&event.data))
            return entered->payload;
        if (const auto *returned = std::get_if<CallReturned>(&event.data))
            return returned->payload;
        return {};
    }
    if (moment.kept == 0)
        return {};
    const QByteArray &block = m_payloads.at(static_cast<qsizetype>(moment.place / kBlock));
    return {block.constData() + moment.place % kBlock, static_cast<qsizetype>(moment.kept)};
}

Event EventLog::at(qsizetype index) const
{
    const Moment &moment = momentAt(index);
    if (moment.shape == kWhole)
        return m_whole.at(static_cast<qsizetype>(moment.place));
    const Shape &shape = m_shapes.at(moment.shape);
    Event event;
    event.timeNs = moment.timeNs;
    const auto fill = [&](auto &data) {
        data.id = moment.call;
        data.process = shape.process;
        data.record = shape.record;
        data.record.timeNs = static_cast<quint64>(moment.timeNs) + static_cast<quint64>(qint64(moment.sinceNs));
        data.record.serial = moment.serial;
        data.record.result = moment.result;
        data.record.requested = moment.requested;
        data.record.payloadTotal = moment.total;
        data.record.payloadKept = moment.kept;
        data.payload = payload(index).toByteArray();
    };
    if (shape.returned)
        fill(event.data.emplace<CallReturned>());
    else
        fill(event.data.emplace<CallEntered>());
    return event;
}

EventLog::Outline EventLog::outline(qsizetype index) const
{
    const Moment &moment = momentAt(index);
    Outline outline;
    outline.timeNs = moment.timeNs;
    const auto fill = [&](bool returned, history::ProcessId process, history::CallId id, const trace::Record &record) {
        outline.kind = returned ? Outline::Kind::Returned : Outline::Kind::Entered;
        outline.failed = returned && record.error != 0;
        outline.call = record.call;
        outline.process = process;
        outline.id = id;
        outline.socket = record.socket;
        outline.newSocket = record.newSocket;
    };
    if (moment.shape != kWhole) {
        const Shape &shape = m_shapes.at(moment.shape);
        fill(shape.returned, shape.process, moment.call, shape.record);
        return outline;
    }
    const Event &event = m_whole.at(static_cast<qsizetype>(moment.place));
    if (const auto *entered = std::get_if<CallEntered>(&event.data)) {
        fill(false, entered->process, entered->id, entered->record);
    } else if (const auto *returned = std::get_if<CallReturned>(&event.data)) {
        fill(true, returned->process, returned->id, returned->record);
    } else if (const auto *ended = std::get_if<history::ProcessEnded>(&event.data)) {
        outline.kind = Outline::Kind::ProcessEnded;
        outline.process = ended->process;
    } else if (const auto *started = std::get_if<history::ProcessStarted>(&event.data)) {
        outline.kind = Outline::Kind::ProcessStarted;
        outline.process = started->process;
    }
    return outline;
}

qsizetype EventLog::entryOf(history::CallId call) const
{
    for (qsizetype i = 0; i < m_size; ++i) {
        const Moment &moment = momentAt(i);
        if (moment.shape != kWhole && (moment.call != call || m_shapes.at(moment.shape).returned))
            continue;
        const Outline event = outline(i);
        if (event.kind == Outline::Kind::Entered && event.id == call)
            return i;
    }
    return -1;
}

} // namespace zocalo::world
