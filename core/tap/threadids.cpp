// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/threadids.h"

#include "core/tap/real.h"
#include "core/trace/rawsyscall.h"

#include <atomic>

#include <sys/mman.h>

// A thread's variables tell who it is as long as no other process has them. Two ways lead to another one: a copy of the
// memory (fork, whoever calls it and however), where a page that the kernel wipes then is zero; and the same memory
// with the same variables (vfork, and clone without variables of its own), which the functions at the end of this file
// note before it happens.

namespace zocalo::tap {

namespace {

using trace::asArgument;
using trace::rawSyscall;

/// How this thread's variables may be another process's too.
enum Sharing : std::uint32_t {
    Alone = 0,
    UntilBack = 1, ///< a child of vfork has them, until this thread runs again
    ForGood = 2,   ///< it has called clone: the kernel is asked every time
};

/// A number that a copy of the memory has not: 0 there until it is given another. Null: it cannot be had, or not yet.
std::atomic<std::atomic<std::uint32_t> *> g_copy{nullptr};
std::atomic<std::uint32_t> g_lastCopy{0};

thread_local ThreadIds t_ids;
thread_local std::uint32_t t_copy = 0; ///< what *g_copy was when t_ids was asked for; 0: not asked yet

ThreadIds askIds()
{
    return {static_cast<std::uint32_t>(rawSyscall(SYS_gettid)), static_cast<std::uint32_t>(rawSyscall(SYS_getpid))};
}

/// Of this copy of the memory; 0 where that cannot be told.
std::uint32_t copyNumber()
{
    std::atomic<std::uint32_t> *const place = g_copy.load(std::memory_order_acquire);
    if (!place)
        return 0;
    std::uint32_t number = place->load(std::memory_order_acquire);
    if (number == 0) {
        const std::uint32_t mine = g_lastCopy.fetch_add(1) + 1;
        number = place->compare_exchange_strong(number, mine) ? mine : number;
    }
    return number;
}

#if defined(__x86_64__) // elsewhere nothing stands in front of vfork and clone
__attribute__((constructor)) void makeCopyNumber()
{
    constexpr std::size_t kWiped = 4096;
    void *const page = mmap(nullptr, kWiped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED)
        return;
    if (rawSyscall(SYS_madvise, asArgument(page), kWiped, MADV_WIPEONFORK) == 0)
        g_copy.store(static_cast<std::atomic<std::uint32_t> *>(page), std::memory_order_release);
    else
        munmap(page, kWiped);
}
#endif

} // namespace

} // namespace zocalo::tap

extern "C" {

/// Sharing of this thread. Its name is the one that the code below knows.
__attribute__((visibility("hidden"))) thread_local std::uint32_t zocaloTapSharing = zocalo::tap::Alone;

} // extern "C"

namespace zocalo::tap {

ThreadIds threadIds()
{
    const std::uint32_t copy = copyNumber();
    if (copy != 0 && t_copy == copy && zocaloTapSharing == Alone)
        return t_ids;
    const ThreadIds ids = askIds();
    if (copy == 0)
        return ids;
    if (t_copy != copy) { // another memory: it is shared with nobody yet
        t_ids = ids;
        std::atomic_signal_fence(std::memory_order_release); // a signal handler may ask in between
        t_copy = copy;
        if (zocaloTapSharing == UntilBack)
            zocaloTapSharing = Alone;
    } else if (zocaloTapSharing == UntilBack && ids.tid == t_ids.tid) {
        zocaloTapSharing = Alone;
    }
    return ids;
}

} // namespace zocalo::tap

#if defined(__x86_64__)

extern "C" {

/// Before the C library's vfork, whose address it returns.
__attribute__((visibility("hidden"))) void *zocaloTapBeforeVfork()
{
    zocalo::tap::threadIds(); // while they are this thread's for certain
    if (zocaloTapSharing == zocalo::tap::Alone)
        zocaloTapSharing = zocalo::tap::UntilBack;
    return reinterpret_cast<void *>(zocalo::tap::real().vfork);
}

/// The same before clone.
__attribute__((visibility("hidden"))) void *zocaloTapBeforeClone()
{
    zocaloTapSharing = zocalo::tap::ForGood;
    return reinterpret_cast<void *>(zocalo::tap::real().clone);
}

} // extern "C"

// They go on by a jump, with nothing left on the stack: vfork returns twice, and clone elsewhere.
__asm__(R"(
    .text
    .globl vfork
    .globl __vfork
    .type vfork, @function
    .type __vfork, @function
vfork:
__vfork:
    endbr64
    subq $8, %rsp
    call zocaloTapBeforeVfork
    addq $8, %rsp
    jmp *%rax
    .size vfork, . - vfork
    .size __vfork, . - __vfork

    .globl clone
    .globl __clone
    .type clone, @function
    .type __clone, @function
clone:
__clone:
    endbr64
    pushq %rdi
    pushq %rsi
    pushq %rdx
    pushq %rcx
    pushq %r8
    pushq %r9
    subq $8, %rsp
    call zocaloTapBeforeClone
    addq $8, %rsp
    popq %r9
    popq %r8
    popq %rcx
    popq %rdx
    popq %rsi
    popq %rdi
    jmp *%rax
    .size clone, . - clone
    .size __clone, . - __clone
)");

#endif
