// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/ringreader.h"

#include "core/trace/rawsyscall.h"

#include <algorithm>
#include <climits>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <optional>

#include <fcntl.h>
#include <linux/futex.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/vfs.h>

namespace zocalo::trace {

namespace {

/// The writers look at the tail for every record, so it is moved for many at once: it would go to and fro between
/// processors.
constexpr std::uint32_t kTellingsPerLap = 8;
constexpr int kSealsNeeded = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;

void wake(std::atomic<std::uint32_t> &word) { rawSyscall(SYS_futex, asArgument(&word), FUTEX_WAKE, INT_MAX); }

/// The slots that memory of this size has, or 0 if no ring has that size.
std::uint32_t slotsOfSize(off_t size)
{
    for (std::uint32_t slots = kMinSlotCount; slots <= kMaxSlotCount; slots *= 2) {
        if (static_cast<std::size_t>(size) == ringSize(slots))
            return slots;
    }
    return 0;
}

/// Whether thread `tid` can still finish what it claimed: it exists, is no zombie, and belongs to process `pid` or is
/// its child (vfork). /proc(5), "status".
bool ownerLives(pid_t pid, std::uint32_t tid)
{
    char path[32];
    std::snprintf(path, sizeof path, "/proc/%u/status", tid);
    FILE *file = std::fopen(path, "re");
    if (!file)
        return errno != ENOENT && errno != ESRCH; // out of descriptors: ask again later
    char line[256];
    char state = 'X';
    long group = 0;
    long parent = 0;
    while (std::fgets(line, sizeof line, file)) {
        if (std::sscanf(line, "State: %c", &state) == 1 || std::sscanf(line, "Tgid: %ld", &group) == 1)
            continue;
        if (std::sscanf(line, "PPid: %ld", &parent) == 1)
            break;
    }
    std::fclose(file);
    return state != 'Z' && state != 'X' && (group == pid || parent == pid);
}

/// Who waits at that place, and the word that says so; nothing: nobody.
std::optional<HeldThread> heldAt(const GateSlot &place, std::uint32_t &word)
{
    word = place.word.load();
    if (gateState(word) != GateState::Held)
        return std::nullopt;
    const std::uint32_t phase = place.phase.load(std::memory_order_relaxed);
    const HeldThread thread{place.tid.load(std::memory_order_relaxed),
                            phase == static_cast<std::uint32_t>(Phase::Return) ? Phase::Return : Phase::Entry,
                            place.serial.load(std::memory_order_relaxed)};
    std::atomic_thread_fence(std::memory_order_acquire);
    return place.word.load() == word ? std::optional(thread) : std::nullopt;
}

} // namespace

RingReader::~RingReader() { detach(); }

int RingReader::attach(int memfd, pid_t pid, bool foreignIds)
{
    if (m_header)
        return EBUSY;
    const int seals = fcntl(memfd, F_GET_SEALS);
    if (seals < 0)
        return EINVAL;
    if ((seals & kSealsNeeded) != kSealsNeeded || (seals & (F_SEAL_WRITE | F_SEAL_FUTURE_WRITE)) != 0)
        return EPERM;
    struct stat status;
    struct statfs system;
    if (fstat(memfd, &status) != 0 || fstatfs(memfd, &system) != 0)
        return errno;
    const std::uint32_t slots = slotsOfSize(status.st_size);
    // Not tmpfs means huge pages, which can run out: a fault in us.
    if (slots == 0 || system.f_type != TMPFS_MAGIC)
        return EINVAL;
    void *memory = mmap(nullptr, ringSize(slots), PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0);
    if (memory == MAP_FAILED)
        return errno;
    auto *header = static_cast<RingHeader *>(memory);
    if (header->magic != kRingMagic || header->version != kFormatVersion || header->slotCount != slots ||
        header->slotSize != kSlotSize) {
        munmap(memory, ringSize(slots));
        return EINVAL;
    }
    m_header = header;
    m_slots = reinterpret_cast<RingSlot *>(static_cast<std::uint8_t *>(memory) + kHeaderSize);
    m_slotCount = slots;
    m_pid = pid;
    m_foreignIds = foreignIds;
    m_tail = 0;
    m_tailTold = 0;
    m_headSeen = 0;
    m_stuckAt = UINT64_MAX;
    m_broken = false;
    m_counters = {};
    m_header->collectorPid.store(static_cast<std::uint32_t>(getpid()));
    beat();
    return 0;
}

void RingReader::beat()
{
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (m_header)
        m_header->beatNs.store(static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U +
                               static_cast<std::uint64_t>(now.tv_nsec));
}

void RingReader::detach()
{
    if (!m_header)
        return;
    m_header->closed.store(1);
    setGate(GateMode::Free);
    m_counters = counters();
    munmap(m_header, ringSize(m_slotCount));
    m_header = nullptr;
    m_slots = nullptr;
}

RingReader::Next RingReader::next(Record &record, std::string &payload)
{
    if (!m_header || m_broken)
        return Next::Empty;
    const Claim claim = Claim::fromWord(slot(m_tail).claim.load(std::memory_order_acquire));
    if (claim.lap != (m_tail / m_slotCount & Claim::kLapMask) || claim.state == ClaimState::Invalid)
        return breakRing();
    if (claim.state == ClaimState::Free) {
        tellTail();
        return Next::Empty;
    }
    if (claim.slotsUsed == 0 || claim.slotsUsed > kMaxRecordSlots)
        return breakRing();
    return claim.state == ClaimState::Claimed ? readClaimed(claim) : readPublished(claim, record, payload);
}

RingReader::Next RingReader::readClaimed(const Claim &claim)
{
    // Being written at this very moment, most likely: only a claim seen twice is worth a look at its owner.
    tellTail();
    if (m_stuckAt != m_tail) {
        m_stuckAt = m_tail;
        return Next::Empty;
    }
    // Of a thread whose number is not ours only the process is known.
    if (ownerLives(m_pid, m_foreignIds ? static_cast<std::uint32_t>(m_pid) : claim.tid))
        return Next::Empty;
    // It may have published just before it died.
    if (Claim::fromWord(slot(m_tail).claim.load(std::memory_order_acquire)).state != ClaimState::Claimed)
        return Next::Empty;
    consume(claim.slotsUsed);
    ++m_counters.skipped;
    return Next::Skipped;
}

RingReader::Next RingReader::readPublished(const Claim &claim, Record &record, std::string &payload)
{
    std::memcpy(&record, slot(m_tail).bytes, sizeof record);
    const std::uint32_t kept = record.payloadKept + record.source;
    if (!isPlausible(record) || record.source > kSourceLimit || slotsFor(kept) > claim.slotsUsed) {
        record = {};
        payload.clear();
        consume(claim.slotsUsed);
        ++m_counters.corrupt;
        return Next::Corrupt;
    }
    payload.resize(kept);
    std::size_t done = std::min<std::size_t>(payload.size(), kFirstPayload);
    std::memcpy(payload.data(), slot(m_tail).bytes + sizeof record, done);
    for (std::uint64_t position = m_tail + 1; done < payload.size(); ++position) {
        const std::size_t part = std::min(payload.size() - done, kNextPayload);
        std::memcpy(payload.data() + done, slot(position).bytes, part);
        done += part;
    }
    consume(claim.slotsUsed);
    ++m_counters.read;
    return Next::Ok;
}

RingReader::Next RingReader::breakRing()
{
    m_broken = true;
    m_header->closed.store(1);
    setGate(GateMode::Free);
    ++m_counters.corrupt;
    return Next::Corrupt;
}

void RingReader::consume(std::uint32_t slotsUsed)
{
    // The owner may have died, or be late, between claiming and moving the head: it must be past what is freed.
    if (m_tail + slotsUsed > m_headSeen) {
        std::uint64_t head = m_tail;
        m_header->head.compare_exchange_strong(head, m_tail + slotsUsed, std::memory_order_acq_rel);
        m_headSeen = std::max(head, m_tail + slotsUsed);
    }
    for (std::uint32_t i = 0; i < slotsUsed; ++i) {
        Claim freed;
        freed.lap = (m_tail + i) / m_slotCount + 1;
        slot(m_tail + i).claim.store(freed.word(), std::memory_order_release);
    }
    m_tail += slotsUsed;
    if (m_tail - m_tailTold >= m_slotCount / kTellingsPerLap)
        tellTail();
}

void RingReader::tellTail()
{
    if (m_tailTold == m_tail)
        return;
    m_tailTold = m_tail;
    m_header->tail.store(m_tail, std::memory_order_release);
}

void RingReader::setGate(GateMode mode)
{
    if (!m_header || (m_broken && mode == GateMode::Hold))
        return;
    m_header->gateMode.store(static_cast<std::uint32_t>(mode));
    if (mode == GateMode::Hold)
        return;
    for (GateSlot &place : m_header->gate) {
        std::uint32_t seen = place.word.load();
        if (gateState(seen) == GateState::Held && place.word.compare_exchange_strong(seen, seen | 3U))
            wake(place.word);
    }
}

GateMode RingReader::gateMode() const
{
    return m_header && m_header->gateMode.load() == static_cast<std::uint32_t>(GateMode::Hold) ? GateMode::Hold
                                                                                               : GateMode::Free;
}

std::vector<HeldThread> RingReader::heldThreads() const
{
    std::vector<HeldThread> held;
    if (!m_header)
        return held;
    for (const GateSlot &place : m_header->gate) {
        std::uint32_t word = 0;
        if (const auto thread = heldAt(place, word))
            held.push_back(*thread);
    }
    return held;
}

bool RingReader::release(const HeldThread &hold)
{
    if (!m_header)
        return false;
    for (GateSlot &place : m_header->gate) {
        std::uint32_t word = 0;
        // The word counts the uses of a place: nobody who has come since is let go.
        if (heldAt(place, word) == hold && place.word.compare_exchange_strong(word, word | 3U)) {
            wake(place.word);
            return true;
        }
    }
    return false;
}

RingCounters RingReader::counters() const
{
    RingCounters counters = m_counters;
    if (m_header) {
        counters.lost = m_header->lost.load();
        counters.gateOverflow = m_header->gateOverflow.load();
    }
    return counters;
}

} // namespace zocalo::trace
