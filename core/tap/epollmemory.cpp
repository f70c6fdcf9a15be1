// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
#include "core/tap/epollmemory.h"

#include "core/tap/socketinfo.h"
#include "core/trace/rawsyscall.h"

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstring>

#include <fcntl.h>

namespace zocalo::tap {

namespace {

using trace::asArgument;
using trace::rawSyscall;

enum Known : std::uint8_t { Unasked = 0, NoSocket = 1, HasSocket = 2 };

constexpr int kRememberedEpolls = 16384;
std::atomic<std::uint8_t> g_known[kRememberedEpolls];

constexpr char kLabel[] = "tfd:";
constexpr std::size_t kLabelLength = sizeof kLabel - 1;

/// The number after the spaces there.
int numberAt(const char *text, const char *end)
{
    int number = -1;
    while (text < end && *text == ' ')
        ++text;
    for (; text < end && *text >= '0' && *text <= '9'; ++text)
        number = std::max(number, 0) * 10 + (*text - '0');
    return number;
}

/// "/proc/self/fdinfo/N", which lists the descriptors that the instance waits for, each on a line "tfd: N …".
bool askProc(int epoll)
{
    char path[64] = "/proc/self/fdinfo/";
    char digits[16];
    std::size_t count = 0;
    for (int rest = epoll; rest > 0 || count == 0; rest /= 10)
        digits[count++] = static_cast<char>('0' + rest % 10);
    char *end = path + std::strlen(path);
    while (count > 0)
        *end++ = digits[--count];
    *end = '\0';
    const long file = rawSyscall(SYS_openat, AT_FDCWD, asArgument(path), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    char text[4096] = {};
    const long length = rawSyscall(SYS_read, file, asArgument(text), sizeof text);
    rawSyscall(SYS_close, file);
    const char *const stop = text + std::max(length, 0L);
    for (const char *at = text; at + kLabelLength < stop; ++at) {
        if (std::memcmp(at, kLabel, kLabelLength) != 0)
            continue;
        const int fd = numberAt(at + kLabelLength, stop);
        if (fd >= 0 && cookieOf(fd) != 0)
            return true;
    }
    return false;
}

} // namespace

void rememberEpoll(int epoll, bool hasSocket)
{
    if (epoll >= 0 && epoll < kRememberedEpolls)
        g_known[epoll].store(hasSocket ? HasSocket : NoSocket, std::memory_order_relaxed);
}

bool epollHasSocket(int epoll)
{
    if (epoll < 0)
        return false;
    if (epoll >= kRememberedEpolls)
        return askProc(epoll);
    const std::uint8_t known = g_known[epoll].load(std::memory_order_relaxed);
    if (known != Unasked)
        return known == HasSocket;
    const bool hasSocket = askProc(epoll);
    rememberEpoll(epoll, hasSocket);
    return hasSocket;
}

} // namespace zocalo::tap
