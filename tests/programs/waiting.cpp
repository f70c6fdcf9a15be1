// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Makes a socket, and is there for a second.
#include <poll.h>
#include <sys/socket.h>

int main()
{
    constexpr int kSecond = 1000;
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    poll(nullptr, 0, kSecond);
    return fd < 0 ? 1 : 0;
}
