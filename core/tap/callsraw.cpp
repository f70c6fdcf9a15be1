// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// syscall(): programs that make the calls on sockets by their numbers.
#include "core/tap/calls.h"
#include "core/tap/callwatch.h"
#include "core/tap/real.h"
#include "core/tap/recentsocket.h"

#include <cstdarg>
#include <type_traits>

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <sys/epoll.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

using zocalo::tap::CallWatch;
using zocalo::trace::Call;

namespace {

/// The arguments, each as wide as the kernel takes them.
struct Raw
{
    long at[6];

    template <typename T>
    T as(int index) const
    {
        if constexpr (std::is_pointer_v<T>)
            return reinterpret_cast<T>(at[index]);
        else
            return static_cast<T>(at[index]);
    }
    int fd(int index = 0) const { return as<int>(index); }
};

/// While it lives, what is called is called from there, and is no point of cancellation, as syscall() is none.
class AsRaw
{
public:
    explicit AsRaw(void *caller)
    {
        pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &m_cancel);
        zocalo::tap::setRawCaller(caller);
    }
    ~AsRaw()
    {
        zocalo::tap::setRawCaller(nullptr);
        pthread_setcancelstate(m_cancel, nullptr);
    }
    AsRaw(const AsRaw &) = delete;
    AsRaw &operator=(const AsRaw &) = delete;

private:
    int m_cancel = 0;
};

/// The calls that have the same arguments and results as the C library's function, which is called instead.
bool callFunction(long number, const Raw &a, long &result)
{
    switch (number) {
    case SYS_socket:
        result = socket(a.fd(), a.fd(1), a.fd(2));
        return true;
    case SYS_socketpair:
        result = socketpair(a.fd(), a.fd(1), a.fd(2), a.as<int *>(3));
        return true;
    case SYS_bind:
        result = bind(a.fd(), a.as<sockaddr *>(1), a.as<socklen_t>(2));
        return true;
    case SYS_listen:
        result = listen(a.fd(), a.fd(1));
        return true;
#ifdef SYS_accept
    case SYS_accept:
        result = accept(a.fd(), a.as<sockaddr *>(1), a.as<socklen_t *>(2));
        return true;
#endif
    case SYS_accept4:
        result = accept4(a.fd(), a.as<sockaddr *>(1), a.as<socklen_t *>(2), a.fd(3));
        return true;
    case SYS_connect:
        result = connect(a.fd(), a.as<sockaddr *>(1), a.as<socklen_t>(2));
        return true;
    case SYS_shutdown:
        result = shutdown(a.fd(), a.fd(1));
        return true;
    case SYS_setsockopt:
        result = setsockopt(a.fd(), a.fd(1), a.fd(2), a.as<void *>(3), a.as<socklen_t>(4));
        return true;
    case SYS_getsockopt:
        result = getsockopt(a.fd(), a.fd(1), a.fd(2), a.as<void *>(3), a.as<socklen_t *>(4));
        return true;
    case SYS_getsockname:
        result = getsockname(a.fd(), a.as<sockaddr *>(1), a.as<socklen_t *>(2));
        return true;
    case SYS_getpeername:
        result = getpeername(a.fd(), a.as<sockaddr *>(1), a.as<socklen_t *>(2));
        return true;
    case SYS_close:
        result = close(a.fd());
        return true;
    case SYS_dup:
        result = dup(a.fd());
        return true;
#ifdef SYS_dup2
    case SYS_dup2:
        result = dup2(a.fd(), a.fd(1));
        return true;
#endif
    case SYS_dup3:
        result = dup3(a.fd(), a.fd(1), a.fd(2));
        return true;
    case SYS_fcntl:
        result = fcntl(a.fd(), a.fd(1), a.as<void *>(2));
        return true;
    case SYS_close_range:
        result = close_range(a.as<unsigned>(0), a.as<unsigned>(1), a.fd(2));
        return true;
    default:
        return false;
    }
}

/// The same for those that move bytes and those that wait.
bool callMover(long number, const Raw &a, long &result)
{
    switch (number) {
    case SYS_read:
        result = read(a.fd(), a.as<void *>(1), a.as<size_t>(2));
        return true;
    case SYS_write:
        result = write(a.fd(), a.as<void *>(1), a.as<size_t>(2));
        return true;
    case SYS_readv:
        result = readv(a.fd(), a.as<iovec *>(1), a.fd(2));
        return true;
    case SYS_writev:
        result = writev(a.fd(), a.as<iovec *>(1), a.fd(2));
        return true;
    case SYS_sendto:
        result = a.at[4] == 0 ? send(a.fd(), a.as<void *>(1), a.as<size_t>(2), a.fd(3))
                              : sendto(a.fd(), a.as<void *>(1), a.as<size_t>(2), a.fd(3), a.as<sockaddr *>(4),
                                       a.as<socklen_t>(5));
        return true;
    case SYS_recvfrom:
        result = a.at[4] == 0 ? recv(a.fd(), a.as<void *>(1), a.as<size_t>(2), a.fd(3))
                              : recvfrom(a.fd(), a.as<void *>(1), a.as<size_t>(2), a.fd(3), a.as<sockaddr *>(4),
                                         a.as<socklen_t *>(5));
        return true;
    case SYS_sendmsg:
        result = sendmsg(a.fd(), a.as<msghdr *>(1), a.fd(2));
        return true;
    case SYS_recvmsg:
        result = recvmsg(a.fd(), a.as<msghdr *>(1), a.fd(2));
        return true;
    case SYS_sendmmsg:
        result = sendmmsg(a.fd(), a.as<mmsghdr *>(1), a.as<unsigned>(2), a.fd(3));
        return true;
    case SYS_recvmmsg:
        result = recvmmsg(a.fd(), a.as<mmsghdr *>(1), a.as<unsigned>(2), a.fd(3), a.as<timespec *>(4));
        return true;
    case SYS_sendfile:
        result = sendfile(a.fd(), a.fd(1), a.as<off_t *>(2), a.as<size_t>(3));
        return true;
    case SYS_splice:
        result = splice(a.fd(), a.as<off64_t *>(1), a.fd(2), a.as<off64_t *>(3), a.as<size_t>(4), a.as<unsigned>(5));
        return true;
#ifdef SYS_poll
    case SYS_poll:
        result = poll(a.as<pollfd *>(0), a.as<nfds_t>(1), a.fd(2));
        return true;
#endif
#ifdef SYS_epoll_wait
    case SYS_epoll_wait:
        result = epoll_wait(a.fd(), a.as<epoll_event *>(1), a.fd(2), a.fd(3));
        return true;
#endif
    case SYS_epoll_ctl:
        result = epoll_ctl(a.fd(), a.fd(1), a.fd(2), a.as<epoll_event *>(3));
        return true;
    default:
        return false;
    }
}

