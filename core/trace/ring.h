// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#pragma once

#include "core/trace/record.h"

#include <atomic>
#include <cstddef>
#include <cstdint>

/// The shared-memory ring's layout, as docs/record-format.md describes it. Producers: RingWriter; consumer: RingReader.
namespace zocalo::trace {

inline constexpr std::uint64_t kRingMagic = 0x31474e4952435a5aULL; // "ZZCRING1"
inline constexpr std::uint32_t kFormatVersion = 2;
inline constexpr std::uint32_t kDefaultSlotCount = 4096;
inline constexpr std::uint32_t kMinSlotCount = 64;
inline constexpr std::uint32_t kMaxSlotCount = 65536;
inline constexpr std::size_t kHeaderSize = 4096;
inline constexpr std::size_t kSlotSize = 256;
inline constexpr std::uint32_t kGateSlots = 64;

/// Free: nobody waits. Hold: every thread waits at each entry and each return until it is released.
enum class GateMode : std::uint32_t { Free = 0, Hold = 1 };

/// State of a gate slot: the low two bits of its word; the other bits count its uses.
enum class GateState : std::uint32_t { Free = 0, Filling = 1, Held = 2, Released = 3 };
/// The state in a place's word.
inline GateState gateState(std::uint32_t word) { return static_cast<GateState>(word & 3U); }

/// Where one held thread waits.
struct GateSlot
{
    std::atomic<std::uint32_t> word; ///< the futex
    std::atomic<std::uint32_t> tid;
    std::atomic<std::uint64_t> serial;
    std::atomic<std::uint32_t> phase;
    std::uint32_t reserved[3];
};
static_assert(sizeof(GateSlot) == 32);

/// The first page of a ring.
struct RingHeader
{
    std::uint64_t magic;
    std::uint32_t version;
    std::uint32_t slotCount;
    std::uint32_t slotSize;
    std::uint32_t pid;                       ///< the process that made it
    std::atomic<std::uint32_t> collectorPid; ///< the process that reads it; 0 until attached
    std::atomic<std::uint32_t> closed;       ///< not 0: nobody reads any more, record nothing
    std::atomic<std::uint32_t> gateMode;
    alignas(64) std::atomic<std::uint64_t> head;
    alignas(64) std::atomic<std::uint64_t> tail;
    alignas(64) std::atomic<std::uint64_t> lastSerial;
    std::atomic<std::uint64_t> lost;         ///< records given up by nested signal handlers on a full ring
    std::atomic<std::uint64_t> gateOverflow; ///< times a thread was not held because all gate slots were taken
    std::atomic<std::uint64_t> beatNs;       ///< CLOCK_MONOTONIC: when the reader last looked
    alignas(64) GateSlot gate[kGateSlots];
};
static_assert(sizeof(RingHeader) <= kHeaderSize);

inline constexpr std::size_t kFirstPayload = kSlotSize - sizeof(std::uint64_t) - sizeof(Record);
inline constexpr std::size_t kNextPayload = kSlotSize - sizeof(std::uint64_t);

/// A slot: the first of a record, or one that continues its payload.
struct RingSlot
{
    std::atomic<std::uint64_t> claim;
    std::uint8_t bytes[kSlotSize - sizeof(std::uint64_t)];
};
static_assert(sizeof(RingSlot) == kSlotSize);
static_assert(kFirstPayload == 64);
static_assert(std::atomic<std::uint64_t>::is_always_lock_free && std::atomic<std::uint32_t>::is_always_lock_free);

/// How many slots a record with `kept` bytes of payload takes.
constexpr std::uint32_t slotsFor(std::size_t kept)
{
    return kept <= kFirstPayload
               ? 1
               : 1 + static_cast<std::uint32_t>((kept - kFirstPayload + kNextPayload - 1) / kNextPayload);
}
inline constexpr std::uint32_t kMaxRecordSlots = slotsFor(kPayloadLimit + kSourceLimit);
static_assert(kMaxRecordSlots == 22); // of 31

enum class ClaimState : std::uint32_t { Free = 0, Claimed = 1, Published = 2, Invalid = 3 };

/// The claim word, taken apart.
struct Claim
{
    ClaimState state = ClaimState::Free;
    std::uint32_t slotsUsed = 0;
    std::uint32_t tid = 0;
    std::uint64_t lap = 0; ///< low 35 bits

    static constexpr std::uint64_t kLapMask = (std::uint64_t{1} << 35) - 1;

    constexpr std::uint64_t word() const
    {
        return static_cast<std::uint64_t>(state) | std::uint64_t{slotsUsed & 31U} << 2 |
               std::uint64_t{tid & 0x3fffffU} << 7 | (lap & kLapMask) << 29;
    }
    static constexpr Claim fromWord(std::uint64_t word)
    {
        return {static_cast<ClaimState>(word & 3), static_cast<std::uint32_t>(word >> 2 & 31),
                static_cast<std::uint32_t>(word >> 7 & 0x3fffff), word >> 29};
    }
};

/// Size of the memory of a ring with that many slots.
constexpr std::size_t ringSize(std::uint32_t slotCount) { return kHeaderSize + std::size_t{slotCount} * kSlotSize; }

} // namespace zocalo::trace
