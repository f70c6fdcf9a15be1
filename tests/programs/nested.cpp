// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Calls that a gate has to tell apart: `nested handler` makes one in a signal handler (SIGUSR1), which may interrupt
// another; `nested orphan` has a grandchild that shares its memory's ring, and that nobody is the parent of by the time
// it makes its calls. That grandchild was made by _Fork(), which runs no handlers of fork().
#include <csignal>
#include <string_view>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

int g_socket = -1;

void askName(int /*signal*/)
{
    sockaddr_in address{};
    socklen_t length = sizeof address;
    getsockname(g_socket, reinterpret_cast<sockaddr *>(&address), &length);
}

int handler()
{
    struct sigaction action = {};
    action.sa_handler = askName;
    sigaction(SIGUSR1, &action, nullptr);
    g_socket = socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return bind(g_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0 ? 0 : 1;
}

int orphan()
{
    int ends[2];
    char byte = 0;
    g_socket = socket(AF_INET, SOCK_DGRAM, 0);
    if (pipe(ends) != 0)
        return 1;
    const pid_t child = _Fork();
    if (child == 0) {
        if (_Fork() != 0)
            _exit(0);
        close(ends[0]);
        while (getppid() == child)
            poll(nullptr, 0, 1);
        askName(0);
        _exit(write(ends[1], "x", 1) == 1 ? 0 : 1);
    }
    close(ends[1]);
    waitpid(child, nullptr, 0);
    return read(ends[0], &byte, 1) == 1 ? 0 : 1;
}

} // namespace

int main(int count, char **arguments)
{
    return count == 2 && std::string_view(arguments[1]) == "orphan" ? orphan() : handler();
}
