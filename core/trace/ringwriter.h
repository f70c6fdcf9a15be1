// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/record.h"
#include "core/trace/ring.h"

#include <cstddef>
#include <cstdint>

struct iovec;

namespace zocalo::trace {

/// The bytes that go with a record, where the program has them: the first `kept` of `count` pieces, all readable.
struct PayloadView
{
    const ::iovec *pieces = nullptr;
    std::size_t count = 0;
    std::uint32_t kept = 0;
    const char *source = nullptr; ///< the path of a source file; Record::source is its length
};

/// A thread's place at the gate, between put() and wait().
struct GateHold
{
    GateSlot *slot = nullptr; ///< null: not held
    std::uint32_t word = 0;
};

/// The producers' side of a ring: used inside watched processes, so it allocates nothing, throws nothing, leaves errno
/// alone (except create() and destroy()) and calls no function that the tap stands in front of. All threads of a
/// process, and its vfork children, may use one writer at the same time.
class RingWriter
{
public:
    RingWriter() = default;
    RingWriter(const RingWriter &) = delete;
    RingWriter &operator=(const RingWriter &) = delete;

    /// Makes, seals and maps a ring. Returns its memfd, the caller's to send and close, or -errno. `slotCount` is a
    /// power of two from kMinSlotCount to kMaxSlotCount.
    int create(std::uint32_t slotCount);
    /// The reader's process has no number here (another namespace of PIDs): whether it lives, its heartbeat tells.
    void setBlind(bool blind) { m_blind = blind; }
    /// Unmaps the ring; nobody may be using it.
    void destroy();

    /// Records are wanted: there is a ring, and its reader has not closed it.
    bool isWanted() const { return m_header && m_header->closed.load(std::memory_order_relaxed) == 0; }
    /// A number for a call that no other call of this process has.
    std::uint64_t nextSerial() { return m_header->lastSerial.fetch_add(1, std::memory_order_relaxed) + 1; }

    /// Writes a record (its `tid` is the claim's owner; its `payloadKept` is set from `payload`), waiting while the
    /// ring is full. If the gate is shut, `hold` has the thread's place when the record becomes visible, and wait()
    /// must follow. False: nothing was recorded, because nobody reads any more (isWanted() tells), or because the ring
    /// was full and this is a signal handler that interrupted a put() of its own thread: it can neither wait nor be
    /// held.
    /// `owner`: the thread that writes, where it is not the one that the record tells of (a tracer's).
    bool put(Record &record, const PayloadView &payload, GateHold &hold, std::uint32_t owner = 0);
    /// This thread is inside put(), with a claim that only it can publish.
    static bool isFilling();
    /// Waits until the gate lets this thread go on; at once if it is not held.
    void wait(GateHold &hold);

    // For whoever holds threads by other means than having them wait in here (a tracer):
    /// The gate has not let that place go yet.
    bool isHeld(const GateHold &hold) const;
    /// Gives the place back, unless somebody has taken it already.
    void leaveGate(GateHold &hold);
    /// Ends recording if the reader is dead, which lets all go that are held.
    void checkCollector();

private:
    RingSlot &slot(std::uint64_t position) const { return m_slots[position & (m_slotCount - 1)]; }
    std::uint64_t lap(std::uint64_t position) const { return position / m_slotCount & Claim::kLapMask; }
    bool claim(const Claim &wanted, std::uint64_t &position);
    bool claimAt(std::uint64_t position, std::uint64_t seen, const Claim &wanted);
    bool help(std::uint64_t head, const Claim &claim);
    bool pause(unsigned round);
    void fill(std::uint64_t position, const Record &record, const PayloadView &payload);
    GateHold takeGate(const Record &record);
    bool collectorLives() const;
    void giveUp();

    RingHeader *m_header = nullptr;
    RingSlot *m_slots = nullptr;
    std::uint32_t m_slotCount = 0;
    bool m_blind = false;
};

} // namespace zocalo::trace
