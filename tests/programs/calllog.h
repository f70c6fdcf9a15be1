// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A program's own log of its calls: for each "name fd result errno checksum". errno is 77 before each call, and stays
// so unless the call fails.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdio>

namespace {

constexpr int kUntouched = 77;
constexpr long kKept = 4096;
char g_out[10000];
char g_in[10000];
volatile size_t g_length; // read at run time, so that the compiler cannot leave out the checking variants

unsigned checksum(const char *bytes, long length)
{
    unsigned sum = 0;
    for (long i = 0; i < length && i < kKept; ++i)
        sum = sum * 31 + static_cast<unsigned char>(bytes[i]);
    return sum;
}

long log(const char *name, int fd, long result, const char *bytes = nullptr, long length = 0)
{
    const int error = errno;
    std::printf("%s %d %ld %d %u\n", name, fd, result, error, bytes ? checksum(bytes, length) : 0U);
    errno = kUntouched;
    return result;
}

long sent(const char *name, int fd, long length, long result) { return log(name, fd, result, g_out, length); }

long received(const char *name, int fd, long result) { return log(name, fd, result, g_in, result < 0 ? 0 : result); }

} // namespace
