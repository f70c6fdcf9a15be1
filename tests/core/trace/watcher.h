// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/hello.h"
#include "core/trace/ringreader.h"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace zocalo::test {

/// A record as it came, with the ring it came from (their number in the order of the hellos).
struct Seen
{
    std::size_t ring = 0;
    trace::Record record;
    std::string payload;
};

/// A collector: answers hellos and reads all rings, on a thread of its own.
class Watcher
{
public:
    explicit Watcher(trace::GateMode mode = trace::GateMode::Free,
                     trace::HelloVerdict verdict = trace::HelloVerdict::Go);
    /// Frees whoever is held.
    ~Watcher();
    Watcher(const Watcher &) = delete;
    Watcher &operator=(const Watcher &) = delete;

    /// Value for ZOCALO_TAP.
    const std::string &name() const { return m_name; }

    std::vector<trace::Hello> hellos() const;
    std::vector<Seen> seen() const;
    /// Waits until `enough` says so of all that was seen. False after 20 s.
    bool waitFor(const std::function<bool(const std::vector<Seen> &)> &enough);
    /// Waits for at least that many records, and gives them all.
    std::vector<Seen> waitForCount(std::size_t count);
    /// Call when the watched processes have ended: reads what is left and gives everything.
    std::vector<Seen> finish();

    std::vector<trace::HeldThread> held(std::size_t ring = 0) const;
    bool release(pid_t tid, std::size_t ring = 0);
    trace::RingCounters counters(std::size_t ring = 0) const;

private:
    void work();
    void welcome();
    bool drain();

    const trace::GateMode m_mode;
    const trace::HelloVerdict m_verdict;
    std::string m_name;
    int m_listener = -1;
    std::vector<int> m_connections;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::vector<std::unique_ptr<trace::RingReader>> m_readers;
    std::vector<trace::Hello> m_hellos;
    std::vector<Seen> m_seen;
    std::atomic<bool> m_stop{false};
    std::thread m_thread;
};

} // namespace zocalo::test
