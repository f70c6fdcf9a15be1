// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/threadids.h"

#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/real.h"
#include "core/tap/recentsocket.h"
#include "core/trace/rawsyscall.h"

#include <atomic>
#include <cerrno>
#include <cstdarg>

#include <dlfcn.h>
#include <sched.h>
#include <sys/mman.h>

// A thread's variables tell who it is as long as no other process has them. Two ways lead to another one: a copy of the
// memory (fork, whoever calls it and however), where a page that the kernel wipes then is zero; and the same memory
// with the same variables (vfork, and clone without variables of its own), which the functions at the end of this file
// note before it happens.

namespace zocalo::tap {

namespace {

using trace::asArgument;
using trace::rawSyscall;

/// How this thread's variables may be another process's too: the number of its vforks from which it is not back, each
/// counted before it happens and until it has returned to the parent (a signal handler may ask in between, on either
/// side), and this, if it has called clone. Unless it is 0, the kernel is asked every time.
constexpr std::uint32_t kForGood = 0x40000000;

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
extern "C" {
// The functions at the end of this file and of callsraw.cpp, by names that nobody can take.
__attribute__((visibility("hidden"))) extern const char zocaloTapVfork[];
__attribute__((visibility("hidden"))) int zocaloTapClone(int (*start)(void *), void *stack, int flags, void *argument,
                                                         ...) noexcept;
__attribute__((visibility("hidden"))) extern const char zocaloTapSyscallEntry[];
}

/// A program may have a vfork of its own, or something may be loaded that stands before the tap: then nobody here is
/// told.
bool isFirst(const char *name, const char *ours) { return dlsym(RTLD_DEFAULT, name) == ours; }

__attribute__((constructor)) void makeCopyNumber()
{
    constexpr std::size_t kWiped = 4096;
    if (!isFirst("vfork", zocaloTapVfork) || !isFirst("clone", reinterpret_cast<const char *>(zocaloTapClone)) ||
        !isFirst("syscall", zocaloTapSyscallEntry))
        return;
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

/// Of this thread, see kForGood. Its name is the one that the code below knows.
__attribute__((visibility("hidden"))) thread_local std::uint32_t zocaloTapSharing = 0;

} // extern "C"

namespace zocalo::tap {

ThreadIds threadIds()
{
    const std::uint32_t copy = copyNumber();
    if (copy != 0 && t_copy == copy && zocaloTapSharing == 0)
        return t_ids;
    const ThreadIds ids = askIds();
    if (copy == 0)
        return ids;
    if (t_copy != copy) { // another memory
        t_ids = ids;
        std::atomic_signal_fence(std::memory_order_release); // a signal handler may ask in between
        t_copy = copy;
    }
    return ids;
}

bool isMemoryShared() { return zocaloTapSharing != 0 || !g_copy.load(std::memory_order_acquire); }

} // namespace zocalo::tap

#if defined(__x86_64__)

// What it starts begins on a stack of its own: the function that returns here is the parent's. Of what shares the
// descriptors nothing is told: it inherits none.
ZOCALO_TAP_CALL int clone(int (*start)(void *), void *stack, int flags, void *argument, ...) __THROW
{
    va_list arguments;
    va_start(arguments, argument);
    auto *const parentId = va_arg(arguments, pid_t *);
    void *const variables = va_arg(arguments, void *);
    auto *const childId = va_arg(arguments, pid_t *);
    va_end(arguments);
    zocaloTapSharing = zocaloTapSharing | zocalo::tap::kForGood;
    if ((flags & CLONE_FILES) != 0)
        zocalo::tap::distrustDescriptors(); // another process may close them
    const int made = zocalo::tap::real().clone(start, stack, flags, argument, parentId, variables, childId);
    if (made > 0 && (flags & (CLONE_THREAD | CLONE_FILES)) == 0)
        zocalo::tap::tellChild(made, ZOCALO_TAP_CALLER);
    return made;
}

extern "C" {

__attribute__((visibility("default"), alias("clone"))) int __clone(int (*start)(void *), void *stack, int flags,
                                                                   void *argument, ...) noexcept;
__attribute__((visibility("hidden"), alias("clone"))) int zocaloTapClone(int (*start)(void *), void *stack, int flags,
                                                                         void *argument, ...) noexcept;

/// Before vfork.
__attribute__((visibility("hidden"))) void zocaloTapBeforeVfork()
{
    zocalo::tap::threadIds(); // while they are this thread's for certain
    zocaloTapSharing = zocaloTapSharing + 1;
}

/// In the parent: the child has become a program or has ended; or vfork could not be, for that reason (negative).
__attribute__((visibility("hidden"))) pid_t zocaloTapAfterVfork(long result)
{
    if (result < 0) {
        errno = static_cast<int>(-result);
        return -1;
    }
    zocalo::tap::tellChildLater(static_cast<pid_t>(result));
    return static_cast<pid_t>(result);
}

} // extern "C"

// vfork is the system call itself, as the C library has it: only its own return tells for certain that the parent is
// back. The return address is kept in a register, because the child's calls write over where it stood; and the child
// jumps there, so that the parent finds a shadow stack as it left it.
__asm__(R"(
    .text
    .globl vfork
    .globl __vfork
    .hidden zocaloTapVfork
    .globl zocaloTapVfork
    .type vfork, @function
    .type __vfork, @function
vfork:
__vfork:
zocaloTapVfork:
    endbr64
    subq $8, %rsp
    call zocaloTapBeforeVfork
    addq $8, %rsp
    popq %rdi
    movl $58, %eax
    syscall
    pushq %rdi
    testq %rax, %rax
    jnz 1f
    popq %rdi
    notrack jmp *%rdi
1:  movq zocaloTapSharing@gottpoff(%rip), %rcx
    decl %fs:(%rcx)
    movq %rax, %rdi
    jmp zocaloTapAfterVfork
    .size vfork, . - vfork
    .size __vfork, . - __vfork
)");

#endif
