// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// A datagram socket that gets its port by sending, loses it, and gets another; then the same for another socket that
// got its descriptor. Prints the port after each call.
#include <cstdio>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

void printPort(int fd)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length);
    std::printf("%d\n", ntohs(address.sin_port));
}

void send(int fd, int port)
{
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    to.sin_port = htons(static_cast<unsigned short>(port));
    sendto(fd, "x", 1, 0, reinterpret_cast<sockaddr *>(&to), sizeof to);
    printPort(fd);
}

} // namespace

int main()
{
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    send(fd, 9);
    send(fd, 9);
    sockaddr nobody{};
    nobody.sa_family = AF_UNSPEC;
    connect(fd, &nobody, sizeof nobody);
    printPort(fd);
    send(fd, 9);
    send(fd, 9);
    close(fd);
    if (socket(AF_INET, SOCK_DGRAM, 0) != fd)
        return 1;
    send(fd, 9);
    return 0;
}
