// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Writes another title over its command line and its environment, as servers do (setproctitle(3)), or with "private"
// lets nobody look into it (prctl(2), PR_SET_DUMPABLE); then makes a socket, and is there for a second.
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstring>

int main(int argc, char **argv)
{
    constexpr int kSecond = 1000;
    if (argc > 1 && std::strcmp(argv[1], "private") == 0) {
        prctl(PR_SET_DUMPABLE, 0);
    } else {
        char *end = argv[0];
        for (int i = 0; i < argc; ++i) {
            end = argv[i] + std::strlen(argv[i]);
        }
        for (char **variable = environ; *variable != nullptr; ++variable) {
            end = *variable + std::strlen(*variable);
        }
        std::memset(argv[0], 'x', static_cast<std::size_t>(end - argv[0]));
    }
    const int fd = socket(AF_INET, SOCK_DGRAM, 0);
    poll(nullptr, 0, kSecond);
    return fd < 0 ? 1 : 0;
}
