// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Calls whose lines are known: each stands on a line with its name behind it. Built with debug information and without.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

void say(int fd)
{
    send(fd, "hola", 4, 0); // send
}

/// Optimised it jumps to send(): the address that this returns to is its caller's.
__attribute__((noinline)) long sayLast(int fd)
{
    return send(fd, "!", 1, 0); // send, last
}

} // namespace

int main()
{
    const int listener = socket(AF_INET, SOCK_STREAM, 0); // socket, listener
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    bind(listener, reinterpret_cast<sockaddr *>(&address), length); // bind
    listen(listener, 1);                                            // listen
    getsockname(listener, reinterpret_cast<sockaddr *>(&address), &length);
    const int client = socket(AF_INET, SOCK_STREAM, 0);              // socket, client
    connect(client, reinterpret_cast<sockaddr *>(&address), length); // connect
    const int server = accept(listener, nullptr, nullptr);           // accept
    say(client);
    sayLast(client);
    char bytes[4];
    return recv(server, bytes, sizeof bytes, 0) == 4 ? 0 : 1; // recv
}
