// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Sockets that are inherited: over fork, vfork and exec. Prints the pids that it makes.
#include <cstdio>
#include <cstdlib>
#include <string>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

void askName(int fd)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(fd, reinterpret_cast<sockaddr *>(&address), &length);
}

int afterExec(char **arguments)
{
    askName(std::atoi(arguments[1])); // closed by exec: not there
    askName(std::atoi(arguments[2]));
    return 3;
}

} // namespace

int main(int count, char **arguments)
{
    if (count == 3)
        return afterExec(arguments);
    std::setvbuf(stdout, nullptr, _IONBF, 0);
    const int gone = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int kept = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bind(kept, reinterpret_cast<sockaddr *>(&address), sizeof address);

    const pid_t child = fork();
    if (child == 0) {
        shutdown(kept, SHUT_WR);
        _exit(0);
    }
    std::printf("fork %d\n", child);
    waitpid(child, nullptr, 0);

    const pid_t borrowed = vfork();
    if (borrowed == 0) {
        listen(gone, 1);
        _exit(0);
    }
    std::printf("vfork %d\n", borrowed);
    waitpid(borrowed, nullptr, 0);

    const std::string first = std::to_string(gone);
    const std::string second = std::to_string(kept);
    execl("/proc/self/exe", arguments[0], first.c_str(), second.c_str(), nullptr);
    return 1;
}
