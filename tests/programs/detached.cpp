// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// As a daemon does: makes a child, and ends at once; the child makes its calls on sockets alone.
#include <sys/socket.h>
#include <unistd.h>

int main()
{
    if (fork() != 0) {
        _exit(0);
    }
    const int fd = socket(AF_INET, SOCK_STREAM, 0);
    listen(fd, 1);
    close(fd);
    return 0;
}
