// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/recentsocket.h"

#include "core/tap/threadids.h"

#include <atomic>

namespace zocalo::tap {

namespace {

constexpr std::uint64_t kTrustedNs = 20'000;
/// Below it, how many changes are going on; above it, how many have ended.
constexpr std::uint64_t kOneChange = 0x10000;
/// Functions of the C library that the tap does not stand before give the standard descriptors another file: daemon(3),
/// login_tty(3).
constexpr int kLastStandard = 2;

std::atomic<std::uint64_t> g_changes{0};

struct Told
{
    int fd = -1;
    std::uint64_t atNs = 0;
    std::uint64_t changes = 0;
    RecentSocket socket;
};

thread_local Told t_told;
/// Odd while t_told is written. A signal handler may read in the middle of that, or write in the middle of reading.
thread_local std::atomic<std::uint32_t> t_turn{0};

} // namespace

DescriptorChange::DescriptorChange() { g_changes.fetch_add(1); }

DescriptorChange::~DescriptorChange() { g_changes.fetch_add(kOneChange - 1); }

void distrustDescriptors() { g_changes.fetch_add(1); }

std::uint64_t descriptorChanges() { return g_changes.load(); }

bool isRecent(int fd) { return t_told.fd == fd; }

bool recallSocket(int fd, std::uint64_t nowNs, RecentSocket &socket)
{
    const std::uint32_t turn = t_turn.load(std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    const Told told = t_told;
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (turn % 2 != 0 || turn != t_turn.load(std::memory_order_relaxed))
        return false;
    if (told.fd != fd || nowNs - told.atNs > kTrustedNs || told.changes != descriptorChanges() || isMemoryShared())
        return false;
    socket = told.socket;
    return true;
}

void rememberSocket(int fd, std::uint64_t nowNs, std::uint64_t changes, const RecentSocket &socket)
{
    const std::uint32_t turn = t_turn.load(std::memory_order_relaxed);
    if (turn % 2 != 0 || changes % kOneChange != 0 || fd <= kLastStandard || isMemoryShared())
        return;
    t_turn.store(turn + 1, std::memory_order_relaxed);
    std::atomic_signal_fence(std::memory_order_seq_cst);
    t_told = {fd, nowNs, changes, socket};
    std::atomic_signal_fence(std::memory_order_seq_cst);
    t_turn.store(turn + 2, std::memory_order_relaxed);
}

} // namespace zocalo::tap
