// SPDX-FileCopyrightText: The Zócalo developers
// SPDX-License-Identifier: MIT
// pingpong tcp|udp ROUNDS: two processes on one CPU send four bytes to and fro; prints the microseconds of one round.
// The time to start is left out. Measured are batches of a few rounds, and told is what a batch of the fastest tenth
// took at most: what else the machine does can only add to it.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace {

constexpr int kWarmUp = 200;
constexpr int kBatch = 20;
constexpr int kTenth = 10;

sockaddr *raw(sockaddr_in &address) { return reinterpret_cast<sockaddr *>(&address); }

int boundSocket(int type, sockaddr_in &address)
{
    const int fd = socket(AF_INET, type, 0);
    address = {};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    if (bind(fd, raw(address), length) != 0 || getsockname(fd, raw(address), &length) != 0)
        std::exit(1);
    return fd;
}

void answer(int fd, int rounds)
{
    char bytes[4];
    for (int i = 0; i < rounds; ++i) {
        if (recv(fd, bytes, sizeof bytes, 0) != sizeof bytes || send(fd, bytes, sizeof bytes, 0) != sizeof bytes)
            _exit(1);
    }
    _exit(0);
}

void ask(int fd, int rounds)
{
    char bytes[4] = {'p', 'i', 'n', 'g'};
    for (int i = 0; i < rounds; ++i) {
        if (send(fd, bytes, sizeof bytes, 0) != sizeof bytes || recv(fd, bytes, sizeof bytes, 0) != sizeof bytes)
            std::exit(1);
    }
}

struct Ends
{
    int asks = -1;
    int answers = -1;
};

Ends tcpEnds()
{
    sockaddr_in address;
    const int listener = boundSocket(SOCK_STREAM, address);
    const int client = socket(AF_INET, SOCK_STREAM, 0);
    if (listen(listener, 1) != 0 || connect(client, raw(address), sizeof address) != 0)
        std::exit(1);
    const int accepted = accept(listener, nullptr, nullptr);
    const int yes = 1;
    for (const int fd : {client, accepted})
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return {client, accepted};
}

Ends udpEnds()
{
    sockaddr_in one;
    sockaddr_in other;
    const int asks = boundSocket(SOCK_DGRAM, one);
    const int answers = boundSocket(SOCK_DGRAM, other);
    if (connect(asks, raw(other), sizeof other) != 0 || connect(answers, raw(one), sizeof one) != 0)
        std::exit(1);
    return {asks, answers};
}

} // namespace

int main(int count, char **arguments)
{
    if (count != 3)
        return 2;
    const int batches = std::max(1, std::atoi(arguments[2]) / kBatch);
    const Ends ends = std::string_view(arguments[1]) == "tcp" ? tcpEnds() : udpEnds();
    const pid_t child = fork();
    if (child == 0)
        answer(ends.answers, kWarmUp + batches * kBatch);
    ask(ends.asks, kWarmUp);
    std::vector<double> took;
    for (int i = 0; i < batches; ++i) {
        const auto before = std::chrono::steady_clock::now();
        ask(ends.asks, kBatch);
        const std::chrono::duration<double, std::micro> batch = std::chrono::steady_clock::now() - before;
        took.push_back(batch.count() / kBatch);
    }
    std::sort(took.begin(), took.end());
    std::printf("%.3f\n", took[took.size() / kTenth]);
    int status = -1;
    waitpid(child, &status, 0);
    return status;
}