/// From then on: by another process, which shares them, or by the kernel's workers.
bool mayChangeDescriptorsUnseen(long number, const long *arguments)
{
#ifdef SYS_io_uring_setup // Linux 5.1
    if (number == SYS_io_uring_setup)
        return true;
#endif
    return number == SYS_clone && (arguments[0] & CLONE_FILES) != 0;
}

} // namespace

extern "C" {

/// syscall() of a number that may be watched: see below. Only the tap itself calls it.
__attribute__((visibility("hidden"))) long zocaloTapSyscall(long number, ...)
{
    Raw raw{};
    va_list arguments;
    va_start(arguments, number);
    for (long &argument : raw.at)
        argument = va_arg(arguments, long);
    va_end(arguments);
    {
        const AsRaw asRaw(ZOCALO_TAP_CALLER);
        long result = 0;
        if (callFunction(number, raw, result) || callMover(number, raw, result))
            return result;
    }
    const long *const a = raw.at;
    if (mayChangeDescriptorsUnseen(number, a))
        zocalo::tap::distrustDescriptors();
    const long result = zocalo::tap::real().syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
#ifdef SYS_fork
    if (number == SYS_fork && result > 0)
        zocalo::tap::tellChild(static_cast<pid_t>(result), ZOCALO_TAP_CALLER);
#endif
    if (number == SYS_clone && result > 0 && (a[0] & (CLONE_THREAD | CLONE_FILES)) == 0)
        zocalo::tap::tellChild(static_cast<pid_t>(result), ZOCALO_TAP_CALLER);
#ifdef SYS_io_uring_setup // Linux 5.1
    if (number == SYS_io_uring_setup && result >= 0) {
        CallWatch watch(Call::IoUringSetup, ZOCALO_TAP_CALLER);
        if (watch)
            watch.tellAside(result);
    }
#endif
    return result;
}

/// The C library's own, once it has been looked up.
__attribute__((visibility("hidden"))) long (*zocaloTapRealSyscall)(long, ...) = nullptr;

} // extern "C"

namespace {

__attribute__((constructor)) void findSyscall() { zocaloTapRealSyscall = zocalo::tap::real().syscall; }

} // namespace

#if defined(__x86_64__)
// A number that nobody watches is passed on by a jump, with nothing left on the stack: a call that goes on elsewhere
// (clone, on another stack) would not find its way back through a frame of ours. Watched are those up to 55 (the old
// socket calls, read, write, dup, poll …), 72 (fcntl) and those from 232 (epoll_wait) on; vfork and exec
// (58, 59) are none of them, nor is clone3 (435). fork (57) is, and clone (56) where it makes a copy of the memory
// (without CLONE_VM, 0x100, and a stack of its own): the frame is there twice. What clone starts may have this thread's
// variables: see threadids.cpp.
__asm__(R"(
    .text
    .globl syscall
    .hidden zocaloTapSyscallEntry
    .globl zocaloTapSyscallEntry
    .type syscall, @function
syscall:
zocaloTapSyscallEntry:
    endbr64
    cmpq $56, %rdi
    jb 1f
    je 4f
    cmpq $57, %rdi
    je 1f
    cmpq $72, %rdi
    je 1f
    cmpq $232, %rdi
    jb 2f
    cmpq $435, %rdi
    je 2f
1:  jmp zocaloTapSyscall
2:  movq zocaloTapRealSyscall(%rip), %rax
    testq %rax, %rax
    je zocaloTapSyscall
    cmpq $56, %rdi
    je 3f
    cmpq $58, %rdi
    je 3f
    cmpq $435, %rdi
    je 3f
    jmp *%rax
3:  movq zocaloTapSharing@gottpoff(%rip), %r11
    orl $0x40000000, %fs:(%r11)
    jmp *%rax
4:  testq $0x100, %rsi
    jne 2b
    testq %rdx, %rdx
    jne 2b
    jmp 1b
    .size syscall, . - syscall
)");
#endif
