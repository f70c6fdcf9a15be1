// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/trace/ringwriter.h"

#include "core/trace/rawsyscall.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>

#include <fcntl.h>
#include <linux/futex.h>
#include <linux/memfd.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/uio.h>

namespace zocalo::trace {

namespace {

constexpr int kSealsToSet = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
constexpr unsigned kShortRounds = 20;                       // of 0.1 ms, then of 1 ms
constexpr unsigned kRoundsPerCheck = 64;                    // between two looks whether the collector lives
constexpr std::uint64_t kLongestSilenceNs = 10'000'000'000; // of a reader that lives
constexpr unsigned kMaxStaleReads = 1000; // of a head that contradicts its slot: then the memory was overwritten

/// Claims of this thread that are not published yet: more than one where a signal handler makes calls.
thread_local volatile unsigned t_filling = 0;
/// Waits at the gate that this thread is in.
thread_local volatile unsigned t_waiting = 0;

/// Asks for a slot's memory before it is needed, to write: the reader's processor has it since its last lap, and to
/// fetch it costs more than all else that a record takes. A hint: nothing happens where it is not understood.
void fetchToWrite(const RingSlot &slot)
{
    constexpr std::size_t kLine = 64;
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(&slot);
    for (std::size_t at = 0; at < kSlotSize; at += kLine) {
#if defined(__x86_64__)
        __asm__ volatile("prefetchw %0" : : "m"(bytes[at])); // the compiler's own needs a newer processor
#else
        __builtin_prefetch(bytes + at, 1);
#endif
    }
}

std::uint32_t gateWord(std::uint32_t word, GateState state) { return (word & ~3U) | static_cast<std::uint32_t>(state); }

/// A file made larger than "ulimit -f" allows, be it only memory, would end the program by SIGXFSZ.
bool mayHaveFileOf(std::size_t size)
{
    rlimit limit{};
    return rawSyscall(SYS_prlimit64, 0, RLIMIT_FSIZE, 0, asArgument(&limit)) != 0 || limit.rlim_cur >= size;
}

} // namespace

int RingWriter::create(std::uint32_t slotCount)
{
    const std::size_t size = ringSize(slotCount);
    if (!mayHaveFileOf(size))
        return -EFBIG;
    const int memfd =
        static_cast<int>(rawSyscall(SYS_memfd_create, asArgument("zocalo-ring"), MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (memfd < 0)
        return memfd;
    long failure = rawSyscall(SYS_ftruncate, memfd, static_cast<long>(size));
    if (failure == 0)
        failure = rawSyscall(SYS_fcntl, memfd, F_ADD_SEALS, kSealsToSet);
    void *memory = MAP_FAILED;
    if (failure == 0) {
        memory = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, memfd, 0);
        if (memory == MAP_FAILED)
            failure = -errno;
    }
    if (failure != 0) {
        rawSyscall(SYS_close, memfd);
        return static_cast<int>(failure);
    }
    m_header = static_cast<RingHeader *>(memory);
    m_slots = reinterpret_cast<RingSlot *>(static_cast<std::uint8_t *>(memory) + kHeaderSize);
    m_slotCount = slotCount;
    // The rest is zero, as the kernel gives it: every slot free for lap 0, gate open.
    m_header->magic = kRingMagic;
    m_header->version = kFormatVersion;
    m_header->slotCount = slotCount;
    m_header->slotSize = kSlotSize;
    m_header->pid = static_cast<std::uint32_t>(rawSyscall(SYS_getpid));
    return memfd;
}

void RingWriter::destroy()
{
    // A thread that was forked by a signal handler in the middle of a wait still looks at its place.
    if (m_header && t_waiting == 0)
        munmap(m_header, ringSize(m_slotCount));
    m_header = nullptr;
    m_slots = nullptr;
}

bool RingWriter::isFilling() { return t_filling != 0; }

bool RingWriter::put(Record &record, const PayloadView &payload, GateHold &hold, std::uint32_t owner)
{
    hold = {};
    record.payloadKept = payload.kept;
    const bool isNested = isFilling();
    Claim claimed{ClaimState::Claimed, slotsFor(payload.kept + record.source), owner != 0 ? owner : record.tid, 0};
    std::uint64_t position = 0;
    if (!claim(claimed, position))
        return false;
    fill(position, record, payload);
    if (!isNested && isSocketCall(record.call) &&
        m_header->gateMode.load() == static_cast<std::uint32_t>(GateMode::Hold))
        hold = takeGate(record);
    claimed.lap = lap(position);
    std::uint64_t expected = claimed.word();
    Claim published = claimed;
    published.state = ClaimState::Published;
    // Fails only if the reader took us for dead and skipped the claim.
    const bool isPublished =
        slot(position).claim.compare_exchange_strong(expected, published.word(), std::memory_order_release);
    t_filling = t_filling - 1;
    fetchToWrite(slot(position + claimed.slotsUsed));
    return isPublished;
}

bool RingWriter::claim(const Claim &wanted, std::uint64_t &position)
{
    unsigned round = 0;
    unsigned stale = 0;
    while (isWanted()) {
        const std::uint64_t head = m_header->head.load(std::memory_order_acquire);
        const std::uint64_t seen = slot(head).claim.load(std::memory_order_acquire);
        const Claim current = Claim::fromWord(seen);
        const std::uint64_t ahead = (current.lap - lap(head)) & Claim::kLapMask;
        if (ahead == 0 && current.state != ClaimState::Free) {
            if (!help(head, current))
                return false;
            continue;
        }
        if (ahead == 0 && head + wanted.slotsUsed <= m_header->tail.load(std::memory_order_acquire) + m_slotCount) {
            if (!claimAt(head, seen, wanted))
                continue;
            position = head;
            return true;
        }
        if (ahead != 0 && ahead <= Claim::kLapMask / 2) { // consumed since `head` was read
            if (++stale > kMaxStaleReads)
                giveUp();
            continue;
        }
        if (isFilling()) {
            m_header->lost.fetch_add(1, std::memory_order_relaxed);
            return false;
        }
        if (!pause(round++))
            return false;
    }
    return false;
}

bool RingWriter::claimAt(std::uint64_t position, std::uint64_t seen, const Claim &wanted)
{
    Claim mine = wanted;
    mine.lap = lap(position);
    t_filling = t_filling + 1; // before the claim is seen: a signal may come right after it
    if (!slot(position).claim.compare_exchange_strong(seen, mine.word(), std::memory_order_acq_rel)) {
        t_filling = t_filling - 1;
        return false;
    }
    help(position, mine);
    return true;
}

bool RingWriter::help(std::uint64_t head, const Claim &claim)
{
    if (claim.slotsUsed == 0 || claim.slotsUsed > kMaxRecordSlots) { // the program has overwritten the ring
        giveUp();
        return false;
    }
    m_header->head.compare_exchange_strong(head, head + claim.slotsUsed, std::memory_order_acq_rel);
    return true;
}

bool RingWriter::pause(unsigned round)
{
    const timespec slice{0, round < kShortRounds ? 100'000 : 1'000'000};
    rawSyscall(SYS_nanosleep, asArgument(&slice), 0);
    if (round % kRoundsPerCheck == kRoundsPerCheck - 1 && !collectorLives()) {
        giveUp();
        return false;
    }
    return true;
}

void RingWriter::fill(std::uint64_t position, const Record &record, const PayloadView &payload)
{
    std::uint8_t *target = slot(position).bytes;
    std::memcpy(target, &record, sizeof record);
    target += sizeof record;
    std::size_t room = kFirstPayload;
    const auto append = [&](const std::uint8_t *bytes, std::size_t length) {
        while (length > 0) {
            if (room == 0) {
                target = slot(++position).bytes;
                room = kNextPayload;
            }
            const std::size_t part = std::min(room, length);
            std::memcpy(target, bytes, part);
            target += part;
            bytes += part;
            room -= part;
            length -= part;
        }
    };
    std::size_t left = payload.kept;
    for (std::size_t i = 0; i < payload.count && left > 0; ++i) {
        const std::size_t length = std::min(payload.pieces[i].iov_len, left);
        left -= length;
        append(static_cast<const std::uint8_t *>(payload.pieces[i].iov_base), length);
    }
    append(reinterpret_cast<const std::uint8_t *>(payload.source), record.source);
}

GateHold RingWriter::takeGate(const Record &record)
{
    // A released place may have lost its owner (a signal handler that jumped out of the wait): second choice.
    for (const GateState wanted : {GateState::Free, GateState::Released}) {
        for (std::uint32_t i = 0; i < kGateSlots; ++i) {
            GateSlot &place = m_header->gate[(record.tid + i) % kGateSlots];
            std::uint32_t seen = place.word.load();
            if (gateState(seen) != wanted)
                continue;
            const std::uint32_t filling = gateWord(seen + 4, GateState::Filling);
            if (!place.word.compare_exchange_strong(seen, filling))
                continue;
            place.tid.store(record.tid, std::memory_order_relaxed);
            place.serial.store(record.serial, std::memory_order_relaxed);
            place.phase.store(static_cast<std::uint32_t>(record.phase), std::memory_order_relaxed);
            const std::uint32_t held = gateWord(filling, GateState::Held);
            place.word.store(held);
            return {&place, held};
        }
    }
    m_header->gateOverflow.fetch_add(1, std::memory_order_relaxed);
    return {};
}

void RingWriter::wait(GateHold &hold)
{
    if (!hold.slot)
        return;
    t_waiting = t_waiting + 1;
    const RingHeader *const header = m_header;
    std::atomic<std::uint32_t> &word = hold.slot->word;
    const timespec slice{1, 0};
    // In a child forked meanwhile (by a signal handler) the ring is another one, and this place the parent's.
    while (header == m_header && isHeld(hold)) {
        const long answer =
            rawSyscall(SYS_futex, asArgument(&word), FUTEX_WAIT, static_cast<long>(hold.word), asArgument(&slice));
        if (answer == -ETIMEDOUT && !collectorLives())
            giveUp();
    }
    if (header == m_header)
        leaveGate(hold);
    hold = {};
    t_waiting = t_waiting - 1;
}

bool RingWriter::isHeld(const GateHold &hold) const
{
    return hold.slot && hold.slot->word.load() == hold.word && isWanted() &&
           m_header->gateMode.load() == static_cast<std::uint32_t>(GateMode::Hold);
}

void RingWriter::leaveGate(GateHold &hold)
{
    std::atomic<std::uint32_t> &word = hold.slot->word;
    std::uint32_t seen = word.load();
    while ((seen & ~3U) == (hold.word & ~3U) && gateState(seen) != GateState::Free) {
        if (word.compare_exchange_weak(seen, gateWord(seen, GateState::Free)))
            break;
    }
    hold = {};
}

void RingWriter::checkCollector()
{
    if (m_header && !collectorLives())
        giveUp();
}

bool RingWriter::collectorLives() const
{
    if (m_blind) {
        timespec now{};
        clock_gettime(CLOCK_MONOTONIC, &now);
        const auto nowNs =
            static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000U + static_cast<std::uint64_t>(now.tv_nsec);
        return nowNs < m_header->beatNs.load() + kLongestSilenceNs;
    }
    const auto pid = static_cast<long>(m_header->collectorPid.load());
    if (pid == 0 || rawSyscall(SYS_kill, pid, 0) == -ESRCH)
        return false;
    // kill() finds zombies too. Reading memory tells them apart, without a descriptor: a zombie has none (ESRCH), a
    // living process gives EFAULT for address 0, or EPERM.
    std::uint8_t byte = 0;
    const iovec here{&byte, 1};
    const iovec there{nullptr, 1};
    return rawSyscall(SYS_process_vm_readv, pid, asArgument(&here), 1, asArgument(&there), 1) != -ESRCH;
}

void RingWriter::giveUp() { m_header->closed.store(1); }

} // namespace zocalo::trace
