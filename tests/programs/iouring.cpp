// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Makes a socket and sets up an io_uring. iouring raw [DESCRIPTORS]: by a system call of its own, as liburing does,
// behind so many other descriptors; is there for a second. iouring library: by syscall(); ends at once. Exit status 1:
// it may not.
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace {

long setUp(unsigned entries, io_uring_params *parameters)
{
#if defined(__x86_64__)
    long result = SYS_io_uring_setup;
    asm volatile("syscall" : "+a"(result) : "D"(entries), "S"(parameters) : "rcx", "r11", "memory");
    return result;
#elif defined(__aarch64__)
    register long number asm("x8") = SYS_io_uring_setup;
    register long first asm("x0") = entries;
    register io_uring_params *second asm("x1") = parameters;
    asm volatile("svc #0" : "+r"(first) : "r"(number), "r"(second) : "memory");
    return first;
#endif
}

} // namespace

int main(int count, char **words)
{
    constexpr int kSecond = 1000;
    constexpr unsigned kEntries = 4;
    const bool isRaw = count > 1 && std::strcmp(words[1], "raw") == 0;
    for (int i = count > 2 ? std::atoi(words[2]) : 0; i > 0; --i)
        (void)!open("/dev/null", O_RDONLY);
    (void)socket(AF_INET, SOCK_DGRAM, 0);
    io_uring_params parameters{};
    const long ring = isRaw ? setUp(kEntries, &parameters) : syscall(SYS_io_uring_setup, kEntries, &parameters);
    if (isRaw)
        poll(nullptr, 0, kSecond);
    return ring < 0 ? 1 : 0;
}
