// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/run/collector.h"

#include "core/run/clock.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace zocalo::run {
namespace {

/// So that a process that records without end cannot keep us here.
constexpr int kMostRounds = 16;
constexpr int kMostRecordsOfARing = 8192;
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

std::vector<Collector::Item> Collector::drain()
{
    std::vector<Item> items;
    quint64 now = 0;
    for (const Source &source : m_sources) {
        for (int i = 0; i < kMostRecordsOfARing; ++i) {
            Item item;
            const trace::RingReader::Next next = source.ring->next(item.record, item.payload);
            if (next == trace::RingReader::Next::Empty) {
                break;
            }
            if (next != trace::RingReader::Next::Ok) {
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
            items.push_back(std::move(item));
        }
    }
    return items;
}

int Collector::round(const Sink &sink)
{
    std::vector<Item> batch = std::exchange(m_waiting, {});
    std::vector<Item> first = drain();
    std::move(first.begin(), first.end(), std::back_inserter(batch));
    if (batch.empty()) {
        return 0;
    }
    const auto earlier = [](const Item &a, const Item &b) { return a.timeNs < b.timeNs; };
    const quint64 latest = std::max_element(batch.begin(), batch.end(), earlier)->timeNs;
    for (Item &item : drain()) {
        (item.timeNs < latest ? batch : m_waiting).push_back(std::move(item));
    }
    // Stable: equal times keep the order of the rings, and within a ring the order of recording.
    std::stable_sort(batch.begin(), batch.end(), earlier);
    int given = 0;
    for (const Item &item : batch) {
        given += give(item, sink) ? 1 : 0;
    }
    return given;
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
    const QByteArray payload(item.payload.data(), static_cast<qsizetype>(item.payload.size()));
    if (item.record.call == trace::Call::Fork) {
        if (m_forkSink && item.record.phase == trace::Phase::Return)
            m_forkSink(item.process, item.record.result);
        return false;
    }
    const SerialKey key{item.process, item.record.serial};
    if (item.record.phase == trace::Phase::Entry) {
        if (m_open.size() >= kMostOpen) {
            return drop(item);
        }
        const history::CallId id = ++m_lastId;
        m_open.insert(key, {id, item.record.tid, item.record.call});
        sink({time, history::CallEntered{id, item.process, item.record, payload}});
        return true;
    }
    const auto open = m_open.constFind(key);
    if (open == m_open.constEnd() || open->tid != item.record.tid || open->call != item.record.call) {
        return drop(item);
    }
    const history::CallId id = open->id;
    m_open.erase(open);
    sink({time, history::CallReturned{id, item.process, item.record, payload}});
    return true;
}

} // namespace zocalo::run
