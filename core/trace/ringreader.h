// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/record.h"
#include "core/trace/ring.h"

#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace zocalo::trace {

/// A thread that waits at the gate.
struct HeldThread
{
    std::uint32_t tid = 0;
    Phase phase = Phase::Entry;
    std::uint64_t serial = 0; ///< of the call it is held at
    bool operator==(const HeldThread &) const = default;
};

/// Where the thread that has written a record waits, if it was held.
inline HeldThread holdOf(const Record &record) { return {record.tid, record.phase, record.serial}; }

/// What one ring has counted.
struct RingCounters
{
    std::uint64_t read = 0;         ///< records given out
    std::uint64_t skipped = 0;      ///< claims of dead threads stepped over
    std::uint64_t corrupt = 0;      ///< implausible records dropped
    std::uint64_t lost = 0;         ///< as the writers say (untrusted)
    std::uint64_t gateOverflow = 0; ///< as the writers say (untrusted)
};

/// The consumer of one process's ring, and the hand on its gate. Nothing that the watched process writes can make it
/// read out of bounds, fault or loop. One thread at a time may use a reader, except setGate(), release() and
/// heldThreads(), which any thread may call while it is attached.
class RingReader
{
public:
    enum class Next {
        Empty,   ///< nothing (yet): ask again later
        Ok,      ///< `record` and `payload` are filled
        Skipped, ///< a record that its dead owner never finished was stepped over: go on reading
        Corrupt, ///< a record was not plausible and was dropped: go on reading (then Empty for good if isBroken())
    };

    RingReader() = default;
    /// Detaches.
    ~RingReader();
    RingReader(const RingReader &) = delete;
    RingReader &operator=(const RingReader &) = delete;

    /// Maps and checks the ring in `memfd`, which stays the caller's to close (at once, if it likes). `pid` is the
    /// process as SO_PEERCRED names it. Writes our pid into the header, so that writers know whose life to check.
    /// Returns 0, or an errno: EPERM (not sealed), EINVAL (wrong size, kind or header), or what fstat or mmap gave.
    /// EBUSY: already attached. `foreignIds`: the process knows its threads by other numbers than we do (another
    /// namespace of PIDs).
    int attach(int memfd, pid_t pid, bool foreignIds = false);
    /// Tells writers that cannot look for our process that it lives: to be called every few seconds.
    void beat();
    /// Frees the gate, tells the writers to record no more, and unmaps. Harmless if not attached.
    void detach();

    bool isAttached() const { return m_header != nullptr; }
    /// The ring's structure is damaged beyond reading; the process was told to record no more and goes on freely.
    bool isBroken() const { return m_broken; }
    pid_t pid() const { return m_pid; }

    /// There is something that next() was not asked for yet, be it not finished.
    bool hasUnread() const { return m_header != nullptr && m_header->head.load() != m_tail; }

    /// Takes the next record. `payload` gets the kept bytes. A record's gate slot is held before the record can be
    /// seen: heldThreads() asked after Ok tells for certain whether the thread waits.
    Next next(Record &record, std::string &payload);

    /// Hold: threads wait from their next record on. Free: also lets go whoever waits. May be set before the reply to
    /// the hello, so that the very first socket call is held.
    void setGate(GateMode mode);
    GateMode gateMode() const;
    /// The threads waiting at the gate now, in no order. A thread inside a signal handler may be there twice.
    std::vector<HeldThread> heldThreads() const;
    /// Lets a thread go on from there to its next record. False if it is not held there (any more): that a thread is
    /// held somewhere else by now does not let it go. Once this returns true, heldThreads() no longer lists it for that
    /// call.
    bool release(const HeldThread &hold);

    RingCounters counters() const;

private:
    RingSlot &slot(std::uint64_t position) const { return m_slots[position & (m_slotCount - 1)]; }
    Next readPublished(const Claim &claim, Record &record, std::string &payload);
    Next readClaimed(const Claim &claim);
    Next breakRing();
    void consume(std::uint32_t slotsUsed);
    void tellTail();

    RingHeader *m_header = nullptr;
    RingSlot *m_slots = nullptr;
    std::uint32_t m_slotCount = 0;
    pid_t m_pid = 0;
    bool m_foreignIds = false;
    std::uint64_t m_tail = 0;
    std::uint64_t m_tailTold = 0;         ///< what the header says
    std::uint64_t m_headSeen = 0;         ///< the head was at least here (untrusted: it only saves looks)
    std::uint64_t m_stuckAt = UINT64_MAX; ///< position of a claim seen unpublished before
    bool m_broken = false;
    RingCounters m_counters;
};

} // namespace zocalo::trace
