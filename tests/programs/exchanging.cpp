// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Sends from a descriptor, makes it something else in one of many ways, and at once sends from it again, or reads.
// Prints the kernel's cookie of the socket of each send, asked for in a way that nobody who stands before the C
// library's functions sees. What is read is never a socket.
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int kTimes = 20;

int g_fd = -1;
int g_other = -1;

std::uint64_t cookie(int fd)
{
    std::uint64_t value = 0;
    socklen_t length = sizeof value;
    long result = SYS_getsockopt;
#if defined(__x86_64__)
    register long option __asm__("r10") = reinterpret_cast<long>(&value);
    register long size __asm__("r8") = reinterpret_cast<long>(&length);
    __asm__ volatile("syscall"
                     : "+a"(result)
                     : "D"(long{fd}), "S"(long{SOL_SOCKET}), "d"(long{SO_COOKIE}), "r"(option), "r"(size)
                     : "rcx", "r11", "memory");
#else
    result = getsockopt(fd, SOL_SOCKET, SO_COOKIE, &value, &length);
#endif
    return result == 0 ? value : 0;
}

/// A socket that can send.
int made()
{
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in discard{};
    discard.sin_family = AF_INET;
    discard.sin_port = htons(9);
    discard.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || connect(fd, reinterpret_cast<sockaddr *>(&discard), sizeof discard) != 0)
        std::exit(1);
    return fd;
}

char g_told[1 << 16];
int g_length = 0;

void sendFrom(int fd)
{
    send(fd, "x", 1, MSG_DONTWAIT); // that nobody hears is no matter
    g_length += std::snprintf(g_told + g_length, sizeof g_told - static_cast<std::size_t>(g_length), "%llu\n",
                              static_cast<unsigned long long>(cookie(fd)));
}

void readFrom(int fd)
{
    char byte = 1;
    if (read(fd, &byte, 1) != 1 || byte != 0)
        std::exit(2);
}

/// A function that leaves something else in g_fd's place; true: no socket.
using Exchange = bool (*)();

bool byClose()
{
    close(g_fd);
    return made() != g_fd;
}

bool byNumber()
{
    syscall(SYS_close, g_fd);
    return made() != g_fd;
}

bool byDup2() { return dup2(g_other, g_fd) != g_fd; }

bool byDup3() { return dup3(g_other, g_fd, O_CLOEXEC) != g_fd; }

bool byRange()
{
    const auto fd = static_cast<unsigned>(g_fd);
    return close_range(fd, fd, 0) != 0 || made() != g_fd;
}

bool byFclose()
{
    fclose(fdopen(g_fd, "r+"));
    return made() != g_fd;
}

bool byFcloseAndOpen()
{
    fclose(fdopen(g_fd, "r+"));
    if (open("/dev/zero", O_RDONLY) != g_fd)
        std::exit(3);
    return true;
}

bool byFreopen()
{
    FILE *const stream = fdopen(g_fd, "r+");
    if (!freopen("/dev/zero", "r", stream) || fileno(stream) != g_fd)
        std::exit(4);
    return true;
}

/// Not by the name that a program's calls go by.
void closeUnseen()
{
    static auto *const hidden = reinterpret_cast<int (*)(int)>(dlsym(dlopen("libc.so.6", RTLD_LAZY), "close"));
    if (!hidden || hidden(g_fd) != 0)
        std::exit(5);
}

bool byUnseenClose()
{
    closeUnseen();
    return made() != g_fd;
}

bool byUnseenCloseAndDup()
{
    closeUnseen();
    return dup(g_other) != g_fd;
}

bool byUnseenCloseAndOpen()
{
    closeUnseen();
    if (open("/dev/zero", O_RDONLY) != g_fd)
        std::exit(6);
    return true;
}

bool byOtherThread()
{
    static std::atomic<int> turn;
    turn = 0;
    std::thread other([] {
        while (turn != 1) {
        }
        dup2(g_other, g_fd);
        turn = 2;
        while (turn != 3) {
        }
    });
    sendFrom(g_fd);
    turn = 1;
    while (turn != 2) {
    }
    sendFrom(g_fd);
    turn = 3;
    other.join();
    return false;
}

bool bySignalHandler()
{
    std::signal(SIGUSR1, [](int) { dup2(g_other, g_fd); });
    return std::raise(SIGUSR1) != 0;
}

/// The child has descriptors of its own in the parent's memory: the parent's is what it was.
bool byVfork()
{
    const pid_t child = vfork();
    if (child == 0) {
        dup2(g_other, g_fd);
        sendFrom(g_fd);
        _exit(0);
    }
    return child < 0;
}

/// The same, where the child does not send but only closes, as subprocess does.
bool byVforkRange()
{
    const pid_t child = vfork();
    if (child == 0) {
        close_range(3, ~0U, 0);
        _exit(0);
    }
    return child < 0;
}

constexpr Exchange kAll[] = {byClose,        byNumber,
                             byDup2,         byDup3,
                             byRange,        byFclose,
                             byFreopen,      byFcloseAndOpen,
                             byUnseenClose,  byUnseenCloseAndDup,
                             byOtherThread,  byUnseenCloseAndOpen,
                             byVfork,        byVforkRange,
                             bySignalHandler};

} // namespace

int main()
{
    g_other = made();
    for (int i = 0; i < kTimes; ++i) {
        for (const Exchange exchange : kAll) {
            g_fd = made();
            sendFrom(g_fd);
            const bool isNoSocket = exchange();
            if (isNoSocket)
                readFrom(g_fd);
            else
                sendFrom(g_fd);
            close(g_fd);
        }
    }
    std::fwrite(g_told, 1, static_cast<std::size_t>(g_length), stdout);
    return 0;
}
