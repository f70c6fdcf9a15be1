// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/collector.h"

#include "core/run/clock.h"

#include <algorithm>
#include <iterator>
#include <string_view>
#include <utility>

namespace zocalo::run {
namespace {

/// So that a process that records without end cannot keep us here.
constexpr int kMostRounds = 16;
constexpr int kMostRecordsOfARing = 8192;
/// Records that there is always room for, once there was.
constexpr std::size_t kMostKept = 16'384;
/// So that one that lies about its threads and calls cannot make us remember without end. No process has as many calls
/// under way.
constexpr qsizetype kMostOpen = 262'144;
constexpr qsizetype kMostThreads = 262'144;

} // namespace

Collector::Collector() = default;
Collector::~Collector() = default;

void Collector::add(history::ProcessId process, trace::RingReader *ring) { m_sources.push_back({process, ring}); }

void Collector::remove(history::ProcessId process)
{
    if (std::erase_if(m_sources, [process](const Source &source) { return source.process == process; }) == 0) {
        return; // without a ring of its own it has nothing here
    }
    std::erase_if(m_waiting, [process](const Item &item) { return item.process == process; });
    m_open.removeIf([process](const auto &open) { return open.key().first == process; });
    m_lastTime.removeIf([process](const auto &last) { return last.key().first == process; });
}

int Collector::collect(const Sink &sink)
{
    int given = 0;
    for (int i = 0; i < kMostRounds; ++i) {
        const int more = round(sink);
        given += more;
        if (more == 0 && m_waiting.empty()) {
            break;
        }
    }
    return given;
}

void Collector::drain(std::vector<Item> &items)
{
    quint64 now = 0;
    for (const Source &source : m_sources) {
        for (int i = 0; i < kMostRecordsOfARing; ++i) {
            Item &item = items.emplace_back();
            const trace::RingReader::Next next = source.ring->next(item.record, item.payload);
            if (next != trace::RingReader::Next::Ok) {
                items.pop_back();
                if (next == trace::RingReader::Next::Empty) {
                    break;
                }
                continue;
            }
            item.process = source.process;
            if (m_lastTime.size() >= kMostThreads) {
                m_lastTime.clear();
            }
            // The clock is the same for all: a later time than now is none.
            if (item.record.timeNs > now) {
                now = static_cast<quint64>(monotonicNs());
                item.record.timeNs = std::min<quint64>(item.record.timeNs, now);
            }
            quint64 &last = m_lastTime[{source.process, item.record.tid}];
            last = std::max<quint64>(last, item.record.timeNs);
            item.timeNs = last;
        }
    }
}

int Collector::round(const Sink &sink)
{
    // These lists are kept for their room.
    m_batch.clear();
    std::swap(m_batch, m_waiting);
    drain(m_batch);
    if (m_batch.empty()) {
        return 0;
    }
    const auto isEarlier = [](const Item &a, const Item &b) { return a.timeNs < b.timeNs; };
    const quint64 latest = std::max_element(m_batch.begin(), m_batch.end(), isEarlier)->timeNs;
    m_second.clear();
    drain(m_second);
    for (Item &item : m_second) {
        (item.timeNs < latest ? m_batch : m_waiting).push_back(std::move(item));
    }
    m_order.clear();
    for (const Item &item : m_batch) {
        m_order.push_back(&item);
    }
    // Stable: equal times keep the order of the rings, and within a ring the order of recording.
    std::stable_sort(m_order.begin(), m_order.end(), [&](const Item *a, const Item *b) { return isEarlier(*a, *b); });
    int given = 0;
    for (m_given = 0; m_given < m_order.size();) {
        given += give(*m_order[m_given++], sink) ? 1 : 0;
    }
    m_order.clear();
    giveRoomBack();
    return given;
}

bool Collector::isPending(history::ProcessId ring, quint32 pid) const
{
    const auto isIts = [=](const Item &item) { return item.process == ring && item.record.pid == pid; };
    return std::any_of(m_order.begin() + static_cast<std::ptrdiff_t>(std::min(m_given, m_order.size())), m_order.end(),
                       [&](const Item *item) { return isIts(*item); }) ||
           std::any_of(m_waiting.begin(), m_waiting.end(), isIts);
}

/// After a flood the room that it took is not kept.
void Collector::giveRoomBack()
{
    for (std::vector<Item> *list : {&m_batch, &m_second}) {
        if (list->capacity() > kMostKept) {
            std::vector<Item>().swap(*list);
        }
    }
}

bool Collector::drop(const Item &item)
{
    ++m_orphans;
    if (m_dropSink) {
        m_dropSink(item.process, item.record);
    }
    return false;
}

bool Collector::give(const Item &item, const Sink &sink)
{
    const auto time = static_cast<qint64>(item.timeNs);
    const QByteArray payload(item.payload.data(), static_cast<qsizetype>(item.record.payloadKept));
    if (!trace::isSocketCall(item.record.call)) {
        if (m_asideSink && item.record.phase == trace::Phase::Return)
            m_asideSink(item.process, item.record);
        return false;
    }
    const SerialKey key{item.process, item.record.serial};
    if (item.record.phase == trace::Phase::Entry) {
        if (m_open.size() >= kMostOpen) {
            return drop(item);
        }
        const history::CallId id = ++m_lastId;
        m_open.insert(key, {id, item.record.tid, item.record.call});
        sink({time, history::CallEntered{id, item.process, named(item, sink), payload}});
        return true;
    }
    const auto open = m_open.constFind(key);
    if (open == m_open.constEnd() || open->tid != item.record.tid || open->call != item.record.call) {
        return drop(item);
    }
    const history::CallId id = open->id;
    m_open.erase(open);
    trace::Record record = item.record;
    record.source = 0;
    record.line = 0;
    sink({time, history::CallReturned{id, item.process, record, payload}});
    return true;
}

/// The record as the run has it: with the number of its source file instead of the path, which stands behind the
/// payload in the ring.
trace::Record Collector::named(const Item &item, const Sink &sink) const
{
    trace::Record record = item.record;
    record.source = 0;
    const std::string_view path = std::string_view(item.payload).substr(item.record.payloadKept);
    if (!m_sourceNames) {
        record.line = 0;
        return record;
    }
    bool isNew = false;
    const history::SourceSeen seen =
        m_sourceNames(item.process, QByteArray(path.data(), static_cast<qsizetype>(path.size())), record, isNew);
    if (isNew)
        sink({static_cast<qint64>(item.timeNs), seen});
    record.source = seen.id;
    record.line = seen.id != 0 ? record.line : 0;
    return record;
}

} // namespace zocalo::run
