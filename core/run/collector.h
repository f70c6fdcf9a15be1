// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/history/event.h"
#include "core/trace/ringreader.h"

#include <QHash>
#include <QPair>

#include <functional>
#include <string>
#include <vector>

namespace zocalo::run {

/// Drains the rings of all processes and puts their records into causal order: a receive's return never comes before
/// the entry of the send that it carries, and each thread's records keep their order.
///
/// How: an entry is published before its call reaches the kernel, so before any effect of it can be recorded. Whatever
/// a first pass over all rings found, its causes are visible to a second pass that begins afterwards, and carry earlier
/// times. So what the first pass found is given out together with what the second found that is earlier, by time; the
/// rest waits for the next round.
class Collector
{
    Q_DISABLE_COPY_MOVE(Collector)

public:
    using Sink = std::function<void(const history::Event &)>;
    /// A record that is no socket call (trace::isSocketCall()), at that point of its process's calls: a Return.
    using AsideSink = std::function<void(history::ProcessId process, const trace::Record &record)>;

    /// A record of that process's ring that is not given out.
    using DropSink = std::function<void(history::ProcessId process, const trace::Record &record)>;

    Collector();
    ~Collector();

    /// Adds a process's ring, which stays the caller's and must be there until remove().
    void add(history::ProcessId process, trace::RingReader *ring);
    /// What its calls that have not returned would be paired with is forgotten: another ring may be added for it.
    void remove(history::ProcessId process);
    void setAsideSink(const AsideSink &sink) { m_asideSink = sink; }
    void setDropSink(const DropSink &sink) { m_dropSink = sink; }
    /// Names the source file of an entry by the path that its process gives it (empty: none, and the record's `line`
    /// may be filled in, if its `caller` tells); `isNew`: it was not named before. An id of 0: it is not known.
    using SourceNames = std::function<history::SourceSeen(history::ProcessId, const QByteArray &path,
                                                          trace::Record &record, bool &isNew)>;
    void setSourceNames(const SourceNames &names) { m_sourceNames = names; }

    /// Gives out, in causal order, what has been recorded since the last time, as CallEntered and CallReturned. A
    /// return whose entry was not seen is dropped and counted, and so are entries while more calls are under way than
    /// can be. Returns how many events were given out. Neither the sink nor the others may call back.
    int collect(const Sink &sink);

    /// Records of process `pid` that were read from that ring (its own, or its parent's after vfork) are still to be
    /// given out. The sinks may ask this, and nothing else.
    bool isPending(history::ProcessId ring, quint32 pid) const;

    /// Records that were dropped: no entry fits them, or they are too many.
    quint64 orphans() const { return m_orphans; }

private:
    struct Source
    {
        history::ProcessId process = 0;
        trace::RingReader *ring = nullptr;
    };
    struct Item
    {
        quint64 timeNs = 0; ///< of the record, never less than that of its thread's record before
        history::ProcessId process = 0;
        trace::Record record;
        std::string payload;
    };
    struct OpenCall
    {
        history::CallId id = 0;
        quint32 tid = 0;
        trace::Call call = trace::Call::Unknown;
    };
    using ThreadKey = QPair<history::ProcessId, quint32>;
    using SerialKey = QPair<history::ProcessId, quint64>;

    void drain(std::vector<Item> &items);
    int round(const Sink &sink);
    void giveRoomBack();
    bool give(const Item &item, const Sink &sink);
    bool drop(const Item &item);
    trace::Record named(const Item &item, const Sink &sink) const;

    AsideSink m_asideSink;
    DropSink m_dropSink;
    SourceNames m_sourceNames;
    std::vector<Source> m_sources;
    std::vector<Item> m_waiting; ///< found by a second pass, too late for its round
    std::vector<Item> m_batch;   ///< of a round, as the other two
    std::vector<Item> m_second;
    std::vector<const Item *> m_order;
    std::size_t m_given = 0; ///< of those
    QHash<ThreadKey, quint64> m_lastTime;
    QHash<SerialKey, OpenCall> m_open;
    history::CallId m_lastId = 0;
    quint64 m_orphans = 0;
};

} // namespace zocalo::run
