// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// Sends 10 bytes by a call and 27 by fprintf(), which writes inside the C library; then lives on for a while, with
// calls that are seen: hidden seen|unseen. Or ends at once: hidden brief. Or the end that reads 27 of them does so by
// fgets(): hidden reads.
#include <cstdio>
#include <string_view>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

int main(int count, char **arguments)
{
    constexpr int kTurns = 60;
    constexpr int kTurnMs = 20;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    auto *const raw = reinterpret_cast<sockaddr *>(&address);
    socklen_t length = sizeof address;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, raw, length) != 0 || listen(listener, 1) != 0 || getsockname(listener, raw, &length) != 0 ||
        connect(client, raw, length) != 0)
        return 1;
    const int accepted = accept(listener, nullptr, nullptr);
    char bytes[64];
    if (send(client, "0123456789", 10, 0) != 10 || recv(accepted, bytes, sizeof bytes, 0) != 10)
        return 1;
    const std::string_view how = count == 2 ? arguments[1] : "";
    constexpr char kText[] = "abcdefghijklmnopqrstuvwxyz\n";
    if (how == "unseen" || how == "brief") {
        std::FILE *const file = fdopen(client, "w");
        std::fprintf(file, "%s", kText);
        std::fflush(file);
        recv(accepted, bytes, sizeof bytes, 0);
    } else if (how == "reads") {
        if (send(client, kText, sizeof kText - 1, 0) != sizeof kText - 1 ||
            std::fgets(bytes, sizeof bytes, fdopen(accepted, "r")) == nullptr)
            return 1;
    }
    if (how == "brief")
        return 0;
    for (int i = 0; i < kTurns; ++i) {
        poll(nullptr, 0, kTurnMs);
        getsockname(client, raw, &length);
    }
    return 0;
}
