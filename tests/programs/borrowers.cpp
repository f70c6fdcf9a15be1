// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Threads and processes of every making, some with the memory and the variables of the thread that made them. Each
// makes a call with a number of its own, and prints "number pid tid".
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <iterator>
#include <thread>

#include <sched.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

int g_socket = -1;
std::atomic<int> g_turn{0};
alignas(16) unsigned char g_stack[64 * 1024];

void call(int number)
{
    setsockopt(g_socket, SOL_SOCKET, SO_PRIORITY, &number, sizeof number);
    dprintf(STDOUT_FILENO, "%d %d %d\n", number, static_cast<int>(getpid()), static_cast<int>(gettid()));
}

void await(pid_t child)
{
    int status = -1;
    if (child < 0 || waitpid(child, &status, 0) != child || status != 0)
        _exit(1);
}

/// In a copy of the memory a new thread asks first who it is.
void runCopy(int first)
{
    std::thread([first] { call(first); }).join();
    call(first + 1);
    _exit(0);
}

void copyMemory()
{
    const pid_t child = fork();
    if (child == 0)
        runCopy(10);
    await(child);
    call(12);
    const pid_t plain = _Fork();
    if (plain == 0) {
        call(13);
        const pid_t again = _Fork();
        if (again == 0) {
            call(14);
            _exit(0);
        }
        await(again);
        call(15);
        _exit(0);
    }
    await(plain);
    call(16);
    const long raw = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
    if (raw == 0) {
        call(17);
        _exit(0);
    }
    await(static_cast<pid_t>(raw));
    call(18);
}

void borrowInBorrowed()
{
    const pid_t child = vfork();
    if (child == 0) {
        call(22);
        _exit(0);
    }
    await(child);
}

void borrowMemory()
{
    const pid_t child = vfork();
    if (child == 0) {
        call(20);
        call(21);
        borrowInBorrowed();
        call(23);
        _exit(0);
    }
    await(child);
    call(24);
    const pid_t silent = vfork();
    if (silent == 0)
        _exit(0);
    const pid_t next = vfork(); // its parent has made no call since
    if (next == 0) {
        call(25);
        _exit(0);
    }
    await(silent);
    await(next);
    call(26);
}

int runBeside(void *)
{
    call(30);
    g_turn = 1;
    while (g_turn != 2)
        sched_yield();
    call(32);
    _exit(0);
}

[[noreturn]] void runRaw()
{
    call(40);
    _exit(0);
}

/// Both run at the same time, with one set of variables.
void shareMemory()
{
    const pid_t child = clone(runBeside, std::end(g_stack), CLONE_VM | SIGCHLD, nullptr);
    while (child > 0 && g_turn != 1)
        sched_yield();
    call(31);
    g_turn = 2;
    await(child);
    call(33);
}

/// By the number of the call: syscall() returns to what it finds on its stack.
void shareMemoryRaw()
{
    call(39);
#if defined(__x86_64__)
    auto *const top = reinterpret_cast<std::uintptr_t *>(std::end(g_stack)) - 2;
    *top = reinterpret_cast<std::uintptr_t>(&runRaw);
    await(static_cast<pid_t>(syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, top, 0, 0, 0)));
#endif
    call(41);
}

#if defined(__x86_64__)
constexpr std::uint64_t kTrapFlag = 0x100; // EFLAGS: a trap behind each instruction

void setTrap(bool on)
{
    const std::uint64_t mask = on ? kTrapFlag : 0;
    asm volatile("subq $128, %%rsp; pushfq; andq $~0x100, (%%rsp); orq %0, (%%rsp); popfq; addq $128, %%rsp"
                 :
                 : "r"(mask)
                 : "cc", "memory");
}

void trapped(int) { call(60); }

/// A signal handler makes a call behind each instruction on the way into vfork and back.
void borrowInSteps()
{
    struct sigaction action = {};
    action.sa_handler = trapped;
    sigaction(SIGTRAP, &action, nullptr);
    setTrap(true);
    const pid_t child = vfork();
    setTrap(false);
    if (child == 0) {
        call(61);
        _exit(0);
    }
    await(child);
    call(62);
}
#endif

} // namespace

#if defined(__x86_64__) && defined(OWN_VFORK)
// In front of everybody else's: the program shows it to the libraries.
asm(R"(
    .globl vfork
    .type vfork, @function
vfork:
    popq %rdi
    movl $58, %eax
    syscall
    jmp *%rdi
    .size vfork, . - vfork
)");
#endif

int main()
{
    g_socket = socket(AF_INET, SOCK_DGRAM, 0);
    const pid_t early = vfork(); // before any call on it
    if (early == 0) {
        call(1);
        _exit(0);
    }
    await(early);
    call(2);
    std::thread([] { call(3); }).join();
    std::thread([] { borrowMemory(); }).join();
    copyMemory();
#if defined(__x86_64__)
    std::thread([] { borrowInSteps(); }).join();
#endif
    std::thread([] { shareMemory(); }).join();
    std::thread([] { shareMemoryRaw(); }).join();
    call(4);
    return 0;
}
